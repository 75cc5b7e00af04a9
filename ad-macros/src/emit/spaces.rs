//! Which space each argument and the intermediates live in, from the policies of a function and of its parameters.

use super::companion::Companion;
use crate::attribute::Project;
use crate::signature::{Parameter, Signature};
use proc_macro2::{Ident, Span, TokenStream};

/// A choice on one axis, for the intermediates and for each argument; `None` is inherited from the caller.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    word: Option<Project>,
    /// A parameter is ambient although the function says nothing.
    some_argument_ambient: bool,
}

impl Axis {
    fn of(signature: &Signature, word: Option<Project>, of_parameter: impl Fn(&Parameter) -> Option<Project>) -> Self {
        let ambient = |parameter: &Parameter| of_parameter(parameter).is_some_and(Project::arguments_ambient);
        Axis { word, some_argument_ambient: word.is_none() && signature.parameters.iter().any(ambient) }
    }

    pub(super) fn intermediates(self) -> Option<bool> {
        self.word.map(Project::intermediates_ambient).or(self.some_argument_ambient.then_some(true))
    }

    pub(super) fn argument(self, own: Option<Project>) -> Option<bool> {
        let word = own.or(self.word);
        word.map(Project::arguments_ambient).or(self.some_argument_ambient.then_some(false))
    }
}

impl Companion<'_> {
    pub(super) fn number(&self) -> Axis {
        Axis::of(self.signature, self.policy.number, |parameter| parameter.policy.number)
    }

    pub(super) fn structure(&self) -> Axis {
        Axis::of(self.signature, self.policy.structure, |parameter| parameter.policy.structure)
    }

    pub(super) fn has_policy(&self) -> bool {
        !self.policy.is_empty() || self.parameters().iter().any(|parameter| !parameter.policy.is_empty())
    }

    /// A space from a choice on each axis. Where there is none, `inherited` says what to print for that axis.
    pub(super) fn chosen(
        &self,
        number: Option<bool>,
        structure: Option<bool>,
        inherited: Option<&Ident>,
    ) -> TokenStream {
        let runtime = &self.names.runtime;
        let or_tangent = |choice: Option<bool>| choice.or(inherited.is_none().then_some(false));
        let (number, structure) = (or_tangent(number), or_tangent(structure));
        let axis = |choice: Option<bool>, axis: &str| match (choice, inherited) {
            (Some(true), _) => ours!(#runtime::Ambient),
            (Some(false) | None, None) | (Some(false), _) => ours!(#runtime::Tangent),
            (None, Some(space)) => {
                let axis = Ident::new(axis, Span::mixed_site());
                ours!(<#space as #runtime::Space>::#axis)
            }
        };
        if number == structure && number.is_some() {
            return axis(number, "Number");
        }
        let (number, structure) = (axis(number, "Number"), axis(structure, "Structure"));
        ours!(#runtime::Axes<#number, #structure>)
    }

    pub(super) fn intermediates(&self, inherit: bool) -> TokenStream {
        let inherited = inherit.then_some(&self.names.intermediates);
        self.chosen(self.number().intermediates(), self.structure().intermediates(), inherited)
    }

    pub(super) fn argument(&self, index: usize, inherit: bool) -> TokenStream {
        let parameter = &self.parameters()[index];
        let inherited = inherit.then_some(&self.names.arguments[index]);
        let number = self.number().argument(parameter.policy.number);
        let structure = self.structure().argument(parameter.policy.structure);
        self.chosen(number, structure, inherited)
    }

    /// The space of an argument in a public entry: nothing is computed for what is not asked for.
    pub(super) fn public_argument(&self, index: usize) -> TokenStream {
        let (runtime, parameter) = (&self.names.runtime, &self.parameters()[index]);
        match parameter.is_active() {
            _ if parameter.is_lent() => self.intermediates(false),
            true => self.argument(index, false),
            false => ours!(#runtime::Inactive),
        }
    }
}
