//! Operators and elementary functions of complex numbers, and the ways between real and complex ones.

use num_complex::{Complex64, c64};

rules! {
    product(a: Complex64, b: Complex64) -> Complex64 { a * b } at (c64(0.3, -1.2), c64(0.7, 0.4));
    quotient(a: Complex64, b: Complex64) -> Complex64 { a / b } at (c64(0.3, -1.2), c64(0.7, 0.4));
    real_and_complex(a: f64, b: Complex64) -> Complex64 { a * b + a - b / a } at (0.6, c64(0.7, 0.4));
    divided_into_a_real(a: f64, b: Complex64) -> Complex64 { a / b } at (0.6, c64(0.7, 0.4));
    sine(z: Complex64) -> Complex64 { z.sin() } at (c64(0.3, -0.4));
    arc_tangent(z: Complex64) -> Complex64 { z.atan() } at (c64(0.3, -0.4));
    hyperbolic_tangent(z: Complex64) -> Complex64 { z.tanh() } at (c64(0.3, -0.4));
    exponential(z: Complex64) -> Complex64 { z.exp() } at (c64(0.3, -0.4));
    logarithm(z: Complex64) -> Complex64 { z.ln() } at (c64(0.3, -0.4));
    square_root(z: Complex64) -> Complex64 { z.sqrt() } at (c64(0.3, -0.4));
    integer_power(z: Complex64, n: i32) -> Complex64 { z.powi(n) } at (c64(0.3, -0.4), 3);
    complex_power(z: Complex64, p: Complex64) -> Complex64 { z.powc(p) } at (c64(0.3, -0.4), c64(0.7, 0.2));
    parts(z: Complex64) -> f64 { z.re * z.im } at (c64(0.3, -0.4));
    conjugate(z: Complex64) -> Complex64 { z.conj() } at (c64(0.3, -0.4));
    modulus(z: Complex64) -> f64 { z.norm() } at (c64(0.3, -0.4));
    argument(z: Complex64) -> f64 { z.arg() } at (c64(0.3, -0.4)) at (c64(-0.3, 0.4));
    polar(z: Complex64) -> (f64, f64) { z.to_polar() } at (c64(0.3, -0.4));
    scaled(z: Complex64, t: f64) -> Complex64 { z.scale(t) } at (c64(0.3, -0.4), 1.7);
    of_parts(x: f64, y: f64) -> Complex64 { Complex64::new(x, y) } at (0.3, -0.4);
    of_polar(r: f64, t: f64) -> Complex64 { Complex64::from_polar(r, t) } at (1.3, -0.4);
    on_the_circle(t: f64) -> Complex64 { Complex64::cis(t) } at (-0.4);
}
