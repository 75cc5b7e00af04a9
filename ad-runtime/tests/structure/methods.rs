//! The rules of `MatrixMethods`.

use crate::harness::*;
use crate::in_all_spaces;
use ad_runtime::__private::*;
use ad_runtime::Number;
use ad_runtime::prelude::*;
use ad_runtime::rules::matrix::Structured;
use ndarray::Array2;
use num_complex::Complex64 as C;
use std::fmt::Debug;

/// Every method of one matrix, for one seed space and one accumulator space.
fn check_methods<D: Space, S: Space, A>(a: &A)
where
    A: Structured<Entry: TestEntry> + Debug,
{
    let (rows, cols) = a.shape();
    let a_dense = dense(a);
    let mut numbers = Numbers(3);
    let n = number_seed::<A::Entry, D>(&num_traits::Zero::zero(), numbers.next());
    let n_complex = [<A::Entry as Scalar>::entry::<D>(&n).to_scalar().to_complex()];
    let place = || a.zero_cotangent::<S>();
    let check = |place: &Cot<A, S>, seed: &[C], f: &dyn Fn(&Array2<C>) -> Vec<C>| {
        check_matrix::<A, S>(a, place, &full_cotangent(&a_dense, seed, f));
    };

    if rows == cols {
        let mut a_bar = place();
        trace::arg0::<D, S, _>(&a, &n, &mut a_bar);
        check(&a_bar, &n_complex, &|a| vec![a.diag().sum()]);
        assert_near(a.trace().to_complex(), a_dense.diag().sum(), || "trace".into());
    }
    for (i, j) in [(0, 0), (rows.saturating_sub(1), 0), (rows / 2, cols / 2)] {
        if i < rows && j < cols {
            let mut a_bar = place();
            entry::arg0::<D, S, _, _, _>(&a, &i, &j, &n, &mut a_bar);
            check(&a_bar, &n_complex, &|a| vec![a[(i, j)]]);
            assert_eq!(a.entry(i, j).to_complex(), a_dense[(i, j)]);
        }
    }

    let (seed, complex) = vector_seed::<A::Entry, D>(rows.min(cols));
    let mut a_bar = place();
    diagonal::arg0::<D, S, _>(&a, &seed, &mut a_bar);
    check(&a_bar, &complex, &|a| a.diag().to_vec());

    let x: Vec<A::Entry> = numbers.vec(cols);
    let x_dense: Vec<C> = x.iter().map(|x| x.to_complex()).collect();
    let times_dense = |a: &Array2<C>, x: &[C]| a.dot(&ndarray::aview1(x)).to_vec();
    let (seed, complex) = vector_seed::<A::Entry, D>(rows);
    let mut a_bar = place();
    times::arg0::<D, S, _, _>(&a, &x, &seed, &mut a_bar);
    check(&a_bar, &complex, &|a| times_dense(a, &x_dense));
    let mut x_bar = x.zero_cotangent::<S>();
    times::arg1::<D, S, _, _>(&a, &x, &seed, &mut x_bar);
    let full = full_vector_cotangent(&x_dense, &complex, |x| times_dense(&a_dense, x));
    check_numbers::<A::Entry, S>(&x_bar, &full);
    for (y, want) in a.times(&x).into_iter().zip(times_dense(&a_dense, &x_dense)) {
        assert_near(y.to_complex(), want, || "product".into());
    }

    let x: Vec<A::Entry> = numbers.vec(rows);
    let x_dense: Vec<C> = x.iter().map(|x| x.to_complex()).collect();
    let times_dense = |a: &Array2<C>, x: &[C]| a.t().dot(&ndarray::aview1(x)).to_vec();
    let (seed, complex) = vector_seed::<A::Entry, D>(cols);
    let mut a_bar = place();
    transposed_times::arg0::<D, S, _, _>(&a, &x[..], &seed, &mut a_bar);
    check(&a_bar, &complex, &|a| times_dense(a, &x_dense));
    let mut x_bar = x.zero_cotangent::<S>();
    transposed_times::arg1::<D, S, _, _>(&a, &x[..], &seed, &mut x_bar[..]);
    let full = full_vector_cotangent(&x_dense, &complex, |x| times_dense(&a_dense, x));
    check_numbers::<A::Entry, S>(&x_bar, &full);
    for (y, want) in a.transposed_times(&x).into_iter().zip(times_dense(&a_dense, &x_dense)) {
        assert_near(y.to_complex(), want, || "transposed product".into());
    }

    let factor = A::Entry::near(numbers.next());
    let factor_dense = factor.to_complex();
    let result = a.scaled(factor);
    let (seed, complex) = matrix_seed::<A::Owned, D>(&result);
    let mut a_bar = place();
    scaled::arg0::<D, S, _, _>(&a, &factor, &seed, &mut a_bar);
    check(&a_bar, &complex, &|a| a.iter().map(|a| a * factor_dense).collect());
    let mut factor_bar = factor.zero_cotangent::<S>();
    scaled::arg1::<D, S, _, _>(&a, &factor, &seed, &mut factor_bar);
    let full = full_vector_cotangent(&[factor_dense], &complex, |f| a_dense.iter().map(|a| a * f[0]).collect());
    check_numbers::<A::Entry, S>(&[factor_bar], &full);
    assert_eq!(dense(&result), a_dense.mapv(|a| a * factor_dense));

    let result = a.transposed();
    let (seed, complex) = matrix_seed::<A::Owned, D>(&result);
    let mut a_bar = place();
    transposed::arg0::<D, S, _>(&a, &seed, &mut a_bar);
    check(&a_bar, &complex, &|a| a.t().iter().copied().collect());
    assert_eq!(dense(&result), a_dense.t());
}

fn check_all<N: TestEntry>()
where
    sprs::CsMat<N>: Structured<Entry = N>,
    ad_runtime::Diagonal<N>: Structured<Entry = N>,
{
    for (rows, cols) in SHAPES {
        for a in matrices::<N>(rows, cols) {
            in_all_spaces!(check_methods::<_, _, _>(&a));
            in_all_spaces!(check_methods::<_, _, _>(&a.view()));
        }
    }
    for n in [0, 1, 3] {
        in_all_spaces!(check_methods::<_, _, _>(&ad_runtime::Diagonal::new(Numbers(2).vec::<N>(n))));
    }
}

#[test]
fn real() {
    check_all::<f64>();
}

#[test]
fn complex() {
    check_all::<C>();
}

/// Views of some rows, whose offsets do not begin at zero, and narrow indices.
#[test]
fn other_representations() {
    for a in matrices::<f64>(4, 3) {
        in_all_spaces!(check_methods::<_, _, _>(&a.slice_outer(1..3)));
        in_all_spaces!(check_methods::<_, _, _>(&a.to_other_types::<u16, f64, u32>()));
    }
}

#[test]
fn single_precision() {
    let a = sprs::CsMat::new((1, 2), vec![0, 1], vec![1], vec![2.0_f32]);
    let mut a_bar = a.zero_cotangent::<Ambient>();
    times::arg0::<Tangent, Ambient, _, _>(&a, &[3.0_f32, 4.0], &[0.5_f32], &mut a_bar);
    assert_eq!(a_bar.to_dense().mapv(|entry| entry.re()), ndarray::array![[1.5_f32, 2.0]]);
}
