//! Arguments that are functions: a check passes a closure over a number of its own.

use crate::find::bounds_of;
use syn::{FnArg, Generics, PathArguments, ReturnType, TraitBound, Type, TypeParamBound};

pub(crate) fn is_function_trait(name: &str) -> bool {
    matches!(name, "Fn" | "FnMut" | "FnOnce")
}

/// The closure to pass for a parameter that is a function, over the variable `ad_a0`. Its value grows with its arguments, so
/// that it has a root; what is no function of numbers has none.
pub(crate) fn closure(input: &FnArg, generics: &Generics) -> Result<Option<String>, String> {
    let FnArg::Typed(typed) = input else { return Ok(None) };
    let (ty, borrowed) = match &*typed.ty {
        Type::Reference(reference) if reference.mutability.is_some() => (&*reference.elem, "&mut "),
        Type::Reference(reference) => (&*reference.elem, "&"),
        ty => (ty, ""),
    };
    let bound = match ty {
        Type::Path(path) => {
            let name = path.path.get_ident().map(ToString::to_string).unwrap_or_default();
            bounds_of(&name, generics).find(|bound| is_of_functions(bound)).cloned()
        }
        Type::ImplTrait(of) => of.bounds.iter().find_map(function_bound),
        Type::TraitObject(of) => of.bounds.iter().find_map(function_bound),
        _ => None,
    };
    let Some(bound) = bound else { return Ok(None) };
    let Some(PathArguments::Parenthesized(arguments)) = bound.path.segments.last().map(|last| &last.arguments) else {
        return Ok(None);
    };
    let numbers = arguments.inputs.iter().all(|input| is_number(&input.ty, generics));
    if !numbers || !matches!(&arguments.output, ReturnType::Type(_, ty) if is_number(ty, generics)) {
        return Err("a function of anything but numbers as an argument".to_string());
    }
    let names: Vec<String> = (0..arguments.inputs.len()).map(|index| format!("ad_v{index}")).collect();
    let sum: String = names.iter().map(|name| format!("{name} * {name} * {name} + {name} - ")).collect();
    Ok(Some(format!("{borrowed}|{}| {sum}ad_a0", names.join(", "))))
}

fn function_bound(bound: &TypeParamBound) -> Option<TraitBound> {
    match bound {
        TypeParamBound::Trait(bound) if is_of_functions(bound) => Some(bound.clone()),
        _ => None,
    }
}

fn is_of_functions(bound: &TraitBound) -> bool {
    bound.path.segments.last().is_some_and(|last| is_function_trait(&last.ident.to_string()))
}

/// `f64`, or a type parameter, for which the checks put it.
fn is_number(ty: &Type, generics: &Generics) -> bool {
    let Type::Path(path) = ty else { return false };
    let name = path.path.get_ident().map(ToString::to_string).unwrap_or_default();
    name == "f64" || name == "f32" || generics.type_params().any(|parameter| parameter.ident == name)
}
