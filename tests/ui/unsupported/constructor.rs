use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Celsius(f64);

enum Shape {
    Circle(f64),
}

#[differentiable]
fn f(x: f64) -> f64 {
    let warm = Celsius(x);
    let Shape::Circle(_radius) = Shape::Circle(x);
    warm.0 * 2.0
}

fn main() {}
