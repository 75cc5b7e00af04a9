//! `#[differentiable] impl Spring { fn energy(&self, x: f64) -> f64 { .. } }`
//!
//! The block stays as it is. The companions of its methods go into an `impl` block of their own, `energy_gradient` and the
//! like, so that it matters not whether the block implements a trait. With `companion = trait` they go into the block
//! itself: then the trait is `#[differentiable]` too, and generic code differentiates through it.

use super::outputs::WriteOutOutputs;
use super::{OneFunction, common_methods, is_ours, operators, parameters};
use crate::attribute::{self, CompanionIn, Options};
use crate::duals::Block;
use crate::emit;
use crate::errors::{self, Errors};
use crate::idents::collect_idents;
use crate::signature::bounds::{TypeParameter, Usage};
use crate::signature::{Home, Siblings, has_no_tangent};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::visit_mut::VisitMut;
use syn::{Attribute, ImplItem, ItemImpl, ReturnType, Type};

pub(super) fn differentiable(mut block: ItemImpl, options: &Options, errors: &mut Errors) -> TokenStream {
    if let Some((path, _)) = &block.trait_
        && let Some(operator) = operators::operator(path)
    {
        let on_duals = options.forward.then(|| Block::new(&block, options).operator(errors));
        let differentiated = operators::differentiable(block, operator, options, errors);
        return quote!(#differentiated #on_duals);
    }
    let in_trait = matches!(options.companion, Some(CompanionIn::Trait));
    if block.trait_.is_some() && !in_trait && !is_path(&block.self_ty) {
        errors.reject(&block.self_ty, &errors::FOREIGN_SELF);
        return block.into_token_stream();
    }
    let (mut around, self_type) = (HashSet::new(), (*block.self_ty).clone());
    collect_idents(block.to_token_stream(), &mut around);
    // As it was written, where the block or a method in it says so.
    let says_forward = (options.forward || around.contains("forward")) && !in_trait;
    let mut on_duals = says_forward.then(|| Block::new(&block, options));
    let mut types = associated_types(&block);
    types.iter_mut().for_each(|(_, ty)| WriteOutOutputs(vec![&block.generics]).visit_type_mut(ty));
    let mut companions = TokenStream::new();
    let promised = match in_trait.then(|| promised(&block, options, errors)) {
        Some(None) => return block.into_token_stream(),
        Some(Some(promised)) => promised,
        None => TokenStream::new(),
    };
    let (generics, siblings) = (block.generics.clone(), siblings(&block));
    let home = Home::Impl { generics, self_type: Some(self_type), siblings, promised };
    let of_trait = block.trait_.is_some();
    let mut differentiated = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        let Some(own) = own_options(&mut method.attrs, options, errors) else { continue };
        if own.forward && in_trait {
            errors.reject(&method.sig.ident, &errors::FORWARD_TRAIT);
        }
        if !has_derivative(&method.sig) {
            continue;
        }
        let mut signature = method.sig.clone();
        let mut body = super::take_body(&mut method.block);
        types.iter().for_each(|(name, ty)| {
            let mut resolve = AssociatedType { name, ty };
            resolve.visit_signature_mut(&mut signature);
            resolve.visit_block_mut(&mut body);
        });
        // Methods of a trait are as public as their type is.
        let visibility = if of_trait && !in_trait { syn::parse_quote!(pub) } else { method.vis.clone() };
        parameters::write_out_function_types(&mut signature, &body, &around);
        let of = OneFunction::read(&mut signature, &visibility, home.clone(), around.clone(), &own, errors);
        take_attributes(&mut method.sig);
        let Some(of) = of else { continue };
        let emit = if in_trait { emit::record_alone } else { emit::functions };
        companions.extend(of.differentiated(Some(&body), &own, emit, errors));
        if own.forward
            && let Some(on_duals) = &mut on_duals
        {
            on_duals.method((&signature, &body), &of.signature, &own, errors);
        }
        differentiated.push(method.sig.clone());
    }
    let quiet = emit::quiet();
    if in_trait {
        let file: Result<ItemImpl, _> = syn::parse2(quote!(impl __ad { #companions }));
        if let Ok(functions) = file {
            for mut item in functions.items {
                if let ImplItem::Fn(function) = &mut item {
                    let attribute: Vec<Attribute> = syn::parse_quote!(#quiet);
                    function.attrs.extend(attribute);
                    function.vis = syn::Visibility::Inherited;
                }
                block.items.push(item);
            }
        }
        return block.into_token_stream();
    }
    let (generics, predicates) = around_block(&block, options);
    let self_type = &block.self_ty;
    // A method of the type itself comes before those of traits.
    let on_duals = on_duals.map(|on_duals| on_duals.blocks(errors));
    let rules = (!of_trait).then(|| common_methods::rules_of(&block, &differentiated, options));
    quote! {
        #[allow(dead_code)]
        #block
        #quiet
        impl<#generics> #self_type where #predicates { #companions }
        #rules
        #on_duals
    }
}

/// What is known of the block's parameters where the companions stand in the trait: that of parameters of the trait, and of
/// associated types. `None` where that is not enough.
fn promised(block: &ItemImpl, options: &Options, errors: &mut Errors) -> Option<TokenStream> {
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let mut known = HashSet::new();
    if let Some((path, _)) = &block.trait_ {
        collect_idents(path.segments.last().map(|last| &last.arguments).to_token_stream(), &mut known);
    }
    associated_types(block).iter().for_each(|(_, ty)| collect_idents(ty.to_token_stream(), &mut known));
    let usage = usage_around(block);
    let unknown = block.generics.type_params().find(|parameter| {
        let itself = matches!(&*block.self_ty, Type::Path(path) if path.path.is_ident(&parameter.ident));
        let is_number = TypeParameter::of(parameter, &block.generics, &usage) == TypeParameter::Number;
        (is_number || itself) && !known.contains(&parameter.ident.to_string())
    });
    if let Some(parameter) = unknown {
        errors.reject(&parameter.ident, &errors::PARAMETER_UNKNOWN_TO_TRAIT);
        return None;
    }
    Some(emit::promised_in_block(block, &known, &runtime, &usage))
}

fn siblings(block: &ItemImpl) -> Siblings {
    let signatures = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) => Some(&method.sig),
        _ => None,
    });
    let mut siblings = Siblings::default();
    for signature in signatures {
        let name = signature.ident.to_string();
        if signature.inputs.iter().any(is_lent) {
            continue;
        }
        if matches!(&signature.output, ReturnType::Type(_, ty) if has_no_tangent(ty)) {
            siblings.inactive.insert(name.clone());
        }
        if signature.receiver().is_some() {
            siblings.looking.insert(name);
        }
    }
    siblings
}

/// Whether a function may change what an argument leads to.
fn is_lent(argument: &syn::FnArg) -> bool {
    match argument {
        syn::FnArg::Receiver(receiver) => matches!(receiver.kind, syn::ReceiverKind::Reference(_, _, Some(_))),
        syn::FnArg::Typed(typed) => matches!(&*typed.ty, Type::Reference(reference) if reference.mutability.is_some()),
    }
}

/// The generic parameters of a block with the bounds of the companion, and its where clause.
pub(super) fn around_block(block: &ItemImpl, options: &Options) -> (TokenStream, TokenStream) {
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let lifetimes = block.generics.lifetimes();
    let usage = usage_around(block);
    let others = emit::with_bounds(&block.generics, &runtime, &usage);
    let predicates = emit::predicates(&block.generics, &runtime, &usage);
    (quote!(#(#lifetimes,)* #(#others),*), predicates)
}

/// How the head of a block uses its type parameters.
fn usage_around(block: &ItemImpl) -> Usage {
    let of_trait = block.trait_.as_ref().map(|(path, _)| syn::parse_quote!(#path));
    Usage::of_types([&*block.self_ty].into_iter().chain(&of_trait))
}

/// The options of one method: its own attribute, or that of the block. `None` where it says `#[no_derivative]`.
pub(crate) fn own_options(attributes: &mut Vec<Attribute>, of_block: &Options, errors: &mut Errors) -> Option<Options> {
    let mut own = Some(Options { rule: None, ..of_block.clone() });
    attributes.retain(|attribute| {
        if is_ours(attribute) {
            let arguments = match &attribute.meta {
                syn::Meta::List(list) => list.tokens.clone(),
                _ => TokenStream::new(),
            };
            let parsed = attribute::parse(arguments, errors);
            if let Some(own) = &mut own {
                own.rule = parsed.rule;
                own.checkpoint |= parsed.checkpoint;
                own.forward |= parsed.forward;
                if !parsed.policy.is_empty() {
                    own.policy = parsed.policy;
                }
            }
            return false;
        }
        if attribute.path().is_ident("no_derivative") {
            own = None;
            return false;
        }
        true
    });
    own
}

/// Takes our attributes out of the parameters, where the companion was made from a copy.
pub(super) fn take_attributes(signature: &mut syn::Signature) {
    let ours =
        |attribute: &Attribute| attribute.path().is_ident("no_derivative") || attribute.path().is_ident("project");
    for argument in &mut signature.inputs {
        match argument {
            syn::FnArg::Receiver(receiver) => receiver.attrs.retain(|attribute| !ours(attribute)),
            syn::FnArg::Typed(typed) => typed.attrs.retain(|attribute| !ours(attribute)),
        }
    }
}

/// Whether a method in an annotated block has anything to differentiate: others are left alone.
pub(super) fn has_derivative(signature: &syn::Signature) -> bool {
    let returns = match &signature.output {
        ReturnType::Type(_, ty) => !has_no_tangent(ty) && !matches!(**ty, Type::Reference(_) | Type::ImplTrait(_)),
        ReturnType::Default => false,
    };
    let has_tangent = |argument: &syn::FnArg| match argument {
        syn::FnArg::Receiver(_) => true,
        syn::FnArg::Typed(typed) => !has_no_tangent(&typed.ty),
    };
    let changes = signature.inputs.iter().any(|argument| is_lent(argument) && has_tangent(argument));
    let takes = signature.inputs.iter().any(has_tangent);
    let safe = !matches!(signature.safety, syn::Safety::Unsafe(_)) && signature.asyncness.is_none();
    (returns || changes) && takes && safe
}

/// A type that a crate may give methods to.
fn is_path(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if !crate::signature::is_number(ty) && path.path.segments.last().is_some_and(|last| last.ident != "Vec"))
}

/// `type Output = Quaternion;`
pub(super) fn associated_types(block: &ItemImpl) -> Vec<(syn::Ident, Type)> {
    let types = block.items.iter().filter_map(|item| match item {
        ImplItem::Type(associated) => Some((associated.ident.clone(), associated.ty.clone())),
        _ => None,
    });
    types.collect()
}

/// `Self::Output` -> what it is, since the companion stands outside the trait.
pub(super) struct AssociatedType<'a> {
    pub(super) name: &'a syn::Ident,
    pub(super) ty: &'a Type,
}

impl VisitMut for AssociatedType<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && path.qself.is_none()
            && path.path.segments.len() == 2
            && path.path.segments[0].ident == "Self"
            && path.path.segments[1].ident == *self.name
        {
            *ty = self.ty.clone();
            return;
        }
        syn::visit_mut::visit_type_mut(self, ty);
    }
}
