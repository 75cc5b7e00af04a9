//! `Dual::from(x)`, as `f64::from(x)`; and casts, as generated code writes them.

use super::{Dual, Lift};
use crate::__private::At;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::{Number, Real};
use crate::policy::Space;
use crate::rules::cast::CastRule;
use crate::rules::conversion::FromRule;
use ::num_traits::{AsPrimitive, NumCast};
use num_complex::Complex;

macro_rules! from {
    ($($t:ident => $($of:ident),*;)*) => {$($(
        impl<const K: usize> From<$t> for Dual<$of, K> {
            #[inline(always)]
            fn from(value: $t) -> Self {
                Dual::constant(<$of as From<$t>>::from(value))
            }
        }
    )*)*};
}
from! {
    i8 => f32, f64;
    i16 => f32, f64;
    i32 => f64;
    u8 => f32, f64;
    u16 => f32, f64;
    u32 => f64;
    bool => f32, f64;
    f32 => f32, f64;
    f64 => f64;
}

impl<const K: usize> From<Dual<f32, K>> for Dual<f64, K> {
    #[inline(always)]
    fn from(number: Dual<f32, K>) -> Self {
        number.cast_to()
    }
}

impl<const K: usize> FromRule<Dual<f32, K>> for Dual<f64, K> {
    #[inline(always)]
    fn arg0<D: Space, S: Space>(
        &self,
        _: &Dual<f32, K>,
        seed: &Cotangent<Self, D>,
        into: &mut Cotangent<Dual<f32, K>, S>,
    ) {
        <Dual<f32, K> as CastRule<Self>>::arg0::<D, S>(seed, into);
    }
}

impl<T: std::str::FromStr + Real, const K: usize> std::str::FromStr for Dual<T, K> {
    type Err = T::Err;
    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse().map(Dual::constant)
    }
}

/// `x as T` of something that may be a dual number.
pub trait CastTo<D>: Sized {
    /// The value, and derivatives where `self` has them.
    fn cast_to(self) -> D;

    /// The same with its pullback.
    #[allow(clippy::type_complexity)]
    fn cast_to_record<I: Space, A0: Space>(
        self,
        _: At<(I, A0)>,
    ) -> (D, impl Fn(Self, &Cotangent<D, I>, &mut Cotangent<Self, A0>) + use<Self, D, I, A0>)
    where
        D: Differentiable,
        Self: CastRule<D>,
    {
        (self.cast_to(), |_, seed, into| Self::arg0::<I, A0>(seed, into))
    }
}

macro_rules! cast_from {
    ($($t:ident)*) => {$(
        impl<T: Real, const K: usize> CastTo<Dual<T, K>> for $t
        where
            $t: AsPrimitive<T>,
        {
            #[inline(always)]
            fn cast_to(self) -> Dual<T, K> {
                Dual::constant(self.as_())
            }
        }
    )*};
}
cast_from!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);

impl<T: Real, U: Real, const K: usize> CastTo<Dual<T, K>> for Dual<U, K> {
    #[inline(always)]
    fn cast_to(self) -> Dual<T, K> {
        let cast = |number: U| <T as NumCast>::from(number).unwrap_or_else(T::nan);
        Dual::new(cast(self.value()), self.tangent().map(cast))
    }
}

impl<T: Real, U: Real, const K: usize> CastRule<Dual<T, K>> for Dual<U, K> {
    #[inline(always)]
    fn arg0<D: Space, S: Space>(seed: &Cotangent<Dual<T, K>, D>, into: &mut Cotangent<Self, S>) {
        let seed = seed.to_scalar();
        if seed.is_real() {
            into.accumulate(CastTo::<Dual<U, K>>::cast_to(seed.re()));
        } else {
            let (re, im) = (seed.re().cast_to(), seed.to_complex().im.cast_to());
            into.accumulate(Complex::<Dual<U, K>>::new(re, im));
        }
    }
}

/// A value that is cast to an integer: of a dual number its value.
pub struct Bare<X>(pub X);

impl<T: Copy, const K: usize> Bare<Dual<T, K>> {
    /// The value.
    #[inline(always)]
    pub fn value(self) -> T {
        self.0.value()
    }
}

/// The same for anything else: a method of the type itself comes first.
pub trait BareValue {
    /// What it is.
    type Value;
    /// The value.
    fn value(self) -> Self::Value;
}

impl<X> BareValue for Bare<X> {
    type Value = X;
    #[inline(always)]
    fn value(self) -> X {
        self.0
    }
}

/// A constant, where a function on dual numbers mentions it: lifted, if its type has a form on dual numbers.
pub struct Constant<'a, X: ?Sized>(pub &'a X);

impl<X: Lift + ?Sized> Constant<'_, X> {
    /// The same on dual numbers, without derivatives.
    #[inline(always)]
    pub fn on<const K: usize>(&self) -> X::On<K> {
        self.0.lift_constant()
    }
}

/// The same for anything else, which stays what it is: a method of the type itself comes first.
pub trait AsItIs {
    /// What it is.
    type Value;
    /// The value.
    fn on<const K: usize>(&self) -> Self::Value;
}

impl<X: Clone> AsItIs for Constant<'_, X> {
    type Value = X;
    #[inline(always)]
    fn on<const K: usize>(&self) -> X {
        self.0.clone()
    }
}

/// An argument that does not move: a number is lifted, since a function on dual numbers takes dual numbers.
pub struct Argument<X>(pub X);

macro_rules! lifted_argument {
    ($($t:ident)*) => {$(
        impl Argument<$t> {
            /// The same on dual numbers, without derivatives.
            #[inline(always)]
            pub fn on<const K: usize>(self) -> Dual<$t, K> {
                Dual::constant(self.0)
            }
        }
    )*};
}
lifted_argument!(f32 f64);

/// The same for anything else, which stays what it is: a method of the type itself comes first.
pub trait ArgumentAsItIs {
    /// What it is.
    type Value;
    /// The value.
    fn on<const K: usize>(self) -> Self::Value;
}

impl<X> ArgumentAsItIs for Argument<X> {
    type Value = X;
    #[inline(always)]
    fn on<const K: usize>(self) -> X {
        self.0
    }
}
