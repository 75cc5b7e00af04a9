//! Calls: methods and functions with a rule, functions with a companion, macros.

use super::Lowerer;
use super::expression::Lowered;
use super::macros::{macro_arguments, only_looks};
use crate::errors;
use crate::ir::{Form, Value};
use crate::rules;
use syn::Expr;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    pub(super) fn method_call(&mut self, call: &syn::ExprMethodCall) -> Lowered {
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

    pub(super) fn call(&mut self, call: &syn::ExprCall) -> Lowered {
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

    pub(super) fn repeat(&mut self, element: &Expr, length: &Expr, vector: bool) -> Lowered {
        let Some(length) = self.inactive(length) else { return self.reject(length, &errors::INDEX) };
        match self.operand(element) {
            Some(operand) => Lowered::Value(Value::Repeat { operand, length, vector }),
            None => Lowered::Nothing,
        }
    }

    pub(super) fn macro_expression(&mut self, mac: &syn::Macro) -> Lowered {
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
}

fn starts_uppercase(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}
