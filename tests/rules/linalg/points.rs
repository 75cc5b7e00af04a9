//! Matrices at which the functions are checked: of moderate size, far from where they have no derivative.

use ndarray::{Array1, Array2};
use num_complex::{Complex64, c64};
use num_traits::Num;
use sprs::{CsMat, TriMat};

/// Real or complex numbers, by position.
pub(crate) trait Entry: Copy + 'static {
    /// The number that stands for a complex one.
    fn of(z: Complex64) -> Self;
}
impl Entry for f64 {
    fn of(z: Complex64) -> f64 {
        z.re
    }
}
impl Entry for Complex64 {
    fn of(z: Complex64) -> Complex64 {
        z
    }
}

fn number(i: usize, j: usize) -> Complex64 {
    let (i, j) = (i as f64, j as f64);
    c64((1.0 + 2.3 * i - 1.7 * j + 0.4 * i * j).sin(), (0.3 + 1.1 * i + 0.9 * j - 0.3 * i * j).cos())
}

/// A matrix without structure.
pub(crate) fn general<T: Entry>(rows: usize, cols: usize) -> Array2<T> {
    Array2::from_shape_fn((rows, cols), |(i, j)| T::of(number(i, j) + if i == j { 1.5 } else { 0.0 }))
}

/// Another one.
pub(crate) fn other<T: Entry>(rows: usize, cols: usize) -> Array2<T> {
    Array2::from_shape_fn((rows, cols), |(i, j)| T::of(number(j + 2, i + 1)))
}

/// A vector.
pub(crate) fn vector<T: Entry>(n: usize) -> Array1<T> {
    Array1::from_shape_fn(n, |i| T::of(number(i, 3)))
}

/// A matrix whose Hermitian part is positive definite, and which is not Hermitian itself.
pub(crate) fn definite<T: Entry>(n: usize) -> Array2<T> {
    Array2::from_shape_fn((n, n), |(i, j)| T::of(number(i, j) * 0.4 + if i == j { 2.5 + 0.6 * i as f64 } else { 0.0 }))
}

/// The entries of a matrix of which about every third is stored, the diagonal and a stored zero among them.
pub(crate) fn sparse<T: Entry + Num>(n: usize) -> CsMat<T> {
    let mut triplets = TriMat::new((n, n));
    for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|(i, j)| i == j || (i + 2 * j) % 3 == 0) {
        triplets.add_triplet(i, j, if (i, j) == (1, 4) { T::zero() } else { T::of(number(i, j)) });
    }
    for i in 0..n {
        triplets.add_triplet(i, i, T::of((3.0 + 0.5 * i as f64).into()));
    }
    triplets.to_csr()
}
