//! Reverse mode: a body -> its reverse sweep, and what the forward sweep must remember for it.
//!
//! The reverse sweep mirrors the program block by block, statements in reverse. What it needs of the forward sweep is
//! found in this order:
//! - a value of the outermost block is simply there, captured;
//! - what is cheap, and whose operands have not changed since, is computed again ([`Sweep::Again`]);
//! - anything else is remembered *where it is defined* and loaded at the start of the mirrored block, so that every path
//!   that reached the definition has its value;
//! - what a mutable variable held before an assignment is remembered there if anything earlier needs it, and restored
//!   by the reverse sweep: wherever it is, mutable variables hold what they held in the forward sweep.

mod availability;
pub(crate) mod carried;
mod checkpointed;
mod extremes;
mod independent;
mod iteration;
mod kills;
mod numbers;
mod pull;
pub(crate) mod repeatable;
pub(crate) use pull::{may_be_slice, variant_of};
pub(crate) use value_last::ValueLast;
pub(crate) mod sweep;
mod unwanted;
mod value_last;

use crate::ir::{
    Block, Body, Callee, Exit, Form, Function, LoopHead, LoopId, Operand, Place, Plain, Projection, Statement,
    StatementKind, Value, Var, VariableKind,
};
use independent::Independent;
use kills::Kills;
use numbers::Numbers;
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use sweep::{Plan, Pullback, Seed, SeedBase, Slot, SlotInfo, SpaceOf, Sweep};

/// Transforms a body, and marks in it what is certainly a number.
pub(crate) fn reverse(body: &mut Body) -> (Pullback, BTreeMap<Var, SpaceOf>) {
    let numbers = Numbers::of(body);
    numbers.mark(body);
    let body = &*body;
    let mut reverser = Reverser::new(body, BTreeMap::new(), Rc::new(Kills::of(body)), Rc::new(numbers));
    reverser.find_spaces(&body.block);
    // What is lent to the function is used behind its end.
    let lent = (0..body.variables.len()).map(Var).filter(|it| is_lent_parameter(body, *it));
    reverser.touched.extend(lent);
    reverser.plan.sparse_from_dense = calls(&body.block, "sparse_from_dense");
    let sweep = reverser.block(&body.block, true, &[]);
    let mut pullback = reverser.finish(sweep);
    pullback.plan.literals = reverser.numbers.literals.clone();
    // What a function that is passed in does, only its caller knows.
    if !body.variables.iter().any(|variable| matches!(variable.kind, VariableKind::Function(_))) {
        pullback.plan.unwanted_loops = unwanted::unwanted_loops(body, &pullback.sweep, &pullback.plan);
        pullback.plan.value_last = ValueLast::of(body, &pullback.plan);
    }
    (pullback, reverser.spaces)
}

struct Reverser<'b> {
    body: &'b Body,
    plan: Plan,
    loops: Vec<LoopId>,
    /// The loops around all of this, one iteration of which is reversed.
    around: Vec<LoopId>,
    kills: Rc<Kills>,
    numbers: Rc<Numbers>,
    /// Where the reverse sweep uses the value of a variable (or needs it for its type): statements, by position.
    uses: BTreeMap<Var, Vec<usize>>,
    /// Where it needs a mutable variable to hold the value it held then.
    needs: Vec<Need>,
    /// Variables whose value the reverse sweep reads somewhere, and not their type or shape alone.
    valued: BTreeSet<Var>,
    overwrites: Vec<Overwrite>,
    /// Variables whose cotangents begin as those of what they are assigned to.
    begun: BTreeSet<Var>,
    /// Where a variable is assigned whose new value nobody uses: what is needed there if an earlier one was used.
    last_assignments: Vec<Need>,
    /// Variables to whose cotangent something was contributed.
    touched: BTreeSet<Var>,
    spaces: BTreeMap<Var, SpaceOf>,
    names: NameSource,
}

struct Need {
    variable: Var,
    position: usize,
    /// It is needed as the statement there leaves it.
    behind: bool,
    loops: Vec<LoopId>,
}

struct Overwrite {
    place: Place,
    /// An element was added: nothing needs to be remembered to undo it.
    grows: bool,
    position: usize,
    loops: Vec<LoopId>,
}

/// Names for seeds and slots: ours, so they meet nobody else's.
#[derive(Default)]
struct NameSource {
    taken: BTreeMap<String, usize>,
}

impl NameSource {
    fn fresh(&mut self, stem: &str) -> Ident {
        let count = self.taken.entry(stem.to_string()).or_insert(0);
        *count += 1;
        let name = if *count == 1 { stem.to_string() } else { format!("{stem}_{count}") };
        Ident::new(&name, proc_macro2::Span::mixed_site())
    }
}

impl<'b> Reverser<'b> {
    fn new(body: &'b Body, spaces: BTreeMap<Var, SpaceOf>, kills: Rc<Kills>, numbers: Rc<Numbers>) -> Self {
        Reverser {
            body,
            plan: Plan::default(),
            loops: Vec::new(),
            around: Vec::new(),
            kills,
            numbers,
            uses: BTreeMap::new(),
            needs: Vec::new(),
            valued: BTreeSet::new(),
            overwrites: Vec::new(),
            begun: BTreeSet::new(),
            last_assignments: Vec::new(),
            touched: BTreeSet::new(),
            spaces,
            names: NameSource::default(),
        }
    }

    /// One for a part of the body that has a pullback of its own.
    fn inside(&self) -> Self {
        Reverser::new(self.body, self.spaces.clone(), self.kills.clone(), self.numbers.clone())
    }

    /// The pullback of a function that is passed to another, by itself: its block is that of a function.
    fn of_function(&self, function: &Function) -> Pullback {
        let mut reverser = self.inside();
        let sweep = reverser.block(&function.block, true, &[]);
        reverser.finish(sweep)
    }

    fn finish(&mut self, sweep: Vec<Sweep>) -> Pullback {
        for need in std::mem::take(&mut self.last_assignments) {
            if self.touched.contains(&need.variable) {
                self.plan.reshaped.insert(need.position);
                self.needs.push(need);
            }
        }
        self.settle_overwrites();
        let mut plan = std::mem::take(&mut self.plan);
        let sweep = sweep::prune(sweep, &plan);
        plan.restored_copies = self.restored_copies(&plan);
        Pullback { sweep, plan }
    }

    fn slot(&mut self, stem: &str, loops: &[LoopId]) -> Slot {
        let name = self.names.fresh(&format!("{}_saved", stem.trim_start_matches("r#")));
        self.plan.slots.push(SlotInfo { name, within: loops.last().copied(), of_lists: false });
        Slot(self.plan.slots.len() - 1)
    }

    // ---- spaces

    /// A name for a place, or for one of several, keeps the space of what it names; everything else is an intermediate.
    fn find_spaces(&mut self, block: &Block) {
        for statement in &block.statements {
            if let Some(Value::Call { functions, .. }) = statement.kind.value() {
                functions.iter().for_each(|function| self.find_spaces(&function.block));
            }
            match &statement.kind {
                StatementKind::Init { variable, value } => {
                    let space = match value {
                        Value::Operand(operand) => match operand.place() {
                            Some(place) => self.space(place.root),
                            None => continue,
                        },
                        _ => SpaceOf::Intermediates,
                    };
                    let joined = match self.spaces.remove(variable) {
                        Some(before) => join(before, space),
                        None => space,
                    };
                    self.spaces.insert(*variable, joined);
                }
                kind => kind.blocks().into_iter().for_each(|block| self.find_spaces(block)),
            }
        }
    }

    pub(crate) fn space(&self, variable: Var) -> SpaceOf {
        space_of(self.body, &self.spaces, variable)
    }

    // ---- uses

    /// The reverse sweep of the statement at `position` reads `variable`, or needs it for its type alone.
    fn mention(&mut self, variable: Var, position: usize) {
        self.uses.entry(variable).or_default().push(position);
    }

    /// It needs the value that `variable` had then.
    fn need(&mut self, variable: Var, position: usize) {
        self.mention(variable, position);
        self.add_need(variable, position, false);
    }

    /// It needs the value that the statement at `position` left in `variable`.
    fn need_behind(&mut self, variable: Var, position: usize) {
        self.mention(variable, position);
        self.add_need(variable, position, true);
    }

    fn add_need(&mut self, variable: Var, position: usize, behind: bool) {
        self.valued.insert(variable);
        if self.body.variable(variable).mutable {
            self.needs.push(Need { variable, position, behind, loops: self.loops.clone() });
        }
    }

    fn need_plain(&mut self, plain: &Plain, position: usize) {
        plain.reads.iter().for_each(|variable| self.need(*variable, position));
    }

    fn need_place(&mut self, place: &Place, position: usize) {
        place.reads().for_each(|variable| self.need(variable, position));
    }

    /// The place in the cotangent is found by the same indices, and the variable is mentioned for its shape.
    fn touch(&mut self, place: &Place, position: usize) {
        place.index_reads().for_each(|variable| self.need(variable, position));
        self.touch_root(place.root, position);
    }

    fn touch_root(&mut self, variable: Var, position: usize) {
        match &self.body.variable(variable).kind {
            VariableKind::Alias(place) | VariableKind::Bound(place) => {
                let place = place.clone();
                self.touch(&place, position);
            }
            // Where it contributes is its caller's business.
            VariableKind::Function(_) => {}
            _ => {
                self.touched.insert(variable);
                self.mention(variable, position);
            }
        }
    }

    // ---- blocks

    /// The mirrored block. `given` are variables that the head of a loop defines.
    fn block(&mut self, block: &Block, outermost: bool, given: &[Var]) -> Vec<Sweep> {
        let definitions = availability::Definitions::of(block, given);
        for (statement, variables) in &definitions.completed_by {
            self.plan.defined_after.insert(*statement, variables.clone());
        }
        // What is defined before control may first leave stays in scope, for the pullback to capture.
        let open = block.statements.iter().take_while(|statement| !statement.exits).count();
        let mut pieces: Vec<Vec<Sweep>> = Vec::with_capacity(block.statements.len());
        for (index, statement) in block.statements.iter().enumerate().rev() {
            let piece = self.statement(statement, outermost && index < open);
            pieces.push(piece);
        }
        pieces.reverse();
        self.assemble(block, outermost, &definitions, pieces)
    }

    fn statement(&mut self, statement: &Statement, in_scope: bool) -> Vec<Sweep> {
        let position = statement.position;
        let side_effects = statement.side_effects();
        for root in &side_effects {
            self.overwrite(all_of(self.body, *root, statement.span), position);
        }
        let mut sweep = self.statement_itself(statement, in_scope);
        let pulled = |step: &Sweep| matches!(step, Sweep::Rule { .. } | Sweep::Call { .. } | Sweep::IfTaken { .. });
        if statement.kind.value().is_some_and(|value| self.may_change(value)) && !sweep.iter().any(pulled) {
            self.plan.unchecked.insert(position);
        }
        let restores = |sweep: &[Sweep]| sweep.iter().any(|step| matches!(step, Sweep::Restore { .. }));
        if !sweep.is_empty() && self.kills.is_one(position) && !restores(&sweep) {
            sweep.push(Sweep::Restore { position, indices: Vec::new() });
        }
        if !side_effects.is_empty() && !restores(&sweep) {
            // A loop's items were made before its first iteration; a kept pullback is lent what its function left behind.
            let lends_to_kept = |step: &Sweep| {
                matches!(step, Sweep::Call { kept: Some(_), operands, .. }
                    if operands.iter().any(|operand| matches!(operand, crate::ir::Operand::Lent(_))))
            };
            let last = matches!(statement.kind, StatementKind::Loop(_)) || sweep.iter().any(lends_to_kept);
            let at = if last { sweep.len() } else { 0 };
            sweep.insert(at, Sweep::Restore { position, indices: Vec::new() });
        }
        sweep
    }

    fn statement_itself(&mut self, statement: &Statement, in_scope: bool) -> Vec<Sweep> {
        let position = statement.position;
        match &statement.kind {
            StatementKind::Let { variable, value, .. } => {
                if value.lends() {
                    // For what it changes, whether its result is used or not.
                    self.touched.insert(*variable);
                    self.mention(*variable, position);
                }
                if matches!(self.body.variable(*variable).kind, VariableKind::Alias(_))
                    || !self.touched.contains(variable)
                {
                    return Vec::new();
                }
                let seed = self.seed(SeedBase::Variable(*variable), self.space(*variable));
                self.pull(value, seed, position, in_scope)
            }
            StatementKind::Split { variable, value, .. } => {
                if !self.touched.contains(variable) {
                    return Vec::new();
                }
                let seed = self.seed(SeedBase::Variable(*variable), self.space(*variable));
                self.pull(value, seed, position, in_scope)
            }
            StatementKind::Declare { .. } => Vec::new(),
            StatementKind::Init { variable, value } => {
                if !self.touched.contains(variable) {
                    return Vec::new();
                }
                let space = self.space(*variable);
                if matches!(value, Value::Operand(_)) || space == SpaceOf::Intermediates {
                    let seed = self.seed(SeedBase::Variable(*variable), space);
                    return self.pull(value, seed, position, false);
                }
                self.mention(*variable, position);
                let name =
                    self.names.fresh(&format!("{}_branch_seed", plain_name(&self.body.variable(*variable).name)));
                let seed = self.seed(SeedBase::Branch(name.clone(), *variable), SpaceOf::Intermediates);
                let mut sweep = vec![Sweep::ToIntermediates { variable: *variable, name }];
                sweep.extend(self.pull(value, seed, position, false));
                sweep
            }
            StatementKind::Assign { place, value } => self.assignment(place, value, position),
            StatementKind::Increment { place, negative, operand } => {
                self.increment(place, *negative, operand, position)
            }
            StatementKind::Push { place, operand } => self.push_element(place, operand, position),
            StatementKind::If { condition, then, otherwise } => {
                let then = self.block(then, false, &[]);
                let otherwise = self.block(otherwise, false, &[]);
                if then.is_empty() && otherwise.is_empty() {
                    return Vec::new();
                }
                self.need_plain(condition, position);
                vec![Sweep::If { condition: condition.clone(), then, otherwise }]
            }
            StatementKind::Match { scrutinee, arm, arms } => {
                let arms: Vec<_> =
                    arms.iter().map(|arm| (arm.pattern.clone(), self.block(&arm.block, false, &[]))).collect();
                if arms.iter().all(|(_, sweep)| sweep.is_empty()) {
                    return Vec::new();
                }
                self.need_plain(scrutinee, position);
                self.need(*arm, position);
                vec![Sweep::Match { scrutinee: scrutinee.clone(), arm: *arm, arms }]
            }
            StatementKind::Loop(a_loop) => self.a_loop(a_loop, position),
            StatementKind::Block { body, .. } => self.block(body, false, &[]),
            StatementKind::Exit(Exit::Return(value)) => {
                let seed = self.seed(SeedBase::Output, SpaceOf::Intermediates);
                self.pull(value, seed, position, false)
            }
            StatementKind::Exit(_) => Vec::new(),
            StatementKind::Plain(_) => Vec::new(),
        }
    }

    /// Whether a value is that of a method which could change what it is called on, but for its name.
    fn may_change(&self, value: &Value) -> bool {
        let receiver = match value {
            Value::Operation { operation, operands } if matches!(operation.form, Form::Method(_)) => &operands[0],
            Value::Call { callee: Callee::Method { .. }, operands, .. } => &operands[0],
            _ => return false,
        };
        matches!(receiver, Operand::Place { place, .. } if self.body.variable(place.root).mutable)
    }

    fn seed(&self, base: SeedBase, space: SpaceOf) -> Seed {
        Seed { base, part: None, space }
    }

    fn overwrite(&mut self, place: Place, position: usize) -> Sweep {
        let indices: Vec<_> = place.index_reads().collect();
        indices.iter().for_each(|variable| self.need(*variable, position)); // to find it again when restoring
        self.overwrites.push(Overwrite { place, grows: false, position, loops: self.loops.clone() });
        Sweep::Restore { position, indices }
    }

    fn assignment(&mut self, place: &Place, value: &Value, position: usize) -> Vec<Sweep> {
        if let Some(candidate) = self.candidate(place, value, position) {
            return self.extreme(place, candidate, position);
        }
        let mut sweep = vec![self.overwrite(place.clone(), position)];
        if place.path.iter().all(|step| matches!(step, Projection::Dereference)) {
            self.need_shape_of_parameter(place.root);
        }
        let root = self.body.variable(place.root);
        if !root.active {
            return sweep;
        }
        if !self.touched.contains(&place.root) && !self.in_loop_of(place.root) {
            // Nothing that runs later uses what it holds.
            let certainly_number = matches!(value, Value::Operation { operation, .. } if operation.rule.number);
            if !root.copy && !certainly_number {
                sweep.push(self.last_assignment(place, position));
            }
            return sweep;
        }
        self.touch(place, position);
        if place.path.is_empty() && !root.copy {
            self.need(place.root, position); // zero has the shape of the old value
        }
        if let Some(variable) = self.moved_into(place, value, position) {
            self.touched.insert(variable);
            self.begun.insert(variable);
            self.plan.moved.insert(position, variable);
            sweep.push(Sweep::Begin { variable, place: place.clone() });
            return sweep;
        }
        let name = self.names.fresh(&format!("{}_seed", plain_name(&root.name)));
        sweep.push(Sweep::Take { place: place.clone(), name: name.clone() });
        let seed = self.seed(SeedBase::Taken(name), SpaceOf::Intermediates);
        sweep.extend(self.pull(value, seed, position, false));
        sweep
    }

    /// The variable whose cotangent is that of the place: it is assigned to it as it is, in the block that defines it, and
    /// nothing behind that mentions it.
    fn moved_into(&self, place: &Place, value: &Value, position: usize) -> Option<Var> {
        let Value::Operand(Operand::Place { place: source, borrowed: false }) = value else { return None };
        let variable = self.body.variable(source.root);
        let is_local = matches!(variable.kind, VariableKind::Local) && variable.active && !variable.reference;
        let fits = place.path.is_empty()
            && source.path.is_empty()
            && self.space(place.root) == SpaceOf::Intermediates
            && self.space(source.root) == SpaceOf::Intermediates;
        let moved =
            is_local && fits && !self.touched.contains(&source.root) && self.body.block.ends_at(source.root, position);
        moved.then_some(source.root)
    }

    fn last_assignment(&mut self, place: &Place, position: usize) -> Sweep {
        place.index_reads().for_each(|variable| self.need(variable, position));
        let loops = self.loops.clone();
        self.last_assignments.push(Need { variable: place.root, position, behind: false, loops });
        Sweep::Reshape { place: place.clone(), position }
    }

    fn push_element(&mut self, place: &Place, operand: &crate::ir::Operand, position: usize) -> Vec<Sweep> {
        let mut sweep = vec![self.overwrite(place.clone(), position)];
        if let Some(overwrite) = self.overwrites.last_mut() {
            overwrite.grows = true;
        }
        self.need_shape_of_parameter(place.root);
        let root = self.body.variable(place.root);
        if !root.active {
            return sweep;
        }
        if !self.touched.contains(&place.root) && !self.in_loop_of(place.root) {
            sweep.push(self.last_assignment(place, position));
            return sweep;
        }
        if place.path.is_empty() && self.begun.contains(&place.root) {
            self.touched.insert(place.root); // its cotangent has the shape
        } else {
            self.touch(place, position);
        }
        let name = self.names.fresh(&format!("{}_seed", plain_name(&root.name)));
        sweep.push(Sweep::Pop { place: place.clone(), name: name.clone() });
        let seed = self.seed(SeedBase::Taken(name), SpaceOf::Intermediates);
        sweep.extend(self.pull(&Value::Operand(operand.clone()), seed, position, false));
        sweep
    }

    /// At the end of the sweep a `&mut` parameter has the shape that it came with.
    fn need_shape_of_parameter(&mut self, variable: Var) {
        if is_lent_parameter(self.body, variable) {
            self.needs.push(Need { variable, position: 0, behind: false, loops: Vec::new() });
        }
    }

    /// Whether a loop between a variable's definition and here may bring control back to an earlier use, whose
    /// contribution is not yet seen: the sweep is made in one pass.
    fn in_loop_of(&self, variable: Var) -> bool {
        self.loops.len() > self.body.variable(variable).loops.len()
    }

    fn increment(
        &mut self,
        place: &Place,
        negative: bool,
        operand: &crate::ir::Operand,
        position: usize,
    ) -> Vec<Sweep> {
        let mut sweep = vec![self.overwrite(place.clone(), position)];
        if !self.numbers.contain(self.body, place) {
            self.plan.sums_to_check.insert(position);
        }
        let Some(source) = operand.place() else { return sweep };
        if !self.touched.contains(&place.root) && !self.in_loop_of(place.root) {
            return sweep;
        }
        self.touch(place, position);
        self.touch(source, position);
        self.mention(source.root, position);
        if !source.path.is_empty() {
            self.valued.insert(source.root);
        }
        let seed = Seed { base: SeedBase::Variable(place.root), part: None, space: SpaceOf::Intermediates };
        sweep.push(Sweep::Increment { place: place.clone(), negative, operand: operand.clone(), seed });
        sweep
    }

    fn a_loop(&mut self, a_loop: &crate::ir::Loop, position: usize) -> Vec<Sweep> {
        if a_loop.snapshots.is_some() {
            return self.checkpointed(a_loop, position);
        }
        if let Some(independent) = Independent::of(self.body, &self.kills.lengths, a_loop, position) {
            return self.fused(a_loop, &independent, position);
        }
        self.loops.push(a_loop.id);
        let given = match &a_loop.head {
            LoopHead::Items { variables, lent: false, .. } => variables.clone(),
            _ => Vec::new(),
        };
        let body = self.block(&a_loop.body, false, &given);
        self.loops.pop();
        if body.is_empty() {
            return Vec::new();
        }
        if let Some(count) = a_loop.count {
            self.need(count, position);
        }
        vec![match &a_loop.head {
            LoopHead::Range { variable, start, end, inclusive } => {
                self.need_plain(start, position);
                self.need_plain(end, position);
                Sweep::Range {
                    variable: *variable,
                    start: start.clone(),
                    end: end.clone(),
                    inclusive: *inclusive,
                    count: a_loop.count,
                    body,
                }
            }
            LoopHead::Items { pattern, items, lent: true, .. } => {
                self.need_plain(items, position);
                let count = a_loop.count.expect("only a range tells its own count");
                Sweep::Items { pattern: pattern.clone(), items: items.clone(), count, body }
            }
            _ => Sweep::Counted { count: a_loop.count.expect("only a range tells its own count"), body },
        }]
    }
}

/// A `&mut` parameter.
pub(crate) fn is_lent_parameter(body: &Body, variable: Var) -> bool {
    let variable = body.variable(variable);
    matches!(variable.kind, VariableKind::Parameter(_)) && variable.mutable
}

/// All that a variable holds, or that it leads to if it is a `&mut` parameter.
pub(crate) fn all_of(body: &Body, variable: Var, span: Span) -> Place {
    let mut place = Place::whole(variable, span);
    if is_lent_parameter(body, variable) {
        place.path.push(Projection::Dereference);
    }
    place
}

/// A name without what marks it as raw.
fn plain_name(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_string()
}

/// Whether a function of this name is called.
fn calls(block: &Block, name: &str) -> bool {
    let is_call = |value: &Value| {
        matches!(value, Value::Call { callee: Callee::Function(function), .. }
            if function.segments.last().is_some_and(|last| last.ident == name))
    };
    block.statements.iter().any(|statement| {
        statement.kind.value().is_some_and(is_call)
            || statement.kind.blocks().into_iter().any(|block| calls(block, name))
    })
}

fn join(a: SpaceOf, b: SpaceOf) -> SpaceOf {
    let mut members = BTreeSet::new();
    for space in [a, b] {
        match space {
            SpaceOf::Join(inner) => members.extend(inner),
            one => {
                members.insert(one);
            }
        }
    }
    if members.len() == 1 {
        members.into_iter().next().expect("one")
    } else {
        SpaceOf::Join(members.into_iter().collect())
    }
}

/// The space that the cotangent of a variable lives in.
pub(crate) fn space_of(body: &Body, declared: &BTreeMap<Var, SpaceOf>, variable: Var) -> SpaceOf {
    match &body.variable(variable).kind {
        // What is assigned to is a local in there: it is copied from the argument, and back at the end.
        VariableKind::Parameter(_) if body.variable(variable).mutable => SpaceOf::Intermediates,
        VariableKind::Parameter(index) => SpaceOf::Argument(*index),
        VariableKind::Alias(place) | VariableKind::Bound(place) => space_of(body, declared, place.root),
        VariableKind::OfClosure | VariableKind::Function(_) => SpaceOf::Intermediates,
        VariableKind::Local | VariableKind::Given => declared.get(&variable).cloned().unwrap_or(SpaceOf::Intermediates),
    }
}
