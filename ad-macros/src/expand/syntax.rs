//! What is written differently before it is lowered.

use crate::lower::{WithoutCheckpoints, macro_arguments};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Type};

/// Puts parentheses where a `macro_rules!` fragment left an invisible group.
pub(crate) struct Ungroup;

/// Writes out what macros of std stand for, where it is part of the language: `matches!(x, Some(_))` is a `match`.
pub(super) struct WriteOut;

/// The body to differentiate. What is left for rustc goes without the attributes that are ours.
pub(super) fn take_body(block: &mut Block) -> Block {
    // A group without delimiters loses its precedence when it is printed again.
    Ungroup.visit_block_mut(block);
    let body = block.clone();
    WithoutCheckpoints.visit_block_mut(block);
    body
}

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

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Some(mut arguments) = macro_arguments(mac) {
            arguments.expressions.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = arguments.tokens();
        }
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
