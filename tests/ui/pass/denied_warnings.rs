//! A crate that allows no warning.
#![deny(warnings, unused, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
#![deny(elided_lifetimes_in_paths, unused_lifetimes, unused_qualifications, single_use_lifetimes)]

use ad_runtime::prelude::*;
use sprs::CsMat;

/// Nobody calls the function itself.
#[differentiable]
fn only_differentiated(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        if y > 100.0 {
            return y;
        }
        y *= x;
    }
    y
}

/// Nobody calls the companion.
#[differentiable]
fn only_called(x: f64) -> f64 {
    x
}

/// One argument is not used.
#[differentiable]
fn unused_argument(x: f64, _: f64, _n: usize) -> f64 {
    x * 2.0
}

/// Its argument is structured.
#[differentiable(project = "none")]
fn total(a: &CsMat<f64>) -> f64 {
    a.sum()
}

/// A struct.
#[derive(Differentiable, Clone, Copy)]
struct Point {
    /// A field.
    x: f64,
    #[no_derivative]
    n: u8,
}

/// A function of a struct.
#[differentiable]
fn of_point(p: &Point) -> f64 {
    let n = stop_gradient(p.n);
    p.x * f64::from(n)
}

#[test]
fn no_warnings() {
    assert!((only_differentiated::gradient(1.0) - 4.0).abs() < 1e-12);
    assert!((only_called(1.0) - 1.0).abs() < 1e-12);
    assert_eq!(unused_argument::gradient(1.0, 2.0, 3), (2.0, 0.0, NoTangent));
    assert!((total::gradient(&CsMat::eye(2)).to_dense()[[0, 1]].re() - 1.0).abs() < 1e-12);
    assert!((of_point::gradient(&Point { x: 1.0, n: 2 }).x - 2.0).abs() < 1e-12);
}
