//! Functions that are in daily use and not in the standard library, with their rules: of one number, of slices, and, with
//! the feature `special`, the error function, the gamma function and their like.
//!
//! They are annotated functions as yours are. Real numbers are f32 or f64.

mod scalars;
mod slices;
#[cfg(feature = "special")]
mod special;

pub use scalars::*;
pub use slices::*;
#[cfg(feature = "special")]
pub use special::*;
