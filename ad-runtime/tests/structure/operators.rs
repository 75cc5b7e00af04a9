//! The operators of sparse and diagonal matrices.

use crate::harness::*;
use crate::in_all_spaces;
use ad_runtime::__private::*;
use ad_runtime::Diagonal;
use ad_runtime::rules::arithmetic::MulRule;
use ad_runtime::rules::matrix::Structured;
use ndarray::Array2;
use num_complex::Complex64 as C;
use sprs::CsMat;
use std::fmt::Debug;

fn flat(a: Array2<C>) -> Vec<C> {
    a.iter().copied().collect()
}

/// Both arguments of an operator on matrices whose result is `result`.
fn check_binary<D: Space, S: Space, A, B, R>(
    (a, b, result): (&A, &B, &R),
    f: impl Fn(&Array2<C>, &Array2<C>) -> Array2<C>,
    arg0: impl Fn(&A, &B, &Cot<R, D>, &mut Cot<A, S>),
    arg1: impl Fn(&A, &B, &Cot<R, D>, &mut Cot<B, S>),
) where
    A: Structured<Entry: TestEntry> + Debug,
    B: Structured<Entry = A::Entry> + Debug,
    R: Structured<Entry = A::Entry> + Debug,
{
    let (a_dense, b_dense) = (dense(a), dense(b));
    for (got, want) in dense(result).iter().zip(&f(&a_dense, &b_dense)) {
        assert_near(*got, *want, || "result".into());
    }
    let (seed, complex) = matrix_seed::<R, D>(result);
    let mut a_bar = a.zero_cotangent::<S>();
    arg0(a, b, &seed, &mut a_bar);
    check_matrix::<A, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| flat(f(a, &b_dense))));
    let mut b_bar = b.zero_cotangent::<S>();
    arg1(a, b, &seed, &mut b_bar);
    check_matrix::<B, S>(b, &b_bar, &full_cotangent(&b_dense, &complex, |b| flat(f(&a_dense, b))));
}

/// An operator on a matrix and a number.
fn check_factor<D: Space, S: Space, A>(a: &A, factor: A::Entry, result: &A::Owned)
where
    A: Structured<Entry: TestEntry> + MulRule<A::Entry, Computed = A::Owned> + Debug,
{
    let (a_dense, factor_dense) = (dense(a), factor.to_complex());
    assert_eq!(dense(result), a_dense.mapv(|a| a * factor_dense));
    let (seed, complex) = matrix_seed::<A::Owned, D>(result);
    let mut a_bar = a.zero_cotangent::<S>();
    mul::arg0::<D, S, _, _>(&a, &factor, &seed, &mut a_bar);
    check_matrix::<A, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| flat(a.mapv(|a| a * factor_dense))));
    let mut factor_bar = factor.zero_cotangent::<S>();
    mul::arg1::<D, S, _, _>(&a, &factor, &seed, &mut factor_bar);
    let full = full_vector_cotangent(&[factor_dense], &complex, |f| flat(a_dense.mapv(|a| a * f[0])));
    check_numbers::<A::Entry, S>(&[factor_bar], &full);
}

fn check_sums<D: Space, S: Space, N>(a: &CsMat<N>, b: &CsMat<N>)
where
    for<'r> &'r N: std::ops::Add<&'r N, Output = N> + std::ops::Sub<&'r N, Output = N>,
    N: TestEntry + Default,
{
    let sum = add::keep_structure(a, b, a + b);
    assert_eq!(sum.nnz(), union(a, b), "the sum of {a:?} and {b:?} keeps every stored position");
    check_binary::<D, S, _, _, _>(
        (a, b, &sum),
        |a, b| a + b,
        |a, b, seed, into| add::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| add::arg1::<D, S, _, _>(a, b, seed, into),
    );
    let difference = sub::keep_structure(&a, &b, a - b);
    assert_eq!(difference.nnz(), union(a, b));
    check_binary::<D, S, _, _, _>(
        (a, b, &difference),
        |a, b| a - b,
        |a, b, seed, into| sub::arg0::<D, S, _, _>(&a, b, seed, into),
        |a, b, seed, into| sub::arg1::<D, S, _, _>(a, &b, seed, into),
    );
}

fn union<N>(a: &CsMat<N>, b: &CsMat<N>) -> usize {
    let positions: std::collections::BTreeSet<_> = a.iter().chain(b.iter()).map(|(_, position)| position).collect();
    positions.len()
}

fn check_product<D: Space, S: Space, N>(a: &CsMat<N>, b: &CsMat<N>)
where
    N: TestEntry + sprs::MulAcc + Default + Send + Sync,
{
    check_binary::<D, S, _, _, _>(
        (a, b, &mul::keep_structure(a, b, a * b)),
        |a, b| a.dot(b),
        |a, b, seed, into| mul::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| mul::arg1::<D, S, _, _>(a, b, seed, into),
    );
}

fn check_diagonals<D: Space, S: Space, N>(a: &Diagonal<N>, b: &Diagonal<N>)
where
    N: TestEntry + std::ops::Neg<Output = N>,
{
    check_binary::<D, S, _, _, _>(
        (a, b, &(a + b)),
        |a, b| a + b,
        |a, b, seed, into| add::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| add::arg1::<D, S, _, _>(a, b, seed, into),
    );
    check_binary::<D, S, _, _, _>(
        (a, b, &(a - b)),
        |a, b| a - b,
        |a, b, seed, into| sub::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| sub::arg1::<D, S, _, _>(a, b, seed, into),
    );
    check_binary::<D, S, _, _, _>(
        (a, b, &(a * b)),
        |a, b| a.dot(b),
        |a, b, seed, into| mul::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| mul::arg1::<D, S, _, _>(a, b, seed, into),
    );
    let factor = N::near(C::new(0.5, -1.5));
    check_factor::<D, S, _>(a, factor, &(a * factor));

    let (seed, complex) = matrix_seed::<_, D>(&-a);
    let mut a_bar = a.zero_cotangent::<S>();
    neg::arg0::<D, S, _>(&a, &seed, &mut a_bar);
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&dense(a), &complex, |a| flat(a.mapv(|a| -a))));

    let v = a.diagonal();
    let (seed, complex) = matrix_seed::<_, D>(a);
    let mut v_bar = v.zero_cotangent::<S>();
    diagonal_new::arg0::<D, S, _>(&v, &seed, &mut v_bar[..]);
    let v: Vec<C> = v.iter().map(|v| v.to_complex()).collect();
    let full = full_vector_cotangent(&v, &complex, |v| flat(Array2::from_diag(&ndarray::aview1(v))));
    check_numbers::<N, S>(&v_bar, &full);
}

fn check_scaling<D: Space, S: Space, N: TestEntry>(a: &CsMat<N>) {
    let (rows, cols) = a.shape();
    let (left, right) = (Diagonal::new(Numbers(1).vec::<N>(rows)), Diagonal::new(Numbers(4).vec::<N>(cols)));
    check_binary::<D, S, _, _, _>(
        (&left, a, &(&left * a)),
        |a, b| a.dot(b),
        |a, b, seed, into| mul::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| mul::arg1::<D, S, _, _>(a, b, seed, into),
    );
    check_binary::<D, S, _, _, _>(
        (a, &right, &(a * &right)),
        |a, b| a.dot(b),
        |a, b, seed, into| mul::arg0::<D, S, _, _>(a, b, seed, into),
        |a, b, seed, into| mul::arg1::<D, S, _, _>(a, b, seed, into),
    );
}

/// Reading what is stored is a function of what is stored, in every space.
fn check_data<D: Space, S: Space, N: TestEntry>(a: &CsMat<N>) {
    let (seed, complex) = vector_seed::<N, D>(a.nnz());
    let mut a_bar = a.zero_cotangent::<S>();
    data::arg0::<D, S, _>(&a, &seed, &mut a_bar);
    let positions: Vec<_> = a.iter().map(|(_, position)| position).collect();
    let read = |a: &Array2<C>| positions.iter().map(|&position| a[position]).collect();
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&dense(a), &complex, read));
}

fn check_triplets<D: Space, S: Space, N: TestEntry>() {
    let (rows, cols) = (3, 4);
    let (row_indices, col_indices) = ([2, 0, 2, 1, 0], [1, 3, 1, 0, 0]);
    let values: Vec<N> = Numbers(8).vec(row_indices.len());
    let at = at::<(D, Inactive, Inactive, Inactive, Inactive, S)>();
    let (a, pullback) = ad_runtime::sparse_from_triplets::record(at, rows, cols, &row_indices, &col_indices, &values);
    assert_eq!(a.nnz(), 4);
    let (seed, complex) = matrix_seed::<_, D>(&a);
    let mut values_bar = values.zero_cotangent::<S>();
    let mut none = [NoTangent; 5];
    let (mut none0, mut none1, mut none2) = (NoTangent, NoTangent, none);
    pullback(
        rows,
        cols,
        &row_indices,
        &col_indices,
        &values,
        &seed,
        &mut none0,
        &mut none1,
        &mut none,
        &mut none2,
        &mut values_bar,
    );
    let values: Vec<C> = values.iter().map(|v| v.to_complex()).collect();
    let full = full_vector_cotangent(&values, &complex, |values| {
        let mut dense = Array2::<C>::zeros((rows, cols));
        for (k, &value) in values.iter().enumerate() {
            dense[(row_indices[k], col_indices[k])] += value;
        }
        flat(dense)
    });
    check_numbers::<N, S>(&values_bar, &full);
}

/// Every matrix with every other, itself included, so that differences cancel.
fn for_pairs<N: TestEntry>(left: (usize, usize), right: (usize, usize), check: impl Fn(&CsMat<N>, &CsMat<N>)) {
    for a in matrices::<N>(left.0, left.1) {
        for b in matrices::<N>(right.0, right.1) {
            check(&a, &b);
        }
    }
}

macro_rules! tests {
    ($($name:ident: $t:ty;)*) => {$(
        mod $name {
            use super::*;
            #[test]
            fn sums() {
                for shape in [(0, 0), (1, 1), (2, 3)] {
                    for_pairs::<$t>(shape, shape, |a, b| {
                        in_all_spaces!(check_sums::<_, _, $t>(a, b));
                    });
                }
            }
            #[test]
            fn products() {
                for (left, right) in [((1, 1), (1, 1)), ((2, 3), (3, 2)), ((3, 1), (1, 2)), ((1, 3), (3, 1))] {
                    for_pairs::<$t>(left, right, |a, b| {
                        in_all_spaces!(check_product::<_, _, $t>(a, b));
                    });
                }
            }
            #[test]
            fn diagonals() {
                for n in [0, 1, 3] {
                    let (a, b) = (Diagonal::new(Numbers(1).vec(n)), Diagonal::new(Numbers(4).vec(n)));
                    in_all_spaces!(check_diagonals::<_, _, $t>(&a, &b));
                    in_all_spaces!(check_diagonals::<_, _, $t>(&a, &a));
                }
            }
            #[test]
            fn scaling_and_reading() {
                for (rows, cols) in SHAPES {
                    for a in matrices::<$t>(rows, cols) {
                        in_all_spaces!(check_scaling::<_, _, $t>(&a));
                        in_all_spaces!(check_data::<_, _, $t>(&a));
                    }
                }
            }
            #[test]
            fn triplets() {
                in_all_spaces!(check_triplets::<_, _, $t>());
            }
        }
    )*};
}
tests! {
    real: f64;
    complex: C;
}

#[test]
fn factors() {
    for (rows, cols) in SHAPES {
        for a in matrices::<f64>(rows, cols) {
            in_all_spaces!(check_factor::<_, _, CsMat<f64>>(&a, -1.5, &(&a * -1.5)));
        }
    }
}

/// What cancels in a sum has a cotangent all the same, and so has a stored zero.
#[test]
fn cancelled_entries_keep_their_cotangent() {
    for a in matrices::<f64>(2, 3) {
        let b = a.map(|value| -value);
        assert_eq!((&a + &b).nnz(), 0, "sprs drops what cancels");
        let sum = add::keep_structure(&a, &b, &a + &b);
        assert_eq!(sum.storage(), a.storage());
        let mut sum_bar = sum.zero_cotangent::<Tangent>();
        ad_runtime::cotangent::MatrixAccumulator::add_fill(&mut sum_bar, 1.0);
        let mut a_bar = a.zero_cotangent::<Tangent>();
        add::arg0::<Tangent, Tangent, _, _>(&a, &b, &sum_bar, &mut a_bar);
        assert_eq!(a_bar, a.map(|_| 1.0));
    }
}
