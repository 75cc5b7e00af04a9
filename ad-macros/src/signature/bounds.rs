//! What the bounds of a type parameter say of it.

use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::{
    AngleBracketedGenericArguments, FnArg, GenericArgument, Generics, Ident, Path, PathArguments, ReturnType,
    TraitBound, Type, TypeParam, TypeParamBound, WherePredicate,
};

/// What a type parameter stands for, by its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TypeParameter {
    /// A number, real or complex.
    Number,
    /// A closure or function.
    Function,
    /// Anything else that is differentiable: a type with methods of its own.
    Other,
    /// A mark that no value has, such as a unit of measurement: `U` of `Length<T, U>`.
    Mark,
}

/// How the types around a function use its type parameters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Usage {
    /// Taken or returned by value, or in slices, as numbers are.
    by_value: HashSet<String>,
    /// Behind the first argument of a type, where marks stand.
    behind: HashSet<String>,
    /// Anywhere else.
    elsewhere: HashSet<String>,
    /// In what is given, not in results alone: there a value could come from nowhere.
    given: HashSet<String>,
}

impl Usage {
    /// That in the type of an `impl` block.
    pub(crate) fn of_type(ty: &Type) -> Self {
        Usage::of_types([ty])
    }

    pub(crate) fn of_types<'a>(types: impl IntoIterator<Item = &'a Type>) -> Self {
        let mut usage = Usage::default();
        for ty in types {
            usage.visit_type(ty);
            usage.gives(ty);
        }
        usage
    }

    pub(crate) fn of(signature: &syn::Signature, self_type: Option<&Type>) -> Self {
        let mut usage = self_type.map(Usage::of_type).unwrap_or_default();
        usage.add(signature);
        usage
    }

    /// Adds what a signature tells.
    pub(crate) fn add(&mut self, signature: &syn::Signature) {
        let inputs = signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(typed) => Some(&*typed.ty),
            FnArg::Receiver(_) => None,
        });
        let output = match &signature.output {
            ReturnType::Type(_, ty) => Some(&**ty),
            ReturnType::Default => None,
        };
        let inputs: Vec<&Type> = inputs.collect();
        inputs.iter().for_each(|ty| self.gives(ty));
        for ty in inputs.into_iter().chain(output) {
            self.visit_type(ty);
            let lent = |ty: &Type| matches!(ty, Type::Reference(of) if !matches!(*of.elem, Type::Slice(_)));
            if !lent(super::bare_group(ty)) {
                Names { found: &mut self.by_value }.visit_type(ty);
            }
        }
    }

    /// Whether a type parameter stands behind the first argument of types, and nowhere else, and is named as marks are or not
    /// given: `Length<T, U>` has a unit, and `Key<T, V>` a value.
    pub(crate) fn is_mark(&self, name: &str) -> bool {
        const MARKS: [&str; 10] =
            ["Unit", "Src", "Dst", "Source", "Destination", "Space", "Frame", "Tag", "Mark", "Kind"];
        let is_named_so = name == "U" || MARKS.iter().any(|part| name.contains(part));
        let is_mark = is_named_so || !self.given.contains(name);
        is_mark && self.behind.contains(name) && !self.elsewhere.contains(name)
    }

    fn gives(&mut self, ty: &Type) {
        Names { found: &mut self.given }.visit_type(ty);
    }
}

/// Types that are named without a path: `T`, and not `T::Real`.
struct Names<'n> {
    found: &'n mut HashSet<String>,
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        self.found.extend(path.get_ident().map(ToString::to_string));
        visit::visit_path(self, path);
    }
}

impl<'ast> Visit<'ast> for Usage {
    fn visit_path(&mut self, path: &'ast Path) {
        if let Some(name) = path.get_ident() {
            self.elsewhere.insert(name.to_string());
        }
        visit::visit_path(self, path);
    }

    fn visit_angle_bracketed_generic_arguments(&mut self, arguments: &'ast AngleBracketedGenericArguments) {
        let types = arguments.args.iter().filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)));
        for (index, argument) in types.enumerate() {
            match argument {
                GenericArgument::Type(Type::Path(path)) if index > 0 && path.path.get_ident().is_some() => {
                    self.behind.extend(path.path.get_ident().map(ToString::to_string));
                }
                argument => self.visit_generic_argument(argument),
            }
        }
    }
}

impl TypeParameter {
    /// That of an associated type of a trait.
    pub(crate) fn of_associated(associated: &syn::TraitItemType) -> Self {
        let mut parameter = TypeParam::from(associated.ident.clone());
        parameter.bounds = associated.bounds.clone();
        let mut usage = Usage::default();
        usage.by_value.insert(parameter.ident.to_string());
        let mut generics = Generics::default();
        generics.params.push(syn::GenericParam::Type(parameter.clone()));
        TypeParameter::of(&parameter, &generics, &usage)
    }

    pub(crate) fn of(parameter: &TypeParam, generics: &Generics, usage: &Usage) -> Self {
        let bounds: Vec<&TraitBound> = bounds_of(parameter, generics).collect();
        let names: Vec<String> = bounds.iter().filter_map(|bound| name(bound)).collect();
        if bounds.iter().any(|bound| is_of_functions(bound)) {
            return TypeParameter::Function;
        }
        // Traits of crates' own are mostly of numbers, and named so; a trait that is none of those is of a model.
        let plain = |name: &String| matches!(name.as_str(), "Clone" | "Debug" | "Send" | "Sync" | "Default");
        let number = |name: &String| {
            NUMERIC_TRAITS.contains(&name.as_str())
                || ["Float", "Real", "Num", "Scalar", "Field"].iter().any(|part| name.contains(part))
        };
        let parameter_name = parameter.ident.to_string();
        if bounds.iter().any(|bound| multiplies_by_another(bound, parameter)) {
            TypeParameter::Other
        } else if names.iter().any(number) {
            TypeParameter::Number
        } else if bounds.iter().any(|bound| converts_to_more_than_a_number(bound, generics)) {
            TypeParameter::Other
        } else if names.iter().all(plain) && usage.is_mark(&parameter_name) {
            TypeParameter::Mark
        } else if usage.by_value.contains(&parameter_name) || names.iter().all(plain) {
            TypeParameter::Number
        } else {
            TypeParameter::Other
        }
    }
}

/// Whether a trait is one of those that closures have.
pub(crate) fn is_of_functions(bound: &TraitBound) -> bool {
    name(bound).is_some_and(|name| matches!(name.as_str(), "Fn" | "FnMut" | "FnOnce"))
}

/// The traits that a type parameter is bounded by, where it is declared and in the where clause.
pub(crate) fn bounds_of<'g>(parameter: &'g TypeParam, generics: &'g Generics) -> impl Iterator<Item = &'g TraitBound> {
    bounds_on(&parameter.ident, generics)
}

/// The same of a type parameter that may be declared further out.
pub(crate) fn bounds_on<'g>(name: &'g Ident, generics: &'g Generics) -> impl Iterator<Item = &'g TraitBound> {
    let declared = generics.type_params().filter(move |parameter| parameter.ident == *name);
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let from_clauses = clauses.filter_map(move |predicate| match predicate {
        WherePredicate::Type(clause) => match &clause.bounded_ty {
            Type::Path(path) if path.path.is_ident(name) => Some(&clause.bounds),
            _ => None,
        },
        _ => None,
    });
    declared.map(|parameter| &parameter.bounds).chain(from_clauses).flatten().filter_map(|bound| match bound {
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
