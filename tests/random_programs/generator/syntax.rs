//! The syntax of the generated programs. Types are known while a program is made, and left out of most nodes.

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
}

impl Type {
    /// The elements of a sequence, and how many there are at least; references are looked through.
    pub(crate) fn sequence(&self) -> Option<(&Type, usize)> {
        match self {
            Type::Array(element, length) | Type::Vec(element, length) | Type::Slice(element, length) => {
                Some((element, *length))
            }
            Type::Ref(inner) => inner.sequence(),
            _ => None,
        }
    }

    pub(crate) fn is_copy(&self) -> bool {
        match self {
            Type::Vec(..) | Type::Stack => false,
            Type::Tuple(parts) => parts.iter().all(Type::is_copy),
            Type::Array(element, _) => element.is_copy(),
            _ => true,
        }
    }

    /// How many real numbers a value is made of.
    pub(crate) fn reals(&self) -> usize {
        match self {
            Type::Real => 1,
            Type::Complex => 2,
            Type::Int | Type::Bool | Type::Stack => 0,
            Type::Tuple(parts) => parts.iter().map(Type::reals).sum(),
            Type::Array(element, length) | Type::Vec(element, length) | Type::Slice(element, length) => {
                length * element.reals()
            }
            Type::Ref(inner) => inner.reals(),
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
