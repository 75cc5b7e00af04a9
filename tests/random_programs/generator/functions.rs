//! Whole functions.

use super::random::Random;
use super::scope::Scope;
use super::syntax::{Block, Expr, Function, Parameter, Statement, Type};
use super::{Callable, Generator};
use std::collections::BTreeSet;

/// The functions of a program, `f` the last.
pub(super) fn functions(random: &mut Random, constructs: &mut BTreeSet<&'static str>) -> Vec<Function> {
    let complex = random.chance(25);
    let mut callable: Vec<Callable> = Vec::new();
    let mut functions = Vec::new();
    for index in 0..random.weighted(&[(2, 0), (3, 1), (3, 2), (1, 3)]) {
        let generic = random.chance(20);
        let output = match random.below(10) {
            _ if generic => Type::Real,
            0 => Type::Tuple(vec![Type::Real, Type::Real]),
            1 => Type::Array(Box::new(Type::Real), 2 + random.below(2)),
            2 => Type::Vec(Box::new(Type::Real), 2 + random.below(3)),
            3 | 4 if complex => Type::Complex,
            _ => Type::Real,
        };
        let parameters = parameters(random, constructs, generic, complex, false);
        let statements = 1 + random.below(5);
        let name = format!("h{index}");
        let function = function(random, constructs, &callable, name, parameters, output, generic, complex, statements);
        callable.push(Callable {
            name: function.name.clone(),
            generic,
            parameters: function.parameters.clone(),
            output: function.output.clone(),
        });
        functions.push(function);
    }
    let parameters = parameters(random, constructs, false, complex, true);
    let statements = 4 + random.below(14);
    functions.push(function(
        random,
        constructs,
        &callable,
        "f".to_string(),
        parameters,
        Type::Real,
        false,
        complex,
        statements,
    ));
    functions
}

fn parameters(
    random: &mut Random,
    constructs: &mut BTreeSet<&'static str>,
    generic: bool,
    complex: bool,
    outermost: bool,
) -> Vec<Parameter> {
    let reals = |length| (Box::new(Type::Real), length);
    let mut parameters = Vec::new();
    for name in ["x", "y", "v", "w"].iter().take(1 + random.below(4)) {
        let length = 2 + random.below(3);
        let is_first = parameters.is_empty();
        let ty = match random.weighted(&[
            (10, 0),
            (8, 1),
            (if generic { 0 } else { 3 }, 2),
            (if generic { 0 } else { 3 }, 3),
            (if generic { 0 } else { 2 }, 4),
            (if generic { 0 } else { 2 }, 5),
            (if generic { 0 } else { 2 }, 6),
            (if is_first || generic { 0 } else { 3 }, 7),
            (if complex && !generic { 6 } else { 0 }, 8),
        ]) {
            1 => {
                let (element, length) = reals(length);
                Type::Slice(element, length)
            }
            2 => {
                let (element, length) = reals(length);
                Type::Array(element, length)
            }
            3 => {
                let (element, length) = reals(length);
                Type::Vec(element, length)
            }
            4 => Type::Tuple(vec![Type::Real, Type::Real]),
            5 => Type::Ref(Box::new(Type::Real)),
            6 => {
                let (element, length) = reals(length);
                Type::Ref(Box::new(Type::Array(element, length)))
            }
            7 => Type::Int,
            8 => Type::Complex,
            _ => Type::Real,
        };
        let mut pattern = name.to_string();
        let no_derivative = ty == Type::Real && !is_first && random.chance(8);
        if no_derivative {
            constructs.insert("no_derivative");
        } else if matches!(ty, Type::Real | Type::Array(..) | Type::Vec(..)) && random.chance(12) {
            constructs.insert("mutable parameter");
            pattern = format!("mut {name}");
        } else if matches!(ty, Type::Tuple(_)) && random.chance(50) {
            constructs.insert("parameter that is a pattern");
            pattern = format!("({name}0, {name}1)");
        }
        parameters.push(Parameter { pattern, ty, no_derivative });
    }
    if outermost && parameters.iter().map(|parameter| parameter.ty.reals()).sum::<usize>() < 2 {
        parameters.push(Parameter {
            pattern: "z".to_string(),
            ty: Type::Slice(Box::new(Type::Real), 3),
            no_derivative: false,
        });
    }
    parameters
}

#[allow(clippy::too_many_arguments)]
fn function(
    random: &mut Random,
    constructs: &mut BTreeSet<&'static str>,
    callable: &[Callable],
    name: String,
    parameters: Vec<Parameter>,
    output: Type,
    generic: bool,
    complex: bool,
    statements: usize,
) -> Function {
    let callable: Vec<Callable> = callable.iter().filter(|callable| callable.generic || !generic).cloned().collect();
    let mut generator = Generator {
        random,
        constructs,
        functions: &callable,
        scope: Scope::default(),
        labels: Vec::new(),
        iterations: 1,
        nesting: 0,
        statements_left: statements,
        pure: 0,
        writing: false,
        generic,
        complex: complex && !generic,
        output: output.clone(),
        names: 0,
    };
    let body = generator.body_of(&parameters, &output);
    Function { name, generic, parameters, output, body }
}

impl Generator<'_> {
    fn body_of(&mut self, parameters: &[Parameter], output: &Type) -> Block {
        self.scope.enter();
        for parameter in parameters {
            let mutable = parameter.pattern.starts_with("mut ");
            let name = parameter.pattern.trim_start_matches("mut ");
            match &parameter.ty {
                Type::Tuple(parts) if name.starts_with('(') => {
                    let names = name.trim_matches(['(', ')']).split(", ");
                    names.zip(parts).for_each(|(name, part)| {
                        self.scope.add(name, part.clone(), false);
                    });
                }
                Type::Int => {
                    self.scope.add_index(name, false, Some(5));
                }
                ty => {
                    self.scope.add(name, ty.clone(), mutable);
                }
            }
        }
        let mut statements = Vec::new();
        if self.random.chance(10) {
            self.tag("return before any let");
            let value = self.value(output, 1);
            let leave = Block { statements: vec![Statement::Return(value)], value: None };
            statements.push(Statement::Branch(Expr::If(Box::new(self.condition(1)), leave, None)));
        }
        while self.statements_left > 0 {
            statements.extend(self.statement());
        }
        let value = match output {
            // What was computed shall count.
            Type::Real => {
                let mut value = self.bounded_real(2, 4.0);
                for _ in 0..2 + self.random.below(3) {
                    let place = self.leaf().expr;
                    let weighted = if self.random.chance(50) {
                        let weight = self.real_literal(1.0);
                        Expr::binary(place, "*", weight)
                    } else {
                        place
                    };
                    value = Expr::binary(value, self.random.pick(&["+", "-"]), weighted);
                }
                value
            }
            _ => self.value(output, 3),
        };
        self.scope.leave();
        Block { statements, value: Some(Box::new(value)) }
    }
}
