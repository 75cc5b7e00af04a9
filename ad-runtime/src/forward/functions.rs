//! The functions that `f64` has, with the derivatives that their rules are made of.

use super::Dual;
use super::dual::{each_pair, slope};
use crate::number::Real;
use crate::policy::Tangent;
use crate::rules::elementary::names::{binary_functions, unary_functions};
use crate::rules::elementary::{Exponential, Hyperbolic, LogRule, Piecewise, PowRule, PowiRule, Trigonometric};
use std::cmp::Ordering;
use std::num::FpCategory;

/// Functions of one number: the rule is given the argument `x` or the result `y`.
macro_rules! unary {
    ($($Rule:ident { $($name:ident $arg0:ident($value:ident);)* })*) => {$($(
        #[doc = concat!("`", stringify!($name), "`, as `f64` has it.")]
        #[inline]
        #[must_use]
        pub fn $name(self) -> Self {
            let x = self.value();
            let y = T::$name(x);
            self.chain(y, slope(|seed, into| <T as $Rule>::$arg0::<Tangent, Tangent>(unary!(@$value x y), seed, into)))
        }
    )*)*};
    (@x $x:ident $y:ident) => { &$x };
    (@y $x:ident $y:ident) => { &$y };
}

/// Functions of two numbers: the values that the rule is given for each operand.
macro_rules! binary {
    ($($name:ident $arg0:ident($($of0:ident),*) $arg1:ident($($of1:ident),*);)*) => {$(
        #[doc = concat!("`", stringify!($name), "`, as `f64` has it.")]
        #[inline]
        #[must_use]
        pub fn $name(self, other: Self) -> Self {
            let (a, b) = (self.value(), other.value());
            let y = T::$name(a, b);
            let own = slope(|seed, into| {
                <T as Piecewise>::$arg0::<Tangent, Tangent>($(binary!(@$of0 a b y),)* seed, into)
            });
            let others = slope(|seed, into| {
                <T as Piecewise>::$arg1::<Tangent, Tangent>($(binary!(@$of1 a b y),)* seed, into)
            });
            self.chain_two(own, other, others, y)
        }
    )*};
    (@a $a:ident $b:ident $y:ident) => { &$a };
    (@b $a:ident $b:ident $y:ident) => { &$b };
    (@y $a:ident $b:ident $y:ident) => { &$y };
}

/// Questions to the value alone.
macro_rules! of_the_value {
    ($($name:ident -> $answer:ty;)*) => {$(
        #[doc = concat!("`", stringify!($name), "` of the value.")]
        #[inline(always)]
        pub fn $name(self) -> $answer {
            self.value().$name()
        }
    )*};
}

impl<T: Real, const K: usize> Dual<T, K> {
    unary_functions!(unary);
    binary_functions!(binary);

    of_the_value! {
        is_nan -> bool;
        is_infinite -> bool;
        is_finite -> bool;
        is_normal -> bool;
        is_sign_positive -> bool;
        is_sign_negative -> bool;
        classify -> FpCategory;
    }

    /// Both at once.
    #[inline]
    pub fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value().sin_cos();
        (self.chain(sin, cos), self.chain(cos, -sin))
    }

    /// `x^n`
    #[inline]
    #[must_use]
    pub fn powi(self, n: i32) -> Self {
        let x = self.value();
        self.chain(x.powi(n), slope(|seed, into| <T as PowiRule>::arg0::<Tangent, Tangent>(&x, n, seed, into)))
    }

    /// `x^p`
    #[inline]
    #[must_use]
    pub fn powf(self, p: Self) -> Self {
        let (x, q) = (self.value(), p.value());
        let y = x.powf(q);
        let by_base = slope(|seed, into| <T as PowRule<T>>::arg0::<Tangent, Tangent>(&x, &q, &y, seed, into));
        let by_exponent = slope(|seed, into| <T as PowRule<T>>::arg1::<Tangent, Tangent>(&x, &q, &y, seed, into));
        self.chain_two(by_base, p, by_exponent, y)
    }

    /// The logarithm to any base.
    #[inline]
    #[must_use]
    pub fn log(self, base: Self) -> Self {
        let (x, b) = (self.value(), base.value());
        let y = x.log(b);
        let own = slope(|seed, into| <T as LogRule<T>>::arg0::<Tangent, Tangent>(&x, &b, seed, into));
        let by_base = slope(|seed, into| <T as LogRule<T>>::arg1::<Tangent, Tangent>(&b, &y, seed, into));
        self.chain_two(own, base, by_base, y)
    }

    /// `self * a + b`
    #[inline]
    #[must_use]
    pub fn mul_add(self, a: Self, b: Self) -> Self {
        let product = self.chain_two(a.value(), a, self.value(), self.value().mul_add(a.value(), b.value()));
        Dual::new(product.value(), each_pair(product.tangent(), b.tangent(), |x, y| x + y))
    }

    /// This number where it lies between the two, else the nearer of them.
    ///
    /// # Panics
    ///
    /// If `low > high`, or one of them is not a number.
    #[inline]
    #[must_use]
    pub fn clamp(self, low: Self, high: Self) -> Self {
        assert!(low <= high, "clamp needs low <= high, not {low} and {high}");
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }

    /// The quotient that leaves a remainder of at least 0: constant on its pieces.
    #[inline]
    #[must_use]
    pub fn div_euclid(self, rhs: Self) -> Self {
        let quotient = (self.value() / rhs.value()).trunc();
        Dual::constant(if self.value() % rhs.value() >= T::neutral_of_sums() {
            quotient
        } else if rhs.value() > T::neutral_of_sums() {
            quotient - T::one()
        } else {
            quotient + T::one()
        })
    }

    /// The remainder that is at least 0.
    #[inline]
    #[must_use]
    pub fn rem_euclid(self, rhs: Self) -> Self {
        let remainder = self.value() % rhs.value();
        let y = if remainder < T::neutral_of_sums() { remainder + rhs.value().abs() } else { remainder };
        self.chain_two(T::one(), rhs, -self.div_euclid(rhs).value(), y)
    }

    /// `(self + other) / 2`
    #[inline]
    #[must_use]
    pub fn midpoint(self, other: Self) -> Self {
        (self + other) / Dual::from_integer(2)
    }

    /// The order of the values: that of numbers, with those that are none after all others.
    pub fn total_cmp(&self, other: &Self) -> Ordering {
        let by_kind = || self.is_nan().cmp(&other.is_nan());
        self.partial_cmp(other).unwrap_or_else(by_kind)
    }
}
