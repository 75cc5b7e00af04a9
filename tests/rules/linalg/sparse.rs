use super::points::{definite, general, other, sparse, vector};
use ad_runtime::linalg::{self, NotPositiveDefinite, sparse::*};
use ad_runtime::prelude::*;
use ndarray::Array2;
use sprs::{CsMat, TriMat};

over_both_fields! {
    solutions<T> {
        solve(&sparse::<T>(5), &vector::<T>(5).to_vec());
        solve(&sparse::<T>(5).to_csc(), &vector::<T>(5).to_vec());
        solve(&Diagonal::new(general::<T>(3, 3).diag().to_vec()), &vector::<T>(3).to_vec());
    }
    several_right_sides<T> {
        solve(&sparse::<T>(5), &other::<T>(5, 2));
        solve(&sparse::<T>(5), &vector::<T>(5));
        solve_positive_definite(&sparse::<T>(5), &other::<T>(5, 2));
    }
    definite_solutions<T> {
        solve_positive_definite(&sparse::<T>(5), &vector::<T>(5).to_vec());
        solve_positive_definite(&sparse::<T>(5).to_csc(), &vector::<T>(5).to_vec());
    }
    determinants<T> {
        log_determinant_positive_definite(&sparse::<T>(5));
        log_determinant_positive_definite(&sparse::<T>(6).to_csc());
    }
}

/// A grid of points, each of which pulls at its neighbours, numbered so that the factors fill in.
fn grid(side: usize) -> CsMat<f64> {
    let n = side * side;
    let at = |i: usize, j: usize| (i * side + j) * 7 % n;
    let mut triplets = TriMat::new((n, n));
    for (i, j) in (0..side).flat_map(|i| (0..side).map(move |j| (i, j))) {
        triplets.add_triplet(at(i, j), at(i, j), 4.1);
        for (k, l) in [(i + 1, j), (i, j + 1)] {
            if k < side && l < side {
                triplets.add_triplet(at(i, j), at(k, l), -1.0);
                triplets.add_triplet(at(k, l), at(i, j), -1.0);
            }
        }
    }
    triplets.to_csr()
}

#[differentiable(project = "input")]
fn log_determinant(a: &CsMat<f64>) -> Result<f64, NotPositiveDefinite> {
    linalg::sparse::log_determinant_positive_definite(a)
}

#[test]
fn the_selected_inverse_is_part_of_the_inverse() {
    let a = grid(9);
    let inverse = linalg::inverse(&a.to_dense());
    assert!((log_determinant(&a).unwrap() - linalg::log_determinant(&a.to_dense())).abs() < 1e-11);
    let a_bar = log_determinant::gradient(&a).unwrap();
    assert_eq!(a_bar.nnz(), a.nnz());
    for (got, (i, j)) in a_bar.iter() {
        assert!((got - inverse[(i, j)]).abs() < 1e-13, "({i}, {j}): {got} and {}", inverse[(i, j)]);
    }
}

#[differentiable]
fn energy(a: &CsMat<f64>, b: &[f64]) -> f64 {
    let x = linalg::sparse::solve(a, b);
    dot(&x, &x)
}

#[differentiable]
fn energy_of_definite(a: &CsMat<f64>, b: &[f64]) -> Result<f64, NotPositiveDefinite> {
    let x = linalg::sparse::solve_positive_definite(a, b)?;
    Ok(dot(&x, &x))
}

#[differentiable(project(structure = "none"))]
fn everywhere(a: &CsMat<f64>, b: &[f64]) -> f64 {
    energy(a, b)
}

#[differentiable(project(structure = "none"))]
fn everywhere_of_definite(a: &CsMat<f64>, b: &[f64]) -> Result<f64, NotPositiveDefinite> {
    energy_of_definite(a, b)
}

/// No dense matrix, where the entries that are not stored are wanted too.
#[test]
fn the_cotangent_of_a_system_is_kept_as_outer_products() {
    let a = grid(80);
    let b = vec![1.0; 6400];
    let (a_bar, b_bar) = everywhere::gradient(&a, &b);
    assert_eq!((a_bar.rank(), a_bar.terms(), b_bar.len()), (1, 1, 6400));
    let (of_definite, _) = everywhere_of_definite::gradient(&a, &b).unwrap();
    assert_eq!((of_definite.rank(), of_definite.terms()), (2, 2));
    for (i, j) in [(0, 0), (5, 17), (17, 5)] {
        let symmetric = 0.5 * (a_bar.entry(i, j) + a_bar.entry(j, i));
        assert!((of_definite.entry(i, j) / symmetric - 1.0).abs() < 1e-12);
    }
}

#[test]
fn agrees_with_dense() {
    let a: Array2<f64> = definite(4);
    let sparse = CsMat::csr_from_dense(a.view(), 0.0);
    let b = vector::<f64>(4);
    let (x, dense) = (solve(&sparse, &b), linalg::solve(&a, &b));
    assert!(x.iter().zip(&dense).all(|(x, y)| (x - y).abs() < 1e-14));
    let (x, dense) = (solve_positive_definite(&sparse, &b).unwrap(), linalg::solve_positive_definite(&a, &b).unwrap());
    assert!(x.iter().zip(&dense).all(|(x, y)| (x - y).abs() < 1e-14));
}

#[test]
fn what_is_not_definite_is_an_error() {
    let a = CsMat::new((2, 2), vec![0, 1, 2], vec![1, 0], vec![1.0, 1.0]);
    assert_eq!(log_determinant::gradient(&a), Err(NotPositiveDefinite));
    assert_eq!(solve_positive_definite(&a, &[1.0, 1.0]), Err(NotPositiveDefinite));
}

#[test]
#[should_panic(expected = "`solve` needs a right side of length 5, and this one has length 4")]
fn another_length() {
    solve(&sparse::<f64>(5), &[1.0; 4]);
}

#[test]
#[should_panic(expected = "`solve` needs a matrix that its pattern does not make singular")]
fn an_empty_column() {
    solve(&CsMat::new((2, 2), vec![0, 1, 2], vec![0, 0], vec![1.0, 1.0]), &[1.0; 2]);
}
