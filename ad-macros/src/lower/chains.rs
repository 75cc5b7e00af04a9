//! Chains of iterators with closures: loops. `x.iter().map(|x| x * x).sum::<f64>()` is
//!
//! ```ignore
//! { let mut total: f64 = sum_of_nothing(); for item in x.iter() { let item = item * item; total += item; } total }
//! ```
//!
//! written as Rust and lowered like any other. Calls of the closures are put in place by `closures.rs`; what is made of the
//! items is in `consumers.rs`.

use super::Lowerer;
use super::sequence::sequence;
use crate::errors;
use syn::spanned::Spanned;
use syn::{Block, Expr, Stmt};

/// What an adaptor does with each item.
pub(super) enum Stage<'e> {
    Map(&'e Expr),
    /// `map` of one of two iterators that are run over in step.
    MapFirst(&'e Expr),
    MapSecond(&'e Expr),
    Filter(&'e Expr),
    FilterMap(&'e Expr),
    TakeWhile(&'e Expr),
    SkipWhile(&'e Expr),
    Inspect(&'e Expr),
    FlatMap(&'e Expr),
    Flatten,
    Scan(&'e Expr, &'e Expr),
    Enumerate,
    Take(&'e Expr),
    Skip(&'e Expr),
    Copied,
    Cloned,
}

/// A chain: where its items come from, and what is done with each.
pub(super) struct Chain<'e> {
    /// The parts that `chain` puts one behind the other.
    pub(super) sources: Vec<Expr>,
    stages: Vec<Stage<'e>>,
}

impl<'e> Stage<'e> {
    fn of_first(self) -> Self {
        match self {
            Stage::Map(f) => Stage::MapFirst(f),
            other => other,
        }
    }

    fn of_second(self) -> Self {
        match self {
            Stage::Map(f) => Stage::MapSecond(f),
            other => other,
        }
    }
}

impl<'e> Chain<'e> {
    pub(super) fn of(expression: &'e Expr) -> Option<Self> {
        match expression {
            Expr::Paren(paren) if !matches!(*paren.expr, Expr::Range(_)) => Chain::of(&paren.expr),
            Expr::MethodCall(call) => {
                let mut arguments = call.args.iter();
                let (first, second) = (arguments.next(), arguments.next());
                let stage = match (call.method.to_string().as_str(), first, second) {
                    ("map", Some(f), None) => Stage::Map(f),
                    ("filter", Some(f), None) => Stage::Filter(f),
                    ("filter_map", Some(f), None) => Stage::FilterMap(f),
                    ("take_while", Some(f), None) => Stage::TakeWhile(f),
                    ("skip_while", Some(f), None) => Stage::SkipWhile(f),
                    ("inspect", Some(f), None) => Stage::Inspect(f),
                    ("flat_map", Some(f), None) => Stage::FlatMap(f),
                    ("scan", Some(state), Some(f)) => Stage::Scan(state, f),
                    ("flatten", None, None) => Stage::Flatten,
                    _ if sequence(expression).is_some() => {
                        return Some(Chain::from(expression));
                    }
                    ("enumerate", None, None) => Stage::Enumerate,
                    ("take", Some(n), None) => Stage::Take(n),
                    ("skip", Some(n), None) => Stage::Skip(n),
                    ("copied", None, None) => Stage::Copied,
                    ("cloned", None, None) => Stage::Cloned,
                    ("into_iter", None, None) => return Chain::of(&call.receiver),
                    ("rev" | "step_by", _, None) => {
                        // Of what each item is mapped to, as of the items.
                        let mut chain = Chain::of(&call.receiver)?;
                        let method = &call.method;
                        let source = chain.only_mapped()?;
                        *source = syn::parse_quote!(#source.#method(#first));
                        return Some(chain);
                    }
                    ("zip", Some(other), None) => {
                        let (mut first, mut second) = (Chain::of(&call.receiver)?, Chain::of(other)?);
                        let (a, b) = (first.only_mapped()?, second.only_mapped()?);
                        let source = syn::parse_quote!(#a.zip(#b));
                        let mut stages = Vec::new();
                        stages.extend(first.stages.into_iter().map(|stage| stage.of_first()));
                        stages.extend(second.stages.into_iter().map(|stage| stage.of_second()));
                        return Some(Chain { sources: vec![source], stages });
                    }
                    ("chain", Some(other), None) => {
                        let mut chain = Chain::of(&call.receiver)?;
                        let other = Chain::of(other).unwrap_or(Chain::from(other));
                        if !chain.stages.is_empty() || !other.stages.is_empty() {
                            return None;
                        }
                        chain.sources.extend(other.sources);
                        return Some(chain);
                    }
                    _ => return Some(Chain::from(expression)),
                };
                let mut chain = Chain::of(&call.receiver)?;
                chain.stages.push(stage);
                Some(chain)
            }
            other => Some(Chain::from(other)),
        }
    }

    fn from(source: &Expr) -> Self {
        Chain { sources: vec![source.clone()], stages: Vec::new() }
    }

    /// The source, if nothing is done with its items but that each is mapped.
    fn only_mapped(&mut self) -> Option<&mut Expr> {
        let mapped = |stage: &Stage<'_>| matches!(stage, Stage::Map(_));
        match &mut self.sources[..] {
            [source] if self.stages.iter().all(mapped) => Some(source),
            _ => None,
        }
    }

    /// How many items there will be at least, where asking changes nothing.
    pub(super) fn room(&self) -> Option<Expr> {
        fn lends(source: &Expr) -> bool {
            match source {
                Expr::Paren(paren) => lends(&paren.expr),
                Expr::Range(_) => true,
                Expr::MethodCall(call) => match call.method.to_string().as_str() {
                    "iter" | "windows" | "chunks" | "chunks_exact" => {
                        matches!(*call.receiver, Expr::Path(_) | Expr::Field(_))
                    }
                    "zip" => {
                        let other =
                            call.args.first().is_some_and(|other| lends(other) || matches!(other, Expr::Reference(_)));
                        lends(&call.receiver) && other
                    }
                    "enumerate" | "rev" | "skip" | "take" | "step_by" | "copied" | "cloned" => lends(&call.receiver),
                    _ => false,
                },
                _ => false,
            }
        }
        match &self.sources[..] {
            [source] if lends(source) && !matches!(source, Expr::Range(_) | Expr::Paren(_)) => {
                Some(syn::parse_quote!(#source.size_hint().0))
            }
            _ => None,
        }
    }

    /// Whether it stands for more than one loop, which a `break` must leave together.
    fn has_several_loops(&self) -> bool {
        self.sources.len() > 1 || self.stages.iter().any(|stage| matches!(stage, Stage::FlatMap(_) | Stage::Flatten))
    }

    /// Whether an adaptor ends it.
    fn ends(&self) -> bool {
        self.stages.iter().any(|stage| matches!(stage, Stage::TakeWhile(_) | Stage::Take(_) | Stage::Scan(..)))
    }
}

/// Whether an expression is seen to be an iterator.
pub(super) fn is_iterator(expression: &Expr) -> bool {
    const MAKERS: &[&str] = &[
        "iter",
        "iter_mut",
        "into_iter",
        "chunks",
        "chunks_exact",
        "chunks_mut",
        "windows",
        "map",
        "filter",
        "filter_map",
        "take_while",
        "skip_while",
        "inspect",
        "flat_map",
        "flatten",
        "scan",
        "enumerate",
        "zip",
        "rev",
        "skip",
        "step_by",
        "chain",
        "copied",
        "cloned",
        "chars",
        "bytes",
        "keys",
        "values",
        "take",
    ];
    match expression {
        Expr::Paren(paren) => is_iterator(&paren.expr),
        Expr::Range(_) => true,
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            // `option.map(..)` and the like are no iterators: what they are called on decides.
            let of_option_too =
                matches!(name.as_str(), "map" | "filter" | "flatten" | "copied" | "cloned" | "zip" | "take");
            MAKERS.contains(&name.as_str()) && (!of_option_too || is_iterator(&call.receiver))
        }
        _ => false,
    }
}

impl Lowerer<'_> {
    /// `for x in chain { .. }`
    pub(super) fn chain_loop(&mut self, for_loop: &syn::ExprForLoop) {
        let chain = Chain::of(&for_loop.expr).filter(|chain| !chain.stages.is_empty() || chain.sources.len() > 1);
        let Some(chain) = chain else {
            self.loop_over_made(for_loop);
            return;
        };
        let (pattern, mut body) = (&for_loop.pat, for_loop.body.clone());
        let end = chain.has_several_loops().then(|| self.fresh_label("end", for_loop.for_token.span));
        if let Some(end) = &end {
            let label = for_loop.label.as_ref().map(|label| &label.name);
            super::exits::own_breaks(&mut body, label, &mut |leave| leave.label = Some(end.clone()));
        }
        let statements = self.loops_over(&chain, for_loop.label.as_ref(), end, &|item| {
            vec![syn::parse_quote!(let #pattern = #item;), Stmt::Expr(block_expression(body.clone()), None)]
        });
        self.block_of(statements);
    }

    /// `for x in made(y)`, where a call makes what is looped over: it gets a name.
    fn loop_over_made(&mut self, for_loop: &syn::ExprForLoop) {
        let made = match &*for_loop.expr {
            Expr::Reference(reference) => &*reference.expr,
            expression => expression,
        };
        if !matches!(made, Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_)) || is_iterator(made) {
            self.errors.reject(&for_loop.expr, &errors::FOR_ITEMS);
            return;
        }
        let items = self.fresh("items", made.span());
        let over: Expr = match &*for_loop.expr {
            Expr::Reference(reference) => {
                let mutability = &reference.mutability;
                syn::parse_quote!(&#mutability #items)
            }
            _ => syn::parse_quote!(#items),
        };
        let for_loop = syn::ExprForLoop { expr: Box::new(over), ..for_loop.clone() };
        self.block_of(vec![syn::parse_quote!(let #items = #made;), Stmt::Expr(Expr::ForLoop(for_loop), None)]);
    }

    /// A label that nobody has.
    fn fresh_label(&mut self, stem: &str, span: proc_macro2::Span) -> syn::Lifetime {
        let name = self.fresh(stem, span);
        syn::Lifetime { apostrophe: name.span(), ident: name }
    }

    pub(super) fn block_of(&mut self, statements: Vec<Stmt>) {
        let block = Block { brace_token: Default::default(), stmts: statements };
        self.scoped(|this| this.block_into(&block, super::branches::Destination::Nowhere));
    }

    /// The loops that a chain stands for, and what is declared before them. A label is that of the innermost: `continue` is
    /// with its next item. What leaves them all is `break 'end`.
    pub(super) fn loops_over(
        &mut self,
        chain: &Chain<'_>,
        label: Option<&syn::Label>,
        end: Option<syn::Lifetime>,
        each: &dyn Fn(Expr) -> Vec<Stmt>,
    ) -> Vec<Stmt> {
        let item = self.fresh("item", chain.sources.first().map_or(proc_macro2::Span::call_site(), Spanned::span));
        let end = match end {
            None if chain.has_several_loops() && chain.ends() => Some(self.fresh_label("end", item.span())),
            end => end,
        };
        let nested = chain.stages.iter().filter(|stage| matches!(stage, Stage::FlatMap(_) | Stage::Flatten)).count();
        let mut around = Around { label, end: end.as_ref(), nested, before: Vec::new(), first: Vec::new() };
        // One body for all: what an adaptor counts goes on from one source to the next.
        let body = self.stages(&chain.stages, syn::parse_quote!(#item), each, &mut around);
        let (mut before, first) = (around.before, around.first);
        let label = label.filter(|_| nested == 0);
        let loops =
            chain.sources.iter().map(|source| syn::parse_quote!(#label for #item in #source { #(#first)* #(#body)* }));
        let loops: Vec<Stmt> = loops.collect();
        match end {
            Some(end) => before.push(syn::parse_quote!(#end: { #(#loops)* })),
            None => before.extend(loops),
        }
        before
    }

    /// The body of a loop inside the loops so far, and its label if it is the innermost.
    fn inner_loop<'l>(
        &mut self,
        stages: &[Stage<'_>],
        item: Expr,
        each: &dyn Fn(Expr) -> Vec<Stmt>,
        around: &mut Around<'l>,
    ) -> (Vec<Stmt>, Option<&'l syn::Label>) {
        around.nested -= 1;
        let label = around.label.filter(|_| around.nested == 0);
        let outer = std::mem::take(&mut around.first);
        let inner = self.stages(stages, item, each, around);
        let mut body = std::mem::replace(&mut around.first, outer);
        body.extend(inner);
        (body, label)
    }

    /// What is done with an item.
    fn stages(
        &mut self,
        stages: &[Stage<'_>],
        item: Expr,
        each: &dyn Fn(Expr) -> Vec<Stmt>,
        around: &mut Around<'_>,
    ) -> Vec<Stmt> {
        let Some((stage, rest)) = stages.split_first() else { return each(item) };
        let end = around.end;
        let span = item.span();
        let next = self.fresh("item", span);
        let next_item: Expr = syn::parse_quote!(#next);
        match stage {
            Stage::Map(f) => {
                let value = apply(f, vec![item]);
                let mut statements = vec![syn::parse_quote!(let #next = #value;)];
                statements.extend(self.stages(rest, next_item, each, around));
                statements
            }
            Stage::MapFirst(f) | Stage::MapSecond(f) => {
                let (one, other) = (self.fresh("one", span), self.fresh("other", span));
                let pair: Expr = match stage {
                    Stage::MapFirst(_) => {
                        let value = apply(f, vec![syn::parse_quote!(#one)]);
                        syn::parse_quote!((#value, #other))
                    }
                    _ => {
                        let value = apply(f, vec![syn::parse_quote!(#other)]);
                        syn::parse_quote!((#one, #value))
                    }
                };
                let mut statements =
                    vec![syn::parse_quote!(let (#one, #other) = #item;), syn::parse_quote!(let #next = #pair;)];
                statements.extend(self.stages(rest, next_item, each, around));
                statements
            }
            Stage::Filter(f) => {
                let condition = apply(f, vec![syn::parse_quote!(&#item)]);
                let inner = self.stages(rest, item, each, around);
                vec![syn::parse_quote!(if #condition { #(#inner)* })]
            }
            Stage::FilterMap(f) => {
                let value = apply(f, vec![item]);
                let inner = self.stages(rest, next_item, each, around);
                vec![syn::parse_quote!(if let Some(#next) = #value { #(#inner)* })]
            }
            Stage::TakeWhile(f) => {
                let condition = apply(f, vec![syn::parse_quote!(&#item)]);
                let inner = self.stages(rest, item, each, around);
                let mut statements = vec![syn::parse_quote!(if !(#condition) { break #end; })];
                statements.extend(inner);
                statements
            }
            Stage::SkipWhile(f) => {
                let skipping = self.fresh("skipping", span);
                around.before.push(syn::parse_quote!(let mut #skipping = true;));
                let condition = apply(f, vec![syn::parse_quote!(&#item)]);
                let inner = self.stages(rest, item, each, around);
                vec![
                    syn::parse_quote!(if #skipping { #skipping = #condition; }),
                    syn::parse_quote!(if !#skipping { #(#inner)* }),
                ]
            }
            Stage::Inspect(f) => {
                let call = apply(f, vec![syn::parse_quote!(&#item)]);
                let mut statements = vec![syn::parse_quote!(#call;)];
                statements.extend(self.stages(rest, item, each, around));
                statements
            }
            Stage::FlatMap(f) => {
                let (inner, label) = self.inner_loop(rest, next_item, each, around);
                match f {
                    Expr::Closure(closure) if closure.inputs.len() == 1 => {
                        let pattern = &closure.inputs[0];
                        let (mut statements, items): (Vec<Stmt>, Expr) = match &*closure.body {
                            Expr::Block(block) => match super::branches::split_value(&block.block) {
                                (statements, Some(value)) => (statements.to_vec(), value.clone()),
                                _ => (Vec::new(), (*closure.body).clone()),
                            },
                            body => (Vec::new(), body.clone()),
                        };
                        statements.insert(0, syn::parse_quote!(let #pattern = #item;));
                        statements.push(syn::parse_quote!(#label for #next in #items { #(#inner)* }));
                        statements
                    }
                    f => vec![syn::parse_quote!(#label for #next in #f(#item) { #(#inner)* })],
                }
            }
            Stage::Flatten => {
                let (inner, label) = self.inner_loop(rest, next_item, each, around);
                vec![syn::parse_quote!(#label for #next in #item { #(#inner)* })]
            }
            Stage::Scan(init, f) => {
                let state = self.fresh("state", span);
                around.before.push(syn::parse_quote!(let mut #state = #init;));
                let value = apply(f, vec![syn::parse_quote!(&mut #state), item]);
                let inner = self.stages(rest, next_item, each, around);
                vec![syn::parse_quote!(if let Some(#next) = #value { #(#inner)* } else { break #end; })]
            }
            Stage::Enumerate => {
                let number = self.fresh("number", span);
                around.before.push(syn::parse_quote!(let mut #number = 0_usize;));
                let inner = self.stages(rest, next_item, each, around);
                let own = self.fresh("number", span);
                let mut statements = vec![
                    syn::parse_quote!(let #own = #number;),
                    syn::parse_quote!(#number += 1;),
                    syn::parse_quote!(let #next = (#own, #item);),
                ];
                statements.extend(inner);
                statements
            }
            Stage::Take(count) => {
                let left = self.fresh("left", span);
                around.before.push(syn::parse_quote!(let mut #left: usize = #count;));
                let inner = self.stages(rest, item, each, around);
                // Asked before anything is done with the next item.
                around.first.push(syn::parse_quote!(if #left == 0 { break #end; }));
                let mut statements = vec![syn::parse_quote!(#left -= 1;)];
                statements.extend(inner);
                statements
            }
            Stage::Skip(count) => {
                let left = self.fresh("left", span);
                around.before.push(syn::parse_quote!(let mut #left: usize = #count;));
                let inner = self.stages(rest, item, each, around);
                vec![syn::parse_quote!(if #left > 0 { #left -= 1; } else { #(#inner)* })]
            }
            Stage::Copied => {
                let mut statements = vec![syn::parse_quote!(let #next = *#item;)];
                statements.extend(self.stages(rest, next_item, each, around));
                statements
            }
            Stage::Cloned => {
                let mut statements = vec![syn::parse_quote!(let #next = #item.clone();)];
                statements.extend(self.stages(rest, next_item, each, around));
                statements
            }
        }
    }
}

/// What stands around the stages of a chain.
struct Around<'l> {
    /// That of the innermost loop.
    label: Option<&'l syn::Label>,
    /// Around all loops, where there are several that something ends.
    end: Option<&'l syn::Lifetime>,
    /// How many loops are still to come.
    nested: usize,
    /// Declared before the loops.
    before: Vec<Stmt>,
    /// At the beginning of the innermost loop so far.
    first: Vec<Stmt>,
}

/// `f(arguments)`
pub(super) fn apply(f: &Expr, arguments: Vec<Expr>) -> Expr {
    let f = match f {
        Expr::Reference(reference) => &*reference.expr,
        f => f,
    };
    match f {
        // In double parentheses: its body is to stand in place of the call, wherever it is (`Scanner`).
        Expr::Closure(_) => syn::parse_quote!(((#f))(#(#arguments),*)),
        _ => syn::parse_quote!(#f(#(#arguments),*)),
    }
}

fn block_expression(block: Block) -> Expr {
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
}
