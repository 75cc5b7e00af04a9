use ad_runtime::prelude::*;

async fn later(x: f64) -> f64 {
    x
}

#[differentiable]
async fn f(x: f64) -> f64 {
    later(x).await
}

fn main() {}
