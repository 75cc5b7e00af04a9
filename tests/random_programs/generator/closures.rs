//! Closures: called by name, at once, and what they change of what is around them.

use super::Generator;
use super::real::Bounded;
use super::scope::{Id, Variable};
use super::syntax::{Arm, Block, Closure, Expr, Statement, Type};

/// Names with the types of what they are bound to.
pub(super) type Names = Vec<(String, Type)>;

impl Generator<'_> {
    /// A closure is bound, and used.
    pub(super) fn closure_statements(&mut self) -> Vec<Statement> {
        match self.random.below(7) {
            0..3 => self.capturing_closure(),
            3 | 4 => vec![self.moving_closure()],
            _ => self.changing_closure(),
        }
    }

    /// The parts of a closure that may change `changed` alone, and whose parameters are `names`.
    pub(super) fn inside_closure<R>(
        &mut self,
        names: &Names,
        changed: &[Id],
        output: &Type,
        body: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let frozen = self.scope.freeze_all_but(changed);
        let labels = std::mem::take(&mut self.labels);
        let outer_output = std::mem::replace(&mut self.output, output.clone());
        let outer_iterations = self.iterations;
        self.iterations *= 4;
        self.closures += 1;
        self.scope.enter();
        names.iter().for_each(|(name, ty)| self.declare(name, ty));
        let made = body(self);
        self.scope.leave();
        self.closures -= 1;
        self.iterations = outer_iterations;
        self.output = outer_output;
        self.labels = labels;
        self.scope.thaw_to(frozen);
        made
    }

    /// Declares `name`, or `mut name`.
    pub(super) fn declare(&mut self, name: &str, ty: &Type) {
        let bare = name.trim_start_matches("mut ");
        match ty {
            Type::Int => self.scope.add_index(bare, false, None),
            Type::MutRef(_) | Type::MutSlice(..) => self.scope.add(bare, ty.clone(), true),
            _ => self.scope.add(bare, ty.clone(), bare != name),
        };
    }

    /// A real number in which one of `names` counts.
    pub(super) fn real_of(&mut self, names: &Names, depth: usize, limit: f64) -> Expr {
        let named =
            |variable: &&Variable| names.iter().any(|(name, _)| name.trim_start_matches("mut ") == variable.name);
        let variables: Vec<Variable> = self.scope.readable().into_iter().filter(named).cloned().collect();
        let found = self.part_of(variables.clone(), &Type::Real);
        let leaf = match (found, variables.iter().find(|variable| variable.ty == Type::Int)) {
            (Some((place, _)), _) => place,
            (None, Some(int)) => {
                let few = Expr::binary(Expr::name(&int.name, &Type::Int), "%", Expr::Int(3));
                Expr::Cast(Box::new(few))
            }
            _ => return self.bounded_real(depth, limit),
        };
        let value = if self.random.chance(75) {
            let other = self.real(depth);
            let operator = self.random.pick(&["*", "*", "+", "-"]);
            let bound = if operator == "*" { 2.0 * other.bound } else { 2.0 + other.bound };
            let expr = match self.random.chance(50) || other.expr.is_open() {
                true => Expr::binary(leaf, operator, other.expr),
                false => Expr::binary(other.expr, operator, leaf),
            };
            Bounded { expr, bound }
        } else {
            Bounded { expr: leaf, bound: 2.0 }
        };
        self.within(value, limit)
    }

    /// The body of a closure with a value: an expression, or statements before it, perhaps with `return`.
    fn closure_body(&mut self, names: &Names) -> (Block, bool) {
        let mut statements = Vec::new();
        let with_statements = self.random.chance(50);
        if with_statements {
            let left = std::mem::replace(&mut self.statements_left, 4);
            let outer_nesting = self.nesting;
            self.nesting += 2;
            let count = 1 + self.random.below(2);
            statements = self.statements(count);
            if self.random.chance(50) {
                self.tag("return in a closure");
                let condition = Box::new(self.condition(1));
                let leave = Statement::Return(self.real_of(names, 1, 4.0));
                let leave = Block { statements: vec![leave], value: None };
                statements.push(Statement::Branch(Expr::If(condition, leave, None)));
            }
            self.nesting = outer_nesting;
            self.statements_left = left;
        }
        let value = self.real_of(names, 2, 4.0);
        (Block { statements, value: Some(Box::new(value)) }, with_statements)
    }

    fn closure_parameters(&mut self) -> Names {
        let mut names = Names::new();
        for _ in 0..self.random.weighted(&[(1, 0), (5, 1), (2, 2)]) {
            let ty = match self.random.below(8) {
                0 => Type::pair(),
                1 => Type::Int,
                2 => Type::Array(Box::new(Type::Real), 2),
                _ => Type::Real,
            };
            let name = self.unlike(&names);
            names.push((if ty == Type::Real && self.random.chance(15) { format!("mut {name}") } else { name }, ty));
        }
        names
    }

    /// A name that is none of `names`.
    pub(super) fn unlike(&mut self, names: &Names) -> String {
        let name = if self.random.chance(60) { self.new_name() } else { self.unused_name() };
        match names.iter().any(|(other, _)| other.trim_start_matches("mut ") == name) {
            true => self.unused_name(),
            false => name,
        }
    }

    fn closure_with_value(&mut self, moves: bool, names: &Names) -> Expr {
        let (body, block) = self.inside_closure(names, &[], &Type::Real, |this| this.closure_body(names));
        let annotated = block && self.random.chance(60);
        let parameters = names.iter().map(|(name, ty)| (name.clone(), Some(ty.clone()))).collect();
        let output = annotated.then_some(Type::Real);
        Expr::Closure(Box::new(Closure { moves, parameters, output, body }))
    }

    /// `let f = |x| ..;`: what it reads may not change while it is used.
    fn capturing_closure(&mut self) -> Vec<Statement> {
        self.tag("closure");
        let names = self.closure_parameters();
        let value = self.closure_with_value(false, &names);
        let frozen = self.scope.freeze_all_but(&[]);
        let name = self.unused_name();
        let types = names.iter().map(|(_, ty)| ty.clone()).collect();
        let id = self.scope.add(&name, Type::Closure(types, Box::new(Type::Real)), false);
        let mut statements = vec![Statement::Let { pattern: name.clone(), ty: None, value }];
        for _ in 0..1 + self.random.below(3) {
            let used = self.call_of_closure(&name, &names, 1);
            let other = self.real(1);
            let value = if other.expr.is_open() { used } else { Expr::binary(used, "*", other.expr) };
            let mutable = self.random.chance(60);
            statements.push(self.bind(Type::Real, mutable, value));
            let more = self.random.below(2);
            statements.append(&mut self.statements(more));
        }
        self.scope.thaw_to(frozen);
        self.scope.moved(id);
        statements
    }

    /// `let f = move |x| ..;`: what it reads may change.
    fn moving_closure(&mut self) -> Statement {
        self.tag("move closure");
        let names = self.closure_parameters();
        let kept = self.scope.not_copied();
        self.scope.hide(&kept);
        let value = self.closure_with_value(true, &names);
        self.scope.show(&kept);
        let name = self.unused_name();
        let types = names.iter().map(|(_, ty)| ty.clone()).collect();
        self.scope.add(&name, Type::Closure(types, Box::new(Type::Real)), false);
        Statement::Let { pattern: name, ty: None, value }
    }

    fn call_of_closure(&mut self, name: &str, names: &Names, depth: usize) -> Expr {
        self.tag("call of a closure");
        self.pure += 1;
        let arguments = self.all_passed(names, depth);
        self.pure -= 1;
        Expr::CallValue(Box::new(Expr::Path(name.to_string())), arguments)
    }

    fn all_passed(&mut self, names: &Names, depth: usize) -> Vec<Expr> {
        self.closure_arguments += 1;
        let arguments = names.iter().map(|(_, ty)| self.value(ty, depth)).collect();
        self.closure_arguments -= 1;
        arguments
    }

    /// A call of a closure that has a name here.
    pub(super) fn call_of_some_closure(&mut self, depth: usize) -> Option<Bounded> {
        let closures = self.scope.readable().into_iter().filter(|variable| matches!(variable.ty, Type::Closure(..)));
        let closures: Vec<Variable> = closures.cloned().collect();
        let chosen = closures.get(self.random.below(closures.len().max(1)))?;
        let Type::Closure(types, _) = &chosen.ty else { return None };
        let names = types.iter().map(|ty| (String::new(), ty.clone())).collect();
        Some(Bounded { expr: self.call_of_closure(&chosen.name, &names, depth - 1), bound: 4.0 })
    }

    /// `(|x| ..)(value)`
    pub(super) fn closure_at_once(&mut self, depth: usize) -> Bounded {
        self.tag("closure called at once");
        let names = self.closure_parameters();
        let closure = self.closure_with_value(false, &names);
        self.pure += 1;
        let arguments = self.all_passed(&names, depth - 1);
        self.pure -= 1;
        Bounded { expr: Expr::CallValue(Box::new(Expr::Paren(Box::new(closure))), arguments), bound: 4.0 }
    }

    /// `passed(|t| .., x)`: a function among the arguments of another.
    pub(super) fn function_passed(&mut self, depth: usize) -> Bounded {
        let often = self.random.chance(40);
        self.tag("function as an argument");
        let names: Names = (0..1 + usize::from(often)).fold(Names::new(), |mut names, _| {
            names.push((self.unlike(&names), Type::Real));
            names
        });
        let known = self.scope.readable().into_iter().filter(|variable| match &variable.ty {
            Type::Closure(types, _) => types.len() == names.len() && types.iter().all(|ty| *ty == Type::Real),
            _ => false,
        });
        let known: Vec<String> = known.map(|variable| variable.name.clone()).collect();
        let function = match known.is_empty() || self.random.chance(60) {
            true => self.closure_with_value(false, &names),
            false => Expr::Path(self.random.pick(&known.iter().map(String::as_str).collect::<Vec<_>>()).to_string()),
        };
        let by_name = matches!(function, Expr::Path(_));
        let function = if often || by_name { Expr::Unary("&", Box::new(function)) } else { function };
        self.pure += 1;
        let mut arguments = vec![function, self.value(&Type::Real, depth - 1)];
        self.pure -= 1;
        if often {
            arguments.push(Expr::Int(self.random.below(4)));
        }
        let name = if often { "passed_often" } else { "passed" };
        Bounded { expr: Expr::Call(name.to_string(), arguments), bound: 12.0 }
    }

    /// Up to two variables that a closure may change.
    pub(super) fn changeable(&mut self) -> Vec<Variable> {
        let fits = |variable: &&Variable| {
            let numbers = matches!(
                variable.ty,
                Type::Real
                    | Type::Array(..)
                    | Type::Vec(..)
                    | Type::Tuple(_)
                    | Type::Struct(_)
                    | Type::Complex
                    | Type::Int
            );
            numbers && !variable.counter
        };
        let mut all: Vec<Variable> = self.scope.unborrowed().into_iter().filter(fits).cloned().collect();
        let mut chosen = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            if !all.is_empty() {
                chosen.push(all.swap_remove(self.random.below(all.len())));
            }
        }
        chosen
    }

    /// Assignments to what is around a closure.
    pub(super) fn changes(&mut self, chosen: &[Variable]) -> Vec<Statement> {
        let mut statements = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            match chosen.iter().all(|variable| variable.ty == Type::Int) || self.random.chance(15) {
                true => statements.append(&mut self.integer_change()),
                false => statements.push(self.assignment(true)),
            }
        }
        statements
    }

    /// `let mut add = |v| total += v;`
    fn changing_closure(&mut self) -> Vec<Statement> {
        let chosen = self.changeable();
        if chosen.is_empty() {
            return self.capturing_closure();
        }
        self.tag("closure that changes variables");
        let ids: Vec<Id> = chosen.iter().map(|variable| variable.id).collect();
        let names = self.closure_parameters();
        let returns = self.random.chance(50);
        let uses_value = self.random.chance(70);
        let body = self.inside_closure(&names, &ids, &Type::Real, |this| {
            let mut statements = this.changes(&chosen);
            if this.random.chance(30) && returns {
                this.tag("return in a closure");
                let leave = Block { statements: vec![Statement::Return(this.real_of(&names, 1, 4.0))], value: None };
                statements.push(Statement::Branch(Expr::If(Box::new(this.condition(1)), leave, None)));
                statements.append(&mut this.changes(&chosen));
            }
            let value = returns.then(|| Box::new(this.real_of(&names, 1, 4.0)));
            Block { statements, value }
        });
        let parameters = names.iter().map(|(name, ty)| (name.clone(), Some(ty.clone()))).collect();
        let output = (returns && self.random.chance(50)).then_some(Type::Real);
        let value = Expr::Closure(Box::new(Closure { moves: false, parameters, output, body }));
        let name = self.unused_name();
        let mut statements = vec![Statement::Let { pattern: format!("mut {name}"), ty: None, value }];
        let frozen = self.scope.freeze_all_but(&[]);
        self.scope.hide(&ids);
        for _ in 0..1 + self.random.below(3) {
            let call = self.call_of_closure(&name, &names, 1);
            let statement = match returns && uses_value {
                true => {
                    let mutable = self.random.chance(50);
                    self.bind(Type::Real, mutable, call)
                }
                false => Statement::Evaluate(call),
            };
            let evaluates = matches!(statement, Statement::Evaluate(_));
            let block = Block { statements: vec![statement.clone()], value: None };
            statements.push(match self.random.below(4) {
                0 if evaluates => Statement::Branch(Expr::If(Box::new(self.condition(1)), block, None)),
                1 if evaluates => self.repeated(block),
                2 if evaluates => {
                    let rest = Arm { pattern: "_".to_string(), guard: None, block: Block::default() };
                    let arm = Arm { pattern: "1..".to_string(), guard: None, block };
                    Statement::Branch(Expr::Match(Box::new(self.int(3)), vec![arm, rest]))
                }
                _ => statement,
            });
        }
        self.scope.show(&ids);
        self.scope.thaw_to(frozen);
        statements
    }
}
