//! Values that are found behind the reverse sweep: they are the function's, to the last bit.

use ad_runtime::prelude::*;
use ad_runtime::testing::check_gradient;

#[differentiable]
fn norm(x: &[f64], scale: f64) -> f64 {
    (x.iter().map(|v| v * v * scale).sum::<f64>() + 0.1).sqrt()
}

#[differentiable]
fn one_sum(x: &[f64], n: usize) -> f64 {
    let mut total = 0.25;
    for row in x.chunks(n) {
        total += norm(row, x[0]);
    }
    total
}

/// Two sums, one of which begins with a value, and what is made of them.
#[differentiable]
fn two_sums(x: &[f64], n: usize) -> f64 {
    let scale = x[1] * x[1];
    let mut total = scale * 3.0;
    let mut other = 1.0;
    for row in x.chunks(n) {
        total += norm(row, scale) * 0.1;
        total -= norm(row, x[0]) / 3.0;
    }
    for k in 0..x.len() {
        other += norm(&x[k..], 0.7);
    }
    let half = 0.5 * total;
    let both = half - other / 3.0;
    both + scale.sin() - x[0] * 0.1
}

/// The second loop runs once more behind the reverse sweep: the order of the additions stays.
#[differentiable]
fn one_sum_of_two_loops(x: &[f64], n: usize) -> f64 {
    let mut total = 0.1;
    for row in x.chunks(n) {
        total += norm(row, 0.3);
    }
    for k in 0..x.len() {
        total += norm(&x[k..], 0.7);
    }
    total / 7.0
}

/// The same, with vectors that are made in front of both loops.
#[differentiable]
fn one_sum_of_vectors(x: &[f64], n: usize) -> f64 {
    let squares: Vec<f64> = x.iter().map(|v| v * v + 0.5).collect();
    let mut total = 0.1;
    for row in x.chunks(n) {
        total += norm(row, squares[1]);
    }
    for k in 0..x.len() {
        total += norm(&x[k..], squares[k]);
    }
    total / 7.0
}

/// The second loop reads what has changed behind the reverse sweep: the value comes first.
#[differentiable]
fn one_sum_of_another_state(x: &[f64], n: usize) -> f64 {
    let mut scales = x.to_vec();
    let mut total = 0.1;
    for row in x.chunks(n) {
        total += norm(row, scales[0] * scales[0]);
    }
    scales[0] *= 3.0;
    for k in 0..x.len() {
        total += norm(&x[k..], scales[0] * scales[0]);
    }
    total / 7.0
}

/// A loop of which nothing is needed, beside one that runs on the way back.
#[differentiable]
fn squares(x: &[f64], n: usize) -> f64 {
    let (mut total, mut squares) = (0.0, 0.0);
    for row in x.chunks(n) {
        total += norm(row, 0.3);
    }
    for v in x {
        squares += v * v;
    }
    total / 7.0 + squares / 3.0
}

/// What the sum is added to changes afterwards.
#[differentiable]
fn changed_behind(x: &[f64], n: usize) -> f64 {
    let mut weights = x.to_vec();
    let mut total = 0.0;
    for row in x.chunks(n) {
        total += norm(row, 0.3);
    }
    let weighted = total + weights[0];
    weights[0] = 3.0 * x[1];
    total += weights[0] * weights[1];
    weighted / 3.0 + total / 7.0
}

#[differentiable]
fn left_early(x: &[f64], n: usize) -> f64 {
    let mut total = 0.1;
    if x.len() < 2 {
        return total * x[0];
    }
    for row in x.chunks(n) {
        if row[0] < 0.0 {
            continue;
        }
        total += norm(row, 0.3);
    }
    total / 3.0
}

#[differentiable]
fn in_a_branch(x: &[f64], n: usize) -> f64 {
    let mut total = 0.1;
    if x[0] > 0.0 {
        for row in x.chunks(n) {
            total += norm(row, 0.3);
        }
    }
    total / 3.0
}

#[differentiable]
fn single(x: &[f32], n: usize) -> f32 {
    let mut total = 0.1_f32;
    for row in x.chunks(n) {
        let mut product = 1.0_f32;
        for v in row {
            product *= v;
        }
        total += product.exp();
    }
    total / 3.0
}

#[differentiable(project = "none")]
fn with_a_policy(x: &[f64], n: usize) -> f64 {
    one_sum(x, n) / 3.0 + two_sums(x, n)
}

#[derive(Clone, Differentiable)]
struct Rows {
    x: Vec<f64>,
}

#[differentiable]
impl Rows {
    fn total(&self, scale: f64) -> f64 {
        let mut total = 0.1;
        for row in self.x.chunks(2) {
            total += norm(row, scale) / 3.0;
        }
        total * 0.3
    }
}

const X: &[f64] = &[0.3, -1.7, 2.9, 0.77, 1.3];

macro_rules! values {
    ($($f:ident)*) => {$(
        #[test]
        fn $f() {
            for x in [X, &[-0.2, 0.4], &[0.5, 0.1, 0.9]] {
                check_gradient!(super::$f(x, 2));
                let value = super::$f(x, 2);
                let (with_gradient, gradient) = super::$f::value_and_gradient(x, 2);
                assert_eq!((with_gradient.to_bits(), &gradient.0), (value.to_bits(), &super::$f::gradient(x, 2).0));
                let mut into = gradient.clone();
                into.0.fill(7.0);
                assert_eq!(super::$f::value_and_gradient_into(x, 2, &mut into).to_bits(), value.to_bits());
                assert_eq!(into.0, gradient.0);
            }
        }
    )*};
}

mod values {
    use super::*;
    values! { one_sum two_sums one_sum_of_two_loops one_sum_of_vectors one_sum_of_another_state squares changed_behind left_early in_a_branch }
}

#[test]
fn of_methods_and_policies() {
    let rows = Rows { x: X.to_vec() };
    assert_eq!(rows.total_value_and_gradient(0.3).0.to_bits(), rows.total(0.3).to_bits());
    assert_eq!(with_a_policy::value_and_gradient(X, 2).0.to_bits(), with_a_policy(X, 2).to_bits());
    assert_eq!(left_early::value_and_gradient(&[0.7], 2).0.to_bits(), left_early(&[0.7], 2).to_bits());
    let x = [0.3_f32, -1.7, 2.9];
    assert_eq!(single::value_and_gradient(&x, 2).0.to_bits(), single(&x, 2).to_bits());
}
