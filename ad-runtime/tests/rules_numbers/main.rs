//! The rules on numbers, slices and dense arrays, each against central differences.

#[macro_use]
mod harness;

mod complex;
#[cfg(feature = "ndarray")]
mod dense;
mod edges;
mod elementary;
mod slices;
