//! `if`, `match` and blocks, as statements and as values.

use super::Lowerer;
use super::active_match::Branch;
use super::expression::Lowered;
use crate::errors;
use crate::ir::{Operand, Place, Plain, StatementKind, Value, Var, VariableKind};
use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

/// Where the value of a block goes.
#[derive(Clone, Copy)]
pub(super) enum Destination {
    /// The first assignment of a declared variable.
    Variable(Var),
    /// Nowhere: the block is a statement.
    Nowhere,
}

impl Lowerer<'_> {
    /// `if`, `match` or a block as a value: a variable that is defined on every path.
    pub(super) fn branching_value(&mut self, expression: &Expr) -> Lowered {
        let span = expression.span();
        if let Expr::Block(block) = expression
            && block.label.is_none()
        {
            return self.scoped(|this| this.block_value(&block.block));
        }
        let variable = self.temporary("v", span, false, true);
        self.binding(variable, false);
        self.push(StatementKind::Declare { variable, ty: None }, span);
        self.branches(expression, Destination::Variable(variable));
        self.declared(variable, span)
    }

    /// A variable that is defined by now, as a value.
    pub(super) fn declared(&self, variable: Var, span: Span) -> Lowered {
        if self.variable(variable).active {
            Lowered::Place { place: Place::whole(variable, span), borrowed: false }
        } else {
            Lowered::Plain(self.read(variable))
        }
    }

    /// The statements of a block go into the current one; its value is returned.
    pub(super) fn block_value(&mut self, block: &syn::Block) -> Lowered {
        match self.leading_statements(block) {
            // Names of the block end here, so the value is named while they are in scope.
            Some(value) => self.expression(&value),
            None => Lowered::Nothing,
        }
    }

    /// Lowers a block whose value goes to `destination`.
    pub(super) fn block_into(&mut self, block: &syn::Block, destination: Destination) {
        if let Some(value) = self.leading_statements(block) {
            self.value_into(&value, destination);
        }
    }

    pub(super) fn value_into(&mut self, value: &Expr, destination: Destination) {
        match (destination, value) {
            (_, Expr::Paren(paren)) => self.value_into(&paren.expr, destination),
            (_, Expr::If(_) | Expr::Match(_)) if self.plain(value).is_none() => self.branches(value, destination),
            (_, Expr::Block(block)) if block.label.is_some() => self.branches(value, destination),
            (_, Expr::Block(block)) if block.label.is_none() => {
                self.scoped(|this| this.block_into(&block.block, destination));
            }
            (Destination::Nowhere, _) => self.expression_statement(value),
            (Destination::Variable(variable), _) => {
                if let Some(lowered) = self.expression(value).into_value() {
                    self.init(variable, lowered, value.span());
                }
            }
        }
    }

    /// The first assignment of a declared variable.
    pub(super) fn init(&mut self, variable: Var, value: Value, span: Span) {
        if let Value::Operand(Operand::Place { place, borrowed }) = &value
            && (*borrowed || (place.path.is_empty() && self.variable(place.root).reference))
        {
            // The pullback would have to keep the reference.
            self.errors.reject_span(span, &errors::BRANCH_REFERENCE);
        }
        if value.is_active() {
            self.becomes_active(variable);
        }
        let copy = self.value_is_copy(&value);
        self.variables[variable.0].copy &= copy;
        self.push(StatementKind::Init { variable, value }, span);
    }

    pub(super) fn branches(&mut self, expression: &Expr, destination: Destination) {
        match expression {
            Expr::If(branch) => self.if_into(branch, destination),
            Expr::Match(a_match) => self.match_into(a_match, destination),
            Expr::Block(block) => {
                let label = block.label.as_ref().map(|label| label.name.ident.to_string());
                let value = match destination {
                    Destination::Variable(variable) => Some(variable),
                    Destination::Nowhere => None,
                };
                self.left_block(label, value, block.span(), |this, _| this.block_into(&block.block, destination));
            }
            _ => unreachable!("only branching expressions are lowered as branches"),
        }
    }

    pub(super) fn if_into(&mut self, branch: &syn::ExprIf, destination: Destination) {
        if let Expr::Let(binding) = &*branch.cond {
            let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
            let then =
                Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: branch.then_branch.clone() });
            let branches = vec![
                Branch { pattern: (*binding.pat).clone(), guard: None, body: Some(&then) },
                Branch { pattern: syn::parse_quote!(_), guard: None, body: otherwise },
            ];
            self.match_branches(&binding.expr, branches, destination);
            return;
        }
        let Some(condition) = self.condition(&branch.cond) else { return };
        let then = self.block(|this| this.block_into(&branch.then_branch, destination));
        let otherwise = self.block(|this| {
            if let Some((_, otherwise)) = &branch.else_branch {
                this.value_into(otherwise, destination);
            }
        });
        self.push(StatementKind::If { condition, then, otherwise }, branch.span());
    }

    /// A condition, evaluated once and remembered by a name.
    pub(super) fn condition(&mut self, condition: &Expr) -> Option<Plain> {
        let lowered =
            if self.is_looked_at(condition) { self.condition_value(condition) } else { self.expression(condition) };
        let plain = match lowered {
            Lowered::Plain(plain) => plain,
            Lowered::Nothing => return None,
            // A `bool`, whatever its branches were taken for when less was known.
            Lowered::Place { place, borrowed: false }
                if place.path.is_empty() && matches!(self.variable(place.root).kind, VariableKind::Local) =>
            {
                self.variables[place.root.0].active = false;
                self.read(place.root)
            }
            _ => {
                self.errors.reject(condition, &errors::UNKNOWN);
                return None;
            }
        };
        if matches!(plain.expression, Expr::Lit(_)) {
            return Some(plain);
        }
        let variable = self.name_plain("is", plain, condition.span());
        Some(self.read(variable))
    }

    /// Whether a condition is a place or a call that can be evaluated as it was written: it is a `bool`, whatever it is of.
    fn is_looked_at(&self, condition: &Expr) -> bool {
        match condition {
            Expr::Paren(paren) => self.is_looked_at(&paren.expr),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::MethodCall(_) | Expr::Call(_) => {
                let scan = self.scan(condition);
                scan.stays() && scan.writes.is_empty()
            }
            _ => false,
        }
    }

    /// A plain value that is kept, and that may have changed variables: it must not lead back to them.
    pub(super) fn owned(&mut self, mut plain: Plain) -> Option<Plain> {
        if plain.writes.is_empty() {
            return Some(plain);
        }
        if matches!(&plain.expression, Expr::Reference(_)) && super::looks::borrows_mutably(&plain.expression) {
            self.errors.reject(&plain.expression, &errors::MUT_BORROW);
            return None;
        }
        let expression = &plain.expression;
        plain.expression = syn::parse_quote!(__ad::owned(#expression));
        Some(plain)
    }

    pub(super) fn name_plain(&mut self, stem: &str, plain: Plain, span: Span) -> Var {
        let variable = self.temporary(stem, span, false, false);
        let value = Value::Operand(Operand::Plain(plain));
        self.push(StatementKind::Let { variable, ty: None, value }, span);
        variable
    }

    pub(super) fn match_into(&mut self, a_match: &syn::ExprMatch, destination: Destination) {
        let branches = a_match.arms.iter().map(|arm| {
            let (pattern, guard) = super::pattern::split_guard(&arm.pat);
            Branch { pattern: pattern.clone(), guard, body: Some(&*arm.body) }
        });
        self.match_branches(&a_match.expr, branches.collect(), destination);
    }

    pub(super) fn match_branches(&mut self, expression: &Expr, branches: Vec<Branch<'_>>, destination: Destination) {
        if let Some(by_number) = self.matched_by_number(expression, &branches) {
            self.value_into(&by_number, destination);
            return;
        }
        let of_reference = self.as_reference(expression);
        let expression = of_reference.as_ref().unwrap_or(expression);
        let scan = self.scan(expression);
        let span = expression.span();
        let scrutinee = if self.reads_active(&scan) && !self.has_inactive_value(expression) {
            match self.operand(expression) {
                Some(Operand::Place { place, borrowed }) => {
                    self.active_match(place, borrowed, span, branches, destination);
                    return;
                }
                Some(Operand::Lent(place)) => {
                    self.active_match(place, true, span, branches, destination);
                    return;
                }
                Some(Operand::Plain(plain)) => Some(plain),
                None => return, // rejected
            }
        } else {
            self.inactive(expression)
        };
        let Some(scrutinee) = scrutinee.and_then(|plain| self.owned(plain)) else {
            self.errors.reject(expression, &errors::MATCH_ACTIVE);
            return;
        };
        // A place is matched where it is; anything else gets a name, so that it is computed once.
        let stable = scrutinee.reads.iter().all(|variable| !self.variable(*variable).mutable);
        let scrutinee = if stable && is_place(expression) {
            scrutinee
        } else {
            let variable = self.name_plain("m", scrutinee, span);
            self.read(variable)
        };
        let arm = self.temporary("arm", span, false, true);
        self.push(StatementKind::Declare { variable: arm, ty: None }, span);
        let arms = branches.into_iter().enumerate().map(|(index, branch)| {
            let mut pattern = branch.pattern;
            let mut guard = None;
            let block = self.block(|this| {
                let before = super::pattern::bindings(&pattern);
                this.bind_inactive_pattern(&mut pattern);
                // One that has another name now must not have been a constant.
                let renamed =
                    before.into_iter().zip(super::pattern::bindings(&pattern)).filter(|(a, b)| a.ident != b.ident);
                this.pattern_names.extend(renamed.map(|(before, _)| before.ident));
                guard = branch.guard.and_then(|guard| this.inactive(guard));
                this.number_arm(arm, index, span);
                if let Some(body) = branch.body {
                    this.value_into(body, destination);
                }
            });
            crate::ir::Arm { pattern, guard, block }
        });
        let arms = arms.collect();
        self.push(StatementKind::Match { scrutinee, arm, arms }, span);
    }

    /// Notes which arm was taken.
    pub(super) fn number_arm(&mut self, arm: Var, index: usize, span: Span) {
        let number = syn::LitInt::new(&format!("{index}_usize"), span);
        let number = Plain::new(syn::parse_quote!(#number));
        self.init(arm, Value::Operand(Operand::Plain(number)), span);
    }
}

/// A block's statements, and the expression that is its value.
pub(super) fn split_value(block: &syn::Block) -> (&[syn::Stmt], Option<&Expr>) {
    match block.stmts.split_last() {
        Some((syn::Stmt::Expr(value, None), statements)) => (statements, Some(value)),
        _ => (&block.stmts, None),
    }
}

fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Paren(paren) => is_place(&paren.expr),
        _ => false,
    }
}
