//! What a loop runs over, where each item can be found by its number: ranges, slices, and std's adaptors of those.
//!
//! `for (i, x) in x.iter().rev().enumerate()` is a loop over the numbers of its items, with `x` a name for the place
//! `x[n - 1 - i]`: so both sweeps find an item without an iterator.

use super::Lowerer;
use super::expression::Lowered;
use crate::errors;
use crate::ir::{Operand, Place, Plain, Projection, Value, Var};
use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

/// As it is written.
pub(super) enum Sequence<'e> {
    /// `a..b`, `a..=b`, `a..`
    Range(&'e syn::ExprRange),
    Elements {
        slice: &'e Expr,
        items: Items,
    },
    Parts {
        slice: &'e Expr,
        size: &'e Expr,
        kind: Parts,
        items: Items,
    },
    Enumerated(Box<Sequence<'e>>),
    Zipped(Box<Sequence<'e>>, Box<Sequence<'e>>),
    Reversed(Box<Sequence<'e>>),
    Skipped(Box<Sequence<'e>>, &'e Expr),
    Taken(Box<Sequence<'e>>, &'e Expr),
    Stepped(Box<Sequence<'e>>, &'e Expr),
}

/// What the items of a slice are.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Items {
    Values,
    References,
    MutableReferences,
    /// References where the slice is a reference itself, else values: `for x in slice`.
    AsTheSlice,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Parts {
    Chunks,
    ExactChunks,
    Windows,
}

/// With everything evaluated that is evaluated once.
pub(super) enum Source {
    Range { start: Plain },
    Elements { place: Place, items: Items },
    Parts { place: Place, size: Plain, kind: Parts, items: Items },
    Enumerated(Box<Source>),
    Zipped(Box<Source>, Box<Source>),
    Reversed(Box<Source>, Plain),
    Skipped(Box<Source>, Plain),
    Taken(Box<Source>),
    Stepped(Box<Source>, Plain),
}

/// Reads an expression as a sequence.
pub(super) fn sequence(expression: &Expr) -> Option<Sequence<'_>> {
    let boxed = |expression| sequence(expression).map(Box::new);
    match expression {
        Expr::Paren(paren) => sequence(&paren.expr),
        // `*row` of a `&&[T]`: what it leads to is lent, as it is by `row.iter()`.
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => sequence(&unary.expr),
        Expr::Range(range) if range.start.is_some() => Some(Sequence::Range(range)),
        Expr::Reference(reference) => {
            let items = if reference.mutability.is_some() { Items::MutableReferences } else { Items::References };
            Some(Sequence::Elements { slice: &reference.expr, items })
        }
        Expr::Path(_) | Expr::Index(_) | Expr::Field(_) | Expr::Array(_) | Expr::Repeat(_) => {
            Some(Sequence::Elements { slice: expression, items: Items::AsTheSlice })
        }
        Expr::MethodCall(call) => {
            let (receiver, first) = (&*call.receiver, call.args.first());
            match (call.method.to_string().as_str(), call.args.len()) {
                ("iter", 0) => Some(Sequence::Elements { slice: receiver, items: Items::References }),
                ("iter_mut", 0) => Some(Sequence::Elements { slice: receiver, items: Items::MutableReferences }),
                ("into_iter", 0) => sequence(receiver),
                ("by_ref", 0) => None,
                ("copied" | "cloned", 0) => match sequence(receiver)? {
                    Sequence::Elements { slice, .. } => Some(Sequence::Elements { slice, items: Items::Values }),
                    Sequence::Reversed(inner) => match *inner {
                        Sequence::Elements { slice, .. } => {
                            Some(Sequence::Reversed(Box::new(Sequence::Elements { slice, items: Items::Values })))
                        }
                        _ => None,
                    },
                    Sequence::Skipped(inner, n) => match *inner {
                        Sequence::Elements { slice, .. } => {
                            Some(Sequence::Skipped(Box::new(Sequence::Elements { slice, items: Items::Values }), n))
                        }
                        _ => None,
                    },
                    Sequence::Taken(inner, n) => match *inner {
                        Sequence::Elements { slice, .. } => {
                            Some(Sequence::Taken(Box::new(Sequence::Elements { slice, items: Items::Values }), n))
                        }
                        _ => None,
                    },
                    _ => None,
                },
                ("enumerate", 0) => Some(Sequence::Enumerated(boxed(receiver)?)),
                ("rev", 0) => Some(Sequence::Reversed(boxed(receiver)?)),
                ("zip", 1) => Some(Sequence::Zipped(boxed(receiver)?, boxed(first?)?)),
                ("skip", 1) => Some(Sequence::Skipped(boxed(receiver)?, first?)),
                ("take", 1) => Some(Sequence::Taken(boxed(receiver)?, first?)),
                ("step_by", 1) => Some(Sequence::Stepped(boxed(receiver)?, first?)),
                (method, 1) => {
                    let (kind, items) = match method {
                        "chunks" => (Parts::Chunks, Items::References),
                        "chunks_exact" => (Parts::ExactChunks, Items::References),
                        "windows" => (Parts::Windows, Items::References),
                        "chunks_mut" => (Parts::Chunks, Items::MutableReferences),
                        "chunks_exact_mut" => (Parts::ExactChunks, Items::MutableReferences),
                        _ => return None,
                    };
                    Some(Sequence::Parts { slice: receiver, size: first?, kind, items })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

impl Sequence<'_> {
    /// The slices that it runs over.
    pub(super) fn slices(&self) -> Vec<&Expr> {
        match self {
            Sequence::Range(_) => Vec::new(),
            Sequence::Elements { slice, .. } | Sequence::Parts { slice, .. } => vec![slice],
            Sequence::Zipped(first, second) => {
                let mut slices = first.slices();
                slices.extend(second.slices());
                slices
            }
            Sequence::Enumerated(inner)
            | Sequence::Reversed(inner)
            | Sequence::Skipped(inner, _)
            | Sequence::Taken(inner, _)
            | Sequence::Stepped(inner, _) => inner.slices(),
        }
    }

    /// Whether the items are lent to be changed.
    pub(super) fn is_mutable(&self) -> bool {
        match self {
            Sequence::Range(_) => false,
            Sequence::Elements { items, .. } | Sequence::Parts { items, .. } => *items == Items::MutableReferences,
            Sequence::Zipped(first, second) => first.is_mutable() || second.is_mutable(),
            Sequence::Enumerated(inner)
            | Sequence::Reversed(inner)
            | Sequence::Skipped(inner, _)
            | Sequence::Taken(inner, _)
            | Sequence::Stepped(inner, _) => inner.is_mutable(),
        }
    }
}

impl Lowerer<'_> {
    /// Evaluates what is evaluated once. The number of items is `None` where there is no end to them.
    pub(super) fn source(&mut self, sequence: &Sequence<'_>, span: Span) -> Option<(Source, Option<Plain>)> {
        Some(match sequence {
            Sequence::Range(range) => self.range_source(range)?,
            Sequence::Elements { slice, items } => {
                let place = self.slice(slice)?;
                let items = match items {
                    Items::AsTheSlice if place.path.is_empty() && self.variable(place.root).reference => {
                        Items::References
                    }
                    Items::AsTheSlice => Items::Values,
                    known => *known,
                };
                let length = self.length(&place);
                (Source::Elements { place, items }, Some(length))
            }
            Sequence::Parts { slice, size, kind, items } => {
                let place = self.slice(slice)?;
                let size = self.count(size, "size")?;
                let length = self.length(&place);
                let reads = &length.reads | &size.reads;
                let (n, k) = (&length.expression, &size.expression);
                let expression: Expr = match kind {
                    Parts::Chunks => syn::parse_quote!(#n.div_ceil(#k)),
                    Parts::ExactChunks => syn::parse_quote!((#n / #k)),
                    Parts::Windows => syn::parse_quote!((#n + 1).saturating_sub(#k)),
                };
                let length = Plain { reads, ..Plain::new(expression) };
                (Source::Parts { place, size, kind: *kind, items: *items }, Some(length))
            }
            Sequence::Enumerated(inner) => {
                let (inner, length) = self.source(inner, span)?;
                (Source::Enumerated(Box::new(inner)), length)
            }
            Sequence::Zipped(first, second) => {
                let (first, first_length) = self.source(first, span)?;
                let (second, second_length) = self.source(second, span)?;
                let length = match (first_length, second_length) {
                    (Some(a), Some(b)) => Some(smaller(&a, &b)),
                    (one, other) => one.or(other),
                };
                (Source::Zipped(Box::new(first), Box::new(second)), length)
            }
            Sequence::Reversed(inner) => {
                let (inner, length) = self.source(inner, span)?;
                let length = self.bound(length?, "end", span);
                (Source::Reversed(Box::new(inner), length.clone()), Some(length))
            }
            Sequence::Skipped(inner, count) => {
                let (inner, length) = self.source(inner, span)?;
                let count = self.count(count, "skipped")?;
                let length =
                    length.map(|length| combined(&length, &count, |n, k| syn::parse_quote!(#n.saturating_sub(#k))));
                (Source::Skipped(Box::new(inner), count), length)
            }
            Sequence::Taken(inner, count) => {
                let (inner, length) = self.source(inner, span)?;
                let count = self.count(count, "taken")?;
                let length = length.map_or(count.clone(), |length| smaller(&length, &count));
                (Source::Taken(Box::new(inner)), Some(length))
            }
            Sequence::Stepped(inner, step) => {
                let (inner, length) = self.source(inner, span)?;
                let step = self.count(step, "step")?;
                let length = length.map(|length| combined(&length, &step, |n, k| syn::parse_quote!(#n.div_ceil(#k))));
                (Source::Stepped(Box::new(inner), step), length)
            }
        })
    }

    fn range_source(&mut self, range: &syn::ExprRange) -> Option<(Source, Option<Plain>)> {
        let span = range.span();
        let Some(start) = range.start.as_ref().and_then(|start| self.inactive(start)) else {
            self.errors.reject(range, &errors::RANGE);
            return None;
        };
        let start = self.bound(start, "start", span);
        let Some(end) = &range.end else { return Some((Source::Range { start }, None)) };
        let Some(end) = self.inactive(end) else {
            self.errors.reject(range, &errors::RANGE);
            return None;
        };
        let end = self.bound(end, "end", span);
        let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
        let length = combined(&start, &end, |a, b| {
            // A range has as many items as its iterator says.
            if closed { syn::parse_quote!((#a..=#b).size_hint().0) } else { syn::parse_quote!((#a..#b).size_hint().0) }
        });
        Some((Source::Range { start }, Some(length)))
    }

    /// A number of items: evaluated once.
    fn count(&mut self, count: &Expr, stem: &str) -> Option<Plain> {
        let Some(plain) = self.inactive_number(count) else {
            self.errors.reject(count, &errors::INDEX);
            return None;
        };
        Some(self.bound(plain, stem, count.span()))
    }

    fn inactive_number(&mut self, count: &Expr) -> Option<Plain> {
        if self.has_inactive_value(count) { self.inactive(count) } else { None }
    }

    /// A slice that is run over, as a place.
    pub(super) fn slice(&mut self, slice: &Expr) -> Option<Place> {
        if let Expr::MethodCall(call) = slice
            && call.args.is_empty()
            && matches!(call.method.to_string().as_str(), "as_slice" | "as_mut_slice" | "as_ref")
        {
            return self.slice(&call.receiver);
        }
        match self.expression(slice) {
            Lowered::Place { place, .. } => Some(place),
            Lowered::Plain(plain) => match &plain.expression {
                Expr::Path(_) if plain.reads.len() == 1 => {
                    let root = *plain.reads.first().expect("one");
                    Some(Place::whole(root, slice.span()))
                }
                _ => self.inactive_slice(slice, plain),
            },
            Lowered::Value(value) => {
                let variable = self.name_value(value, slice.span());
                Some(Place::whole(variable, slice.span()))
            }
            Lowered::Nothing => None,
        }
    }

    /// An inactive slice beside active ones: a field or an element is a place, anything else gets a name.
    fn inactive_slice(&mut self, slice: &Expr, plain: Plain) -> Option<Place> {
        let is_part = matches!(plain.expression, Expr::Field(_) | Expr::Index(_));
        let (expression, reads) = (&plain.expression, plain.reads.clone());
        let plain = if is_part {
            Plain { expression: syn::parse_quote!(&#expression), reads, cheap: true, writes: BTreeSet::new() }
        } else {
            plain
        };
        let variable = self.name_plain("items", plain, slice.span());
        self.variables[variable.0].reference = is_part;
        Some(Place::whole(variable, slice.span()))
    }

    fn length(&self, place: &Place) -> Plain {
        let tokens = crate::emit::place(&self.variables, place);
        Plain { reads: place.reads().collect(), ..Plain::new(syn::parse_quote!(#tokens.len())) }
    }

    /// Binds a pattern to the item with the number `index`.
    pub(super) fn bind_item(&mut self, pattern: &Pat, source: &Source, index: Plain) {
        match (source, pattern) {
            (_, Pat::Paren(paren)) => self.bind_item(&paren.pat, source, index),
            (_, Pat::Wild(_)) => {}
            (Source::Enumerated(inner), Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                self.bind_plain(&pair.elems[0], index.clone(), None);
                self.bind_item(&pair.elems[1], inner, index);
            }
            (Source::Zipped(first, second), Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                self.bind_item(&pair.elems[0], first, index.clone());
                self.bind_item(&pair.elems[1], second, index);
            }
            (Source::Reversed(inner, length), _) => {
                let index = self.index_from(&[length, &index], |parts| {
                    let (n, i) = (parts[0], parts[1]);
                    syn::parse_quote!(#n - 1 - #i)
                });
                self.bind_item(pattern, inner, index);
            }
            (Source::Skipped(inner, count), _) => {
                let index = self.index_from(&[&index, count], |parts| {
                    let (i, k) = (parts[0], parts[1]);
                    syn::parse_quote!(#i + #k)
                });
                self.bind_item(pattern, inner, index);
            }
            (Source::Stepped(inner, step), _) => {
                let index = self.index_from(&[&index, step], |parts| {
                    let (i, k) = (parts[0], parts[1]);
                    syn::parse_quote!(#i * #k)
                });
                self.bind_item(pattern, inner, index);
            }
            (Source::Taken(inner), _) => self.bind_item(pattern, inner, index),
            _ => {
                let span = pattern.span();
                match self.item(source, index, span) {
                    Some(Item::Operand(operand)) => self.bind_argument(pattern, operand),
                    Some(Item::Lent(place)) => self.bind_lent(pattern, place),
                    None => {}
                }
            }
        }
    }

    /// The item itself.
    fn item(&mut self, source: &Source, index: Plain, span: Span) -> Option<Item> {
        Some(match source {
            Source::Range { start } => {
                let zero = matches!(&start.expression, Expr::Lit(literal)
                    if matches!(&literal.lit, syn::Lit::Int(int) if int.base10_digits() == "0"));
                Item::Operand(Operand::Plain(if zero {
                    index
                } else {
                    self.index_from(&[start, &index], |parts| {
                        let (a, i) = (parts[0], parts[1]);
                        syn::parse_quote!(#a + #i)
                    })
                }))
            }
            Source::Elements { place, items } => {
                let mut place = place.clone();
                place.path.push(Projection::Index(index));
                place.span = span;
                self.item_at(place, *items)
            }
            Source::Parts { place, size, kind, items } => {
                let length = self.length(place);
                let range = self.part(*kind, &index, size, &length);
                let mut place = place.clone();
                place.path.push(Projection::Index(range));
                place.span = span;
                self.item_at(place, *items)
            }
            Source::Enumerated(inner) => {
                let number = Operand::Plain(index.clone());
                let item = self.item_operand(inner, index, span)?;
                self.pair(number, item, span)
            }
            Source::Zipped(first, second) => {
                let first = self.item_operand(first, index.clone(), span)?;
                let second = self.item_operand(second, index, span)?;
                self.pair(first, second, span)
            }
            Source::Reversed(inner, length) => {
                let index = self.index_from(&[length, &index], |parts| {
                    let (n, i) = (parts[0], parts[1]);
                    syn::parse_quote!(#n - 1 - #i)
                });
                self.item(inner, index, span)?
            }
            Source::Skipped(inner, count) => {
                let index = self.index_from(&[&index, count], |parts| {
                    let (i, k) = (parts[0], parts[1]);
                    syn::parse_quote!(#i + #k)
                });
                self.item(inner, index, span)?
            }
            Source::Stepped(inner, step) => {
                let index = self.index_from(&[&index, step], |parts| {
                    let (i, k) = (parts[0], parts[1]);
                    syn::parse_quote!(#i * #k)
                });
                self.item(inner, index, span)?
            }
            Source::Taken(inner) => self.item(inner, index, span)?,
        })
    }

    fn item_operand(&mut self, source: &Source, index: Plain, span: Span) -> Option<Operand> {
        match self.item(source, index, span)? {
            Item::Operand(operand) => Some(operand),
            Item::Lent(_) => {
                self.errors.reject_span(span, &errors::DESTRUCTURE);
                None
            }
        }
    }

    fn item_at(&mut self, place: Place, items: Items) -> Item {
        if items == Items::MutableReferences {
            return Item::Lent(place);
        }
        let borrowed = items == Items::References;
        if self.variable(place.root).active {
            return Item::Operand(Operand::Place { place, borrowed });
        }
        // Inactive items beside active ones.
        let tokens = crate::emit::place(&self.variables, &place);
        let expression = if borrowed { syn::parse_quote!(&#tokens) } else { syn::parse_quote!(#tokens) };
        Item::Operand(Operand::Plain(Plain { reads: place.reads().collect(), ..Plain::new(expression) }))
    }

    fn pair(&mut self, first: Operand, second: Operand, span: Span) -> Item {
        let value = Value::Tuple(vec![first, second]);
        if !value.is_active() {
            let parts: Vec<Expr> = value
                .operands()
                .iter()
                .map(|operand| match operand {
                    Operand::Plain(plain) => plain.expression.clone(),
                    Operand::Place { .. } | Operand::Lent(_) => unreachable!("an inactive pair has plain parts"),
                })
                .collect();
            let reads = value.reads().into_iter().collect();
            return Item::Operand(Operand::Plain(Plain { reads, ..Plain::new(syn::parse_quote!((#(#parts),*))) }));
        }
        let Value::Tuple(parts) = value.clone() else { unreachable!("a pair is a tuple") };
        let variable = self.name_value(value, span);
        self.tuples.insert(variable, parts);
        Item::Operand(Operand::Place { place: Place::whole(variable, span), borrowed: false })
    }

    /// The range of a chunk or window.
    fn part(&mut self, kind: Parts, index: &Plain, size: &Plain, length: &Plain) -> Plain {
        let (i, k, n) = (&index.expression, &size.expression, &length.expression);
        let expression: Expr = match kind {
            Parts::Windows => syn::parse_quote!(#i..#i + #k),
            Parts::ExactChunks => syn::parse_quote!(#i * #k..(#i + 1) * #k),
            Parts::Chunks => syn::parse_quote!(#i * #k..::core::cmp::Ord::min((#i + 1) * #k, #n)),
        };
        let mut reads = &index.reads | &size.reads;
        if kind == Parts::Chunks {
            reads.extend(&length.reads);
        }
        Plain { reads, ..Plain::new(expression) }
    }

    /// A number made of others, by a name.
    fn index_from(&mut self, parts: &[&Plain], make: impl FnOnce(&[&Expr]) -> Expr) -> Plain {
        let reads = parts.iter().flat_map(|part| part.reads.iter().copied()).collect();
        let expressions: Vec<&Expr> = parts.iter().map(|part| &part.expression).collect();
        let plain = Plain { reads, ..Plain::new(make(&expressions)) };
        let variable = self.name_plain("i", plain, Span::mixed_site());
        self.variables[variable.0].copy = true;
        self.read(variable)
    }

    /// The variables of slices among these, which must be known as such: a loop over anything else is not by number.
    pub(super) fn all_slices(&self, slices: &[&Expr]) -> bool {
        let is_slice = |slice: &Expr| match slice {
            Expr::Path(path) => {
                let variable: Option<Var> = path.path.get_ident().and_then(|name| self.find(name));
                variable.is_some_and(|variable| self.slices.contains(&variable))
            }
            _ => false,
        };
        !slices.is_empty() && slices.iter().all(|slice| is_slice(slice))
    }
}

/// An item of a sequence.
enum Item {
    Operand(Operand),
    /// Lent to be changed: another name for its place.
    Lent(Place),
}

fn smaller(a: &Plain, b: &Plain) -> Plain {
    combined(a, b, |a, b| syn::parse_quote!(::core::cmp::Ord::min(#a, #b)))
}

fn combined(a: &Plain, b: &Plain, make: impl FnOnce(&Expr, &Expr) -> Expr) -> Plain {
    Plain { reads: &a.reads | &b.reads, ..Plain::new(make(&a.expression, &b.expression)) }
}
