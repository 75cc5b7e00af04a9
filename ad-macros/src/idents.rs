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
    let rename = |token| match token {
        TokenTree::Ident(ident) if ident == from => TokenTree::Ident(to.clone()),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), rename_idents(group.stream(), from, to));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        other => other,
    };
    tokens.into_iter().map(rename).collect()
}

/// The stem itself, or with underscores behind it: a name that is not taken.
pub(crate) fn free_name(stem: impl Into<String>, taken: &HashSet<String>) -> String {
    let mut name = stem.into();
    while taken.contains(&name) {
        name.push('_');
    }
    name
}
