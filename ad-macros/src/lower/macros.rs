//! Macros whose tokens are expressions.

use proc_macro2::Ident;
use quote::format_ident;
use syn::{Expr, Macro};

/// The arguments of a macro that takes expressions: `assert!(a > b, "{a}")`, `vec![x; n]`.
pub(crate) struct MacroArguments {
    pub(crate) expressions: Vec<Expr>,
    /// `vec![element; length]`
    pub(super) repeated: bool,
}

impl MacroArguments {
    pub(crate) fn tokens(&self) -> proc_macro2::TokenStream {
        let expressions = &self.expressions;
        if self.repeated { quote::quote!(#(#expressions);*) } else { quote::quote!(#(#expressions),*) }
    }
}

impl syn::parse::Parse for MacroArguments {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let mut expressions = Vec::new();
        while !input.is_empty() {
            expressions.push(input.parse()?);
            if input.peek(syn::Token![;]) && expressions.len() == 1 {
                input.parse::<syn::Token![;]>()?;
                expressions.push(input.parse()?);
                return Ok(MacroArguments { expressions, repeated: true });
            }
            if !input.is_empty() {
                input.parse::<syn::Token![,]>()?;
            }
        }
        Ok(MacroArguments { expressions, repeated: false })
    }
}

/// The arguments of a macro, if it is known to take expressions.
pub(crate) fn macro_arguments(mac: &Macro) -> Option<MacroArguments> {
    const TAKE_EXPRESSIONS: &[&str] = &[
        "assert",
        "assert_eq",
        "assert_ne",
        "debug_assert",
        "debug_assert_eq",
        "debug_assert_ne",
        "panic",
        "unreachable",
        "todo",
        "unimplemented",
        "println",
        "eprintln",
        "print",
        "eprint",
        "format",
        "dbg",
        "vec",
        "array",
        // of the crate `approx`
        "ulps_eq",
        "ulps_ne",
        "relative_eq",
        "relative_ne",
        "abs_diff_eq",
        "abs_diff_ne",
    ];
    let name = mac.path.segments.last()?.ident.to_string();
    if !TAKE_EXPRESSIONS.contains(&name.as_str()) {
        return None;
    }
    syn::parse2(mac.tokens.clone()).ok()
}

/// Macros that look at values and compute none.
pub(super) fn only_looks(mac: &Macro) -> bool {
    let name = mac.path.segments.last().map(|segment| segment.ident.to_string());
    !matches!(name.as_deref(), Some("vec" | "array" | "dbg")) && macro_arguments(mac).is_some()
}

/// The elements of `array![..]` of ndarray, row by row, and a function that makes the array of them by the macro itself.
pub(super) fn array_of_elements(mac: &Macro) -> Option<(Vec<Expr>, Expr)> {
    let arguments = macro_arguments(mac).filter(|arguments| !arguments.repeated)?;
    let (mut elements, mut names) = (Vec::new(), Vec::new());
    let rows: Vec<Expr> = arguments.expressions.into_iter().map(|row| named(row, &mut elements, &mut names)).collect();
    let (path, count) = (&mac.path, elements.len());
    let make = syn::parse_quote!((|elements: [_; #count]| {
        let [#(#names),*] = elements;
        #path![#(#rows),*]
    }));
    Some((elements, make))
}

/// A name in the place of each element.
fn named(row: Expr, elements: &mut Vec<Expr>, names: &mut Vec<Ident>) -> Expr {
    match row {
        Expr::Array(mut array) => {
            array.elems = array.elems.into_iter().map(|row| named(row, elements, names)).collect();
            Expr::Array(array)
        }
        element => {
            elements.push(element);
            names.push(format_ident!("element{}", names.len() + 1));
            let name = &names[names.len() - 1];
            syn::parse_quote!(#name)
        }
    }
}
