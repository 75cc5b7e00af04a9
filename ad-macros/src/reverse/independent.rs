//! Loops whose iterations have nothing to do with each other but that they add to the same sums.
//!
//! What an iteration of such a loop needs on the way back, it can compute again: the reverse sweep runs each iteration
//! forward once more and at once back, with storage for one of them. Where nobody wants the sums themselves, the loop of
//! the forward sweep is left out, and each iteration runs once.

use super::Reverser;
use super::iteration::Surroundings;
use super::kills::{Lengths, first_position};
use super::repeatable;
use crate::ir::{Block, Body, Loop, LoopHead, Operand, Statement, StatementKind, Value, Var, VariableKind};
use crate::reverse::sweep::{Fused, Sweep};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What an independent loop writes of what is around it.
pub(super) struct Independent {
    /// Only added to, and not read.
    pub(super) sums: BTreeSet<Var>,
    /// Used nowhere else, and overwritten by each iteration before it is read.
    pub(super) scratch: BTreeSet<Var>,
    /// Lists of which each iteration assigns its own element, and none reads any.
    filled: BTreeSet<Var>,
    /// Defined in the loop.
    own: BTreeSet<Var>,
}

impl Independent {
    /// Of a loop at a position of a function.
    pub(super) fn of(body: &Body, lengths: &Lengths, a_loop: &Loop, position: usize) -> Option<Self> {
        let LoopHead::Range { variable: index, .. } = &a_loop.head else { return None };
        if a_loop.count.is_some() || !is_worth_it(&a_loop.body) || !repeatable::is_closed(&a_loop.body, &mut vec![]) {
            return None;
        }
        let own = a_loop.body.defined();
        let (mut added, mut assigned) = (BTreeSet::new(), BTreeSet::new());
        writes_in(body, &a_loop.body, &mut added, &mut assigned);
        let written: BTreeSet<Var> =
            added.union(&assigned).filter(|variable| !own.contains(variable)).copied().collect();
        let reads = reads_of_values(&a_loop.body);
        let is_sum = |variable: &Var| !assigned.contains(variable) && !reads.contains(variable);
        let (sums, others): (BTreeSet<Var>, BTreeSet<Var>) = written.iter().partition(|variable| is_sum(variable));
        // Where an iteration makes lists of its own, remembering them costs more than making them again.
        let makes_lists = a_loop.body.statements.iter().any(|statement| {
            matches!(&statement.kind, StatementKind::Let { variable, .. }
                if body.variable(*variable).mutable && !body.variable(*variable).copy)
        });
        let is_filled = |variable: &Var| {
            makes_lists && !added.contains(variable) && is_filled(body, &a_loop.body, *variable, *index)
        };
        let (filled, scratch): (BTreeSet<Var>, BTreeSet<Var>) = others.iter().partition(|variable| is_filled(variable));
        let first = a_loop.body.statements.first().map_or(position, first_position);
        let is_scratch = |variable: &Var| {
            !mentioned_outside(&body.block, *variable, first, position)
                && overwritten_before_read(body, lengths, &a_loop.body, *variable)
        };
        let is_local = |variable: &Var| matches!(body.variable(*variable).kind, VariableKind::Local);
        (written.iter().all(is_local) && scratch.iter().all(is_scratch)).then_some(Independent {
            sums,
            scratch,
            filled,
            own,
        })
    }
}

impl Reverser<'_> {
    /// The reverse sweep of an independent loop.
    pub(super) fn fused(&mut self, a_loop: &Loop, independent: &Independent, position: usize) -> Vec<Sweep> {
        let LoopHead::Range { variable, start, end, inclusive } = &a_loop.head else {
            unreachable!("an independent loop runs over a range")
        };
        let Independent { sums, scratch, filled, own } = independent;
        let mut own = own.clone();
        own.insert(*variable);
        let around = Surroundings { own, sums: sums.clone(), others: scratch.union(filled).copied().collect() };
        let written = sums.iter().chain(&around.others).copied();
        let carried: Vec<Var> = written.filter(|variable| self.in_loop_of(*variable)).collect();
        let (pullback, touched) = self.iteration(a_loop, carried.into_iter(), true);
        if pullback.sweep.is_empty() {
            return Vec::new();
        }
        let reads = self.run_again(a_loop, &around, &pullback, &touched, position);
        let results: BTreeSet<Var> = sums.union(filled).copied().collect();
        self.plan.fused.insert(position, results.clone());
        self.plan.scratch.extend(scratch);
        // A call is recorded where it stands, its value is assigned once more.
        self.plan.scratch.extend(filled);
        let mut forward = a_loop.body.clone();
        leave_out(self.body, &mut forward, &results);
        let fused = Fused {
            id: a_loop.id,
            variable: *variable,
            start: start.clone(),
            end: end.clone(),
            inclusive: *inclusive,
            forward,
            pullback: Rc::new(pullback),
            reads,
        };
        self.restoring(Sweep::Fused(Box::new(fused)), &around, position)
    }
}

/// Whether an iteration does more than it takes to remember what it does.
fn is_worth_it(block: &Block) -> bool {
    block.statements.iter().any(|statement| {
        matches!(statement.kind, StatementKind::Loop(_))
            || matches!(statement.kind.value(), Some(Value::Call { .. }))
            || statement.kind.blocks().into_iter().any(is_worth_it)
    })
}

/// The variables that a block adds to, and those that it assigns or changes in other ways.
pub(super) fn writes_in(body: &Body, block: &Block, added: &mut BTreeSet<Var>, assigned: &mut BTreeSet<Var>) {
    for statement in &block.statements {
        assigned.extend(statement.side_effects());
        match &statement.kind {
            StatementKind::Increment { place, .. } => {
                added.insert(body.root(place));
            }
            StatementKind::Assign { place, .. } | StatementKind::Push { place, .. } => {
                assigned.insert(body.root(place));
            }
            StatementKind::Loop(a_loop) => assigned.extend(a_loop.count),
            _ => {}
        }
        statement.kind.blocks().into_iter().for_each(|inner| writes_in(body, inner, added, assigned));
    }
}

/// What a block reads, but for the places that are added to.
pub(super) fn reads_of_values(block: &Block) -> BTreeSet<Var> {
    let mut reads = BTreeSet::new();
    for statement in &block.statements {
        match &statement.kind {
            StatementKind::Increment { place, operand, .. } => {
                reads.extend(place.index_reads().chain(operand.reads()));
            }
            kind => {
                reads.extend(kind.head_reads());
                kind.blocks().into_iter().for_each(|inner| reads.extend(reads_of_values(inner)));
            }
        }
    }
    reads
}

/// Whether a variable is mentioned anywhere but where it is defined and between two positions.
fn mentioned_outside(block: &Block, variable: Var, first: usize, last: usize) -> bool {
    block.statements.iter().any(|statement| {
        if statement.position >= first && statement.position <= last && first_position(statement) >= first {
            return false;
        }
        statement.kind.head_reads().contains(&variable)
            || statement.kind.blocks().into_iter().any(|inner| mentioned_outside(inner, variable, first, last))
    })
}

/// Whether a block overwrites all of a variable before it reads any of it, however often it is run.
fn overwritten_before_read(body: &Body, lengths: &Lengths, block: &Block, variable: Var) -> bool {
    for statement in &block.statements {
        if !statement.kind.reads().contains(&variable) {
            continue;
        }
        if lengths.overwritten_by(body, statement).iter().any(|(overwritten, _)| *overwritten == variable) {
            return true;
        }
        let mut blocks = statement.kind.blocks().into_iter();
        let reads_it =
            statement.kind.head_reads().contains(&variable) && !reads_shape_alone(body, lengths, statement, variable);
        if reads_it || !blocks.all(|inner| overwritten_before_read(body, lengths, inner, variable)) {
            return false;
        }
    }
    true
}

/// Whether all that a statement asks of a list is its length.
fn reads_shape_alone(body: &Body, lengths: &Lengths, statement: &Statement, variable: Var) -> bool {
    match &statement.kind {
        StatementKind::Let { value: Value::Operand(Operand::Plain(plain)), .. } => {
            lengths.keeps(variable) && super::kills::asks_length_alone(&plain.expression, &body.variable(variable).name)
        }
        _ => false,
    }
}

/// Whether all that a block does with a list is to assign to its element of a loop's own number.
fn is_filled(body: &Body, block: &Block, list: Var, index: Var) -> bool {
    block.statements.iter().all(|statement| match &statement.kind {
        StatementKind::Assign { place, value } if place.root == list => {
            super::kills::is_element(body, place, index) && !value.reads().contains(&list)
        }
        kind => {
            !kind.head_reads().contains(&list)
                && !statement.side_effects().contains(&list)
                && kind.blocks().into_iter().all(|inner| is_filled(body, inner, list, index))
        }
    })
}

/// Leaves out what is added to sums or assigned to results: nobody wants their values once more.
pub(super) fn leave_out(body: &Body, block: &mut Block, sums: &BTreeSet<Var>) {
    block.statements.retain(|statement| match &statement.kind {
        StatementKind::Increment { place, .. } => !sums.contains(&body.root(place)),
        StatementKind::Assign { place, value } => {
            matches!(value, Value::Call { .. }) || !sums.contains(&body.root(place))
        }
        _ => true,
    });
    for statement in &mut block.statements {
        statement.kind.blocks_mut().into_iter().for_each(|inner| leave_out(body, inner, sums));
    }
}
