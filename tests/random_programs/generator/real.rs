//! Expressions of real numbers, with a rough bound on their magnitude, so that no program overflows.

use super::Generator;
use super::switches;
use super::syntax::{Expr, Type};

/// A real expression, and what its magnitude roughly stays below.
pub(super) struct Bounded {
    pub(super) expr: Expr,
    pub(super) bound: f64,
}

/// What a variable is taken to stay below.
const VARIABLE: f64 = 2.0;
/// What is larger is brought down.
const LARGE: f64 = 30.0;

impl Generator<'_> {
    /// A literal in `-limit..limit` with few digits.
    pub(super) fn real_literal(&mut self, limit: f64) -> Expr {
        self.literal_between(-limit, limit)
    }

    fn literal_between(&mut self, low: f64, high: f64) -> Expr {
        // Adding zero makes zero positive: `-0.0.sin()` is `-(0.0.sin())`.
        Expr::Real((self.random.uniform(low, high) * 20.0).round() / 20.0 + 0.0)
    }

    /// A place, or a literal where there is none.
    pub(super) fn leaf(&mut self) -> Bounded {
        match self.place(&Type::Real) {
            Some(expr) => Bounded { expr, bound: VARIABLE },
            None => Bounded { expr: self.real_literal(2.0), bound: 2.0 },
        }
    }

    /// A real expression that stays below `limit`.
    pub(super) fn bounded_real(&mut self, depth: usize, limit: f64) -> Expr {
        let value = self.real(depth);
        self.within(value, limit)
    }

    pub(super) fn within(&mut self, value: Bounded, limit: f64) -> Expr {
        if value.bound <= limit {
            return value.expr;
        }
        if limit < 1.0 || value.expr.is_open() || self.random.chance(40) {
            let factor = (100.0 * limit / value.bound).floor().max(1.0) / 100.0;
            return Expr::binary(value.expr, "*", Expr::Real(factor));
        }
        let squash = self.random.pick(&["sin", "cos", "tanh", "atan"]);
        value.expr.method(squash, Vec::new())
    }

    fn tame(&mut self, value: Bounded) -> Bounded {
        if value.bound > LARGE { Bounded { expr: self.within(value, 4.0), bound: 4.0 } } else { value }
    }

    /// A real expression.
    pub(super) fn real(&mut self, depth: usize) -> Bounded {
        if depth == 0 {
            return if self.random.chance(20) {
                Bounded { expr: self.real_literal(2.0), bound: 2.0 }
            } else {
                self.leaf()
            };
        }
        let callable = self.functions_returning(&Type::Real);
        let active = self.inactive == 0;
        let has_closure = (active || self.closure_arguments == 0 || switches::CLOSURES_IN_INACTIVE_ARGUMENTS)
            && (self.predicates == 0 || switches::CLOSURES_IN_PREDICATES)
            && self.scope.readable().iter().any(|variable| matches!(variable.ty, Type::Closure(..)));
        let may_label = active || switches::LABELLED_BLOCKS_IN_INACTIVE_PLACES;
        let special = if self.generic { 0 } else { 1 };
        let fallible = usize::from(matches!(self.output, Type::Option(_) | Type::Result(_)));
        let kind = self.random.weighted(&[
            (4, 0),
            (12, 1),
            (3, 2),
            (9, 3),
            (4 * special, 4),
            (if callable.is_empty() { 0 } else { 4 }, 5),
            (2, 6),
            (1, 7),
            (1, 8),
            (if self.generic { 0 } else { 1 }, 9),
            (2 * special, 10),
            (if self.complex { 5 } else { 0 }, 11),
            (1, 12),
            (6 * usize::from(has_closure), 13),
            (usize::from(self.closures < 2), 14),
            (usize::from(may_label), 15),
            (if self.closures < 2 { 4 } else { 0 }, 16),
            (if self.closures < 2 { 3 * special } else { 0 }, 17),
            (if self.definitions.enums.is_empty() { 0 } else { 3 * special }, 18),
            (if self.closures > 0 || !active { 0 } else { 4 * fallible }, 19),
            (if self.closures < 2 && active { 3 * special } else { 0 }, 20),
        ]);
        let value = match kind {
            17 => self.of_fallible(depth),
            18 => self.of_enum(depth).unwrap_or(Bounded { expr: Expr::Real(0.5), bound: 0.5 }),
            19 => match self.question(depth) {
                Some(value) => value,
                None => self.leaf(),
            },
            0 => self.leaf(),
            1 => self.arithmetic(depth),
            2 => self.quotient(depth),
            3 => self.elementary(depth),
            4 => self.elementary_of_two(depth),
            5 => Bounded { expr: self.call(&callable, depth), bound: 4.0 },
            6 => Bounded { expr: self.branches(depth, &|this| this.bounded_real(depth - 1, 4.0)), bound: 4.0 },
            7 => {
                self.tag("block with a value");
                let block = self.block_value(|this| this.bounded_real(depth - 1, 4.0));
                Bounded { expr: Expr::Block(block), bound: 4.0 }
            }
            8 => {
                self.tag("cast of an integer");
                Bounded { expr: Expr::Cast(Box::new(self.int(4))), bound: 4.0 }
            }
            9 => {
                self.tag("stop_gradient");
                self.pure += 1;
                self.inactive += 1;
                let value = self.real(depth - 1);
                self.inactive -= 1;
                self.pure -= 1;
                Bounded { expr: Expr::Stop(Box::new(value.expr)), bound: value.bound }
            }
            10 => self.reduction(),
            11 => self.part_of_complex(depth),
            13 => self.call_of_some_closure(depth).unwrap_or(Bounded { expr: Expr::Real(0.5), bound: 0.5 }),
            14 if self.nesting < 4 => self.closure_at_once(depth),
            20 if self.nesting < 4 => self.function_passed(depth),
            15 => self.labelled_value(depth),
            16 => match self.chain_value(depth) {
                Some(value) => value,
                None => self.leaf(),
            },
            14 | 20 => self.leaf(),
            _ => {
                self.tag("field of a call or tuple");
                let pair = Type::Tuple(vec![Type::Real, Type::Real]);
                let callable = self.functions_returning(&pair);
                let field = self.random.pick(&["0", "1"]);
                let pair = match callable.is_empty() {
                    true if self.generic => return self.leaf(),
                    true => self.real(depth - 1).expr,
                    false => return Bounded { expr: self.call(&callable, depth).field(field), bound: 4.0 },
                };
                let pair = if pair.is_open() { self.leaf().expr } else { pair };
                Bounded { expr: pair.method("sin_cos", Vec::new()).field(field), bound: 1.0 }
            }
        };
        self.tame(value)
    }

    fn arithmetic(&mut self, depth: usize) -> Bounded {
        if self.random.chance(15) {
            let a = self.real(depth - 1);
            return Bounded { expr: Expr::Unary("-", Box::new(a.expr)), bound: a.bound };
        }
        let (a, b) = (self.real(depth - 1), self.real(depth - 1));
        let operator = self.random.pick(&["+", "-", "*", "*"]);
        let bound = if operator == "*" { a.bound * b.bound } else { a.bound + b.bound };
        Bounded { expr: Expr::binary(a.expr, operator, b.expr), bound }
    }

    /// `a / b` or `a % b`, with a `b` that stays away from zero.
    fn quotient(&mut self, depth: usize) -> Bounded {
        let (a, b) = (self.real(depth - 1), self.real(depth - 1));
        let far = self.above(b.expr, 1.0);
        if !self.generic && self.random.chance(20) {
            self.tag("remainder");
            return Bounded { expr: Expr::binary(a.expr, "%", far), bound: a.bound };
        }
        Bounded { expr: Expr::binary(a.expr, "/", far), bound: a.bound }
    }

    /// Something of `value` that stays above about `low`.
    fn above(&mut self, value: Expr, low: f64) -> Expr {
        let offset = self.literal_between(low, low + 1.0);
        let repeats_well = matches!(value, Expr::Name(..) | Expr::Index(..) | Expr::Field(..) | Expr::Real(_));
        let positive = if value.is_open() {
            return self.literal_between(low, low + 1.0);
        } else if repeats_well && self.random.chance(50) {
            Expr::binary(value.clone(), "*", value)
        } else {
            match self.random.below(3) {
                0 => value.method("powi", vec![Expr::Int(2)]),
                1 => value.method("abs", Vec::new()),
                _ => Expr::binary(value.method("cos", Vec::new()), "+", Expr::Real(1.05)),
            }
        };
        Expr::binary(positive, "+", offset)
    }

    /// An operand with methods: some type is known for it.
    fn receiver(&mut self, depth: usize) -> Bounded {
        let value = self.real(depth);
        match value.expr {
            Expr::Real(literal) if literal >= 0.0 => value,
            _ if value.expr.is_open() => self.leaf(),
            _ => value,
        }
    }

    fn elementary(&mut self, depth: usize) -> Bounded {
        self.tag("elementary function");
        let a = self.receiver(depth - 1);
        if a.expr.is_open() && matches!(a.expr, Expr::Unary(..) | Expr::Binary(..)) {
            return a;
        }
        let apply = |a: Expr, name: &'static str| a.method(name, Vec::new());
        let squashed = |a: Expr, factor: f64| Expr::binary(a.method("sin", Vec::new()), "*", Expr::Real(factor));
        match self.random.below(9) {
            0 | 1 => {
                let name = self.random.pick(&["sin", "cos", "tanh", "atan"]);
                Bounded { expr: apply(a.expr, name), bound: a.bound.clamp(1.0, 1.6) }
            }
            2 => {
                let name = self.random.pick(&["exp", "exp2", "exp_m1", "sinh", "cosh"]);
                let a = self.within(a, 2.0);
                Bounded { expr: apply(a, name), bound: 8.0 }
            }
            3 => {
                let name = self.random.pick(&["sqrt", "ln", "log2", "log10", "cbrt", "recip", "ln_1p"]);
                let bound = a.bound * a.bound + a.bound + 3.0;
                let a = self.above(a.expr, 0.4);
                let a = if a.is_open() { self.leaf_above() } else { a };
                Bounded { expr: apply(a, name), bound }
            }
            4 => {
                self.tag("function with kinks or jumps");
                let name = self.random.pick(&["abs", "abs", "signum", "floor", "ceil", "round", "trunc", "fract"]);
                Bounded { expr: apply(a.expr, name), bound: a.bound + 1.0 }
            }
            5 => {
                let name = self.random.pick(&["asin", "acos", "atanh", "tan"]);
                Bounded { expr: apply(squashed(a.expr, 0.8), name), bound: 3.2 }
            }
            6 => {
                let name = self.random.pick(&["asinh", "to_radians"]);
                Bounded { expr: apply(a.expr, name), bound: a.bound }
            }
            7 => {
                let a = self.above(a.expr, 1.2);
                let a = if a.is_open() { self.leaf_above() } else { a };
                Bounded { expr: apply(a, "acosh"), bound: 8.0 }
            }
            _ => {
                self.tag("powi");
                let a = self.within(a, 2.0);
                let computed = !self.pattern_integers || switches::INTEGERS_OF_PATTERNS_AS_EXPONENTS;
                let exponent = if self.generic || !computed || self.random.chance(70) {
                    Expr::Int(self.random.below(4))
                } else {
                    self.tag("powi with a computed exponent");
                    Expr::Exponent(Box::new(self.int(4)))
                };
                if a.is_open() {
                    return self.leaf();
                }
                Bounded { expr: a.method("powi", vec![exponent]), bound: 8.0 }
            }
        }
    }

    fn leaf_above(&mut self) -> Expr {
        let leaf = self.leaf().expr;
        if leaf.is_open() { Expr::Real(1.5).method("sqrt", Vec::new()) } else { self.above(leaf, 1.2) }
    }

    fn elementary_of_two(&mut self, depth: usize) -> Bounded {
        self.tag("function of two numbers");
        let (a, b) = (self.receiver(depth - 1), self.real(depth - 1));
        if a.expr.is_open() && !matches!(a.expr, Expr::Real(_)) {
            return a;
        }
        let bound = a.bound + b.bound;
        let two = |a: Expr, name: &'static str, b: Expr| a.method(name, vec![b]);
        match self.random.below(8) {
            0 => {
                let (base, exponent) = (self.above(a.expr, 0.5), self.within(b, 2.0));
                let base = if base.is_open() { self.leaf_above() } else { base };
                Bounded { expr: two(base, "powf", exponent), bound: 20.0 }
            }
            1 => {
                let b = self.above(b.expr, 0.3);
                Bounded { expr: two(a.expr, "atan2", b), bound: 1.6 }
            }
            2 => {
                let b = self.above(b.expr, 0.3);
                Bounded { expr: two(a.expr, "hypot", b), bound }
            }
            3 | 4 => {
                self.tag("max, min or clamp");
                let name = self.random.pick(&["max", "min"]);
                Bounded { expr: two(a.expr, name, b.expr), bound }
            }
            5 => {
                self.tag("max, min or clamp");
                let low = self.literal_between(-1.0, 0.0);
                let high = self.literal_between(0.1, 1.5);
                Bounded { expr: a.expr.method("clamp", vec![low, high]), bound: 1.5 }
            }
            6 => {
                let c = self.real(depth - 1);
                let bound = a.bound * b.bound + c.bound;
                Bounded { expr: a.expr.method("mul_add", vec![b.expr, c.expr]), bound }
            }
            _ => {
                let (name, b) = match self.random.chance(50) {
                    true => ("rem_euclid", self.above(b.expr, 1.0)),
                    false => ("copysign", b.expr),
                };
                Bounded { expr: two(a.expr, name, b), bound: a.bound + b_bound(name) }
            }
        }
    }

    /// The sum, mean, product or norm of a sequence, or an inner product of two.
    fn reduction(&mut self) -> Bounded {
        let Some((name, ty)) = self.sequence_of(&Type::Real, 1) else { return self.leaf() };
        self.tag("reduction of a slice");
        let sequence = Expr::name(&name, &ty);
        let (_, length) = ty.sequence().expect("a sequence");
        if self.random.chance(25)
            && let Type::Array(_, exact) | Type::Vec(_, exact) = &ty
        {
            let second = self.argument(&Type::Ref(Box::new(Type::Array(Box::new(Type::Real), *exact))), 0);
            return Bounded { expr: Expr::Call("dot".to_string(), vec![sequence.borrowed(), second]), bound: 20.0 };
        }
        let operation = self.random.pick(&["sum", "mean", "sum", "mean", "product"]);
        let whole = length < 2 || self.random.chance(60);
        let receiver = if whole { sequence } else { sequence.range(0, 1 + self.random.below(length - 1)) };
        let expr = receiver.method(operation, Vec::new());
        let bound = if operation == "product" { 16.0 } else { 8.0 };
        Bounded { expr, bound }
    }
}

fn b_bound(name: &str) -> f64 {
    if name == "rem_euclid" { 5.0 } else { 0.0 }
}
