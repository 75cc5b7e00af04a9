//! Methods of vectors and slices that change them: in terms of `push` and of assignments to elements.

use super::Lowerer;
use super::elements::is_place;
use crate::ir::{Operand, StatementKind};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

impl Lowerer<'_> {
    /// Whether `v.push(x)` concerns an active vector or value.
    pub(super) fn pushes_active(&mut self, call: &ExprMethodCall) -> bool {
        let active = self.root_variable(&call.receiver).is_some_and(|root| self.variable(root).active);
        active || !self.has_inactive_value(&call.args[0])
    }

    /// `v.push(x);`
    pub(super) fn push_element(&mut self, call: &ExprMethodCall) {
        let Some(operand) = self.operand(&call.args[0]) else { return };
        let Some(place) = self.assigned_place(&call.receiver) else { return };
        if operand.place().is_some() {
            self.becomes_active(place.root);
        }
        let operand = match operand {
            Operand::Plain(plain) if !plain.cheap => {
                let variable = self.name_plain("t", plain, call.span());
                Operand::Plain(self.read(variable))
            }
            operand => operand,
        };
        self.push(StatementKind::Push { place, operand }, call.span());
    }

    /// `x.swap(i, j);` and the like as the statements that they stand for, where active values are concerned.
    pub(super) fn changes_elements(&mut self, call: &ExprMethodCall) -> Option<syn::Block> {
        let x = &call.receiver;
        let block = if is_place(x) {
            changes_in_words(call, x)?
        } else {
            // What is in it is evaluated once.
            let block = changes_in_words(call, &syn::parse_quote!(whole))?;
            syn::parse_quote!({ let whole = &mut #x; #block })
        };
        self.changes_active(call).then_some(block)
    }

    /// Whether a method that changes a vector concerns active values, and not a type of the user's.
    fn changes_active(&mut self, call: &ExprMethodCall) -> bool {
        let active = self.root_variable(&call.receiver).is_some_and(|root| self.variable(root).active);
        let of_users_type = self.is_of_user_type(&call.receiver);
        !of_users_type && (active || !call.args.iter().all(|argument| self.has_inactive_value(argument)))
    }

    /// `x.remove(k)` and `x.pop()`: the element, and the others behind it.
    pub(super) fn element_removed(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let x = &call.receiver;
        self.root_variable(x).filter(|root| self.variable(*root).mutable)?;
        let block = if is_place(x) {
            removed_in_words(call, x)?
        } else {
            let block = removed_in_words(call, &syn::parse_quote!(whole))?;
            syn::parse_quote!({ let whole = &mut #x; #block })
        };
        self.changes_active(call).then_some(block)
    }

    /// `std::mem::swap(&mut a, &mut b);` is `(a, b) = (b, a);`
    pub(super) fn swaps(&self, call: &syn::ExprCall) -> Option<syn::Expr> {
        let syn::Expr::Path(function) = &*call.func else { return None };
        let mut names = function.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let is_swap = names.next().as_deref() == Some("swap") && names.next().is_none_or(|owner| owner == "mem");
        match (is_swap, call.args.first(), call.args.last()) {
            (true, Some(syn::Expr::Reference(a)), Some(syn::Expr::Reference(b))) if call.args.len() == 2 => {
                let (a, b) = (&a.expr, &b.expr);
                Some(syn::parse_quote!((#a, #b) = (#b, #a)))
            }
            _ => None,
        }
    }

    /// `std::mem::replace(&mut a, b)` and `std::mem::take(&mut a)`: what was there, after something else was put there.
    pub(super) fn replaces(&mut self, call: &syn::ExprCall) -> Option<syn::Expr> {
        let syn::Expr::Path(function) = &*call.func else { return None };
        let mut names = function.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (name, owner) = (names.next()?, names.next());
        if owner.is_some_and(|owner| owner != "mem") || self.hidden.contains(&name) {
            return None;
        }
        let Some(syn::Expr::Reference(place)) = call.args.first() else { return None };
        let place = place.mutability.map(|_| &place.expr)?;
        let value = match (name.as_str(), call.args.get(1), call.args.len()) {
            ("replace", Some(value), 2) => value.clone(),
            ("take", None, 1) => syn::parse_quote!(::core::default::Default::default()),
            _ => return None,
        };
        let replaced = self.fresh("replaced", proc_macro2::Span::mixed_site());
        Some(syn::parse_quote!({ let #replaced = #place.clone(); #place = #value; #replaced }))
    }

    /// The variable that an assignment to this place changes.
    pub(super) fn root_variable(&self, place: &syn::Expr) -> Option<crate::ir::Var> {
        match place {
            syn::Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name))?;
                Some(self.lent.get(&variable).map_or(variable, |place| place.root))
            }
            syn::Expr::Paren(paren) => self.root_variable(&paren.expr),
            syn::Expr::Unary(unary) => self.root_variable(&unary.expr),
            syn::Expr::Field(field) => self.root_variable(&field.base),
            syn::Expr::Index(index) => self.root_variable(&index.expr),
            _ => None,
        }
    }
}

/// What a method does to `x`, by assignments, `push` and `remove`.
fn changes_in_words(call: &ExprMethodCall, x: &Expr) -> Option<syn::Block> {
    let mut arguments = call.args.iter();
    Some(match (call.method.to_string().as_str(), arguments.next(), arguments.next()) {
        ("swap", Some(i), Some(j)) => syn::parse_quote!({
            let (one, other) = (#i, #j);
            let first = #x[one];
            #x[one] = #x[other];
            #x[other] = first;
        }),
        ("fill", Some(value), None) => syn::parse_quote!({
            let filling = #value;
            for index in 0..#x.len() {
                #x[index] = filling;
            }
        }),
        ("reverse", None, None) => syn::parse_quote!({
            let length = #x.len();
            for index in 0..length / 2 {
                let first = #x[index];
                #x[index] = #x[length - 1 - index];
                #x[length - 1 - index] = first;
            }
        }),
        ("extend", Some(items), None) if lends(items) => syn::parse_quote!({
            for item in #items {
                #x.push(item.clone());
            }
        }),
        ("extend", Some(items), None) => syn::parse_quote!({
            for item in #items {
                #x.push(item);
            }
        }),
        ("extend_from_slice", Some(items), None) => syn::parse_quote!({
            let items = #items;
            for index in 0..items.len() {
                #x.push(items[index]);
            }
        }),
        ("clear", None, None) => syn::parse_quote!({ #x = __ad::Vec::new(); }),
        ("truncate", Some(length), None) => syn::parse_quote!({
            let (length, mut kept) = (#length, __ad::Vec::new());
            for index in 0..#x.len() {
                if index < length {
                    kept.push(#x[index].clone());
                }
            }
            #x = kept;
        }),
        ("resize", Some(length), Some(value)) => syn::parse_quote!({
            let (length, filling) = (#length, #value);
            let mut resized = __ad::Vec::with_capacity(length);
            for index in 0..length {
                if index < #x.len() {
                    resized.push(#x[index].clone());
                } else {
                    resized.push(filling.clone());
                }
            }
            #x = resized;
        }),
        ("insert", Some(at), Some(value)) => syn::parse_quote!({
            let (at, inserted) = (#at, #value);
            assert!(at <= #x.len(), "insertion index (is {}) should be <= len (is {})", at, #x.len());
            let mut longer = __ad::Vec::with_capacity(#x.len() + 1);
            for index in 0..#x.len() + 1 {
                if index < at {
                    longer.push(#x[index].clone());
                } else if index == at {
                    longer.push(inserted.clone());
                } else {
                    longer.push(#x[index - 1].clone());
                }
            }
            #x = longer;
        }),
        ("retain", Some(keep), None) => {
            let kept = super::chains::apply(keep, vec![syn::parse_quote!(item)]);
            syn::parse_quote!({
                let mut kept = __ad::Vec::new();
                for index in 0..#x.len() {
                    let item = &#x[index];
                    if #kept {
                        kept.push(item.clone());
                    }
                }
                #x = kept;
            })
        }
        ("copy_from_slice" | "clone_from_slice", Some(items), None) => syn::parse_quote!({
            let items = #items;
            assert!(items.len() == #x.len(), "the slices have {} and {} elements", #x.len(), items.len());
            for index in 0..#x.len() {
                #x[index] = items[index].clone();
            }
        }),
        (
            "sort_by" | "sort_unstable_by" | "sort_by_key" | "sort_unstable_by_key" | "sort_by_cached_key",
            Some(f),
            None,
        ) => {
            let order: Expr = match call.method.to_string().ends_with("key") {
                true => syn::parse_quote!(__ad::order_by_key(&#x[..], #f)),
                false => syn::parse_quote!(__ad::order_by(&#x[..], #f)),
            };
            syn::parse_quote!({
                let order = #order;
                let unsorted = #x.to_vec();
                for index in 0..order.len() {
                    #x[index] = unsorted[order[index]].clone();
                }
            })
        }
        ("rotate_left" | "rotate_right", Some(count), None) => {
            let first: Expr = match call.method == "rotate_left" {
                true => syn::parse_quote!(count),
                false => syn::parse_quote!(#x.len() - count),
            };
            syn::parse_quote!({
                let count = #count;
                assert!(count <= #x.len(), "a rotation by {} of {} elements", count, #x.len());
                let (first, unrotated) = (#first, #x.to_vec());
                for index in 0..#x.len() {
                    #x[index] = unrotated[(first + index) % #x.len()].clone();
                }
            })
        }
        ("remove", Some(_), None) | ("pop", None, None) => {
            let removed = removed_in_words(call, x)?;
            syn::parse_quote!({ let _ = #removed; })
        }
        _ => return None,
    })
}

/// The element that `remove` or `pop` takes out of `x`.
fn removed_in_words(call: &ExprMethodCall, x: &Expr) -> Option<Expr> {
    Some(match (call.method.to_string().as_str(), call.args.first(), call.args.len()) {
        ("remove", Some(at), 1) => syn::parse_quote!({
            let at = #at;
            let removed = #x[at].clone();
            let mut others = __ad::Vec::with_capacity(#x.len());
            for index in 0..#x.len() {
                if index != at {
                    others.push(#x[index].clone());
                }
            }
            #x = others;
            removed
        }),
        ("pop", None, 0) => syn::parse_quote!({
            if #x.is_empty() {
                None
            } else {
                let last = #x.len() - 1;
                Some(#x.remove(last))
            }
        }),
        _ => return None,
    })
}

/// Whether the items of what a vector is extended by may be references: then it gets copies.
fn lends(items: &Expr) -> bool {
    match items {
        Expr::Paren(paren) => lends(&paren.expr),
        Expr::Path(_) | Expr::Field(_) | Expr::Reference(_) | Expr::Index(_) => true,
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "iter" => true,
            "rev" | "skip" | "take" | "step_by" | "filter" | "chain" => lends(&call.receiver),
            _ => false,
        },
        _ => false,
    }
}
