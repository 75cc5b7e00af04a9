//! `return`, `break` and `continue`.

use super::Lowerer;
use super::branches::Destination;
use crate::errors;
use crate::ir::{Exit, LoopId, Operand, Place, StatementKind, Value};
use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};

impl Lowerer<'_> {
    /// Out of the body of a closure, which stands here in place of its call.
    fn return_from_closure(&mut self, inlined: super::closures::Inlined, leave: &syn::ExprReturn) {
        match (&leave.expr, inlined.value) {
            (Some(value), destination) => self.value_into(value, destination),
            (None, Destination::Nowhere) => {}
            (None, Destination::Variable(_)) => return self.errors.reject(leave, &errors::UNIT),
        }
        self.mark_left(inlined.block, true);
        self.push(StatementKind::Exit(Exit::Break(inlined.block)), leave.span());
    }

    pub(super) fn exit(&mut self, expression: &Expr) {
        let exit = match expression {
            Expr::Return(leave) => {
                if let Some(inlined) = self.closure_bodies.last().copied() {
                    return self.return_from_closure(inlined, leave);
                }
                let Some(value) = &leave.expr else {
                    if !self.returns_nothing() {
                        self.errors.reject(leave, &errors::UNIT);
                        return;
                    }
                    self.loops.iter_mut().for_each(|enclosing| enclosing.left_early = true);
                    let unit = Value::Operand(Operand::Plain(crate::ir::Plain::new(syn::parse_quote!(()))));
                    self.push(StatementKind::Exit(Exit::Return(unit)), expression.span());
                    return;
                };
                let Some(value) = self.expression(value).into_value() else { return };
                self.loops.iter_mut().for_each(|enclosing| enclosing.left_early = true);
                Exit::Return(self.settled(value, expression.span()))
            }
            Expr::Break(leave) => {
                let Some(target) = self.target(leave.label.as_ref()) else {
                    self.errors.reject(leave, &errors::LABEL);
                    return;
                };
                if let Some(value) = &leave.expr {
                    let enclosing = self.loops.iter().find(|enclosing| enclosing.id == target);
                    let variable = enclosing.and_then(|enclosing| enclosing.value);
                    self.value_into(value, variable.map_or(Destination::Nowhere, Destination::Variable));
                }
                self.mark_left(target, true);
                Exit::Break(target)
            }
            Expr::Continue(next) => {
                let Some(target) = self.target(next.label.as_ref()) else {
                    self.errors.reject(next, &errors::LABEL);
                    return;
                };
                self.mark_left(target, false);
                Exit::Continue(target)
            }
            _ => unreachable!("only exits are lowered as exits"),
        };
        self.push(StatementKind::Exit(exit), expression.span());
    }

    /// A returned value: operations are named first, so that what leaves is a place, a tuple or the like.
    pub(super) fn settled(&mut self, value: Value, span: Span) -> Value {
        match value {
            // `Some(x)` needs no name: its rule looks at `x` alone.
            Value::Operation { ref operation, .. } if operation.rule.name == "some" => value,
            Value::Operation { .. } | Value::Call { .. } => {
                let variable = self.name_value(value, span);
                Value::Operand(Operand::Place { place: Place::whole(variable, span), borrowed: false })
            }
            value => value,
        }
    }

    pub(super) fn target(&self, label: Option<&syn::Lifetime>) -> Option<LoopId> {
        match label {
            None => self.loops.iter().rev().find(|enclosing| !enclosing.is_block).map(|enclosing| enclosing.id),
            Some(label) => {
                let name = label.ident.to_string();
                let found = self.loops.iter().rev().find(|enclosing| enclosing.label.as_ref() == Some(&name));
                found.map(|enclosing| enclosing.id)
            }
        }
    }

    /// Every loop inside the target is left early; the target itself too, unless it goes on.
    pub(super) fn mark_left(&mut self, target: LoopId, including_target: bool) {
        for enclosing in self.loops.iter_mut().rev() {
            if enclosing.id == target {
                enclosing.left_early |= including_target;
                break;
            }
            enclosing.left_early = true;
        }
    }
}

/// Whether an expression is seen to leave: nothing has its value.
pub(super) fn diverges(expression: &Expr) -> bool {
    match expression {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(called) => is_panic(&called.mac),
        Expr::Paren(paren) => diverges(&paren.expr),
        Expr::Block(block) if block.label.is_none() => match block.block.stmts.last() {
            Some(syn::Stmt::Expr(last, _)) => diverges(last),
            Some(syn::Stmt::Macro(last)) => is_panic(&last.mac),
            _ => false,
        },
        _ => false,
    }
}

fn is_panic(mac: &syn::Macro) -> bool {
    const PANICS: [&str; 4] = ["panic", "unreachable", "unimplemented", "todo"];
    mac.path.segments.last().is_some_and(|last| PANICS.iter().any(|name| last.ident == name))
}

/// Whether a loop is left by a `break` of its own that carries a value.
pub(super) fn breaks_with_value(forever: &syn::ExprLoop) -> bool {
    let mut found = false;
    let label = forever.label.as_ref().map(|label| &label.name);
    own_breaks(&mut forever.body.clone(), label, &mut |leave| found |= leave.expr.is_some());
    found
}

/// Does something with each `break` that leaves the loop with this body and this label.
pub(super) fn own_breaks(
    body: &mut syn::Block,
    label: Option<&syn::Lifetime>,
    with_each: &mut dyn FnMut(&mut syn::ExprBreak),
) {
    struct Breaks<'l> {
        label: Option<&'l syn::Lifetime>,
        /// How many loops inside it are around.
        depth: usize,
        with_each: &'l mut dyn FnMut(&mut syn::ExprBreak),
    }
    impl VisitMut for Breaks<'_> {
        fn visit_expr_mut(&mut self, expression: &mut Expr) {
            let is_loop = matches!(expression, Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_));
            self.depth += usize::from(is_loop);
            visit_mut::visit_expr_mut(self, expression);
            self.depth -= usize::from(is_loop);
        }
        fn visit_expr_break_mut(&mut self, leave: &mut syn::ExprBreak) {
            let is_own = match &leave.label {
                None => self.depth == 0,
                Some(label) => self.label.is_some_and(|own| own.ident == label.ident),
            };
            if is_own {
                (self.with_each)(leave);
            }
            visit_mut::visit_expr_break_mut(self, leave);
        }
        fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }
    Breaks { label, depth: 0, with_each }.visit_block_mut(body);
}
