//! What is written differently before it is lowered.

use crate::idents::free_name;
use quote::quote;
use std::collections::HashSet;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Type};

/// Puts parentheses where a `macro_rules!` fragment left an invisible group.
pub(crate) struct Ungroup;

/// Writes out what macros of std stand for, where it is part of the language: `matches!(x, Some(_))` is a `match`.
pub(super) struct WriteOut;

impl VisitMut for WriteOut {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Macro(mac) = expression
            && mac.mac.path.segments.last().is_some_and(|last| last.ident == "matches")
            && let Ok(matches) = mac.mac.parse_body_with(matches_as_match)
        {
            *expression = Expr::Paren(syn::parse_quote!((#matches)));
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

/// `x, pattern if guard` -> `match x { pattern if guard => true, _ => false }`
fn matches_as_match(input: syn::parse::ParseStream<'_>) -> syn::Result<Expr> {
    let scrutinee: Expr = input.parse()?;
    input.parse::<syn::Token![,]>()?;
    let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
    let guard = if input.peek(syn::Token![if]) {
        let (token, guard) = (input.parse::<syn::Token![if]>()?, input.parse::<Expr>()?);
        Some(quote!(#token #guard))
    } else {
        None
    };
    input.parse::<Option<syn::Token![,]>>()?;
    syn::parse2(quote!(match #scrutinee { #pattern #guard => true, _ => false }))
}

/// `f(x: impl Into<f64>)` -> `f<Impl0: Into<f64>>(x: Impl0)`: the companion must name the type.
pub(super) struct NameImplTraits<'a> {
    /// Names that are taken.
    pub(super) idents: &'a HashSet<String>,
}

impl VisitMut for NameImplTraits<'_> {
    fn visit_signature_mut(&mut self, signature: &mut syn::Signature) {
        let mut named = Vec::new();
        for argument in &mut signature.inputs {
            if let syn::FnArg::Typed(typed) = argument {
                ImplTraits { named: &mut named, idents: self.idents }.visit_type_mut(&mut typed.ty);
            }
        }
        signature.generics.params.extend(named);
    }
}

struct ImplTraits<'a> {
    named: &'a mut Vec<syn::GenericParam>,
    idents: &'a HashSet<String>,
}

impl VisitMut for ImplTraits<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::ImplTrait(of) = ty {
            let name = free_name(format!("Impl{}", self.named.len()), self.idents);
            let (name, bounds) = (syn::Ident::new(&name, of.impl_token.span), &of.bounds);
            self.named.push(syn::parse_quote!(#name: #bounds));
            *ty = syn::parse_quote!(#name);
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

impl VisitMut for Ungroup {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Group(group) = expression {
            let inner = &group.expr;
            *expression = match **inner {
                Expr::Path(_) | Expr::Lit(_) | Expr::Paren(_) => (**inner).clone(),
                _ => syn::parse_quote!((#inner)),
            };
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::Group(group) = ty {
            *ty = (*group.elem).clone();
        }
    }
}
