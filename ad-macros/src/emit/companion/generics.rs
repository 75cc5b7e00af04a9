//! Generic parameters, bounds and where clauses of a companion.

use super::super::lifetimes::NameElided;
use super::Companion;
use crate::signature::bare;
use crate::signature::bounds::{TypeParameter, Usage, bounds_of, first_argument, output_of};
use proc_macro2::{Ident, TokenStream};
use quote::format_ident;
use std::collections::HashSet;
use syn::{GenericParam, Generics, TraitBound, TypeParam};

/// Type and const parameters with the bound that the companion adds to each.
pub(crate) fn with_bounds(generics: &Generics, runtime: &TokenStream, usage: &Usage) -> Vec<TokenStream> {
    let declare = |parameter: &GenericParam| match parameter {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(parameter) => {
            let (name, bounds) = (&parameter.ident, parameter.bounds.iter());
            let added = bound(&ours!(#name), TypeParameter::of(parameter, generics, usage), runtime);
            Some(ours!(#name: #(#bounds +)* #added))
        }
        GenericParam::Const(parameter) => {
            let (name, ty) = (&parameter.ident, &parameter.ty);
            Some(ours!(const #name: #ty))
        }
    };
    generics.params.iter().filter_map(declare).collect()
}

/// The bound that the companion adds to a type parameter.
fn bound(ty: &TokenStream, stands_for: TypeParameter, runtime: &TokenStream) -> TokenStream {
    match stands_for {
        TypeParameter::Number => ours!(#runtime::Scalar),
        TypeParameter::Other => ours!(#runtime::Differentiable<Bare = #ty> + ::core::clone::Clone + 'static),
        TypeParameter::Function => TokenStream::new(),
        TypeParameter::Mark => ours!(::core::clone::Clone + 'static),
    }
}

/// `T: Scalar,`
fn promised(parameter: &TypeParam, generics: &Generics, runtime: &TokenStream, usage: &Usage) -> TokenStream {
    let name = &parameter.ident;
    let added = bound(&ours!(#name), TypeParameter::of(parameter, generics, usage), runtime);
    ours!(#name: #added,)
}

/// What who calls the companion of a trait's method promises: of the trait's type parameters, its associated types and
/// `Self`. A method of a block that implements the trait may not ask for more.
pub(crate) fn promised_by_trait(definition: &syn::ItemTrait, runtime: &TokenStream, usage: &Usage) -> TokenStream {
    let generics = &definition.generics;
    let parameters = generics.type_params().map(|parameter| promised(parameter, generics, runtime, usage));
    let types = definition.items.iter().filter_map(|item| match item {
        syn::TraitItem::Type(associated) if associated.generics.params.is_empty() => {
            let (name, stands_for) = (&associated.ident, TypeParameter::of_associated(associated));
            let added = bound(&ours!(Self::#name), stands_for, runtime);
            Some(ours!(Self::#name: #added,))
        }
        _ => None,
    });
    let itself = ours!(Self: #runtime::Differentiable + ::core::clone::Clone + ::core::marker::Sized,);
    ours!(#(#parameters)* #(#types)* #itself)
}

/// The same, as the methods of a block that implements a trait say it: of those of the block's parameters that the trait
/// knows of.
pub(crate) fn promised_in_block(
    block: &syn::ItemImpl,
    known: &HashSet<String>,
    runtime: &TokenStream,
    usage: &Usage,
) -> TokenStream {
    let generics = &block.generics;
    let parameters = generics.type_params().filter(|parameter| known.contains(&parameter.ident.to_string()));
    parameters.map(|parameter| promised(parameter, generics, runtime, usage)).collect()
}

/// The predicates of a where clause, and the rules of the operators and conversions that the bounds promise.
pub(crate) fn predicates(generics: &Generics, runtime: &TokenStream, usage: &Usage) -> TokenStream {
    let own = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let rules = generics.type_params().flat_map(|parameter| {
        let kind = TypeParameter::of(parameter, generics, usage);
        bounds_of(parameter, generics).filter_map(move |bound| rule_of(bound, &parameter.ident, kind, runtime))
    });
    ours!(#(#own,)* #(#rules)*)
}

/// `T: Mul<U, Output = V>` promises the rule of that product too. Those of a number with itself are `Scalar`'s.
fn rule_of(bound: &TraitBound, name: &Ident, kind: TypeParameter, runtime: &TokenStream) -> Option<TokenStream> {
    let of = bound.path.segments.last()?.ident.to_string();
    let other = first_argument(bound);
    match of.as_str() {
        "Into" => other.map(|other| ours!(#other: #runtime::FromRule<#name>,)),
        "From" => other.map(|other| ours!(#name: #runtime::FromRule<#other>,)),
        "Add" | "Sub" | "Mul" | "Div" | "Rem" => {
            let rule = format_ident!("{of}Rule");
            let itself = ours!(#name);
            let other = other.map_or(itself.clone(), |other| ours!(#other));
            let numbers = kind == TypeParameter::Number && other.to_string() == itself.to_string();
            let path = &bound.path;
            let result = match output_of(bound) {
                Some(output) => ours!(, Computed = #output),
                None => ours!(, Computed = <#name as #path>::Output),
            };
            (!numbers).then(|| ours!(#name: #runtime::#rule<#other #result>,))
        }
        "Neg" if kind == TypeParameter::Other => {
            let result = output_of(bound).map(|output| ours!(<Computed = #output>));
            Some(ours!(#name: #runtime::NegRule #result,))
        }
        _ => None,
    }
}

/// The names of type and const parameters.
fn names(generics: &Generics) -> impl Iterator<Item = &Ident> {
    generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
    })
}

impl Companion<'_> {
    /// `<'a, 'here, T: Float + Scalar>` for a public entry, with the spaces for `record`.
    pub(super) fn generics(&self, extra_lifetime: bool, spaces: bool) -> TokenStream {
        let all = [&self.names.intermediates].into_iter().chain(self.own_spaces(&self.names.arguments));
        let spaces: Vec<&Ident> = if spaces { all.collect() } else { Vec::new() };
        self.generics_in(extra_lifetime, &spaces)
    }

    /// The same with these spaces.
    pub(super) fn generics_in(&self, extra_lifetime: bool, spaces: &[&Ident]) -> TokenStream {
        let runtime = &self.names.runtime;
        let generics = &self.signature.generics;
        let lifetimes = generics.params.iter().filter(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
        let here = extra_lifetime.then(|| ours!('here,));
        let spaces = ours!(#(#spaces: #runtime::Space,)*);
        let others = with_bounds(generics, runtime, &self.signature.usage);
        let pullbacks = self.pullbacks_with_bounds();
        ours!(<#(#lifetimes,)* #here #spaces #(#others,)* #(#pullbacks),*>)
    }

    /// The spaces of arguments, without that of the intermediates.
    fn own_spaces<'s>(&'s self, arguments: &'s [Ident]) -> impl Iterator<Item = &'s Ident> {
        arguments.iter().filter(|space| **space != self.names.intermediates)
    }

    pub(super) fn where_predicates(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let own = predicates(&self.signature.generics, runtime, &self.signature.usage);
        let promised = self.signature.home.promised();
        let types = self.signature.associated_types();
        let types = types.iter().map(|ty| ours!(#ty: #runtime::Scalar,));
        ours!(#own #(#types)* #promised)
    }

    /// A structured argument for which nobody chose is refused where the gradient is asked for.
    pub(super) fn chosen_predicates(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let structure = self.structure();
        let asked = self.parameters().iter().filter(|parameter| {
            // A type parameter is a number, which `Scalar` says already.
            parameter.is_active() && !parameter.generic && structure.argument(parameter.policy.structure).is_none()
        });
        let predicates = asked.map(|parameter| {
            let mut ty = bare(&parameter.ty).clone();
            let elided = NameElided::default().run(&mut ty);
            let binder = elided.then(|| ours!(for<'any>));
            ours!(#binder #ty: #runtime::Chosen<'here>,)
        });
        let from_dense = (self.sparse_from_dense && structure.intermediates().is_none())
            .then(|| ours!(#runtime::SparseFromDense: #runtime::Chosen<'here>,));
        ours!(#(#predicates)* #from_dense)
    }

    /// The names of the function's own type and const parameters.
    pub(super) fn own_generics(&self) -> Vec<&Ident> {
        names(&self.signature.generics).collect()
    }

    /// `use<I, A0, T>`
    pub(super) fn captures(&self) -> TokenStream {
        self.captures_in(&self.names.arguments)
    }

    /// The same with these spaces of the arguments.
    pub(super) fn captures_in(&self, arguments: &[Ident]) -> TokenStream {
        let intermediates = &self.names.intermediates;
        let others = self.signature.home.generics().into_iter().flat_map(names).chain(self.own_generics());
        let itself = self.in_trait().then(|| ours!(Self,));
        let pullbacks = &self.names.pullbacks;
        let arguments = self.own_spaces(arguments);
        ours!(use<#itself #intermediates, #(#arguments,)* #(#others,)* #(#pullbacks),*>)
    }
}
