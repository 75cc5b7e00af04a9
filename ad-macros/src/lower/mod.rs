//! syn -> IR. An allow-list: what is not known here is rejected at its token.

mod active_match;
mod branches;
mod calls;
mod chains;
mod checkpoints;
mod closures;
mod conditions;
mod consumers;
mod deferred;
mod elements;
mod exits;
mod expression;
mod fallible;
mod fallible_chains;
mod functions;
mod growth;
mod lent;
mod lent_parts;
mod looks;
mod loops;
mod macros;
mod named_iterators;
mod names;
mod numbers;
mod pattern;
mod places;
mod plain;
mod receivers;
mod rename;
mod scan;
mod sequence;
mod statement;

pub(crate) use checkpoints::WithoutCheckpoints;
pub(crate) use macros::macro_arguments;
use names::{Name, nested_names};
pub(crate) use scan::is_arithmetic_assignment;

use crate::errors::Errors;
use crate::idents::collect_idents;
use crate::ir::{
    Block, Body, LoopId, Place, Real, Statement, StatementKind, Value, Var, Variable, VariableKind, WrittenTypes,
};
use crate::signature::Signature;
use proc_macro2::{Ident, Span};
use std::collections::{BTreeSet, HashMap, HashSet};
use syn::Expr;

/// Lowers a body. Reports every rejection to `errors`; what is returned then is not to be used.
pub(crate) fn lower(signature: &Signature, block: &syn::Block, errors: &mut Errors) -> Body {
    let mut found = Errors::default();
    let body = lower_as_written(signature, block, &mut found);
    if found.is_empty() {
        found.discard();
        return body;
    }
    // Iterators under names are lowered where they are used.
    let mut others = Errors::default();
    if let Some(written_out) = named_iterators::written_out(block) {
        let body = lower_as_written(signature, &written_out, &mut others);
        if others.is_empty() {
            others.discard();
            found.discard();
            return body;
        }
    }
    others.discard();
    errors.append(found);
    body
}

fn lower_as_written(signature: &Signature, block: &syn::Block, errors: &mut Errors) -> Body {
    // A `let mut` is active when anything active is ever assigned to it, which shows only further down: lower again
    // with what was learnt, until nothing new is.
    let mut active_bindings = BTreeSet::new();
    loop {
        let mut attempt_errors = Errors::default();
        let mut lowerer = Lowerer::new(signature, block, &active_bindings, &mut attempt_errors);
        lowerer.function(signature, block);
        let learnt = std::mem::take(&mut lowerer.newly_active);
        let body = lowerer.finish();
        if learnt.is_empty() {
            errors.append(attempt_errors);
            return body;
        }
        attempt_errors.discard();
        active_bindings.extend(learnt);
    }
}

/// One lowering of one body.
struct Lowerer<'a> {
    variables: Vec<Variable>,
    constants: Vec<(Var, Expr)>,
    items: Vec<syn::Item>,
    pattern_constants: Vec<Ident>,
    pattern_names: Vec<Ident>,
    scopes: Vec<HashMap<Name, Var>>,
    /// The blocks being built, innermost last.
    blocks: Vec<Vec<Statement>>,
    loops: Vec<EnclosingLoop>,
    loop_count: usize,
    /// Where the value of the next loop goes.
    break_value: Option<Var>,
    /// The closures whose bodies are being lowered in place of their calls, innermost last.
    closure_bodies: Vec<closures::Inlined>,
    closures: HashMap<Var, closures::Closure>,
    position: usize,
    /// Names that are taken in the generated code.
    names: HashSet<String>,
    /// The `let mut`s and declarations met so far, which identify a binding from one attempt to the next.
    bindings: HashMap<Var, String>,
    /// Parameters that are seen to be slices or the like: a loop over one is a loop over its indices.
    slices: HashSet<Var>,
    /// Functions without a companion, and imports, inside the body: they may hide a function that has one.
    hidden: HashSet<String>,
    /// The places that the body assigns by name.
    assigned: HashSet<String>,
    /// Declarations without a value that something further in assigns.
    assigned_further_in: HashSet<String>,
    /// Variables that a chain of iterators filled, which have no name of the user's yet.
    unnamed: HashSet<Var>,
    /// The types of variables, where they are written.
    types: HashMap<Var, syn::Type>,
    /// Variables that are defined as numbers.
    numbers: HashSet<Var>,
    signature: &'a Signature,
    /// The call of a method at the end of the function, whose value is returned, in words.
    tail: Option<String>,
    /// Mutable references: other names for the places they lead to.
    lent: HashMap<Var, Place>,
    /// Tuples that are names for their parts: a part keeps the space of the place it names.
    tuples: HashMap<Var, Vec<crate::ir::Operand>>,
    /// The only type of numbers that the function mentions, if there is one.
    only_number: Option<syn::Type>,
    assumed_active: &'a BTreeSet<String>,
    newly_active: BTreeSet<String>,
    errors: &'a mut Errors,
}

struct EnclosingLoop {
    id: LoopId,
    label: Option<String>,
    /// Something leaves this loop before its head says so.
    left_early: bool,
    /// A block: only a label leads out of it.
    is_block: bool,
    /// Where the value of a `break` goes.
    value: Option<Var>,
}

/// The variable that is returned whole at the end.
fn returned_variable(statements: &[Statement]) -> Option<Var> {
    match &statements.last()?.kind {
        StatementKind::Exit(crate::ir::Exit::Return(crate::ir::Value::Operand(crate::ir::Operand::Place {
            place,
            borrowed: false,
        }))) if place.path.is_empty() => Some(place.root),
        _ => None,
    }
}

impl<'a> Lowerer<'a> {
    fn new(
        signature: &'a Signature,
        block: &syn::Block,
        assumed_active: &'a BTreeSet<String>,
        errors: &'a mut Errors,
    ) -> Self {
        // Names that the user's tokens mention are not given to anything of ours.
        let mut names = HashSet::new();
        collect_idents(quote::ToTokens::to_token_stream(block), &mut names);
        names.extend(signature.parameters.iter().map(|parameter| parameter.name.to_string()));
        Lowerer {
            variables: Vec::new(),
            constants: Vec::new(),
            items: Vec::new(),
            pattern_constants: Vec::new(),
            pattern_names: Vec::new(),
            scopes: vec![HashMap::new()],
            blocks: vec![Vec::new()],
            loops: Vec::new(),
            loop_count: 0,
            break_value: None,
            closure_bodies: Vec::new(),
            closures: HashMap::new(),
            position: 0,
            names,
            bindings: HashMap::new(),
            tuples: HashMap::new(),
            slices: HashSet::new(),
            types: HashMap::new(),
            unnamed: HashSet::new(),
            signature,
            tail: match block.stmts.last() {
                Some(syn::Stmt::Expr(Expr::MethodCall(call), None)) => {
                    Some(quote::ToTokens::to_token_stream(call).to_string())
                }
                _ => None,
            },
            numbers: HashSet::new(),
            lent: HashMap::new(),
            only_number: signature.only_number(),
            hidden: nested_names(block),
            assigned: receivers::assigned_places(block),
            assigned_further_in: deferred::assigned_further_in(block),
            assumed_active,
            newly_active: BTreeSet::new(),
            errors,
        }
    }

    fn function(&mut self, signature: &Signature, block: &syn::Block) {
        for (index, parameter) in signature.parameters.iter().enumerate() {
            if let Some(function) = &parameter.function {
                let kind = VariableKind::Function(function.inputs.len());
                let active = !crate::signature::has_no_tangent(&function.output);
                self.user_variable(&parameter.name, active, false, false, kind);
                continue;
            }
            let variable = self.add(Variable {
                name: parameter.name.clone(),
                kind: VariableKind::Parameter(index),
                active: parameter.is_active(),
                mutable: parameter.is_lent(),
                copy: parameter.is_copy()
                    && !parameter.is_lent()
                    && parameter.receiver != Some(crate::signature::Receiver::Value),
                reference: parameter.is_reference(),
                loops: Vec::new(),
            });
            if parameter.is_slice() {
                self.slices.insert(variable);
            }
            self.types.insert(variable, parameter.ty.clone());
            if parameter.is_lent() {
                let mut place = Place::whole(variable, parameter.name.span());
                place.path.push(crate::ir::Projection::Dereference);
                if let syn::Pat::Ident(ident) = &parameter.pattern {
                    // The name stands for what it leads to.
                    let name = self.named_variable(&ident.ident, true, false, true, VariableKind::Given);
                    self.bind(&ident.ident, name);
                    self.lent.insert(name, place);
                    continue;
                }
                self.errors.reject(&parameter.pattern, &crate::errors::DESTRUCTURE);
            }
            if let syn::Pat::Ident(pattern) = &parameter.pattern
                && pattern.mutability.is_none()
                && pattern.by_ref.is_none()
                && pattern.subpat.is_none()
            {
                self.bind(&pattern.ident, variable);
            } else {
                let place = Place::whole(variable, parameter.name.span());
                self.bind_pattern_to_place(&parameter.pattern, place, false);
            }
        }
        self.attributes(block);
        for item in names::items_that_may_hide(block) {
            self.errors.reject(item, &crate::errors::NESTED_ITEM);
        }
        self.function_body(block);
    }

    /// Attributes inside a body are lost in what is generated: only those that change nothing are let through.
    fn attributes(&mut self, block: &syn::Block) {
        use syn::visit::Visit;
        struct Attributes<'e>(&'e mut Errors);
        impl<'ast> Visit<'ast> for Attributes<'_> {
            fn visit_item(&mut self, _: &'ast syn::Item) {} // printed as it stands, attributes included
            fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
                const HARMLESS: &[&str] =
                    &["allow", "warn", "deny", "expect", "doc", "rustfmt", "clippy", "inline", "cold"];
                let first = attribute.path().segments.first().map(|segment| segment.ident.to_string());
                // `#[cfg_attr(rustfmt, rustfmt_skip)]` is for the formatter, on whatever condition.
                let formats = first.as_deref() == Some("cfg_attr")
                    && quote::ToTokens::to_token_stream(attribute).to_string().contains("rustfmt");
                if !formats && !first.is_some_and(|first| HARMLESS.contains(&first.as_str())) {
                    self.0.reject(attribute, &crate::errors::ATTRIBUTE);
                }
            }
        }
        let mut block = block.clone();
        syn::visit_mut::VisitMut::visit_block_mut(&mut WithoutCheckpoints, &mut block);
        Attributes(self.errors).visit_block(&block);
    }

    fn finish(mut self) -> Body {
        let statements = self.blocks.pop().unwrap_or_default();
        let output = &self.signature.output;
        let moved = returned_variable(&statements).filter(|returned| {
            let variable = self.variable(*returned);
            matches!(variable.kind, VariableKind::Local)
                && !variable.copy
                && !self.signature.idents.contains(&variable.name.to_string())
                && !self.signature.is_number(output)
        });
        let moved_result = moved.map(|variable| (variable, output.clone()));
        let types = || self.types.iter().map(|(variable, ty)| (*variable, crate::signature::bare(ty)));
        let numbers = types().filter(|(_, ty)| self.signature.is_number(ty));
        let lists = types().filter_map(|(variable, ty)| Some((variable, self.signature.number_in_list(ty)?)));
        let written = WrittenTypes {
            numbers: numbers.map(|(variable, ty)| (variable, Real::of(ty))).collect(),
            lists: lists.map(|(variable, ty)| (variable, Real::of(ty))).collect(),
            parameters: self.signature.number_parameters(),
        };
        Body {
            variables: self.variables,
            constants: self.constants,
            items: self.items,
            pattern_constants: self.pattern_constants,
            pattern_names: self.pattern_names,
            block: Block { statements },
            moved_result,
            written,
            certain_numbers: BTreeSet::new(),
        }
    }

    // ---- variables and names

    fn add(&mut self, variable: Variable) -> Var {
        self.variables.push(variable);
        Var(self.variables.len() - 1)
    }

    fn variable(&self, variable: Var) -> &Variable {
        &self.variables[variable.0]
    }

    fn bind(&mut self, name: &Ident, variable: Var) {
        self.scopes.last_mut().expect("a scope is open").insert(Name::of(name), variable);
    }

    fn find(&self, name: &Ident) -> Option<Var> {
        let name = Name::of(name);
        self.scopes.iter().rev().find_map(|scope| scope.get(&name)).copied()
    }

    /// A name of ours that nobody has: `t1`, `i2`.
    fn fresh(&mut self, stem: &str, span: Span) -> Ident {
        let mut count = 1;
        loop {
            let name = format!("{stem}{count}");
            if self.names.insert(name.clone()) {
                return Ident::new(&name, Span::mixed_site().located_at(span));
            }
            count += 1;
        }
    }

    /// A local that the user named, in scope from here on.
    fn user_variable(&mut self, name: &Ident, active: bool, mutable: bool, copy: bool, kind: VariableKind) -> Var {
        let variable = self.named_variable(name, active, mutable, copy, kind);
        self.bind(name, variable);
        variable
    }

    /// A local that the user named, not yet in scope; a name that shadows another becomes `name_2`.
    fn named_variable(&mut self, name: &Ident, active: bool, mutable: bool, copy: bool, kind: VariableKind) -> Var {
        let taken = *name == "self" || self.variables.iter().any(|variable| variable.name == *name);
        let unique = if taken {
            let mut count = 2;
            loop {
                let candidate = format!("{name}_{count}");
                let candidate = candidate.trim_start_matches("r#").to_string();
                if self.names.insert(candidate.clone()) {
                    break Ident::new(&candidate, name.span());
                }
                count += 1;
            }
        } else {
            name.clone()
        };
        let loops = self.loop_ids();
        self.add(Variable { name: unique, kind, active, mutable, copy, reference: false, loops })
    }

    /// An unnamed intermediate, or a variable of a kind of ours.
    fn temporary(&mut self, stem: &str, span: Span, active: bool, copy: bool) -> Var {
        let name = self.fresh(stem, span);
        let loops = self.loop_ids();
        self.add(Variable { name, kind: VariableKind::Local, active, mutable: false, copy, reference: false, loops })
    }

    fn loop_ids(&self) -> Vec<LoopId> {
        self.loops.iter().filter(|enclosing| !enclosing.is_block).map(|enclosing| enclosing.id).collect()
    }

    /// Registers a variable whose activity shows only at its assignments.
    fn binding(&mut self, variable: Var, active: bool) {
        // The same from one attempt to the next: where it stands in the source, and the stem of its name.
        let name = &self.variable(variable).name;
        let place = format!("{} {:?}", name.to_string().trim_end_matches(|c: char| c.is_ascii_digit()), name.span());
        // What we write ourselves all stands in one place: there, its number tells it apart.
        let number =
            self.bindings.values().filter(|other| other.rsplit_once(' ').is_some_and(|(of, _)| of == place)).count();
        let place = format!("{place} {number}");
        self.variables[variable.0].active = active || self.assumed_active.contains(&place);
        self.bindings.insert(variable, place);
    }

    /// Something active is assigned to `variable`.
    fn becomes_active(&mut self, variable: Var) {
        if !self.variable(variable).active
            && let Some(place) = self.bindings.get(&variable)
        {
            self.newly_active.insert(place.clone());
        }
    }

    /// The part of a tuple that is another name for a place, or inactive.
    fn part_of_tuple(&self, place: &Place, member: &syn::Member) -> Option<crate::ir::Operand> {
        use crate::ir::Operand;
        let (syn::Member::Unnamed(index), true) = (member, place.path.is_empty()) else { return None };
        let Some(parts) = self.tuples.get(&place.root) else {
            return match &self.variable(place.root).kind {
                VariableKind::Alias(of) => self.part_of_tuple(of, member),
                _ => None,
            };
        };
        let part = parts.get(index.index as usize)?;
        let stays = match part {
            // What is borrowed cannot change while the tuple lives.
            Operand::Place { borrowed: true, .. } => true,
            Operand::Place { place, .. } => !self.variable(place.root).mutable,
            Operand::Plain(plain) => plain.cheap && plain.reads.iter().all(|read| !self.variable(*read).mutable),
            Operand::Lent(_) => false,
        };
        stays.then(|| part.clone())
    }

    // ---- statements

    fn push(&mut self, kind: StatementKind, span: Span) {
        let position = self.next_position();
        self.push_at(kind, position, span);
    }

    fn push_at(&mut self, kind: StatementKind, position: usize, span: Span) {
        let exits = match &kind {
            StatementKind::Exit(_) => true,
            StatementKind::If { then, otherwise, .. } => then.exits() || otherwise.exits(),
            StatementKind::Match { arms, .. } => arms.iter().any(|arm| arm.block.exits()),
            StatementKind::Loop(a_loop) => leaves(&a_loop.body, &mut vec![a_loop.id]),
            StatementKind::Block { target, body } => leaves(body, &mut vec![*target]),
            _ => false,
        };
        self.notice_number(&kind);
        let block = self.blocks.last_mut().expect("a block is open");
        block.push(Statement { kind, position, exits, span });
    }

    fn next_position(&mut self) -> usize {
        self.position += 1;
        self.position
    }

    /// Lowers into a block of its own, in a scope of its own.
    fn block(&mut self, lower: impl FnOnce(&mut Self)) -> Block {
        self.blocks.push(Vec::new());
        self.scoped(lower);
        Block { statements: self.blocks.pop().expect("the block just opened") }
    }

    fn scoped<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> R {
        self.scopes.push(HashMap::new());
        let result = lower(self);
        self.scopes.pop();
        result
    }

    /// `let t = value;` with a name of ours.
    fn name_value(&mut self, value: Value, span: Span) -> Var {
        let (active, copy) = (value.is_active(), self.value_is_copy(&value));
        let variable = self.temporary("t", span, active, copy);
        self.push(StatementKind::Let { variable, ty: None, value }, span);
        variable
    }

    /// Whether a value is certainly a number: then it is printed without a clone.
    fn value_is_copy(&self, value: &Value) -> bool {
        let operand_is_copy = |operand: &crate::ir::Operand| match operand {
            crate::ir::Operand::Place { place, borrowed } => *borrowed || self.place_is_copy(place),
            crate::ir::Operand::Lent(_) => false,
            crate::ir::Operand::Plain(plain) => self.is_plain_number(&plain.expression),
        };
        match value {
            Value::Operand(operand) => operand_is_copy(operand),
            Value::Operation { operation, operands } => {
                // What is computed from references may be a container.
                let number = |operand: &crate::ir::Operand| match operand {
                    crate::ir::Operand::Place { place, borrowed: false } if place.path.is_empty() => {
                        self.variable(place.root).copy && !self.variable(place.root).reference
                    }
                    crate::ir::Operand::Place { borrowed: true, .. } => self.is_seen_to_be_number(operand),
                    operand => operand_is_copy(operand),
                };
                let of_numbers = operation.rule.cheap || matches!(operation.form, crate::ir::Form::Binary(_));
                operation.rule.number || of_numbers && operands.iter().all(number)
            }
            _ => false,
        }
    }

    /// Whether an inactive expression is certainly a number.
    fn is_plain_number(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Lit(_) | Expr::Cast(_) => true,
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                self.variables.iter().any(|variable| variable.name == *name && variable.copy && !variable.reference)
            }),
            Expr::Paren(paren) => self.is_plain_number(&paren.expr),
            Expr::Unary(unary) => self.is_plain_number(&unary.expr),
            Expr::Binary(binary) => self.is_plain_number(&binary.left) && self.is_plain_number(&binary.right),
            _ => false,
        }
    }

    fn place_is_copy(&self, place: &Place) -> bool {
        // An element that is read by value is `Copy`, or rustc says so.
        place.path.last().is_some_and(|projection| !matches!(projection, crate::ir::Projection::Field(_)))
            || (place.path.is_empty() && self.variable(place.root).copy)
    }
}

/// Whether control can leave the statement around `block` from inside it, past the loops in `inside`.
fn leaves(block: &Block, inside: &mut Vec<LoopId>) -> bool {
    use crate::ir::Exit;
    block.statements.iter().any(|statement| match &statement.kind {
        StatementKind::Exit(Exit::Return(_)) => true,
        StatementKind::Exit(Exit::Break(target) | Exit::Continue(target)) => !inside.contains(target),
        StatementKind::Loop(a_loop) => leaves_from(&a_loop.body, a_loop.id, inside),
        StatementKind::Block { target, body } => leaves_from(body, *target, inside),
        kind => kind.blocks().into_iter().any(|block| leaves(block, inside)),
    })
}

fn leaves_from(block: &Block, target: LoopId, inside: &mut Vec<LoopId>) -> bool {
    inside.push(target);
    let left = leaves(block, inside);
    inside.pop();
    left
}
