//! Calls that are known by their names: which look and change nothing, which are constants, which stop the gradient.

use crate::errors::{self, Message};
use syn::Expr;
use syn::visit::{self, Visit};

/// `stop_gradient(x)`, by whatever path.
pub(super) fn is_stop_gradient(call: &syn::ExprCall) -> bool {
    call.args.len() == 1
        && matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|segment| segment.ident == "stop_gradient"))
}

/// `__ad::order_by(..)` and the like, written by ourselves: numbers of elements.
pub(super) fn is_order(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let mut segments = path.path.segments.iter().map(|segment| segment.ident.to_string());
    segments.next().as_deref() == Some("__ad")
        && segments.next().is_some_and(|name| {
            const ORDERS: [&str; 8] = [
                "order_by",
                "order_by_key",
                "least_by",
                "least_by_key",
                "greatest_by",
                "greatest_by_key",
                "first_that",
                "inactive",
            ];
            ORDERS.contains(&name.as_str())
        })
}

/// Whether `&mut` is written in an expression.
pub(super) fn borrows_mutably(expression: &Expr) -> bool {
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
            self.0 |= reference.mutability.is_some();
            visit::visit_expr_reference(self, reference);
        }
    }
    let mut finder = Finder(false);
    finder.visit_expr(expression);
    finder.0
}

/// Methods that only look at their receiver and cost next to nothing.
pub(super) fn is_pure_method(name: &str, arguments: usize) -> bool {
    crate::rules::has_inactive_result(name)
        || (name == "get" && arguments == 1) // without an index it is that of a `Cell`, which may change
        || matches!(
            name,
            "min"
                | "max"
                | "abs"
                | "pow"
                | "powi"
                | "clamp"
                | "unwrap"
                | "clone"
                | "saturating_sub"
                | "saturating_add"
                | "wrapping_add"
                | "wrapping_sub"
                | "abs_diff"
                | "rem_euclid"
                | "div_euclid"
                | "signum"
                | "floor"
                | "ceil"
                | "round"
                | "trunc"
                | "first"
                | "last"
                | "as_ref"
                | "as_slice"
                | "to_vec"
                | "chunks"
                | "chunks_exact"
                | "windows"
                | "split_at"
                | "iter"
                | "rev"
                | "step_by"
                | "contains"
        )
}

/// Methods that change the collection that they are called on.
pub(super) fn changes_in_std(name: &str) -> bool {
    matches!(
        name,
        "push"
            | "push_back"
            | "push_front"
            | "pop"
            | "pop_back"
            | "pop_front"
            | "clear"
            | "truncate"
            | "resize"
            | "extend"
            | "extend_from_slice"
            | "retain"
            | "drain"
            | "sort"
            | "sort_by"
            | "sort_by_key"
            | "sort_unstable"
            | "sort_unstable_by"
            | "dedup"
    )
}

/// Methods that leave alone what they are called on, by name, whatever that is: rustc checks it.
pub(super) fn leaves_alone(name: &str, arguments: usize) -> bool {
    crate::rules::has_inactive_result(name)
        || crate::rules::method(name, arguments + 1).is_some()
        || is_pure_method(name, arguments)
        || asks(name)
}

/// Names of questions: `is_inside`, `approx_eq`, `relative_eq`.
fn asks(name: &str) -> bool {
    ["is_", "has_", "approx_"].iter().any(|start| name.starts_with(start)) || name.ends_with("_eq")
}

/// Those of `Option`, `Result` and iterators. One of the user's own may change something: `low_pass.filter(x)`.
pub(super) fn leaves_alone_in_std(name: &str) -> bool {
    matches!(
        name,
        "map"
            | "and_then"
            | "map_or"
            | "map_or_else"
            | "unwrap_or"
            | "unwrap_or_else"
            | "unwrap_or_default"
            | "expect"
            | "ok_or"
            | "ok_or_else"
            | "ok"
            | "err"
            | "or"
            | "or_else"
            | "copied"
            | "cloned"
            | "filter"
            | "fold"
            | "zip"
            | "enumerate"
            | "skip"
    )
}

/// `T::zero()`, `T::from(2.0)`, `f64::from(n)`: constants of generic code.
pub(super) fn is_constant_call(call: &syn::ExprCall) -> bool {
    const CONSTANTS: &[&str] = &[
        "zero",
        "one",
        "from",
        "from_f64",
        "from_f32",
        "from_usize",
        "from_i32",
        "from_u32",
        "epsilon",
        "infinity",
        "neg_infinity",
        "nan",
        "min_value",
        "max_value",
        "min_positive_value",
        "i",
        "default",
        "PI",
        "E",
        "FRAC_PI_2",
        "TAU",
    ];
    let Expr::Path(path) = &*call.func else { return false };
    path.path.segments.len() > 1
        && path.path.segments.last().is_some_and(|segment| CONSTANTS.contains(&segment.ident.to_string().as_str()))
}

/// `Zero::zero()`: of a type that is inferred where it stands, as that of a literal is.
pub(super) fn is_constant_of_trait(call: &syn::ExprCall) -> bool {
    const TRAITS: &[&str] = &["Zero", "One", "Default", "Bounded", "Float", "FloatConst", "NumCast", "FromPrimitive"];
    let Expr::Path(path) = &*call.func else { return false };
    let owner = path.path.segments.iter().nth_back(1);
    path.qself.is_none() && owner.is_some_and(|of| TRAITS.contains(&of.ident.to_string().as_str()))
}

/// Whether what is changed there is a place, or something that `iter_mut` and the like lend of it: an iterator that looks
/// changes itself alone.
pub(super) fn leads_to_a_place(receiver: &Expr) -> bool {
    match receiver {
        Expr::Path(_) => true,
        Expr::Field(field) => leads_to_a_place(&field.base),
        Expr::Index(index) => leads_to_a_place(&index.expr),
        Expr::Paren(paren) => leads_to_a_place(&paren.expr),
        Expr::Unary(unary) => leads_to_a_place(&unary.expr),
        Expr::Reference(reference) => leads_to_a_place(&reference.expr),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            name.ends_with("_mut")
                || (!matches!(name.as_str(), "iter" | "chunks" | "windows" | "chunks_exact"))
                    && leads_to_a_place(&call.receiver)
        }
        _ => false,
    }
}

/// `Cell::new`, `thread::spawn`: what is computed there happens where nobody sees it.
pub(super) fn is_out_of_sight(path: &syn::Path) -> Option<&'static Message> {
    let mut from_the_end = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (name, owner) = (from_the_end.next()?, from_the_end.next()?);
    match (owner.as_str(), name.as_str()) {
        ("Cell" | "RefCell" | "OnceCell" | "Mutex" | "RwLock" | "OnceLock", "new") => Some(&errors::INTERIOR),
        ("thread", "spawn" | "scope") => Some(&errors::THREAD),
        _ => None,
    }
}
