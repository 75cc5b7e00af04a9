//! Closures: they have no cotangent of their own. A call of one is its body, in place.

use super::branches::Destination;
use super::expression::Lowered;
use super::{Lowerer, Name};
use crate::errors;
use crate::ir::{LoopId, Operand, StatementKind, Value, Var, VariableKind};
use proc_macro2::{Ident, Span};
use std::collections::HashMap;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure, Pat};

/// A closure and what its names meant where it was written.
#[derive(Clone)]
pub(super) struct Closure {
    pub(super) closure: ExprClosure,
    pub(super) scopes: Vec<HashMap<Name, Var>>,
}

/// What a parameter of a closure is bound to.
enum Argument {
    Operand(Operand),
    Lent(crate::ir::Place),
}

/// A closure whose body is being lowered: where `return` goes.
#[derive(Clone, Copy)]
pub(super) struct Inlined {
    pub(super) block: LoopId,
    /// Where its value goes.
    pub(super) value: Destination,
}

impl Lowerer<'_> {
    /// `let f = |x| ..;`
    pub(super) fn bind_closure(&mut self, name: &Ident, closure: &ExprClosure) {
        let expression = Expr::Closure(closure.clone());
        let scan = self.scan(&expression);
        let keeps_values = closure.capture.is_some();
        let mut scopes = self.scopes.clone();
        if keeps_values {
            // It has a copy of what may be assigned later.
            for read in scan.reads.iter().filter(|read| self.variable(**read).mutable).copied().collect::<Vec<_>>() {
                let span = closure.span();
                let place = crate::ir::Place::whole(read, span);
                let value = match self.variable(read).active {
                    true => Value::Operand(Operand::Place { place, borrowed: false }),
                    false => Value::Operand(Operand::Plain(self.read(read))),
                };
                let copy = self.name_value(value, span);
                scopes.iter_mut().flatten().filter(|(_, variable)| **variable == read).for_each(|(_, it)| *it = copy);
            }
        }
        let plain = scan.writes.is_empty().then(|| self.plain(&expression)).flatten();
        let kind = VariableKind::Local;
        let variable = self.user_variable(name, plain.is_none(), false, false, kind);
        if let Some(plain) = plain {
            // It may also be passed to something that takes a closure.
            let value = Value::Operand(Operand::Plain(plain));
            self.push(StatementKind::Let { variable, ty: None, value }, name.span());
        }
        self.closures.insert(variable, Closure { closure: closure.clone(), scopes });
    }

    /// The closure that a name stands for.
    pub(super) fn closure_named(&self, function: &Expr) -> Option<Closure> {
        match function {
            Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name))?;
                self.closures.get(&variable).cloned()
            }
            Expr::Paren(paren) => self.closure_named(&paren.expr),
            Expr::Reference(reference) => self.closure_named(&reference.expr),
            Expr::Closure(closure) => Some(Closure { closure: closure.clone(), scopes: self.scopes.clone() }),
            _ => None,
        }
    }

    /// A call of a closure: its parameters are bound to the arguments, and its body stands in place of the call. Without a
    /// destination its value is returned.
    pub(super) fn call_closure<'e>(
        &mut self,
        called: &Closure,
        arguments: impl IntoIterator<Item = &'e Expr>,
        destination: Option<Destination>,
        span: Span,
    ) -> Lowered {
        let mut values = Vec::new();
        for argument in arguments {
            let lent = matches!(argument, Expr::Reference(reference) if reference.mutability.is_some())
                || matches!(argument, Expr::Path(path)
                    if path.path.get_ident().is_some_and(|name| self.lent_by_name(name).is_some()));
            let argument = if lent {
                self.lent_place(argument).map(Argument::Lent)
            } else {
                self.operand(argument).map(Argument::Operand)
            };
            let Some(argument) = argument else { return Lowered::Nothing };
            values.push(argument);
        }
        self.inline(called, values, destination, span)
    }

    fn inline(
        &mut self,
        called: &Closure,
        arguments: Vec<Argument>,
        destination: Option<Destination>,
        span: Span,
    ) -> Lowered {
        let closure = &called.closure;
        if closure.inputs.len() != arguments.len() {
            return self.reject(closure, &errors::CLOSURE_ARGUMENTS);
        }
        if self.closure_bodies.len() > 16 {
            return self.reject(closure, &errors::CLOSURE);
        }
        let here = std::mem::replace(&mut self.scopes, called.scopes.clone());
        self.scopes.push(HashMap::new());
        for (pattern, argument) in closure.inputs.iter().zip(arguments) {
            match argument {
                Argument::Operand(operand) => self.bind_argument(pattern, operand),
                Argument::Lent(place) => self.bind_lent(pattern, place),
            }
        }
        let lowered = self.closure_body(closure, destination, span);
        self.scopes = here;
        lowered
    }

    pub(super) fn closure_body(
        &mut self,
        closure: &ExprClosure,
        destination: Option<Destination>,
        span: Span,
    ) -> Lowered {
        let body = &closure.body;
        match (destination, returns(body)) {
            (Some(value), true) => {
                self.left_block(None, None, span, |this, block| {
                    this.closure_bodies.push(Inlined { block, value });
                    this.value_into(body, value);
                    this.closure_bodies.pop();
                });
                Lowered::Nothing
            }
            (Some(destination), false) => {
                self.value_into(body, destination);
                Lowered::Nothing
            }
            (None, true) => {
                let value = self.temporary("v", span, false, true);
                self.binding(value, false);
                let ty = match &closure.output {
                    syn::ReturnType::Type(_, ty) => Some((**ty).clone()),
                    syn::ReturnType::Default => None,
                };
                self.push(StatementKind::Declare { variable: value, ty }, span);
                self.closure_body(closure, Some(Destination::Variable(value)), span);
                self.declared(value, span)
            }
            (None, false) => match &closure.output {
                syn::ReturnType::Type(_, ty) => self.expression(&syn::parse_quote!({ let value: #ty = #body; value })),
                syn::ReturnType::Default => self.expression(body),
            },
        }
    }

    /// `let pattern = argument;`
    pub(super) fn bind_argument(&mut self, pattern: &Pat, argument: Operand) {
        let (pattern, ty) = match pattern {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pattern => (pattern, None),
        };
        match argument {
            Operand::Plain(plain) => self.bind_plain(pattern, plain, ty),
            Operand::Lent(place) => self.bind_lent(pattern, place),
            Operand::Place { place, borrowed } => match pattern {
                Pat::Reference(reference) if borrowed => {
                    self.bind_argument(&reference.pat, Operand::Place { place, borrowed: false });
                }
                Pat::Ident(ident) if ident.subpat.is_none() => {
                    let ty = ty.filter(|_| !borrowed);
                    self.bind_place(&ident.ident, ident.mutability.is_some(), place, borrowed, ty);
                }
                pattern => self.bind_pattern_to_place(pattern, place, borrowed),
            },
        }
    }
}

/// Whether a `return` or `?` leaves the body of a closure.
fn returns(body: &Expr) -> bool {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr(&mut self, expression: &'ast Expr) {
            match expression {
                Expr::Return(_) | Expr::Try(_) => self.0 = true,
                Expr::Closure(_) | Expr::Async(_) => {}
                _ => visit::visit_expr(self, expression),
            }
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut returns = Returns(false);
    returns.visit_expr(body);
    returns.0
}
