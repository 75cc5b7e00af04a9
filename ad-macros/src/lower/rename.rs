//! Gives the variables in an expression that is kept as it was written the names that they have in the generated code.

use super::macros::macro_arguments;
use super::scan::bound_names;
use super::{Lowerer, Name};
use proc_macro2::Ident;
use std::collections::HashMap;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, Pat};

impl Lowerer<'_> {
    /// Gives the variables in an expression the names that they have in the generated code.
    pub(super) fn rename(&self, expression: &mut Expr) {
        let mut renames = HashMap::new();
        for scope in &self.scopes {
            for (name, variable) in scope {
                renames.insert(name.clone(), self.variable(*variable).name.clone());
            }
        }
        let mut lent = HashMap::new();
        for (name, variable) in self.scopes.iter().flatten() {
            lent.remove(name);
            if let Some(place) = self.lent.get(variable) {
                lent.insert(name.clone(), syn::parse2(crate::emit::place(&self.variables, place)).expect("a place"));
            }
        }
        renames.retain(|name, renamed| *renamed != name.text.as_str() && !lent.contains_key(name));
        if !renames.is_empty() || !lent.is_empty() {
            Renamer { renames, lent }.visit_expr_mut(expression);
        }
    }
}

struct Renamer {
    renames: HashMap<Name, Ident>,
    /// Mutable references, and the places that stand for them.
    lent: HashMap<Name, Expr>,
}

impl Renamer {
    /// From here to the end of the scope, these names are others.
    fn hide<'p>(&mut self, patterns: impl Iterator<Item = &'p Pat>) {
        for name in bound_names(patterns) {
            self.renames.remove(&name);
            self.lent.remove(&name);
        }
    }

    /// The place that a name is lent for.
    fn lent(&self, expression: &Expr) -> Option<&Expr> {
        match expression {
            Expr::Paren(paren) => self.lent(&paren.expr),
            Expr::Path(path) if path.qself.is_none() => {
                path.path.get_ident().and_then(|name| self.lent.get(&Name::of(name)))
            }
            _ => None,
        }
    }

    /// Puts the place where a mutable reference is looked through.
    fn look_through(&self, expression: &mut Box<Expr>) {
        if let Some(place) = self.lent(expression) {
            **expression = place.clone();
        }
    }

    /// `"{x}"` in a format string reads `x`: where that has another name, it becomes an argument, `x = x_2`.
    fn name_inline_arguments(&self, arguments: &mut Vec<Expr>) {
        let text = arguments.iter().find_map(|argument| match argument {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
        let Some(text) = text else { return };
        for (name, renamed) in &self.renames {
            let read =
                [format!("{{{}}}", name.text), format!("{{{}:", name.text)].iter().any(|part| text.contains(part));
            let given = arguments.iter().any(|argument| {
                matches!(argument, Expr::Assign(assign)
                if matches!(&*assign.left, Expr::Path(path) if path.path.is_ident(&name.text)))
            });
            if read && !given {
                let name = Ident::new(&name.text, renamed.span());
                arguments.push(syn::parse_quote!(#name = #renamed));
            }
        }
    }

    fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = (self.renames.clone(), self.lent.clone());
        visit(self);
        (self.renames, self.lent) = outer;
    }
}

impl VisitMut for Renamer {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) && self.lent(&unary.expr).is_some() => {
                *expression = self.lent(&unary.expr).expect("it is there").clone();
                return;
            }
            Expr::MethodCall(call) => self.look_through(&mut call.receiver),
            Expr::Field(field) => self.look_through(&mut field.base),
            Expr::Index(index) => self.look_through(&mut index.expr),
            Expr::Call(call) => {
                for argument in &mut call.args {
                    if let Some(place) = self.lent(argument) {
                        *argument = syn::parse_quote!((&mut #place));
                    }
                }
            }
            Expr::Path(_) => {
                if let Some(place) = self.lent(expression) {
                    *expression = syn::parse_quote!((&#place));
                    return;
                }
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none()
            && let Some(name) = path.path.get_ident()
            && let Some(renamed) = self.renames.get(&Name::of(name))
        {
            let mut renamed = renamed.clone();
            renamed.set_span(renamed.span().located_at(name.span()));
            path.path = renamed.into();
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        field.colon_token.get_or_insert_default(); // `S { x }` is `S { x: renamed }`
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        self.scoped(|this| {
            this.hide(closure.inputs.iter());
            visit_mut::visit_expr_closure_mut(this, closure);
        });
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scoped(|this| visit_mut::visit_block_mut(this, block));
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        // The names are in scope behind their values.
        visit_mut::visit_local_mut(self, local);
        self.hide(std::iter::once(&local.pat));
    }

    fn visit_expr_let_mut(&mut self, binding: &mut syn::ExprLet) {
        visit_mut::visit_expr_let_mut(self, binding);
        self.hide(std::iter::once(&*binding.pat));
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        self.scoped(|this| {
            this.visit_expr_mut(&mut branch.cond);
            this.visit_block_mut(&mut branch.then_branch);
        });
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, a_loop: &mut syn::ExprWhile) {
        self.scoped(|this| visit_mut::visit_expr_while_mut(this, a_loop));
    }

    fn visit_expr_for_loop_mut(&mut self, a_loop: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut a_loop.expr);
        self.scoped(|this| {
            this.hide(std::iter::once(&*a_loop.pat));
            this.visit_block_mut(&mut a_loop.body);
        });
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        self.scoped(|this| {
            this.hide(std::iter::once(&arm.pat));
            visit_mut::visit_arm_mut(this, arm);
        });
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {} // sees no variables from outside

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if let Some(mut arguments) = macro_arguments(mac) {
            arguments.expressions.iter_mut().for_each(|expression| self.visit_expr_mut(expression));
            self.name_inline_arguments(&mut arguments.expressions);
            mac.tokens = arguments.tokens();
        }
    }
}
