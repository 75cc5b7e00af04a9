use ad_runtime::prelude::*;

mod model {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn square(x: f64) -> f64 {
        x * x
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    model::square(x)
}

fn main() {}
