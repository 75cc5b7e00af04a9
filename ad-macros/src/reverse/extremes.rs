//! Running maxima and minima: `m = m.max(x)` in a loop that reads `m` nowhere else.
//!
//! Whether `m` has its last value from here, that value tells by itself. So nothing is remembered; and of candidates that are
//! equal, the last one takes all.

use super::Reverser;
use super::sweep::{Seed, SeedBase, SpaceOf, Sweep};
use crate::ir::{Block, Operand, Place, StatementKind, Value, Var, VariableKind};

impl Reverser<'_> {
    /// What `place` may have its last value from, if the assignment makes a maximum or minimum go on.
    pub(super) fn candidate<'v>(&self, place: &Place, value: &'v Value, position: usize) -> Option<&'v Operand> {
        let candidate = going_on(place, value)?;
        let variable = self.body.variable(place.root);
        let is_number = variable.active && self.numbers.contain(self.body, place);
        let is_extreme = is_number && matches!(variable.kind, VariableKind::Local);
        (is_extreme && is_read_behind_loops_alone(&self.body.block, place.root, position)).then_some(candidate)
    }

    /// The reverse sweep of such an assignment.
    pub(super) fn extreme(&mut self, place: &Place, candidate: &Operand, position: usize) -> Vec<Sweep> {
        if !self.touched.contains(&place.root) {
            return Vec::new(); // nothing that runs later uses it
        }
        self.touch(place, position);
        self.need_behind(place.root, position);
        candidate.reads().into_iter().for_each(|variable| self.need(variable, position));
        let name = self.names.fresh(&format!("{}_seed", super::plain_name(&self.body.variable(place.root).name)));
        let mut then = vec![Sweep::Take { place: place.clone(), name: name.clone() }];
        let seed = Seed { base: SeedBase::Taken(name), part: None, space: SpaceOf::Intermediates };
        then.extend(self.pull(&Value::Operand(candidate.clone()), seed, position, false));
        vec![Sweep::IfTaken { place: place.clone(), candidate: candidate.clone(), then }]
    }
}

/// The candidate, of `extreme = extreme.max(candidate)` and the like.
fn going_on<'v>(place: &Place, value: &'v Value) -> Option<&'v Operand> {
    let Value::Operation { operation, operands } = value else { return None };
    let is_itself = |of: &Operand| of.place().is_some_and(|of| of.root == place.root && of.path.is_empty());
    let candidate = match &operands[..] {
        [one, other] | [other, one] if is_itself(one) => other,
        _ => return None,
    };
    let goes_on = matches!(operation.rule.name, "max" | "min") && place.path.is_empty();
    (goes_on && !candidate.reads().contains(&place.root)).then_some(candidate)
}

/// Whether a variable is read behind the loops around the assignment at `position` alone, and where it goes on.
fn is_read_behind_loops_alone(block: &Block, variable: Var, position: usize) -> bool {
    let Some(end) = end_of_loops(block, variable, position) else { return false };
    reads_in(block, variable).into_iter().all(|read| read > end)
}

/// The position of the outermost loop around `position` in which the variable is not defined.
fn end_of_loops(block: &Block, variable: Var, position: usize) -> Option<usize> {
    let around = block.statements.iter().find(|statement| statement.position >= position)?;
    match &around.kind {
        StatementKind::Loop(a_loop) if a_loop.body.contains(position) && !a_loop.body.defined().contains(&variable) => {
            Some(around.position)
        }
        kind => {
            let inner = kind.blocks().into_iter().find(|inner| inner.contains(position))?;
            end_of_loops(inner, variable, position)
        }
    }
}

/// The positions of the statements that read a variable, but for those with which it goes on.
fn reads_in(block: &Block, variable: Var) -> Vec<usize> {
    let mut positions = Vec::new();
    for statement in &block.statements {
        let goes_on = matches!(&statement.kind, StatementKind::Assign { place, value }
            if place.root == variable && going_on(place, value).is_some());
        if !goes_on && statement.kind.head_reads().contains(&variable) {
            positions.push(statement.position);
        }
        positions.extend(statement.kind.blocks().into_iter().flat_map(|inner| reads_in(inner, variable)));
    }
    positions
}
