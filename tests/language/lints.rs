//! Generated code raises no lint, however strict the user is.
#![deny(warnings)]
#![deny(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::shadow_reuse,
    clippy::shadow_same,
    clippy::shadow_unrelated,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_docs_in_private_items,
    clippy::missing_inline_in_public_items,
    clippy::min_ident_chars,
    clippy::single_call_fn,
    clippy::absolute_paths,
    clippy::impl_trait_in_params,
    clippy::as_conversions,
    clippy::clone_on_ref_ptr,
    clippy::let_underscore_must_use
)]
#![deny(
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    variant_size_differences,
    let_underscore_drop,
    elided_lifetimes_in_paths,
    unused_import_braces,
    meta_variable_misuse,
    redundant_lifetimes,
    unit_bindings,
    impl_trait_redundant_captures,
    deprecated_in_future
)]
#![allow(unknown_lints)]
// What the functions below do themselves.
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::single_call_fn)]

use ad_runtime::prelude::{Differentiable, differentiable};
use num_complex::Complex64;

/// A struct with a cotangent.
#[derive(Debug, Clone, PartialEq, Differentiable)]
struct Line {
    /// Its slope.
    slope: f64,
    /// Its offsets.
    offsets: Vec<f64>,
}

/// Every kind of statement.
#[differentiable]
fn statements(numbers: &[f64], line: &Line, count: usize) -> f64 {
    let mut sum = 0.0;
    for (index, number) in numbers.iter().enumerate() {
        if index == count {
            break;
        }
        sum += number * line.slope;
        if sum > 10.0 {
            continue;
        }
        sum *= line.offsets[0];
    }
    let turned = turned(sum, line.slope);
    let last = match count {
        0 => turned.re,
        _ => turned.im,
    };
    last * sum
}

/// A helper with a policy.
#[differentiable(project = "none")]
fn turned(real: f64, imaginary: f64) -> Complex64 {
    Complex64::new(real, imaginary).exp()
}

/// Generic, and with lifetimes.
#[differentiable]
fn generic<'a, T: num_traits::Float>(numbers: &'a [T], other: &'a T) -> T {
    if numbers.is_empty() {
        return T::zero();
    }
    numbers[0] * *other
}

/// A parameter that is not differentiated, an option as the result.
#[differentiable]
fn option(number: f64, #[no_derivative] limit: f64) -> Option<f64> {
    if number > limit { Some(number * number) } else { None }
}

/// What is mentioned in an attribute of ours alone is used.
#[differentiable]
fn steps(start: f64, room: usize) -> f64 {
    let mut place = start;
    #[checkpoint(snapshots = room)]
    for _ in 0..3 {
        place *= start;
    }
    place
}

#[test]
fn no_lint_is_raised() {
    let line = Line { slope: 0.5, offsets: vec![2.0] };
    let (numbers_bar, line_bar, _) = statements::gradient(&[1.0, 2.0], &line, 2);
    assert_eq!((numbers_bar.len(), line_bar.offsets.len()), (2, 1));
    assert_eq!(generic::gradient(&[2.0], &3.0), (vec![3.0], 2.0));
    assert_eq!(steps::gradient(2.0, 2).0.to_bits(), 32.0_f64.to_bits());
    assert_eq!(option::gradient(3.0, 1.0).map(|bars| bars.0), Some(6.0));
}
