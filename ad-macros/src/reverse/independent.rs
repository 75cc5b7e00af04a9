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
use crate::reverse::sweep::Sweep;
use std::collections::BTreeSet;

/// A loop whose iterations are independent.
pub(super) struct Independent {
    around: Surroundings,
    /// What it writes and does not only add to: used nowhere else, and overwritten by each iteration before it is read.
    scratch: BTreeSet<Var>,
    /// .. or lists of which each iteration assigns its own element, and none reads any.
    filled: BTreeSet<Var>,
}

impl Independent {
    /// Of a loop at a position of a function.
    pub(super) fn of(body: &Body, lengths: &Lengths, a_loop: &Loop, position: usize) -> Option<Self> {
        let LoopHead::Range { variable: index, .. } = &a_loop.head else { return None };
        if a_loop.count.is_some() || !is_worth_it(&a_loop.body) || !repeatable::is_closed(&a_loop.body, &mut vec![]) {
            return None;
        }
        let around = Surroundings::of(body, a_loop);
        // Where an iteration makes lists of its own, remembering them costs more than making them again.
        let makes_lists = a_loop.body.statements.iter().any(|statement| {
            matches!(&statement.kind, StatementKind::Let { variable, .. }
                if body.variable(*variable).mutable && !body.variable(*variable).copy)
        });
        let is_filled = |variable: &Var| makes_lists && is_filled(body, &a_loop.body, *variable, *index);
        let (filled, scratch): (BTreeSet<Var>, BTreeSet<Var>) =
            around.others.iter().partition(|variable| is_filled(variable));
        let first = a_loop.body.statements.first().map_or(position, first_position);
        let is_scratch = |variable: &Var| {
            !mentioned_outside(&body.block, *variable, first, position)
                && overwritten_before_read(body, lengths, &a_loop.body, *variable)
        };
        let is_local = |variable: Var| matches!(body.variable(variable).kind, VariableKind::Local);
        let is_independent = around.written().all(is_local) && scratch.iter().all(is_scratch);
        is_independent.then_some(Independent { around, scratch, filled })
    }
}

impl Reverser<'_> {
    /// The reverse sweep of an independent loop.
    pub(super) fn fused(&mut self, a_loop: &Loop, independent: &Independent, position: usize) -> Vec<Sweep> {
        let Independent { around, scratch, filled } = independent;
        let carried = around.written().filter(|variable| self.in_loop_of(*variable));
        let reversed = self.iteration(a_loop, carried, true);
        if reversed.0.sweep.is_empty() {
            return Vec::new();
        }
        let results: BTreeSet<Var> = around.sums.union(filled).copied().collect();
        let iterations = self.run_again(a_loop, around, reversed, &results, position);
        self.plan.fused.insert(position, results);
        // The value of a call, which is recorded where it stands, is assigned once more.
        self.plan.scratch.extend(scratch.union(filled));
        self.restoring(Sweep::Fused(iterations), around, position)
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
