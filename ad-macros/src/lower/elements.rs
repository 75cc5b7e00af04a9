//! `first`, `last` and `get` of slices and vectors: the element by its index, where it is taken out at once.

use super::Lowerer;
use syn::{Expr, ExprMethodCall};

impl Lowerer<'_> {
    /// `x.last().unwrap()` is `&x[x.len() - 1]`, and `x.get(i).copied()` is `if i < x.len() { Some(x[i]) } else { None }`.
    pub(super) fn element_taken_out(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let Expr::MethodCall(inner) = &*call.receiver else { return None };
        let x = &*inner.receiver;
        if !is_place(x) {
            return None;
        }
        let index: Expr = match (inner.method.to_string().as_str(), inner.args.first()) {
            ("first", None) => syn::parse_quote!(0),
            ("last", None) => syn::parse_quote!(#x.len() - 1),
            ("get", Some(index)) if inner.args.len() == 1 && !matches!(index, Expr::Reference(_) | Expr::Range(_)) => {
                index.clone()
            }
            _ => return None,
        };
        let is_there: Expr = match inner.args.first() {
            Some(index) => syn::parse_quote!(#index < #x.len()),
            None => syn::parse_quote!(!#x.is_empty()),
        };
        let otherwise = call.args.first();
        Some(match (call.method.to_string().as_str(), otherwise) {
            ("unwrap", None) | ("expect", Some(_)) => syn::parse_quote!((&#x[#index])),
            ("copied" | "cloned", None) => syn::parse_quote!(if #is_there { Some(#x[#index].clone()) } else { None }),
            ("unwrap_or", Some(otherwise)) => {
                syn::parse_quote!((&(if #is_there { #x[#index].clone() } else { (*#otherwise).clone() })))
            }
            _ => return None,
        })
    }
}

/// What can be evaluated twice.
fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) => true,
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr) && matches!(*index.index, Expr::Lit(_) | Expr::Path(_)),
        _ => false,
    }
}
