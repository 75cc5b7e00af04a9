//! What the derives know of a type: its variants and their fields. A struct has one variant.

use crate::errors::{self, Errors};
use crate::runtime::runtime;
use crate::signature::bounds::Usage;
use crate::signature::has_no_tangent;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Data, DeriveInput, Fields, GenericParam, Member, Type};

pub(super) struct Shape<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) variants: Vec<Variant<'a>>,
    /// Nothing in it has a derivative: `#[no_derivative]` on the type, or an enum of choices.
    pub(super) without_tangent: bool,
    pub(super) runtime: TokenStream,
}

pub(super) struct Variant<'a> {
    /// `None` for a struct.
    pub(super) name: Option<&'a Ident>,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) style: &'a Fields,
}

pub(super) struct Field<'a> {
    pub(super) member: Member,
    pub(super) visibility: &'a syn::Visibility,
    pub(super) ty: &'a Type,
    pub(super) no_derivative: bool,
}

impl<'a> Shape<'a> {
    /// Reads a type, and reports what cannot have a cotangent.
    pub(super) fn of(input: &'a DeriveInput, errors: &mut Errors) -> Self {
        let variants = match &input.data {
            Data::Struct(data) => vec![Variant::of(None, &data.fields)],
            Data::Enum(data) => {
                data.variants.iter().map(|variant| Variant::of(Some(&variant.ident), &variant.fields)).collect()
            }
            Data::Union(data) => {
                errors.reject(data.union_token, &errors::UNION);
                Vec::new()
            }
        };
        let on_fields = variants.iter().flat_map(|variant| variant.style).flat_map(|field| &field.attrs);
        for attribute in input.attrs.iter().chain(on_fields) {
            if attribute.path().is_ident("no_derivative") && attribute.meta.require_path_only().is_err() {
                errors.reject(attribute, &errors::NO_DERIVATIVE_ARGUMENT);
            }
        }
        for field in variants.iter().flat_map(|variant| &variant.fields) {
            if let Member::Named(name) = &field.member
                && (name == "re" || name == "im")
            {
                errors.reject(name, &errors::FIELD_RE_IM);
            }
        }
        let without_tangent = input.attrs.iter().any(|attribute| attribute.path().is_ident("no_derivative"));
        let mut shape = Shape { input, variants, without_tangent, runtime: runtime(None) };
        let mut fields = shape.variants.iter().flat_map(|variant| &variant.fields);
        shape.without_tangent |= shape.is_enum() && fields.all(|field| field.no_derivative || has_no_tangent(field.ty));
        if shape.without_tangent {
            shape
                .variants
                .iter_mut()
                .flat_map(|variant| &mut variant.fields)
                .for_each(|field| field.no_derivative = true);
        }
        shape
    }

    pub(super) fn is_enum(&self) -> bool {
        matches!(self.input.data, Data::Enum(_))
    }

    // ---- generics

    /// The lifetime, type and const parameters as they are declared, each type with one more bound.
    pub(super) fn parameters(&self, bound: &TokenStream) -> Vec<TokenStream> {
        let declare = |parameter: &GenericParam| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(parameter) => {
                let (name, bounds) = (&parameter.ident, parameter.bounds.iter());
                let bound = self.has_cotangent(name).then(|| quote!(#bound +));
                Some(quote!(#name: #(#bounds +)* #bound 'static))
            }
            GenericParam::Const(parameter) => {
                let (name, ty) = (&parameter.ident, &parameter.ty);
                Some(quote!(const #name: #ty))
            }
        };
        self.input.generics.params.iter().filter_map(declare).collect()
    }

    /// The types that have a cotangent in that of this one.
    fn active_types(&self) -> impl Iterator<Item = &'a Type> {
        let fields = self.variants.iter().flat_map(|variant| &variant.fields);
        fields.filter(|field| !field.no_derivative && !is_phantom(field.ty)).map(|field| field.ty)
    }

    /// Whether a type parameter must have a cotangent: a unit of measurement, which stands in `PhantomData` and behind the
    /// numbers of other types, has none.
    pub(super) fn has_cotangent(&self, parameter: &Ident) -> bool {
        mentions(self.active_types(), parameter)
            && !Usage::of_types(self.active_types()).is_mark(&parameter.to_string())
    }

    /// The type parameters that have a cotangent: its numbers, or what they are in.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &'a Ident> {
        let parameters = self.input.generics.type_params().map(|parameter| &parameter.ident);
        parameters.filter(|parameter| self.has_cotangent(parameter))
    }

    /// What a parameter without a cotangent stands in must have one all the same.
    fn predicates_of_marks(&self) -> TokenStream {
        let runtime = &self.runtime;
        let with_marks = self.active_types().filter(|ty| {
            let marks = self.type_arguments().into_iter().filter(|parameter| !self.has_cotangent(parameter));
            marks.into_iter().any(|mark| mentions([*ty], mark)) && !mentions([*ty], &self.input.ident)
        });
        with_marks.map(|ty| quote!(#ty: #runtime::Differentiable,)).collect()
    }

    pub(super) fn lifetimes(&self) -> Vec<TokenStream> {
        self.input.generics.lifetimes().map(|lifetime| quote!(#lifetime,)).collect()
    }

    /// The type, with its own parameters.
    pub(super) fn itself(&self) -> TokenStream {
        let name = &self.input.ident;
        let lifetimes = self.input.generics.lifetimes().map(|parameter| &parameter.lifetime);
        let arguments = self.arguments();
        quote!(#name<#(#lifetimes,)* #(#arguments),*>)
    }

    pub(super) fn arguments(&self) -> Vec<&Ident> {
        let parameters = self.input.generics.params.iter();
        parameters
            .filter_map(|parameter| match parameter {
                GenericParam::Lifetime(_) => None,
                GenericParam::Type(parameter) => Some(&parameter.ident),
                GenericParam::Const(parameter) => Some(&parameter.ident),
            })
            .collect()
    }

    pub(super) fn type_arguments(&self) -> Vec<&Ident> {
        self.input.generics.type_params().map(|parameter| &parameter.ident).collect()
    }

    pub(super) fn predicates(&self) -> TokenStream {
        let own = self.input.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let of_marks = self.predicates_of_marks();
        quote!(#(#own,)* #of_marks)
    }

    // ---- names

    pub(super) fn cotangent_name(&self) -> Ident {
        format_ident!("{}Cotangent", self.input.ident)
    }

    /// `Name` or `Name::Variant`, of the type itself.
    pub(super) fn constructor(&self, variant: &Variant<'_>) -> TokenStream {
        variant.path(&self.input.ident)
    }

    /// The same of its cotangent.
    pub(super) fn cotangent_constructor(&self, variant: &Variant<'_>) -> TokenStream {
        variant.path(&self.cotangent_name())
    }
}

fn mentions<'t>(types: impl IntoIterator<Item = &'t Type>, name: &Ident) -> bool {
    let mut names = std::collections::HashSet::new();
    types.into_iter().for_each(|ty| crate::idents::collect_idents(ty.to_token_stream(), &mut names));
    names.contains(&name.to_string())
}

fn is_phantom(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "PhantomData"))
}

impl<'a> Variant<'a> {
    fn of(name: Option<&'a Ident>, style: &'a Fields) -> Self {
        let field = |(index, field): (usize, &'a syn::Field)| Field {
            member: field.ident.clone().map_or_else(|| Member::from(index), Member::from),
            visibility: &field.vis,
            ty: &field.ty,
            no_derivative: field.attrs.iter().any(|attribute| attribute.path().is_ident("no_derivative")),
        };
        Variant { name, fields: style.iter().enumerate().map(field).collect(), style }
    }

    /// `Name` or `Name::Variant`, of a type of some name with the same variants.
    pub(super) fn path(&self, name: &Ident) -> TokenStream {
        match self.name {
            Some(variant) => quote!(#name::#variant),
            None => name.to_token_stream(),
        }
    }

    pub(super) fn active(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| !field.no_derivative)
    }

    /// `{ x: stem_x, 0: stem_0, .. }`, for the fields that have a derivative.
    pub(super) fn pattern(&self, stem: &str) -> TokenStream {
        let members = self.active().map(|field| &field.member);
        let names = self.active().map(|field| field.bound(stem));
        quote!({ #(#members: #names,)* .. })
    }
}

impl Field<'_> {
    /// The name that a pattern binds a field to.
    pub(super) fn bound(&self, stem: &str) -> Ident {
        format_ident!("{stem}_{}", self.label())
    }

    pub(super) fn label(&self) -> String {
        match &self.member {
            Member::Named(name) => name.to_string().trim_start_matches("r#").to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }
}
