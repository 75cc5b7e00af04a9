//! Sparse and diagonal matrices.

use ad_runtime::prelude::*;
use num_complex::{Complex64, c64};
use sprs::CsMat;

/// `[[0.3, 0], [-1.2, 0.7]]`
fn a() -> CsMat<f64> {
    CsMat::new((2, 2), vec![0, 1, 3], vec![0, 0, 1], vec![0.3, -1.2, 0.7])
}

/// Another pattern, by columns: `[[0.4, 0.9], [0, 0]]`.
fn b() -> CsMat<f64> {
    CsMat::new_csc((2, 2), vec![0, 1, 2], vec![0, 0], vec![0.4, 0.9])
}

/// The pattern of `a`, complex.
fn c() -> CsMat<Complex64> {
    CsMat::new((2, 2), vec![0, 1, 3], vec![0, 0, 1], vec![c64(0.3, 0.1), c64(-1.2, 0.5), c64(0.7, -0.8)])
}

fn d() -> Diagonal<f64> {
    Diagonal::new(vec![0.5, -1.5])
}

rules! {
    total(a: &CsMat<f64>) -> f64 { a.sum() } at (&a()) at (&b()) at (&CsMat::zero((2, 2)));
    entry(a: &CsMat<f64>, i: usize, j: usize) -> f64 { a.entry(i, j) } at (&a(), 1, 0) at (&a(), 0, 1);
    norm(a: &CsMat<f64>) -> f64 { a.norm() } at (&a()) at (&b());
    times_vector(a: &CsMat<f64>, x: &[f64]) -> Vec<f64> { a.times(x) } at (&a(), &[0.6, 0.2]) at (&b(), &[0.6, 0.2]);
    complex_times_vector(a: &CsMat<Complex64>, x: &[Complex64]) -> Vec<Complex64> { a.times(x) }
        at (&c(), &[c64(0.6, 0.2), c64(-0.1, 0.4)]);
    inner(a: &CsMat<f64>, b: &CsMat<f64>) -> f64 { dot(a, b) } at (&a(), &b());
    sum(a: &CsMat<f64>, b: &CsMat<f64>) -> CsMat<f64> { a + b } at (&a(), &b());
    product(a: &CsMat<f64>, b: &CsMat<f64>) -> CsMat<f64> { a * b } at (&a(), &b());
    by_a_diagonal(d: &Diagonal<f64>, a: &CsMat<f64>) -> CsMat<f64> { d * a } at (&d(), &a());
    row_sums(a: &CsMat<f64>) -> Vec<f64> { a.row_sums() } at (&a()) at (&b());
    column_sums(a: &CsMat<Complex64>) -> Vec<Complex64> { a.column_sums() } at (&c());
    hadamard(a: &CsMat<f64>, b: &CsMat<f64>) -> CsMat<f64> { a.hadamard(b) } at (&a(), &b()) at (&b(), &a());
    complex_hadamard(a: &CsMat<Complex64>, b: &CsMat<Complex64>) -> CsMat<Complex64> { a.hadamard(&b.transpose_view()) }
        at (&c(), &c());
    mapped(a: &CsMat<f64>, t: f64) -> CsMat<f64> { a.map_entries(|x| (x * t).tanh()) } at (&a(), 0.8) at (&b(), 0.8);
    complex_mapped(a: &CsMat<Complex64>, t: f64) -> CsMat<Complex64> { a.map_entries(|z| (z * t).sin() * z) } at (&c(), 0.8);
    by_columns(a: &CsMat<f64>) -> CsMat<f64> { &a.to_csc() * &a.to_csr() } at (&a()) at (&b());
    other_storage(a: &CsMat<Complex64>) -> CsMat<Complex64> { a.to_other_storage() } at (&c());
    transposed_view(a: &CsMat<f64>) -> CsMat<f64> { &a.transpose_view() * a } at (&a()) at (&b());
    of_triplets(v: &[f64]) -> CsMat<f64> { sparse_from_triplets(2, 2, &[0, 1], &[1, 0], v) } at (&[0.5, -1.5]);
}
