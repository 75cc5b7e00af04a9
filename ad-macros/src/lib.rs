//! The attribute behind `ad-runtime`, which re-exports and documents it.
#![forbid(unsafe_code)]
// A body's model lives for milliseconds: boxes would make it harder to read, not faster.
#![allow(clippy::large_enum_variant)]

mod attribute;
mod derive;
mod duals;
mod emit;
mod errors;
mod expand;
mod idents;
mod ir;
mod lower;
mod reverse;
mod rules;
mod runtime;
mod signature;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

#[allow(missing_docs)] // documented where it is re-exported
#[proc_macro_attribute]
pub fn differentiable(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::differentiable(arguments.into(), item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(Differentiable, attributes(no_derivative))]
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    derive::differentiable(item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(Probe, attributes(no_derivative))]
pub fn derive_probe(item: TokenStream) -> TokenStream {
    derive::probe(item.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(Lift, attributes(no_derivative, lift))]
pub fn derive_lift(item: TokenStream) -> TokenStream {
    derive::lift(item.into()).into()
}
