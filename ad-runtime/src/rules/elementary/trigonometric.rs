//! Sine, cosine, tangent and their inverses.

use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::Space;
use crate::rules::Partial;
use num_complex::Complex;
use num_traits::One;

elementary_rules! {
    /// The rules of the trigonometric functions and their inverses.
    trait Trigonometric of real and complex numbers;

    sin {
        /// `y = sin x`, `dy = cos x dx`.
        arg0 sin_arg0(x): pull(x.cos());
    }
    cos {
        /// `y = cos x`, `dy = -sin x dx`.
        arg0 cos_arg0(x): pull(-x.sin());
    }
    tan {
        /// `y = tan x`, `dy = (1 + y^2) dx`.
        arg0 tan_arg0(y): pull(y * y + Self::one());
    }
    asin {
        /// `y = asin x`, `dy = dx / sqrt(1 - x^2)`. At 1 and -1: infinite, and 0 for a zero seed.
        arg0 asin_arg0(x): pull_guarded(((Self::one() - x) * (Self::one() + x)).sqrt().reciprocal());
    }
    acos {
        /// `y = acos x`, `dy = -dx / sqrt(1 - x^2)`. At 1 and -1: infinite, and 0 for a zero seed.
        arg0 acos_arg0(x): pull_guarded(-((Self::one() - x) * (Self::one() + x)).sqrt().reciprocal());
    }
    atan {
        /// `y = atan x`, `dy = dx / (1 + x^2)`.
        arg0 atan_arg0(x): pull_guarded((x * x + Self::one()).reciprocal());
    }
}

/// The rule of `sin_cos`.
pub trait SinCosRule: Differentiable {
    /// `(s, c) = (sin x, cos x)`: `ds = c dx`, `dc = -s dx`.
    fn arg0<D: Space, S: Space>(
        result: (&Self, &Self),
        seed: (&Cotangent<Self, D>, &Cotangent<Self, D>),
        into: &mut Cotangent<Self, S>,
    );
}

macro_rules! sin_cos {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> SinCosRule for $t {
            #[inline(always)]
            fn arg0<D: Space, S: Space>(
                (sin, cos): (&Self, &Self),
                (sin_seed, cos_seed): (&Cotangent<Self, D>, &Cotangent<Self, D>),
                into: &mut Cotangent<Self, S>,
            ) {
                into.accumulate(cos.pull(*sin_seed));
                into.accumulate((-*sin).pull(*cos_seed));
            }
        }
    )*};
}
sin_cos! {
    [] f32;
    [] f64;
    [T: Real, const K: usize] Dual<T, K>;
    [T: Real] Complex<T>;
}

#[doc(hidden)]
pub mod sin_cos {
    use super::*;

    #[inline(always)]
    pub fn arg0<D: Space, S: Space, A: Differentiable<Bare: SinCosRule + Sized>>(
        y: &(A, A),
        seed: &Cotangent<(A::Bare, A::Bare), D>,
        into: &mut Cotangent<A::Bare, S>,
    ) {
        SinCosRule::arg0::<D, S>((y.0.bare(), y.1.bare()), (&seed.0, &seed.1), into);
    }
}
