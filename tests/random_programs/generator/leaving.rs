//! Labelled blocks, loops that have a value, and assignments that take something apart.

use super::Generator;
use super::real::Bounded;
use super::scope::Id;
use super::switches;
use super::syntax::{Block, Expr, Items, Statement, Type};

impl Generator<'_> {
    /// `'found: { .. break 'found value .. }`
    pub(super) fn labelled_value(&mut self, depth: usize) -> Bounded {
        self.tag("labelled block with a value");
        self.labelled_values += 1;
        let label = format!("'{}{}", self.random.pick(&["found", "block", "found"]), self.labelled_values);
        let labels = std::mem::take(&mut self.labels);
        self.scope.enter();
        let mut statements = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            if self.random.chance(40) {
                statements.push(self.small_statement());
            }
            let condition = Box::new(self.condition(1));
            let leave = Statement::BreakWith(Some(label.clone()), self.bounded_real(depth - 1, 4.0));
            let leave = Block { statements: vec![leave], value: None };
            statements.push(Statement::Branch(Expr::If(condition, leave, None)));
        }
        let value = Some(Box::new(self.bounded_real(depth - 1, 4.0)));
        self.scope.leave();
        self.labels = labels;
        Bounded { expr: Expr::Labelled(label, Block { statements, value }), bound: 4.0 }
    }

    /// `'skip: { .. break 'skip; .. }`
    pub(super) fn labelled_statement(&mut self) -> Statement {
        self.tag("labelled block as a statement");
        let labels = std::mem::take(&mut self.labels);
        self.scope.enter();
        self.labelled_blocks += 1;
        let mut statements = vec![self.assignment(false)];
        let condition = Box::new(self.condition(1));
        let leave = Block { statements: vec![Statement::Break(Some("'skip".to_string()))], value: None };
        statements.push(Statement::Branch(Expr::If(condition, leave, None)));
        statements.append(&mut self.statements(2));
        statements.push(self.assignment(false));
        self.labelled_blocks -= 1;
        self.scope.leave();
        self.labels = labels;
        Statement::Branch(Expr::Labelled("'skip".to_string(), Block { statements, value: None }))
    }

    /// `let y = loop { .. break value; .. };`
    pub(super) fn loop_with_value(&mut self) -> Vec<Statement> {
        self.tag("loop with a value");
        let (declaration, few, step) = self.counter();
        let labels = std::mem::take(&mut self.labels);
        let outer_iterations = self.iterations;
        self.iterations *= 4;
        self.scope.enter_loop();
        self.scope.enter();
        // Then there is nothing that `?` could return.
        let output = match switches::RETURNS_FROM_LOOPS_WITH_A_VALUE {
            true => self.output.clone(),
            false => Type::Real,
        };
        let output = std::mem::replace(&mut self.output, output);
        let mut statements = vec![step, self.assignment(false)];
        let leave = |value: Expr| Block { statements: vec![Statement::BreakWith(None, value)], value: None };
        if self.random.chance(50) {
            let condition = Box::new(self.condition(1));
            let value = self.bounded_real(2, 4.0);
            statements.push(Statement::Branch(Expr::If(condition, leave(value), None)));
        }
        match switches::RETURNS_FROM_LOOPS_WITH_A_VALUE {
            true => statements.append(&mut self.statements(2)),
            false => statements.extend([self.assignment(false), self.assignment(false)]),
        }
        let value = self.bounded_real(2, 4.0);
        self.output = output;
        statements.push(Statement::Branch(Expr::If(Box::new(Expr::Unary("!", Box::new(few))), leave(value), None)));
        self.scope.leave();
        self.scope.leave_loop();
        self.iterations = outer_iterations;
        self.labels = labels;
        let value = Expr::Loop(Block { statements, value: None });
        let mutable = self.random.chance(40);
        let name = self.new_name();
        self.scope.add(&name, Type::Real, mutable);
        let pattern = if mutable { format!("mut {name}") } else { name };
        vec![declaration, Statement::Let { pattern, ty: Some(Type::Real), value }]
    }

    /// `for _ in 0..3 { .. }`
    pub(super) fn repeated(&mut self, body: Block) -> Statement {
        let end = Expr::Int(1 + self.random.below(3));
        let items = Items::Range { start: Expr::Int(0), end, inclusive: false };
        Statement::For { label: None, pattern: "_".to_string(), items, body }
    }

    /// `(a, b) = (b, a);`
    pub(super) fn destructuring_assignment(&mut self) -> Vec<Statement> {
        let (a, b) = (self.writable(&Type::Real, false), self.writable(&Type::Real, false));
        let (Some((a, first)), Some((b, second))) = (a, b) else { return vec![self.binding()] };
        self.tag("destructuring assignment");
        self.pure += 1;
        let value = match self.random.below(4) {
            0 => Expr::Tuple(vec![b.clone(), a.clone()]),
            1 => Expr::Tuple(vec![self.bounded_real(2, 2.0), self.bounded_real(2, 2.0)]),
            2 => self.value(&Type::pair(), 1),
            _ => Expr::Tuple(vec![b.clone(), self.bounded_real(2, 2.0)]),
        };
        self.pure -= 1;
        let ids: [Id; 2] = [first, second];
        ids.iter().for_each(|id| self.scope.assigned(*id));
        let parts = match self.random.below(6) {
            0 => vec![Expr::Path("_".to_string()), b],
            1 => vec![a, Expr::Path("_".to_string())],
            _ => vec![a, b],
        };
        vec![Statement::Assign { place: Expr::Tuple(parts), operator: "=", value }]
    }

    /// `let (i, j) = ..;` and the like, of integers.
    pub(super) fn inactive_pattern(&mut self) -> Statement {
        self.tag("pattern on inactive values");
        let (a, b) = (self.int(5), self.int(4));
        let (i, j) = (self.unused_name(), self.unused_name());
        let (pattern, value) = match self.random.below(4) {
            0 => (format!("[{i}, {j}]"), Expr::Array(vec![a, b])),
            1 => (format!("({i}, {j})"), Expr::call("usize::max", vec![a, Expr::Int(1)]).paired(b)),
            2 => (format!("({i}, ({j}, _))"), a.paired(b.paired(Expr::Int(7)))),
            _ => (format!("({i}, {j})"), a.paired(b)),
        };
        self.scope.add_index(&i, false, Some(5));
        self.scope.add_index(&j, false, Some(4));
        Statement::Let { pattern, ty: None, value }
    }
}

impl Expr {
    pub(super) fn paired(self, other: Expr) -> Expr {
        Expr::Tuple(vec![self, other])
    }
}
