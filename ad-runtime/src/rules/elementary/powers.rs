//! Powers and logarithms to any base.

use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::Space;
use crate::rules::partial::zero_wins;
use crate::rules::{Operand, Partial};
use num_complex::Complex;
use std::convert::identity;

/// The rule of `powi`: `y = x^n` with an integer `n`.
pub trait PowiRule: Differentiable {
    /// `dy = n x^(n-1) dx`, which is 0 for `n = 0`, at `x = 0` too.
    fn arg0<D: Space, S: Space>(&self, n: i32, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>);
}

/// The rule of `powf` and `powc`: `y = x^p`.
///
/// With a base of zero:
///
/// | exponent | `y` | `dy/dx` | `dy/dp` |
/// |---|---|---|---|
/// | `p > 1` | 0 | 0 | 0 |
/// | `p = 1` | 0 | 1 | 0 |
/// | `0 < p < 1` | 0 | infinite | 0 |
/// | `p = 0` | 1 | 0 | 0 |
/// | `p < 0` | infinite | infinite | infinite |
///
/// A negative real base has a real power at isolated exponents alone; there `dy/dp` is the real part `y ln |x|` of the
/// derivative of the complex power.
pub trait PowRule<Exponent: Differentiable>: Differentiable {
    /// `dy = p x^(p-1) dx`.
    fn arg0<D: Space, S: Space>(
        &self,
        p: &Exponent,
        y: &Self,
        seed: &Cotangent<Self, D>,
        into: &mut Cotangent<Self, S>,
    );
    /// `dy = y ln x dp`.
    fn arg1<D: Space, S: Space>(
        &self,
        p: &Exponent,
        y: &Self,
        seed: &Cotangent<Self, D>,
        into: &mut Cotangent<Exponent, S>,
    );
}

/// The rule of `expf`, whose base is real and whose exponent is the receiver: `y = b^x`. Implemented by the result.
pub trait ExpfRule: Differentiable {
    /// The type of the base.
    type Base: Differentiable;
    /// `dy = y ln b dx`.
    fn arg0<D: Space, S: Space>(base: &Self::Base, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>);
    /// `dy = x b^(x-1) db`.
    fn arg1<D: Space, S: Space>(
        x: &Self,
        base: &Self::Base,
        y: &Self,
        seed: &Cotangent<Self, D>,
        into: &mut Cotangent<Self::Base, S>,
    );
}

/// The rule of `log`: `y = ln x / ln b`.
pub trait LogRule<Base: Differentiable>: Differentiable {
    /// `dy = dx / (x ln b)`.
    fn arg0<D: Space, S: Space>(x: &Self, base: &Base, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>);
    /// `dy = -y db / (b ln b)`.
    fn arg1<D: Space, S: Space>(base: &Base, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<Base, S>);
}

/// The derivative of `y = x^p` by `x`, for real numbers.
#[inline]
fn power_by_base<T: Real>(x: T, p: T, y: T) -> T {
    // The quotient saves a second power, and is at hand wherever y is neither 0 nor infinite.
    let lower = if y.is_finite() && !Number::is_zero(y) { y / x } else { x.powf(p - T::one()) };
    zero_wins(p, lower)
}

/// The derivative of `y = x^p` by `p`, for real numbers.
#[inline]
fn power_by_exponent<T: Real>(x: T, p: T, y: T) -> T {
    if Number::is_zero(p) && Number::is_zero(x) { p } else { zero_wins(y, x.abs().ln()) }
}

/// The derivative of `y = x^p` by `x`, for complex numbers: with a base of zero as in the table of [`PowRule`].
#[inline]
fn complex_power_by_base<T: Real>(x: Complex<T>, p: Complex<T>, y: Complex<T>) -> Complex<T> {
    if Number::is_zero(p) {
        p
    } else if !Number::is_zero(x) {
        p * y * x.reciprocal()
    } else if p == Complex::from(T::one()) {
        p
    } else if p.re > T::one() {
        x
    } else {
        Complex::from(T::infinity() * p.re)
    }
}

/// The derivative of `y = x^p` by `p`, for complex numbers: with a base of zero as in the table of [`PowRule`].
#[inline]
fn complex_power_by_exponent<T: Real>(x: Complex<T>, p: Complex<T>, y: Complex<T>) -> Complex<T> {
    if !Number::is_zero(x) {
        y * x.ln()
    } else if p.re >= <T as Number>::zero() {
        x
    } else {
        Complex::from(-T::infinity())
    }
}

macro_rules! pow_rule {
    ([$($generics:tt)*] $x:ty, $p:ty, $exponent:expr, $by_base:ident, $by_exponent:ident) => {
        impl<$($generics)*> PowRule<$p> for $x {
            #[inline]
            fn arg0<D: Space, S: Space>(
                &self, p: &$p, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>,
            ) {
                into.accumulate($by_base(*self, $exponent(*p), *y).pull_guarded(*seed));
            }
            #[inline]
            fn arg1<D: Space, S: Space>(
                &self, p: &$p, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<$p, S>,
            ) {
                into.accumulate($by_exponent(*self, $exponent(*p), *y).pull_guarded(*seed));
            }
        }
    };
}
pow_rule!([] f32, f32, f32::from, power_by_base, power_by_exponent);
pow_rule!([] f64, f64, f64::from, power_by_base, power_by_exponent);
pow_rule!([T: Real, const K: usize] Dual<T, K>, Dual<T, K>, identity, power_by_base, power_by_exponent);
pow_rule!([] Complex<f32>, f32, Complex::from, complex_power_by_base, complex_power_by_exponent);
pow_rule!([] Complex<f64>, f64, Complex::from, complex_power_by_base, complex_power_by_exponent);
pow_rule!(
    [T: Real, const K: usize] Complex<Dual<T, K>>, Dual<T, K>,
    Complex::from, complex_power_by_base, complex_power_by_exponent
);
pow_rule!([T: Real] Complex<T>, Complex<T>, Complex::from, complex_power_by_base, complex_power_by_exponent);

macro_rules! powi_rule {
    ($([$($generics:tt)*] $x:ty, $real:expr;)*) => {$(
        impl<$($generics)*> PowiRule for $x {
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, n: i32, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>) {
                let derivative = match n {
                    0 => <$x as Number>::zero(),
                    _ => self.powi(n.saturating_sub(1)) * $real(n),
                };
                into.accumulate(derivative.pull_guarded(*seed));
            }
        }
    )*};
}
powi_rule! {
    [] f32, |n| n as f32;
    [] f64, f64::from;
    [T: Real, const K: usize] Dual<T, K>, Dual::from_integer;
    [] Complex<f32>, |n| n as f32;
    [] Complex<f64>, f64::from;
    [T: Real, const K: usize] Complex<Dual<T, K>>, Dual::from_integer;
}

impl<T: Real> ExpfRule for Complex<T> {
    type Base = T;
    #[inline]
    fn arg0<D: Space, S: Space>(base: &T, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>) {
        into.accumulate((*y * base.ln()).pull(*seed));
    }
    #[inline]
    fn arg1<D: Space, S: Space>(x: &Self, base: &T, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<T, S>) {
        T::contribute::<S>(into, (*x * *y / *base).pull(*seed));
    }
}

macro_rules! log_rule {
    ([$($generics:tt)*] $x:ty, $base:ty) => {
        impl<$($generics)*> LogRule<$base> for $x {
            #[inline]
            fn arg0<D: Space, S: Space>(
                x: &Self, base: &$base, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>,
            ) {
                into.accumulate((*x * base.ln()).reciprocal().pull_guarded(*seed));
            }
            #[inline]
            fn arg1<D: Space, S: Space>(
                base: &$base, y: &Self, seed: &Cotangent<Self, D>, into: &mut Cotangent<$base, S>,
            ) {
                // The logarithm to the base 0 is 0.
                let derivative = match Number::is_zero(*base) {
                    true => <$x as Number>::zero(),
                    false => -*y * (*base * base.ln()).reciprocal(),
                };
                <$base>::contribute::<S>(into, derivative.pull_guarded(*seed));
            }
        }
    };
}
log_rule!([] f32, f32);
log_rule!([] f64, f64);
log_rule!([T: Real, const K: usize] Dual<T, K>, Dual<T, K>);
log_rule!([T: Real] Complex<T>, T);
log_rule!([T: Real] Complex<T>, Complex<T>);

#[doc(hidden)]
pub(crate) mod ops {
    use crate::{Cotangent as Cot, Differentiable, Space};

    pub mod powi {
        use super::{super::PowiRule, *};

        #[inline(always)]
        pub fn arg0<D, S, A, N>(x: &A, n: &N, seed: &Cot<A::Bare, D>, into: &mut Cot<A::Bare, S>)
        where
            D: Space,
            S: Space,
            A: Differentiable<Bare: PowiRule>,
            N: Differentiable<Bare: Copy + Into<i32>>,
        {
            x.bare().arg0::<D, S>((*n.bare()).into(), seed, into);
        }
    }

    pub mod powf {
        use super::{super::PowRule, *};

        #[inline(always)]
        pub fn arg0<D, S, A, B, Y>(x: &A, p: &B, y: &Y, seed: &Cot<A::Bare, D>, into: &mut Cot<A::Bare, S>)
        where
            D: Space,
            S: Space,
            A: Differentiable<Bare: PowRule<B::Bare>>,
            B: Differentiable<Bare: Sized>,
            Y: Differentiable<Bare = A::Bare>,
        {
            x.bare().arg0::<D, S>(p.bare(), y.bare(), seed, into);
        }

        #[inline(always)]
        pub fn arg1<D, S, A, B, Y>(x: &A, p: &B, y: &Y, seed: &Cot<A::Bare, D>, into: &mut Cot<B::Bare, S>)
        where
            D: Space,
            S: Space,
            A: Differentiable<Bare: PowRule<B::Bare>>,
            B: Differentiable<Bare: Sized>,
            Y: Differentiable<Bare = A::Bare>,
        {
            x.bare().arg1::<D, S>(p.bare(), y.bare(), seed, into);
        }
    }
    pub use powf as powc;

    pub mod expf {
        use super::{super::ExpfRule, *};

        #[inline(always)]
        pub fn arg0<D, S, B, Y>(base: &B, y: &Y, seed: &Cot<Y::Bare, D>, into: &mut Cot<Y::Bare, S>)
        where
            D: Space,
            S: Space,
            B: Differentiable<Bare: Sized>,
            Y: Differentiable<Bare: ExpfRule<Base = B::Bare>>,
        {
            ExpfRule::arg0::<D, S>(base.bare(), y.bare(), seed, into);
        }

        #[inline(always)]
        pub fn arg1<D, S, A, B, Y>(x: &A, base: &B, y: &Y, seed: &Cot<A::Bare, D>, into: &mut Cot<B::Bare, S>)
        where
            D: Space,
            S: Space,
            A: Differentiable<Bare: ExpfRule<Base = B::Bare>>,
            B: Differentiable<Bare: Sized>,
            Y: Differentiable<Bare = A::Bare>,
        {
            ExpfRule::arg1::<D, S>(x.bare(), base.bare(), y.bare(), seed, into);
        }
    }

    pub mod log {
        use super::{super::LogRule, *};

        #[inline(always)]
        pub fn arg0<D, S, A, B>(x: &A, base: &B, seed: &Cot<A::Bare, D>, into: &mut Cot<A::Bare, S>)
        where
            D: Space,
            S: Space,
            A: Differentiable<Bare: LogRule<B::Bare>>,
            B: Differentiable<Bare: Sized>,
        {
            LogRule::arg0::<D, S>(x.bare(), base.bare(), seed, into);
        }

        #[inline(always)]
        pub fn arg1<D, S, B, Y>(base: &B, y: &Y, seed: &Cot<Y::Bare, D>, into: &mut Cot<B::Bare, S>)
        where
            D: Space,
            S: Space,
            B: Differentiable<Bare: Sized>,
            Y: Differentiable<Bare: LogRule<B::Bare>>,
        {
            LogRule::arg1::<D, S>(base.bare(), y.bare(), seed, into);
        }
    }
}
