use ad_runtime::prelude::*;

#[differentiable]
fn f(x: f64, n: i32) -> f64 {
    fn power(n: i32) -> i32 {
        n
    }
    let y = {
        fn power(n: i32) -> i32 {
            n + 1
        }
        x.powi(power(n))
    };
    y * x.powi(power(n))
}

fn main() {}
