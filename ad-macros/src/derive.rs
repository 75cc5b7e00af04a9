//! `#[derive(Differentiable)]`: a struct's cotangent is a struct with the same fields.

use crate::emit::StaticLifetimes;
use crate::errors::{self, Errors};
use crate::signature::has_no_tangent;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Data, DeriveInput, Fields, GenericParam, Member, Type};

/// Input: `struct Body<T> { mass: T, #[no_derivative] id: Id }`. Output:
///
/// ```ignore
/// struct BodyCotangent<S: Space, T: Differentiable> { mass: Cotangent<T, S>, id: NoTangent }
/// impl<T: Differentiable> Differentiable for Body<T> { type Cotangent<S: Space> = BodyCotangent<S, T>; .. }
/// ```
pub(crate) fn differentiable(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let fields = match &input.data {
        Data::Struct(data) => Field::all(&data.fields),
        Data::Enum(data) => {
            let mut fields = data.variants.iter().flat_map(|variant| Field::all(&variant.fields));
            if fields.all(|field| field.no_derivative || has_no_tangent(field.ty)) {
                return without_tangent(&input);
            }
            errors.reject(data.enum_token, &errors::ENUM);
            Vec::new()
        }
        Data::Union(data) => {
            errors.reject(data.union_token, &errors::UNION);
            Vec::new()
        }
    };
    for attribute in &input.attrs {
        if attribute.path().is_ident("no_derivative") {
            errors.reject(attribute, &errors::NO_DERIVATIVE_PLACE);
        }
    }
    let variants = match &input.data {
        Data::Struct(data) => data.fields.iter().collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    for attribute in variants.iter().flat_map(|field| &field.attrs) {
        if attribute.path().is_ident("no_derivative") && attribute.meta.require_path_only().is_err() {
            errors.reject(attribute, &errors::NO_DERIVATIVE_ARGUMENT);
        }
    }
    for field in &fields {
        if let Member::Named(name) = &field.member
            && (name == "re" || name == "im")
        {
            errors.reject(name, &errors::FIELD_RE_IM);
        }
    }
    if !errors.is_empty() {
        return errors.into_compile_errors();
    }
    errors.discard();
    Derive { input: &input, fields }.all()
}

/// A type none of whose parts is active: an enum of choices.
fn without_tangent(input: &DeriveInput) -> TokenStream {
    let (runtime, name) = (runtime(), &input.ident);
    let (generics, arguments, predicates) = input.generics.split_for_impl();
    let mut with_here = input.generics.clone();
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
        };
    }
}

struct Field<'a> {
    member: Member,
    visibility: &'a syn::Visibility,
    ty: &'a Type,
    no_derivative: bool,
}

impl<'a> Field<'a> {
    fn all(fields: &'a Fields) -> Vec<Self> {
        let of = |(index, field): (usize, &'a syn::Field)| Field {
            member: field.ident.clone().map_or_else(|| Member::from(index), Member::from),
            visibility: &field.vis,
            ty: &field.ty,
            no_derivative: field.attrs.iter().any(|attribute| attribute.path().is_ident("no_derivative")),
        };
        fields.iter().enumerate().map(of).collect()
    }
}

struct Derive<'a> {
    input: &'a DeriveInput,
    fields: Vec<Field<'a>>,
}

impl Derive<'_> {
    fn cotangent_name(&self) -> Ident {
        format_ident!("{}Cotangent", self.input.ident)
    }

    /// The type and const parameters as they are declared, each type differentiable.
    fn parameters(&self) -> Vec<TokenStream> {
        let runtime = runtime();
        let declare = |parameter: &GenericParam| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(parameter) => {
                let (name, bounds) = (&parameter.ident, parameter.bounds.iter());
                Some(quote!(#name: #(#bounds +)* #runtime::Differentiable + 'static))
            }
            GenericParam::Const(parameter) => {
                let (name, ty) = (&parameter.ident, &parameter.ty);
                Some(quote!(const #name: #ty))
            }
        };
        self.input.generics.params.iter().filter_map(declare).collect()
    }

    fn arguments(&self) -> Vec<&Ident> {
        let parameters = self.input.generics.params.iter();
        parameters
            .filter_map(|parameter| match parameter {
                GenericParam::Lifetime(_) => None,
                GenericParam::Type(parameter) => Some(&parameter.ident),
                GenericParam::Const(parameter) => Some(&parameter.ident),
            })
            .collect()
    }

    fn type_arguments(&self) -> Vec<&Ident> {
        self.input.generics.type_params().map(|parameter| &parameter.ident).collect()
    }

    fn predicates(&self) -> TokenStream {
        match &self.input.generics.where_clause {
            Some(clause) => {
                let predicates = clause.predicates.iter();
                quote!(#(#predicates,)*)
            }
            None => TokenStream::new(),
        }
    }

    /// The type of a field's cotangent. It borrows nothing, so lifetimes do not matter.
    fn cotangent(&self, field: &Field<'_>, space: &TokenStream) -> TokenStream {
        let runtime = runtime();
        if field.no_derivative {
            return quote!(#runtime::NoTangent);
        }
        let mut ty = field.ty.clone();
        StaticLifetimes.visit_type_mut(&mut ty);
        quote!(#runtime::Cot<#ty, #space>)
    }

    fn all(&self) -> TokenStream {
        let (cotangent, implementations, differentiable, chosen) =
            (self.cotangent_struct(), self.implementations(), self.differentiable(), self.chosen());
        quote! {
            #cotangent
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            const _: () = { #implementations #differentiable #chosen };
        }
    }

    fn cotangent_struct(&self) -> TokenStream {
        let runtime = runtime();
        let (visibility, name, parameters, predicates) =
            (&self.input.vis, self.cotangent_name(), self.parameters(), self.predicates());
        let of = &self.input.ident;
        let summary = format!("The cotangent of [`{of}`]: a cotangent for each field.");
        let space = quote!(__S);
        let phantoms = self.type_arguments();
        let head = quote! {
            #[doc = #summary]
            #[allow(missing_docs, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            #visibility struct #name<__S: #runtime::Space, #(#parameters),*>
        };
        let types = self.fields.iter().map(|field| self.cotangent(field, &space));
        let visibilities = self.fields.iter().map(|field| field.visibility);
        match &self.input.data {
            Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {
                let members = self.fields.iter().map(|field| &field.member);
                quote!(#head where #predicates { #(#visibilities #members: #types,)* #[doc(hidden)] __space: ::core::marker::PhantomData<(__S, #(fn() -> #phantoms),*)> })
            }
            _ => {
                quote!(#head (#(#visibilities #types,)* ::core::marker::PhantomData<(__S, #(fn() -> #phantoms),*)>) where #predicates;)
            }
        }
    }

    /// The member that mentions the space, for structs whose fields do not.
    fn space_member(&self) -> Member {
        match &self.input.data {
            Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {
                Member::Named(Ident::new("__space", Span::call_site()))
            }
            _ => Member::from(self.fields.len()),
        }
    }

    /// `Clone`, `Debug` and `PartialEq`, written out: std's derives would ask them of `T`.
    fn implementations(&self) -> TokenStream {
        let runtime = runtime();
        let (name, parameters, arguments, predicates) =
            (self.cotangent_name(), self.parameters(), self.arguments(), self.predicates());
        let members: Vec<_> = self.fields.iter().map(|field| &field.member).collect();
        let space = self.space_member();
        let text = self.input.ident.to_string() + "Cotangent";
        let labels = members.iter().map(|member| match member {
            Member::Named(name) => name.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        });
        let generics = quote!(<__S: #runtime::Space, #(#parameters),*>);
        quote! {
            impl #generics ::core::clone::Clone for #name<__S, #(#arguments),*> where #predicates {
                fn clone(&self) -> Self {
                    #name { #(#members: ::core::clone::Clone::clone(&self.#members),)* #space: ::core::marker::PhantomData }
                }
            }
            impl #generics ::core::cmp::PartialEq for #name<__S, #(#arguments),*> where #predicates {
                fn eq(&self, other: &Self) -> bool {
                    true #(&& ::core::cmp::PartialEq::eq(&self.#members, &other.#members))*
                }
            }
            impl #generics ::core::fmt::Debug for #name<__S, #(#arguments),*> where #predicates {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct(#text) #(.field(#labels, &self.#members))* .finish()
                }
            }
        }
    }

    fn differentiable(&self) -> TokenStream {
        let runtime = runtime();
        let of = &self.input.ident;
        let (name, parameters, arguments, predicates) =
            (self.cotangent_name(), self.parameters(), self.arguments(), self.predicates());
        let lifetimes: Vec<_> = self.input.generics.lifetimes().collect();
        let names = lifetimes.iter().map(|parameter| &parameter.lifetime);
        let names = quote!(#(#names),*);
        let separator = (!lifetimes.is_empty()).then(|| quote!(,));
        let members: Vec<_> = self.fields.iter().map(|field| &field.member).collect();
        let space = self.space_member();
        let zeros = self.fields.iter().map(|field| {
            let member = &field.member;
            if field.no_derivative {
                quote!(#runtime::NoTangent)
            } else {
                quote!(#runtime::zero::<__S, _>(&self.#member))
            }
        });
        let active: Vec<_> =
            self.fields.iter().filter(|field| !field.no_derivative).map(|field| &field.member).collect();
        quote! {
            impl<#(#lifetimes,)* #(#parameters),*> #runtime::Differentiable for #of<#names #separator #(#arguments),*>
            where #predicates
            {
                type Cotangent<__S: #runtime::Space> = #name<__S, #(#arguments),*>;
                type Place<__S: #runtime::Space> = #name<__S, #(#arguments),*>;
                type Bare = Self;
                fn bare(&self) -> &Self { self }
                fn zero_cotangent<__S: #runtime::Space>(&self) -> Self::Cotangent<__S> {
                    #name { #(#members: #zeros,)* #space: ::core::marker::PhantomData }
                }
                fn accumulate<__A: #runtime::Space, __B: #runtime::Space>(
                    &self, into: &mut Self::Cotangent<__A>, from: &Self::Cotangent<__B>,
                ) {
                    #(#runtime::accumulate::<__A, __B, _>(&self.#active, &mut into.#active, &from.#active);)*
                }
                fn accumulate_place<__A: #runtime::Space, __B: #runtime::Space>(
                    &self, into: &mut Self::Place<__A>, from: &Self::Cotangent<__B>,
                ) {
                    #(#runtime::accumulate::<__A, __B, _>(&self.#active, &mut into.#active, &from.#active);)*
                }
            }
        }
    }

    fn chosen(&self) -> TokenStream {
        let runtime = runtime();
        let of = &self.input.ident;
        let (parameters, arguments, predicates) = (self.parameters(), self.arguments(), self.predicates());
        let lifetimes: Vec<_> = self.input.generics.lifetimes().collect();
        let names = lifetimes.iter().map(|parameter| &parameter.lifetime);
        let fields = self.fields.iter().filter(|field| !field.no_derivative).map(|field| field.ty);
        quote! {
            impl<'here, #(#lifetimes,)* #(#parameters),*> #runtime::Chosen<'here> for #of<#(#names,)* #(#arguments),*>
            where #(#fields: #runtime::Chosen<'here>,)* #predicates {}
        }
    }
}

fn runtime() -> TokenStream {
    quote!(::ad_runtime::__private)
}
