//! Type parameters, lifetimes and constants in the signature.

use ad_runtime::prelude::*;
use num_complex::Complex64;
use num_traits::{Float, Num, One, Zero};

#[differentiable]
fn floats<T: Float>(x: T, y: T) -> T {
    let two = T::one() + T::one();
    (x * y).sin() * two + x.powi(2) / y
}

#[differentiable]
fn where_clauses<T>(x: &[T]) -> T
where
    T: Float + std::ops::AddAssign,
{
    let mut sum = T::zero();
    for &v in x {
        sum += v * v;
    }
    sum.sqrt()
}

#[differentiable]
fn real_or_complex<T: Num + Copy>(x: &[T], scale: T) -> T {
    let mut product = T::one();
    for i in 0..x.len() {
        product = product * (x[i] + scale);
    }
    product
}

#[differentiable]
fn of_a_scalar<T: Scalar + Zero>(x: &[T]) -> T {
    let mut sum = T::zero();
    for i in 0..x.len() {
        sum = sum + x[i] * x[i];
    }
    sum
}

#[differentiable]
fn constants_from_numbers<T: Float>(x: T) -> T {
    let half = T::from(0.5).unwrap();
    let n = T::from(3).unwrap();
    x.powf(half) * n + T::epsilon() * x
}

#[differentiable]
fn sizes<const N: usize>(x: [f64; N], y: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * y[N - 1 - i];
    }
    sum * N as f64
}

#[differentiable]
fn numbers_and_sizes<T: Float, const N: usize, const M: usize>(a: &[[T; N]; M], x: &[T; N]) -> T {
    let mut sum = T::zero();
    for i in 0..M {
        for j in 0..N {
            sum = sum + a[i][j] * x[j];
        }
    }
    sum
}

#[differentiable]
fn lifetimes<'a, 'b: 'a>(x: &'a [f64], y: &'b f64) -> f64 {
    x[0] * *y
}

/// The names that generated code has for spaces.
#[differentiable]
fn names_of_spaces<I: Float, A0: Float, A1: Float, S: Float, D: Float, T: Float>(
    x: I,
    y: A0,
    z: A1,
    u: S,
    v: D,
    w: T,
) -> f64
where
    f64: From<I> + From<A0> + From<A1> + From<S> + From<D> + From<T>,
{
    let _ = (x * x, y * y, z * z, u * u, v * v, w * w);
    1.0
}

#[allow(non_camel_case_types)]
#[differentiable]
fn names_of_values<x: Float, const I: usize>(A0: [x; I], A1: x) -> x {
    #[allow(non_snake_case)]
    let S = A0[0] * A1;
    S * A0[I - 1]
}

#[differentiable]
fn inactive_generic<T: Float, F: Copy + Into<f64>>(x: T, #[no_derivative] by: F) -> T {
    let factor = T::from(by.into()).unwrap();
    x * factor * x
}

#[differentiable]
fn calls_generic(x: f64, z: Complex64) -> f64 {
    floats(x, 2.0 * x) + floats::<f64>(x, x) + real_or_complex(&[z, z * z], z).re + sizes([x, x], &[1.0, x])
}

#[differentiable]
fn generic_calls_generic<T: Float + Scalar>(x: T, y: T) -> T {
    let z = floats(x, y);
    floats(z, constants_from_numbers(y))
}

#[differentiable]
fn turbofish(x: f32) -> f32 {
    floats::<f32>(x, x) * sizes_of_floats::<f32, 2>([x, x])
}

#[differentiable]
fn sizes_of_floats<T: Float, const N: usize>(x: [T; N]) -> T {
    x[0] * x[N - 1]
}

gradients! {
    floats: (0.7, 1.3), (0.7_f32, 1.3);
    where_clauses: (&[0.7, 1.3]), (&[0.7_f32]);
    real_or_complex: (&[0.7, 1.3], 0.2), (&[Complex64::new(0.7, 1.3), Complex64::i()], Complex64::new(0.1, 0.2));
    of_a_scalar: (&[0.7, 1.3]), (&[Complex64::new(0.7, 1.3)]);
    constants_from_numbers: (0.7), (0.7_f32);
    sizes: ([0.7, 1.3], &[0.1, 0.2]), ([], &[]), ([0.7], &[0.1]);
    numbers_and_sizes: (&[[0.7, 1.3], [0.1, 0.2], [0.3, 0.4]], &[0.5, 0.6]);
    lifetimes: (&[0.7], &1.3);
    calls_generic: (0.7, Complex64::new(0.2, 0.3));
    turbofish: (0.7);
}

in_every_policy! {
    generic_calls_generic: (0.7, 1.3);
}

#[test]
fn names_that_generated_code_uses() {
    assert_eq!(names_of_spaces::gradient(1.0, 1.0, 1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
    assert_eq!(names_of_values::gradient([2.0, 3.0], 5.0), ([15.0, 10.0], 6.0));
    assert_eq!(f32::one(), 1.0);
}
