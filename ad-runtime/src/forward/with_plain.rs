//! Dual numbers with numbers that do not move, on either side: those of `#[no_derivative]` arguments.

use super::Dual;
use super::dual::each;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::Number;
use crate::policy::Space;
use crate::rules::arithmetic::{AddRule, DivRule, MulRule, RemRule, SubRule};
use num_complex::Complex;
use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Rem, RemAssign, Sub, SubAssign};

/// One operator, with a number on the right and with one on the left.
macro_rules! operator {
    ($t:ident: $Operator:ident $operator:ident $Assign:ident $assign:ident $Rule:ident
        |$x:ident, $b:ident| $right:expr; |$a:ident, $y:ident| $left:expr
    ) => {
        operator!(@pair $Operator $operator, Dual<$t, K>, $t, |$x, $b| $right);
        operator!(@pair $Operator $operator, $t, Dual<$t, K>, |$a, $y| $left);
        impl<const K: usize> $Assign<$t> for Dual<$t, K> {
            #[inline(always)]
            fn $assign(&mut self, rhs: $t) {
                *self = (*self).$operator(rhs);
            }
        }
        impl<const K: usize> $Assign<&$t> for Dual<$t, K> {
            #[inline(always)]
            fn $assign(&mut self, rhs: &$t) {
                *self = (*self).$operator(*rhs);
            }
        }
        // The rules of the dual numbers that the others are.
        impl<const K: usize> $Rule<$t> for Dual<$t, K> {
            type Computed = Self;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, rhs: &$t, seed: &Cotangent<Self, D>, into: &mut Cotangent<Self, S>) {
                $Rule::<Self>::arg0::<D, S>(self, &Dual::constant(*rhs), seed, into);
            }
            #[inline(always)]
            fn arg1<D: Space, S: Space>(&self, rhs: &$t, seed: &Cotangent<Self, D>, into: &mut Cotangent<$t, S>) {
                let rhs = Dual::constant(*rhs);
                let mut own = rhs.zero_cotangent::<D>();
                $Rule::<Self>::arg1::<D, D>(self, &rhs, seed, &mut own);
                add_value(into, own);
            }
        }
        impl<const K: usize> $Rule<Dual<$t, K>> for $t {
            type Computed = Dual<$t, K>;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(
                &self,
                rhs: &Dual<$t, K>,
                seed: &Cotangent<Dual<$t, K>, D>,
                into: &mut Cotangent<$t, S>,
            ) {
                let this = Dual::constant(*self);
                let mut own = this.zero_cotangent::<D>();
                $Rule::<Dual<$t, K>>::arg0::<D, D>(&this, rhs, seed, &mut own);
                add_value(into, own);
            }
            #[inline(always)]
            fn arg1<D: Space, S: Space>(
                &self,
                rhs: &Dual<$t, K>,
                seed: &Cotangent<Dual<$t, K>, D>,
                into: &mut Cotangent<Dual<$t, K>, S>,
            ) {
                $Rule::<Dual<$t, K>>::arg1::<D, S>(&Dual::constant(*self), rhs, seed, into);
            }
        }
    };
    (@pair $Operator:ident $operator:ident, $a:ty, $b:ty, |$x:ident, $y:ident| $result:expr) => {
        impl<const K: usize> $Operator<$b> for $a {
            type Output = Dual<<Self as Plain>::Number, K>;
            #[inline(always)]
            fn $operator(self, rhs: $b) -> Self::Output {
                let ($x, $y) = (self, rhs);
                $result
            }
        }
        impl<const K: usize> $Operator<&$b> for $a {
            type Output = Dual<<Self as Plain>::Number, K>;
            #[inline(always)]
            fn $operator(self, rhs: &$b) -> Self::Output {
                self.$operator(*rhs)
            }
        }
        impl<const K: usize> $Operator<$b> for &$a {
            type Output = Dual<<$a as Plain>::Number, K>;
            #[inline(always)]
            fn $operator(self, rhs: $b) -> Self::Output {
                (*self).$operator(rhs)
            }
        }
        impl<const K: usize> $Operator<&$b> for &$a {
            type Output = Dual<<$a as Plain>::Number, K>;
            #[inline(always)]
            fn $operator(self, rhs: &$b) -> Self::Output {
                (*self).$operator(*rhs)
            }
        }
    };
}

/// The number that a number is made of.
pub trait Plain {
    /// `f32` or `f64`.
    type Number;
}

/// A number without derivatives that is active has the cotangent's value: nothing of this kind is differentiated twice.
#[inline(always)]
fn add_value<T, D, const K: usize>(into: &mut impl Number<Real = T>, own: D)
where
    T: crate::Real,
    D: Number<Real = Dual<T, K>>,
{
    let own = own.to_scalar();
    if own.is_real() {
        into.accumulate(own.re().value());
    } else {
        let own = own.to_complex();
        into.accumulate(Complex::new(own.re.value(), own.im.value()));
    }
}

macro_rules! with_plain {
    ($($t:ident)*) => {$(
        impl Plain for $t {
            type Number = $t;
        }
        impl<const K: usize> Plain for Dual<$t, K> {
            type Number = $t;
        }
        operator!($t: Add add AddAssign add_assign AddRule
            |x, b| Dual::new(x.value() + b, x.tangent()); |a, y| Dual::new(a + y.value(), y.tangent()));
        operator!($t: Sub sub SubAssign sub_assign SubRule
            |x, b| Dual::new(x.value() - b, x.tangent()); |a, y| Dual::new(a - y.value(), each(y.tangent(), |t| -t)));
        operator!($t: Mul mul MulAssign mul_assign MulRule
            |x, b| Dual::new(x.value() * b, each(x.tangent(), |t| t * b));
            |a, y| Dual::new(a * y.value(), each(y.tangent(), |t| a * t)));
        operator!($t: Div div DivAssign div_assign DivRule
            |x, b| x.chain(x.value() / b, b.recip());
            |a, y| { let quotient = a / y.value(); y.chain(quotient, -quotient / y.value()) });
        operator!($t: Rem rem RemAssign rem_assign RemRule
            |x, b| x.chain(x.value() % b, 1.0);
            |a, y| y.chain(a % y.value(), -(a / y.value()).trunc()));
        // Not the other way round: rustc would no longer see what a number is compared with.
        impl<const K: usize> PartialEq<$t> for Dual<$t, K> {
            #[inline(always)]
            fn eq(&self, other: &$t) -> bool {
                self.value() == *other
            }
        }
        impl<const K: usize> PartialOrd<$t> for Dual<$t, K> {
            #[inline(always)]
            fn partial_cmp(&self, other: &$t) -> Option<Ordering> {
                self.value().partial_cmp(other)
            }
        }
    )*};
}
with_plain!(f32 f64);
