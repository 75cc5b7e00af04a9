//! Expressions that carry no active value: recognised, and kept as the user wrote them.

use super::Lowerer;
use super::looks::{is_stop_gradient, leaves_alone, leaves_alone_in_std};
use super::receivers::place_in_words;
use super::scan::Scan;
use crate::errors;
use crate::ir::{Plain, Var};
use crate::rules;
use std::collections::HashSet;
use syn::Expr;
use syn::visit_mut::{self, VisitMut};

impl Lowerer<'_> {
    /// The expression as the user wrote it, if no active value is in it and no control leaves it.
    pub(super) fn plain(&mut self, expression: &Expr) -> Option<Plain> {
        let scan = self.scan(expression);
        (scan.stays() && !self.reads_active(&scan)).then(|| self.keep(expression, scan))
    }

    /// The expression as the user wrote it, although it reads active values: its result is inactive.
    pub(super) fn inactive(&mut self, expression: &Expr) -> Option<Plain> {
        let scan = self.scan(expression);
        let reads_active = self.reads_active(&scan);
        if !scan.stays() {
            // Whoever asked leaves something out for want of this: there must be a reason.
            let message = match &scan {
                Scan { hides_place: true, .. } => &errors::HIDDEN_PLACE,
                Scan { inlined_closure: true, .. } => &errors::CLOSURE,
                Scan { opaque_macro: true, .. } => &errors::MACRO,
                _ => &errors::ASSIGN_EXPRESSION,
            };
            self.errors.reject_first(expression, message);
            return None;
        }
        let mut plain = self.keep(expression, scan);
        if reads_active {
            let may_change = |variable: &&Var| self.variable(**variable).mutable && self.variable(**variable).active;
            let may_change = plain.reads.iter().filter(may_change);
            let may_change = may_change.map(|variable| self.variable(*variable).name.to_string()).collect();
            Asserter { may_change }.visit_expr_mut(&mut plain.expression);
        }
        Some(plain)
    }

    fn keep(&self, expression: &Expr, scan: Scan) -> Plain {
        let mut expression = expression.clone();
        self.rename(&mut expression);
        let cheap = !scan.calls && !scan.compound && scan.writes.is_empty();
        Plain { expression, reads: scan.reads, writes: scan.writes, cheap }
    }
}

/// Has rustc check what is known by name alone: that the result of `len` and the like is inactive, that methods with such
/// names change nothing, and that `stop_gradient` is ours.
struct Asserter {
    /// Variables that are active and could be changed.
    may_change: HashSet<String>,
}

impl Asserter {
    /// Lends a place to look at: a method that changes it does not compile then.
    fn lend(&self, receiver: &mut Expr) {
        let place = place_in_words(receiver);
        let root = place.as_deref().and_then(|place| place.split('.').next());
        if root.is_some_and(|root| self.may_change.contains(root)) {
            let place: &Expr = receiver;
            *receiver = syn::parse_quote!((&#place));
        }
    }
}

impl VisitMut for Asserter {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression {
            let name = call.method.to_string();
            if leaves_alone(&name, call.args.len()) || leaves_alone_in_std(&name) {
                self.lend(&mut call.receiver);
            }
        }
        match expression {
            Expr::MethodCall(call) if rules::has_inactive_result(&call.method.to_string()) => {
                let call: &Expr = expression;
                *expression = syn::parse_quote!(__ad::inactive(#call));
            }
            Expr::Macro(mac) if mac.mac.path.is_ident("format") => {
                let mac: &Expr = expression;
                *expression = syn::parse_quote!(__ad::inactive(#mac));
            }
            Expr::Call(call) if is_stop_gradient(call) => {
                if let Expr::Path(function) = &mut *call.func {
                    function.path.segments.push(syn::parse_quote!(of));
                }
            }
            _ => {}
        }
    }
}
