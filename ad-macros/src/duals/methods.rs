//! `#[differentiable(forward)] impl Body { .. }`: the methods once more, on dual numbers.
//!
//! ```ignore
//! #[differentiable]
//! impl<const K: usize> BodyOnDuals<K> { fn energy(&self, x: DualNumber<f64, K>) -> DualNumber<f64, K> { .. } }
//! impl Body { fn energy_pushforward(&self, x: f64, self_dot: &BodyCotangent, x_dot: f64) -> (f64, f64) { .. } }
//! ```
//!
//! The methods of a generic type are there on dual numbers, as they are.

use super::rewrite::{OnDuals, is_constant};
use super::types::{Moving, has_types};
use super::{Printer, is_for_callers, keep_types, policy_of_tangents, still, width_beside, without_policy};
use crate::attribute::Options;
use crate::derive::on_duals;
use crate::errors::{self, Errors};
use crate::expand::own_options;
use crate::idents::collect_idents;
use crate::signature::{Home, Signature};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::visit_mut::{self, VisitMut};
use syn::{Generics, ImplItem, ImplItemFn, ItemFn, ItemImpl, Path, Type};

/// An `impl` block whose methods run on dual numbers.
pub(crate) struct Block<'a> {
    /// As it was written.
    block: ItemImpl,
    options: &'a Options,
    runtime: TokenStream,
    width: Ident,
    /// Whether its type is itself on dual numbers, by a type parameter.
    is_generic: bool,
    /// What is printed into a block of the type.
    printed: TokenStream,
    /// The methods that are called on dual numbers, by name.
    wanted: HashSet<String>,
}

impl<'a> Block<'a> {
    pub(crate) fn new(block: &ItemImpl, options: &'a Options) -> Self {
        let width = width_beside(block);
        let mut block = block.clone();
        if let Type::Path(path) = &*block.self_ty {
            ConstantsOf { of: path.path.clone() }.visit_item_impl_mut(&mut block);
        }
        let is_generic = block.generics.type_params().next().is_some();
        let runtime = crate::runtime::runtime(options.krate.as_ref());
        Block { block, options, runtime, width, is_generic, printed: TokenStream::new(), wanted: HashSet::new() }
    }

    /// Derivatives of a method by dual numbers.
    pub(crate) fn method(
        &mut self,
        (method, body): (&syn::Signature, &syn::Block),
        signature: &Signature,
        own: &Options,
        errors: &mut Errors,
    ) {
        let before = errors.len();
        if self.is_generic {
            super::refuse_in_generic(body.to_token_stream(), errors);
            for parameter in signature.parameters.iter().filter(|parameter| parameter.no_derivative) {
                if Moving::of(signature, &[]).is_in(&parameter.ty) {
                    errors.reject(&parameter.ty, &errors::FORWARD_METHOD_STILL);
                }
            }
        }
        if own.rule.is_some() {
            errors.reject(&method.ident, &errors::FORWARD_RULE);
        }
        let own_numbers = method.generics.type_params().map(|parameter| parameter.ident.to_string());
        let numbers = signature.number_parameters();
        if own_numbers.into_iter().any(|name| numbers.contains(&name)) && !self.is_generic {
            errors.reject(&method.ident, &errors::FORWARD_METHOD_GENERIC);
        }
        let is_other = |parameter: &syn::TypeParam| !numbers.contains(&parameter.ident.to_string());
        if self.block.generics.type_params().any(is_other) {
            errors.reject(&method.ident, &errors::FORWARD_METHOD_OTHER);
        }
        if errors.len() > before {
            return;
        }
        self.wanted.insert(method.ident.to_string());
        if signature.parameters.iter().any(is_for_callers) {
            return;
        }
        let moving = Moving::of(signature, &self.options.forward_types);
        let mut sig = method.clone();
        let mut around = Generics::default();
        let item: ItemFn = syn::parse_quote!(#sig {});
        let mut rewrite = OnDuals::new(&self.runtime, &self.width, &item, &moving, HashSet::new(), errors);
        rewrite.visit_signature_mut(&mut sig);
        let mut generics = rewrite.generics(&method.generics);
        if self.is_generic {
            around = rewrite.generics(&self.block.generics);
        }
        if let Some(clause) = around.where_clause {
            generics.make_where_clause().predicates.extend(clause.predicates);
        }
        sig.generics = generics;
        let printer = Printer::new(signature, &moving, &self.runtime, &self.width, &sig);
        self.printed.extend(printer.functions());
    }

    /// The block of derivatives, and the methods on dual numbers.
    pub(crate) fn blocks(mut self, errors: &mut Errors) -> TokenStream {
        if self.wanted.is_empty() {
            return TokenStream::new();
        }
        let (itself, printed, quiet) = (&self.block.self_ty, &self.printed, crate::emit::quiet());
        let runtime = &self.runtime;
        let parameters = self.block.generics.params.iter().map(|parameter| match parameter {
            syn::GenericParam::Type(parameter) => {
                let name = &parameter.ident;
                quote!(#name: #runtime::Real)
            }
            other => other.to_token_stream(),
        });
        let printed = quote! {
            #quiet
            impl<#(#parameters),*> #itself { #printed }
        };
        let on_duals = (!self.is_generic).then(|| self.on_duals(errors));
        quote!(#printed #on_duals)
    }

    /// An operator, on dual numbers.
    pub(crate) fn operator(mut self, errors: &mut Errors) -> TokenStream {
        if self.is_generic {
            return TokenStream::new();
        }
        let names = self.block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
            _ => None,
        });
        self.wanted = names.collect();
        self.on_duals(errors)
    }

    /// The methods that are called, on the type of dual numbers.
    fn on_duals(&mut self, errors: &mut Errors) -> TokenStream {
        self.want_what_is_called();
        let methods = self.block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) if self.wanted.contains(&method.sig.ident.to_string()) => Some(method),
            _ => None,
        });
        let methods: Vec<_> = methods.map(|method| self.method_on_duals(method, errors)).collect();
        let is_operator = crate::expand::is_operator(&self.block);
        // The head of a block names types by themselves, and not as what they are on dual numbers.
        let (mut itself, mut head) = ((*self.block.self_ty).clone(), None);
        let mut types = Vec::new();
        self.rewrite_head(&mut itself, errors);
        if is_operator && let Some((mut path, _)) = self.block.trait_.clone() {
            let mut of_trait: Type = syn::parse_quote!(#path);
            if let Type::Path(of_trait) = &mut of_trait
                && let Some(last) = of_trait.path.segments.last_mut()
                && let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments
            {
                for argument in &mut arguments.args {
                    if let syn::GenericArgument::Type(ty) = argument {
                        self.rewrite_head(ty, errors);
                    }
                }
                path = of_trait.path.clone();
            }
            head = Some(quote!(#path for));
            for item in &self.block.items {
                if let ImplItem::Type(associated) = item {
                    let mut associated = associated.clone();
                    self.rewrite_head(&mut associated.ty, errors);
                    types.push(associated);
                }
            }
        }
        let (runtime, quiet, width) = (&self.runtime, crate::emit::quiet(), &self.width);
        let krate = self.options.krate_argument();
        let constants = self.block.generics.const_params();
        quote! {
            #[#runtime::differentiable(#krate)]
            #quiet
            impl<#(#constants,)* const #width: usize> #head #itself { #(#types)* #(#methods)* }
        }
    }

    /// What the methods call, and so on.
    fn want_what_is_called(&mut self) {
        loop {
            let mut called = HashSet::new();
            for item in &self.block.items {
                if let ImplItem::Fn(method) = item
                    && self.wanted.contains(&method.sig.ident.to_string())
                {
                    collect_idents(method.block.to_token_stream(), &mut called);
                }
            }
            let is_new = |item: &ImplItem| match item {
                ImplItem::Fn(method) => Some(method.sig.ident.to_string())
                    .filter(|name| called.contains(name) && !self.wanted.contains(name)),
                _ => None,
            };
            let more: Vec<String> = self.block.items.iter().filter_map(is_new).collect();
            if more.is_empty() {
                return;
            }
            self.wanted.extend(more);
        }
    }

    /// A method whose numbers are dual ones.
    fn method_on_duals(&self, method: &ImplItemFn, errors: &mut Errors) -> TokenStream {
        let mut method = method.clone();
        // What the signature is, whether or not it has a derivative.
        let mut ignored = Errors::default();
        let home = Home::Impl {
            generics: self.block.generics.clone(),
            self_type: Some((*self.block.self_ty).clone()),
            siblings: crate::signature::Siblings::default(),
            promised: TokenStream::new(),
        };
        let mut idents = HashSet::new();
        collect_idents(self.block.to_token_stream(), &mut idents);
        let signature = Signature::of(&mut method.sig.clone(), &method.vis, home, idents, &mut ignored);
        let moving = Moving::of(&signature, &self.options.forward_types);
        crate::expand::write_out(&mut method.block);
        let (original, block) = (method.sig.clone(), &method.block);
        let item: ItemFn = syn::parse_quote!(#original #block);
        let mut rewrite = OnDuals::new(&self.runtime, &self.width, &item, &moving, still(&signature), errors);
        let body = rewrite.body(block, &signature);
        rewrite.visit_signature_mut(&mut method.sig);
        method.sig.inputs.iter_mut().for_each(without_policy);
        keep_types(&mut method.sig, &original, &signature);
        let own = own_options(&mut method.attrs, self.options, &mut ignored);
        ignored.discard();
        let no_derivative = own.is_none().then(|| quote!(#[no_derivative]));
        let checkpoint = own.is_some_and(|own| own.checkpoint).then(|| quote!(checkpoint,));
        let for_callers = signature.parameters.iter().any(is_for_callers);
        let policy = (!for_callers).then(|| policy_of_tangents(self.options.policy));
        let (runtime, visibility, sig) = (&self.runtime, &method.vis, &method.sig);
        quote! {
            #no_derivative
            #[#runtime::differentiable(#policy #checkpoint)]
            #[doc(hidden)]
            #visibility #sig #body
        }
    }

    /// A type in the head of the block on dual numbers: one of the user's by the name that it has there.
    fn rewrite_head(&self, ty: &mut Type, errors: &mut Errors) {
        let mut sig: syn::Signature = syn::parse_quote!(fn head(ty: #ty) -> f64);
        let item: ItemFn = syn::parse_quote!(#sig {});
        let mut ignored = Errors::default();
        let signature = Signature::of(&mut sig, &syn::Visibility::Inherited, Home::Free, HashSet::new(), &mut ignored);
        ignored.discard();
        let moving = Moving::of(&signature, &[]);
        let mut rewrite = OnDuals::new(&self.runtime, &self.width, &item, &moving, HashSet::new(), errors);
        ByName { rewrite: &mut rewrite, moving: &moving, width: &self.width }.visit_type_mut(ty);
    }
}

/// Types of the user's on dual numbers, by their names.
struct ByName<'r, 'a> {
    rewrite: &'r mut OnDuals<'a>,
    moving: &'r Moving,
    width: &'r Ident,
}

impl VisitMut for ByName<'_, '_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.qself.is_none() && self.moving.is_own(&path.path) => {
                let width = self.width;
                if let Some(last) = path.path.segments.last_mut() {
                    let own = match &last.arguments {
                        syn::PathArguments::AngleBracketed(own) => own.args.iter().map(|own| quote!(#own,)).collect(),
                        _ => TokenStream::new(),
                    };
                    last.ident = on_duals(&last.ident);
                    last.arguments = syn::PathArguments::AngleBracketed(syn::parse_quote!(<#own #width>));
                }
            }
            Type::Path(path) if !has_types(&path.path) => self.rewrite.visit_type_mut(ty),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// `Self::LIMIT` as `Body::LIMIT`: constants are lifted where they are used.
struct ConstantsOf {
    of: Path,
}

impl VisitMut for ConstantsOf {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if path.segments.len() == 2
            && path.segments[0].ident == "Self"
            && is_constant(&path.segments[1].ident.to_string())
        {
            let (mut of, constant) = (self.of.clone(), path.segments[1].clone());
            if let Some(last) = of.segments.last_mut()
                && let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments
            {
                arguments.colon2_token = Some(Default::default());
            }
            of.segments.push(constant);
            *path = of;
            return;
        }
        visit_mut::visit_path_mut(self, path);
    }
}
