//! Type parameters, lifetimes and constants in the signature.

use ad_runtime::prelude::*;
use num_complex::Complex64;
use num_traits::{Float, Num, Zero};

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

#[allow(non_camel_case_types, non_snake_case)]
#[differentiable]
fn names_of_values<x: Float, const I: usize>(A0: [x; I], A1: x) -> x {
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

#[differentiable]
fn generic_by_reference<T: Float>(x: &T, v: &Vec<T>) -> T {
    *x * v[0] + x.sin()
}

/// Functions that call a generic one with types of their own.
macro_rules! with_types {
    ($($f:ident: $generic:ident($($x:ident: $X:ty),*) -> $R:ty;)*) => {$(
        #[differentiable]
        fn $f($($x: $X),*) -> $R {
            $generic($($x),*)
        }
    )*};
}

with_types! {
    floats_f64: floats(x: f64, y: f64) -> f64;
    floats_f32: floats(x: f32, y: f32) -> f32;
    where_clauses_f64: where_clauses(x: &[f64]) -> f64;
    real: real_or_complex(x: &[f64], scale: f64) -> f64;
    complex: real_or_complex(x: &[Complex64], scale: Complex64) -> Complex64;
    scalar_complex: of_a_scalar(x: &[Complex64]) -> Complex64;
    constants_f64: constants_from_numbers(x: f64) -> f64;
    constants_f32: constants_from_numbers(x: f32) -> f32;
    sizes_2: sizes(x: [f64; 2], y: &[f64; 2]) -> f64;
    sizes_0: sizes(x: [f64; 0], y: &[f64; 0]) -> f64;
    matrix_vector: numbers_and_sizes(a: &[[f64; 2]; 3], x: &[f64; 2]) -> f64;
    chain: generic_calls_generic(x: f64, y: f64) -> f64;
    by_reference: generic_by_reference(x: &f64, v: &Vec<f64>) -> f64;
}

gradients! {
    floats_f64: (0.7, 1.3);
    floats_f32: (0.7, 1.3);
    where_clauses_f64: (&[0.7, 1.3]);
    real: (&[0.7, 1.3], 0.2), (&[], 0.2);
    constants_f64: (0.7);
    constants_f32: (0.7);
    sizes_2: ([0.7, 1.3], &[0.1, 0.2]);
    sizes_0: ([], &[]);
    matrix_vector: (&[[0.7, 1.3], [0.1, 0.2], [0.3, 0.4]], &[0.5, 0.6]);
    chain: (0.7, 1.3);
    by_reference: (&0.7, &vec![1.3]);
    lifetimes: (&[0.7], &1.3);
    calls_generic: (0.7, Complex64::new(0.2, 0.3));
    turbofish: (0.7);
}

pullbacks! {
    complex: (&[Complex64::new(0.7, 1.3), Complex64::i()], Complex64::new(0.1, 0.2));
    scalar_complex: (&[Complex64::new(0.7, 1.3)]);
}

in_every_policy! {
    generic_calls_generic: (0.7, 1.3);
}

#[test]
fn generic_companions() {
    assert_eq!(real_or_complex::gradient(&[2.0, 3.0], 1.0), (vec![4.0, 3.0], 7.0));
    assert_eq!(real_or_complex::gradient(&[2.0_f32, 3.0], 1.0), (vec![4.0, 3.0], 7.0));
    assert_eq!(sizes::gradient([2.0], &[3.0]), ([3.0], [2.0]));
    assert_eq!(sizes_of_floats::gradient::<f64, 3>([2.0, 3.0, 5.0]), [5.0, 0.0, 2.0]);
    assert_eq!(inactive_generic::gradient(3.0, 2.0_f32), (12.0, NoTangent));
    assert_eq!(generic_by_reference::gradient(&0.0, &vec![3.0]), (4.0, vec![0.0]));
}

#[test]
fn names_that_generated_code_uses() {
    assert_eq!(names_of_spaces::gradient(1.0, 1.0, 1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
    assert_eq!(names_of_values::gradient([2.0, 3.0], 5.0), ([15.0, 10.0], 6.0));
}

/// Clones of numbers that are known by few traits.
mod clones {
    use ad_runtime::prelude::*;
    use ad_runtime::testing::Probe;
    use num_traits::Zero;
    use std::ops::{Mul, Neg};

    #[derive(Clone, Debug, Differentiable, Probe)]
    struct Polynomial<T> {
        coefficients: Vec<T>,
    }

    #[differentiable]
    impl<T: Zero + Mul<Output = T> + Clone> Polynomial<T> {
        fn at(&self, x: T) -> T {
            let mut result: T = Zero::zero();
            for c in self.coefficients.iter().rev() {
                result = c.clone() + result * x.clone();
            }
            result
        }
    }

    #[differentiable]
    impl<T> Neg for &Polynomial<T>
    where
        T: Neg<Output = T> + Clone,
    {
        type Output = Polynomial<T>;

        fn neg(self) -> Polynomial<T> {
            Polynomial { coefficients: self.coefficients.iter().map(|c| -c.clone()).collect() }
        }
    }

    #[differentiable]
    fn negative(p: Polynomial<f64>) -> Polynomial<f64> {
        -&p
    }

    #[differentiable]
    fn value(p: &Polynomial<f64>, x: f64) -> f64 {
        let other = negative(p.clone());
        p.at(x) * other.at(x * x)
    }

    gradients! {
        value: (&Polynomial { coefficients: vec![0.3, -0.4, 0.7] }, 1.3);
    }
}
