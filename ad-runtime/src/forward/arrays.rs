//! The arrays of ndarray and the sparse matrices of sprs on dual numbers.

use super::Dual;
use super::lift::{Directions, Lift};
use super::split::{Coordinates, Split};
use crate::number::Real;
use ndarray::{Array, ArrayBase, Data, Dimension, ScalarOperand};
use std::ops::{Add, Div, Mul, Rem, Sub};

impl<T: Real, const K: usize> ScalarOperand for Dual<T, K> {}

/// A number on the left of an array; ndarray has the other order.
macro_rules! on_the_left {
    ($($Operator:ident $operator:ident)*) => {$(
        impl<T: Real, const K: usize, R: Data<Elem = Self>, E: Dimension> $Operator<ArrayBase<R, E>> for Dual<T, K> {
            type Output = Array<Self, E>;
            fn $operator(self, rhs: ArrayBase<R, E>) -> Self::Output {
                rhs.mapv(|x| self.$operator(x))
            }
        }
        impl<T: Real, const K: usize, R: Data<Elem = Self>, E: Dimension> $Operator<&ArrayBase<R, E>> for Dual<T, K> {
            type Output = Array<Self, E>;
            fn $operator(self, rhs: &ArrayBase<R, E>) -> Self::Output {
                rhs.mapv(|x| self.$operator(x))
            }
        }
    )*};
}
on_the_left!(Add add Sub sub Mul mul Div div Rem rem);

impl<X: Lift<Tangent = X>, R: Data<Elem = X>, D: Dimension> Lift for ArrayBase<R, D> {
    type Tangent = Self;
    type On<const K: usize> = Array<X::On<K>, D>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self, K>) -> Array<X::On<K>, D> {
        directions.check("the shape of an array", || self.raw_dim(), |tangent| tangent.raw_dim());
        let mut elements = match &directions {
            Directions::Along(tangents) => tangents.map(|tangent| tangent.iter()).map(Some),
            Directions::Basis(_) => std::array::from_fn(|_| None),
        };
        const SHAPE: &str = "a tangent was checked to have the shape of the array";
        let lifted = self.iter().map(|x| match &mut directions {
            Directions::Along(_) => {
                let next = |k: usize| elements[k].as_mut().and_then(Iterator::next).expect(SHAPE);
                x.lift(Directions::Along(std::array::from_fn(next)))
            }
            Directions::Basis(basis) => x.lift(Directions::Basis(basis)),
        });
        Array::from_shape_vec(self.raw_dim(), lifted.collect()).expect("one number for each of the array")
    }
}

impl<X: Split<K>, D: Dimension, const K: usize> Split<K> for Array<X, D> {
    type Value = Array<X::Value, D>;
    type Tangent = Array<X::Tangent, D>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        let shape = self.raw_dim();
        let (values, tangents) = self.into_iter().collect::<Vec<X>>().split();
        const SAME: &str = "one number for each of the array";
        let value = Array::from_shape_vec(shape.clone(), values).expect(SAME);
        (value, tangents.map(|tangent| Array::from_shape_vec(shape.clone(), tangent).expect(SAME)))
    }
}
impl<X: Coordinates<T, K>, D: Dimension, T, const K: usize> Coordinates<T, K> for Array<X, D> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.iter_mut().for_each(|x| x.for_each_number(f));
    }
}
