//! What is found in an expression without lowering it: what it reads and changes, and whether it can stay as it was written.

use super::looks::{
    changes_in_std, is_constant_call, is_constant_of_trait, is_pure_method, is_stop_gradient, leads_to_a_place,
    leaves_alone, leaves_alone_in_std,
};
use super::macros::macro_arguments;
use super::{Lowerer, Name};
use crate::ir::Var;
use proc_macro2::Ident;
use std::collections::{BTreeSet, HashSet};
use syn::visit::{self, Visit};
use syn::{Expr, Macro, Pat};

/// What is found in an expression without lowering it.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) reads: BTreeSet<Var>,
    pub(super) writes: BTreeSet<Var>,
    /// `return`, `break`, `continue`, `?`: control that leaves the expression.
    pub(super) control: bool,
    /// An assignment to a variable from outside.
    pub(super) assigns: bool,
    /// `&mut` of a variable from outside, or the name of a mutable reference lent to a call.
    pub(super) lends: bool,
    /// A call whose cost or effect is unknown.
    pub(super) calls: bool,
    /// A call of a closure that stands in place of its calls: there is no code to call.
    pub(super) inlined_closure: bool,
    /// A macro whose tokens are no expressions.
    pub(super) opaque_macro: bool,
    /// A float literal, whose type is still open.
    pub(super) open_literal: bool,
    /// A block, loop or branch: never worth computing again.
    pub(super) compound: bool,
    /// A call that changes an active value, or makes one of what it changes.
    pub(super) changes_active: bool,
    /// The name of a mutable reference where something hides the place that it stands for.
    pub(super) hides_place: bool,
}

impl Scan {
    /// Whether the expression can be kept as it was written.
    pub(super) fn stays(&self) -> bool {
        !self.control
            && !self.assigns
            && !self.opaque_macro
            && !self.inlined_closure
            && !self.changes_active
            && !self.hides_place
    }

    /// Adds what was found in a part.
    fn include(&mut self, part: Scan) {
        self.reads.extend(part.reads);
        self.writes.extend(part.writes);
        self.control |= part.control;
        self.assigns |= part.assigns;
        self.lends |= part.lends;
        self.calls |= part.calls;
        self.inlined_closure |= part.inlined_closure;
        self.opaque_macro |= part.opaque_macro;
        self.open_literal |= part.open_literal;
        self.compound |= part.compound;
        self.changes_active |= part.changes_active;
        self.hides_place |= part.hides_place;
    }
}

impl Lowerer<'_> {
    pub(super) fn scan(&self, expression: &Expr) -> Scan {
        let mut scanner = Scanner { lowerer: self, scan: Scan::default(), loops: 0, hidden: HashSet::new() };
        scanner.visit_expr(expression);
        scanner.scan
    }

    pub(super) fn reads_active(&self, scan: &Scan) -> bool {
        scan.reads.iter().any(|variable| self.variable(*variable).active)
    }
}

struct Scanner<'a, 'b> {
    lowerer: &'a Lowerer<'b>,
    scan: Scan,
    loops: usize,
    /// Names that are bound again inside the expression.
    hidden: HashSet<Name>,
}

impl Scanner<'_, '_> {
    /// The outside variable of a name.
    fn find(&self, name: &Ident) -> Option<Var> {
        if self.hidden.contains(&Name::of(name)) { None } else { self.lowerer.find(name) }
    }

    /// Whether a name of a mutable reference, which stands for a place, would be read where that place's name is another.
    fn hides_place(&self, name: &Ident) -> bool {
        let place = self.find(name).and_then(|variable| self.lowerer.lent.get(&variable));
        place.is_some_and(|place| {
            let mut names = HashSet::new();
            crate::idents::collect_idents(crate::emit::place(&self.lowerer.variables, place), &mut names);
            self.hidden.iter().any(|hidden| names.contains(&hidden.text))
        })
    }

    /// From here to the end of the scope, these names are others.
    fn hide<'p>(&mut self, patterns: impl Iterator<Item = &'p Pat>) {
        self.hidden.extend(bound_names(patterns));
    }

    fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = self.hidden.clone();
        visit(self);
        self.hidden = outer;
    }

    /// The outside variable at the root of a place expression.
    fn root(&self, expression: &Expr) -> Option<Var> {
        match expression {
            Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name))?;
                Some(self.lowerer.lent.get(&variable).map_or(variable, |place| place.root))
            }
            Expr::Field(field) => self.root(&field.base),
            Expr::Index(index) => self.root(&index.expr),
            Expr::Paren(paren) => self.root(&paren.expr),
            Expr::Unary(unary) => self.root(&unary.expr),
            Expr::MethodCall(call) => self.root(&call.receiver),
            _ => None,
        }
    }

    /// Notes that a place is changed, if it can be.
    fn writes_to(&mut self, expression: &Expr) -> bool {
        let root = self.root(expression).filter(|variable| self.lowerer.variable(*variable).mutable);
        self.scan.writes.extend(root);
        root.is_some()
    }

    /// A call that is lent something to be changed, and these values: what comes of an active one is active.
    fn changes_by_call<'e>(&mut self, mut values: impl Iterator<Item = &'e Expr>) {
        self.scan.changes_active |= values.any(|value| self.lowerer.reads_active(&self.lowerer.scan(value)));
    }
}

impl<'ast> Visit<'ast> for Scanner<'_, '_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Return(_) | Expr::Try(_) | Expr::Await(_) | Expr::Yield(_) => self.scan.control = true,
            Expr::Break(_) | Expr::Continue(_) if self.loops == 0 => self.scan.control = true,
            Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => {
                self.scan.compound = true;
                self.loops += 1;
                visit::visit_expr(self, expression);
                self.loops -= 1;
                return;
            }
            Expr::Block(_) | Expr::If(_) | Expr::Match(_) | Expr::Closure(_) => self.scan.compound = true,
            Expr::Unsafe(_) | Expr::Async(_) => self.scan.control = true,
            Expr::Assign(assign) if self.root(&assign.left).is_some() => self.scan.assigns = true,
            Expr::Binary(binary) if is_assignment(&binary.op) && self.root(&binary.left).is_some() => {
                self.scan.assigns = true;
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.scan.lends |= self.writes_to(&reference.expr);
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if !is_pure_method(&method, call.args.len()) {
                    self.scan.calls = true;
                    let looks = leaves_alone(&method, call.args.len())
                        || leaves_alone_in_std(&method) && !self.lowerer.is_of_user_type(&call.receiver);
                    if !looks
                        && !self.lowerer.is_seen_to_look(call)
                        && self.writes_to(&call.receiver)
                        && leads_to_a_place(&call.receiver)
                    {
                        self.scan.lends |= changes_in_std(&method);
                        self.changes_by_call(std::iter::once(&*call.receiver).chain(&call.args));
                    }
                }
            }
            Expr::Call(call) if is_constant_call(call) => self.scan.open_literal |= is_constant_of_trait(call),
            Expr::Call(call) if is_stop_gradient(call) => self.scan.calls = true,
            Expr::Call(call) => {
                self.scan.calls = true;
                // Of a chain: its parameters get their types from the arguments only where its body stands in place.
                self.scan.inlined_closure |= is_closure_of_chain(&call.func);
                for argument in &call.args {
                    let lent = matches!(argument, Expr::Path(path) if path.path.get_ident()
                        .and_then(|name| self.find(name)).is_some_and(|it| self.lowerer.lent.contains_key(&it)));
                    let lent = lent && self.writes_to(argument);
                    self.scan.lends |= lent;
                    if lent || matches!(argument, Expr::Reference(it) if it.mutability.is_some()) {
                        self.changes_by_call(call.args.iter());
                    }
                }
            }
            Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Float(_)) => self.scan.open_literal = true,
            _ => {}
        }
        visit::visit_expr(self, expression);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        // What leaves a closure leaves nothing else.
        let control = self.scan.control;
        self.scoped(|this| {
            this.hide(closure.inputs.iter());
            visit::visit_expr_closure(this, closure);
        });
        self.scan.control = control;
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.scoped(|this| visit::visit_block(this, block));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        self.hide(std::iter::once(&local.pat));
    }

    fn visit_expr_let(&mut self, binding: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, binding);
        self.hide(std::iter::once(&*binding.pat));
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.scoped(|this| {
            this.visit_expr(&branch.cond);
            this.visit_block(&branch.then_branch);
        });
        if let Some((_, otherwise)) = &branch.else_branch {
            self.visit_expr(otherwise);
        }
    }

    fn visit_expr_while(&mut self, a_loop: &'ast syn::ExprWhile) {
        self.scoped(|this| visit::visit_expr_while(this, a_loop));
    }

    fn visit_expr_for_loop(&mut self, a_loop: &'ast syn::ExprForLoop) {
        self.visit_expr(&a_loop.expr);
        self.scoped(|this| {
            this.hide(std::iter::once(&*a_loop.pat));
            this.visit_block(&a_loop.body);
        });
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.scoped(|this| {
            this.hide(std::iter::once(&arm.pat));
            visit::visit_arm(this, arm);
        });
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {} // sees no variables from outside

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(name) = path.path.get_ident()
            && let Some(variable) = self.find(name)
        {
            let is_closure = self.lowerer.closures.contains_key(&variable);
            self.scan.inlined_closure |= is_closure && self.lowerer.variable(variable).active;
            self.scan.hides_place |= self.hides_place(name);
            match self.lowerer.lent.get(&variable) {
                Some(place) => self.scan.reads.extend(place.reads()),
                None => {
                    self.scan.reads.insert(variable);
                }
            }
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        match macro_arguments(mac) {
            Some(arguments) => {
                self.scan.calls = true;
                for expression in &arguments.expressions {
                    // The parsed expressions live no longer than this: scan them on their own.
                    let mut scanner = Scanner {
                        lowerer: self.lowerer,
                        scan: Scan::default(),
                        loops: self.loops,
                        hidden: self.hidden.clone(),
                    };
                    scanner.visit_expr(expression);
                    self.scan.include(scanner.scan);
                }
            }
            None => {
                let mut names = HashSet::new();
                crate::idents::collect_idents(mac.tokens.clone(), &mut names);
                let leaves = ["return", "break", "continue"].iter().any(|word| names.contains(*word));
                self.scan.calls = true;
                self.scan.opaque_macro |= leaves;
                for name in names {
                    let in_scope = self.lowerer.scopes.iter().flatten().filter(|(of, _)| of.text == name);
                    for (_, variable) in in_scope {
                        let of = self.lowerer.variable(*variable);
                        // It may be changed in there, and what has another name here is not found.
                        self.scan.opaque_macro |= of.mutable || of.active || of.name != name.as_str();
                        self.scan.reads.insert(*variable);
                    }
                }
            }
        }
    }
}

/// A closure in the double parentheses that `chains.rs` writes.
fn is_closure_of_chain(function: &Expr) -> bool {
    matches!(function, Expr::Paren(outer)
        if matches!(&*outer.expr, Expr::Paren(inner) if matches!(&*inner.expr, Expr::Closure(_))))
}

/// The names that patterns bind.
pub(super) fn bound_names<'p>(patterns: impl Iterator<Item = &'p Pat>) -> Vec<Name> {
    struct Names(Vec<Name>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.push(Name::of(&pattern.ident));
            visit::visit_pat_ident(self, pattern);
        }
    }
    let mut names = Names(Vec::new());
    patterns.for_each(|pattern| names.visit_pat(pattern));
    names.0
}

pub(super) fn is_assignment(operator: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    is_arithmetic_assignment(operator)
        || matches!(operator, BitXorAssign(_) | BitAndAssign(_) | BitOrAssign(_) | ShlAssign(_) | ShrAssign(_))
}

pub(crate) fn is_arithmetic_assignment(operator: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(operator, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_))
}
