//! Linear systems on dual numbers.

use ad_runtime::linalg;
use ad_runtime::prelude::*;
use ndarray::{Array1, Array2, array};
use sprs::CsMat;

#[differentiable(forward)]
fn dense(a: &Array2<f64>, b: &Array1<f64>) -> f64 {
    let x = linalg::solve(a, b);
    let y = linalg::inverse(a).dot(&x);
    x.dot(&y) * linalg::log_determinant(a)
}

#[differentiable(forward)]
fn columns(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    linalg::solve(a, b)
}

/// A chain of conductors between two ends: its conductances are the unknowns.
#[differentiable(forward, project(structure = "input"))]
fn sparse(a: &CsMat<f64>, b: &[f64]) -> f64 {
    let x = linalg::sparse::solve(a, b);
    dot(&x, &x) + x[0]
}

/// Differences of a gradient that is given flat.
fn differences(x: &[f64], gradient: impl Fn(&[f64]) -> Vec<f64>) -> Array2<f64> {
    let h = 1e-5;
    let columns: Vec<Vec<f64>> = (0..x.len())
        .map(|j| {
            let [after, before] = [h, -h].map(|step| {
                let mut moved = x.to_vec();
                moved[j] += step;
                gradient(&moved)
            });
            after.iter().zip(&before).map(|(after, before)| (after - before) / (2.0 * h)).collect()
        })
        .collect();
    Array2::from_shape_fn((columns[0].len(), x.len()), |(i, j)| columns[j][i])
}

fn assert_near(found: &Array2<f64>, expected: &Array2<f64>) {
    let largest = expected.iter().fold(1.0_f64, |largest, entry| largest.max(entry.abs()));
    assert!((found - expected).iter().all(|difference| difference.abs() < 1e-7 * largest), "{found}\n{expected}");
}

#[test]
fn a_dense_system_its_inverse_and_its_determinant() {
    let point = [3.0, 0.5, -1.0, 0.25, 2.0, 0.75, 1.0, -0.5, 4.0, 1.0, -2.0, 0.5];
    let parts = |x: &[f64]| (Array2::from_shape_vec((3, 3), x[..9].to_vec()).unwrap(), Array1::from(x[9..].to_vec()));
    let gradient = |x: &[f64]| {
        let (a, b) = parts(x);
        let (a_bar, b_bar) = dense::gradient(&a, &b);
        a_bar.iter().chain(&b_bar).copied().collect::<Vec<f64>>()
    };
    let (a, b) = parts(&point);
    let hessian = dense::hessian(&a, &b);
    assert_near(&hessian, &differences(&point, gradient));
    assert_near(&hessian, &hessian.t().to_owned());
    let (a_bar, b_bar) = dense::gradient(&a, &b);
    let (value, along) = dense::pushforward(&a, &b, &a_bar, &b_bar);
    assert!((value - dense(&a, &b)).abs() < 1e-14 * value.abs());
    let square = a_bar.iter().chain(&b_bar).map(|entry| entry * entry).sum::<f64>();
    assert!((along - square).abs() < 1e-12 * square);
}

#[test]
fn a_jacobian_of_several_right_sides_is_the_same_forward_and_backward() {
    let a = array![[3.0, 0.5], [-1.0, 2.0]];
    let b = array![[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]];
    let forward = columns::jacobian_forward(&a, &b);
    assert_eq!(forward.dim(), (6, 10));
    assert_near(&forward, &columns::jacobian_reverse(&a, &b));
    let inverse = linalg::inverse(&a);
    assert!((forward[[0, 4]] - inverse[[0, 0]]).abs() < 1e-15);
}

#[test]
fn a_sparse_system() {
    let indices = (vec![0, 2, 5, 7], vec![0, 1, 0, 1, 2, 1, 2]);
    let matrix = |data: &[f64]| CsMat::new((3, 3), indices.0.clone(), indices.1.clone(), data.to_vec());
    let point = [3.0, -1.0, -0.5, 4.0, -1.5, -1.0, 2.5, 1.0, 0.5, -2.0];
    let gradient = |x: &[f64]| {
        let (a_bar, b_bar) = sparse::gradient(&matrix(&x[..7]), &x[7..]);
        a_bar.data().iter().chain(&b_bar).copied().collect::<Vec<f64>>()
    };
    let hessian = sparse::hessian(&matrix(&point[..7]), &point[7..]);
    assert_near(&hessian, &differences(&point, gradient));
    assert_near(&hessian, &hessian.t().to_owned());
}

#[test]
#[should_panic(expected = "`solve` needs a right side of length 2, and this one has length 1")]
fn a_right_side_of_another_length_panics() {
    columns::jacobian(&array![[3.0, 0.5], [-1.0, 2.0]], &array![[1.0]]);
}
