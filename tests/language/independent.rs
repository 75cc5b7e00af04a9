//! Loops whose iterations are independent, and scratch that each of them overwrites: the reverse sweep runs each iteration
//! forward once more.

use ad_runtime::prelude::*;

#[differentiable]
fn scratch(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    let mut scaled = vec![0.0; n];
    for k in 0..x.len() {
        for i in 0..n {
            scaled[i] = x[k] * (i as f64 + 1.0);
        }
        for i in 1..n {
            scaled[i] += scaled[i - 1] * x[0];
        }
        total += scaled.iter().map(|y| y * y).sum::<f64>();
    }
    total.sqrt()
}

/// The sum is read behind the loop, and was something before it.
#[differentiable]
fn sums(x: &[f64]) -> f64 {
    let mut total = x[0] * x[1];
    let before = total * total;
    let mut each = [0.0; 3];
    for k in 0..x.len() {
        let mut product = 1.0;
        for y in x {
            product *= y + x[k];
        }
        total += product;
        each[k % 3] += product * x[k];
    }
    before * total * total + each[0] * each[1] - each[2]
}

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// Some iterations do nothing; an inner loop is left early; scratch is a number that is declared outside.
#[differentiable]
fn branches(x: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    let mut product = 0.0;
    for k in 0..x.len() {
        product = 1.0;
        if x[k] > 0.5 {
            for y in x {
                product *= y * 2.0;
                if product > limit {
                    break;
                }
            }
            total += product * norm(&x[..=k]);
        } else {
            total -= norm(x) * x[k];
        }
    }
    total + 0.0 * product
}

/// What an iteration leaves behind, the next one reads: not independent.
#[differentiable]
fn dependent(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    let mut state = vec![1.0; n];
    for k in 0..x.len() {
        for i in 0..n - 1 {
            state[i] = state[i + 1] * x[k];
        }
        state[n - 1] = norm(&state) + x[k];
        total += state[0] * state[n - 1];
    }
    total
}

/// Not all of the scratch is overwritten.
#[differentiable]
fn remains(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    let mut scratch = vec![1.0; n];
    for k in 0..x.len() {
        for i in 0..n / 2 {
            scratch[i] = x[k] * x[k];
        }
        scratch[n - 1] *= x[k];
        total += norm(&scratch);
    }
    total
}

/// The scratch is read in front of the loop, and again behind it.
#[differentiable]
fn used_elsewhere(x: &[f64]) -> f64 {
    let mut scratch = [x[0], x[1] * x[0], 1.0];
    let before = norm(&scratch);
    let mut total = 0.0;
    for k in 0..x.len() {
        for i in 0..3 {
            scratch[i] = x[k] * before * (i as f64 + 1.0);
        }
        total += norm(&scratch);
    }
    total * scratch[2]
}

/// An independent loop in another loop, and another in it.
#[differentiable]
fn nested(x: &[f64], rounds: usize) -> f64 {
    let mut scale = x[0];
    for _ in 0..rounds {
        let mut total = 0.0;
        let mut row = vec![0.0; x.len()];
        for k in 0..x.len() {
            let mut of_row = 0.0;
            for i in 0..x.len() {
                row[i] = (x[k] * x[i] * scale).sin();
                let mut inner = 0.0;
                for j in 0..=i {
                    inner += row[j] * x[j];
                }
                of_row += inner * inner;
            }
            total += of_row;
        }
        scale = scale * 0.5 + total;
    }
    scale
}

/// The sum beside the loop is of an element that is not there where the loop does not run.
#[differentiable]
fn beside(x: &[f64], y: &[f64], at: usize) -> f64 {
    let mut sum = 0.0;
    for j in 0..y.len() {
        sum += y[j] * y[j] * x[at];
    }
    sum
}

/// The element that each iteration adds to is that of another iteration as well.
#[differentiable]
fn beside_itself(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for j in 0..x.len() {
        sum += x[j] * x[0] * x[1];
    }
    sum
}

/// A vector of vectors, of which each iteration adds to one element.
#[differentiable]
fn rows(m: &[Vec<f64>], x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..m.len() {
        let mut dot = 0.0;
        for j in 0..x.len() {
            dot += m[i][j] * x[j] * x[i];
        }
        sum += dot * dot;
    }
    sum
}

/// Each element is overwritten, and the next one is looked at before: what the iteration before left in it.
#[differentiable]
fn looks_ahead(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    let mut scratch = vec![1.0; n];
    for k in 0..x.len() {
        for i in 0..n {
            scratch[i] = x[k] * x[k];
            if i + 1 < n {
                total += scratch[i + 1] * scratch[i + 1] * x[0];
            }
        }
        total += norm(&scratch);
    }
    total
}

/// Each element is assigned twice, and looked at between: what the first left is needed, too.
#[differentiable]
fn assigned_twice(x: &[f64], n: usize) -> f64 {
    let mut scratch = vec![0.0; n];
    let mut total = 0.0;
    for k in 0..2 {
        for i in 0..n {
            scratch[i] = x[i] * x[k];
            let square = scratch[i] * scratch[i];
            scratch[i] = scratch[i].sin() * square;
            total += square;
            scratch[i] += square;
        }
        total *= scratch[0] * scratch[n - 1];
    }
    total
}

/// Scratch that is remembered as a whole, in a branch.
#[differentiable]
fn whole(x: &[f64], y: &[f64], n: usize) -> f64 {
    let mut scratch = vec![1.0; n];
    let mut product = 1.0;
    for k in 0..x.len() {
        if x[k] > 0.4 {
            for i in 0..n {
                scratch[i] = x[k] * y[i];
            }
        }
        for i in 0..n {
            scratch[i] = scratch[i].sin() * x[k];
        }
        product *= norm(&scratch) + scratch[0] * scratch[n - 1];
    }
    product
}

/// Counts its calls: worth something else each time.
fn drawn() -> f64 {
    use std::cell::Cell;
    thread_local!(static COUNT: Cell<f64> = const { Cell::new(0.0) });
    COUNT.with(|count| {
        count.set((count.get() + 0.37) % 1.0);
        count.get()
    })
}

/// Each iteration draws a number, once.
#[differentiable]
fn with_noise(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for k in 0..3 {
        assert!(k < 3, "never more than three");
        let noise = drawn();
        let mut product = noise;
        for y in x {
            product *= y;
        }
        total += product;
    }
    total
}

#[test]
fn what_is_drawn_is_drawn_once() {
    let (value, gradient) = with_noise::value_and_gradient(&[0.5, 2.0]);
    // The product is 1: the value is the sum of what was drawn, and the derivatives are that divided by each factor.
    assert!((gradient[0] - value / 0.5).abs() < 1e-12 && (gradient[1] - value / 2.0).abs() < 1e-12);
}

/// A loop with an assertion in it is independent all the same.
#[differentiable]
fn asserted(x: &[f64], n: usize) -> f64 {
    let mut total = 0.0;
    let mut scratch = vec![0.0; n];
    for k in 0..x.len() {
        debug_assert!(x[k] > 0.0, "{k}");
        for i in 0..n {
            scratch[i] = x[k] * i as f64;
        }
        total += norm(&scratch);
    }
    total
}

gradients! {
    assigned_twice: (&[0.3, 0.7, 0.9], 3);
    asserted: (&[0.3, 0.7], 3);
    looks_ahead: (&[0.3, 0.7, 0.9], 3), (&[0.3, 0.5], 1);
    whole: (&[0.3, 0.7, 0.9], &[0.5, 0.6, 0.8], 3), (&[0.3, 0.7, 0.9], &[0.4; 12], 12);
    scratch: (&[0.3, 0.7, 0.9], 3), (&[0.3], 1), (&[0.4, 0.5], 2);
    sums: (&[0.3, 0.7, 0.9, 0.4]), (&[0.3, 0.7]);
    branches: (&[0.3, 0.7, 0.9, 0.4], 1.5), (&[0.3, 0.7], 100.0), (&[], 1.0);
    dependent: (&[0.3, 0.7, 0.9], 3), (&[], 2);
    remains: (&[0.3, 0.7, 0.9], 4), (&[], 2);
    used_elsewhere: (&[0.3, 0.7, 0.9]);
    nested: (&[0.3, 0.7, 0.9], 2), (&[0.3], 3), (&[0.3, 0.7], 0);
    beside: (&[0.3, 0.7], &[0.5, 0.6], 1), (&[0.3], &[], 5);
    beside_itself: (&[0.3, 0.7, 0.9]);
    rows: (&[vec![0.3, 0.4], vec![0.5, 0.6]], &[0.7, 0.8]), (&[], &[0.1]);
}

/// Without the value the loop does not run in the forward sweep; with it, it does.
#[test]
fn the_value_is_there_where_it_is_wanted() {
    let x = [0.3, 0.7, 0.9];
    let (value, gradient) = scratch::value_and_gradient(&x, 3);
    assert_eq!(value, scratch(&x, 3));
    assert_eq!(gradient, scratch::gradient(&x, 3));
    let (value, pullback) = scratch::pullback(&x, 3);
    assert_eq!((value, pullback(1.0), pullback(1.0)), (scratch(&x, 3), gradient.clone(), gradient));
}
