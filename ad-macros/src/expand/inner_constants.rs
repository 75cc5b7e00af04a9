//! Constants of inner blocks. Items of a body go to the top of both sweeps, where one of a block would hide what its name
//! means elsewhere: it is given a name of its own.

use crate::idents::{collect_idents, rename_idents};
use proc_macro2::Ident;
use quote::{ToTokens, format_ident};
use std::collections::HashSet;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Item, Stmt};

/// Renames the constants of the blocks inside a body.
pub(super) fn rename(body: &mut Block) {
    let mut taken = HashSet::new();
    collect_idents(body.to_token_stream(), &mut taken);
    for statement in &mut body.stmts {
        InnerBlocks { taken: &mut taken }.visit_stmt_mut(statement);
    }
}

struct InnerBlocks<'a> {
    taken: &'a mut HashSet<String>,
}

impl VisitMut for InnerBlocks<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let names = block.stmts.iter().filter_map(|statement| match statement {
            Stmt::Item(Item::Const(item)) if item.ident != "_" => Some(item.ident.clone()),
            _ => None,
        });
        for from in names.collect::<Vec<_>>() {
            let to = (1..).map(|count| format_ident!("{from}_{count}", span = from.span()));
            let to = to.into_iter().find(|to| self.taken.insert(to.to_string())).expect("there is always another name");
            Rename { from, to }.visit_block_mut(block);
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_item_mut(&mut self, _: &mut Item) {} // what is in it stays in it
}

struct Rename {
    from: Ident,
    to: Ident,
}

impl VisitMut for Rename {
    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        if item.ident == self.from {
            item.ident = self.to.clone();
        }
        visit_mut::visit_item_const_mut(self, item);
    }

    /// A name alone: `Self::D` and `other::D` are others.
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.is_ident(&self.from) {
            let span = path.segments[0].ident.span();
            path.segments[0].ident = Ident::new(&self.to.to_string(), span);
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        if pattern.ident == self.from {
            pattern.ident = self.to.clone();
        }
        visit_mut::visit_pat_ident_mut(self, pattern);
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        field.colon_token.get_or_insert_default(); // `S { x }` is `S { x: renamed }`
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        mac.tokens = rename_idents(std::mem::take(&mut mac.tokens), &self.from.to_string(), &self.to);
    }
}
