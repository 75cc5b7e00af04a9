//! `let x;`, and where it is assigned. Where every path assigns it once and none goes round, it is a definition; else it is
//! a variable that begins with any value, which nobody reads.

use std::collections::{HashMap, HashSet};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Local, Pat};

/// The places of the declarations, `let x;`, that a loop, a labelled block or a closure further in assigns.
pub(super) fn assigned_further_in(block: &Block) -> HashSet<String> {
    let mut deferred = Deferred::default();
    deferred.visit_block(block);
    deferred.found
}

/// A declaration, told from others of the name.
pub(super) fn place(name: &syn::Ident) -> String {
    format!("{:?}", name.span())
}

#[derive(Default)]
struct Deferred {
    /// How many loops, labelled blocks and closures are around.
    depth: usize,
    /// The declarations in scope, with the depth that they stand in.
    declared: HashMap<String, (usize, String)>,
    found: HashSet<String>,
}

impl Deferred {
    fn further_in(&mut self, visit: impl FnOnce(&mut Self)) {
        self.depth += 1;
        visit(self);
        self.depth -= 1;
    }
}

impl<'ast> Visit<'ast> for Deferred {
    fn visit_block(&mut self, block: &'ast Block) {
        let outer = self.declared.clone();
        visit::visit_block(self, block);
        self.declared = outer;
    }

    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        let pattern = match &local.pat {
            Pat::Type(typed) => &*typed.pat,
            pattern => pattern,
        };
        if let (Pat::Ident(declared), None) = (pattern, &local.init) {
            self.declared.insert(declared.ident.to_string(), (self.depth, place(&declared.ident)));
        }
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) | Expr::Closure(_) => {
                self.further_in(|this| visit::visit_expr(this, expression));
            }
            Expr::Block(block) if block.label.is_some() => {
                self.further_in(|this| visit::visit_expr(this, expression));
            }
            Expr::Assign(assign) => {
                if let Expr::Path(path) = &*assign.left
                    && let Some((depth, place)) =
                        path.path.get_ident().and_then(|it| self.declared.get(&it.to_string()))
                    && *depth < self.depth
                {
                    self.found.insert(place.clone());
                }
                visit::visit_expr(self, expression);
            }
            _ => visit::visit_expr(self, expression),
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
