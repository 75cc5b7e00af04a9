use ad_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Acc {
    v: f64,
}

#[differentiable]
impl Acc {
    fn step(&mut self, k: f64) -> f64 {
        self.v *= k;
        self.v
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut s = Acc { v: x };
    assert!(s.step(2.0) > 0.0);
    s.v
}

fn main() {}
