//! Expressions.

use super::Lowerer;
use super::active_match::Branch;
use super::plain::{is_assignment, macro_arguments, only_looks};
use crate::errors::{self, Message};
use crate::ir::{
    Exit, Form, LoopId, Operand, Operation, Place, Plain, Projection, StatementKind, Value, Var, VariableKind,
};
use crate::rules;
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Member, UnOp};

/// What an expression is lowered to.
pub(super) enum Lowered {
    /// No active value.
    Plain(Plain),
    /// An active place, by value or behind `&`.
    Place { place: Place, borrowed: bool },
    /// An active value that has no name yet.
    Value(Value),
    /// Control never comes back, or an error was reported.
    Nothing,
}

/// Where the value of a block goes.
#[derive(Clone, Copy)]
pub(super) enum Destination {
    /// The first assignment of a declared variable.
    Variable(Var),
    /// Nowhere: the block is a statement.
    Nowhere,
}

impl Lowerer<'_> {
    fn reject(&mut self, at: impl ToTokens, message: &Message) -> Lowered {
        self.errors.reject(at, message);
        Lowered::Nothing
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Lowered {
        if let Some(plain) = self.plain(expression) {
            return Lowered::Plain(plain);
        }
        if matches!(expression, Expr::Cast(_) | Expr::MethodCall(_) | Expr::Binary(_) | Expr::Index(_) | Expr::Field(_))
            && self.has_inactive_value(expression)
        {
            return self.condition_value(expression);
        }
        match expression {
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Group(group) => self.expression(&group.expr),
            Expr::Path(path) => self.path(path),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Reference(reference) => self.reference(reference),
            Expr::Field(field) => self.field(field),
            Expr::Index(index) => self.index(index),
            Expr::Cast(cast) => self.cast(cast),
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Macro(mac) => self.macro_expression(&mac.mac),
            Expr::Tuple(tuple) => {
                let elements = self.operands(&tuple.elems);
                elements.map_or(Lowered::Nothing, |elements| Lowered::Value(Value::Tuple(elements)))
            }
            Expr::Array(array) => {
                let elements = self.operands(&array.elems);
                elements.map_or(Lowered::Nothing, |elements| Lowered::Value(Value::Array(elements)))
            }
            Expr::Repeat(repeat) => self.repeat(&repeat.expr, &repeat.len, false),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => self.branching_value(expression),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
                self.exit(expression);
                Lowered::Nothing
            }
            Expr::Closure(closure) => self.reject(closure, &errors::CLOSURE),
            Expr::Struct(literal) => self.reject(literal, &errors::STRUCT),
            Expr::Range(range) => self.reject(range, &errors::RANGE),
            Expr::Try(question) => self.reject(question, &errors::TRY),
            Expr::Unsafe(block) => self.reject(block.unsafe_token, &errors::UNSAFE),
            Expr::Async(block) => self.reject(block.async_token, &errors::AWAIT),
            Expr::Await(wait) => self.reject(wait.await_token, &errors::AWAIT),
            Expr::Assign(assign) => self.reject(assign, &errors::ASSIGN_EXPRESSION),
            Expr::Loop(forever) => self.reject(forever.loop_token, &errors::BREAK_VALUE),
            _ => self.reject(expression, &errors::UNKNOWN),
        }
    }

    /// Lowers to something that an operation can take: a place, or a plain expression.
    pub(super) fn operand(&mut self, expression: &Expr) -> Option<Operand> {
        let lowered = self.expression(expression);
        self.as_operand(lowered, expression.span())
    }

    pub(super) fn as_operand(&mut self, lowered: Lowered, span: Span) -> Option<Operand> {
        match lowered {
            Lowered::Plain(plain) => Some(Operand::Plain(plain)),
            Lowered::Place { place, borrowed } => Some(Operand::Place { place, borrowed }),
            Lowered::Value(Value::Operand(operand)) => Some(operand),
            Lowered::Value(value) => {
                let variable = self.name_value(value, span);
                Some(Operand::Place { place: Place::whole(variable, span), borrowed: false })
            }
            Lowered::Nothing => None,
        }
    }

    /// Operands from left to right. One that is read before a later one assigns to it is copied first.
    fn operands<'e>(&mut self, expressions: impl IntoIterator<Item = &'e Expr>) -> Option<Vec<Operand>> {
        let expressions: Vec<&Expr> = expressions.into_iter().collect();
        let mut operands = Vec::new();
        for (index, expression) in expressions.iter().enumerate() {
            let mut operand = self.operand(expression);
            let assigned_later = expressions[index + 1..].iter().any(|later| self.scan(later).assigns);
            if assigned_later
                && let Some(Operand::Place { place, borrowed: false }) = &operand
                && self.variable(place.root).mutable
            {
                let value = Value::Operand(Operand::Place { place: place.clone(), borrowed: false });
                let copy = self.name_value(value, expression.span());
                operand = Some(Operand::Place { place: Place::whole(copy, expression.span()), borrowed: false });
            }
            operands.push(operand);
        }
        operands.into_iter().collect()
    }

    /// An operand that a rule may want to see: a literal gets a name, so that its type is settled.
    fn rule_operand(&mut self, operand: Operand, span: Span) -> Operand {
        match operand {
            Operand::Plain(plain) if plain.reads.is_empty() && contains_open_literal(&plain.expression) => {
                let name = self.fresh("c", span);
                let variable = self.add(crate::ir::Variable {
                    name,
                    kind: VariableKind::Given,
                    active: false,
                    mutable: false,
                    copy: true,
                    reference: false,
                    loops: Vec::new(),
                });
                self.constants.push((variable, plain.expression));
                Operand::Plain(self.read(variable))
            }
            Operand::Plain(plain) if !plain.cheap => {
                let value = Value::Operand(Operand::Plain(plain));
                let variable = self.name_value(value, span);
                Operand::Plain(self.read(variable))
            }
            operand => operand,
        }
    }

    /// The variable as an expression.
    pub(super) fn read(&self, variable: Var) -> Plain {
        let name = &self.variable(variable).name;
        let mut plain = Plain::new(syn::parse_quote!(#name));
        plain.reads.insert(variable);
        plain
    }

    pub(super) fn operation(
        &mut self,
        form: Form,
        rule: &'static rules::Rule,
        operands: Vec<Operand>,
        span: Span,
    ) -> Lowered {
        let operands = operands.into_iter().map(|operand| self.rule_operand(operand, span)).collect();
        Lowered::Value(Value::Operation { operation: Operation { form, rule, span }, operands })
    }

    // ---- places

    fn path(&mut self, path: &syn::ExprPath) -> Lowered {
        let variable = path.path.get_ident().and_then(|name| self.find(name));
        match variable {
            Some(variable) => Lowered::Place { place: Place::whole(variable, path.span()), borrowed: false },
            None => self.reject(path, &errors::UNKNOWN),
        }
    }

    /// Lowers to a place: an unnamed value gets a name.
    fn place(&mut self, expression: &Expr) -> Option<Place> {
        let lowered = self.expression(expression);
        match self.as_operand(lowered, expression.span())? {
            Operand::Place { place, .. } => Some(place),
            Operand::Plain(_) => {
                self.errors.reject(expression, &errors::UNKNOWN);
                None
            }
        }
    }

    fn field(&mut self, field: &syn::ExprField) -> Lowered {
        let Some(mut place) = self.place(&field.base) else { return Lowered::Nothing };
        // The parts of a complex number: an operation of its own, since its result is real.
        if let Member::Named(name) = &field.member
            && (name == "re" || name == "im")
        {
            let rule = rules::syntax(if name == "re" { "re" } else { "im" });
            let operand = Operand::Place { place, borrowed: false };
            return self.operation(Form::Field(field.member.clone()), rule, vec![operand], field.span());
        }
        if let Some(part) = self.part_of_tuple(&place, &field.member) {
            return Lowered::Place { place: part.clone(), borrowed: false };
        }
        place.path.push(Projection::Field(field.member.clone()));
        place.span = field.span();
        Lowered::Place { place, borrowed: false }
    }

    fn index(&mut self, index: &syn::ExprIndex) -> Lowered {
        let Some(mut place) = self.place(&index.expr) else { return Lowered::Nothing };
        let Some(subscript) = self.subscript(&index.index) else { return Lowered::Nothing };
        place.path.push(Projection::Index(subscript));
        place.span = index.span();
        Lowered::Place { place, borrowed: false }
    }

    /// An index: evaluated again on the way back, so it is given a name where that would cost or change anything.
    pub(super) fn subscript(&mut self, index: &Expr) -> Option<Plain> {
        let Some(plain) = self.plain(index) else {
            let scan = self.scan(index);
            if self.reads_active(&scan) && !scan.control {
                // `x[y.len() - 1]`, `x[k as usize]` with inactive results are fine; anything else is told apart below.
                return self.inactive_index(index);
            }
            self.errors.reject(index, &errors::INDEX);
            return None;
        };
        let stable = plain.reads.iter().all(|variable| !self.variable(*variable).mutable);
        if plain.cheap && stable {
            return Some(plain);
        }
        if let Expr::Range(range) = index {
            return Some(self.range_of_names(range));
        }
        let variable = self.name_value(Value::Operand(Operand::Plain(plain)), index.span());
        Some(self.read(variable))
    }

    /// `a..b` with both bounds named, so that they are the same on the way back.
    fn range_of_names(&mut self, range: &syn::ExprRange) -> Plain {
        let mut named = range.clone();
        let mut reads = std::collections::BTreeSet::new();
        for bound in [&mut named.start, &mut named.end].into_iter().flatten() {
            let span = bound.span();
            let Some(plain) = self.inactive(bound) else { continue };
            let variable = self.name_plain("k", plain, span);
            let name = self.read(variable);
            **bound = name.expression;
            reads.extend(name.reads);
        }
        Plain { reads, ..Plain::new(Expr::Range(named)) }
    }

    fn inactive_index(&mut self, index: &Expr) -> Option<Plain> {
        if !self.has_inactive_value(index) {
            self.errors.reject(index, &errors::INDEX);
            return None;
        }
        self.inactive(index)
    }

    fn reference(&mut self, reference: &syn::ExprReference) -> Lowered {
        if reference.mutability.is_some() {
            return self.reject(reference, &errors::MUT_BORROW);
        }
        match self.place(&reference.expr) {
            Some(place) => Lowered::Place { place, borrowed: true },
            None => Lowered::Nothing,
        }
    }

    /// Whether the value of an expression is inactive although it may read active ones: comparisons, lengths, and what is
    /// computed from those.
    pub(super) fn has_inactive_value(&mut self, expression: &Expr) -> bool {
        if self.plain(expression).is_some() {
            return true;
        }
        match expression {
            Expr::Paren(paren) => self.has_inactive_value(&paren.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().all(|element| self.has_inactive_value(element)),
            Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)) || self.has_inactive_value(&unary.expr),
            Expr::Binary(binary) => match binary.op {
                BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
                | BinOp::And(_)
                | BinOp::Or(_) => true,
                _ => self.has_inactive_value(&binary.left) && self.has_inactive_value(&binary.right),
            },
            Expr::Range(range) => {
                [&range.start, &range.end].into_iter().flatten().all(|bound| self.has_inactive_value(bound))
            }
            Expr::MethodCall(call) => {
                rules::has_inactive_result(&call.method.to_string())
                    || (self.has_inactive_value(&call.receiver)
                        && call.args.iter().all(|it| self.has_inactive_value(it)))
            }
            Expr::Call(call) => super::plain::is_stop_gradient(call),
            Expr::Cast(cast) => self.has_inactive_value(&cast.expr),
            Expr::Index(index) => self.has_inactive_value(&index.expr) && self.has_inactive_value(&index.index),
            Expr::Field(field) => self.has_inactive_value(&field.base),
            _ => false,
        }
    }

    // ---- operations

    fn unary(&mut self, unary: &syn::ExprUnary) -> Lowered {
        match unary.op {
            UnOp::Neg(_) => match self.operand(&unary.expr) {
                Some(operand) => self.operation(Form::Negate, rules::syntax("neg"), vec![operand], unary.span()),
                None => Lowered::Nothing,
            },
            UnOp::Deref(_) => match self.place(&unary.expr) {
                Some(mut place) => {
                    place.path.push(Projection::Dereference);
                    Lowered::Place { place, borrowed: false }
                }
                None => Lowered::Nothing,
            },
            UnOp::Not(_) => self.condition_value(&Expr::Unary(unary.clone())),
            _ => self.reject(unary, &errors::UNKNOWN),
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> Lowered {
        let rule = match binary.op {
            BinOp::Add(_) => "add",
            BinOp::Sub(_) => "sub",
            BinOp::Mul(_) => "mul",
            BinOp::Div(_) => "div",
            BinOp::Rem(_) => "rem",
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
            | BinOp::And(_)
            | BinOp::Or(_) => return self.condition_value(&Expr::Binary(binary.clone())),
            op if is_assignment(&op) => return self.reject(binary, &errors::ASSIGN_EXPRESSION),
            BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_) | BinOp::Shl(_) | BinOp::Shr(_) => {
                return self.reject(binary.op, &errors::BIT);
            }
            _ => return self.reject(binary.op, &errors::OPERATOR),
        };
        match self.operands([&*binary.left, &*binary.right]) {
            Some(operands) => self.operation(Form::Binary(binary.op), rules::syntax(rule), operands, binary.span()),
            None => Lowered::Nothing,
        }
    }

    /// A comparison, or what connects comparisons: inactive, whatever it reads.
    pub(super) fn condition_value(&mut self, expression: &Expr) -> Lowered {
        match self.inactive(expression) {
            Some(plain) => Lowered::Plain(plain),
            None => self.reject(expression, &errors::ASSIGN_EXPRESSION),
        }
    }

    fn cast(&mut self, cast: &syn::ExprCast) -> Lowered {
        let target = cast.ty.to_token_stream().to_string();
        if target != "f32" && target != "f64" {
            return self.reject(cast, &errors::CAST);
        }
        match self.operand(&cast.expr) {
            Some(operand) => {
                self.operation(Form::Cast((*cast.ty).clone()), rules::syntax("cast"), vec![operand], cast.span())
            }
            None => Lowered::Nothing,
        }
    }

    fn method_call(&mut self, call: &syn::ExprMethodCall) -> Lowered {
        let name = call.method.to_string();
        if rules::has_inactive_result(&name) {
            return self.condition_value(&Expr::MethodCall(call.clone()));
        }
        let Some(rule) = rules::method(&name, call.args.len() + 1) else {
            return self.reject(&call.method, &errors::METHOD);
        };
        let expressions = std::iter::once(&*call.receiver).chain(&call.args);
        match self.operands(expressions) {
            Some(operands) => self.operation(Form::Method(call.method.clone()), rule, operands, call.span()),
            None => Lowered::Nothing,
        }
    }

    fn call(&mut self, call: &syn::ExprCall) -> Lowered {
        let Expr::Path(function) = &*call.func else {
            return match &*call.func {
                Expr::Paren(paren) if matches!(*paren.expr, Expr::Closure(_)) => {
                    self.reject(&call.func, &errors::CLOSURE)
                }
                _ => self.reject(&call.func, &errors::CALLEE),
            };
        };
        let segments = &function.path.segments;
        let last = &segments.last().expect("a path has a segment").ident;
        if function.path.get_ident().is_some_and(|name| self.find(name).is_some()) {
            return self.reject(function, &errors::CLOSURE);
        }
        if super::plain::is_stop_gradient(call) {
            return self.condition_value(&Expr::Call(call.clone()));
        }
        if last == "Some" && call.args.len() == 1 {
            return match self.operand(&call.args[0]) {
                Some(operand) => {
                    let form = Form::Function((*call.func).clone());
                    self.operation(form, rules::syntax("some"), vec![operand], call.span())
                }
                None => Lowered::Nothing,
            };
        }
        if function.qself.is_some() {
            return self.reject(function, &errors::ASSOCIATED);
        }
        if starts_uppercase(&last.to_string()) {
            return self.reject(function, &errors::CONSTRUCTOR);
        }
        if segments.len() > 1 {
            let owner = segments[segments.len() - 2].ident.to_string();
            if let Some(rule) = rules::function(&owner, &last.to_string(), call.args.len()) {
                return match self.operands(&call.args) {
                    Some(operands) => self.operation(Form::Function((*call.func).clone()), rule, operands, call.span()),
                    None => Lowered::Nothing,
                };
            }
            if starts_uppercase(&owner) || rules::is_primitive(&owner) {
                return self.reject(function, &errors::ASSOCIATED);
            }
        }
        if segments.len() == 1 && (self.hidden.contains(&last.to_string()) || self.hidden.contains("*")) {
            return self.reject(function, &errors::NESTED);
        }
        match self.operands(&call.args) {
            Some(operands) => Lowered::Value(Value::Call { function: function.path.clone(), operands }),
            None => Lowered::Nothing,
        }
    }

    fn repeat(&mut self, element: &Expr, length: &Expr, vector: bool) -> Lowered {
        let Some(length) = self.inactive(length) else { return self.reject(length, &errors::INDEX) };
        match self.operand(element) {
            Some(operand) => Lowered::Value(Value::Repeat { operand, length, vector }),
            None => Lowered::Nothing,
        }
    }

    fn macro_expression(&mut self, mac: &syn::Macro) -> Lowered {
        if mac.path.is_ident("vec")
            && let Some(arguments) = macro_arguments(mac)
        {
            if let ([element, length], true) = (&arguments.expressions[..], arguments.repeated) {
                return self.repeat(element, length, true);
            }
            let elements = self.operands(&arguments.expressions);
            return elements.map_or(Lowered::Nothing, |elements| Lowered::Value(Value::Vector(elements)));
        }
        if only_looks(mac) {
            return self.condition_value(&Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() }));
        }
        self.reject(mac, &errors::MACRO)
    }

    // ---- branches

    /// `if`, `match` or a block as a value: a variable that is defined on every path.
    fn branching_value(&mut self, expression: &Expr) -> Lowered {
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
        if self.variable(variable).active {
            Lowered::Place { place: Place::whole(variable, span), borrowed: false }
        } else {
            Lowered::Plain(self.read(variable))
        }
    }

    /// The statements of a block go into the current one; its value is returned.
    fn block_value(&mut self, block: &syn::Block) -> Lowered {
        let (statements, value) = split_value(block);
        statements.iter().for_each(|statement| self.statement(statement));
        match value {
            // Names of the block end here, so the value is named while they are in scope.
            Some(value) => self.expression(value),
            None => Lowered::Nothing,
        }
    }

    /// Lowers a block whose value goes to `destination`.
    pub(super) fn block_into(&mut self, block: &syn::Block, destination: Destination) {
        let (statements, value) = split_value(block);
        statements.iter().for_each(|statement| self.statement(statement));
        if let Some(value) = value {
            self.value_into(value, destination);
        }
    }

    pub(super) fn value_into(&mut self, value: &Expr, destination: Destination) {
        match (destination, value) {
            (_, Expr::Paren(paren)) => self.value_into(&paren.expr, destination),
            (_, Expr::If(_) | Expr::Match(_)) if self.plain(value).is_none() => self.branches(value, destination),
            (_, Expr::Block(block)) if block.label.is_none() => {
                self.scoped(|this| this.block_into(&block.block, destination));
            }
            (Destination::Nowhere, _) => self.expression_statement(value),
            (Destination::Variable(variable), _) => {
                let value_lowered = match self.expression(value) {
                    Lowered::Plain(plain) => Value::Operand(Operand::Plain(plain)),
                    Lowered::Place { place, borrowed } => Value::Operand(Operand::Place { place, borrowed }),
                    Lowered::Value(value) => value,
                    Lowered::Nothing => return,
                };
                self.init(variable, value_lowered, value.span());
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
                self.errors.reject(&block.label, &errors::LABELED_BLOCK);
            }
            _ => unreachable!("only branching expressions are lowered as branches"),
        }
    }

    fn if_into(&mut self, branch: &syn::ExprIf, destination: Destination) {
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
    fn condition(&mut self, condition: &Expr) -> Option<Plain> {
        let plain = match self.expression(condition) {
            Lowered::Plain(plain) => plain,
            Lowered::Nothing => return None,
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

    /// A plain value that is kept, and that may have changed variables: it must not lead back to them.
    pub(super) fn owned(&mut self, mut plain: Plain) -> Option<Plain> {
        if plain.writes.is_empty() {
            return Some(plain);
        }
        if super::plain::borrows_mutably(&plain.expression) {
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

    fn match_into(&mut self, a_match: &syn::ExprMatch, destination: Destination) {
        let branches = a_match.arms.iter().map(|arm| {
            let (pattern, guard) = super::pattern::split_guard(&arm.pat);
            Branch { pattern: pattern.clone(), guard, body: Some(&*arm.body) }
        });
        self.match_branches(&a_match.expr, branches.collect(), destination);
    }

    fn match_branches(&mut self, expression: &Expr, branches: Vec<Branch<'_>>, destination: Destination) {
        let scan = self.scan(expression);
        let span = expression.span();
        let scrutinee = if self.reads_active(&scan) && !self.has_inactive_value(expression) {
            match self.operand(expression) {
                Some(Operand::Place { place, borrowed }) => {
                    self.active_match(place, borrowed, span, branches, destination);
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
                this.bind_inactive_pattern(&mut pattern);
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

    // ---- exits

    pub(super) fn exit(&mut self, expression: &Expr) {
        let exit = match expression {
            Expr::Return(leave) => {
                let Some(value) = &leave.expr else {
                    self.errors.reject(leave, &errors::UNIT);
                    return;
                };
                let value = match self.expression(value) {
                    Lowered::Plain(plain) => Value::Operand(Operand::Plain(plain)),
                    Lowered::Place { place, borrowed } => Value::Operand(Operand::Place { place, borrowed }),
                    Lowered::Value(value) => value,
                    Lowered::Nothing => return,
                };
                self.loops.iter_mut().for_each(|enclosing| enclosing.left_early = true);
                Exit::Return(self.settled(value, expression.span()))
            }
            Expr::Break(leave) => {
                if let Some(value) = &leave.expr {
                    self.errors.reject(value, &errors::BREAK_VALUE);
                    return;
                }
                let Some(target) = self.target(leave.label.as_ref()) else {
                    self.errors.reject(leave, &errors::LABELED_BLOCK);
                    return;
                };
                self.mark_left(target, true);
                Exit::Break(target)
            }
            Expr::Continue(next) => {
                let Some(target) = self.target(next.label.as_ref()) else {
                    self.errors.reject(next, &errors::LABELED_BLOCK);
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
            Value::Operation { .. } | Value::Call { .. } => {
                let variable = self.name_value(value, span);
                Value::Operand(Operand::Place { place: Place::whole(variable, span), borrowed: false })
            }
            value => value,
        }
    }

    fn target(&self, label: Option<&syn::Lifetime>) -> Option<LoopId> {
        match label {
            None => self.loops.last().map(|enclosing| enclosing.id),
            Some(label) => {
                let name = label.ident.to_string();
                let found = self.loops.iter().rev().find(|enclosing| enclosing.label.as_ref() == Some(&name));
                found.map(|enclosing| enclosing.id)
            }
        }
    }

    /// Every loop inside the target is left early; the target itself too, unless it goes on.
    fn mark_left(&mut self, target: LoopId, including_target: bool) {
        for enclosing in self.loops.iter_mut().rev() {
            if enclosing.id == target {
                enclosing.left_early |= including_target;
                break;
            }
            enclosing.left_early = true;
        }
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

/// A number outside a call or a cast, whose type nothing has settled.
fn contains_open_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Float(_) | syn::Lit::Int(_)),
        Expr::Paren(paren) => contains_open_literal(&paren.expr),
        Expr::Unary(unary) => contains_open_literal(&unary.expr),
        Expr::Binary(binary) => contains_open_literal(&binary.left) || contains_open_literal(&binary.right),
        Expr::MethodCall(call) => contains_open_literal(&call.receiver),
        _ => false,
    }
}

fn starts_uppercase(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}
