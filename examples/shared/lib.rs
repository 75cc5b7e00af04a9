//! What the examples share: a real graph, and drawing.

pub mod karate;
pub mod karate_picture;
pub mod svg;
