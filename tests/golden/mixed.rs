//! Two policies on one path: the issue's `[6+4i, 12+8i]`, the gradient on neither R^2 nor C^2.

use crate::data::cases;
use crate::value::Answer;
use ad_runtime::prelude::*;
use num_complex::Complex64;

const POLICIES: &str = "mixed: dot output, * input";

/// `dot` annotated `"output"` and the product `"input"`, of vectors of these numbers; in each module a function that
/// projects nothing itself calls both.
macro_rules! mixed {
    ($($domain:ident: $T:ty;)*) => {$(
        mod $domain {
            use super::*;

            #[differentiable(project = "output")]
            fn dot_projecting_output(x: &[Complex64], y: &[$T]) -> Complex64 {
                dot(x, y)
            }

            #[differentiable(project = "output")]
            fn own_dot_projecting_output(x: &[$T]) -> $T {
                dot(x, x)
            }

            #[differentiable(project = "input")]
            fn scaled_projecting_input(x: &[$T]) -> Vec<Complex64> {
                let mut scaled = vec![Complex64::new(0.0, 0.0); x.len()];
                for i in 0..x.len() {
                    scaled[i] = Complex64::new(3.0, 4.0) * x[i];
                }
                scaled
            }

            #[differentiable(project = "input")]
            fn product_projecting_input(x: $T) -> Complex64 {
                Complex64::new(3.0, -4.0) * x
            }

            #[differentiable(project = "none")]
            pub(super) fn dot_with_scaled(x: &[$T]) -> f64 {
                dot_projecting_output(&scaled_projecting_input(x), x).re
            }

            #[differentiable(project = "none")]
            pub(super) fn scaled_dot(x: &[$T]) -> f64 {
                product_projecting_input(own_dot_projecting_output(x)).re
            }
        }
    )*};
}
mixed! { real: f64; complex: Complex64; }

#[test]
fn dot_by_output_and_product_by_input() {
    let mut checked = 0;
    for case in cases().iter().filter(|case| case.knows(POLICIES)) {
        let x = &case.input[0];
        match case.id.as_str() {
            "S09_mc_scale_real_dom" => case.check(POLICIES, real::dot_with_scaled::value_and_gradient(x.reals())),
            "S09_mc_scale_cplx_dom" => {
                case.check(POLICIES, complex::dot_with_scaled::value_and_gradient(x.complexes()));
            }
            "S10_mc_outer" => case.check(POLICIES, real::scaled_dot::value_and_gradient(x.reals())),
            unknown => panic!("no function for the case {unknown}"),
        }
        checked += 1;
    }
    assert_eq!(checked, 3);
}

#[test]
fn the_number_of_the_issue() {
    let found = real::dot_with_scaled::gradient(&[1.0, 2.0]).values();
    let printed = crate::value::Value::ComplexVector(vec![Complex64::new(6.0, 4.0), Complex64::new(12.0, 8.0)]);
    assert_eq!(found, [printed]);
}
