//! The forward sweep: what the user wrote, in A-normal form, and what is remembered on the way.

use super::Printer;
use crate::ir::{Block, Exit, Form, Loop, LoopHead, LoopId, Operation, Statement, StatementKind, Value, Var};
use crate::reverse::ValueLast;
use crate::reverse::sweep::{Slot, SlotInfo};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use std::collections::BTreeSet;

/// What an exit has to settle before it leaves.
enum Pending {
    /// The body of this loop begins.
    Loop(LoopId),
    /// A mutable variable whose last value is remembered.
    Scope(Var, Slot),
    /// A statement that control is inside of: it does not come past it.
    Reached(Slot),
}

/// Prints the forward sweep.
pub(super) struct Forward<'p, 'a> {
    printer: &'p Printer<'a>,
    pending: Vec<Pending>,
    /// Loops for which one around them makes room.
    reserved: BTreeSet<LoopId>,
}

impl<'p, 'a> Forward<'p, 'a> {
    /// The statements of a function that cannot be left early, and then the name of its result.
    pub(super) fn function(printer: &'p Printer<'a>) -> TokenStream {
        let mut forward = Forward { printer, pending: Vec::new(), reserved: BTreeSet::new() };
        let named = printer.body.constants.iter().filter(|(variable, _)| !printer.literals.contains_key(variable));
        let constants = named.map(|(variable, expression)| {
            let name = printer.name(*variable);
            ours!(let #name = #expression;)
        });
        let items = &printer.body.items;
        let pattern_constants = &printer.body.pattern_constants;
        let pattern_names = &printer.body.pattern_names;
        let names = (!pattern_names.is_empty()).then(|| {
            // A pattern with `@` never means a constant.
            ours!(const _: () = { fn are_new_names() { #(let #pattern_names @ _ = ();)* } };)
        });
        let checks = ours!(#(#items)* #(const _: () = { let _ = #pattern_constants; };)* #names);
        let slots = Self::slots(printer);
        let result = result_name();
        let statements = &printer.body.block.statements;
        let (last, before) = match statements.split_last() {
            Some((last, before)) if matches!(last.kind, StatementKind::Exit(Exit::Return(_))) => (Some(last), before),
            _ => (None, &statements[..]),
        };
        // What comes before the first statement that control may leave stays in scope for the reverse sweep.
        let leaving = before.iter().position(|statement| statement.exits).unwrap_or(before.len());
        let open: Vec<_> = before[..leaving].iter().map(|statement| forward.statement(statement)).collect();
        let closed: Vec<_> = before[leaving..].iter().map(|statement| forward.statement(statement)).collect();
        let ends: Vec<_> = forward.scope_ends(0);
        let value = last.map(|statement| match &statement.kind {
            StatementKind::Exit(Exit::Return(value)) => printer.value(value),
            _ => unreachable!("the last statement returns"),
        });
        if closed.is_empty() {
            let returned = match &printer.body.moved_result {
                Some((variable, ty)) => {
                    // Of what is moved the pullback keeps what its cotangent is shaped like.
                    let (name, kept) = (printer.name(*variable), super::companion::kept(&result));
                    ours!(let #result: #ty = #name; let #name = #kept;)
                }
                None => ours!(let #result = #value;),
            };
            ours! { #checks #(#constants)* #slots #(#open)* #(#ends)* #returned }
        } else {
            let tail = match value {
                Some(value) => ours!(let #result = #value; #(#ends)* #result),
                None => ours!(#(#ends)*),
            };
            ours! {
                #checks #(#constants)* #slots #(#open)*
                let #result = 'body: { #(#closed)* #tail };
            }
        }
    }

    /// Storage for what the reverse sweep needs.
    pub(super) fn slots(printer: &Printer<'_>) -> TokenStream {
        let slot = |slot: &SlotInfo| {
            let name = &slot.name;
            let storage = match slot {
                SlotInfo { of_lists: true, .. } => "SavedLists",
                SlotInfo { within: Some(_), .. } => "Saved",
                SlotInfo { within: None, .. } => "SavedOnce",
            };
            let storage = Ident::new(storage, Span::mixed_site());
            ours!(let mut #name = __ad::#storage::new();)
        };
        printer.plan.slots.iter().map(slot).collect()
    }

    /// Statements that remember nothing.
    pub(super) fn statements(printer: &'p Printer<'a>, block: &Block) -> TokenStream {
        Forward { printer, pending: Vec::new(), reserved: BTreeSet::new() }.block(block)
    }

    /// One iteration of a loop.
    pub(super) fn iteration(printer: &'p Printer<'a>, block: &Block, of: LoopId) -> TokenStream {
        Forward { printer, pending: vec![Pending::Loop(of)], reserved: BTreeSet::new() }.block(block)
    }

    fn remember(&self, variable: Var) -> TokenStream {
        match self.printer.plan.at_definition.get(&variable) {
            Some(slot) => super::save(self.printer.name(variable), self.printer.slot(*slot)),
            None => TokenStream::new(),
        }
    }

    /// What is remembered at the end of the scopes opened since `mark`.
    fn scope_ends(&self, mark: usize) -> Vec<TokenStream> {
        self.pending[mark..].iter().rev().map(|pending| self.settle(pending)).collect()
    }

    fn settle(&self, pending: &Pending) -> TokenStream {
        match pending {
            Pending::Loop(_) => TokenStream::new(),
            Pending::Scope(variable, slot) => super::save(self.printer.name(*variable), self.printer.slot(*slot)),
            Pending::Reached(slot) => {
                let slot = self.printer.slot(*slot);
                ours!(#slot.push(false);)
            }
        }
    }

    fn block(&mut self, block: &Block) -> TokenStream {
        let mark = self.pending.len();
        let statements: Vec<_> = block.statements.iter().map(|statement| self.statement(statement)).collect();
        let ends = match block.statements.last() {
            Some(Statement { kind: StatementKind::Exit(_), .. }) => Vec::new(), // the exit has seen to it
            _ => self.scope_ends(mark),
        };
        self.pending.truncate(mark);
        ours!(#(#statements)* #(#ends)*)
    }

    fn statement(&mut self, statement: &Statement) -> TokenStream {
        let plan = self.printer.plan;
        let overwritten = plan.overwritten.get(&statement.position).into_iter().flatten().map(|(place, slot)| {
            let of_lists = plan.slots[slot.0].of_lists;
            let slot = self.printer.slot(*slot);
            if of_lists {
                let place = self.printer.place(place);
                return ours!(#slot.push_all(&#place[..]););
            }
            if self.printer.is_all_that_is_lent(place) {
                let place = self.printer.place(place);
                return ours!(#slot.push(__ad::snapshot(&#place)););
            }
            super::save(self.printer.place(place), slot)
        });
        let overwritten: Vec<_> = overwritten.collect();
        let reached = plan.reached.get(&statement.position).copied();
        if let Some(slot) = reached {
            self.pending.push(Pending::Reached(slot));
        }
        let tokens = self.statement_itself(statement);
        if reached.is_some() {
            self.pending.pop();
        }
        let reached = reached.map(|slot| {
            let slot = self.printer.slot(slot);
            ours!(#slot.push(true);)
        });
        let defined = plan.defined_after.get(&statement.position).into_iter().flatten();
        let defined: Vec<_> = defined.map(|variable| self.remember(*variable)).collect();
        let check = plan.unchecked.contains(&statement.position).then(|| self.check(&statement.kind)).flatten();
        ours!(#(#overwritten)* #check #tokens #(#defined)* #reached)
    }

    /// Code that is compiled and never run: a method of this name leaves alone what it is called on.
    fn check(&self, kind: &StatementKind) -> Option<TokenStream> {
        let check = match kind.value()? {
            Value::Call { callee, operands, functions } => self.printer.record_for_check(callee, operands, functions),
            Value::Operation { operation: Operation { form: Form::Method(method), .. }, operands } => {
                let receiver = self.printer.lent(&operands[0]);
                let arguments = operands[1..].iter().map(|operand| self.printer.operand(operand));
                ours!((#receiver).#method(#(#arguments),*))
            }
            _ => return None,
        };
        Some(ours!(if false { let _ = #check; }))
    }

    fn statement_itself(&mut self, statement: &Statement) -> TokenStream {
        let printer = self.printer;
        let span = statement.span;
        match &statement.kind {
            StatementKind::Let { variable, ty, value } => self.definition(*variable, ty.as_ref(), value, statement),
            StatementKind::Split { variable, rest, value } => {
                let (name, rest) = (printer.name(*variable), printer.name(*rest));
                let remember = self.remember(*variable);
                if let (Value::Call { callee, operands, .. }, Some(pullback)) =
                    (value, printer.plan.kept_pullbacks.get(&statement.position))
                {
                    let call = printer.record(callee, operands);
                    return ours! {
                        let (#name, #pullback) = #call;
                        let (#name, #rest) = __ad::split(#name);
                        #remember
                    };
                }
                let value = printer.value(value);
                quote_spanned!(span=> let (#name, #rest) = __ad::split(#value); #remember)
            }
            StatementKind::Declare { variable, ty } => {
                let name = printer.name(*variable);
                let ty = ty.as_ref().map(|ty| ours!(: #ty));
                ours!(let #name #ty;)
            }
            StatementKind::Init { variable, value } => {
                let (name, value) = (printer.name(*variable), printer.value(value));
                // Others are remembered behind the statement that contains all their definitions.
                let remember = match printer.plan.defined_after.values().flatten().any(|other| other == variable) {
                    true => TokenStream::new(),
                    false => self.remember(*variable),
                };
                quote_spanned!(span=> #name = #value; #remember)
            }
            StatementKind::Assign { place, value } => {
                let place = printer.place(place);
                let value = match printer.plan.moved.get(&statement.position) {
                    Some(variable) if self.is_gone(*variable) => printer.name(*variable).into_token_stream(),
                    _ => printer.value(value),
                };
                quote_spanned!(span=> #place = #value;)
            }
            StatementKind::Increment { place, negative, operand } => {
                let check = printer.plan.sums_to_check.contains(&statement.position).then(|| {
                    let sum = Ident::new(if *negative { "is_difference" } else { "is_sum" }, span);
                    let (place, operand) = (printer.place(place), printer.lent(operand));
                    quote_spanned!(span=> __ad::#sum(&#place, #operand);)
                });
                let is_late = printer.late_sums.contains(&printer.body.root(place));
                let (place, operand) = (printer.place(place), printer.operand(operand));
                let tokens = match *negative {
                    true => quote_spanned!(span=> #check #place -= #operand;),
                    false => quote_spanned!(span=> #check #place += #operand;),
                };
                if is_late { ours!(if value == __ad::Value::Last { #tokens }) } else { tokens }
            }
            StatementKind::Push { place, operand } => {
                let (place, operand) = (printer.place(place), printer.operand(operand));
                quote_spanned!(span=> #place.push(#operand);)
            }
            StatementKind::If { condition, then, otherwise } => {
                let condition = &condition.expression;
                let (then, otherwise) = (self.block(then), self.block(otherwise));
                if otherwise.is_empty() {
                    ours!(if #condition { #then })
                } else {
                    ours!(if #condition { #then } else { #otherwise })
                }
            }
            StatementKind::Match { scrutinee, arms, .. } => {
                let scrutinee = &scrutinee.expression;
                let arms: Vec<_> = arms
                    .iter()
                    .map(|arm| {
                        let pattern = &arm.pattern;
                        let guard = arm.guard.as_ref().map(|guard| {
                            let guard = &guard.expression;
                            ours!(if #guard)
                        });
                        let block = self.block(&arm.block);
                        ours!(#pattern #guard => { #block })
                    })
                    .collect();
                ours!(match #scrutinee { #(#arms)* })
            }
            StatementKind::Loop(a_loop) => {
                let tokens = self.a_loop(a_loop, statement.position);
                let comes_last =
                    |last: &ValueLast| last.loops.contains(&a_loop.id) || last.run_behind.contains(&a_loop.id);
                match printer.plan.unwanted_loops.contains(&statement.position) {
                    true if printer.plan.value_last.as_ref().is_some_and(comes_last) => {
                        ours!(if value == __ad::Value::First { #tokens })
                    }
                    true => ours!(if value != __ad::Value::LeftOut { #tokens }),
                    false => tokens,
                }
            }
            StatementKind::Block { target, body } => {
                self.pending.push(Pending::Loop(*target));
                let body = self.block(body);
                self.pending.pop();
                let label = loop_label(*target);
                ours!(#label: { #body })
            }
            StatementKind::Exit(exit) => self.exit(exit),
            StatementKind::Plain(plain) => {
                let expression = &plain.expression;
                ours!(#expression;)
            }
        }
    }

    /// Whether nothing keeps a variable that no later statement reads: it is one of a loop, for the pullback would capture
    /// it, and not remembered.
    fn is_gone(&self, variable: Var) -> bool {
        let plan = self.printer.plan;
        !self.printer.body.variable(variable).loops.is_empty()
            && !plan.at_definition.contains_key(&variable)
            && !plan.at_scope_end.contains_key(&variable)
            && !self.printer.lists.contains_key(&variable)
    }

    fn definition(
        &mut self,
        variable: Var,
        ty: Option<&syn::Type>,
        value: &Value,
        statement: &Statement,
    ) -> TokenStream {
        let printer = self.printer;
        let info = printer.body.variable(variable);
        let name = &info.name;
        let ty = ty.map(|ty| ours!(: #ty));
        if let (Value::Call { callee, operands, .. }, Some(pullback)) =
            (value, printer.plan.kept_pullbacks.get(&statement.position))
        {
            let call = printer.record(callee, operands);
            let mutability = info.mutable.then(|| ours!(mut));
            return ours!(let (#mutability #name, #pullback) = #call;);
        }
        if let Some(slot) = printer.plan.at_scope_end.get(&variable) {
            self.pending.push(Pending::Scope(variable, *slot));
        }
        if let Some((number, length)) = printer.lists.get(&variable) {
            return ours!(#name.clear(); #name.resize(#length, #number););
        }
        let value = printer.value(value);
        let mutability = info.mutable.then(|| ours!(mut));
        let remember = self.remember(variable);
        quote_spanned!(statement.span=> let #mutability #name #ty = #value; #remember)
    }

    fn a_loop(&mut self, a_loop: &Loop, position: usize) -> TokenStream {
        let states = self.printer.plan.checkpointed.get(&position).zip(a_loop.snapshots.as_ref());
        let states = states.map(|(kept, room)| self.printer.keeping_states(&a_loop.head, room, kept));
        let (before, begins, behind) = states.unwrap_or_default();
        let a_loop = self.loop_itself(a_loop, &begins);
        if before.is_empty() { a_loop } else { ours!({ #before #a_loop #behind }) }
    }

    fn loop_itself(&mut self, a_loop: &Loop, begins: &TokenStream) -> TokenStream {
        let reserve = self.reserve(a_loop);
        self.pending.push(Pending::Loop(a_loop.id));
        let body = self.block(&a_loop.body);
        self.pending.pop();
        let count = a_loop.count.map(|count| {
            let count = self.printer.name(count);
            ours!(#count += 1;)
        });
        let count = ours!(#count #begins);
        let label = loop_label(a_loop.id);
        let label = is_target(&a_loop.body, a_loop.id).then(|| ours!(#label:));
        match &a_loop.head {
            head @ LoopHead::Range { variable, .. } => {
                let (name, range) = (self.printer.name(*variable), range(head));
                ours!(#reserve #label for #name in #range { #count #body })
            }
            LoopHead::Items { pattern, variables, items, .. } => {
                let items = &items.expression;
                let remember: Vec<_> = variables.iter().map(|variable| self.remember(*variable)).collect();
                ours!(#label for #pattern in #items { #count #(#remember)* #body })
            }
            LoopHead::While { condition } => {
                let condition = &condition.expression;
                ours!(#label while #condition { #count #body })
            }
            LoopHead::Forever => ours!(#label loop { #count #body }),
        }
    }

    /// Makes room for all iterations of a loop, and for those of the loops in it whose number is known in front of it.
    fn reserve(&mut self, a_loop: &Loop) -> TokenStream {
        let mut reserve = TokenStream::new();
        if !self.reserved.contains(&a_loop.id) && matches!(a_loop.head, LoopHead::Range { .. }) {
            self.reserve_in(a_loop, None, &a_loop.own(), &mut reserve);
        }
        reserve
    }

    /// `times`: how often the loop itself runs. `own`: what is defined in the loop in front of which this stands.
    fn reserve_in(
        &mut self,
        a_loop: &Loop,
        times: Option<&TokenStream>,
        own: &BTreeSet<Var>,
        reserve: &mut TokenStream,
    ) {
        let LoopHead::Range { start, end, .. } = &a_loop.head else { return };
        let known = start.reads.iter().chain(&end.reads).all(|read| !own.contains(read));
        if times.is_some() && !known {
            return;
        }
        self.reserved.insert(a_loop.id);
        let range = range(&a_loop.head);
        let iterations = ours!((#range).size_hint().0);
        let iterations = times.map_or(iterations.clone(), |times| ours!(#times.saturating_mul(#iterations)));
        for slot in self.printer.plan.slots.iter().filter(|slot| slot.within == Some(a_loop.id)) {
            let slot = &slot.name;
            reserve.extend(ours!(#slot.reserve(#iterations);));
        }
        for statement in &a_loop.body.statements {
            if let StatementKind::Loop(inner) = &statement.kind {
                self.reserve_in(inner, Some(&iterations), own, reserve);
            }
        }
    }

    fn exit(&mut self, exit: &Exit) -> TokenStream {
        let target = match exit {
            Exit::Return(_) => None,
            Exit::Break(target) | Exit::Continue(target) => Some(*target),
        };
        let ends = self
            .pending
            .iter()
            .rev()
            .take_while(|pending| !matches!(pending, Pending::Loop(id) if Some(*id) == target));
        let ends: Vec<_> = ends.map(|pending| self.settle(pending)).collect();
        match exit {
            Exit::Return(value) => {
                let (value, result) = (self.printer.value(value), result_name());
                if ends.iter().all(TokenStream::is_empty) {
                    ours!(break 'body #value;)
                } else {
                    ours!(let #result = #value; #(#ends)* break 'body #result;)
                }
            }
            Exit::Break(target) => {
                let label = loop_label(*target);
                ours!(#(#ends)* break #label;)
            }
            Exit::Continue(target) => {
                let label = loop_label(*target);
                ours!(#(#ends)* continue #label;)
            }
        }
    }
}

pub(super) fn result_name() -> Ident {
    Ident::new("result", Span::mixed_site())
}

/// What a loop runs over, where it is known in front of it.
pub(super) fn range(head: &LoopHead) -> Option<TokenStream> {
    let LoopHead::Range { start, end, inclusive, .. } = head else { return None };
    let (start, end, dots) = (&start.expression, &end.expression, if *inclusive { ours!(..=) } else { ours!(..) });
    Some(ours!(#start #dots #end))
}

pub(super) fn loop_label(id: LoopId) -> syn::Lifetime {
    syn::Lifetime { apostrophe: Span::mixed_site(), ident: format_ident!("loop{}", id.0, span = Span::mixed_site()) }
}

/// Whether an exit names this loop.
fn is_target(block: &Block, id: LoopId) -> bool {
    block.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Exit(Exit::Break(target) | Exit::Continue(target)) => *target == id,
        kind => kind.blocks().into_iter().any(|block| is_target(block, id)),
    })
}
