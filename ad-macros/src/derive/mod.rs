//! `#[derive(Differentiable)]`, `#[derive(Lift)]` and `#[derive(Probe)]`, for structs and enums.

mod cotangent;
mod differentiable;
mod lift;
mod probe;
mod shape;

pub(crate) use differentiable::differentiable;
pub(crate) use lift::{lift, on_duals};
pub(crate) use probe::probe;
