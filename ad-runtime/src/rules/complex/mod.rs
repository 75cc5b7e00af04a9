//! The functions that complex numbers have and real ones lack, and the ways from one to the other.
//!
//! C is R^2: the cotangent of `z = x + iy` is `z_bar = dL/dx + i dL/dy`. A function with a real result takes the real
//! part of its seed in every space: its result is a point of R, and nothing beyond it was ever computed. So do the
//! constructors for their real arguments, which is how they project.

mod constructors;
mod parts;

use super::Operand;
use crate::number::Real;
use num_complex::Complex;

/// [`Complex`] of a real number, for rules that find it behind a reference.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a complex number")]
pub trait ComplexNumber: Operand {
    /// The number itself.
    fn complex(&self) -> Complex<Self::Real>;
}

impl<T: Real> ComplexNumber for Complex<T> {
    #[inline(always)]
    fn complex(&self) -> Complex<T> {
        *self
    }
}

#[doc(hidden)]
pub(crate) mod ops {
    pub use super::constructors::ops::*;
    pub use super::parts::ops::*;
    pub use crate::rules::elementary::ops::inv as finv;
}
