//! Statements, but for loops.

use super::Generator;
use super::scope::Variable;
use super::switches;
use super::syntax::{Expr, Statement, Type};

impl Generator<'_> {
    /// One statement, or several that belong together.
    pub(super) fn statement(&mut self) -> Vec<Statement> {
        self.statements_left = self.statements_left.saturating_sub(1);
        let deep = self.nesting >= 4;
        let compound = |weight: usize| if deep { 0 } else { weight };
        let concrete = usize::from(!self.generic);
        let kind = self.random.weighted(&[
            (22, 0),
            (16, 1),
            (7, 2),
            (7, 3),
            (compound(10), 4),
            (compound(4), 5),
            (if self.may_loop() { compound(20) } else { 0 }, 6),
            (compound(if self.labels.is_empty() { 5 } else { 16 }), 7),
            (4, 8),
            (5, 9),
            (
                if self.labelled_blocks + self.closures == 0 || switches::DECLARATIONS_IN_BLOCKS_THAT_ARE_LEFT {
                    compound(4)
                } else {
                    0
                },
                10,
            ),
            (compound(2), 11),
            (1, 12),
            (4, 13),
            (4, 14),
            (5, 15),
            (if self.closures < 2 { compound(8) } else { 0 }, 16),
            (compound(3), 17),
            (if self.may_loop() { compound(3) } else { 0 }, 18),
            (3, 19),
            (2, 20),
            (4, 21),
            (compound(3), 22),
            (compound(5), 23),
            (5, 24),
            (3 * concrete, 25),
            (compound(4) * concrete, 26),
            (if self.may_loop() { compound(3) * concrete } else { 0 }, 27),
            (compound(5) * concrete, 28),
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
            15 => self.stack(),
            16 => self.closure_statements(),
            17 => vec![self.labelled_statement()],
            18 => self.loop_with_value(),
            19 => self.destructuring_assignment(),
            20 => vec![self.inactive_pattern()],
            21 => self.collected(),
            22 => self.for_each(),
            23 => match self.mutable_reference() {
                Some(statements) => statements,
                None => vec![self.binding()],
            },
            25 => vec![self.let_else()],
            26 => vec![self.if_let()],
            27 => self.while_let(),
            28 => match self.enum_statement() {
                Some(statement) => vec![statement],
                None => vec![self.binding()],
            },
            _ => self.growing(),
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

    /// An assignment to a real place. `keeps_borrows`: it must not end what borrows from the variable.
    pub(super) fn assignment(&mut self, keeps_borrows: bool) -> Statement {
        let ty = if self.complex && self.random.chance(25) { Type::Complex } else { Type::Real };
        let Some((place, id)) = self.writable(&ty, keeps_borrows) else { return self.binding() };
        let in_loop = self.scope.loops() > 0;
        let operator = match ty {
            // An element of a vector is borrowed while the right side of an operator of a trait is evaluated.
            _ if self.generic && matches!(place, Expr::Index(..)) => "=",
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
        let place_first = (ty == Type::Complex || self.generic) && operator != "=";
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
            .filter(|variable| {
                let fallible =
                    matches!(variable.ty, Type::Option(_) | Type::Result(_) | Type::Enum(_) | Type::Struct(_));
                fallible || matches!(variable.ty, Type::Array(..) | Type::Vec(..) | Type::Tuple(_))
            })
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
    pub(super) fn integer_change(&mut self) -> Vec<Statement> {
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
        if self.random.chance(85)
            && let Some(statements) = self.swap_of_vectors()
        {
            return statements;
        }
        let (a, b) = (self.writable(&Type::Real, false), self.writable(&Type::Real, false));
        let (Some((a, first)), Some((b, second))) = (a, b) else { return vec![self.binding()] };
        self.tag("swap through a temporary");
        self.scope.assigned(first);
        self.scope.assigned(second);
        let name = self.unused_name();
        self.scope.add(&name, Type::Real, false);
        exchange(name, Type::Real, a, b)
    }

    /// The same of two whole vectors, of which one may be made for the purpose: nothing is copied.
    fn swap_of_vectors(&mut self) -> Option<Vec<Statement>> {
        let vectors = self.scope.assignable().into_iter().filter(|variable| matches!(variable.ty, Type::Vec(..)));
        let vectors: Vec<Variable> = vectors.cloned().collect();
        let first = vectors.first()?;
        let name = Expr::name(&first.name, &first.ty);
        self.tag("swap of vectors");
        let mut statements = Vec::new();
        let other = match vectors[1..].iter().find(|other| other.ty == first.ty) {
            Some(other) => {
                self.scope.assigned(other.id);
                Expr::name(&other.name, &other.ty)
            }
            None => {
                let new = self.unused_name();
                self.scope.add(&new, first.ty.clone(), true);
                let value = name.clone().method("clone", Vec::new());
                statements.push(Statement::Let { pattern: format!("mut {new}"), ty: None, value });
                Expr::name(&new, &first.ty)
            }
        };
        self.scope.assigned(first.id);
        let temporary = self.unused_name();
        statements.append(&mut exchange(temporary, first.ty.clone(), name, other));
        Some(statements)
    }
}

fn exchange(temporary: String, ty: Type, a: Expr, b: Expr) -> Vec<Statement> {
    let value = Expr::name(&temporary, &ty);
    vec![
        Statement::Let { pattern: temporary, ty: None, value: a.clone() },
        Statement::Assign { place: a, operator: "=", value: b.clone() },
        Statement::Assign { place: b, operator: "=", value },
    ]
}
