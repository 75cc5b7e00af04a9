//! `pushforward`, `pushforward_n` and `hvp`: derivatives along directions, by the function on dual numbers.

use super::types::Moving;
use super::{as_arguments, output_of};
use crate::emit::StaticLifetimes;
use crate::signature::{Home, Parameter, Signature, bare};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, Generics, Type};

/// What printing derivatives of a function needs to know.
pub(super) struct Printer<'a> {
    pub(super) signature: &'a Signature,
    pub(super) moving: &'a Moving,
    pub(super) runtime: &'a TokenStream,
    width: &'a Ident,
    /// The generic parameters of the function on dual numbers.
    pub(super) on_duals: &'a Generics,
    /// Its result.
    output: Type,
}

impl<'a> Printer<'a> {
    pub(super) fn new(
        signature: &'a Signature,
        moving: &'a Moving,
        runtime: &'a TokenStream,
        width: &'a Ident,
        on_duals: &'a syn::Signature,
    ) -> Self {
        Printer { signature, moving, runtime, width, on_duals: &on_duals.generics, output: output_of(on_duals) }
    }

    /// The functions that a companion has besides, for its signature.
    pub(super) fn functions(&self) -> TokenStream {
        let by_output = match self.real_output() {
            Some(number) => {
                let (hvp, hessian) = (self.hvp(), self.hessian(number));
                quote!(#hvp #hessian)
            }
            None => {
                let number = self.number();
                let (jacobian, wirtinger) = (self.jacobian(&number), self.wirtinger(&number));
                quote!(#jacobian #wirtinger)
            }
        };
        let (pushforward, pushforward_n) = (self.pushforward(), self.pushforward_n());
        quote!(#pushforward #pushforward_n #by_output)
    }

    /// The function of a name: with that of the method before it, where it is one.
    pub(super) fn named(&self, name: &str) -> Ident {
        match self.signature.home {
            Home::Free => Ident::new(name, Span::mixed_site()),
            _ => format_ident!("{}_{name}", self.signature.name),
        }
    }

    /// A call of the function on dual numbers, or of what its companion has: `""`, `"_gradient"`, `"_pullback"`.
    pub(super) fn call(&self, suffix: &str, width: &TokenStream, arguments: &[TokenStream]) -> TokenStream {
        let (runtime, own) = (self.runtime, self.own_arguments());
        match &self.signature.home {
            Home::Free => {
                let name = Ident::new(&format!("on_duals{suffix}"), Span::mixed_site());
                quote!(Self::#name::<#width #(, #own)*>(#(#arguments),*))
            }
            _ => {
                let name = format_ident!("{}{suffix}", self.signature.name);
                let turbofish = (!own.is_empty()).then(|| quote!(::<#(#own),*>));
                match (self.signature.parameters.first(), arguments) {
                    (Some(first), [itself, others @ ..]) if first.receiver.is_some() => {
                        quote!(#itself.#name #turbofish(#(#others),*))
                    }
                    _ => quote!(<<Self as #runtime::forward::Lift>::On<#width>>::#name #turbofish(#(#arguments),*)),
                }
            }
        }
    }

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
            let (name, ty) = (name_of(parameter), &parameter.ty);
            match parameter.receiver {
                Some(_) => quote!(&self),
                None => quote!(#name: #ty),
            }
        };
        self.signature.parameters.iter().map(parameter).collect()
    }

    /// Them as arguments of another function of the companion, with more behind them.
    pub(super) fn call_with_parameters(
        &self,
        name: &str,
        turbofish: &TokenStream,
        more: &[TokenStream],
    ) -> TokenStream {
        let name = self.named(name);
        let (receivers, others): (Vec<_>, Vec<_>) =
            self.signature.parameters.iter().partition(|parameter| parameter.receiver.is_some());
        let others = others.into_iter().map(|parameter| name_of(parameter).into_token_stream()).chain(more.to_vec());
        match receivers.is_empty() {
            true => quote!(Self::#name #turbofish(#(#others),*)),
            false => quote!(self.#name #turbofish(#(#others),*)),
        }
    }

    /// The tangents of those that have one, of types that are made of theirs.
    fn tangents(&self, of: impl Fn(&Type) -> TokenStream) -> Vec<TokenStream> {
        let active = self.signature.parameters.iter().filter(|parameter| self.moves(parameter));
        let tangent = |parameter: &Parameter| {
            let (name, ty) = (dot(parameter), of(&self.tangent_type(&parameter.ty)));
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
    pub(super) fn moves(&self, parameter: &Parameter) -> bool {
        parameter.is_active() && self.moving.is_in(&parameter.ty)
    }

    /// Whether a parameter is of dual numbers: where it moves, and where a generic function has one type for all.
    pub(super) fn is_lifted(&self, parameter: &Parameter) -> bool {
        let is_number = !self.moving.numbers.is_empty() || parameter.no_derivative && super::is_real(&parameter.ty);
        self.moves(parameter) || is_number && self.moving.is_in(&parameter.ty)
    }

    /// The arguments on dual numbers, with the directions of those that have some.
    pub(super) fn lifted(
        &self,
        width: &TokenStream,
        directions: impl Fn(&Parameter) -> TokenStream,
    ) -> Vec<TokenStream> {
        let runtime = self.runtime;
        let argument = |parameter: &Parameter| {
            let name = name_of(parameter);
            if !self.is_lifted(parameter) {
                return quote!(#name);
            }
            let value = match &parameter.ty {
                Type::Reference(_) => quote!(#name),
                _ => quote!(&#name),
            };
            // What a method is called on must be known.
            let turbofish = parameter.receiver.map(|_| quote!(::<#width>));
            let lifted = if self.moves(parameter) {
                let directions = directions(parameter);
                quote!(#runtime::forward::Lift::lift #turbofish(#value, #directions))
            } else {
                quote!(#runtime::forward::Lift::lift_constant #turbofish(#value))
            };
            match &parameter.ty {
                _ if parameter.receiver.is_some() => lifted,
                Type::Reference(reference) if is_view(&reference.elem) => quote!(&#lifted.view()),
                Type::Reference(_) => quote!(&#lifted),
                ty if is_view(ty) => quote!(#lifted.view()),
                _ => lifted,
            }
        };
        self.signature.parameters.iter().map(argument).collect()
    }

    /// The arguments for its own generic parameters, all but the number of directions.
    pub(super) fn own_arguments(&self) -> Vec<GenericArgument> {
        as_arguments(self.on_duals).into_iter().skip(1).collect()
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
        let (runtime, tangents) = (self.runtime, dot(parameter));
        match &parameter.ty {
            Type::Reference(_) => quote!(#runtime::forward::Directions::Along(#tangents)),
            _ => quote!(#runtime::forward::Directions::Along(#tangents.each_ref())),
        }
    }

    /// The names of the tangents.
    fn dots(&self) -> impl Iterator<Item = Ident> {
        self.signature.parameters.iter().filter(|parameter| self.moves(parameter)).map(dot)
    }

    fn pushforward(&self) -> TokenStream {
        let (runtime, visibility, output) = (self.runtime, &self.signature.visibility, &self.signature.output);
        let (one, (parameters, tangents)) = (quote!(1), (self.parameters(), self.tangents(|ty| quote!(#ty))));
        let (generics, predicates) = (self.generics_but_width(), self.predicates(&one));
        let dots: Vec<_> = self.dots().map(|dot| quote!([#dot])).collect();
        let (own, on_one, name) = (self.own_arguments(), self.output_on(&one), self.named("pushforward"));
        let call = self.call_with_parameters("pushforward_n", &quote!(::<1 #(, #own)*>), &dots);
        quote! {
            /// The value, and its derivative along one direction.
            #visibility fn #name<#(#generics),*>(#(#parameters,)* #(#tangents),*)
                -> (#output, <#on_one as #runtime::forward::Split<1>>::Tangent)
            where #predicates
            {
                let (value, [tangent]) = #call;
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
        let arguments = self.lifted(&width_tokens, |parameter| self.given(parameter));
        let (call, name) = (self.call("", &width_tokens, &arguments), self.named("pushforward_n"));
        let on_all = self.output_on(&width_tokens);
        quote! {
            /// The value, and its derivatives along several directions at once.
            #visibility fn #name<#generics>(#(#parameters,)* #(#tangents),*)
                -> (#output, [<#on_all as #runtime::forward::Split<#width>>::Tangent; #width])
            #clause
            {
                #runtime::forward::Split::<#width>::split(#call)
            }
        }
    }

    /// The gradient's derivative along a direction, and the type of that: the gradient's own.
    fn hvp(&self) -> TokenStream {
        let (runtime, visibility) = (self.runtime, &self.signature.visibility);
        let (one, (parameters, tangents)) = (quote!(1), (self.parameters(), self.tangents(|ty| quote!(#ty))));
        let (generics, predicates) = (self.generics_but_width(), self.predicates(&one));
        let arguments = self.lifted(&one, |parameter| self.given(parameter));
        let (call, name) = (self.call("_gradient", &one, &arguments), self.named("hvp"));
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
            let itself = quote!(<Self as #runtime::forward::Lift>::On<1>);
            let on_one = crate::idents::replace_ident(on_one, "Self", &itself);
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
            #visibility fn #name<#(#generics),*>(#(#parameters,)* #(#tangents),*) -> #gradient
            where #predicates
            {
                #(#in_arrays)*
                let (_, [tangent]) = #runtime::forward::Split::<1>::split(#call);
                tangent
            }
        }
    }

    /// The type of the result on dual numbers.
    fn output_on(&self, width: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        let on_width = crate::idents::replace_ident(self.output.to_token_stream(), &self.width.to_string(), width);
        crate::idents::replace_ident(on_width, "Self", &quote!(<Self as #runtime::forward::Lift>::On<#width>))
    }
}

/// What a parameter is called in what is printed.
pub(super) fn name_of(parameter: &Parameter) -> Ident {
    match parameter.receiver {
        Some(_) => Ident::new("self", Span::call_site()),
        None => parameter.name.clone(),
    }
}

/// `x_dot`, the tangent of `x`.
fn dot(parameter: &Parameter) -> Ident {
    let name = name_of(parameter);
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
