use ad_runtime::prelude::*;

#[differentiable]
fn returns(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(snapshots = 4)]
    for _ in 0..10 {
        y = y.sin();
        if y < 0.1 {
            return y;
        }
    }
    y
}

#[differentiable]
fn without_number(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint]
    while y > 0.1 {
        y *= 0.9;
    }
    y
}

fn noise() -> f64 {
    0.3
}

#[differentiable]
fn draws(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(snapshots = 4)]
    for _ in 0..10 {
        y = y.sin() + noise();
    }
    y
}

#[differentiable]
fn of_a_function(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(snapshots = 4)]
    for _ in 0..10 {
        y = f(y);
    }
    y
}

#[differentiable]
fn over_a_chain(x: &[f64], y0: f64) -> f64 {
    let mut y = y0;
    #[checkpoint(snapshots = 4)]
    for v in x.iter().filter(|v| **v > 0.0) {
        y = (y * v).sin();
    }
    y
}

#[differentiable]
fn on_a_block(x: f64) -> f64 {
    #[checkpoint(snapshots = 4)]
    {
        x * x
    }
}

fn main() {}
