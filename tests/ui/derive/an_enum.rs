use ad_runtime::prelude::*;

#[derive(Differentiable)]
enum Shape {
    Circle(f64),
    Square { side: f64 },
}

fn main() {}
