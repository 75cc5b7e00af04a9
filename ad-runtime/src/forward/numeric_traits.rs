//! The traits of num-traits, by which generic code knows numbers.

use super::Dual;
use crate::number::{Number, Real};
use ::num_traits::{Bounded, Float, FloatConst, FromPrimitive, Num, NumCast, One, Signed, ToPrimitive, Zero};
use std::num::FpCategory;

impl<T: Real, const K: usize> Zero for Dual<T, K> {
    #[inline(always)]
    fn zero() -> Self {
        Dual::constant(Zero::zero())
    }
    /// Of the value, whatever its derivatives are.
    #[inline(always)]
    fn is_zero(&self) -> bool {
        Zero::is_zero(&self.value())
    }
}

impl<T: Real, const K: usize> One for Dual<T, K> {
    #[inline(always)]
    fn one() -> Self {
        Dual::constant(T::one())
    }
}

impl<T: Real, const K: usize> Num for Dual<T, K> {
    type FromStrRadixErr = T::FromStrRadixErr;
    fn from_str_radix(str: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        T::from_str_radix(str, radix).map(Dual::constant)
    }
}

impl<T: Real, const K: usize> Bounded for Dual<T, K> {
    fn min_value() -> Self {
        Dual::constant(<T as Float>::min_value())
    }
    fn max_value() -> Self {
        Dual::constant(<T as Float>::max_value())
    }
}

impl<T: Real, const K: usize> Signed for Dual<T, K> {
    fn abs(&self) -> Self {
        Dual::abs(*self)
    }
    fn abs_sub(&self, other: &Self) -> Self {
        Float::abs_sub(*self, *other)
    }
    fn signum(&self) -> Self {
        Dual::signum(*self)
    }
    fn is_positive(&self) -> bool {
        self.is_sign_positive() && !self.is_nan()
    }
    fn is_negative(&self) -> bool {
        self.is_sign_negative() && !self.is_nan()
    }
}

/// An integer that a number is converted to has no derivative; a real number would lose those that there are.
impl<T: Real, const K: usize> ToPrimitive for Dual<T, K> {
    fn to_i64(&self) -> Option<i64> {
        self.value().to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.value().to_u64()
    }
    fn to_f32(&self) -> Option<f32> {
        self.without_derivatives("f32").to_f32()
    }
    fn to_f64(&self) -> Option<f64> {
        self.without_derivatives("f64").to_f64()
    }
}

impl<T: Real, const K: usize> Dual<T, K> {
    #[track_caller]
    fn without_derivatives(self, what: &str) -> T {
        assert!(
            self.tangent().into_iter().all(Number::is_zero),
            "a dual number is converted to {what}, which has no room for its derivatives: take `value()` for the value alone"
        );
        self.value()
    }
}

impl<T: Real, const K: usize> NumCast for Dual<T, K> {
    fn from<N: ToPrimitive>(n: N) -> Option<Self> {
        <T as NumCast>::from(n).map(Dual::constant)
    }
}

impl<T: Real, const K: usize> FromPrimitive for Dual<T, K> {
    fn from_i64(n: i64) -> Option<Self> {
        T::from_i64(n).map(Dual::constant)
    }
    fn from_u64(n: u64) -> Option<Self> {
        T::from_u64(n).map(Dual::constant)
    }
    fn from_f64(n: f64) -> Option<Self> {
        T::from_f64(n).map(Dual::constant)
    }
}

/// Functions without arguments: constants.
macro_rules! constants {
    ($Trait:ident: $($name:ident)*) => {$(
        #[inline]
        fn $name() -> Self {
            Dual::constant(<T as $Trait>::$name())
        }
    )*};
}

/// Methods that [`Dual`] has under the same name.
macro_rules! as_inherent {
    ($($name:ident($($argument:ident: $ty:ty),*) -> $output:ty;)*) => {$(
        #[inline]
        fn $name(self, $($argument: $ty),*) -> $output {
            Dual::$name(self, $($argument),*)
        }
    )*};
}

impl<T: Real, const K: usize> FloatConst for Dual<T, K> {
    constants! {
        FloatConst: E FRAC_1_PI FRAC_1_SQRT_2 FRAC_2_PI FRAC_2_SQRT_PI FRAC_PI_2 FRAC_PI_3 FRAC_PI_4 FRAC_PI_6 FRAC_PI_8
        LN_10 LN_2 LOG10_E LOG2_E PI SQRT_2
    }
}

impl<T: Real, const K: usize> Float for Dual<T, K> {
    constants! {
        Float: nan infinity neg_infinity neg_zero min_value min_positive_value max_value epsilon
    }
    as_inherent! {
        is_nan() -> bool;
        is_infinite() -> bool;
        is_finite() -> bool;
        is_normal() -> bool;
        is_sign_positive() -> bool;
        is_sign_negative() -> bool;
        classify() -> FpCategory;
        floor() -> Self;
        ceil() -> Self;
        round() -> Self;
        trunc() -> Self;
        fract() -> Self;
        abs() -> Self;
        signum() -> Self;
        mul_add(a: Self, b: Self) -> Self;
        recip() -> Self;
        powi(n: i32) -> Self;
        powf(p: Self) -> Self;
        sqrt() -> Self;
        exp() -> Self;
        exp2() -> Self;
        ln() -> Self;
        log(base: Self) -> Self;
        log2() -> Self;
        log10() -> Self;
        to_degrees() -> Self;
        to_radians() -> Self;
        max(other: Self) -> Self;
        min(other: Self) -> Self;
        cbrt() -> Self;
        hypot(other: Self) -> Self;
        sin() -> Self;
        cos() -> Self;
        tan() -> Self;
        asin() -> Self;
        acos() -> Self;
        atan() -> Self;
        atan2(other: Self) -> Self;
        sin_cos() -> (Self, Self);
        exp_m1() -> Self;
        ln_1p() -> Self;
        sinh() -> Self;
        cosh() -> Self;
        tanh() -> Self;
        asinh() -> Self;
        acosh() -> Self;
        atanh() -> Self;
        copysign(sign: Self) -> Self;
    }
    fn abs_sub(self, other: Self) -> Self {
        if self <= other { Dual::constant(Zero::zero()) } else { self - other }
    }
    fn integer_decode(self) -> (u64, i16, i8) {
        self.value().integer_decode()
    }
}
