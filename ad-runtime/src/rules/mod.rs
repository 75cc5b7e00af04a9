//! The rules, by library area.
//!
//! A rule has one method per argument: `rhs` of a product receives the primal operands, the seed (the cotangent of the
//! result, in any space) and the accumulator of its argument (in any space), and adds its contribution. It never
//! projects: the accumulator does.

pub mod arithmetic;
pub mod cast;
mod companion;
pub mod complex;
pub mod conversion;
#[cfg(feature = "ndarray")]
pub mod dense;
pub mod elementary;
pub mod fallible;
pub mod identity;
pub mod inner_product;
pub mod matrix;
mod operand;
pub mod own;
mod partial;
pub mod reductions;
pub mod slices;
#[cfg(feature = "sprs")]
pub mod sparse;
#[cfg(feature = "sprs")]
pub mod sparse_constructors;
#[cfg(feature = "sprs")]
mod sparse_dense;
#[cfg(feature = "sprs")]
pub mod sparse_methods;
#[cfg(feature = "sprs")]
pub mod sparse_vector;
pub mod structured;
mod vectors;

pub use operand::{Operand, ProductWith};
pub use partial::Partial;
pub(crate) use partial::zero_wins;
pub use vectors::VectorOperand;
