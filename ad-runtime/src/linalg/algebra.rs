//! Small things that several rules need, of matrices of faer.

use super::dense::{Entry, Field, RealOf};
use crate::rules::Operand;
use faer::{Mat, MatRef};

/// `aᴴ`
pub(super) fn adjoint<T: Field>(a: MatRef<'_, T>) -> Mat<T> {
    Mat::from_fn(a.ncols(), a.nrows(), |i, j| a[(j, i)].conjugate())
}

/// `(a + aᴴ) / 2`
pub(super) fn hermitian_part<T: Field>(a: MatRef<'_, T>) -> Mat<T> {
    let half = half::<T>();
    Mat::from_fn(a.nrows(), a.nrows(), |i, j| (a[(i, j)] + a[(j, i)].conjugate()) * half)
}

/// `a` with its columns multiplied by real numbers.
pub(super) fn scale_columns<T: Field>(a: MatRef<'_, T>, factors: &[RealOf<T>]) -> Mat<T> {
    Mat::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)] * T::of_real(factors[j]))
}

/// `a` times a number.
pub(super) fn scaled<T: Field>(a: MatRef<'_, T>, factor: T) -> Mat<T> {
    Mat::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)] * factor)
}

/// One half.
pub(super) fn half<T: Entry>() -> T {
    let one = RealOf::<T>::neutral_of_products();
    T::of_real(one / (one + one))
}

/// Checks that a matrix is square.
#[track_caller]
pub(super) fn check_square(operation: &str, (rows, cols): (usize, usize)) {
    assert_eq!(rows, cols, "{operation} needs a square matrix, and this one is {rows} x {cols}");
}

/// Checks that two matrices have the same number of rows.
#[track_caller]
pub(super) fn check_length(operation: &str, rows: usize, length: usize) {
    assert_eq!(rows, length, "{operation} needs a right side of length {rows}, and this one has length {length}");
}

#[track_caller]
pub(super) fn check_rows<T>(operation: &str, a: &Mat<T>, b: &Mat<T>) {
    let (rows, others) = (a.nrows(), b.nrows());
    assert_eq!(rows, others, "{operation} needs as many rows on both sides, and there are {rows} and {others}");
}
