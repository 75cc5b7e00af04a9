//! `To::from(x)`, `x.into()`, `T::from_f64(x)` and their like.

use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::Space;
use num_complex::Complex;
use num_traits::{Float, NumCast};
use std::any::TypeId;

/// The rule of a conversion of `X` to `Self`, by whatever name it is called.
///
/// `#[differentiable] impl From<X> for Y` implements it for types of your own.
#[diagnostic::on_unimplemented(
    message = "there is no rule to differentiate the conversion of `{X}` to `{Self}`",
    note = "for a type of your own put `#[differentiable]` on its `impl From<{X}>`"
)]
pub trait FromRule<X: Differentiable>: Differentiable {
    /// Adds the contribution to the cotangent of `x`; `self` is what it was converted to.
    fn arg0<D: Space, S: Space>(&self, x: &X, seed: &Cotangent<Self, D>, into: &mut Cotangent<X, S>);
}

/// The identity.
impl<T: Differentiable> FromRule<T> for T {
    #[inline(always)]
    fn arg0<D: Space, S: Space>(&self, x: &T, seed: &Cotangent<T, D>, into: &mut Cotangent<T, S>) {
        x.accumulate::<S, D>(into, seed);
    }
}

fn is_real<T: Scalar>() -> bool {
    TypeId::of::<T>() == TypeId::of::<T::Base>()
}

/// The cotangent goes back rounded to the type of `x`. A real that becomes complex is a real: its seed is projected.
#[inline(always)]
fn between_numbers<D: Space, S: Space, X: Scalar, Y: Scalar>(seed: &Cotangent<Y, D>, into: &mut Cotangent<X, S>) {
    let seed = Y::entry::<D>(seed).to_scalar();
    let rounded = |part: Y::Base| <X::Base as NumCast>::from(part).unwrap_or_else(X::Base::nan);
    let into = X::entry_mut::<S>(into);
    if seed.is_real() || is_real::<X>() && !is_real::<Y>() {
        into.accumulate(rounded(seed.re()));
    } else {
        into.accumulate(Complex::new(rounded(seed.re()), rounded(seed.im())));
    }
}

macro_rules! between_numbers {
    ($([$($generics:tt)*] $from:ty => $to:ty;)*) => {$(
        impl<$($generics)*> FromRule<$from> for $to {
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, _: &$from, seed: &Cotangent<$to, D>, into: &mut Cotangent<$from, S>) {
                between_numbers::<D, S, $from, $to>(seed, into);
            }
        }
    )*};
}
between_numbers! {
    [] f32 => f64;
    [] f32 => Complex<f32>;
    [] f32 => Complex<f64>;
    [] f64 => f32;
    [] f64 => Complex<f32>;
    [] f64 => Complex<f64>;
    [T: Real, const K: usize] f32 => Dual<T, K>;
    [T: Real, const K: usize] f64 => Dual<T, K>;
    [T: Real, const K: usize] f32 => Complex<Dual<T, K>>;
    [T: Real, const K: usize] f64 => Complex<Dual<T, K>>;
    [T: Real, const K: usize] Dual<T, K> => Complex<Dual<T, K>>;
}

/// `T::from(x)` of num-traits, which may fail.
impl<X: Scalar, Y: Scalar> FromRule<X> for Option<Y> {
    #[inline(always)]
    fn arg0<D: Space, S: Space>(&self, _: &X, seed: &Cotangent<Self, D>, into: &mut Cotangent<X, S>) {
        if let Some(seed) = seed {
            between_numbers::<D, S, X, Y>(seed, into);
        }
    }
}

macro_rules! from_integers {
    ($($from:ident)*) => {$(
        impl<Y: Scalar> FromRule<$from> for Y {
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, _: &$from, _: &Cotangent<Y, D>, _: &mut Cotangent<$from, S>) {}
        }
        impl<Y: Scalar> FromRule<$from> for Option<Y> {
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, _: &$from, _: &Cotangent<Self, D>, _: &mut Cotangent<$from, S>) {}
        }
    )*};
}
from_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool);

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    pub mod from {
        use super::*;

        #[inline(always)]
        pub fn arg0<D, S, X, Y>(x: &X, y: &Y, seed: &Cotangent<Y::Bare, D>, into: &mut Cotangent<X::Bare, S>)
        where
            D: Space,
            S: Space,
            X: Differentiable<Bare: Sized>,
            Y: Differentiable<Bare: FromRule<X::Bare> + Sized>,
        {
            y.bare().arg0::<D, S>(x.bare(), seed, into);
        }
    }
}
