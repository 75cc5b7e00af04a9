//! What the bounds of a type parameter say of it.

use std::collections::HashSet;
use syn::{GenericArgument, Generics, PathArguments, TraitBound, Type, TypeParam, TypeParamBound, WherePredicate};

/// What a type parameter stands for, by its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TypeParameter {
    /// A number, real or complex.
    Number,
    /// A closure or function.
    Function,
    /// Anything else that is differentiable: a type with methods of its own.
    Other,
}

impl TypeParameter {
    /// `by_value`: the parameters that a signature takes or returns by value, as numbers are.
    pub(crate) fn of(parameter: &TypeParam, generics: &Generics, by_value: &HashSet<String>) -> Self {
        let bounds: Vec<&TraitBound> = bounds_of(parameter, generics).collect();
        let names: Vec<String> = bounds.iter().filter_map(|bound| name(bound)).collect();
        if names.iter().any(|name| matches!(name.as_str(), "Fn" | "FnMut" | "FnOnce")) {
            return TypeParameter::Function;
        }
        // Traits of crates' own are mostly of numbers, and named so; a trait that is none of those is of a model.
        let plain = |name: &String| matches!(name.as_str(), "Clone" | "Debug" | "Send" | "Sync" | "Default");
        let number = |name: &String| {
            NUMERIC_TRAITS.contains(&name.as_str())
                || ["Float", "Real", "Num", "Scalar", "Field"].iter().any(|part| name.contains(part))
        };
        let is_by_value = by_value.contains(&parameter.ident.to_string());
        if bounds.iter().any(|bound| multiplies_by_another(bound, parameter)) {
            TypeParameter::Other
        } else if names.iter().any(number) {
            TypeParameter::Number
        } else if bounds.iter().any(|bound| converts_to_more_than_a_number(bound, generics)) {
            TypeParameter::Other
        } else if is_by_value || names.iter().all(plain) {
            TypeParameter::Number
        } else {
            TypeParameter::Other
        }
    }
}

/// The traits that a type parameter is bounded by, where it is declared and in the where clause.
pub(crate) fn bounds_of<'g>(parameter: &'g TypeParam, generics: &'g Generics) -> impl Iterator<Item = &'g TraitBound> {
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let from_clauses = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(clause) => match &clause.bounded_ty {
            Type::Path(path) if path.path.is_ident(&parameter.ident) => Some(&clause.bounds),
            _ => None,
        },
        _ => None,
    });
    parameter.bounds.iter().chain(from_clauses.flatten()).filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound),
        _ => None,
    })
}

/// `X` of `Into<X>`, and of `Mul<X, Output = Y>`.
pub(crate) fn first_argument(bound: &TraitBound) -> Option<&Type> {
    arguments(bound).find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// `Y` of `Mul<X, Output = Y>`.
pub(crate) fn output_of(bound: &TraitBound) -> Option<&Type> {
    arguments(bound).find_map(|argument| match argument {
        GenericArgument::AssocType(assigned) if assigned.ident == "Output" => Some(&assigned.ty),
        _ => None,
    })
}

fn arguments(bound: &TraitBound) -> impl Iterator<Item = &GenericArgument> {
    let arguments = bound.path.segments.last().map(|last| &last.arguments);
    arguments.into_iter().flat_map(|arguments| match arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().collect(),
        _ => Vec::new(),
    })
}

fn name(bound: &TraitBound) -> Option<String> {
    bound.path.segments.last().map(|last| last.ident.to_string())
}

/// `Into<Colour>`: what becomes a type of the user's is no number.
fn converts_to_more_than_a_number(bound: &TraitBound, generics: &Generics) -> bool {
    let is_number = |ty: &Type| {
        matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ident| {
            ident == "f32" || ident == "f64" || generics.type_params().any(|parameter| parameter.ident == *ident)
        }))
    };
    name(bound).is_some_and(|name| name == "Into") && first_argument(bound).is_some_and(|ty| !is_number(ty))
}

/// `T: Mul<S>` or `T: Div<S>`: a vector over the numbers `S`, for all that is known.
fn multiplies_by_another(bound: &TraitBound, parameter: &TypeParam) -> bool {
    let itself = |ty: &Type| matches!(ty, Type::Path(path) if path.path.is_ident(&parameter.ident) || path.path.is_ident("Self"));
    name(bound).is_some_and(|name| name == "Mul" || name == "Div")
        && first_argument(bound).is_some_and(|ty| !itself(ty))
}

/// Traits of std and num-traits that numbers have.
const NUMERIC_TRAITS: &[&str] = &[
    "Copy",
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Rem",
    "Neg",
    "AddAssign",
    "SubAssign",
    "MulAssign",
    "DivAssign",
    "Sum",
    "Product",
    "Zero",
    "One",
    "Signed",
    "Bounded",
    "ToPrimitive",
    "FromPrimitive",
    "AsPrimitive",
    "NumCast",
    "PartialOrd",
    "Pow",
    "MulAdd",
    "Inv",
    "ComplexFloat",
];
