//! Sparse Cholesky factors whose entries can be read, and the entries of the inverse that stand in their pattern.

use super::algebra::check_square;
use super::dense::{RealOf, real};
use super::right_side::SparseField;
use super::storage::hermitian;
use super::systems::NotPositiveDefinite;
use crate::rules::matrix::Structured;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::linalg::SupernodalThreshold;
use faer::sparse::linalg::cholesky::{
    CholeskySymbolicParams, LltRef, SymbolicCholesky, SymbolicCholeskyRaw, SymmetricOrdering,
    factorize_symbolic_cholesky,
};
use faer::{Mat, Par, Side};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// `P A Pᵀ = L Lᴴ`, column by column.
pub(super) struct Simplicial<T> {
    symbolic: SymbolicCholesky<usize>,
    values: Vec<T>,
}

impl<T: SparseField> Simplicial<T> {
    #[track_caller]
    pub(super) fn new<A: Structured<Entry = T> + ?Sized>(operation: &str, a: &A) -> Result<Self, NotPositiveDefinite> {
        check_square(operation, a.shape());
        let a = hermitian(a);
        let simplicial = CholeskySymbolicParams {
            supernodal_flop_ratio_threshold: SupernodalThreshold::FORCE_SIMPLICIAL,
            ..Default::default()
        };
        let symbolic = factorize_symbolic_cholesky(a.symbolic(), Side::Lower, SymmetricOrdering::Amd, simplicial)
            .expect("the factors of a matrix fit memory");
        let mut values = vec![T::neutral_of_sums(); symbolic.len_val()];
        let scratch = symbolic.factorize_numeric_llt_scratch::<T>(Par::Seq, Default::default());
        symbolic
            .factorize_numeric_llt(
                &mut values,
                a.as_ref(),
                Side::Lower,
                Default::default(),
                Par::Seq,
                MemStack::new(&mut MemBuffer::new(scratch)),
                Default::default(),
            )
            .map_err(|_| NotPositiveDefinite)?;
        Ok(Simplicial { symbolic, values })
    }

    /// Where the columns of `L` begin, and the rows of its entries, the diagonal first.
    fn pattern(&self) -> (&[usize], &[usize]) {
        match self.symbolic.raw() {
            SymbolicCholeskyRaw::Simplicial(pattern) => (pattern.col_ptr(), pattern.row_idx()),
            SymbolicCholeskyRaw::Supernodal(_) => unreachable!("simplicial factors were asked for"),
        }
    }

    pub(super) fn log_determinant(&self) -> RealOf<T> {
        let (offsets, _) = self.pattern();
        let ln = |&offset: &usize| num_traits::Float::ln(real(self.values[offset]));
        offsets[..offsets.len() - 1].iter().map(|offset| ln(offset) + ln(offset)).sum()
    }

    pub(super) fn inverse(&self) -> Inverse<'_, T> {
        let n = self.symbolic.nrows();
        let position = match self.symbolic.perm() {
            Some(order) => order.arrays().1.to_vec(),
            None => (0..n).collect(),
        };
        Inverse { factors: self, position, selected: self.selected_inverse(), columns: RefCell::default() }
    }

    /// The entries of `(L Lᴴ)⁻¹` in the pattern of `L`, from the last column to the first.
    ///
    /// Takahashi, Fagan and Chen, 1973: with `L = U diag(l)` and a unit triangular `U`, the inverse `Z` has
    /// `z_ji = [i = j] / l_j² - sum_k conj(u_kj) z_ki` over the entries `k` below the diagonal of column `j`; all `z_ki` with
    /// `k` and `i` in column `j` stand in the pattern.
    fn selected_inverse(&self) -> Vec<T> {
        let (offsets, rows) = self.pattern();
        let mut inverse = vec![T::neutral_of_sums(); self.values.len()];
        for j in (0..offsets.len() - 1).rev() {
            let (start, end) = (offsets[j], offsets[j + 1]);
            let diagonal = self.values[start];
            let below = &rows[start + 1..end];
            let u: Vec<T> = self.values[start + 1..end].iter().map(|&l| l / diagonal).collect();
            for (at, &i) in below.iter().enumerate() {
                let mut sum = T::neutral_of_sums();
                for (&k, &u) in below.iter().zip(&u) {
                    // Entry `(k, i)`, which is stored below the diagonal.
                    let z = if k >= i { inverse[self.find(k, i)] } else { inverse[self.find(i, k)].conjugate() };
                    sum += u.conjugate() * z;
                }
                // `z_ij` is the conjugate of `z_ji`.
                inverse[start + 1 + at] = -sum.conjugate();
            }
            let mut sum = T::neutral_of_products() / (diagonal * diagonal.conjugate());
            for (at, &u) in u.iter().enumerate() {
                sum -= u.conjugate() * inverse[start + 1 + at];
            }
            inverse[start] = sum;
        }
        inverse
    }

    /// The place of entry `(i, j)`, `i >= j`, which is in the pattern.
    fn find(&self, i: usize, j: usize) -> usize {
        self.stored(i, j).expect("the pattern of a factor is closed under elimination")
    }

    fn stored(&self, i: usize, j: usize) -> Option<usize> {
        let (offsets, rows) = self.pattern();
        rows[offsets[j]..offsets[j + 1]].binary_search(&i).ok().map(|at| offsets[j] + at)
    }
}

/// The inverse of a factored matrix, entry by entry.
pub(super) struct Inverse<'a, T> {
    factors: &'a Simplicial<T>,
    /// Of each row and column, where it stands in the factors.
    position: Vec<usize>,
    selected: Vec<T>,
    /// Columns that were solved for.
    columns: RefCell<BTreeMap<usize, Vec<T>>>,
}

impl<T: SparseField> Inverse<'_, T> {
    /// Entry `(i, j)`: one that is known, or one of a column that is solved for.
    pub(super) fn entry(&self, i: usize, j: usize) -> T {
        let (p, q) = (self.position[i], self.position[j]);
        let stored = self.factors.stored(p.max(q), p.min(q)).map(|at| self.selected[at]);
        match stored {
            Some(value) if p >= q => value,
            Some(value) => value.conjugate(),
            None => self.columns.borrow_mut().entry(j).or_insert_with(|| self.column(j))[i],
        }
    }

    fn column(&self, j: usize) -> Vec<T> {
        let Simplicial { symbolic, values } = self.factors;
        let n = symbolic.nrows();
        let unit = |i| if i == j { T::neutral_of_products() } else { T::neutral_of_sums() };
        let mut column = Mat::from_fn(n, 1, |i, _| unit(i));
        let scratch = symbolic.solve_in_place_scratch::<T>(1, Par::Seq);
        LltRef::new(symbolic, values).solve_in_place_with_conj(
            faer::Conj::No,
            column.as_mut(),
            Par::Seq,
            MemStack::new(&mut MemBuffer::new(scratch)),
        );
        column.col(0).iter().copied().collect()
    }
}
