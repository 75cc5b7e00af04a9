//! Loops of which a few states are kept, in both sweeps.

use super::Printer;
use super::forward::{Forward, loop_label};
use crate::ir::{LoopHead, Place, Plain, Projection, Var};
use crate::reverse::sweep::{Checkpointed, Plan, Slot};
use proc_macro2::TokenStream;

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
    pub(super) fn checkpointed(&self, steps: &Checkpointed) -> TokenStream {
        let nothing = Plan::default();
        let plain = self.inside(self.body, &nothing);
        let printer = self.inside(self.body, &steps.pullback.plan);
        let (slot, state) = (self.slot(steps.slot), self.state(&steps.state));
        let restored = steps.state.iter().enumerate().map(|(index, variable)| {
            let (place, index) = (self.place(&self.whole(*variable)), syn::Index::from(index));
            match crate::reverse::is_lent_parameter(self.body, *variable) {
                true => ours!(__ad::restore(&mut #place, ::core::clone::Clone::clone(&state.#index));),
                false => ours!(#place = __ad::Lent(&state.#index).again();),
            }
        });
        let item = match &steps.head {
            LoopHead::Range { variable, .. } => {
                let (name, range) = (self.name(*variable), range(&steps.head));
                Some(ours!(let #name = (#range).nth(steps.at()).unwrap();))
            }
            _ => None,
        };
        let label = loop_label(steps.id);
        let once = |step: TokenStream| match steps.forward.exits() {
            true => ours!(#label: for _ in 0..1 { #step }), // which `break` and `continue` leave
            false => step,
        };
        let run = once(Forward::iteration(&plain, &steps.forward, steps.id));
        let forward = once(Forward::iteration(&printer, &steps.forward, steps.id));
        let slots: Vec<_> = printer.plan.slots.iter().map(|slot| &slot.name).collect();
        let made = Forward::slots(&printer);
        let sweep = printer.with_types_alone().sweep(&steps.pullback.sweep);
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
                #(#slots.clear();)*
                #forward
                #(let mut #slots = #slots.drain();)*
                #sweep
            }
        }}
    }

    /// The values that a step changes and the next one may read.
    fn state(&self, state: &[Var]) -> TokenStream {
        let values = state.iter().map(|variable| {
            let place = self.place(&self.whole(*variable));
            match crate::reverse::is_lent_parameter(self.body, *variable) {
                true => ours!(__ad::snapshot(&#place)),
                false => super::again(place),
            }
        });
        ours!((#(#values,)*))
    }

    fn whole(&self, variable: Var) -> Place {
        let mut place = Place::whole(variable, proc_macro2::Span::mixed_site());
        if crate::reverse::is_lent_parameter(self.body, variable) {
            place.path.push(Projection::Dereference);
        }
        place
    }
}

/// What a loop runs over, where it is known in front of it.
fn range(head: &LoopHead) -> Option<TokenStream> {
    let LoopHead::Range { start, end, inclusive, .. } = head else { return None };
    let (start, end) = (&start.expression, &end.expression);
    Some(if *inclusive { ours!(#start..=#end) } else { ours!(#start..#end) })
}
