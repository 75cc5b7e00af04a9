//! Functions as values: closures that are passed to functions, and parameters that are functions.

use super::Lowerer;
use super::closures::Closure;
use super::expression::Lowered;
use crate::errors;
use crate::ir::{Block, Callee, Exit, Function, Operand, Place, Plain, StatementKind, Value, Var, VariableKind};
use crate::rules;
use proc_macro2::Span;
use quote::format_ident;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure, Pat, Type};

/// The arguments of a call.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) operands: Vec<Operand>,
    pub(super) functions: Vec<Rc<Function>>,
}

impl Lowerer<'_> {
    /// The parameter that a name stands for, and how many arguments it takes.
    pub(super) fn function_parameter(&self, function: &Expr) -> Option<(Var, usize)> {
        let path = match function {
            Expr::Path(path) => path,
            Expr::Paren(paren) => return self.function_parameter(&paren.expr),
            Expr::Reference(reference) => return self.function_parameter(&reference.expr),
            Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) => return self.function_parameter(expr),
            _ => return None,
        };
        let variable = path.path.get_ident().and_then(|name| self.find(name))?;
        match self.variable(variable).kind {
            VariableKind::Function(arguments) => Some((variable, arguments)),
            _ => None,
        }
    }

    /// `f(x)`, where `f` is a parameter.
    pub(super) fn call_of_parameter(&mut self, function: Var, call: &syn::ExprCall) -> Lowered {
        match self.operands(&call.args) {
            Some(operands) => {
                Lowered::Value(Value::Call { callee: Callee::Parameter(function), operands, functions: Vec::new() })
            }
            None => Lowered::Nothing,
        }
    }

    /// Whether an argument is a function: a closure, its name, a parameter, or the path of a function.
    pub(super) fn is_function(&self, argument: &Expr) -> bool {
        // What is lent by its path is mostly a constant: `&steps`.
        self.closure_named(argument).is_some()
            || self.function_parameter(argument).is_some()
            || matches!(argument, Expr::Path(path) if self.is_path_of_function(path))
    }

    /// `f64::sin`, `helper`: constants are in capitals, and a name in scope is a variable's. So are the types that variants
    /// in small letters belong to.
    fn is_path_of_function(&self, path: &syn::ExprPath) -> bool {
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let (last, before) = segments.split_last().expect("a path has a segment");
        let in_capitals = |name: &String| name.len() > 1 && !name.contains(char::is_lowercase);
        let is_item = |item: &syn::Item| match item {
            syn::Item::Const(item) => item.ident == last,
            syn::Item::Static(item) => item.ident == last,
            _ => false,
        };
        path.path.get_ident().is_none_or(|name| self.find(name).is_none() && *name != "self")
            && last.starts_with(|first: char| first.is_lowercase() || first == '_')
            && !before.last().is_some_and(in_capitals)
            && !self.items.iter().any(is_item)
    }

    /// A function among the arguments of a call.
    pub(super) fn function_argument(&mut self, expression: &Expr, argument: usize) -> Option<Rc<Function>> {
        let (reference, mutability) = match expression {
            Expr::Reference(lent) => (Some(lent.and_token), lent.mutability),
            _ => (None, None),
        };
        if let Some(path) = self.path_with_companion(expression) {
            if self.is_hidden(&path.path) {
                self.errors.reject(path, &errors::NESTED);
                return None;
            }
            return Some(Rc::new(Function {
                argument,
                reference,
                mutability,
                callee: Some(callee_of(path)),
                parameters: Vec::new(),
                block: Block { statements: Vec::new() },
                constants: Vec::new(),
                captures: BTreeSet::new(),
                active: false,
            }));
        }
        let closure = self.as_closure(expression)?;
        let scan = self.scan(&Expr::Closure(closure.closure.clone()));
        if scan.assigns || scan.lends {
            self.errors.reject(expression, &errors::FUNCTION_CHANGES);
            return None;
        }
        let first = self.variables.len();
        let constants = std::mem::take(&mut self.constants);
        // A method inside may look at what is changed elsewhere; one that changes it does not compile where it is taken to
        // look.
        scan.writes.iter().for_each(|variable| self.variables[variable.0].mutable = false);
        let (parameters, block) = self.function_block(&closure, expression.span());
        scan.writes.iter().for_each(|variable| self.variables[variable.0].mutable = true);
        let constants = std::mem::replace(&mut self.constants, constants);
        let captures: BTreeSet<Var> = block.reads().into_iter().filter(|variable| variable.0 < first).collect();
        let active = captures.iter().any(|variable| self.variable(*variable).active);
        Some(Rc::new(Function {
            argument,
            reference,
            mutability,
            callee: None,
            parameters,
            block,
            constants,
            captures,
            active,
        }))
    }

    /// The path of a function that has a companion, for all that is known: it has no rule and is no variable.
    fn path_with_companion(&self, expression: &Expr) -> Option<syn::ExprPath> {
        match expression {
            Expr::Paren(paren) => self.path_with_companion(&paren.expr),
            Expr::Reference(reference) => self.path_with_companion(&reference.expr),
            Expr::Path(path) => {
                let known = self.closure_named(expression).is_some()
                    || self.function_parameter(expression).is_some()
                    || arguments_of_rule(path).is_some();
                (!known).then(|| path.clone())
            }
            _ => None,
        }
    }

    /// A function with a rule as a closure: `f64::sin` is `|x| f64::sin(x)`.
    fn as_closure(&self, expression: &Expr) -> Option<Closure> {
        let expression = match expression {
            Expr::Paren(paren) => return self.as_closure(&paren.expr),
            Expr::Reference(reference) => return self.as_closure(&reference.expr),
            expression => expression,
        };
        if let Some(closure) = self.closure_named(expression) {
            return Some(closure);
        }
        let Expr::Path(path) = expression else { return None };
        let count = match self.function_parameter(expression) {
            Some((_, arguments)) => arguments,
            None => arguments_of_rule(path)?,
        };
        let names: Vec<_> =
            (0..count).map(|index| format_ident!("argument{index}", span = Span::mixed_site())).collect();
        let closure: ExprClosure = syn::parse_quote!(|#(#names),*| #path(#(#names),*));
        Some(Closure { closure, scopes: self.scopes.clone() })
    }

    /// The body of a closure as that of a function, and its parameters.
    fn function_block(&mut self, called: &Closure, span: Span) -> (Vec<(Var, Option<Type>)>, Block) {
        let closure = &called.closure;
        let here = std::mem::replace(&mut self.scopes, called.scopes.clone());
        let loops = std::mem::take(&mut self.loops);
        let bodies = std::mem::take(&mut self.closure_bodies);
        self.blocks.push(Vec::new());
        self.scopes.push(HashMap::new());
        let parameters: Vec<(Var, Option<Type>)> =
            closure.inputs.iter().map(|pattern| self.parameter_of_closure(pattern, &closure.body)).collect();
        for (pattern, (variable, _)) in closure.inputs.iter().zip(&parameters) {
            if let Some(name) = plain_name(pattern) {
                self.bind(name, *variable);
                continue;
            }
            let whole = Place::whole(*variable, pattern.span());
            let operand = match self.variable(*variable).active {
                true => Operand::Place { place: whole, borrowed: false },
                false => Operand::Plain(self.read(*variable)),
            };
            self.bind_argument(pattern, operand);
        }
        let value = self.closure_body(closure, None, span).into_value();
        let unit = || Value::Operand(Operand::Plain(Plain::new(syn::parse_quote!(()))));
        let value = value.map_or_else(unit, |value| self.settled(value, span));
        self.push(StatementKind::Exit(Exit::Return(value)), span);
        let statements = self.blocks.pop().expect("the block just opened");
        (self.scopes, self.loops, self.closure_bodies) = (here, loops, bodies);
        (parameters, Block { statements })
    }

    fn parameter_of_closure(&mut self, pattern: &Pat, body: &Expr) -> (Var, Option<Type>) {
        let (pattern, ty) = match pattern {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pattern => (pattern, None),
        };
        let name = match plain_name(pattern) {
            Some(name) => name.clone(),
            None => self.fresh("argument", pattern.span()),
        };
        let index = match (&ty, pattern) {
            (Some(ty), _) => crate::signature::has_no_tangent(ty),
            (None, Pat::Ident(ident)) => is_index(&ident.ident, body),
            _ => false,
        };
        // Of an unknown type: mostly a number, and rustc says where one cannot be copied.
        let variable = self.named_variable(&name, !index, false, true, VariableKind::OfClosure);
        self.variables[variable.0].reference = matches!(ty, Some(Type::Reference(_)));
        (variable, ty)
    }
}

/// The name that a pattern is, if it is nothing else.
fn plain_name(pattern: &Pat) -> Option<&syn::Ident> {
    match pattern {
        Pat::Type(typed) => plain_name(&typed.pat),
        Pat::Ident(ident) => {
            (ident.mutability.is_none() && ident.by_ref.is_none() && ident.subpat.is_none()).then_some(&ident.ident)
        }
        _ => None,
    }
}

/// A function as what is called, by its path.
fn callee_of(path: syn::ExprPath) -> Callee {
    let owner = path.path.segments.iter().rev().nth(1).map(|owner| owner.ident.to_string());
    match path.qself.is_some() || owner.is_some_and(|owner| super::calls::starts_uppercase(&owner)) {
        true => Callee::Associated(path),
        false => Callee::Function(path.path),
    }
}

/// How many arguments a function takes that has a rule.
fn arguments_of_rule(path: &syn::ExprPath) -> Option<usize> {
    let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let [.., owner, name] = &segments[..] else { return None };
    (1..=3).find(|count| rules::function(owner, name, *count).is_some())
}

/// Whether a name is used as an index or a bound: then it is taken for an integer, which rustc checks.
fn is_index(name: &syn::Ident, body: &Expr) -> bool {
    struct Uses<'a> {
        name: &'a syn::Ident,
        as_index: usize,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Uses<'_> {
        fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
            self.visit_expr(&index.expr);
            self.as_index += 1;
            self.visit_expr(&index.index);
            self.as_index -= 1;
        }
        fn visit_expr_range(&mut self, range: &'ast syn::ExprRange) {
            self.as_index += 1;
            visit::visit_expr_range(self, range);
            self.as_index -= 1;
        }
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            self.found |= self.as_index > 0 && path.path.is_ident(self.name);
        }
    }
    let mut uses = Uses { name, as_index: 0, found: false };
    uses.visit_expr(body);
    uses.found
}
