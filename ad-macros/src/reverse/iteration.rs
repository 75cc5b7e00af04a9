//! What loops have in common whose reverse sweep runs each iteration forward once more and at once back.

use super::Reverser;
use super::sweep::{Iterations, Pullback, Sweep};
use crate::ir::{Block, Body, Loop, LoopHead, Statement, StatementKind, Value, Var};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What an iteration has to do with what is around it.
pub(super) struct Surroundings {
    /// Defined in the loop.
    pub(super) own: BTreeSet<Var>,
    /// Only added to, and not read.
    pub(super) sums: BTreeSet<Var>,
    /// Everything else that it writes.
    pub(super) others: BTreeSet<Var>,
}

impl Surroundings {
    pub(super) fn of(body: &Body, a_loop: &Loop) -> Self {
        let own = a_loop.own();
        let (mut added, mut assigned) = (BTreeSet::new(), BTreeSet::new());
        writes_in(body, &a_loop.body.statements, &mut added, &mut assigned);
        let reads = reads_of_values(&a_loop.body);
        let written = added.union(&assigned).filter(|variable| !own.contains(variable));
        let is_sum = |variable: &Var| !assigned.contains(variable) && !reads.contains(variable);
        let (sums, others) = written.partition(|variable| is_sum(variable));
        Surroundings { own, sums, others }
    }

    pub(super) fn written(&self) -> impl Iterator<Item = Var> {
        self.sums.iter().chain(&self.others).copied()
    }
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

    /// The iterations, to run again: what they read and contribute to is needed there. `results`: what is left out.
    pub(super) fn run_again(
        &mut self,
        a_loop: &Loop,
        around: &Surroundings,
        (pullback, touched): (Pullback, BTreeSet<Var>),
        results: &BTreeSet<Var>,
        position: usize,
    ) -> Box<Iterations> {
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
        let forward = without(self.body, &a_loop.body, results);
        Box::new(Iterations { id: a_loop.id, head: a_loop.head.clone(), forward, pullback: Rc::new(pullback), reads })
    }

    /// The reverse sweep, and what is used in front of the loop as it was there: one step restores all that it overwrites.
    pub(super) fn restoring(&mut self, sweep: Sweep, around: &Surroundings, position: usize) -> Vec<Sweep> {
        let mut restore = None;
        for root in around.written() {
            let all = super::all_of(self.body, root, proc_macro2::Span::call_site());
            restore = Some(self.overwrite(all, position));
        }
        std::iter::once(sweep).chain(restore).collect()
    }
}

/// The variables that statements add to, and those that it assigns or changes in other ways.
pub(super) fn writes_in(
    body: &Body,
    statements: &[Statement],
    added: &mut BTreeSet<Var>,
    assigned: &mut BTreeSet<Var>,
) {
    for statement in statements {
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
        statement.kind.blocks().into_iter().for_each(|inner| writes_in(body, &inner.statements, added, assigned));
    }
}

/// What a block reads, but for the places that are added to.
fn reads_of_values(block: &Block) -> BTreeSet<Var> {
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

/// The block without what it adds to sums or assigns to other results: nobody wants their values once more.
fn without(body: &Body, block: &Block, results: &BTreeSet<Var>) -> Block {
    let mut rest = block.clone();
    leave_out(body, &mut rest, results);
    rest
}

fn leave_out(body: &Body, block: &mut Block, sums: &BTreeSet<Var>) {
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
