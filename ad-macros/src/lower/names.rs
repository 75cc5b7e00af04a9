//! Names: how they are told apart, and which ones a body uses.

use proc_macro2::Ident;
use std::collections::HashSet;

/// A name as rustc tells names apart: two of one text are different where they come from different macros.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub(super) text: String,
    context: String,
}

impl Name {
    pub(super) fn of(ident: &Ident) -> Self {
        // There is no stable way to compare the hygiene of two spans but their debug form, `#3 bytes(10..20)`.
        let span = format!("{:?}", ident.span());
        let context = span.split_once(" bytes").map_or("", |(context, _)| context);
        Name { text: ident.to_string(), context: context.to_string() }
    }
}

/// Every identifier in a token stream.
pub(crate) fn collect_idents(tokens: proc_macro2::TokenStream, names: &mut HashSet<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            proc_macro2::TokenTree::Group(group) => collect_idents(group.stream(), names),
            _ => {}
        }
    }
}

/// The names of nested functions without a companion, and of what is imported inside a body.
pub(super) fn nested_names(block: &syn::Block) -> HashSet<String> {
    use syn::visit::{self, Visit};
    struct Nested(HashSet<String>);
    impl<'ast> Visit<'ast> for Nested {
        fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
            let annotated = |attribute: &syn::Attribute| {
                attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable")
            };
            if !function.attrs.iter().any(annotated) {
                self.0.insert(function.sig.ident.to_string());
            }
        }
        fn visit_use_name(&mut self, name: &'ast syn::UseName) {
            self.0.insert(name.ident.to_string());
        }
        fn visit_use_rename(&mut self, rename: &'ast syn::UseRename) {
            self.0.insert(rename.rename.to_string());
        }
        fn visit_use_glob(&mut self, glob: &'ast syn::UseGlob) {
            self.0.insert("*".to_string());
            visit::visit_use_glob(self, glob);
        }
    }
    let mut nested = Nested(HashSet::new());
    nested.visit_block(block);
    nested.0
}
