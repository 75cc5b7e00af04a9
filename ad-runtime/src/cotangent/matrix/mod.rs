//! The ambient cotangent of a matrix: a sum of terms, each as cheap as it came.

mod accumulator;
mod products;
mod project;
mod sparse_term;
mod terms;
mod times_right;

pub(crate) use accumulator::{Flipped, Scaled, Transposed};
pub use accumulator::{MatrixAccumulator, MatrixContribution, StoredEntries, StructuredCotangent};
pub(crate) use sparse_term::{SparseTerm, product_at};
pub(crate) use times_right::TimesRight;

use crate::cotangent::ScalarCotangent;
use crate::number::{Number, Real};
use std::collections::BTreeMap;

/// The ambient cotangent of a sparse, diagonal or otherwise structured matrix: every entry, cheaply.
///
/// It is a sum of terms: one number everywhere, outer products `u vᵀ`, a diagonal, sparse matrices, a dense matrix.
/// What a rule contributes is kept in the form in which it came; the full matrix exists only after
/// [`to_dense`](Self::to_dense). So the gradient of `sum` at an empty 10⁶ x 10⁶ matrix is one number and two sizes:
///
/// ```
/// use ad_runtime::cotangent::{MatrixAccumulator, MatrixCotangent};
///
/// let mut a_bar = MatrixCotangent::<f64>::zeros(1_000_000, 1_000_000);
/// a_bar.add_fill(1.0); // what `sum` pulls the seed 1 back to
/// assert_eq!(a_bar.entry(123_456, 654_321), 1.0);
/// assert_eq!(a_bar.terms(), 1);
/// ```
///
/// Terms of one form merge: fills, diagonals and dense terms add up, sparse terms with the same pattern too. Terms are
/// collapsed into a dense one only where they take more room than that, so memory is bounded by twice the dense matrix.
///
/// `V` is `f64` where real numbers are real, [`ScalarCotangent<f64>`] where they are ambient too, `Complex<f64>` for a
/// complex matrix, and the same with `f32`. A real `V` takes the real part of what arrives.
///
/// `==` compares terms, not entries: two sums of different terms are different even if their entries agree. Compare
/// with an `Array2` to compare entries.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixCotangent<V> {
    rows: usize,
    cols: usize,
    fill: V,
    outer: Vec<OuterProduct<V>>,
    diagonal: Option<Vec<V>>,
    sparse: Vec<SparseTerm<V>>,
    // Entries that were read one by one.
    entries: BTreeMap<(usize, usize), V>,
    // Row by row.
    dense: Option<Vec<V>>,
    spare: Spare<V>,
}

/// The room of terms that were cleared, for the next ones. No part of the value.
#[derive(Debug)]
struct Spare<V> {
    vectors: Vec<Vec<V>>,
    sparse: Vec<SparseTerm<V>>,
}

impl<V> Default for Spare<V> {
    fn default() -> Self {
        Spare { vectors: Vec::new(), sparse: Vec::new() }
    }
}

impl<V> Clone for Spare<V> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<V> PartialEq for Spare<V> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Entry `(i, j)` is `column[i] * row[j]`.
#[derive(Debug, Clone, PartialEq)]
struct OuterProduct<V> {
    column: Vec<V>,
    row: Vec<V>,
}

impl<V: Number> MatrixCotangent<V> {
    /// The zero cotangent of a `rows` x `cols` matrix: no terms.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        MatrixCotangent {
            rows,
            cols,
            fill: V::zero(),
            outer: Vec::new(),
            diagonal: None,
            sparse: Vec::new(),
            entries: BTreeMap::new(),
            dense: None,
            spare: Spare::default(),
        }
    }

    /// Makes it the zero cotangent of a `rows` x `cols` matrix, and keeps the room of its terms for those to come.
    #[cfg(feature = "sprs")]
    pub(crate) fn clear(&mut self, rows: usize, cols: usize) {
        let mut spare = std::mem::take(&mut self.spare);
        if (rows, cols) != (self.rows, self.cols) {
            spare = Spare::default();
        } else {
            // What the last round had no use for is given back.
            spare.vectors.clear();
            spare.sparse.clear();
            spare.vectors.extend(self.outer.drain(..).flat_map(|term| [term.column, term.row]));
            spare.sparse.append(&mut self.sparse);
        }
        *self = MatrixCotangent { spare, ..Self::zeros(rows, cols) };
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The number of terms, each outer product and each pattern counted as one.
    pub fn terms(&self) -> usize {
        usize::from(self.fill != V::zero())
            + self.outer.len()
            + usize::from(self.diagonal.is_some())
            + self.sparse.len()
            + usize::from(!self.entries.is_empty())
            + usize::from(self.dense.is_some())
    }

    /// The number of outer products: a bound on the rank of their sum.
    pub fn rank(&self) -> usize {
        self.outer.len()
    }

    /// The number that stands everywhere, before the other terms are added.
    pub fn fill(&self) -> V {
        self.fill
    }

    /// Whether the matrix is kept as a dense one, because it was given as such or because terms took more room.
    pub fn is_dense(&self) -> bool {
        self.dense.is_some()
    }

    /// Entry `(i, j)`, in a time proportional to the number of terms.
    ///
    /// # Panics
    ///
    /// If `(i, j)` is outside the matrix.
    pub fn entry(&self, i: usize, j: usize) -> V {
        MatrixContribution::entry(self, i, j)
    }

    /// Every entry times `factor`; the terms keep their form.
    pub fn scaled(&self, factor: V) -> Self {
        let mut scaled = Self::zeros(self.rows, self.cols);
        self.add_to(&mut Scaled(&mut scaled, factor));
        scaled
    }

    /// The transposed matrix; the terms keep their form. Nothing is conjugated.
    pub fn transposed(&self) -> Self {
        let mut transposed = Self::zeros(self.cols, self.rows);
        self.add_to(&mut Transposed(&mut transposed));
        transposed
    }
}

impl<T: Real> MatrixCotangent<ScalarCotangent<T>> {
    /// Whether nothing complex has arrived, at any entry.
    pub fn is_real(&self) -> bool {
        let all = |values: &[ScalarCotangent<T>]| values.iter().all(ScalarCotangent::is_real);
        self.fill.is_real()
            && self.outer.iter().all(|term| all(&term.column) && all(&term.row))
            && self.diagonal.as_deref().is_none_or(all)
            && self.sparse.iter().all(|term| all(&term.values))
            && self.entries.values().all(ScalarCotangent::is_real)
            && self.dense.as_deref().is_none_or(all)
    }
}

/// Adds another cotangent of the same matrix.
///
/// # Panics
///
/// If the shapes differ.
impl<V: Number> std::ops::AddAssign<&MatrixCotangent<V>> for MatrixCotangent<V> {
    fn add_assign(&mut self, other: &MatrixCotangent<V>) {
        assert_eq!(
            (self.rows, self.cols),
            (other.rows, other.cols),
            "cotangents of matrices of different shapes cannot be added"
        );
        other.add_to(self);
    }
}
