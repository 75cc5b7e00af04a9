use ad_runtime::prelude::*;
use std::cell::Cell;

#[differentiable]
fn behind_a_reference(x: f64) -> f64 {
    let y = Cell::new(x);
    y.set(y.get() * 2.0);
    y.get()
}

#[differentiable]
fn behind_a_lock(x: f64) -> f64 {
    let y = std::sync::Mutex::new(x);
    let y = *y.lock().unwrap();
    y
}

#[differentiable]
fn elsewhere(x: f64) -> f64 {
    let y = std::thread::spawn(move || x * x);
    y.join().unwrap()
}

fn main() {}
