//! `for`, `while` and `loop`.

use ad_runtime::prelude::*;

#[differentiable]
fn over_a_range(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum
}

#[differentiable]
fn over_an_inclusive_range(x: f64, n: i32) -> f64 {
    let mut sum = x;
    for i in 1..=n {
        sum += x.powi(i) / f64::from(i);
    }
    sum
}

#[differentiable]
fn power_by_products(x: f64, n: usize) -> f64 {
    let mut product = 1.0;
    for _ in 0..n {
        product *= x;
    }
    product
}

#[differentiable]
fn over_elements(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    for v in x.iter() {
        sum += v.sin();
    }
    for &v in x {
        sum *= v;
    }
    for v in x.iter().copied() {
        sum += v;
    }
    sum
}

#[differentiable]
fn over_a_local_vector(x: &[f64]) -> f64 {
    let squares = squares(x);
    let mut product = 1.0;
    for square in &squares {
        product *= square + 1.0;
    }
    product
}

#[differentiable]
fn squares(x: &[f64]) -> Vec<f64> {
    let mut squares = vec![0.0; x.len()];
    for (i, v) in x.iter().enumerate() {
        squares[i] = v * v;
    }
    squares
}

#[differentiable]
fn in_step(x: &[f64], y: &[f64], weights: &[usize]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in x.iter().zip(y) {
        sum += a * b;
    }
    for (i, (a, &b)) in x.iter().zip(y.iter()).enumerate() {
        sum += a * b * b * i as f64;
    }
    for (a, &n) in x.iter().zip(weights) {
        sum += a.powi(n as i32);
    }
    sum
}

#[differentiable]
fn over_inactive_items(x: f64, last: i32, text: &str) -> f64 {
    let exponents: Vec<i32> = (1..=last).collect();
    let mut sum = 0.0;
    for &n in exponents.iter().rev() {
        sum += x.powi(n);
    }
    for (i, letter) in text.chars().enumerate() {
        if letter == 'a' {
            sum *= x + i as f64;
        }
    }
    for i in (0..10).step_by(3) {
        sum += x * i as f64;
    }
    sum
}

#[differentiable]
fn nested(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let mut row = 1.0;
        for j in 0..=i {
            row *= x[j] + x[i];
            for _ in 0..j {
                row = row.sin();
            }
        }
        sum += row * x[i];
    }
    sum
}

#[differentiable]
fn recurrence(x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    for _ in 0..n {
        let next = a * b + x;
        a = b;
        b = next.sin();
    }
    a * b
}

#[differentiable]
fn while_of_a_counter(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut product = 1.0;
    while i + 1 < x.len() {
        product *= x[i] + x[i + 1];
        i += 2;
    }
    product * i as f64
}

#[differentiable]
fn while_of_a_number(x: f64) -> f64 {
    let mut y = x;
    while y.abs() > 0.1 {
        y = y * 0.5 * x.cos();
    }
    y
}

#[differentiable]
fn newton(x: f64) -> f64 {
    let mut root = 1.0;
    let mut step = f64::INFINITY;
    while step.abs() > 1e-12 {
        let next = 0.5 * (root + x / root);
        step = stop_gradient(next - root);
        root = next;
    }
    root
}

#[differentiable]
fn loop_with_a_break(x: f64) -> f64 {
    let mut y = x;
    let mut count = 0;
    loop {
        y *= x;
        count += 1;
        if count == 4 {
            break;
        }
    }
    y
}

#[differentiable]
fn inactive_values_change(x: &[f64]) -> f64 {
    let mut weight = 1.0;
    let mut weights = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        weight *= 1.5;
        weights[i] = weight;
        sum += weight * x[i] * x[i];
        weight += 0.25;
        weights[0] = 2.0;
        sum += weights[i] * x[i];
    }
    sum * weight
}

#[differentiable]
fn bound_changes_in_the_body(x: f64) -> f64 {
    let mut n = 3;
    let mut y = x;
    for i in 0..n {
        n += i;
        y *= x;
    }
    y * n as f64
}

#[differentiable]
fn local_of_the_body(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let square = x[i] * x[i];
        let shifted = square.exp() + sum;
        let square = shifted * square;
        sum += square;
    }
    sum
}

#[differentiable]
fn vector_of_the_body(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let mut powers = vec![1.0; i + 1];
        for k in 1..=i {
            powers[k] = powers[k - 1] * x[i];
        }
        sum += powers[i] * powers[i / 2];
    }
    sum
}

#[differentiable]
fn variable_of_the_loop_shadows(x: f64, i: usize) -> f64 {
    let mut sum = x;
    for i in 0..i {
        let x = x * i as f64;
        sum += x * x;
        for i in 0..i {
            sum *= 1.0 + 0.1 * i as f64;
        }
    }
    sum * i as f64
}

#[differentiable]
fn empty_ranges(x: f64) -> f64 {
    let mut y = x * x;
    for _ in 5..5 {
        y *= f64::NAN;
    }
    #[allow(clippy::reversed_empty_ranges)]
    for i in 5..2 {
        y *= i as f64;
    }
    while y.is_nan() {
        y = x.ln();
    }
    y
}

#[differentiable]
fn backwards(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in (0..x.len()).rev() {
        sum = sum * 0.5 + x[i];
        sum *= sum;
    }
    sum
}

#[differentiable]
fn collatz_of_indices(x: &[f64], start: usize) -> f64 {
    let mut k = start;
    let mut product = 1.0;
    for _ in 0..6 {
        product *= x[k];
        k = if k % 2 == 0 { k / 2 } else { (3 * k + 1) % x.len() };
    }
    product
}

/// The sum is wanted on the way back, but by what is computed again alone.
#[differentiable]
fn sum_behind_a_linear_value(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v;
    }
    let mut waves = 0.0;
    for v in x {
        let phase = sum + v;
        waves += phase * phase;
    }
    waves
}

gradients! {
    sum_behind_a_linear_value: (&[0.3, -0.8, 0.9]);
    collatz_of_indices: (&[0.5, 1.5, 2.0, 0.7, 1.1], 3);
    backwards: (&[0.5, -0.5, 0.2]), (&[]);
    over_a_range: (&[0.5, -1.5, 2.0]), (&[]), (&[0.7]);
    over_an_inclusive_range: (0.5, 4), (0.5, 1), (0.5, 0);
    power_by_products: (0.5, 5), (0.5, 1), (0.5, 0), (0.0, 3);
    over_elements: (&[0.5, -1.5, 2.0]), (&[]), (&[0.7]);
    over_a_local_vector: (&[0.5, -1.5, 2.0]), (&[]);
    while_of_a_counter: (&[0.5, -1.5, 2.0, 0.1, 3.0]), (&[0.5]), (&[]);
    while_of_a_number: (0.9), (0.05);
    newton: (2.0), (1.0);
    loop_with_a_break: (0.9);
    inactive_values_change: (&[0.5, -1.5, 2.0]), (&[]);
    bound_changes_in_the_body: (0.9);
    local_of_the_body: (&[0.5, -0.5, 0.2]), (&[]);
    vector_of_the_body: (&[0.5, -1.5, 0.2]), (&[]);
    variable_of_the_loop_shadows: (0.9, 3), (0.9, 0);
    empty_ranges: (0.9);
    over_inactive_items: (0.5, 3, "banana"), (0.5, 0, "");
}

in_every_policy! {
    in_step: (&[0.5, -1.5, 2.0], &[0.1, 0.2, 0.3], &[1, 2, 3]), (&[0.5], &[0.1, 0.2], &[]), (&[], &[], &[1]);
    nested: (&[0.5, -1.5, 2.0, 0.1], 4), (&[0.5], 1), (&[], 0);
    recurrence: (0.5, 5), (0.5, 0);
}

/// Slices in slices, by every spelling of the inner loop.
mod nested_slices {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn teams(teams: &[&[f64]], m: &[Vec<f64>; 2]) -> f64 {
        let mut s = 0.0;
        for team in teams {
            for p in *team {
                s += p * p;
            }
            for (k, p) in team.iter().enumerate() {
                s += p.sin() * k as f64;
            }
        }
        for row in m.iter() {
            for p in row {
                s += p * p * p;
            }
        }
        s
    }

    #[test]
    fn have_cotangents_in_vectors() {
        let of_m = vec![3.0, 12.0];
        let (teams_bar, m_bar) = teams::gradient(&[&[1.0, 0.0], &[3.0]], &[vec![1.0, 2.0], vec![]]);
        assert_eq!((teams_bar, m_bar), (vec![vec![2.0, 1.0], vec![6.0]], [of_m, vec![]]));
    }
}
