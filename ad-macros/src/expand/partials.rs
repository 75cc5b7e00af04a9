//! `#[differentiable(partials(digamma))]`: a rule by partial derivatives, for a function of numbers.
//!
//! On an import it is the rule of a function of another crate.

use super::{NOT_A_FUNCTION, OneFunction};
use crate::attribute::{Options, Rule};
use crate::emit;
use crate::errors::Errors;
use crate::signature::{Home, Signature};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::collections::HashSet;
use syn::{Expr, ItemUse, Pat, UseTree};

/// The partial derivative by each parameter; `None` where that was refused.
pub(super) fn of_parameters(
    partials: &[Expr],
    signature: &Signature,
    errors: &mut Errors,
) -> Option<Vec<Option<Expr>>> {
    let (given, wanted) = (partials.len(), signature.parameters.len());
    if given != wanted {
        let text = format!("a rule of {given} partial derivatives for {wanted} parameters\nhelp: give one for each");
        errors.push(syn::Error::new(signature.name.span(), text));
        return None;
    }
    let before = errors.len();
    let of_each = signature.parameters.iter().zip(partials).map(|(parameter, partial)| {
        let partial = Some(partial).filter(|partial| !matches!(partial, Expr::Infer(_)));
        match (parameter.is_active(), partial) {
            (true, None) => {
                let text = "a parameter without its partial derivative\nhelp: write the derivative, or `#[no_derivative]` on the parameter";
                errors.push(syn::Error::new(parameter.name.span(), text));
            }
            (false, Some(partial)) => {
                let text = "a partial derivative by a parameter that has none\nhelp: write `_`";
                errors.push(syn::Error::new_spanned(partial, text));
            }
            _ => {}
        }
        partial.map(|partial| with_types(partial, signature))
    });
    let of_each = of_each.collect();
    (errors.len() == before).then_some(of_each)
}

/// A closure whose parameters have the types of the function's, so that its body may call their methods.
pub(crate) fn with_types(partial: &Expr, signature: &Signature) -> Expr {
    let mut partial = partial.clone();
    if let Expr::Closure(closure) = &mut partial {
        for (input, parameter) in closure.inputs.iter_mut().zip(&signature.parameters) {
            if !matches!(input, Pat::Type(_)) {
                let ty = &parameter.ty;
                *input = Pat::Type(syn::parse_quote!(#input: #ty));
            }
        }
    }
    partial
}

/// `#[differentiable(partials(digamma))] use special::ln_gamma;`: the import, and a companion of its name, for a function of
/// as many `f64` as there are partial derivatives.
pub(super) fn of_import(import: ItemUse, options: &Options, errors: &mut Errors) -> TokenStream {
    let Some(Rule::Partials(partials)) = &options.rule else {
        errors.push(syn::Error::new(Span::call_site(), NOT_A_FUNCTION));
        return import.into_token_stream();
    };
    let Some(name) = imported(&import.tree) else {
        let text = "a rule for several imports\nhelp: import one function: `use path::function;`";
        errors.push(syn::Error::new_spanned(&import.tree, text));
        return import.into_token_stream();
    };
    let parameters = (0..partials.len()).map(|index| format_ident!("x{}", index, span = Span::mixed_site()));
    let mut signature: syn::Signature = syn::parse_quote!(fn #name(#(#parameters: f64),*) -> f64);
    let as_written = signature.clone();
    let of = OneFunction::read(&mut signature, &import.vis, Home::Free, HashSet::new(), options, errors);
    let companion = of.as_ref().map(|of| of.differentiated(None, options, emit::companion, errors));
    let forward = options.forward.then_some(of).flatten();
    let forward = forward.map(|of| crate::duals::of_import(&as_written, &of.signature, options, errors));
    quote!(#import #companion #forward)
}

/// The name that an import brings into scope, if it is one.
fn imported(tree: &UseTree) -> Option<&Ident> {
    match tree {
        UseTree::Path(path) => imported(&path.tree),
        UseTree::Name(name) => Some(&name.ident),
        UseTree::Rename(rename) => Some(&rename.rename),
        UseTree::Glob(_) | UseTree::Group(_) => None,
    }
}
