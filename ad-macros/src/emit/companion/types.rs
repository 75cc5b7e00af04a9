//! The types in the signatures of a companion: of arguments, cotangents and pullbacks.

use super::super::lifetimes::{AnyLifetime, StaticLifetimes};
use super::{Companion, bar};
use crate::signature::{FunctionType, Parameter, Receiver, bare};
use proc_macro2::{Ident, TokenStream};
use syn::Type;
use syn::visit_mut::VisitMut;

impl Companion<'_> {
    /// The parameters, with `&self` first.
    pub(super) fn inputs(&self) -> TokenStream {
        let inputs = self.parameters().iter().map(|parameter| match parameter.receiver {
            Some(Receiver::Mutable) => ours!(&mut self),
            Some(_) => ours!(&self),
            None => self.input(parameter),
        });
        ours!(#(#inputs),*)
    }

    /// `x: f64`, and `f: F, f_pull: P0`
    pub(super) fn input(&self, parameter: &Parameter) -> TokenStream {
        let (name, ty) = (&parameter.name, &parameter.ty);
        match self.pullbacks().find(|pullback| pullback.of == name) {
            Some(FunctionPullback { name: pull, ty: pull_type, .. }) => ours!(mut #name: #ty, mut #pull: #pull_type),
            None => ours!(#name: #ty),
        }
    }

    /// The pullbacks of the parameters that are functions.
    pub(super) fn pullbacks(&self) -> impl Iterator<Item = FunctionPullback<'_>> {
        self.signature.functions().zip(&self.names.pullbacks).map(|((parameter, function), ty)| {
            let (of, name) = (&parameter.name, super::super::pull_of(&parameter.name));
            FunctionPullback { of, function, name, ty }
        })
    }

    /// The parameters that are values, which have cotangents, and their spaces.
    pub(super) fn values(&self) -> impl Iterator<Item = (&Parameter, &Ident)> {
        let all = self.parameters().iter().zip(&self.names.arguments);
        all.filter(|(parameter, _)| parameter.function.is_none())
    }

    pub(super) fn argument_names(&self) -> Vec<&Ident> {
        self.values().map(|(parameter, _)| &parameter.name).collect()
    }

    pub(super) fn bars(&self) -> Vec<Ident> {
        self.values().map(|(parameter, _)| bar(&parameter.name)).collect()
    }

    /// The cotangent of a parameter as it is returned: owned.
    pub(super) fn owned(&self, index: usize, space: &TokenStream) -> TokenStream {
        let runtime = &self.names.runtime;
        let parameter = &self.parameters()[index];
        if !parameter.is_active() {
            return ours!(#runtime::NoTangent);
        }
        let mut ty = bare(&parameter.ty).clone();
        StaticLifetimes.visit_type_mut(&mut ty);
        ours!(#runtime::Cot<#ty, #space>)
    }

    /// The cotangents of all parameters: bare for one, a tuple for several.
    pub(super) fn cotangents(&self) -> TokenStream {
        let types: Vec<_> =
            (0..self.parameters().len()).map(|index| self.owned(index, &self.public_argument(index))).collect();
        match &types[..] {
            [one] => one.clone(),
            types => ours!((#(#types),*)),
        }
    }

    /// The seeds of what is lent to be changed: `x_seed: Cot<[f64], Tangent>`, and their types.
    pub(super) fn lent_seeds(&self) -> (Vec<Ident>, Vec<TokenStream>) {
        let runtime = &self.names.runtime;
        let lent = self.parameters().iter().enumerate().filter(|(_, parameter)| parameter.is_lent());
        lent.map(|(index, parameter)| {
            let name = quote::format_ident!("{}_seed", parameter.name, span = proc_macro2::Span::mixed_site());
            (name, self.owned(index, &ours!(#runtime::Tangent)))
        })
        .unzip()
    }

    /// The expression that makes them of the accumulators.
    pub(super) fn returned(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let values: Vec<_> = self
            .parameters()
            .iter()
            .map(|parameter| {
                let bar = bar(&parameter.name);
                if parameter.is_active() { ours!(#bar) } else { ours!(#runtime::NoTangent) }
            })
            .collect();
        match &values[..] {
            [one] => one.clone(),
            values => ours!((#(#values),*)),
        }
    }

    /// `Fn(&[f64], f64, &Cot<f64, I>, &mut [Cot<f64, A0>], &mut Cot<f64, A1>)`
    pub(super) fn pullback_type(&self) -> TokenStream {
        self.pullback_type_in(&self.names.arguments)
    }

    /// The same with these spaces of the arguments.
    pub(super) fn pullback_type_in(&self, arguments: &[Ident]) -> TokenStream {
        let runtime = &self.names.runtime;
        let intermediates = &self.names.intermediates;
        let mut output = self.signature.output.clone();
        StaticLifetimes.visit_type_mut(&mut output);
        let types = self.values().map(|(parameter, _)| {
            let mut ty = parameter.ty.clone();
            AnyLifetime.visit_type_mut(&mut ty);
            if let (true, Type::Reference(reference)) = (parameter.is_lent(), &mut ty) {
                reference.mutability = None; // lent again to be looked at
            }
            ty
        });
        let values = self.parameters().iter().zip(arguments).filter(|(parameter, _)| parameter.function.is_none());
        let accumulators = values.map(|(parameter, space)| self.accumulator_type(&parameter.ty, space));
        // What contributes to cotangents around it is called once.
        let of = match self.signature.takes_functions() {
            true => ours!(::core::ops::FnOnce),
            false => ours!(::core::ops::Fn),
        };
        ours!(#of(#(#types,)* &#runtime::Cot<#output, #intermediates>, #(#accumulators),*))
    }

    fn accumulator_type(&self, ty: &Type, space: &Ident) -> TokenStream {
        let runtime = &self.names.runtime;
        let mut ty = bare(ty).clone();
        StaticLifetimes.visit_type_mut(&mut ty);
        match ty {
            Type::Slice(slice) => {
                let element = slice.elem;
                ours!(&mut [#runtime::Cot<#element, #space>])
            }
            ty => ours!(&mut #runtime::Cot<#ty, #space>),
        }
    }

    /// `P0: FnMut(f64, &Cot<f64, I>, &mut Cot<f64, I>)`, of a parameter `f: impl Fn(f64) -> f64`
    pub(super) fn pullbacks_with_bounds(&self) -> impl Iterator<Item = TokenStream> {
        let (runtime, intermediates) = (&self.names.runtime, &self.names.intermediates);
        self.pullbacks().map(move |FunctionPullback { function, ty, .. }| {
            let (inputs, output) = (&function.inputs, &function.output);
            let accumulators = inputs.iter().map(|input| self.accumulator_type(input, intermediates));
            ours!(#ty: ::core::ops::FnMut(#(#inputs,)* &#runtime::Cot<#output, #intermediates>, #(#accumulators),*))
        })
    }
}

/// The pullback of a parameter that is a function.
pub(super) struct FunctionPullback<'a> {
    /// The parameter.
    of: &'a Ident,
    function: &'a FunctionType,
    pub(super) name: Ident,
    /// A type parameter.
    pub(super) ty: &'a Ident,
}
