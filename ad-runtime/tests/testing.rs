//! The checker accepts what is right: companions by hand, in the shape that `#[differentiable]` gives them.
#![allow(non_camel_case_types)]

use ad_runtime::__private::{At, Cot};
use ad_runtime::__private::{add, mul, zero};
use ad_runtime::testing::{Check, check, check_extension, check_gradient};
use ad_runtime::{Ambient, Axes, NoTangent, Number, Scalar, Space, Tangent};
use num_complex::Complex;
use num_traits::Zero;

/// `a sum x_i` of the first `n`, generic in the number, with an integer argument.
fn scaled_sum<T: Scalar + Zero>(x: &[T], a: T, n: usize) -> T {
    x[..n].iter().fold(T::zero(), |sum, &x| sum + x * a)
}
enum scaled_sum {}
impl scaled_sum {
    #[allow(clippy::type_complexity)]
    fn record<I: Space, A0: Space, A1: Space, A2: Space, T: Scalar + Zero>(
        _: At<(I, A0, A1, A2)>,
        x: &[T],
        a: T,
        n: usize,
    ) -> (
        T,
        impl Fn(&[T], T, usize, &Cot<T, I>, &mut [Cot<T, A0>], &mut Cot<T, A1>, &mut NoTangent) + use<I, A0, A1, A2, T>,
    ) {
        (scaled_sum(x, a, n), |x, a, n, seed, x_bar, a_bar, _| {
            for i in 0..n {
                mul::arg0::<I, A0, _, _>(&x[i], &a, seed, &mut x_bar[i]);
                mul::arg1::<I, A1, _, _>(&x[i], &a, seed, a_bar);
            }
        })
    }
}

/// `x (1 + i) + z`: a real number in a complex expression.
fn leaves_the_axis(x: f64, z: Complex<f64>) -> Complex<f64> {
    x * Complex::new(1.0, 1.0) + z
}
enum leaves_the_axis {}
impl leaves_the_axis {
    #[allow(clippy::type_complexity)]
    fn record<I: Space, A0: Space, A1: Space>(
        _: At<(I, A0, A1)>,
        x: f64,
        z: Complex<f64>,
    ) -> (Complex<f64>, impl Fn(f64, Complex<f64>, &Cot<Complex<f64>, I>, &mut Cot<f64, A0>, &mut Cot<Complex<f64>, A1>))
    {
        (leaves_the_axis(x, z), |x, z, seed, x_bar, z_bar| {
            let i = Complex::new(1.0, 1.0);
            let product = x * i;
            let mut product_bar = zero::<I, _>(&product);
            add::arg0::<I, I, _, _>(&product, &z, seed, &mut product_bar);
            add::arg1::<I, A1, _, _>(&product, &z, seed, z_bar);
            mul::arg0::<I, A0, _, _>(&x, &i, &product_bar, x_bar);
        })
    }
}

/// Pairs in, pairs out: containers of containers, by value.
fn products(pairs: [(f64, Complex<f64>); 2], also: Option<f64>) -> (Vec<Complex<f64>>, usize) {
    (pairs.iter().map(|(a, z)| z * a * also.unwrap_or(1.0)).collect(), pairs.len())
}
enum products {}
impl products {
    #[allow(clippy::type_complexity)]
    fn record<I: Space, A0: Space, A1: Space>(
        _: At<(I, A0, A1)>,
        pairs: [(f64, Complex<f64>); 2],
        also: Option<f64>,
    ) -> (
        (Vec<Complex<f64>>, usize),
        impl Fn(
            [(f64, Complex<f64>); 2],
            Option<f64>,
            &Cot<(Vec<Complex<f64>>, usize), I>,
            &mut Cot<[(f64, Complex<f64>); 2], A0>,
            &mut Cot<Option<f64>, A1>,
        ),
    ) {
        (products(pairs, also), |pairs, also, (seed, _), pairs_bar, also_bar| {
            for (((a, z), seed), (a_bar, z_bar)) in pairs.iter().zip(seed).zip(pairs_bar) {
                let factor = also.unwrap_or(1.0);
                mul::arg0::<I, A0, _, _>(a, &(z * factor), seed, a_bar);
                mul::arg0::<I, A0, _, _>(z, &(a * factor), seed, z_bar);
                if let (Some(also), Some(also_bar)) = (&also, also_bar.as_mut()) {
                    mul::arg0::<I, A1, _, _>(also, &(z * a), seed, also_bar);
                }
            }
        })
    }
}

/// Six arguments of the common kinds.
fn six(a: f64, b: &f64, c: Vec<f64>, d: &[f64; 2], e: (f64, &[f64]), f: &str) -> f64 {
    a * b + c[0] * d[1] * e.1[0] + e.0 + f.len() as f64
}
enum six {}
impl six {
    #[allow(clippy::type_complexity)]
    fn record<I: Space, A0: Space, A1: Space, A2: Space, A3: Space, A4: Space, A5: Space>(
        _: At<(I, A0, A1, A2, A3, A4, A5)>,
        a: f64,
        b: &f64,
        c: Vec<f64>,
        d: &[f64; 2],
        e: (f64, &[f64]),
        f: &str,
    ) -> (
        f64,
        impl Fn(
            f64,
            &f64,
            Vec<f64>,
            &[f64; 2],
            (f64, &[f64]),
            &str,
            &Cot<f64, I>,
            &mut Cot<f64, A0>,
            &mut Cot<f64, A1>,
            &mut Cot<Vec<f64>, A2>,
            &mut Cot<[f64; 2], A3>,
            &mut (Cot<f64, A4>, Vec<Cot<f64, A4>>),
            &mut NoTangent,
        ) + use<I, A0, A1, A2, A3, A4, A5>,
    ) {
        (six(a, b, c, d, e, f), |a, b, c, d, e, _, seed, a_bar, b_bar, c_bar, d_bar, e_bar, _| {
            a_bar.accumulate(seed.scale(*b));
            b_bar.accumulate(seed.scale(a));
            c_bar[0].accumulate(seed.scale(d[1] * e.1[0]));
            d_bar[1].accumulate(seed.scale(c[0] * e.1[0]));
            e_bar.0.accumulate(*seed);
            e_bar.1[0].accumulate(seed.scale(c[0] * d[1]));
        })
    }
}

/// A gradient in every policy; the pullback as users see it.
fn square(x: f64) -> f64 {
    x * x
}
enum square {}
impl square {
    fn pullback(x: f64) -> (f64, impl Fn(f64) -> f64) {
        (x * x, move |seed| seed * 2.0 * x)
    }
    fn gradient(x: f64) -> f64 {
        2.0 * x
    }
}

mod inner {
    pub(crate) fn weighted(x: &[f64], w: f64) -> f64 {
        w * x.iter().sum::<f64>()
    }
    pub(crate) enum weighted {}
    impl weighted {
        #[allow(clippy::type_complexity)]
        pub(crate) fn pullback(
            x: &[f64],
            w: f64,
        ) -> (f64, impl Fn(f64) -> (Vec<ad_runtime::ScalarCotangent<f64>>, ad_runtime::ScalarCotangent<f64>)) {
            let sum: f64 = x.iter().sum();
            (weighted(x, w), move |seed| (vec![(seed * w).into(); x.len()], (seed * sum).into()))
        }
        pub(crate) fn gradient(
            x: &[f64],
            w: f64,
        ) -> (Vec<ad_runtime::ScalarCotangent<f64>>, ad_runtime::ScalarCotangent<f64>) {
            weighted::pullback(x, w).1(1.0)
        }
    }
}

#[test]
fn real_and_complex_and_single_precision() {
    let x = vec![1.0, -2.0, 0.5];
    check!(scaled_sum(&x, 0.7, 3));
    check!(scaled_sum(&x[..2], 0.7, 1));
    check!(scaled_sum(&[1.0, 2.0], 0.7, 2));
    check!(scaled_sum(&[Complex::new(1.0, 2.0), Complex::new(-0.5, 0.25)], Complex::new(0.3, 0.4), 2));
    check!(scaled_sum(&[1.0_f32, 2.0], 0.7, 2));
    check!(scaled_sum(&[Complex::new(1.0_f32, 2.0)], Complex::new(0.3, 0.4), 1));
}

#[test]
fn empty_arguments_and_zeros() {
    let empty: &[f64] = &[];
    check!(scaled_sum(empty, 0.7, 0));
    check!(scaled_sum(&[0.0, -0.0], 0.0, 2));
}

#[test]
fn real_and_complex_together() {
    check!(leaves_the_axis(2.0, Complex::new(1.0, -1.0)));
}

#[test]
fn containers() {
    let pairs = [(1.0, Complex::new(0.5, 2.0)), (-0.7, Complex::new(0.1, -0.3))];
    check!(products(pairs, Some(1.5)));
    check!(products(pairs, None));
}

#[test]
fn six_arguments_by_value_and_by_reference() {
    check!(six(1.0, &2.0, vec![3.0, 4.0], &[5.0, 6.0], (7.0, &[8.0]), "text"));
}

#[test]
fn options() {
    check!(scaled_sum(&[1.0, 2.0], 0.7, 2), Check::new().seeds(6).random(1).tolerance(1e-8));
}

#[test]
fn gradients_in_the_policy_of_the_function() {
    check_gradient!(square(3.0));
    check_gradient!(square(3.0), Check::new().seeds(3));
    check_gradient!(square(3.0), project = "final");
    check_gradient!(square(3.0), project(structure = "none"));
    check_gradient!(inner::weighted(&[1.0, 2.0], 3.0), project = "none");
    check_gradient!(inner::weighted(&[1.0, 2.0], 3.0), project(number = "output"), Check::new().tolerance(1e-7));
}

/// `x y` of two reals, in any spaces.
fn product_rule<I: Space, A: Space>(point: &(f64, f64), seed: &Cot<f64, I>, bars: &mut (Cot<f64, A>, Cot<f64, A>)) {
    bars.0.accumulate(seed.scale(point.1));
    bars.1.accumulate(seed.scale(point.0));
}

#[test]
fn rules_in_every_space() {
    let product = |&(x, y): &(f64, f64)| x * y;
    let check = Check::new();
    check.rule::<Tangent, Tangent, _, _>((1.5, -0.5), product, product_rule::<Tangent, Tangent>);
    check.rule::<Tangent, Ambient, _, _>((1.5, -0.5), product, product_rule::<Tangent, Ambient>);
    check.rule::<Ambient, Tangent, _, _>((1.5, -0.5), product, product_rule::<Ambient, Tangent>);
    check.rule::<Ambient, Ambient, _, _>((1.5, -0.5), product, product_rule::<Ambient, Ambient>);
    type Mixed = Axes<Ambient, Tangent>;
    check.rule::<Mixed, Mixed, _, _>((1.5, -0.5), product, product_rule::<Mixed, Mixed>);
}

#[test]
fn a_value_that_is_chosen_where_there_is_no_derivative() {
    Check::new().without_differences().rule::<Tangent, Tangent, _, _>(
        0.0_f64,
        |x| x.sqrt(),
        |x, seed, x_bar| x_bar.accumulate(seed.scale(x.signum())),
    );
}

#[test]
fn the_imaginary_part_against_complex_arguments() {
    let complex = |x: f64| Complex::new(x, 0.0);
    check_extension!(scaled_sum(&[1.0, 2.0], 0.7, 2), scaled_sum(&[complex(1.0), complex(2.0)], complex(0.7), 2));
}
