//! Values without their derivatives.

use super::Dual;
use crate::number::Real;
use num_complex::Complex;

/// A value made of dual numbers, of which the derivatives can be left out.
#[diagnostic::on_unimplemented(
    message = "the derivatives of `{Self}` cannot be left out",
    note = "`stop_gradient` takes numbers, vectors and arrays by value where `forward` is: write `stop_gradient(x.to_vec())`"
)]
pub trait Still {
    /// The same value, which moves along no direction.
    #[must_use]
    fn still(self) -> Self;
}

impl<T: Real, const K: usize> Still for Dual<T, K> {
    fn still(self) -> Self {
        Dual::constant(self.value())
    }
}

impl<X: Still> Still for Complex<X> {
    fn still(self) -> Self {
        Complex::new(self.re.still(), self.im.still())
    }
}

#[cfg(feature = "sprs")]
impl<X: Still + Copy, I: sprs::SpIndex, P: sprs::SpIndex> Still for sprs::CsMatI<X, I, P> {
    fn still(self) -> Self {
        self.map(|x| x.still())
    }
}

impl<X: Still> Still for Vec<X> {
    fn still(self) -> Self {
        self.into_iter().map(Still::still).collect()
    }
}

impl<X: Still, const N: usize> Still for [X; N] {
    fn still(self) -> Self {
        self.map(Still::still)
    }
}

impl<X: Still> Still for Option<X> {
    fn still(self) -> Self {
        self.map(Still::still)
    }
}

#[cfg(feature = "ndarray")]
impl<X: Still + Clone, D: ndarray::Dimension> Still for ndarray::Array<X, D> {
    fn still(self) -> Self {
        self.mapv_into(Still::still)
    }
}
