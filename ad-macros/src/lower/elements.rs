//! `first`, `last` and `get` of slices and vectors: the element by its index, where it is taken out at once.

use super::Lowerer;
use syn::{Expr, ExprMethodCall};

impl Lowerer<'_> {
    /// `x.last().unwrap()` is `&x[x.len() - 1]`, and `x.get(i).copied()` is `if i < x.len() { Some(x[i]) } else { None }`.
    pub(super) fn element_taken_out(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let Expr::MethodCall(inner) = &*call.receiver else { return None };
        let (x, iterated) = match &*inner.receiver {
            Expr::MethodCall(iter) if iter.method == "iter" && iter.args.is_empty() => (&*iter.receiver, true),
            x => (x, false),
        };
        if !is_place(x) {
            return None;
        }
        if iterated && let Some(found) = the_best(x, inner) {
            return taken_out(call, x, &found);
        }
        let index: Expr = match (inner.method.to_string().as_str(), inner.args.first()) {
            ("next", None) if iterated => syn::parse_quote!(0),
            ("nth", Some(index)) if iterated => index.clone(),
            ("last", None) if iterated => syn::parse_quote!(#x.len() - 1),
            _ if iterated => return None,
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

/// The number of the element that `x.iter().min_by(..)` or `x.iter().find(..)` finds, in an `Option`.
pub(super) fn the_best(x: &Expr, call: &ExprMethodCall) -> Option<Expr> {
    match (call.method.to_string().as_str(), call.args.first()) {
        ("min_by", Some(compare)) => Some(syn::parse_quote!(__ad::least_by(&#x[..], #compare))),
        ("max_by", Some(compare)) => Some(syn::parse_quote!(__ad::greatest_by(&#x[..], #compare))),
        ("min_by_key", Some(key)) => Some(syn::parse_quote!(__ad::least_by_key(&#x[..], #key))),
        ("max_by_key", Some(key)) => Some(syn::parse_quote!(__ad::greatest_by_key(&#x[..], #key))),
        ("find", Some(test @ Expr::Closure(_))) => Some(syn::parse_quote!(__ad::first_that(&#x[..], #test))),
        _ => None,
    }
}

fn taken_out(call: &ExprMethodCall, x: &Expr, found: &Expr) -> Option<Expr> {
    Some(match (call.method.to_string().as_str(), call.args.first()) {
        ("unwrap", None) => syn::parse_quote!((&#x[__ad::inactive(#found).unwrap()])),
        ("expect", Some(message)) => syn::parse_quote!((&#x[__ad::inactive(#found).expect(#message)])),
        ("copied" | "cloned", None) => {
            syn::parse_quote!(match #found { Some(at) => Some(#x[at].clone()), None => None })
        }
        ("unwrap_or", Some(otherwise)) => {
            syn::parse_quote!((&(match #found { Some(at) => #x[at].clone(), None => (*#otherwise).clone() })))
        }
        _ => return None,
    })
}

/// What can be evaluated twice.
pub(super) fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) => true,
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr) && matches!(*index.index, Expr::Lit(_) | Expr::Path(_)),
        _ => false,
    }
}
