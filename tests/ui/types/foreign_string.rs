use ad_runtime::prelude::*;

mod model {
    use ad_runtime::prelude::*;

    #[derive(Differentiable)]
    pub struct String {
        pub tension: f64,
    }
}
use model::String;

#[differentiable]
fn f(s: &String) -> f64 {
    s.tension * s.tension
}

fn main() {}
