//! The types in the signatures of a companion: of arguments, cotangents and pullbacks.

use super::super::lifetimes::{AnyLifetime, StaticLifetimes};
use super::{Companion, bar};
use crate::signature::{Receiver, bare};
use proc_macro2::{Ident, TokenStream};
use syn::Type;
use syn::visit_mut::VisitMut;

impl Companion<'_> {
    /// The parameters, with `&self` first.
    pub(super) fn inputs(&self) -> TokenStream {
        let inputs = self.parameters().iter().map(|parameter| {
            let (name, ty) = (&parameter.name, &parameter.ty);
            match parameter.receiver {
                Some(Receiver::Mutable) => ours!(&mut self),
                Some(_) => ours!(&self),
                None => ours!(#name: #ty),
            }
        });
        ours!(#(#inputs),*)
    }

    pub(super) fn argument_names(&self) -> Vec<&Ident> {
        self.parameters().iter().map(|parameter| &parameter.name).collect()
    }

    pub(super) fn bars(&self) -> Vec<Ident> {
        self.parameters().iter().map(|parameter| bar(&parameter.name)).collect()
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
        let runtime = &self.names.runtime;
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let mut output = self.signature.output.clone();
        StaticLifetimes.visit_type_mut(&mut output);
        let types = self.parameters().iter().map(|parameter| {
            let mut ty = parameter.ty.clone();
            AnyLifetime.visit_type_mut(&mut ty);
            if let (true, Type::Reference(reference)) = (parameter.is_lent(), &mut ty) {
                reference.mutability = None; // lent again to be looked at
            }
            ty
        });
        let accumulators = self.parameters().iter().zip(arguments).map(|(parameter, space)| {
            let mut ty = bare(&parameter.ty).clone();
            StaticLifetimes.visit_type_mut(&mut ty);
            match ty {
                Type::Slice(slice) => {
                    let element = slice.elem;
                    ours!(&mut [#runtime::Cot<#element, #space>])
                }
                ty => ours!(&mut #runtime::Cot<#ty, #space>),
            }
        });
        ours!(::core::ops::Fn(#(#types,)* &#runtime::Cot<#output, #intermediates>, #(#accumulators),*))
    }
}
