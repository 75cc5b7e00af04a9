use ad_runtime::prelude::*;

enum Shape {
    Circle(f64),
}

#[differentiable]
fn f(x: f64) -> f64 {
    let Shape::Circle(radius) = Shape::Circle(x);
    radius * radius
}

fn main() {}
