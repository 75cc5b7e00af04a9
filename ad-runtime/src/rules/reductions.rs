//! The rules that many containers share: sum, product, mean and norm.
//!
//! Each container implements them where it lives. `into` is the container's [`Place`](Differentiable::Place), so the
//! rules for a slice accumulate into any part of a longer cotangent.

pub use super::inner_product::DotRule;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;

/// The rule of `x.sum()`: `x_bar_i += seed`, the same everywhere.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate the sum of `{Self}`")]
pub trait SumRule: Differentiable {
    /// The type of the sum.
    type Output: Differentiable;
    /// Adds the contribution to the cotangent of the summands.
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Output, D>, into: &mut Self::Place<S>);
}

/// The rule of `x.product()`: `x_bar_i += seed conj(product of the others)`, which holds where factors are zero too.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate the product of `{Self}`")]
pub trait ProductRule: Differentiable {
    /// The type of the product.
    type Output: Differentiable;
    /// Adds the contribution to the cotangent of the factors.
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Output, D>, into: &mut Self::Place<S>);
}

/// The rule of `x.mean()`: `x_bar_i += seed / n`.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate the mean of `{Self}`")]
pub trait MeanRule: Differentiable {
    /// The type of the mean.
    type Output: Differentiable;
    /// Adds the contribution to the cotangent of the summands.
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Output, D>, into: &mut Self::Place<S>);
}

/// The rule of `n = x.norm()`: `x_bar_i += seed x_i / n`, and 0 where the norm is 0.
///
/// Of complex numbers the norm takes the real part of its seed, of real ones the whole.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate the norm of `{Self}`")]
pub trait NormRule: Differentiable {
    /// The type of the norm.
    type Output: Differentiable;
    /// Adds the contribution to the cotangent of `x`.
    fn arg0<D: Space, S: Space>(
        &self,
        norm: &Self::Output,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Self::Place<S>,
    );
}

/// The Euclidean norm of slices, vectors and arrays of numbers, as a method.
///
/// ```
/// use ad_runtime::prelude::*;
/// use num_complex::c64;
///
/// assert_eq!([3.0, 4.0].norm(), 5.0);
/// assert_eq!(vec![c64(0.0, 3.0), c64(4.0, 0.0)].norm(), 5.0);
/// ```
pub trait Norm: NormRule {
    /// `sqrt(sum |x_i|^2)`, not scaled: where the squares overflow it is infinite.
    fn norm(&self) -> Self::Output;
}

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    macro_rules! of_all_elements {
        ($($op:ident: $Rule:ident;)*) => {$(
            pub mod $op {
                use super::*;

                #[inline(always)]
                pub fn arg0<D: Space, S: Space, X: Differentiable<Bare: $Rule> + ?Sized>(
                    x: &X,
                    seed: &Cotangent<<X::Bare as $Rule>::Output, D>,
                    into: &mut <X::Bare as Differentiable>::Place<S>,
                ) {
                    x.bare().arg0::<D, S>(seed, into);
                }
            }
        )*};
    }
    of_all_elements! {
        sum: SumRule;
        product: ProductRule;
        mean: MeanRule;
    }

    pub mod norm {
        use super::*;

        #[inline(always)]
        pub fn arg0<D: Space, S: Space, X, N>(
            x: &X,
            norm: &N,
            seed: &Cotangent<N::Bare, D>,
            into: &mut <X::Bare as Differentiable>::Place<S>,
        ) where
            X: Differentiable<Bare: NormRule<Output = N::Bare>> + ?Sized,
            N: Differentiable<Bare: Sized>,
        {
            x.bare().arg0::<D, S>(norm.bare(), seed, into);
        }
    }
}
