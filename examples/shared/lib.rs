//! What the examples share: a real graph, drawing, timing.

pub mod chart;
#[cfg(feature = "solvers")]
pub mod descent;
pub mod karate;
pub mod karate_picture;
pub mod svg;
pub mod timing;
