//! Functions that are passed to functions: for the callee a closure for their values and another for their pullbacks.
//!
//! `root(|t| t * t - a, x)` is, on the way back,
//!
//! ```ignore
//! let (_, pullback) = root::record(
//!     at::<(I, Inactive, A1)>(),
//!     |t| t * t - a,
//!     |t, seed, t_bar| { .. t_bar += 2 t seed, a_bar -= seed .. },
//!     x,
//! );
//! pullback(x, seed, x_bar);
//! ```

use super::forward::{Forward, result_name};
use super::{Printer, bar};
use crate::ir::{Block, Body, Callee, Function, Var};
use crate::reverse::sweep::{Plan, Pullback};
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use std::collections::BTreeMap;

impl Printer<'_> {
    /// A function, as the user's own callee takes it.
    pub(super) fn function(&self, function: &Function) -> TokenStream {
        let Function { reference, mutability, .. } = function;
        let value = self.function_value(function);
        ours!(#reference #mutability #value)
    }

    /// A closure for the value alone.
    pub(super) fn function_value(&self, function: &Function) -> TokenStream {
        match &function.callee {
            Some(Callee::Function(path)) => return ours!(#path),
            Some(Callee::Associated(path)) => return ours!(#path),
            _ => {}
        }
        let (body, plan) = (self.body_of(function), Plan::default());
        let printer = self.inside(&body, &plan);
        let (forward, result) = (Forward::function(&printer), result_name());
        let parameters = self.function_parameters(function);
        ours!(|#(#parameters),*| { #forward #result })
    }

    /// A closure that adds what its seed contributes, to the cotangents of its parameters and of what it captures.
    pub(super) fn function_pullback(
        &self,
        function: &Function,
        pullback: &Pullback,
        renamed: &BTreeMap<Var, Ident>,
    ) -> TokenStream {
        if let Some(callee) = &function.callee {
            return self.pull_of_callee(callee);
        }
        let body = self.body_of(function);
        let mut bars = self.bars.clone();
        bars.extend(renamed.iter().map(|(variable, name)| (*variable, name.clone())));
        let printer = Printer { bars, ..self.inside(&body, &pullback.plan) };
        let (forward, reverse) = (Forward::function(&printer), printer.pullback(&pullback.sweep));
        let parameters = self.function_parameters(function);
        let names: Vec<&Ident> = function.parameters.iter().map(|(variable, _)| self.name(*variable)).collect();
        let bars = names.iter().map(|name| bar(name));
        // One that is taken for an index must not have a derivative.
        let inactive = function.parameters.iter().filter(|(variable, _)| !self.body.variable(*variable).active);
        let inactive = inactive.map(|(variable, _)| {
            let name = self.name(*variable);
            quote_spanned!(name.span()=> __ad::assert_inactive_value(&#name);)
        });
        ours!(|#(#parameters,)* seed, #(#bars),*| {
            #(#inactive)*
            #forward
            #reverse
        })
    }

    /// `helper::pull(at::<(I,)>())`, and beside an associated function `Spring::energy_pull(..)`.
    pub(super) fn pull_of_callee(&self, callee: &Callee) -> TokenStream {
        let intermediates = &self.names.intermediates;
        let at = ours!((__ad::at::<(#intermediates,)>()));
        let last = "a path has a segment";
        match callee {
            Callee::Function(path) => {
                let mut path = path.clone();
                path.segments.last_mut().expect(last).arguments = syn::PathArguments::None;
                ours!(#path::pull #at)
            }
            Callee::Associated(path) => {
                let mut path = path.clone();
                let last = path.path.segments.last_mut().expect(last);
                last.ident = super::beside(&last.ident, "pull");
                ours!(#path #at)
            }
            Callee::Method { .. } | Callee::Parameter(_) => unreachable!("a function is passed by its path"),
        }
    }

    fn function_parameters(&self, function: &Function) -> Vec<TokenStream> {
        let parameter = |(variable, ty): &(Var, Option<syn::Type>)| {
            let (name, ty) = (self.name(*variable), ty.as_ref().map(|ty| ours!(: #ty)));
            ours!(#name #ty)
        };
        function.parameters.iter().map(parameter).collect()
    }

    fn body_of(&self, function: &Function) -> Body {
        Body {
            variables: self.body.variables.clone(),
            constants: function.constants.clone(),
            items: Vec::new(),
            pattern_constants: Vec::new(),
            pattern_names: Vec::new(),
            block: Block { statements: function.block.statements.clone() },
            moved_result: None,
            written: Default::default(),
            certain_numbers: self.body.certain_numbers.clone(),
        }
    }
}
