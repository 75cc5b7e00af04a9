//! Arrays, sparse and diagonal matrices, complex numbers.

use crate::assert_close;
use ad_runtime::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, Axis, array};
use num_complex::{Complex, Complex64, c64};
use sprs::CsMat;

#[differentiable(forward)]
fn quadratic(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    x.dot(&a.dot(x)) + a.mapv(|a| a * a).sum() * x[0]
}

#[differentiable(forward)]
fn of_views(x: ArrayView1<'_, f64>, y: &[f64]) -> Array1<f64> {
    let mut z = 2.0 * &x + x.exp();
    z[0] *= y[1];
    z.scaled_add(y[0], &x);
    z
}

#[differentiable(forward)]
fn by_rows(a: &Array2<f64>) -> Array1<f64> {
    a.sum_axis(Axis(1)) * a.column(0)
}

#[differentiable(forward)]
fn sparse(a: &CsMat<f64>, x: &[f64]) -> f64 {
    let y = a.times(x);
    dot(&y, &y) + a.trace() * a.sum()
}

#[differentiable(forward)]
fn diagonal(d: &Diagonal<f64>, a: &CsMat<f64>) -> f64 {
    (d * a).map_entries(|x| x * x).sum()
}

#[differentiable(forward)]
fn wave(k: f64, z: Complex64) -> Complex64 {
    (Complex::new(0.0, 1.0) * k * z).exp() * z.conj()
}

#[differentiable(forward)]
fn intensity(k: f64, z: Complex64) -> f64 {
    wave(k, z).norm_sqr() + z.arg() * k
}

#[test]
fn dense() {
    let (a, x) = (array![[0.3, -1.2], [0.7, 0.4]], array![0.5, 0.6]);
    let (a_dot, x_dot) = (array![[1.0, 0.5], [-0.5, 2.0]], array![0.1, -0.3]);
    let (value, tangent) = quadratic::pushforward(&a, &x, &a_dot, &x_dot);
    let (a_bar, x_bar) = quadratic::gradient(&a, &x);
    assert_eq!(value, quadratic(&a, &x));
    assert!((tangent - (&a_bar * &a_dot).sum() - x_bar.dot(&x_dot)).abs() < 1e-12);
    let hessian = quadratic::hessian(&a, &x);
    assert_close(&hessian, &hessian.t().to_owned());
    assert!((hessian[(0, 0)] - 2.0 * x[0]).abs() < 1e-12);
    assert!((hessian[(4, 5)] - (a[(0, 1)] + a[(1, 0)])).abs() < 1e-12);
    let (a_product, x_product) = quadratic::hvp(&a, &x, &a_dot, &x_dot);
    let direction: Array1<f64> = a_dot.iter().chain(&x_dot).copied().collect();
    let product: Array1<f64> = a_product.iter().chain(&x_product).copied().collect();
    assert!((product - hessian.dot(&direction)).iter().all(|x| x.abs() < 1e-12));
}

#[test]
fn jacobians() {
    let x = array![0.5, 0.6];
    let expected = array![
        [(2.0 + 0.5_f64.exp()) * 4.0 + 3.0, 0.0, 0.5, 1.0 + 0.5_f64.exp()],
        [0.0, 2.0 + 0.6_f64.exp() + 3.0, 0.6, 0.0]
    ];
    assert_close(&of_views::jacobian(x.view(), &[3.0, 4.0]), &expected);
    let rows = by_rows::jacobian(&array![[1.0, 2.0], [3.0, 4.0]]);
    assert_close(&rows, &array![[4.0, 1.0, 0.0, 0.0], [0.0, 0.0, 10.0, 3.0]]);
    // More columns than one run has.
    let wide = by_rows::jacobian(&Array2::ones((3, 5)));
    assert_eq!((wide.shape(), wide.sum()), (&[3, 15][..], 3.0 * 10.0));
    // Few rows: in reverse mode.
    let a = Array2::from_shape_fn((2, 20), |(i, j)| (3 * i + j) as f64 * 0.1);
    let (forward, reverse) = (by_rows::jacobian_forward(&a), by_rows::jacobian_reverse(&a));
    assert_close(&forward, &reverse);
    assert_close(&by_rows::jacobian(&a), &reverse);
}

#[test]
fn sparse_matrices_move_within_their_pattern() {
    let a = CsMat::new((2, 2), vec![0, 1, 3], vec![0, 0, 1], vec![2.0, 3.0, 4.0]);
    let (x, still) = ([0.5, -1.0], [0.0, 0.0]);
    let hessian = sparse::hessian(&a, &x);
    assert_eq!(hessian.shape(), [5, 5]);
    assert_close(&hessian, &hessian.t().to_owned());
    for k in 0..3 {
        let mut a_dot = a.map(|_| 0.0);
        a_dot.data_mut()[k] = 1.0;
        let (a_bar, x_bar) = sparse::hvp(&a, &x, &a_dot, &still);
        let column: Vec<f64> = a_bar.data().iter().chain(&x_bar).copied().collect();
        assert_close(&Array2::from_shape_fn((1, 5), |(_, j)| column[j]), &row_of(&hessian, k));
    }
    let d = Diagonal::new(vec![0.5, 2.0]);
    let (value, tangent) = diagonal::pushforward(&d, &a, &Diagonal::new(vec![1.0, 0.0]), &a.map(|_| 0.0));
    assert_eq!((value, tangent), (diagonal(&d, &a), 2.0 * 0.5 * 4.0));
}

/// A row as a matrix.
fn row_of(matrix: &Array2<f64>, k: usize) -> Array2<f64> {
    matrix.select(Axis(0), &[k])
}

#[test]
#[should_panic(expected = "the pattern of a sparse matrix is")]
fn a_tangent_of_another_pattern() {
    sparse::pushforward(&CsMat::eye(2), &[1.0, 2.0], &CsMat::zero((2, 2)), &[0.0, 0.0]);
}

#[test]
fn complex_numbers() {
    let (k, z) = (0.7, c64(0.4, -0.3));
    let (value, tangent) = wave::pushforward(k, z, 0.0, c64(1.0, 0.0));
    let (i, step) = (c64(0.0, 1.0), 1e-6);
    assert_eq!(value, wave(k, z));
    let difference = (wave(k, z + step) - wave(k, z - step)) / (2.0 * step);
    assert!((tangent - difference).norm() < 1e-8);
    // Along i it is another derivative: the function is not holomorphic.
    let (_, along_i) = wave::pushforward(k, z, 0.0, i);
    let difference = (wave(k, z + i * step) - wave(k, z - i * step)) / (2.0 * step);
    assert!((along_i - difference).norm() < 1e-8 && (along_i - i * tangent).norm() > 0.1);
    let hessian = intensity::hessian(k, z);
    assert_close(&hessian, &hessian.t().to_owned());
    let (k_bar, z_bar) = intensity::hvp(k, z, 1.0, c64(0.0, 0.0));
    assert_close(&array![[k_bar, z_bar.re, z_bar.im]], &row_of(&hessian, 0));
    assert_close(&wave::jacobian_reverse(k, z), &wave::jacobian_forward(k, z));
}
