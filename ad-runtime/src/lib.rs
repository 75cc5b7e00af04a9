//! Automatic differentiation of ordinary Rust functions, on stable Rust, where the person who writes the function
//! chooses what its gradient *is*.
#![forbid(unsafe_code)]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod cotangent;
mod diagonal;
mod differentiable;
mod loss;
mod number;
mod pattern;
mod policy;
pub mod prelude;
pub mod rules;
mod saved;
#[cfg(feature = "sprs")]
mod sparse;
pub mod testing;

pub use ad_macros::{Differentiable, differentiable};
pub use cotangent::{MatrixCotangent, NoTangent, ScalarCotangent, VectorCotangent};
pub use diagonal::Diagonal;
pub use differentiable::{Chosen, Cotangent, Differentiable, ProjectTo, Scalar};
pub use loss::Loss;
pub use number::{Number, Real};
pub use pattern::Pattern;
pub use policy::{Ambient, Axes, Inactive, NumberAxis, Space, StructureAxis, Tangent};
#[cfg(feature = "sprs")]
pub use rules::sparse_constructors::{sparse_from_dense, sparse_from_triplets};
