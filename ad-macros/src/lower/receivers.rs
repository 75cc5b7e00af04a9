//! Methods that change what they are called on, and how they are told from those that look at it.
//!
//! The macro sees the call alone. A method that changes its receiver is `f_record_mut`, and one that looks at it is
//! both `f_record` and `f_record_mut`: a call that may change something is right in either case, and one that is taken
//! for looking but changes something does not compile.

use super::Lowerer;
use super::expression::Lowered;
use crate::ir::{Callee, Operand};
use crate::rules;
use crate::signature::Home;
use std::collections::HashSet;
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

impl Lowerer<'_> {
    /// Whether a statement calls a method for what it changes.
    pub(super) fn changes_receiver(&self, call: &syn::ExprMethodCall) -> bool {
        let has_rule = rules::method(&call.method.to_string(), call.args.len() + 1).is_some();
        self.is_of_mutable_place(call) && (!has_rule || self.is_of_user_type(&call.receiver))
    }

    /// Whether a method that is called for its value may change its receiver besides.
    pub(super) fn may_change_receiver(&self, call: &syn::ExprMethodCall) -> bool {
        if !self.is_of_mutable_place(call) {
            return false;
        }
        let Some(receiver) = place_in_words(&call.receiver) else { return false };
        if self.is_seen_to_look(call) {
            return false;
        }
        // What is assigned here shows its fields to everyone: its methods look at it.
        !self.assigned.iter().any(|assigned| is_part(assigned, &receiver) || is_part(&receiver, assigned))
    }

    /// Whether a method of `self` stands in the same block, and does not change it.
    pub(super) fn is_seen_to_look(&self, call: &syn::ExprMethodCall) -> bool {
        let of_self = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
        let Home::Impl { siblings, .. } = &self.signature.home else { return false };
        of_self && siblings.looking.contains(&call.method.to_string())
    }

    /// Whether a function of the same block is called whose result has no derivative: `self.len()`, `Self::order(n)`.
    pub(super) fn is_seen_to_be_inactive(&self, call: &Expr) -> bool {
        let Home::Impl { siblings, .. } = &self.signature.home else { return false };
        let name = match call {
            Expr::MethodCall(call) if self.is_seen_to_look(call) => call.method.to_string(),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) if path.path.segments.len() == 2 && path.path.segments[0].ident == "Self" => {
                    path.path.segments[1].ident.to_string()
                }
                _ => return false,
            },
            _ => return false,
        };
        siblings.inactive.contains(&name)
    }

    fn is_of_mutable_place(&self, call: &syn::ExprMethodCall) -> bool {
        let root = self.root_variable(&call.receiver);
        root.is_some_and(|root| self.variable(root).mutable)
            && (!rules::is_of_std(&call.method.to_string(), call.args.len()) || self.is_of_user_type(&call.receiver))
    }

    /// `p.step(dt)`, where `p` is lent to be changed.
    pub(super) fn method_that_changes(&mut self, call: &syn::ExprMethodCall) -> Lowered {
        let Some(receiver) = self.assigned_place(&call.receiver) else { return Lowered::Nothing };
        let Some(mut arguments) = self.arguments(&call.args, 1) else { return Lowered::Nothing };
        self.becomes_active(receiver.root);
        arguments.operands.insert(0, Operand::Lent(receiver));
        let callee = Callee::Method { name: call.method.clone(), turbofish: call.turbofish.clone() };
        self.call_of_companion(callee, arguments, call.span())
    }
}

/// The places that are assigned by name, `self.x` and the like.
pub(super) fn assigned_places(block: &syn::Block) -> HashSet<String> {
    let mut assigned = Assigned::default();
    assigned.visit_block(block);
    assigned.places
}

#[derive(Default)]
struct Assigned {
    places: HashSet<String>,
}

impl<'ast> Visit<'ast> for Assigned {
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.places.extend(place_in_words(&assign.left));
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if super::scan::is_arithmetic_assignment(&binary.op) {
            self.places.extend(place_in_words(&binary.left));
        }
        visit::visit_expr_binary(self, binary);
    }
}

/// `self.a.b` of `self.a.b[i]` and the like.
pub(super) fn place_in_words(place: &Expr) -> Option<String> {
    match place {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Paren(paren) => place_in_words(&paren.expr),
        Expr::Unary(unary) => place_in_words(&unary.expr),
        Expr::Index(index) => place_in_words(&index.expr),
        Expr::Field(field) => {
            let base = place_in_words(&field.base)?;
            Some(format!("{base}.{}", quote::ToTokens::to_token_stream(&field.member)))
        }
        _ => None,
    }
}

/// `a.b.c` is a part of `a.b`, and of itself.
fn is_part(part: &str, whole: &str) -> bool {
    part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
