//! `Option` and `Result`: `?`, and the methods that take closures.
//!
//! Which of the two a value is cannot be seen from here, and need not be: it is split into an `Option` of what is inside,
//! which is differentiated, and the rest, of which `__ad::join` and `__ad::fail` make the same kind again.

use super::Lowerer;
use super::expression::Lowered;
use super::fallible_chains::Fallible;
use crate::ir::{StatementKind, Var};
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

impl Lowerer<'_> {
    /// `value?` is `match value { Some(x) => x, None => return fail(rest) }`.
    pub(super) fn question(&mut self, question: &syn::ExprTry) -> Lowered {
        let Some((inside, rest)) = self.split(&question.expr) else { return Lowered::Nothing };
        self.in_words(&inside, &rest, |option, rest| {
            syn::parse_quote!(match #option { Some(inside) => inside, None => return __ad::fail(#rest) })
        })
    }

    /// The methods of `Option` and `Result` that take a closure, in terms of `match`.
    pub(super) fn fallible_method(&mut self, call: &ExprMethodCall) -> Option<Lowered> {
        let mut arguments = call.args.iter();
        let (first, second) = (arguments.next(), arguments.next());
        let method = call.method.to_string();
        type Words<'e> = Box<dyn Fn(&Ident, &Ident) -> Expr + 'e>;
        if self.is_of_user_type(&call.receiver) {
            return None;
        }
        if let Some(looked_into) = self.looked_into(call) {
            return Some(self.expression(&looked_into));
        }
        let words: Words<'_> = match (method.as_str(), first, second) {
            ("map", Some(f), None) => {
                let applied = super::chains::apply(f, vec![syn::parse_quote!(inside)]);
                Box::new(move |option, rest| {
                    syn::parse_quote!({
                        let mapped = match #option { Some(inside) => Some(#applied), None => None };
                        __ad::join(mapped, #rest)
                    })
                })
            }
            ("and_then", Some(f), None) => {
                let applied = super::chains::apply(f, vec![syn::parse_quote!(inside)]);
                Box::new(
                    move |option, rest| syn::parse_quote!(match #option { Some(inside) => #applied, None => __ad::fail(#rest) }),
                )
            }
            ("map_or", Some(otherwise), Some(f)) => {
                let applied = super::chains::apply(f, vec![syn::parse_quote!(inside)]);
                Box::new(
                    move |option, _| syn::parse_quote!(match #option { Some(inside) => #applied, None => #otherwise }),
                )
            }
            ("unwrap_or_else" | "map_or_else", Some(otherwise), f) => {
                let applied = f.map_or_else(
                    || syn::parse_quote!(inside),
                    |f| super::chains::apply(f, vec![syn::parse_quote!(inside)]),
                );
                Box::new(move |option, rest| {
                    let other = instead(otherwise, rest);
                    syn::parse_quote!(match #option { Some(inside) => #applied, None => #other })
                })
            }
            ("or_else", Some(otherwise @ Expr::Closure(_)), None) => Box::new(move |option, rest| {
                let other = instead(otherwise, rest);
                syn::parse_quote!(match #option { Some(inside) => __ad::join(Some(inside), #rest), None => #other })
            }),
            ("unwrap" | "expect", message, None) => {
                let message = message
                    .cloned()
                    .unwrap_or_else(|| syn::parse_quote!("called `unwrap()` on a value that is not there"));
                Box::new(
                    move |option, rest| syn::parse_quote!(match #option { Some(inside) => inside, None => __ad::unwrap_failed(#rest, #message) }),
                )
            }
            // Types of the user's have methods of these names, too.
            ("or", Some(other), None) if self.is_fallible(&call.receiver) || self.is_fallible(other) => {
                Box::new(move |option, rest| {
                    syn::parse_quote!({
                        let other = #other;
                        match #option { Some(inside) => __ad::join(Some(inside), #rest), None => other }
                    })
                })
            }
            ("filter", Some(f @ Expr::Closure(_)), None) if !super::chains::is_iterator(&call.receiver) => {
                let condition = super::chains::apply(f, vec![syn::parse_quote!(&inside)]);
                Box::new(move |option, _| {
                    syn::parse_quote!(match #option {
                        Some(inside) => if #condition { Some(inside) } else { None },
                        None => None,
                    })
                })
            }
            ("unwrap_or", Some(other), None) => {
                Box::new(move |option, _| syn::parse_quote!(match #option { Some(inside) => inside, None => #other }))
            }
            ("unwrap_or_default", None, None) => Box::new(
                move |option, _| syn::parse_quote!(match #option { Some(inside) => inside, None => ::core::default::Default::default() }),
            ),
            ("ok", None, None) => Box::new(
                move |option, _| syn::parse_quote!(match #option { Some(inside) => Some(inside), None => None }),
            ),
            ("copied", None, None) if !super::chains::is_iterator(&call.receiver) => Box::new(
                move |option, _| syn::parse_quote!(match #option { Some(inside) => Some(*inside), None => None }),
            ),
            ("ok_or", Some(error), None) => Box::new(
                move |option, _| syn::parse_quote!(match #option { Some(inside) => Ok(inside), None => Err(#error) }),
            ),
            ("ok_or_else", Some(f), None) => {
                let f = f.clone();
                Box::new(
                    move |option, _| syn::parse_quote!(match #option { Some(inside) => Ok(inside), None => Err((#f)()) }),
                )
            }
            ("map_err", Some(f), None) => {
                let f = f.clone();
                Box::new(
                    move |option, rest| syn::parse_quote!(match #option { Some(inside) => Ok(inside), None => Err((#f)(__ad::error(#rest))) }),
                )
            }
            _ => return None,
        };
        let Some((inside, rest)) = self.split(&call.receiver) else { return Some(Lowered::Nothing) };
        Some(self.in_words(&inside, &rest, words))
    }

    /// `o.as_ref()`, of an `Option` that is a place: `&o`, which a `match` looks into all the same.
    pub(super) fn as_reference(&self, value: &Expr) -> Option<Expr> {
        let Expr::MethodCall(call) = value else { return None };
        if call.method != "as_ref" || !call.args.is_empty() || !super::elements::is_place(&call.receiver) {
            return None;
        }
        let place = &call.receiver;
        let is_reference = matches!(&**place, Expr::Path(path) if path.path.get_ident()
            .and_then(|name| self.find(name)).is_some_and(|variable| self.variable(variable).reference));
        Some(if is_reference { (**place).clone() } else { syn::parse_quote!(&#place) })
    }

    /// `o.as_ref().map(f)` and the like, as a `match` that lends what is inside.
    fn looked_into(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let is_element = self.is_lent_element(&call.receiver);
        let option = match self.as_reference(&call.receiver) {
            Some(option) => option,
            None if is_element => (*call.receiver).clone(),
            None => return None,
        };
        let Expr::MethodCall(lent) = &*call.receiver else { return None };
        let place = &lent.receiver;
        let applied = |f: &Expr| super::chains::apply(f, vec![syn::parse_quote!(inside)]);
        let mut arguments = call.args.iter();
        let (method, first, second) = (call.method.to_string(), arguments.next(), arguments.next());
        let (some, none): (Expr, Expr) = match (method.as_str(), first, second) {
            ("map", Some(f), None) => {
                let applied = applied(f);
                (syn::parse_quote!(Some(#applied)), syn::parse_quote!(None))
            }
            ("and_then", Some(f), None) => (applied(f), syn::parse_quote!(None)),
            ("map_or", Some(otherwise), Some(f)) => (applied(f), otherwise.clone()),
            ("map_or_else", Some(otherwise), Some(f)) => (applied(f), super::chains::apply(otherwise, Vec::new())),
            _ if is_element => return None,
            // What is inside leaves the `match`: it is that of a copy.
            ("unwrap", None, None) => return Some(syn::parse_quote!((&#place.unwrap()))),
            ("expect", Some(message), None) => return Some(syn::parse_quote!((&#place.expect(#message)))),
            ("unwrap_or", Some(otherwise), None) => {
                return Some(syn::parse_quote!((&#place.unwrap_or((*#otherwise).clone()))));
            }
            _ => return None,
        };
        Some(syn::parse_quote!(match #option { Some(inside) => #some, None => #none }))
    }

    /// Whether a value is seen to be an `Option` or a `Result`.
    fn is_fallible(&self, value: &Expr) -> bool {
        const WORDS: [&str; 4] = ["Some", "None", "Ok", "Err"];
        let is_word =
            |path: &syn::Path| path.segments.last().is_some_and(|last| WORDS.iter().any(|it| last.ident == it));
        match value {
            Expr::Paren(paren) => self.is_fallible(&paren.expr),
            Expr::Call(call) if matches!(&*call.func, Expr::Path(path) if is_word(&path.path)) => true,
            Expr::Path(path) if is_word(&path.path) => true,
            Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "or_else" | "and_then" | "ok") => true,
            value => self.type_of(value).is_some_and(|ty| Fallible::of_type(&ty).is_some()),
        }
    }

    /// Lowers what is said with the names of the two parts.
    fn in_words(&mut self, inside: &Ident, rest: &Ident, words: impl FnOnce(&Ident, &Ident) -> Expr) -> Lowered {
        let expression = words(inside, rest);
        let lowered = match &expression {
            Expr::Block(block) => self.scoped(|this| this.block_value(&block.block)),
            other => self.expression(other),
        };
        self.scopes.pop();
        lowered
    }

    /// Splits a value, and opens a scope with the names of its parts.
    fn split(&mut self, value: &Expr) -> Option<(Ident, Ident)> {
        let span = value.span();
        let value = self.expression(value).into_value()?;
        let active = value.is_active();
        let variable = self.temporary("inside", span, active, false);
        let rest = self.temporary("rest", span, false, false);
        self.push(StatementKind::Split { variable, rest, value }, span);
        self.scopes.push(std::collections::HashMap::new());
        Some((self.known_as("option", variable, span), self.known_as("others", rest, span)))
    }

    /// A name in the current scope, which meets no name of the user's.
    fn known_as(&mut self, stem: &str, variable: Var, span: Span) -> Ident {
        let name = self.fresh(stem, span);
        self.bind(&name, variable);
        name
    }
}

/// What a closure makes of a failure, of which it may look at the error.
fn instead(otherwise: &Expr, rest: &Ident) -> Expr {
    let parameter = match otherwise {
        Expr::Closure(closure) => closure.inputs.first(),
        _ => None,
    };
    let arguments = match parameter {
        None => Vec::new(),
        Some(syn::Pat::Wild(_)) => vec![syn::parse_quote!(())],
        // rustc checks that nothing is lost with the error.
        Some(_) => vec![syn::parse_quote!(__ad::inactive(__ad::error(#rest)))],
    };
    super::chains::apply(otherwise, arguments)
}
