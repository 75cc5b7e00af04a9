//! Statements.

use super::Lowerer;
use super::branches::{Destination, split_value};
use super::expression::Lowered;
use super::macros::only_looks;
use super::plain::is_assignment;
use crate::errors;
use crate::ir::{Exit, Form, Operand, Place, Plain, StatementKind, Value, VariableKind};
use crate::rules;
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Local, Member, Pat, Stmt};

impl Lowerer<'_> {
    /// The statements of a function, and its value as a `return` at the end.
    pub(super) fn function_body(&mut self, block: &syn::Block) {
        let (statements, value) = split_value(block);
        statements.iter().for_each(|statement| self.statement(statement));
        let Some(value) = value else { return };
        if let Expr::Loop(forever) = value {
            self.forever(forever); // left by `return` alone
            return;
        }
        let span = value.span();
        let value = match self.expression(value) {
            Lowered::Plain(plain) => Value::Operand(Operand::Plain(plain)),
            Lowered::Place { place, borrowed } => Value::Operand(Operand::Place { place, borrowed }),
            Lowered::Value(value) => self.settled(value, span),
            Lowered::Nothing => return,
        };
        self.push(StatementKind::Exit(Exit::Return(value)), span);
    }

    pub(super) fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => self.local(local),
            Stmt::Expr(expression, _) => self.expression_statement(expression),
            Stmt::Macro(statement) => {
                if !only_looks(&statement.mac) {
                    let scan = self.scan(&macro_statement(&statement.mac));
                    if self.reads_active(&scan) || scan.opaque_macro {
                        self.errors.reject(&statement.mac, &errors::MACRO);
                        return;
                    }
                }
                self.plain_statement(&macro_statement(&statement.mac));
            }
            Stmt::Item(item) => {
                // Nested functions, constants and `use`: they compute nothing here.
                let expression = Expr::Verbatim(quote::ToTokens::to_token_stream(item));
                self.push(StatementKind::Plain(Plain::new(expression)), item.span());
            }
        }
    }

    fn plain_statement(&mut self, expression: &Expr) {
        match self.inactive(expression) {
            Some(plain) => self.push(StatementKind::Plain(plain), expression.span()),
            None => self.errors.reject(expression, &errors::ASSIGN_EXPRESSION),
        }
    }

    // ---- let

    fn local(&mut self, local: &Local) {
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pattern => (pattern, None),
        };
        let Some(init) = &local.init else {
            self.declare(pattern, ty);
            return;
        };
        if let Some((otherwise, _)) = &init.diverge {
            self.errors.reject(otherwise, &errors::LET_ELSE);
            self.bind_anyway(pattern);
            return;
        }
        // The names come into scope behind their values.
        let branches = matches!(&*init.expr, Expr::If(_) | Expr::Match(_)) && self.plain(&init.expr).is_none();
        if branches && let Pat::Ident(ident) = pattern {
            self.local_from_branches(ident, ty, &init.expr);
            return;
        }
        if let Expr::Reference(reference) = &*init.expr
            && let Some(plain) = self.inactive_reference(reference)
        {
            self.bind_plain(pattern, plain, ty);
            return;
        }
        match self.expression(&init.expr) {
            Lowered::Plain(plain) => self.bind_plain(pattern, plain, ty),
            Lowered::Place { place, borrowed } => match pattern {
                Pat::Ident(ident) if ident.subpat.is_none() => {
                    let borrowed = borrowed || ident.by_ref.is_some();
                    self.bind_place(&ident.ident, ident.mutability.is_some(), place, borrowed, ty);
                }
                pattern => self.bind_typed_pattern_to_place(pattern, place, borrowed, ty),
            },
            Lowered::Value(value) => match pattern {
                Pat::Ident(ident) if ident.subpat.is_none() => self.bind_value(ident, ty, value),
                pattern => self.destructure_value(pattern, value, ty),
            },
            Lowered::Nothing => self.bind_anyway(pattern),
        }
    }

    /// Binds the names of a `let` that was rejected, so that their uses are not rejected as well.
    fn bind_anyway(&mut self, pattern: &Pat) {
        for variable in self.bind_inactive_pattern(&mut pattern.clone()) {
            self.variables[variable.0].mutable = true;
        }
    }

    fn bind_value(&mut self, ident: &syn::PatIdent, ty: Option<syn::Type>, value: Value) {
        let mutable = ident.mutability.is_some();
        let (active, copy) = (value.is_active(), self.value_is_copy(&value));
        let variable = self.user_variable(&ident.ident, active, mutable, copy, VariableKind::Local);
        if mutable {
            self.binding(variable, active);
        } else if let Value::Tuple(parts) = &value {
            self.tuples.insert(variable, parts.clone());
        }
        self.push(StatementKind::Let { variable, ty, value }, ident.span());
    }

    /// `let name = plain;` The value of a `let mut` may be inactive and become active later.
    pub(super) fn bind_plain(&mut self, pattern: &Pat, plain: Plain, ty: Option<syn::Type>) {
        let Some(plain) = self.owned(plain) else {
            self.bind_anyway(pattern);
            return;
        };
        match pattern {
            Pat::Ident(ident) if ident.subpat.is_none() => {
                let copy =
                    self.is_plain_number(&plain.expression) || ty.as_ref().is_some_and(crate::signature::is_number);
                let mutable = ident.mutability.is_some();
                let variable = self.user_variable(&ident.ident, false, mutable, copy, VariableKind::Local);
                self.variables[variable.0].reference = matches!(plain.expression, Expr::Reference(_));
                if mutable {
                    self.binding(variable, false);
                }
                let value = Value::Operand(Operand::Plain(plain));
                self.push(StatementKind::Let { variable, ty, value }, ident.span());
            }
            Pat::Wild(_) => self.push(StatementKind::Plain(plain), pattern.span()),
            Pat::Tuple(names) => {
                if let Expr::Tuple(elements) = &plain.expression
                    && elements.elems.len() == names.elems.len()
                {
                    for (index, (name, element)) in names.elems.iter().zip(&elements.elems).enumerate() {
                        let mut part = plain.clone();
                        part.expression = element.clone();
                        self.bind_plain(name, part, part_of_type(&ty, index));
                    }
                    return;
                }
                let variable = self.name_plain("t", plain, pattern.span());
                for (index, name) in names.elems.iter().enumerate() {
                    let mut part = self.read(variable);
                    let (tuple, member) = (part.expression.clone(), Member::from(index));
                    part.expression = syn::parse_quote!(#tuple.#member);
                    self.bind_plain(name, part, part_of_type(&ty, index));
                }
            }
            Pat::Reference(reference) => {
                let mut plain = plain;
                let behind = plain.expression.clone();
                plain.expression = syn::parse_quote!(*#behind);
                self.bind_plain(&reference.pat, plain, None);
            }
            _ => self.errors.reject(pattern, &errors::DESTRUCTURE),
        }
    }

    /// `let x;`
    fn declare(&mut self, pattern: &Pat, ty: Option<syn::Type>) {
        let Pat::Ident(ident) = pattern else {
            self.errors.reject(pattern, &errors::DESTRUCTURE);
            return;
        };
        if ident.mutability.is_some() {
            self.errors.reject(ident, &errors::DEFERRED_MUT);
            self.bind_anyway(pattern);
            return;
        }
        let variable = self.user_variable(&ident.ident, false, false, true, VariableKind::Local);
        self.binding(variable, false);
        self.push(StatementKind::Declare { variable, ty }, ident.span());
    }

    /// `let x = if ..`: declared, and defined in each branch. A `let mut` is copied from there.
    fn local_from_branches(&mut self, ident: &syn::PatIdent, ty: Option<syn::Type>, value: &Expr) {
        if ident.mutability.is_some() {
            let variable = match self.expression(value) {
                Lowered::Place { place, .. } => {
                    self.bind_place(&ident.ident, true, place, false, ty);
                    return;
                }
                Lowered::Plain(plain) => plain,
                _ => return,
            };
            self.bind_plain(&Pat::Ident(ident.clone()), variable, ty);
            return;
        }
        let variable = self.named_variable(&ident.ident, false, false, true, VariableKind::Local);
        self.binding(variable, false);
        self.push(StatementKind::Declare { variable, ty }, ident.span());
        self.branches(value, Destination::Variable(variable));
        self.bind(&ident.ident, variable); // only now: the branches may read what it shadows
    }

    // ---- expression statements

    pub(super) fn expression_statement(&mut self, expression: &Expr) {
        match expression {
            Expr::Assign(assign) => self.assign(&assign.left, &assign.right, expression.span()),
            Expr::Binary(binary) if is_assignment(&binary.op) => self.compound_assign(binary),
            Expr::ForLoop(for_loop) => self.for_loop(for_loop),
            Expr::While(while_loop) => self.while_loop(while_loop),
            Expr::Loop(forever) => self.forever(forever),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => self.exit(expression),
            Expr::Paren(paren) => self.expression_statement(&paren.expr),
            Expr::If(_) | Expr::Match(_) if self.plain(expression).is_none() => {
                self.branches(expression, Destination::Nowhere);
            }
            Expr::Block(block) if block.label.is_none() => {
                self.scoped(|this| this.block_into(&block.block, Destination::Nowhere));
            }
            Expr::Block(block) => self.errors.reject(&block.label, &errors::LABELED_BLOCK),
            Expr::Unsafe(block) => self.errors.reject(block.unsafe_token, &errors::UNSAFE),
            Expr::Macro(mac) if only_looks(&mac.mac) => self.plain_statement(expression),
            _ => match self.expression(expression) {
                Lowered::Plain(plain) => {
                    // An inactive variable may change here: `indices.push(i);`
                    self.push(StatementKind::Plain(plain), expression.span());
                }
                Lowered::Nothing => {}
                _ => self.errors.reject(expression, &errors::STATEMENT),
            },
        }
    }

    /// The place on the left of an assignment, active or not.
    fn assigned_place(&mut self, left: &Expr) -> Option<Place> {
        match left {
            Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name));
                if variable.is_none() {
                    self.errors.reject(path, &errors::ASSIGN_TARGET);
                }
                Some(Place::whole(variable?, path.span()))
            }
            Expr::Paren(paren) => self.assigned_place(&paren.expr),
            Expr::Field(field) => {
                let mut place = self.assigned_place(&field.base)?;
                place.path.push(crate::ir::Projection::Field(field.member.clone()));
                place.span = field.span();
                Some(place)
            }
            Expr::Index(index) => {
                let mut place = self.assigned_place(&index.expr)?;
                let subscript = self.subscript(&index.index)?;
                place.path.push(crate::ir::Projection::Index(subscript));
                place.span = index.span();
                Some(place)
            }
            _ => {
                self.errors.reject(left, &errors::ASSIGN_TARGET);
                None
            }
        }
    }

    fn assign(&mut self, left: &Expr, right: &Expr, span: Span) {
        let value = match self.expression(right) {
            Lowered::Plain(plain) => match self.owned(plain) {
                Some(plain) => Value::Operand(Operand::Plain(plain)),
                None => return,
            },
            Lowered::Place { place, borrowed } => Value::Operand(Operand::Place { place, borrowed }),
            Lowered::Value(value) => value,
            Lowered::Nothing => return,
        };
        if let Expr::Infer(_) = left {
            return;
        }
        let Some(place) = self.assigned_place(left) else { return };
        self.assign_value(place, value, span);
    }

    fn assign_value(&mut self, mut place: Place, value: Value, span: Span) {
        let value = match value {
            Value::Operation { ref operation, .. } if operation.rule.wants_result() => self.settled(value, span),
            value => value,
        };
        if !self.variable(place.root).mutable {
            if place.path.is_empty() && self.bindings.contains_key(&place.root) {
                if self.variable(place.root).loops.len() < self.loops.len() {
                    self.errors.reject_span(span, &errors::DEFERRED_LOOP);
                    return;
                }
                self.init(place.root, value, span);
            } else {
                self.errors.reject_span(span, &errors::ASSIGN_TARGET);
            }
            return;
        }
        if value.is_active() {
            self.becomes_active(place.root);
        }
        let active = self.variable(place.root).active;
        // `z.re = x`: the other part stays, so the whole is written anew.
        if active
            && let Some(crate::ir::Projection::Field(Member::Named(part))) = place.path.last()
            && (part == "re" || part == "im")
        {
            let part = part.clone();
            place.path.pop();
            let Some(operand) = self.as_operand(Lowered::Value(value), span) else { return };
            let whole = Operand::Place { place: place.clone(), borrowed: false };
            let rule = rules::syntax(if part == "re" { "with_re" } else { "with_im" });
            let form = Form::Part;
            let Lowered::Value(value) = self.operation(form, rule, vec![whole, operand], span) else { return };
            self.push(StatementKind::Assign { place, value }, span);
            return;
        }
        self.push(StatementKind::Assign { place, value }, span);
    }

    fn compound_assign(&mut self, binary: &syn::ExprBinary) {
        let span = binary.span();
        let Some(operand) = self.operand(&binary.right) else { return };
        let Some(place) = self.assigned_place(&binary.left) else { return };
        if operand.place().is_some() {
            self.becomes_active(place.root);
        }
        let is_part = matches!(place.path.last(), Some(crate::ir::Projection::Field(Member::Named(part)))
            if part == "re" || part == "im");
        let linear = matches!(binary.op, BinOp::AddAssign(_) | BinOp::SubAssign(_));
        if !self.variable(place.root).active || (linear && !is_part) {
            if !linear {
                // Inactive: printed as it stands.
                let reads = place.reads().chain(operand.reads()).collect();
                let mut expression = Expr::Binary(binary.clone());
                self.rename(&mut expression);
                let plain = Plain { expression, reads, writes: [place.root].into(), cheap: false };
                self.push(StatementKind::Plain(plain), span);
                return;
            }
            let negative = matches!(binary.op, BinOp::SubAssign(_));
            self.push(StatementKind::Increment { place, negative, operand }, span);
            return;
        }
        let (operator, rule): (BinOp, _) = match binary.op {
            BinOp::AddAssign(_) => (syn::parse_quote!(+), "add"),
            BinOp::SubAssign(_) => (syn::parse_quote!(-), "sub"),
            BinOp::MulAssign(_) => (syn::parse_quote!(*), "mul"),
            BinOp::DivAssign(_) => (syn::parse_quote!(/), "div"),
            BinOp::RemAssign(_) => (syn::parse_quote!(%), "rem"),
            _ => {
                self.errors.reject(binary.op, &errors::BIT);
                return;
            }
        };
        let old = if is_part {
            let mut whole = place.clone();
            let Some(crate::ir::Projection::Field(part)) = whole.path.pop() else { return };
            let rule = rules::syntax(if matches!(&part, Member::Named(name) if name == "re") { "re" } else { "im" });
            let operand = Operand::Place { place: whole, borrowed: false };
            let Lowered::Value(value) = self.operation(Form::Field(part), rule, vec![operand], span) else { return };
            let variable = self.name_value(value, span);
            Operand::Place { place: Place::whole(variable, span), borrowed: false }
        } else {
            Operand::Place { place: place.clone(), borrowed: false }
        };
        let value = self.operation(Form::Binary(operator), rules::syntax(rule), vec![old, operand], span);
        if let Lowered::Value(value) = value {
            self.assign_value(place, value, span);
        }
    }
}

/// The type that an annotation gives to a part of a tuple.
pub(super) fn part_of_type(ty: &Option<syn::Type>, index: usize) -> Option<syn::Type> {
    match ty {
        Some(syn::Type::Tuple(tuple)) => tuple.elems.get(index).cloned(),
        _ => None,
    }
}

fn macro_statement(mac: &syn::Macro) -> Expr {
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() })
}
