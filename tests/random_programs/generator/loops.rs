//! Loops. Each is certain to end, and few iterations are nested.

use super::Generator;
use super::syntax::{Block, Expr, Items, Statement, Type};

/// The most iterations that nested loops have together.
const ITERATIONS: usize = 40;

impl Generator<'_> {
    pub(super) fn may_loop(&self) -> bool {
        self.iterations < ITERATIONS / 2 && self.scope.loops() < 3
    }

    pub(super) fn a_loop(&mut self) -> Vec<Statement> {
        let label = self.random.chance(60).then(|| {
            self.tag("labelled loop");
            format!("'{}", self.random.pick(&["outer", "rows", "cols", "search"]))
        });
        let label = label.filter(|label| !self.labels.contains(&Some(label.clone())));
        if self.scope.loops() > 0 {
            self.tag("nested loop");
        }
        match self.random.below(16) {
            10..13 => match self.chain_loop(label) {
                Some(statements) => statements,
                None => vec![self.binding()],
            },
            13..15 => match self.mutable_loop(label) {
                Some(statements) => statements,
                None => vec![self.binding()],
            },
            0..5 => self.range_loop(label),
            5 | 6 => self.elements_loop(label),
            7 => self.integers_loop(label),
            8 => self.while_loop(label),
            _ => self.endless_loop(label),
        }
    }

    /// The body of a loop that runs at most `times`, behind what `before` declares.
    pub(super) fn body(
        &mut self,
        label: &Option<String>,
        times: usize,
        before: impl FnOnce(&mut Self) -> Vec<Statement>,
    ) -> Block {
        let outer_iterations = self.iterations;
        self.iterations *= times.max(1);
        self.labels.push(label.clone());
        self.scope.enter_loop();
        self.scope.enter();
        let mut statements = before(self);
        let count = 1 + self.random.below(4);
        statements.append(&mut self.statements(count));
        if self.labels.len() > 1 && self.random.chance(35) {
            statements.push(self.conditional_exit());
        }
        if statements.is_empty() {
            statements.push(self.assignment(false));
        }
        self.scope.leave();
        self.scope.leave_loop();
        self.labels.pop();
        self.iterations = outer_iterations;
        Block { statements, value: None }
    }

    fn range_loop(&mut self, label: Option<String>) -> Vec<Statement> {
        self.tag("for over a range");
        let pattern = if self.random.chance(10) { "_".to_string() } else { self.fresh_name() };
        let (start, end, limit, inclusive) = match self.random.below(8) {
            0 => {
                self.tag("loop that never runs");
                let at = self.random.below(3);
                (Expr::Int(at), Expr::Int(at), 1, false)
            }
            1 => {
                self.tag("inclusive range");
                (Expr::Int(0), Expr::Int(2), 3, true)
            }
            2 => {
                self.tag("range with computed bounds");
                (Expr::Int(1), self.int(4), 4, false)
            }
            3 => {
                self.tag("range with computed bounds");
                (self.int(3), Expr::Int(4), 4, false)
            }
            4 | 5 => match self.sequence_of(&Type::Real, 1) {
                Some((name, ty)) => {
                    self.tag("range up to a length");
                    let (_, length) = ty.sequence().expect("a sequence");
                    let known = matches!(ty, Type::Array(..) | Type::Vec(..));
                    let limit = if known { length } else { 9 };
                    (Expr::Int(0), Expr::name(&name, &ty).method("len", Vec::new()), limit, false)
                }
                None => (Expr::Int(0), Expr::Int(3), 3, false),
            },
            _ => {
                let end = 2 + self.random.below(3);
                (Expr::Int(0), Expr::Int(end), end, false)
            }
        };
        let name = pattern.clone();
        let body = self.body(&label, limit.min(4), |this| {
            if name != "_" {
                this.scope.add_index(&name, false, Some(limit));
            }
            Vec::new()
        });
        vec![Statement::For { label, pattern, items: Items::Range { start, end, inclusive }, body }]
    }

    /// A loop over the elements of one sequence or of two, also numbered.
    fn elements_loop(&mut self, label: Option<String>) -> Vec<Statement> {
        let Some((name, ty)) = self.sequence_of(&Type::Real, 1) else { return self.range_loop(label) };
        self.tag("for over elements");
        let (_, length) = ty.sequence().expect("a sequence");
        let sequence = Expr::name(&name, &ty);
        let borrowed = matches!(ty, Type::Slice(..) | Type::Ref(_));
        let item = self.fresh_name();
        let (items, pattern, copied, numbered, second) = match self.random.below(6) {
            0 if matches!(ty, Type::MutSlice(..)) => {
                (sequence.method("iter", Vec::new()), item.clone(), false, None, None)
            }
            0 if borrowed => (sequence, item.clone(), false, None, None),
            0 => (sequence.borrowed(), item.clone(), false, None, None),
            1 => (sequence.method("iter", Vec::new()), format!("&{item}"), true, None, None),
            2 => (sequence.method("iter", Vec::new()).method("copied", Vec::new()), item.clone(), true, None, None),
            3 => {
                self.tag("enumerate");
                let number = self.unused_name();
                let items = sequence.method("iter", Vec::new()).method("enumerate", Vec::new());
                (items, format!("({number}, {item})"), false, Some(number), None)
            }
            4 => match self.sequence_of(&Type::Real, 1) {
                Some((other, other_type)) => {
                    self.tag("zip");
                    let other_item = self.unused_name();
                    let other = Expr::name(&other, &other_type).method("iter", Vec::new());
                    let items = sequence.method("iter", Vec::new()).method("zip", vec![other.clone()]);
                    (items, format!("({item}, &{other_item})"), false, None, Some((other, other_item)))
                }
                None => (sequence.method("iter", Vec::new()), item.clone(), false, None, None),
            },
            _ => (sequence.method("iter", Vec::new()), item.clone(), false, None, None),
        };
        let mut roots = vec![name];
        if let Some((Expr::Method(other, ..), _)) = &second
            && let Expr::Name(other, _) = &**other
        {
            roots.push(other.clone());
        }
        let ids: Vec<_> = roots
            .iter()
            .filter_map(|root| {
                self.scope.readable().into_iter().find(|variable| variable.name == *root).map(|found| found.id)
            })
            .collect();
        ids.iter().for_each(|id| self.scope.freeze(*id));
        let body = self.body(&label, length, |this| {
            match copied {
                true => this.scope.add(&item, Type::Real, false),
                false => this.scope.add(&item, Type::Ref(Box::new(Type::Real)), false),
            };
            if let Some(number) = &numbered {
                this.scope.add_index(number, false, Some(length.max(9)));
            }
            if let Some((_, other_item)) = &second {
                this.scope.add(other_item, Type::Real, false);
            }
            Vec::new()
        });
        ids.iter().for_each(|_| self.scope.thaw());
        vec![Statement::For { label, pattern, items: Items::Over(items), body }]
    }

    /// A loop over integers that are no range.
    fn integers_loop(&mut self, label: Option<String>) -> Vec<Statement> {
        self.tag("for over inactive items");
        let pattern = self.fresh_name();
        let range = Expr::Range(Box::new(Expr::Int(1)), Some(Box::new(Expr::Int(3 + self.random.below(2)))));
        let items = match self.random.below(3) {
            0 => Expr::Paren(Box::new(range)).method("rev", Vec::new()),
            1 => Expr::Paren(Box::new(range)).method("step_by", vec![Expr::Int(2)]),
            _ => Expr::Array((0..3).map(|_| Expr::Int(self.random.below(4))).collect()),
        };
        let name = pattern.clone();
        let body = self.body(&label, 4, |this| {
            this.scope.add_index(&name, false, Some(4));
            Vec::new()
        });
        vec![Statement::For { label, pattern, items: Items::Over(items), body }]
    }

    /// The declaration of a counter, the condition that it is small, and the statement that counts.
    pub(super) fn counter(&mut self) -> (Statement, Expr, Statement) {
        let name = format!("n{}", self.scope.loops());
        self.scope.add_counter(&name);
        let counter = Expr::name(&name, &Type::Int);
        let declaration = Statement::Let { pattern: format!("mut {name}"), ty: Some(Type::Int), value: Expr::Int(0) };
        let few = Expr::binary(counter.clone(), "<", Expr::Int(2 + self.random.below(3)));
        let step = Statement::Assign { place: counter, operator: "+=", value: Expr::Int(1) };
        (declaration, few, step)
    }

    fn while_loop(&mut self, label: Option<String>) -> Vec<Statement> {
        self.tag("while");
        let (declaration, few, step) = self.counter();
        let condition = match self.random.chance(60) {
            true => {
                self.tag("while on values");
                Expr::binary(few, "&&", self.condition(0))
            }
            false => few,
        };
        let body = self.body(&label, 4, |_| vec![step]);
        vec![declaration, Statement::While { label, condition, body }]
    }

    fn endless_loop(&mut self, label: Option<String>) -> Vec<Statement> {
        self.tag("loop");
        let (declaration, few, step) = self.counter();
        let leave = Block { statements: vec![Statement::Break(None)], value: None };
        let leave = Expr::If(Box::new(Expr::Unary("!", Box::new(few))), leave, None);
        let body = self.body(&label, 4, |this| {
            let mut before = vec![step];
            if this.random.chance(40) {
                before.push(this.assignment(false));
            }
            before.push(Statement::Branch(leave));
            before
        });
        vec![declaration, Statement::Loop { label, body }]
    }
}
