//! What loops have in common whose reverse sweep runs each iteration forward once more and at once back.

use super::Reverser;
use super::sweep::{Pullback, Sweep};
use crate::ir::{Loop, LoopHead, Place, Projection, Var};
use std::collections::BTreeSet;

/// What an iteration has to do with what is around it.
pub(super) struct Surroundings {
    /// Defined in the loop.
    pub(super) own: BTreeSet<Var>,
    /// Only added to, and not read.
    pub(super) sums: BTreeSet<Var>,
    /// Everything else that it writes.
    pub(super) others: BTreeSet<Var>,
}

impl Reverser<'_> {
    /// The reverse sweep of one iteration by itself, and what it contributes to. `carried`: what the iteration behind it may
    /// have contributed to.
    pub(super) fn iteration(
        &self,
        a_loop: &Loop,
        carried: impl Iterator<Item = Var>,
        in_scope: bool,
    ) -> (Pullback, BTreeSet<Var>) {
        let mut inner = self.inside();
        inner.loops = self.loops.clone();
        inner.loops.push(a_loop.id);
        inner.around = inner.loops.clone();
        inner.touched = self.touched.iter().copied().chain(carried).collect();
        let sweep = inner.block(&a_loop.body, in_scope, &[]);
        let pullback = inner.finish(sweep);
        (pullback, inner.touched)
    }

    /// What running the iterations again reads of what is around them.
    pub(super) fn run_again(
        &mut self,
        a_loop: &Loop,
        around: &Surroundings,
        pullback: &Pullback,
        touched: &BTreeSet<Var>,
        position: usize,
    ) -> BTreeSet<Var> {
        let mut reads = a_loop.body.reads();
        if let LoopHead::Range { start, end, .. } = &a_loop.head {
            reads.extend(start.reads.iter().chain(&end.reads));
        }
        reads.retain(|read| !around.own.contains(read));
        for read in &reads {
            if around.sums.contains(read) {
                self.mention(*read, position);
            } else if around.others.contains(read) {
                self.mention(*read, position);
                self.valued.insert(*read);
            } else {
                self.need(*read, position);
            }
        }
        for variable in touched.iter().filter(|variable| !around.own.contains(variable)) {
            self.touch_root(*variable, position);
        }
        self.plan.unchecked.extend(&pullback.plan.unchecked);
        self.plan.sums_to_check.extend(&pullback.plan.sums_to_check);
        reads
    }

    /// The reverse sweep, and what is used in front of the loop as it was there: one step restores all that it overwrites.
    pub(super) fn restoring(&mut self, sweep: Sweep, around: &Surroundings, position: usize) -> Vec<Sweep> {
        let mut restore = None;
        for root in around.sums.iter().chain(&around.others) {
            let mut place = Place::whole(*root, proc_macro2::Span::call_site());
            if super::is_lent_parameter(self.body, *root) {
                place.path.push(Projection::Dereference);
            }
            restore = Some(self.overwrite(place, position));
        }
        std::iter::once(sweep).chain(restore).collect()
    }
}
