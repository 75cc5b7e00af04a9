//! Edges: nothing to do, one thing to do, numbers that are none.

use ad_runtime::prelude::*;

#[differentiable]
fn mean_square(x: &[f64]) -> f64 {
    if x.is_empty() {
        return 0.0;
    }
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum / x.len() as f64
}

#[test]
fn empty_and_one_element() {
    assert_eq!(mean_square::gradient(&[]), vec![]);
    assert_eq!(mean_square::gradient(&[3.0]), vec![6.0]);
    let (value, pullback) = mean_square::pullback(&[]);
    assert_eq!((value, pullback(1.0), pullback(2.0)), (0.0, vec![], vec![]));
}

/// The derivative of the branch that is not taken is neither computed nor added.
#[differentiable]
fn guarded(x: f64, y: f64) -> f64 {
    let root = if x > 0.0 { x.sqrt() } else { x * 0.0 };
    let quotient = if y == 0.0 { 1.0 } else { x / y };
    let logarithm = if x * y > 0.0 { (x * y).ln() } else { 0.0 };
    root + quotient + logarithm
}

#[test]
fn untaken_branches_leave_no_trace() {
    assert_eq!(guarded::gradient(0.0, 0.0), (0.0, 0.0));
    assert_eq!(guarded::gradient(-1.0, 0.0), (0.0, 0.0));
    assert_eq!(guarded::gradient(4.0, 2.0), (0.25 + 0.5 + 0.25, -1.0 + 0.5));
}

/// A value that is infinite or no number and that nothing uses: no rule is asked about it.
#[differentiable]
fn unused_infinities(x: f64, n: usize) -> f64 {
    let inverse = 1.0 / x;
    let logarithm = (x - 1.0).ln();
    let mut last = x;
    for i in 0..n {
        let power = inverse * logarithm;
        if i == 100 {
            last = power;
        }
    }
    last * x
}

#[test]
fn what_is_not_used_is_not_differentiated() {
    assert_eq!(unused_infinities::gradient(0.0, 0).0, 0.0);
    assert_eq!(unused_infinities::gradient(3.0, 0).0, 6.0);
}

#[test]
fn nan_and_infinity_flow_where_they_are_used() {
    #[differentiable]
    fn quotient(x: f64, y: f64) -> f64 {
        x / y
    }
    let (x_bar, y_bar) = quotient::gradient(1.0, 0.0);
    assert_eq!((x_bar, y_bar), (f64::INFINITY, f64::NEG_INFINITY));
    let (x_bar, y_bar) = quotient::gradient(f64::NAN, 2.0);
    assert!(x_bar == 0.5 && y_bar.is_nan());
}

#[test]
fn zeros_keep_their_derivatives() {
    #[differentiable]
    fn product(x: &[f64]) -> f64 {
        let mut product = 1.0;
        for v in x {
            product *= v;
        }
        product
    }
    assert_eq!(product::gradient(&[0.0, 3.0, 5.0]), [15.0, 0.0, 0.0]);
    assert_eq!(product::gradient(&[0.0, 0.0, 5.0]), [0.0, 0.0, 0.0]);
    assert_eq!(product::gradient(&[-0.0]), [1.0]);

    #[differentiable]
    fn powers(x: f64, n: i32) -> f64 {
        x.powi(n) + x.powi(0) + x.powf(1.0)
    }
    assert_eq!(powers::gradient(0.0, 2).0, 1.0);
    assert_eq!(powers::gradient(0.0, 1).0, 2.0);
}

#[test]
fn cancellation_leaves_a_derivative() {
    #[differentiable]
    fn cancels(x: f64, y: f64) -> f64 {
        let z = x - x;
        let w = z * y;
        w + z * 3.0 + y - y
    }
    assert_eq!(cancels::gradient(2.0, 3.0), (0.0, 0.0));
}

#[test]
fn kinks() {
    #[differentiable]
    fn bend(x: f64, y: f64) -> f64 {
        x.abs() + x.max(y)
    }
    let (x_bar, y_bar) = bend::gradient(0.0, 0.0);
    assert_eq!(x_bar + y_bar, 1.0);
    assert_eq!(bend::gradient(-1.0, 2.0), (-1.0, 1.0));
}

#[test]
fn early_exit_at_once() {
    #[differentiable]
    fn search(x: &[f64], limit: f64) -> f64 {
        let mut sum = x[0] * limit;
        for i in 0..x.len() {
            if x[i] > limit {
                return sum;
            }
            sum *= x[i];
        }
        loop {
            sum *= 2.0;
            if sum.abs() > 1.0 || sum == 0.0 {
                break;
            }
        }
        sum
    }
    assert_eq!(search::gradient(&[3.0, 1.0], 2.0), (vec![2.0, 0.0], 3.0));
    assert_eq!(search::gradient(&[1.0, 3.0], 2.0), (vec![4.0, 0.0], 1.0));
    assert_eq!(search::gradient(&[0.5], 2.0), (vec![8.0], 1.0));
}

#[test]
fn long_loops() {
    #[differentiable]
    fn decay(x: f64, rate: f64, n: usize) -> f64 {
        let mut y = x;
        let mut sum = 0.0;
        for i in 0..n {
            y -= rate * y;
            if i % 2 == 0 {
                continue;
            }
            sum += y;
        }
        sum + y
    }
    let n = 100_000;
    let (x_bar, rate_bar, _) = decay::gradient(2.0, 1e-5, n);
    assert!((x_bar - decay(1.0, 1e-5, n)).abs() < 1e-8);
    let step = 1e-9;
    let quotient = (decay(2.0, 1e-5 + step, n) - decay(2.0, 1e-5 - step, n)) / (2.0 * step);
    assert!((rate_bar / quotient - 1.0).abs() < 1e-5, "{rate_bar} is not {quotient}");
}

#[test]
fn sizes_of_zero() {
    #[differentiable]
    fn arrays(x: [f64; 0], y: &[[f64; 2]], z: Vec<Vec<f64>>) -> f64 {
        let mut sum = 1.0;
        for v in &x {
            sum *= v;
        }
        for row in y {
            sum += row[0] * row[1];
        }
        for row in &z {
            for v in row {
                sum *= v;
            }
        }
        sum
    }
    assert_eq!(arrays::gradient([], &[], vec![]), ([], vec![], vec![]));
    assert_eq!(arrays::gradient([], &[[2.0, 3.0]], vec![vec![], vec![]]), ([], vec![[3.0, 2.0]], vec![vec![], vec![]]));
}

#[test]
#[should_panic(expected = "index out of bounds: the len is 1 but the index is 1")]
fn out_of_bounds_is_the_panic_of_the_function() {
    #[differentiable]
    fn second(x: &[f64]) -> f64 {
        x[1] * x[0]
    }
    second::gradient(&[1.0]);
}

#[test]
fn seeds_of_every_kind() {
    let (_, pullback) = mean_square::pullback(&[1.0, 2.0]);
    assert_eq!(pullback(0.0), [0.0, 0.0]);
    assert_eq!(pullback(-1.0), [-1.0, -2.0]);
    assert!(pullback(f64::NAN).iter().all(|bar| bar.is_nan()));
    assert_eq!(pullback(f64::INFINITY), [f64::INFINITY; 2]);
}
