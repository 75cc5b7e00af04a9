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
#[cfg(feature = "sprs")]
mod sparse;
mod split;
mod still;
mod with_plain;

#[cfg(feature = "sprs")]
pub use coloring::Coloring;
pub use dual::Dual;
pub use lift::{Basis, Directions, Lift};
pub use matrix::Matrix;
pub use split::{Coordinates, Split};
pub use still::Still;

#[cfg(feature = "sprs")]
#[doc(hidden)]
pub use coloring::{by_colors, by_colors_of_rows, pattern, symmetric_pattern};
#[doc(hidden)]
pub use conversions::{AsItIs, Bare, BareValue, CastTo, Constant};
#[doc(hidden)]
pub use matrix::{LANES, by_columns, by_rows, is_cheaper_by_rows};
