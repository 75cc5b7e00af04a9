//! How each value that the reverse sweep uses gets there: captured, computed again, or remembered.

use super::Reverser;
use super::sweep::{Plan, Sweep};
use crate::ir::{Block, LoopId, Operand, Place, Statement, StatementKind, Value, Var, VariableKind};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Expr, Type};

/// The variables that a block defines.
pub(super) struct Definitions {
    list: Vec<Definition>,
    /// Declared variables, by the position of the statement in which all of their definitions lie.
    pub(super) completed_by: BTreeMap<usize, Vec<Var>>,
}

struct Definition {
    variable: Var,
    /// The statement that defines it; `None` for the head of the loop around the block.
    statement: Option<usize>,
    again: Option<(Option<Type>, Value)>,
    /// It was declared first and defined inside the statement.
    declared: bool,
    /// The statement defines it and may be left: it goes out of scope with that.
    leaving: bool,
}

impl Definitions {
    pub(super) fn of(block: &Block, given: &[Var]) -> Self {
        let head = |variable: &Var| Definition {
            variable: *variable,
            statement: None,
            again: None,
            declared: false,
            leaving: false,
        };
        let mut list: Vec<Definition> = given.iter().map(head).collect();
        let mut completed_by: BTreeMap<usize, Vec<Var>> = BTreeMap::new();
        for (index, statement) in block.statements.iter().enumerate() {
            match &statement.kind {
                StatementKind::Let { variable, ty, value } => list.push(Definition {
                    variable: *variable,
                    statement: Some(index),
                    again: Some((ty.clone(), value.clone())),
                    declared: false,
                    leaving: false,
                }),
                StatementKind::Split { variable, .. } => list.push(Definition {
                    variable: *variable,
                    statement: Some(index),
                    again: None,
                    declared: false,
                    leaving: false,
                }),
                StatementKind::Declare { variable, .. } => {
                    let defined_in = |statement: &Statement| defines(statement, *variable);
                    let chooses = |statement: &Statement| matches!(&statement.kind, StatementKind::Match { arm, .. } if arm == variable);
                    if let Some(chosen) = block.statements.iter().position(chooses) {
                        // Known as soon as an arm is entered, whether control leaves from there or not.
                        list.push(Definition {
                            variable: *variable,
                            statement: Some(chosen),
                            again: None,
                            declared: false,
                            leaving: block.statements[chosen].exits,
                        });
                    } else if let Some(completed) = block.statements.iter().rposition(defined_in) {
                        let position = block.statements[completed].position;
                        completed_by.entry(position).or_default().push(*variable);
                        list.push(Definition {
                            variable: *variable,
                            statement: Some(completed),
                            again: None,
                            declared: true,
                            leaving: false,
                        });
                    }
                }
                _ => {}
            }
        }
        // In the order of definition, so that what is computed again finds its operands.
        list.sort_by_key(|definition| definition.statement);
        Definitions { list, completed_by }
    }
}

/// What a variable is defined to be by its `let`.
fn definition_in(block: &Block, wanted: Var) -> Option<&Value> {
    block.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Let { variable, value, .. } if *variable == wanted => Some(value),
        kind => {
            let functions = match kind.value() {
                Some(Value::Call { functions, .. }) => &functions[..],
                _ => &[],
            };
            let blocks = functions.iter().map(|function| &function.block).chain(kind.blocks());
            blocks.into_iter().find_map(|inner| definition_in(inner, wanted))
        }
    })
}

/// Whether a statement contains the definition of a declared variable.
fn defines(statement: &Statement, variable: Var) -> bool {
    let within = |block: &Block| block.statements.iter().any(|inner| defines(inner, variable));
    match &statement.kind {
        StatementKind::Init { variable: defined, .. } => *defined == variable,
        kind => kind.blocks().into_iter().any(within),
    }
}

/// The variables that a statement may assign to.
fn writes(statement: &Statement, into: &mut BTreeSet<Var>) {
    into.extend(statement.side_effects());
    let inner = statement.kind.blocks().into_iter().flat_map(|block| &block.statements);
    inner.for_each(|inner| writes(inner, into));
    match &statement.kind {
        StatementKind::Loop(a_loop) => into.extend(a_loop.count),
        StatementKind::Assign { place, .. }
        | StatementKind::Increment { place, .. }
        | StatementKind::Push { place, .. } => {
            into.insert(place.root);
        }
        _ => {}
    }
}

/// Where in the mirrored block a value appears.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Point {
    /// At the start of what mirrors a segment: the statements between two that control may leave from.
    Segment(usize),
    /// Just after the restoring, before the rest of what mirrors a statement.
    Statement(usize),
}

impl Reverser<'_> {
    /// Puts the pieces of a mirrored block together, with the values and cotangents that they need.
    pub(super) fn assemble(
        &mut self,
        block: &Block,
        outermost: bool,
        definitions: &Definitions,
        mut pieces: Vec<Vec<Sweep>>,
    ) -> Vec<Sweep> {
        let statements = &block.statements;
        // A statement that control may leave, with statements behind it, ends a segment.
        let ends: Vec<usize> =
            (0..statements.len()).filter(|index| statements[*index].exits && *index + 1 < statements.len()).collect();
        let segment_of = |index: usize| ends.iter().take_while(|end| **end < index).count();
        let mut prologues: Vec<Vec<Sweep>> = vec![Vec::new(); ends.len() + 1];
        for definition in definitions.list.iter().rev() {
            let variable = definition.variable;
            let info = self.body.variable(variable).clone();
            let used: Vec<usize> =
                self.uses.get(&variable).into_iter().flatten().map(|at| index_of(statements, *at)).collect();
            if used.is_empty() {
                continue;
            }
            self.plan.moved.retain(|_, moved| *moved != variable);
            // What control reached the end of the definition can load.
            let home = definition.statement.map_or(0, |index| segment_of(index + usize::from(definition.declared)));
            let captured = outermost && home == 0 && definition.statement.is_some() && !definition.leaving;
            let latest = used.iter().copied().max().expect("not empty").min(statements.len().saturating_sub(1));
            let mut zero_at = None;
            let begins = self.touched.contains(&variable) && !self.begun.contains(&variable);
            if begins && !matches!(info.kind, VariableKind::Alias(_)) {
                // What mirrors a statement that control may leave can stand inside a guard.
                zero_at = Some(if segment_of(latest) > home || info.mutable || ends.contains(&latest) {
                    Point::Segment(home)
                } else {
                    Point::Statement(latest)
                });
            }
            // Of a real number whose type is seen, another one tells as much.
            let stand_in = self.numbers.real(self.body, variable).filter(|_| !self.valued.contains(&variable));
            if let Some(real) = stand_in {
                self.plan.types_alone.insert(variable, real);
            } else if info.mutable {
                match self.beginning_of_number(definition) {
                    _ if captured => {}
                    Some(step) => prologues[home].insert(0, step),
                    None => {
                        let slot = self.slot(&info.name.to_string(), &info.loops);
                        self.plan.at_scope_end.insert(variable, slot);
                        prologues[home].insert(0, Sweep::Load { variable, slot });
                    }
                }
            } else {
                let view = is_view(definition);
                // What may lead back to an argument must not be captured: the argument is lent again.
                let alias = matches!(info.kind, VariableKind::Alias(_)) || self.reads_reference(definition);
                if !captured || view || alias {
                    let again = definition.again.as_ref().filter(|(_, value)| value.is_cheap() || view || alias);
                    let point = again.and_then(|(_, value)| {
                        let index = definition.statement.expect("a value has a statement");
                        self.point_to_compute(value, (variable, index), &used, statements, &segment_of)
                    });
                    match (point, again) {
                        (Some(point), Some((ty, value))) => {
                            let position = match point {
                                Point::Segment(_) => statements.last().map_or(0, |statement| statement.position) + 1,
                                Point::Statement(index) => statements[index].position,
                            };
                            for read in value.reads() {
                                if self.asks_length_alone(value, read) {
                                    self.mention(read, position);
                                } else {
                                    self.need(read, position);
                                }
                            }
                            let step = Sweep::Again { variable, ty: ty.clone(), value: value.clone() };
                            match point {
                                Point::Segment(segment) => prologues[segment].insert(0, step),
                                Point::Statement(index) => insert_behind_restoring(&mut pieces[index], step),
                            }
                        }
                        // A reference cannot be remembered. While it is in use nobody assigns to what it leads to, so it
                        // is made again wherever it is used.
                        (None, Some((ty, value))) if view || alias && !self.reads_overwritten_number(value) => {
                            let step = Sweep::Again { variable, ty: ty.clone(), value: value.clone() };
                            let positions = self.uses.get(&variable).cloned().unwrap_or_default();
                            for position in positions {
                                value.reads().into_iter().for_each(|read| self.need(read, position));
                            }
                            for piece in pieces.iter_mut().chain(&mut prologues) {
                                insert_before_uses(piece, variable, &step);
                            }
                        }
                        _ => {
                            let slot = self.slot(&info.name.to_string(), &info.loops);
                            self.plan.at_definition.insert(variable, slot);
                            prologues[home].insert(0, Sweep::Load { variable, slot });
                        }
                    }
                }
            }
            // Its cotangent begins as zero, once the value that gives the shape is there.
            match zero_at {
                Some(Point::Segment(segment)) => {
                    let behind =
                        prologues[segment].iter().position(|step| step.defines(variable)).map_or(0, |at| at + 1);
                    prologues[segment].insert(behind, Sweep::Zero { variable });
                }
                Some(Point::Statement(index)) => {
                    let behind = pieces[index].iter().position(|step| step.defines(variable)).map_or(0, |at| at + 1);
                    pieces[index].insert(behind, Sweep::Zero { variable });
                }
                None => {}
            }
        }
        self.nest(block, definitions, &ends, prologues, pieces)
    }

    /// Of a mutable number whose value nobody needs, but that is mentioned for its type: what it begins with.
    fn beginning_of_number(&self, definition: &Definition) -> Option<Sweep> {
        let variable = definition.variable;
        let (ty, value) = definition.again.as_ref()?;
        let Value::Operand(Operand::Plain(plain)) = value else { return None };
        // Of an `Option`, say, the shape would be that of what it begins with.
        let is_number = match &plain.expression {
            Expr::Lit(_) => true,
            Expr::Unary(unary) => matches!(*unary.expr, Expr::Lit(_)),
            _ => plain.calls_ours(),
        };
        // An iteration that runs again writes it.
        let is_needed = self.needs.iter().any(|need| need.variable == variable)
            || self.plan.written_again().any(|written| written == variable);
        (self.body.variable(variable).copy && is_number && plain.reads.is_empty() && !is_needed).then(|| Sweep::Again {
            variable,
            ty: ty.clone(),
            value: value.clone(),
        })
    }

    /// Whether a definition is a cheap expression that may lead back to what it reads.
    fn reads_reference(&self, definition: &Definition) -> bool {
        let Some((_, value @ Value::Operand(Operand::Plain(plain)))) = &definition.again else { return false };
        let behind_references = plain.reads.iter().any(|variable| self.body.variable(*variable).reference);
        value.is_cheap() && may_lead_back(&plain.expression, behind_references)
    }

    /// Whether a plain value is made of numbers that may be assigned while it is in use.
    fn reads_overwritten_number(&self, value: &Value) -> bool {
        let Value::Operand(Operand::Plain(plain)) = value else { return false };
        !matches!(plain.expression, Expr::Reference(_))
            && plain.reads.iter().map(|read| self.body.variable(*read)).any(|read| read.mutable && !read.reference)
    }

    /// The segments, each guarded by whether control reached it.
    fn nest(
        &mut self,
        block: &Block,
        definitions: &Definitions,
        ends: &[usize],
        prologues: Vec<Vec<Sweep>>,
        mut pieces: Vec<Vec<Sweep>>,
    ) -> Vec<Sweep> {
        let mut later: Option<Vec<Sweep>> = None;
        for (segment, mut prologue) in prologues.into_iter().enumerate().rev() {
            let start = if segment == 0 { 0 } else { ends[segment - 1] + 1 };
            let end = ends.get(segment).map_or(block.statements.len(), |end| end + 1);
            let mut sweep = Vec::new();
            sweep.append(&mut prologue);
            if let Some(then) = later.take() {
                let leaving = ends[segment];
                let statement = &block.statements[leaving];
                let piece = std::mem::take(&mut pieces[leaving]);
                // Where the statement defines a declared variable, its mirror sees that variable's cotangent, which
                // exists where control came past it: the mirror stands in both branches.
                let declared = definitions.completed_by.get(&statement.position);
                let defines_active =
                    declared.is_some_and(|variables| variables.iter().any(|variable| self.touched.contains(variable)));
                let (mut then, mut otherwise, mut behind) = (then, Vec::new(), Vec::new());
                if defines_active {
                    otherwise = without_contributions_of(&piece, declared.expect("some"));
                    then.extend(piece);
                } else {
                    behind = piece;
                }
                if !then.is_empty() || !otherwise.is_empty() {
                    let slot = self.slot("reached", &self.loops.clone());
                    self.plan.reached.insert(statement.position, slot);
                    sweep.push(Sweep::Guard { slot, then, otherwise });
                }
                sweep.append(&mut behind);
            }
            for index in (start..end).rev() {
                sweep.append(&mut pieces[index]);
            }
            later = Some(sweep);
        }
        later.unwrap_or_default()
    }

    /// Where a cheap value can be computed again, if its operands are as they were and every use comes behind.
    fn point_to_compute(
        &self,
        value: &Value,
        (variable, definition): (Var, usize),
        used: &[usize],
        statements: &[Statement],
        segment_of: &dyn Fn(usize) -> usize,
    ) -> Option<Point> {
        let mutable = self.mutable_reads(value);
        // Once the first assignment behind the definition is undone, all are.
        let written_first = (definition + 1..statements.len()).find(|index| {
            let mut written = BTreeSet::new();
            writes(&statements[*index], &mut written);
            !written.is_disjoint(&mutable)
        });
        let Some(written) = written_first else { return Some(Point::Segment(segment_of(definition))) };
        let simple = matches!(
            statements[written].kind,
            StatementKind::Assign { .. }
                | StatementKind::Increment { .. }
                | StatementKind::Push { .. }
                | StatementKind::Plain(_)
                | StatementKind::Let { .. }
                | StatementKind::Init { .. }
        );
        // Where the restoring itself asks for the value, as in `model.history[model.next] = x`, it comes too late.
        let restored = match &statements[written].kind {
            StatementKind::Assign { place, .. }
            | StatementKind::Increment { place, .. }
            | StatementKind::Push { place, .. } => place.index_reads().any(|read| read == variable),
            _ => false,
        };
        let in_time = used.iter().all(|at| *at <= written) && !restored;
        (simple && in_time && segment_of(definition) == segment_of(written)).then_some(Point::Statement(written))
    }

    /// The mutable variables that a value depends on, those among them that the references in it are found by.
    fn mutable_reads(&self, value: &Value) -> BTreeSet<Var> {
        let asked = |read: &Var| !self.asks_length_alone(value, *read);
        let mut left: Vec<Var> = value.reads().into_iter().filter(asked).collect();
        let (mut seen, mut mutable) = (BTreeSet::new(), BTreeSet::new());
        while let Some(read) = left.pop() {
            let info = self.body.variable(read);
            if !seen.insert(read) {
                continue;
            }
            if info.mutable {
                mutable.insert(read);
            } else if let VariableKind::Alias(place) | VariableKind::Bound(place) = &info.kind {
                left.extend(place.reads());
            } else if info.reference {
                // Where it is used, it may be made again.
                left.extend(definition_in(&self.body.block, read).into_iter().flat_map(Value::reads));
            }
        }
        mutable
    }

    /// Whether all that a value asks of a variable is a length that never changes.
    fn asks_length_alone(&self, value: &Value, variable: Var) -> bool {
        let Value::Operand(Operand::Plain(plain)) = value else { return false };
        self.kills.lengths.keeps(variable)
            && super::kills::asks_length_alone(&plain.expression, &self.body.variable(variable).name)
    }

    /// Decides which overwritten values are remembered: those that an earlier use needs.
    pub(super) fn settle_overwrites(&mut self) {
        for overwrite in std::mem::take(&mut self.overwrites) {
            let root = overwrite.place.root;
            let declared_in = &self.body.variable(root).loops;
            let at = overwrite.position;
            let is_needed = self.needs.iter().filter(|need| need.variable == root).any(|need| {
                let is_shared = |id: &LoopId| {
                    overwrite.loops.contains(id) && !declared_in.contains(id) && !self.around.contains(id)
                };
                let by_next_iteration =
                    need.loops.iter().any(|id| is_shared(id) && !self.kills.since_head_of(*id, root, at));
                let by_later = need.position < at || need.position == at && !need.behind;
                by_next_iteration || by_later && !self.kills.between(root, need.position, at)
            });
            if is_needed && overwrite.grows {
                self.plan.pushed.insert(overwrite.position, overwrite.place);
            } else if let (true, Some(kill)) = (is_needed, self.kills.that_assigns_by(at)) {
                let (position, loops) = (kill.last, kill.loops.clone());
                let name = self.body.variable(root).name.to_string();
                let slot = self.slot(&format!("{name}_old"), &loops);
                self.plan.slots[slot.0].of_lists = true;
                let all = Place::whole(root, overwrite.place.span);
                self.plan.overwritten.entry(position).or_default().push((all, slot));
            } else if is_needed {
                let name = self.body.variable(root).name.to_string();
                let slot = self.slot(&format!("{name}_old"), &overwrite.loops);
                self.plan.overwritten.entry(overwrite.position).or_default().push((overwrite.place, slot));
            }
        }
    }

    /// Variables that the pullback captures and restores: it does so on a copy, since it may be called again.
    pub(super) fn restored_copies(&self, plan: &Plan) -> BTreeSet<Var> {
        let pushed = plan.pushed.values().map(|place| place.root);
        let roots = plan.overwritten.values().flatten().map(|(place, _)| place.root).chain(pushed);
        roots
            .chain(plan.written_again())
            .filter(|root| !plan.at_scope_end.contains_key(root) && self.body.variable(*root).loops.is_empty())
            .collect()
    }
}

/// The index of the statement that contains a position; their number, for a position behind them all.
fn index_of(statements: &[Statement], position: usize) -> usize {
    // A compound statement has its position behind those of the statements in it.
    statements.iter().position(|statement| position <= statement.position).unwrap_or(statements.len())
}

/// Whether the value of an expression may be, or hold, a reference to what it reads: a comparison and the like never are.
fn may_lead_back(expression: &Expr, behind_references: bool) -> bool {
    match expression {
        Expr::Reference(_) => true,
        Expr::Binary(_) | Expr::Lit(_) | Expr::Cast(_) => false,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && behind_references,
        Expr::Paren(paren) => may_lead_back(&paren.expr, behind_references),
        // a part of an inactive value
        Expr::Block(_) => behind_references,
        Expr::MethodCall(call) => behind_references && !crate::rules::has_inactive_result(&call.method.to_string()),
        _ => behind_references,
    }
}

fn is_view(definition: &Definition) -> bool {
    matches!(&definition.again, Some((_, Value::Operation { operation, .. })) if operation.rule.view)
}

/// Inserts behind what restores the state before the statement.
fn insert_behind_restoring(piece: &mut Vec<Sweep>, step: Sweep) {
    let behind = piece.iter().rposition(|step| matches!(step, Sweep::Restore { .. })).map_or(0, |at| at + 1);
    piece.insert(behind, step);
}

/// Makes a value again before each step that uses it, at any depth.
fn insert_before_uses(sweep: &mut Vec<Sweep>, variable: Var, again: &Sweep) {
    let mut steps = Vec::with_capacity(sweep.len());
    for mut step in sweep.drain(..) {
        if step.uses(variable) {
            steps.push(again.clone());
        }
        step.inner_mut().into_iter().for_each(|inner| insert_before_uses(inner, variable, again));
        steps.push(step);
    }
    *sweep = steps;
}

/// The same sweep, without what the cotangents of `variables` contribute.
fn without_contributions_of(sweep: &[Sweep], variables: &[Var]) -> Vec<Sweep> {
    let without = |sweep: &[Sweep]| without_contributions_of(sweep, variables);
    sweep
        .iter()
        .filter_map(|step| match step {
            Sweep::If { condition, then, otherwise } => {
                Some(Sweep::If { condition: condition.clone(), then: without(then), otherwise: without(otherwise) })
            }
            Sweep::Match { scrutinee, arm, arms } => Some(Sweep::Match {
                scrutinee: scrutinee.clone(),
                arm: *arm,
                arms: arms.iter().map(|(pattern, sweep)| (pattern.clone(), without(sweep))).collect(),
            }),
            Sweep::Guard { slot, then, otherwise } => {
                Some(Sweep::Guard { slot: *slot, then: without(then), otherwise: without(otherwise) })
            }
            step => (!step.seed_variable().is_some_and(|variable| variables.contains(&variable))).then(|| step.clone()),
        })
        .collect()
}
