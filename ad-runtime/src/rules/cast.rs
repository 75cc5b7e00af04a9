//! `x as f32` and `x as f64`, between the two real types.

use crate::differentiable::{Cotangent, Differentiable};
use crate::number::Number;
use crate::policy::Space;
use num_complex::Complex;

/// The rule of `x as To`: the cotangent goes back rounded to the type of `x`.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate `{Self} as {To}`")]
pub trait CastRule<To: Differentiable>: Differentiable {
    /// `x_bar += y_bar`, the imaginary part included.
    fn arg0<D: Space, S: Space>(seed: &Cotangent<To, D>, into: &mut Cotangent<Self, S>);
}

macro_rules! cast_rule {
    ($($from:ident as $to:ident;)*) => {$(
        impl CastRule<$to> for $from {
            #[inline(always)]
            #[allow(clippy::unnecessary_cast)]
            fn arg0<D: Space, S: Space>(seed: &Cotangent<$to, D>, into: &mut Cotangent<$from, S>) {
                let seed = seed.to_scalar();
                if seed.is_real() {
                    into.accumulate(seed.re() as $from);
                } else {
                    into.accumulate(Complex::new(seed.re() as $from, seed.im() as $from));
                }
            }
        }
    )*};
}
cast_rule! {
    f32 as f32;
    f32 as f64;
    f64 as f32;
    f64 as f64;
}

macro_rules! from_integers {
    ($($from:ident)*) => {$(
        impl<To: Differentiable> CastRule<To> for $from {
            #[inline(always)]
            fn arg0<D: Space, S: Space>(_: &Cotangent<To, D>, _: &mut Cotangent<$from, S>) {}
        }
    )*};
}
from_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool);

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    pub mod cast {
        use super::*;

        /// Both values are given for their types.
        #[inline(always)]
        pub fn arg0<D, S, X, Y>(_x: &X, _y: &Y, seed: &Cotangent<Y::Bare, D>, into: &mut Cotangent<X::Bare, S>)
        where
            D: Space,
            S: Space,
            X: Differentiable<Bare: CastRule<Y::Bare>>,
            Y: Differentiable<Bare: Sized>,
        {
            <X::Bare as CastRule<Y::Bare>>::arg0::<D, S>(seed, into);
        }
    }
}
