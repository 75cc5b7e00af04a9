//! Which names of a function are variables: what else is called is a function.

use crate::lower::macro_arguments;
use proc_macro2::Ident;
use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::{Expr, Macro, Pat};

/// The names that patterns bind.
#[derive(Default)]
pub(super) struct Variables {
    all: HashSet<String>,
    /// `let f = f(x);` binds a value, and calls a function.
    shadows: HashSet<String>,
}

impl Variables {
    pub(super) fn binds(&self, name: &Ident) -> bool {
        self.all.contains(&name.to_string())
    }

    /// Whether a variable may hold something to call.
    pub(super) fn holds(&self, name: &Ident) -> bool {
        self.binds(name) && !self.shadows.contains(&name.to_string())
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.all.insert(pattern.ident.to_string());
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(arguments) = macro_arguments(mac) {
            // Parsed for this alone.
            let mut inside = Variables::default();
            arguments.expressions.iter().for_each(|argument| inside.visit_expr(argument));
            self.all.extend(inside.all);
            self.shadows.extend(inside.shadows);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init) {
            let mut calls = Calls(&name.ident, false);
            calls.visit_expr(&init.expr);
            if calls.1 && !matches!(*init.expr, Expr::Closure(_)) {
                self.shadows.insert(name.ident.to_string());
            }
        }
        visit::visit_local(self, local);
    }
}

/// Whether a name is called.
struct Calls<'a>(&'a Ident, bool);

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.1 |= matches!(&*call.func, Expr::Path(path) if path.path.is_ident(self.0));
        visit::visit_expr_call(self, call);
    }
}
