//! Methods of vectors and slices that change them: in terms of `push` and of assignments to elements.

use super::Lowerer;
use crate::ir::{Operand, StatementKind};
use syn::ExprMethodCall;
use syn::spanned::Spanned;

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
        let mut arguments = call.args.iter();
        let block: syn::Block = match (call.method.to_string().as_str(), arguments.next(), arguments.next()) {
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
            _ => return None,
        };
        let active = self.root_variable(x).is_some_and(|root| self.variable(root).active);
        let inactive = !active && call.args.iter().all(|argument| self.has_inactive_value(argument));
        (!inactive).then_some(block)
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
