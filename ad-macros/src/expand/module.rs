//! `#[differentiable] mod model { .. }`: every function and `impl` block in it whose signatures hold numbers.

use super::impl_block::{has_derivative, own_options};
use crate::attribute::Options;
use crate::errors::Errors;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{Item, ItemMod, Signature};

pub(super) fn differentiable(mut module: ItemMod, options: &Options, errors: &mut Errors) -> TokenStream {
    let Some((_, items)) = &mut module.content else {
        errors.reject(&module, &crate::errors::MODULE);
        return module.into_token_stream();
    };
    let expanded = items.drain(..).map(|item| self::item(item, options, errors));
    let expanded: Vec<TokenStream> = expanded.collect();
    let (attributes, visibility, name) = (&module.attrs, &module.vis, &module.ident);
    quote!(#(#attributes)* #visibility mod #name { #(#expanded)* })
}

fn item(item: Item, options: &Options, errors: &mut Errors) -> TokenStream {
    match item {
        Item::Fn(mut function) => {
            let Some(own) = own_options(&mut function.attrs, options, errors) else {
                return function.into_token_stream();
            };
            if holds_numbers(&function.sig) && has_derivative(&function.sig) && !is_test(&function.attrs) {
                super::free_function(function, &own, errors)
            } else {
                function.into_token_stream()
            }
        }
        Item::Impl(block) if !is_test(&block.attrs) => {
            let mut holds = Holds(false);
            holds.visit_item_impl(&block);
            match holds.0 {
                // Methods have no form on dual numbers: `forward` is for the functions of the module.
                true => {
                    super::impl_block::differentiable(block, &Options { forward: false, ..options.clone() }, errors)
                }
                false => block.into_token_stream(),
            }
        }
        Item::Mod(module) if module.content.is_some() && !is_test(&module.attrs) => {
            differentiable(module, options, errors)
        }
        other => other.into_token_stream(),
    }
}

/// `#[test]`, `#[cfg(test)]`
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().contains("test")
    })
}

/// Whether a signature mentions a number that has a derivative.
fn holds_numbers(signature: &Signature) -> bool {
    let mut holds = Holds(false);
    holds.visit_signature(signature);
    holds.0 || signature.generics.type_params().next().is_some()
}

struct Holds(bool);

impl<'ast> Visit<'ast> for Holds {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let number = |segment: &syn::PathSegment| {
            matches!(segment.ident.to_string().as_str(), "f32" | "f64" | "Complex" | "Complex32" | "Complex64")
        };
        self.0 |= path.segments.iter().any(number);
        visit::visit_path(self, path);
    }
}
