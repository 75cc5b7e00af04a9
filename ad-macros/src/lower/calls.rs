//! Calls: methods and functions with a rule, functions with a companion, macros.

use super::Lowerer;
use super::expression::Lowered;
use super::functions::Arguments;
use super::macros::{array_of_elements, macro_arguments, only_looks};
use crate::errors;
use crate::ir::{Callee, Form, Operand, Place, Projection, Value, VariableKind};
use crate::rules;
use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;
use syn::spanned::Spanned;

impl Lowerer<'_> {
    pub(super) fn method_call(&mut self, call: &syn::ExprMethodCall) -> Lowered {
        let name = call.method.to_string();
        let whole = Expr::MethodCall(call.clone());
        if rules::has_inactive_result(&name) || self.is_seen_to_be_inactive(&whole) {
            return self.condition_value(&whole);
        }
        if name == "as_slice" && call.args.is_empty() && !self.is_of_user_type(&call.receiver) {
            let whole = &call.receiver;
            return self.expression(&syn::parse_quote!(&#whole[..]));
        }
        if let Some(element) = self.element_taken_out(call) {
            return self.expression(&element);
        }
        if let Some(removed) = self.element_removed(call) {
            return self.expression(&removed);
        }
        if let Some(lowered) = self.chain_value(call, None, None) {
            return lowered;
        }
        if let Some(lowered) = self.fallible_method(call) {
            return lowered;
        }
        let is_users = name != "clone" && (self.is_of_user_type(&call.receiver) || self.gives_user_type(call));
        let rule = rules::method(&name, call.args.len() + 1).filter(|_| !is_users);
        let converts = call.args.is_empty() && rules::is_conversion_method(&name) && (name == "into" || !is_users);
        let rule = rule.or_else(|| converts.then(|| rules::syntax("from")));
        if rule.is_none() && (is_users || !rules::is_of_std(&name, call.args.len())) && self.may_change_receiver(call) {
            return self.method_that_changes(call);
        }
        let Some(receiver) = self.operand(&call.receiver) else { return Lowered::Nothing };
        if let Some(rule) = rule {
            let Some(mut operands) = self.operands(&call.args) else { return Lowered::Nothing };
            let rule = self.rule_for_receiver(rule, &receiver);
            operands.insert(0, receiver);
            return self.operation(Form::Method(call.method.clone()), rule, operands, call.span());
        }
        if rules::is_of_std(&name, call.args.len()) && !is_users {
            return self.reject(&call.method, &errors::METHOD);
        }
        let Some(mut arguments) = self.arguments(&call.args, 1) else { return Lowered::Nothing };
        arguments.operands.insert(0, receiver);
        let callee = Callee::Method { name: call.method.clone(), turbofish: call.turbofish.clone() };
        self.call_of_companion(callee, arguments, call.span())
    }

    /// A call of something that has a companion, or else rustc says that it has none.
    pub(super) fn call_of_companion(&mut self, callee: Callee, arguments: Arguments, span: Span) -> Lowered {
        let Arguments { operands, functions } = arguments;
        // The callee settles the type of a literal, and its pullback sees the same.
        let operands = operands.into_iter().map(|operand| match &operand {
            Operand::Plain(plain) if super::expression::contains_open_literal(&plain.expression) => {
                self.rule_operand(operand, span)
            }
            _ => operand,
        });
        let value = Value::Call { callee, operands: operands.collect(), functions };
        if !value.lends() {
            return Lowered::Value(value);
        }
        // What it changes, it changes here.
        let variable = self.name_value(value, span);
        Lowered::Place { place: Place::whole(variable, span), borrowed: false }
    }

    /// The arguments of a call, behind `before` others. Some may be lent to be changed, and some may be functions.
    pub(super) fn arguments<'e>(
        &mut self,
        expressions: impl IntoIterator<Item = &'e Expr>,
        before: usize,
    ) -> Option<Arguments> {
        let (functions, values): (Vec<_>, Vec<_>) =
            expressions.into_iter().enumerate().partition(|(_, expression)| self.is_function(expression));
        let operands = self.arguments_without_functions(values.into_iter().map(|(_, value)| value).collect())?;
        let mut arguments = Arguments { operands, functions: Vec::new() };
        for (index, function) in functions {
            arguments.functions.push(self.function_argument(function, before + index)?);
        }
        Some(arguments)
    }

    fn arguments_without_functions(&mut self, expressions: Vec<&Expr>) -> Option<Vec<Operand>> {
        if !expressions.iter().any(|expression| self.is_lent(expression)) {
            return self.operands(expressions);
        }
        let mut operands = Vec::new();
        for expression in expressions {
            let operand = if self.is_lent(expression) {
                let place = self.lent_place(expression)?;
                let again = |other: &Option<Operand>| matches!(other, Some(Operand::Lent(of)) if of.root == place.root);
                if operands.iter().any(again) {
                    self.errors.reject(expression, &errors::MUT_TWICE);
                    return None;
                }
                self.becomes_active(place.root);
                Some(Operand::Lent(place))
            } else {
                match self.operand(expression)? {
                    // Read before the call changes anything.
                    Operand::Place { place, borrowed: false } if self.variable(place.root).mutable => {
                        let span = place.span;
                        let value = Value::Operand(Operand::Place { place, borrowed: false });
                        let copy = self.name_value(value, span);
                        Some(Operand::Place { place: Place::whole(copy, span), borrowed: false })
                    }
                    Operand::Plain(plain)
                        if !plain.cheap || plain.reads.iter().any(|it| self.variable(*it).mutable) =>
                    {
                        let variable = self.name_plain("t", plain, expression.span());
                        Some(Operand::Plain(self.read(variable)))
                    }
                    operand => Some(operand),
                }
            };
            operands.push(Some(operand?));
        }
        operands.into_iter().collect()
    }

    /// `&mut x`, or the name of a mutable reference.
    pub(super) fn is_lent(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Paren(paren) => self.is_lent(&paren.expr),
            Expr::Reference(reference) => reference.mutability.is_some(),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.lent_by_name(name).is_some()),
            _ => false,
        }
    }

    pub(super) fn call(&mut self, call: &syn::ExprCall) -> Lowered {
        if let Some(closure) = self.closure_named(&call.func) {
            return self.call_closure(&closure, &call.args, None, call.span());
        }
        if let Some((function, _)) = self.function_parameter(&call.func) {
            return self.call_of_parameter(function, call);
        }
        let Expr::Path(function) = &*call.func else { return self.reject(&call.func, &errors::CALLEE) };
        if let Some(message) = super::looks::is_out_of_sight(&function.path) {
            return self.reject(function, message);
        }
        if let Some(block) = self.replaces(call) {
            return self.expression(&block);
        }
        let segments = &function.path.segments;
        let last = &segments.last().expect("a path has a segment").ident;
        if function.path.get_ident().is_some_and(|name| self.find(name).is_some()) {
            return self.reject(function, &errors::CLOSURE);
        }
        let whole = Expr::Call(call.clone());
        if super::looks::is_stop_gradient(call) || self.is_seen_to_be_inactive(&whole) {
            return self.condition_value(&whole);
        }
        if last == "Err" && call.args.len() == 1 {
            // What went wrong has no derivative.
            return self.condition_value(&Expr::Call(call.clone()));
        }
        if (last == "Some" || last == "Ok") && call.args.len() == 1 {
            return match self.operand(&call.args[0]) {
                Some(operand) => {
                    let form = Form::Function((*call.func).clone());
                    self.operation(form, rules::syntax("some"), vec![operand], call.span())
                }
                None => Lowered::Nothing,
            };
        }
        // A constructor is in camel case: `T_saturation` is a function.
        if starts_uppercase(&last.to_string()) && !last.to_string().contains('_') {
            return self.constructor(&function.path, &call.args);
        }
        if last == "with_capacity" && call.args.len() == 1 {
            // Room for so many: an integer, which rustc checks.
            let Some(mut plain) = self.inactive(&Expr::Call(call.clone())) else { return Lowered::Nothing };
            if let Expr::Call(with_capacity) = &mut plain.expression {
                let room = &with_capacity.args[0];
                with_capacity.args[0] = syn::parse_quote!(__ad::inactive(#room));
            }
            return Lowered::Plain(plain);
        }
        if segments[0].ident == "__ad" {
            // Written by ourselves: what `sum` and `product` of a generic number do with each item.
            let rule = rules::syntax(match last.to_string().as_str() {
                "summed" => "add",
                "multiplied" => "mul",
                _ => "joined",
            });
            return match self.operands(&call.args) {
                Some(operands) => self.operation(Form::Function((*call.func).clone()), rule, operands, call.span()),
                None => Lowered::Nothing,
            };
        }
        if function.qself.is_some() && segments.len() == 1 {
            // `<(f64, f64)>::from(p)`, `<[T; 3]>::zero()`
            return self.associated(function, call);
        }
        if segments.len() > 1 {
            let owner = segments[segments.len() - 2].ident.to_string();
            let is_number = self
                .only_number
                .as_ref()
                .is_some_and(|number| matches!(number, syn::Type::Path(path) if path.path.is_ident(&owner)));
            let rule = rules::function(&owner, &last.to_string(), call.args.len());
            let rule = rule.or_else(|| rules::method(&last.to_string(), call.args.len()).filter(|_| is_number));
            let converts = call.args.len() == 1 && rules::is_conversion_of_number(&last.to_string()) && is_number;
            let rule = rule.or_else(|| converts.then(|| rules::syntax("from")));
            if let Some(rule) = rule {
                return match self.operands(&call.args) {
                    Some(operands) => self.operation(Form::Function((*call.func).clone()), rule, operands, call.span()),
                    None => Lowered::Nothing,
                };
            }
            if starts_uppercase(&owner) || rules::is_primitive(&owner) {
                return self.associated(function, call);
            }
        }
        if self.is_hidden(&function.path) {
            return self.reject(function, &errors::NESTED);
        }
        match self.arguments(&call.args, 0) {
            Some(arguments) => self.call_of_companion(Callee::Function(function.path.clone()), arguments, call.span()),
            None => Lowered::Nothing,
        }
    }

    /// Whether a function may be one that is defined or imported inside the body, and hides another, whose companion would be
    /// taken for its own.
    pub(super) fn is_hidden(&self, function: &syn::Path) -> bool {
        function.get_ident().is_some_and(|name| self.hidden.contains(&name.to_string()) || self.hidden.contains("*"))
    }

    /// A function of a type: `Spring::new(k)`, `Colour::from(x)`.
    fn associated(&mut self, function: &syn::ExprPath, call: &syn::ExprCall) -> Lowered {
        let converts = call.args.len() == 1 && function.path.segments.last().is_some_and(|last| last.ident == "from");
        if converts {
            return match self.operand(&call.args[0]) {
                Some(operand) => {
                    let form = Form::Function((*call.func).clone());
                    self.operation(form, rules::syntax("from"), vec![operand], call.span())
                }
                None => Lowered::Nothing,
            };
        }
        match self.arguments(&call.args, 0) {
            Some(arguments) => self.call_of_companion(Callee::Associated(function.clone()), arguments, call.span()),
            None => Lowered::Nothing,
        }
    }

    /// `Metres(x)`, `Shape::Circle(r)`
    fn constructor(
        &mut self,
        path: &syn::Path,
        arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
    ) -> Lowered {
        match self.operands(arguments) {
            Some(operands) => {
                let fields = operands.into_iter().enumerate().map(|(index, operand)| (index.into(), operand)).collect();
                Lowered::Value(Value::Struct { path: path.clone(), fields })
            }
            None => Lowered::Nothing,
        }
    }

    /// `Point { x: a, y: b }`, and `Point { x: a, ..rest }` as a copy of `rest` with fields assigned.
    pub(super) fn struct_literal(&mut self, literal: &syn::ExprStruct) -> Lowered {
        let span = literal.span();
        if let Some(rest) = &literal.rest {
            let mut statements = vec![syn::parse_quote!(let mut whole = #rest;)];
            let names: Vec<_> = (0..literal.fields.len()).map(|index| quote::format_ident!("field{index}")).collect();
            let values = literal.fields.iter().zip(&names).map(|(field, name)| {
                let value = &field.expr;
                syn::parse_quote!(let #name = #value;)
            });
            let mut all: Vec<syn::Stmt> = values.collect();
            all.append(&mut statements);
            all.extend(literal.fields.iter().zip(&names).map(|(field, name)| {
                let member = &field.member;
                syn::parse_quote!(whole.#member = #name;)
            }));
            let block: syn::Block = syn::parse_quote!({ #(#all)* whole });
            return self.scoped(|this| this.block_value(&block));
        }
        let values: Vec<&Expr> = literal.fields.iter().map(|field| &field.expr).collect();
        let Some(operands) = self.operands(values) else { return Lowered::Nothing };
        let fields = literal.fields.iter().zip(operands).map(|(field, operand)| {
            let operand = match operand {
                // Evaluated here and now, where the user's fields are evaluated.
                Operand::Plain(plain) if !plain.cheap => {
                    let variable = self.name_plain("t", plain, span);
                    Operand::Plain(self.read(variable))
                }
                operand => operand,
            };
            (field.member.clone(), operand)
        });
        Lowered::Value(Value::Struct { path: literal.path.clone(), fields: fields.collect() })
    }

    /// Whether the value of a method is returned, and of a type that the user made: then the method is the user's where that
    /// of a number would give a number.
    fn gives_user_type(&self, call: &syn::ExprMethodCall) -> bool {
        let gives_number = rules::method(&call.method.to_string(), call.args.len() + 1).is_some_and(|rule| rule.number);
        gives_number
            && crate::signature::is_user_type(&self.signature.output, self.signature)
            && self.tail.as_ref().is_some_and(|tail| *tail == call.to_token_stream().to_string())
    }

    /// Whether an expression is seen to be of a type that the user made: its methods are the user's, whatever their names.
    pub(super) fn is_of_user_type(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Paren(paren) => self.is_of_user_type(&paren.expr),
            Expr::Reference(reference) => self.is_of_user_type(&reference.expr),
            Expr::Unary(unary) => self.is_of_user_type(&unary.expr),
            Expr::Binary(binary) => self.is_of_user_type(&binary.left) && self.is_of_user_type(&binary.right),
            Expr::Struct(_) => true,
            Expr::Path(_) | Expr::Index(_) => {
                self.type_of(expression).is_some_and(|ty| crate::signature::is_user_type(&ty, self.signature))
            }
            _ => false,
        }
    }

    /// The type of a variable or an element, where it can be seen.
    pub(super) fn type_of(&self, expression: &Expr) -> Option<syn::Type> {
        match expression {
            Expr::Paren(paren) => self.type_of(&paren.expr),
            Expr::Index(index) if !matches!(*index.index, Expr::Range(_)) => element_type(self.type_of(&index.expr)?),
            Expr::Index(index) => self.type_of(&index.expr),
            Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name))?;
                match self.lent.get(&variable) {
                    Some(place) => self.type_of_place(place),
                    None => self.type_of_variable(variable),
                }
            }
            _ => None,
        }
    }

    fn type_of_variable(&self, variable: crate::ir::Var) -> Option<syn::Type> {
        match &self.variable(variable).kind {
            VariableKind::Alias(place) | VariableKind::Bound(place) => self.type_of_place(place),
            _ => self.types.get(&variable).cloned(),
        }
    }

    pub(super) fn type_of_place(&self, place: &crate::ir::Place) -> Option<syn::Type> {
        let mut ty = self.type_of_variable(place.root)?;
        for step in &place.path {
            ty = match step {
                Projection::Index(index) if !matches!(index.expression, Expr::Range(_)) => element_type(ty)?,
                Projection::Index(_) => ty,
                Projection::Dereference if crate::signature::is_box(&ty) => return None,
                Projection::Dereference => crate::signature::bare(&ty).clone(),
                _ => return None,
            };
        }
        Some(ty)
    }

    pub(super) fn repeat(&mut self, element: &Expr, length: &Expr, vector: bool) -> Lowered {
        let Some(length) = self.inactive(length) else { return Lowered::Nothing };
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
        if mac.path.segments.last().is_some_and(|last| last.ident == "array")
            && let Some((elements, make)) = array_of_elements(mac)
        {
            let elements = Expr::Array(syn::parse_quote!([#(#elements),*]));
            let Some(operand) = self.operand(&elements) else { return Lowered::Nothing };
            return self.operation(Form::Function(make), rules::syntax("from"), vec![operand], mac.span());
        }
        if only_looks(mac) {
            return self.condition_value(&Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() }));
        }
        self.reject(mac, &errors::MACRO)
    }
}

pub(super) fn starts_uppercase(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// `T` of `&[T]`, `Vec<T>` and `[T; N]`.
fn element_type(ty: syn::Type) -> Option<syn::Type> {
    match crate::signature::bare(&ty) {
        syn::Type::Slice(slice) => Some((*slice.elem).clone()),
        syn::Type::Array(array) => Some((*array.elem).clone()),
        syn::Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
            match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
                    syn::GenericArgument::Type(ty) => Some(ty.clone()),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}
