//! What the generated checks of the survey call.
//!
//! A check knows the types of a function's parameters and nothing else. [`Build`] makes arguments of them, [`Active`]
//! reads the numbers that derivatives are taken of, and [`check`] compares.
#![forbid(unsafe_code)]

mod active;
mod build;
mod check;
mod source;

pub use active::{Active, List, Numbers, add_values, components, seed, values};
pub use build::{Build, build};
pub use check::check;
pub use source::Source;
