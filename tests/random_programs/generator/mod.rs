//! A generator of well-typed programs over the Rust that `#[differentiable]` supports.
//!
//! A program is a function `f` and a few functions that it calls. The same seed makes the same program. The build script
//! of this package writes each one three times: for the macro; with some expressions moved into functions of their own;
//! and over dual numbers, which is the oracle.

mod bindings;
mod branches;
mod complex;
mod expressions;
mod extract;
mod functions;
mod loops;
pub(crate) mod print;
mod random;
mod real;
mod scope;
mod statements;
pub(crate) mod syntax;
pub(crate) mod write;

use random::Random;
use scope::Scope;
use std::collections::BTreeSet;
use syntax::{Function, Parameter, Type};

/// What the programs are made of. Each of these is to be found in at least one program in a hundred.
pub(crate) const CONSTRUCTS: &[&str] = &[
    "*=",
    "+=",
    "-=",
    "/=",
    "=",
    "[x; n]",
    "array literal",
    "array of arrays",
    "assert",
    "assignment in a block with a value",
    "assignment in a loop",
    "assignment of a whole aggregate",
    "assignment to an element",
    "assignment to an integer",
    "binding in an arm",
    "block as a statement",
    "block with a value",
    "boolean variable",
    "branch that returns before it sets a variable",
    "break",
    "call",
    "call in a loop",
    "call of a generic function",
    "cast of an integer",
    "clone",
    "complex and real arithmetic",
    "complex arithmetic",
    "complex function",
    "complex norm",
    "complex number from reals",
    "complex quotient",
    "condition of several",
    "continue",
    "copy of an aggregate",
    "destructuring",
    "early return",
    "elementary function",
    "else if",
    "enumerate",
    "exit of an outer loop",
    "expression moved into a function",
    "field .re or .im",
    "field of a call or tuple",
    "for over a range",
    "for over elements",
    "for over inactive items",
    "function of two numbers",
    "function with kinks or jumps",
    "guard",
    "if as a statement",
    "if with a value",
    "inclusive range",
    "index by a variable that is itself assigned",
    "integer computed from stop_gradient",
    "labelled loop",
    "let without a value",
    "loop",
    "loop that never runs",
    "match as a statement",
    "match on a tuple of comparisons",
    "match on an integer",
    "match with a value",
    "max, min or clamp",
    "move of a vector",
    "mutable parameter",
    "nested loop",
    "no_derivative",
    "norm_sqr",
    "parameter that is a pattern",
    "powi",
    "powi with a computed exponent",
    "range up to a length",
    "range with computed bounds",
    "reduction of a slice",
    "reference to a slice",
    "reference to a variable or element",
    "remainder",
    "return before any let",
    "return from a loop",
    "shadowing",
    "slice of a sequence",
    "slice with an open end",
    "slice with computed bounds",
    "stack of integers",
    "stop_gradient",
    "swap of vectors",
    "swap through a temporary",
    "the same array twice in a call",
    "to_vec of a slice",
    "tuple field",
    "vec![a, b]",
    "vec![x; n]",
    "vector of pairs",
    "while",
    "while on values",
    "wildcard in a pattern",
    "zip",
];

/// A program, and which constructs are in it.
pub(crate) struct Program {
    pub(crate) seed: u64,
    /// In the order of their definition: `f` is the last.
    pub(crate) functions: Vec<Function>,
    /// The same, with expressions moved into functions; of every third program, since it takes long to compile.
    pub(crate) split: Option<Vec<Function>>,
    pub(crate) constructs: BTreeSet<&'static str>,
}

/// The program of a seed.
pub(crate) fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let mut constructs = BTreeSet::new();
    let functions = functions::functions(&mut random, &mut constructs);
    let split = seed.is_multiple_of(3).then(|| extract::split(&functions, &mut random));
    if split.as_ref().is_some_and(|split| split.len() > functions.len()) {
        constructs.insert("expression moved into a function");
    }
    Program { seed, functions, split, constructs }
}

/// What a call needs to know of a function.
#[derive(Clone)]
struct Callable {
    name: String,
    generic: bool,
    parameters: Vec<Parameter>,
    output: Type,
}

/// The state while one function is made.
struct Generator<'a> {
    random: &'a mut Random,
    constructs: &'a mut BTreeSet<&'static str>,
    /// The functions that may be called.
    functions: &'a [Callable],
    scope: Scope,
    /// The loops around, innermost last, by their labels.
    labels: Vec<Option<String>>,
    /// How often the innermost loop's body runs at most, over the whole run of the function.
    iterations: usize,
    nesting: usize,
    statements_left: usize,
    /// Not zero: nothing may be assigned to inside expressions here.
    pure: usize,
    /// A place is made to be written.
    writing: bool,
    generic: bool,
    complex: bool,
    output: Type,
    names: usize,
}

impl Generator<'_> {
    fn tag(&mut self, construct: &'static str) {
        debug_assert!(CONSTRUCTS.contains(&construct), "`{construct}` is not in the list of constructs");
        self.constructs.insert(construct);
    }

    /// A name for a local, often one that is taken already.
    fn new_name(&mut self) -> String {
        let name = self.random.pick(&[
            "a", "b", "c", "p", "q", "r", "s", "t", "u", "acc", "sum", "out", "seed", "value", "pullback", "result",
            "x_new", "at", "step",
        ]);
        if self.scope.is_visible(name) {
            self.tag("shadowing");
        }
        name.to_string()
    }

    /// A name for an index, often one that is taken already.
    fn fresh_name(&mut self) -> String {
        self.random.pick(&["i", "j", "k", "l", "m"]).to_string()
    }

    /// A name that nothing else has.
    fn unused_name(&mut self) -> String {
        self.names += 1;
        format!("{}{}", self.random.pick(&["e", "g", "o"]), self.names)
    }

    /// The type of a new local.
    fn local_type(&mut self) -> Type {
        let reals = |length| (Box::new(Type::Real), length);
        let length = 2 + self.random.below(3);
        let complex = if self.complex { 1 } else { 0 };
        match self.random.weighted(&[
            (24, 0),
            (8, 1),
            (8, 2),
            (4, 3),
            (2, 4),
            (2, 5),
            (12 * complex, 6),
            (3 * complex, 7),
            (5, 8),
            (5, 9),
            (2, 10),
        ]) {
            0 => Type::Real,
            1 => {
                let (element, length) = reals(length);
                Type::Array(element, length)
            }
            2 => {
                let (element, length) = reals(length);
                Type::Vec(element, length)
            }
            3 => Type::Tuple(vec![Type::Real, Type::Real]),
            4 => {
                self.tag("array of arrays");
                Type::Array(Box::new(Type::Array(Box::new(Type::Real), 2)), 2)
            }
            5 => {
                self.tag("vector of pairs");
                Type::Vec(Box::new(Type::Tuple(vec![Type::Real, Type::Real])), 2)
            }
            6 => Type::Complex,
            7 => Type::Array(Box::new(Type::Complex), 2),
            8 => Type::Int,
            9 => Type::Bool,
            _ => Type::Array(Box::new(Type::Int), 3),
        }
    }
}
