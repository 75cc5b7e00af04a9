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

/// Items in inner blocks whose names are used outside them too: at the top of the sweeps, where items go, they would
/// hide what is meant there.
pub(super) fn items_that_may_hide(block: &syn::Block) -> Vec<syn::Item> {
    use syn::visit::{self, Visit};
    struct Items<'a> {
        outermost: bool,
        everywhere: &'a std::collections::HashMap<String, usize>,
        found: Vec<syn::Item>,
    }
    impl<'ast> Visit<'ast> for Items<'_> {
        fn visit_block(&mut self, block: &'ast syn::Block) {
            let outermost = std::mem::replace(&mut self.outermost, false);
            let items = block.stmts.iter().filter_map(|statement| match statement {
                syn::Stmt::Item(item) if !outermost => Some(item),
                _ => None,
            });
            let mut here = std::collections::HashMap::new();
            for item in items {
                if here.is_empty() {
                    count_idents(quote::ToTokens::to_token_stream(block), &mut here);
                }
                let names = item_names(item);
                let used_outside = |name: &String| here.get(name) != self.everywhere.get(name);
                if names.is_none_or(|names| names.iter().any(used_outside)) {
                    self.found.push(item.clone());
                }
            }
            visit::visit_block(self, block);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {} // what is in it stays in it
    }
    let mut everywhere = std::collections::HashMap::new();
    count_idents(quote::ToTokens::to_token_stream(block), &mut everywhere);
    let mut items = Items { outermost: true, everywhere: &everywhere, found: Vec::new() };
    items.visit_block(block);
    items.found
}

/// The names that an item brings into scope; `None` where that cannot be seen.
fn item_names(item: &syn::Item) -> Option<Vec<String>> {
    fn imported(tree: &syn::UseTree, names: &mut Vec<String>) -> Option<()> {
        match tree {
            syn::UseTree::Path(path) => imported(&path.tree, names),
            syn::UseTree::Name(name) => {
                names.push(name.ident.to_string());
                Some(())
            }
            syn::UseTree::Rename(rename) => {
                names.push(rename.rename.to_string());
                Some(())
            }
            syn::UseTree::Group(group) => group.items.iter().try_for_each(|tree| imported(tree, names)),
            syn::UseTree::Glob(_) => None,
        }
    }
    use syn::Item::*;
    let name = match item {
        Const(item) => &item.ident,
        Static(item) => &item.ident,
        Fn(item) => &item.sig.ident,
        Struct(item) => &item.ident,
        Enum(item) => &item.ident,
        Type(item) => &item.ident,
        Trait(item) => &item.ident,
        Macro(item) => item.ident.as_ref()?,
        Impl(_) => return Some(Vec::new()),
        Use(item) => {
            let mut names = Vec::new();
            return imported(&item.tree, &mut names).map(|()| names);
        }
        _ => return None,
    };
    Some(vec![name.to_string()])
}

fn count_idents(tokens: proc_macro2::TokenStream, counts: &mut std::collections::HashMap<String, usize>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => *counts.entry(ident.to_string()).or_default() += 1,
            proc_macro2::TokenTree::Group(group) => count_idents(group.stream(), counts),
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
