use ad_runtime::differentiable;

fn stop_gradient(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn f(x: f64) -> f64 {
    stop_gradient(x) * x
}

fn main() {
    f(1.0);
}
