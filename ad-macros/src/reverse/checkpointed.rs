//! Loops of which a few states are kept: the reverse sweep comes to each iteration from the nearest of them, and runs it
//! forward once more and at once back.

use super::Reverser;
use super::iteration::Surroundings;
use crate::ir::{Loop, Var};
use crate::reverse::sweep::Sweep;

impl Reverser<'_> {
    /// The reverse sweep of a loop with `#[checkpoint(snapshots = ..)]`.
    pub(super) fn checkpointed(&mut self, a_loop: &Loop, position: usize) -> Vec<Sweep> {
        let around = Surroundings::of(self.body, a_loop);
        // What an iteration leaves behind, the next one may use: its cotangent comes from there.
        let carried = around.written().filter(|variable| self.body.variable(*variable).active);
        // Behind an exit, what was defined before it is out of scope.
        let reversed = self.iteration(a_loop, carried, !a_loop.body.exits());
        if reversed.0.sweep.is_empty() {
            return Vec::new();
        }
        let iterations = self.run_again(a_loop, &around, reversed, &around.sums, position);
        let slot = self.slot("steps", &self.loops.clone());
        let state: Vec<Var> = around.others.iter().copied().collect();
        self.plan.checkpointed.insert(position, (slot, state.clone()));
        self.restoring(Sweep::Checkpointed { slot, state, iterations }, &around, position)
    }
}
