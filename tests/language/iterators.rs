//! Iterators of std, as heads of loops and as values.

use ad_runtime::prelude::*;
use num_traits::Float;
use std::iter::Sum;

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).sum::<f64>().sqrt()
}

#[differentiable]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum()
}

#[differentiable]
fn weighted(x: &[f64], w: &Vec<f64>) -> f64 {
    let total: f64 = w.iter().sum();
    let mean = x.iter().zip(w.iter()).map(|(&x, &w)| x * w).sum::<f64>() / total;
    x.iter().map(|&x| (x - mean).powi(2)).fold(0.0, |sum, d| sum + d) / x.len() as f64
}

#[differentiable]
fn heads(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate().skip(1).step_by(2) {
        s += v * i as f64 * x[i - 1];
    }
    for (a, b) in x.iter().rev().zip(y.iter()) {
        s *= a * b + 1.0;
    }
    for pair in x.windows(2) {
        s += pair[0] * pair[1];
    }
    for chunk in y.chunks(2) {
        let mut p = 1.0;
        for v in chunk {
            p *= v;
        }
        s += p;
    }
    for c in x.chunks_exact(2) {
        s += c[0] / c[1];
    }
    for i in (0..x.len()).rev().take(2) {
        s += x[i] * x[i];
    }
    for v in x.iter().copied().take(2).rev() {
        s = s * v + v;
    }
    s
}

#[differentiable]
fn chains(x: &[f64]) -> f64 {
    let big: f64 = x.iter().filter(|v| **v > 0.5).map(|v| v * 2.0).sum();
    let some: f64 = x.iter().filter_map(|&v| if v > 0.0 { Some(v * v) } else { None }).sum();
    let first: f64 = x.iter().take_while(|&&v| v < 1.0).map(|v| v.exp()).sum();
    let last: f64 = x.iter().skip_while(|v| **v < 1.0).sum();
    let all = (0..x.len()).map(|i| x[i] * i as f64).fold(1.0, |p, v| p * (v + 1.0));
    let both: f64 = x.iter().chain(x.iter().rev()).product();
    let most = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    big * some + first * last + all * both + most
}

#[differentiable]
fn collected(x: &[f64]) -> f64 {
    let squares: Vec<f64> = x.iter().map(|v| v * v).collect();
    let halves = squares.iter().map(|s| s * 0.5 + x[0]).collect::<Vec<_>>();
    let (a, b): (Vec<f64>, Vec<f64>) = x.iter().map(|v| (v * 2.0, v.sin())).unzip();
    let mut s = 0.0;
    for i in 0..x.len() {
        s += squares[i] * halves[i] * a[i] + b[i];
    }
    s
}

#[differentiable]
fn loops_over_chains(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for v in x.iter().map(|v| v * v).filter(|v| *v > 0.1) {
        if v > 2.0 {
            continue;
        }
        s *= v + 1.0;
        if s > 100.0 {
            break;
        }
    }
    x.iter().enumerate().for_each(|(i, v)| s += v * i as f64);
    s
}

#[differentiable]
fn matrix(a: &[Vec<f64>], x: &[f64]) -> f64 {
    let y: Vec<f64> = a.iter().map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum::<f64>()).collect();
    y.iter().map(|v| v * v).sum()
}

#[differentiable]
fn flattened(a: &[Vec<f64>]) -> f64 {
    let s: f64 = a.iter().flat_map(|row| row.iter()).map(|v| v * v).sum();
    let t: f64 = a.iter().flatten().sum();
    s * t
}

#[differentiable]
fn scanned(x: &[f64]) -> f64 {
    x.iter()
        .scan(1.0, |state, v| {
            *state = *state * v + 0.5;
            Some(*state)
        })
        .map(|v| v * v)
        .sum()
}

#[differentiable]
fn in_place(x: Vec<f64>, k: f64) -> f64 {
    let mut y = x;
    for v in y.iter_mut() {
        *v *= k;
    }
    for (i, v) in y.iter_mut().enumerate() {
        *v = v.sin() + i as f64 * *v;
    }
    for v in &mut y {
        *v += k;
    }
    y.iter_mut().for_each(|v| *v = *v * *v);
    for (a, b) in y.iter_mut().zip([2.0, 3.0]) {
        *a *= b;
    }
    let (left, right) = y.split_at_mut(1);
    left[0] += right[0] * k;
    right[0] *= left[0];
    let last = &mut right[1];
    *last = *last * k + 1.0;
    y.iter().sum()
}

#[differentiable]
fn generic<T: Float + Sum>(x: &[T]) -> T {
    let n = T::from(x.len()).unwrap();
    let mean = x.iter().copied().sum::<T>() / n;
    x.iter().map(|&v| (v - mean) * (v - mean)).sum::<T>() / (n - T::one())
}

#[differentiable]
fn of_generic(x: &[f64]) -> f64 {
    generic(x)
}

#[differentiable]
fn counted(x: &[f64]) -> f64 {
    let n = x.iter().filter(|v| **v > 0.5).count();
    let any = x.iter().any(|&v| v > 100.0);
    let at = x.iter().position(|v| *v > 0.5).unwrap_or(0);
    if any { x[0] } else { x[at] * n as f64 }
}

#[differentiable]
fn reduced(x: &[f64]) -> f64 {
    let p = x.iter().copied().reduce(|a, b| a * b + 0.5);
    match p {
        Some(p) => p * x[0],
        None => 0.0,
    }
}

#[differentiable]
fn named(x: &[f64]) -> f64 {
    let f = |v: f64| v * x[0];
    let roots: Vec<f64> = x.iter().copied().map(f64::sqrt).map(f).collect();
    roots.into_iter().sum::<f64>() + x.iter().map(|v| helper(*v)).sum::<f64>()
}

#[differentiable]
fn helper(v: f64) -> f64 {
    v * v + 1.0
}

#[differentiable]
fn polynomial(c: &[f64], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |acc, &c| acc * x + c)
}

gradients! {
    norm: (&[0.7, 1.3, -0.4]);
    dot: (&[0.7, 1.3, -0.4], &[0.3, 2.0, 1.0]), (&[], &[]);
    weighted: (&[0.7, 1.3, -0.4], &vec![0.3, 2.0, 1.0]);
    heads: (&[0.7, 1.3, -0.4, 0.9, 1.1], &[0.3, 2.0, 1.0]);
    chains: (&[0.7, 0.3, 1.4, 0.9, -0.3]);
    collected: (&[0.7, 0.3, 1.4]), (&[0.5]);
    loops_over_chains: (&[0.7, 0.3, 1.2, 1.9]), (&[9.0, 1.4]), (&[1.4; 12]);
    matrix: (&[vec![0.7, 0.3], vec![1.4, -0.2], vec![0.1, 0.9]], &[1.1, 0.6]);
    flattened: (&[vec![0.7, 0.3], vec![1.4], vec![]]);
    scanned: (&[0.7, 0.3, 1.2]);
    in_place: (vec![0.7, 0.3, 1.2], 0.8);
    of_generic: (&[0.7, 0.3, 1.2]);
    counted: (&[0.3, 0.7, 1.2]);
    reduced: (&[0.7, 0.3, 1.2]), (&[]);
    named: (&[0.7, 0.3, 1.2]);
    polynomial: (&[0.7, 0.3, 1.2], 0.6);
}

mod more {
    use super::*;

    #[differentiable]
    fn adaptors_behind_map(x: &[f64], a: f64) -> f64 {
        let v = x.iter().map(|v| v * a).rev().collect::<Vec<_>>();
        let s: f64 = x.iter().map(|v| v * a).zip(x.iter().map(|v| v + a)).map(|(i, v)| i * v).sum();
        let t: f64 = x.iter().chain(x).enumerate().map(|(k, i)| i * k as f64 * a).sum();
        let u: f64 = x.iter().map(|v| v * v).step_by(2).sum();
        v[0] * 2.0 + v[1] + s * t + u
    }

    #[differentiable]
    fn predicates(x: &[f64], p: &[(f64, f64)]) -> f64 {
        let a: f64 = x.iter().take_while(|&v| *v > 0.0).sum();
        let b: f64 = p.iter().filter(|&(a, b)| *a < *b).map(|(a, b)| a * b).sum();
        let c: f64 = (0..x.len()).filter(|i| i % 2 == 0).map(|i| x[i]).sum();
        a * b + c
    }

    #[differentiable]
    fn least<T: Float>(x: &[T]) -> T {
        x.iter().copied().fold(x[0], T::min) + x.iter().copied().map(T::sin).fold(x[0], |a, b| a + b)
    }

    #[differentiable]
    fn of_least(x: &[f64]) -> f64 {
        least(x)
    }

    gradients! {
        adaptors_behind_map: (&[0.7, 0.3, 1.2], 0.8);
        predicates: (&[0.7, 0.3, 1.2, -0.4, 2.0], &[(0.3, 0.9), (1.2, 0.1), (0.4, 0.5)]);
        of_least: (&[0.7, 0.3, 1.2]);
    }
}

/// Consumers that choose among the items.
mod chosen {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn extremes(x: &[f64]) -> f64 {
        let least = x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
        let greatest = *x.iter().max_by(|a, b| a.total_cmp(b)).expect("there are some");
        let square = x.iter().map(|v| v * v).max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
        let other = x.iter().copied().min_by(|a, b| b.total_cmp(a)).unwrap_or(2.0);
        let none = x[..0].iter().copied().max_by(f64::total_cmp).unwrap_or(x[0]);
        (greatest - least) * square + other * other * none
    }

    #[differentiable]
    fn by_number(x: &[f64]) -> f64 {
        let last = x.iter().map(|v| v * v).last().unwrap();
        let second = x.iter().map(|v| v * 3.0).nth(1).unwrap();
        let first = x.iter().skip(1).map(|v| v.sin()).next().unwrap();
        let of_slice = x.iter().last().unwrap() * x.iter().nth(1).unwrap();
        let missing = x.iter().map(|v| v * v).nth(20).unwrap_or(x[1]);
        last * second + first * of_slice + missing
    }

    #[differentiable]
    fn searched(x: &[f64], limit: f64) -> f64 {
        let first = x.iter().map(|v| v * limit).find(|v| *v > 1.0).unwrap_or(limit * limit);
        let halved = x.iter().find_map(|v| if *v < 0.5 { Some(v / 2.0) } else { None });
        let nested = x.iter().flat_map(|v| [v * 2.0, v * v]).find(|v| *v > 2.0).unwrap_or(limit);
        first * halved.unwrap_or(3.0) + nested
    }

    #[differentiable]
    fn parted(x: &[f64], limit: f64) -> f64 {
        let (small, large): (Vec<f64>, Vec<f64>) = x.iter().map(|v| v * limit).partition(|v| *v < 1.0);
        let mut sum = 0.0;
        for (i, v) in small.iter().enumerate() {
            sum += v * (i as f64 + 1.0);
        }
        for v in &large {
            sum += v * v;
        }
        sum
    }

    gradients! {
        extremes: (&[0.3, 0.9, 1.4, -0.2]), (&[0.7]);
        by_number: (&[0.3, 0.9, 1.4, -0.2]), (&[0.3, 0.9]);
        searched: (&[0.9, 0.3, 1.4], 1.2), (&[0.9], 0.2), (&[], 2.0);
        parted: (&[0.3, 0.9, 1.4, 0.2], 1.2), (&[], 2.0);
    }
}

#[differentiable]
fn mapped_range_in_step(x: &[f64]) -> f64 {
    let zipped: f64 = (1..4).map(|i| i as f64 * x[0]).zip(x).map(|(a, b)| a * b).sum();
    let reversed: f64 = (0..x.len()).map(|i| x[i] * x[0]).rev().fold(1.0, |sum, v| sum * 0.5 + v);
    zipped * reversed
}

mod of_mapped_ranges {
    use super::*;

    gradients! {
        mapped_range_in_step: (&[0.3, 0.9, 1.4, -0.2]), (&[0.3]);
    }
}

/// Chains that stand for several loops: what ends one ends all.
mod several_loops {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn break_of_nested(v: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in v.iter().flat_map(|a| [*a, a * a]) {
            if x > 3.0 {
                break;
            }
            sum += x * x;
        }
        sum
    }

    #[differentiable]
    fn break_of_chained(v: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in v.iter().chain(v.iter()) {
            if *x > 3.0 {
                break;
            }
            sum += x * x;
        }
        sum
    }

    #[differentiable]
    fn labels(v: &[f64]) -> f64 {
        let mut sum = 0.0;
        'items: for x in v.iter().flat_map(|a| [*a, a * a]) {
            for k in 0..3 {
                if k == 1 && x > 2.0 {
                    continue 'items;
                }
                if x > 3.0 {
                    break 'items;
                }
                if k == 2 {
                    break;
                }
                sum += x * x;
            }
            sum += x;
        }
        sum
    }

    #[differentiable]
    fn nested_twice(v: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in v.iter().chain(v) {
            for y in v.iter().flat_map(|a| [*a, a * x]) {
                if y > 4.0 {
                    break;
                }
                sum += x * y;
            }
            if sum > 20.0 {
                break;
            }
        }
        sum
    }

    #[differentiable]
    fn ended(v: &[f64]) -> f64 {
        let squares: f64 = v.iter().chain(v).take_while(|x| **x < 3.0).map(|x| x * x).sum();
        let doubled: f64 = v.iter().chain(v.iter().rev()).map(|a| a * 2.0).filter(|a| *a > 2.5).take(2).sum();
        let mut sum = 0.0;
        for (n, x) in v.iter().flat_map(|a| [*a, a * a]).enumerate().skip(1).take(3) {
            sum += x * n as f64;
        }
        let products: f64 = v
            .iter()
            .flat_map(|a| [*a, a * a])
            .scan(1.0, |product, a| {
                *product *= a;
                if *product > 20.0 { None } else { Some(*product) }
            })
            .sum();
        squares + doubled * sum + products
    }

    /// The fourth is never asked for.
    #[differentiable]
    fn no_more_than_taken(v: &[f64]) -> f64 {
        (0..10).map(|i| v[i] * v[0]).take(3).sum()
    }

    #[differentiable]
    fn made(v: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in v.to_vec() {
            sum += x * x;
        }
        for x in &vec![v[0], v[1] * sum] {
            sum += x * sum;
        }
        let rows: Vec<f64> = v.iter().flat_map(|a| v.iter().map(|b| a * b).collect::<Vec<_>>()).collect();
        sum + rows[1] * rows[3]
    }

    #[differentiable]
    fn found(v: &[f64]) -> f64 {
        let limit = v[0] * 1.3;
        let first = v.iter().find(|a| **a > limit).unwrap();
        first * 2.0 + v.iter().find(|&&a| a > 100.0).copied().unwrap_or(v[0]) * limit
    }

    #[differentiable]
    fn extended(v: &[f64]) -> f64 {
        let mut w = vec![1.0];
        w.extend(v);
        w.extend(v.iter());
        w.extend(&v[1..]);
        w.extend(v.iter().map(|a| a * 2.0));
        w.extend(v.to_vec());
        w.iter().enumerate().map(|(i, w)| w * w * i as f64).sum()
    }

    gradients! {
        break_of_nested: (&[1.1, 2.1, 1.6]), (&[1.1, 4.1, 1.5]);
        break_of_chained: (&[1.1, 2.1, 1.6]), (&[1.1, 4.1, 1.5]), (&[]);
        labels: (&[1.1, 2.1, 1.6]), (&[1.51, 1.2, 1.7, 0.3, 2.1]);
        nested_twice: (&[1.1, 2.1, 1.6]), (&[1.51, 1.2, 1.7, 0.3, 2.1]);
        ended: (&[1.1, 2.1, 1.6]), (&[1.1, 4.1, 1.5]), (&[1.51, 1.2, 1.7, 0.3, 2.1]);
        no_more_than_taken: (&[1.1, 2.1, 1.6]);
        made: (&[1.1, 2.1, 1.6]);
        found: (&[1.1, 1.2, 1.6]);
        extended: (&[1.1, 1.2, 1.6]);
    }
}
