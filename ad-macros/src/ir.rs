//! Our own model of a body: what `lower` makes of a user's function, and `reverse` differentiates.
//!
//! A-normal form: every operation on an active value has operands that are places or plain expressions, and a name for
//! its result. Control flow stays structured. Types are absent: inference in the generated code finds them.

use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use syn::{Expr, Member, Pat, Path, Type};

/// Index of a variable in [`Body::variables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Var(pub(crate) usize);

/// Index of a loop, or of a block that can be left, in the order of lowering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LoopId(pub(crate) usize);

/// A function body and the variables in it.
pub(crate) struct Body {
    pub(crate) variables: Vec<Variable>,
    /// Literals that are operands: named once at the top, so that their type is the one the forward sweep infers.
    pub(crate) constants: Vec<(Var, Expr)>,
    /// Functions, constants and imports inside the body, at the top of both sweeps.
    pub(crate) items: Vec<syn::Item>,
    /// Names in patterns that are taken for constants, and such that are taken for new names: rustc checks both.
    pub(crate) pattern_constants: Vec<Ident>,
    pub(crate) pattern_names: Vec<Ident>,
    pub(crate) block: Block,
    /// The variable that the function returns at its end, if it is one of ours, and its type: it is moved out of there.
    pub(crate) moved_result: Option<(Var, syn::Type)>,
    pub(crate) written: WrittenTypes,
    /// Variables that are seen to be numbers, or other names for them.
    pub(crate) certain_numbers: BTreeSet<Var>,
}

/// What the types that are written say of numbers.
#[derive(Default)]
pub(crate) struct WrittenTypes {
    /// Variables that are numbers: of which type, where it is a real one.
    pub(crate) numbers: BTreeMap<Var, Option<Real>>,
    /// The same of lists of numbers, and of lists of such lists.
    pub(crate) lists: BTreeMap<Var, Option<Real>>,
    /// The type parameters that stand for numbers.
    pub(crate) parameters: BTreeSet<String>,
}

impl WrittenTypes {
    /// `f64::NAN`, `T::zero`: what a type of numbers has.
    pub(crate) fn has_number(&self, path: &Path) -> bool {
        let Some(first) = path.segments.first().filter(|_| path.segments.len() == 2) else { return false };
        let name = first.ident.to_string();
        matches!(name.as_str(), "f32" | "f64") || self.parameters.contains(&name)
    }
}

/// A type of real numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Real {
    F32,
    F64,
}

impl Real {
    pub(crate) fn of(ty: &syn::Type) -> Option<Self> {
        match ty {
            syn::Type::Path(path) if path.path.is_ident("f64") => Some(Real::F64),
            syn::Type::Path(path) if path.path.is_ident("f32") => Some(Real::F32),
            _ => None,
        }
    }
}

#[derive(Clone)]
pub(crate) struct Variable {
    /// The name in the generated code: the user's, made unique where it shadows.
    pub(crate) name: Ident,
    pub(crate) kind: VariableKind,
    /// Depends on a differentiated argument.
    pub(crate) active: bool,
    /// Can be assigned after its definition.
    pub(crate) mutable: bool,
    /// Certainly a number (or another `Copy` type): no clone needs to be written.
    pub(crate) copy: bool,
    /// A reference, to who knows what.
    pub(crate) reference: bool,
    /// The loops around its definition, outermost first.
    pub(crate) loops: Vec<LoopId>,
}

#[derive(Clone)]
pub(crate) enum VariableKind {
    /// The k-th parameter.
    Parameter(usize),
    /// Another name for a place: its cotangent is that place's. `let a = x[i];`, `let r = &v;`
    Alias(Place),
    /// A part of a place that a pattern binds, in both sweeps.
    Bound(Place),
    Local,
    /// A literal of [`Body::constants`], or a loop's own variable: known in both sweeps.
    Given,
    /// A parameter that is a function. It has no cotangent of its own: what its calls contribute goes where the caller
    /// says.
    Function(usize),
    /// A parameter of a closure that is passed to a function: its cotangent is lent, in the space of the intermediates.
    OfClosure,
}

#[derive(Clone, Default)]
pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
}

#[derive(Clone)]
pub(crate) struct Statement {
    pub(crate) kind: StatementKind,
    /// Position in the order of the program; compared to decide what was overwritten after what.
    pub(crate) position: usize,
    /// Control can leave the surrounding block from inside this statement.
    pub(crate) exits: bool,
    pub(crate) span: Span,
}

#[derive(Clone)]
pub(crate) enum StatementKind {
    /// `let x = value;`
    Let {
        variable: Var,
        ty: Option<Type>,
        value: Value,
    },
    /// `let (x, rest) = split(value);`: the value of an `Option` or `Result` as an `Option`, and what else is in it.
    Split {
        variable: Var,
        rest: Var,
        value: Value,
    },
    /// `let x;`, defined by [`Init`](Self::Init) on every path that reads it.
    Declare {
        variable: Var,
        ty: Option<Type>,
    },
    /// The first assignment of a declared variable.
    Init {
        variable: Var,
        value: Value,
    },
    /// `place = value;`
    Assign {
        place: Place,
        value: Value,
    },
    /// `place += operand;` or `place -= operand;`
    Increment {
        place: Place,
        negative: bool,
        operand: Operand,
    },
    /// `place.push(operand);`
    Push {
        place: Place,
        operand: Operand,
    },
    If {
        condition: Plain,
        then: Block,
        otherwise: Block,
    },
    Match {
        scrutinee: Plain,
        arm: Var,
        arms: Vec<Arm>,
    },
    Loop(Box<Loop>),
    /// A block that control may leave for what stands behind it: `'found: { .. break 'found; .. }`
    Block {
        target: LoopId,
        body: Block,
    },
    Exit(Exit),
    /// A statement through which no active value flows.
    Plain(Plain),
}

#[derive(Clone)]
pub(crate) struct Arm {
    pub(crate) pattern: Pat,
    pub(crate) guard: Option<Plain>,
    pub(crate) block: Block,
}

#[derive(Clone)]
pub(crate) struct Loop {
    pub(crate) id: LoopId,
    pub(crate) head: LoopHead,
    /// How many iterations were begun, where the head alone does not tell.
    pub(crate) count: Option<Var>,
    /// How many states are kept at a time, with `#[checkpoint(snapshots = ..)]`: what else the reverse sweep needs of the
    /// loop, it computes again.
    pub(crate) snapshots: Option<Plain>,
    pub(crate) body: Block,
}

impl Loop {
    /// The variables that each iteration has of its own.
    pub(crate) fn own(&self) -> BTreeSet<Var> {
        let mut own = self.body.defined();
        match &self.head {
            LoopHead::Range { variable, .. } => _ = own.insert(*variable),
            LoopHead::Items { variables, .. } => own.extend(variables),
            LoopHead::While { .. } | LoopHead::Forever => {}
        }
        own
    }
}

#[derive(Clone)]
pub(crate) enum LoopHead {
    /// `for variable in start..end`, or `..=`.
    Range {
        variable: Var,
        start: Plain,
        end: Plain,
        inclusive: bool,
    },
    /// `for pattern in items`, over items that carry no active value.
    Items {
        pattern: Pat,
        variables: Vec<Var>,
        items: Plain,
        /// The items are lent: the reverse sweep runs over them once more, and remembers none.
        lent: bool,
    },
    While {
        condition: Plain,
    },
    Forever,
}

#[derive(Clone)]
pub(crate) enum Exit {
    Return(Value),
    Break(LoopId),
    Continue(LoopId),
}

/// What a name is defined or assigned to.
#[derive(Clone)]
pub(crate) enum Value {
    Operand(Operand),
    /// An operation with a rule.
    Operation {
        operation: Operation,
        operands: Vec<Operand>,
    },
    /// A call of a function that has a companion.
    Call {
        callee: Callee,
        operands: Vec<Operand>,
        /// The functions among its arguments.
        functions: Vec<Rc<Function>>,
    },
    /// `Point { x: a, y: b }`, `Metres(a)`
    Struct {
        path: Path,
        fields: Vec<(Member, Operand)>,
    },
    Tuple(Vec<Operand>),
    Array(Vec<Operand>),
    /// `[x; n]` or `vec![x; n]`
    Repeat {
        operand: Operand,
        length: Plain,
        vector: bool,
    },
    Vector(Vec<Operand>),
}

/// A function that is passed to another: a closure, for all that its callee sees.
pub(crate) struct Function {
    /// Which argument of the call it is.
    pub(crate) argument: usize,
    /// `&` or `&mut`, where it is lent.
    pub(crate) reference: Option<syn::Token![&]>,
    pub(crate) mutability: Option<syn::Token![mut]>,
    /// A function with a companion, which is passed by its path: it has no body here.
    pub(crate) callee: Option<Callee>,
    pub(crate) parameters: Vec<(Var, Option<Type>)>,
    /// Its body, with its value returned at the end, and the literals in it.
    pub(crate) block: Block,
    pub(crate) constants: Vec<(Var, Expr)>,
    /// What it reads of what is around it.
    pub(crate) captures: BTreeSet<Var>,
    /// Whether any of that is active.
    pub(crate) active: bool,
}

/// What is called.
#[derive(Clone)]
pub(crate) enum Callee {
    /// `f(x)`, whose companion is a type of its name.
    Function(Path),
    /// `Spring::energy(&spring, x)`, `T::energy(..)`: the companion is beside it.
    Associated(syn::ExprPath),
    /// `spring.energy(x)`, with the receiver as the first operand.
    Method { name: Ident, turbofish: Option<syn::AngleBracketedGenericArguments> },
    /// `f(x)`, where `f` is a parameter.
    Parameter(Var),
}

impl Callee {
    /// A stem for names of ours.
    pub(crate) fn name(&self) -> String {
        let name = match self {
            Callee::Function(path) => path.segments.last().map(|last| last.ident.to_string()),
            Callee::Associated(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            Callee::Method { name, .. } => Some(name.to_string()),
            Callee::Parameter(_) => Some("parameter".to_string()),
        };
        name.expect("a path has a segment").trim_start_matches("r#").to_string()
    }
}

/// An operation: how it is printed, and which rule pulls back through it.
#[derive(Clone)]
pub(crate) struct Operation {
    pub(crate) form: Form,
    pub(crate) rule: &'static crate::rules::Rule,
    pub(crate) span: Span,
}

impl Operation {
    /// `Box::new(x)`
    pub(crate) fn makes_box(&self) -> bool {
        let Form::Function(Expr::Path(function)) = &self.form else { return false };
        self.rule.name == "pointer"
            && function.path.segments.iter().rev().nth(1).is_some_and(|owner| owner.ident == "Box")
    }
}

#[derive(Clone)]
pub(crate) enum Form {
    /// `a + b`
    Binary(syn::BinOp),
    /// `-a`
    Negate,
    /// `a.method(b)`
    Method(Ident),
    /// `path(a, b)`
    Function(Expr),
    /// `a as T`
    Cast(Type),
    /// `a.re`
    Field(Member),
    /// `a` with its part `re` or `im` replaced by `b`
    Part,
}

#[derive(Clone)]
pub(crate) enum Operand {
    /// A place that holds an active value, by value or behind `&`.
    Place { place: Place, borrowed: bool },
    /// `&mut place`, lent to a call that may change it.
    Lent(Place),
    /// Anything without an active value.
    Plain(Plain),
}

/// A variable and a path into it.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) root: Var,
    pub(crate) path: Vec<Projection>,
    pub(crate) span: Span,
}

#[derive(Clone)]
pub(crate) enum Projection {
    Field(Member),
    Index(Plain),
    Dereference,
    /// What is inside `Some(..)` or `Ok(..)`: bound by patterns alone.
    Some,
    /// A field of a variant of the user's enum: bound by patterns alone.
    OfVariant(Ident, Member),
}

/// An expression whose value is inactive, printed as the user wrote it.
#[derive(Clone)]
pub(crate) struct Plain {
    pub(crate) expression: Expr,
    /// The variables it reads.
    pub(crate) reads: BTreeSet<Var>,
    /// The mutable variables it may change.
    pub(crate) writes: BTreeSet<Var>,
    /// Evaluating it again costs less than remembering it, and changes nothing.
    pub(crate) cheap: bool,
}

impl Body {
    pub(crate) fn variable(&self, variable: Var) -> &Variable {
        &self.variables[variable.0]
    }

    /// The root of a place, with other names for places looked through.
    pub(crate) fn root(&self, place: &Place) -> Var {
        match &self.variable(place.root).kind {
            VariableKind::Alias(of) | VariableKind::Bound(of) => self.root(of),
            _ => place.root,
        }
    }
}

impl Block {
    pub(crate) fn exits(&self) -> bool {
        self.statements.iter().any(|statement| statement.exits)
    }

    /// The variables that are defined in it, at any depth, those of loops among them.
    pub(crate) fn defined(&self) -> BTreeSet<Var> {
        let mut defined = BTreeSet::new();
        for statement in &self.statements {
            match &statement.kind {
                StatementKind::Let { variable, .. } | StatementKind::Declare { variable, .. } => {
                    defined.insert(*variable);
                }
                StatementKind::Loop(a_loop) => {
                    defined.extend(a_loop.count);
                    match &a_loop.head {
                        LoopHead::Range { variable, .. } => _ = defined.insert(*variable),
                        LoopHead::Items { variables, .. } => defined.extend(variables),
                        LoopHead::While { .. } | LoopHead::Forever => {}
                    }
                }
                _ => {}
            }
            statement.kind.blocks().into_iter().for_each(|inner| defined.extend(inner.defined()));
        }
        defined
    }

    /// Whether the statement at a position is in it.
    pub(crate) fn contains(&self, position: usize) -> bool {
        self.statements.iter().any(|statement| {
            statement.position == position || statement.kind.blocks().into_iter().any(|inner| inner.contains(position))
        })
    }

    /// Whether the statement at a position is the last one that mentions a variable, in the block that defines it, and
    /// control comes there from the definition in any case.
    pub(crate) fn ends_at(&self, variable: Var, position: usize) -> bool {
        let defines =
            |statement: &Statement| matches!(statement.kind, StatementKind::Let { variable: it, .. } if it == variable);
        match self.statements.iter().position(defines) {
            Some(definition) => {
                let mut later = self.statements[definition..].iter().skip_while(|statement| !statement.exits);
                let left_before = later.next().is_some_and(|statement| statement.position <= position);
                let mut behind = self.statements.iter().filter(|statement| statement.position > position);
                let is_here = self.statements.iter().any(|statement| statement.position == position);
                is_here && !left_before && behind.all(|statement| !statement.kind.reads().contains(&variable))
            }
            None => {
                let mut blocks = self.statements.iter().flat_map(|statement| statement.kind.blocks());
                blocks.any(|inner| inner.ends_at(variable, position))
            }
        }
    }

    /// The body of a loop in it.
    pub(crate) fn body_of(&self, id: LoopId) -> Option<&Block> {
        self.statements.iter().find_map(|statement| match &statement.kind {
            StatementKind::Loop(a_loop) if a_loop.id == id => Some(&a_loop.body),
            kind => kind.blocks().into_iter().find_map(|inner| inner.body_of(id)),
        })
    }

    /// Everything that is read anywhere in it.
    pub(crate) fn reads(&self) -> BTreeSet<Var> {
        self.statements.iter().flat_map(|statement| statement.kind.reads()).collect()
    }
}

impl StatementKind {
    /// The value in a statement, if it has one.
    pub(crate) fn value(&self) -> Option<&Value> {
        match self {
            StatementKind::Let { value, .. }
            | StatementKind::Split { value, .. }
            | StatementKind::Init { value, .. }
            | StatementKind::Assign { value, .. }
            | StatementKind::Exit(Exit::Return(value)) => Some(value),
            _ => None,
        }
    }

    /// The inactive expressions that a statement has besides its value.
    pub(crate) fn plains(&self) -> Vec<&Plain> {
        match self {
            StatementKind::If { condition: plain, .. } | StatementKind::Plain(plain) => vec![plain],
            StatementKind::Match { scrutinee, arms, .. } => {
                std::iter::once(scrutinee).chain(arms.iter().filter_map(|arm| arm.guard.as_ref())).collect()
            }
            StatementKind::Loop(a_loop) => {
                let head = match &a_loop.head {
                    LoopHead::Range { start, end, .. } => vec![start, end],
                    LoopHead::Items { items: plain, .. } | LoopHead::While { condition: plain } => vec![plain],
                    LoopHead::Forever => Vec::new(),
                };
                head.into_iter().chain(&a_loop.snapshots).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same with the inactive operands of its value.
    pub(crate) fn inactive(&self) -> Vec<&Plain> {
        let operands = self.value().into_iter().flat_map(Value::operands);
        let operands = operands.filter_map(|operand| match operand {
            Operand::Plain(plain) => Some(plain),
            Operand::Place { .. } | Operand::Lent(_) => None,
        });
        self.plains().into_iter().chain(operands).collect()
    }

    /// Everything that is read anywhere in a statement, the places that it assigns to among it.
    pub(crate) fn reads(&self) -> BTreeSet<Var> {
        let mut reads = self.head_reads();
        reads.extend(self.blocks().into_iter().flat_map(Block::reads));
        reads
    }

    /// The same without what the blocks in it read.
    pub(crate) fn head_reads(&self) -> BTreeSet<Var> {
        let mut reads: BTreeSet<Var> = self.value().into_iter().flat_map(Value::reads).collect();
        reads.extend(self.plains().into_iter().flat_map(|plain| &plain.reads));
        match self {
            StatementKind::Assign { place, .. } => reads.extend(place.reads()),
            StatementKind::Increment { place, operand, .. } | StatementKind::Push { place, operand } => {
                reads.extend(place.reads().chain(operand.reads()));
            }
            _ => {}
        }
        reads
    }

    /// The blocks inside a statement, to be changed.
    pub(crate) fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            StatementKind::If { then, otherwise, .. } => vec![then, otherwise],
            StatementKind::Match { arms, .. } => arms.iter_mut().map(|arm| &mut arm.block).collect(),
            StatementKind::Loop(a_loop) => vec![&mut a_loop.body],
            StatementKind::Block { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    /// The blocks inside a statement.
    pub(crate) fn blocks(&self) -> Vec<&Block> {
        match self {
            StatementKind::If { then, otherwise, .. } => vec![then, otherwise],
            StatementKind::Match { arms, .. } => arms.iter().map(|arm| &arm.block).collect(),
            StatementKind::Loop(a_loop) => vec![&a_loop.body],
            StatementKind::Block { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }
}

impl Statement {
    /// The mutable variables that plain expressions in this statement may change, besides what it assigns to.
    pub(crate) fn side_effects(&self) -> BTreeSet<Var> {
        let value = match &self.kind {
            StatementKind::Plain(plain) => return plain.writes.clone(),
            StatementKind::Loop(a_loop) => match &a_loop.head {
                LoopHead::Items { items, .. } => return items.writes.clone(),
                _ => return BTreeSet::new(),
            },
            StatementKind::Increment { operand, .. } | StatementKind::Push { operand, .. } => {
                &Value::Operand(operand.clone())
            }
            kind => match kind.value() {
                Some(value) => value,
                None => return BTreeSet::new(),
            },
        };
        let of = |operand: &Operand| match operand {
            Operand::Plain(plain) => plain.writes.clone(),
            Operand::Lent(place) => [place.root].into(),
            Operand::Place { .. } => BTreeSet::new(),
        };
        value.operands().into_iter().flat_map(of).collect()
    }
}

impl Place {
    pub(crate) fn whole(root: Var, span: Span) -> Self {
        Place { root, path: Vec::new(), span }
    }

    /// The variables read to find the place: its root, and those in its indices.
    pub(crate) fn reads(&self) -> impl Iterator<Item = Var> + '_ {
        std::iter::once(self.root).chain(self.index_reads())
    }

    pub(crate) fn index_reads(&self) -> impl Iterator<Item = Var> + '_ {
        self.path.iter().flat_map(|projection| match projection {
            Projection::Index(index) => index.reads.iter().copied().collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    }
}

impl Operand {
    pub(crate) fn place(&self) -> Option<&Place> {
        match self {
            Operand::Place { place, .. } | Operand::Lent(place) => Some(place),
            Operand::Plain(_) => None,
        }
    }

    pub(crate) fn reads(&self) -> Vec<Var> {
        match self {
            Operand::Place { place, .. } | Operand::Lent(place) => place.reads().collect(),
            Operand::Plain(plain) => plain.reads.iter().copied().collect(),
        }
    }
}

impl Value {
    pub(crate) fn operands(&self) -> Vec<&Operand> {
        match self {
            Value::Operand(operand) | Value::Repeat { operand, .. } => vec![operand],
            Value::Operation { operands, .. }
            | Value::Call { operands, .. }
            | Value::Tuple(operands)
            | Value::Array(operands)
            | Value::Vector(operands) => operands.iter().collect(),
            Value::Struct { fields, .. } => fields.iter().map(|(_, operand)| operand).collect(),
        }
    }

    pub(crate) fn reads(&self) -> Vec<Var> {
        let mut reads: Vec<Var> = self.operands().into_iter().flat_map(Operand::reads).collect();
        match self {
            Value::Repeat { length, .. } => reads.extend(&length.reads),
            Value::Call { callee, functions, .. } => {
                reads.extend(functions.iter().flat_map(|function| &function.captures));
                if let Callee::Parameter(function) = callee {
                    reads.push(*function);
                }
            }
            _ => {}
        }
        reads
    }

    /// Whether a place is lent to be changed.
    pub(crate) fn lends(&self) -> bool {
        self.operands().into_iter().any(|operand| matches!(operand, Operand::Lent(_)))
    }

    pub(crate) fn is_active(&self) -> bool {
        let calls_active = match self {
            Value::Call { callee: Callee::Parameter(_), .. } => true,
            Value::Call { functions, .. } => functions.iter().any(|function| function.active),
            _ => false,
        };
        calls_active || self.operands().into_iter().any(|operand| operand.place().is_some())
    }

    /// Whether computing this again costs less than remembering it: loads, sums and products, not transcendental
    /// functions, divisions, calls or allocations.
    pub(crate) fn is_cheap(&self) -> bool {
        let operands_are_cheap = self.operands().into_iter().all(|operand| match operand {
            Operand::Place { .. } | Operand::Lent(_) => true,
            Operand::Plain(plain) => plain.cheap,
        });
        operands_are_cheap
            && match self {
                Value::Operand(_) | Value::Tuple(_) | Value::Struct { .. } => true,
                Value::Operation { operation, .. } => operation.rule.cheap,
                Value::Call { .. } | Value::Array(_) | Value::Repeat { .. } | Value::Vector(_) => false,
            }
    }
}

impl Plain {
    /// Whether it is a call of a function of ours: `__ad::sum_of_nothing()`.
    pub(crate) fn calls_ours(&self) -> bool {
        let Expr::Call(call) = &self.expression else { return false };
        matches!(&*call.func, Expr::Path(path) if path.path.segments.first().is_some_and(|first| first.ident == "__ad"))
    }

    pub(crate) fn new(expression: Expr) -> Self {
        Plain { expression, reads: BTreeSet::new(), writes: BTreeSet::new(), cheap: true }
    }
}
