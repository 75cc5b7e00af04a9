//! Running maxima and minima: the derivative goes where the last value came from.

use ad_runtime::prelude::*;
use ad_runtime::testing::check_gradient;

#[differentiable]
fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - largest).exp()).sum();
    sum.ln() + largest
}

#[differentiable]
fn spread(x: &[f64]) -> f64 {
    let (mut low, mut high) = (x[0], x[0]);
    for v in &x[1..] {
        low = v.min(low);
        high = high.max(*v);
    }
    (high - low) * high
}

/// The candidate is a value of its own, and what it is made of is overwritten.
#[differentiable]
fn candidates(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let mut highest = 0.0_f64;
    for i in 0..y.len() {
        let square = y[i] * y[i];
        highest = f64::max(highest, square * x[0]);
        y[i] *= 2.0;
    }
    highest * y[0]
}

/// One in each row, and one of all rows.
#[differentiable]
fn rows(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    let mut lowest = f64::INFINITY;
    for row in x.chunks(n) {
        let mut highest = f64::NEG_INFINITY;
        for v in row {
            highest = highest.max(*v);
            lowest = lowest.min(v * v);
        }
        total += highest * highest;
    }
    total * lowest
}

/// It is read where it goes on: nothing may be left out.
#[differentiable]
fn read_in_the_loop(x: &[f64]) -> f64 {
    let mut highest = x[0];
    let mut total = 0.0;
    for v in x {
        highest = highest.max(*v);
        total += highest * v;
    }
    total + highest
}

#[differentiable]
fn read_before(x: &[f64]) -> f64 {
    let mut highest = x[0];
    let start = highest * highest;
    for v in x {
        highest = highest.max(start * v);
    }
    highest * start
}

#[differentiable]
fn begun_again(x: &[f64]) -> f64 {
    let mut highest = x[0];
    let mut total = 0.0;
    for i in 0..3 {
        for v in x {
            highest = highest.max(v * (i as f64 - 1.0));
        }
        total += highest * x[1];
        highest = x[2] * x[2] - 10.0;
    }
    total
}

#[differentiable]
fn left_early(x: &[f64], limit: f64) -> f64 {
    let mut highest = 0.0_f64;
    for v in x {
        if *v > limit {
            break;
        }
        if *v < 0.0 {
            highest = highest.max(-v);
            continue;
        }
        highest = highest.max(v * v);
    }
    highest.sqrt()
}

#[differentiable]
fn of_helpers(x: &[f64], n: usize) -> f64 {
    x.chunks(n).map(log_sum_exp).fold(0.0, f64::max) + x[0]
}

#[differentiable]
fn with_checkpoints(x: &[f64]) -> f64 {
    let mut state = x[0];
    let mut highest = f64::NEG_INFINITY;
    #[checkpoint(snapshots = 2)]
    for v in x {
        state = state.sin() + v;
        highest = highest.max(state * v);
    }
    highest * state
}

#[differentiable]
fn of_any_type<T: num_traits::Float>(x: &[T]) -> T {
    let mut highest = T::neg_infinity();
    for v in x {
        highest = highest.max(*v * *v);
    }
    highest
}

gradients! {
    log_sum_exp: (&[0.5, 2.0, -1.0, 1.5]), (&[1.0]);
    spread: (&[0.5, 2.0, -1.0, 1.5]), (&[1.5]), (&[3.0, 2.0, 1.0]);
    candidates: (&[0.5, 2.0, -1.0, 1.5]), (&[-0.5, 2.0]), (&[2.0]);
    rows: (&[0.5, 2.0, -1.0, 1.5, 0.7], 2), (&[0.5, 2.0, -1.0], 5);
    read_in_the_loop: (&[0.5, 2.0, -1.0, 1.5, 3.0, 0.0]);
    read_before: (&[0.5, 2.0, -1.0, 1.5]);
    begun_again: (&[0.5, 2.0, -1.0]), (&[3.0, 0.5, 4.0]);
    left_early: (&[0.5, 2.0, -1.5, 5.0, 1.0], 4.0), (&[-0.5], 1.0);
    of_helpers: (&[0.5, 2.0, -1.0, 1.5, 0.7], 2);
    with_checkpoints: (&[0.5, 2.0, -1.0, 1.5, 0.7, 0.9, -0.4]);
}

#[test]
fn generic() {
    check_gradient!(of_any_type(&[0.5_f64, -2.0, 1.0]));
    assert_eq!(of_any_type::gradient(&[0.5_f32, -2.0, 1.0]), [0.0, -4.0, 0.0]);
}

#[test]
fn of_equals_the_last() {
    assert_eq!(spread::gradient(&[1.0, 3.0, 1.0, 3.0, 2.0]), [0.0, 0.0, -3.0, 5.0, 0.0]);
    assert_eq!(left_early::gradient(&[-4.0, 2.0], 3.0).0, [0.0, 1.0]);
}

#[test]
fn what_is_no_number() {
    assert_eq!(spread::gradient(&[1.0, f64::NAN, 3.0]), [-3.0, 0.0, 5.0]);
    assert_eq!(spread::gradient(&[1.0, f64::INFINITY])[0], f64::NEG_INFINITY);
    assert_eq!(log_sum_exp::gradient(&[f64::NEG_INFINITY, 1.0]), [0.0, 1.0]);
}
