//! Points where a derivative jumps, does not exist or is infinite, and points on branch cuts.

use crate::harness::{cotangent, difference, number};
use ad_runtime::__private as ad;
use ad_runtime::{Ambient, ScalarCotangent, Tangent};
use num_complex::{Complex64, c64};
use std::f64::consts::PI;

/// What `op::arg` contributes to an argument of `$x`'s type, in the tangent space.
macro_rules! pulled {
    ($op:ident::$arg:ident($($value:expr),*), $seed:expr) => {{
        let mut into = Default::default();
        ad::$op::$arg::<Tangent, Tangent, $(pulled!(@infer $value)),*>($(&$value,)* &$seed, &mut into);
        into
    }};
    (@infer $value:expr) => { _ };
}

#[test]
fn kinks_share_one() {
    assert_eq!(pulled!(abs::arg0(0.0_f64), 1.0), 0.0);
    assert_eq!(pulled!(copysign::arg0(0.0_f64, -1.0_f64), 1.0), 0.0);
    assert_eq!(pulled!(max::arg0(2.0_f64, 2.0_f64), 1.0) + pulled!(max::arg1(2.0_f64, 2.0_f64), 1.0), 1.0);
    assert_eq!(pulled!(min::arg0(2.0_f64, 2.0_f64), 1.0) + pulled!(min::arg1(2.0_f64, 2.0_f64), 1.0), 1.0);
    // max(x, NaN) is x
    assert_eq!(pulled!(max::arg0(2.0_f64, f64::NAN), 1.0), 1.0);
    assert_eq!(pulled!(max::arg1(2.0_f64, f64::NAN), 1.0), 0.0);
    for x in [0.0, 1.0] {
        assert_eq!(pulled!(clamp::arg0(x, 0.0_f64, 1.0_f64), 1.0), 1.0);
        assert_eq!(pulled!(clamp::arg1(x, 0.0_f64), 1.0) + pulled!(clamp::arg2(x, 1.0_f64), 1.0), 0.0);
    }
    // What was not taken gets nothing, whatever arrives.
    assert_eq!(pulled!(max::arg0(1.0_f64, 2.0_f64), f64::INFINITY), 0.0);
}

#[test]
fn infinite_derivatives() {
    assert_eq!(pulled!(sqrt::arg0(0.0_f64), 1.0), f64::INFINITY);
    assert_eq!(pulled!(sqrt::arg0(0.0_f64), 0.0), 0.0);
    assert_eq!(pulled!(sqrt::arg0(c64(0.0, 0.0)), c64(-1.0, 0.0)), c64(f64::NEG_INFINITY, 0.0));
    assert_eq!(pulled!(sqrt::arg0(c64(0.0, 0.0)), c64(0.0, 0.0)), c64(0.0, 0.0));
    assert_eq!(pulled!(acos::arg0(1.0_f64), 1.0), f64::NEG_INFINITY);
    assert_eq!(pulled!(asin::arg0(c64(-1.0, 0.0)), c64(0.0, 2.0)), c64(0.0, f64::INFINITY));
    // Part by part: an imaginary part that is zero stays zero, and the accumulator becomes complex all the same.
    let mut into = ScalarCotangent::from(0.0);
    ad::sqrt::arg0::<Ambient, Ambient, _>(&0.0_f64, &ScalarCotangent::from(c64(1.0, 0.0)), &mut into);
    assert_eq!(into, ScalarCotangent::from(c64(f64::INFINITY, 0.0)));
}

#[test]
fn reals_and_complexes_at_zero() {
    assert_eq!(pulled!(norm::arg0(c64(0.0, 0.0), 0.0_f64), 1.0), c64(0.0, 0.0));
    assert_eq!(pulled!(arg::arg0(c64(0.0, 0.0)), 1.0), c64(0.0, 0.0));
    assert_eq!(pulled!(l1_norm::arg0(c64(0.0, -2.0)), 1.0), c64(0.0, -1.0));
    assert_eq!(pulled!(hypot::arg0(0.0_f64, 0.0_f64), 1.0), 0.0);
    assert_eq!(pulled!(atan2::arg0(0.0_f64, 0.0_f64), 1.0), 0.0);
    // Neither the square nor the quotient of tiny and huge numbers gets lost.
    assert_eq!(pulled!(atan2::arg0(0.0_f64, 1e200_f64), 1.0), 1e-200);
    let tiny = c64(3e-200, 4e-200);
    assert!((pulled!(norm::arg0(tiny, tiny.norm()), 1.0) - c64(0.6, 0.8)).norm() < 1e-15);
    let derivative: Complex64 = pulled!(ln::arg0(tiny), c64(1.0, 0.0));
    assert!((derivative - tiny.finv().conj()).norm() < 1e-12 * derivative.norm());
}

#[test]
fn powers_of_zero() {
    let by_base = |p: f64| -> f64 { pulled!(powf::arg0(0.0_f64, p, 0.0_f64.powf(p)), 1.0) };
    let by_exponent = |p: f64| -> f64 { pulled!(powf::arg1(0.0_f64, p, 0.0_f64.powf(p)), 1.0) };
    assert_eq!([2.5, 1.0, 0.5, 0.0, -1.0].map(by_base), [0.0, 1.0, f64::INFINITY, 0.0, f64::NEG_INFINITY]);
    assert_eq!([2.5, 1.0, 0.5, 0.0, -1.0].map(by_exponent), [0.0, 0.0, 0.0, 0.0, f64::NEG_INFINITY]);
    let zero = c64(0.0, 0.0);
    let by_base = |p: f64| -> Complex64 { pulled!(powf::arg0(zero, p, zero.powf(p)), c64(1.0, 0.0)) };
    let by_exponent = |p: f64| -> f64 { pulled!(powf::arg1(zero, p, zero.powf(p)), c64(1.0, 0.0)) };
    assert_eq!([2.5, 1.0, 0.5, 0.0].map(by_base), [zero, c64(1.0, 0.0), c64(f64::INFINITY, 0.0), zero]);
    assert_eq!([2.5, 1.0, 0.5, 0.0].map(by_exponent), [0.0; 4]);
    // The same through powc, whose primal is NaN for the exponents 1 and 0.
    let by_base = |p: Complex64| -> Complex64 { pulled!(powc::arg0(zero, p, zero.powc(p)), c64(1.0, 0.0)) };
    assert_eq!([c64(2.5, 1.0), c64(0.0, 0.0)].map(by_base), [zero; 2]);
    let by_integer = |n: i32| -> f64 { pulled!(powi::arg0(0.0_f64, n), 1.0) };
    assert_eq!([0, 1, 2, 3].map(by_integer), [0.0, 1.0, 0.0, 0.0]);
    let by_integer = |n: i32| -> Complex64 { pulled!(powi::arg0(zero, n), c64(1.0, 0.0)) };
    assert_eq!([0, 1, 2, 3].map(by_integer), [zero, c64(1.0, 0.0), zero, zero]);
}

#[test]
fn powers_of_negative_numbers() {
    assert!((pulled!(powf::arg0(-2.0_f64, 3.0_f64, -8.0_f64), 1.0) - 12.0).abs() < 1e-14);
    assert!((pulled!(powf::arg1(-2.0_f64, 3.0_f64, -8.0_f64), 1.0) + 8.0 * 2.0_f64.ln()).abs() < 1e-14);
}

/// Wherever the primal is finite, the derivative is a number.
#[test]
fn no_nan_from_finite_values() {
    const VALUES: [f64; 13] =
        [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e-310, 1e-200, 1e200, -1e200, f64::MAX, f64::INFINITY, f64::NEG_INFINITY];
    macro_rules! x_or_y {
        (of x: $($f:ident)*; of y: $($g:ident)*) => {
            $(for x in VALUES {
                let derivative: f64 = pulled!($f::arg0(x), 1.0);
                assert!(!(x.$f().is_finite() && derivative.is_nan()), "{} at {x}", stringify!($f));
            })*
            $(for x in VALUES {
                let derivative: f64 = pulled!($g::arg0(x.$g()), 1.0);
                assert!(!(x.$g().is_finite() && derivative.is_nan()), "{} at {x}", stringify!($g));
            })*
        };
    }
    x_or_y! {
        of x: sin cos asin acos atan sinh cosh asinh acosh atanh ln log2 log10 ln_1p abs signum floor ceil round trunc
              fract to_degrees to_radians;
        of y: exp exp2 exp_m1 tan tanh sqrt cbrt recip
    }
    for (x, y) in VALUES.into_iter().flat_map(|x| VALUES.map(|y| (x, y))) {
        let check = |name: &str, value: f64, derivatives: [f64; 2]| {
            let is_number = derivatives.iter().all(|derivative| !derivative.is_nan());
            assert!(!value.is_finite() || is_number, "{name} at ({x}, {y}) = {value}: {derivatives:?}");
        };
        let power = x.powf(y);
        check("powf", power, [pulled!(powf::arg0(x, y, power), 1.0), pulled!(powf::arg1(x, y, power), 1.0)]);
        check("log", x.log(y), [pulled!(log::arg0(x, y), 1.0), pulled!(log::arg1(y, x.log(y)), 1.0)]);
        check("atan2", x.atan2(y), [pulled!(atan2::arg0(x, y), 1.0), pulled!(atan2::arg1(x, y), 1.0)]);
        let norm = x.hypot(y);
        check("hypot", norm, [pulled!(hypot::arg0(x, norm), 1.0), pulled!(hypot::arg1(y, norm), 1.0)]);
        check("max", x.max(y), [pulled!(max::arg0(x, y), 1.0), pulled!(max::arg1(x, y), 1.0)]);
        check("min", x.min(y), [pulled!(min::arg0(x, y), 1.0), pulled!(min::arg1(x, y), 1.0)]);
        check("copysign", x.copysign(y), [pulled!(copysign::arg0(x, y), 1.0), pulled!(copysign::arg1(y), 1.0)]);
        check("rem_euclid", x.rem_euclid(y), [pulled!(rem_euclid::arg0(x), 1.0), pulled!(rem_euclid::arg1(x, y), 1.0)]);
        for n in [-3, 0, 1, 2, i32::MIN, i32::MAX] {
            check("powi", x.powi(n), [pulled!(powi::arg0(x, n), 1.0), 0.0]);
        }
    }
}

/// On a branch cut, along the cut, on both of its sides: num-complex tells them apart by the sign of zero.
#[test]
fn along_the_cuts() {
    fn check(name: &str, f: impl Fn(Complex64) -> Complex64, z: Complex64, derivative: Complex64) {
        // A step of zero must not touch the sign of zero.
        let direction = if z.im == 0.0 { Complex64::ONE } else { Complex64::I };
        let along = |t: f64| if z.im == 0.0 { Complex64::new(t, z.im) } else { Complex64::new(z.re, t) };
        let expected = difference(|t: f64| f(along(t)), if z.im == 0.0 { z.re } else { z.im }, Complex64::ONE);
        assert!((derivative.conj() * direction - expected).norm() < 1e-8, "{name} at {z:?}: {derivative}, {expected}");
    }
    macro_rules! check {
        (of x: $($f:ident)*; of y: $($g:ident)*; at $points:expr) => {
            for z in $points {
                $(check(stringify!($f), |z| z.$f(), z, pulled!($f::arg0(z), Complex64::ONE));)*
                $(check(stringify!($g), |z| z.$g(), z, pulled!($g::arg0(z.$g()), Complex64::ONE));)*
            }
        };
    }
    let real = [c64(-2.0, 0.0), c64(-2.0, -0.0), c64(2.0, 0.0), c64(2.0, -0.0)];
    check!(of x: ln log2 log10 asin acos acosh atanh; of y: sqrt cbrt; at real);
    check!(of x: atan asinh; of y: ; at [c64(0.0, 2.0), c64(-0.0, 2.0), c64(0.0, -2.0), c64(-0.0, -2.0)]);
}

#[test]
fn sine_and_cosine_at_once() {
    let x = 0.7_f64;
    let seed = (ScalarCotangent::from(c64(1.0, 2.0)), ScalarCotangent::from(-3.0));
    let mut into = ScalarCotangent::from(0.0);
    ad::sin_cos::arg0::<Ambient, Ambient, _>(&x.sin_cos(), &seed, &mut into);
    assert!((into.to_complex() - (c64(1.0, 2.0) * x.cos() + 3.0 * x.sin())).norm() < 1e-15);
}

#[test]
fn polar_form_and_back() {
    let z = c64(-0.6, 1.1);
    for (r, t) in [(1.0, 0.0), (0.0, 1.0), (-0.3, 0.8)] {
        let mut into = c64(0.0, 0.0);
        let seed = (ScalarCotangent::from(c64(r, 5.0)), ScalarCotangent::from(t));
        ad::to_polar::arg0::<Ambient, Tangent, _>(&z, &seed, &mut into);
        let along = |direction| {
            difference(|z: Complex64| z.norm() * r, z, direction).re
                + difference(|z: Complex64| z.arg() * t, z, direction).re
        };
        assert!((into - c64(along(Complex64::ONE), along(Complex64::I))).norm() < 1e-9);
    }
    let mut into = c64(0.0, 0.0);
    ad::to_polar::arg0::<Tangent, Tangent, _>(&into.clone(), &(1.0, 1.0), &mut into);
    assert_eq!(into, c64(0.0, 0.0));
}

#[test]
fn casts() {
    let (x, y) = (PI, PI as f32);
    let mut into = ScalarCotangent::from(1.0);
    ad::cast::arg0::<Ambient, Ambient, _, _>(&x, &y, &ScalarCotangent::from(2.0_f32), &mut into);
    assert_eq!(into, ScalarCotangent::from(3.0));
    ad::cast::arg0::<Ambient, Ambient, _, _>(&x, &y, &num_complex::Complex::new(0.5_f32, 1.0).into(), &mut into);
    assert_eq!(into, ScalarCotangent::from(c64(3.5, 1.0)));
    let mut into = 1.0_f32;
    ad::cast::arg0::<Tangent, Tangent, _, _>(&y, &x, &0.5, &mut into);
    assert_eq!(into, 1.5);
}

#[test]
fn discarded_accumulators_take_anything() {
    use ad_runtime::{Differentiable, Inactive};
    let mut into = 1.0_f64.zero_cotangent::<Inactive>();
    ad::powf::arg1::<Ambient, Inactive, _, _, _>(
        &c64(1.0, 2.0),
        &0.5_f64,
        &c64(1.0, 2.0).powf(0.5),
        &cotangent::<Ambient, Complex64>(c64(0.0, 0.0), c64(1.0, 1.0)),
        &mut into,
    );
    assert_eq!(number::<Inactive, f64>(&into), c64(0.0, 0.0));
}
