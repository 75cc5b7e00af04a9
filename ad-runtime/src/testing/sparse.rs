//! Sparse matrices and vectors of sprs.

use super::argument::Argument;
use super::probe::Probe;
use super::spaces::is_full;
use super::structured::{add_entries, entry_components, entry_cotangent, positions};
use crate::cotangent::{MatrixContribution, ScalarCotangent, VectorAccumulator, VectorContribution};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::policy::Space;
use num_traits::Zero;
use sprs::{CsMatI, CsMatViewI, CsVecI, CsVecViewI, SpIndex};

fn matrix_positions<S: Space, N: Scalar, I: SpIndex, P: SpIndex>(matrix: &CsMatI<N, I, P>) -> Vec<(usize, usize)> {
    let stored = matrix.iter().map(|(_, (i, j))| (i.index(), j.index()));
    positions::<S>(stored, matrix.shape())
}

impl<N, I, P> Probe for CsMatI<N, I, P>
where
    N: Scalar + Probe + Zero,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
{
    const EPSILON: f64 = N::EPSILON;

    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        let mut moved = self.clone();
        for (i, j) in matrix_positions::<S, N, I, P>(self) {
            match moved.get_mut(i, j) {
                Some(stored) => *stored = stored.moved::<S>(steps),
                None => {
                    let entry = N::zero().moved::<S>(steps);
                    if !entry.is_zero() {
                        moved.insert(i, j, entry);
                    }
                }
            }
        }
        moved
    }

    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        let (here, there) = (self.shape(), point.shape());
        assert_eq!(here, there, "a matrix of shape {here:?} has shape {there:?} beside the point where it is checked");
        for (i, j) in matrix_positions::<S, N, I, P>(self) {
            N::zero().coordinates::<S>(point.get(i, j).unwrap_or(&N::zero()), into);
        }
    }

    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        for (i, j) in matrix_positions::<S, N, I, P>(self) {
            entry_components::<S, N>(cotangent.entry(i, j), &N::zero(), into);
        }
    }

    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        let positions = matrix_positions::<S, N, I, P>(self).into_iter();
        let entries: Vec<_> = positions.map(|at| (at, entry_cotangent::<S, N>(components))).collect();
        let mut cotangent = self.zero_cotangent::<S>();
        add_entries(&mut cotangent, &entries);
        cotangent
    }
}

fn vector_positions<S: Space, N, I: SpIndex>(vector: &CsVecI<N, I>) -> Vec<usize> {
    if is_full::<S>() { (0..vector.dim()).collect() } else { vector.indices().iter().map(|i| i.index()).collect() }
}

impl<N: Scalar + Probe + Zero, I: SpIndex + 'static> Probe for CsVecI<N, I> {
    const EPSILON: f64 = N::EPSILON;

    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        let (mut indices, mut data) = (Vec::new(), Vec::new());
        let mut directions = vector_positions::<S, N, I>(self).into_iter().peekable();
        for i in 0..self.dim() {
            let stored = self.get(i).copied();
            let entry = stored.unwrap_or_else(N::zero);
            let entry = if directions.next_if_eq(&i).is_some() { entry.moved::<S>(steps) } else { entry };
            if stored.is_some() || !entry.is_zero() {
                indices.push(I::from_usize(i));
                data.push(entry);
            }
        }
        CsVecI::new(self.dim(), indices, data)
    }

    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        let (here, there) = (self.dim(), point.dim());
        assert_eq!(here, there, "a vector of length {here} has length {there} beside the point where it is checked");
        for i in vector_positions::<S, N, I>(self) {
            N::zero().coordinates::<S>(point.get(i).unwrap_or(&N::zero()), into);
        }
    }

    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        for i in vector_positions::<S, N, I>(self) {
            entry_components::<S, N>(cotangent.entry(i), &N::zero(), into);
        }
    }

    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        let mut cotangent = self.zero_cotangent::<S>();
        for i in vector_positions::<S, N, I>(self) {
            let entry = entry_cotangent::<S, N>(components);
            if !entry.is_zero() {
                cotangent.add_entry(i, entry);
            }
        }
        cotangent
    }
}

impl<N, I, P> Argument for CsMatI<N, I, P>
where
    N: Scalar + Probe + Zero + 'static,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
{
    type Owned = CsMatI<N, I, P>;
    type Lent<'a> = CsMatI<N, I, P>;
    fn owned(&self) -> Self::Owned {
        self.clone()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.clone()
    }
}

impl<N, I, P> Argument for CsMatViewI<'_, N, I, P>
where
    N: Scalar + Probe + Zero + 'static,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
{
    type Owned = CsMatI<N, I, P>;
    type Lent<'a> = CsMatViewI<'a, N, I, P>;
    fn owned(&self) -> Self::Owned {
        self.to_owned()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.view()
    }
}

impl<N: Scalar + Probe + Zero + 'static, I: SpIndex + 'static> Argument for CsVecI<N, I> {
    type Owned = CsVecI<N, I>;
    type Lent<'a> = CsVecI<N, I>;
    fn owned(&self) -> Self::Owned {
        self.clone()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.clone()
    }
}

impl<N: Scalar + Probe + Zero + 'static, I: SpIndex + 'static> Argument for CsVecViewI<'_, N, I> {
    type Owned = CsVecI<N, I>;
    type Lent<'a> = CsVecViewI<'a, N, I>;
    fn owned(&self) -> Self::Owned {
        self.to_owned()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.view()
    }
}
