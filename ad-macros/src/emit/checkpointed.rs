//! Loops of which a few states are kept, in both sweeps.

use super::Printer;
use super::forward::{Forward, loop_label, range};
use crate::ir::{LoopHead, Plain, Var};
use crate::reverse::sweep::{Iterations, Plan, Slot};
use crate::reverse::{all_of, is_lent_parameter};
use proc_macro2::{Span, TokenStream};

impl Printer<'_> {
    /// In front of the loop of the forward sweep, at the beginning of each step, and behind it.
    pub(super) fn keeping_states(
        &self,
        head: &LoopHead,
        snapshots: &Plain,
        (slot, state): &(Slot, Vec<Var>),
    ) -> (TokenStream, TokenStream, TokenStream) {
        let (room, slot, state) = (&snapshots.expression, self.slot(*slot), self.state(state));
        let made = match range(head) {
            Some(range) => ours!(__ad::Checkpoints::of_known(#room, (#range).size_hint().0)),
            None => ours!(__ad::Checkpoints::of_unknown(#room)),
        };
        (ours!(let mut steps = #made;), ours!(if steps.begins() { steps.keep(#state); }), ours!(#slot.push(steps);))
    }

    /// The reverse sweep of such a loop.
    pub(super) fn checkpointed(&self, slot: Slot, state: &[Var], iterations: &Iterations) -> TokenStream {
        let nothing = Plan::default();
        let plain = self.inside(self.body, &nothing);
        let printer = self.inside(self.body, &iterations.pullback.plan);
        let restored = state.iter().enumerate().map(|(index, variable)| {
            let place = self.place(&all_of(self.body, *variable, Span::mixed_site()));
            let index = syn::Index::from(index);
            match is_lent_parameter(self.body, *variable) {
                true => ours!(__ad::restore(&mut #place, ::core::clone::Clone::clone(&state.#index));),
                false => ours!(#place = __ad::Lent(&state.#index).again();),
            }
        });
        let (slot, state) = (self.slot(slot), self.state(state));
        let item = match &iterations.head {
            LoopHead::Range { variable, .. } => {
                let (name, range) = (self.name(*variable), range(&iterations.head));
                Some(ours!(let #name = (#range).nth(steps.at()).unwrap();))
            }
            _ => None,
        };
        let label = loop_label(iterations.id);
        let once = |step: TokenStream| match iterations.forward.exits() {
            true => ours!(#label: for _ in 0..1 { #step }), // which `break` and `continue` leave
            false => step,
        };
        let run = once(Forward::iteration(&plain, &iterations.forward, iterations.id));
        let forward = once(Forward::iteration(&printer, &iterations.forward, iterations.id));
        let (made, step) = (Forward::slots(&printer), printer.there_and_back(&forward, &iterations.pullback.sweep));
        ours! {{
            let steps = #slot.next();
            let mut steps = steps.backwards();
            #made
            while steps.next_step() {
                let state = steps.nearest();
                #(#restored)*
                while steps.on_the_way() {
                    if steps.keeps() { steps.keep(#state); }
                    #item
                    { #run }
                    steps.advance();
                }
                #item
                #step
            }
        }}
    }

    /// The values that a step changes and the next one may read.
    fn state(&self, state: &[Var]) -> TokenStream {
        let values = state.iter().map(|variable| {
            let place = self.place(&all_of(self.body, *variable, Span::mixed_site()));
            match is_lent_parameter(self.body, *variable) {
                true => ours!(__ad::snapshot(&#place)),
                false => super::again(place),
            }
        });
        ours!((#(#values,)*))
    }
}
