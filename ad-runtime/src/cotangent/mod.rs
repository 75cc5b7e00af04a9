//! The types of cotangents that are not simply the type of the value.

mod discarded;
mod matrix;
mod none;
pub(crate) mod product;
mod scalar;
mod vector;

pub use discarded::{DiscardedMatrix, DiscardedVector};
pub(crate) use matrix::{Flipped, Scaled, SparseTerm, TimesRight, Transposed, product_at};
pub use matrix::{MatrixAccumulator, MatrixContribution, MatrixCotangent, StoredEntries, StructuredCotangent};
pub use none::NoTangent;
pub use scalar::ScalarCotangent;
pub(crate) use vector::check_index;
pub use vector::{VectorAccumulator, VectorContribution, VectorCotangent};

pub use crate::diagonal::DiagonalCotangent;
#[cfg(feature = "sprs")]
pub use crate::sparse::{SparseCotangent, SparseVectorCotangent};
