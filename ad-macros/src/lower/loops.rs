//! Loops.

use super::checkpoints::checkpoint_in;
use super::expression::Lowered;
use super::sequence::{Sequence, sequence};
use super::{EnclosingLoop, Lowerer};
use crate::errors;
use crate::ir::{Loop, LoopHead, LoopId, Operand, Plain, StatementKind, Value, Var, VariableKind};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Lowerer<'_> {
    pub(super) fn for_loop(&mut self, for_loop: &syn::ExprForLoop) {
        let span = for_loop.for_token.span;
        if let Expr::Range(range) = without_parentheses(&for_loop.expr) {
            return self.range_loop(for_loop, range, span);
        }
        let sequence = sequence(&for_loop.expr);
        let by_number = sequence.as_ref().is_some_and(|sequence| {
            sequence.is_mutable() || self.all_slices(&sequence.slices()) || !self.has_inactive_value(&for_loop.expr)
        });
        match sequence {
            Some(sequence) if by_number => self.sequence_loop(for_loop, &sequence, span),
            _ if self.has_inactive_value(&for_loop.expr) => self.plain_items_loop(for_loop, span),
            _ => {
                if let Some(attribute) = checkpoint_in(&for_loop.attrs) {
                    self.errors.reject(attribute, &errors::CHECKPOINT_ITEMS);
                }
                self.chain_loop(for_loop);
            }
        }
    }

    /// `for v in x.iter()` is `for i in 0..x.len() { let v = &x[i]; .. }`.
    fn sequence_loop(&mut self, for_loop: &syn::ExprForLoop, sequence: &Sequence<'_>, span: Span) {
        let Some((source, length)) = self.source(sequence, span) else { return };
        let Some(length) = length else {
            self.errors.reject(&for_loop.expr, &errors::FOR_ITEMS);
            return;
        };
        let end = self.bound(length, "end", span);
        let start = Plain::new(syn::parse_quote!(0));
        self.a_loop(&for_loop.attrs, for_loop.label.as_ref(), span, |this| {
            let variable = this.index_variable(for_loop.pat.span());
            let index = this.read(variable);
            this.bind_item(&for_loop.pat, &source, index);
            this.block_into(&for_loop.body, super::branches::Destination::Nowhere);
            LoopHead::Range { variable, start, end, inclusive: false }
        });
    }

    /// A bound of a range: evaluated once, and known by a name unless it is plain to see that it stays the same.
    pub(super) fn bound(&mut self, bound: Plain, stem: &str, span: Span) -> Plain {
        let stable = bound.reads.iter().all(|variable| !self.variable(*variable).mutable);
        if bound.cheap && stable {
            return bound;
        }
        let variable = self.name_plain(stem, bound, span);
        self.read(variable)
    }

    fn range_loop(&mut self, for_loop: &syn::ExprForLoop, range: &syn::ExprRange, span: Span) {
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            self.errors.reject(range, &errors::FOR_ITEMS);
            return;
        };
        let bounds = [start, end].map(|bound| self.inactive(bound));
        let [Some(start), Some(end)] = bounds else {
            self.errors.reject(range, &errors::RANGE);
            return;
        };
        let start = self.bound(start, "start", range.span());
        let end = self.bound(end, "end", range.span());
        let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        let pattern = for_loop.pat.clone();
        self.a_loop(&for_loop.attrs, for_loop.label.as_ref(), span, |this| {
            let variable = match &*pattern {
                Pat::Ident(ident) if ident.mutability.is_none() => {
                    this.user_variable(&ident.ident, false, false, true, VariableKind::Given)
                }
                Pat::Ident(ident) => {
                    let index = this.index_variable(ident.span());
                    let value = this.read(index);
                    this.bind_plain(&pattern, value, None);
                    index
                }
                Pat::Wild(wild) => this.index_variable(wild.span()),
                other => {
                    this.errors.reject(other, &errors::DESTRUCTURE);
                    this.index_variable(other.span())
                }
            };
            this.block_into(&for_loop.body, super::branches::Destination::Nowhere);
            LoopHead::Range { variable, start, end, inclusive }
        });
    }

    fn index_variable(&mut self, span: Span) -> Var {
        let variable = self.temporary("i", span, false, true);
        self.variables[variable.0].kind = VariableKind::Given;
        variable
    }

    fn plain_items_loop(&mut self, for_loop: &syn::ExprForLoop, span: Span) {
        let Some(items) = self.inactive(&for_loop.expr) else { return };
        if !items.writes.is_empty() {
            self.errors.reject(&for_loop.expr, &errors::FOR_ITEMS);
            return;
        }
        let lent = self.lends(&for_loop.expr);
        self.a_loop(&for_loop.attrs, for_loop.label.as_ref(), span, |this| {
            let mut pattern = (*for_loop.pat).clone();
            let variables = this.bind_inactive_pattern(&mut pattern);
            let mutable = variables.iter().any(|variable| this.variable(*variable).mutable);
            let lent = lent && !mutable;
            if !lent {
                // Not known on the way back, unlike the variable of a range.
                variables.iter().for_each(|variable| this.variables[variable.0].kind = VariableKind::Local);
            }
            this.block_into(&for_loop.body, super::branches::Destination::Nowhere);
            LoopHead::Items { pattern, variables, items, lent }
        });
    }

    /// Whether an iterator is seen to borrow what it runs over: nobody changes that while it runs.
    fn lends(&self, items: &Expr) -> bool {
        match items {
            Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name));
                variable.is_some_and(|variable| self.variable(variable).reference)
            }
            Expr::Paren(paren) => self.lends(&paren.expr),
            Expr::Reference(reference) => reference.mutability.is_none(),
            Expr::Range(_) => true, // numbers are soon made again
            Expr::MethodCall(call) => match call.method.to_string().as_str() {
                "iter" | "keys" | "values" | "windows" | "chunks" | "chunks_exact" | "chars" | "char_indices"
                | "bytes" | "lines" | "split_whitespace" => true,
                "enumerate" | "rev" | "skip" | "take" | "step_by" | "copied" | "cloned" | "into_iter" => {
                    self.lends(&call.receiver)
                }
                "zip" | "chain" => self.lends(&call.receiver) && call.args.iter().all(|other| self.lends(other)),
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn while_loop(&mut self, while_loop: &syn::ExprWhile) {
        let span = while_loop.while_token.span;
        if let Expr::Let(binding) = &*while_loop.cond {
            // `loop { match value { pattern => .., _ => break } }`
            let (pattern, value, body) = (&binding.pat, &binding.expr, &while_loop.body);
            self.forever(&syn::ExprLoop {
                attrs: while_loop.attrs.clone(),
                label: while_loop.label.clone(),
                loop_token: syn::Token![loop](span),
                body: syn::parse_quote!({ match #value { #pattern => #body _ => break } }),
            });
            return;
        }
        let scan = self.scan(&while_loop.cond);
        if (scan.changes_active || scan.inlined_closure) && !scan.control && !scan.assigns {
            // What is called there has statements of its own: `loop { if condition {} else { break } .. }`
            let (condition, statements) = (&while_loop.cond, &while_loop.body.stmts);
            self.forever(&syn::ExprLoop {
                attrs: while_loop.attrs.clone(),
                label: while_loop.label.clone(),
                loop_token: syn::Token![loop](span),
                body: syn::parse_quote!({ if #condition {} else { break; } #(#statements)* }),
            });
            return;
        }
        let Some(condition) = self.inactive(&while_loop.cond) else { return };
        if !condition.writes.is_empty() {
            self.errors.reject(&while_loop.cond, &errors::WHILE_EFFECT);
            return;
        }
        self.a_loop(&while_loop.attrs, while_loop.label.as_ref(), span, |this| {
            this.block_into(&while_loop.body, super::branches::Destination::Nowhere);
            LoopHead::While { condition }
        });
    }

    pub(super) fn forever(&mut self, forever: &syn::ExprLoop) {
        self.a_loop(&forever.attrs, forever.label.as_ref(), forever.loop_token.span, |this| {
            this.block_into(&forever.body, super::branches::Destination::Nowhere);
            LoopHead::Forever
        });
    }

    /// `loop { .. break value; .. }`, as a value.
    pub(super) fn loop_value(&mut self, forever: &syn::ExprLoop) -> Lowered {
        if !super::exits::breaks_with_value(forever) {
            self.forever(forever); // left by `return` alone
            return Lowered::Nothing;
        }
        let span = forever.loop_token.span;
        let variable = self.temporary("v", span, false, true);
        self.binding(variable, false);
        self.push(StatementKind::Declare { variable, ty: None }, span);
        self.break_value = Some(variable);
        self.forever(forever);
        self.declared(variable, span)
    }

    /// A block that control may leave by the label: its statements, which may define `value`.
    pub(super) fn left_block(
        &mut self,
        label: Option<String>,
        value: Option<Var>,
        span: Span,
        lower: impl FnOnce(&mut Self, LoopId),
    ) {
        let target = LoopId(self.loop_count);
        self.loop_count += 1;
        self.loops.push(EnclosingLoop { id: target, label, left_early: false, is_block: true, value });
        let body = self.block(|this| lower(this, target));
        self.loops.pop();
        self.push(StatementKind::Block { target, body }, span);
    }

    fn a_loop(
        &mut self,
        attributes: &[syn::Attribute],
        label: Option<&syn::Label>,
        span: Span,
        lower: impl FnOnce(&mut Self) -> LoopHead,
    ) {
        let checkpoint = checkpoint_in(attributes);
        let snapshots = checkpoint.and_then(|attribute| self.snapshots(attribute));
        let id = LoopId(self.loop_count);
        self.loop_count += 1;
        let generated = self.fresh("count", span);
        let count_position = self.next_position();
        let outer_loops = self.loop_ids();
        let name = label.map(|label| label.name.ident.to_string());
        let value = self.break_value.take();
        self.loops.push(EnclosingLoop { id, label: name, left_early: false, is_block: false, value });
        let mut head = None;
        let body = self.block(|this| head = Some(lower(this)));
        let enclosing = self.loops.pop().expect("the loop just entered");
        let head = head.expect("the head was lowered");
        let told_by_head = matches!(head, LoopHead::Range { .. }) && !enclosing.left_early;
        let count = (!told_by_head).then(|| {
            let count = self.add(crate::ir::Variable {
                name: generated,
                kind: VariableKind::Local,
                active: false,
                mutable: true,
                copy: true,
                reference: false,
                loops: outer_loops,
            });
            let value = Value::Operand(Operand::Plain(Plain::new(syn::parse_quote!(0_usize))));
            self.push_at(StatementKind::Let { variable: count, ty: None, value }, count_position, span);
            count
        });
        if let Some(attribute) = checkpoint {
            self.check_checkpointed(attribute, id, &head, &body);
        }
        self.push(StatementKind::Loop(Box::new(Loop { id, head, count, snapshots, body })), span);
    }
}

fn without_parentheses(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => without_parentheses(&paren.expr),
        other => other,
    }
}
