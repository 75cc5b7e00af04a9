//! The rules of structured matrices: in every space, against differences of the same operation on dense complex
//! matrices.
#![cfg(feature = "sprs")]
#![allow(unreachable_pub)]

mod cotangent;
mod dense;
mod harness;
mod methods;
mod operators;
mod reductions;
mod vectors;
