//! Sparse matrices and vectors of sprs as differentiable values and as accumulators.
//!
//! The tangent space of a sparse matrix is its pattern: which entries are stored is structure and never depends on
//! their values, so an explicitly stored zero has a cotangent. There is deliberately no [`Chosen`](crate::Chosen) for
//! these types: the gradient of a function of a sparse matrix depends on a choice that the user has to make.

use crate::cotangent::product::product;
use crate::cotangent::{
    DiscardedMatrix, DiscardedVector, MatrixAccumulator, MatrixContribution, MatrixCotangent, StoredEntries,
    StructuredCotangent, VectorAccumulator, VectorContribution, VectorCotangent, check_index, product_at,
};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::pattern::{Pattern, check_position};
use crate::policy::{Space, StructureAxis};
use crate::rules::matrix::Structured;
use sprs::{CsMatBase, CsMatI, CsMatViewI, CsVecBase, CsVecI, CsVecViewI, SpIndex};
use std::fmt::Debug;
use std::ops::Deref;
use std::sync::Arc;

/// A matrix, of what it is stored as.
pub(crate) fn stored<N, I: SpIndex, P: SpIndex>(
    shape: (usize, usize),
    by_rows: bool,
    (offsets, indices, entries): (Vec<P>, Vec<I>, Vec<N>),
) -> CsMatI<N, I, P> {
    if by_rows {
        CsMatI::new(shape, offsets, indices, entries)
    } else {
        CsMatI::new_csc(shape, offsets, indices, entries)
    }
}

/// The pattern of a matrix with other entries, in the order of storage.
pub(crate) fn with_entries<N, I: SpIndex, P: SpIndex, X>(
    matrix: CsMatViewI<'_, N, I, P>,
    entries: Vec<X>,
) -> CsMatI<X, I, P> {
    let (offsets, indices) = (matrix.proper_indptr().to_vec(), matrix.indices().to_vec());
    stored(matrix.shape(), matrix.is_csr(), (offsets, indices, entries))
}

/// The cotangent of a sparse matrix in one of its spaces.
pub trait SparseCotangent<V: Number, I: SpIndex, P: SpIndex>: StructuredCotangent<V> {
    /// The zero cotangent of a matrix.
    fn zero_for<N>(primal: CsMatViewI<'_, N, I, P>) -> Self;

    /// Makes it that, in the room that it has where that is enough.
    fn clear_for<N>(&mut self, primal: CsMatViewI<'_, N, I, P>);
}

impl<V: Number, I: SpIndex + 'static, P: SpIndex + 'static> SparseCotangent<V, I, P> for CsMatI<V, I, P> {
    fn zero_for<N>(primal: CsMatViewI<'_, N, I, P>) -> Self {
        primal.map(|_| V::zero())
    }
    fn clear_for<N>(&mut self, primal: CsMatViewI<'_, N, I, P>) {
        let has_pattern = (self.shape(), self.storage()) == (primal.shape(), primal.storage())
            && self.indptr() == primal.indptr()
            && self.indices() == primal.indices();
        if has_pattern {
            self.data_mut().fill(V::zero());
        } else {
            *self = Self::zero_for(primal);
        }
    }
}

impl<V: Number, I: SpIndex, P: SpIndex> SparseCotangent<V, I, P> for MatrixCotangent<V> {
    fn zero_for<N>(primal: CsMatViewI<'_, N, I, P>) -> Self {
        MatrixCotangent::zeros(primal.rows(), primal.cols())
    }
    fn clear_for<N>(&mut self, primal: CsMatViewI<'_, N, I, P>) {
        self.clear(primal.rows(), primal.cols());
    }
}

impl<V: Number, I: SpIndex, P: SpIndex> SparseCotangent<V, I, P> for DiscardedMatrix<V> {
    fn zero_for<N>(_: CsMatViewI<'_, N, I, P>) -> Self {
        Self::default()
    }
    fn clear_for<N>(&mut self, _: CsMatViewI<'_, N, I, P>) {}
}

impl<N, I, P, IpS, IS, DS> Differentiable for CsMatBase<N, I, IpS, IS, DS, P>
where
    N: Scalar,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    type Cotangent<S: Space> = <S::Structure as StructureAxis>::Sparse<N::Entry<S>, I, P>;
    type Place<S: Space> = Self::Cotangent<S>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S> {
        SparseCotangent::zero_for(self.view())
    }
    fn clear_cotangent<S: Space>(&self, cotangent: &mut Self::Cotangent<S>) {
        SparseCotangent::clear_for(cotangent, self.view());
    }
    fn accumulate<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        from.add_to(into);
    }
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        from.add_to(into);
    }
}

impl<V: Number, I, P, IpS, IS, DS> StoredEntries for CsMatBase<V, I, IpS, IS, DS, P>
where
    I: SpIndex,
    P: SpIndex,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [V]>,
{
    type Entry = V;
    fn shape(&self) -> (usize, usize) {
        self.shape()
    }
    fn by_rows(&self) -> bool {
        self.is_csr()
    }
    #[inline(always)]
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, V)> {
        slice_of(self, k)
    }
    fn pattern(&self) -> Arc<Pattern> {
        Arc::new(Pattern::of(self.view()))
    }
}

/// The indices and values that slice `k` stores.
#[inline(always)]
fn slice_of<N, I, P, IpS, IS, DS>(
    matrix: &CsMatBase<N, I, IpS, IS, DS, P>,
    k: usize,
) -> impl Iterator<Item = (usize, N)> + use<'_, N, I, P, IpS, IS, DS>
where
    N: Copy,
    I: SpIndex,
    P: SpIndex,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    let range = matrix.indptr().outer_inds_sz(k);
    matrix.indices()[range.clone()].iter().map(|l| l.index()).zip(matrix.data()[range].iter().copied())
}

/// Calls `f` with each slice: its number, and the indices and values that it stores.
fn for_each_slice<V, I: SpIndex, P: SpIndex>(matrix: &mut CsMatI<V, I, P>, mut f: impl FnMut(usize, &[I], &mut [V])) {
    let (offsets, indices, values) = matrix.view_mut().into_raw_storage();
    let first = offsets[0].index();
    for (k, ends) in offsets.windows(2).enumerate() {
        let range = ends[0].index() - first..ends[1].index() - first;
        f(k, &indices[range.clone()], &mut values[range]);
    }
}

/// Calls `f` with the position and the place of every stored entry.
fn for_each_stored<V, I: SpIndex, P: SpIndex>(matrix: &mut CsMatI<V, I, P>, mut f: impl FnMut(usize, usize, &mut V)) {
    let by_rows = matrix.is_csr();
    for_each_slice(matrix, |k, indices, values| {
        for (l, value) in indices.iter().zip(values) {
            let l = l.index();
            if by_rows { f(k, l, value) } else { f(l, k, value) }
        }
    });
}

/// The tangent space: contributions are evaluated where an entry is stored, and dropped elsewhere.
impl<V: Number, I: SpIndex, P: SpIndex> MatrixAccumulator for CsMatI<V, I, P> {
    type Real = V::Real;

    fn add_entry<C: Number<Real = V::Real>>(&mut self, i: usize, j: usize, c: C) {
        check_position(i, j, self.rows(), self.cols());
        if let Some(value) = self.get_mut(i, j) {
            value.accumulate(c);
        }
    }

    fn add_fill<C: Number<Real = V::Real>>(&mut self, c: C) {
        self.data_mut().iter_mut().for_each(|value| value.accumulate(c));
    }

    fn add_outer<A, B>(&mut self, u: impl Fn(usize) -> A, v: impl Fn(usize) -> B)
    where
        A: Number<Real = V::Real>,
        B: Number<Real = V::Real>,
    {
        let by_rows = self.is_csr();
        for_each_slice(self, |k, indices, values| {
            let others = indices.iter().map(|l| l.index()).zip(values);
            if by_rows {
                let u = u(k);
                others.for_each(|(j, value)| value.accumulate(product(u, v(j))));
            } else {
                let v = v(k);
                others.for_each(|(i, value)| value.accumulate(product(u(i), v)));
            }
        });
    }

    fn add_diagonal<C: Number<Real = V::Real>>(&mut self, d: impl Fn(usize) -> C) {
        for_each_stored(self, |i, j, value| {
            if i == j {
                value.accumulate(d(i));
            }
        });
    }

    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = V::Real>,
    {
        assert_eq!(self.shape(), entries.shape(), "a contribution has another shape than the cotangent");
        let by_rows = self.is_csr();
        if entries.by_rows() == by_rows {
            return for_each_slice(self, |k, indices, values| {
                let mut at = 0;
                for (l, c) in entries.slice(k) {
                    while indices.get(at).is_some_and(|index| index.index() < l) {
                        at += 1;
                    }
                    if indices.get(at).is_some_and(|index| index.index() == l) {
                        values[at].accumulate(c);
                    }
                }
            });
        }
        // Within one of our slices, their entries come by increasing index: a cursor for each slice never goes back.
        let mut cursors: Vec<usize> = self.indptr().iter_outer_sz().map(|range| range.start).collect();
        let ends: Vec<usize> = self.indptr().iter_outer_sz().map(|range| range.end).collect();
        for (i, j, c) in entries.stored() {
            let (k, l) = if by_rows { (i, j) } else { (j, i) };
            let cursor = &mut cursors[k];
            while *cursor < ends[k] && self.indices()[*cursor].index() < l {
                *cursor += 1;
            }
            if *cursor < ends[k] && self.indices()[*cursor].index() == l {
                self.data_mut()[*cursor].accumulate(c);
            }
        }
    }

    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = V::Real>,
        F::Entry: Number<Real = V::Real>,
    {
        let positions: Vec<(usize, usize)> = StoredEntries::stored(self).map(|(i, j, _)| (i, j)).collect();
        let data = self.data_mut();
        product_at(positions.into_iter(), left, right, |at, c| data[at].accumulate(c));
    }

    fn add_dense<C: Number<Real = V::Real>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        for_each_stored(self, |i, j, value| value.accumulate(entry(i, j)));
    }
}

impl<V: Number, I: SpIndex, P: SpIndex> MatrixContribution for CsMatI<V, I, P> {
    type Entry = V;

    fn entry(&self, i: usize, j: usize) -> V {
        check_position(i, j, self.rows(), self.cols());
        self.get(i, j).copied().unwrap_or_else(V::zero)
    }

    fn add_to<M: MatrixAccumulator<Real = V::Real>>(&self, into: &mut M) {
        into.add_sparse(self);
    }
}

impl<N, I, P, IpS, IS, DS> Structured for CsMatBase<N, I, IpS, IS, DS, P>
where
    N: Scalar,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    type Entry = N;
    type Owned = CsMatI<N, I, P>;
    type Bar<S: Space> = Self::Cotangent<S>;
    fn bar<S: Space>(cotangent: &Cotangent<Self, S>) -> &Self::Bar<S> {
        cotangent
    }
    fn bar_mut<S: Space>(place: &mut Cotangent<Self, S>) -> &mut Self::Bar<S> {
        place
    }
    fn shape(&self) -> (usize, usize) {
        self.shape()
    }
    fn by_rows(&self) -> bool {
        self.is_csr()
    }
    #[inline(always)]
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, N)> {
        slice_of(self, k)
    }
    fn pattern(&self) -> Arc<Pattern> {
        Arc::new(Pattern::of(self.view()))
    }
    fn get(&self, i: usize, j: usize) -> Option<N> {
        self.get(i, j).copied()
    }
    fn map_stored(&self, f: impl Fn(N) -> N) -> CsMatI<N, I, P> {
        self.map(|&value| f(value))
    }
    fn to_transposed(&self) -> CsMatI<N, I, P> {
        self.transpose_view().to_owned()
    }
}

/// The cotangent of a sparse vector in one of its spaces.
pub trait SparseVectorCotangent<V: Number, I: SpIndex>:
    VectorAccumulator<Real = V::Real> + VectorContribution<Entry = V> + Clone + Debug + PartialEq + 'static
{
    /// The zero cotangent of a vector.
    fn zero_for<N>(primal: CsVecViewI<'_, N, I>) -> Self;
}

impl<V: Number, I: SpIndex + 'static> SparseVectorCotangent<V, I> for CsVecI<V, I> {
    fn zero_for<N>(primal: CsVecViewI<'_, N, I>) -> Self {
        CsVecI::new(primal.dim(), primal.indices().to_vec(), vec![V::zero(); primal.nnz()])
    }
}

impl<V: Number, I: SpIndex> SparseVectorCotangent<V, I> for VectorCotangent<V> {
    fn zero_for<N>(primal: CsVecViewI<'_, N, I>) -> Self {
        VectorCotangent::zeros(primal.dim())
    }
}

impl<V: Number, I: SpIndex> SparseVectorCotangent<V, I> for DiscardedVector<V> {
    fn zero_for<N>(_: CsVecViewI<'_, N, I>) -> Self {
        Self::default()
    }
}

impl<N, I, IS, DS> Differentiable for CsVecBase<IS, DS, N, I>
where
    N: Scalar,
    I: SpIndex + 'static,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    type Cotangent<S: Space> = <S::Structure as StructureAxis>::SparseVector<N::Entry<S>, I>;
    type Place<S: Space> = Self::Cotangent<S>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S> {
        SparseVectorCotangent::zero_for(self.view())
    }
    fn accumulate<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        from.add_to(into);
    }
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        from.add_to(into);
    }
}

/// The tangent space: contributions are evaluated where an entry is stored, and dropped elsewhere.
impl<V: Number, I: SpIndex> VectorAccumulator for CsVecI<V, I> {
    type Real = V::Real;

    fn add_entry<C: Number<Real = V::Real>>(&mut self, i: usize, c: C) {
        check_index(i, self.dim());
        if let Some(value) = self.get_mut(i) {
            value.accumulate(c);
        }
    }

    fn add_fill<C: Number<Real = V::Real>>(&mut self, c: C) {
        self.iter_mut().for_each(|(_, value)| value.accumulate(c));
    }

    fn add_sparse<C: Number<Real = V::Real>>(&mut self, entries: impl Iterator<Item = (usize, C)>) {
        let mut entries = entries.peekable();
        for (i, value) in self.iter_mut() {
            while entries.next_if(|&(index, _)| index < i).is_some() {}
            if let Some((_, c)) = entries.next_if(|&(index, _)| index == i) {
                value.accumulate(c);
            }
        }
    }

    fn add_dense<C: Number<Real = V::Real>>(&mut self, entry: impl Fn(usize) -> C) {
        self.iter_mut().for_each(|(i, value)| value.accumulate(entry(i)));
    }
}

impl<V: Number, I: SpIndex> VectorContribution for CsVecI<V, I> {
    type Entry = V;

    fn entry(&self, i: usize) -> V {
        check_index(i, self.dim());
        self.get(i).copied().unwrap_or_else(V::zero)
    }

    fn add_to<M: VectorAccumulator<Real = V::Real>>(&self, into: &mut M) {
        into.add_sparse(self.iter().map(|(i, &value)| (i, value)));
    }
}
