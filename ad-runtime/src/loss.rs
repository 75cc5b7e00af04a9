use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::Space;

/// A result that has a gradient: a real number, or an `Option` or `Result` of one.
///
/// The gradient is the pullback of the seed 1, wrapped as the result is. The lifetime is there so that the compiler
/// checks the bound where a gradient is asked for, and not where the function is defined.
#[diagnostic::on_unimplemented(
    message = "a gradient needs a real result, and this function returns `{Self}`",
    label = "not a real number",
    note = "use `pullback` and give it a seed"
)]
// Not a subtrait of `Differentiable`: in a companion whose bounds say `Vec<T>: Loss`, they would say `Vec<T>: Differentiable`
// too, and hide from the compiler which cotangent that is.
pub trait Loss<'here>: Sized {
    /// The type of a gradient `G` of this result.
    type Wrap<G>;

    /// The number inside.
    type Number;

    /// Whether the seed depends on the value. Where it does not, a gradient is computed without it.
    const VALUE_WANTED: bool;

    /// Calls `pullback` with the number and the seed 1, where there is a number, and wraps what it returns.
    fn with_seed<S: Space, G>(self, pullback: impl FnOnce(Self::Number, &Cotangent<Self, S>) -> G) -> Self::Wrap<G>
    where
        Self: Differentiable;

    /// The number, where there is one.
    fn number(self) -> Option<Self::Number>;

    /// The gradient, where there is one.
    fn inside<G>(gradient: Self::Wrap<G>) -> Option<G>;
}

macro_rules! real_loss {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Loss<'_> for $t {
            type Wrap<G> = G;
            type Number = $t;
            const VALUE_WANTED: bool = false;
            #[inline(always)]
            fn with_seed<S: Space, G>(self, pullback: impl FnOnce($t, &Cotangent<$t, S>) -> G) -> G {
                pullback(self, &one::<$t, _>())
            }
            #[inline(always)]
            fn number(self) -> Option<$t> {
                Some(self)
            }
            #[inline(always)]
            fn inside<G>(gradient: G) -> Option<G> {
                Some(gradient)
            }
        }
    )*};
}
real_loss! {
    [] f32;
    [] f64;
    [T: Real, const K: usize] Dual<T, K>;
}

impl<'here, T: Loss<'here> + Differentiable> Loss<'here> for Option<T> {
    type Wrap<G> = Option<T::Wrap<G>>;
    type Number = T::Number;
    const VALUE_WANTED: bool = true; // there may be none
    #[inline]
    fn with_seed<S: Space, G>(self, pullback: impl FnOnce(T::Number, &Cotangent<Self, S>) -> G) -> Self::Wrap<G> {
        self.map(|value| value.with_seed::<S, G>(|number, seed| pullback(number, &Some(seed.clone()))))
    }
    #[inline]
    fn number(self) -> Option<T::Number> {
        self?.number()
    }
    #[inline]
    fn inside<G>(gradient: Self::Wrap<G>) -> Option<G> {
        T::inside(gradient?)
    }
}

impl<'here, T: Loss<'here> + Differentiable, E> Loss<'here> for Result<T, E> {
    type Wrap<G> = Result<T::Wrap<G>, E>;
    type Number = T::Number;
    const VALUE_WANTED: bool = true; // there may be none
    #[inline]
    fn with_seed<S: Space, G>(self, pullback: impl FnOnce(T::Number, &Cotangent<Self, S>) -> G) -> Self::Wrap<G> {
        self.map(|value| value.with_seed::<S, G>(|number, seed| pullback(number, &Some(seed.clone()))))
    }
    #[inline]
    fn number(self) -> Option<T::Number> {
        self.ok()?.number()
    }
    #[inline]
    fn inside<G>(gradient: Self::Wrap<G>) -> Option<G> {
        T::inside(gradient.ok()?)
    }
}

#[inline(always)]
fn one<T: Real, N: Number<Real = T>>() -> N {
    let mut one = N::zero();
    one.accumulate(T::one());
    one
}
