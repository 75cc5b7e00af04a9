//! Loops of which a few states are kept: the reverse sweep comes to each iteration from the nearest of them, and runs it
//! forward once more and at once back.

use super::Reverser;
use super::independent::{leave_out, reads_of_values, writes_in};
use crate::ir::{Loop, LoopHead, Place, Projection, Var};
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

        let mut inner = self.inside();
        inner.loops = self.loops.clone();
        inner.loops.push(a_loop.id);
        inner.around = inner.loops.clone();
        // What an iteration leaves behind, the next one may use: its cotangent comes from there.
        let carried = written.iter().filter(|variable| body.variable(**variable).active);
        inner.touched = self.touched.iter().chain(carried).copied().collect();
        // Behind an exit, what was defined before it is out of scope.
        let sweep = inner.block(&a_loop.body, !a_loop.body.exits(), &[]);
        let pullback = inner.finish(sweep);
        if pullback.sweep.is_empty() {
            return Vec::new();
        }
        let mut reads = a_loop.body.reads();
        if let LoopHead::Range { start, end, .. } = &a_loop.head {
            reads.extend(start.reads.iter().chain(&end.reads));
        }
        reads.retain(|read| !own.contains(read));
        for read in &reads {
            if written.contains(read) {
                self.mention(*read, position);
                if !sums.contains(read) {
                    self.valued.insert(*read);
                }
            } else {
                self.need(*read, position);
            }
        }
        let touched: Vec<Var> = inner.touched.difference(&self.touched).copied().collect();
        for variable in touched.into_iter().filter(|variable| !own.contains(variable)) {
            self.touch_root(variable, position);
        }
        let slot = self.slot("steps", &self.loops.clone());
        let state: Vec<Var> = state.into_iter().collect();
        self.plan.unchecked.extend(&pullback.plan.unchecked);
        self.plan.sums_to_check.extend(&pullback.plan.sums_to_check);
        self.plan.checkpointed.insert(position, (slot, state.clone()));
        let mut forward = a_loop.body.clone();
        leave_out(body, &mut forward, &sums);
        let steps = Checkpointed {
            slot,
            id: a_loop.id,
            head: a_loop.head.clone(),
            state,
            forward,
            pullback: Rc::new(pullback),
            reads,
        };
        let mut sweep = vec![Sweep::Checkpointed(Box::new(steps))];
        // One step restores all that the loop overwrites.
        for root in written {
            let mut place = Place::whole(root, proc_macro2::Span::call_site());
            if super::is_lent_parameter(body, root) {
                place.path.push(Projection::Dereference);
            }
            let restore = self.overwrite(place, position);
            sweep.truncate(1);
            sweep.push(restore);
        }
        sweep
    }
}
