//! Vectors that grow and shrink.

use super::Lowerer;
use crate::ir::{Operand, StatementKind};
use syn::ExprMethodCall;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    /// Whether `v.push(x)` concerns an active vector or value.
    pub(super) fn pushes_active(&mut self, call: &ExprMethodCall) -> bool {
        let active = self.root_variable(&call.receiver).is_some_and(|root| self.variable(root).active);
        active || !self.has_inactive_value(&call.args[0])
    }

    /// `v.push(x);`
    pub(super) fn push_element(&mut self, call: &ExprMethodCall) {
        let Some(operand) = self.operand(&call.args[0]) else { return };
        let Some(place) = self.assigned_place(&call.receiver) else { return };
        if operand.place().is_some() {
            self.becomes_active(place.root);
        }
        let operand = match operand {
            Operand::Plain(plain) if !plain.cheap => {
                let variable = self.name_plain("t", plain, call.span());
                Operand::Plain(self.read(variable))
            }
            operand => operand,
        };
        self.push(StatementKind::Push { place, operand }, call.span());
    }

    /// The variable that an assignment to this place changes.
    pub(super) fn root_variable(&self, place: &syn::Expr) -> Option<crate::ir::Var> {
        match place {
            syn::Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name))?;
                Some(self.lent.get(&variable).map_or(variable, |place| place.root))
            }
            syn::Expr::Paren(paren) => self.root_variable(&paren.expr),
            syn::Expr::Unary(unary) => self.root_variable(&unary.expr),
            syn::Expr::Field(field) => self.root_variable(&field.base),
            syn::Expr::Index(index) => self.root_variable(&index.expr),
            _ => None,
        }
    }
}
