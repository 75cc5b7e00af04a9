//! Every case of the data under every policy.

use crate::data::{Case, case_named, cases};
use crate::functions::{r#final, inherited, input, none, output};
use crate::rules::{mydot_input, mydot_output, mydot2};
use crate::value::Answer;
use ad_runtime::prelude::*;
use num_complex::Complex64;

/// Checks a function under the four policies.
macro_rules! check {
    ($case:ident, $f:ident($($input:expr),*)) => {{
        $case.check("input", input::$f::value_and_gradient($($input),*));
        $case.check("output", output::$f::value_and_gradient($($input),*));
        $case.check("final", r#final::$f::value_and_gradient($($input),*));
        $case.check("none", none::$f::value_and_gradient($($input),*));
    }};
}

#[test]
fn every_case_under_every_policy() {
    let cases = cases();
    assert_eq!(cases.len(), 32);
    cases.iter().for_each(check_case);
}

fn check_case(case: &Case) {
    let x = &case.input[0];
    match case.id.as_str() {
        "S01_sum_dense" => check!(case, sum_dense(x.dense())),
        "S02_sum_sparse_empty" => check!(case, sum_sparse(x.sparse())),
        "S04_exp_real_dom" => check!(case, exp_through_complex(*x.real())),
        "S05_exp_cplx_dom" => check!(case, exp_of_complex(*x.complex())),
        "S06_mydot_mixed" | "S08_dot_3+i" => {
            check!(case, real_dot(x.reals(), case.input[1].complexes()));
            check!(case, real_dot_of_library(x.reals(), case.input[1].complexes()));
        }
        "S07_mydot_ctor" => check!(case, real_dot_of_constructed(x.reals(), case.input[1].complexes())),
        "S09_mc_scale_real_dom" => {
            check!(case, dot_with_scaled(x.reals()));
            check!(case, dot_with_scaled_of_library(x.reals()));
        }
        "S09_mc_scale_cplx_dom" => check!(case, dot_with_scaled_complex(x.complexes())),
        "S10_mc_outer" => check!(case, scaled_dot(x.reals())),
        "S10_mc_outer_cplx_dom" => check!(case, scaled_dot_complex(x.complexes())),
        "S11_mymul_mydot2" => check!(case, mymul_mydot2(x.reals())),
        "S11b_mul_conj_mydot2" => check!(case, mul_mydot2(x.reals())),
        "S12_mymul_Complex_mydot2" => check!(case, mymul_complex_mydot2(x.reals())),
        "S12b_mul_conj_Complex" => check!(case, mul_complex_mydot2(x.reals())),
        f1 if f1.starts_with("S13_f1@") => check!(case, exp_through_complex(*x.real())),
        f2 if f2.starts_with("S13_f2@") => check!(case, exp_times_cos(*x.real())),
        "S14_angle_re" => check!(case, angle_of_square(*x.complex())),
        "S15_sum_Diagonal_ctor" => check!(case, sum_of_constructed_diagonal(x.reals())),
        "S16_sum_wrt_Diagonal" => check!(case, sum_diagonal(x.diagonal())),
        unknown => panic!("no function for the case {unknown}"),
    }
}

/// Without a policy, numbers follow their type.
#[test]
fn without_a_policy_the_gradient_is_that_under_input() {
    let case = case_named("S04_exp_real_dom");
    case.check("input", inherited::exp_through_complex::value_and_gradient(*case.input[0].real()));
    let case = case_named("S06_mydot_mixed");
    let (x, y) = (case.input[0].reals(), case.input[1].complexes());
    case.check("input", inherited::real_dot::value_and_gradient(x, y));
    let case = case_named("S01_sum_dense");
    case.check("input", inherited::sum_dense::value_and_gradient(case.input[0].dense()));
}

/// The comparison that the issue begins with: the derivative of `sum` at `zeros(1, 1)` and at the equal `spzeros(1, 1)`.
#[test]
fn sum_at_equal_matrices_dense_and_sparse() {
    let (dense, sparse) = (case_named("S01_sum_dense"), case_named("S02_sum_sparse_empty"));
    let (dense, sparse) = (dense.input[0].dense(), sparse.input[0].sparse());
    assert_eq!(*dense, sparse.to_dense(), "the matrices are equal");

    assert_ne!(input::sum_dense::gradient(dense), input::sum_sparse::gradient(sparse).to_dense());
    assert_ne!(r#final::sum_dense::gradient(dense), r#final::sum_sparse::gradient(sparse).to_dense());
    assert_eq!(output::sum_dense::gradient(dense), output::sum_sparse::gradient(sparse).to_dense());
    assert_eq!(none::sum_dense::gradient(dense), none::sum_sparse::gradient(sparse).to_dense());
}

/// Functions that project nothing themselves: what is projected is projected by the rule they call.
macro_rules! project_nothing {
    ($($f:ident($($x:ident: $X:ty),*) = $value:expr;)*) => {$(
        #[differentiable(project = "none")]
        fn $f($($x: $X),*) -> f64 {
            $value
        }
    )*};
}

project_nothing! {
    with_inputs_projected(x: &[f64], y: &[Complex64]) = mydot_input(x, y).re;
    with_output_projected(x: &[f64], y: &[Complex64]) = mydot_output(x, y).re;
    with_nothing_projected(x: &[f64], y: &[Complex64]) = mydot2(x, y).re;
    scaled_with_inputs_projected(x: &[f64]) = (Complex64::new(3.0, -4.0) * mydot_input(x, x)).re;
    scaled_with_output_projected(x: &[f64]) = (Complex64::new(3.0, -4.0) * mydot_output(x, x)).re;
    scaled_with_nothing_projected(x: &[f64]) = (Complex64::new(3.0, -4.0) * mydot2(x, x)).re;
}

#[test]
fn a_rule_that_projects_by_itself_is_the_policy_of_its_name() {
    for id in ["S06_mydot_mixed", "S08_dot_3+i"] {
        let case = case_named(id);
        let (x, y) = (case.input[0].reals(), case.input[1].complexes());
        case.check("input", with_inputs_projected::value_and_gradient(x, y));
        case.check("output", with_output_projected::value_and_gradient(x, y));
        case.check("none", with_nothing_projected::value_and_gradient(x, y));
    }
    let case = case_named("S10_mc_outer");
    let x = case.input[0].reals();
    case.check("input", scaled_with_inputs_projected::value_and_gradient(x));
    case.check("output", scaled_with_output_projected::value_and_gradient(x));
    case.check("none", scaled_with_nothing_projected::value_and_gradient(x));
}

/// Nothing cancels here, and the rule for a product is wrong.
#[test]
fn a_product_rule_without_conjugate() {
    #[differentiable]
    fn without_conjugate(z: Complex64) -> f64 {
        crate::rules::mymul(Complex64::new(3.0, 4.0), z).re
    }
    #[differentiable]
    fn product(z: Complex64) -> f64 {
        (Complex64::new(3.0, 4.0) * z).re
    }
    let z = Complex64::new(0.3, -2.0);
    assert_eq!(without_conjugate::gradient(z), Complex64::new(3.0, 4.0));
    assert_eq!(product::gradient(z), Complex64::new(3.0, -4.0));
}

/// A list of one argument's cotangent is told from that of two.
#[test]
#[should_panic(expected = "S06_mydot_mixed: the gradient under \"input\" is")]
fn a_complex_gradient_is_not_the_real_one() {
    let case = case_named("S06_mydot_mixed");
    let (x, y) = (case.input[0].reals(), case.input[1].complexes());
    let (value, gradient) = none::real_dot::value_and_gradient(x, y);
    assert_eq!(gradient.0.clone().values().len(), 1);
    case.check("input", (value, gradient));
}
