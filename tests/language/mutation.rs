//! `let mut`: assignments to variables, elements and fields.

use ad_runtime::prelude::*;
use num_complex::Complex64;

#[differentiable]
fn compound_assignments(x: f64, y: f64) -> f64 {
    let mut z = x;
    z += y;
    z *= x;
    z -= y * z;
    z /= y;
    z += z;
    z *= z;
    z -= 0.5;
    z /= 3.0;
    z
}

#[differentiable]
fn assigned_by_itself(x: f64) -> f64 {
    let mut y = x;
    y = y * y;
    y = y.sin() + y;
    y = y;
    y = -y;
    y = 2.0 - y * x;
    y
}

#[differentiable]
fn copies_are_values(x: f64) -> f64 {
    let mut y = x * x;
    let before = y;
    y *= x;
    let between = y;
    y = 3.0 * y;
    before * between * y
}

#[differentiable]
fn references_end_before_the_write(x: f64) -> f64 {
    let mut y = x * x;
    let r = &y;
    let z = r * x;
    y = z * y;
    let r = &y;
    r * z
}

#[allow(unused_assignments)]
#[differentiable]
fn overwritten(x: f64) -> f64 {
    let mut y = x.exp();
    y = 2.0;
    let z = y * x;
    y = z;
    y * x
}

#[differentiable]
fn inactive_at_first(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    let mut z = 2.0;
    for _ in 0..n {
        z *= y;
        y = x * z;
    }
    let w = z * y;
    y = 5.0;
    w * y
}

#[differentiable]
fn inactive_factors_change(x: f64) -> f64 {
    let mut factor = 2.0;
    let a = factor * x * x;
    factor = 3.0;
    let b = factor * a * a;
    factor *= 2.0;
    factor += 1.0;
    a * b * factor
}

#[differentiable]
fn elements(x: &[f64]) -> f64 {
    let mut v = [0.0; 4];
    v[0] = x[0] * x[1];
    v[1] = v[0] * x[0];
    v[0] *= v[1];
    v[2] += v[0];
    v[2] -= x[1];
    v[3] = v[2] / v[0];
    v[3] /= v[1];
    v[3] + v[2] * v[1]
}

#[differentiable]
fn elements_by_elements(x: &[f64]) -> Vec<f64> {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        v[i] = v[i - 1] * v[i] + x[i];
        v[0] += v[i];
        v[i] += v[i];
        v[i] *= v[0];
    }
    v
}

#[differentiable]
fn swapped_by_hand(x: &[f64]) -> f64 {
    let mut v = [x[0], x[1]];
    let first = v[0];
    v[0] = v[1];
    v[1] = first;
    let mut sum = v[0] * 2.0 + v[1] * v[1] * v[1];
    let t = sum;
    sum = v[0];
    sum * t
}

#[differentiable]
fn indices_change(x: &[f64]) -> f64 {
    let mut k = 0;
    let mut v = [0.0; 3];
    v[k] = x[0];
    k += 1;
    v[k] = x[1] * v[k - 1];
    let before = k;
    k = 2;
    v[k] = v[before] * v[before - 1];
    k = 0;
    v[k] * v[2]
}

#[differentiable]
fn matrices_of_arrays(x: f64) -> f64 {
    let mut a = [[x, 1.0], [2.0, x * x]];
    a[0][1] = a[0][0] * a[1][1];
    a[1] = [a[0][1], a[0][0]];
    a[1][0] *= a[1][1];
    let row = a[1];
    a[1][0] = 7.0;
    row[0] * row[1] + a[1][0] * a[0][1]
}

#[differentiable]
fn rows_of_vectors(x: &[f64], n: usize) -> f64 {
    let mut a = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            a[i][j] = x[i] * x[j];
            if j > 0 {
                a[i][j] += a[i][j - 1];
            }
        }
    }
    let mut trace = 1.0;
    for i in 0..n {
        trace *= a[i][i];
    }
    trace
}

#[differentiable]
fn whole_vectors(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let w = v.clone();
    v[0] = 3.0 * w[1];
    let mut u = v.clone();
    u[1] *= v[0];
    v = u;
    v[1] *= w[0];
    v = vec![v[0] * v[1], 1.0, v[0]];
    v[0] * v[2] + v[1]
}

#[differentiable]
fn vectors_of_other_lengths(x: f64, n: usize) -> f64 {
    let mut v = vec![x];
    for i in 0..n {
        let mut longer = vec![0.0; v.len() + 1];
        for k in 0..v.len() {
            longer[k] += v[k] * x;
            longer[k + 1] += v[k];
        }
        v = longer;
        v[i] += 1.0;
    }
    let mut sum = 0.0;
    for c in &v {
        sum = sum * x + c;
    }
    sum
}

#[differentiable]
fn fields_of_tuples(x: f64, y: f64) -> f64 {
    let mut pair = (x, (y, 1.0));
    pair.0 *= y;
    pair.1.1 = pair.0 * pair.1.0;
    pair.1.0 += pair.1.1;
    let inner = pair.1;
    pair.1 = (2.0, x);
    inner.0 * inner.1 + pair.1.0 * pair.1.1 + pair.0
}

#[differentiable]
fn parts_of_complex_numbers(x: f64, y: f64) -> f64 {
    let mut z = Complex64::new(x, 1.0);
    z.im = y * z.re;
    z.re *= 2.0;
    z.im += x;
    z *= z;
    z.re -= z.im;
    z.im /= x;
    z.re * z.im
}

#[differentiable]
fn parts_of_complex_elements(x: &[f64]) -> f64 {
    let mut z = [Complex64::new(0.0, 1.0); 3];
    for i in 0..3 {
        z[i].re = x[i] * x[0];
        z[i].im += x[i];
        z[0].im *= z[i].re;
    }
    (z[0] * z[1] / z[2]).im
}

#[differentiable]
fn in_branches_and_loops(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut best = 0.0;
    for i in 0..n {
        if i % 2 == 0 {
            y *= 1.5 * x;
        } else {
            let old = y;
            y = old.sin() * 3.0;
        }
        if y > best {
            best = y;
        }
    }
    best * y
}

#[differentiable]
fn order_of_evaluation(x: f64) -> f64 {
    let mut y = x;
    let z = y * {
        y *= 2.0;
        y
    } + y;
    let w = (y, {
        y = z * x;
        y
    });
    z * y + w.0 * w.1
}

#[differentiable]
fn destructured(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    a *= b;
    b += a;
    let (mut c, d) = (a, b);
    c *= d;
    a * b * c
}

#[differentiable]
fn inactive_vectors_grow(x: &[f64], threshold: f64) -> f64 {
    let mut chosen = Vec::new();
    for i in 0..x.len() {
        if x[i] > threshold {
            chosen.push(i);
        }
    }
    chosen.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = 0.0;
    for &i in &chosen {
        sum = sum * x[i] + x[i];
    }
    sum * chosen.len() as f64
}

#[differentiable]
fn index_expressions(x: &[f64], order: &[usize]) -> f64 {
    let mut v = vec![1.0; x.len()];
    for i in 0..x.len() {
        v[order[i]] *= x[i] + v[order[order[i]]];
        v[x.len() - 1 - i] += x[order[i]];
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += v[i] * v[order[i]];
    }
    sum
}

gradients! {
    compound_assignments: (1.5, 0.5);
    assigned_by_itself: (0.7);
    copies_are_values: (0.7);
    references_end_before_the_write: (0.7);
    overwritten: (0.7);
    inactive_factors_change: (0.7);
    elements: (&[0.7, 1.3]);
    swapped_by_hand: (&[0.7, 1.3]);
    indices_change: (&[0.7, 1.3]);
    matrices_of_arrays: (0.7);
    rows_of_vectors: (&[0.7, 1.3, -0.4], 3), (&[], 0);
    whole_vectors: (&[0.7, 1.3]);
    fields_of_tuples: (0.7, 1.3);
    parts_of_complex_elements: (&[0.7, 1.3, 0.4]);
    in_branches_and_loops: (0.7, 5), (0.7, 0);
    order_of_evaluation: (0.7);
    destructured: (0.7, 1.3);
    inactive_vectors_grow: (&[0.7, 1.3, -0.4, 0.5], 0.0), (&[0.7], 3.0), (&[], 0.0);
    inactive_at_first: (0.7, 3), (0.7, 1), (0.7, 0);
    vectors_of_other_lengths: (0.7, 3), (0.7, 0);
}

pullbacks! {
    elements_by_elements: (&[0.7, 1.3, -0.4, 0.2]), (&[0.7]), (&[]);
}

in_every_policy! {
    index_expressions: (&[0.7, 1.3, -0.4], &[2, 0, 1]), (&[], &[]);
    parts_of_complex_numbers: (0.7, 1.3);
}
