//! Sparse matrices and vectors with dense ones.

use crate::harness::*;
use crate::in_all_spaces;
use ad_runtime::__private::*;
use ad_runtime::cotangent::VectorContribution;
use ad_runtime::{Diagonal, Number};
use ndarray::{Array1, Array2};
use num_complex::Complex64 as C;
use sprs::{CsMat, CsVec};

fn random<N: TestEntry>(rows: usize, cols: usize) -> Array2<N> {
    let numbers = Numbers(12).vec(rows * cols);
    Array2::from_shape_fn((rows, cols), |(i, j)| numbers[i * cols + j])
}

fn array_seed<N: TestEntry, D: Space>(rows: usize, cols: usize) -> (Array2<Cot<N, D>>, Vec<C>) {
    let (seed, complex) = vector_seed::<N, D>(rows * cols);
    (Array2::from_shape_fn((rows, cols), |(i, j)| seed[i * cols + j].clone()), complex)
}

fn complex_of<N: TestEntry>(a: &Array2<N>) -> Array2<C> {
    a.mapv(|a| a.to_complex())
}

fn check_array<N: TestEntry, S: Space>(got: &Array2<Cot<N, S>>, full: &Array2<C>) {
    let got: Vec<_> = got.iter().cloned().collect();
    check_numbers::<N, S>(&got, &full.iter().copied().collect::<Vec<_>>());
}

fn flat(a: Array2<C>) -> Vec<C> {
    a.iter().copied().collect()
}

fn check<D: Space, S: Space, N>(a: &CsMat<N>)
where
    N: TestEntry + sprs::MulAcc + Default + std::fmt::Display + Sync + Send,
    for<'r> &'r N: std::ops::Mul<Output = N>,
{
    let (rows, cols) = a.shape();
    let a_dense = dense(a);

    let x = Array1::from_vec(Numbers(9).vec::<N>(cols));
    let x_dense = x.mapv(|x| x.to_complex());
    let (seed, complex) = vector_seed::<N, D>(rows);
    let seed = Array1::from_vec(seed);
    let (mut a_bar, mut x_bar) = (a.zero_cotangent::<S>(), x.zero_cotangent::<S>());
    mul::arg0::<D, S, _, _>(a, &x, &seed, &mut a_bar);
    mul::arg1::<D, S, _, _>(a, &x, &seed, &mut x_bar);
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| a.dot(&x_dense).to_vec()));
    let full =
        full_vector_cotangent(x_dense.as_slice().unwrap(), &complex, |x| a_dense.dot(&ndarray::aview1(x)).to_vec());
    check_numbers::<N, S>(&x_bar.to_vec(), &full);

    for inner in [0, 1, 3] {
        let b = random::<N>(cols, inner);
        let b_dense = complex_of(&b);
        let (seed, complex) = array_seed::<N, D>(rows, inner);
        let (mut a_bar, mut b_bar) = (a.zero_cotangent::<S>(), b.zero_cotangent::<S>());
        mul::arg0::<D, S, _, _>(a, &b, &seed, &mut a_bar);
        mul::arg1::<D, S, _, _>(a, &b, &seed, &mut b_bar);
        check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| flat(a.dot(&b_dense))));
        check_array::<N, S>(&b_bar, &full_cotangent(&b_dense, &complex, |b| flat(a_dense.dot(b))));
        let (mut a_again, mut b_again) = (a.zero_cotangent::<S>(), b.zero_cotangent::<S>());
        array_dot::arg0::<D, S, _, _>(a, &b, &seed, &mut a_again);
        array_dot::arg1::<D, S, _, _>(a, &b, &seed, &mut b_again);
        assert_eq!((a_again, b_again), (a_bar, b_bar));
        if rows * cols > 0 {
            assert_eq!((a * &b).dim(), (rows, inner));
        }
    }

    for outer in [0, 1, 3] {
        let b = random::<N>(outer, rows);
        let b_dense = complex_of(&b);
        let (seed, complex) = array_seed::<N, D>(outer, cols);
        let (mut a_bar, mut b_bar) = (a.zero_cotangent::<S>(), b.zero_cotangent::<S>());
        array_dot::arg0::<D, S, _, _>(&b, a, &seed, &mut b_bar);
        array_dot::arg1::<D, S, _, _>(&b, a, &seed, &mut a_bar);
        check_array::<N, S>(&b_bar, &full_cotangent(&b_dense, &complex, |b| flat(b.dot(&a_dense))));
        check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| flat(b_dense.dot(a))));
    }

    let b = random::<N>(rows, cols);
    let b_dense = complex_of(&b);
    let (seed, complex) = array_seed::<N, D>(rows, cols);
    let (mut a_bar, mut b_bar) = (a.zero_cotangent::<S>(), b.zero_cotangent::<S>());
    add::arg0::<D, S, _, _>(a, &b, &seed, &mut a_bar);
    add::arg1::<D, S, _, _>(a, &b, &seed, &mut b_bar);
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| flat(a + &b_dense)));
    check_array::<N, S>(&b_bar, &full_cotangent(&b_dense, &complex, |b| flat(&a_dense + b)));

    let mut a_bar = a.zero_cotangent::<S>();
    to_dense::arg0::<D, S, _>(&a, &seed, &mut a_bar);
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| flat(a.clone())));

    // The derivative with the pattern held fixed is that of the values on it.
    let original = a.to_dense();
    let (value, pullback) = ad_runtime::sparse_from_dense::record(at::<(D, S)>(), &original);
    let (seed, complex) = matrix_seed::<_, D>(&value);
    let mut dense_bar = original.zero_cotangent::<S>();
    pullback(&original, &seed, &mut dense_bar);
    let full = full_cotangent(&a_dense, &complex, |a| flat(a.clone()));
    check_array::<N, S>(&dense_bar, &full);
    assert_eq!(value.nnz(), original.iter().filter(|a| !a.is_zero()).count());
}

fn check_others<D: Space, S: Space, N: TestEntry>() {
    let d = Diagonal::new(Numbers(2).vec::<N>(3));
    let (seed, complex) = array_seed::<N, D>(3, 3);
    let mut d_bar = d.zero_cotangent::<S>();
    to_dense::arg0::<D, S, _>(&d, &seed, &mut d_bar);
    check_matrix::<_, S>(&d, &d_bar, &full_cotangent(&dense(&d), &complex, |d| flat(d.clone())));

    let x = CsVec::new(4, vec![1, 3], Numbers(2).vec::<N>(2));
    let (seed, complex) = vector_seed::<N, D>(4);
    let mut x_bar = x.zero_cotangent::<S>();
    to_dense::arg0::<D, S, _>(&x, &Array1::from_vec(seed), &mut x_bar);
    for (i, &seed) in complex.iter().enumerate() {
        let want = if x.get(i).is_some() || is_full::<S>() { kept::<N, S>(seed) } else { C::default() };
        assert_near(x_bar.entry(i).to_scalar().to_complex(), want, || format!("entry {i}"));
    }
}

macro_rules! tests {
    ($($name:ident: $t:ty;)*) => {$(
        #[test]
        fn $name() {
            for (rows, cols) in SHAPES {
                for a in matrices::<$t>(rows, cols) {
                    in_all_spaces!(check::<_, _, $t>(&a));
                }
            }
            in_all_spaces!(check_others::<_, _, $t>());
        }
    )*};
}
tests! {
    real: f64;
    complex: C;
}
