//! `#[derive(Differentiable)]` and `#[derive(Probe)]`, for structs and enums.

mod cotangent;
mod differentiable;
mod probe;
mod shape;

pub(crate) use differentiable::differentiable;
pub(crate) use probe::probe;
