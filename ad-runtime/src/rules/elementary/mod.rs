//! The elementary functions of real and complex numbers.
//!
//! A scalar rule is data: the tables of this module hold each function's derivative as an expression of its arguments or
//! its result, and [`Partial`](super::Partial) makes the pullback of it. A derivative is given the argument (`x`) where
//! that is all it needs, and the result (`y`) where the result is dear and the derivative cheap in terms of it:
//!
//! | given | functions |
//! |---|---|
//! | the argument | `sin cos asin acos atan sinh cosh asinh acosh atanh ln log2 log10 ln_1p powi abs` |
//! | the result | `exp exp2 exp_m1 tan tanh sqrt cbrt recip inv sin_cos` |
//! | both | `powf powc expf log hypot` |
//!
//! Functions with several arguments have one derivative per argument, each with its own list of values. The derivative
//! of a complex function is on a branch cut that of the branch which num-complex takes there.

#[macro_use]
mod table;

mod exponential;
mod hyperbolic;
pub(crate) mod names;
mod piecewise;
mod powers;
mod trigonometric;

pub use exponential::Exponential;
pub use hyperbolic::Hyperbolic;
pub use piecewise::Piecewise;
pub use powers::{ExpfRule, LogRule, PowRule, PowiRule};
pub use trigonometric::{SinCosRule, Trigonometric};

use super::Operand;
use crate::forward::Dual;
use crate::number::Real;
use num_complex::Complex;

mod sealed {
    pub trait Sealed {}
}

/// All rules of the elementary functions. Sealed: implemented by f32, f64 and Complex of both.
pub trait Elementary:
    Operand
    + Exponential
    + Hyperbolic
    + Piecewise
    + Trigonometric
    + SinCosRule
    + PowiRule
    + PowRule<Self>
    + LogRule<Self>
    + Sized
    + sealed::Sealed
{
}

macro_rules! elementary {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> sealed::Sealed for $t {}
        impl<$($generics)*> Elementary for $t {}
    )*};
}
elementary! {
    [] f32;
    [] f64;
    [T: Real, const K: usize] Dual<T, K>;
    [] Complex<f32>;
    [] Complex<f64>;
    [T: Real, const K: usize] Complex<Dual<T, K>>;
}

#[doc(hidden)]
pub(crate) mod ops {
    pub use super::exponential::ops::*;
    pub use super::hyperbolic::ops::*;
    pub use super::piecewise::ops::*;
    pub use super::powers::ops::*;
    pub use super::trigonometric::{ops::*, sin_cos};
}
