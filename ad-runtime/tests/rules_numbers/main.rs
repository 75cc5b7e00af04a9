//! The rules on numbers, slices and dense arrays, each against central differences.
#![allow(clippy::type_complexity)]

#[macro_use]
mod harness;

mod complex;
#[cfg(feature = "ndarray")]
mod dense;
mod edges;
mod elementary;
mod slices;
