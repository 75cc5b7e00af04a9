//! `pushforward`, `pushforward_n` and `hvp`: derivatives along directions, by the function on dual numbers.

use super::as_arguments;
use super::types::Moving;
use crate::emit::StaticLifetimes;
use crate::signature::{Parameter, Signature, bare};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Generics, ReturnType, Type};

/// The functions that a companion has besides, for its signature.
pub(super) fn of(
    signature: &Signature,
    moving: &Moving,
    runtime: &TokenStream,
    width: &Ident,
    on_duals: &syn::Signature,
) -> TokenStream {
    let output = match &on_duals.output {
        ReturnType::Type(_, ty) => &**ty,
        ReturnType::Default => &syn::parse_quote!(()),
    };
    let printer = Printer { signature, moving, runtime, width, on_duals: &on_duals.generics, output };
    let by_output = match printer.real_output() {
        Some(number) => {
            let (hvp, hessian) = (printer.hvp(), printer.hessian(number));
            quote!(#hvp #hessian)
        }
        None => printer.jacobian(&printer.number()),
    };
    let (pushforward, pushforward_n) = (printer.pushforward(), printer.pushforward_n());
    quote!(#pushforward #pushforward_n #by_output)
}

/// What printing them needs to know.
pub(super) struct Printer<'a> {
    pub(super) signature: &'a Signature,
    moving: &'a Moving,
    pub(super) runtime: &'a TokenStream,
    width: &'a Ident,
    /// The generic parameters of the function on dual numbers.
    pub(super) on_duals: &'a Generics,
    /// Its result.
    output: &'a Type,
}

impl Printer<'_> {
    /// The type of the result, if it is a real number.
    pub(super) fn real_output(&self) -> Option<&Type> {
        let output = &self.signature.output;
        let is_complex = matches!(output, Type::Path(path) if path.path.segments.last().is_some_and(|last| {
            last.ident.to_string().starts_with("Complex")
        }));
        (self.signature.is_number(output) && !is_complex).then_some(output)
    }

    /// The type of real numbers that the function computes with.
    pub(super) fn number(&self) -> Type {
        self.signature.only_number().unwrap_or_else(|| syn::parse_quote!(f64))
    }

    /// The parameters as they are written.
    pub(super) fn parameters(&self) -> Vec<TokenStream> {
        let parameter = |parameter: &Parameter| {
            let (name, ty) = (&parameter.name, &parameter.ty);
            quote!(#name: #ty)
        };
        self.signature.parameters.iter().map(parameter).collect()
    }

    /// The tangents of those that have one, of types that are made of theirs.
    fn tangents(&self, of: impl Fn(&Type) -> TokenStream) -> Vec<TokenStream> {
        let active = self.signature.parameters.iter().filter(|parameter| self.moves(parameter));
        let tangent = |parameter: &Parameter| {
            let (name, ty) = (dot(&parameter.name), of(&self.tangent_type(&parameter.ty)));
            quote!(#name: #ty)
        };
        active.map(tangent).collect()
    }

    /// The type of a tangent: that of the value, but where it has parts without numbers, or of types of the user's.
    fn tangent_type(&self, ty: &Type) -> Type {
        let runtime = self.runtime;
        match ty {
            ty if !self.moving.has_other_tangent(ty) => ty.clone(),
            Type::Reference(reference) => {
                let (lifetime, ty) = (&reference.lifetime, &reference.elem);
                syn::parse_quote!(&#lifetime <#ty as #runtime::forward::Lift>::Tangent)
            }
            ty => syn::parse_quote!(<#ty as #runtime::forward::Lift>::Tangent),
        }
    }

    /// Whether a parameter has directions.
    fn moves(&self, parameter: &Parameter) -> bool {
        parameter.is_active() && self.moving.is_in(&parameter.ty)
    }

    /// Whether a parameter is of dual numbers: where it moves, and where a generic function has one type for all.
    pub(super) fn is_lifted(&self, parameter: &Parameter) -> bool {
        self.moves(parameter) || !self.moving.numbers.is_empty() && self.moving.is_in(&parameter.ty)
    }

    /// The arguments on dual numbers, with the directions of those that have some.
    pub(super) fn lifted(&self, directions: impl Fn(&Parameter) -> TokenStream) -> Vec<TokenStream> {
        let runtime = self.runtime;
        let argument = |parameter: &Parameter| {
            let name = &parameter.name;
            if !self.is_lifted(parameter) {
                return quote!(#name);
            }
            let value = match &parameter.ty {
                Type::Reference(_) => quote!(#name),
                _ => quote!(&#name),
            };
            let lifted = if self.moves(parameter) {
                let directions = directions(parameter);
                quote!(#runtime::forward::Lift::lift(#value, #directions))
            } else {
                quote!(#runtime::forward::Lift::lift_constant(#value))
            };
            match &parameter.ty {
                Type::Reference(reference) if is_view(&reference.elem) => quote!(&#lifted.view()),
                Type::Reference(_) => quote!(&#lifted),
                ty if is_view(ty) => quote!(#lifted.view()),
                _ => lifted,
            }
        };
        self.signature.parameters.iter().map(argument).collect()
    }

    /// `::<1, T>`
    pub(super) fn turbofish(&self, width: &TokenStream) -> TokenStream {
        let arguments = as_arguments(self.on_duals);
        let others = arguments.iter().skip(1);
        quote!(::<#width #(, #others)*>)
    }

    /// The generic parameters of a function for a number of directions that is given.
    pub(super) fn generics_but_width(&self) -> Vec<&syn::GenericParam> {
        let is_width = |it: &&syn::GenericParam| matches!(it, syn::GenericParam::Const(it) if it.ident == *self.width);
        self.on_duals.params.iter().filter(|parameter| !is_width(parameter)).collect()
    }

    /// What must hold for it.
    pub(super) fn predicates(&self, width: &TokenStream) -> TokenStream {
        let predicates = self.on_duals.where_clause.iter().flat_map(|clause| &clause.predicates);
        let predicates = quote!(#(#predicates,)*);
        crate::idents::replace_ident(predicates, &self.width.to_string(), width)
    }

    /// The directions of a parameter, which stand in an array of its tangents.
    fn given(&self, parameter: &Parameter) -> TokenStream {
        let (runtime, tangents) = (self.runtime, dot(&parameter.name));
        match &parameter.ty {
            Type::Reference(_) => quote!(#runtime::forward::Directions::Along(#tangents)),
            _ => quote!(#runtime::forward::Directions::Along(#tangents.each_ref())),
        }
    }

    /// The names of the tangents.
    fn dots(&self) -> impl Iterator<Item = Ident> {
        self.signature.parameters.iter().filter(|parameter| self.moves(parameter)).map(|parameter| dot(&parameter.name))
    }

    fn pushforward(&self) -> TokenStream {
        let (runtime, visibility, output) = (self.runtime, &self.signature.visibility, &self.signature.output);
        let (one, (parameters, tangents)) = (quote!(1), (self.parameters(), self.tangents(|ty| quote!(#ty))));
        let (generics, predicates) = (self.generics_but_width(), self.predicates(&one));
        let names = self.signature.parameters.iter().map(|parameter| &parameter.name);
        let dots = self.dots();
        let (turbofish, on_one) = (self.turbofish(&one), self.output_on(&one));
        quote! {
            /// The value, and its derivative along one direction.
            #visibility fn pushforward<#(#generics),*>(#(#parameters,)* #(#tangents),*)
                -> (#output, <#on_one as #runtime::forward::Split<1>>::Tangent)
            where #predicates
            {
                let (value, [tangent]) = Self::pushforward_n #turbofish(#(#names,)* #([#dots]),*);
                (value, tangent)
            }
        }
    }

    fn pushforward_n(&self) -> TokenStream {
        let (runtime, visibility, output) = (self.runtime, &self.signature.visibility, &self.signature.output);
        let width = self.width;
        let width_tokens = quote!(#width);
        let (parameters, tangents) = (self.parameters(), self.tangents(|ty| quote!([#ty; #width])));
        let (generics, clause) = (&self.on_duals.params, &self.on_duals.where_clause);
        let (arguments, turbofish) = (self.lifted(|parameter| self.given(parameter)), self.turbofish(&width_tokens));
        let on_all = self.output_on(&width_tokens);
        quote! {
            /// The value, and its derivatives along several directions at once.
            #visibility fn pushforward_n<#generics>(#(#parameters,)* #(#tangents),*)
                -> (#output, [<#on_all as #runtime::forward::Split<#width>>::Tangent; #width])
            #clause
            {
                #runtime::forward::Split::<#width>::split(Self::on_duals #turbofish(#(#arguments),*))
            }
        }
    }

    /// The gradient's derivative along a direction, and the type of that: the gradient's own.
    fn hvp(&self) -> TokenStream {
        let (runtime, visibility) = (self.runtime, &self.signature.visibility);
        let (one, (parameters, tangents)) = (quote!(1), (self.parameters(), self.tangents(|ty| quote!(#ty))));
        let (generics, predicates) = (self.generics_but_width(), self.predicates(&one));
        let (arguments, turbofish) = (self.lifted(|parameter| self.given(parameter)), self.turbofish(&one));
        let in_arrays = self.dots().map(|tangent| quote!(let #tangent = [#tangent];));
        let bars = self.signature.parameters.iter().filter(|parameter| parameter.function.is_none()).map(|parameter| {
            if !parameter.is_active() {
                return quote!(#runtime::NoTangent);
            }
            let mut ty = bare(&parameter.ty).clone();
            StaticLifetimes.visit_type_mut(&mut ty);
            let on_one = self.moving.numbers.iter().fold(ty.to_token_stream(), |ty, number| {
                let parameter = format_ident!("{number}");
                let dual = quote!(#runtime::forward::DualNumber<#parameter, 1>);
                crate::idents::replace_ident(ty, number, &dual)
            });
            // Generic code does not see that the cotangent of a `T` is a `T`.
            match self.moving.numbers.is_empty() {
                true => quote!(#runtime::Cot<#ty, #runtime::Tangent>),
                false => quote!(<#runtime::Cot<#on_one, #runtime::Tangent> as #runtime::forward::Split<1>>::Tangent),
            }
        });
        let bars: Vec<TokenStream> = bars.collect();
        let gradient = match &bars[..] {
            [one] => quote!(#one),
            all => quote!((#(#all),*)),
        };
        quote! {
            /// The Hessian times a direction: the derivative of the gradient along it.
            #visibility fn hvp<#(#generics),*>(#(#parameters,)* #(#tangents),*) -> #gradient
            where #predicates
            {
                #(#in_arrays)*
                let (_, [tangent]) = #runtime::forward::Split::<1>::split(Self::on_duals_gradient #turbofish(#(#arguments),*));
                tangent
            }
        }
    }

    /// The type of the result on dual numbers.
    fn output_on(&self, width: &TokenStream) -> TokenStream {
        crate::idents::replace_ident(self.output.to_token_stream(), &self.width.to_string(), width)
    }
}

/// `x_dot`, the tangent of `x`.
fn dot(name: &Ident) -> Ident {
    format_ident!("{}_dot", name.to_string().trim_start_matches("r#"), span = name.span())
}

/// A view of ndarray or sprs, which is made of what owns the lifted numbers.
fn is_view(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.starts_with("ArrayView") || name.starts_with("CsMatView") || name.starts_with("CsVecView")
    })
}
