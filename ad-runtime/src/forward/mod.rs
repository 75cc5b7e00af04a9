//! Forward mode: numbers that carry their derivatives with them.
//!
//! A [`Dual`] number is a value and its derivatives along `K` directions. It is a number as `f64` is: generic code runs on
//! it, and the rules of this crate differentiate it once more, in reverse. So forward mode needs no second set of rules,
//! and a Hessian is the gradient of a function of dual numbers.
//!
//! `#[differentiable(forward)]` lets a function run on them: see [`differentiable`](macro@crate::differentiable).

mod arithmetic;
#[cfg(feature = "ndarray")]
mod arrays;
#[cfg(feature = "sprs")]
mod coloring;
mod conversions;
mod dual;
mod functions;
mod lift;
mod matrix;
mod numeric_traits;
mod own_rules;
#[cfg(feature = "sprs")]
mod sparse;
mod split;
mod still;
mod wirtinger;
mod with_plain;

/// `#[derive(Lift)]`: a struct or enum on dual numbers, for functions with `#[differentiable(forward)]`.
///
/// It stands beside `#[derive(Differentiable)]`. A type with a type parameter for its numbers is itself on dual numbers. For
/// one of `f64` another type is made, with the same fields and variants, which is `Clone`, and `Copy` and `Debug` where its
/// fields are; what else it is to derive stands in `#[lift(PartialEq, Default)]`. A tangent is what a gradient is: a
/// cotangent for each field.
///
/// ```
/// use ad_runtime::forward::Lift;
/// use ad_runtime::prelude::*;
///
/// #[derive(Clone, Copy, Differentiable, Lift)]
/// struct Oscillator {
///     x: f64,
///     v: f64,
///     #[no_derivative]
///     steps: usize,
/// }
///
/// #[differentiable(forward)]
/// fn energy(start: &Oscillator, frequency: f64) -> f64 {
///     let mut state = *start;
///     for _ in 0..state.steps {
///         state.v -= 0.1 * frequency * frequency * state.x;
///         state.x += 0.1 * state.v;
///     }
///     0.5 * (state.v * state.v + frequency * frequency * state.x * state.x)
/// }
///
/// let start = Oscillator { x: 1.0, v: 0.0, steps: 10 };
/// let (gradient, by_frequency) = energy::gradient(&start, 1.5);
/// let (_, along) = energy::pushforward(&start, 1.5, &gradient, by_frequency);
/// let square = gradient.x * gradient.x + gradient.v * gradient.v + by_frequency * by_frequency;
/// assert!((along - square).abs() < 1e-12);
/// ```
pub use ad_macros::Lift;
#[cfg(feature = "sprs")]
pub use coloring::Coloring;
pub use dual::Dual;
pub use lift::{Basis, Directions, Lift};
pub use matrix::Matrix;
pub use split::{Coordinates, Split};
pub use still::Still;
pub use wirtinger::Wirtinger;

#[cfg(feature = "sprs")]
#[doc(hidden)]
pub use coloring::{by_colors, by_colors_of_rows, pattern, symmetric_pattern};
#[doc(hidden)]
pub use conversions::{Argument, ArgumentAsItIs, AsItIs, Bare, BareValue, CastTo, Constant};
#[doc(hidden)]
pub use matrix::{LANES, by_columns, by_rows, is_cheaper_by_rows};
#[doc(hidden)]
pub use own_rules::{along_each, chained, pulled_along_each};
