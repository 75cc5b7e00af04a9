//! Places, operands and values, as the forward sweep computes them and the reverse sweep reads them.

use super::Printer;
use crate::ir::{Callee, Form, Function, Operand, Operation, Place, Plain, Projection, Value, Variable};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use std::rc::Rc;

/// A place as an expression.
pub(crate) fn place(variables: &[Variable], place: &Place) -> TokenStream {
    let name = &variables[place.root.0].name;
    let mut tokens = ours!(#name);
    for projection in &place.path {
        tokens = match projection {
            Projection::Field(member) => ours!(#tokens.#member),
            Projection::Index(index) => {
                let index = &index.expression;
                ours!(#tokens[#index])
            }
            Projection::Dereference => ours!((*#tokens)),
            Projection::Some | Projection::OfVariant(..) => {
                unreachable!("what is inside a variant is reached by the name that a pattern binds")
            }
        };
    }
    tokens
}

/// `1.0` with its type: `1.0_f64`.
pub(super) fn literal(value: &syn::Expr, suffix: &str) -> Option<TokenStream> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(number), .. }) => {
            let separator = if number.base10_digits().ends_with('.') { "0_" } else { "_" };
            let text = format!("{}{separator}{suffix}", number.base10_digits());
            let number = syn::LitFloat::new(&text, number.span());
            Some(ours!(#number))
        }
        _ => None,
    }
}

impl Printer<'_> {
    pub(super) fn place(&self, of: &Place) -> TokenStream {
        if of.path.is_empty() {
            return self.variable(of.root);
        }
        place(&self.body.variables, of)
    }

    /// An operand as it is used. Numbers are copied; anything else used by value is cloned, since the reverse sweep may
    /// want to see it once more.
    pub(super) fn operand(&self, operand: &Operand) -> TokenStream {
        match operand {
            Operand::Plain(plain) => self.plain(plain),
            Operand::Place { place, borrowed: true } => {
                let place = self.place(place);
                ours!(&#place)
            }
            Operand::Lent(place) => {
                let place = self.place(place);
                ours!(&mut #place)
            }
            Operand::Place { place, borrowed: false } => {
                let tokens = self.place(place);
                if self.is_copy(place) { tokens } else { super::again(tokens) }
            }
        }
    }

    fn plain(&self, plain: &Plain) -> TokenStream {
        let expression = &plain.expression;
        let named = plain.reads.first().filter(|_| matches!(expression, syn::Expr::Path(_)));
        match named.and_then(|named| self.literals.get(named)) {
            Some(literal) => literal.clone(),
            None => ours!(#expression),
        }
    }

    /// Whether an operand is certainly a number.
    fn is_number(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Plain(plain) => {
                matches!(plain.expression, syn::Expr::Lit(_) | syn::Expr::Cast(_))
                    || plain.reads.iter().any(|variable| self.is_number_variable(*variable))
            }
            Operand::Lent(_) => false,
            Operand::Place { place, borrowed: false } if place.path.is_empty() => {
                self.is_number_variable(place.root) || self.body.certain_numbers.contains(&place.root)
            }
            Operand::Place { place, borrowed } => !borrowed && self.is_copy(place),
        }
    }

    fn is_number_variable(&self, variable: crate::ir::Var) -> bool {
        let variable = self.body.variable(variable);
        variable.copy && !variable.reference
    }

    fn is_copy(&self, place: &Place) -> bool {
        match place.path.last() {
            None => self.body.variable(place.root).copy,
            // An element that is read by value is `Copy`, or rustc says so.
            Some(Projection::Index(_) | Projection::Dereference) => true,
            Some(Projection::Field(_) | Projection::Some | Projection::OfVariant(..)) => false,
        }
    }

    /// An operand lent to a rule.
    pub(super) fn lent(&self, operand: &Operand) -> TokenStream {
        match operand {
            Operand::Plain(plain) => {
                let expression = self.plain(plain);
                ours!(&(#expression))
            }
            Operand::Place { place, .. } | Operand::Lent(place) => {
                let place = self.place(place);
                ours!(&#place)
            }
        }
    }

    pub(super) fn value(&self, value: &Value) -> TokenStream {
        let list = |operands: &[Operand]| {
            let operands = operands.iter().map(|operand| self.operand(operand));
            ours!(#(#operands),*)
        };
        match value {
            Value::Operand(operand) => self.operand(operand),
            Value::Operation { operation, operands } => self.operation(operation, operands),
            Value::Call { callee, operands, functions } => self.call(callee, operands, functions),
            Value::Struct { path, fields } => {
                let fields = fields.iter().map(|(member, operand)| {
                    let value = self.operand(operand);
                    ours!(#member: #value)
                });
                ours!(#path { #(#fields),* })
            }
            Value::Tuple(operands) => {
                let operands = operands.iter().map(|operand| self.operand(operand));
                ours!((#(#operands,)*))
            }
            Value::Array(operands) => {
                let operands = list(operands);
                ours!([#operands])
            }
            Value::Vector(operands) => {
                let operands = list(operands);
                ours!(__ad::vec![#operands])
            }
            Value::Repeat { operand, length, vector } => {
                let (operand, length) = (self.operand(operand), &length.expression);
                if *vector { ours!(__ad::vec![#operand; #length]) } else { ours!([#operand; #length]) }
            }
        }
    }

    fn call(&self, callee: &Callee, operands: &[Operand], functions: &[Rc<Function>]) -> TokenStream {
        let operand = |(index, operand): (usize, &Operand)| match callee {
            Callee::Method { .. } if index == 0 => self.receiver(operand),
            _ => self.operand(operand),
        };
        let operands = operands.iter().enumerate().map(operand).collect();
        let functions = functions.iter().map(|function| (function.argument, self.function(function)));
        let arguments = among(operands, functions);
        match callee {
            Callee::Function(function) => ours!(#function(#(#arguments),*)),
            Callee::Associated(function) => ours!(#function(#(#arguments),*)),
            Callee::Method { name, turbofish } => {
                let (receiver, others) = arguments.split_first().expect("a method has a receiver");
                ours!(#receiver.#name #turbofish(#(#others),*))
            }
            Callee::Parameter(function) => {
                let function = self.name(*function);
                ours!(#function(#(#arguments),*))
            }
        }
    }

    /// What a method is called on: a place, which the method borrows or copies.
    pub(super) fn receiver(&self, operand: &Operand) -> TokenStream {
        match operand {
            Operand::Place { place, .. } | Operand::Lent(place) => self.place(place),
            Operand::Plain(_) => guarded(operand, self.operand(operand)),
        }
    }

    fn operation(&self, operation: &Operation, operands: &[Operand]) -> TokenStream {
        let span = operation.span;
        let first = &operands[0];
        match &operation.form {
            Form::Binary(operator) => {
                let (a, b) = (self.operand(first), self.operand(&operands[1]));
                let (a, b) = (guarded(first, a), guarded(&operands[1], b));
                let result = quote_spanned!(span=> #a #operator #b);
                if operands.iter().all(|operand| self.is_number(operand)) {
                    return result;
                }
                // A container may drop entries that cancel; their cotangents are wanted all the same.
                let rule = proc_macro2::Ident::new(operation.rule.name, span);
                let (a, b) = (self.lent(first), self.lent(&operands[1]));
                quote_spanned!(span=> __ad::#rule::keep_structure(#a, #b, #result))
            }
            Form::Negate => {
                let a = guarded(first, self.operand(first));
                quote_spanned!(span=> -#a)
            }
            Form::Method(method) => {
                let receiver = self.receiver(first);
                let arguments = operands[1..].iter().map(|operand| self.operand(operand));
                ours!(#receiver.#method(#(#arguments),*))
            }
            Form::Function(function) => {
                let arguments = operands.iter().map(|operand| self.operand(operand));
                ours!(#function(#(#arguments),*))
            }
            Form::Cast(ty) => {
                let a = guarded(first, self.operand(first));
                ours!(#a as #ty)
            }
            Form::Field(member) => {
                let Operand::Place { place, .. } = first else { unreachable!("a field of a plain value is plain") };
                let place = self.place(place);
                ours!(#place.#member)
            }
            Form::Part => {
                let (a, b) = (self.operand(first), self.operand(&operands[1]));
                let rule = proc_macro2::Ident::new(operation.rule.name, Span::mixed_site());
                ours!(__ad::#rule::value(#a, #b))
            }
        }
    }
}

/// Arguments with others put in where they belong.
pub(super) fn among(
    mut arguments: Vec<TokenStream>,
    others: impl IntoIterator<Item = (usize, TokenStream)>,
) -> Vec<TokenStream> {
    others.into_iter().for_each(|(index, other)| arguments.insert(index, other));
    arguments
}

/// Parentheses around what may bind less tightly than an operator.
fn guarded(operand: &Operand, tokens: TokenStream) -> TokenStream {
    match operand {
        Operand::Plain(plain)
            if !matches!(
                plain.expression,
                syn::Expr::Path(_)
                    | syn::Expr::Lit(_)
                    | syn::Expr::Paren(_)
                    | syn::Expr::Call(_)
                    | syn::Expr::MethodCall(_)
                    | syn::Expr::Index(_)
                    | syn::Expr::Field(_)
            ) =>
        {
            ours!((#tokens))
        }
        _ => tokens,
    }
}
