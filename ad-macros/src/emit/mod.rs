//! Printing: IR -> tokens. The only place with `quote!`; it cannot fail.

/// `quote!` with the macro's own hygiene: our locals meet no local of the user's, whatever its name.
macro_rules! ours {
    ($($tokens:tt)*) => { quote::quote_spanned!(proc_macro2::Span::mixed_site()=> $($tokens)*) };
}

mod calls;
mod checkpointed;
mod companion;
mod forward;
mod functions;
mod lifetimes;
mod reverse;
mod room;
mod spaces;
mod value;

pub(crate) use companion::generics::{predicates, promised_by_trait, promised_in_block, with_bounds};
pub(crate) use companion::{Record, companion, functions, in_module, quiet, record_alone};
pub(crate) use lifetimes::StaticLifetimes;
pub(crate) use value::place;

use crate::idents::free_name;
use crate::ir::{Body, Place, Projection, Real, Var, VariableKind};
use crate::reverse::sweep::{Plan, SpaceOf};
use crate::signature::{Home, Signature};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use std::collections::{BTreeMap, BTreeSet};

/// What printing a body needs to know.
#[derive(Clone)]
pub(crate) struct Printer<'a> {
    pub(crate) body: &'a Body,
    pub(crate) plan: &'a Plan,
    pub(crate) spaces: &'a BTreeMap<Var, SpaceOf>,
    pub(crate) names: &'a Names,
    /// Cotangents that have another name here: in the pullback of a function that is passed on.
    pub(crate) bars: BTreeMap<Var, Ident>,
    /// Places whose cotangents are summed beside the loop around.
    pub(crate) carried: Vec<(Place, Ident)>,
    /// Vectors whose room, and that of their cotangents, is made outside the loop around: of which number, and how many.
    pub(crate) lists: BTreeMap<Var, (syn::Expr, syn::Expr)>,
    /// Numbers for which another of their type stands.
    pub(crate) types_alone: BTreeMap<Var, Real>,
    /// Literals that need no name, since their type is seen.
    pub(crate) literals: BTreeMap<Var, TokenStream>,
    /// Sums that are made on the way back if the value is asked for then.
    pub(crate) late_sums: BTreeSet<Var>,
}

/// Names that the companion gives to what is not the user's.
pub(crate) struct Names {
    /// The path of the runtime's private module.
    pub(crate) runtime: TokenStream,
    pub(crate) gradient: Ident,
    pub(crate) value_and_gradient: Ident,
    pub(crate) gradient_into: Ident,
    pub(crate) value_and_gradient_into: Ident,
    pub(crate) pullback: Ident,
    pub(crate) record: Ident,
    pub(crate) record_as_written: Ident,
    pub(crate) pull: Ident,
    /// The type parameter for the space of the intermediates.
    pub(crate) intermediates: Ident,
    /// The type parameters for the spaces of the arguments: that of the intermediates for what is lent to be changed.
    pub(crate) arguments: Vec<Ident>,
    /// The type parameters for the pullbacks of the arguments that are functions.
    pub(crate) pullbacks: Vec<Ident>,
}

impl Names {
    pub(crate) fn of(signature: &Signature, runtime: TokenStream) -> Self {
        let fresh = |stem: String| Ident::new(&free_name(stem, &signature.idents), Span::mixed_site());
        let intermediates = fresh("I".to_string());
        // What is lent to be changed is a local of the caller's, and so an intermediate.
        let argument = |index: usize| match signature.parameters[index].is_lent() {
            true => intermediates.clone(),
            false => fresh(format!("A{index}")),
        };
        // Those of a method stand beside it, and carry its name.
        let function = |stem: &str| match signature.home {
            Home::Free => Ident::new(stem, Span::mixed_site()),
            _ => beside(&signature.name, stem),
        };
        Names {
            runtime,
            gradient: function("gradient"),
            value_and_gradient: function("value_and_gradient"),
            gradient_into: function("gradient_into"),
            value_and_gradient_into: function("value_and_gradient_into"),
            pullback: function("pullback"),
            // Who calls it must know that it changes its receiver, or rustc says that there is none.
            record: function(match signature.parameters.first() {
                Some(first) if first.is_lent() && !matches!(signature.home, Home::Free) => "record_mut",
                _ => "record",
            }),
            record_as_written: function("record_as_written"),
            pull: function("pull"),
            arguments: (0..signature.parameters.len()).map(argument).collect(),
            intermediates,
            pullbacks: (0..signature.functions().count()).map(|index| fresh(format!("P{index}"))).collect(),
        }
    }
}

/// `energy_record`, of the method `energy`.
pub(crate) fn beside(method: &Ident, stem: &str) -> Ident {
    let name = method.to_string();
    format_ident!("{}_{}", name.trim_start_matches("r#"), stem, span = method.span())
}

/// The function that gives a part of an enum's cotangent, as its derive has it: `__Circle_0`.
pub(crate) fn part_of_variant(variant: &Ident, member: &syn::Member, mutable: bool) -> Ident {
    let label = match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    };
    format_ident!("__{}_{}{}", variant, label.trim_start_matches("r#"), if mutable { "_mut" } else { "" })
}

/// A value once more: both sweeps have it.
pub(crate) fn again(value: impl ToTokens) -> TokenStream {
    ours!(__ad::Lent(&#value).again())
}

/// Remembers a value for the reverse sweep.
fn save(value: impl ToTokens, slot: &Ident) -> TokenStream {
    ours!(__ad::Lent(&#value).save_in(&mut #slot);)
}

impl<'a> Printer<'a> {
    fn new(body: &'a Body, plan: &'a Plan, spaces: &'a BTreeMap<Var, SpaceOf>, names: &'a Names) -> Self {
        let (bars, carried, lists, types_alone, late_sums) = Default::default();
        let literal = |(variable, value): &(Var, syn::Expr)| {
            let suffix = match plan.literals.get(variable)? {
                Real::F64 => "f64",
                Real::F32 => "f32",
            };
            Some((*variable, value::literal(value, suffix)?))
        };
        let literals = body.constants.iter().filter_map(literal).collect();
        Printer { body, plan, spaces, names, bars, carried, lists, types_alone, literals, late_sums }
    }

    /// One for a part of the body that has a plan of its own.
    fn inside<'b>(&self, body: &'b Body, plan: &'b Plan) -> Printer<'b>
    where
        'a: 'b,
    {
        let (bars, types_alone, literals) = (self.bars.clone(), self.types_alone.clone(), self.literals.clone());
        let (carried, lists, late_sums) = Default::default();
        let (spaces, names) = (self.spaces, self.names);
        Printer { body, plan, spaces, names, bars, carried, lists, types_alone, literals, late_sums }
    }
}

impl Printer<'_> {
    fn name(&self, variable: Var) -> &Ident {
        &self.body.variable(variable).name
    }

    /// A variable as a value: of a number of which the type alone is wanted, another one.
    fn variable(&self, variable: Var) -> TokenStream {
        match self.types_alone.get(&variable) {
            Some(Real::F64) => ours!(0.0_f64),
            Some(Real::F32) => ours!(0.0_f32),
            None => self.name(variable).to_token_stream(),
        }
    }

    fn slot(&self, slot: crate::reverse::sweep::Slot) -> &Ident {
        &self.plan.slots[slot.0].name
    }

    /// The type of a space.
    fn space(&self, space: &SpaceOf) -> TokenStream {
        let mut members = space.members().into_iter().map(|member| match member {
            SpaceOf::Intermediates | SpaceOf::Join(_) => &self.names.intermediates,
            SpaceOf::Argument(index) => &self.names.arguments[*index],
        });
        let first = members.next().expect("a space has a member");
        members.fold(ours!(#first), |joined, member| ours!(<#joined as __ad::Space>::Join<#member>))
    }

    fn space_of(&self, variable: Var) -> SpaceOf {
        crate::reverse::space_of(self.body, self.spaces, variable)
    }

    /// The cotangent of a place: the same place in the cotangent. And whether it is a reference already.
    fn cotangent(&self, place: &Place) -> (TokenStream, bool) {
        let variable = self.body.variable(place.root);
        let (mut tokens, mut is_reference) = match &variable.kind {
            _ if self.bars.contains_key(&place.root) => {
                let name = &self.bars[&place.root];
                (ours!(#name), false)
            }
            VariableKind::Alias(of) | VariableKind::Bound(of) => self.cotangent(of),
            VariableKind::Parameter(_) | VariableKind::OfClosure => {
                let name = bar(&variable.name);
                (ours!(#name), true)
            }
            VariableKind::Function(_) => unreachable!("a function has no cotangent"),
            VariableKind::Local | VariableKind::Given => {
                let name = bar(&variable.name);
                (ours!(#name), false)
            }
        };
        for projection in &place.path {
            match projection {
                Projection::Field(member) => tokens = ours!(#tokens.#member),
                Projection::Index(index) => {
                    let index = &index.expression;
                    tokens = ours!(#tokens[#index]);
                }
                Projection::Dereference => continue,
                Projection::Some => tokens = ours!((*#tokens.as_mut().unwrap())),
                Projection::OfVariant(variant, member) => {
                    let part = part_of_variant(variant, member, true);
                    tokens = ours!((*#tokens.#part()));
                }
            }
            is_reference = false;
        }
        (tokens, is_reference)
    }

    /// The cotangent of a place, lent to be accumulated into.
    fn accumulator(&self, place: &Place) -> TokenStream {
        if let Some((_, sum)) = self.carried.iter().find(|(of, _)| crate::reverse::carried::same(self.body, of, place))
        {
            return ours!(&mut #sum);
        }
        match self.cotangent(place) {
            (tokens, true) => tokens,
            (tokens, false) => ours!(&mut #tokens),
        }
    }
}

/// The name of the cotangent of `name`.
fn bar(name: &Ident) -> Ident {
    let name = name.to_string();
    format_ident!("{}_bar", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// The name of the pullback of a parameter that is a function.
fn pull_of(name: &Ident) -> Ident {
    let name = name.to_string();
    format_ident!("{}_pull", name.trim_start_matches("r#"), span = Span::mixed_site())
}
