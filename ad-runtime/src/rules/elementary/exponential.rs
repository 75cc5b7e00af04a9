//! Exponentials, logarithms, roots and reciprocals.

use crate::rules::Partial;
use num_traits::{FloatConst, One};

/// ln 2, in the real numbers underneath `P`.
#[inline(always)]
fn ln_2<P: Partial<Real: FloatConst>>() -> P::Real {
    P::Real::LN_2()
}

/// ln 10, in the real numbers underneath `P`.
#[inline(always)]
fn ln_10<P: Partial<Real: FloatConst>>() -> P::Real {
    P::Real::LN_10()
}

elementary_rules! {
    /// The rules of exponentials, logarithms, roots and reciprocals.
    trait Exponential of real and complex numbers;

    exp {
        /// `y = e^x`, `dy = y dx`.
        arg0 exp_arg0(y): pull(y);
    }
    exp2 {
        /// `y = 2^x`, `dy = y ln 2 dx`.
        arg0 exp2_arg0(y): pull(y * ln_2::<Self>());
    }
    exp_m1 {
        /// `y = e^x - 1`, `dy = (y + 1) dx`.
        arg0 exp_m1_arg0(y): pull(y + Self::one());
    }
    ln {
        /// `y = ln x`, `dy = dx / x`.
        arg0 ln_arg0(x): pull_guarded(x.reciprocal());
    }
    log2 {
        /// `y = log2 x`, `dy = dx / (x ln 2)`.
        arg0 log2_arg0(x): pull_guarded((x * ln_2::<Self>()).reciprocal());
    }
    log10 {
        /// `y = log10 x`, `dy = dx / (x ln 10)`.
        arg0 log10_arg0(x): pull_guarded((x * ln_10::<Self>()).reciprocal());
    }
    ln_1p {
        /// `y = ln(1 + x)`, `dy = dx / (1 + x)`.
        arg0 ln_1p_arg0(x): pull_guarded((x + Self::one()).reciprocal());
    }
    sqrt {
        /// `y = sqrt x`, `dy = dx / (2 y)`. At 0: infinite, and 0 for a zero seed.
        arg0 sqrt_arg0(y): pull_guarded((y + y).reciprocal());
    }
    cbrt {
        /// `y = cbrt x`, `dy = dx / (3 y^2)`. At 0: infinite, and 0 for a zero seed.
        arg0 cbrt_arg0(y): pull_guarded((y * y + y * y + y * y).reciprocal());
    }
    recip {
        /// `y = 1 / x`, `dy = -y^2 dx`.
        arg0 recip_arg0(y): pull_guarded(-(y * y));
    }
    inv {
        /// `y = 1 / x`, `dy = -y^2 dx`, as num-complex spells it.
        arg0 inv_arg0(y): pull_guarded(-(y * y));
    }
}
