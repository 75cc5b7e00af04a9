//! Items that a crate makes by macros of its own: the attribute goes into the macro.
//!
//! Such functions are never drawn, since what they are depends on each use; but what is drawn may call them, as
//! `Vector3::new` and `dot` are called in a crate that writes its vectors by one macro for all lengths.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::{HashMap, HashSet};

/// A macro of a crate, as far as it makes items.
pub(crate) struct Macro {
    pub(crate) file: usize,
    pub(crate) module: usize,
    pub(crate) items: Vec<syn::Item>,
}

/// The macros that were met, and the words that they are used with: among these are the names of what they make.
#[derive(Default)]
pub(crate) struct Macros {
    pub(crate) found: Vec<(String, Macro)>,
    words: HashMap<String, HashSet<String>>,
}

impl Macros {
    /// Notes `macro_rules! name { .. }`, or a use `name! { .. }`.
    pub(crate) fn note(&mut self, item: &syn::ItemMacro, file: usize, module: usize) {
        let Some(used) = item.mac.path.segments.last() else { return };
        match &item.ident {
            Some(name) if used.ident == "macro_rules" => {
                let made = Macro { file, module, items: items(item.mac.tokens.clone()) };
                self.found.push((name.to_string(), made));
            }
            _ => words(item.mac.tokens.clone(), self.words.entry(used.ident.to_string()).or_default()),
        }
    }

    /// The names that a macro may give to what it makes.
    pub(crate) fn words_of(&self, name: &str) -> Vec<String> {
        self.words.get(name).into_iter().flatten().cloned().collect()
    }
}

/// The items in the right-hand sides, with the macro's variables as names.
fn items(rules: TokenStream) -> Vec<syn::Item> {
    let mut found = Vec::new();
    let mut behind_arrow = false;
    for token in rules {
        match token {
            TokenTree::Group(group) if behind_arrow => {
                // What is not made of items serves something else.
                let file: Result<syn::File, _> = syn::parse2(transcribed(group.stream()));
                found.extend(file.into_iter().flat_map(|file| file.items));
                behind_arrow = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == '>' => behind_arrow = true,
            _ => {}
        }
    }
    found
}

/// `$name` -> `name`, and `$( .. ),*` -> what is repeated, once.
fn transcribed(tokens: TokenStream) -> TokenStream {
    let mut made = TokenStream::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                    made.extend(transcribed(group.stream()));
                    // A separator, which may be `&&`, and the sign of repetition.
                    let is_repetition = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '*' | '+' | '?'));
                    while tokens.next().is_some_and(|token| !is_repetition(&token)) {}
                }
                other => made.extend(other),
            },
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), transcribed(group.stream()));
                inner.set_span(group.span());
                made.extend([TokenTree::Group(inner)]);
            }
            token => made.extend([token]),
        }
    }
    made
}

fn words(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(into.insert(ident.to_string())),
            TokenTree::Group(group) => words(group.stream(), into),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Macros, items};
    use quote::quote;

    #[test]
    fn items_of_a_macro() {
        let made = items(quote! {
            ($Name:ident, $($field:ident),+) => {
                struct $Name { $($field: f64),+ }
                impl $Name { fn sum(&self) -> f64 { 0.0 $(+ self.$field)+ } }
            };
            (of $x:expr) => { $x + 1.0 };
        });
        assert_eq!(made.len(), 2);
    }

    #[test]
    fn words_of_its_uses() {
        let mut macros = Macros::default();
        macros.note(&syn::parse_quote! { vector! { Vector2, (x, y) } }, 0, 0);
        let mut words = macros.words_of("vector");
        words.sort();
        assert_eq!(words, ["Vector2", "x", "y"]);
    }
}
