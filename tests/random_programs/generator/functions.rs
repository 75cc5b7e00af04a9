//! Whole functions.

use super::random::Random;
use super::scope::Scope;
use super::syntax::{Block, Expr, Function, Parameter, Statement, Type};
use super::{Callable, Definitions, Generator};
use std::collections::BTreeSet;

/// The functions of a program, `f` the last.
pub(super) fn functions(
    random: &mut Random,
    constructs: &mut BTreeSet<&'static str>,
    definitions: &Definitions,
) -> Vec<Function> {
    let complex = random.chance(25);
    let mut callable: Vec<Callable> = Vec::new();
    let mut functions = Vec::new();
    for method in definitions.methods(random, constructs) {
        let statements = random.below(3);
        let owner = Some((method.owner, method.of_trait));
        let name = method.name.to_string();
        let made =
            Making { random, constructs, definitions, callable: &callable, owner, generic: false, complex: false };
        let function = made.function(name, method.parameters, method.output, statements);
        callable.push(Callable::of(&function));
        functions.push(function);
    }
    for index in 0..random.weighted(&[(2, 0), (3, 1), (4, 2), (2, 3)]) {
        let generic = random.chance(20);
        let output = match random.below(10) {
            _ if generic => Type::Real,
            0 => Type::Tuple(vec![Type::Real, Type::Real]),
            1 => Type::Array(Box::new(Type::Real), 2 + random.below(2)),
            2 => Type::Vec(Box::new(Type::Real), 2 + random.below(3)),
            3 | 4 if complex => Type::Complex,
            5 => {
                constructs.insert("function returning an Option");
                Type::Option(Box::new(Type::Real))
            }
            6 => {
                constructs.insert("function returning a Result");
                Type::Result(Box::new(Type::Real))
            }
            7 if !definitions.types().is_empty() => {
                let types = definitions.types();
                types[random.below(types.len())].clone()
            }
            _ => Type::Real,
        };
        let parameters = parameters(random, constructs, definitions, generic, complex, false);
        let statements = 1 + random.below(5);
        let name = format!("h{index}");
        let made = Making { random, constructs, definitions, callable: &callable, owner: None, generic, complex };
        let function = made.function(name, parameters, output, statements);
        callable.push(Callable::of(&function));
        functions.push(function);
    }
    let parameters = parameters(random, constructs, definitions, false, complex, true);
    let statements = 4 + random.below(14);
    let made = Making { random, constructs, definitions, callable: &callable, owner: None, generic: false, complex };
    functions.push(made.function("f".to_string(), parameters, Type::Real, statements));
    functions
}

fn parameters(
    random: &mut Random,
    constructs: &mut BTreeSet<&'static str>,
    definitions: &Definitions,
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
            (if definitions.types().is_empty() || generic { 0 } else { 8 }, 9),
            (if outermost || generic { 0 } else { 2 }, 10),
        ]) {
            9 => {
                let types = definitions.types();
                let ty = types[random.below(types.len())].clone();
                match ty {
                    // What variant `f` is called with would have to be chosen.
                    Type::Enum(_) if outermost => Type::Real,
                    ty if random.chance(40) => Type::Ref(Box::new(ty)),
                    ty => ty,
                }
            }
            10 => Type::Option(Box::new(Type::Real)),
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

impl Callable {
    fn of(function: &Function) -> Self {
        Callable {
            name: function.name.clone(),
            owner: function.owner,
            generic: function.generic,
            parameters: function.parameters.clone(),
            output: function.output.clone(),
        }
    }
}

/// What a function is made with.
struct Making<'a> {
    random: &'a mut Random,
    constructs: &'a mut BTreeSet<&'static str>,
    definitions: &'a Definitions,
    callable: &'a [Callable],
    owner: Option<(&'static str, Option<&'static str>)>,
    generic: bool,
    complex: bool,
}

impl Making<'_> {
    fn function(self, name: String, parameters: Vec<Parameter>, output: Type, statements: usize) -> Function {
        let (generic, owner) = (self.generic, self.owner);
        let callable: Vec<Callable> =
            self.callable.iter().filter(|callable| callable.generic || !generic).cloned().collect();
        let mut generator = Generator {
            random: self.random,
            constructs: self.constructs,
            functions: &callable,
            definitions: self.definitions,
            owner: owner.map(|(owner, _)| owner),
            scope: Scope::default(),
            labels: Vec::new(),
            iterations: 1,
            nesting: 0,
            statements_left: statements,
            pure: 0,
            inactive: 0,
            writing: false,
            generic,
            complex: self.complex && !generic,
            output: output.clone(),
            names: 0,
            predicates: 0,
            labelled_blocks: 0,
            labelled_values: 0,
            closure_arguments: 0,
            pattern_integers: false,
            closures: 0,
        };
        let body = generator.body_of(&parameters, &output);
        Function { name, owner, generic, parameters, output, body }
    }
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
