//! `&mut` of a place inside a body: another name for the place, which stands wherever the name does.

use super::Lowerer;
use super::expression::Lowered;
use crate::errors;
use crate::ir::{Place, VariableKind};
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Lowerer<'_> {
    /// `let name = &mut place;`
    pub(super) fn bind_lent(&mut self, pattern: &Pat, place: Place) {
        match pattern {
            Pat::Ident(ident) if ident.subpat.is_none() && ident.mutability.is_none() => {
                let active = self.variable(place.root).active;
                let variable = self.named_variable(&ident.ident, active, false, true, VariableKind::Given);
                self.bind(&ident.ident, variable);
                self.lent.insert(variable, place);
            }
            Pat::Wild(_) => {}
            Pat::Paren(paren) => self.bind_lent(&paren.pat, place),
            Pat::Type(typed) => self.bind_lent(&typed.pat, place),
            Pat::Tuple(tuple) => {
                for (index, part) in tuple.elems.iter().enumerate() {
                    let mut place = place.clone();
                    place.path.push(crate::ir::Projection::Field(index.into()));
                    self.bind_lent(part, place);
                }
            }
            Pat::Struct(fields) => {
                for field in &fields.fields {
                    let mut place = place.clone();
                    place.path.push(crate::ir::Projection::Field(field.member.clone()));
                    self.bind_lent(&field.pat, place);
                }
            }
            _ => self.errors.reject(pattern, &errors::MUT_REFERENCE),
        }
    }

    /// `&mut place` as a value that is bound to a name.
    pub(super) fn lent_place(&mut self, expression: &Expr) -> Option<Place> {
        match expression {
            Expr::Paren(paren) => self.lent_place(&paren.expr),
            Expr::Reference(reference) if reference.mutability.is_some() => self.assigned_place(&reference.expr),
            Expr::Path(path) => self.lent_by_name(path.path.get_ident()?).cloned(),
            Expr::MethodCall(call) if call.method == "as_mut_slice" => self.assigned_place(&call.receiver),
            _ => None,
        }
    }

    /// The place that a name stands for.
    pub(super) fn lent_by_name(&self, name: &Ident) -> Option<&Place> {
        self.find(name).and_then(|variable| self.lent.get(&variable))
    }

    /// The place behind `*name`.
    pub(super) fn behind(&mut self, reference: &Expr) -> Option<Place> {
        match reference {
            Expr::Paren(paren) => self.behind(&paren.expr),
            Expr::Path(path) => self.lent_by_name(path.path.get_ident()?).cloned(),
            _ => None,
        }
    }

    /// `let (a, b) = x.split_at_mut(k);`
    pub(super) fn split_mutably(&mut self, pattern: &Pat, call: &syn::ExprMethodCall) -> bool {
        let (Pat::Tuple(pair), "split_at_mut", Some(at)) =
            (pattern, call.method.to_string().as_str(), call.args.first())
        else {
            return false;
        };
        if pair.elems.len() != 2 {
            return false;
        }
        let Some(whole) = self.assigned_place(&call.receiver) else { return true };
        let Some(at) = self.subscript(at) else { return true };
        let k = &at.expression;
        for (part, range) in pair.elems.iter().zip([syn::parse_quote!(..#k), syn::parse_quote!(#k..)]) {
            let mut place = whole.clone();
            place.path.push(crate::ir::Projection::Index(crate::ir::Plain { expression: range, ..at.clone() }));
            place.span = call.span();
            self.bind_lent(part, place);
        }
        true
    }

    /// The name of a mutable reference as a value: the place, lent.
    pub(super) fn lent_value(&self, place: &Place) -> Lowered {
        Lowered::Place { place: place.clone(), borrowed: true }
    }
}
