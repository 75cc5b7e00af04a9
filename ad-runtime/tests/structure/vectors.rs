//! The operators of sparse vectors.

use crate::harness::*;
use crate::in_all_spaces;
use ad_runtime::__private::*;
use ad_runtime::Number;
use ad_runtime::cotangent::{VectorAccumulator, VectorContribution};
use ad_runtime::rules::Operand;
use ad_runtime::rules::inner_product;
use ndarray::Array2;
use num_complex::Complex64 as C;
use sprs::{CsMat, CsVec};
use std::ops::{Add, Neg, Sub};

fn vectors<N: TestEntry>(n: usize) -> Vec<CsVec<N>> {
    [usize::MAX, 2, 1]
        .into_iter()
        .map(|every| {
            let indices: Vec<usize> = (0..n).filter(|i| every != usize::MAX && i % every == 0).collect();
            let mut data: Vec<N> = Numbers(n as u64).vec(indices.len());
            if let Some(first) = data.first_mut() {
                *first = N::zero();
            }
            CsVec::new(n, indices, data)
        })
        .collect()
}

fn dense_vector<N: TestEntry>(x: &CsVec<N>) -> Vec<C> {
    let mut dense = vec![C::default(); x.dim()];
    x.iter().for_each(|(i, value)| dense[i] = value.to_complex());
    dense
}

fn seed_for<N: TestEntry, D: Space>(x: &CsVec<N>) -> (Cot<CsVec<N>, D>, Vec<C>) {
    let mut numbers = Numbers(6);
    let mut seed = x.zero_cotangent::<D>();
    let d = numbers.vec::<C>(x.dim());
    seed.add_fill(numbers.next());
    seed.add_sparse((0..x.dim()).step_by(3).map(|i| (i, numbers.next())));
    seed.add_sparse((0..x.dim()).step_by(2).map(|i| (i, numbers.next())));
    seed.add_dense(|i| d[i]);
    if x.dim() > 1 {
        seed.add_entry(1, numbers.next());
    }
    let complex = (0..x.dim()).map(|i| seed.entry(i).to_scalar().to_complex()).collect();
    (seed, complex)
}

fn check_vector<N: TestEntry, S: Space>(x: &CsVec<N>, got: &Cot<CsVec<N>, S>, full: &[C]) {
    let projected = x.project::<S>(got);
    for (i, &want) in full.iter().enumerate() {
        let stored = x.get(i).is_some();
        let kept = if stored || is_full::<S>() { kept::<N, S>(want) } else { C::default() };
        let what = || format!("entry {i} of the cotangent of {x:?} in {:?}", S::default());
        assert_near(got.entry(i).to_scalar().to_complex(), kept, what);
        let tangent = if stored { self::kept::<N, Tangent>(want) } else { C::default() };
        assert_near(projected.entry(i).to_scalar().to_complex(), tangent, what);
    }
}

fn check_sums<D: Space, S: Space, N: TestEntry + Neg<Output = N>>(x: &CsVec<N>, y: &CsVec<N>)
where
    for<'r> &'r N: Add<&'r N, Output = N> + Sub<&'r N, Output = N>,
{
    let (x_dense, y_dense) = (dense_vector(x), dense_vector(y));
    let plus = |x: &[C], y: &[C]| x.iter().zip(y).map(|(x, y)| x + y).collect::<Vec<C>>();
    let minus = |x: &[C], y: &[C]| x.iter().zip(y).map(|(x, y)| x - y).collect::<Vec<C>>();

    let (seed, complex) = seed_for::<N, D>(&(x + y));
    let (mut x_bar, mut y_bar) = (x.zero_cotangent::<S>(), y.zero_cotangent::<S>());
    add::arg0::<D, S, _, _>(x, y, &seed, &mut x_bar);
    add::arg1::<D, S, _, _>(x, y, &seed, &mut y_bar);
    check_vector::<N, S>(x, &x_bar, &full_vector_cotangent(&x_dense, &complex, |x| plus(x, &y_dense)));
    check_vector::<N, S>(y, &y_bar, &full_vector_cotangent(&y_dense, &complex, |y| plus(&x_dense, y)));

    let (seed, complex) = seed_for::<N, D>(&(x - y));
    let (mut x_bar, mut y_bar) = (x.zero_cotangent::<S>(), y.zero_cotangent::<S>());
    sub::arg0::<D, S, _, _>(x, y, &seed, &mut x_bar);
    sub::arg1::<D, S, _, _>(x, y, &seed, &mut y_bar);
    check_vector::<N, S>(x, &x_bar, &full_vector_cotangent(&x_dense, &complex, |x| minus(x, &y_dense)));
    check_vector::<N, S>(y, &y_bar, &full_vector_cotangent(&y_dense, &complex, |y| minus(&x_dense, y)));

    let (seed, complex) = seed_for::<N, D>(&-x.clone());
    let mut x_bar = x.zero_cotangent::<S>();
    neg::arg0::<D, S, _>(x, &seed, &mut x_bar);
    check_vector::<N, S>(x, &x_bar, &full_vector_cotangent(&x_dense, &complex, |x| x.iter().map(|x| -x).collect()));
}

/// `dot` of the prelude conjugates its first argument, the method of sprs conjugates nothing.
fn check_dots<D: Space, S: Space, N: TestEntry + Operand + sprs::MulAcc>(x: &CsVec<N>, y: &CsVec<N>) {
    let (x_dense, y_dense) = (dense_vector(x), dense_vector(y));
    let seed = number_seed::<N, D>(&N::zero(), C::new(-0.3, 0.8));
    let complex = [<N as Scalar>::entry::<D>(&seed).to_scalar().to_complex()];
    for conjugates in [true, false] {
        let inner = |x: &[C], y: &[C]| {
            let products = x.iter().zip(y).map(|(x, y)| if conjugates { x.conj() * y } else { x * y });
            vec![products.sum::<C>()]
        };
        let (mut x_bar, mut y_bar) = (x.zero_cotangent::<S>(), y.zero_cotangent::<S>());
        let value = if conjugates {
            inner_product::DotRule::arg0::<D, S>(x, y, &seed, &mut x_bar);
            inner_product::DotRule::arg1::<D, S>(x, y, &seed, &mut y_bar);
            inner_product::DotRule::dot(x, y)
        } else {
            array_dot::arg0::<D, S, _, _>(x, y, &seed, &mut x_bar);
            array_dot::arg1::<D, S, _, _>(x, y, &seed, &mut y_bar);
            x.dot(y)
        };
        assert_near(value.to_complex(), inner(&x_dense, &y_dense)[0], || "inner product".into());
        check_vector::<N, S>(x, &x_bar, &full_vector_cotangent(&x_dense, &complex, |x| inner(x, &y_dense)));
        check_vector::<N, S>(y, &y_bar, &full_vector_cotangent(&y_dense, &complex, |y| inner(&x_dense, y)));
    }
}

fn check_products<D: Space, S: Space, N>(a: &CsMat<N>, x: &CsVec<N>, w: &CsVec<N>)
where
    N: TestEntry + sprs::MulAcc + Default + Send + Sync,
{
    let (a_dense, x_dense, w_dense) = (dense(a), dense_vector(x), dense_vector(w));
    let times = |a: &Array2<C>, x: &[C]| a.dot(&ndarray::aview1(x)).to_vec();
    let transposed_times = |a: &Array2<C>, x: &[C]| a.t().dot(&ndarray::aview1(x)).to_vec();

    let (seed, complex) = seed_for::<N, D>(&mul::keep_structure(a, x, a * x));
    let (mut a_bar, mut x_bar) = (a.zero_cotangent::<S>(), x.zero_cotangent::<S>());
    mul::arg0::<D, S, _, _>(a, x, &seed, &mut a_bar);
    mul::arg1::<D, S, _, _>(a, x, &seed, &mut x_bar);
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| times(a, &x_dense)));
    check_vector::<N, S>(x, &x_bar, &full_vector_cotangent(&x_dense, &complex, |x| times(&a_dense, x)));

    let (seed, complex) = seed_for::<N, D>(&mul::keep_structure(w, a, w * a));
    let (mut a_bar, mut w_bar) = (a.zero_cotangent::<S>(), w.zero_cotangent::<S>());
    mul::arg0::<D, S, _, _>(w, a, &seed, &mut w_bar);
    mul::arg1::<D, S, _, _>(w, a, &seed, &mut a_bar);
    check_matrix::<_, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| transposed_times(a, &w_dense)));
    check_vector::<N, S>(w, &w_bar, &full_vector_cotangent(&w_dense, &complex, |w| transposed_times(&a_dense, w)));
}

macro_rules! tests {
    ($($name:ident: $t:ty;)*) => {$(
        #[test]
        fn $name() {
            for n in [0, 1, 5] {
                for (x, y) in vectors::<$t>(n).iter().flat_map(|x| vectors(n).into_iter().map(move |y| (x, y))) {
                    in_all_spaces!(check_sums::<_, _, $t>(x, &y));
                    in_all_spaces!(check_dots::<_, _, $t>(x, &y));
                }
            }
            for (rows, cols) in [(1, 1), (2, 3), (3, 2)] {
                for a in matrices::<$t>(rows, cols) {
                    for (x, w) in vectors(cols).iter().zip(vectors(rows)) {
                        in_all_spaces!(check_products::<_, _, $t>(&a, x, &w));
                    }
                }
            }
        }
    )*};
}
tests! {
    real: f64;
    complex: C;
}

/// sprs drops what cancels in a product with a matrix kept by rows.
#[test]
fn a_cancelled_product_keeps_its_cotangent() {
    let a = CsMat::new((1, 2), vec![0, 2], vec![0, 1], vec![1.0, -1.0]);
    let x = CsVec::new(2, vec![0, 1], vec![1.0, 1.0]);
    assert_eq!((&a * &x).nnz(), 0);
    assert_eq!(mul::keep_structure(&a, &x, &a * &x), CsVec::new(1, vec![0], vec![0.0]));
}
