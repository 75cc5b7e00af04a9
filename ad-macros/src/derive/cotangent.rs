//! The cotangent type of a derived type: a struct or enum with the same names.

use super::shape::{Field, Shape, Variant};
use crate::emit::StaticLifetimes;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Fields, Member};

impl Shape<'_> {
    /// The type of a field's cotangent. It borrows nothing, so lifetimes do not matter.
    pub(super) fn cotangent_of(&self, field: &Field<'_>, space: &TokenStream) -> TokenStream {
        let runtime = &self.runtime;
        if field.no_derivative {
            return quote!(#runtime::NoTangent);
        }
        let mut ty = field.ty.clone();
        StaticLifetimes.visit_type_mut(&mut ty);
        quote!(#runtime::Cot<#ty, #space>)
    }

    /// The type parameters of the cotangent, which mention the space even where no field does.
    fn phantom(&self) -> TokenStream {
        let phantoms = self.type_arguments();
        quote!(::core::marker::PhantomData<(__S, #(fn() -> #phantoms),*)>)
    }

    /// The member of a struct's cotangent that holds the phantom.
    fn phantom_member(&self, variant: &Variant<'_>) -> Member {
        match variant.style {
            Fields::Named(_) => Member::Named(format_ident!("__space")),
            _ => Member::from(variant.fields.len()),
        }
    }

    /// `, __space: PhantomData` where the cotangent is built.
    pub(super) fn phantom_value(&self, variant: &Variant<'_>) -> Option<TokenStream> {
        let member = self.phantom_member(variant);
        (!self.is_enum()).then(|| quote!(#member: ::core::marker::PhantomData,))
    }

    pub(super) fn cotangent_type(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (visibility, name, predicates) = (&self.input.vis, self.cotangent_name(), self.predicates());
        let parameters = self.parameters(&quote!(#runtime::Differentiable));
        let (of, space, phantom) = (&self.input.ident, quote!(__S), self.phantom());
        let summary = format!("The cotangent of [`{of}`]: a cotangent for each field.");
        let (kind, body) = if self.is_enum() {
            let variants = self.variants.iter().map(|variant| {
                let (name, types) = (variant.name, variant.fields.iter().map(|field| self.cotangent_of(field, &space)));
                let members = variant.fields.iter().map(|field| &field.member);
                let docs = variant.fields.iter().map(|field| format!("The cotangent of `{}`.", field.label()));
                let doc = format!("The cotangent of a `{}`.", name.expect("a variant of an enum has a name"));
                match variant.style {
                    Fields::Named(_) => quote!(#[doc = #doc] #name { #(#[doc = #docs] #members: #types,)* }),
                    Fields::Unnamed(_) => quote!(#[doc = #doc] #name(#(#types,)*)),
                    Fields::Unit => quote!(#[doc = #doc] #name),
                }
            });
            let body = quote! {
                where #predicates { #(#variants,)* #[doc(hidden)] __Space(::core::convert::Infallible, #phantom) }
            };
            (quote!(enum), body)
        } else {
            let variant = &self.variants[0];
            let types = variant.fields.iter().map(|field| self.cotangent_of(field, &space));
            let visibilities = variant.fields.iter().map(|field| field.visibility);
            let members = variant.fields.iter().map(|field| &field.member);
            let docs = variant.fields.iter().map(|field| format!("The cotangent of `{}`.", field.label()));
            let docs_again = docs.clone();
            let body = match variant.style {
                Fields::Named(_) => quote! {
                    where #predicates { #(#[doc = #docs] #visibilities #members: #types,)* #[doc(hidden)] __space: #phantom }
                },
                _ => quote!((#(#[doc = #docs_again] #visibilities #types,)* #phantom) where #predicates;),
            };
            (quote!(struct), body)
        };
        quote! {
            #[doc = #summary]
            #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            #visibility #kind #name<__S: #runtime::Space, #(#parameters),*> #body
        }
    }

    /// `Clone`, `Debug` and `PartialEq`, written out: std's derives would ask them of `T`.
    pub(super) fn cotangent_traits(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (name, arguments, predicates) = (self.cotangent_name(), self.arguments(), self.predicates());
        let parameters = self.parameters(&quote!(#runtime::Differentiable));
        let generics = quote!(<__S: #runtime::Space, #(#parameters),*>);
        let of = quote!(#name<__S, #(#arguments),*>);
        let arms = self.variants.iter().map(|variant| {
            let path = self.cotangent_constructor(variant);
            let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
            let (a, b): (Vec<_>, Vec<_>) = variant.fields.iter().map(|field| (field.bound("a"), field.bound("b"))).unzip();
            let labels = variant.fields.iter().map(Field::label);
            let phantom = self.phantom_value(variant);
            let text = variant.name.map_or_else(|| name.to_string(), ToString::to_string);
            (
                quote!(#path { #(#members: #a,)* .. } => #path { #(#members: ::core::clone::Clone::clone(#a),)* #phantom },),
                quote!((#path { #(#members: #a,)* .. }, #path { #(#members: #b,)* .. }) => true #(&& ::core::cmp::PartialEq::eq(#a, #b))*,),
                quote!(#path { #(#members: #a,)* .. } => f.debug_struct(#text) #(.field(#labels, #a))* .finish(),),
            )
        });
        let (mut clone, mut eq, mut debug) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
        for (cloned, equal, debugged) in arms {
            clone.extend(cloned);
            eq.extend(equal);
            debug.extend(debugged);
        }
        let never = self.is_enum().then(|| quote!(#name::__Space(never, _) => match *never {},));
        let different = self.is_enum().then(|| quote!(_ => false,));
        quote! {
            impl #generics ::core::clone::Clone for #of where #predicates {
                fn clone(&self) -> Self { match self { #clone #never } }
            }
            impl #generics ::core::cmp::PartialEq for #of where #predicates {
                fn eq(&self, other: &Self) -> bool { match (self, other) { #eq #different } }
            }
            impl #generics ::core::fmt::Debug for #of where #predicates {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { match self { #debug #never } }
            }
        }
    }

    /// The parts of an enum's cotangent, by the names of variant and field: `cotangent.__Circle_0()`.
    pub(super) fn parts(&self) -> Option<TokenStream> {
        if !self.is_enum() {
            return None;
        }
        let runtime = &self.runtime;
        let (name, arguments, predicates) = (self.cotangent_name(), self.arguments(), self.predicates());
        let parameters = self.parameters(&quote!(#runtime::Differentiable));
        let space = quote!(__S);
        let parts = self.variants.iter().flat_map(|variant| {
            let (path, space) = (self.cotangent_constructor(variant), space.clone());
            variant.fields.iter().map(move |field| {
                let (member, ty) = (&field.member, self.cotangent_of(field, &space));
                let variant = variant.name.expect("a variant of an enum has a name");
                let get = format_ident!("__{}_{}", variant, field.label());
                let get_mut = format_ident!("__{}_{}_mut", variant, field.label());
                let message = format!("the cotangent of a `{variant}` is a `{variant}`");
                quote! {
                    #[doc(hidden)]
                    pub fn #get(&self) -> &#ty {
                        match self { #path { #member: part, .. } => part, _ => ::core::panic!(#message) }
                    }
                    #[doc(hidden)]
                    pub fn #get_mut(&mut self) -> &mut #ty {
                        match self { #path { #member: part, .. } => part, _ => ::core::panic!(#message) }
                    }
                }
            })
        });
        Some(quote! {
            impl<__S: #runtime::Space, #(#parameters),*> #name<__S, #(#arguments),*> where #predicates { #(#parts)* }
        })
    }
}
