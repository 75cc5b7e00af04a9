//! What is certainly a number, and not another `Copy` type with operators of its own.
//!
//! Of a number the rules know what they need to see: a sum needs none of its operands. What `+` of a type of the user's
//! does, nobody sees from here.

use crate::ir::{
    Block, Body, Form, LoopHead, Operand, Place, Plain, Projection, StatementKind, Value, Var, VariableKind,
};
use std::collections::BTreeSet;
use syn::Expr;

/// The variables that are numbers, and those all of whose elements are.
pub(super) struct Numbers {
    numbers: BTreeSet<Var>,
    lists: BTreeSet<Var>,
}

impl Numbers {
    pub(super) fn of(body: &Body) -> Self {
        let mut found = Numbers { numbers: body.numbers.clone(), lists: body.lists_of_numbers.clone() };
        for (constant, value) in &body.constants {
            if is_literal(value) {
                found.numbers.insert(*constant);
            }
        }
        found.search(body, &body.block);
        found
    }

    /// Whether a place holds a number.
    pub(super) fn contain(&self, body: &Body, place: &Place) -> bool {
        match (&place.path[..], &body.variable(place.root).kind) {
            ([], VariableKind::Alias(of) | VariableKind::Bound(of)) => self.contain(body, of),
            ([], _) => self.numbers.contains(&place.root),
            ([Projection::Dereference], _) => self.numbers.contains(&place.root),
            ([.., Projection::Field(syn::Member::Named(part))], _) => part == "re" || part == "im",
            (path, _) => {
                let leads_to_elements =
                    path.iter().all(|step| matches!(step, Projection::Index(_) | Projection::Dereference));
                leads_to_elements && self.is_list(body, place.root)
            }
        }
    }

    fn is_list(&self, body: &Body, variable: Var) -> bool {
        match &body.variable(variable).kind {
            VariableKind::Alias(of) | VariableKind::Bound(of) => {
                of.path.iter().all(|step| matches!(step, Projection::Index(_) | Projection::Dereference))
                    && self.is_list(body, of.root)
            }
            _ => self.lists.contains(&variable),
        }
    }

    fn search(&mut self, body: &Body, block: &Block) {
        for statement in &block.statements {
            match &statement.kind {
                StatementKind::Let { variable, value, .. } => {
                    if self.is_number(body, value) {
                        self.numbers.insert(*variable);
                    }
                    if self.is_list_of_numbers(body, value) {
                        self.lists.insert(*variable);
                    }
                }
                StatementKind::Loop(a_loop) => {
                    if let LoopHead::Range { variable, .. } = &a_loop.head {
                        self.numbers.insert(*variable);
                    }
                }
                _ => {}
            }
            if let Some(Value::Call { functions, .. }) = statement.kind.value() {
                functions.iter().for_each(|function| self.search(body, &function.block));
            }
            statement.kind.blocks().into_iter().for_each(|inner| self.search(body, inner));
        }
    }

    fn is_number(&self, body: &Body, value: &Value) -> bool {
        match value {
            Value::Operand(operand) => self.is_number_operand(body, operand),
            Value::Operation { operation, operands } => {
                let of_numbers = operands.iter().all(|operand| self.is_number_operand(body, operand));
                let is_operator = matches!(operation.form, Form::Binary(_) | Form::Negate);
                operation.rule.number && (!operation.rule.common || of_numbers) || is_operator && of_numbers
            }
            _ => false,
        }
    }

    fn is_list_of_numbers(&self, body: &Body, value: &Value) -> bool {
        match value {
            Value::Repeat { operand, .. } => self.is_number_operand(body, operand),
            Value::Array(operands) | Value::Vector(operands) => {
                operands.iter().all(|operand| self.is_number_operand(body, operand))
            }
            Value::Operand(Operand::Place { place, .. }) => place.path.is_empty() && self.is_list(body, place.root),
            Value::Operand(Operand::Plain(Plain { expression: Expr::Macro(made), .. })) => {
                // `vec![0.0; n]`, where nothing in it is active
                let first = made.mac.tokens.clone().into_iter().next();
                made.mac.path.is_ident("vec")
                    && first.is_some_and(|first| syn::parse2::<syn::LitFloat>(first.into()).is_ok())
            }
            Value::Operand(Operand::Plain(Plain { expression: Expr::Repeat(made), .. })) => is_literal(&made.expr),
            Value::Operation { operation, operands } if matches!(operation.rule.name, "clone" | "to_vec") => {
                matches!(&operands[0], Operand::Place { place, .. } if place.path.is_empty() && self.is_list(body, place.root))
            }
            _ => false,
        }
    }

    fn is_number_operand(&self, body: &Body, operand: &Operand) -> bool {
        match operand {
            Operand::Place { place, borrowed: false } => self.contain(body, place),
            Operand::Place { .. } | Operand::Lent(_) => false,
            Operand::Plain(plain) => self.is_plain_number(body, plain, &plain.expression),
        }
    }

    fn is_plain_number(&self, body: &Body, plain: &Plain, expression: &Expr) -> bool {
        match expression {
            Expr::Lit(_) | Expr::Cast(_) => true,
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) => {
                    plain.reads.iter().any(|read| body.variable(*read).name == *name && self.numbers.contains(read))
                }
                None => body.of_number_type(&path.path),
            },
            Expr::Call(call) => matches!(&*call.func, Expr::Path(path) if body.of_number_type(&path.path)),
            Expr::MethodCall(call) => crate::rules::has_inactive_result(&call.method.to_string()),
            Expr::Paren(paren) => self.is_plain_number(body, plain, &paren.expr),
            Expr::Unary(unary) => self.is_plain_number(body, plain, &unary.expr),
            Expr::Binary(binary) => {
                self.is_plain_number(body, plain, &binary.left) && self.is_plain_number(body, plain, &binary.right)
            }
            _ => false,
        }
    }
}

fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => is_literal(&unary.expr),
        Expr::Paren(paren) => is_literal(&paren.expr),
        _ => false,
    }
}
