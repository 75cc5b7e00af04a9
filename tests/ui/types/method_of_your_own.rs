use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

impl Point {
    fn norm(&self) -> f64 {
        self.x.abs() + self.y.abs()
    }
}

#[differentiable]
fn f(p: &Point) -> f64 {
    p.norm()
}

fn main() {}
