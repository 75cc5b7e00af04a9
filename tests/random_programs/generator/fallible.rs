//! `Option`, `Result` and enums: taken apart by patterns, by `?` and by their methods.

use super::Generator;
use super::closures::Names;
use super::iterators::unary;
use super::real::Bounded;
use super::syntax::{Arm, Block, Closure, Enum, Expr, Statement, Type};

fn some(value: Expr) -> Expr {
    Expr::call("Some", vec![value])
}

fn none() -> Expr {
    Expr::Path("None".to_string())
}

fn value_block(value: Expr) -> Block {
    Block { statements: Vec::new(), value: Some(Box::new(value)) }
}

impl Generator<'_> {
    /// An `Option` of a real number.
    fn option(&mut self, depth: usize) -> Expr {
        let ty = Type::Option(Box::new(Type::Real));
        let callable = self.functions_returning(&ty);
        if !callable.is_empty() && self.random.chance(50) {
            return self.call(&callable, depth);
        }
        if self.random.chance(60)
            && let Some(place) = self.place(&ty)
        {
            return place;
        }
        let value = self.bounded_real(depth.min(1), 2.0);
        let value = if value.is_open() { self.leaf_of_known_type() } else { value };
        Expr::If(Box::new(self.condition(1)), value_block(some(value)), Some(value_block(none())))
    }

    /// A `Result` of a real number, if there is one.
    fn result_value(&mut self, depth: usize) -> Option<Expr> {
        let ty = Type::Result(Box::new(Type::Real));
        let callable = self.functions_returning(&ty);
        if !callable.is_empty() && self.random.chance(60) {
            return Some(self.call(&callable, depth));
        }
        self.place(&ty)
    }

    /// `e?` where the function returns something of the kind.
    pub(super) fn question(&mut self, depth: usize) -> Option<Bounded> {
        let value = match (&self.output, self.closures) {
            (Type::Option(_), 0) => self.option(depth - 1),
            (Type::Result(_), 0) => self.result_value(depth - 1)?,
            _ => return None,
        };
        self.tag("?");
        Some(Bounded { expr: Expr::Try(Box::new(value)), bound: 4.0 })
    }

    fn closure_of_one(&mut self, make: impl FnOnce(&mut Self, &Names) -> Expr) -> Expr {
        let name = self.unlike(&Names::new());
        let names = vec![(name.clone(), Type::Real)];
        let body = self.inside_closure(&names, &[], &Type::Real, |this| make(this, &names));
        unary(name, body)
    }

    /// A real number of an `Option` or `Result`.
    pub(super) fn of_fallible(&mut self, depth: usize) -> Bounded {
        let bounded = |expr| Bounded { expr, bound: 4.0 };
        if self.random.chance(30)
            && let Some(result) = self.result_value(depth - 1)
        {
            return bounded(self.of_result(result, depth));
        }
        let option = self.option(depth - 1);
        let other = self.bounded_real(depth - 1, 2.0);
        bounded(match self.random.below(9) {
            0 => {
                self.tag("Option::map");
                let map = self.closure_of_one(|this, names| this.real_of(names, 1, 2.0));
                option.method("map", vec![map]).method("unwrap_or", vec![other])
            }
            1 => {
                self.tag("map_or");
                let map = self.closure_of_one(|this, names| this.real_of(names, 1, 2.0));
                option.method("map_or", vec![other, map])
            }
            2 => {
                self.tag("unwrap_or_else");
                let other = self.inside_closure(&Names::new(), &[], &Type::Real, |this| this.bounded_real(1, 2.0));
                let closure = Closure { moves: false, parameters: Vec::new(), output: None, body: value_block(other) };
                option.method("unwrap_or_else", vec![Expr::Closure(Box::new(closure))])
            }
            3 => {
                self.tag("and_then");
                let then = self.closure_of_one(|this, names| {
                    let value = some(this.real_of(names, 1, 2.0));
                    Expr::If(Box::new(this.condition(0)), value_block(value), Some(value_block(none())))
                });
                option.method("and_then", vec![then]).method("unwrap_or", vec![other])
            }
            4 => {
                self.tag("ok_or");
                let error = self.int(4);
                let map = self.closure_of_one(|this, names| this.real_of(names, 1, 2.0));
                option.method("ok_or", vec![error]).method("map", vec![map]).method("unwrap_or", vec![other])
            }
            5 => {
                self.tag("unwrap_or");
                option.method("unwrap_or", vec![other])
            }
            6 | 7 => {
                self.tag("match on an Option");
                let mut arms = Vec::new();
                if self.random.chance(50) {
                    arms.push(self.arm("Some", true, |this, names| value_block(this.real_of(names, 1, 2.0))));
                }
                arms.push(self.arm("Some", false, |this, names| value_block(this.real_of(names, 1, 2.0))));
                let rest = self.block_value(|this| this.bounded_real(1, 2.0));
                arms.push(Arm { pattern: "None".to_string(), guard: None, block: rest });
                Expr::Match(Box::new(option), arms)
            }
            _ => {
                self.tag("if let");
                let name = self.unused_name();
                let names = vec![(name.clone(), Type::Real)];
                self.scope.enter();
                self.scope.add(&name, Type::Real, false);
                let then = value_block(self.real_of(&names, 1, 2.0));
                self.scope.leave();
                let condition = Expr::Let(format!("Some({name})"), Box::new(option));
                Expr::If(Box::new(condition), then, Some(value_block(other)))
            }
        })
    }

    fn of_result(&mut self, result: Expr, depth: usize) -> Expr {
        let other = self.bounded_real(depth - 1, 2.0);
        match self.random.below(4) {
            0 => {
                self.tag("Result::map");
                let map = self.closure_of_one(|this, names| this.real_of(names, 1, 2.0));
                result.method("map", vec![map]).method("unwrap_or", vec![other])
            }
            1 => {
                self.tag("unwrap_or_else");
                let name = self.unused_name();
                let names = vec![(name.clone(), Type::Int)];
                let body = self.inside_closure(&names, &[], &Type::Real, |this| this.real_of(&names, 1, 2.0));
                result.method("unwrap_or_else", vec![unary(name, body)])
            }
            2 => {
                self.tag("ok of a Result");
                result.method("ok", Vec::new()).method("unwrap_or", vec![other])
            }
            _ => {
                self.tag("match on a Result");
                let ok = self.arm("Ok", false, |this, names| value_block(this.real_of(names, 1, 2.0)));
                let name = self.unused_name();
                let names = vec![(name.clone(), Type::Int)];
                self.scope.enter();
                self.scope.add_index(&name, false, None);
                let block = value_block(self.real_of(&names, 1, 2.0));
                self.scope.leave();
                let err = Arm { pattern: format!("Err({name})"), guard: None, block };
                Expr::Match(Box::new(result), vec![ok, err])
            }
        }
    }

    /// `Some(x) if .. => ..`
    fn arm(&mut self, constructor: &str, guarded: bool, block: impl FnOnce(&mut Self, &Names) -> Block) -> Arm {
        let name = self.unlike(&Names::new());
        let names = vec![(name.clone(), Type::Real)];
        self.scope.enter();
        self.scope.add(&name, Type::Real, false);
        let guard = guarded.then(|| self.guard(&names));
        let block = block(self, &names);
        self.scope.leave();
        Arm { pattern: format!("{constructor}({name})"), guard, block }
    }

    fn guard(&mut self, names: &Names) -> Expr {
        self.tag("guard on what a pattern binds");
        self.pure += 1;
        self.inactive += 1;
        let value = self.real_of(names, 0, 2.0);
        self.inactive -= 1;
        self.pure -= 1;
        let value = if value.is_open() { self.leaf_of_known_type() } else { value };
        Expr::binary(value, self.random.pick(&["<", ">"]), self.real_literal(0.8))
    }

    // ---- statements

    /// `let Some(x) = e else { return .. };`
    pub(super) fn let_else(&mut self) -> Statement {
        self.tag("let else");
        let value = self.option(1);
        let otherwise = Block { statements: vec![self.exit()], value: None };
        let name = self.new_name();
        self.scope.add(&name, Type::Real, false);
        Statement::LetElse { pattern: format!("Some({name})"), value, otherwise }
    }

    /// `if let Some(x) = e { .. } else { .. }`
    pub(super) fn if_let(&mut self) -> Statement {
        self.tag("if let as a statement");
        let value = self.option(1);
        self.scope.enter();
        let name = self.new_name();
        self.scope.add(&name, Type::Real, false);
        let then = self.block(2);
        self.scope.leave();
        let condition = Box::new(Expr::Let(format!("Some({name})"), Box::new(value)));
        let otherwise = self.random.chance(40).then(|| self.block(2));
        Statement::Branch(Expr::If(condition, then, otherwise))
    }

    /// `while let Some(x) = o { o = ..; .. }`
    pub(super) fn while_let(&mut self) -> Vec<Statement> {
        self.tag("while let");
        let (declaration, few, step) = self.counter();
        let option = self.unused_name();
        let ty = Type::Option(Box::new(Type::Real));
        let first = self.option(1);
        let first = Statement::Let { pattern: format!("mut {option}"), ty: Some(ty.clone()), value: first };
        let item = self.unused_name();
        let names = vec![(item.clone(), Type::Real)];
        let place = Expr::name(&option, &ty);
        let body = self.body(&None, 4, |this| {
            this.scope.add(&item, Type::Real, false);
            let value = some(this.real_of(&names, 1, 1.5));
            let value = Expr::If(Box::new(few), value_block(value), Some(value_block(none())));
            vec![step, Statement::Assign { place: place.clone(), operator: "=", value }]
        });
        let condition = Expr::Let(format!("Some({item})"), Box::new(place));
        vec![declaration, first, Statement::While { label: None, condition, body }]
    }

    // ---- enums

    fn enum_value(&mut self, depth: usize) -> Option<(Expr, std::rc::Rc<Enum>)> {
        let of = self.definitions.enums.first()?.clone();
        let ty = Type::Enum(of.clone());
        let value = match self.place(&ty) {
            Some(place) => match self.random.chance(30) && matches!(place, Expr::Name(..)) {
                true => Expr::Unary("&", Box::new(place)),
                false => place,
            },
            None => self.value(&ty, depth),
        };
        Some((value, of))
    }

    /// Arms for all variants of an enum.
    fn arms_of(
        &mut self,
        of: &Enum,
        by_reference: bool,
        mut block: impl FnMut(&mut Self, &Names) -> Block,
    ) -> Vec<Arm> {
        let mut arms = Vec::new();
        for variant in &of.variants {
            for guarded in [true, false] {
                if guarded && self.random.chance(70) {
                    continue;
                }
                let mut names = Names::new();
                let mut parts = Vec::new();
                for (field, ty) in &variant.fields {
                    if self.random.chance(12) {
                        parts.push(if variant.is_tuple() { "_".to_string() } else { format!("{field}: _") });
                        continue;
                    }
                    self.pattern_integers |= *ty == Type::Int;
                    let name = self.unlike(&names);
                    let ty = if by_reference { Type::Ref(Box::new(ty.clone())) } else { ty.clone() };
                    parts.push(if variant.is_tuple() { name.clone() } else { format!("{field}: {name}") });
                    names.push((name, ty));
                }
                let path = format!("{}::{}", of.name, variant.name);
                let pattern = match (variant.fields.is_empty(), variant.is_tuple()) {
                    (true, _) => path,
                    (false, true) => format!("{path}({})", parts.join(", ")),
                    (false, false) => format!("{path} {{ {} }}", parts.join(", ")),
                };
                self.scope.enter();
                names.iter().for_each(|(name, ty)| self.declare(name, ty));
                let reals = names.iter().any(|(_, ty)| *ty != Type::Int);
                let guard = (guarded && reals).then(|| self.guard(&names));
                if !guarded || guard.is_some() {
                    let block = block(self, &names);
                    arms.push(Arm { pattern, guard, block });
                }
                self.scope.leave();
            }
        }
        if self.random.chance(30) {
            arms.pop();
            self.scope.enter();
            let block = block(self, &Names::new());
            self.scope.leave();
            arms.push(Arm { pattern: "_".to_string(), guard: None, block });
        }
        arms
    }

    /// A `match` on an enum that has a value.
    pub(super) fn of_enum(&mut self, depth: usize) -> Option<Bounded> {
        let (value, of) = self.enum_value(depth - 1)?;
        self.tag("match on an enum");
        let by_reference = matches!(value, Expr::Unary("&", _)) || self.is_reference(&value);
        let arms = self.arms_of(&of, by_reference, |this, names| value_block(this.real_of(names, 1, 2.0)));
        Some(Bounded { expr: Expr::Match(Box::new(value), arms), bound: 4.0 })
    }

    fn is_reference(&self, value: &Expr) -> bool {
        matches!(value, Expr::Name(_, Type::Ref(_)))
    }

    /// The same as a statement.
    pub(super) fn enum_statement(&mut self) -> Option<Statement> {
        let (value, of) = self.enum_value(1)?;
        self.tag("match on an enum as a statement");
        let by_reference = matches!(value, Expr::Unary("&", _)) || self.is_reference(&value);
        let held = if by_reference { self.held_by(&value) } else { Vec::new() };
        held.iter().for_each(|id| self.scope.freeze(*id));
        let arms = self.arms_of(&of, by_reference, |this, names| {
            let mut block = Block::default();
            match this.writable(&Type::Real, false) {
                Some((place, id)) if !names.is_empty() => {
                    let value = this.real_of(names, 1, 0.5);
                    this.scope.assigned(id);
                    let operator = this.random.pick(&["+=", "="]);
                    block.statements.push(Statement::Assign { place, operator, value });
                }
                _ => {}
            }
            block.statements.append(&mut this.statements(1));
            block
        });
        held.iter().for_each(|_| self.scope.thaw());
        Some(Statement::Branch(Expr::Match(Box::new(value), arms)))
    }
}
