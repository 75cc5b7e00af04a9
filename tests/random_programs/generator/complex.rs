//! Expressions of complex numbers, and the ways back to real ones.

use super::Generator;
use super::real::Bounded;
use super::syntax::{Expr, Type};

impl Generator<'_> {
    /// A complex expression that roughly stays below `limit`.
    pub(super) fn bounded_complex(&mut self, depth: usize, limit: f64) -> Expr {
        let value = self.complex(depth);
        if value.bound <= limit {
            return value.expr;
        }
        let factor = (100.0 * limit / value.bound).floor().max(1.0) / 100.0;
        Expr::binary(value.expr, "*", Expr::Real(factor))
    }

    fn complex_leaf(&mut self) -> Bounded {
        match self.place(&Type::Complex) {
            Some(expr) => Bounded { expr, bound: 3.0 },
            None => self.complex_of_reals(0),
        }
    }

    /// A complex number made of real ones.
    fn complex_of_reals(&mut self, depth: usize) -> Bounded {
        let a = self.bounded_real(depth, 3.0);
        let (function, arguments) = match self.random.below(6) {
            0 => ("from", vec![a]),
            1 => ("cis", vec![a]),
            2 => ("from_polar", vec![a, self.bounded_real(depth, 3.0)]),
            _ => ("new", vec![a, self.bounded_real(depth, 3.0)]),
        };
        self.tag("complex number from reals");
        let function = format!("Complex::{}{function}", if function == "new" { "" } else { "<REAL>::" });
        Bounded { expr: Expr::Call(function, arguments), bound: 4.0 }
    }

    pub(super) fn complex(&mut self, depth: usize) -> Bounded {
        if depth == 0 {
            return self.complex_leaf();
        }
        let callable = self.functions_returning(&Type::Complex);
        let kind = self.random.weighted(&[
            (2, 0),
            (4, 1),
            (4, 2),
            (4, 3),
            (2, 4),
            (2, 5),
            (if callable.is_empty() { 0 } else { 3 }, 6),
            (1, 7),
        ]);
        let value = match kind {
            0 => self.complex_leaf(),
            1 => self.complex_of_reals(depth - 1),
            2 => {
                self.tag("complex arithmetic");
                let (a, b) = (self.complex(depth - 1), self.complex(depth - 1));
                let operator = self.random.pick(&["+", "-", "*", "*"]);
                let bound = if operator == "*" { a.bound * b.bound } else { a.bound + b.bound };
                Bounded { expr: Expr::binary(a.expr, operator, b.expr), bound }
            }
            3 => {
                self.tag("complex and real arithmetic");
                let (z, x) = (self.complex(depth - 1), self.real(depth - 1));
                // Literals before a complex number have no type of their own.
                let x_expr = if x.expr.is_open() { self.leaf().expr } else { x.expr };
                let operator = self.random.pick(&["+", "-", "*", "*"]);
                let bound = if operator == "*" { z.bound * x.bound } else { z.bound + x.bound };
                let expr = match self.random.chance(50) && !x_expr.is_open() {
                    true => Expr::binary(x_expr, operator, z.expr),
                    false => Expr::binary(z.expr, operator, x_expr),
                };
                Bounded { expr, bound }
            }
            4 => {
                self.tag("complex quotient");
                let a = self.complex(depth - 1);
                let far =
                    Expr::Call("Complex::new".to_string(), vec![Expr::Real(1.5), self.bounded_real(depth - 1, 3.0)]);
                Bounded { expr: Expr::binary(a.expr, "/", far), bound: a.bound }
            }
            5 => {
                self.tag("complex function");
                let name = self.random.pick(&["exp", "conj", "sin", "cos", "conj"]);
                let a = self.bounded_complex(depth - 1, 2.0);
                Bounded { expr: a.method(name, Vec::new()), bound: 8.0 }
            }
            6 => Bounded { expr: self.call(&callable, depth), bound: 4.0 },
            _ => Bounded { expr: self.branches(depth, &|this| this.bounded_complex(depth - 1, 4.0)), bound: 4.0 },
        };
        if value.bound <= 20.0 {
            return value;
        }
        let factor = (100.0 * 4.0 / value.bound).floor().max(1.0) / 100.0;
        Bounded { expr: Expr::binary(value.expr, "*", Expr::Real(factor)), bound: 4.0 }
    }

    /// A real number of a complex one.
    pub(super) fn part_of_complex(&mut self, depth: usize) -> Bounded {
        let z = self.complex(depth - 1);
        match self.random.below(4) {
            0 => {
                self.tag("norm_sqr");
                Bounded { expr: z.expr.method("norm_sqr", Vec::new()), bound: z.bound * z.bound }
            }
            1 => {
                self.tag("complex norm");
                let apart = Expr::binary(
                    z.expr,
                    "+",
                    Expr::Call("Complex::new".to_string(), vec![Expr::Real(7.5), Expr::Real(0.5)]),
                );
                let name = self.random.pick(&["norm", "arg"]);
                Bounded { expr: apart.method(name, Vec::new()), bound: z.bound + 8.0 }
            }
            _ => {
                self.tag("field .re or .im");
                let part = self.random.pick(&["re", "im"]);
                Bounded { expr: z.expr.field(part), bound: z.bound }
            }
        }
    }
}
