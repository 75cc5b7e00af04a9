//! `#[differentiable(forward)]`: the function once more, on dual numbers, and what is computed by that.
//!
//! Beside the companion of `fn f(x: &[f64]) -> f64` stands
//!
//! ```ignore
//! #[differentiable]
//! impl f {
//!     fn on_duals<const K: usize>(x: &[Dual<f64, K>]) -> Dual<f64, K> { .. }
//! }
//! impl f {
//!     fn pushforward(x: &[f64], x_dot: &[f64]) -> (f64, f64) { .. }
//! }
//! ```
//!
//! The first is a differentiable function like any other. So there are no rules of forward mode, and a Hessian is what
//! `on_duals_gradient` gives.

mod functions;
mod matrices;
mod methods;
mod own_rule;
mod rewrite;
mod types;
mod variables;

use crate::attribute::{CompanionIn, Options, Policy, Project, Rule};
use crate::errors::{self, Errors};
use crate::idents::{collect_idents, free_name};
use crate::signature::{Parameter, Signature, bare};
use functions::Printer;
pub(crate) use methods::Block;
pub(crate) use own_rule::of_import;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use rewrite::OnDuals;
use std::collections::HashSet;
use syn::visit_mut::VisitMut;
use syn::{FnArg, GenericArgument, GenericParam, ItemFn, ReturnType, Type};
use types::Moving;

/// What `forward` adds beside the companion of a free function, as it was written.
pub(crate) fn beside(function: &ItemFn, signature: &Signature, options: &Options, errors: &mut Errors) -> TokenStream {
    let (before, moving) = (errors.len(), Moving::of(signature, &options.forward_types));
    refuse(function, signature, &moving, options, errors);
    if errors.len() > before {
        return TokenStream::new();
    }
    if let Some(rule) = &options.rule {
        return own_rule::on_duals(&function.sig, signature, rule, options, errors);
    }
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let width = width_beside(function);
    let name = &function.sig.ident;
    let mut written_out = function.clone();
    crate::expand::write_out(&mut written_out.block);
    let mut on_duals = OnDuals::new(&runtime, &width, &written_out, &moving, still(signature), errors);
    let mut sig = function.sig.clone();
    sig.ident = Ident::new("on_duals", Span::mixed_site());
    sig.inputs.iter_mut().for_each(without_policy);
    let body = if moving.numbers.is_empty() {
        on_duals.body(&written_out.block, signature)
    } else {
        let arguments = signature.parameters.iter().map(|parameter| {
            let name = &parameter.name;
            match &parameter.ty {
                ty if !parameter.no_derivative || !moving.is_in(ty) => quote!(#name),
                Type::Reference(_) => {
                    quote!(&#runtime::forward::Still::still(#runtime::core::borrow::ToOwned::to_owned(#name)))
                }
                _ => quote!(#runtime::forward::Still::still(#name)),
            }
        });
        quote!({ #name(#(#arguments),*) })
    };
    on_duals.visit_signature_mut(&mut sig);
    let generics = on_duals.generics(&sig.generics);
    if errors.len() > before {
        return TokenStream::new();
    }
    // A generic function takes all its numbers of one type.
    match moving.numbers.is_empty() {
        true => keep_types(&mut sig, &function.sig, signature),
        false => name_patterns(&mut sig, signature),
    }
    sig.generics = generics;
    let krate = options.krate_argument();
    let visibility = &function.vis;
    let printer = Printer::new(signature, &moving, &runtime, &width, &sig);
    let for_callers = signature.parameters.iter().any(is_for_callers);
    let policy = (!for_callers).then(|| policy_of_tangents(options.policy));
    let functions = (!for_callers).then(|| printer.functions());
    let quiet = crate::emit::quiet();
    quote! {
        #[#runtime::differentiable(#policy #krate)]
        #quiet
        impl #name {
            #[doc(hidden)]
            #visibility #sig #body
        }
        #quiet
        impl #name { #functions }
    }
}

/// Whether a function with such a parameter is on dual numbers for callers alone, in whose spaces its cotangents are: what is
/// lent to be changed, or a function.
fn is_for_callers(parameter: &Parameter) -> bool {
    parameter.is_lent() || parameter.function.is_some()
}

/// A name for the number of directions that nothing around has.
fn width_beside(item: impl ToTokens) -> Ident {
    let mut idents = HashSet::new();
    collect_idents(item.to_token_stream(), &mut idents);
    Ident::new(&free_name("K", &idents), Span::call_site())
}

/// Whether a parameter does not move and stays what it is; a number becomes a dual one, which meets others everywhere.
fn stays(parameter: &Parameter) -> bool {
    parameter.no_derivative && !is_real(&parameter.ty)
}

fn is_real(ty: &Type) -> bool {
    matches!(bare(ty), Type::Path(path) if path.path.is_ident("f64") || path.path.is_ident("f32"))
}

/// The names of the parameters that stay what they are.
fn still(signature: &Signature) -> HashSet<String> {
    signature.parameters.iter().filter(|parameter| stays(parameter)).map(|it| it.name.to_string()).collect()
}

/// The types of the parameters that stay what they are, as they were written.
fn keep_types(sig: &mut syn::Signature, original: &syn::Signature, signature: &Signature) {
    let arguments = sig.inputs.iter_mut().zip(&original.inputs).zip(&signature.parameters);
    for ((argument, original), parameter) in arguments {
        if let (FnArg::Typed(typed), FnArg::Typed(original), true) = (argument, original, stays(parameter)) {
            typed.ty = original.ty.clone();
        }
    }
}

/// `let x = still(x);` for each number that does not move, whatever it is given.
fn without_tangents(signature: &Signature, runtime: &TokenStream) -> TokenStream {
    let numbers = signature.parameters.iter().filter(|parameter| parameter.no_derivative && is_real(&parameter.ty));
    let still = numbers.map(|parameter| {
        let (name, pattern) = (&parameter.name, &parameter.pattern);
        match &parameter.ty {
            Type::Reference(_) => quote!(let #pattern = &#runtime::forward::Still::still(*#name);),
            _ => quote!(let #pattern = #runtime::forward::Still::still(#name);),
        }
    });
    still.collect()
}

fn output_of(signature: &syn::Signature) -> Type {
    match &signature.output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => syn::parse_quote!(()),
    }
}

/// Whether a path is one that was written here: such a function takes its first argument as it is, for it has no receiver.
pub(crate) fn is_ours(path: &syn::ExprPath) -> bool {
    path.qself.is_some()
        && path.path.segments.last().is_some_and(|last| last.ident == "on_duals" || last.ident == "cast_to")
}

/// What has no form on dual numbers.
fn refuse(function: &ItemFn, signature: &Signature, moving: &Moving, options: &Options, errors: &mut Errors) {
    if options.companion == Some(CompanionIn::Module) {
        let text = "`forward` beside `companion`\n\
            help: put `forward` on a function whose companion has its name";
        errors.push(syn::Error::new(function.sig.ident.span(), text));
    }
    let has_no_pushforward = matches!(options.rule, Some(Rule::Pullback(_))) && options.pushforward.is_none();
    let is_number = |parameter: &Parameter| !parameter.is_active() || parameter.generic;
    let of_numbers = matches!(options.rule, Some(Rule::Partials(_))) && signature.parameters.iter().all(is_number);
    if has_no_pushforward || options.rule.is_some() && !moving.numbers.is_empty() && !of_numbers {
        errors.reject(&function.sig.ident, &errors::FORWARD_RULE);
    }
    if !moving.numbers.is_empty() && options.rule.is_none() {
        refuse_in_generic(function.block.to_token_stream(), errors);
    }
    let is_unseen =
        |parameter: &&Parameter| parameter.is_active() && !is_for_callers(parameter) && !moving.is_in(&parameter.ty);
    for parameter in signature.parameters.iter().filter(is_unseen) {
        errors.reject(&parameter.ty, &errors::FORWARD_TYPE);
    }
}

/// A generic function is not rewritten: what does the wrong thing to a dual number must not be in it.
fn refuse_in_generic(tokens: TokenStream, errors: &mut Errors) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "stop_gradient" => errors.reject(&ident, &errors::FORWARD_GENERIC),
            TokenTree::Group(group) => refuse_in_generic(group.stream(), errors),
            _ => {}
        }
    }
}

/// Parameters by their names, as the function that is called takes them.
fn name_patterns(sig: &mut syn::Signature, signature: &Signature) {
    for (argument, parameter) in sig.inputs.iter_mut().zip(&signature.parameters) {
        if let FnArg::Typed(typed) = argument {
            let name = &parameter.name;
            *typed.pat = syn::parse_quote!(#name);
        }
    }
}

/// Tangents live in the tangent spaces of their values, whatever is chosen for cotangents.
fn without_policy(argument: &mut FnArg) {
    if let FnArg::Typed(typed) = argument {
        typed.attrs.retain(|attribute| !attribute.path().is_ident("project"));
    }
}

/// The arguments in their tangent spaces, the intermediates where the user has them.
fn policy_of_tangents(policy: Policy) -> TokenStream {
    let word = |project: Option<Project>| match project {
        Some(Project::Input | Project::Output) => Some("input"),
        Some(Project::Final | Project::None) => Some("final"),
        None => None,
    };
    let axis = |name: &str, project| {
        word(project).map(|word| {
            let name = Ident::new(name, Span::call_site());
            quote!(#name = #word,)
        })
    };
    let (number, structure) = (axis("number", policy.number), axis("structure", policy.structure));
    // Where nothing was chosen, a structured argument is in its tangent space here.
    let structure = structure.or_else(|| Some(quote!(structure = "input",)));
    quote!(project(#number #structure),)
}

/// The names of generic parameters as arguments: those of types and constants.
fn as_arguments(generics: &syn::Generics) -> Vec<GenericArgument> {
    let argument = |parameter: &GenericParam| match parameter {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(parameter) => {
            let name = &parameter.ident;
            Some(syn::parse_quote!(#name))
        }
        GenericParam::Const(parameter) => {
            let name = &parameter.ident;
            Some(syn::parse_quote!(#name))
        }
    };
    generics.params.iter().filter_map(argument).collect()
}
