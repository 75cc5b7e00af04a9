//! Parts of a place that a `match` lends: `let Some(v) = &o else { .. }`, `match x.get(i) { Some(v) => .., None => .. }`.
//!
//! A name for such a part cannot leave the `match`, for the pullback would have to keep a reference. So what follows goes
//! into the `match`, and an element of a slice is named by its number.

use super::Lowerer;
use super::active_match::Branch;
use super::elements::{Element, Which, is_place};
use super::exits::diverges;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Stmt};

impl Lowerer<'_> {
    /// `let pattern = lent else { .. }; rest` as `match lent { pattern => { rest } _ => .. }`, if a part of an active place is
    /// lent, and the same of `let v = match lent { Some(v) => v, None => return 0.0 }; rest`.
    pub(super) fn rest_inside_match(&mut self, statement: &Stmt, rest: &[Stmt]) -> Option<Expr> {
        let Stmt::Local(local) = statement else { return None };
        let (init, pattern) = (local.init.as_ref()?, &local.pat);
        match (&init.diverge, &*init.expr) {
            (Some((_, otherwise)), value) => {
                let is_slice = matches!(pattern, Pat::Slice(_) | Pat::Reference(_) | Pat::Type(_));
                (!is_slice && self.lends_active_part(value))
                    .then(|| syn::parse_quote!(match #value { #pattern => { #(#rest)* } _ => #otherwise }))
            }
            (None, Expr::Match(a_match)) => {
                let (leaving, staying): (Vec<_>, Vec<_>) = a_match.arms.iter().partition(|arm| diverges(&arm.body));
                let [arm] = staying[..] else { return None };
                let is_part = match &*arm.body {
                    Expr::Path(path) => {
                        super::pattern::bindings(&arm.pat).iter().any(|binding| path.path.is_ident(&binding.ident))
                    }
                    _ => false,
                };
                if leaving.is_empty() || !is_part || !self.lends_active_part(&a_match.expr) {
                    return None;
                }
                let arms = a_match.arms.iter().map(|each| {
                    let mut each = each.clone();
                    if !diverges(&each.body) {
                        let body = &each.body;
                        each.body = syn::parse_quote!({ let #pattern = #body; #(#rest)* });
                    }
                    each.comma.get_or_insert_default();
                    each
                });
                let value = &a_match.expr;
                Some(syn::parse_quote!(match #value { #(#arms)* }))
            }
            _ => None,
        }
    }

    /// Whether an expression lends a part of an active place, perhaps in an `Option`.
    fn lends_active_part(&mut self, expression: &Expr) -> bool {
        let lends = match expression {
            Expr::Reference(reference) => reference.mutability.is_none() && is_place(&reference.expr),
            expression => {
                is_place(expression) || Element::of(expression).is_some() || self.as_reference(expression).is_some()
            }
        };
        lends && self.reads_active(&self.scan(expression)) && !self.has_inactive_value(expression)
    }

    /// A match on an element that may be there, as `if`.
    pub(super) fn matched_by_number(&mut self, expression: &Expr, branches: &[Branch<'_>]) -> Option<Expr> {
        let Element { of: x, which } = Element::of(expression)?;
        if !self.lends_active_part(expression) || self.is_of_user_type(x) {
            return None;
        }
        if let Which::Range(range) = &which {
            // It is written twice.
            let scan = self.scan(range);
            if scan.calls || !scan.writes.is_empty() {
                return None;
            }
        }
        let arms = ElementArms::of(branches)?;
        let at = self.fresh("at", expression.span());
        let (before, which) = which.named(&at);
        let part: Expr = match &which {
            Which::FirstAndRest => syn::parse_quote!((&#x[0], &#x[1..])),
            Which::LastAndRest => syn::parse_quote!((&#x[#x.len() - 1], &#x[..#x.len() - 1])),
            Which::Range(range) => syn::parse_quote!(&#x[#range]),
            Which::Found(_) => syn::parse_quote!(&#x[#at]),
            one => {
                let number = one.number(x)?;
                syn::parse_quote!(&#x[#number])
            }
        };
        let (then, otherwise) = (arms.some(&part), arms.none);
        Some(match which {
            Which::Found(found) => syn::parse_quote!(match #found { Some(#at) => #then, None => #otherwise }),
            which => {
                let is_there = which.is_there(x);
                syn::parse_quote!({ #before if #is_there { #then } else { #otherwise } })
            }
        })
    }

    /// Whether an expression is an element of an active place that may not be there.
    pub(super) fn is_lent_element(&mut self, expression: &Expr) -> bool {
        Element::of(expression).is_some_and(|element| !self.is_of_user_type(element.of))
            && self.lends_active_part(expression)
    }
}

/// The arms of a match on an element in an `Option`.
struct ElementArms<'b> {
    some: Vec<(&'b Pat, Option<&'b Expr>, Expr)>,
    none: Expr,
}

impl<'b> ElementArms<'b> {
    fn of(branches: &'b [Branch<'_>]) -> Option<Self> {
        let (mut some, mut none) = (Vec::new(), None);
        for branch in branches {
            let body = branch.body.cloned().unwrap_or_else(|| syn::parse_quote!({}));
            match (&branch.pattern, inside_some(&branch.pattern)) {
                (_, Some(item)) => some.push((item, branch.guard, body)),
                (pattern @ Pat::Wild(_), None) if branch.guard.is_none() => {
                    some.push((pattern, None, body.clone()));
                    none = none.or(Some(body));
                }
                (Pat::Ident(name), None) if name.ident == "None" && branch.guard.is_none() => {
                    none = none.or(Some(body))
                }
                _ => return None,
            }
        }
        Some(ElementArms { some, none: none? })
    }

    /// What is made of the element, which is there.
    fn some(&self, part: &Expr) -> Expr {
        match &self.some[..] {
            [(item, None, body), ..] if always_matches(item) => syn::parse_quote!({ let #item = #part; #body }),
            several => {
                let arms = several.iter().map(|(item, guard, body)| {
                    let guard = guard.map(|guard| quote::quote!(if #guard));
                    quote::quote!(#item #guard => #body,)
                });
                syn::parse_quote!(match #part { #(#arms)* })
            }
        }
    }
}

fn always_matches(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Ident(name) => name.subpat.is_none() && !super::active_match::is_constant(&name.ident),
        Pat::Reference(reference) => always_matches(&reference.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(always_matches),
        _ => false,
    }
}

/// `item` of `Some(item)`.
pub(super) fn inside_some(pattern: &Pat) -> Option<&Pat> {
    match pattern {
        Pat::TupleStruct(some) if some.elems.len() == 1 && some.path.is_ident("Some") => some.elems.first(),
        _ => None,
    }
}
