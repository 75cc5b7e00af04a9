//! Patterns.

use super::Lowerer;
use super::active_match::{is_constant, numbers_of_elements, rest_of};
use super::expression::Lowered;
use super::statement::part_of_type;
use crate::errors;
use crate::ir::{Form, Operand, Place, Plain, Projection, StatementKind, Value, Var, VariableKind};
use crate::rules;
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::{Expr, Member, Pat};

/// The names that a pattern binds, as it binds them.
pub(super) fn bindings(pattern: &Pat) -> Vec<syn::PatIdent> {
    use syn::visit::{self, Visit};
    struct Bindings(Vec<syn::PatIdent>);
    impl<'ast> Visit<'ast> for Bindings {
        fn visit_pat_ident(&mut self, ident: &'ast syn::PatIdent) {
            let again = self.0.iter().any(|other| other.ident == ident.ident);
            if !is_constant(&ident.ident) && !again {
                self.0.push(ident.clone());
            }
            visit::visit_pat_ident(self, ident);
        }
    }
    let mut bindings = Bindings(Vec::new());
    bindings.visit_pat(pattern);
    bindings.0
}

/// The same pattern with every name immutable.
pub(super) fn without_mut(pattern: &mut Pat) {
    struct Mutable;
    impl syn::visit_mut::VisitMut for Mutable {
        fn visit_pat_ident_mut(&mut self, ident: &mut syn::PatIdent) {
            ident.mutability = None;
            syn::visit_mut::visit_pat_ident_mut(self, ident);
        }
    }
    syn::visit_mut::VisitMut::visit_pat_mut(&mut Mutable, pattern);
}

/// Puts `_` in the place of every other name.
pub(super) fn keep_one_name(pattern: &mut Pat, name: &proc_macro2::Ident) {
    use syn::visit_mut::{self, VisitMut};
    struct Others<'n>(&'n proc_macro2::Ident);
    impl VisitMut for Others<'_> {
        fn visit_pat_mut(&mut self, pattern: &mut Pat) {
            match pattern {
                Pat::Ident(ident) if is_constant(&ident.ident) => {}
                Pat::Ident(ident) if ident.ident == *self.0 => ident.mutability = None,
                Pat::Ident(ident) => {
                    *pattern = match ident.subpat.take() {
                        Some((_, inner)) => *inner,
                        None => syn::parse_quote!(_),
                    };
                    self.visit_pat_mut(pattern);
                }
                _ => visit_mut::visit_pat_mut(self, pattern),
            }
        }
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            field.colon_token.get_or_insert_default();
            visit_mut::visit_field_pat_mut(self, field);
        }
    }
    Others(name).visit_pat_mut(pattern);
}

/// The place that a value copies.
fn place_of(value: &Value) -> Place {
    match value {
        Value::Operand(Operand::Place { place, .. }) => place.clone(),
        _ => unreachable!("a place is bound"),
    }
}

/// An arm's pattern and its guard.
pub(super) fn split_guard(pattern: &Pat) -> (&Pat, Option<&Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pattern => (pattern, None),
    }
}

impl Lowerer<'_> {
    /// Binds the names of a pattern to the parts of a place. `behind_reference`: names bind references.
    pub(super) fn bind_pattern_to_place(&mut self, pattern: &Pat, place: Place, behind_reference: bool) {
        self.bind_typed_pattern_to_place(pattern, place, behind_reference, None);
    }

    /// The same, where an annotation says what the types are.
    pub(super) fn bind_typed_pattern_to_place(
        &mut self,
        pattern: &Pat,
        place: Place,
        behind_reference: bool,
        ty: Option<syn::Type>,
    ) {
        // What is taken apart behind a reference binds references.
        let behind_reference = behind_reference
            || matches!(pattern, Pat::Tuple(_) | Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Slice(_))
                && place.path.is_empty()
                && self.variable(place.root).reference;
        match pattern {
            Pat::Wild(_) => {}
            Pat::Paren(paren) => self.bind_typed_pattern_to_place(&paren.pat, place, behind_reference, ty),
            Pat::Type(typed) => self.bind_pattern_to_place(&typed.pat, place, behind_reference),
            Pat::Reference(reference) => {
                let mut place = place;
                place.path.push(Projection::Dereference);
                self.bind_pattern_to_place(&reference.pat, place, false);
            }
            Pat::Ident(ident) if ident.subpat.is_none() => {
                let borrowed = behind_reference || ident.by_ref.is_some();
                let ty = ty.filter(|_| !behind_reference);
                self.bind_place(&ident.ident, ident.mutability.is_some(), place, borrowed, ty);
            }
            Pat::Tuple(syn::PatTuple { elems, .. }) | Pat::TupleStruct(syn::PatTupleStruct { elems, .. }) => {
                for (index, element) in elems.iter().enumerate() {
                    if matches!(element, Pat::Rest(_)) {
                        if index + 1 < elems.len() {
                            // How long the tuple is cannot be seen.
                            self.errors.reject(element, &errors::DESTRUCTURE);
                        }
                        return;
                    }
                    let member = Member::from(index);
                    if let Some(part) = self.part_of_tuple(&place, &member) {
                        self.bind_part_of_tuple(element, part, behind_reference);
                        continue;
                    }
                    let mut part = place.clone();
                    part.path.push(Projection::Field(member));
                    self.bind_typed_pattern_to_place(element, part, behind_reference, part_of_type(&ty, index));
                }
            }
            // `[a, .., b]`: elements by their numbers.
            Pat::Slice(slice) => {
                let (whole, rest) = (crate::emit::place(&self.variables, &place), rest_of(slice));
                let reads: BTreeSet<Var> = place.reads().collect();
                let numbers = numbers_of_elements(slice, &whole);
                for (index, (element, number)) in slice.elems.iter().zip(numbers).enumerate() {
                    let mut part = place.clone();
                    part.path.push(Projection::Index(Plain { reads: reads.clone(), ..Plain::new(number) }));
                    match element {
                        Pat::Rest(_) => {}
                        Pat::Ident(ident) if rest == Some(index) && behind_reference => {
                            self.bind_place(&ident.ident, false, part, true, None);
                        }
                        element => self.bind_pattern_to_place(element, part, behind_reference),
                    }
                }
            }
            Pat::Struct(fields) => {
                for field in &fields.fields {
                    if let Member::Named(name) = &field.member
                        && (name == "re" || name == "im")
                    {
                        self.bind_complex_part(&field.pat, name, &place);
                        continue;
                    }
                    let mut part = place.clone();
                    part.path.push(Projection::Field(field.member.clone()));
                    self.bind_pattern_to_place(&field.pat, part, behind_reference);
                }
            }
            _ => self.errors.reject(pattern, &errors::DESTRUCTURE),
        }
    }

    /// Binds a pattern to a part of a tuple that is known by itself; behind a reference, to a reference to it.
    fn bind_part_of_tuple(&mut self, pattern: &Pat, part: Operand, behind_reference: bool) {
        let span = pattern.span();
        match part {
            Operand::Place { place, borrowed: true } if behind_reference && !matches!(pattern, Pat::Wild(_)) => {
                let part = self.fresh("part", span);
                self.bind_place(&part, false, place, true, None);
                let variable = self.find(&part).expect("it was just bound");
                self.bind_pattern_to_place(pattern, Place::whole(variable, span), true);
            }
            Operand::Place { place, borrowed } => {
                self.bind_argument(pattern, Operand::Place { place, borrowed: borrowed || behind_reference });
            }
            Operand::Plain(plain) if behind_reference => {
                let variable = self.name_plain("part", plain, span);
                let mut part = self.read(variable);
                let of = &part.expression;
                part.expression = syn::parse_quote!(&#of);
                self.bind_plain(pattern, part, None);
            }
            other => self.bind_argument(pattern, other),
        }
    }

    /// `let Complex { re, im } = z;`: operations of their own, as the fields are.
    fn bind_complex_part(&mut self, pattern: &Pat, part: &proc_macro2::Ident, whole: &Place) {
        let rule = rules::syntax(if part == "re" { "re" } else { "im" });
        let operand = Operand::Place { place: whole.clone(), borrowed: false };
        let form = Form::Field(Member::Named(part.clone()));
        let Lowered::Value(value) = self.operation(form, rule, vec![operand], part.span()) else { return };
        let name = self.name_value(value, part.span());
        self.bind_pattern_to_place(pattern, Place::whole(name, part.span()), false);
    }

    /// `let name = place;` or `let name = &place;`
    pub(super) fn bind_place(
        &mut self,
        name: &proc_macro2::Ident,
        mutable: bool,
        place: Place,
        borrowed: bool,
        ty: Option<syn::Type>,
    ) {
        // Another name for a place that stays as it is keeps the place's cotangent; a copy of a place that may change,
        // or one that may change itself, has its own.
        let root = self.variable(place.root);
        let (root_mutable, root_reference, active) = (root.mutable, root.reference, root.active);
        let copy = borrowed || self.place_is_copy(&place);
        let reference = borrowed || (place.path.is_empty() && root_reference);
        let value = Value::Operand(Operand::Place { place: place.clone(), borrowed });
        let alias = !mutable && (borrowed || !root_mutable);
        let kind = if alias { VariableKind::Alias(place) } else { VariableKind::Local };
        let variable = self.user_variable(name, active, mutable, copy, kind);
        self.variables[variable.0].reference = reference;
        if let Some(ty) = ty.clone().or_else(|| self.type_of_place(&place_of(&value))) {
            self.types.insert(variable, ty);
        }
        if mutable && reference {
            self.errors.reject(name, &errors::MUT_REFERENCE);
        }
        if mutable {
            self.binding(variable, active);
        }
        self.push(StatementKind::Let { variable, ty, value }, name.span());
    }

    /// Declares the names that a pattern over inactive values binds, and gives them their names in generated code.
    pub(super) fn bind_inactive_pattern(&mut self, pattern: &mut Pat) -> Vec<crate::ir::Var> {
        use syn::visit_mut::VisitMut;
        struct Binder<'l, 'a> {
            lowerer: &'l mut Lowerer<'a>,
            bound: Vec<crate::ir::Var>,
        }
        impl VisitMut for Binder<'_, '_> {
            fn visit_pat_ident_mut(&mut self, ident: &mut syn::PatIdent) {
                if is_constant(&ident.ident) {
                    // Printed alike in both sweeps it means the same in both, unless a variable has the name.
                    if ident.ident != "None" && self.lowerer.find(&ident.ident).is_some() {
                        self.lowerer.pattern_constants.push(ident.ident.clone());
                    }
                } else {
                    // `a | a` binds one name twice.
                    let again = self.bound.iter().copied().find(|var| self.lowerer.find(&ident.ident) == Some(*var));
                    let mutable = ident.mutability.is_some();
                    let variable = again.unwrap_or_else(|| {
                        self.lowerer.user_variable(&ident.ident, false, mutable, false, VariableKind::Given)
                    });
                    ident.ident = self.lowerer.variable(variable).name.clone();
                    self.bound.push(variable);
                }
                syn::visit_mut::visit_pat_ident_mut(self, ident);
            }
            fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
                field.colon_token.get_or_insert_default();
                syn::visit_mut::visit_field_pat_mut(self, field);
            }
        }
        let mut binder = Binder { lowerer: self, bound: Vec::new() };
        binder.visit_pat_mut(pattern);
        let mut bound = binder.bound;
        bound.sort();
        bound.dedup();
        bound
    }

    /// The names of a pattern, for a value that has no place: `let (a, b) = (x * y, 2.0);`
    pub(super) fn destructure_value(&mut self, pattern: &Pat, value: Value, ty: Option<syn::Type>) {
        if let (Pat::Tuple(names), Value::Tuple(operands)) = (pattern, &value)
            && names.elems.len() == operands.len()
            && !names.elems.iter().any(|name| matches!(name, Pat::Rest(_)))
        {
            // Name every value before binding any: `let (a, b) = (b, a);`
            let operands: Vec<Operand> = operands.clone();
            for (index, (name, operand)) in names.elems.iter().zip(operands).enumerate() {
                let ty = part_of_type(&ty, index);
                match operand {
                    Operand::Place { place, borrowed } => match name {
                        Pat::Ident(ident) if ident.subpat.is_none() => {
                            self.bind_place(&ident.ident, ident.mutability.is_some(), place, borrowed, ty);
                        }
                        other => self.bind_typed_pattern_to_place(other, place, borrowed, ty),
                    },
                    Operand::Lent(place) => self.bind_lent(name, place),
                    Operand::Plain(plain) => self.bind_plain(name, plain, ty),
                }
            }
            return;
        }
        let span = pattern.span();
        let (active, copy) = (value.is_active(), self.value_is_copy(&value));
        let variable = self.temporary("t", span, active, copy);
        self.push(StatementKind::Let { variable, ty, value }, span);
        self.bind_pattern_to_place(pattern, Place::whole(variable, span), false);
    }
}
