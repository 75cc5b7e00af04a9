//! The reverse sweep as data: what `reverse` makes of a body, and `emit` prints.

use super::ValueLast;
use crate::ir::{Block, Callee, Function, LoopHead, LoopId, Operand, Place, Plain, Real, Value, Var};
use crate::rules::Rule;
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use syn::{Pat, Type};

/// Index of a slot: storage for what the reverse sweep needs and cannot compute again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(pub(crate) usize);

/// The reverse sweep, and what the forward sweep remembers for it.
#[derive(Default)]
pub(crate) struct Pullback {
    pub(crate) sweep: Vec<Sweep>,
    pub(crate) plan: Plan,
}

/// What the forward sweep does beyond what the user wrote.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) slots: Vec<SlotInfo>,
    /// Variables that are remembered where they are defined.
    pub(crate) at_definition: BTreeMap<Var, Slot>,
    /// Declared variables, by the statement behind which all their definitions lie.
    pub(crate) defined_after: BTreeMap<usize, Vec<Var>>,
    /// Mutable variables that are remembered where their scope ends.
    pub(crate) at_scope_end: BTreeMap<Var, Slot>,
    /// Old values, by the statement that overwrites them.
    pub(crate) overwritten: BTreeMap<usize, Vec<(Place, Slot)>>,
    /// The statements whose places get a cotangent of another shape.
    pub(crate) reshaped: BTreeSet<usize>,
    /// Vectors that the reverse sweep makes shorter again, by the statement that pushed.
    pub(crate) pushed: BTreeMap<usize, Place>,
    /// Assignments of variables that nothing else reads behind them, by their statement.
    pub(crate) moved: BTreeMap<usize, Var>,
    /// Whether control came past a statement that it could leave, by that statement.
    pub(crate) reached: BTreeMap<usize, Slot>,
    /// Variables of the outermost block whose state the reverse sweep changes: it works on a copy.
    pub(crate) restored_copies: BTreeSet<Var>,
    /// Whether a sparse matrix is made of a dense one: its pattern then depends on values, which asks for a choice.
    pub(crate) sparse_from_dense: bool,
    /// Independent loops, by their statement, and the sums that they add to.
    pub(crate) fused: BTreeMap<usize, BTreeSet<Var>>,
    /// What they overwrite before they read it.
    pub(crate) scratch: BTreeSet<Var>,
    /// Loops of which a few states are kept, by their statement: where, and what the states consist of.
    pub(crate) checkpointed: BTreeMap<usize, (Slot, Vec<Var>)>,
    /// The pullback keeps the arguments alone, and runs the function again.
    pub(crate) keeps_arguments_alone: bool,
    /// Numbers of which the reverse sweep wants the type alone.
    pub(crate) types_alone: BTreeMap<Var, Real>,
    /// Literals whose type is seen: they stand where they are used.
    pub(crate) literals: BTreeMap<Var, Real>,
    /// Increments of what is not seen to be a number: that they are sums, the compiler checks.
    pub(crate) sums_to_check: BTreeSet<usize>,
    /// Loops that the reverse sweep can do without, by their statement.
    pub(crate) unwanted_loops: BTreeSet<usize>,
    /// The value can be found behind the reverse sweep, from sums that some of these loops make there.
    pub(crate) value_last: Option<ValueLast>,
    /// Calls whose pullback is kept, by their statement.
    pub(crate) kept_pullbacks: BTreeMap<usize, Ident>,
    /// Statements whose values nobody wants the derivative of, and which are methods of what may be changed: that they look
    /// at it alone would not be checked.
    pub(crate) unchecked: BTreeSet<usize>,
}

impl Plan {
    /// What the reverse sweep writes where it runs iterations again.
    pub(crate) fn written_again(&self) -> impl Iterator<Item = Var> {
        let states = self.checkpointed.values().flat_map(|(_, state)| state);
        self.scratch.iter().chain(states).copied()
    }
}

#[derive(Clone)]
pub(crate) struct SlotInfo {
    pub(crate) name: Ident,
    /// The innermost loop that it is written in.
    pub(crate) within: Option<LoopId>,
    /// It is for all elements of a list at a time.
    pub(crate) of_lists: bool,
}

/// The space of a cotangent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SpaceOf {
    Intermediates,
    Argument(usize),
    /// Both of them: of a variable that is one place here and another there.
    Join(Vec<SpaceOf>),
}

/// Where a seed is.
#[derive(Clone)]
pub(crate) struct Seed {
    pub(crate) base: SeedBase,
    /// A part of it.
    pub(crate) part: Option<Part>,
    pub(crate) space: SpaceOf,
}

#[derive(Clone)]
pub(crate) enum Part {
    /// `.0`, `.x`
    Field(syn::Member),
    /// `[1]`
    Index(usize),
    /// The field of a variant: `Shape::Circle(r)`, `Shape::Rectangle { width, .. }`
    OfVariant(Ident, syn::Member),
}

#[derive(Clone)]
pub(crate) enum SeedBase {
    /// The cotangent of the result.
    Output,
    /// The cotangent of a variable.
    Variable(Var),
    /// The cotangent of a declared variable, in the space of the intermediates.
    Branch(Ident, Var),
    /// The cotangent that an assignment took out of its place.
    Taken(Ident),
}

#[derive(Clone)]
pub(crate) enum Sweep {
    /// `let v = slot.next();`
    Load {
        variable: Var,
        slot: Slot,
    },
    /// `let v = value;` once more.
    Again {
        variable: Var,
        ty: Option<Type>,
        value: Value,
    },
    /// `let mut v_bar = zero(&v);`
    Zero {
        variable: Var,
    },
    /// `place = slot.next();` where the statement remembered what it overwrote.
    Restore {
        position: usize,
        /// What tells where the place is.
        indices: Vec<Var>,
    },
    /// `let seed = v_bar` brought into the space of the intermediates: `v` is one place here and a computed value there.
    ToIntermediates {
        variable: Var,
        name: Ident,
    },
    /// `let seed = take(&place, &mut place_bar);`
    Take {
        place: Place,
        name: Ident,
    },
    /// `let mut v_bar = take(&place, &mut place_bar);`
    Begin {
        variable: Var,
        place: Place,
    },
    /// `place_bar = zero(&place);`, in the shape that the place had before it was assigned for the last time: nobody uses the
    /// new value, but earlier uses contribute to the old one.
    Reshape {
        place: Place,
        position: usize,
    },
    /// `rule::argK(values.., seed, into);`
    Rule {
        rule: &'static Rule,
        argument: usize,
        values: Vec<RuleValue>,
        seed: Seed,
        into: Place,
        span: Span,
    },
    /// `operand_bar += place_bar`, for `place += operand`
    Increment {
        place: Place,
        negative: bool,
        operand: Operand,
        seed: Seed,
    },
    /// `into += seed`; `lent` where it may be a slice of something.
    Accumulate {
        value: Place,
        lent: bool,
        seed: Seed,
        span: Span,
    },
    /// `let seed = place_bar.pop();`, for `place.push(..)`
    Pop {
        place: Place,
        name: Ident,
    },
    /// Every element of the seed goes to one operand.
    AccumulateAll {
        value: Place,
        seed: Seed,
    },
    /// A pullback of a callee, kept or made again.
    Call {
        kept: Option<Ident>,
        callee: Callee,
        operands: Vec<Operand>,
        /// The functions among the arguments, and their own pullbacks.
        functions: Vec<(Rc<Function>, Rc<Pullback>)>,
        seed: Seed,
    },
    /// Where control came past the statement: `then`; where not: `otherwise`.
    Guard {
        slot: Slot,
        then: Vec<Sweep>,
        otherwise: Vec<Sweep>,
    },
    /// `if candidate == place { then }`: where the place, a running maximum or minimum, has its last value from.
    IfTaken {
        place: Place,
        candidate: Operand,
        then: Vec<Sweep>,
    },
    If {
        condition: Plain,
        then: Vec<Sweep>,
        otherwise: Vec<Sweep>,
    },
    Match {
        scrutinee: Plain,
        arm: Var,
        arms: Vec<(Pat, Vec<Sweep>)>,
    },
    Range {
        variable: Var,
        start: Plain,
        end: Plain,
        inclusive: bool,
        count: Option<Var>,
        body: Vec<Sweep>,
    },
    /// The items of the loop, last to first.
    Items {
        pattern: Pat,
        items: Plain,
        count: Var,
        body: Vec<Sweep>,
    },
    Counted {
        count: Var,
        body: Vec<Sweep>,
    },
    /// Each iteration of an independent loop.
    Fused(Box<Iterations>),
    /// From the last iteration to the first, each from the state that it began with.
    Checkpointed {
        /// Where a few states are kept.
        slot: Slot,
        /// What an iteration changes and the next one may read.
        state: Vec<Var>,
        iterations: Box<Iterations>,
    },
}

/// A loop whose iterations run forward once more, and at once back.
#[derive(Clone)]
pub(crate) struct Iterations {
    pub(crate) id: LoopId,
    pub(crate) head: LoopHead,
    /// The body, without what it adds to sums.
    pub(crate) forward: Block,
    pub(crate) pullback: Rc<Pullback>,
    /// What it reads of what is around it.
    pub(crate) reads: BTreeSet<Var>,
}

#[derive(Clone)]
pub(crate) enum RuleValue {
    Operand(Operand),
    Variable(Var),
}

impl Sweep {
    /// The sequences inside a compound step.
    pub(crate) fn inner(&self) -> Vec<&Vec<Sweep>> {
        match self {
            Sweep::Guard { then, otherwise, .. } | Sweep::If { then, otherwise, .. } => vec![then, otherwise],
            Sweep::Match { arms, .. } => arms.iter().map(|(_, sweep)| sweep).collect(),
            Sweep::Range { body, .. } | Sweep::Items { body, .. } | Sweep::Counted { body, .. } => vec![body],
            Sweep::IfTaken { then, .. } => vec![then],
            _ => Vec::new(),
        }
    }

    /// The sequences inside a compound step, to be changed.
    pub(crate) fn inner_mut(&mut self) -> Vec<&mut Vec<Sweep>> {
        match self {
            Sweep::Guard { then, otherwise, .. } | Sweep::If { then, otherwise, .. } => vec![then, otherwise],
            Sweep::Match { arms, .. } => arms.iter_mut().map(|(_, sweep)| sweep).collect(),
            Sweep::Range { body, .. } | Sweep::Items { body, .. } | Sweep::Counted { body, .. } => vec![body],
            Sweep::IfTaken { then, .. } => vec![then],
            _ => Vec::new(),
        }
    }

    /// Whether a step, or the head of a compound one, reads the value of `wanted` or needs it to find a place.
    pub(crate) fn uses(&self, wanted: Var) -> bool {
        let place = |place: &Place| place.reads().any(|variable| variable == wanted);
        let operand = |operand: &Operand| operand.reads().contains(&wanted);
        match self {
            Sweep::Zero { variable } | Sweep::ToIntermediates { variable, .. } => *variable == wanted,
            Sweep::Again { value, .. } => value.reads().contains(&wanted),
            Sweep::Take { place: of, .. }
            | Sweep::Begin { place: of, .. }
            | Sweep::Pop { place: of, .. }
            | Sweep::Reshape { place: of, .. } => place(of),
            Sweep::Restore { indices, .. } => indices.contains(&wanted),
            Sweep::Rule { values, into, .. } => {
                place(into)
                    || values.iter().any(|value| match value {
                        RuleValue::Operand(value) => operand(value),
                        RuleValue::Variable(variable) => *variable == wanted,
                    })
            }
            Sweep::Increment { place: of, operand: value, .. } => place(of) || operand(value),
            Sweep::Accumulate { value, .. } | Sweep::AccumulateAll { value, .. } => place(value),
            Sweep::Call { operands, functions, .. } => {
                operands.iter().any(operand)
                    || functions.iter().any(|(function, _)| function.captures.contains(&wanted))
            }
            Sweep::If { condition: head, .. } | Sweep::Match { scrutinee: head, .. } => head.reads.contains(&wanted),
            Sweep::IfTaken { place: of, candidate, .. } => place(of) || operand(candidate),
            Sweep::Items { items, .. } => items.reads.contains(&wanted),
            Sweep::Range { start, end, .. } => start.reads.contains(&wanted) || end.reads.contains(&wanted),
            Sweep::Fused(fused) => fused.reads.contains(&wanted),
            Sweep::Checkpointed { state, iterations, .. } => {
                iterations.reads.contains(&wanted) || state.contains(&wanted)
            }
            _ => false,
        }
    }

    /// Whether this step gives `variable` its value.
    pub(crate) fn defines(&self, wanted: Var) -> bool {
        matches!(self, Sweep::Load { variable, .. } | Sweep::Again { variable, .. } if *variable == wanted)
    }

    /// The variable whose cotangent this step pulls back.
    pub(crate) fn seed_variable(&self) -> Option<Var> {
        match self {
            Sweep::ToIntermediates { variable, .. } => Some(*variable),
            Sweep::Rule { seed, .. }
            | Sweep::Accumulate { seed, .. }
            | Sweep::AccumulateAll { seed, .. }
            | Sweep::Call { seed, .. } => match seed.base {
                SeedBase::Variable(variable) | SeedBase::Branch(_, variable) => Some(variable),
                SeedBase::Output | SeedBase::Taken(_) => None,
            },
            _ => None,
        }
    }
}

/// Leaves out restoring what was never remembered, and branches and loops that have become empty.
pub(crate) fn prune(sweep: Vec<Sweep>, plan: &Plan) -> Vec<Sweep> {
    let prune = |sweep| prune(sweep, plan);
    sweep
        .into_iter()
        .filter_map(|step| match step {
            Sweep::Restore { position, .. } => {
                (plan.overwritten.contains_key(&position) || plan.pushed.contains_key(&position)).then_some(step)
            }
            Sweep::Reshape { position, .. } => plan.reshaped.contains(&position).then_some(step),
            Sweep::Guard { slot, then, otherwise } => {
                let (then, otherwise) = (prune(then), prune(otherwise));
                (!then.is_empty() || !otherwise.is_empty()).then_some(Sweep::Guard { slot, then, otherwise })
            }
            Sweep::If { condition, then, otherwise } => {
                let (then, otherwise) = (prune(then), prune(otherwise));
                (!then.is_empty() || !otherwise.is_empty()).then_some(Sweep::If { condition, then, otherwise })
            }
            Sweep::IfTaken { place, candidate, then } => {
                let then = prune(then);
                (!then.is_empty()).then_some(Sweep::IfTaken { place, candidate, then })
            }
            Sweep::Match { scrutinee, arm, arms } => {
                let arms: Vec<_> = arms.into_iter().map(|(pattern, sweep)| (pattern, prune(sweep))).collect();
                let empty = arms.iter().all(|(_, sweep)| sweep.is_empty());
                (!empty).then_some(Sweep::Match { scrutinee, arm, arms })
            }
            Sweep::Range { variable, start, end, inclusive, count, body } => {
                let body = prune(body);
                (!body.is_empty()).then_some(Sweep::Range { variable, start, end, inclusive, count, body })
            }
            Sweep::Items { pattern, items, count, body } => {
                let body = prune(body);
                (!body.is_empty()).then_some(Sweep::Items { pattern, items, count, body })
            }
            Sweep::Counted { count, body } => {
                let body = prune(body);
                (!body.is_empty()).then_some(Sweep::Counted { count, body })
            }
            step => Some(step),
        })
        .collect()
}
