//! `#[derive(Differentiable)]`, `#[derive(Lift)]` and `#[derive(Probe)]`, for structs and enums.

mod cotangent;
mod differentiable;
mod lift;
mod probe;
mod shape;

pub(crate) use differentiable::differentiable;
pub(crate) use lift::{lift, on_duals};
pub(crate) use probe::probe;

use crate::errors::Errors;
use proc_macro2::TokenStream;
use shape::Shape;

/// What a derive makes of a type, once it is read and nothing in it was refused.
fn derived(
    item: TokenStream,
    refuse: impl FnOnce(&Shape<'_>, &mut Errors),
    derive: impl FnOnce(&Shape<'_>) -> TokenStream,
) -> TokenStream {
    let input = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let shape = Shape::of(&input, &mut errors);
    refuse(&shape, &mut errors);
    if !errors.is_empty() {
        return errors.into_compile_errors();
    }
    errors.discard();
    crate::runtime::with_core_of(&shape.runtime, derive(&shape))
}
