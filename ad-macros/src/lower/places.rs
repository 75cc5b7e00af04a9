//! Places: variables, fields, elements, and references to them.

use super::Lowerer;
use super::expression::Lowered;
use crate::errors;
use crate::ir::{Form, Operand, Place, Plain, Projection, Value, Var};
use crate::rules;
use syn::spanned::Spanned;
use syn::{Expr, Member};

impl Lowerer<'_> {
    pub(super) fn path(&mut self, path: &syn::ExprPath) -> Lowered {
        if let Some(place) = path.path.get_ident().and_then(|name| self.lent_by_name(name)) {
            return self.lent_value(place);
        }
        let variable = path.path.get_ident().and_then(|name| self.find(name));
        match variable {
            Some(variable)
                if self.closures.contains_key(&variable)
                    || self.function_parameter(&Expr::Path(path.clone())).is_some() =>
            {
                self.reject(path, &errors::CLOSURE)
            }
            Some(variable) => Lowered::Place { place: Place::whole(variable, path.span()), borrowed: false },
            None => self.reject(path, &errors::UNKNOWN),
        }
    }

    /// Lowers to a place: an unnamed value gets a name.
    pub(super) fn place(&mut self, expression: &Expr) -> Option<Place> {
        let lowered = self.expression(expression);
        self.place_of(lowered, expression)
    }

    pub(super) fn place_of(&mut self, lowered: Lowered, expression: &Expr) -> Option<Place> {
        match self.as_operand(lowered, expression.span())? {
            Operand::Place { place, .. } | Operand::Lent(place) => Some(place),
            Operand::Plain(_) => {
                self.errors.reject(expression, &errors::UNKNOWN);
                None
            }
        }
    }

    pub(super) fn field(&mut self, field: &syn::ExprField) -> Lowered {
        let Some(mut place) = self.place(&field.base) else { return Lowered::Nothing };
        // The parts of a complex number: an operation of its own, since its result is real.
        if let Member::Named(name) = &field.member
            && (name == "re" || name == "im")
        {
            let rule = rules::syntax(if name == "re" { "re" } else { "im" });
            let operand = Operand::Place { place, borrowed: false };
            return self.operation(Form::Field(field.member.clone()), rule, vec![operand], field.span());
        }
        match self.part_of_tuple(&place, &field.member) {
            Some(Operand::Place { place, borrowed }) => return Lowered::Place { place, borrowed },
            Some(Operand::Plain(plain)) => return Lowered::Plain(plain),
            Some(Operand::Lent(_)) | None => {}
        }
        place.path.push(Projection::Field(field.member.clone()));
        place.span = field.span();
        Lowered::Place { place, borrowed: false }
    }

    pub(super) fn index(&mut self, index: &syn::ExprIndex) -> Lowered {
        let Some(mut place) = self.place(&index.expr) else { return Lowered::Nothing };
        let Some(subscript) = self.subscript(&index.index) else { return Lowered::Nothing };
        place.path.push(Projection::Index(subscript));
        place.span = index.span();
        Lowered::Place { place, borrowed: false }
    }

    /// An index: evaluated again on the way back, so it is given a name where that would cost or change anything.
    pub(super) fn subscript(&mut self, index: &Expr) -> Option<Plain> {
        let Some(plain) = self.plain(index) else {
            let scan = self.scan(index);
            if self.reads_active(&scan) && !scan.control {
                // `x[y.len() - 1]`, `x[k as usize]` with inactive results are fine; anything else is told apart below.
                return self.inactive_index(index);
            }
            self.errors.reject(index, &errors::INDEX);
            return None;
        };
        let stable = plain.reads.iter().all(|variable| !self.variable(*variable).mutable);
        if plain.cheap && stable {
            return Some(plain);
        }
        if let Expr::Range(range) = index {
            return Some(self.range_of_names(range));
        }
        let variable = self.name_value(Value::Operand(Operand::Plain(plain)), index.span());
        Some(self.read(variable))
    }

    /// A reference to an inactive place, whose indices are named so that it leads to the same place on the way back.
    pub(super) fn inactive_reference(&mut self, reference: &syn::ExprReference) -> Option<Plain> {
        let plain = self.plain(&Expr::Reference(reference.clone()))?;
        let stable = plain.reads.iter().all(|variable| !self.variable(*variable).mutable);
        if reference.mutability.is_some() || stable && is_place(&reference.expr) {
            return Some(plain);
        }
        let mut reads = std::collections::BTreeSet::new();
        let place = self.with_named_indices(&reference.expr, &mut reads)?;
        Some(Plain { expression: syn::parse_quote!(&#place), reads, writes: plain.writes, cheap: true })
    }

    fn with_named_indices(&mut self, place: &Expr, reads: &mut std::collections::BTreeSet<Var>) -> Option<Expr> {
        Some(match place {
            Expr::Paren(paren) => self.with_named_indices(&paren.expr, reads)?,
            Expr::Field(field) => {
                let base = Box::new(self.with_named_indices(&field.base, reads)?);
                Expr::Field(syn::ExprField { base, ..field.clone() })
            }
            Expr::Index(index) => {
                let expr = Box::new(self.with_named_indices(&index.expr, reads)?);
                let subscript = self.subscript(&index.index)?;
                reads.extend(subscript.reads);
                Expr::Index(syn::ExprIndex { expr, index: Box::new(subscript.expression), ..index.clone() })
            }
            Expr::Path(_) => {
                let plain = self.plain(place)?;
                reads.extend(plain.reads);
                plain.expression
            }
            // What has no place of its own is given one, which lives on in the pullback.
            value => {
                let plain = self.plain(value)?;
                let variable = self.name_plain("t", plain, value.span());
                reads.insert(variable);
                self.read(variable).expression
            }
        })
    }

    /// `a..b` with both bounds named, so that they are the same on the way back.
    pub(super) fn range_of_names(&mut self, range: &syn::ExprRange) -> Plain {
        let mut named = range.clone();
        let mut reads = std::collections::BTreeSet::new();
        for bound in [&mut named.start, &mut named.end].into_iter().flatten() {
            let span = bound.span();
            let Some(mut plain) = self.inactive(bound) else { continue };
            if !self.has_inactive_value(bound) {
                let expression = &plain.expression;
                plain.expression = syn::parse_quote!(__ad::inactive(#expression));
            }
            let variable = self.name_plain("k", plain, span);
            let name = self.read(variable);
            **bound = name.expression;
            reads.extend(name.reads);
        }
        Plain { reads, ..Plain::new(Expr::Range(named)) }
    }

    pub(super) fn inactive_index(&mut self, index: &Expr) -> Option<Plain> {
        if self.has_inactive_value(index) {
            return match self.condition_value(index) {
                super::expression::Lowered::Plain(plain) => Some(plain),
                _ => None,
            };
        }
        // A field beside active ones: rustc checks that it is an integer.
        if let Expr::Range(range) = index {
            let bounds = [&range.start, &range.end].into_iter().flatten();
            if bounds.into_iter().all(|bound| self.is_integer(bound)) {
                return Some(self.range_of_names(range));
            }
        } else if self.is_integer(index) {
            let mut plain = self.inactive(index)?;
            let expression = &plain.expression;
            plain.expression = syn::parse_quote!(__ad::inactive(#expression));
            let stable = plain.reads.iter().all(|variable| !self.variable(*variable).mutable);
            if stable {
                return Some(plain);
            }
            let variable = self.name_plain("k", plain, index.span());
            return Some(self.read(variable));
        }
        if let Expr::Call(call) = index
            && self.closure_named(&call.func).is_some()
            && let Lowered::Plain(plain) = self.call(call)
        {
            let variable = self.name_plain("k", plain, index.span());
            return Some(self.read(variable));
        }
        self.errors.reject(index, &errors::INDEX);
        None
    }

    /// Places and what whole numbers make of them: where this is an index, it is an integer.
    fn is_integer(&mut self, index: &Expr) -> bool {
        match index {
            Expr::Path(_) => true,
            Expr::Paren(paren) => self.is_integer(&paren.expr),
            Expr::Field(field) => self.is_integer(&field.base),
            Expr::Index(element) => self.is_integer(&element.expr) && self.is_integer(&element.index),
            Expr::Unary(unary) => self.is_integer(&unary.expr),
            Expr::Binary(binary) => self.is_integer(&binary.left) && self.is_integer(&binary.right),
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Int(_)),
            other => self.has_inactive_value(other),
        }
    }

    /// `&(x.floor() as usize)`: a value without derivative that has no place of its own is given one.
    fn value_given_a_place(&mut self, value: &Expr) -> Option<Lowered> {
        match value {
            Expr::Paren(paren) => return self.value_given_a_place(&paren.expr),
            Expr::Cast(_) | Expr::Binary(_) | Expr::Call(_) | Expr::MethodCall(_) => {}
            _ => return None,
        }
        if !self.has_inactive_value(value) {
            return None;
        }
        let Lowered::Plain(plain) = self.expression(value) else { return Some(Lowered::Nothing) };
        let variable = self.name_plain("lent", plain, value.span());
        let mut plain = self.read(variable);
        let name = &plain.expression;
        plain.expression = syn::parse_quote!(&#name);
        Some(Lowered::Plain(plain))
    }

    pub(super) fn reference(&mut self, reference: &syn::ExprReference) -> Lowered {
        if reference.mutability.is_some() {
            return self.reject(reference, &errors::MUT_BORROW);
        }
        if let Some(lent) = self.value_given_a_place(&reference.expr) {
            return lent;
        }
        let Some(place) = self.place(&reference.expr) else { return Lowered::Nothing };
        if !matches!(*reference.expr, Expr::Reference(_)) {
            return Lowered::Place { place, borrowed: true };
        }
        // `&&x`: what is lent once more has a name.
        let span = reference.span();
        let name = self.fresh("lent", span);
        self.bind_place(&name, false, place, true, None);
        let variable = self.find(&name).expect("it was just bound");
        Lowered::Place { place: Place::whole(variable, span), borrowed: true }
    }
}

fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) => true,
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::MethodCall(_) => true, // what it lends is not ours
        _ => false,
    }
}
