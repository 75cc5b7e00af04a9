//! Dense linear algebra on arrays of ndarray, by faer: systems, factors, eigenvalues, and functions of matrices.
//!
//! The functions take arrays, owned or views, of f32, f64 or `Complex` of both, and are differentiated in every policy. A
//! pullback uses the factors again that the value was computed with. `A_bar`, `B_bar` are the cotangents of the arguments,
//! `Y_bar` and the like the seed; `ᴴ` is the conjugate transpose. This module needs the feature `faer`.

// A rule returns its value beside a closure, whose type has no shorter name.
#![allow(clippy::type_complexity)]

mod algebra;
mod companion;
mod dense;
mod equations;
mod functions;
#[cfg(feature = "sprs")]
mod on_duals;
mod orthogonal;
mod right_side;
mod selected_inverse;
pub mod sparse;
mod spectrum;
mod storage;
mod systems;
mod triangular;

pub use companion::Returned;
pub use dense::{Argument, DenseArray, Entry, Field, Matrix, Outcome, Part, RealEntry, RealOf};
pub use equations::*;
pub use functions::*;
pub use orthogonal::*;
pub use spectrum::*;
pub use systems::*;
pub use triangular::*;
