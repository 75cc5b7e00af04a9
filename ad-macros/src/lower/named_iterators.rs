//! Iterators that have a name: `let mut items = x.iter(); let first = items.next().unwrap();`
//!
//! Before a body is lowered, one that goes over a place is said with that place and the number of its next element, and one
//! that is used once stands where it is used. What is not understood is left as it is, and rejected when it is lowered.

use super::chains::is_iterator;
use super::elements::is_place;
use super::lent_parts::inside_some;
use super::scan::bound_names;
use crate::idents::collect_idents;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, Pat, Stmt};

/// The body without the names of iterators, as far as it can do without; `None` if there are none.
pub(super) fn written_out(block: &Block) -> Option<Block> {
    let mut blocks = Blocks { changed: false };
    let mut block = block.clone();
    blocks.visit_block_mut(&mut block);
    blocks.changed.then_some(block)
}

struct Blocks {
    changed: bool,
}

impl VisitMut for Blocks {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut index = 0;
        while index < block.stmts.len() {
            if let Some(replaced) =
                Named::of(&block.stmts[index]).and_then(|named| named.without(&block.stmts[index + 1..]))
            {
                self.changed = true;
                block.stmts.truncate(index);
                block.stmts.extend(replaced);
            }
            index += 1;
        }
        visit_mut::visit_block_mut(self, block);
    }
}

/// `let mut items = x.iter();`
struct Named<'s> {
    name: &'s Ident,
    iterator: &'s Expr,
    /// Over a place: its elements can be counted.
    elements: Option<Elements>,
    mutable: bool,
}

impl<'s> Named<'s> {
    fn of(statement: &'s Stmt) -> Option<Self> {
        let Stmt::Local(local) = statement else { return None };
        let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init) else { return None };
        if name.by_ref.is_some() || name.subpat.is_some() || init.diverge.is_some() {
            return None;
        }
        let (elements, iterator) = (Elements::of(&init.expr, &name.ident), &*init.expr);
        let is_chain = matches!(iterator, Expr::MethodCall(_)) && is_iterator(iterator);
        (elements.is_some() || is_chain).then_some(Named {
            name: &name.ident,
            iterator,
            elements,
            mutable: name.mutability.is_some(),
        })
    }

    /// What follows, without the name.
    fn without(&self, following: &[Stmt]) -> Option<Vec<Stmt>> {
        let mentions = |statement: &Stmt| count(statement, self.name) > 0;
        let last = following.iter().rposition(mentions)?;
        let (alive, behind) = following.split_at(last + 1);
        let mut names = HashSet::from([self.name.to_string()]);
        names.extend(free_names(self.iterator));
        if alive.iter().any(|statement| changes(statement, &names)) {
            return None;
        }
        let mut replaced = match &self.elements {
            Some(elements) => elements.without_name(alive)?,
            None if !self.mutable && alive.iter().map(|statement| count(statement, self.name)).sum::<usize>() == 1 => {
                let mut alive = alive.to_vec();
                let mut whole = Whole { name: self.name, iterator: self.iterator, again: false };
                alive.iter_mut().for_each(|statement| whole.visit_stmt_mut(statement));
                if whole.again {
                    return None;
                }
                alive
            }
            None => return None,
        };
        replaced.extend_from_slice(behind);
        Some(replaced)
    }
}

/// How often a name stands in a statement.
fn count(statement: &Stmt, name: &Ident) -> usize {
    struct Counter<'n>(&'n Ident, usize);
    impl<'ast> Visit<'ast> for Counter<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.1 += usize::from(ident == self.0);
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            let mut names = HashSet::new();
            collect_idents(mac.tokens.clone(), &mut names);
            // One in a macro cannot be replaced.
            self.1 += if names.contains(&self.0.to_string()) { 2 } else { 0 };
        }
    }
    let mut counter = Counter(name, 0);
    counter.visit_stmt(statement);
    counter.1
}

/// The names in an iterator whose meaning comes from outside: those that its closures bind are their own.
fn free_names(iterator: &Expr) -> HashSet<String> {
    struct Parameters(Vec<String>);
    impl<'ast> Visit<'ast> for Parameters {
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            self.0.extend(bound_names(closure.inputs.iter()).into_iter().map(|name| name.text));
            visit::visit_expr_closure(self, closure);
        }
    }
    let (mut names, mut parameters) = (HashSet::new(), Parameters(Vec::new()));
    collect_idents(iterator.to_token_stream(), &mut names);
    parameters.visit_expr(iterator);
    parameters.0.iter().for_each(|name| _ = names.remove(name));
    names
}

/// Whether one of the names gets another meaning or another value.
fn changes(statement: &Stmt, names: &HashSet<String>) -> bool {
    struct Finder<'n>(&'n HashSet<String>, bool);
    impl Finder<'_> {
        fn assigned(&mut self, left: &Expr) {
            self.1 |= matches!(left, Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.0.contains(&name.to_string())));
        }
    }
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_pat(&mut self, pattern: &'ast Pat) {
            self.1 |= bound_names(std::iter::once(pattern)).iter().any(|name| self.0.contains(&name.text));
        }
        fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
            self.assigned(&assign.left);
            visit::visit_expr_assign(self, assign);
        }
        fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
            if super::scan::is_assignment(&binary.op) {
                self.assigned(&binary.left);
            }
            visit::visit_expr_binary(self, binary);
        }
    }
    let mut finder = Finder(names, false);
    finder.visit_stmt(statement);
    finder.1
}

/// Puts an iterator where its name is used, unless that may happen more than once.
struct Whole<'s> {
    name: &'s Ident,
    iterator: &'s Expr,
    again: bool,
}

impl VisitMut for Whole<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Path(path) if path.path.is_ident(self.name) => {
                let iterator = self.iterator;
                *expression = syn::parse_quote!(#iterator);
            }
            Expr::Closure(_) | Expr::While(_) | Expr::Loop(_) => {
                self.again |= count(&Stmt::Expr(expression.clone(), None), self.name) > 0;
            }
            Expr::ForLoop(a_loop) => {
                self.visit_expr_mut(&mut a_loop.expr);
                let body = Stmt::Expr(
                    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: a_loop.body.clone() }),
                    None,
                );
                self.again |= count(&body, self.name) > 0;
            }
            expression => visit_mut::visit_expr_mut(self, expression),
        }
    }
}

/// The elements of a place, as `x.iter()` goes over them.
struct Elements {
    name: Ident,
    place: Expr,
    /// The place has no name of its own: `x[1..]`.
    is_part: bool,
    /// The number of the next one.
    next: Ident,
    /// `copied` or `cloned`.
    by_value: Option<Ident>,
}

impl Elements {
    fn of(iterator: &Expr, name: &Ident) -> Option<Self> {
        let Expr::MethodCall(call) = iterator else { return None };
        if !call.args.is_empty() {
            return None;
        }
        match call.method.to_string().as_str() {
            "peekable" => Elements::of(&call.receiver, name),
            "copied" | "cloned" => match Elements::of(&call.receiver, name)? {
                Elements { by_value: Some(_), .. } => None,
                elements => Some(Elements { by_value: Some(call.method.clone()), ..elements }),
            },
            "iter" => {
                let is_part = matches!(&*call.receiver, Expr::Index(index)
                    if is_place(&index.expr) && matches!(*index.index, Expr::Range(_)));
                (is_part || is_place(&call.receiver)).then(|| Elements {
                    name: name.clone(),
                    place: (*call.receiver).clone(),
                    is_part,
                    next: format_ident!("{}_next", name, span = Span::mixed_site()),
                    by_value: None,
                })
            }
            _ => None,
        }
    }

    fn without_name(&self, statements: &[Stmt]) -> Option<Vec<Stmt>> {
        let next = &self.next;
        let mut replaced = vec![syn::parse_quote!(let mut #next: usize = 0;)];
        if self.is_part {
            let (part, name) = (&self.place, format_ident!("{}_all", self.name, span = Span::mixed_site()));
            replaced.push(syn::parse_quote!(let #name = &#part;));
            let named = Elements {
                name: self.name.clone(),
                place: syn::parse_quote!(#name),
                is_part: false,
                next: next.clone(),
                by_value: self.by_value.clone(),
            };
            replaced.extend(named.without_name(statements)?.into_iter().skip(1));
            return Some(replaced);
        }
        let mut rewriter = Rewriter { of: self, failed: false };
        replaced.extend(rewriter.statements(statements.to_vec()));
        (!rewriter.failed).then_some(replaced)
    }

    fn is_name(&self, expression: &Expr) -> bool {
        matches!(expression, Expr::Path(path) if path.path.is_ident(&self.name))
    }

    /// Whether an expression is a method without arguments of the iterator.
    fn asks(&self, expression: &Expr, method: &str) -> bool {
        matches!(expression, Expr::MethodCall(call)
            if call.method == method && call.args.is_empty() && self.is_name(&call.receiver))
    }

    /// Whether there is a next one.
    fn is_there(&self) -> Expr {
        let (place, next) = (&self.place, &self.next);
        syn::parse_quote!(#next < #place.len())
    }

    /// The next one, which is there.
    fn element(&self) -> Expr {
        let (place, next) = (&self.place, &self.next);
        match &self.by_value {
            Some(_) => syn::parse_quote!(#place[#next].clone()),
            None => syn::parse_quote!(&#place[#next]),
        }
    }

    /// An iterator over those that are left.
    fn left(&self) -> Expr {
        let (place, next) = (&self.place, &self.next);
        let by_value = self.by_value.as_ref().map(|method| quote::quote!(.#method()));
        syn::parse_quote!(#place[#next..].iter() #by_value)
    }
}

struct Rewriter<'s> {
    of: &'s Elements,
    failed: bool,
}

impl Rewriter<'_> {
    fn statements(&mut self, statements: Vec<Stmt>) -> Vec<Stmt> {
        statements.into_iter().flat_map(|statement| self.statement(statement)).collect()
    }

    fn statement(&mut self, mut statement: Stmt) -> Vec<Stmt> {
        let (of, next) = (self.of, &self.of.next);
        // `let Some(item) = items.next() else { .. };`
        if let Stmt::Local(local) = &statement
            && let Some(init) = &local.init
            && let Some((_, otherwise)) = &init.diverge
            && of.asks(&init.expr, "next")
            && let Some(item) = inside_some(&local.pat)
        {
            let (is_there, element) = (of.is_there(), of.element());
            let mut otherwise = (**otherwise).clone();
            self.visit_expr_mut(&mut otherwise);
            return vec![
                syn::parse_quote!(if !(#is_there) #otherwise),
                syn::parse_quote!(let #item = #element;),
                syn::parse_quote!(#next += 1;),
            ];
        }
        let mut taken = 0;
        let has_value = match &mut statement {
            Stmt::Local(local) => {
                let init = local.init.as_mut().filter(|init| init.diverge.is_none());
                init.into_iter().for_each(|init| self.take(&mut init.expr, &mut taken));
                false
            }
            Stmt::Expr(expression, semicolon) => {
                self.take(expression, &mut taken);
                semicolon.is_none()
            }
            _ => false,
        };
        self.visit_stmt_mut(&mut statement);
        if taken == 0 {
            return vec![statement];
        }
        // The value of a block would be taken before the number is.
        self.failed |= has_value;
        let place = &of.place;
        vec![statement, syn::parse_quote!(#next = (#next + #taken).min(#place.len());)]
    }

    /// Replaces each `items.next()` that is certainly evaluated, in order.
    fn take(&mut self, expression: &mut Expr, taken: &mut usize) {
        if self.of.asks(expression, "next") {
            let (place, next, number) = (&self.of.place, &self.of.next, *taken);
            let number: Expr = if number == 0 { syn::parse_quote!(#next) } else { syn::parse_quote!(#next + #number) };
            let by_value = self.of.by_value.as_ref().map(|method| quote::quote!(.#method()));
            *expression = syn::parse_quote!(#place.get(#number) #by_value);
            *taken += 1;
            return;
        }
        match expression {
            Expr::MethodCall(call) => {
                // A reference to the element must be taken out of its `Option` at once.
                const TAKES_OUT: [&str; 5] = ["unwrap", "expect", "copied", "cloned", "unwrap_or"];
                let takes_out = TAKES_OUT.contains(&call.method.to_string().as_str());
                self.failed |= self.of.by_value.is_none() && self.of.asks(&call.receiver, "next") && !takes_out;
                self.take(&mut call.receiver, taken);
                call.args.iter_mut().for_each(|argument| self.take(argument, taken));
            }
            Expr::Call(call) => call.args.iter_mut().for_each(|argument| self.take(argument, taken)),
            Expr::Binary(binary) if !matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) => {
                self.take(&mut binary.left, taken);
                self.take(&mut binary.right, taken);
            }
            Expr::Assign(assign) => self.take(&mut assign.right, taken),
            Expr::Unary(unary) => self.take(&mut unary.expr, taken),
            Expr::Paren(paren) => self.take(&mut paren.expr, taken),
            Expr::Reference(reference) => self.take(&mut reference.expr, taken),
            Expr::Try(question) => self.take(&mut question.expr, taken),
            Expr::Field(field) => self.take(&mut field.base, taken),
            Expr::Cast(cast) => self.take(&mut cast.expr, taken),
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| self.take(element, taken)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|element| self.take(element, taken)),
            _ => {}
        }
    }

    /// `Some(item)` is the next one, which is taken, or looked at by `peek`.
    fn branch(&mut self, scrutinee: &Expr, pattern: &Pat) -> Option<Vec<Stmt>> {
        let (of, next, element) = (self.of, &self.of.next, self.of.element());
        if of.asks(scrutinee, "next") {
            let item = inside_some(pattern)?;
            return Some(vec![syn::parse_quote!(let #item = #element;), syn::parse_quote!(#next += 1;)]);
        }
        let item = inside_some(pattern).filter(|_| of.asks(scrutinee, "peek"))?;
        Some(vec![syn::parse_quote!(let #item = &#element;)])
    }

    fn match_on(&mut self, a_match: &syn::ExprMatch) -> Option<Expr> {
        let [some, none] = &a_match.arms[..] else { return None };
        let is_none = matches!(&none.pat, Pat::Wild(_)) || none.pat.to_token_stream().to_string() == "None";
        let taken = self.branch(&a_match.expr, &some.pat).filter(|_| is_none)?;
        let (is_there, then, otherwise) = (self.of.is_there(), &some.body, &none.body);
        Some(syn::parse_quote!(if #is_there { #(#taken)* #then } else { #otherwise }))
    }
}

impl VisitMut for Rewriter<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts = self.statements(std::mem::take(&mut block.stmts));
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let of = self.of;
        match expression {
            Expr::If(branch) => {
                if let Expr::Let(condition) = &*branch.cond
                    && let Some(taken) = self.branch(&condition.expr, &condition.pat)
                {
                    *branch.cond = of.is_there();
                    self.visit_block_mut(&mut branch.then_branch);
                    branch.then_branch.stmts.splice(0..0, taken);
                    if let Some((_, otherwise)) = &mut branch.else_branch {
                        self.visit_expr_mut(otherwise);
                    }
                    return;
                }
            }
            Expr::While(a_loop) => {
                if let Expr::Let(condition) = &*a_loop.cond
                    && let Some(taken) = self.branch(&condition.expr, &condition.pat)
                {
                    *a_loop.cond = of.is_there();
                    self.visit_block_mut(&mut a_loop.body);
                    a_loop.body.stmts.splice(0..0, taken);
                    return;
                }
            }
            Expr::Match(a_match) => {
                if let Some(branch) = self.match_on(a_match) {
                    *expression = branch;
                    let Expr::If(branch) = expression else { return };
                    // What takes the element stands there already.
                    let then = branch.then_branch.stmts.pop();
                    let then = then.into_iter().flat_map(|then| self.statement(then)).collect::<Vec<_>>();
                    branch.then_branch.stmts.extend(then);
                    if let Some((_, otherwise)) = &mut branch.else_branch {
                        self.visit_expr_mut(otherwise);
                    }
                    return;
                }
            }
            Expr::MethodCall(call) if of.is_name(&call.receiver) => {
                self.method(call);
                if call.method == "clone" && call.args.is_empty() {
                    *expression = (*call.receiver).clone();
                }
                return;
            }
            Expr::MethodCall(call) if of.asks(&call.receiver, "peek") => {
                let is_there = of.is_there();
                match call.method.to_string().as_str() {
                    "is_some" => *expression = syn::parse_quote!((#is_there)),
                    "is_none" => *expression = syn::parse_quote!((!(#is_there))),
                    _ => self.failed = true,
                }
                return;
            }
            expression if of.is_name(expression) => {
                *expression = of.left();
                return;
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let mut names = HashSet::new();
        collect_idents(mac.tokens.clone(), &mut names);
        self.failed |= names.contains(&self.of.name.to_string());
    }
}

impl Rewriter<'_> {
    /// A method of the iterator that uses it up.
    fn method(&mut self, call: &mut ExprMethodCall) {
        const TAKES_SOME: [&str; 8] = ["next", "peek", "nth", "by_ref", "next_if", "peek_mut", "next_back", "try_fold"];
        self.failed |= TAKES_SOME.contains(&call.method.to_string().as_str());
        *call.receiver = self.of.left();
        call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
    }
}
