//! What is certainly a number, and not another `Copy` type with operators of its own; and which of them are of a type that
//! is seen.
//!
//! Of a number the rules know what they need to see: a sum needs none of its operands. What `+` of a type of the user's
//! does, nobody sees from here. And where a number is wanted for its type alone, another one of that type will do.

use crate::ir::{
    Block, Body, Form, LoopHead, Operand, Operation, Place, Plain, Projection, Real, StatementKind, Value, Var,
    VariableKind,
};
use proc_macro2::Span;
use std::collections::{BTreeMap, BTreeSet};
use syn::Expr;

/// What is known of a number.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A real number of this type.
    Real(Real),
    /// A literal, whose type is that of what it meets.
    Open,
    /// Of a type that is not seen.
    Some,
}

/// The variables that are numbers, and those all of whose elements are.
pub(super) struct Numbers {
    numbers: BTreeMap<Var, Kind>,
    lists: BTreeMap<Var, Kind>,
    /// Literals that meet real numbers of a type that is seen.
    pub(super) literals: BTreeMap<Var, Real>,
}

impl Numbers {
    pub(super) fn of(body: &Body) -> Self {
        let kinds = |types: &BTreeMap<Var, Option<Real>>| -> BTreeMap<Var, Kind> {
            types.iter().map(|(variable, real)| (*variable, Kind::of(*real))).collect()
        };
        let mut found = Numbers {
            numbers: kinds(&body.written.numbers),
            lists: kinds(&body.written.lists),
            literals: BTreeMap::new(),
        };
        for (constant, value) in &body.constants {
            if let Some(kind) = of_literal(value) {
                found.numbers.insert(*constant, kind);
            }
        }
        found.search(body, &body.block);
        found
    }

    /// Marks what is certainly a number, whatever lowering could see: it is printed without a clone.
    pub(super) fn mark(&self, body: &mut Body) {
        let is_number = |variable: &Var| self.contain(body, &Place::whole(*variable, Span::call_site()));
        let certain: BTreeSet<Var> = (0..body.variables.len()).map(Var).filter(is_number).collect();
        for variable in &certain {
            let variable = &mut body.variables[variable.0];
            variable.copy |= matches!(variable.kind, VariableKind::Local);
        }
        body.certain_numbers = certain;
    }

    /// Whether a place holds a number.
    pub(super) fn contain(&self, body: &Body, place: &Place) -> bool {
        self.at(body, place).is_some()
    }

    /// Whether all operands are numbers.
    pub(super) fn are_all(&self, body: &Body, operands: &[Operand]) -> bool {
        operands.iter().all(|operand| self.operand(body, operand).is_some())
    }

    /// The type of the real number in a variable, where it is seen.
    pub(super) fn real(&self, body: &Body, variable: Var) -> Option<Real> {
        match (self.numbers.get(&variable), &body.variable(variable).kind) {
            (Some(Kind::Real(real)), VariableKind::Local) => Some(*real),
            _ => None,
        }
    }

    fn at(&self, body: &Body, place: &Place) -> Option<Kind> {
        match (&place.path[..], &body.variable(place.root).kind) {
            ([], VariableKind::Alias(of) | VariableKind::Bound(of)) => self.at(body, of),
            ([] | [Projection::Dereference], _) => self.numbers.get(&place.root).copied(),
            ([.., Projection::Field(syn::Member::Named(part))], _) if part == "re" || part == "im" => Some(Kind::Some),
            (path, _) if path.iter().all(is_element) => self.in_list(body, place.root),
            _ => None,
        }
    }

    fn in_list(&self, body: &Body, variable: Var) -> Option<Kind> {
        match &body.variable(variable).kind {
            VariableKind::Alias(of) | VariableKind::Bound(of) => {
                of.path.iter().all(is_element).then(|| self.in_list(body, of.root)).flatten()
            }
            _ => self.lists.get(&variable).copied(),
        }
    }

    fn search(&mut self, body: &Body, block: &Block) {
        for statement in &block.statements {
            match &statement.kind {
                StatementKind::Let { variable, value, ty } => {
                    let written = ty.as_ref().and_then(Real::of).map(Kind::Real);
                    if let Some(kind) = written.or(self.number(body, value)) {
                        // What begins as a literal may become a number of any type.
                        let kind = if kind == Kind::Open { Kind::Some } else { kind };
                        self.numbers.entry(*variable).or_insert(kind);
                    }
                    if let Some(kind) = self.list(body, value) {
                        self.lists.entry(*variable).or_insert(if kind == Kind::Open { Kind::Some } else { kind });
                    }
                }
                StatementKind::Loop(a_loop) => {
                    if let LoopHead::Range { variable, .. } = &a_loop.head {
                        self.numbers.insert(*variable, Kind::Some);
                    }
                }
                _ => {}
            }
            if let Some(value @ Value::Operation { operands, .. }) = statement.kind.value()
                && let Some(Kind::Real(real)) = self.number(body, value)
            {
                self.find_literals(body, operands, real);
            }
            if let Some(Value::Call { functions, .. }) = statement.kind.value() {
                functions.iter().for_each(|function| self.search(body, &function.block));
            }
            statement.kind.blocks().into_iter().for_each(|inner| self.search(body, inner));
        }
    }

    /// Each literal that a rule may want to see has a name, which stands in one place.
    fn find_literals(&mut self, body: &Body, operands: &[Operand], real: Real) {
        for operand in operands {
            if let Operand::Plain(plain) = operand
                && let Expr::Path(_) = &plain.expression
                && let Some(constant) = plain.reads.first()
                && body.constants.iter().any(|(of, value)| of == constant && of_literal(value) == Some(Kind::Open))
            {
                self.literals.insert(*constant, real);
            }
        }
    }

    fn number(&self, body: &Body, value: &Value) -> Option<Kind> {
        match value {
            Value::Operand(operand) => self.operand(body, operand),
            Value::Operation { operation, operands } => self.result(body, operation, operands),
            _ => None,
        }
    }

    fn result(&self, body: &Body, operation: &Operation, operands: &[Operand]) -> Option<Kind> {
        let kinds: Option<Vec<Kind>> = operands.iter().map(|operand| self.operand(body, operand)).collect();
        match (&operation.form, kinds) {
            (Form::Cast(ty), _) => Some(Kind::of(Real::of(ty))),
            // A method of a real number gives one of its type; a type of the user's may have a method of the same name.
            (Form::Method(_), Some(kinds)) if operation.rule.number => match kinds[0] {
                Kind::Real(real) => Some(Kind::Real(real)),
                _ => Some(Kind::Some),
            },
            (Form::Binary(_) | Form::Negate, Some(kinds)) => kinds.into_iter().reduce(Kind::meet),
            _ => (operation.rule.number && !operation.rule.common).then_some(Kind::Some),
        }
    }

    fn list(&self, body: &Body, value: &Value) -> Option<Kind> {
        match value {
            Value::Repeat { operand, .. } => self.operand(body, operand),
            Value::Array(operands) | Value::Vector(operands) => {
                let kinds: Option<Vec<Kind>> = operands.iter().map(|operand| self.operand(body, operand)).collect();
                kinds?.into_iter().reduce(Kind::meet)
            }
            Value::Operand(Operand::Place { place, .. }) if place.path.is_empty() => self.in_list(body, place.root),
            Value::Operand(Operand::Plain(Plain { expression: Expr::Macro(made), .. })) => {
                // `vec![0.0; n]`, where nothing in it is active
                let first = made.mac.tokens.clone().into_iter().next()?;
                let number = syn::parse2::<syn::LitFloat>(first.into()).ok();
                number.filter(|_| made.mac.path.is_ident("vec")).map(|_| Kind::Some)
            }
            Value::Operand(Operand::Plain(Plain { expression: Expr::Repeat(made), .. })) => of_literal(&made.expr),
            Value::Operation { operation, operands } if matches!(operation.rule.name, "clone" | "to_vec") => {
                match &operands[0] {
                    Operand::Place { place, .. } if place.path.is_empty() => self.in_list(body, place.root),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn operand(&self, body: &Body, operand: &Operand) -> Option<Kind> {
        match operand {
            Operand::Place { place, borrowed: false } => self.at(body, place),
            Operand::Place { .. } | Operand::Lent(_) => None,
            Operand::Plain(plain) => self.plain(body, plain, &plain.expression),
        }
    }

    fn plain(&self, body: &Body, plain: &Plain, expression: &Expr) -> Option<Kind> {
        match expression {
            Expr::Lit(_) => of_literal(expression),
            Expr::Cast(cast) => Some(Kind::of(Real::of(&cast.ty))),
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) => {
                    let named = plain.reads.iter().find(|read| body.variable(**read).name == *name)?;
                    self.numbers.get(named).copied()
                }
                None => body.written.has_number(&path.path).then_some(Kind::Some),
            },
            Expr::Call(call) => {
                matches!(&*call.func, Expr::Path(path) if body.written.has_number(&path.path)).then_some(Kind::Some)
            }
            Expr::MethodCall(call) => crate::rules::has_inactive_result(&call.method.to_string()).then_some(Kind::Some),
            Expr::Paren(paren) => self.plain(body, plain, &paren.expr),
            Expr::Unary(unary) => self.plain(body, plain, &unary.expr),
            Expr::Binary(binary) => {
                Some(self.plain(body, plain, &binary.left)?.meet(self.plain(body, plain, &binary.right)?))
            }
            _ => None,
        }
    }
}

impl Kind {
    fn of(real: Option<Real>) -> Self {
        real.map_or(Kind::Some, Kind::Real)
    }

    /// What numbers of two kinds make of each other.
    fn meet(self, other: Self) -> Self {
        match (self, other) {
            (Kind::Open, other) => other,
            (one, Kind::Open) => one,
            (one, other) if one == other => one,
            _ => Kind::Some,
        }
    }
}

fn is_element(step: &Projection) -> bool {
    matches!(step, Projection::Index(_) | Projection::Dereference)
}

fn of_literal(expression: &Expr) -> Option<Kind> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Float(number) => Some(match number.suffix() {
                "f64" => Kind::Real(Real::F64),
                "f32" => Kind::Real(Real::F32),
                _ => Kind::Open,
            }),
            _ => Some(Kind::Some),
        },
        Expr::Unary(unary) => of_literal(&unary.expr),
        Expr::Paren(paren) => of_literal(&paren.expr),
        _ => None,
    }
}
