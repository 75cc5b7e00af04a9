//! `#[cfg(..)]`: which items are there.

use std::collections::HashSet;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// Whether an item is compiled, and whether it is only for tests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Condition {
    Present,
    Tests,
    Absent,
}

/// What the attributes of an item say.
pub(crate) fn condition(attributes: &[Attribute], features: &HashSet<String>) -> Condition {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let conditions: Vec<Meta> = conditions.filter_map(|attribute| attribute.parse_args().ok()).collect();
    if attributes.iter().any(|attribute| attribute.path().is_ident("test") || attribute.path().is_ident("bench")) {
        return Condition::Tests;
    }
    let holds = |test: bool| conditions.iter().all(|meta| holds(meta, features, test));
    // The checks are tests, so what is only there otherwise is not.
    match (holds(false), holds(true)) {
        (true, true) => Condition::Present,
        (false, true) => Condition::Tests,
        (_, false) => Condition::Absent,
    }
}

/// Whether a condition holds, in a test or not.
pub(crate) fn holds(meta: &Meta, features: &HashSet<String>, test: bool) -> bool {
    match meta {
        Meta::Path(path) if path.is_ident("test") => test,
        Meta::Path(path) => path.is_ident("unix") || path.is_ident("debug_assertions"),
        Meta::NameValue(pair) => {
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(value), .. }) = &pair.value else { return false };
            match pair.path.get_ident().map(ToString::to_string).as_deref() {
                Some("feature") => features.contains(&value.value()),
                Some("target_pointer_width") => value.value() == "64",
                Some("panic") => value.value() == "unwind",
                _ => false,
            }
        }
        Meta::List(list) => {
            let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
            let mut each = inner.iter().map(|meta| holds(meta, features, test));
            match list.path.get_ident().map(ToString::to_string).as_deref() {
                Some("not") => each.next().is_some_and(|holds| !holds),
                Some("all") => each.all(|holds| holds),
                Some("any") => each.any(|holds| holds),
                _ => false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, condition};
    use syn::{Attribute, parse_quote};

    #[test]
    fn features_and_tests() {
        let features = ["std".to_string()].into();
        let of = |attribute: Attribute| condition(&[attribute], &features);
        assert_eq!(of(parse_quote!(#[cfg(feature = "std")])), Condition::Present);
        assert_eq!(of(parse_quote!(#[cfg(not(feature = "std"))])), Condition::Absent);
        assert_eq!(of(parse_quote!(#[cfg(all(test, feature = "std"))])), Condition::Tests);
        assert_eq!(of(parse_quote!(#[cfg(any(feature = "x", feature = "std"))])), Condition::Present);
        assert_eq!(of(parse_quote!(#[test])), Condition::Tests);
    }
}
