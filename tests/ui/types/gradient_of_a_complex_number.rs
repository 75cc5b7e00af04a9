use ad_runtime::prelude::*;
use num_complex::Complex;

#[differentiable]
fn square(z: Complex<f64>) -> Complex<f64> {
    z * z
}

fn main() {
    let _ = square::gradient(Complex::new(1.0, 2.0));
}
