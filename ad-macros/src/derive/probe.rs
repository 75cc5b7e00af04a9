//! `#[derive(Probe)]`: a type of the user's in the checks of `ad_runtime::testing`, field by field.

use super::derived;
use super::shape::{Shape, Variant};
use proc_macro2::TokenStream;
use quote::quote;

/// Input: `struct Body { mass: f64 }`. Output: `impl Probe for Body { .. }`, and `impl Argument for Body { .. }` so that it
/// can be passed by value.
pub(crate) fn probe(item: TokenStream) -> TokenStream {
    derived(item, |_, _| (), |shape| shape.probe())
}

impl Shape<'_> {
    fn probe(&self) -> TokenStream {
        let testing = &self.runtime;
        let testing = quote!(#testing::testing);
        let (itself, predicates) = (self.itself(), self.predicates());
        let parameters = self.parameters(&quote!(#testing::Probe));
        let types: Vec<_> = self.variants.iter().flat_map(Variant::active).map(|field| field.ty).collect();
        let arms =
            |make: &dyn Fn(&Variant<'_>) -> TokenStream| -> TokenStream { self.variants.iter().map(make).collect() };
        let moved = arms(&|variant| {
            let path = self.constructor(variant);
            let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
            let bound = variant.fields.iter().map(|field| field.bound("value"));
            let values = variant.fields.iter().map(|field| {
                let value = field.bound("value");
                if field.no_derivative {
                    quote!(::core::clone::Clone::clone(#value))
                } else {
                    quote!(#testing::Probe::moved::<__S>(#value, steps))
                }
            });
            quote!(#path { #(#members: #bound,)* } => #path { #(#members: #values,)* },)
        });
        let coordinates = arms(&|variant| {
            let (path, value, point) = (self.constructor(variant), variant.pattern("value"), variant.pattern("point"));
            let each = variant.active().map(|field| {
                let (value, point) = (field.bound("value"), field.bound("point"));
                quote!(#testing::Probe::coordinates::<__S>(#value, #point, into);)
            });
            quote!((#path #value, #path #point) => { #(#each)* })
        });
        let components = arms(&|variant| {
            let (path, cotangent) = (self.constructor(variant), self.cotangent_constructor(variant));
            let (value, part) = (variant.pattern("value"), variant.pattern("part"));
            let each = variant.active().map(|field| {
                let (value, part) = (field.bound("value"), field.bound("part"));
                quote!(#testing::Probe::components::<__S>(#value, #part, into);)
            });
            if self.without_tangent {
                return quote!((#path #value, _) => {});
            }
            quote!((#path #value, #cotangent #part) => { #(#each)* })
        });
        let cotangents = arms(&|variant| {
            let (path, value) = (self.constructor(variant), variant.pattern("value"));
            let each = variant.active().map(|field| {
                let (value, part) = (field.bound("value"), field.bound("part"));
                let name = self.part(variant, &field.member);
                quote!({ let #part = #testing::Probe::cotangent::<__S>(#value, components); *#name = #part; })
            });
            quote!(#path #value => { #(#each)* })
        });
        let message = "a value is one variant at a point and another beside it: it has no derivative there";
        let other = self.is_enum().then(|| quote!(_ => ::core::panic!(#message),));
        quote! {
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            const _: () = {
                impl<#(#parameters),*> #testing::Probe for #itself where #predicates {
                    const EPSILON: f64 = {
                        let mut epsilon = 0.0;
                        #(if <#types as #testing::Probe>::EPSILON > epsilon { epsilon = <#types as #testing::Probe>::EPSILON; })*
                        epsilon
                    };
                    fn moved<__S: #testing::Space>(&self, steps: &mut dyn ::core::iter::Iterator<Item = f64>) -> Self {
                        match self { #moved }
                    }
                    fn coordinates<__S: #testing::Space>(&self, point: &Self, into: &mut ::std::vec::Vec<f64>) {
                        match (self, point) { #coordinates #other }
                    }
                    fn components<__S: #testing::Space>(
                        &self, cotangent: &#testing::Cot<Self, __S>, into: &mut ::std::vec::Vec<#testing::ScalarCotangent<f64>>,
                    ) {
                        match (self, cotangent) { #components #other }
                    }
                    fn cotangent<__S: #testing::Space>(
                        &self, components: &mut dyn ::core::iter::Iterator<Item = #testing::ScalarCotangent<f64>>,
                    ) -> #testing::Cot<Self, __S> {
                        let mut cotangent = #testing::zero::<__S, _>(self);
                        match self { #cotangents }
                        cotangent
                    }
                }
                impl<#(#parameters),*> #testing::Argument for #itself where #predicates {
                    type Owned = Self;
                    type Lent<'a> = Self;
                    fn owned(&self) -> Self { ::core::clone::Clone::clone(self) }
                    fn lend(owned: &Self) -> Self { ::core::clone::Clone::clone(owned) }
                }
            };
        }
    }

    /// A part of `cotangent`, to be written.
    fn part(&self, variant: &Variant<'_>, member: &syn::Member) -> TokenStream {
        match variant.name {
            None => quote!((&mut cotangent.#member)),
            Some(name) => {
                let label = match member {
                    syn::Member::Named(name) => name.to_string(),
                    syn::Member::Unnamed(index) => index.index.to_string(),
                };
                let get = quote::format_ident!("__{name}_{label}_mut");
                quote!(cotangent.#get())
            }
        }
    }
}
