//! Values that come last: where loops whose iterations run in the reverse sweep alone make sums for the value, the sums are
//! made there too, and the value of the function behind it. So `value_and_gradient` runs each iteration once.

use super::iteration::writes_in;
use super::sweep::Plan;
use crate::ir::{Block, Body, Exit, LoopId, Statement, StatementKind, Value, Var, VariableKind};
use std::collections::BTreeSet;

/// How a value is found behind the reverse sweep.
pub(crate) struct ValueLast {
    /// Independent loops that make sums on the way back, and these.
    pub(crate) loops: BTreeSet<LoopId>,
    pub(crate) sums: BTreeSet<Var>,
    /// Loops that add to the same sums, and run once more behind the reverse sweep: the order of additions is kept.
    pub(crate) run_behind: BTreeSet<LoopId>,
    /// What else the value is made of, from these sums.
    pub(crate) rest: Block,
    pub(crate) value: Value,
}

impl ValueLast {
    /// Of a function in whose outermost block, and nowhere else, loops serve the value alone, and which makes nothing but new
    /// numbers of their sums.
    pub(super) fn of(body: &Body, plan: &Plan) -> Option<Self> {
        let (last, statements) = body.block.statements.split_last()?;
        let StatementKind::Exit(Exit::Return(value)) = &last.kind else { return None };
        let is_unwanted = |statement: &Statement| plan.unwanted_loops.contains(&statement.position);
        let outermost = statements.iter().filter(|statement| is_unwanted(statement)).count();
        if outermost < plan.unwanted_loops.len() || statements.iter().any(|statement| statement.exits) {
            return None;
        }
        let mut found = Found { body, plan, late: BTreeSet::new(), rest: Block::default() };
        let (mut loops, mut sums, mut run_behind) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (index, statement) in statements.iter().enumerate() {
            let behind = &statements[index..];
            match (&statement.kind, plan.fused.get(&statement.position)) {
                (StatementKind::Loop(a_loop), Some(of_loop)) if is_unwanted(statement) => {
                    if of_loop.is_disjoint(&found.late) {
                        loops.insert(a_loop.id);
                        sums.extend(of_loop);
                        found.late.extend(of_loop);
                    } else if of_loop.is_subset(&found.late) {
                        let own = a_loop.own();
                        found
                            .are_there(statement.kind.reads().into_iter().filter(|read| !own.contains(read)), behind)?;
                        run_behind.insert(a_loop.id);
                        found.rest.statements.push(statement.clone());
                    } else {
                        return None;
                    }
                }
                _ => found.other(statement, behind)?,
            }
        }
        found.are_there(value.reads(), &[])?;
        (!loops.is_empty()).then(|| ValueLast { loops, sums, run_behind, rest: found.rest, value: value.clone() })
    }
}

struct Found<'b> {
    body: &'b Body,
    plan: &'b Plan,
    /// What has its value behind the reverse sweep alone.
    late: BTreeSet<Var>,
    rest: Block,
}

impl Found<'_> {
    /// A statement that makes a new number of late ones, or has nothing to do with them.
    fn other(&mut self, statement: &Statement, behind: &[Statement]) -> Option<()> {
        let reads = statement.kind.reads();
        if reads.is_disjoint(&self.late) {
            return Some(());
        }
        match &statement.kind {
            StatementKind::Let { variable, value, .. }
                if !self.body.variable(*variable).mutable && !matches!(value, Value::Call { .. }) =>
            {
                self.are_there(reads, behind)?;
                self.rest.statements.push(statement.clone());
                self.late.insert(*variable);
                Some(())
            }
            _ => None,
        }
    }

    /// Whether these variables have behind the reverse sweep the values that they have here, in front of some statements.
    fn are_there(&self, reads: impl IntoIterator<Item = Var>, behind: &[Statement]) -> Option<()> {
        let (mut added, mut written) = (BTreeSet::new(), BTreeSet::new());
        writes_in(self.body, behind, &mut added, &mut written);
        written.append(&mut added);
        let stays = |read| self.late.contains(&read) || self.stays(read, &written);
        reads.into_iter().all(stays).then_some(())
    }

    fn stays(&self, variable: Var, written: &BTreeSet<Var>) -> bool {
        let info = self.body.variable(variable);
        match &info.kind {
            VariableKind::Alias(of) | VariableKind::Bound(of) => !info.mutable && self.stays(of.root, written),
            VariableKind::Parameter(_) | VariableKind::Given => !info.mutable,
            VariableKind::Local if info.reference => false, // to who knows what
            VariableKind::Local => !written.contains(&variable) && !self.plan.restored_copies.contains(&variable),
            VariableKind::Function(_) | VariableKind::OfClosure => false,
        }
    }
}
