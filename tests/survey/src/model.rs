//! A crate as it was read: what stands where in its files.

use std::ops::Range;
use std::path::PathBuf;

/// A place in a file of the crate: the index of the file, and bytes in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: usize,
    pub(crate) at: usize,
}

pub(crate) struct File {
    /// Relative to the manifest.
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// A module, and where more items may be added to it.
pub(crate) struct Module {
    pub(crate) path: Vec<String>,
    pub(crate) end: Place,
}

/// A function with a body, or a method of a trait without one.
pub(crate) struct Function {
    pub(crate) module: usize,
    pub(crate) home: Home,
    pub(crate) signature: syn::Signature,
    pub(crate) body: Option<syn::Block>,
    pub(crate) file: usize,
    pub(crate) bytes: Range<usize>,
    /// Behind its documentation and other attributes: where one more goes.
    pub(crate) attribute_at: Place,
    pub(crate) line: usize,
    /// Stands in a macro of the crate.
    pub(crate) in_macro: bool,
}

/// What a function stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    Module,
    /// The index of an `impl` block.
    Block(usize),
    /// The index of a trait.
    Trait(usize),
}

pub(crate) struct Block {
    pub(crate) generics: syn::Generics,
    pub(crate) itself: syn::Type,
    pub(crate) of_trait: Option<syn::Path>,
    /// The types that are named beside `Self`: `type Output = Point;`
    pub(crate) associated: Vec<syn::Type>,
    pub(crate) attribute_at: Place,
    pub(crate) methods: Vec<usize>,
    /// In a macro: what `itself` may stand for.
    pub(crate) made_for: Vec<String>,
}

impl Block {
    /// Whether the block may be one of a type of this name.
    pub(crate) fn is_of(&self, name: &str) -> bool {
        crate::callees::type_name(&self.itself).is_some_and(|of| of == name)
            || self.made_for.iter().any(|made_for| made_for == name)
    }
}

pub(crate) struct Trait {
    pub(crate) name: String,
    pub(crate) attribute_at: Place,
    pub(crate) methods: Vec<usize>,
}

/// A struct or enum.
pub(crate) struct Type {
    pub(crate) module: usize,
    pub(crate) name: String,
    pub(crate) generics: syn::Generics,
    pub(crate) is_enum: bool,
    /// One without a name for a struct.
    pub(crate) variants: Vec<Variant>,
    pub(crate) file: usize,
    pub(crate) bytes: Range<usize>,
    pub(crate) attribute_at: Place,
    /// In a macro: the names that it may have.
    pub(crate) made_for: Vec<String>,
}

pub(crate) struct Variant {
    pub(crate) name: Option<String>,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    /// `x` or `0`.
    pub(crate) member: String,
    pub(crate) ty: syn::Type,
    pub(crate) attribute_at: Place,
}

#[derive(Default)]
pub(crate) struct Crate {
    pub(crate) files: Vec<File>,
    pub(crate) modules: Vec<Module>,
    pub(crate) functions: Vec<Function>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) traits: Vec<Trait>,
    pub(crate) types: Vec<Type>,
    /// Items that are for tests only.
    pub(crate) tests: Vec<Place>,
    /// Before the first item of `lib.rs`.
    pub(crate) first_item: Option<Place>,
    /// Does not link the standard library by itself.
    pub(crate) no_std: bool,
    /// The functions that the survey is about.
    pub(crate) numeric: Vec<usize>,
}

impl Crate {
    pub(crate) fn block_of(&self, function: usize) -> Option<&Block> {
        match self.functions[function].home {
            Home::Block(block) => Some(&self.blocks[block]),
            _ => None,
        }
    }

    /// The generic parameters around a function.
    pub(crate) fn generics_around(&self, function: usize) -> Option<&syn::Generics> {
        self.block_of(function).map(|block| &block.generics)
    }

    pub(crate) fn name(&self, function: usize) -> String {
        self.functions[function].signature.ident.to_string()
    }

    /// `module::Type::method`
    pub(crate) fn path(&self, function: usize) -> String {
        use quote::ToTokens;
        let of = &self.functions[function];
        let mut parts = self.modules[of.module].path.clone();
        match of.home {
            Home::Module => {}
            Home::Block(block) => {
                let block = &self.blocks[block];
                let itself = block.itself.to_token_stream().to_string().replace(' ', "");
                parts.push(match &block.of_trait {
                    Some(of) => format!("<{itself} as {}>", of.to_token_stream().to_string().replace(' ', "")),
                    None => itself,
                });
            }
            Home::Trait(index) => parts.push(self.traits[index].name.clone()),
        }
        parts.push(self.name(function));
        parts.join("::")
    }

    /// The type of this name that is closest to a module.
    pub(crate) fn type_named(&self, name: &str, module: usize) -> Option<usize> {
        let is_named =
            |ty: &Type| if ty.made_for.is_empty() { ty.name == name } else { ty.made_for.iter().any(|of| of == name) };
        let found = (0..self.types.len()).filter(|index| is_named(&self.types[*index]));
        let shared = |index: &usize| {
            let (a, b) = (&self.modules[self.types[*index].module].path, &self.modules[module].path);
            a.iter().zip(b).take_while(|(a, b)| a == b).count()
        };
        found.max_by_key(shared)
    }

    pub(crate) fn trait_named(&self, name: &str) -> Option<usize> {
        (0..self.traits.len()).find(|index| self.traits[*index].name == name)
    }
}
