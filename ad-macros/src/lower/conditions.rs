//! Values without a derivative that are computed from active ones: comparisons, tests, casts to integers.

use super::Lowerer;
use super::expression::Lowered;
use super::scan::Scan;
use crate::errors;
use crate::ir::Var;
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::{BinOp, Expr};

impl Lowerer<'_> {
    /// A comparison, or what connects comparisons: inactive, whatever it reads.
    pub(super) fn condition_value(&mut self, expression: &Expr) -> Lowered {
        let scan = self.scan(expression);
        let leaves = scan.control || scan.assigns;
        if (scan.inlined_closure || scan.changes_active) && !leaves {
            return self.condition_with_calls(expression, &scan);
        }
        self.inactive(expression).map_or(Lowered::Nothing, Lowered::Plain)
    }

    /// A condition in which something is called that is not evaluated as it was written.
    fn condition_with_calls(&mut self, expression: &Expr, scan: &Scan) -> Lowered {
        if let Expr::Binary(binary) = expression
            && matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
        {
            // The right side is evaluated where the left one says so.
            let (left, right) = (&binary.left, &binary.right);
            let both: Expr = match binary.op {
                BinOp::And(_) => syn::parse_quote!(if #left { #right } else { false }),
                _ => syn::parse_quote!(if #left { true } else { #right }),
            };
            return self.branching_value(&both);
        }
        let Scan { writes: changed, changes_active, .. } = scan;
        let mut named = expression.clone();
        self.scoped(|this| {
            let all_named = this.name_calls(&mut named);
            let message = if *changes_active { &errors::ASSIGN_EXPRESSION } else { &errors::CLOSURE };
            match all_named && !(*changes_active && this.reads(&named, changed)) {
                true => this.condition_value(&named),
                false => this.reject(expression, message),
            }
        })
    }

    /// Whether an expression reads what a call in it changes: the call would be too early.
    fn reads(&self, expression: &Expr, changed: &BTreeSet<Var>) -> bool {
        !self.scan(expression).reads.is_disjoint(changed)
    }

    /// Whether a call is not to be evaluated as it was written.
    fn is_named(&self, call: &Expr) -> bool {
        let is_condition_itself = match call {
            Expr::MethodCall(method) => crate::rules::has_inactive_result(&method.method.to_string()),
            Expr::Call(function) => super::looks::is_stop_gradient(function),
            _ => false,
        };
        if is_condition_itself || self.is_seen_to_be_inactive(call) {
            return false;
        }
        let of_closure = matches!(call, Expr::Call(call) if self.closure_named(&call.func).is_some());
        of_closure || self.changes_itself(call)
    }

    /// Whether a call changes an active value, and not a call in its arguments alone.
    fn changes_itself(&self, call: &Expr) -> bool {
        let parts: Vec<&Expr> = match call {
            Expr::MethodCall(call) => std::iter::once(&*call.receiver).chain(&call.args).collect(),
            Expr::Call(call) => call.args.iter().collect(),
            _ => return false,
        };
        self.scan(call).changes_active && !parts.into_iter().any(|part| self.scan(part).changes_active)
    }

    /// Puts a name in the place of each call that is not to be evaluated as it was written: of a closure that stands in place
    /// of its calls, and of what changes an active value. `false` where one is called under a condition or by another
    /// closure.
    fn name_calls(&mut self, expression: &mut Expr) -> bool {
        match expression {
            Expr::Call(_) | Expr::MethodCall(_) if self.is_named(expression) => {
                let span = expression.span();
                let lowered = match &*expression {
                    Expr::MethodCall(call) => self.method_call(&call.clone()),
                    Expr::Call(call) => self.call(&call.clone()),
                    _ => unreachable!("calls alone are named"),
                };
                let name = self.fresh("called", span);
                match self.as_operand(lowered, span) {
                    Some(operand) => self.bind_argument(&syn::parse_quote!(#name), operand),
                    None => return false,
                }
                *expression = syn::parse_quote!(#name);
                true
            }
            Expr::Paren(paren) => self.name_calls(&mut paren.expr),
            Expr::Unary(unary) => self.name_calls(&mut unary.expr),
            Expr::Reference(reference) => self.name_calls(&mut reference.expr),
            Expr::Cast(cast) => self.name_calls(&mut cast.expr),
            Expr::Field(field) => self.name_calls(&mut field.base),
            Expr::Call(call) => call.args.iter_mut().all(|argument| self.name_calls(argument)),
            Expr::MethodCall(call) => {
                self.name_calls(&mut call.receiver) && call.args.iter_mut().all(|argument| self.name_calls(argument))
            }
            Expr::Binary(binary) if !matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) => {
                self.name_calls(&mut binary.left) && self.name_calls(&mut binary.right)
            }
            // What may not be evaluated at all is left alone, if it can be.
            other => {
                let scan = self.scan(other);
                !scan.inlined_closure && !scan.changes_active
            }
        }
    }
}
