use ad_runtime::prelude::*;

#[derive(Differentiable)]
struct Disc {
    radius: f64,
}

impl Disc {
    #[differentiable]
    fn grow(&mut self, by: f64) -> f64 {
        self.radius += by;
        self.radius
    }
}

fn main() {}
