//! What a rule adds to the cotangent of a matrix, and how one cotangent is added to another.

use crate::cotangent::VectorAccumulator;
use crate::cotangent::product::product;
use crate::number::{Number, Real};
use crate::pattern::Pattern;
use std::fmt::Debug;
use std::sync::Arc;

/// The place where the contributions to the cotangent of a matrix are summed.
///
/// A rule hands over its contribution in the form that is natural and cheapest, of whatever numbers it has, and never
/// projects. The accumulator decides what it keeps: a sparse one or a [`Diagonal`](crate::Diagonal) evaluates the
/// contribution where it stores entries and nowhere else, a [`MatrixCotangent`](crate::MatrixCotangent) keeps the form.
///
/// ```
/// use ad_runtime::cotangent::{MatrixAccumulator, MatrixCotangent};
/// use ad_runtime::Diagonal;
///
/// let (mut full, mut diagonal) = (MatrixCotangent::<f64>::zeros(2, 2), Diagonal::new(vec![0.0; 2]));
/// full.add_outer(|i| [1.0, 2.0][i], |j| [3.0, 4.0][j]);
/// diagonal.add_outer(|i| [1.0, 2.0][i], |j| [3.0, 4.0][j]);
/// assert_eq!(full.entry(0, 1), 4.0);
/// assert_eq!(diagonal.diagonal(), [3.0, 8.0]);
/// ```
pub trait MatrixAccumulator {
    /// The real numbers underneath.
    type Real: Real;

    /// Adds `c` to entry `(i, j)`, which must be inside.
    fn add_entry<C: Number<Real = Self::Real>>(&mut self, i: usize, j: usize, c: C);

    /// Adds `c` to every entry.
    fn add_fill<C: Number<Real = Self::Real>>(&mut self, c: C);

    /// Adds the outer product: `u(i) * v(j)` to entry `(i, j)`. Nothing is conjugated.
    fn add_outer<U, V>(&mut self, u: impl Fn(usize) -> U, v: impl Fn(usize) -> V)
    where
        U: Number<Real = Self::Real>,
        V: Number<Real = Self::Real>;

    /// Adds `d(i)` to entry `(i, i)`, as far as the shorter side reaches.
    fn add_diagonal<C: Number<Real = Self::Real>>(&mut self, d: impl Fn(usize) -> C);

    /// Adds a sparse matrix of the same shape.
    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = Self::Real>;

    /// Adds the product of two sparse matrices: `sum_k left_ik right_kj` to entry `(i, j)`.
    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = Self::Real>,
        F::Entry: Number<Real = Self::Real>;

    /// Adds `entry(i, j)` to entry `(i, j)`. Whoever keeps every entry asks for every entry.
    fn add_dense<C: Number<Real = Self::Real>>(&mut self, entry: impl Fn(usize, usize) -> C);
}

/// The cotangent of a matrix, in any space, as something to read and to add elsewhere.
pub trait MatrixContribution {
    /// The numbers it holds.
    type Entry: Number;

    /// Entry `(i, j)`: zero where the space has none.
    ///
    /// # Panics
    ///
    /// If `(i, j)` is outside the matrix.
    fn entry(&self, i: usize, j: usize) -> Self::Entry;

    /// Adds the whole of it to an accumulator, which keeps what its space has room for.
    fn add_to<M>(&self, into: &mut M)
    where
        M: MatrixAccumulator<Real = <Self::Entry as Number>::Real>;
}

/// The cotangent of a structured matrix in one of its spaces, with entries `V`.
pub trait StructuredCotangent<V: Number>:
    MatrixAccumulator<Real = V::Real> + MatrixContribution<Entry = V> + Clone + Debug + PartialEq + 'static
{
}
impl<V: Number, M> StructuredCotangent<V> for M where
    M: MatrixAccumulator<Real = V::Real> + MatrixContribution<Entry = V> + Clone + Debug + PartialEq + 'static
{
}

/// A sparse matrix as its stored entries, whatever it is that stores them.
pub trait StoredEntries {
    /// The numbers stored.
    type Entry: Number;

    /// The numbers of rows and columns.
    fn shape(&self) -> (usize, usize);

    /// Whether a slice is a row, and not a column.
    fn by_rows(&self) -> bool;

    /// The stored entries of slice `k`, by increasing index within the slice.
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, Self::Entry)>;

    /// The positions, to be shared if they already are.
    fn pattern(&self) -> Arc<Pattern>;

    /// Whether these are its positions, in its order.
    fn has_pattern(&self, pattern: &Pattern) -> bool {
        let is_slice = |k| {
            let mut own = pattern.slice(k).iter();
            self.slice(k).all(|(l, _)| own.next() == Some(&l)) && own.next().is_none()
        };
        (self.shape(), self.by_rows()) == ((pattern.rows(), pattern.cols()), pattern.by_rows())
            && (0..self.slices()).all(is_slice)
    }

    /// The number of slices.
    fn slices(&self) -> usize {
        let (rows, cols) = self.shape();
        if self.by_rows() { rows } else { cols }
    }

    /// Every stored entry as `(i, j, value)`, in the order of storage.
    fn stored(&self) -> impl Iterator<Item = (usize, usize, Self::Entry)> {
        let by_rows = self.by_rows();
        (0..self.slices())
            .flat_map(move |k| self.slice(k).map(move |(l, value)| if by_rows { (k, l, value) } else { (l, k, value) }))
    }
}

/// An accumulator that transposes what it is given.
pub(crate) struct Transposed<'a, M>(pub(crate) &'a mut M);

impl<M: MatrixAccumulator> MatrixAccumulator for Transposed<'_, M> {
    type Real = M::Real;
    fn add_entry<C: Number<Real = M::Real>>(&mut self, i: usize, j: usize, c: C) {
        self.0.add_entry(j, i, c);
    }
    fn add_fill<C: Number<Real = M::Real>>(&mut self, c: C) {
        self.0.add_fill(c);
    }
    fn add_outer<U, V>(&mut self, u: impl Fn(usize) -> U, v: impl Fn(usize) -> V)
    where
        U: Number<Real = M::Real>,
        V: Number<Real = M::Real>,
    {
        self.0.add_outer(v, u);
    }
    fn add_diagonal<C: Number<Real = M::Real>>(&mut self, d: impl Fn(usize) -> C) {
        self.0.add_diagonal(d);
    }
    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = M::Real>,
    {
        self.0.add_sparse(&Flipped(entries));
    }
    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = M::Real>,
        F::Entry: Number<Real = M::Real>,
    {
        self.0.add_product(&Flipped(right), &Flipped(left));
    }
    fn add_dense<C: Number<Real = M::Real>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        self.0.add_dense(|i, j| entry(j, i));
    }
}

/// An accumulator that multiplies what it is given.
pub(crate) struct Scaled<'a, M, F>(pub(crate) &'a mut M, pub(crate) F);

impl<M: MatrixAccumulator, F: Number<Real = M::Real>> MatrixAccumulator for Scaled<'_, M, F> {
    type Real = M::Real;
    fn add_entry<C: Number<Real = M::Real>>(&mut self, i: usize, j: usize, c: C) {
        self.0.add_entry(i, j, product(c, self.1));
    }
    fn add_fill<C: Number<Real = M::Real>>(&mut self, c: C) {
        self.0.add_fill(product(c, self.1));
    }
    fn add_outer<U, V>(&mut self, u: impl Fn(usize) -> U, v: impl Fn(usize) -> V)
    where
        U: Number<Real = M::Real>,
        V: Number<Real = M::Real>,
    {
        let factor = self.1;
        self.0.add_outer(|i| product(u(i), factor), v);
    }
    fn add_diagonal<C: Number<Real = M::Real>>(&mut self, d: impl Fn(usize) -> C) {
        let factor = self.1;
        self.0.add_diagonal(|i| product(d(i), factor));
    }
    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = M::Real>,
    {
        let factor = self.1;
        self.0.add_sparse(&Mapped(entries, |value| product(value, factor)));
    }
    fn add_product<E: StoredEntries, G: StoredEntries>(&mut self, left: &E, right: &G)
    where
        E::Entry: Number<Real = M::Real>,
        G::Entry: Number<Real = M::Real>,
    {
        let factor = self.1;
        self.0.add_product(&Mapped(left, |value| product(value, factor)), right);
    }
    fn add_dense<C: Number<Real = M::Real>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        let factor = self.1;
        self.0.add_dense(|i, j| product(entry(i, j), factor));
    }
}

impl<M: VectorAccumulator, F: Number<Real = M::Real>> VectorAccumulator for Scaled<'_, M, F> {
    type Real = M::Real;
    fn add_entry<C: Number<Real = M::Real>>(&mut self, i: usize, c: C) {
        self.0.add_entry(i, product(c, self.1));
    }
    fn add_fill<C: Number<Real = M::Real>>(&mut self, c: C) {
        self.0.add_fill(product(c, self.1));
    }
    fn add_sparse<C: Number<Real = M::Real>>(&mut self, entries: impl Iterator<Item = (usize, C)>) {
        let factor = self.1;
        self.0.add_sparse(entries.map(|(i, c)| (i, product(c, factor))));
    }
    fn add_dense<C: Number<Real = M::Real>>(&mut self, entry: impl Fn(usize) -> C) {
        let factor = self.1;
        self.0.add_dense(|i| product(entry(i), factor));
    }
}

/// A sparse matrix read as its transposed: rows for columns, no copy of the values.
pub(crate) struct Flipped<'a, E>(pub(crate) &'a E);

impl<E: StoredEntries> StoredEntries for Flipped<'_, E> {
    type Entry = E::Entry;
    fn shape(&self) -> (usize, usize) {
        let (rows, cols) = self.0.shape();
        (cols, rows)
    }
    fn by_rows(&self) -> bool {
        !self.0.by_rows()
    }
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, Self::Entry)> {
        self.0.slice(k)
    }
    fn pattern(&self) -> Arc<Pattern> {
        Arc::new(self.0.pattern().transposed())
    }
}

/// A sparse matrix read through a function of its values.
struct Mapped<'a, E, F>(&'a E, F);

impl<E: StoredEntries, F: Fn(E::Entry) -> W, W: Number> StoredEntries for Mapped<'_, E, F> {
    type Entry = W;
    fn shape(&self) -> (usize, usize) {
        self.0.shape()
    }
    fn by_rows(&self) -> bool {
        self.0.by_rows()
    }
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, W)> {
        self.0.slice(k).map(|(l, value)| (l, (self.1)(value)))
    }
    fn pattern(&self) -> Arc<Pattern> {
        self.0.pattern()
    }
    fn has_pattern(&self, pattern: &Pattern) -> bool {
        self.0.has_pattern(pattern)
    }
}
