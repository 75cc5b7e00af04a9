//! Types that a program defines, with their methods and operators.

use super::random::Random;
use super::switches;
use super::syntax::{Enum, Expr, Parameter, Struct, Type};
use super::{Callable, Generator};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The structs and enums of a program.
#[derive(Default, Clone)]
pub(crate) struct Definitions {
    pub(crate) structs: Vec<Rc<Struct>>,
    pub(crate) enums: Vec<Rc<Enum>>,
}

/// A method, an associated function or an operator that is to be made.
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) owner: &'static str,
    pub(super) of_trait: Option<&'static str>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) output: Type,
}

impl Definitions {
    pub(super) fn new(random: &mut Random, constructs: &mut BTreeSet<&'static str>) -> Self {
        let mut definitions = Definitions::default();
        if random.chance(50) {
            constructs.insert("struct");
            let mut fields = vec![("x", Type::Real), ("y", Type::Real)];
            if random.chance(40) {
                constructs.insert("struct with an integer");
                fields.push(("k", Type::Int));
            }
            if random.chance(15) {
                fields.push(("v", Type::Array(Box::new(Type::Real), 2)));
            }
            let point = Rc::new(Struct { name: "P", fields });
            definitions.structs.push(point.clone());
            if random.chance(35) {
                constructs.insert("tuple struct");
                let fields = vec![("0", Type::Real), ("1", Type::Real)];
                definitions.structs.push(Rc::new(Struct { name: "W", fields }));
            }
            if random.chance(35) {
                constructs.insert("nested struct");
                let fields = vec![("p", Type::Struct(point)), ("s", Type::Real)];
                definitions.structs.push(Rc::new(Struct { name: "Q", fields }));
            }
        }
        if random.chance(40) {
            constructs.insert("enum");
            let variant = |name, fields| Struct { name, fields };
            let variants = vec![
                variant("A", vec![("0", Type::Real)]),
                variant("B", vec![("w", Type::Real), ("h", Type::Real)]),
                variant("C", vec![("0", Type::Real), ("1", Type::Int)]),
                variant("N", vec![]),
            ];
            definitions.enums.push(Rc::new(Enum { name: "E", variants }));
        }
        definitions
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        self.structs.iter().map(|of| of.name).chain(self.enums.iter().map(|of| of.name)).collect()
    }

    pub(super) fn types(&self) -> Vec<Type> {
        let structs = self.structs.iter().cloned().map(Type::Struct);
        structs.chain(self.enums.iter().cloned().map(Type::Enum)).collect()
    }

    /// The methods of a program's types.
    pub(super) fn methods(&self, random: &mut Random, constructs: &mut BTreeSet<&'static str>) -> Vec<Method> {
        let parameter = |name: &str, ty: Type| Parameter { pattern: name.to_string(), ty, no_derivative: false };
        let mut methods = Vec::new();
        for ty in self.types() {
            let (owner, fields) = match &ty {
                Type::Struct(of) => (of.name, of.fields.clone()),
                Type::Enum(of) => (of.name, Vec::new()),
                _ => unreachable!("only these are defined"),
            };
            let is_struct = matches!(ty, Type::Struct(_));
            let reference = Type::Ref(Box::new(ty.clone()));
            let mut add = |name, of_trait, parameters, output| {
                methods.push(Method { name, owner, of_trait, parameters, output });
            };
            if is_struct && random.chance(50) {
                constructs.insert("associated function");
                let names = ["a", "b", "c", "e"].iter().zip(&fields);
                add("new", None, names.map(|(name, (_, ty))| parameter(name, ty.clone())).collect(), ty.clone());
            }
            if random.chance(55) {
                constructs.insert("method by reference");
                let mut parameters = vec![parameter("self", reference.clone())];
                if random.chance(60) {
                    parameters.push(parameter("t", Type::Real));
                }
                add("m0", None, parameters, Type::Real);
            }
            if random.chance(40) {
                constructs.insert("method by value");
                let parameters = vec![parameter("self", ty.clone()), parameter("t", Type::Real)];
                let output = if random.chance(60) { ty.clone() } else { Type::Real };
                add("m1", None, parameters, output);
            }
            if random.chance(25) {
                constructs.insert("method with two of its type");
                let parameters = vec![parameter("self", reference.clone()), parameter("other", reference.clone())];
                add("m2", None, parameters, if random.chance(50) { ty.clone() } else { Type::Real });
            }
            if is_struct && random.chance(35) {
                constructs.insert("operator of a struct");
                let both = vec![parameter("self", ty.clone()), parameter("other", ty.clone())];
                match random.below(3) {
                    0 => add("add", Some("Add"), both, ty.clone()),
                    1 => {
                        let parameters = vec![parameter("self", ty.clone()), parameter("t", Type::Real)];
                        add("mul", Some("Mul<REAL>"), parameters, ty.clone());
                    }
                    _ => add("neg", Some("Neg"), vec![parameter("self", ty.clone())], ty.clone()),
                }
            }
        }
        methods
    }
}

impl Generator<'_> {
    /// `P`, or `Self` where that is the same.
    fn name_of(&mut self, name: &str) -> String {
        if self.owner == Some(name) && self.random.chance(50) { "Self".to_string() } else { name.to_string() }
    }

    /// A struct literal, or a call of a constructor.
    pub(super) fn constructed(&mut self, ty: &Type, depth: usize) -> Expr {
        match ty {
            Type::Struct(of) => {
                let path = self.name_of(of.name);
                self.tag("struct literal");
                let rest = match self.place(ty) {
                    Some(rest) if !of.is_tuple() && self.random.chance(50) => Some(rest),
                    _ => None,
                };
                self.of_fields(path, of, rest, depth)
            }
            Type::Enum(of) => {
                let variant = &of.variants[self.random.below(of.variants.len())];
                let path = format!("{}::{}", self.name_of(of.name), variant.name);
                self.tag("enum literal");
                self.of_fields(path, variant, None, depth)
            }
            Type::Option(inner) => {
                self.tag("Option");
                match self.random.chance(75) {
                    true => Expr::call("Some", vec![self.value(inner, depth)]),
                    false if switches::UNTYPED_NONE => Expr::Path("None".to_string()),
                    false => Expr::Path("None::<REAL>".to_string()),
                }
            }
            Type::Result(inner) => {
                self.tag("Result");
                match self.random.chance(75) {
                    true => Expr::call("Ok", vec![self.value(inner, depth)]),
                    false => Expr::call("Err", vec![self.int(5)]),
                }
            }
            _ => unreachable!("nothing else is constructed"),
        }
    }

    fn of_fields(&mut self, path: String, of: &Struct, rest: Option<Expr>, depth: usize) -> Expr {
        if of.fields.is_empty() {
            return Expr::Path(path);
        }
        if of.is_tuple() {
            return Expr::call(path, of.fields.iter().map(|(_, ty)| self.value(ty, depth)).collect());
        }
        let mut fields: Vec<_> = of.fields.clone();
        if rest.is_some() {
            self.tag("struct literal with the rest of another");
            fields.remove(self.random.below(fields.len()));
        }
        if self.random.chance(30) {
            fields.reverse();
        }
        let fields = fields.into_iter().map(|(name, ty)| (name, self.value(&ty, depth))).collect();
        Expr::Struct { path, fields, rest: rest.map(Box::new) }
    }

    /// A call of a method, an associated function or an operator.
    pub(super) fn call_of_method(&mut self, function: &Callable, mut arguments: Vec<Expr>) -> Expr {
        let (owner, of_trait) = function.owner.expect("it is a method");
        match of_trait {
            Some("Add") => {
                let other = arguments.pop().expect("two operands");
                return Expr::binary(arguments.remove(0), "+", other);
            }
            Some("Neg") => return Expr::Unary("-", Box::new(arguments.remove(0))),
            Some(_) => {
                let factor = arguments.pop().expect("two operands");
                return Expr::binary(arguments.remove(0), "*", factor);
            }
            None => {}
        }
        let is_method = function.parameters.first().is_some_and(|first| first.pattern == "self");
        let by_value = is_method && !matches!(function.parameters[0].ty, Type::Ref(_));
        let may_name = !by_value || switches::PATHS_OF_METHODS_BY_VALUE;
        if !is_method || may_name && self.random.chance(20) {
            let path = self.name_of(owner);
            self.tag("call of a method by its path");
            return Expr::call(format!("{path}::{}", function.name), arguments);
        }
        self.tag("call of a method");
        let receiver = match arguments.remove(0) {
            Expr::Unary("&", place) => *place,
            other => other,
        };
        let name = ["m0", "m1", "m2"].into_iter().find(|name| *name == function.name).expect("a method's name");
        receiver.method(name, arguments)
    }
}
