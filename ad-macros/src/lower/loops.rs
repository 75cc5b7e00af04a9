//! Loops.

use super::{EnclosingLoop, Lowerer};
use crate::errors;
use crate::ir::{Loop, LoopHead, LoopId, Operand, Place, Plain, Projection, StatementKind, Value, Var, VariableKind};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

/// What a `for` runs over.
enum Items<'e> {
    /// `a..b`, `a..=b`
    Range(&'e syn::ExprRange),
    /// The elements of slices, in step: `x.iter()`, `&x`, `x.iter().zip(&y)`, `x.iter().enumerate()`
    Elements(Elements<'e>),
}

enum Elements<'e> {
    /// `borrowed` where it is plain to see whether the items are references.
    One {
        slice: &'e Expr,
        borrowed: Option<bool>,
    },
    Enumerated(Box<Elements<'e>>),
    Zipped(Box<Elements<'e>>, Box<Elements<'e>>),
}

impl Lowerer<'_> {
    pub(super) fn for_loop(&mut self, for_loop: &syn::ExprForLoop) {
        let span = for_loop.for_token.span;
        match items(&for_loop.expr) {
            Some(Items::Range(range)) => self.range_loop(for_loop, range, span),
            Some(Items::Elements(elements)) if self.runs_over_slices(&elements) => {
                self.elements_loop(for_loop, &elements, span);
            }
            _ if self.has_inactive_value(&for_loop.expr) => self.plain_items_loop(for_loop, span),
            Some(Items::Elements(elements)) => self.elements_loop(for_loop, &elements, span),
            None => self.errors.reject(&for_loop.expr, &errors::FOR_ITEMS),
        }
    }

    /// Whether these are elements of parameters that are seen to be slices.
    fn runs_over_slices(&self, elements: &Elements<'_>) -> bool {
        match elements {
            Elements::One { slice: Expr::Path(path), .. } => {
                let variable = path.path.get_ident().and_then(|name| self.find(name));
                variable.is_some_and(|variable| self.slices.contains(&variable))
            }
            Elements::One { .. } => false,
            Elements::Enumerated(inner) => self.runs_over_slices(inner),
            Elements::Zipped(first, second) => self.runs_over_slices(first) && self.runs_over_slices(second),
        }
    }

    /// A bound of a range: evaluated once, and known by a name unless it is plain to see that it stays the same.
    fn bound(&mut self, bound: Plain, stem: &str, span: Span) -> Plain {
        let stable = bound.reads.iter().all(|variable| !self.variable(*variable).mutable);
        if bound.cheap && stable {
            return bound;
        }
        let variable = self.name_plain(stem, bound, span);
        self.read(variable)
    }

    fn range_loop(&mut self, for_loop: &syn::ExprForLoop, range: &syn::ExprRange, span: Span) {
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            self.errors.reject(range, &errors::FOR_ITEMS);
            return;
        };
        let bounds = [start, end].map(|bound| self.inactive(bound));
        let [Some(start), Some(end)] = bounds else {
            self.errors.reject(range, &errors::RANGE);
            return;
        };
        let start = self.bound(start, "start", range.span());
        let end = self.bound(end, "end", range.span());
        let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        let pattern = for_loop.pat.clone();
        self.a_loop(for_loop.label.as_ref(), span, |this| {
            let variable = match &*pattern {
                Pat::Ident(ident) if ident.mutability.is_none() => {
                    this.user_variable(&ident.ident, false, false, true, VariableKind::Given)
                }
                Pat::Ident(ident) => {
                    let index = this.index_variable(ident.span());
                    let value = this.read(index);
                    this.bind_plain(&pattern, value, None);
                    index
                }
                Pat::Wild(wild) => this.index_variable(wild.span()),
                other => {
                    this.errors.reject(other, &errors::DESTRUCTURE);
                    this.index_variable(other.span())
                }
            };
            this.block_into(&for_loop.body, super::branches::Destination::Nowhere);
            LoopHead::Range { variable, start, end, inclusive }
        });
    }

    fn index_variable(&mut self, span: Span) -> Var {
        let variable = self.temporary("i", span, false, true);
        self.variables[variable.0].kind = VariableKind::Given;
        variable
    }

    fn plain_items_loop(&mut self, for_loop: &syn::ExprForLoop, span: Span) {
        let Some(items) = self.inactive(&for_loop.expr) else { return };
        if !items.writes.is_empty() {
            self.errors.reject(&for_loop.expr, &errors::FOR_ITEMS);
            return;
        }
        let lent = self.lends(&for_loop.expr);
        self.a_loop(for_loop.label.as_ref(), span, |this| {
            let mut pattern = (*for_loop.pat).clone();
            let variables = this.bind_inactive_pattern(&mut pattern);
            let mutable = variables.iter().any(|variable| this.variable(*variable).mutable);
            let lent = lent && !mutable;
            if !lent {
                // Not known on the way back, unlike the variable of a range.
                variables.iter().for_each(|variable| this.variables[variable.0].kind = VariableKind::Local);
            }
            this.block_into(&for_loop.body, super::branches::Destination::Nowhere);
            LoopHead::Items { pattern, variables, items, lent }
        });
    }

    /// Whether an iterator is seen to borrow what it runs over: nobody changes that while it runs.
    fn lends(&self, items: &Expr) -> bool {
        match items {
            Expr::Path(path) => {
                let variable = path.path.get_ident().and_then(|name| self.find(name));
                variable.is_some_and(|variable| self.variable(variable).reference)
            }
            Expr::Paren(paren) => self.lends(&paren.expr),
            Expr::Reference(reference) => reference.mutability.is_none(),
            Expr::MethodCall(call) => match call.method.to_string().as_str() {
                "iter" | "keys" | "values" | "windows" | "chunks" | "chunks_exact" | "chars" | "char_indices"
                | "bytes" | "lines" | "split_whitespace" => true,
                "enumerate" | "rev" | "skip" | "take" | "step_by" | "copied" | "cloned" => self.lends(&call.receiver),
                "zip" | "chain" => self.lends(&call.receiver) && call.args.iter().all(|other| self.lends(other)),
                _ => false,
            },
            _ => false,
        }
    }

    /// `for v in x.iter()` is `for i in 0..x.len() { let v = &x[i]; .. }`.
    fn elements_loop(&mut self, for_loop: &syn::ExprForLoop, elements: &Elements<'_>, span: Span) {
        let mut slices = Vec::new();
        if !self.slices(elements, &mut slices) {
            return;
        }
        let mut lengths = slices.iter().map(|place| self.length(place));
        let first = lengths.next().expect("there is a slice");
        let end = lengths.fold(first, |shortest, length| {
            let (a, b) = (&shortest.expression, &length.expression);
            let reads = &shortest.reads | &length.reads;
            Plain { expression: syn::parse_quote!(::core::cmp::Ord::min(#a, #b)), reads, ..shortest }
        });
        let end = self.bound(end, "end", span);
        let start = Plain::new(syn::parse_quote!(0));
        self.a_loop(for_loop.label.as_ref(), span, |this| {
            let variable = this.index_variable(for_loop.pat.span());
            let mut places = slices.into_iter();
            this.bind_elements(&for_loop.pat, elements, &mut places, variable);
            this.block_into(&for_loop.body, super::branches::Destination::Nowhere);
            LoopHead::Range { variable, start, end, inclusive: false }
        });
    }

    /// The slices that are run over, each as a place.
    fn slices(&mut self, elements: &Elements<'_>, places: &mut Vec<Place>) -> bool {
        match elements {
            Elements::One { slice, .. } => match self.operand(slice) {
                Some(Operand::Place { place, .. }) => {
                    places.push(place);
                    true
                }
                Some(Operand::Plain(plain)) => {
                    let variable = match plain.expression {
                        Expr::Path(_) if plain.reads.len() == 1 => *plain.reads.first().expect("one"),
                        _ => {
                            self.errors.reject(slice, &errors::FOR_ITEMS);
                            return false;
                        }
                    };
                    places.push(Place::whole(variable, slice.span()));
                    true
                }
                None => false,
            },
            Elements::Enumerated(inner) => self.slices(inner, places),
            Elements::Zipped(first, second) => self.slices(first, places) && self.slices(second, places),
        }
    }

    fn length(&self, place: &Place) -> Plain {
        let tokens = crate::emit::place(&self.variables, place);
        Plain {
            expression: syn::parse_quote!(#tokens.len()),
            reads: place.reads().collect(),
            ..Plain::new(syn::parse_quote!(0))
        }
    }

    fn bind_elements(
        &mut self,
        pattern: &Pat,
        elements: &Elements<'_>,
        places: &mut impl Iterator<Item = Place>,
        index: Var,
    ) {
        match elements {
            Elements::One { borrowed, .. } => {
                let mut place = places.next().expect("as many places as slices");
                // The items of a reference are references.
                let borrowed = borrowed.unwrap_or(place.path.is_empty() && self.variable(place.root).reference);
                place.path.push(Projection::Index(self.read(index)));
                self.bind_element(pattern, place, borrowed);
            }
            Elements::Enumerated(inner) => match pattern {
                Pat::Tuple(pair) if pair.elems.len() == 2 => {
                    let number = self.read(index);
                    self.bind_plain(&pair.elems[0], number, None);
                    self.bind_elements(&pair.elems[1], inner, places, index);
                }
                other => self.errors.reject(other, &errors::DESTRUCTURE),
            },
            Elements::Zipped(first, second) => match pattern {
                Pat::Tuple(pair) if pair.elems.len() == 2 => {
                    self.bind_elements(&pair.elems[0], first, places, index);
                    self.bind_elements(&pair.elems[1], second, places, index);
                }
                other => self.errors.reject(other, &errors::DESTRUCTURE),
            },
        }
    }

    fn bind_element(&mut self, pattern: &Pat, place: Place, borrowed: bool) {
        if !self.variable(place.root).active {
            // Inactive items beside active ones.
            let tokens = crate::emit::place(&self.variables, &place);
            let expression = if borrowed { syn::parse_quote!(&#tokens) } else { syn::parse_quote!(#tokens) };
            let plain = Plain { reads: place.reads().collect(), ..Plain::new(expression) };
            self.bind_plain(pattern, plain, None);
            return;
        }
        match pattern {
            Pat::Reference(reference) => self.bind_pattern_to_place(&reference.pat, place, false),
            other => self.bind_pattern_to_place(other, place, borrowed),
        }
    }

    pub(super) fn while_loop(&mut self, while_loop: &syn::ExprWhile) {
        let span = while_loop.while_token.span;
        if let Expr::Let(binding) = &*while_loop.cond {
            // `loop { match value { pattern => .., _ => break } }`
            let (pattern, value, body) = (&binding.pat, &binding.expr, &while_loop.body);
            self.forever(&syn::ExprLoop {
                attrs: Vec::new(),
                label: while_loop.label.clone(),
                loop_token: syn::Token![loop](span),
                body: syn::parse_quote!({ match #value { #pattern => #body _ => break } }),
            });
            return;
        }
        let Some(condition) = self.inactive(&while_loop.cond) else {
            self.errors.reject(&while_loop.cond, &errors::ASSIGN_EXPRESSION);
            return;
        };
        if !condition.writes.is_empty() {
            self.errors.reject(&while_loop.cond, &errors::WHILE_EFFECT);
            return;
        }
        self.a_loop(while_loop.label.as_ref(), span, |this| {
            this.block_into(&while_loop.body, super::branches::Destination::Nowhere);
            LoopHead::While { condition }
        });
    }

    pub(super) fn forever(&mut self, forever: &syn::ExprLoop) {
        self.a_loop(forever.label.as_ref(), forever.loop_token.span, |this| {
            this.block_into(&forever.body, super::branches::Destination::Nowhere);
            LoopHead::Forever
        });
    }

    fn a_loop(&mut self, label: Option<&syn::Label>, span: Span, lower: impl FnOnce(&mut Self) -> LoopHead) {
        let id = LoopId(self.loop_count);
        self.loop_count += 1;
        let generated = self.fresh("count", span);
        let count_position = self.next_position();
        let outer_loops = self.loop_ids();
        let name = label.map(|label| label.name.ident.to_string());
        self.loops.push(EnclosingLoop { id, label: name, left_early: false });
        let mut head = None;
        let body = self.block(|this| head = Some(lower(this)));
        let enclosing = self.loops.pop().expect("the loop just entered");
        let head = head.expect("the head was lowered");
        let told_by_head = matches!(head, LoopHead::Range { .. }) && !enclosing.left_early;
        let count = (!told_by_head).then(|| {
            let count = self.add(crate::ir::Variable {
                name: generated,
                kind: VariableKind::Local,
                active: false,
                mutable: true,
                copy: true,
                reference: false,
                loops: outer_loops,
            });
            let value = Value::Operand(Operand::Plain(Plain::new(syn::parse_quote!(0_usize))));
            self.push_at(StatementKind::Let { variable: count, ty: None, value }, count_position, span);
            count
        });
        self.push(StatementKind::Loop(Box::new(Loop { id, head, count, body })), span);
    }
}

fn items(expression: &Expr) -> Option<Items<'_>> {
    match expression {
        Expr::Paren(paren) => items(&paren.expr),
        Expr::Range(range) => Some(Items::Range(range)),
        other => elements(other).map(Items::Elements),
    }
}

fn elements(expression: &Expr) -> Option<Elements<'_>> {
    match expression {
        Expr::Paren(paren) => elements(&paren.expr),
        Expr::Reference(reference) if reference.mutability.is_none() => {
            Some(Elements::One { slice: &reference.expr, borrowed: Some(true) })
        }
        Expr::Path(_) | Expr::Index(_) | Expr::Field(_) => Some(Elements::One { slice: expression, borrowed: None }),
        Expr::MethodCall(call) => match (call.method.to_string().as_str(), call.args.len()) {
            ("iter", 0) => Some(Elements::One { slice: &call.receiver, borrowed: Some(true) }),
            ("copied" | "cloned", 0) => match elements(&call.receiver)? {
                Elements::One { slice, .. } => Some(Elements::One { slice, borrowed: Some(false) }),
                _ => None,
            },
            ("enumerate", 0) => Some(Elements::Enumerated(Box::new(elements(&call.receiver)?))),
            ("zip", 1) => {
                Some(Elements::Zipped(Box::new(elements(&call.receiver)?), Box::new(elements(&call.args[0])?)))
            }
            _ => None,
        },
        _ => None,
    }
}
