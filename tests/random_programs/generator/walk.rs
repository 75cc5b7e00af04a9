//! The parts of statements and expressions, for those who go through whole programs.

use super::syntax::{Block, Expr, Items, Statement};

/// What a statement or an expression is made of, one level down.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    pub(crate) expressions: Vec<&'a mut Expr>,
    pub(crate) blocks: Vec<&'a mut Block>,
}

impl<'a> Parts<'a> {
    fn of(expressions: impl IntoIterator<Item = &'a mut Expr>) -> Self {
        Parts { expressions: expressions.into_iter().collect(), blocks: Vec::new() }
    }

    fn and(mut self, expressions: impl IntoIterator<Item = &'a mut Expr>) -> Self {
        self.expressions.extend(expressions);
        self
    }

    fn with(mut self, blocks: impl IntoIterator<Item = &'a mut Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }
}

impl Statement {
    pub(crate) fn parts(&mut self) -> Parts<'_> {
        match self {
            Statement::Let { value, .. } => Parts::of([value]),
            Statement::LetElse { value, otherwise, .. } => Parts::of([value]).with([otherwise]),
            Statement::Assign { place, value, .. } => Parts::of([place, value]),
            Statement::For { items: Items::Over(items), body, .. } => Parts::of([items]).with([body]),
            Statement::For { items: Items::Range { start, end, .. }, body, .. } => Parts::of([start, end]).with([body]),
            Statement::While { condition, body, .. } => Parts::of([condition]).with([body]),
            Statement::Loop { body, .. } => Parts::default().with([body]),
            Statement::Branch(value)
            | Statement::BreakWith(_, value)
            | Statement::Return(value)
            | Statement::Assert(value)
            | Statement::Evaluate(value) => Parts::of([value]),
            Statement::Declare { .. } | Statement::Break(_) | Statement::Continue(_) => Parts::default(),
        }
    }
}

impl Expr {
    pub(crate) fn parts(&mut self) -> Parts<'_> {
        match self {
            Expr::Real(_) | Expr::Int(_) | Expr::Name(..) | Expr::Path(_) => Parts::default(),
            Expr::Unary(_, a)
            | Expr::Field(a, _)
            | Expr::Paren(a)
            | Expr::Cast(a)
            | Expr::Truncate(a)
            | Expr::Exponent(a)
            | Expr::Stop(a)
            | Expr::Try(a)
            | Expr::Let(_, a)
            | Expr::Repeat { element: a, .. } => Parts::of([&mut **a]),
            Expr::Binary(a, _, b) | Expr::Index(a, b) => Parts::of([&mut **a, &mut **b]),
            Expr::Range(a, b) | Expr::Matches(a, _, b) => Parts::of([&mut **a]).and(b.as_deref_mut()),
            Expr::Method(a, _, rest) | Expr::CallValue(a, rest) => Parts::of([&mut **a]).and(rest),
            Expr::Call(_, parts) | Expr::Tuple(parts) | Expr::Array(parts) | Expr::Vector(parts) => Parts::of(parts),
            Expr::If(condition, then, otherwise) => Parts::of([&mut **condition]).with([then]).with(otherwise),
            Expr::Match(scrutinee, arms) => {
                let mut parts = Parts::of([&mut **scrutinee]);
                for arm in arms {
                    parts = parts.and(&mut arm.guard).with([&mut arm.block]);
                }
                parts
            }
            Expr::Block(block) | Expr::Labelled(_, block) | Expr::Loop(block) => Parts::default().with([block]),
            Expr::Closure(closure) => Parts::default().with([&mut closure.body]),
            Expr::Struct { fields, rest, .. } => {
                Parts::of(fields.iter_mut().map(|(_, value)| value)).and(rest.as_deref_mut())
            }
        }
    }
}
