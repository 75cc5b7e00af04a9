//! The cotangents of structured values that nobody wants.

use super::{MatrixAccumulator, MatrixContribution, StoredEntries, VectorAccumulator, VectorContribution};
use crate::number::Number;
use std::marker::PhantomData;

/// The cotangent of a matrix in the [`Inactive`](crate::Inactive) space: everything added to it is discarded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DiscardedMatrix<V>(PhantomData<V>);

impl<V: Number> MatrixAccumulator for DiscardedMatrix<V> {
    type Real = V::Real;
    fn add_entry<C: Number<Real = V::Real>>(&mut self, _: usize, _: usize, _: C) {}
    fn add_fill<C: Number<Real = V::Real>>(&mut self, _: C) {}
    fn add_outer<A, B>(&mut self, _: impl Fn(usize) -> A, _: impl Fn(usize) -> B)
    where
        A: Number<Real = V::Real>,
        B: Number<Real = V::Real>,
    {
    }
    fn add_diagonal<C: Number<Real = V::Real>>(&mut self, _: impl Fn(usize) -> C) {}
    fn add_sparse<E: StoredEntries>(&mut self, _: &E)
    where
        E::Entry: Number<Real = V::Real>,
    {
    }
    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, _: &E, _: &F)
    where
        E::Entry: Number<Real = V::Real>,
        F::Entry: Number<Real = V::Real>,
    {
    }
    fn add_dense<C: Number<Real = V::Real>>(&mut self, _: impl Fn(usize, usize) -> C) {}
}

impl<V: Number> MatrixContribution for DiscardedMatrix<V> {
    type Entry = V;
    fn entry(&self, _: usize, _: usize) -> V {
        V::zero()
    }
    fn add_to<M: MatrixAccumulator<Real = V::Real>>(&self, _: &mut M) {}
}

/// The cotangent of a sparse vector in the [`Inactive`](crate::Inactive) space: everything added to it is discarded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DiscardedVector<V>(PhantomData<V>);

impl<V: Number> VectorAccumulator for DiscardedVector<V> {
    type Real = V::Real;
    fn add_entry<C: Number<Real = V::Real>>(&mut self, _: usize, _: C) {}
    fn add_fill<C: Number<Real = V::Real>>(&mut self, _: C) {}
    fn add_sparse<C: Number<Real = V::Real>>(&mut self, _: impl Iterator<Item = (usize, C)>) {}
    fn add_dense<C: Number<Real = V::Real>>(&mut self, _: impl Fn(usize) -> C) {}
}

impl<V: Number> VectorContribution for DiscardedVector<V> {
    type Entry = V;
    fn entry(&self, _: usize) -> V {
        V::zero()
    }
    fn add_to<M: VectorAccumulator<Real = V::Real>>(&self, _: &mut M) {}
}
