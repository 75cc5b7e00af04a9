//! Loops that only the value of the function wants: where the gradient alone is asked for, they are left out.
//!
//! `let mut sum = 0.0; for i in .. { sum += x[i] * x[i]; }` computes a number that the reverse sweep has no use for: what
//! it needs of an iteration it computes again. Only numbers may be left unfinished, since the cotangent of anything else
//! takes its shape from the value.

use super::sweep::{Plan, RuleValue, Sweep};
use crate::ir::{
    Block, Body, Exit, Form, LoopHead, LoopId, Operand, Place, Plain, Projection, Statement, StatementKind, Value, Var,
};
use crate::signature::is_number;
use std::collections::BTreeSet;

/// The positions of these loops.
pub(super) fn unwanted_loops(body: &Body, sweep: &[Sweep], plan: &Plan) -> BTreeSet<usize> {
    let mut numbers = BTreeSet::new();
    numbers_in(body, &body.block, &mut numbers);
    let (mut wanted, mut shapes) = (BTreeSet::new(), BTreeSet::new());
    values_in(&numbers, sweep, plan, &mut wanted, &mut shapes);
    let mut search = Search { numbers, plan, wanted, shapes, unwanted: BTreeSet::new() };
    search.block(&body.block);
    search.unwanted
}

/// The variables whose values the reverse sweep reads, and those that it mentions for their shape alone; for a number,
/// which has none, that is nothing.
fn values_in(
    numbers: &BTreeSet<Var>,
    sweep: &[Sweep],
    plan: &Plan,
    wanted: &mut BTreeSet<Var>,
    shapes: &mut BTreeSet<Var>,
) {
    let shape = |variable: Var, shapes: &mut BTreeSet<Var>| {
        if !numbers.contains(&variable) {
            shapes.insert(variable);
        }
    };
    for step in sweep {
        match step {
            Sweep::Rule { rule, values, into, .. } => {
                wanted.extend(into.index_reads());
                shape(into.root, shapes);
                for value in values {
                    match value {
                        RuleValue::Variable(variable) => {
                            wanted.insert(*variable);
                        }
                        RuleValue::Operand(Operand::Place { place, .. }) if rule.linear => {
                            wanted.extend(place.index_reads());
                            shape(place.root, shapes);
                        }
                        RuleValue::Operand(operand) => wanted.extend(operand.reads()),
                    }
                }
            }
            Sweep::Increment { place, operand, .. } => {
                let source = operand.place();
                wanted.extend(place.index_reads().chain(source.into_iter().flat_map(Place::index_reads)));
                shape(place.root, shapes);
                source.into_iter().for_each(|source| shape(source.root, shapes));
            }
            Sweep::Pop { place, .. }
            | Sweep::Reshape { place, .. }
            | Sweep::Accumulate { value: place, .. }
            | Sweep::AccumulateAll { value: place, .. }
            | Sweep::Take { place, .. }
            | Sweep::Begin { place, .. } => {
                wanted.extend(place.index_reads());
                shape(place.root, shapes);
            }
            Sweep::Zero { variable } | Sweep::ToIntermediates { variable, .. } => shape(*variable, shapes),
            Sweep::Again { value, .. } => wanted.extend(value.reads()),
            Sweep::Call { operands, functions, .. } => {
                wanted.extend(operands.iter().flat_map(Operand::reads));
                wanted.extend(functions.iter().flat_map(|(function, _)| &function.captures));
            }
            Sweep::IfTaken { place, candidate, .. } => wanted.extend(place.reads().chain(candidate.reads())),
            Sweep::If { condition: head, .. } => wanted.extend(&head.reads),
            Sweep::Match { scrutinee, arm, .. } => {
                wanted.extend(&scrutinee.reads);
                wanted.insert(*arm);
            }
            Sweep::Range { start, end, count, .. } => {
                wanted.extend(start.reads.iter().chain(&end.reads).chain(count));
            }
            Sweep::Items { items, count, .. } => {
                wanted.extend(items.reads.iter().chain([count]));
            }
            Sweep::Counted { count, .. } => {
                wanted.insert(*count);
            }
            Sweep::Fused(fused) => {
                let sums = plan.fused.values().flatten().collect::<BTreeSet<_>>();
                wanted.extend(fused.reads.iter().filter(|read| !sums.contains(read) || !numbers.contains(read)));
            }
            Sweep::Checkpointed { state, iterations, .. } => wanted.extend(iterations.reads.iter().chain(state)),
            Sweep::Restore { .. } | Sweep::Load { .. } | Sweep::Guard { .. } => {}
        }
        step.inner().into_iter().for_each(|inner| values_in(numbers, inner, plan, wanted, shapes));
    }
}

/// Variables that are certainly numbers, by what they are defined as: the type of an element is not known.
fn numbers_in(body: &Body, block: &Block, numbers: &mut BTreeSet<Var>) {
    for statement in &block.statements {
        match &statement.kind {
            StatementKind::Let { variable, ty, value } => {
                let copy = body.variable(*variable).copy && !body.variable(*variable).reference;
                if ty.as_ref().is_some_and(is_number) || copy && is_numeric(value, numbers) {
                    numbers.insert(*variable);
                }
            }
            kind => kind.blocks().into_iter().for_each(|block| numbers_in(body, block, numbers)),
        }
    }
}

fn is_numeric(value: &Value, numbers: &BTreeSet<Var>) -> bool {
    match value {
        Value::Operand(Operand::Plain(_)) => true, // what is copied without a clone
        Value::Operation { operation, operands } => {
            let is_operator = matches!(operation.form, Form::Binary(_) | Form::Negate);
            let is_number = |operand: &Operand| match operand {
                Operand::Plain(_) => true,
                Operand::Place { place, borrowed: false } => match place.path.last() {
                    Some(step) => matches!(step, Projection::Index(_)),
                    None => numbers.contains(&place.root),
                },
                Operand::Place { .. } | Operand::Lent(_) => false,
            };
            operation.rule.number || is_operator && operands.iter().all(is_number)
        }
        _ => false,
    }
}

struct Search<'b> {
    numbers: BTreeSet<Var>,
    plan: &'b Plan,
    wanted: BTreeSet<Var>,
    /// Wanted for their shape, which the values of numbers do not change.
    shapes: BTreeSet<Var>,
    unwanted: BTreeSet<usize>,
}

impl Search<'_> {
    fn block(&mut self, block: &Block) {
        block.statements.iter().rev().for_each(|statement| self.statement(statement));
    }

    /// What is wanted before a statement, of what is wanted behind it.
    fn statement(&mut self, statement: &Statement) {
        if let Some(overwritten) = self.plan.overwritten.get(&statement.position) {
            overwritten.iter().for_each(|(place, _)| self.wanted.extend(place.reads()));
        }
        match &statement.kind {
            StatementKind::Let { variable, value, .. } | StatementKind::Init { variable, value } => {
                let wanted = self.wanted.contains(variable) || self.plan.at_definition.contains_key(variable);
                if !wanted && self.shapes.contains(variable) {
                    self.shape(value);
                } else {
                    self.value(value, wanted);
                }
            }
            StatementKind::Split { value, .. } => self.value(value, true),
            StatementKind::Assign { place, value } => {
                self.wanted.extend(place.index_reads());
                self.value(value, self.is_wanted(place.root));
            }
            StatementKind::Increment { place, operand, .. } => {
                self.wanted.extend(place.index_reads());
                self.operand(operand, self.is_wanted(place.root));
            }
            StatementKind::Push { place, operand } => {
                self.wanted.extend(place.index_reads());
                self.operand(operand, self.is_wanted(place.root));
            }
            StatementKind::If { condition, then, otherwise } => {
                self.block(then);
                self.block(otherwise);
                self.plain(condition);
            }
            StatementKind::Match { scrutinee, arms, .. } => {
                for arm in arms {
                    self.block(&arm.block);
                    arm.guard.iter().for_each(|guard| self.plain(guard));
                }
                self.plain(scrutinee);
            }
            StatementKind::Loop(_)
                if self.plan.fused.get(&statement.position).is_some_and(|sums| {
                    sums.iter().all(|sum| self.numbers.contains(sum) && !self.wanted.contains(sum))
                }) =>
            {
                self.unwanted.insert(statement.position);
            }
            // It keeps states, whoever wants its value.
            StatementKind::Loop(a_loop) if self.plan.checkpointed.contains_key(&statement.position) => {
                self.wanted.extend(statement.kind.reads());
                self.wanted.extend(a_loop.body.defined());
            }
            StatementKind::Loop(a_loop) => {
                let inner = Inner { search: self, loops: vec![a_loop.id], own: a_loop.body.defined() };
                if a_loop.count.is_none_or(|count| !self.wanted.contains(&count)) && inner.leaves_nothing(&a_loop.body)
                {
                    self.unwanted.insert(statement.position);
                    return;
                }
                match &a_loop.head {
                    LoopHead::Range { start, end, .. } => [start, end].into_iter().for_each(|bound| self.plain(bound)),
                    LoopHead::Items { items, .. } => self.plain(items),
                    LoopHead::While { condition } => self.plain(condition),
                    LoopHead::Forever => {}
                }
                // What one iteration wants, the one before computes.
                loop {
                    let before = (self.wanted.len(), self.shapes.len());
                    self.unwanted.retain(|position| *position > statement.position || !a_loop.body.contains(*position));
                    self.block(&a_loop.body);
                    if (self.wanted.len(), self.shapes.len()) == before {
                        break;
                    }
                }
            }
            StatementKind::Block { body, .. } => self.block(body),
            StatementKind::Exit(Exit::Return(value)) => self.value(value, false),
            StatementKind::Plain(plain) => {
                self.plain(plain);
                self.wanted.extend(&plain.writes);
            }
            StatementKind::Declare { .. } | StatementKind::Exit(_) => {}
        }
    }

    fn is_wanted(&self, variable: Var) -> bool {
        self.wanted.contains(&variable) || self.shapes.contains(&variable)
    }

    /// What the shape of a value is made of: of a sum or product, the shapes of its operands.
    fn shape(&mut self, value: &Value) {
        let is_operator = matches!(value, Value::Operation { operation, .. }
            if matches!(operation.form, Form::Binary(_) | Form::Negate));
        if !is_operator {
            return self.value(value, true);
        }
        for operand in value.operands() {
            match operand {
                Operand::Place { place, .. } if place.path.is_empty() => {
                    if !self.numbers.contains(&place.root) {
                        self.shapes.insert(place.root);
                    }
                }
                operand => self.operand(operand, true),
            }
        }
    }

    fn plain(&mut self, plain: &Plain) {
        self.wanted.extend(&plain.reads);
    }

    /// A value is computed although nobody may want it: its indices and inactive parts must not fail.
    fn value(&mut self, value: &Value, wanted: bool) {
        let kept = matches!(value, Value::Call { .. });
        value.operands().into_iter().for_each(|operand| self.operand(operand, wanted || kept));
        match value {
            Value::Repeat { length, .. } => self.plain(length),
            Value::Call { functions, .. } => {
                self.wanted.extend(functions.iter().flat_map(|function| &function.captures));
            }
            _ => {}
        }
    }

    fn operand(&mut self, operand: &Operand, wanted: bool) {
        match operand {
            Operand::Plain(plain) => self.plain(plain),
            Operand::Place { place, .. } | Operand::Lent(place) => {
                let is_number = place.path.is_empty() && self.numbers.contains(&place.root);
                self.wanted.extend(place.index_reads());
                if wanted {
                    self.wanted.insert(place.root);
                } else if !is_number {
                    self.shapes.insert(place.root);
                }
            }
        }
    }
}

/// A look at the inside of a loop.
struct Inner<'s, 'b> {
    search: &'s Search<'b>,
    loops: Vec<LoopId>,
    own: BTreeSet<Var>,
}

impl Inner<'_, '_> {
    /// Whether the loop could be left out: nothing is remembered in it, nothing happens but that unwanted numbers change.
    fn leaves_nothing(mut self, block: &Block) -> bool {
        self.is_idle(block)
    }

    fn is_idle(&mut self, block: &Block) -> bool {
        block.statements.iter().all(|statement| {
            let plan = self.search.plan;
            if plan.overwritten.contains_key(&statement.position)
                || plan.reached.contains_key(&statement.position)
                || plan.checkpointed.contains_key(&statement.position)
                || !statement.side_effects().is_empty()
            {
                return false;
            }
            match &statement.kind {
                StatementKind::Let { variable, value, .. } | StatementKind::Init { variable, value } => {
                    !plan.at_definition.contains_key(variable)
                        && !plan.at_scope_end.contains_key(variable)
                        && !matches!(value, Value::Call { .. })
                        && self.may_change(*variable)
                }
                StatementKind::Split { .. } => false,
                StatementKind::Declare { .. } => true,
                StatementKind::Assign { place, .. } | StatementKind::Increment { place, .. } => {
                    !place.path.iter().any(|step| matches!(step, Projection::Dereference))
                        && self.may_change(place.root)
                }
                StatementKind::If { then, otherwise, .. } => self.is_idle(then) && self.is_idle(otherwise),
                StatementKind::Match { arms, .. } => arms.iter().all(|arm| self.is_idle(&arm.block)),
                StatementKind::Loop(a_loop) => {
                    self.loops.push(a_loop.id);
                    let idle = self.is_idle(&a_loop.body);
                    self.loops.pop();
                    idle && a_loop.count.is_none_or(|count| self.may_change(count))
                }
                StatementKind::Block { target, body } => {
                    self.loops.push(*target);
                    let idle = self.is_idle(body);
                    self.loops.pop();
                    idle
                }
                StatementKind::Exit(Exit::Break(target) | Exit::Continue(target)) => self.loops.contains(target),
                StatementKind::Push { place, .. } => self.own.contains(&place.root),
                StatementKind::Exit(Exit::Return(_)) | StatementKind::Plain(_) => false,
            }
        })
    }

    fn may_change(&self, variable: Var) -> bool {
        self.own.contains(&variable)
            || (self.search.numbers.contains(&variable) && !self.search.wanted.contains(&variable))
    }
}
