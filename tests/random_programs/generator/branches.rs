//! Branches and blocks, with and without a value, and the ways out of them.

use super::Generator;
use super::syntax::{Arm, Block, Expr, Statement, Type};

impl Generator<'_> {
    // ---- statements

    /// Up to `count` statements.
    pub(super) fn statements(&mut self, count: usize) -> Vec<Statement> {
        let mut statements = Vec::new();
        for _ in 0..count {
            if self.statements_left > 0 {
                statements.extend(self.statement());
            }
        }
        statements
    }

    /// A block of up to `count` statements in a scope of its own, which may end by leaving a loop.
    pub(super) fn block(&mut self, count: usize) -> Block {
        self.scope.enter();
        let mut statements = self.statements(count);
        if self.scope.loops() > 0 && self.random.chance(4) {
            statements.push(self.exit());
        }
        self.scope.leave();
        Block { statements, value: None }
    }

    pub(super) fn if_statement(&mut self) -> Statement {
        self.tag("if as a statement");
        let matched = match self.random.below(6) {
            0 | 1 => self.matches_on_enum(),
            2 => Some(self.matches(1)),
            _ => None,
        };
        let condition = match matched {
            Some(matched) => Box::new(matched),
            None => Box::new(self.condition(2)),
        };
        let count = 1 + self.random.below(4);
        let then = self.block(count);
        let otherwise = match self.random.below(4) {
            0 | 1 => None,
            2 => Some(self.block(3)),
            _ => {
                self.tag("else if");
                let nested =
                    Expr::If(Box::new(self.condition(1)), self.block(2), self.random.chance(50).then(|| self.block(2)));
                Some(Block { statements: Vec::new(), value: Some(Box::new(nested)) })
            }
        };
        Statement::Branch(Expr::If(condition, then, otherwise))
    }

    /// `let x;`, set in the branches of an `if` or `match`.
    pub(super) fn deferred(&mut self) -> Vec<Statement> {
        self.tag("let without a value");
        let ty = if self.random.chance(75) { Type::Real } else { self.local_type() };
        let name = self.unused_name(); // nothing in the branches may shadow it
        let id = self.scope.add_unassigned(&name, ty.clone());
        let place = Expr::name(&name, &ty);
        // What stands behind an `if` must be reached by one of its branches.
        let mut may_return = false;
        let mut set = |this: &mut Self| {
            this.scope.enter();
            let count = this.random.below(3);
            let mut statements: Vec<_> = (0..count).flat_map(|_| this.statement()).collect();
            if std::mem::replace(&mut may_return, true) && this.random.chance(15) {
                this.tag("branch that returns before it sets a variable");
                statements.push(Statement::Return(this.result()));
            } else {
                let value = this.value(&ty, 2);
                statements.push(Statement::Assign { place: place.clone(), operator: "=", value });
            }
            this.scope.leave();
            Block { statements, value: None }
        };
        let branch = if self.random.chance(70) {
            Expr::If(Box::new(self.condition(1)), set(self), Some(set(self)))
        } else {
            self.match_with(&mut set)
        };
        self.scope.becomes_live(id);
        vec![Statement::Declare { name, ty: Some(ty) }, Statement::Branch(branch)]
    }

    /// `if .. { break; }` and its like.
    pub(super) fn conditional_exit(&mut self) -> Statement {
        let condition = Box::new(self.condition(1));
        self.scope.enter();
        let mut statements = Vec::new();
        if self.random.chance(30) {
            statements.push(self.assignment(false));
        }
        statements.push(self.exit());
        self.scope.leave();
        let block = Block { statements, value: None };
        if self.random.chance(15) {
            let rest = Arm { pattern: "_".to_string(), guard: None, block: Block::default() };
            let arm = Arm { pattern: "2..".to_string(), guard: None, block };
            return Statement::Branch(Expr::Match(Box::new(self.int(4)), vec![arm, rest]));
        }
        Statement::Branch(Expr::If(condition, block, None))
    }

    pub(super) fn exit(&mut self) -> Statement {
        if self.labels.is_empty() || self.random.chance(20) {
            self.tag(if self.labels.is_empty() { "early return" } else { "return from a loop" });
            return Statement::Return(self.result());
        }
        let (inner, outer) = self.labels.split_last().expect("there is a loop");
        let (inner, outer) = (inner.clone(), outer.iter().flatten().cloned().collect::<Vec<String>>());
        let label = if !outer.is_empty() && self.random.chance(60) {
            self.tag("exit of an outer loop");
            Some(outer[self.random.below(outer.len())].clone())
        } else {
            inner.filter(|_| self.random.chance(30))
        };
        if self.random.chance(50) {
            self.tag("break");
            Statement::Break(label)
        } else {
            self.tag("continue");
            Statement::Continue(label)
        }
    }

    /// What the function returns from here.
    fn result(&mut self) -> Expr {
        let output = self.output.clone();
        self.value(&output, 2)
    }

    // ---- values

    /// A block whose value `value` makes, behind a few statements.
    pub(super) fn block_value(&mut self, value: impl FnOnce(&mut Self) -> Expr) -> Block {
        self.scope.enter();
        let mut statements = Vec::new();
        for _ in 0..self.random.weighted(&[(6, 0), (2, 1), (1, 2)]) {
            statements.push(self.small_statement());
        }
        let value = Some(Box::new(value(self)));
        self.scope.leave();
        Block { statements, value }
    }

    /// An `if` or a `match` with a value.
    pub(super) fn branches(&mut self, depth: usize, value: &dyn Fn(&mut Self) -> Expr) -> Expr {
        if self.random.chance(60) {
            self.tag("if with a value");
            let condition = Box::new(self.condition(1));
            let then = self.block_value(value);
            let otherwise = if depth > 1 && self.random.chance(25) {
                let nested = self.branches(depth - 1, value);
                Block { statements: Vec::new(), value: Some(Box::new(nested)) }
            } else {
                self.block_value(value)
            };
            return Expr::If(condition, then, Some(otherwise));
        }
        self.tag("match with a value");
        self.match_with(|this| this.block_value(value))
    }

    /// A `match` on an integer or on a pair of comparisons, with the blocks that `block` makes.
    pub(super) fn match_with(&mut self, mut block: impl FnMut(&mut Self) -> Block) -> Expr {
        let wild = |block: Block| Arm { pattern: "_".to_string(), guard: None, block };
        if self.random.chance(40) {
            self.tag("match on a tuple of comparisons");
            let scrutinee = Expr::Tuple(vec![self.condition(0), self.condition(0)]);
            let patterns = self.random.pick(&[
                &["(true, true)", "(false, true)"][..],
                &["(true, _)"],
                &["(false, false)", "(true, _)"],
                &["(true, false) | (false, true)"],
            ]);
            let mut arms = Vec::new();
            for pattern in patterns {
                arms.push(Arm { pattern: pattern.to_string(), guard: None, block: block(self) });
            }
            arms.push(wild(block(self)));
            return Expr::Match(Box::new(scrutinee), arms);
        }
        self.tag("match on an integer");
        let scrutinee = match self.place(&Type::Int) {
            Some(place) => Expr::binary(place, "%", Expr::Int(5)),
            None => self.int(5),
        };
        let mut arms = Vec::new();
        for pattern in self.random.pick(&[&["0", "1"][..], &["0 | 2"], &["1..=3"], &["3", "0..=1"], &["1"], &[]]) {
            let guard = self.random.chance(20).then(|| {
                self.tag("guard");
                self.condition(0)
            });
            arms.push(Arm { pattern: pattern.to_string(), guard, block: block(self) });
        }
        if self.random.chance(35) {
            self.tag("binding in an arm");
            let name = self.fresh_name();
            self.scope.enter();
            self.scope.add_index(&name, false, Some(5));
            let guard = self.random.chance(50).then(|| {
                self.tag("guard");
                Expr::binary(Expr::name(&name, &Type::Int), ">", Expr::Int(self.random.below(3)))
            });
            let block = block(self);
            self.scope.leave();
            arms.push(Arm { pattern: name, guard, block });
        }
        arms.push(wild(block(self)));
        Expr::Match(Box::new(scrutinee), arms)
    }
}
