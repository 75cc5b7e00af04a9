//! A tangent lives in the tangent space of its value, whatever is chosen for cotangents.

use ad_runtime::prelude::*;
use num_complex::Complex;
use sprs::CsMat;

macro_rules! real_part {
    ($($f:ident $policy:literal;)*) => {$(
        #[differentiable(forward, project = $policy)]
        fn $f(x: f64) -> f64 {
            let z = Complex::new(0.0, 1.0) * x;
            (z * z * z.exp()).re
        }
    )*};
}
real_part! {
    with_input "input";
    with_output "output";
    with_final "final";
    with_none "none";
}

/// `Re((ix)² e^(ix)) = -x² cos x`
#[test]
fn every_policy_has_the_same_tangents() {
    let x = 0.7_f64;
    let first = -2.0 * x * x.cos() + x * x * x.sin();
    let second = -2.0 * x.cos() + 4.0 * x * x.sin() + x * x * x.cos();
    let found = [
        (with_input::pushforward(x, 1.0), with_input::hvp(x, 1.0)),
        (with_output::pushforward(x, 1.0), with_output::hvp(x, 1.0)),
        (with_final::pushforward(x, 1.0), with_final::hvp(x, 1.0)),
        (with_none::pushforward(x, 1.0), with_none::hvp(x, 1.0)),
    ];
    for ((value, tangent), product) in found {
        assert_eq!(value, with_input(x));
        assert!((tangent - first).abs() < 1e-12 && (product - second).abs() < 1e-12);
    }
}

#[differentiable(forward, project = "none")]
fn of_every_entry(a: &CsMat<f64>) -> f64 {
    let b = a * a;
    b.sum() * a.trace()
}

/// The gradient has every entry, and the Hessian those that can move.
#[test]
fn of_a_sparse_matrix_what_is_stored() {
    let a = CsMat::new((2, 2), vec![0, 1, 2], vec![0, 0], vec![2.0, 3.0]);
    // d sum(a a)/d a01 is row 1 of a plus column 0: 3 + (2 + 3), and the trace is 2.
    assert_eq!(of_every_entry::gradient(&a).entry(0, 1).re(), (3.0 + 5.0) * 2.0);
    assert_eq!(of_every_entry::hessian(&a).shape(), [2, 2]);
    // (a00² + a10 a00) a00
    assert_eq!(of_every_entry::hessian(&a), ndarray::array![[6.0 * 2.0 + 2.0 * 3.0, 2.0 * 2.0], [2.0 * 2.0, 0.0]]);
}
