//! Loops of which a few states are kept: the reverse sweep comes to each iteration from the nearest of them, and runs it
//! forward once more and at once back.

use super::Reverser;
use super::independent::{leave_out, reads_of_values, writes_in};
use super::iteration::Surroundings;
use crate::ir::{Loop, LoopHead, Var};
use crate::reverse::sweep::{Checkpointed, Sweep};
use std::collections::BTreeSet;
use std::rc::Rc;

impl Reverser<'_> {
    /// The reverse sweep of a loop with `#[checkpoint(snapshots = ..)]`.
    pub(super) fn checkpointed(&mut self, a_loop: &Loop, position: usize) -> Vec<Sweep> {
        let body = self.body;
        let mut own = a_loop.body.defined();
        if let LoopHead::Range { variable, .. } = &a_loop.head {
            own.insert(*variable);
        }
        let (mut added, mut assigned) = (BTreeSet::new(), BTreeSet::new());
        writes_in(body, &a_loop.body, &mut added, &mut assigned);
        let written: BTreeSet<Var> =
            added.union(&assigned).filter(|variable| !own.contains(variable)).copied().collect();
        let reads_of_values = reads_of_values(&a_loop.body);
        let is_sum = |variable: &Var| !assigned.contains(variable) && !reads_of_values.contains(variable);
        let (sums, state): (BTreeSet<Var>, BTreeSet<Var>) = written.iter().partition(|variable| is_sum(variable));
        let around = Surroundings { own, sums, others: state };
        // What an iteration leaves behind, the next one may use: its cotangent comes from there.
        let carried = written.into_iter().filter(|variable| body.variable(*variable).active);
        // Behind an exit, what was defined before it is out of scope.
        let (pullback, touched) = self.iteration(a_loop, carried, !a_loop.body.exits());
        if pullback.sweep.is_empty() {
            return Vec::new();
        }
        let reads = self.run_again(a_loop, &around, &pullback, &touched, position);
        let slot = self.slot("steps", &self.loops.clone());
        let state: Vec<Var> = around.others.iter().copied().collect();
        self.plan.checkpointed.insert(position, (slot, state.clone()));
        let mut forward = a_loop.body.clone();
        leave_out(body, &mut forward, &around.sums);
        let steps = Checkpointed {
            slot,
            id: a_loop.id,
            head: a_loop.head.clone(),
            state,
            forward,
            pullback: Rc::new(pullback),
            reads,
        };
        self.restoring(Sweep::Checkpointed(Box::new(steps)), &around, position)
    }
}
