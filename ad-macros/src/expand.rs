//! The pipeline: attribute -> lower -> reverse -> emit.

use crate::attribute;
use crate::emit::{self, Names, Record};
use crate::errors::Errors;
use crate::lower;
use crate::reverse;
use crate::signature::Signature;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn, Type};

const NOT_A_FUNCTION: &str = "`differentiable` goes on a free function with a body\n\
    help: put it on a `fn`; on a struct write `#[derive(Differentiable)]`";

/// `#[differentiable(..)] fn f ..` -> the function as it was, and its companion.
pub(crate) fn differentiable(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            let mut errors = Errors::default();
            errors.push(syn::Error::new(proc_macro2::Span::call_site(), NOT_A_FUNCTION));
            let errors = errors.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    let mut errors = Errors::default();
    let options = attribute::parse(arguments, &mut errors);
    let signature = Signature::of(&mut function, &mut errors);
    // The user's own function too: a group without delimiters loses its precedence when it is printed again.
    Ungroup.visit_block_mut(&mut function.block);
    let mut block = (*function.block).clone();
    WriteOut.visit_block_mut(&mut block);
    if !errors.is_empty() {
        // Without a sound signature there is no companion: its uses say so.
        let errors = errors.into_compile_errors();
        return quote!(#function #errors);
    }
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let names = Names::of(&signature, runtime);
    let companion = match &options.pullback {
        Some(rule) => emit::companion(&signature, options.policy, &names, &Record::Rule(rule)),
        None => {
            let body = lower::lower(&signature, &block, &mut errors);
            if errors.is_empty() {
                let (pullback, spaces) = reverse::reverse(&body);
                emit::companion(&signature, options.policy, &names, &Record::Body(&body, &pullback, &spaces))
            } else {
                emit::stub(&signature, options.policy, &names)
            }
        }
    };
    let errors = errors.into_compile_errors();
    // The companion does not call the function: one that is only differentiated is not dead.
    quote!(#[allow(dead_code)] #function #companion #errors)
}

/// Puts parentheses where a `macro_rules!` fragment left an invisible group.
pub(crate) struct Ungroup;

/// Writes out what macros of std stand for, where it is part of the language: `matches!(x, Some(_))` is a `match`.
struct WriteOut;

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
