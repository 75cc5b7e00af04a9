use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Disc {
    radius: f64,
}

#[differentiable]
impl Disc {
    fn area(self: Box<Self>) -> f64 {
        self.radius * self.radius
    }
}

fn main() {}
