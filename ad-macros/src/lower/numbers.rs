//! Which values are seen to be numbers: their methods are those of numbers, whatever types of the user's have.
//!
//! Of other values the rule of a method is found by their type, which costs nothing either but lends the rule more than
//! it needs.

use super::Lowerer;
use crate::ir::{Form, Operand, Operation, Place, StatementKind, Value};
use crate::rules::Rule;
use crate::signature::bounds::TypeParameter;
use crate::signature::{bare, is_number};
use syn::{BinOp, Expr, Type};

impl Lowerer<'_> {
    /// The rule of a method that is called on this operand.
    pub(super) fn rule_for_receiver(&self, rule: &'static Rule, receiver: &Operand) -> &'static Rule {
        if self.is_seen_to_be_number(receiver) { rule } else { rule.for_any_type().unwrap_or(rule) }
    }

    /// Notes a variable that is defined as a number.
    pub(super) fn notice_number(&mut self, kind: &StatementKind) {
        if let StatementKind::Let { variable, value, .. } | StatementKind::Init { variable, value } = kind
            && self.is_number_value(value)
        {
            self.numbers.insert(*variable);
        }
    }

    fn is_number_value(&self, value: &Value) -> bool {
        match value {
            Value::Operand(operand) => self.is_seen_to_be_number(operand),
            Value::Operation { operation: Operation { form, rule, .. }, operands } => {
                let is_number = |index: usize| self.is_seen_to_be_number(&operands[index]);
                match form {
                    Form::Cast(_) => true,
                    Form::Binary(BinOp::Add(_) | BinOp::Sub(_)) => is_number(0) || is_number(1),
                    // A number times a vector of the user's is a vector.
                    Form::Binary(BinOp::Mul(_)) => is_number(0) && is_number(1),
                    Form::Binary(_) | Form::Negate => is_number(0),
                    _ => rule.number,
                }
            }
            _ => false,
        }
    }

    pub(super) fn is_seen_to_be_number(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Plain(plain) => {
                matches!(&plain.expression, Expr::Lit(_) | Expr::Cast(_))
                    || matches!(&plain.expression, Expr::Path(_))
                        && plain.reads.iter().any(|read| self.is_number_place(&Place::whole(*read, plain_span(plain))))
            }
            Operand::Place { place, .. } | Operand::Lent(place) => self.is_number_place(place),
        }
    }

    fn is_number_place(&self, place: &Place) -> bool {
        let of_type =
            |ty: &Type| is_number(bare(ty)) || self.signature.type_parameter(bare(ty)) == Some(TypeParameter::Number);
        (place.path.is_empty() && self.numbers.contains(&place.root))
            || self.type_of_place(place).is_some_and(|ty| of_type(&ty))
    }
}

fn plain_span(plain: &crate::ir::Plain) -> proc_macro2::Span {
    syn::spanned::Spanned::span(&plain.expression)
}
