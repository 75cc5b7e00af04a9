//! Hessians of the classic test functions of optimisation, which are known.

use crate::assert_close;
use ad_runtime::prelude::*;
use ndarray::{Array2, array};
use std::f64::consts::{E, PI};

#[differentiable(forward)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += 100.0 * (x[i] - x[i - 1].powi(2)).powi(2) + (1.0 - x[i - 1]).powi(2);
    }
    sum
}

#[differentiable(forward)]
fn himmelblau(x: f64, y: f64) -> f64 {
    (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2)
}

#[differentiable(forward)]
fn goldstein_price([x, y]: [f64; 2]) -> f64 {
    let first = 1.0 + (x + y + 1.0).powi(2) * (19.0 - 14.0 * x + 3.0 * x * x - 14.0 * y + 6.0 * x * y + 3.0 * y * y);
    let second =
        30.0 + (2.0 * x - 3.0 * y).powi(2) * (18.0 - 32.0 * x + 12.0 * x * x + 48.0 * y - 36.0 * x * y + 27.0 * y * y);
    first * second
}

#[differentiable(forward)]
fn styblinski_tang(x: &[f64]) -> f64 {
    x.iter().map(|x| x.powi(4) - 16.0 * x.powi(2) + 5.0 * x).sum::<f64>() / 2.0
}

#[differentiable(forward)]
fn ackley(x: f64, y: f64) -> f64 {
    -20.0 * (-0.2 * (0.5 * (x * x + y * y)).sqrt()).exp() - (0.5 * ((2.0 * PI * x).cos() + (2.0 * PI * y).cos())).exp()
        + E
        + 20.0
}

#[differentiable(forward)]
fn matyas(x: f64, y: f64) -> f64 {
    0.26 * (x * x + y * y) - 0.48 * x * y
}

#[differentiable(forward)]
fn three_hump_camel(x: f64, y: f64) -> f64 {
    2.0 * x.powi(2) - 1.05 * x.powi(4) + x.powi(6) / 6.0 + x * y + y * y
}

#[test]
fn rosenbrock_of_any_length() {
    for n in [2, 3, 7, 8, 9, 20] {
        let x: Vec<f64> = (0..n).map(|i| 1.0 + 0.3 * (i as f64).sin()).collect();
        let mut expected = Array2::zeros((n, n));
        for i in 0..n - 1 {
            expected[(i, i)] += 1200.0 * x[i] * x[i] - 400.0 * x[i + 1] + 2.0;
            expected[(i + 1, i + 1)] += 200.0;
            expected[(i, i + 1)] -= 400.0 * x[i];
            expected[(i + 1, i)] -= 400.0 * x[i];
        }
        assert_close(&rosenbrock::hessian(&x), &expected);
    }
}

#[test]
fn himmelblau_at_a_point() {
    let (x, y) = (1.3, -0.4);
    let mixed = 4.0 * (x + y);
    let expected = array![[12.0 * x * x + 4.0 * y - 42.0, mixed], [mixed, 12.0 * y * y + 4.0 * x - 26.0]];
    assert_close(&himmelblau::hessian(x, y), &expected);
}

/// At the minimum (0, -1) the second factors alone contribute; elsewhere the product rule, written out.
#[test]
fn goldstein_price_by_the_product_rule() {
    for [x, y] in [[0.0, -1.0], [0.7, 0.3]] {
        let (u, v) = (x + y + 1.0, 2.0 * x - 3.0 * y);
        let p = 19.0 - 14.0 * x + 3.0 * x * x - 14.0 * y + 6.0 * x * y + 3.0 * y * y;
        let q = 18.0 - 32.0 * x + 12.0 * x * x + 48.0 * y - 36.0 * x * y + 27.0 * y * y;
        let (p1, q1) = ([-14.0 + 6.0 * x + 6.0 * y; 2], [-32.0 + 24.0 * x - 36.0 * y, 48.0 - 36.0 * x + 54.0 * y]);
        let (p2, q2) = ([[6.0; 2]; 2], [[24.0, -36.0], [-36.0, 54.0]]);
        let (u1, v1) = ([1.0, 1.0], [2.0, -3.0]);
        let (a, b) = (1.0 + u * u * p, 30.0 + v * v * q);
        let first = |w: f64, w1: [f64; 2], r: f64, r1: [f64; 2], i: usize| 2.0 * w * w1[i] * r + w * w * r1[i];
        let second = |w: f64, w1: [f64; 2], r: f64, r1: [f64; 2], r2: [[f64; 2]; 2], i: usize, j: usize| {
            2.0 * w1[i] * w1[j] * r + 2.0 * w * (w1[i] * r1[j] + w1[j] * r1[i]) + w * w * r2[i][j]
        };
        let expected = Array2::from_shape_fn((2, 2), |(i, j)| {
            let (a_i, a_j) = (first(u, u1, p, p1, i), first(u, u1, p, p1, j));
            let (b_i, b_j) = (first(v, v1, q, q1, i), first(v, v1, q, q1, j));
            second(u, u1, p, p1, p2, i, j) * b + a_i * b_j + a_j * b_i + a * second(v, v1, q, q1, q2, i, j)
        });
        assert_close(&goldstein_price::hessian([x, y]), &expected);
    }
}

#[test]
fn styblinski_tang_is_diagonal() {
    let x = [-2.9, 0.3, 1.7, 2.0, -0.1];
    let diagonal: Vec<f64> = x.iter().map(|x| 6.0 * x * x - 16.0).collect();
    assert_close(&styblinski_tang::hessian(&x), &Array2::from_diag(&ndarray::Array1::from_vec(diagonal)));
}

#[test]
fn ackley_at_a_point() {
    let (x, y) = (0.8, -0.6);
    let r = f64::sqrt(0.5 * (x * x + y * y));
    let (outer, waves) = (20.0 * (-0.2 * r).exp(), (0.5 * ((2.0 * PI * x).cos() + (2.0 * PI * y).cos())).exp());
    // d r / d x = x / (2 r)
    let of_root = |a: f64, b: f64, same: f64| {
        let (ra, rb, rab) = (a / (2.0 * r), b / (2.0 * r), same / (2.0 * r) - a * b / (4.0 * r * r * r));
        outer * (0.2 * rab - 0.04 * ra * rb)
    };
    let of_waves = |a: f64, b: f64, same: f64| {
        let slope = |z: f64| -PI * (2.0 * PI * z).sin();
        -waves * (slope(a) * slope(b) - same * 2.0 * PI * PI * (2.0 * PI * a).cos())
    };
    let entry = |a: f64, b: f64, same: f64| of_root(a, b, same) + of_waves(a, b, same);
    let expected = array![[entry(x, x, 1.0), entry(x, y, 0.0)], [entry(y, x, 0.0), entry(y, y, 1.0)]];
    assert_close(&ackley::hessian(x, y), &expected);
}

#[test]
fn matyas_is_constant() {
    assert_close(&matyas::hessian(3.0, -7.0), &array![[0.52, -0.48], [-0.48, 0.52]]);
}

#[test]
fn three_hump_camel_at_a_point() {
    let x: f64 = 1.1;
    let expected = array![[4.0 - 12.6 * x * x + 5.0 * x.powi(4), 1.0], [1.0, 2.0]];
    assert_close(&three_hump_camel::hessian(x, 0.4), &expected);
}

#[test]
fn a_product_with_the_hessian_is_one_run() {
    let x = [1.2, -0.7, 0.4, 0.9];
    let direction = [1.0, 0.5, -2.0, 0.25];
    let product = rosenbrock::hessian(&x).dot(&ndarray::arr1(&direction));
    let found = rosenbrock::hvp(&x, &direction);
    assert!(found.iter().zip(&product).all(|(found, expected)| (found - expected).abs() < 1e-10 * 2000.0));
    let (x_dot, y_dot) = himmelblau::hvp(1.3, -0.4, 1.0, 0.0);
    let hessian = himmelblau::hessian(1.3, -0.4);
    assert_close(&array![[x_dot, y_dot]], &array![[hessian[(0, 0)], hessian[(0, 1)]]]);
}
