use super::points::{definite, general};
use ad_runtime::linalg::*;
use ad_runtime::prelude::*;
use ad_runtime::testing::check;
use ndarray::Array2;
use num_complex::Complex64;

over_both_fields! {
    values<T> {
        singular_values(&general::<T>(3, 3));
        singular_values(&general::<T>(4, 2));
        singular_values(&general::<T>(2, 4));
    }
    norms<T> {
        nuclear_norm(&general::<T>(3, 2));
        spectral_norm(&general::<T>(2, 3));
    }
    functions<T> {
        symmetric_sqrt(&definite::<T>(3));
        symmetric_ln(&definite::<T>(3));
        symmetric_exp(&definite::<T>(3));
    }
}

#[test]
fn real_vectors() {
    check!(symmetric_eigen(&definite::<f64>(4)));
    check!(svd(&general::<f64>(3, 3)));
    check!(svd(&general::<f64>(4, 2)));
    check!(svd(&general::<f64>(2, 4)));
}

/// The sine, put together of eigenvectors, whose phase is free.
#[differentiable]
fn sine(a: &Array2<Complex64>) -> Array2<Complex64> {
    let (values, vectors) = symmetric_eigen(a);
    let mut scaled = vectors.clone();
    let mut adjoint = vectors.clone();
    for i in 0..a.nrows() {
        for j in 0..a.nrows() {
            scaled[(i, j)] = vectors[(i, j)] * values[j].sin();
            adjoint[(j, i)] = vectors[(i, j)].conj();
        }
    }
    scaled.dot(&adjoint)
}

/// The polar factor and the squares of the singular values, put together of singular vectors, whose phase is free.
#[differentiable]
fn of_singular_vectors(a: &Array2<Complex64>) -> Array2<Complex64> {
    let (u, s, v) = svd(a);
    let mut scaled = u.clone();
    let mut adjoint = Array2::<Complex64>::zeros((v.ncols(), v.nrows()));
    for j in 0..s.len() {
        for i in 0..u.nrows() {
            scaled[(i, j)] = u[(i, j)] * (1.0 + s[j] * s[j]);
        }
        for i in 0..v.nrows() {
            adjoint[(j, i)] = v[(i, j)].conj();
        }
    }
    scaled.dot(&adjoint)
}

#[test]
fn complex_vectors() {
    check!(sine(&definite::<Complex64>(3)));
    check!(of_singular_vectors(&general::<Complex64>(3, 3)));
    check!(of_singular_vectors(&general::<Complex64>(4, 2)));
    check!(of_singular_vectors(&general::<Complex64>(2, 4)));
}

#[test]
fn factors_make_the_matrix() {
    let a = general::<Complex64>(4, 2);
    let (u, s, v) = svd(&a);
    let again = (&u * &s.mapv(Complex64::from)).dot(&v.t().mapv(|x| x.conj()));
    assert!((&again - &a).iter().all(|x| x.norm() < 1e-14));
}
