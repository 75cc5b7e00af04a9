//! `first`, `last` and `get` of slices and vectors: the element by its index, where it is taken out at once.

use super::Lowerer;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Stmt};

impl Lowerer<'_> {
    /// `x.last().unwrap()` is `&x[x.len() - 1]`, and `x.get(i).copied()` is `if i < x.len() { Some(x[i]) } else { None }`.
    pub(super) fn element_taken_out(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let Element { of: x, which } = Element::of(&call.receiver)?;
        if let Which::Found(found) = &which {
            return taken_out(call, x, found);
        }
        let index = which.number(x)?;
        let (method, otherwise) = (call.method.to_string(), call.args.first());
        if let ("unwrap", None) | ("expect", Some(_)) = (method.as_str(), otherwise) {
            return Some(syn::parse_quote!((&#x[#index])));
        }
        let at = self.fresh("at", call.span());
        let (before, which) = which.named(&at);
        let (is_there, index) = (which.is_there(x), which.number(x)?);
        Some(match (method.as_str(), otherwise) {
            ("copied" | "cloned", None) => {
                syn::parse_quote!({ #before if #is_there { Some(#x[#index].clone()) } else { None } })
            }
            ("unwrap_or", Some(otherwise)) => {
                syn::parse_quote!((&{ #before if #is_there { #x[#index].clone() } else { (*#otherwise).clone() } }))
            }
            _ => return None,
        })
    }
}

/// A reference to an element in an `Option`: `x.first()`, `x.get(i)`, `x.iter().max_by(..)`.
pub(super) struct Element<'e> {
    pub(super) of: &'e Expr,
    pub(super) which: Which,
}

pub(super) enum Which {
    First,
    Last,
    FirstAndRest,
    LastAndRest,
    At(Expr),
    Range(Expr),
    /// The number, in an `Option`.
    Found(Expr),
}

impl<'e> Element<'e> {
    pub(super) fn of(expression: &'e Expr) -> Option<Self> {
        let Expr::MethodCall(call) = expression else { return None };
        let (of, iterated) = match &*call.receiver {
            Expr::MethodCall(iter) if iter.method == "iter" && iter.args.is_empty() => (&*iter.receiver, true),
            of => (of, false),
        };
        if !is_place(of) {
            return None;
        }
        let which = match (call.method.to_string().as_str(), call.args.first()) {
            ("next", None) if iterated => Which::First,
            ("nth", Some(index)) if iterated => Which::At(index.clone()),
            ("last", None) => Which::Last,
            _ if iterated => Which::Found(the_best(of, call)?),
            ("first", None) => Which::First,
            ("split_first", None) => Which::FirstAndRest,
            ("split_last", None) => Which::LastAndRest,
            ("get", Some(Expr::Reference(_))) => return None,
            ("get", Some(range @ Expr::Range(_))) if call.args.len() == 1 => Which::Range(range.clone()),
            ("get", Some(index)) if call.args.len() == 1 => Which::At(index.clone()),
            _ => return None,
        };
        Some(Element { of, which })
    }
}

impl Which {
    /// The same with a name for the index, and what gives it that name: it is evaluated once.
    pub(super) fn named(self, at: &proc_macro2::Ident) -> (Option<Stmt>, Self) {
        match self {
            Which::At(index) => (Some(syn::parse_quote!(let #at = #index;)), Which::At(syn::parse_quote!(#at))),
            other => (None, other),
        }
    }

    /// The number of an element of `x`, where it is one by itself.
    pub(super) fn number(&self, x: &Expr) -> Option<Expr> {
        match self {
            Which::First => Some(syn::parse_quote!(0)),
            Which::Last => Some(syn::parse_quote!(#x.len() - 1)),
            Which::At(index) => Some(index.clone()),
            _ => None,
        }
    }

    /// Whether `x` has it.
    pub(super) fn is_there(&self, x: &Expr) -> Expr {
        match self {
            Which::At(index) => syn::parse_quote!(#index < #x.len()),
            Which::Range(range) => syn::parse_quote!(#x.get(#range).is_some()),
            _ => syn::parse_quote!(!#x.is_empty()),
        }
    }
}

/// The number of the element that `x.iter().min_by(..)` or `x.iter().find(..)` finds, in an `Option`.
fn the_best(x: &Expr, call: &ExprMethodCall) -> Option<Expr> {
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
