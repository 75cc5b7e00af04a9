//! Cotangents of elements that each iteration of a loop adds to: they are summed beside the loop, and added once behind it.
//!
//! `for j in 0..n { .. x_bar[i] += ..; y_bar[j] += .. }` would carry the sum of `x_bar[i]` through memory, for it could be one
//! of the `y_bar[j]`, for all that LLVM sees: some ten cycles for each addition in place of four.

use super::sweep::{SeedBase, Sweep};
use crate::ir::{Body, Operand, Place, Projection, Var, VariableKind};
use quote::ToTokens;
use std::collections::BTreeSet;

/// The places, whose cotangents nothing else in the loop touches. `index` is the loop's own variable.
pub(crate) fn carried(body: &Body, sweep: &[Sweep], index: Var) -> Vec<Place> {
    let mut inside = BTreeSet::from([index]);
    defined_in(sweep, &mut inside);
    let mut candidates: Vec<Place> = Vec::new();
    for step in sweep {
        let Sweep::Rule { into, .. } = step else { continue };
        let is_new = !candidates.iter().any(|other| same(body, other, into));
        if is_new && is_element(body, into) && stays(body, into, &inside) {
            candidates.push(into.clone());
        }
    }
    candidates.retain(|place| sweep.iter().all(|step| leaves_alone(body, step, place)));
    candidates
}

/// A place with other names for places looked through: its root and the text of its path.
fn spelled(body: &Body, place: &Place) -> (Var, Vec<String>) {
    let (root, mut path) = match &body.variable(place.root).kind {
        VariableKind::Alias(of) | VariableKind::Bound(of) => spelled(body, of),
        _ => (place.root, Vec::new()),
    };
    path.extend(place.path.iter().filter_map(|step| match step {
        Projection::Dereference => None,
        Projection::Field(member) => Some(format!(".{}", member.to_token_stream())),
        Projection::Index(index) => Some(format!("[{}]", index.expression.to_token_stream())),
        Projection::Some => Some("?".to_string()),
        Projection::OfVariant(variant, member) => Some(format!("{variant}.{}", member.to_token_stream())),
    }));
    (root, path)
}

/// Whether two places are written as one and the same.
pub(crate) fn same(body: &Body, one: &Place, other: &Place) -> bool {
    spelled(body, one) == spelled(body, other)
}

/// An element by its number: anything else may be dear to begin with zero.
fn is_element(body: &Body, place: &Place) -> bool {
    let is_number = |step: &Projection| match step {
        Projection::Index(index) => !matches!(index.expression, syn::Expr::Range(_)),
        _ => false,
    };
    match (place.path.last(), &body.variable(place.root).kind) {
        (Some(step), _) => is_number(step),
        (None, VariableKind::Alias(of)) => is_element(body, of),
        (None, _) => false,
    }
}

/// Whether a place is found by what a loop leaves alone.
fn stays(body: &Body, place: &Place, inside: &BTreeSet<Var>) -> bool {
    let found_by = place.index_reads().all(|read| {
        let info = body.variable(read);
        !inside.contains(&read) && !info.mutable
    });
    let of_alias = match &body.variable(place.root).kind {
        VariableKind::Alias(of) => stays(body, of, inside),
        VariableKind::Bound(_) => false,
        _ => true,
    };
    found_by && of_alias
}

fn defined_in(sweep: &[Sweep], into: &mut BTreeSet<Var>) {
    for step in sweep {
        match step {
            Sweep::Load { variable, .. } | Sweep::Again { variable, .. } => {
                into.insert(*variable);
            }
            Sweep::Range { variable, .. } => {
                into.insert(*variable);
            }
            _ => {}
        }
        step.inner().into_iter().for_each(|inner| defined_in(inner, into));
    }
}

/// Whether a step does nothing with the cotangent of a place but add to it by a rule.
fn leaves_alone(body: &Body, step: &Sweep, place: &Place) -> bool {
    let root = body.root(place);
    let elsewhere = |other: &Place| body.root(other) != root;
    let of_seed = |base: &SeedBase| match base {
        SeedBase::Variable(variable) | SeedBase::Branch(_, variable) => {
            body.root(&Place::whole(*variable, place.span)) != root
        }
        SeedBase::Output | SeedBase::Taken(_) => true,
    };
    let alone = match step {
        Sweep::Rule { into, seed, .. } => (elsewhere(into) || same(body, into, place)) && of_seed(&seed.base),
        Sweep::Increment { place: target, operand, .. } => elsewhere(target) && operand.place().is_none_or(elsewhere),
        Sweep::Accumulate { value, seed, .. } | Sweep::AccumulateAll { value, seed } => {
            elsewhere(value) && of_seed(&seed.base)
        }
        Sweep::Take { place: of, .. } | Sweep::Pop { place: of, .. } | Sweep::Reshape { place: of, .. } => {
            elsewhere(of)
        }
        Sweep::Begin { variable, place: of } => elsewhere(of) && elsewhere(&Place::whole(*variable, place.span)),
        Sweep::Zero { variable } | Sweep::ToIntermediates { variable, .. } => {
            elsewhere(&Place::whole(*variable, place.span))
        }
        Sweep::Call { operands, seed, functions, .. } => {
            functions.is_empty() && of_seed(&seed.base) && operands.iter().filter_map(Operand::place).all(elsewhere)
        }
        Sweep::Fused(_) | Sweep::Checkpointed { .. } => false,
        _ => true,
    };
    alone && step.inner().into_iter().flatten().all(|inner| leaves_alone(body, inner, place))
}
