//! Sparse matrices of derivatives by colouring.

use crate::assert_close;
use ad_runtime::Pattern;
use ad_runtime::forward::Coloring;
use ad_runtime::prelude::*;
use num_complex::Complex;

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
    assert_eq!(Coloring::new(arrow(n)).count(), n);
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
    assert_close(&f::sparse_jacobian(&x, &Coloring::new(arrow(n))).to_dense(), &f::jacobian(&x));
}

/// The greedy numbers of colours of patterns that are known: as many as a row has entries where that is enough.
#[test]
fn numbers_of_colors() {
    for width in [1, 2, 5] {
        assert_eq!(Coloring::new(banded(100, width)).count(), 2 * width + 1);
    }
    let coloring = Coloring::new(five_points(24));
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

fn arrow(n: usize) -> Pattern {
    Pattern::new(n, n, (0..n).flat_map(|i| [(0, i), (i, 0), (i, i)]))
}

/// A square of `n` by `n` points, each with its neighbours.
fn five_points(n: usize) -> Pattern {
    let positions = (0..n * n).flat_map(|k| {
        let (i, j) = (k / n, k % n);
        let near = [(i, j), (i.wrapping_sub(1), j), (i + 1, j), (i, j.wrapping_sub(1)), (i, j + 1)];
        near.into_iter().filter(move |(i, j)| *i < n && *j < n).map(move |(i, j)| (k, i * n + j))
    });
    Pattern::new(n * n, n * n, positions)
}

#[differentiable(forward)]
fn star_shaped(x: &[f64]) -> f64 {
    let mut sum = x[0].powi(4);
    for i in 1..x.len() {
        sum += x[0] * x[i].sin() + x[i].powi(3);
    }
    sum
}

#[differentiable(forward)]
fn one_full_row(x: &[f64]) -> Vec<f64> {
    let mut y: Vec<f64> = x.iter().map(|x| x * x).collect();
    y[0] = x.iter().map(|x| x.exp()).sum();
    y
}

#[test]
fn a_symmetric_matrix_needs_fewer_colors() {
    assert_eq!(Coloring::symmetric(arrow(50)).count(), 2);
    assert_eq!(Coloring::symmetric(banded(50, 1)).count(), 3);
    let x: Vec<f64> = (0..12).map(|i| 0.3 + 0.1 * i as f64).collect();
    let coloring = Coloring::symmetric(arrow(12));
    assert_close(&star_shaped::sparse_hessian(&x, &coloring).to_dense(), &star_shaped::hessian(&x));
    let chain = Coloring::symmetric(banded(12, 1));
    assert_close(&energy::sparse_hessian(&x, &chain).to_dense(), &energy::hessian(&x));
}

/// A star colouring is one: each entry can be read in its row or in that of its mirror image.
#[test]
fn every_entry_of_a_symmetric_matrix_can_be_read() {
    let scattered = |n: usize, seed: usize| {
        let positions = (0..3 * n).map(|k| ((k * (7 + seed) + k * k) % n, (k * (11 + 3 * seed)) % n));
        Pattern::new(n, n, positions.flat_map(|(i, j)| [(i, j), (j, i), (i, i), (j, j)]))
    };
    let scattered = (0..20).map(|seed| scattered(30 + seed, seed));
    for pattern in [five_points(9), banded(40, 4), arrow(20)].into_iter().chain(scattered) {
        let coloring = Coloring::symmetric(pattern.clone());
        let is_alone = |i: usize, j: usize| {
            pattern.iter().filter(|&(row, other)| row == i && coloring.color(other) == coloring.color(j)).count() == 1
        };
        for (i, j) in pattern.iter() {
            assert!(is_alone(i, j) || is_alone(j, i), "({i}, {j}) of {pattern:?}");
        }
        assert!(coloring.count() <= Coloring::of_columns(pattern).count());
    }
}

#[test]
#[should_panic(expected = "a symmetric pattern with (0, 1) has (1, 0) too")]
fn half_of_a_symmetric_pattern() {
    Coloring::symmetric(Pattern::new(2, 2, [(0, 0), (0, 1), (1, 1)]));
}

#[test]
#[should_panic(expected = "or is not symmetric as the colouring has it")]
fn a_jacobian_that_is_not_symmetric() {
    #[differentiable(forward)]
    fn f(x: &[f64]) -> Vec<f64> {
        let mut y = x.to_vec();
        for other in &x[1..] {
            y[0] += other * other;
        }
        y
    }
    f::sparse_jacobian(&[1.0, 2.0, 3.0], &Coloring::symmetric(arrow(3)));
}

#[test]
fn a_full_row_is_cheaper_backward() {
    let n = 40;
    let x: Vec<f64> = (0..n).map(|i| 0.1 * i as f64).collect();
    let pattern = one_full_row::jacobian_pattern(&x);
    assert_eq!(pattern.len(), 2 * n - 1);
    let coloring = Coloring::new(pattern.clone());
    assert!(coloring.is_of_rows());
    assert_eq!((coloring.count(), coloring.runs()), (2, 3));
    assert_eq!(Coloring::of_columns(pattern.clone()).runs(), 6);
    let dense = one_full_row::jacobian(&x);
    assert_close(&one_full_row::sparse_jacobian(&x, &coloring).to_dense(), &dense);
    assert_close(&one_full_row::sparse_jacobian(&x, &Coloring::of_columns(pattern)).to_dense(), &dense);
}

#[test]
#[should_panic(expected = "column 3 of the matrix of derivatives has entries outside the pattern")]
fn what_is_outside_the_pattern_is_noticed_backward() {
    let missing = Pattern::new(5, 5, (0..5).map(|i| (i, i)).chain([(0, 1), (0, 2), (0, 4)]));
    one_full_row::sparse_jacobian(&[0.1, 0.2, 0.3, 0.4, 0.5], &Coloring::of_rows(missing));
}

#[test]
#[should_panic(expected = "the pattern has 4 rows, and the result is 5 real numbers")]
fn a_pattern_of_another_height() {
    one_full_row::sparse_jacobian(&[0.1, 0.2, 0.3, 0.4, 0.5], &Coloring::of_rows(banded(4, 1)));
}

#[test]
#[should_panic(expected = "forward mode takes colours of columns")]
fn a_hessian_by_rows() {
    energy::sparse_hessian(&[0.1, 0.2, 0.3], &Coloring::of_rows(banded(3, 1)));
}

/// At zero most derivatives vanish; what depends on what does not.
#[test]
fn patterns_are_found_where_derivatives_vanish() {
    for n in [1, 2, 7, 8, 9, 40, 65] {
        assert_eq!(of_u_alone::jacobian_pattern(&vec![0.0; n]), banded(n, 1));
        assert_eq!(energy::hessian_pattern(&vec![0.0; n]), banded(n, 1));
        assert_eq!(star_shaped::hessian_pattern(&vec![0.0; n]), arrow(n));
    }
}

#[test]
fn patterns_of_many_arguments() {
    #[differentiable(forward)]
    fn f(a: f64, z: Complex<f64>, x: &[f64], #[no_derivative] scale: f64) -> (Vec<f64>, f64) {
        (x.iter().map(|x| scale * x * a).collect(), z.norm_sqr())
    }
    let pattern = f::jacobian_pattern(0.0, Complex::new(1.0, 2.0), &[0.0, 0.0], 2.0);
    assert_eq!(pattern, Pattern::new(3, 5, [(0, 0), (0, 3), (1, 0), (1, 4), (2, 1), (2, 2)]));
    assert!(f::jacobian_pattern(0.0, Complex::new(1.0, 2.0), &[], 2.0).iter().eq([(0, 1), (0, 2)]));

    #[differentiable(forward)]
    fn constant(x: &[f64]) -> Vec<f64> {
        vec![1.0; x.len()]
    }
    assert!(constant::jacobian_pattern(&[1.0, 2.0]).is_empty());
    assert_eq!(constant::sparse_jacobian(&[1.0, 2.0], &Coloring::new(Pattern::new(2, 2, []))).nnz(), 0);
    assert_eq!(constant::jacobian_pattern(&[]).rows(), 0);
}

/// The derivative by `x[0]` is a constant zero, and the one by `x[1]` is made of `x[0]`.
#[test]
fn patterns_of_hessians_are_symmetric() {
    #[differentiable(forward)]
    fn f(x: &[f64]) -> f64 {
        x[0].signum() * x[1] + x[1] * x[2]
    }
    let pattern = f::hessian_pattern(&[2.0, 1.0, 0.0]);
    assert!(pattern.iter().all(|(i, j)| pattern.contains(j, i)), "{pattern:?}");
    let coloring = Coloring::symmetric(pattern);
    assert_close(&f::sparse_hessian(&[2.0, 1.0, 0.0], &coloring).to_dense(), &f::hessian(&[2.0, 1.0, 0.0]));
}

/// The branch that is taken is the one whose dependencies count; the larger of two numbers depends on both.
#[test]
fn patterns_are_those_of_a_branch() {
    #[differentiable(forward)]
    fn f(x: &[f64]) -> Vec<f64> {
        vec![if x[0] > 0.0 { x[1] } else { x[2] }, x[1].max(x[2])]
    }
    assert_eq!(f::jacobian_pattern(&[1.0, 0.0, 1.0]), Pattern::new(2, 3, [(0, 1), (1, 1), (1, 2)]));
    assert_eq!(f::jacobian_pattern(&[-1.0, 2.0, 1.0]), Pattern::new(2, 3, [(0, 2), (1, 1), (1, 2)]));
}

/// An infinite slope at a point of which nothing is asked.
#[test]
fn patterns_beside_infinite_slopes() {
    #[differentiable(forward)]
    fn f(x: &[f64]) -> Vec<f64> {
        vec![x[0].sqrt() + x[1], x[1] * x[1], 3.0]
    }
    assert_eq!(f::jacobian_pattern(&[0.0, 0.0]), Pattern::new(3, 2, [(0, 0), (0, 1), (1, 1)]));
}
