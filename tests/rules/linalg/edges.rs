//! Singular matrices, equal eigenvalues, empty matrices, and what does not fit.

use ad_runtime::linalg::{self, NotPositiveDefinite};
use ad_runtime::prelude::*;
use ndarray::{Array1, Array2, array};

#[differentiable]
fn determinant(a: &Array2<f64>) -> f64 {
    linalg::determinant(a)
}

#[test]
fn a_singular_matrix_has_cofactors() {
    let gradient = determinant::gradient(&array![[1.0, 2.0], [2.0, 4.0]]);
    assert!((&gradient - &array![[4.0, -2.0], [-2.0, 1.0]]).iter().all(|x| x.abs() < 1e-14), "{gradient}");
    assert_eq!(determinant::gradient(&Array2::zeros((2, 2))), Array2::<f64>::zeros((2, 2)));
}

#[differentiable]
fn log_determinant(a: &Array2<f64>) -> f64 {
    linalg::log_determinant(a)
}

#[test]
fn log_determinant_does_not_overflow() {
    let a = Array2::from_diag(&Array1::from_elem(400, -1e10));
    assert_eq!(determinant(&a), f64::INFINITY);
    assert!((log_determinant(&a) / (400.0 * 1e10_f64.ln()) - 1.0).abs() < 1e-14);
    assert!((log_determinant::gradient(&a)[(7, 7)] * -1e10 - 1.0).abs() < 1e-15);
    assert_eq!(log_determinant(&Array2::zeros((2, 2))), f64::NEG_INFINITY);
    assert_eq!((log_determinant(&Array2::zeros((0, 0))), determinant(&Array2::zeros((0, 0)))), (0.0, 1.0));
}

#[differentiable]
fn checked(a: &Array2<f64>, b: &Array1<f64>) -> Result<f64, NotPositiveDefinite> {
    let x = linalg::solve_positive_definite(a, b)?;
    Ok(b.dot(&x) + linalg::log_determinant_positive_definite(a)?)
}

#[test]
fn what_is_not_definite_is_an_error() {
    let b = array![1.0, 0.0];
    assert_eq!(checked::gradient(&array![[0.0, 1.0], [1.0, 0.0]], &b), Err(NotPositiveDefinite));
    assert_eq!(checked::gradient(&array![[f64::NAN, 1.0], [1.0, 1.0]], &b), Err(NotPositiveDefinite));
    let (a_bar, b_bar) = checked::gradient(&array![[2.0, 0.0], [0.0, 4.0]], &b).unwrap();
    assert!((a_bar - array![[0.25, 0.0], [0.0, 0.25]]).iter().all(|x| x.abs() < 1e-15));
    assert!((b_bar - array![1.0, 0.0]).iter().all(|x| x.abs() < 1e-15));
}

#[differentiable]
fn spectrum(a: &Array2<f64>) -> f64 {
    let (values, _) = linalg::symmetric_eigen(a);
    let mut sum = 0.0;
    for i in 0..values.len() {
        sum += values[i].powi(3);
    }
    sum
}

#[test]
fn equal_eigenvalues() {
    let gradient = spectrum::gradient(&Array2::eye(3));
    assert!((&gradient - &(Array2::<f64>::eye(3) * 3.0)).iter().all(|x: &f64| x.abs() < 1e-14), "{gradient}");
}

#[differentiable]
fn of_the_root(a: &Array2<f64>) -> f64 {
    linalg::symmetric_sqrt(a)[(0, 1)]
}

#[test]
fn equal_eigenvalues_of_a_function() {
    let gradient = of_the_root::gradient(&(Array2::eye(2) * 4.0));
    assert!((&gradient - &array![[0.0, 0.125], [0.125, 0.0]]).iter().all(|x: &f64| x.abs() < 1e-15), "{gradient}");
}

#[differentiable]
fn norms(a: &Array2<f64>) -> f64 {
    linalg::nuclear_norm(a) + linalg::spectral_norm(a)
}

#[test]
fn norms_at_zero_and_of_nothing() {
    assert!(norms::gradient(&Array2::zeros((2, 3))).iter().all(|x| x.is_finite()));
    assert_eq!((norms(&Array2::zeros((0, 3))), norms::gradient(&Array2::zeros((0, 3))).dim()), (0.0, (0, 3)));
}

#[test]
#[should_panic(expected = "`solve` needs a square matrix, and this one is 2 x 3")]
fn not_square() {
    linalg::solve(&Array2::<f64>::zeros((2, 3)), &Array1::<f64>::zeros(2));
}

#[test]
#[should_panic(expected = "`solve` needs as many rows on both sides, and there are 2 and 3")]
fn another_length() {
    linalg::solve(&Array2::<f64>::eye(2), &Array1::<f64>::zeros(3));
}

#[test]
#[should_panic(expected = "`least_squares` needs at least as many rows as columns, and there are 2 and 3")]
fn too_wide() {
    linalg::least_squares(&Array2::<f64>::zeros((2, 3)), &Array1::<f64>::zeros(2));
}

/// Squares of what they are made of overflow, or vanish.
#[test]
fn very_large_and_very_small_entries() {
    let (large, small) = (1e200_f64.ln(), 1e-200_f64.ln());
    assert_eq!(log_determinant(&array![[1e200]]), large);
    assert_eq!(linalg::sign_and_log_determinant(&array![[-1e-200]]), (-1.0, small));
    let (q, r) = linalg::qr(&array![[-1e-200]]);
    assert_eq!((q, r), (array![[-1.0]], array![[1e-200]]));
}

#[test]
fn the_determinant_of_zero_is_zero() {
    assert_eq!(determinant(&Array2::zeros((3, 3))), 0.0);
    assert_eq!(linalg::sign_and_log_determinant(&Array2::<f64>::zeros((3, 3))).0, 0.0);
}
