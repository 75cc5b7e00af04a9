//! `#[differentiable] trait Model { fn eval(&self, x: f64) -> f64; }`
//!
//! The trait gets the companions of its methods, so that generic code can differentiate through them. A type that
//! implements it says `#[differentiable(companion = trait)]`.

use super::OneFunction;
use super::impl_block::{has_derivative, own_options, take_attributes};
use crate::attribute::Options;
use crate::emit;
use crate::errors::Errors;
use crate::idents::collect_idents;
use crate::signature::Home;
use crate::signature::bounds::{TypeParameter, Usage};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::{Attribute, ItemTrait, TraitItem};

pub(super) fn differentiable(mut definition: ItemTrait, options: &Options, errors: &mut Errors) -> TokenStream {
    let mut around = HashSet::new();
    collect_idents(definition.to_token_stream(), &mut around);
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let promised = emit::promised_by_trait(&definition, &runtime, &usage_in(&definition));
    let numbers = definition.items.iter().filter_map(|item| match item {
        TraitItem::Type(ty) if TypeParameter::of_associated(ty) == TypeParameter::Number => Some(ty.ident.clone()),
        _ => None,
    });
    let home = Home::Trait { generics: definition.generics.clone(), promised, numbers: numbers.collect() };
    let mut companions = TokenStream::new();
    for item in &mut definition.items {
        let TraitItem::Fn(method) = item else { continue };
        let Some(own) = own_options(&mut method.attrs, options, errors) else { continue };
        if own.forward {
            errors.reject(&method.sig.ident, &crate::errors::FORWARD_TRAIT);
        }
        if !has_derivative(&method.sig) {
            continue;
        }
        let body = method.default.as_mut().map(super::take_body);
        let mut signature = method.sig.clone();
        take_attributes(&mut method.sig);
        let visibility = syn::Visibility::Inherited;
        let of = OneFunction::read(&mut signature, &visibility, home.clone(), around.clone(), &own, errors);
        let Some(of) = of else { continue };
        companions.extend(of.differentiated(body.as_ref(), &own, emit::functions, errors));
    }
    let quiet = emit::quiet();
    if let Ok(functions) = syn::parse2::<ItemTrait>(quote!(trait __Ad { #companions })) {
        for mut item in functions.items {
            if let TraitItem::Fn(function) = &mut item {
                let attributes: Vec<Attribute> = syn::parse_quote!(#quiet);
                function.attrs.extend(attributes);
            }
            definition.items.push(item);
        }
    }
    definition.into_token_stream()
}

/// How the methods of a trait use its type parameters.
fn usage_in(definition: &ItemTrait) -> Usage {
    let mut usage = Usage::default();
    for item in &definition.items {
        if let TraitItem::Fn(method) = item {
            usage.add(&method.sig);
        }
    }
    usage
}
