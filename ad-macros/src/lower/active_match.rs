//! `match` and `if let` on active values: patterns that bind parts of an `Option` or a tuple.

use super::Lowerer;
use super::branches::Destination;
use crate::errors;
use crate::ir::{Arm, Operand, Place, Plain, Projection, StatementKind, Value, Var, VariableKind};
use proc_macro2::Span;
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::{Expr, Member, Pat};

/// A capital: a constant or a unit variant, as rustc's own lint has it.
pub(super) fn is_constant(name: &proc_macro2::Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}

/// One arm, as `match` and `if let` have it.
pub(super) struct Branch<'e> {
    pub(super) pattern: Pat,
    pub(super) guard: Option<&'e Expr>,
    /// `None` for the missing `else` of an `if let`.
    pub(super) body: Option<&'e Expr>,
}

impl Branch<'_> {
    /// `A(x) | B(_, x)` binds another part in each alternative: each is an arm of its own.
    fn alternatives(self) -> Vec<Self> {
        match self.pattern {
            Pat::Paren(paren) => Branch { pattern: *paren.pat, ..self }.alternatives(),
            Pat::Or(or) if !super::scan::bound_names(or.cases.iter()).is_empty() => {
                let each = or.cases.into_iter().map(|pattern| Branch { pattern, guard: self.guard, body: self.body });
                each.flat_map(Branch::alternatives).collect()
            }
            pattern => vec![Branch { pattern, ..self }],
        }
    }
}

impl Lowerer<'_> {
    /// Lowers a match on an active place, whose parts the patterns bind.
    pub(super) fn active_match(
        &mut self,
        mut place: Place,
        borrowed: bool,
        span: Span,
        branches: Vec<Branch<'_>>,
        destination: Destination,
    ) {
        if self.variable(place.root).mutable {
            // The way back matches once more: on a copy, which nobody assigns to.
            let copy = self.name_value(Value::Operand(Operand::Place { place, borrowed: false }), span);
            place = Place::whole(copy, span);
        }
        let tokens = crate::emit::place(&self.variables, &place);
        let expression = if borrowed {
            syn::parse_quote!(&#tokens)
        } else if self.moves(&place, &branches) {
            // The patterns take it apart, here and on the way back.
            let again = crate::emit::again(&tokens);
            syn::parse_quote!(#again)
        } else {
            syn::parse_quote!(#tokens)
        };
        let scrutinee = Plain { reads: place.reads().collect(), ..Plain::new(expression) };
        let arm = self.temporary("arm", span, false, true);
        self.push(StatementKind::Declare { variable: arm, ty: None }, span);
        let arms = branches
            .into_iter()
            .flat_map(Branch::alternatives)
            .enumerate()
            .map(|(index, branch)| {
                let mut pattern = branch.pattern;
                let mut guard = None;
                let block = self.block(|this| {
                    this.bind_parts(&mut pattern, &place);
                    guard = branch.guard.and_then(|guard| this.inactive(guard));
                    this.number_arm(arm, index, span);
                    if let Some(body) = branch.body {
                        this.value_into(body, destination);
                    }
                });
                Arm { pattern, guard, block }
            })
            .collect();
        self.push(StatementKind::Match { scrutinee, arm, arms }, span);
    }

    /// Whether patterns may move parts out of what is matched.
    fn moves(&self, place: &Place, branches: &[Branch<'_>]) -> bool {
        let root = self.variable(place.root);
        let leads_elsewhere = root.reference && place.path.is_empty();
        let binds = |branch: &Branch<'_>| !super::pattern::bindings(&branch.pattern).is_empty();
        !root.copy && !leads_elsewhere && branches.iter().any(binds)
    }

    /// Declares the names that a pattern binds to parts of `place`.
    fn bind_parts(&mut self, pattern: &mut Pat, place: &Place) {
        let part = |projection| {
            let mut place = place.clone();
            place.path.push(projection);
            place
        };
        match pattern {
            Pat::Wild(_) | Pat::Path(_) | Pat::Rest(_) | Pat::Lit(_) | Pat::Range(_) | Pat::Const(_) => {}
            Pat::Or(or) if super::scan::bound_names(or.cases.iter()).is_empty() => {}
            Pat::Ident(ident) if ident.ident == "None" => {}
            Pat::Ident(ident) if is_constant(&ident.ident) => self.pattern_constants.push(ident.ident.clone()),
            Pat::Ident(ident) if ident.mutability.is_none() && ident.subpat.is_none() => {
                self.pattern_names.push(ident.ident.clone());
                let kind = VariableKind::Bound(place.clone());
                let variable = self.user_variable(&ident.ident, true, false, false, kind);
                ident.ident = self.variable(variable).name.clone();
            }
            Pat::Paren(paren) => self.bind_parts(&mut paren.pat, place),
            Pat::Reference(reference) => self.bind_parts(&mut reference.pat, &part(Projection::Dereference)),
            Pat::TupleStruct(some)
                if some.elems.len() == 1
                    && some.path.segments.last().is_some_and(|last| last.ident == "Some" || last.ident == "Ok") =>
            {
                self.bind_parts(&mut some.elems[0], &part(Projection::Some));
            }
            Pat::TupleStruct(err) if err.path.segments.last().is_some_and(|last| last.ident == "Err") => {
                // What went wrong has no cotangent: it may be looked at and passed on in an `Err`, and a number in it that
                // anything is computed from is an error of the compiler, not a derivative of zero.
                for element in &mut err.elems {
                    for variable in self.bind_inactive_pattern(element) {
                        self.variables[variable.0].active = true;
                    }
                }
            }
            Pat::TupleStruct(fields)
                if fields.elems.iter().rev().skip(1).all(|element| !matches!(element, Pat::Rest(_))) =>
            {
                let variant = crate::reverse::variant_of(&fields.path).cloned();
                for (index, element) in fields.elems.iter_mut().enumerate() {
                    self.bind_parts(element, &part(member_of(variant.as_ref(), Member::from(index))));
                }
            }
            Pat::Struct(fields) => {
                let variant = crate::reverse::variant_of(&fields.path).cloned();
                for field in &mut fields.fields {
                    field.colon_token.get_or_insert_default();
                    let member = field.member.clone();
                    self.bind_parts(&mut field.pat, &part(member_of(variant.as_ref(), member)));
                }
            }
            // How long a tuple is cannot be seen.
            Pat::Tuple(tuple) if tuple.elems.iter().rev().skip(1).all(|element| !matches!(element, Pat::Rest(_))) => {
                for (index, element) in tuple.elems.iter_mut().enumerate() {
                    self.bind_parts(element, &part(Projection::Field(Member::from(index))));
                }
            }
            // What is inside a variant has no place of its own that could be indexed.
            Pat::Slice(slice)
                if !place.path.iter().any(|step| matches!(step, Projection::Some | Projection::OfVariant(..))) =>
            {
                self.bind_elements(slice, place);
            }
            _ => self.errors.reject(pattern, &errors::MATCH_ACTIVE),
        }
    }

    /// `[first, .., last]` and `[first, rest @ ..]`: the elements by their numbers, from the front and from the back.
    fn bind_elements(&mut self, slice: &mut syn::PatSlice, place: &Place) {
        let (whole, rest) = (crate::emit::place(&self.variables, place), rest_of(slice));
        let reads: BTreeSet<Var> = place.reads().collect();
        let numbers = numbers_of_elements(slice, &whole);
        for (index, (element, number)) in slice.elems.iter_mut().zip(numbers).enumerate() {
            let mut part = place.clone();
            part.path.push(Projection::Index(Plain { reads: reads.clone(), ..Plain::new(number) }));
            match element {
                Pat::Rest(_) => {}
                Pat::Ident(ident) if rest == Some(index) => {
                    // The pattern keeps `@ ..`.
                    self.pattern_names.push(ident.ident.clone());
                    let variable = self.user_variable(&ident.ident, true, false, false, VariableKind::Bound(part));
                    ident.ident = self.variable(variable).name.clone();
                }
                element => self.bind_parts(element, &part),
            }
        }
    }
}

/// Where `..` or `rest @ ..` stands in a pattern.
pub(super) fn rest_of(slice: &syn::PatSlice) -> Option<usize> {
    slice.elems.iter().position(|pattern| match pattern {
        Pat::Rest(_) => true,
        Pat::Ident(ident) => matches!(&ident.subpat, Some((_, rest)) if matches!(**rest, Pat::Rest(_))),
        _ => false,
    })
}

/// The indices of the elements that a pattern names, counted from the front and, behind `..`, from the back.
pub(super) fn numbers_of_elements(slice: &syn::PatSlice, whole: impl ToTokens) -> Vec<Expr> {
    let (count, rest) = (slice.elems.len(), rest_of(slice));
    (0..count)
        .map(|index| match (rest, count - index) {
            (Some(rest), 1) if index == rest => syn::parse_quote!(#index..),
            (Some(rest), behind) if index == rest => {
                let behind = behind - 1;
                syn::parse_quote!(#index..#whole.len() - #behind)
            }
            (Some(rest), behind) if index > rest => syn::parse_quote!(#whole.len() - #behind),
            _ => syn::parse_quote!(#index),
        })
        .collect()
}

fn member_of(variant: Option<&proc_macro2::Ident>, member: Member) -> Projection {
    match variant {
        Some(variant) => Projection::OfVariant(variant.clone(), member),
        None => Projection::Field(member),
    }
}
