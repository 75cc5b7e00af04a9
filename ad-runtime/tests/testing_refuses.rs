//! The checker refuses what is wrong, and says what.
#![allow(non_camel_case_types)]

use ad_runtime::__private::{At, Cot};
use ad_runtime::testing::{Check, check, check_extension, check_gradient, check_pullback};
use ad_runtime::{Ambient, NoTangent, Number, Space, Tangent};
use num_complex::Complex;
use std::any::TypeId;
use std::cell::Cell;

/// A function and its companion: `fn f(x: X) -> R = value, record = recorded, [I, A] pullback;`.
macro_rules! companions {
    ($(fn $f:ident($x:ident: $X:ty) -> $R:ty = $value:expr, record = $recorded:expr, [$I:ident $A:ident] $pullback:expr;)*) => {$(
        fn $f($x: $X) -> $R { $value }
        enum $f {}
        impl $f {
            fn record<$I: Space, $A: Space>(
                _: At<($I, $A)>, $x: $X,
            ) -> ($R, impl Fn($X, &Cot<$R, $I>, &mut Cot<$X, $A>) + use<$I, $A>) {
                ($recorded, $pullback)
            }
        }
    )*};
}

companions! {
    fn no_conjugate(z: Complex<f64>) -> Complex<f64> = z * z, record = z * z,
        [I A] |z, seed, z_bar| z_bar.accumulate(seed.times(2.0 * z));

    fn one_use_forgotten(x: f64) -> f64 = x * x.sin(), record = x * x.sin(),
        [I A] |x, seed, x_bar| x_bar.accumulate(seed.scale(x.sin()));

    fn overwrites(x: f64) -> f64 = 2.0 * x, record = 2.0 * x,
        [I A] |_, seed, x_bar| {
            *x_bar = Number::zero();
            x_bar.accumulate(seed.scale(2.0));
        };

    fn not_a_number(x: f64) -> f64 = x * x, record = x * x,
        [I A] |x, seed, x_bar| x_bar.accumulate(seed.scale(2.0 * x + f64::NAN));

    fn other_value(x: f64) -> f64 = x / 3.0, record = x * (1.0 / 3.0),
        [I A] |_, seed, x_bar| x_bar.accumulate(seed.scale(1.0 / 3.0));

    fn other_integer(x: f64) -> (f64, usize) = (x, 1), record = (x, 2),
        [I A] |_, seed, x_bar| x_bar.accumulate(seed.0);

    fn negative_zero(x: f64) -> f64 = x * 0.0, record = -x * 0.0,
        [I A] |_, seed, x_bar| x_bar.accumulate(seed.scale(0.0));

    fn not_linear(x: f64) -> f64 = x, record = x,
        [I A] |_, seed, x_bar| x_bar.accumulate(seed.scale(seed.to_scalar().re()));

    fn runs_once(x: f64) -> f64 = x, record = x,
        [I A] {
            let calls = Cell::new(0);
            move |_, seed, x_bar| {
                calls.set(calls.get() + 1);
                if calls.get() == 1 { x_bar.accumulate(*seed) }
            }
        };

    fn not_zero_for_zero(x: f64) -> f64 = x, record = x,
        [I A] |_, seed, x_bar| x_bar.accumulate(if seed.is_zero() { seed.scale(f64::INFINITY) } else { *seed });

    // Right on the real axis, conjugated off it.
    fn conjugates_its_seed(x: f64) -> f64 = 2.0 * x, record = 2.0 * x,
        [I A] |_, seed, x_bar| x_bar.accumulate(seed.to_scalar().to_complex().conj() * 2.0);

    // A complex input and a real result: the seed's imaginary part must not pass.
    fn whole_seed_of_a_norm(z: Complex<f64>) -> f64 = z.norm_sqr(), record = z.norm_sqr(),
        [I A] |z, seed, z_bar| z_bar.accumulate(seed.times(2.0 * z));

    fn depends_on_the_space(x: f64) -> f64 = x, record = x,
        [I A] |_, seed, x_bar| {
            let wrong = TypeId::of::<I>() == TypeId::of::<A>() && TypeId::of::<A>() == TypeId::of::<Ambient>();
            x_bar.accumulate(if wrong { seed.scale(2.0) } else { *seed });
        };

    fn grows_its_cotangent(x: Vec<f64>) -> f64 = x[0], record = x[0],
        [I A] |_, seed, x_bar| {
            x_bar[0].accumulate(*seed);
            x_bar.push(Number::zero());
        };

    fn square_root(x: f64) -> f64 = x.sqrt(), record = x.sqrt(),
        [I A] |_, _, _| {};

    fn step(x: f64) -> f64 = if x < 1.0 { 0.0 } else { 1.0 }, record = if x < 1.0 { 0.0 } else { 1.0 },
        [I A] |_, _, _| {};

    fn positive(x: f64) -> Option<f64> = (x >= 0.0).then_some(x), record = (x >= 0.0).then_some(x),
        [I A] |_, seed: &Option<_>, x_bar| if let Some(seed) = seed { x_bar.accumulate(*seed) };
}

/// The second argument is wrong, at its second element.
fn dot(x: &[f64], w: &[f64], n: usize) -> f64 {
    (0..n).map(|i| x[i] * w[i]).sum()
}
enum dot {}
impl dot {
    #[allow(clippy::type_complexity)]
    fn record<I: Space, A0: Space, A1: Space, A2: Space>(
        _: At<(I, A0, A1, A2)>,
        x: &[f64],
        w: &[f64],
        n: usize,
    ) -> (
        f64,
        impl Fn(&[f64], &[f64], usize, &Cot<f64, I>, &mut [Cot<f64, A0>], &mut [Cot<f64, A1>], &mut NoTangent)
        + use<I, A0, A1, A2>,
    ) {
        (dot(x, w, n), |x, w, n, seed, x_bar, w_bar, _| {
            for i in 0..n {
                x_bar[i].accumulate(seed.scale(w[i]));
                w_bar[i].accumulate(seed.scale(x[i] + if i == 1 { 1e-4 } else { 0.0 }));
            }
        })
    }
    #[allow(clippy::type_complexity)]
    fn pullback(x: &[f64], w: &[f64], n: usize) -> (f64, impl Fn(f64) -> (Vec<f64>, Vec<f64>, NoTangent)) {
        (dot(x, w, n), move |seed| {
            (w.iter().map(|w| seed * w).collect(), x.iter().map(|x| -seed * x).collect(), NoTangent)
        })
    }
}

fn triple(x: f64) -> f64 {
    3.0 * x
}

/// A right pullback beside a wrong gradient.
#[allow(non_camel_case_types)]
enum triple {}
impl triple {
    fn pullback(x: f64) -> (f64, impl Fn(f64) -> f64) {
        (triple(x), |seed| 3.0 * seed)
    }
    fn gradient(_: f64) -> f64 {
        2.0
    }
}

#[test]
#[should_panic(expected = "`no_conjugate`: the gradient is not what differences say")]
fn a_missing_conjugate() {
    check!(no_conjugate(Complex::new(1.0, -2.0)));
}

#[test]
#[should_panic(expected = "`one_use_forgotten`: the gradient is not what differences say")]
fn a_dropped_contribution() {
    check!(one_use_forgotten(0.8));
}

#[test]
#[should_panic(expected = "`overwrites`: a pullback must add to what its accumulators hold")]
fn an_overwritten_accumulator() {
    check!(overwrites(0.8));
}

#[test]
#[should_panic(expected = "`not_a_number`: the gradient is not a number")]
fn nan() {
    check!(not_a_number(0.8));
}

#[test]
#[should_panic(expected = "`other_value`: the recorded value is not the value of the function")]
fn a_value_that_differs_in_its_last_bit() {
    check!(other_value(5.0));
}

#[test]
#[should_panic(expected = "`other_integer`: the recorded value is not the value of the function")]
fn a_value_that_differs_in_an_integer() {
    check!(other_integer(5.0));
}

#[test]
#[should_panic(expected = "`negative_zero`: the recorded value is not the value of the function")]
fn a_value_that_differs_in_the_sign_of_zero() {
    check!(negative_zero(5.0));
}

#[test]
#[should_panic(expected = "`not_linear`: the pullback is not real-linear in its seed")]
fn a_pullback_that_is_not_linear() {
    check!(not_linear(5.0));
}

#[test]
#[should_panic(expected = "`not_zero_for_zero`: the pullback of zero is not zero")]
fn a_zero_times_infinity() {
    check!(not_zero_for_zero(5.0));
}

#[test]
#[should_panic(expected = "`runs_once`: a second call of the pullback gives another result")]
fn a_pullback_that_works_once() {
    check!(runs_once(5.0));
}

#[test]
#[should_panic(expected = "`whole_seed_of_a_norm`: the gradient is not what differences say")]
fn an_imaginary_seed_that_passes_a_real_value() {
    check!(whole_seed_of_a_norm(Complex::new(1.0, -2.0)));
}

#[test]
#[should_panic(expected = "`depends_on_the_space`: P(none) = final does not hold")]
fn policies_that_disagree() {
    check!(depends_on_the_space(5.0), Check::new().without_differences());
}

#[test]
#[should_panic(expected = "a value with 2 elements has a cotangent with 3")]
fn a_cotangent_of_another_shape() {
    check!(grows_its_cotangent(vec![1.0, 2.0]));
}

#[test]
#[should_panic(expected = "`square_root`: differences do not converge here: is there a derivative at this point?")]
fn the_end_of_a_domain() {
    check!(square_root(0.0));
}

#[test]
#[should_panic(expected = "`step`: differences do not converge here: is there a derivative at this point?")]
fn a_jump() {
    check!(step(1.0));
}

#[test]
#[should_panic(expected = "a value is `Some` at one point and `None` beside it")]
fn a_result_that_vanishes() {
    check!(positive(0.0));
}

#[test]
#[should_panic(
    expected = "argument:    `&w[..]`, number 1\n  direction:   ([0.0, 0.0, 0.0], [0.0, 1.0, 0.0], NoTangent)"
)]
fn the_report_names_the_argument_and_the_direction() {
    let w = [0.25, 0.5, 1.0];
    check!(dot(&[1.0, 2.0, 3.0], &w[..], 3));
}

#[test]
#[should_panic(expected = "`dot`: the gradient is not what differences say\n  policy:      project = \"final\"")]
fn the_public_pullback() {
    check_pullback!(dot(&[1.0, 2.0], &[0.25, 0.5], 2), project = "final");
}

#[test]
#[should_panic(expected = "`triple`: `gradient` is not the pullback of the seed 1\n  policy:      project = \"input\"")]
fn the_public_gradient() {
    check_gradient!(triple(2.0));
}

#[test]
#[should_panic(expected = "`the rule`: the gradient is not what differences say")]
fn a_rule() {
    Check::new().rule::<Tangent, Tangent, _, _>(3.0_f64, |x| x.exp(), |_, seed, x_bar| x_bar.accumulate(*seed));
}

fn complex_double(z: Complex<f64>) -> Complex<f64> {
    2.0 * z
}

#[test]
#[should_panic(expected = "policy:      project = \"none\", against `complex_double`")]
fn a_wrong_imaginary_part() {
    check!(conjugates_its_seed(5.0)); // cannot see it
    check_extension!(conjugates_its_seed(5.0), complex_double(Complex::new(5.0, 0.0)));
}

#[test]
#[should_panic(expected = "`conjugates_its_seed`: no extension\n  components:  1\n  coordinates: 3")]
fn an_extension_of_another_size() {
    check_extension!(conjugates_its_seed(5.0), dot_of_two(&[1.0, 2.0, 3.0]));
}

fn dot_of_two(x: &[f64]) -> f64 {
    x[0] * x[1]
}
