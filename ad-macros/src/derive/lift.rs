//! `#[derive(Lift)]`: a type on dual numbers.

use super::derived;
use super::shape::{Field, Shape, Variant};
use crate::errors::{self, Errors};
use crate::idents::replace_ident;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Fields, GenericParam};

/// Input: `struct Body { mass: f64, #[no_derivative] id: Id }`. Output:
///
/// ```ignore
/// #[derive(Differentiable, Clone)]
/// struct BodyOnDuals<const K: usize> { mass: <f64 as Lift>::On<K>, #[no_derivative] id: Id }
/// impl Lift for Body { type Tangent = Cotangent<Body, Tangent>; type On<const K: usize> = BodyOnDuals<K>; .. }
/// impl<const K: usize> Split<K> for BodyOnDuals<K> { type Value = Body; type Tangent = Cotangent<Body, Tangent>; .. }
/// ```
///
/// and how the cotangent of the second is taken apart. A type with type parameters is itself on dual numbers.
pub(crate) fn lift(item: TokenStream) -> TokenStream {
    derived(item, refuse, |shape| if shape.without_tangent { shape.still() } else { Lifted::of(shape).derived() })
}

/// What has no form on dual numbers.
fn refuse(shape: &Shape<'_>, errors: &mut Errors) {
    let generics = &shape.input.generics;
    if let Some(lifetime) = generics.lifetimes().next() {
        errors.reject(lifetime, &errors::LIFT_LIFETIME);
    }
    for parameter in generics.type_params().filter(|parameter| shape.has_cotangent(&parameter.ident)) {
        if let Some(bound) = parameter.bounds.first() {
            errors.reject(bound, &errors::LIFT_BOUND);
        }
    }
}

impl Shape<'_> {
    /// A type none of whose parts moves.
    fn still(&self) -> TokenStream {
        let (runtime, name) = (&self.runtime, &self.input.ident);
        let (generics, arguments, predicates) = self.input.generics.split_for_impl();
        let (own, clause) = (self.input.generics.params.iter(), &self.input.generics.where_clause);
        let own = quote!(#(#own,)*);
        quote! {
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            const _: () = {
                impl #generics #runtime::forward::Lift for #name #arguments #predicates {
                    type Tangent = #runtime::NoTangent;
                    type On<const __K: usize> = Self;
                    fn lift<const __K: usize>(
                        &self, _: #runtime::forward::Directions<'_, #runtime::NoTangent, __K>,
                    ) -> Self {
                        ::core::clone::Clone::clone(self)
                    }
                }
                impl<#own const __K: usize> #runtime::forward::Split<__K> for #name #arguments #clause {
                    type Value = Self;
                    type Tangent = #runtime::NoTangent;
                    fn split(self) -> (Self, [#runtime::NoTangent; __K]) {
                        (self, [#runtime::NoTangent; __K])
                    }
                }
                impl<#own __N, const __K: usize> #runtime::forward::Coordinates<__N, __K> for #name #arguments #clause {
                    fn for_each_number(
                        &mut self, _: &mut impl ::core::ops::FnMut(&mut #runtime::forward::DualNumber<__N, __K>),
                    ) {}
                }
            };
        }
    }
}

/// A type and what it is on dual numbers.
struct Lifted<'s, 'a> {
    shape: &'s Shape<'a>,
    /// The name of the type on dual numbers: its own, if its numbers are of a type parameter.
    name: Ident,
    is_generic: bool,
}

impl<'s, 'a> Lifted<'s, 'a> {
    fn of(shape: &'s Shape<'a>) -> Self {
        let is_generic = shape.numbers().next().is_some();
        let name = match is_generic {
            true => shape.input.ident.clone(),
            false => on_duals(&shape.input.ident),
        };
        Lifted { shape, name, is_generic }
    }

    fn derived(&self) -> TokenStream {
        let declared = (!self.is_generic).then(|| self.declared());
        let (lift, split, of_cotangent) = (self.lift(), self.split(), self.split_of_cotangent());
        let debug = (!self.is_generic).then(|| self.debug());
        quote! {
            #declared
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            const _: () = { #lift #split #of_cotangent #debug };
        }
    }

    /// The type on dual numbers, where it is another one.
    fn declared(&self) -> TokenStream {
        let (runtime, visibility, name) = (&self.shape.runtime, &self.shape.input.vis, &self.name);
        let (parameters, predicates) = (self.constants(), self.shape.predicates());
        let derives = self.shape.input.attrs.iter().filter(|attribute| attribute.path().is_ident("lift"));
        let derives = derives.map(|attribute| match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        });
        let field = |field: &Field<'_>| {
            let (visibility, ty) = (field.visibility, self.field_on_duals(field));
            let no_derivative = field.no_derivative.then(|| quote!(#[no_derivative]));
            match &field.member {
                syn::Member::Named(member) => quote!(#no_derivative #visibility #member: #ty,),
                syn::Member::Unnamed(_) => quote!(#no_derivative #visibility #ty,),
            }
        };
        let fields = |variant: &Variant<'_>| {
            let fields = variant.fields.iter().map(field);
            match variant.style {
                Fields::Named(_) => quote!({ #(#fields)* }),
                Fields::Unnamed(_) => quote!((#(#fields)*)),
                Fields::Unit => TokenStream::new(),
            }
        };
        let first = &self.shape.variants[0];
        let declaration = if self.shape.is_enum() {
            let variants = self.shape.variants.iter().map(|variant| {
                let (name, fields) = (variant.name, fields(variant));
                quote!(#name #fields,)
            });
            quote!(enum #name<#parameters> where #predicates { #(#variants)* })
        } else {
            let fields = fields(first);
            match first.style {
                Fields::Named(_) => quote!(struct #name<#parameters> where #predicates #fields),
                _ => quote!(struct #name<#parameters> #fields where #predicates;),
            }
        };
        let copy = self.is_copy_where().map(|bounds| {
            let arguments = self.arguments_on_duals();
            quote!(impl<#parameters> ::core::marker::Copy for #name<#arguments> where #predicates #bounds {})
        });
        let doc = format!("[`{}`] on dual numbers.", self.shape.input.ident);
        quote! {
            #[doc = #doc]
            #[doc(hidden)]
            #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            #[derive(#runtime::Differentiable, ::core::clone::Clone)]
            #(#[derive(#derives)])*
            #visibility #declaration
            #[allow(warnings)]
            #copy
        }
    }

    /// Where the type on dual numbers is `Copy`: `None` where that is not seen.
    fn is_copy_where(&self) -> Option<TokenStream> {
        let fields = self.shape.variants.iter().flat_map(|variant| &variant.fields);
        let (still, moving): (Vec<_>, Vec<_>) =
            fields.partition(|field| field.no_derivative || crate::signature::has_no_tangent(field.ty));
        let all_copy = still.into_iter().all(|field| {
            matches!(field.ty, syn::Type::Path(path)
                if path.path.get_ident().is_some_and(|name| crate::rules::is_discrete(&name.to_string())))
        });
        let moving = moving.into_iter().map(|field| self.field_on_duals(field));
        all_copy.then(|| quote!(#(#moving: ::core::marker::Copy,)*))
    }

    fn debug(&self) -> TokenStream {
        let (name, parameters, arguments) = (&self.name, self.constants(), self.arguments_on_duals());
        let predicates = self.shape.predicates();
        let arms = self.shape.variants.iter().map(|variant| {
            let (path, pattern) = (variant.path(name), variant.pattern("value"));
            let text = variant.name.map_or_else(|| self.shape.input.ident.to_string(), ToString::to_string);
            let (labels, values): (Vec<_>, Vec<_>) =
                variant.active().map(|field| (field.label(), field.bound("value"))).unzip();
            quote!(#path #pattern => f.debug_struct(#text) #(.field(#labels, #values))* .finish_non_exhaustive(),)
        });
        let types = self.shape.variants.iter().flat_map(Variant::active).map(|field| self.field_on_duals(field));
        quote! {
            impl<#parameters> ::core::fmt::Debug for #name<#arguments>
            where #predicates #(for<'__a> &'__a #types: ::core::fmt::Debug,)*
            {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self { #(#arms)* }
                }
            }
        }
    }

    // ---- generics

    /// `const N: usize, const __K: usize`
    fn constants(&self) -> TokenStream {
        let own = self.shape.parameters(&TokenStream::new());
        quote!(#(#own,)* const __K: usize)
    }

    /// What the type on dual numbers is given.
    fn arguments_on_duals(&self) -> TokenStream {
        let (runtime, width) = (&self.shape.runtime, (!self.is_generic).then(|| quote!(__K)));
        let arguments = self.arguments(|parameter| quote!(<#parameter as #runtime::forward::Lift>::On<__K>));
        quote!(#(#arguments,)* #width)
    }

    /// The arguments of the type on dual numbers where it is taken apart: a generic one is of whatever numbers it has.
    fn own_arguments(&self) -> TokenStream {
        match self.is_generic {
            true => {
                let own = self.arguments(ToTokens::to_token_stream);
                quote!(#(#own,)*)
            }
            false => self.arguments_on_duals(),
        }
    }

    /// The type itself, without derivatives.
    fn value(&self) -> TokenStream {
        let (name, values) = (&self.shape.input.ident, self.arguments(|parameter| self.value_of(parameter)));
        quote!(#name<#(#values),*>)
    }

    /// The arguments of the type, with others for those that are numbers.
    fn arguments(&self, of_number: impl Fn(&Ident) -> TokenStream) -> Vec<TokenStream> {
        let argument = |parameter: &GenericParam| match parameter {
            GenericParam::Type(parameter) if self.shape.has_cotangent(&parameter.ident) => {
                Some(of_number(&parameter.ident))
            }
            GenericParam::Type(parameter) => Some(parameter.ident.to_token_stream()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_token_stream()),
            GenericParam::Lifetime(_) => None,
        };
        self.shape.input.generics.params.iter().filter_map(argument).collect()
    }

    /// The type of a field on dual numbers; where the whole is a generic type, that of the field of dual numbers.
    fn field_on_duals(&self, field: &Field<'_>) -> TokenStream {
        let (runtime, ty) = (&self.shape.runtime, field.ty);
        match field.no_derivative || self.is_generic {
            true => ty.to_token_stream(),
            false => quote!(<#ty as #runtime::forward::Lift>::On<__K>),
        }
    }

    /// The name of what a type parameter that stands for dual numbers is without derivatives.
    fn value_of(&self, parameter: &Ident) -> TokenStream {
        format_ident!("__{parameter}Value").to_token_stream()
    }

    /// The type of a field without derivatives.
    fn value_type(&self, field: &Field<'_>) -> TokenStream {
        let with_value = |ty, number: &Ident| replace_ident(ty, &number.to_string(), &self.value_of(number));
        self.shape.numbers().fold(field.ty.to_token_stream(), with_value)
    }

    /// The cotangent of a type in the tangent space.
    fn cot(&self, ty: &TokenStream) -> TokenStream {
        let runtime = &self.shape.runtime;
        quote!(#runtime::Cot<#ty, #runtime::Tangent>)
    }

    // ---- implementations

    fn lift(&self) -> TokenStream {
        let (shape, runtime, itself) = (self.shape, &self.shape.runtime, self.shape.itself());
        let (name, arguments, predicates) = (&self.name, self.arguments_on_duals(), shape.predicates());
        let parameters = shape.parameters(&quote!(#runtime::Differentiable + #runtime::forward::Lift));
        let of_numbers = shape.numbers().map(|number| {
            let cot = self.cot(&number.to_token_stream());
            quote!(#number: #runtime::forward::Lift<Tangent = #cot>,)
        });
        let tangent = self.cot(&itself);
        let message = format!("the tangent of a `{}` is of the same variant", shape.input.ident);
        let arms = shape.variants.iter().map(|variant| {
            let (path, on_duals) = (shape.constructor(variant), variant.path(name));
            let cotangent = shape.cotangent_constructor(variant);
            let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
            let bound: Vec<_> = variant.fields.iter().map(|field| field.bound("value")).collect();
            let other = shape.is_enum().then(|| quote!(_ => ::core::unreachable!("the variant was checked"),));
            let values = variant.fields.iter().zip(&bound).map(|(field, value)| {
                let member = &field.member;
                if field.no_derivative {
                    return quote!(::core::clone::Clone::clone(#value));
                }
                quote! {
                    #runtime::forward::Lift::lift(#value, directions.part(|tangent| match tangent {
                        #cotangent { #member: part, .. } => part,
                        #other
                    }))
                }
            });
            let check = shape.is_enum().then(|| {
                quote! {
                    if let #runtime::forward::Directions::Along(tangents) = &directions {
                        for tangent in tangents {
                            ::core::assert!(::core::matches!(tangent, #cotangent { .. }), #message);
                        }
                    }
                }
            });
            quote!(#path { #(#members: #bound,)* } => { #check #on_duals { #(#members: #values,)* } })
        });
        quote! {
            impl<#(#parameters),*> #runtime::forward::Lift for #itself where #(#of_numbers)* #predicates {
                type Tangent = #tangent;
                type On<const __K: usize> = #name<#arguments>;
                fn lift<const __K: usize>(
                    &self, mut directions: #runtime::forward::Directions<'_, #tangent, __K>,
                ) -> Self::On<__K> {
                    match self { #(#arms)* }
                }
            }
        }
    }

    /// The type on dual numbers, taken apart: its value is of the type itself.
    fn split(&self) -> TokenStream {
        let (shape, runtime) = (self.shape, &self.shape.runtime);
        let name = &self.name;
        let own = self.own_arguments();
        let value = self.value();
        let moving: Vec<_> = shape.variants.iter().flat_map(Variant::active).collect();
        let types: Vec<_> = moving.iter().map(|field| self.field_on_duals(field)).collect();
        let bounds = moving.iter().zip(&types).map(|(field, ty)| {
            let of_value = self.value_type(field);
            let cot = self.cot(&of_value);
            quote!(#ty: #runtime::forward::Split<__K, Value = #of_value, Tangent = #cot>,)
        });
        let arms = shape.variants.iter().map(|variant| {
            let (path, value) = (variant.path(name), shape.constructor(variant));
            self.taken_apart(variant, &path, (&value, None), |field| field.no_derivative)
        });
        let own_type = quote!(#name<#own>);
        let numbers = shape.variants.iter().map(|variant| for_each_number(variant, &variant.path(name), runtime));
        self.implementations(&own_type, &value, &quote!(#(#bounds)*), &types, quote!(#(#arms)*), quote!(#(#numbers)*))
    }

    /// The cotangent of the type on dual numbers, taken apart: both parts are cotangents of the type itself.
    fn split_of_cotangent(&self) -> TokenStream {
        let (shape, runtime) = (self.shape, &self.shape.runtime);
        let cotangent = format_ident!("{}Cotangent", self.name);
        let own = self.own_arguments();
        let value = self.cot(&self.value());
        let moving: Vec<_> = shape.variants.iter().flat_map(Variant::active).collect();
        let types: Vec<_> = moving.iter().map(|field| self.cot(&self.field_on_duals(field))).collect();
        let bounds = moving.iter().zip(&types).map(|(field, ty)| {
            let cot = self.cot(&self.value_type(field));
            quote!(#ty: #runtime::forward::Split<__K, Value = #cot, Tangent = #cot>,)
        });
        let arms = shape.variants.iter().map(|variant| {
            let (path, value) = (variant.path(&cotangent), shape.cotangent_constructor(variant));
            self.taken_apart(variant, &path, (&value, shape.phantom_value(variant)), |_| false)
        });
        let numbers = shape.variants.iter().map(|variant| for_each_number(variant, &variant.path(&cotangent), runtime));
        let by_value = shape.is_enum().then(|| quote!(#cotangent::__Space(never, _) => match never {},));
        let by_reference = shape.is_enum().then(|| quote!(#cotangent::__Space(never, _) => match *never {},));
        let own_type = quote!(#cotangent<#runtime::Tangent, #own>);
        let (arms, numbers) = (quote!(#(#arms)* #by_value), quote!(#(#numbers)* #by_reference));
        self.implementations(&own_type, &value, &quote!(#(#bounds)*), &types, arms, numbers)
    }

    /// `Split` and `Coordinates` of a type with parts of some types.
    fn implementations(
        &self,
        own_type: &TokenStream,
        value: &TokenStream,
        bounds: &TokenStream,
        types: &[TokenStream],
        arms: TokenStream,
        numbers: TokenStream,
    ) -> TokenStream {
        let (shape, runtime) = (self.shape, &self.shape.runtime);
        let predicates = shape.predicates();
        let with_numbers = shape.parameters(&quote!(#runtime::Differentiable));
        let number_values: Vec<_> = shape.numbers().map(|parameter| self.value_of(parameter)).collect();
        let with_values = shape.numbers().zip(&number_values).map(|(parameter, value)| {
            let cot = self.cot(value);
            quote!(#parameter: #runtime::forward::Split<__K, Value = #value, Tangent = #cot>,)
        });
        let tangent = self.cot(&self.value());
        quote! {
            impl<#(#with_numbers,)* #(#number_values: #runtime::Differentiable + 'static,)* const __K: usize>
                #runtime::forward::Split<__K> for #own_type
            where #(#with_values)* #bounds #predicates
            {
                type Value = #value;
                type Tangent = #tangent;
                fn split(self) -> (Self::Value, [Self::Tangent; __K]) {
                    match self { #arms }
                }
            }
            impl<#(#with_numbers,)* __N, const __K: usize> #runtime::forward::Coordinates<__N, __K> for #own_type
            where #(#types: #runtime::forward::Coordinates<__N, __K>,)* #predicates
            {
                fn for_each_number(
                    &mut self, f: &mut impl ::core::ops::FnMut(&mut #runtime::forward::DualNumber<__N, __K>),
                ) {
                    match self { #numbers }
                }
            }
        }
    }

    /// `Path { x, .. } => (Value { x: .., .. }, [Tangent { x: .., .. }; K])`
    fn taken_apart(
        &self,
        variant: &Variant<'_>,
        path: &TokenStream,
        (value, phantom): (&TokenStream, Option<TokenStream>),
        stays: impl Fn(&Field<'_>) -> bool,
    ) -> TokenStream {
        let (shape, runtime) = (self.shape, &self.shape.runtime);
        let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
        let [values, tangents] =
            ["value", "tangent"].map(|stem| variant.fields.iter().map(|field| field.bound(stem)).collect::<Vec<_>>());
        let split =
            variant.fields.iter().zip(values.iter().zip(&tangents)).map(|(field, (value, tangent))| {
                match stays(field) {
                    true => quote!(let mut #tangent = ::core::iter::repeat(#runtime::NoTangent);),
                    false => quote! {
                        let (#value, #tangent) = #runtime::forward::Split::<__K>::split(#value);
                        let mut #tangent = ::core::iter::IntoIterator::into_iter(#tangent);
                    },
                }
            });
        let (of_tangent, phantom_of_tangent) = (shape.cotangent_constructor(variant), shape.phantom_value(variant));
        quote! {
            #path { #(#members: #values,)* .. } => {
                #(#split)*
                const WHOLE: &::core::primitive::str = "there are as many derivatives as directions";
                (
                    #value { #(#members: #values,)* #phantom },
                    ::core::array::from_fn(|_| #of_tangent {
                        #(#members: ::core::iter::Iterator::next(&mut #tangents).expect(WHOLE),)* #phantom_of_tangent
                    }),
                )
            }
        }
    }
}

/// `Path { x, .. } => { x.for_each_number(f); }`
fn for_each_number(variant: &Variant<'_>, path: &TokenStream, runtime: &TokenStream) -> TokenStream {
    let pattern = variant.pattern("value");
    let values = variant.active().map(|field| field.bound("value"));
    quote!(#path #pattern => { #(#runtime::forward::Coordinates::for_each_number(#values, f);)* })
}

/// The name of a type on dual numbers.
pub(crate) fn on_duals(name: &Ident) -> Ident {
    format_ident!("{}OnDuals", name, span = name.span())
}
