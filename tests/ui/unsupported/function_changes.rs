use ad_runtime::prelude::*;

#[differentiable]
fn each(mut f: impl FnMut(f64) -> f64, x: &[f64]) -> f64 {
    x.iter().map(|v| f(*v)).sum()
}

#[differentiable]
fn running(x: &[f64]) -> f64 {
    let mut total = 0.0;
    each(
        |v| {
            total += v;
            total
        },
        x,
    )
}

#[differentiable]
fn counted(x: &[f64]) -> f64 {
    let mut seen = Vec::new();
    each(
        |v| {
            seen.push(1);
            v * seen.len() as f64
        },
        x,
    )
}

fn main() {}
