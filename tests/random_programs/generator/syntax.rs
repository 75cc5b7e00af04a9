//! The syntax of the generated programs. Types are known while a program is made, and left out of most nodes.

use std::rc::Rc;

/// A struct that a program defines: fields that are called `0` and `1` are those of a tuple struct.
#[derive(Debug, PartialEq)]
pub(crate) struct Struct {
    pub(crate) name: &'static str,
    pub(crate) fields: Vec<(&'static str, Type)>,
}

/// An enum that a program defines.
#[derive(Debug, PartialEq)]
pub(crate) struct Enum {
    pub(crate) name: &'static str,
    pub(crate) variants: Vec<Struct>,
}

impl Struct {
    pub(crate) fn is_tuple(&self) -> bool {
        self.fields.first().is_some_and(|(name, _)| *name == "0")
    }
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    Real,
    Complex,
    Int,
    Bool,
    Tuple(Vec<Type>),
    Array(Box<Type>, usize),
    Vec(Box<Type>, usize),
    /// A vector of integers that grows and shrinks.
    Stack,
    /// `&[T]`, with at least so many elements.
    Slice(Box<Type>, usize),
    Ref(Box<Type>),
    /// A vector that was collected or that grows: it has at least so many elements.
    Grown(Box<Type>, usize),
    MutRef(Box<Type>),
    MutSlice(Box<Type>, usize),
    Struct(Rc<Struct>),
    Enum(Rc<Enum>),
    Option(Box<Type>),
    /// With an integer as the error.
    Result(Box<Type>),
    /// A closure that may be called by name, with its result.
    Closure(Vec<Type>, Box<Type>),
}

impl Type {
    pub(crate) fn pair() -> Type {
        Type::Tuple(vec![Type::Real, Type::Real])
    }

    /// The elements of a sequence, and how many there are at least; references are looked through.
    pub(crate) fn sequence(&self) -> Option<(&Type, usize)> {
        match self {
            Type::Array(element, length)
            | Type::Vec(element, length)
            | Type::Grown(element, length)
            | Type::MutSlice(element, length)
            | Type::Slice(element, length) => Some((element, *length)),
            Type::Ref(inner) => inner.sequence(),
            _ => None,
        }
    }

    pub(crate) fn is_copy(&self) -> bool {
        match self {
            Type::Vec(..) | Type::Grown(..) | Type::Stack | Type::MutRef(_) | Type::MutSlice(..) => false,
            Type::Tuple(parts) => parts.iter().all(Type::is_copy),
            Type::Array(element, _) => element.is_copy(),
            Type::Option(inner) | Type::Result(inner) => inner.is_copy(),
            Type::Struct(of) => of.fields.iter().all(|(_, ty)| ty.is_copy()),
            Type::Enum(of) => of.variants.iter().flat_map(|variant| &variant.fields).all(|(_, ty)| ty.is_copy()),
            _ => true,
        }
    }

    /// How many real numbers a value is made of.
    pub(crate) fn reals(&self) -> usize {
        match self {
            Type::Real => 1,
            Type::Complex => 2,
            Type::Int | Type::Bool | Type::Stack | Type::Closure(..) => 0,
            Type::Enum(_) | Type::Option(_) | Type::Result(_) => unreachable!("it is not known which variant it is"),
            Type::Struct(of) => of.fields.iter().map(|(_, ty)| ty.reals()).sum(),
            Type::Tuple(parts) => parts.iter().map(Type::reals).sum(),
            Type::Array(element, length)
            | Type::Vec(element, length)
            | Type::Grown(element, length)
            | Type::MutSlice(element, length)
            | Type::Slice(element, length) => length * element.reals(),
            Type::Ref(inner) | Type::MutRef(inner) => inner.reals(),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Expr {
    Real(f64),
    Int(usize),
    Name(String, Type),
    /// `-`, `!`, `*` or `&`
    Unary(&'static str, Box<Expr>),
    Binary(Box<Expr>, &'static str, Box<Expr>),
    Method(Box<Expr>, &'static str, Vec<Expr>),
    Call(String, Vec<Expr>),
    Field(Box<Expr>, &'static str),
    Index(Box<Expr>, Box<Expr>),
    Paren(Box<Expr>),
    /// `a..b`; without an `a` where that is 0, and without a `b` where there is none.
    Range(Box<Expr>, Option<Box<Expr>>),
    /// An integer as a real number.
    Cast(Box<Expr>),
    /// A real number as an integer, without a derivative.
    Truncate(Box<Expr>),
    /// An integer as an exponent.
    Exponent(Box<Expr>),
    Stop(Box<Expr>),
    If(Box<Expr>, Block, Option<Block>),
    Match(Box<Expr>, Vec<Arm>),
    Block(Block),
    Tuple(Vec<Expr>),
    Array(Vec<Expr>),
    Vector(Vec<Expr>),
    /// `[e; n]` or `vec![e; n]`
    Repeat {
        element: Box<Expr>,
        length: usize,
        vector: bool,
    },
    /// With `REAL` for the type of real numbers.
    Path(String),
    Closure(Box<Closure>),
    /// A call of a closure.
    CallValue(Box<Expr>, Vec<Expr>),
    /// `'a: { .. }`
    Labelled(String, Block),
    /// `loop { .. }`, left by `break value`.
    Loop(Block),
    /// `P { x: a, ..rest }`
    Struct {
        path: String,
        fields: Vec<(&'static str, Expr)>,
        rest: Option<Box<Expr>>,
    },
    /// `e?`
    Try(Box<Expr>),
    /// `let pattern = e`, as the condition of an `if` or a `while`.
    Let(String, Box<Expr>),
    /// `matches!(e, pattern if guard)`
    Matches(Box<Expr>, String, Option<Box<Expr>>),
}

#[derive(Debug, Clone)]
pub(crate) struct Closure {
    pub(crate) moves: bool,
    pub(crate) parameters: Vec<(String, Option<Type>)>,
    pub(crate) output: Option<Type>,
    pub(crate) body: Block,
}

#[derive(Debug, Clone)]
pub(crate) struct Arm {
    pub(crate) pattern: String,
    pub(crate) guard: Option<Expr>,
    pub(crate) block: Block,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
    pub(crate) value: Option<Box<Expr>>,
}

#[derive(Debug, Clone)]
pub(crate) enum Statement {
    Let {
        pattern: String,
        ty: Option<Type>,
        value: Expr,
    },
    /// `let pattern = value else { .. };`
    LetElse {
        pattern: String,
        value: Expr,
        otherwise: Block,
    },
    Declare {
        name: String,
        ty: Option<Type>,
    },
    /// `place = value;`, or with `+=` and the like.
    Assign {
        place: Expr,
        operator: &'static str,
        value: Expr,
    },
    /// `if`, `match` or a block as a statement.
    Branch(Expr),
    For {
        label: Option<String>,
        pattern: String,
        items: Items,
        body: Block,
    },
    While {
        label: Option<String>,
        condition: Expr,
        body: Block,
    },
    Loop {
        label: Option<String>,
        body: Block,
    },
    Break(Option<String>),
    BreakWith(Option<String>, Expr),
    Continue(Option<String>),
    Return(Expr),
    Assert(Expr),
    Evaluate(Expr),
}

#[derive(Debug, Clone)]
pub(crate) enum Items {
    Range {
        start: Expr,
        end: Expr,
        inclusive: bool,
    },
    /// Anything that is an iterator or can be made one.
    Over(Expr),
}

#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) pattern: String,
    pub(crate) ty: Type,
    pub(crate) no_derivative: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// The type whose `impl` block it is in, and the trait that the block implements.
    pub(crate) owner: Option<(&'static str, Option<&'static str>)>,
    /// Over `T: Float` in place of `f64`.
    pub(crate) generic: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    pub(crate) body: Block,
}

impl Expr {
    pub(crate) fn name(name: &str, ty: &Type) -> Expr {
        Expr::Name(name.to_string(), ty.clone())
    }

    pub(crate) fn binary(a: Expr, operator: &'static str, b: Expr) -> Expr {
        Expr::Binary(Box::new(a), operator, Box::new(b))
    }

    pub(crate) fn method(self, name: &'static str, arguments: Vec<Expr>) -> Expr {
        Expr::Method(Box::new(self), name, arguments)
    }

    /// `f(arguments)`
    pub(crate) fn call(function: impl Into<String>, arguments: Vec<Expr>) -> Expr {
        Expr::Call(function.into(), arguments)
    }

    pub(crate) fn field(self, name: &'static str) -> Expr {
        Expr::Field(Box::new(self), name)
    }

    pub(crate) fn index(self, index: Expr) -> Expr {
        Expr::Index(Box::new(self), Box::new(index))
    }

    pub(crate) fn borrowed(self) -> Expr {
        Expr::Unary("&", Box::new(self))
    }

    /// `e[start..end]`
    pub(crate) fn range(self, start: usize, end: usize) -> Expr {
        self.index(Expr::Range(Box::new(Expr::Int(start)), Some(Box::new(Expr::Int(end)))))
    }

    pub(crate) fn dereferenced(self) -> Expr {
        Expr::Unary("*", Box::new(self))
    }

    /// Whether nothing but literals settles the type: a float of no particular kind.
    pub(crate) fn is_open(&self) -> bool {
        let block_is_open = |block: &Block| block.value.as_ref().is_some_and(|value| value.is_open());
        match self {
            Expr::Real(_) => true,
            Expr::Unary(_, a) | Expr::Repeat { element: a, .. } | Expr::Stop(a) => a.is_open(),
            Expr::Binary(a, _, b) => a.is_open() && b.is_open(),
            Expr::If(_, then, otherwise) => block_is_open(then) && otherwise.as_ref().is_none_or(block_is_open),
            Expr::Match(_, arms) => arms.iter().all(|arm| block_is_open(&arm.block)),
            Expr::Block(block) => block_is_open(block),
            Expr::Tuple(parts) => parts.iter().any(Expr::is_open),
            Expr::Array(parts) | Expr::Vector(parts) => parts.iter().all(Expr::is_open),
            _ => false,
        }
    }
}
