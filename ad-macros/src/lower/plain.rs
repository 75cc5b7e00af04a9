//! Expressions that carry no active value: recognised, and kept as the user wrote them.

use super::macros::macro_arguments;
use super::{Lowerer, Name};
use crate::errors;
use crate::ir::{Plain, Var};
use proc_macro2::Ident;
use std::collections::{BTreeSet, HashMap, HashSet};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
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

    /// The expression as the user wrote it, if no active value is in it and no control leaves it.
    pub(super) fn plain(&mut self, expression: &Expr) -> Option<Plain> {
        let scan = self.scan(expression);
        (scan.stays() && !self.reads_active(&scan)).then(|| self.keep(expression, scan))
    }

    /// The expression as the user wrote it, although it reads active values: its result is inactive.
    pub(super) fn inactive(&mut self, expression: &Expr) -> Option<Plain> {
        let scan = self.scan(expression);
        let reads_active = self.reads_active(&scan);
        if !scan.stays() {
            // Whoever asked leaves something out for want of this: there must be a reason.
            let message = match &scan {
                Scan { hides_place: true, .. } => &errors::HIDDEN_PLACE,
                Scan { inlined_closure: true, .. } => &errors::CLOSURE,
                Scan { opaque_macro: true, .. } => &errors::MACRO,
                _ => &errors::ASSIGN_EXPRESSION,
            };
            self.errors.reject_first(expression, message);
            return None;
        }
        let mut plain = self.keep(expression, scan);
        if reads_active {
            Asserter.visit_expr_mut(&mut plain.expression);
        }
        Some(plain)
    }

    fn keep(&self, expression: &Expr, scan: Scan) -> Plain {
        let mut expression = expression.clone();
        self.rename(&mut expression);
        let cheap = !scan.calls && !scan.compound && scan.writes.is_empty();
        Plain { expression, reads: scan.reads, writes: scan.writes, cheap }
    }

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
            super::collect_idents(crate::emit::place(&self.lowerer.variables, place), &mut names);
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
                self.writes_to(&reference.expr);
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if !is_pure_method(&method, call.args.len()) {
                    self.scan.calls = true;
                    // What has a rule changes nothing, and no test does.
                    let looks = crate::rules::method(&method, call.args.len() + 1).is_some()
                        || crate::rules::has_inactive_result(&method);
                    if !looks
                        && !self.lowerer.is_seen_to_look(call)
                        && self.writes_to(&call.receiver)
                        && leads_to_a_place(&call.receiver)
                    {
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
                    let inner = scanner.scan;
                    self.scan.reads.extend(inner.reads);
                    self.scan.writes.extend(inner.writes);
                    self.scan.control |= inner.control;
                    self.scan.assigns |= inner.assigns;
                    self.scan.inlined_closure |= inner.inlined_closure;
                    self.scan.opaque_macro |= inner.opaque_macro;
                }
            }
            None => {
                let mut names = HashSet::new();
                super::collect_idents(mac.tokens.clone(), &mut names);
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

/// Has rustc check what is known by name alone: that the result of `len` and the like is inactive, and that
/// `stop_gradient` is ours.
struct Asserter;

impl VisitMut for Asserter {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        match expression {
            Expr::MethodCall(call) if crate::rules::has_inactive_result(&call.method.to_string()) => {
                let call: &Expr = expression;
                *expression = syn::parse_quote!(__ad::inactive(#call));
            }
            Expr::Macro(mac) if mac.mac.path.is_ident("format") => {
                let mac: &Expr = expression;
                *expression = syn::parse_quote!(__ad::inactive(#mac));
            }
            Expr::Call(call) if is_stop_gradient(call) => {
                if let Expr::Path(function) = &mut *call.func {
                    function.path.segments.push(syn::parse_quote!(of));
                }
            }
            _ => {}
        }
    }
}

/// `stop_gradient(x)`, by whatever path.
pub(super) fn is_stop_gradient(call: &syn::ExprCall) -> bool {
    call.args.len() == 1
        && matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|segment| segment.ident == "stop_gradient"))
}

/// Whether `&mut` is written in an expression.
pub(super) fn borrows_mutably(expression: &Expr) -> bool {
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
            self.0 |= reference.mutability.is_some();
            visit::visit_expr_reference(self, reference);
        }
    }
    let mut finder = Finder(false);
    finder.visit_expr(expression);
    finder.0
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
    matches!(
        operator,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// Methods that only look at their receiver and cost next to nothing.
fn is_pure_method(name: &str, arguments: usize) -> bool {
    crate::rules::has_inactive_result(name)
        || (name == "get" && arguments == 1) // without an index it is that of a `Cell`, which may change
        || matches!(
            name,
            "min"
                | "max"
                | "abs"
                | "pow"
                | "powi"
                | "clamp"
                | "unwrap"
                | "clone"
                | "saturating_sub"
                | "saturating_add"
                | "wrapping_add"
                | "wrapping_sub"
                | "abs_diff"
                | "rem_euclid"
                | "div_euclid"
                | "signum"
                | "floor"
                | "ceil"
                | "round"
                | "trunc"
                | "first"
                | "last"
                | "as_ref"
                | "as_slice"
                | "to_vec"
                | "chunks"
                | "chunks_exact"
                | "windows"
                | "split_at"
                | "iter"
                | "rev"
                | "step_by"
                | "contains"
        )
}

/// `T::zero()`, `T::from(2.0)`, `f64::from(n)`: constants of generic code.
fn is_constant_call(call: &syn::ExprCall) -> bool {
    const CONSTANTS: &[&str] = &[
        "zero",
        "one",
        "from",
        "from_f64",
        "from_f32",
        "from_usize",
        "from_i32",
        "from_u32",
        "epsilon",
        "infinity",
        "neg_infinity",
        "nan",
        "min_value",
        "max_value",
        "min_positive_value",
        "i",
        "default",
        "PI",
        "E",
        "FRAC_PI_2",
        "TAU",
    ];
    let Expr::Path(path) = &*call.func else { return false };
    path.path.segments.len() > 1
        && path.path.segments.last().is_some_and(|segment| CONSTANTS.contains(&segment.ident.to_string().as_str()))
}

/// `Zero::zero()`: of a type that is inferred where it stands, as that of a literal is.
pub(super) fn is_constant_of_trait(call: &syn::ExprCall) -> bool {
    const TRAITS: &[&str] = &["Zero", "One", "Default", "Bounded", "Float", "FloatConst", "NumCast", "FromPrimitive"];
    let Expr::Path(path) = &*call.func else { return false };
    let owner = path.path.segments.iter().nth_back(1);
    path.qself.is_none() && owner.is_some_and(|of| TRAITS.contains(&of.ident.to_string().as_str()))
}

/// Whether what is changed there is a place, or something that `iter_mut` and the like lend of it: an iterator that looks
/// changes itself alone.
fn leads_to_a_place(receiver: &Expr) -> bool {
    match receiver {
        Expr::Path(_) => true,
        Expr::Field(field) => leads_to_a_place(&field.base),
        Expr::Index(index) => leads_to_a_place(&index.expr),
        Expr::Paren(paren) => leads_to_a_place(&paren.expr),
        Expr::Unary(unary) => leads_to_a_place(&unary.expr),
        Expr::Reference(reference) => leads_to_a_place(&reference.expr),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            name.ends_with("_mut")
                || (!matches!(name.as_str(), "iter" | "chunks" | "windows" | "chunks_exact"))
                    && leads_to_a_place(&call.receiver)
        }
        _ => false,
    }
}
