//! Mutable references inside a body, and vectors that grow.

use super::Generator;
use super::scope::Variable;
use super::syntax::{Block, Expr, Items, Statement, Type};

impl Generator<'_> {
    /// A variable that holds a sequence of real numbers and may be changed, with a length of at least `least`.
    fn changeable_sequence(&mut self, least: usize) -> Option<Variable> {
        let fits = |variable: &&Variable| {
            let owned = matches!(variable.ty, Type::Array(..) | Type::Vec(..) | Type::Grown(..));
            owned && variable.ty.sequence().is_some_and(|(element, own)| *element == Type::Real && own >= least)
        };
        let all: Vec<Variable> = self.scope.unborrowed().into_iter().filter(fits).cloned().collect();
        (!all.is_empty()).then(|| all[self.random.below(all.len())].clone())
    }

    /// `for v in x.iter_mut() { .. }`
    pub(super) fn mutable_loop(&mut self, label: Option<String>) -> Option<Vec<Statement>> {
        let sequence = self.changeable_sequence(1)?;
        self.tag("loop over iter_mut");
        let whole = Expr::name(&sequence.name, &sequence.ty);
        self.scope.hide(&[sequence.id]);
        let element = self.unused_name();
        let reference = Type::MutRef(Box::new(Type::Real));
        let mut names = vec![(element.clone(), reference)];
        let mut held = None;
        let iter_mut = whole.clone().method("iter_mut", Vec::new());
        let (pattern, items) = match self.random.below(6) {
            0 => (element.clone(), Expr::Unary("&mut ", Box::new(whole))),
            1 => {
                let number = self.unused_name();
                names.push((number.clone(), Type::Int));
                (format!("({number}, {element})"), iter_mut.method("enumerate", Vec::new()))
            }
            2 => (element.clone(), iter_mut.method("skip", vec![Expr::Int(1)])),
            3 => (element.clone(), iter_mut.method("rev", Vec::new())),
            4 => match self.sequence_of(&Type::Real, 1) {
                Some((name, ty)) => {
                    let other = self.unused_name();
                    names.push((other.clone(), Type::Real));
                    let second = Expr::name(&name, &ty).method("iter", Vec::new());
                    held = Some(self.held_by(&second));
                    (format!("({element}, &{other})"), iter_mut.method("zip", vec![second]))
                }
                None => (element.clone(), iter_mut),
            },
            _ => (element.clone(), iter_mut),
        };
        let held = held.unwrap_or_default();
        held.iter().for_each(|id| self.scope.freeze(*id));
        let body = self.body(&label, 4, |this| {
            names.iter().for_each(|(name, ty)| this.declare(name, ty));
            let place = Expr::name(&element, &names[0].1).dereferenced();
            let value = this.real_of(&names, 1, 1.5);
            vec![Statement::Assign { place, operator: "=", value }]
        });
        held.iter().for_each(|_| self.scope.thaw());
        self.scope.show(&[sequence.id]);
        Some(vec![Statement::For { label, pattern, items: Items::Over(items), body }])
    }

    /// `let r = &mut v[0];` and what is done with it, or `let (a, b) = v.split_at_mut(1);`.
    pub(super) fn mutable_reference(&mut self) -> Option<Vec<Statement>> {
        if self.random.chance(35)
            && let Some(sequence) = self.changeable_sequence(2)
        {
            self.tag("split_at_mut");
            let (left, right) = (self.unused_name(), self.unused_name());
            let (_, length) = sequence.ty.sequence()?;
            let at = 1 + self.random.below(length - 1);
            let whole = Expr::name(&sequence.name, &sequence.ty);
            let value = whole.method("split_at_mut", vec![Expr::Int(at)]);
            let first = Statement::Let { pattern: format!("({left}, {right})"), ty: None, value };
            self.scope.hide(&[sequence.id]);
            let part = |length| Type::MutSlice(Box::new(Type::Real), length);
            let names = [(left, part(at)), (right, part(length - at))];
            let statements = self.with_lent(first, &names);
            self.scope.show(&[sequence.id]);
            return Some(statements);
        }
        let variables: Vec<Variable> =
            self.scope.unborrowed().into_iter().filter(|variable| !variable.counter).cloned().collect();
        let variables: Vec<Variable> = variables
            .into_iter()
            .filter(|variable| {
                !matches!(variable.ty, Type::MutRef(_) | Type::MutSlice(..) | Type::Ref(_) | Type::Slice(..))
            })
            .collect();
        let wanted = match self.random.below(4) {
            0 => Type::Array(Box::new(Type::Real), 2),
            _ => Type::Real,
        };
        self.writing = true;
        let found = self.part_of(variables, &wanted);
        self.writing = false;
        let (place, root) = found?;
        self.tag("mutable reference");
        let name = self.unused_name();
        let value = Expr::Unary("&mut ", Box::new(place));
        let first = Statement::Let { pattern: name.clone(), ty: None, value };
        self.scope.hide(&[root]);
        let statements = self.with_lent(first, &[(name, Type::MutRef(Box::new(wanted)))]);
        self.scope.show(&[root]);
        Some(statements)
    }

    /// `first`, and statements that may use what it lends.
    fn with_lent(&mut self, first: Statement, names: &[(String, Type)]) -> Vec<Statement> {
        let ids: Vec<_> = names.iter().map(|(name, ty)| self.scope.add(name, ty.clone(), true)).collect();
        let mut statements = vec![first];
        let frozen = self.scope.freeze_all_but(&ids);
        statements.push(self.assignment(true));
        if self.random.chance(50) {
            statements.push(self.assignment(true));
        }
        self.scope.thaw_to(frozen);
        let count = 1 + self.random.below(2);
        statements.append(&mut self.statements(count));
        ids.iter().for_each(|id| self.scope.moved(*id));
        statements
    }

    /// A vector that grows.
    pub(super) fn growing(&mut self) -> Vec<Statement> {
        let grown =
            self.scope.unborrowed().into_iter().find(|variable| matches!(variable.ty, Type::Grown(..))).cloned();
        if let Some(vector) = grown.filter(|vector| vector.loops() == self.scope.loops() || self.random.chance(50)) {
            self.tag("push into an active vector");
            let whole = Expr::name(&vector.name, &vector.ty);
            self.scope.hide(&[vector.id]);
            let value = self.bounded_real(2, 2.0);
            self.scope.show(&[vector.id]);
            return vec![Statement::Evaluate(whole.method("push", vec![value]))];
        }
        self.tag("vector that grows");
        let name = self.unused_name();
        let count = 2 + self.random.below(2);
        let index = self.unused_name();
        let in_loop = self.random.chance(50);
        let ty = |least| Type::Grown(Box::new(Type::Real), least);
        let value = match self.random.below(3) {
            0 => Expr::call("Vec::new", Vec::new()),
            1 => Expr::call("Vec::with_capacity", vec![Expr::Int(count)]),
            _ => Expr::Vector(vec![self.bounded_real(2, 2.0)]),
        };
        let least = if matches!(value, Expr::Vector(_)) { 1 } else { 0 };
        let declaration = Statement::Let { pattern: format!("mut {name}"), ty: Some(ty(0)), value };
        let vector = Expr::name(&name, &ty(0));
        let push = |value: Expr| Statement::Evaluate(vector.clone().method("push", vec![value]));
        let mut statements = vec![declaration];
        if in_loop {
            self.scope.enter();
            self.scope.add_index(&index, false, Some(count));
            let names = vec![(index.clone(), Type::Int)];
            let value = self.real_of(&names, 2, 2.0);
            self.scope.leave();
            let items = Items::Range { start: Expr::Int(0), end: Expr::Int(count), inclusive: false };
            let body = Block { statements: vec![push(value)], value: None };
            statements.push(Statement::For { label: None, pattern: index, items, body });
        } else {
            for _ in 0..count {
                let value = self.bounded_real(2, 2.0);
                statements.push(push(value));
            }
        }
        self.scope.add(&name, ty(least + count), true);
        statements
    }
}
