//! Sparse and diagonal matrices as faer stores them.

use super::right_side::SparseField;
use crate::rules::ProductWith;
use crate::rules::matrix::Structured;
use faer::sparse::{SparseColMat, Triplet};

type Entries<T> = Vec<Triplet<usize, usize, T>>;

/// The matrix as it is.
pub(super) fn general<T: SparseField, A: Structured<Entry = T> + ?Sized>(a: &A) -> SparseColMat<usize, T> {
    of_entries(a, |entries, i, j, value| entries.push(Triplet::new(i, j, value)))
}

/// `(A + Aᴴ) / 2`
pub(super) fn hermitian<T: SparseField, A: Structured<Entry = T> + ?Sized>(a: &A) -> SparseColMat<usize, T> {
    let half = super::algebra::half::<T>();
    of_entries(a, |entries, i, j, value| {
        let value: T = ProductWith::product_with(value, half);
        entries.push(Triplet::new(i, j, value));
        entries.push(Triplet::new(j, i, value.conjugate()));
    })
}

/// The sum of what comes of each stored entry.
fn of_entries<T: SparseField, A: Structured<Entry = T> + ?Sized>(
    a: &A,
    mut add: impl FnMut(&mut Entries<T>, usize, usize, T),
) -> SparseColMat<usize, T> {
    let (rows, cols) = a.shape();
    let mut entries = Vec::new();
    a.for_each_stored(|i, j, value| add(&mut entries, i, j, value));
    SparseColMat::try_new_from_triplets(rows, cols, &entries)
        .expect("the entries of a matrix are inside, and fit memory")
}
