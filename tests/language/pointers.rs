//! `Box`, `Rc` and `Arc`: the cotangent of a pointer is that of what it leads to.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone, Debug, Differentiable, Probe)]
struct Pair {
    a: f64,
    b: f64,
}

#[derive(Clone, Debug, Differentiable)]
struct Shared {
    pair: Rc<Pair>,
    ends: Box<[f64; 2]>,
    rest: Arc<Vec<f64>>,
}

#[differentiable]
fn boxed(x: f64) -> f64 {
    let b = Box::new(x * x);
    *b * 2.0 + b.sin()
}

#[differentiable]
fn counted(x: f64) -> f64 {
    let p = Rc::new(Pair { a: x, b: x * x });
    let (q, r) = (Rc::clone(&p), p.clone());
    p.a * q.b * r.a
}

#[differentiable]
fn looped(x: f64) -> f64 {
    let v = Arc::new(vec![x, x * 2.0]);
    let mut sum = 0.0;
    for v in v.iter() {
        sum += v * v;
    }
    sum * v[0]
}

#[differentiable]
fn of_fields(shared: &Shared, x: f64) -> f64 {
    shared.pair.a * shared.ends[1] * x + shared.rest.iter().map(|r| r * x).sum::<f64>() + shared.pair.b
}

#[differentiable]
fn made_of_pointers(x: f64) -> f64 {
    let pair = Rc::new(Pair { a: x, b: 1.0 });
    let shared = Shared { pair, ends: Box::new([x, x * x]), rest: Arc::new(vec![x; 3]) };
    of_fields(&shared, x)
}

#[differentiable]
fn assigned(x: f64) -> f64 {
    let mut b = Box::new(x);
    let mut p = Box::new(Pair { a: x, b: 1.0 });
    for _ in 0..2 {
        *b *= x;
        *b += p.a;
        p.a *= *b;
        p.b = p.a * x;
    }
    *b * p.b
}

#[differentiable]
fn parameter(x: Box<f64>, y: &Rc<f64>) -> f64 {
    *x * **y
}

#[test]
fn as_parameters() {
    assert_eq!(parameter::gradient(Box::new(3.0), &Rc::new(2.0)), (2.0, 3.0));
    let pair = Rc::new(Pair { a: 2.0, b: 1.0 });
    let shared = Shared { pair, ends: Box::new([1.0, 3.0]), rest: Arc::new(vec![1.0]) };
    let (shared_bar, x_bar) = of_fields::gradient(&shared, 2.0);
    assert_eq!((shared_bar.pair.a, shared_bar.pair.b), (6.0, 1.0));
    assert_eq!((shared_bar.ends, shared_bar.rest, x_bar), ([0.0, 4.0], vec![2.0], 7.0));
}

gradients! {
    boxed: (1.5);
    counted: (1.5);
    looped: (1.5);
    made_of_pointers: (1.5);
    assigned: (0.7);
}
