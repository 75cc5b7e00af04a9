//! How contributions become terms.

use super::{MatrixAccumulator, MatrixContribution, MatrixCotangent, OuterProduct, SparseTerm, StoredEntries};
use crate::cotangent::ScalarCotangent;
use crate::cotangent::product::{is_real_line, product};
use crate::number::Number;
use crate::pattern::check_position;

impl<V: Number> MatrixCotangent<V> {
    /// Collapses what takes more room than a dense matrix into one.
    fn bound_room(&mut self) {
        let dense = self.rows.saturating_mul(self.cols);
        let room = self.outer.len().saturating_mul(self.rows + self.cols)
            + self.sparse.iter().map(|term| term.values.len()).sum::<usize>()
            + self.entries.len();
        if room <= dense {
            return;
        }
        let cols = self.cols;
        let mut sums = self.dense.take().unwrap_or_else(|| vec![V::zero(); dense]);
        for OuterProduct { column, row } in self.outer.drain(..) {
            for (i, &u) in column.iter().enumerate() {
                for (sum, &v) in sums[i * cols..].iter_mut().zip(&row) {
                    sum.accumulate(product(u, v));
                }
            }
        }
        for term in self.sparse.drain(..) {
            for (i, j, value) in term.stored() {
                sums[i * cols + j].accumulate(value);
            }
        }
        for ((i, j), value) in std::mem::take(&mut self.entries) {
            sums[i * cols + j].accumulate(value);
        }
        self.dense = Some(sums);
    }

    fn push_outer(
        &mut self,
        u: impl Fn(usize) -> ScalarCotangent<V::Real>,
        v: impl Fn(usize) -> ScalarCotangent<V::Real>,
    ) {
        let (rows, cols) = (self.rows, self.cols);
        let (column, row) = (self.vector(rows, u), self.vector(cols, v));
        self.outer.push(OuterProduct { column, row });
    }

    fn vector(&mut self, n: usize, f: impl Fn(usize) -> ScalarCotangent<V::Real>) -> Vec<V> {
        let mut vector = self.spare.vectors.pop().unwrap_or_default();
        vector.clear();
        vector.extend((0..n).map(|i| V::from_scalar(f(i))));
        vector
    }

    fn check_shape(&self, (rows, cols): (usize, usize)) {
        assert_eq!((self.rows, self.cols), (rows, cols), "a contribution has another shape than the cotangent");
    }
}

impl<V: Number> MatrixAccumulator for MatrixCotangent<V> {
    type Real = V::Real;

    fn add_entry<C: Number<Real = V::Real>>(&mut self, i: usize, j: usize, c: C) {
        check_position(i, j, self.rows, self.cols);
        match &mut self.dense {
            Some(dense) => dense[i * self.cols + j].accumulate(c),
            None => {
                self.entries.entry((i, j)).or_insert_with(V::zero).accumulate(c);
                self.bound_room();
            }
        }
    }

    fn add_fill<C: Number<Real = V::Real>>(&mut self, c: C) {
        self.fill.accumulate(c);
    }

    fn add_outer<A, B>(&mut self, u: impl Fn(usize) -> A, v: impl Fn(usize) -> B)
    where
        A: Number<Real = V::Real>,
        B: Number<Real = V::Real>,
    {
        let (u, v) = (|i| u(i).to_scalar(), |j| v(j).to_scalar());
        self.push_outer(u, v);
        // Re(u v) = Re u Re v - Im u Im v
        let both_complex = || (0..self.rows).any(|i| !u(i).is_real()) && (0..self.cols).any(|j| !v(j).is_real());
        if is_real_line::<V>() && both_complex() {
            self.push_outer(|i| ScalarCotangent::from(-u(i).im()), |j| ScalarCotangent::from(v(j).im()));
        }
        self.bound_room();
    }

    fn add_diagonal<C: Number<Real = V::Real>>(&mut self, d: impl Fn(usize) -> C) {
        let n = self.rows.min(self.cols);
        let diagonal = self.diagonal.get_or_insert_with(|| vec![V::zero(); n]);
        for (i, entry) in diagonal.iter_mut().enumerate() {
            entry.accumulate(d(i));
        }
    }

    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = V::Real>,
    {
        self.check_shape(entries.shape());
        if let Some(term) = self.sparse.iter_mut().find(|term| entries.has_pattern(&term.pattern)) {
            for (value, (_, _, c)) in term.values.iter_mut().zip(entries.stored()) {
                value.accumulate(c);
            }
            return;
        }
        let spare = self.spare.sparse.iter().position(|term| entries.has_pattern(&term.pattern));
        let term = match spare.map(|at| self.spare.sparse.swap_remove(at)) {
            Some(mut term) => {
                term.set(entries);
                term
            }
            None => SparseTerm::copy_of(entries),
        };
        self.sparse.push(term);
        self.bound_room();
    }

    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = V::Real>,
        F::Entry: Number<Real = V::Real>,
    {
        // The factors keep their imaginary parts: the product of two may be real.
        let left = SparseTerm::<ScalarCotangent<V::Real>>::sorted_copy_of(left, true);
        let right = SparseTerm::<ScalarCotangent<V::Real>>::sorted_copy_of(right, true);
        self.add_sparse(&SparseTerm::product_of(&left, &right));
    }

    fn add_dense<C: Number<Real = V::Real>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        let (rows, cols) = (self.rows, self.cols);
        let dense = self.dense.get_or_insert_with(|| vec![V::zero(); rows * cols]);
        for i in 0..rows {
            for j in 0..cols {
                dense[i * cols + j].accumulate(entry(i, j));
            }
        }
    }
}

impl<V: Number> MatrixContribution for MatrixCotangent<V> {
    type Entry = V;

    fn entry(&self, i: usize, j: usize) -> V {
        check_position(i, j, self.rows, self.cols);
        let mut sum = self.fill;
        for OuterProduct { column, row } in &self.outer {
            sum.accumulate(product(column[i], row[j]));
        }
        if let (true, Some(diagonal)) = (i == j, &self.diagonal) {
            sum.accumulate(diagonal[i]);
        }
        for value in self.sparse.iter().filter_map(|term| term.get(i, j)) {
            sum.accumulate(value);
        }
        if let Some(&value) = self.entries.get(&(i, j)) {
            sum.accumulate(value);
        }
        if let Some(dense) = &self.dense {
            sum.accumulate(dense[i * self.cols + j]);
        }
        sum
    }

    fn add_to<M: MatrixAccumulator<Real = V::Real>>(&self, into: &mut M) {
        if self.fill != V::zero() {
            into.add_fill(self.fill);
        }
        for OuterProduct { column, row } in &self.outer {
            into.add_outer(|i| column[i], |j| row[j]);
        }
        if let Some(diagonal) = &self.diagonal {
            into.add_diagonal(|i| diagonal[i]);
        }
        for term in &self.sparse {
            into.add_sparse(term);
        }
        for (&(i, j), &value) in &self.entries {
            into.add_entry(i, j, value);
        }
        if let Some(dense) = &self.dense {
            into.add_dense(|i, j| dense[i * self.cols + j]);
        }
    }
}
