//! The sparse matrices and vectors of sprs on dual numbers: a tangent has their pattern.

use super::Dual;
use super::lift::{Directions, Lift};
use super::split::{Coordinates, Split};
use crate::pattern::Pattern;
use crate::sparse::with_entries;
use sprs::{CsMatBase, CsMatI, CsVecBase, CsVecI, CsVecViewI, SpIndex};
use std::ops::Deref;

/// The pattern of a vector with other entries.
fn like_vector<N, I: SpIndex, X>(vector: CsVecViewI<'_, N, I>, data: Vec<X>) -> CsVecI<X, I> {
    CsVecI::new(vector.dim(), vector.indices().to_vec(), data)
}

impl<X, I, P, IpS, IS, DS> Lift for CsMatBase<X, I, IpS, IS, DS, P>
where
    X: Lift<Tangent = X>,
    I: SpIndex,
    P: SpIndex,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [X]>,
{
    type Tangent = Self;
    type On<const K: usize> = CsMatI<X::On<K>, I, P>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self, K>) -> Self::On<K> {
        let pattern = |matrix: &Self| Pattern::of(matrix.view());
        directions.check("the pattern of a sparse matrix", || pattern(self), pattern);
        with_entries(self.view(), self.data().lift(directions.part(|tangent| tangent.data())))
    }
}

impl<X, I, IS, DS> Lift for CsVecBase<IS, DS, X, I>
where
    X: Lift<Tangent = X>,
    I: SpIndex,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [X]>,
{
    type Tangent = Self;
    type On<const K: usize> = CsVecI<X::On<K>, I>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self, K>) -> Self::On<K> {
        let pattern = |vector: &Self| vector.indices().to_vec();
        directions.check("the length of a sparse vector", || self.dim(), CsVecBase::dim);
        directions.check("the pattern of a sparse vector", || pattern(self), pattern);
        like_vector(self.view(), self.data().lift(directions.part(|tangent| tangent.data())))
    }
}

impl<X: Split<K> + Clone, I: SpIndex, P: SpIndex, const K: usize> Split<K> for CsMatI<X, I, P> {
    type Value = CsMatI<X::Value, I, P>;
    type Tangent = CsMatI<X::Tangent, I, P>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        let (value, tangents) = self.data().to_vec().split();
        (with_entries(self.view(), value), tangents.map(|tangent| with_entries(self.view(), tangent)))
    }
}
impl<X: Coordinates<T, K>, I: SpIndex, P: SpIndex, T, const K: usize> Coordinates<T, K> for CsMatI<X, I, P> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.data_mut().iter_mut().for_each(|x| x.for_each_number(f));
    }
}

impl<X: Split<K> + Clone, I: SpIndex, const K: usize> Split<K> for CsVecI<X, I> {
    type Value = CsVecI<X::Value, I>;
    type Tangent = CsVecI<X::Tangent, I>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        let (value, tangents) = self.data().to_vec().split();
        (like_vector(self.view(), value), tangents.map(|tangent| like_vector(self.view(), tangent)))
    }
}
impl<X: Coordinates<T, K>, I: SpIndex, T, const K: usize> Coordinates<T, K> for CsVecI<X, I> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.iter_mut().for_each(|(_, x)| x.for_each_number(f));
    }
}
