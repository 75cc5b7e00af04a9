//! Operations that compute nothing: copies, and the end of a derivative.

use crate::__private::At;
use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Still;
use crate::policy::Space;

/// The value itself, at which differentiation stops: what depends on the result adds nothing to the gradient of `x`.
///
/// ```
/// use ad_runtime::prelude::*;
/// assert_eq!(stop_gradient(2.0), 2.0);
/// ```
#[inline(always)]
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// Beside the function of this name: generated code names it, so that another `stop_gradient` is not taken for ours.
#[doc(hidden)]
#[allow(non_camel_case_types)]
pub enum stop_gradient {}

impl stop_gradient {
    /// On dual numbers: without their derivatives.
    #[doc(hidden)]
    #[inline(always)]
    pub fn on_duals<X: Still>(x: X) -> X {
        x.still()
    }

    /// The same with its pullback, which adds nothing.
    #[doc(hidden)]
    #[allow(clippy::type_complexity)]
    pub fn on_duals_record<I: Space, A0: Space, X: Still + Differentiable>(
        x: X,
        _: At<(I, A0)>,
    ) -> (X, impl Fn(X, &Cotangent<X, I>, &mut X::Place<A0>) + use<I, A0, X>) {
        (x.still(), |_: X, _: &_, _: &mut _| {})
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn of<T>(x: T) -> T {
        x
    }
}

/// The rule of `x.to_owned()` and `x.view()`: `x_bar += seed`, element by element.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate the copy of `{Self}`")]
pub trait ToOwnedRule: Differentiable {
    /// The type of the copy.
    type Owned: Differentiable;
    /// Adds the contribution to the cotangent of the original.
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Owned, D>, into: &mut Self::Place<S>);
}

/// The rule of `x.to_vec()`: `x_bar += seed`, element by element.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate the vector made of `{Self}`")]
pub trait ToVecRule: Differentiable {
    /// The type of the elements.
    type Item: Differentiable;
    /// Adds the contribution to the cotangent of the original.
    #[allow(clippy::ptr_arg)] // a cotangent as it is, which is a vector
    fn arg0<D: Space, S: Space>(&self, seed: &Vec<Cotangent<Self::Item, D>>, into: &mut Self::Place<S>);
}

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    pub mod to_owned {
        use super::*;

        #[inline(always)]
        pub fn arg0<D: Space, S: Space, X: Differentiable<Bare: ToOwnedRule> + ?Sized>(
            x: &X,
            seed: &Cotangent<<X::Bare as ToOwnedRule>::Owned, D>,
            into: &mut <X::Bare as Differentiable>::Place<S>,
        ) {
            x.bare().arg0::<D, S>(seed, into);
        }
    }
    pub mod to_vec {
        use super::*;

        #[inline(always)]
        #[allow(clippy::ptr_arg)]
        pub fn arg0<D: Space, S: Space, X: Differentiable<Bare: ToVecRule> + ?Sized>(
            x: &X,
            seed: &Vec<Cotangent<<X::Bare as ToVecRule>::Item, D>>,
            into: &mut <X::Bare as Differentiable>::Place<S>,
        ) {
            x.bare().arg0::<D, S>(seed, into);
        }
    }
    pub use to_owned as view;
}
