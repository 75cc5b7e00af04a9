//! Complex numbers and the functions between them and the reals.

use ad_runtime::prelude::*;
use num_complex::{Complex, Complex32, Complex64, c64};

#[differentiable]
fn holomorphic(z: Complex64, w: Complex64) -> Complex64 {
    (z * w).exp() / (z + w.sin()) - z * 2.0 + 3.0 * w
}

#[differentiable]
fn not_holomorphic(z: Complex64) -> Complex64 {
    z.conj() * z + Complex64::from(z.re) * z.im + Complex64::from(z.norm())
}

#[differentiable]
fn parts(z: Complex64) -> f64 {
    z.re * z.im + z.re * z.norm_sqr() - z.arg() + z.l1_norm()
}

#[differentiable]
fn reals_and_complexes(x: f64, z: Complex64) -> Complex64 {
    x * z + z * x + z / x + x / z + (z - x) + (x - z) + (x + z) + (z + x)
}

#[differentiable]
fn constructors(x: f64, y: f64) -> Complex64 {
    Complex::new(x, y) * Complex64::new(y, 2.0)
        + Complex::from(x) * Complex64::from_polar(x, y)
        + Complex::cis(x) * Complex::new(1.0, x) * c64(0.0, 1.0)
}

#[differentiable]
fn imaginary_unit(x: f64) -> f64 {
    let i = Complex64::i();
    const UNIT: Complex64 = Complex64::I;
    ((i * x).exp() * (UNIT * 2.0 + x)).im
}

#[differentiable]
fn powers(z: Complex64, w: Complex64, x: f64) -> Complex64 {
    z.powi(3) + z.powf(x) * z.powc(w) + z.sqrt() * z.inv() + z.ln()
}

#[differentiable]
fn out_and_in_again(z: Complex64) -> Complex64 {
    let r = z.norm();
    let phi = z.arg();
    Complex64::from_polar(r.sqrt(), phi / 2.0) * r
}

#[differentiable]
fn polar(z: Complex64) -> f64 {
    let (r, phi) = z.to_polar();
    r * phi
}

#[differentiable]
fn comparisons(z: Complex64, w: Complex64) -> Complex64 {
    if z.re > w.re && z.norm() > 0.1 { z * w } else { z / w }
}

#[differentiable]
fn accumulated(z: &[Complex64], x: &[f64]) -> Complex64 {
    let mut sum = Complex64::new(0.0, 0.0);
    for (z, x) in z.iter().zip(x) {
        sum += z * x;
        sum *= z;
        sum -= x;
    }
    sum
}

#[differentiable]
fn polynomial(coefficients: &[f64], z: Complex64) -> Complex64 {
    let mut value = Complex64::from(0.0);
    for c in coefficients.iter() {
        value = value * z + c;
    }
    value
}

#[differentiable]
fn discrete_fourier_transform(x: &[f64]) -> Vec<Complex64> {
    let n = x.len();
    let mut y = vec![Complex64::new(0.0, 0.0); n];
    for k in 0..n {
        for j in 0..n {
            let angle = -2.0 * std::f64::consts::PI * (j * k) as f64 / n as f64;
            y[k] += x[j] * Complex64::cis(angle);
        }
    }
    y
}

#[differentiable]
fn mandelbrot(c: Complex64, n: usize) -> f64 {
    let mut z = Complex64::new(0.0, 0.0);
    for _ in 0..n {
        z = z * z + c;
        if z.norm_sqr() > 4.0 {
            break;
        }
    }
    z.norm_sqr()
}

#[differentiable]
fn single_precision(z: Complex32, x: f32) -> f32 {
    (z * x).sin().re + z.im
}

#[differentiable]
fn unary(z: Complex64) -> Complex64 {
    let w = -z;
    -(w * -z) + 1.0 * w
}

gradients! {
    parts: (c64(0.7, 0.2)), (c64(-0.7, -0.2));
    imaginary_unit: (0.7);
    polar: (c64(0.7, 0.2));
    single_precision: (Complex32::new(0.7, 0.2), 0.5);
    mandelbrot: (c64(0.3, 0.2), 5), (c64(1.3, 0.2), 5), (c64(1.3, 0.2), 0);
}

pullbacks! {
    holomorphic: (c64(0.7, 0.2), c64(-0.3, 1.1));
    not_holomorphic: (c64(0.7, 0.2));
    powers: (c64(0.7, 0.2), c64(-0.3, 1.1), 1.5);
    comparisons: (c64(0.7, 0.2), c64(-0.3, 1.1)), (c64(-0.7, 0.2), c64(0.3, 1.1));
    accumulated: (&[c64(0.7, 0.2), c64(-0.3, 1.1)], &[0.5, 0.6]), (&[], &[]);
    unary: (c64(0.7, 0.2));
    constructors: (0.7, 0.2);
    out_and_in_again: (c64(0.7, 0.2));
    polynomial: (&[0.5, 0.6, 0.7], c64(0.7, 0.2)), (&[], c64(0.7, 0.2));
    discrete_fourier_transform: (&[0.5, 0.6, 0.7]), (&[]);
}

in_every_policy! {
    reals_and_complexes: (0.7, c64(-0.3, 1.1));
}
