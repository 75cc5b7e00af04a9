//! Which attributes go where: on the functions that are tried, on what they call, and on the types they use.

use crate::callees::{Callees, last, nested_functions, type_name, types_in, types_of};
use crate::edits::{Edits, Owner};
use crate::model::{Crate, Home, Place};
use crate::{arguments, checks};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What is in a copy at one moment.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Functions with the attribute.
    pub(crate) annotated: BTreeSet<usize>,
    /// Types with the derive, and for each the fields (variant, field) with `#[no_derivative]`.
    pub(crate) derived: BTreeMap<usize, BTreeSet<(usize, usize)>>,
    /// Types of which the checks can make values.
    pub(crate) built: BTreeSet<usize>,
    /// Functions with a check.
    pub(crate) checked: BTreeSet<usize>,
}

/// The types of the crate that these functions mention, and those inside of them.
pub(crate) fn types_of_functions(of: &Crate, functions: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut open = Vec::new();
    for index in functions {
        let function = &of.functions[*index];
        let mut names = types_in(&function.signature, function.body.as_ref());
        if let Some(block) = of.block_of(*index) {
            names.extend(types_of(&block.itself));
            names.extend(block.made_for.iter().cloned());
            names.extend(block.associated.iter().flat_map(types_of));
        }
        if let Home::Trait(index) = function.home {
            let implements =
                |block: &&crate::model::Block| last(block.of_trait.as_ref()) == Some(of.traits[index].name.clone());
            names.extend(of.blocks.iter().filter(implements).filter_map(|block| type_name(&block.itself)));
        }
        open.extend(names.iter().filter_map(|name| of.type_named(name, function.module)));
    }
    let mut found = BTreeSet::new();
    while let Some(index) = open.pop() {
        if found.insert(index) {
            let ty = &of.types[index];
            let names: HashSet<String> =
                ty.variants.iter().flat_map(|variant| &variant.fields).flat_map(|field| types_of(&field.ty)).collect();
            open.extend(names.iter().filter_map(|name| of.type_named(name, ty.module)));
        }
    }
    found
}

impl Plan {
    /// The plan as text in the files.
    pub(crate) fn edits(&self, of: &Crate, edition: u32) -> Edits {
        let mut edits = Edits::default();
        if let Some(place) = of.first_item {
            let std = if of.no_std { "#[cfg(test)] extern crate std; " } else { "" };
            // Paths to other crates need no declaration since 2018.
            let declared = "extern crate ad_runtime; extern crate ad_survey_support; ";
            let declared = if edition < 2018 { declared } else { "" };
            edits.insert(place, format!("{std}{declared}"), Owner::Survey);
        }
        for place in &of.tests {
            edits.insert(*place, "#[cfg(any())] ", Owner::Survey);
        }
        self.attributes(of, &mut edits);
        for (index, without) in &self.derived {
            let ty = &of.types[*index];
            edits.insert(ty.attribute_at, "#[derive(::ad_runtime::Differentiable)] ", Owner::Type(*index));
            for (variant, field) in without {
                let place = ty.variants[*variant].fields[*field].attribute_at;
                edits.insert(place, "#[no_derivative] ", Owner::Type(*index));
            }
        }
        for index in &self.built {
            let none = BTreeSet::new();
            let (derived, without) = (self.derived.contains_key(index), self.derived.get(index).unwrap_or(&none));
            let text = arguments::builder(&of.types[*index], derived, without);
            edits.insert(of.modules[of.types[*index].module].end, text, Owner::Builder(*index));
        }
        let callees = Callees::new(of);
        for index in &self.checked {
            let rounds = callees.closure([*index]).iter().any(|index| callees.rounds(*index));
            if let Ok(text) = checks::check(of, *index, rounds) {
                edits.insert(of.modules[of.functions[*index].module].end, text, Owner::Check(*index));
            }
        }
        edits
    }

    /// The attributes of functions, `impl` blocks and traits.
    fn attributes(&self, of: &Crate, edits: &mut Edits) {
        let (mut blocks, mut traits) = (BTreeSet::new(), BTreeSet::new());
        for index in &self.annotated {
            let function = &of.functions[*index];
            for at in function.body.iter().flat_map(nested_functions) {
                let place = Place { file: function.file, at };
                edits.insert(place, "#[::ad_runtime::differentiable] ", Owner::Function(*index));
            }
            match of.functions[*index].home {
                Home::Module => {
                    let place = of.functions[*index].attribute_at;
                    edits.insert(place, "#[::ad_runtime::differentiable] ", Owner::Function(*index));
                }
                Home::Block(block) => drop(blocks.insert(block)),
                Home::Trait(index) => drop(traits.insert(index)),
            }
        }
        for index in traits {
            let definition = &of.traits[index];
            edits.insert(definition.attribute_at, "#[::ad_runtime::differentiable] ", Owner::Trait(index));
            self.others(of, &definition.methods, edits);
            let implements =
                |block: &usize| last(of.blocks[*block].of_trait.as_ref()).as_ref() == Some(&definition.name);
            for block in (0..of.blocks.len()).filter(implements) {
                blocks.remove(&block);
                let place = of.blocks[block].attribute_at;
                edits.insert(place, "#[::ad_runtime::differentiable(companion = trait)] ", Owner::Block(block));
                self.others(of, &of.blocks[block].methods, edits);
            }
        }
        for block in blocks {
            let of_block = &of.blocks[block];
            // A method that is annotated alone does not see the parameters of its block, and one without `self` does not
            // even see that there is a block.
            let tried = of_block.methods.iter().filter(|method| self.annotated.contains(method));
            let associated = tried.clone().any(|method| of.functions[*method].signature.receiver().is_none());
            if of_block.of_trait.is_some() || of_block.generics.type_params().next().is_some() || associated {
                edits.insert(of_block.attribute_at, "#[::ad_runtime::differentiable] ", Owner::Block(block));
                self.others(of, &of_block.methods, edits);
                continue;
            }
            for method in tried {
                let place = of.functions[*method].attribute_at;
                edits.insert(place, "#[::ad_runtime::differentiable] ", Owner::Function(*method));
            }
        }
    }

    /// The methods of an annotated block that are not tried.
    fn others(&self, of: &Crate, methods: &[usize], edits: &mut Edits) {
        for method in methods.iter().filter(|method| !self.annotated.contains(method)) {
            edits.insert(of.functions[*method].attribute_at, "#[no_derivative] ", Owner::Function(*method));
        }
    }
}
