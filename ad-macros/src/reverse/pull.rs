//! Pulling a seed back through a value, to the cotangents of its operands.

use super::Reverser;
use super::sweep::{Part, RuleValue, Seed, SeedBase, SpaceOf, Sweep};
use crate::ir::{Body, Callee, Function, Operand, Place, Projection, Value, Var, VariableKind};
use crate::rules::Wants;
use std::collections::BTreeSet;
use std::rc::Rc;

impl Reverser<'_> {
    /// The contributions of `seed` to the operands of `value`. `keep`: a callee's pullback is kept from the forward
    /// sweep; otherwise the call is recorded again.
    pub(super) fn pull(&mut self, value: &Value, seed: Seed, position: usize, keep: bool) -> Vec<Sweep> {
        match value {
            Value::Operand(operand) => self.pull_operand(operand, seed, position),
            Value::Tuple(operands) => {
                let parts = operands.iter().enumerate();
                self.pull_parts(parts.map(|(index, operand)| (Part::Field(index.into()), operand)), seed, position)
            }
            Value::Array(operands) | Value::Vector(operands) => {
                let parts = operands.iter().enumerate();
                self.pull_parts(parts.map(|(index, operand)| (Part::Index(index), operand)), seed, position)
            }
            Value::Struct { path, fields } => {
                let variant = variant_of(path);
                let part = |member: &syn::Member| match variant {
                    Some(variant) => Part::OfVariant(variant.clone(), member.clone()),
                    None => Part::Field(member.clone()),
                };
                self.pull_parts(fields.iter().map(|(member, operand)| (part(member), operand)), seed, position)
            }
            Value::Repeat { operand, .. } => match operand.place() {
                Some(place) => {
                    self.touch(place, position);
                    self.need_place(place, position);
                    vec![Sweep::AccumulateAll { value: place.clone(), seed }]
                }
                None => Vec::new(),
            },
            Value::Operation { operation, operands } => {
                let result = match seed.base {
                    SeedBase::Variable(variable) => Some(variable),
                    SeedBase::Branch(_, variable) => Some(variable),
                    SeedBase::Output | SeedBase::Taken(_) => None,
                };
                let mut sweep = Vec::new();
                let of_numbers = self.numbers.are_all(self.body, operands);
                for (argument, operand) in operands.iter().enumerate() {
                    let (Some(into), Some(wants)) = (operand.place(), operation.rule.arguments[argument]) else {
                        continue;
                    };
                    let mut values = Vec::new();
                    for want in wants {
                        match want {
                            Wants::Operand(index) | Wants::OperandType(index) => {
                                let wanted = &operands[*index];
                                let shape_alone = match of_numbers {
                                    true => matches!(want, Wants::OperandType(_)),
                                    false => operation.rule.linear,
                                };
                                for variable in wanted.reads() {
                                    // What is copied and is no number may have a rule of the user's.
                                    let of_any_type = !of_numbers && self.body.variable(variable).mutable;
                                    if shape_alone && !of_any_type {
                                        self.mention_operand(wanted, variable, position);
                                    } else {
                                        self.need(variable, position);
                                    }
                                }
                                values.push(RuleValue::Operand(wanted.clone()));
                            }
                            Wants::Result => {
                                let result = result.expect("an operation that wants its result defines a variable");
                                self.need(result, position);
                                values.push(RuleValue::Variable(result));
                            }
                        }
                    }
                    self.touch(into, position);
                    sweep.push(Sweep::Rule {
                        rule: operation.rule,
                        argument,
                        values,
                        seed: seed.clone(),
                        into: into.clone(),
                        span: operation.span,
                    });
                }
                sweep
            }
            Value::Call { callee, operands, functions } => {
                let captured: BTreeSet<Var> =
                    functions.iter().flat_map(|function| &function.captures).copied().collect();
                for variable in captured {
                    self.need(variable, position);
                    if self.body.variable(variable).active {
                        self.touch_root(variable, position);
                    }
                }
                // A closure cannot be kept with what it borrows.
                let keep = keep && functions.is_empty() && !matches!(callee, Callee::Parameter(_));
                for operand in operands {
                    match operand {
                        // A pullback that is kept is lent what its function left behind.
                        Operand::Lent(place) if keep => {
                            place.index_reads().for_each(|variable| self.need(variable, position));
                            self.need_behind(place.root, position);
                        }
                        operand => operand.reads().into_iter().for_each(|variable| self.need(variable, position)),
                    }
                    if let Some(place) = operand.place() {
                        self.touch(place, position);
                    }
                }
                let kept = keep.then(|| {
                    let name = self.names.fresh(&format!("{}_pullback", callee.name()));
                    self.plan.kept_pullbacks.insert(position, name.clone());
                    name
                });
                if kept.is_none() {
                    // It is recorded once more, on what it was lent then.
                    for operand in operands {
                        if let Operand::Lent(place) = operand {
                            self.need(place.root, position);
                        }
                    }
                }
                let pulled = |function: &Rc<Function>| (function.clone(), Rc::new(self.of_function(function)));
                let functions = functions.iter().map(pulled).collect();
                vec![Sweep::Call { kept, callee: callee.clone(), operands: operands.clone(), functions, seed }]
            }
        }
    }

    /// An operand is printed for its type or shape: of a place the indices, of an inactive expression all of it.
    fn mention_operand(&mut self, operand: &Operand, variable: Var, position: usize) {
        self.mention(variable, position);
        if !operand.place().is_some_and(|place| place.path.is_empty()) {
            self.valued.insert(variable);
        }
    }

    fn pull_operand(&mut self, operand: &Operand, seed: Seed, position: usize) -> Vec<Sweep> {
        let Some(place) = operand.place() else { return Vec::new() };
        self.touch(place, position);
        place.reads().for_each(|variable| self.mention_operand(operand, variable, position));
        let lent = may_be_slice(self.body, operand);
        vec![Sweep::Accumulate { value: place.clone(), lent, seed, span: place.span }]
    }

    fn pull_parts<'o>(
        &mut self,
        parts: impl Iterator<Item = (Part, &'o Operand)>,
        seed: Seed,
        position: usize,
    ) -> Vec<Sweep> {
        parts
            .flat_map(|(part, operand)| {
                let part = Seed { part: Some(part), ..seed.clone() };
                self.pull_operand(operand, part, position)
            })
            .collect()
    }
}

/// Whether an operand is lent, and may be a slice.
pub(crate) fn may_be_slice(body: &Body, operand: &Operand) -> bool {
    let Operand::Place { place, borrowed } = operand else { return false };
    leads_to_slice(body, place, *borrowed)
}

fn leads_to_slice(body: &Body, place: &Place, borrowed: bool) -> bool {
    match (place.path.last(), &body.variable(place.root).kind) {
        (Some(Projection::Index(index)), _) => borrowed && matches!(index.expression, syn::Expr::Range(_)),
        (Some(_), _) => false,
        (None, VariableKind::Alias(of)) => leads_to_slice(body, of, true),
        (None, _) => body.variable(place.root).reference,
    }
}

/// The variant that a path names, if it has the form of one: `Shape::Circle`.
pub(crate) fn variant_of(path: &syn::Path) -> Option<&proc_macro2::Ident> {
    let count = path.segments.len();
    let owner = count.checked_sub(2).map(|owner| &path.segments[owner].ident)?;
    owner.to_string().starts_with(char::is_uppercase).then(|| &path.segments[count - 1].ident)
}

impl SpaceOf {
    /// The members of a join, or the space itself.
    pub(crate) fn members(&self) -> Vec<&SpaceOf> {
        match self {
            SpaceOf::Join(members) => members.iter().collect(),
            one => vec![one],
        }
    }
}
