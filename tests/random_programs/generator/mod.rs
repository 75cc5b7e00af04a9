//! A generator of well-typed programs over the Rust that `#[differentiable]` supports.
//!
//! A program is a function `f` and a few functions that it calls. The same seed makes the same program. The build script
//! of this package writes each one three times: for the macro; with some expressions moved into functions of their own;
//! and over dual numbers, which is the oracle.

mod bindings;
mod branches;
mod closures;
mod complex;
mod definitions;
mod expressions;
mod extract;
mod fallible;
mod forward;
mod functions;
mod iterators;
mod leaving;
mod lent;
mod loops;
pub(crate) mod print;
mod random;
mod real;
mod scope;
mod statements;
mod switches;
pub(crate) mod syntax;
pub(crate) mod walk;
pub(crate) mod write;

use definitions::Definitions;
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
    "?",
    "Option",
    "Option::map",
    "Result",
    "Result::map",
    "[x; n]",
    "and_then",
    "any or all",
    "array literal",
    "array of arrays",
    "assert",
    "assignment in a block with a value",
    "assignment in a loop",
    "assignment of a whole aggregate",
    "assignment to an element",
    "assignment to an integer",
    "associated function",
    "binding in an arm",
    "block as a statement",
    "block with a value",
    "boolean variable",
    "branch that returns before it sets a variable",
    "break",
    "call",
    "call in a loop",
    "call of a closure",
    "call of a generic function",
    "call of a method",
    "call of a method by its path",
    "cast of an integer",
    "chain",
    "chain over a range",
    "chain over pairs",
    "chunks",
    "chunks_exact",
    "clone",
    "closure",
    "closure called at once",
    "closure that changes variables",
    "collect",
    "complex and real arithmetic",
    "complex arithmetic",
    "complex function",
    "complex norm",
    "complex number from reals",
    "complex quotient",
    "condition of several",
    "continue",
    "copied",
    "copy of an aggregate",
    "count",
    "destructuring",
    "destructuring assignment",
    "destructuring of a struct",
    "early return",
    "elementary function",
    "else if",
    "enum",
    "enum literal",
    "enumerate",
    "exit from a chain",
    "exit of an outer loop",
    "expression moved into a function",
    "field .re or .im",
    "field of a call or tuple",
    "field of a struct",
    "filter",
    "filter_map",
    "flat_map",
    "fold",
    "fold with max or min",
    "for over a chain",
    "for over a range",
    "for over elements",
    "for over inactive items",
    "for_each",
    "function as an argument",
    "function of two numbers",
    "function passed to an iterator",
    "function returning a Result",
    "function returning an Option",
    "function with kinks or jumps",
    "guard",
    "guard on what a pattern binds",
    "if as a statement",
    "if let",
    "if let as a statement",
    "if with a value",
    "inclusive range",
    "index by a variable that is itself assigned",
    "integer computed from stop_gradient",
    "into_iter of an array",
    "labelled block as a statement",
    "labelled block with a value",
    "labelled loop",
    "let else",
    "let without a value",
    "loop",
    "loop over iter_mut",
    "loop that never runs",
    "loop with a value",
    "map",
    "map_or",
    "match as a statement",
    "match on a Result",
    "match on a tuple of comparisons",
    "match on an Option",
    "match on an enum",
    "match on an enum as a statement",
    "match on an integer",
    "match with a value",
    "matches!",
    "matches! on an enum",
    "max, min or clamp",
    "method by reference",
    "method by value",
    "method with two of its type",
    "move closure",
    "move of a vector",
    "mutable parameter",
    "mutable reference",
    "nested loop",
    "nested struct",
    "no_derivative",
    "norm_sqr",
    "ok of a Result",
    "ok_or",
    "operator of a struct",
    "parameter that is a pattern",
    "pattern on inactive values",
    "position",
    "powi",
    "powi with a computed exponent",
    "product of a chain",
    "push into an active vector",
    "range up to a length",
    "range with computed bounds",
    "reduce",
    "reduction of a slice",
    "reference to a slice",
    "reference to a variable or element",
    "remainder",
    "return before any let",
    "return from a loop",
    "return in a closure",
    "rev",
    "scan",
    "shadowing",
    "skip",
    "skip_while",
    "slice of a sequence",
    "slice with an open end",
    "slice with computed bounds",
    "split_at_mut",
    "stack of integers",
    "step_by",
    "stop_gradient",
    "struct",
    "struct literal",
    "struct literal with the rest of another",
    "struct with an integer",
    "sum of a chain",
    "swap of vectors",
    "swap through a temporary",
    "take",
    "take_while",
    "the same array twice in a call",
    "to_vec of a slice",
    "tuple field",
    "tuple struct",
    "unwrap_or",
    "unwrap_or_else",
    "vec![a, b]",
    "vec![x; n]",
    "vector of pairs",
    "vector that grows",
    "while",
    "while let",
    "while on values",
    "wildcard in a pattern",
    "windows",
    "zip",
];

/// A program, and which constructs are in it.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) seed: u64,
    pub(crate) definitions: Definitions,
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
    let definitions = Definitions::new(&mut random, &mut constructs);
    let functions = functions::functions(&mut random, &mut constructs, &definitions);
    let split = seed.is_multiple_of(3).then(|| extract::split(&functions, &mut random));
    if split.as_ref().is_some_and(|split| split.len() > functions.len()) {
        constructs.insert("expression moved into a function");
    }
    Program { seed, definitions, functions, split, constructs }
}

/// What a call needs to know of a function.
#[derive(Clone)]
struct Callable {
    name: String,
    owner: Option<(&'static str, Option<&'static str>)>,
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
    definitions: &'a Definitions,
    /// The type whose `impl` block the function is in.
    owner: Option<&'static str>,
    scope: Scope,
    /// The loops around, innermost last, by their labels.
    labels: Vec<Option<String>>,
    /// How often the innermost loop's body runs at most, over the whole run of the function.
    iterations: usize,
    nesting: usize,
    statements_left: usize,
    /// Not zero: nothing may be assigned to inside expressions here.
    pure: usize,
    /// Not zero: what is made has no derivative.
    inactive: usize,
    /// A place is made to be written.
    writing: bool,
    generic: bool,
    complex: bool,
    output: Type,
    names: usize,
    /// The closures around that decide about an item.
    predicates: usize,
    /// The labelled blocks around.
    labelled_blocks: usize,
    /// The labels of blocks with a value, so that each has its own.
    labelled_values: usize,
    /// The calls of closures around, of which an argument is made.
    closure_arguments: usize,
    /// An integer was bound by a pattern of a struct or an enum.
    pattern_integers: bool,
    /// The closures around.
    closures: usize,
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
        if self.scope.hides(name) && !switches::SHADOWED_PLACES_OF_REFERENCES {
            return self.unused_name();
        }
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
        if !self.generic && self.random.chance(20) {
            let mut types = self.definitions.types();
            types.push(Type::Option(Box::new(Type::Real)));
            if self.random.chance(30) {
                types = vec![Type::Result(Box::new(Type::Real))];
            }
            return types[self.random.below(types.len())].clone();
        }
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
