//! Statements, but for loops.

use super::Generator;
use super::scope::Id;
use super::syntax::{Arm, Block, Expr, Statement, Type};

impl Generator<'_> {
    /// A block of up to `count` statements in a scope of its own. It may end by leaving a loop or the function.
    pub(super) fn block(&mut self, count: usize) -> Block {
        self.scope.enter();
        let mut block = Block::default();
        for _ in 0..count {
            if self.statements_left == 0 {
                break;
            }
            block.statements.extend(self.statement());
        }
        if self.scope.loops() > 0 && self.random.chance(4) {
            block.statements.push(self.exit());
        }
        self.scope.leave();
        block
    }

    /// One statement, or several that belong together.
    pub(super) fn statement(&mut self) -> Vec<Statement> {
        self.statements_left = self.statements_left.saturating_sub(1);
        let deep = self.nesting >= 4;
        let compound = |weight: usize| if deep { 0 } else { weight };
        let kind = self.random.weighted(&[
            (22, 0),
            (16, 1),
            (7, 2),
            (7, 3),
            (compound(10), 4),
            (compound(4), 5),
            (if self.may_loop() { compound(14) } else { 0 }, 6),
            (compound(9), 7),
            (4, 8),
            (3, 9),
            (compound(4), 10),
            (compound(2), 11),
            (1, 12),
            (4, 13),
            (2, 14),
            (5, 15),
        ]);
        self.nesting += 1;
        let statements = match kind {
            0 => vec![self.binding()],
            1 => vec![self.assignment(false)],
            2 => vec![self.destructuring()],
            3 => vec![self.alias()],
            4 => vec![self.if_statement()],
            5 => {
                self.tag("match as a statement");
                let count = 1 + self.random.below(2);
                vec![Statement::Branch(self.match_with(|this| this.block(count)))]
            }
            6 => self.a_loop(),
            7 => vec![self.conditional_exit()],
            8 => self.integer_change(),
            9 => self.swap(),
            10 => self.deferred(),
            11 => {
                self.tag("block as a statement");
                vec![Statement::Branch(Expr::Block(self.block(2)))]
            }
            12 => {
                self.tag("assert");
                let value = self.leaf().expr;
                let value = Expr::binary(value, "<", Expr::Real(1e30));
                vec![Statement::Assert(value)]
            }
            13 => self.whole_assignment(),
            14 => vec![self.move_or_shadow()],
            _ => self.stack(),
        };
        self.nesting -= 1;
        statements
    }

    /// A binding or an assignment, for blocks inside expressions.
    pub(super) fn small_statement(&mut self) -> Statement {
        if self.pure == 0 && self.random.chance(50) {
            self.tag("assignment in a block with a value");
            return self.assignment(true);
        }
        self.pure += 1;
        let name = self.new_name();
        let value = self.real(1).expr;
        self.pure -= 1;
        let ty = value.is_open().then_some(Type::Real);
        self.scope.add(&name, Type::Real, false);
        Statement::Let { pattern: name, ty, value }
    }

    // ---- let

    fn binding(&mut self) -> Statement {
        let ty = self.local_type();
        let value = self.value(&ty, 3);
        let mutable = self.random.chance(60);
        self.bind(ty, mutable, value)
    }

    pub(super) fn bind(&mut self, ty: Type, mutable: bool, value: Expr) -> Statement {
        let name = self.new_name();
        let annotated = value.is_open() || self.random.chance(15);
        let annotation = annotated.then(|| ty.clone());
        match ty {
            // A variable that changes is not known to stay below anything.
            Type::Int => self.scope.add_index(&name, mutable, (!mutable).then_some(5)),
            _ => self.scope.add(&name, ty, mutable),
        };
        let pattern = if mutable { format!("mut {name}") } else { name };
        Statement::Let { pattern, ty: annotation, value }
    }

    /// `let (a, mut b) = ..;`
    fn destructuring(&mut self) -> Statement {
        let nested = self.random.chance(25);
        let pair = Type::Tuple(vec![Type::Real, Type::Real]);
        let second = match self.random.below(4) {
            0 if nested => pair.clone(),
            1 if self.complex => Type::Complex,
            2 => Type::Array(Box::new(Type::Real), 2),
            _ => Type::Real,
        };
        let ty = Type::Tuple(vec![Type::Real, second]);
        self.tag("destructuring");
        let value = self.value(&ty, 2);
        let annotation = value.is_open().then(|| ty.clone());
        let pattern = self.pattern(&ty);
        Statement::Let { pattern, ty: annotation, value }
    }

    fn pattern(&mut self, ty: &Type) -> String {
        if let Type::Tuple(parts) = ty
            && self.random.chance(85)
        {
            let parts: Vec<String> = parts.iter().map(|part| self.pattern(part)).collect();
            return format!("({})", parts.join(", "));
        }
        if self.random.chance(8) {
            self.tag("wildcard in a pattern");
            return "_".to_string();
        }
        let name = self.unused_name();
        let mutable = self.random.chance(35);
        self.scope.add(&name, ty.clone(), mutable);
        if mutable { format!("mut {name}") } else { name }
    }

    /// `let r = &v[..];`
    fn alias(&mut self) -> Statement {
        let length = 2 + self.random.below(2);
        if self.random.chance(50)
            && let Some((name, own)) = self.sequence_of(&Type::Real, length)
        {
            self.tag("reference to a slice");
            let root =
                self.scope.readable().into_iter().find(|variable| variable.name == name).map(|variable| variable.id);
            let (_, available) = own.sequence().expect("a sequence");
            let start = self.random.below(available - length + 1);
            let sequence = Expr::name(&name, &own);
            let value = if self.random.chance(35) {
                self.tag("slice with computed bounds");
                let start = self.int(available - length + 1);
                let end = Expr::binary(start.clone(), "+", Expr::Int(length));
                sequence.index(Expr::Range(Box::new(start), Some(Box::new(end)))).borrowed()
            } else if self.random.chance(30) {
                self.tag("slice with an open end");
                sequence.index(Expr::Range(Box::new(Expr::Int(start)), None)).borrowed()
            } else {
                sequence.range(start, start + length).borrowed()
            };
            let new = self.new_name();
            self.scope.add_borrow(
                &new,
                Type::Slice(Box::new(Type::Real), length),
                root.expect("it was found by its name"),
            );
            return Statement::Let { pattern: new, ty: None, value };
        }
        let wanted = if self.random.chance(60) { Type::Real } else { Type::Array(Box::new(Type::Real), 3) };
        let readable = self.scope.readable().into_iter().cloned().collect();
        let found = self.part_of(readable, &wanted).filter(|(place, _)| is_owned_place(place));
        let Some((place, root)) = found else { return self.binding() };
        self.tag("reference to a variable or element");
        let name = self.new_name();
        self.scope.add_borrow(&name, Type::Ref(Box::new(wanted)), root);
        Statement::Let { pattern: name, ty: None, value: place.borrowed() }
    }

    /// `let w = v;`, or a name bound anew to something of its old value.
    fn move_or_shadow(&mut self) -> Statement {
        let vectors: Vec<_> =
            self.scope.movable().into_iter().filter(|variable| !variable.ty.is_copy()).cloned().collect();
        if self.random.chance(40) && !vectors.is_empty() {
            self.tag("move of a vector");
            let vector = &vectors[self.random.below(vectors.len())];
            self.scope.moved(vector.id);
            let mutable = self.random.chance(50);
            return self.bind(vector.ty.clone(), mutable, Expr::name(&vector.name, &vector.ty));
        }
        let reals: Vec<_> =
            self.scope.readable().into_iter().filter(|variable| variable.ty == Type::Real).cloned().collect();
        let Some(old) = (!reals.is_empty()).then(|| reals[self.random.below(reals.len())].clone()) else {
            return self.binding();
        };
        self.tag("shadowing");
        let factor = self.bounded_real(1, 2.0);
        let value = Expr::binary(Expr::name(&old.name, &Type::Real), self.random.pick(&["*", "+", "-"]), factor);
        let mutable = self.random.chance(50);
        self.scope.add(&old.name, Type::Real, mutable);
        let pattern = if mutable { format!("mut {}", old.name) } else { old.name };
        Statement::Let { pattern, ty: None, value }
    }

    /// `let x;`, set in the branches of an `if` or `match`.
    fn deferred(&mut self) -> Vec<Statement> {
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

    // ---- assignments

    pub(super) fn assignment_or_binding(&mut self) -> Statement {
        self.assignment(false)
    }

    /// An assignment to a real place. `keeps_borrows`: it must not end what borrows from the variable.
    fn assignment(&mut self, keeps_borrows: bool) -> Statement {
        let ty = if self.complex && self.random.chance(25) { Type::Complex } else { Type::Real };
        let Some((place, id)) = self.writable(&ty, keeps_borrows) else { return self.binding() };
        let in_loop = self.scope.loops() > 0;
        let operator = match ty {
            Type::Complex => self.random.pick(&["=", "+=", "-=", "*="]),
            _ => self.random.pick(&["=", "+=", "+=", "-=", "*=", "/="]),
        };
        self.tag(match operator {
            "=" => "=",
            "+=" => "+=",
            "-=" => "-=",
            "*=" => "*=",
            _ => "/=",
        });
        if in_loop {
            self.tag("assignment in a loop");
        }
        if matches!(place, Expr::Index(..)) {
            self.tag("assignment to an element");
        }
        // The right side of `+=` is evaluated first for numbers of the language, and last for others.
        let place_first = ty == Type::Complex && operator != "=";
        self.pure += usize::from(place_first);
        let limit = if in_loop { 0.5 } else { 4.0 };
        let value = match (&ty, operator) {
            (Type::Complex, "=") => self.bounded_complex(2, 4.0),
            (Type::Complex, _) if self.random.chance(40) => {
                let value = self.bounded_real(1, 1.0);
                if value.is_open() { self.leaf().expr } else { value }
            }
            (Type::Complex, _) => self.bounded_complex(1, 1.0),
            (_, "=") => self.bounded_real(3, 4.0),
            (_, "*=") => self.bounded_real(2, 1.1),
            (_, "/=") => {
                let value = self.real(1).expr;
                if value.is_open() {
                    Expr::Real(1.25)
                } else {
                    Expr::binary(value.method("abs", vec![]), "+", Expr::Real(1.1))
                }
            }
            _ => self.bounded_real(2, limit),
        };
        self.pure -= usize::from(place_first);
        self.scope.assigned(id);
        Statement::Assign { place, operator, value }
    }

    /// An assignment to a whole array, vector or tuple.
    fn whole_assignment(&mut self) -> Vec<Statement> {
        let aggregates: Vec<_> = self
            .scope
            .assignable()
            .into_iter()
            .filter(|variable| matches!(variable.ty, Type::Array(..) | Type::Vec(..) | Type::Tuple(_)))
            .cloned()
            .collect();
        if aggregates.is_empty() {
            return vec![self.binding()];
        }
        let chosen = aggregates[self.random.below(aggregates.len())].clone();
        self.tag("assignment of a whole aggregate");
        self.pure += 1;
        let value = self.value(&chosen.ty, 2);
        self.pure -= 1;
        self.scope.assigned(chosen.id);
        vec![Statement::Assign { place: Expr::name(&chosen.name, &chosen.ty), operator: "=", value }]
    }

    /// Integers that change: they carry no derivative, and steer what does.
    fn integer_change(&mut self) -> Vec<Statement> {
        let found = self.writable(&Type::Int, false);
        let Some((place, id)) = found else {
            let value = self.int(5);
            return vec![self.bind(Type::Int, true, value)];
        };
        self.tag("assignment to an integer");
        self.scope.freeze(id);
        let step = Expr::Int(1 + self.random.below(2));
        let (operator, value) = match self.random.below(4) {
            0 => ("+=", self.int(4)),
            1 => ("+=", step),
            2 => ("=", self.int(5)),
            _ => ("=", Expr::binary(Expr::binary(place.clone(), "+", step), "%", Expr::Int(5))),
        };
        self.scope.thaw();
        self.scope.assigned(id);
        vec![Statement::Assign { place, operator, value }]
    }

    /// `let t = a; a = b; b = t;`
    fn swap(&mut self) -> Vec<Statement> {
        let (Some((a, first)), Some((b, second))) =
            (self.writable(&Type::Real, false), self.writable(&Type::Real, false))
        else {
            return vec![self.binding()];
        };
        self.tag("swap through a temporary");
        self.scope.assigned(first);
        self.scope.assigned(second);
        let name = self.unused_name();
        self.scope.add(&name, Type::Real, false);
        let temporary = Expr::name(&name, &Type::Real);
        vec![
            Statement::Let { pattern: name, ty: None, value: a.clone() },
            Statement::Assign { place: a, operator: "=", value: b.clone() },
            Statement::Assign { place: b, operator: "=", value: temporary },
        ]
    }

    /// Two vectors that can be exchanged.
    fn two_vectors(&mut self) -> Option<((Expr, Id), (Expr, Id), Type)> {
        let vectors: Vec<_> = self
            .scope
            .assignable()
            .into_iter()
            .filter(|variable| matches!(variable.ty, Type::Vec(..)))
            .map(|variable| (variable.name.clone(), variable.ty.clone(), variable.id))
            .collect();
        let (name, ty, id) = vectors.first()?;
        let (other, _, other_id) = vectors[1..].iter().find(|(_, other, _)| other == ty)?;
        self.tag("swap of vectors");
        Some(((Expr::name(name, ty), *id), (Expr::name(other, ty), *other_id), ty.clone()))
    }

    /// A vector of integers is made, or grows, or shrinks.
    fn stack(&mut self) -> Vec<Statement> {
        let stacks = self.scope.assignable().into_iter().find(|variable| variable.ty == Type::Stack);
        let Some(stack) = stacks.map(|variable| Expr::name(&variable.name, &Type::Stack)) else {
            let value = Expr::Vector((0..1 + self.random.below(3)).map(|_| self.int(4)).collect());
            let name = self.unused_name();
            self.scope.add(&name, Type::Stack, true);
            return vec![Statement::Let { pattern: format!("mut {name}"), ty: Some(Type::Stack), value }];
        };
        self.tag("stack of integers");
        if self.random.chance(40) {
            let value = self.int(5);
            return vec![Statement::Evaluate(stack.method("push", vec![value]))];
        }
        let value = match self.random.chance(60) {
            true => stack.method("pop", Vec::new()).method("unwrap_or", vec![Expr::Int(1)]),
            false => stack.method("len", Vec::new()),
        };
        let mutable = self.random.chance(50);
        let name = self.new_name();
        self.scope.add_index(&name, mutable, None);
        vec![Statement::Let { pattern: if mutable { format!("mut {name}") } else { name }, ty: None, value }]
    }

    // ---- branches and exits

    fn if_statement(&mut self) -> Statement {
        self.tag("if as a statement");
        let condition = Box::new(self.condition(2));
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

    /// `if .. { break; }` and its like.
    fn conditional_exit(&mut self) -> Statement {
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

    fn exit(&mut self) -> Statement {
        if self.labels.is_empty() || self.random.chance(20) {
            self.tag(if self.labels.is_empty() { "early return" } else { "return from a loop" });
            return Statement::Return(self.result());
        }
        let inner = self.labels.len() - 1;
        let target = self.random.below(self.labels.len());
        let label = self.labels[target].clone().filter(|_| target != inner || self.random.chance(30));
        if label.is_some() && target != inner {
            self.tag("exit of an outer loop");
        }
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
}

/// Whether `&place` borrows from the variable itself, not from behind a reference in it.
fn is_owned_place(place: &Expr) -> bool {
    match place {
        Expr::Name(..) => true,
        Expr::Index(base, _) | Expr::Field(base, _) => is_owned_place(base),
        _ => false,
    }
}
