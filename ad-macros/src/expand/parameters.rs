//! Parameters whose types have no name that the companion could write: `impl Trait`, and functions.

use crate::idents::free_name;
use crate::signature::bounds::{bounds_on, is_of_functions};
use crate::signature::is_number;
use quote::quote;
use std::collections::{HashMap, HashSet};
use syn::Type;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

/// `f(x: impl Into<f64>)` -> `f<Impl0: Into<f64>>(x: Impl0)`: the companion must name the type.
pub(super) struct NameImplTraits<'a> {
    /// Names that are taken.
    pub(super) idents: &'a HashSet<String>,
}

impl VisitMut for NameImplTraits<'_> {
    fn visit_signature_mut(&mut self, signature: &mut syn::Signature) {
        let mut named = Vec::new();
        for argument in &mut signature.inputs {
            if let syn::FnArg::Typed(typed) = argument {
                ImplTraits { named: &mut named, idents: self.idents }.visit_type_mut(&mut typed.ty);
            }
        }
        signature.generics.params.extend(named);
    }
}

/// `f(g: &dyn Fn(f64) -> f64)` -> `f<Function0: Fn(f64) -> f64>(g: Function0)`, and `g: &G` -> `g: G`: the companion takes
/// functions by value, and each is of a type of its own.
pub(super) struct NameFunctions<'a> {
    /// Names that are taken.
    pub(super) idents: &'a HashSet<String>,
}

impl VisitMut for NameFunctions<'_> {
    fn visit_signature_mut(&mut self, signature: &mut syn::Signature) {
        for index in 0..signature.inputs.len() {
            let syn::FnArg::Typed(typed) = &signature.inputs[index] else { continue };
            let (ty, bound) = match function_type(&typed.ty, &signature.generics) {
                Some(Named::Parameter(name)) => (name, None),
                Some(Named::Bound(bound)) => {
                    let name = free_name(format!("Function{index}"), self.idents);
                    (syn::Ident::new(&name, proc_macro2::Span::mixed_site()), Some(bound))
                }
                None => continue,
            };
            if let syn::FnArg::Typed(typed) = &mut signature.inputs[index] {
                *typed.ty = syn::parse_quote!(#ty);
            }
            signature
                .generics
                .params
                .extend(bound.map(|bound| -> syn::GenericParam { syn::parse_quote!(#ty: #bound) }));
        }
    }
}

/// `f(g: Equation)`, where the body calls `g(x, y)`: the name is that of a `fn` type, `type Equation = fn(f64, f64) -> f64`.
/// Its types are numbers for all that is known, and rustc says where they are not.
pub(super) fn write_out_function_types(signature: &mut syn::Signature, body: &syn::Block, idents: &HashSet<String>) {
    let mut calls = Calls::default();
    calls.visit_block(body);
    let type_parameters: Vec<syn::Ident> =
        signature.generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    let number: Type = match idents.contains("f32") && !idents.contains("f64") {
        true => syn::parse_quote!(f32),
        false => syn::parse_quote!(f64),
    };
    for argument in &mut signature.inputs {
        let syn::FnArg::Typed(typed) = argument else { continue };
        let (syn::Pat::Ident(name), Type::Path(path)) = (&*typed.pat, &*typed.ty) else { continue };
        let last = path.path.segments.last().expect("a path has a segment");
        let is_name = last.arguments.is_none() && !is_number(&typed.ty) && !type_parameters.contains(&last.ident);
        if let (true, Some(count)) = (is_name, calls.arguments.get(&name.ident.to_string())) {
            let inputs = vec![&number; *count];
            *typed.ty = syn::parse_quote!(fn(#(#inputs),*) -> #number);
        }
    }
}

/// How many arguments functions are called with, by their names.
#[derive(Default)]
struct Calls {
    arguments: HashMap<String, usize>,
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func
            && let Some(name) = path.path.get_ident()
        {
            self.arguments.insert(name.to_string(), call.args.len());
        }
        visit::visit_expr_call(self, call);
    }
}

/// What the type of a parameter that is a function is named by.
enum Named {
    /// A type parameter that is bounded by a trait of functions.
    Parameter(syn::Ident),
    /// That trait itself.
    Bound(proc_macro2::TokenStream),
}

fn function_type(ty: &Type, generics: &syn::Generics) -> Option<Named> {
    match ty {
        Type::Reference(reference) => function_type(&reference.elem, generics),
        Type::Paren(paren) => function_type(&paren.elem, generics),
        Type::Group(group) => function_type(&group.elem, generics),
        Type::FnPtr(pointer) => {
            let (inputs, output) = (pointer.inputs.iter().map(|input| &input.ty), &pointer.output);
            Some(Named::Bound(quote!(::core::ops::Fn(#(#inputs),*) #output)))
        }
        Type::TraitObject(object) => object.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) if is_of_functions(bound) => Some(Named::Bound(quote!(#bound))),
            _ => None,
        }),
        Type::Path(path) => match path.path.get_ident() {
            Some(name) => bounds_on(name, generics).any(is_of_functions).then(|| Named::Parameter(name.clone())),
            // `Box<dyn Fn(f64) -> f64>`
            None => match &path.path.segments.last()?.arguments {
                syn::PathArguments::AngleBracketed(arguments) if path.path.segments.last()?.ident == "Box" => {
                    match arguments.args.first()? {
                        syn::GenericArgument::Type(ty @ Type::TraitObject(_)) => function_type(ty, generics),
                        _ => None,
                    }
                }
                _ => None,
            },
        },
        _ => None,
    }
}

struct ImplTraits<'a> {
    named: &'a mut Vec<syn::GenericParam>,
    idents: &'a HashSet<String>,
}

impl VisitMut for ImplTraits<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::ImplTrait(of) = ty {
            let name = free_name(format!("Impl{}", self.named.len()), self.idents);
            let (name, bounds) = (syn::Ident::new(&name, of.impl_token.span), &of.bounds);
            self.named.push(syn::parse_quote!(#name: #bounds));
            *ty = syn::parse_quote!(#name);
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
