//! Methods of sparse, diagonal and otherwise structured matrices, and their rules.
//!
//! Each rule is written once for all of them, and for every space: it hands its contribution to the accumulator in the
//! form that is cheapest, an outer product as an outer product, and never projects.

#[doc(hidden)]
pub(crate) mod ops;
pub(super) mod shared;

pub(super) use shared::{conjugate, contribute, inner_with_seed, product_arg0, product_arg1, reductions};

use crate::cotangent::{StoredEntries, StructuredCotangent};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::pattern::Pattern;
use crate::policy::Space;
use num_traits::{Num, Zero};
use std::sync::Arc;

/// A matrix in one of the structured forms, as the rules see it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a structured matrix",
    note = "this operation has rules for `Diagonal` and the sparse matrices of sprs, with f32, f64 or Complex entries"
)]
pub trait Structured: Differentiable<Bare = Self> {
    /// The entries.
    type Entry: Scalar;

    /// The owned form, which operations return.
    type Owned: Structured<Entry = Self::Entry>;

    /// The cotangent, known to be one of a matrix.
    ///
    /// It *is* [`Cotangent<Self, S>`](Cotangent), which generic code cannot see: the functions below tell it.
    type Bar<S: Space>: StructuredCotangent<<Self::Entry as Scalar>::Entry<S>>;

    /// A cotangent as the cotangent of a matrix.
    fn bar<S: Space>(cotangent: &Cotangent<Self, S>) -> &Self::Bar<S>;

    /// A place as the cotangent of a matrix.
    fn bar_mut<S: Space>(place: &mut Cotangent<Self, S>) -> &mut Self::Bar<S>;

    /// The numbers of rows and columns.
    fn shape(&self) -> (usize, usize);

    /// Whether a slice is a row, and not a column.
    fn by_rows(&self) -> bool;

    /// The stored entries of slice `k`, by increasing index within the slice.
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, Self::Entry)>;

    /// The positions, in the order of storage.
    fn pattern(&self) -> Arc<Pattern>;

    /// The number of slices.
    fn slices(&self) -> usize {
        let (rows, cols) = self.shape();
        if self.by_rows() { rows } else { cols }
    }

    /// Calls `f` with each stored entry, in the order of storage.
    #[inline(always)]
    fn for_each_stored(&self, mut f: impl FnMut(usize, usize, Self::Entry)) {
        let by_rows = self.by_rows();
        for k in 0..self.slices() {
            for (l, value) in self.slice(k) {
                if by_rows { f(k, l, value) } else { f(l, k, value) }
            }
        }
    }

    /// The stored entries through a function, as something to add to an accumulator.
    fn read<V: Number>(&self, f: impl Fn(Self::Entry) -> V) -> impl StoredEntries<Entry = V> {
        Read { matrix: self, f }
    }

    /// Entry `(i, j)`, which is inside, if it is stored.
    fn get(&self, i: usize, j: usize) -> Option<Self::Entry>;

    /// The same matrix with each stored entry replaced.
    fn map_stored(&self, f: impl Fn(Self::Entry) -> Self::Entry) -> Self::Owned;

    /// The transposed matrix.
    fn to_transposed(&self) -> Self::Owned;
}

/// A matrix as it is read through a function of its entries: no copy.
struct Read<'a, A: ?Sized, F> {
    matrix: &'a A,
    f: F,
}

impl<A: Structured + ?Sized, V: Number, F: Fn(A::Entry) -> V> StoredEntries for Read<'_, A, F> {
    type Entry = V;
    fn shape(&self) -> (usize, usize) {
        self.matrix.shape()
    }
    fn by_rows(&self) -> bool {
        self.matrix.by_rows()
    }
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, V)> {
        self.matrix.slice(k).map(|(l, value)| (l, (self.f)(value)))
    }
    fn pattern(&self) -> Arc<Pattern> {
        self.matrix.pattern()
    }
}

/// What structured matrices can do that their own types do not offer: the methods that have rules.
///
/// Implemented by [`Diagonal`](crate::Diagonal) and by the sparse matrices of sprs, owned or views.
///
/// ```
/// use ad_runtime::prelude::*;
///
/// let a = sprs::CsMat::new((2, 2), vec![0, 1, 2], vec![1, 0], vec![2.0, 3.0]); // [[0, 2], [3, 0]]
/// assert_eq!(a.sum(), 5.0);
/// assert_eq!(a.trace(), 0.0);
/// assert_eq!(a.entry(0, 1), 2.0);
/// assert_eq!(a.times(&[1.0, 10.0]), [20.0, 3.0]);
/// ```
pub trait MatrixMethods {
    /// The entries.
    type Entry: Scalar;

    /// The owned form.
    type Owned;

    /// The sum of all entries.
    fn sum(&self) -> Self::Entry;

    /// The sum of the entries on the diagonal.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn trace(&self) -> Self::Entry;

    /// Entry `(i, j)` of the matrix: zero where nothing is stored.
    ///
    /// Unlike reading `get(i, j)`, which tells what is stored, this reads the matrix: in an ambient space the entry has
    /// a cotangent even if nothing is stored there.
    ///
    /// # Panics
    ///
    /// If `(i, j)` is outside the matrix.
    fn entry(&self, i: usize, j: usize) -> Self::Entry;

    /// The entries on the diagonal, as many as the shorter side has; zero where nothing is stored.
    fn diagonal(&self) -> Vec<Self::Entry>;

    /// The product with a vector: `y_i = sum_j a_ij x_j`.
    ///
    /// # Panics
    ///
    /// If `x` has another length than the matrix has columns.
    fn times(&self, x: &[Self::Entry]) -> Vec<Self::Entry>;

    /// The product of the transposed matrix with a vector: `y_j = sum_i a_ij x_i`. Nothing is conjugated.
    ///
    /// # Panics
    ///
    /// If `x` has another length than the matrix has rows.
    fn transposed_times(&self, x: &[Self::Entry]) -> Vec<Self::Entry>;

    /// Every entry times `factor`; a factor of zero leaves stored zeros.
    fn scaled(&self, factor: Self::Entry) -> Self::Owned;

    /// The transposed matrix; the storage of a sparse one goes from rows to columns and back. Nothing is conjugated.
    fn transposed(&self) -> Self::Owned;
}

impl<A: Structured> MatrixMethods for A
where
    A::Entry: Num,
{
    type Entry = A::Entry;
    type Owned = A::Owned;

    fn sum(&self) -> A::Entry {
        let mut sum = A::Entry::zero();
        self.for_each_stored(|_, _, value| sum = sum + value);
        sum
    }

    fn trace(&self) -> A::Entry {
        let (rows, cols) = self.shape();
        assert_eq!(rows, cols, "the trace needs a square matrix, and this one is {rows} x {cols}");
        let mut sum = A::Entry::zero();
        self.for_each_stored(|i, j, value| {
            if i == j {
                sum = sum + value;
            }
        });
        sum
    }

    fn entry(&self, i: usize, j: usize) -> A::Entry {
        let (rows, cols) = self.shape();
        crate::pattern::check_position(i, j, rows, cols);
        self.get(i, j).unwrap_or_else(Zero::zero)
    }

    fn diagonal(&self) -> Vec<A::Entry> {
        let (rows, cols) = self.shape();
        (0..rows.min(cols)).map(|i| self.get(i, i).unwrap_or_else(Zero::zero)).collect()
    }

    fn times(&self, x: &[A::Entry]) -> Vec<A::Entry> {
        let (rows, cols) = self.shape();
        check_length("columns", cols, x.len());
        if self.by_rows() { gathered(self, x) } else { scattered(self, x, rows) }
    }

    fn transposed_times(&self, x: &[A::Entry]) -> Vec<A::Entry> {
        let (rows, cols) = self.shape();
        check_length("rows", rows, x.len());
        if self.by_rows() { scattered(self, x, cols) } else { gathered(self, x) }
    }

    fn scaled(&self, factor: A::Entry) -> A::Owned {
        self.map_stored(|value| value * factor)
    }

    fn transposed(&self) -> A::Owned {
        self.to_transposed()
    }
}

/// `y_k = sum_l a_kl x_l` over the entries of each slice.
fn gathered<A: Structured<Entry: Num>>(a: &A, x: &[A::Entry]) -> Vec<A::Entry> {
    let mut y = vec![A::Entry::zero(); a.slices()];
    for (k, y) in y.iter_mut().enumerate() {
        for (l, value) in a.slice(k) {
            *y = *y + value * x[l];
        }
    }
    y
}

/// `y_l = sum_k a_kl x_k`, slice by slice.
fn scattered<A: Structured<Entry: Num>>(a: &A, x: &[A::Entry], length: usize) -> Vec<A::Entry> {
    let mut y = vec![A::Entry::zero(); length];
    for (k, &x) in x.iter().enumerate() {
        for (l, value) in a.slice(k) {
            y[l] = y[l] + value * x;
        }
    }
    y
}

#[track_caller]
fn check_length(side: &str, n: usize, len: usize) {
    assert_eq!(n, len, "a matrix with {n} {side} cannot be multiplied with a vector of length {len}");
}

/// The rule of `a.to_dense()`: every entry of the seed reaches the entry it came from.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate `to_dense` of `{Self}`")]
pub trait ToDenseRule: Differentiable {
    /// The type of the result.
    type Dense: Differentiable;
    /// Adds the contribution to the cotangent of the matrix or vector.
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Dense, D>, into: &mut Cotangent<Self, S>);
}
