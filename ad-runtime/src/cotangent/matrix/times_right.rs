use super::{MatrixAccumulator, SparseTerm, StoredEntries};
use crate::cotangent::ScalarCotangent;
use crate::cotangent::product::{one, product};
use crate::number::{Number, Real};

/// An accumulator that multiplies what it is given, from the right, with a sparse matrix: `X` arrives, `X F` is added.
///
/// Every form stays as cheap as it was: a fill and an outer product become an outer product, a sparse or diagonal
/// matrix a sparse product, evaluated where the receiver stores entries. A dense matrix stays dense, for a receiver
/// that keeps every entry.
pub(crate) struct TimesRight<'a, M: MatrixAccumulator> {
    into: &'a mut M,
    // The rows of the result.
    rows: usize,
    by_rows: SparseTerm<ScalarCotangent<M::Real>>,
    by_cols: SparseTerm<ScalarCotangent<M::Real>>,
}

impl<'a, M: MatrixAccumulator> TimesRight<'a, M> {
    pub(crate) fn new<E>(into: &'a mut M, rows: usize, factor: &E) -> Self
    where
        E: StoredEntries<Entry: Number<Real = M::Real>>,
    {
        TimesRight {
            into,
            rows,
            by_rows: SparseTerm::sorted_copy_of(factor, true),
            by_cols: SparseTerm::sorted_copy_of(factor, false),
        }
    }

    /// `vᵀ F`
    fn row_times<C: Number<Real = M::Real>>(&self, v: impl Fn(usize) -> C) -> Vec<ScalarCotangent<M::Real>> {
        (0..self.by_cols.slices()).map(|j| column_sum(&self.by_cols, j, &v)).collect()
    }
}

/// `sum_k v(k) f_kj`
fn column_sum<T: Real, C: Number<Real = T>>(
    by_cols: &SparseTerm<ScalarCotangent<T>>,
    j: usize,
    v: impl Fn(usize) -> C,
) -> ScalarCotangent<T> {
    let mut sum = ScalarCotangent::zero();
    for (k, f) in by_cols.slice(j) {
        sum.accumulate(product(v(k), f));
    }
    sum
}

impl<M: MatrixAccumulator> MatrixAccumulator for TimesRight<'_, M> {
    type Real = M::Real;

    fn add_entry<C: Number<Real = M::Real>>(&mut self, i: usize, k: usize, c: C) {
        for (j, f) in self.by_rows.slice(k) {
            self.into.add_entry(i, j, product(c, f));
        }
    }

    fn add_fill<C: Number<Real = M::Real>>(&mut self, c: C) {
        let row = self.row_times(|_| c);
        self.into.add_outer(|_| one::<M::Real>(), |j| row[j]);
    }

    fn add_outer<U, V>(&mut self, u: impl Fn(usize) -> U, v: impl Fn(usize) -> V)
    where
        U: Number<Real = M::Real>,
        V: Number<Real = M::Real>,
    {
        let row = self.row_times(v);
        self.into.add_outer(u, |j| row[j]);
    }

    fn add_diagonal<C: Number<Real = M::Real>>(&mut self, d: impl Fn(usize) -> C) {
        let shape @ (rows, cols) = (self.rows, self.by_rows.slices());
        let values = (0..rows.min(cols)).map(|i| d(i).to_scalar()).collect();
        let diagonal = SparseTerm::rectangular_diagonal(shape, values);
        self.into.add_product(&diagonal, &self.by_rows);
    }

    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = M::Real>,
    {
        self.into.add_product(entries, &self.by_rows);
    }

    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = M::Real>,
        F::Entry: Number<Real = M::Real>,
    {
        let right = SparseTerm::sorted_copy_of(right, true);
        self.into.add_product(left, &SparseTerm::product_of(&right, &self.by_rows));
    }

    fn add_dense<C: Number<Real = M::Real>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        let by_cols = &self.by_cols;
        self.into.add_dense(|i, j| column_sum(by_cols, j, |k| entry(i, k)));
    }
}
