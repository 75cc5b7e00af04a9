//! The same program with some of its expressions moved into functions, which must change no gradient.

use super::random::Random;
use super::syntax::{Block, Expr, Function, Parameter, Statement, Type};
use super::walk::Parts;

/// Methods that give a real number of a real one.
const REAL_METHODS: &[&str] = &[
    "sin",
    "cos",
    "tanh",
    "atan",
    "exp",
    "exp2",
    "exp_m1",
    "sinh",
    "cosh",
    "sqrt",
    "ln",
    "log2",
    "log10",
    "cbrt",
    "recip",
    "ln_1p",
    "abs",
    "fract",
    "asin",
    "acos",
    "atanh",
    "tan",
    "asinh",
    "to_radians",
    "acosh",
    "powi",
    "powf",
    "atan2",
    "hypot",
    "max",
    "min",
    "clamp",
    "mul_add",
    "rem_euclid",
    "copysign",
];

/// Moves about every third expression that can be moved.
pub(super) fn split(functions: &[Function], random: &mut Random) -> Vec<Function> {
    let mut all = Vec::new();
    let mut count = 0;
    for function in functions {
        let mut function = function.clone();
        if !function.generic {
            let mut mover = Mover { random, moved: Vec::new(), count };
            mover.block(&mut function.body);
            count = mover.count;
            all.append(&mut mover.moved);
        }
        all.push(function);
    }
    all
}

struct Mover<'a> {
    random: &'a mut Random,
    moved: Vec<Function>,
    count: usize,
}

impl Mover<'_> {
    fn block(&mut self, block: &mut Block) {
        for statement in &mut block.statements {
            match statement {
                Statement::Assert(_) => {}
                Statement::Assign { value, .. } => self.expression(value),
                statement => self.parts(statement.parts()),
            }
        }
        block.value.iter_mut().for_each(|value| self.expression(value));
    }

    fn parts(&mut self, parts: Parts<'_>) {
        parts.expressions.into_iter().for_each(|expression| self.expression(expression));
        parts.blocks.into_iter().for_each(|block| self.block(block));
    }

    fn expression(&mut self, expression: &mut Expr) {
        let is_operation = matches!(expression, Expr::Binary(..) | Expr::Method(..));
        if is_operation && type_of(expression) == Some(Type::Real) && !expression.is_open() && self.random.chance(35) {
            self.replace(expression);
            return;
        }
        match expression {
            Expr::Matches(..) => {}
            // Guards stay, as what a pattern binds may be a reference there.
            Expr::Match(scrutinee, arms) => {
                self.expression(scrutinee);
                arms.iter_mut().for_each(|arm| self.block(&mut arm.block));
            }
            expression => self.parts(expression.parts()),
        }
    }

    /// `expression` becomes a call of a function whose body it is.
    fn replace(&mut self, expression: &mut Expr) {
        let mut names = Vec::new();
        free_names(expression, &mut names);
        if names.iter().any(|(name, _)| name == "self") {
            return;
        }
        let name = format!("moved{}", self.count);
        self.count += 1;
        let (mut parameters, mut arguments) = (Vec::new(), Vec::new());
        for (variable, own) in &names {
            let argument = Expr::name(variable, own);
            let (ty, argument) = match own {
                Type::Array(..) => (Type::Ref(Box::new(own.clone())), argument.borrowed()),
                Type::MutRef(inner) => (Type::Ref(inner.clone()), argument.dereferenced().borrowed()),
                Type::MutSlice(element, length) => {
                    (Type::Slice(element.clone(), *length), argument.dereferenced().borrowed())
                }
                Type::Struct(_) if !own.is_copy() => (Type::Ref(Box::new(own.clone())), argument.borrowed()),
                Type::Vec(element, length) | Type::Grown(element, length) => {
                    (Type::Slice(element.clone(), *length), argument.borrowed())
                }
                _ => (own.clone(), argument),
            };
            parameters.push(Parameter { pattern: variable.clone(), ty, no_derivative: false });
            arguments.push(argument);
        }
        let body = std::mem::replace(expression, Expr::Call(name.clone(), arguments));
        let body = Block { statements: Vec::new(), value: Some(Box::new(body)) };
        self.moved.push(Function { name, owner: None, generic: false, parameters, output: Type::Real, body });
    }
}

/// The type of an expression that can be moved; `None` of one that cannot.
fn type_of(expression: &Expr) -> Option<Type> {
    match expression {
        Expr::Real(_) => Some(Type::Real),
        Expr::Int(_) => Some(Type::Int),
        Expr::Name(_, ty) => Some(ty.clone()),
        Expr::Unary("-", a) => type_of(a).filter(|ty| matches!(ty, Type::Real | Type::Complex)),
        Expr::Unary("*", a) => match type_of(a)? {
            Type::Ref(inner) | Type::MutRef(inner) => Some(*inner),
            _ => None,
        },
        Expr::Binary(a, "+" | "-" | "*" | "/" | "%", b) => match (type_of(a)?, type_of(b)?) {
            (Type::Int, Type::Int) => Some(Type::Int),
            (Type::Real, Type::Real) => Some(Type::Real),
            (Type::Complex | Type::Real, Type::Complex | Type::Real) => Some(Type::Complex),
            _ => None,
        },
        Expr::Method(receiver, "norm_sqr" | "norm" | "arg", arguments) if arguments.is_empty() => {
            (type_of(receiver)? == Type::Complex).then_some(Type::Real)
        }
        Expr::Method(receiver, "conj" | "exp" | "sin" | "cos", arguments)
            if arguments.is_empty() && type_of(receiver)? == Type::Complex =>
        {
            Some(Type::Complex)
        }
        Expr::Method(receiver, "len", _) => type_of(receiver)?.sequence().map(|_| Type::Int),
        Expr::Method(receiver, "sum" | "mean", _) => match type_of(receiver)?.sequence()? {
            (Type::Real, _) => Some(Type::Real),
            _ => None,
        },
        Expr::Method(receiver, name, arguments) if REAL_METHODS.contains(name) => {
            let movable = arguments.iter().all(|argument| type_of(argument).is_some());
            (movable && type_of(receiver)? == Type::Real).then_some(Type::Real)
        }
        Expr::Index(base, index) => {
            let base = type_of(base)?;
            (type_of(index)? == Type::Int).then(|| base.sequence().map(|(element, _)| element.clone()))?
        }
        Expr::Field(base, field) => match (type_of(base)?, *field) {
            (Type::Complex, "re" | "im") => Some(Type::Real),
            (Type::Struct(of), field) => of.fields.iter().find(|(name, _)| *name == field).map(|(_, ty)| ty.clone()),
            (Type::Ref(inner), field) => match *inner {
                Type::Struct(of) => of.fields.iter().find(|(name, _)| *name == field).map(|(_, ty)| ty.clone()),
                _ => None,
            },
            (Type::Tuple(parts), "0") => parts.first().cloned(),
            (Type::Tuple(parts), "1") => parts.get(1).cloned(),
            _ => None,
        },
        Expr::Cast(inner) => type_of(inner).map(|_| Type::Real),
        Expr::Exponent(inner) => type_of(inner),
        Expr::Stop(inner) => type_of(inner).filter(|ty| *ty == Type::Real),
        _ => None,
    }
}

fn free_names(expression: &Expr, names: &mut Vec<(String, Type)>) {
    match expression {
        Expr::Name(name, ty) if !names.iter().any(|(known, _)| known == name) => {
            names.push((name.clone(), ty.clone()));
        }
        Expr::Unary(_, a) | Expr::Field(a, _) | Expr::Cast(a) | Expr::Exponent(a) | Expr::Stop(a) => {
            free_names(a, names)
        }
        Expr::Binary(a, _, b) | Expr::Index(a, b) => {
            free_names(a, names);
            free_names(b, names);
        }
        Expr::Method(receiver, _, arguments) => {
            free_names(receiver, names);
            arguments.iter().for_each(|argument| free_names(argument, names));
        }
        _ => {}
    }
}
