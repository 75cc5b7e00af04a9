//! Iterators that have a name, and are advanced by hand.

use ad_runtime::prelude::*;

#[differentiable]
fn first_apart(x: &[f64]) -> f64 {
    let mut items = x.iter();
    let mut sum = *items.next().unwrap();
    for item in items {
        sum = sum * 2.0 + item;
    }
    sum
}

#[differentiable]
fn pairs(x: &[f64]) -> f64 {
    let mut items = x.iter().peekable();
    let mut sum = 0.0;
    while let Some(item) = items.next() {
        if let Some(next) = items.peek() {
            sum += item * **next;
        }
    }
    sum
}

#[differentiable]
fn kept(x: &[f64], k: f64) -> f64 {
    let steps = x.iter().zip(x.iter().skip(1)).map(|(a, b)| a * b * k);
    let start = k * 2.0;
    steps.fold(start, |a, b| a * b + a)
}

#[differentiable]
fn or_nothing(x: &[f64]) -> Option<f64> {
    let mut items = x.iter().copied();
    let first = items.next()?;
    Some(items.fold(first, |a, b| a * 0.5 + b * b))
}

#[differentiable]
fn several(x: &[f64]) -> f64 {
    let mut items = x.iter();
    let Some(first) = items.next() else { return 0.0 };
    let (a, b) = (items.next().unwrap(), items.next().unwrap());
    first * a * 2.0 + b * items.len() as f64 + items.map(|item| item * first).sum::<f64>()
}

#[differentiable]
fn stopped(x: &[f64]) -> f64 {
    let mut items = x.iter();
    let mut sum = 0.0;
    loop {
        match items.next() {
            Some(item) => sum += item * item,
            None => break,
        }
        if sum > 1.0 {
            break;
        }
    }
    sum + items.map(|item| item.sin()).sum::<f64>()
}

#[differentiable]
fn of_parts(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for start in 0..2 {
        let mut items = x[start..].iter();
        if let Some(item) = items.next() {
            sum += item * items.next().unwrap();
        }
    }
    sum
}

gradients! {
    first_apart: (&[0.3, 0.4, 0.5, 0.6]), (&[0.3]);
    pairs: (&[0.3, 0.4, 0.5, 0.6]), (&[0.3]), (&[]);
    kept: (&[0.3, 0.4, 0.5], 0.7), (&[], 0.7);
    or_nothing: (&[0.3, 0.4, 0.5]), (&[0.3]), (&[]);
    several: (&[0.3, 0.4, 0.5, 0.6, 0.7]), (&[0.3, 0.4, 0.5]), (&[]);
    stopped: (&[0.3, 0.4, 0.5]), (&[1.2, 0.4, 0.5]), (&[]);
    of_parts: (&[0.3, 0.4, 0.5]);
}
