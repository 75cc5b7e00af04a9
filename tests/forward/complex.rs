//! Complex functions: derivatives by `z` and by its conjugate.

use ad_runtime::prelude::*;
use ndarray::array;
use num_complex::{Complex, Complex64, c64};

#[differentiable(forward)]
fn modulus_and_square(z: Complex64, w: &[Complex64]) -> [Complex64; 2] {
    [z * z.conj() + w[0].conj(), z * w[0] * w[1]]
}

#[differentiable(forward)]
fn holomorphic(z: &[Complex64], #[no_derivative] shift: f64, n: usize) -> Vec<Complex64> {
    let mut out = Vec::new();
    for i in 0..n {
        out.push((z[i] + shift).exp() * z[0].sin());
    }
    out
}

#[differentiable(forward)]
fn power(z: Complex<f32>) -> Complex<f32> {
    z * z * z
}

#[test]
fn both_derivatives() {
    let (z, w) = (c64(1.0, 2.0), [c64(0.5, -1.0), c64(2.0, 0.25)]);
    let derivatives = modulus_and_square::wirtinger(z, &w);
    let zero = c64(0.0, 0.0);
    assert_eq!(derivatives.by_z, array![[z.conj(), zero, zero], [w[0] * w[1], z * w[1], z * w[0]]]);
    assert_eq!(derivatives.by_conjugate, array![[z, c64(1.0, 0.0), zero], [zero, zero, zero]]);
}

#[test]
#[should_panic(expected = "not holomorphic: its number 0 depends on the conjugate of argument 0")]
fn a_function_of_conjugates_is_not_holomorphic() {
    modulus_and_square::holomorphic_jacobian(c64(1.0, 2.0), &[c64(0.5, -1.0), c64(2.0, 0.25)]);
}

#[test]
fn the_derivative_of_a_holomorphic_function() {
    let (z, shift) = ([c64(0.5, -1.0), c64(2.0, 0.25)], 0.3);
    let jacobian = holomorphic::holomorphic_jacobian(&z, shift, 2);
    let [first, second] = z.map(|z| (z + shift).exp());
    let expected =
        array![[first * (z[0].sin() + z[0].cos()), c64(0.0, 0.0)], [second * z[0].cos(), second * z[0].sin()]];
    assert!((&jacobian - &expected).iter().all(|difference| difference.norm() < 1e-14), "{jacobian}");
    let z = Complex::new(0.5_f32, -1.0);
    assert_eq!(power::holomorphic_jacobian(z)[[0, 0]], z * z * 3.0);
}

#[test]
fn at_a_critical_point_and_at_no_number() {
    assert_eq!(power::holomorphic_jacobian(Complex::new(0.0, 0.0))[[0, 0]], Complex::new(0.0, 0.0));
    assert!(power::holomorphic_jacobian(Complex::new(f32::NAN, 0.0))[[0, 0]].is_nan());
}
