//! Which types of a signature move, and the names of those that are the user's own.

use crate::rules;
use crate::signature::{Home, Signature};
use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use syn::visit::{self, Visit};
use syn::{GenericArgument, Path, PathArguments, Type, TypePath};

/// Types that are lifted with what they contain, and what has no numbers.
const KNOWN: [&str; 8] = ["Vec", "Option", "Result", "Diagonal", "Self", "String", "str", "PhantomData"];

/// The same, by the beginning of their names: those of num-complex, ndarray and sprs.
const KNOWN_FAMILIES: [&str; 4] = ["Complex", "Array", "CsMat", "CsVec"];

/// What moves in a signature.
pub(super) struct Moving {
    /// The type parameters that are numbers.
    pub(super) numbers: BTreeSet<String>,
    /// Types of the user's, and names for types, by the name that they are written with.
    pub(super) types: BTreeMap<String, Path>,
    /// Whether there is a type of the user's that has a type parameter for its numbers.
    pub(super) has_generic_types: bool,
    /// Whether `Self` is such a type.
    itself: bool,
}

impl Moving {
    /// Of the parameters and the result, and of types that the attribute names.
    pub(super) fn of(signature: &Signature, named_besides: &[Path]) -> Self {
        let mut generics: HashSet<String> = HashSet::new();
        let around = signature.home.generics().into_iter().chain([&signature.generics]);
        for parameter in around.flat_map(|generics| &generics.params) {
            match parameter {
                syn::GenericParam::Type(parameter) => generics.insert(parameter.ident.to_string()),
                syn::GenericParam::Const(parameter) => generics.insert(parameter.ident.to_string()),
                syn::GenericParam::Lifetime(_) => false,
            };
        }
        let mut named = Named { generics: &generics, types: BTreeMap::new(), has_generic_types: false };
        let active = signature.parameters.iter().filter(|parameter| parameter.is_active());
        active.filter(|parameter| parameter.function.is_none()).for_each(|parameter| named.visit_type(&parameter.ty));
        named.visit_type(&signature.output);
        for path in named_besides {
            named.types.extend(path.segments.last().map(|last| (last.ident.to_string(), path.clone())));
        }
        let self_type = match &signature.home {
            Home::Impl { self_type: Some(self_type), .. } => Some(self_type),
            _ => None,
        };
        if let Some(self_type) = self_type {
            named.visit_type(self_type);
        }
        Moving {
            numbers: signature.number_parameters(),
            types: named.types,
            has_generic_types: named.has_generic_types,
            itself: self_type.is_some(),
        }
    }

    /// Whether a type mentions something that moves.
    pub(super) fn is_in(&self, ty: &Type) -> bool {
        self.mentions(ty, |name| {
            matches!(name, "f32" | "f64" | "Complex32" | "Complex64") || self.numbers.contains(name)
        }) || self.has_own(ty)
    }

    /// Whether a type mentions one of the user's: its tangent is of another type.
    pub(super) fn has_own(&self, ty: &Type) -> bool {
        self.mentions(ty, |name| self.types.contains_key(name) || self.itself && name == "Self")
    }

    /// Whether the tangent of a type is of another type.
    pub(super) fn has_other_tangent(&self, ty: &Type) -> bool {
        self.has_generic_types || self.has_own(ty) || self.mentions(ty, rules::is_discrete)
    }

    /// Whether all that moves in a type are complex numbers.
    pub(super) fn is_complex(&self, ty: &Type) -> bool {
        struct Complex<'m> {
            moving: &'m Moving,
            is_there: bool,
            others: bool,
        }
        impl Visit<'_> for Complex<'_> {
            fn visit_type_path(&mut self, path: &TypePath) {
                let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                if name.starts_with("Complex") {
                    self.is_there = true;
                    return;
                }
                self.others |= matches!(&*name, "f32" | "f64") || self.moving.numbers.contains(&name);
                self.others |= self.moving.has_own(&Type::Path(path.clone()));
                visit::visit_type_path(self, path);
            }
            fn visit_expr(&mut self, _: &syn::Expr) {}
        }
        let mut complex = Complex { moving: self, is_there: false, others: false };
        complex.visit_type(ty);
        complex.is_there && !complex.others
    }

    fn mentions(&self, ty: &Type, is: impl Fn(&str) -> bool) -> bool {
        struct Mentions<F>(F, bool);
        impl<F: Fn(&str) -> bool> Visit<'_> for Mentions<F> {
            fn visit_ident(&mut self, ident: &Ident) {
                self.1 |= (self.0)(&ident.to_string());
            }
            fn visit_expr(&mut self, _: &syn::Expr) {}
        }
        let mut mentions = Mentions(is, false);
        mentions.visit_type(ty);
        mentions.1
    }

    /// Whether a path names a type of the user's.
    pub(super) fn is_own(&self, path: &Path) -> bool {
        path.segments.last().is_some_and(|last| self.types.contains_key(&last.ident.to_string()) && !has_types(path))
    }
}

/// Finds the names of types that are neither numbers nor known containers.
struct Named<'g> {
    generics: &'g HashSet<String>,
    types: BTreeMap<String, Path>,
    has_generic_types: bool,
}

impl<'ast> Visit<'ast> for Named<'_> {
    fn visit_type_path(&mut self, ty: &'ast TypePath) {
        let Some(last) = ty.path.segments.last().filter(|_| ty.qself.is_none()) else { return };
        let name = last.ident.to_string();
        let is_known = KNOWN.contains(&&*name)
            || KNOWN_FAMILIES.iter().any(|family| name.starts_with(family))
            || rules::is_primitive(&name)
            || self.generics.contains(&ty.path.segments[0].ident.to_string());
        if !is_known && !has_types(&ty.path) {
            self.types.insert(name, ty.path.clone());
        } else if last.ident == "Result" {
            // Errors do not move.
            if let PathArguments::AngleBracketed(arguments) = &last.arguments
                && let Some(GenericArgument::Type(value)) = arguments.args.first()
            {
                self.visit_type(value);
            }
        } else {
            self.has_generic_types |= !is_known;
            visit::visit_type_path(self, ty);
        }
    }
    fn visit_expr(&mut self, _: &'ast syn::Expr) {}
}

/// Whether a type is given other types: then these move, and not the type itself.
pub(super) fn has_types(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().any(|argument| matches!(argument, GenericArgument::Type(_)))
        }
        _ => false,
    })
}
