//! The reverse sweep, printed.

use super::forward::{Forward, range};
use super::room;
use super::{Printer, bar};
use crate::ir::{Callee, LoopHead, Place};
use crate::reverse::carried::carried;
use crate::reverse::sweep::{Iterations, Part, Plan, RuleValue, Seed, SeedBase, Sweep};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

impl Printer<'_> {
    /// The body of the pullback, behind its own copies of what it restores.
    pub(super) fn pullback(&self, sweep: &[Sweep]) -> TokenStream {
        let copies = self.plan.restored_copies.iter().map(|variable| {
            let name = self.name(*variable);
            if crate::reverse::is_lent_parameter(self.body, *variable) {
                let own = format_ident!("{}_own", name, span = Span::mixed_site());
                return ours! {
                    let mut #own = __ad::snapshot(#name);
                    let #name = __ad::lent_again(#name, &mut #own);
                };
            }
            let value = super::again(name);
            ours!(let mut #name = #value;)
        });
        let slots = self.plan.slots.iter().map(|slot| {
            let name = &slot.name;
            ours!(let mut #name = #name.replay();)
        });
        let sweep = self.with_types_alone().sweep(sweep);
        let Some(last) = &self.plan.value_last else { return ours!(#(#copies)* #(#slots)* #sweep) };
        let sums = last.sums.difference(&self.plan.restored_copies).map(|sum| {
            let (name, value) = (self.name(*sum), super::again(self.name(*sum)));
            ours!(let mut #name = #value;)
        });
        let nothing = Plan::default();
        let plain = self.inside(self.body, &nothing);
        let (rest, value) = (Forward::statements(&plain, &last.rest), plain.value(&last.value));
        ours! {
            #(#copies)* #(#sums)* #(#slots)* #sweep
            if value != __ad::Value::Last {
                return ::core::option::Option::None;
            }
            #rest
            ::core::option::Option::Some(#value)
        }
    }

    /// The same printer, for a reverse sweep.
    fn with_types_alone(&self) -> Self {
        let types_alone = self.types_alone.iter().chain(&self.plan.types_alone);
        let types_alone = types_alone.map(|(variable, real)| (*variable, *real)).collect();
        Printer { types_alone, ..self.clone() }
    }

    fn sweep(&self, sweep: &[Sweep]) -> TokenStream {
        sweep.iter().map(|step| self.step(step)).collect()
    }

    fn step(&self, step: &Sweep) -> TokenStream {
        match step {
            Sweep::Load { variable, slot } => {
                let (name, slot) = (self.name(*variable), self.slot(*slot));
                let mutability = self.body.variable(*variable).mutable.then(|| ours!(mut));
                ours!(let #mutability #name = #slot.next();)
            }
            Sweep::Again { variable, ty, value } => {
                let (name, value) = (self.name(*variable), self.value(value));
                let ty = ty.as_ref().map(|ty| ours!(: #ty));
                ours!(let #name #ty = #value;)
            }
            Sweep::Zero { variable } => {
                let cotangent = bar(self.name(*variable));
                let (space, name) = (self.space(&self.space_of(*variable)), self.variable(*variable));
                if self.lists.contains_key(variable) {
                    return ours!(__ad::clear::<#space, _>(&#name, &mut #cotangent););
                }
                ours!(let mut #cotangent = __ad::neutral::<#space, _>(&#name);)
            }
            Sweep::Restore { position, .. } => {
                let places = self.plan.overwritten.get(position).into_iter().flatten().rev();
                let places = places.map(|(place, slot)| {
                    let of_lists = self.plan.slots[slot.0].of_lists;
                    let slot = self.slot(*slot);
                    if of_lists {
                        let place = self.place(place);
                        return ours!(#slot.restore_all(&mut #place[..]););
                    }
                    if self.is_all_that_is_lent(place) {
                        let place = self.place(place);
                        return ours!(__ad::restore(&mut #place, #slot.next()););
                    }
                    let place = self.place(place);
                    ours!(#place = #slot.next();)
                });
                let shorter = self.plan.pushed.get(position).map(|place| {
                    let place = self.place(place);
                    ours!(#place.pop();)
                });
                ours!(#(#places)* #shorter)
            }
            Sweep::Reshape { place, .. } => {
                let (value, accumulator) = (self.place(place), self.accumulator(place));
                let space = self.space(&self.space_of(place.root));
                ours!(*#accumulator = __ad::neutral::<#space, _>(&#value);)
            }
            Sweep::ToIntermediates { variable, name } => {
                let (value, cotangent) = (self.variable(*variable), bar(self.name(*variable)));
                let (to, from) = (&self.names.intermediates, self.space(&self.space_of(*variable)));
                ours! {
                    let mut #name = __ad::neutral::<#to, _>(&#value);
                    __ad::accumulate::<#to, #from, _>(&#value, &mut #name, &#cotangent);
                }
            }
            Sweep::Take { place, name } => {
                let (value, accumulator) = (self.place(place), self.accumulator(place));
                let space = self.space(&self.space_of(place.root));
                ours!(let #name = __ad::take::<#space, _>(&#value, #accumulator);)
            }
            Sweep::Begin { variable, place } => {
                let (value, accumulator, cotangent) =
                    (self.place(place), self.accumulator(place), bar(self.name(*variable)));
                let space = self.space(&self.space_of(place.root));
                ours!(let mut #cotangent = __ad::take::<#space, _>(&#value, #accumulator);)
            }
            Sweep::Pop { place, name } => {
                let accumulator = self.accumulator(place);
                ours!(let #name = __ad::popped(#accumulator);)
            }
            Sweep::Rule { rule, argument, values, seed, into, span } => {
                let lent: Vec<_> = values
                    .iter()
                    .map(|value| match value {
                        RuleValue::Operand(operand) => self.lent(operand),
                        RuleValue::Variable(variable) => {
                            let name = self.name(*variable);
                            ours!(&#name)
                        }
                    })
                    .collect();
                // What is certainly no slice has a cotangent for its place, also where its type is a parameter.
                let of_sized = rule.name == "clone"
                    && values.iter().all(|value| match value {
                        RuleValue::Operand(operand) => !crate::reverse::may_be_slice(self.body, operand),
                        RuleValue::Variable(_) => true,
                    });
                let name = Ident::new(if of_sized { "clone_of_sized" } else { rule.name }, *span);
                let of_any_type = rule.of_any_type.then(|| ours!(own::));
                let function = format_ident!("arg{}", argument, span = *span);
                let spaces = self.spaces_of_step(seed, into);
                let inferred = lent.iter().map(|_| ours!(_));
                let (seed, accumulator) = (self.seed(seed), self.accumulator(into));
                quote_spanned!(*span=> __ad::#of_any_type #name::#function::<#spaces, #(#inferred),*>(#(#lent,)* #seed, #accumulator);)
            }
            Sweep::Increment { place, negative, operand, seed } => {
                let source = operand.place().expect("an active operand is a place");
                let spaces = self.spaces_of_step(seed, source);
                let (into, value) = (self.accumulator(source), self.lent(operand));
                let (cotangent, _) = self.cotangent(place);
                let rule = Ident::new(if *negative { "sub" } else { "add" }, Span::mixed_site());
                let target = self.place(place);
                if self.body.root(place) == self.body.root(source) {
                    // Both are parts of one cotangent: what is read is copied before the other is written.
                    ours! {{
                        let increment = ::core::clone::Clone::clone(&#cotangent);
                        __ad::#rule::arg1::<#spaces, _, _>(&#target, #value, &increment, #into);
                    }}
                } else {
                    ours!(__ad::#rule::arg1::<#spaces, _, _>(&#target, #value, &#cotangent, #into);)
                }
            }
            Sweep::Accumulate { value, lent, seed, span } => {
                let accumulate = Ident::new(if *lent { "accumulate_place" } else { "accumulate" }, *span);
                let (to, from) = (self.space(&self.space_of(value.root)), self.space(&seed.space));
                let (place, into, seed) = (self.place(value), self.accumulator(value), self.seed(seed));
                quote_spanned!(*span=> __ad::#accumulate::<#to, #from, _>(&#place, #into, #seed);)
            }
            Sweep::AccumulateAll { value, seed } => {
                let (to, from) = (self.space(&self.space_of(value.root)), self.space(&seed.space));
                let (place, into, seed) = (self.place(value), self.accumulator(value), self.seed(seed));
                ours!(for element in #seed { __ad::accumulate::<#to, #from, _>(&#place, #into, element); })
            }
            Sweep::Call { callee: Callee::Parameter(function), operands, seed, .. } => {
                self.pull_parameter(*function, operands, seed)
            }
            Sweep::Call { kept: Some(kept), callee, operands, seed, .. } => {
                self.pull_kept(kept, callee, operands, seed)
            }
            Sweep::Call { kept: None, callee, operands, functions, seed } => {
                self.pull_again(callee, operands, functions, seed)
            }
            Sweep::Guard { slot, then, otherwise } => {
                let (slot, then, otherwise) = (self.slot(*slot), self.sweep(then), self.sweep(otherwise));
                let otherwise = (!otherwise.is_empty()).then(|| ours!(else { #otherwise }));
                ours!(if #slot.next() { #then } #otherwise)
            }
            Sweep::IfTaken { place, candidate, then } => {
                let (place, candidate, then) = (self.place(place), self.operand(candidate), self.sweep(then));
                ours!(if __ad::is_taken(&#place, #candidate) { #then })
            }
            Sweep::If { condition, then, otherwise } => {
                let (condition, then, otherwise) = (&condition.expression, self.sweep(then), self.sweep(otherwise));
                if then.is_empty() {
                    return ours!(if !#condition { #otherwise });
                }
                let otherwise = (!otherwise.is_empty()).then(|| ours!(else { #otherwise }));
                ours!(if #condition { #then } #otherwise)
            }
            Sweep::Match { scrutinee, arm, arms } => {
                let (scrutinee, arm) = (&scrutinee.expression, self.name(*arm));
                let arms = arms.iter().enumerate().filter(|(_, (_, sweep))| !sweep.is_empty()).map(
                    |(index, (pattern, sweep))| {
                        let (number, sweep) = (proc_macro2::Literal::usize_unsuffixed(index), self.sweep(sweep));
                        ours!(#pattern if #arm == #number => { #sweep })
                    },
                );
                ours!(match #scrutinee { #(#arms)* _ => {} })
            }
            Sweep::Range { variable, start, end, inclusive, count, body } => {
                let (name, start, end) = (self.name(*variable), &start.expression, &end.expression);
                let dots = if *inclusive { ours!(..=) } else { ours!(..) };
                let places = count.map_or_else(|| carried(self.body, body, *variable), |_| Vec::new());
                if !places.is_empty() {
                    return self.carrying(places, name, &ours!(#start #dots #end), body);
                }
                let body = self.sweep(body);
                match count {
                    None => ours!(for #name in (#start #dots #end).rev() { #body }),
                    Some(count) => {
                        let count = self.name(*count);
                        ours! {
                            for step in (0..#count).rev() {
                                let #name = (#start #dots #end).nth(step).unwrap();
                                #body
                            }
                        }
                    }
                }
            }
            Sweep::Items { pattern, items, count, body } => {
                let (items, count, body) = (&items.expression, self.name(*count), self.sweep(body));
                ours!(for #pattern in __ad::backwards(#items, #count) { #body })
            }
            Sweep::Fused(iterations) => self.fused(iterations),
            Sweep::Checkpointed { slot, state, iterations } => self.checkpointed(*slot, state, iterations),
            Sweep::Counted { count, body } => {
                let (count, body) = (self.name(*count), self.sweep(body));
                ours!(for _ in 0..#count { #body })
            }
        }
    }

    /// A loop that sums cotangents of elements beside it.
    fn carrying(&self, places: Vec<Place>, name: &Ident, range: &TokenStream, body: &[Sweep]) -> TokenStream {
        let mut printer = self.clone();
        let (mut starts, mut ends) = (TokenStream::new(), TokenStream::new());
        for place in places {
            let stem = self.name(self.body.root(&place)).to_string();
            let count = printer.carried.len() + 1;
            let sum = format_ident!("{}_sum{}", stem.trim_start_matches("r#"), count, span = Span::mixed_site());
            let (value, into) = (self.place(&place), self.accumulator(&place));
            let space = self.space(&self.space_of(place.root));
            starts.extend(ours!(let mut #sum = __ad::neutral::<#space, _>(&#value);));
            ends.extend(ours!(__ad::accumulate::<#space, #space, _>(&#value, #into, &#sum);));
            printer.carried.push((place, sum));
        }
        let body = printer.sweep(body);
        ours! {
            if !(#range).is_empty() {
                #starts
                for #name in (#range).rev() { #body }
                #ends
            }
        }
    }

    /// Each iteration of an independent loop, forward and at once back. Its storage is used again by the next one.
    fn fused(&self, iterations: &Iterations) -> TokenStream {
        let LoopHead::Range { variable, .. } = &iterations.head else {
            unreachable!("an independent loop runs over a range")
        };
        let (name, range, sweep) = (self.name(*variable), range(&iterations.head), &iterations.pullback.sweep);
        let mut printer = self.inside(self.body, &iterations.pullback.plan);
        let mut forward = &iterations.forward;
        if let Some(last) = self.plan.value_last.as_ref().filter(|last| last.loops.contains(&iterations.id)) {
            forward = self.body.block.body_of(iterations.id).expect("the loop is in the function");
            printer.types_alone.retain(|variable, _| !last.sums.contains(variable));
            printer.late_sums.clone_from(&last.sums);
        }
        printer.lists = room::lists_of(self.body, forward);
        let made_of_slots = Forward::slots(&printer);
        let made_of_lists = printer.lists.keys().map(|list| {
            let (name, cotangent) = (printer.name(*list), bar(printer.name(*list)));
            let has_cotangent = sweep.iter().any(|step| matches!(step, Sweep::Zero { variable } if variable == list));
            let cotangent = has_cotangent.then(|| ours!(let mut #cotangent = __ad::Vec::new();));
            ours!(let mut #name = __ad::Vec::new(); #cotangent)
        });
        let made = ours!(#made_of_slots #(#made_of_lists)*);
        let forward = Forward::iteration(&printer, forward, iterations.id);
        let iteration = printer.there_and_back(&forward, sweep);
        let a_loop = ours!(for #name in #range { #iteration });
        if made.is_empty() { a_loop } else { ours!({ #made #a_loop }) }
    }

    /// An iteration forward and at once back, with storage that is used again.
    pub(super) fn there_and_back(&self, forward: &TokenStream, sweep: &[Sweep]) -> TokenStream {
        let slots: Vec<_> = self.plan.slots.iter().map(|slot| &slot.name).collect();
        let sweep = self.with_types_alone().sweep(sweep);
        ours! {
            #(#slots.clear();)*
            #forward
            #(let mut #slots = #slots.drain();)*
            #sweep
        }
    }

    /// The whole of what a `&mut` parameter leads to: it may be a slice.
    pub(super) fn is_all_that_is_lent(&self, place: &Place) -> bool {
        crate::reverse::is_lent_parameter(self.body, place.root)
            && matches!(&place.path[..], [crate::ir::Projection::Dereference])
    }

    fn spaces_of_step(&self, seed: &Seed, into: &Place) -> TokenStream {
        let (from, to) = (self.space(&seed.space), self.space(&self.space_of(into.root)));
        ours!(#from, #to)
    }

    /// The seed, lent.
    pub(super) fn seed(&self, seed: &Seed) -> TokenStream {
        let (base, is_reference) = match &seed.base {
            SeedBase::Output => (ours!(seed), true),
            SeedBase::Variable(variable) => self.cotangent(&Place::whole(*variable, Span::mixed_site())),
            SeedBase::Branch(name, _) | SeedBase::Taken(name) => (ours!(#name), false),
        };
        match &seed.part {
            None if is_reference => base,
            None => ours!(&#base),
            Some(Part::Field(member)) => ours!(&#base.#member),
            Some(Part::Index(index)) => {
                let index = proc_macro2::Literal::usize_unsuffixed(*index);
                ours!(&#base[#index])
            }
            Some(Part::OfVariant(variant, member)) => {
                let part = super::part_of_variant(variant, member, false);
                ours!(#base.#part())
            }
        }
    }
}
