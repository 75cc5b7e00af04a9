//! The checker knows arrays, and the full space around a structured matrix: right companions pass, wrong ones are refused.
#![cfg(feature = "sprs")]
#![allow(non_camel_case_types)]

use ad_runtime::__private::{At, Cot};
use ad_runtime::cotangent::{MatrixAccumulator, MatrixContribution, MatrixCotangent, VectorAccumulator};
use ad_runtime::testing::{Check, check, check_extension, check_pullback};
use ad_runtime::{Diagonal, Number, Scalar, Space};
use ndarray::{Array1, Array2, ArrayView2};
use num_complex::Complex;
use sprs::{CsMat, CsMatView, CsVec, TriMat};

/// A function of one matrix or vector and its companion.
macro_rules! companions {
    ($(fn $f:ident($x:ident: $X:ty) -> $R:ty = $value:expr, [$I:ident $A:ident] $pullback:expr;)*) => {$(
        fn $f($x: $X) -> $R { $value }
        enum $f {}
        impl $f {
            fn record<$I: Space, $A: Space>(
                _: At<($I, $A)>, $x: $X,
            ) -> ($R, impl Fn($X, &Cot<$R, $I>, &mut Cot<$X, $A>) + use<$I, $A>) {
                ($value, $pullback)
            }
        }
    )*};
}

companions! {
    fn sum(a: &CsMat<f64>) -> f64 = a.data().iter().sum(),
        [I A] |_, seed, a_bar| a_bar.add_fill(*seed);

    fn complex_sum(a: CsMatView<'_, Complex<f64>>) -> Complex<f64> = a.data().iter().sum(),
        [I A] |_, seed, a_bar| a_bar.add_fill(*seed);

    fn sum_of_squares(a: &CsMat<f64>) -> f64 = a.data().iter().map(|a| a * a).sum(),
        [I A] |a, seed, a_bar| {
            for (&value, (i, j)) in a { a_bar.add_entry(i, j, seed.scale(2.0 * value)) }
        };

    fn corner(a: &CsMat<f64>) -> f64 = a.get(0, 0).copied().unwrap_or(0.0),
        [I A] |_, seed, a_bar| a_bar.add_entry(0, 0, *seed);

    fn twice(a: &CsMat<f64>) -> CsMat<f64> = a.map(|a| 2.0 * a),
        [I A] |_, seed, a_bar| {
            seed.add_to(a_bar);
            seed.add_to(a_bar);
        };

    fn first_stored(a: &CsMat<f64>) -> f64 = a.data()[0],
        [I A] |a, seed, a_bar| {
            if let Some((_, (i, j))) = a.iter().next() { a_bar.add_entry(i, j, *seed) }
        };

    fn sum_of_vector(x: &CsVec<f64>) -> f64 = x.data().iter().sum(),
        [I A] |_, seed, x_bar| x_bar.add_fill(*seed);

    fn trace(d: &Diagonal<f64>) -> f64 = d.diagonal().iter().sum(),
        [I A] |_, seed, d_bar| d_bar.add_diagonal(|_| *seed);

    fn squares(x: ArrayView2<'_, f64>) -> Array1<f64> = x.iter().map(|x| x * x).collect(),
        [I A] |x, seed: &Array1<_>, x_bar| {
            for ((x, x_bar), seed) in x.iter().zip(x_bar).zip(seed) { x_bar.accumulate(seed.scale(2.0 * x)) }
        };

    // Right at the stored entries, silent about the others.
    fn stored_entries_alone(a: &CsMat<f64>) -> f64 = a.data().iter().sum(),
        [I A] |a, seed, a_bar| {
            for (_, (i, j)) in a { a_bar.add_entry(i, j, *seed) }
        };

    // Right at the stored entries, wrong at one other.
    fn one_wrong_off_the_pattern(a: &CsMat<f64>) -> f64 = a.data().iter().sum(),
        [I A] |_, seed, a_bar| {
            a_bar.add_fill(*seed);
            a_bar.add_entry(1, 0, *seed);
        };

    // Right at every unstored entry, wrong at a stored zero.
    fn forgets_a_stored_zero(a: &CsMat<f64>) -> f64 = a.data().iter().sum(),
        [I A] |a, seed, a_bar| {
            a_bar.add_fill(*seed);
            for (&value, (i, j)) in a {
                if value == 0.0 { a_bar.add_entry(i, j, seed.scale(-1.0)) }
            }
        };

    fn vector_off_the_pattern(x: &CsVec<f64>) -> f64 = x.data().iter().sum(),
        [I A] |x, seed, x_bar| for (i, _) in x.iter() { x_bar.add_entry(i, *seed) };
}

/// `a x`, of a sparse matrix and a slice.
fn product(a: &CsMat<f64>, x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; a.rows()];
    for (&value, (i, j)) in a {
        y[i] += value * x[j];
    }
    y
}
enum product {}
impl product {
    #[allow(clippy::type_complexity)]
    fn record<I: Space, A0: Space, A1: Space>(
        _: At<(I, A0, A1)>,
        a: &CsMat<f64>,
        x: &[f64],
    ) -> (
        Vec<f64>,
        impl Fn(&CsMat<f64>, &[f64], &Vec<Cot<f64, I>>, &mut Cot<CsMat<f64>, A0>, &mut [Cot<f64, A1>]) + use<I, A0, A1>,
    ) {
        (product(a, x), |a, x, seed, a_bar, x_bar| {
            a_bar.add_outer(|i| seed[i], |j| x[j]);
            for (&value, (i, j)) in a {
                x_bar[j].accumulate(seed[i].scale(value));
            }
        })
    }
    #[allow(clippy::type_complexity)]
    fn pullback(a: &CsMat<f64>, x: &[f64]) -> (Vec<f64>, impl Fn(Vec<f64>) -> (MatrixCotangent<f64>, Vec<f64>)) {
        (product(a, x), move |seed| {
            let mut a_bar = MatrixCotangent::zeros(a.rows(), a.cols());
            a_bar.add_outer(|i| seed[i], |j| x[j]);
            let mut x_bar = vec![0.0; x.len()];
            for (&value, (i, j)) in a {
                x_bar[j] += seed[i] * value;
            }
            (a_bar, x_bar)
        })
    }
}

/// A matrix with these entries, by rows.
fn matrix<N: Scalar + num_traits::Num>(shape: (usize, usize), entries: &[(usize, usize, N)]) -> CsMat<N> {
    let mut matrix = TriMat::new(shape);
    entries.iter().for_each(|&(i, j, value)| matrix.add_triplet(i, j, value));
    matrix.to_csr()
}

/// Every shape that a rule may trip over.
fn matrices() -> Vec<CsMat<f64>> {
    let rectangular = matrix((2, 3), &[(0, 1, 1.5), (1, 2, -0.5)]);
    vec![
        rectangular.to_other_storage(),
        rectangular,
        matrix((2, 2), &[(0, 0, 0.0), (0, 1, 2.0)]),
        matrix((2, 2), &[]),
        matrix((1, 1), &[(0, 0, 3.0)]),
        matrix((0, 0), &[]),
        matrix((0, 2), &[]),
        matrix((2, 0), &[]),
    ]
}

#[test]
fn every_shape_in_every_policy() {
    for a in &matrices() {
        check!(sum(a));
        check!(sum_of_squares(a));
        check!(twice(a));
        check!(product(a, &vec![0.5; a.cols()]));
    }
}

#[test]
fn complex_entries_in_a_view() {
    let a = matrix((2, 2), &[(0, 1, Complex::new(1.0, 2.0)), (1, 1, Complex::new(0.0, -0.5))]);
    check!(complex_sum(a.view()));
}

#[test]
fn an_entry_that_is_not_stored() {
    check!(corner(&matrix((2, 2), &[(0, 1, 2.0)])));
    check!(corner(&matrix((2, 2), &[(0, 0, 2.0)])));
}

#[test]
fn the_representation_is_a_function_of_the_stored_entries() {
    check!(first_stored(&matrix((2, 2), &[(0, 1, 2.0), (1, 0, 1.0)])), Check::new().stored_entries());
}

#[test]
fn sparse_vectors_and_diagonals() {
    check!(sum_of_vector(&CsVec::new(4, vec![1, 3], vec![1.0, -2.0])));
    check!(sum_of_vector(&CsVec::new(0, vec![], vec![])));
    check!(trace(&Diagonal::new(vec![1.0, 2.0, 3.0])));
    check!(trace(&Diagonal::new(vec![])));
}

#[test]
fn arrays_of_every_shape_and_layout() {
    let x = Array2::from_shape_fn((2, 3), |(i, j)| i as f64 - 0.4 * j as f64);
    check!(squares(x.view()));
    check!(squares(x.t()));
    check!(squares(Array2::zeros((0, 3)).view()));
    check!(squares(Array2::zeros((1, 1)).view()));
}

#[test]
fn a_gradient_in_full_matrices() {
    let a = matrix((2, 3), &[(0, 1, 1.5), (1, 2, -0.5)]);
    check_pullback!(product(&a, &[1.0, 2.0, 3.0]), project(structure = "none"));
    check_pullback!(product(&a, &[1.0, 2.0, 3.0]), project(structure = "output"));
}

#[test]
#[should_panic(
    expected = "`stored_entries_alone`: the gradient is not what differences say\n  policy:      project = \"none\""
)]
fn a_full_gradient_at_the_stored_entries_alone() {
    check!(stored_entries_alone(&matrix((2, 2), &[(0, 1, 2.0)])));
}

#[test]
#[should_panic(expected = "`one_wrong_off_the_pattern`: the gradient is not what differences say")]
fn a_wrong_entry_off_the_pattern() {
    check!(one_wrong_off_the_pattern(&matrix((2, 2), &[(0, 1, 2.0)])));
}

#[test]
#[should_panic(
    expected = "`forgets_a_stored_zero`: the gradient is not what differences say\n  policy:      project = \"input\""
)]
fn a_wrong_entry_at_a_stored_zero() {
    check!(forgets_a_stored_zero(&matrix((2, 2), &[(0, 1, 2.0), (1, 1, 0.0)])));
}

#[test]
#[should_panic(expected = "`vector_off_the_pattern`: the gradient is not what differences say")]
fn a_wrong_entry_off_the_pattern_of_a_vector() {
    check!(vector_off_the_pattern(&CsVec::new(4, vec![1, 3], vec![1.0, -2.0])));
}

fn dense_trace(matrix: &[f64]) -> f64 {
    let n = matrix.len().isqrt();
    (0..n).map(|i| matrix[i * n + i]).sum()
}

fn dense_sum(matrix: &[f64]) -> f64 {
    matrix.iter().sum()
}

#[test]
fn a_diagonal_matrix_off_its_diagonal() {
    check_extension!(trace(&Diagonal::new(vec![1.0, 2.0])), dense_trace(&[1.0, 0.0, 0.0, 2.0]));
}

#[test]
#[should_panic(
    expected = "`trace`: the gradient is not what differences say\n  policy:      project = \"none\", against `dense_sum`"
)]
fn a_wrong_entry_off_the_diagonal() {
    check_extension!(trace(&Diagonal::new(vec![1.0, 2.0])), dense_sum(&[1.0, 0.0, 0.0, 2.0]));
}
