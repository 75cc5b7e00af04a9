//! Reads a crate: follows its modules and notes its functions, types and traits.

use crate::Error;
use crate::conditions::{Condition, condition, holds};
use crate::fetch::Fetched;
use crate::macros::Macros;
use crate::model::{Block, Crate, Field, File, Function, Home, Module, Place, Trait, Type, Variant};
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, ImplItem, Item, Signature, Token, TraitItem, Visibility};

/// Reads the library of a fetched crate.
pub(crate) fn read(fetched: &Fetched) -> Result<Crate, Error> {
    let mut reader = Reader {
        folder: &fetched.folder,
        features: &fetched.features,
        of: Crate::default(),
        macros: Macros::default(),
        made_for: None,
    };
    reader.file(&fetched.root, Vec::new(), true)?;
    for (name, made) in std::mem::take(&mut reader.macros.found) {
        reader.made_for = Some(reader.macros.words_of(&name));
        let around = Surroundings { folder: PathBuf::new(), file: made.file, module: made.module };
        // Modules that a macro makes are left alone.
        let items: Vec<Item> = made.items.into_iter().filter(|item| !matches!(item, Item::Mod(_))).collect();
        reader.items(&items, &around)?;
    }
    Ok(reader.of)
}

struct Reader<'a> {
    folder: &'a Path,
    features: &'a HashSet<String>,
    of: Crate,
    macros: Macros,
    /// While the items of a macro are read: the words that it is used with.
    made_for: Option<Vec<String>>,
}

/// Where a module looks for the files of its own modules.
struct Surroundings {
    folder: PathBuf,
    file: usize,
    module: usize,
}

impl Reader<'_> {
    /// Reads a file that is a module. `owns_folder`: it is `lib.rs`, `mod.rs` or the target of a `#[path]`.
    fn file(&mut self, path: &Path, module: Vec<String>, owns_folder: bool) -> Result<(), Error> {
        let text = fs::read_to_string(self.folder.join(path))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_string();
        let parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let (file, end) = (self.of.files.len(), text.len());
        let is_root = file == 0;
        self.of.files.push(File { path: path.to_path_buf(), text });
        if is_root {
            self.of.first_item = parsed.items.first().map(|item| Place { file, at: bytes(item).start });
            let declares_std = |item: &Item| matches!(item, Item::ExternCrate(item) if item.ident == "std");
            let attributes = &parsed.attrs;
            self.of.no_std =
                attributes.iter().any(|of| is_no_std(of, self.features)) && !parsed.items.iter().any(declares_std);
        }
        let parent = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let folder = match (owns_folder, path.file_stem()) {
            (false, Some(stem)) => parent.join(stem),
            _ => parent,
        };
        self.of.modules.push(Module { path: module, end: Place { file, at: end } });
        let around = Surroundings { folder, file, module: self.of.modules.len() - 1 };
        self.items(&parsed.items, &around)
    }

    fn items(&mut self, items: &[Item], around: &Surroundings) -> Result<(), Error> {
        for item in items {
            let attributes = attributes_of(item);
            match condition(attributes, self.features) {
                Condition::Present => self.item(item, around)?,
                // What is there under test may serve other things than tests too.
                Condition::Tests if !matches!(item, Item::Mod(_) | Item::ExternCrate(_)) && !is_test(attributes) => {
                    self.item(item, around)?;
                }
                Condition::Tests => {
                    self.of.tests.push(Place { file: around.file, at: bytes(item).start });
                }
                Condition::Absent => {}
            }
        }
        Ok(())
    }

    fn item(&mut self, item: &Item, around: &Surroundings) -> Result<(), Error> {
        match item {
            Item::Mod(module) => self.module(module, around)?,
            Item::Fn(function) => {
                let at = start(&function.vis, &function.sig, around.file);
                let body = Some(function.block.as_ref().clone());
                self.function(around, Home::Module, &function.sig, body, bytes(function), at);
            }
            Item::Impl(block) => self.block(block, around),
            Item::Trait(definition) => self.definition(definition, around),
            Item::Struct(item) => {
                let place = visibility_or(&item.vis, item.struct_token.span, around.file);
                let variants = vec![variant(None, &item.fields, around.file)];
                self.ty(around, &item.ident, &item.generics, false, variants, bytes(item), place);
            }
            Item::Enum(item) => {
                let place = visibility_or(&item.vis, item.enum_token.span, around.file);
                let variants = item.variants.iter().map(|of| variant(Some(&of.ident), &of.fields, around.file));
                self.ty(around, &item.ident, &item.generics, true, variants.collect(), bytes(item), place);
            }
            Item::Macro(item) => self.macros.note(item, around.file, around.module),
            _ => {}
        }
        Ok(())
    }

    fn module(&mut self, module: &syn::ItemMod, around: &Surroundings) -> Result<(), Error> {
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let mut path = self.of.modules[around.module].path.clone();
        path.push(name.to_string());
        if let Some((braces, items)) = &module.content {
            let end = Place { file: around.file, at: braces.span.close().byte_range().start };
            self.of.modules.push(Module { path, end });
            let inner =
                Surroundings { folder: around.folder.join(name), file: around.file, module: self.of.modules.len() - 1 };
            return self.items(items, &inner);
        }
        let given = module.attrs.iter().find_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(given), .. }) => Some(given.value()),
                _ => None,
            },
            _ => None,
        });
        if let Some(given) = given {
            let beside = self.of.files[around.file].path.parent().unwrap_or(Path::new("")).join(given);
            return self.file(&beside, path, true);
        }
        let (alone, inside) = (around.folder.join(format!("{name}.rs")), around.folder.join(name).join("mod.rs"));
        match self.folder.join(&alone).exists() {
            true => self.file(&alone, path, false),
            false => self.file(&inside, path, true),
        }
    }

    fn function(
        &mut self,
        around: &Surroundings,
        home: Home,
        signature: &Signature,
        body: Option<syn::Block>,
        bytes: Range<usize>,
        attribute_at: Place,
    ) -> usize {
        let line = signature.ident.span().start().line;
        let (signature, (file, module)) = (signature.clone(), (around.file, around.module));
        let in_macro = self.made_for.is_some();
        self.of.functions.push(Function { module, home, signature, body, file, bytes, attribute_at, line, in_macro });
        self.of.functions.len() - 1
    }

    fn block(&mut self, block: &syn::ItemImpl, around: &Surroundings) {
        let index = self.of.blocks.len();
        let first = block.unsafety.map_or(block.impl_token.span, |token| token.span);
        self.of.blocks.push(Block {
            generics: block.generics.clone(),
            itself: (*block.self_ty).clone(),
            of_trait: block.trait_.as_ref().map(|(path, _)| path.clone()),
            associated: block.items.iter().filter_map(associated_type).collect(),
            made_for: self.made_for.clone().unwrap_or_default(),
            attribute_at: Place { file: around.file, at: first.byte_range().start },
            methods: Vec::new(),
        });
        for item in &block.items {
            let ImplItem::Fn(method) = item else { continue };
            match condition(&method.attrs, self.features) {
                Condition::Present => {}
                Condition::Tests => {
                    self.of.tests.push(Place { file: around.file, at: bytes(method).start });
                    continue;
                }
                Condition::Absent => continue,
            }
            let at = start(&method.vis, &method.sig, around.file);
            let body = Some(method.block.clone());
            let method = self.function(around, Home::Block(index), &method.sig, body, bytes(method), at);
            self.of.blocks[index].methods.push(method);
        }
    }

    fn definition(&mut self, definition: &syn::ItemTrait, around: &Surroundings) {
        let index = self.of.traits.len();
        let first = definition.unsafety.map_or(definition.trait_token.span, |token| token.span);
        self.of.traits.push(Trait {
            name: definition.ident.to_string(),
            attribute_at: visibility_or(&definition.vis, first, around.file),
            methods: Vec::new(),
        });
        for item in &definition.items {
            let TraitItem::Fn(method) = item else { continue };
            if condition(&method.attrs, self.features) != Condition::Present {
                continue;
            }
            let at = start(&Visibility::Inherited, &method.sig, around.file);
            let body = method.default.clone();
            let method = self.function(around, Home::Trait(index), &method.sig, body, bytes(method), at);
            self.of.traits[index].methods.push(method);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn ty(
        &mut self,
        around: &Surroundings,
        name: &syn::Ident,
        generics: &syn::Generics,
        is_enum: bool,
        variants: Vec<Variant>,
        bytes: Range<usize>,
        attribute_at: Place,
    ) {
        self.of.types.push(Type {
            module: around.module,
            name: name.to_string(),
            generics: generics.clone(),
            is_enum,
            variants,
            file: around.file,
            bytes,
            attribute_at,
            made_for: self.made_for.clone().unwrap_or_default(),
        });
    }
}

fn associated_type(item: &ImplItem) -> Option<syn::Type> {
    match item {
        ImplItem::Type(associated) => Some(associated.ty.clone()),
        _ => None,
    }
}

fn variant(name: Option<&syn::Ident>, fields: &syn::Fields, file: usize) -> Variant {
    let fields = fields.iter().enumerate().map(|(index, field)| {
        let first = field.ident.as_ref().map_or_else(|| bytes(&field.ty).start, |name| name.span().byte_range().start);
        let at = if matches!(field.vis, Visibility::Inherited) { first } else { bytes(&field.vis).start };
        Field {
            member: field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string),
            ty: field.ty.clone(),
            attribute_at: Place { file, at },
        }
    });
    Variant { name: name.map(ToString::to_string), fields: fields.collect() }
}

/// Where one more attribute of a function goes: behind the ones it has.
fn start(visibility: &Visibility, signature: &Signature, file: usize) -> Place {
    let mut of_signature = TokenStream::new();
    signature.to_tokens(&mut of_signature);
    let first = of_signature.into_iter().next().map_or(signature.fn_token.span, |token| token.span());
    visibility_or(visibility, first, file)
}

fn visibility_or(visibility: &Visibility, first: proc_macro2::Span, file: usize) -> Place {
    let at = match visibility {
        Visibility::Inherited => first.byte_range().start,
        visibility => bytes(visibility).start,
    };
    Place { file, at }
}

fn bytes(item: &impl Spanned) -> Range<usize> {
    item.span().byte_range()
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("test") || attribute.path().is_ident("bench"))
}

/// `#![no_std]`, or `#![cfg_attr(.., no_std)]` where that holds in a test.
fn is_no_std(attribute: &Attribute, features: &HashSet<String>) -> bool {
    if attribute.path().is_ident("no_std") {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else { return false };
    let inner = list.parse_args_with(Punctuated::<syn::Meta, Token![,]>::parse_terminated).unwrap_or_default();
    attribute.path().is_ident("cfg_attr")
        && inner.iter().skip(1).any(|meta| meta.path().is_ident("no_std"))
        && inner.first().is_some_and(|condition| holds(condition, features, true))
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
