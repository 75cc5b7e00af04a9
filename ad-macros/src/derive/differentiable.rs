//! `#[derive(Differentiable)]`: the cotangent has the same variants and fields.

use super::derived;
use super::shape::Shape;
use proc_macro2::TokenStream;
use quote::quote;

/// Input: `struct Body<T> { mass: T, #[no_derivative] id: Id }`. Output:
///
/// ```ignore
/// struct BodyCotangent<S: Space, T: Differentiable> { mass: Cotangent<T, S>, id: NoTangent }
/// impl<T: Differentiable> Differentiable for Body<T> { type Cotangent<S: Space> = BodyCotangent<S, T>; .. }
/// ```
pub(crate) fn differentiable(item: TokenStream) -> TokenStream {
    derived(
        item,
        |_, _| (),
        |shape| if shape.without_tangent { shape.without_tangent() } else { shape.with_cotangent() },
    )
}

impl Shape<'_> {
    fn with_cotangent(&self) -> TokenStream {
        let (cotangent, traits, parts) = (self.cotangent_type(), self.cotangent_traits(), self.parts());
        let (differentiable, chosen, again) = (self.differentiable(), self.chosen(), self.again());
        quote! {
            #cotangent
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            const _: () = { #traits #parts #differentiable #chosen #again };
        }
    }

    /// A type none of whose parts has a derivative.
    fn without_tangent(&self) -> TokenStream {
        let (runtime, name) = (&self.runtime, &self.input.ident);
        let (generics, arguments, predicates) = self.input.generics.split_for_impl();
        let mut with_here = self.input.generics.clone();
        with_here.params.insert(0, syn::parse_quote!('here));
        let (chosen_generics, _, _) = with_here.split_for_impl();
        quote! {
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            const _: () = {
                impl #generics #runtime::Differentiable for #name #arguments #predicates {
                    type Cotangent<S: #runtime::Space> = #runtime::NoTangent;
                    type Place<S: #runtime::Space> = #runtime::NoTangent;
                    type Bare = Self;
                    fn bare(&self) -> &Self { self }
                    fn zero_cotangent<S: #runtime::Space>(&self) -> #runtime::NoTangent { #runtime::NoTangent }
                    fn accumulate<__A: #runtime::Space, __B: #runtime::Space>(
                        &self, _: &mut #runtime::NoTangent, _: &#runtime::NoTangent,
                    ) {}
                    fn accumulate_place<__A: #runtime::Space, __B: #runtime::Space>(
                        &self, _: &mut #runtime::NoTangent, _: &#runtime::NoTangent,
                    ) {}
                }
                impl #chosen_generics #runtime::Chosen<'here> for #name #arguments #predicates {}
                impl #generics #runtime::WithoutDerivative for #name #arguments #predicates {}
            };
        }
    }

    fn differentiable(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (itself, lifetimes, predicates) = (self.itself(), self.lifetimes(), self.predicates());
        let (name, arguments) = (self.cotangent_name(), self.arguments());
        let parameters = self.parameters(&quote!(#runtime::Differentiable));
        let zeros = self.variants.iter().map(|variant| {
            let (of, cotangent, pattern) =
                (self.constructor(variant), self.cotangent_constructor(variant), variant.pattern("value"));
            let zeros = variant.fields.iter().map(|field| {
                let (member, value) = (&field.member, field.bound("value"));
                if field.no_derivative {
                    quote!(#member: #runtime::NoTangent,)
                } else {
                    quote!(#member: #runtime::zero::<__S, _>(#value),)
                }
            });
            let phantom = self.phantom_value(variant);
            quote!(#of #pattern => #cotangent { #(#zeros)* #phantom },)
        });
        let sums = self.variants.iter().map(|variant| {
            let (of, cotangent) = (self.constructor(variant), self.cotangent_constructor(variant));
            let [value, into, from] = ["value", "into", "from"].map(|stem| variant.pattern(stem));
            let sums = variant.active().map(|field| {
                let [value, into, from] = ["value", "into", "from"].map(|stem| field.bound(stem));
                quote!(#runtime::accumulate::<__A, __B, _>(#value, #into, #from);)
            });
            quote!((#of #value, #cotangent #into, #cotangent #from) => { #(#sums)* })
        });
        let message = format!("the cotangent of a `{}` is of the same variant", self.input.ident);
        let other = self.is_enum().then(|| quote!(_ => ::core::panic!(#message),));
        quote! {
            impl<#(#lifetimes)* #(#parameters),*> #runtime::Differentiable for #itself where #predicates {
                type Cotangent<__S: #runtime::Space> = #name<__S, #(#arguments),*>;
                type Place<__S: #runtime::Space> = #name<__S, #(#arguments),*>;
                type Bare = Self;
                #[inline]
                fn bare(&self) -> &Self { self }
                #[inline]
                fn zero_cotangent<__S: #runtime::Space>(&self) -> Self::Cotangent<__S> { match self { #(#zeros)* } }
                #[inline]
                fn accumulate<__A: #runtime::Space, __B: #runtime::Space>(
                    &self, into: &mut Self::Cotangent<__A>, from: &Self::Cotangent<__B>,
                ) {
                    match (self, into, from) { #(#sums)* #other }
                }
                #[inline]
                fn accumulate_place<__A: #runtime::Space, __B: #runtime::Space>(
                    &self, into: &mut Self::Place<__A>, from: &Self::Cotangent<__B>,
                ) {
                    #runtime::Differentiable::accumulate::<__A, __B>(self, into, from);
                }
            }
        }
    }

    /// The value once more, field by field, for a type that is not `Clone`.
    fn again(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (itself, lifetimes, predicates) = (self.itself(), self.lifetimes(), self.predicates());
        let parameters = self.parameters(&quote!(#runtime::Again));
        let types: Vec<_> = self.variants.iter().flat_map(|variant| &variant.fields).map(|field| field.ty).collect();
        let values = self.variants.iter().map(|variant| {
            let path = self.constructor(variant);
            let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
            let values: Vec<_> = variant.fields.iter().map(|field| field.bound("value")).collect();
            quote!(#path { #(#members: #values,)* } => #path { #(#members: #runtime::Again::again(#values),)* },)
        });
        // Behind a lifetime a bound may be false: then the type has no `Again`, and no error.
        quote! {
            impl<#(#lifetimes)* #(#parameters),*> #runtime::Again for #itself
            where #(for<'again> #types: #runtime::Again,)* #predicates
            {
                fn again(&self) -> Self { match self { #(#values)* } }
            }
        }
    }

    fn chosen(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (itself, lifetimes, predicates) = (self.itself(), self.lifetimes(), self.predicates());
        let parameters = self.parameters(&quote!(#runtime::Differentiable));
        let fields = self.variants.iter().flat_map(|variant| variant.active()).map(|field| field.ty);
        quote! {
            impl<'here, #(#lifetimes)* #(#parameters),*> #runtime::Chosen<'here> for #itself
            where #(#fields: #runtime::Chosen<'here>,)* #predicates {}
        }
    }
}
