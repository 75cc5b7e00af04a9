//! Generic parameters, bounds and where clauses of a companion.

use super::super::lifetimes::NameElided;
use super::Companion;
use crate::signature::bare;
use crate::signature::bounds::{TypeParameter, Usage, bounds_of, first_argument, output_of};
use proc_macro2::{Ident, TokenStream};
use quote::format_ident;
use syn::{GenericParam, Generics, TraitBound};

/// Type and const parameters with the bound that the companion adds to each.
pub(crate) fn with_bounds(generics: &Generics, runtime: &TokenStream, usage: &Usage) -> Vec<TokenStream> {
    let declare = |parameter: &GenericParam| match parameter {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(parameter) => {
            let (name, bounds) = (&parameter.ident, parameter.bounds.iter());
            Some(match TypeParameter::of(parameter, generics, usage) {
                TypeParameter::Number => ours!(#name: #(#bounds +)* #runtime::Scalar),
                TypeParameter::Other => {
                    ours!(#name: #(#bounds +)* #runtime::Differentiable<Bare = #name> + ::core::clone::Clone + 'static)
                }
                TypeParameter::Function => ours!(#name: #(#bounds +)*),
                TypeParameter::Mark => ours!(#name: #(#bounds +)* ::core::clone::Clone + 'static),
            })
        }
        GenericParam::Const(parameter) => {
            let (name, ty) = (&parameter.ident, &parameter.ty);
            Some(ours!(const #name: #ty))
        }
    };
    generics.params.iter().filter_map(declare).collect()
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
            let result = output_of(bound).map(|output| ours!(, Computed = #output));
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
        let runtime = &self.names.runtime;
        let generics = &self.signature.generics;
        let lifetimes = generics.params.iter().filter(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
        let here = extra_lifetime.then(|| ours!('here,));
        let spaces = spaces.then(|| {
            let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
            ours!(#intermediates: #runtime::Space, #(#arguments: #runtime::Space,)*)
        });
        let others = with_bounds(generics, runtime, &self.signature.usage);
        let pullbacks = self.pullbacks_with_bounds();
        ours!(<#(#lifetimes,)* #here #spaces #(#others,)* #(#pullbacks),*>)
    }

    pub(super) fn where_predicates(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let own = predicates(&self.signature.generics, runtime, &self.signature.usage);
        let of_trait = self
            .in_trait()
            .then(|| ours!(Self: #runtime::Differentiable + ::core::clone::Clone + ::core::marker::Sized,));
        ours!(#own #of_trait)
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
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let others = self.signature.home.generics().into_iter().flat_map(names).chain(self.own_generics());
        let itself = self.in_trait().then(|| ours!(Self,));
        let pullbacks = &self.names.pullbacks;
        ours!(use<#itself #intermediates, #(#arguments,)* #(#others,)* #(#pullbacks),*>)
    }
}
