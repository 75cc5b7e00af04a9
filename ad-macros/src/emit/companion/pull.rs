//! `pull`: the pullback of a function that is passed to another by its path.

use super::Companion;
use crate::idents::collect_idents;
use crate::signature::Parameter;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::HashSet;

impl Companion<'_> {
    /// The closure that a callee gets beside the function: everything in the space of the intermediates.
    pub(super) fn pull(&self) -> Option<TokenStream> {
        let is_value = |parameter: &Parameter| {
            parameter.receiver.is_none()
                && parameter.function.is_none()
                && !parameter.is_lent()
                && !is_static(parameter)
        };
        // It is lent arguments of any lifetime.
        let of_a_lifetime = self.signature.home.generics().is_some_and(|around| around.lifetimes().next().is_some());
        if of_a_lifetime || !self.parameters().iter().all(is_value) {
            return None;
        }
        let (runtime, intermediates, visibility) =
            (&self.names.runtime, &self.names.intermediates, &self.signature.visibility);
        let spaces = vec![intermediates.clone(); self.parameters().len()];
        let (generics, own) = (self.generics_in(false, &[intermediates]), self.where_predicates());
        let (pullback_type, captures) = (self.pullback_type_in(&spaces), self.captures_in(&[]));
        let (names, bars, again) = (self.argument_names(), self.bars(), self.lend_again(true));
        let at = ours!(__ad::at::<(#intermediates, #(#spaces,)*)>());
        let (record, itself, arguments) = (&self.names.record, self.itself(), self.with_at(at, ours!(#(#again),*)));
        let name = &self.names.pull;
        Some(ours! {
            #[doc(hidden)]
            #[inline]
            #visibility fn #name #generics(_: #runtime::At<(#intermediates,)>) -> impl #pullback_type + #captures
            where #own
            {
                use #runtime as __ad;
                use __ad::LentAgain as _;
                |#(#names,)* seed, #(#bars),*| {
                    let (_, pullback) = #itself #record(#arguments);
                    pullback(#(#names,)* seed, #(#bars),*);
                }
            }
        })
    }
}

/// Whether a parameter is to live for ever: `&'static str`.
fn is_static(parameter: &Parameter) -> bool {
    let mut idents = HashSet::new();
    collect_idents(parameter.ty.to_token_stream(), &mut idents);
    idents.contains("static")
}
