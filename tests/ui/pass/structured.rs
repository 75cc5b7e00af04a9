//! A structured argument needs a policy only where a gradient is asked for: defining such a function and calling it from
//! an annotated one is legal, and there it inherits.

use ad_runtime::prelude::*;
use sprs::CsMat;

/// No policy: nobody asks for its gradient.
#[differentiable]
fn total(a: &CsMat<f64>) -> f64 {
    a.sum()
}

/// Nor for that of its caller.
#[differentiable]
fn scaled(a: &CsMat<f64>, x: f64) -> f64 {
    total(a) * x
}

#[differentiable(project = "input")]
fn stored(a: &CsMat<f64>) -> f64 {
    scaled(a, 2.0)
}

#[differentiable(project = "none")]
fn full(a: &CsMat<f64>) -> f64 {
    scaled(a, 2.0)
}

#[differentiable]
fn chosen_for_the_parameter(#[project("none")] a: &CsMat<f64>, #[no_derivative] b: &CsMat<f64>) -> f64 {
    scaled(a, total(b))
}

#[differentiable]
fn derivative_of_the_number_alone(#[no_derivative] a: &CsMat<f64>, x: f64) -> f64 {
    scaled(a, x)
}

#[test]
fn callees_inherit() {
    let a = CsMat::eye(2);
    assert_eq!(scaled(&a, 2.0), 4.0);
    assert_eq!(stored::gradient(&a).data(), [2.0, 2.0]);
    assert_eq!(full::gradient(&a).entry(0, 1).re(), 2.0);
    assert_eq!(chosen_for_the_parameter::gradient(&a, &a).0.entry(0, 1).re(), 2.0);
    assert_eq!(derivative_of_the_number_alone::gradient(&a, 3.0), (NoTangent, 2.0));
}
