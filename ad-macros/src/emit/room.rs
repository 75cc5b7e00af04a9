//! Vectors that each iteration makes anew: where iterations follow each other, their room serves all of them.

use crate::idents::collect_idents;
use crate::ir::{Block, Body, Operand, Plain, StatementKind, Value, Var};
use std::collections::{BTreeMap, HashSet};
use syn::visit::{self, Visit};
use syn::{Expr, Ident};

/// The vectors that an iteration makes of a number, and does not give away.
pub(super) fn lists_of(body: &Body, iteration: &Block) -> BTreeMap<Var, (Expr, Expr)> {
    let lists = iteration.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Let { variable, ty: None, value } => Some((*variable, list_of_one_number(value)?)),
        _ => None,
    });
    lists.filter(|(list, _)| !gives_away(iteration, &body.variable(*list).name)).collect()
}

/// `vec![0.0; n]`: the number, and how many of it.
fn list_of_one_number(value: &Value) -> Option<(Expr, Expr)> {
    let Value::Operand(Operand::Plain(plain)) = value else { return None };
    let Expr::Macro(made) = &plain.expression else { return None };
    let parts = |input: syn::parse::ParseStream<'_>| -> syn::Result<(Expr, Expr)> {
        let number: syn::LitFloat = input.parse()?;
        input.parse::<syn::Token![;]>()?;
        Ok((syn::parse_quote!(#number), input.parse()?))
    };
    made.mac.path.is_ident("vec").then(|| made.mac.parse_body_with(parts).ok()).flatten()
}

/// Whether an inactive expression may move the variable of a name: those are printed as they stand.
fn gives_away(block: &Block, name: &Ident) -> bool {
    block.statements.iter().any(|statement| {
        statement.kind.inactive().into_iter().any(|plain| moves(plain, name))
            || statement.kind.blocks().into_iter().any(|inner| gives_away(inner, name))
    })
}

fn moves(plain: &Plain, name: &Ident) -> bool {
    struct Uses<'n> {
        name: &'n Ident,
        bare: bool,
    }
    impl Uses<'_> {
        fn is_it(&self, expression: &Expr) -> bool {
            matches!(expression, Expr::Path(path) if path.path.is_ident(self.name))
        }
    }
    impl<'ast> Visit<'ast> for Uses<'_> {
        fn visit_expr(&mut self, expression: &'ast Expr) {
            match expression {
                Expr::Index(index) if self.is_it(&index.expr) => self.visit_expr(&index.index),
                Expr::Reference(lent) if self.is_it(&lent.expr) => {}
                Expr::MethodCall(call)
                    if self.is_it(&call.receiver) && !call.method.to_string().starts_with("into_") =>
                {
                    call.args.iter().for_each(|argument| self.visit_expr(argument));
                }
                other if self.is_it(other) => self.bare = true,
                // What it does with its tokens is not seen.
                Expr::Macro(called) => {
                    let mut idents = HashSet::new();
                    collect_idents(called.mac.tokens.clone(), &mut idents);
                    self.bare |= idents.contains(&self.name.to_string());
                }
                other => visit::visit_expr(self, other),
            }
        }
    }
    let mut uses = Uses { name, bare: false };
    uses.visit_expr(&plain.expression);
    uses.bare
}
