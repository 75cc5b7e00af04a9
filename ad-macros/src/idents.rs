//! Identifiers in tokens that are not parsed, and names that none of them is.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use std::collections::HashSet;

/// Every identifier in a token stream.
pub(crate) fn collect_idents(tokens: TokenStream, names: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_idents(group.stream(), names),
            _ => {}
        }
    }
}

/// Gives every `from` another name.
pub(crate) fn rename_idents(tokens: TokenStream, from: &str, to: &Ident) -> TokenStream {
    replace_ident(tokens, from, &TokenTree::Ident(to.clone()).into())
}

/// Puts tokens in the place of every `from`.
pub(crate) fn replace_ident(tokens: TokenStream, from: &str, to: &TokenStream) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(ident) if ident == from => to.clone(),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), replace_ident(group.stream(), from, to));
            inner.set_span(group.span());
            TokenTree::Group(inner).into()
        }
        other => other.into(),
    };
    tokens.into_iter().map(replace).collect()
}

/// The stem itself, or with underscores behind it: a name that is not taken.
pub(crate) fn free_name(stem: impl Into<String>, taken: &HashSet<String>) -> String {
    let mut name = stem.into();
    while taken.contains(&name) {
        name.push('_');
    }
    name
}
