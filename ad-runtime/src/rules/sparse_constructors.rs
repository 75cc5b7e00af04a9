//! Functions that make sparse matrices, with the companions that generated code calls.
//!
//! A constructor is a projection: it settles structure, since its result has entries where it says and nowhere else.

use super::companion::companion;
use super::matrix::contribute;
use crate::__private::{At, Cot, NoTangent};
use crate::cotangent::product::product;
use crate::cotangent::{MatrixAccumulator, MatrixContribution, ScalarCotangent, SparseTerm, StoredEntries};
use crate::differentiable::Scalar;
use crate::number::Number;
use crate::pattern::Pattern;
use crate::policy::Space;
use ndarray::{Array2, ArrayBase, Data, Ix2};
use num_traits::{Num, Zero};
use sprs::CsMat;

/// The sparse matrix with these entries, kept by rows; entries at one position add up.
///
/// Entry `k` stands at `(row_indices[k], col_indices[k])`. A position is stored even if its values cancel.
///
/// The cotangent of `values[k]` is that of the entry it went to. This settles structure: what a cotangent has off the
/// pattern goes nowhere.
///
/// ```
/// let a = ad_runtime::sparse_from_triplets(2, 2, &[0, 1, 0], &[1, 0, 1], &[1.0, 2.0, 3.0]);
/// assert_eq!(a, sprs::CsMat::new((2, 2), vec![0, 1, 2], vec![1, 0], vec![4.0, 2.0]));
/// ```
///
/// # Panics
///
/// If the three slices differ in length, or a position is outside the matrix.
pub fn sparse_from_triplets<N: Num + Copy>(
    rows: usize,
    cols: usize,
    row_indices: &[usize],
    col_indices: &[usize],
    values: &[N],
) -> CsMat<N> {
    let (m, n, v) = (row_indices.len(), col_indices.len(), values.len());
    assert!(m == n && n == v, "triplets need as many row indices as column indices and values, not {m}, {n} and {v}");
    let positions = || row_indices.iter().copied().zip(col_indices.iter().copied());
    let pattern = Pattern::new(rows, cols, positions());
    let mut data = vec![N::zero(); pattern.len()];
    for ((i, j), &value) in positions().zip(values) {
        if let Some(at) = pattern.position(i, j) {
            data[at] = data[at] + value;
        }
    }
    CsMat::new((rows, cols), pattern.offsets().to_vec(), pattern.indices().to_vec(), data)
}

companion! {
    /// The companion of [`sparse_from_triplets()`]: `values_bar_k += seed(row_indices_k, col_indices_k)`.
    #[doc(hidden)]
    sparse_from_triplets<N>[A0 A1 A2 A3 A4](
        rows: usize, cols: usize, row_indices: &[usize], col_indices: &[usize], values: &[N]
    ) -> CsMat<N>
    where {
        N: Scalar + Num,
    }
    pulled by Fn(
        usize,
        usize,
        &[usize],
        &[usize],
        &[N],
        &Cot<CsMat<N>, I>,
        &mut NoTangent,
        &mut NoTangent,
        &mut [NoTangent],
        &mut [NoTangent],
        &mut [Cot<N, A4>],
    ) = |_, _, row_indices, col_indices, _, seed, _, _, _, _, values_bar| {
        for ((&i, &j), value_bar) in row_indices.iter().zip(col_indices).zip(values_bar) {
            contribute::<N, A4>(value_bar, seed.entry(i, j));
        }
    }
}

/// The sparse matrix with the entries of a dense one that are not zero, kept by rows.
///
/// Here, and only here, the pattern depends on values. The cotangent of the dense matrix is that of the sparse one, in
/// whatever space that lives: every entry where intermediates are ambient (`project = "none"`, `"final"`), which is the
/// gradient. Where they are in the tangent space (`"input"`, `"output"`) it is the derivative with the pattern held
/// fixed: an entry that is zero has a cotangent of zero, though it might leave zero.
///
/// ```
/// let a = ad_runtime::sparse_from_dense(&ndarray::array![[0.0, 2.0], [3.0, 0.0]]);
/// assert_eq!(a, sprs::CsMat::new((2, 2), vec![0, 1, 2], vec![1, 0], vec![2.0, 3.0]));
/// ```
pub fn sparse_from_dense<N: Zero + Copy, R: Data<Elem = N>>(dense: &ArrayBase<R, Ix2>) -> CsMat<N> {
    let (mut offsets, mut indices, mut data) = (vec![0], Vec::new(), Vec::new());
    for row in dense.rows() {
        for (j, &value) in row.iter().enumerate().filter(|(_, value)| !value.is_zero()) {
            indices.push(j);
            data.push(value);
        }
        offsets.push(indices.len());
    }
    CsMat::new(dense.dim(), offsets, indices, data)
}

companion! {
    /// The companion of [`sparse_from_dense()`]: `dense_bar += seed`. Which dual numbers are zero their values say.
    #[doc(hidden)]
    sparse_from_dense<N, R>[A0](dense: &ArrayBase<R, Ix2>) -> CsMat<N>
    where {
        N: Scalar + Zero,
        R: Data<Elem = N>,
    }
    pulled by Fn(&ArrayBase<R, Ix2>, &Cot<CsMat<N>, I>, &mut Array2<Cot<N, A0>>) =
        |_, seed, dense_bar| seed.add_to(&mut DensePlace::<N, A0>(dense_bar))
}

/// The cotangent of a dense matrix, as an accumulator of what is natural for a structured one.
struct DensePlace<'a, N: Scalar, S: Space>(&'a mut Array2<N::Cotangent<S>>);

impl<N: Scalar, S: Space> MatrixAccumulator for DensePlace<'_, N, S> {
    type Real = N::Base;
    fn add_entry<C: Number<Real = N::Base>>(&mut self, i: usize, j: usize, c: C) {
        contribute::<N, S>(&mut self.0[(i, j)], c);
    }
    fn add_fill<C: Number<Real = N::Base>>(&mut self, c: C) {
        self.add_dense(|_, _| c);
    }
    fn add_outer<U, V>(&mut self, u: impl Fn(usize) -> U, v: impl Fn(usize) -> V)
    where
        U: Number<Real = N::Base>,
        V: Number<Real = N::Base>,
    {
        self.add_dense(|i, j| product(u(i), v(j)));
    }
    fn add_diagonal<C: Number<Real = N::Base>>(&mut self, d: impl Fn(usize) -> C) {
        for (i, place) in self.0.diag_mut().iter_mut().enumerate() {
            contribute::<N, S>(place, d(i));
        }
    }
    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = N::Base>,
    {
        for (i, j, value) in entries.stored() {
            self.add_entry(i, j, value);
        }
    }
    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = N::Base>,
        F::Entry: Number<Real = N::Base>,
    {
        let left = SparseTerm::<ScalarCotangent<N::Base>>::sorted_copy_of(left, true);
        self.add_sparse(&SparseTerm::product_of(&left, &SparseTerm::sorted_copy_of(right, true)));
    }
    fn add_dense<C: Number<Real = N::Base>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        for ((i, j), place) in self.0.indexed_iter_mut() {
            contribute::<N, S>(place, entry(i, j));
        }
    }
}
