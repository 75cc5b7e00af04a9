//! What a parameter is: its place in the gradient, its own policy, whether it is differentiated at all.

use ad_runtime::prelude::*;
use ad_runtime::{Diagonal, MatrixCotangent};
use num_complex::{Complex64, c64};
use sprs::{CsMat, CsMatView};

#[test]
fn values_without_tangent_have_a_place() {
    #[differentiable]
    fn mixed(n: usize, x: f64, flag: bool, name: &str, y: f64, letters: &[char], pair: (i32, u8)) -> f64 {
        assert!(letters.len() < 100 && pair.0 > 0);
        if flag { x.powi(n as i32) * y * f64::from(pair.1) } else { name.len() as f64 * x }
    }
    let gradient = mixed::gradient(2, 3.0, true, "ab", 5.0, &['c'], (1, 2));
    assert_eq!(gradient, (NoTangent, 60.0, NoTangent, NoTangent, 18.0, NoTangent, NoTangent));
    let gradient = mixed::gradient(2, 3.0, false, "ab", 5.0, &[], (1, 2));
    assert_eq!(gradient, (NoTangent, 2.0, NoTangent, NoTangent, 0.0, NoTangent, NoTangent));
}

#[test]
fn one_argument_has_its_bare_cotangent() {
    #[differentiable]
    fn number(x: f64) -> f64 {
        x * x
    }
    #[differentiable]
    fn pair(p: (f64, f64)) -> f64 {
        p.0 * p.1
    }
    #[differentiable]
    fn partly(p: (f64, usize)) -> f64 {
        p.0 * p.0
    }
    #[differentiable]
    fn nothing(n: usize) -> f64 {
        n as f64
    }
    assert_eq!(number::gradient(3.0), 6.0);
    assert_eq!(pair::gradient((2.0, 3.0)), (3.0, 2.0));
    assert_eq!(partly::gradient((2.0, 3)), (4.0, NoTangent));
    assert_eq!(nothing::gradient(3), NoTangent);
}

#[test]
fn not_differentiated() {
    #[differentiable]
    fn weighted(x: &[f64], #[no_derivative] weights: &[f64], #[no_derivative] scale: f64) -> f64 {
        let mut sum = 0.0;
        for (v, w) in x.iter().zip(weights) {
            sum += v * v * w;
        }
        sum * scale
    }
    assert_eq!(weighted::gradient(&[1.0, 2.0], &[3.0, 4.0], 2.0), (vec![12.0, 32.0], NoTangent, NoTangent));

    #[differentiable]
    fn calls(x: f64, y: f64) -> f64 {
        weighted(&[x, y], &[x, y], y)
    }
    // What is passed to a parameter that is not differentiated gets nothing.
    assert_eq!(calls::gradient(2.0, 3.0), (24.0, 54.0));
}

#[test]
fn a_policy_of_its_own() {
    #[differentiable]
    fn ambient_first(#[project("none")] x: f64, y: f64) -> f64 {
        (x * c64(1.0, 2.0) * y).re
    }
    let (x_bar, y_bar): (ScalarCotangent<f64>, f64) = ambient_first::gradient(3.0, 5.0);
    assert_eq!(x_bar.to_complex(), c64(5.0, -10.0));
    assert_eq!(y_bar, 3.0);

    #[differentiable(project = "none")]
    fn tangent_second(x: f64, #[project("input")] y: f64) -> f64 {
        (x * c64(1.0, 2.0) * y).re
    }
    let (x_bar, y_bar): (ScalarCotangent<f64>, f64) = tangent_second::gradient(3.0, 5.0);
    assert_eq!((x_bar.to_complex(), y_bar), (c64(5.0, -10.0), 3.0));
}

#[test]
fn a_policy_on_one_axis() {
    #[differentiable]
    fn full_first(
        #[project(structure = "none")] a: &CsMat<f64>,
        #[project("input")] b: CsMatView<'_, f64>,
        x: f64,
    ) -> f64 {
        a.sum() * b.sum() * x
    }
    let a = CsMat::<f64>::eye(2);
    let (a_bar, b_bar, x_bar): (MatrixCotangent<f64>, CsMat<f64>, f64) = full_first::gradient(&a, a.view(), 3.0);
    assert_eq!(a_bar.to_dense(), ndarray::array![[6.0, 6.0], [6.0, 6.0]]);
    assert_eq!(b_bar.to_dense(), ndarray::array![[6.0, 0.0], [0.0, 6.0]]);
    assert_eq!(x_bar, 4.0);

    #[differentiable(project(number = "none", structure = "input"))]
    fn complex_entries(d: &Diagonal<f64>) -> f64 {
        (d.sum() * c64(2.0, 1.0)).re
    }
    let d_bar: Diagonal<ScalarCotangent<f64>> = complex_entries::gradient(&Diagonal::new(vec![1.0]));
    assert_eq!(d_bar.diagonal()[0].to_complex(), c64(2.0, -1.0));
}

#[test]
fn assigned_parameters_are_copied_first() {
    #[differentiable(project = "final")]
    fn assigned(mut x: f64) -> f64 {
        x = x * x;
        let z = x * c64(1.0, 2.0);
        x *= z.re;
        (x * z).re
    }
    #[differentiable(project = "final")]
    fn copied(x: f64) -> f64 {
        let y = x * x;
        let z = y * c64(1.0, 2.0);
        let w = y * z.re;
        (w * z).re
    }
    assert_eq!(assigned::gradient(2.0), copied::gradient(2.0));

    #[differentiable]
    fn mutable_vector(mut v: Vec<f64>, mut z: Complex64) -> f64 {
        v[0] *= v[1];
        v[1] = z.re;
        z.im *= v[0];
        v[0] + v[1] * z.im
    }
    assert_eq!(mutable_vector::gradient(vec![2.0, 3.0], c64(5.0, 7.0)), (vec![108.0, 72.0], c64(42.0, 30.0)));
}

#[test]
fn patterns_and_underscores() {
    #[differentiable]
    fn patterns((x, y): (f64, f64), _: f64, &z: &f64, _unused: &[f64]) -> f64 {
        x * y * z
    }
    assert_eq!(patterns::gradient((2.0, 3.0), 9.0, &5.0, &[1.0]), ((15.0, 10.0), 0.0, 6.0, vec![0.0]));
}

#[test]
fn arguments_stay_with_the_caller() {
    #[differentiable]
    fn owns(v: Vec<f64>, name: String) -> f64 {
        v[0] * v[1] * name.len() as f64
    }
    let (value, pullback) = owns::pullback(vec![2.0, 3.0], String::from("ab"));
    assert_eq!(value, 12.0);
    assert_eq!(pullback(1.0), (vec![6.0, 4.0], NoTangent));
    assert_eq!(pullback(0.5), (vec![3.0, 2.0], NoTangent));
}
