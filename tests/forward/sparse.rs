//! Sparse matrices of derivatives by colouring.

use crate::assert_close;
use ad_runtime::Pattern;
use ad_runtime::forward::Coloring;
use ad_runtime::prelude::*;

/// `-u'' + u³` on an interval, with zeros at its ends.
#[differentiable(forward)]
fn residual(u: &[f64], h: f64) -> Vec<f64> {
    let n = u.len();
    let mut r = vec![0.0; n];
    for i in 0..n {
        let left = if i > 0 { u[i - 1] } else { 0.0 };
        let right = if i + 1 < n { u[i + 1] } else { 0.0 };
        r[i] = (2.0 * u[i] - left - right) / (h * h) + u[i].powi(3);
    }
    r
}

#[differentiable(forward)]
fn of_u_alone(u: &[f64]) -> Vec<f64> {
    residual(u, 0.1)
}

#[differentiable(forward)]
fn energy(x: &[f64]) -> f64 {
    let mut sum = x[0].powi(4);
    for i in 1..x.len() {
        sum += (x[i] - x[i - 1].powi(2)).powi(2);
    }
    sum
}

fn banded(n: usize, width: usize) -> Pattern {
    let row = |i: usize| (i.saturating_sub(width)..n.min(i + width + 1)).map(move |j| (i, j));
    Pattern::new(n, n, (0..n).flat_map(row))
}

#[test]
fn a_tridiagonal_jacobian() {
    for n in [1, 2, 5, 40] {
        let u: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
        let coloring = Coloring::new(banded(n, 1));
        assert_eq!(coloring.count(), n.min(3));
        let sparse = of_u_alone::sparse_jacobian(&u, &coloring);
        assert_close(&sparse.to_dense(), &of_u_alone::jacobian(&u));
        assert_eq!(sparse.nnz(), coloring.pattern().len());
    }
}

#[test]
fn a_tridiagonal_hessian() {
    let x: Vec<f64> = (0..30).map(|i| 0.3 * (i as f64).cos()).collect();
    assert_close(&energy::sparse_hessian(&x, &Coloring::new(banded(30, 1))).to_dense(), &energy::hessian(&x));
}

/// More colours than one run has directions.
#[test]
fn a_dense_row() {
    let n = 20;
    let arrow = Pattern::new(n, n, (0..n).flat_map(|i| [(0, i), (i, 0), (i, i)]));
    assert_eq!(Coloring::new(arrow.clone()).count(), n);
    #[differentiable(forward)]
    fn f(x: &[f64]) -> Vec<f64> {
        let mut y = x.to_vec();
        for i in 1..x.len() {
            y[0] += x[i] * x[i];
            y[i] = x[0] * x[i];
        }
        y
    }
    let x: Vec<f64> = (0..n).map(|i| 0.5 + i as f64).collect();
    assert_close(&f::sparse_jacobian(&x, &Coloring::new(arrow)).to_dense(), &f::jacobian(&x));
}

/// The greedy numbers of colours of patterns that are known: as many as a row has entries where that is enough.
#[test]
fn numbers_of_colors() {
    for width in [1, 2, 5] {
        assert_eq!(Coloring::new(banded(100, width)).count(), 2 * width + 1);
    }
    let n = 24_usize;
    let five_points = (0..n * n).flat_map(|k| {
        let (i, j) = (k / n, k % n);
        let near = [(i, j), (i.wrapping_sub(1), j), (i + 1, j), (i, j.wrapping_sub(1)), (i, j + 1)];
        near.into_iter().filter(move |(i, j)| *i < n && *j < n).map(move |(i, j)| (k, i * n + j))
    });
    let coloring = Coloring::new(Pattern::new(n * n, n * n, five_points));
    assert!((5..=8).contains(&coloring.count()), "{}", coloring.count());
    for (i, j) in coloring.pattern().iter() {
        let alike =
            coloring.pattern().iter().filter(|&(row, other)| row == i && coloring.color(other) == coloring.color(j));
        assert_eq!(alike.count(), 1);
    }
}

#[test]
#[should_panic(expected = "row 1 of the matrix of derivatives has entries outside the pattern")]
fn what_is_outside_the_pattern_is_noticed() {
    let missing = Pattern::new(5, 5, banded(5, 1).iter().filter(|position| *position != (1, 2)));
    of_u_alone::sparse_jacobian(&[0.1, 0.2, 0.3, 0.4, 0.5], &Coloring::new(missing));
}

#[test]
#[should_panic(expected = "the pattern has 4 columns, and the arguments are 5 real numbers")]
fn a_pattern_of_another_size() {
    of_u_alone::sparse_jacobian(&[0.1, 0.2, 0.3, 0.4, 0.5], &Coloring::new(banded(4, 1)));
}
