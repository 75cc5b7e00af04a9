//! Sum, norm and inner product of matrices.

use crate::harness::*;
use crate::in_all_spaces;
use ad_runtime::__private::*;
use ad_runtime::prelude::*;
use ad_runtime::rules::Operand;
use ad_runtime::rules::inner_product::DotRule;
use ad_runtime::rules::matrix::Structured;
use ad_runtime::rules::reductions::{NormRule, SumRule};
use ad_runtime::{Diagonal, Number};
use ndarray::Array2;
use num_complex::Complex64 as C;
use std::fmt::Debug;

fn check<D: Space, S: Space, A>(a: &A, b: &A)
where
    A: Structured<Entry: TestEntry + Operand> + Debug,
    A: SumRule<Output = A::Entry> + Norm<Output = f64> + NormRule<Output = f64> + DotRule<A, Output = A::Entry>,
    A: Differentiable<Place<D> = <A as Differentiable>::Cotangent<D>>,
    A: Differentiable<Place<S> = <A as Differentiable>::Cotangent<S>>,
{
    let (a_dense, b_dense) = (dense(a), dense(b));
    let seed = number_seed::<A::Entry, D>(&num_traits::Zero::zero(), C::new(0.7, -1.1));
    let complex = [<A::Entry as Scalar>::entry::<D>(&seed).to_scalar().to_complex()];

    let mut a_bar = a.zero_cotangent::<S>();
    SumRule::arg0::<D, S>(a, &seed, &mut a_bar);
    check_matrix::<A, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| vec![a.sum()]));
    assert_near(MatrixMethods::sum(a).to_complex(), a_dense.sum(), || "sum".into());

    let inner = |a: &Array2<C>, b: &Array2<C>| vec![a.iter().zip(b).map(|(a, b)| a.conj() * b).sum::<C>()];
    let (mut a_bar, mut b_bar) = (a.zero_cotangent::<S>(), b.zero_cotangent::<S>());
    DotRule::arg0::<D, S>(a, b, &seed, &mut a_bar);
    DotRule::arg1::<D, S>(a, b, &seed, &mut b_bar);
    check_matrix::<A, S>(a, &a_bar, &full_cotangent(&a_dense, &complex, |a| inner(a, &b_dense)));
    check_matrix::<A, S>(b, &b_bar, &full_cotangent(&b_dense, &complex, |b| inner(&a_dense, b)));
    assert_near(DotRule::dot(a, b).to_complex(), inner(&a_dense, &b_dense)[0], || "inner product".into());

    let norm_of = |a: &Array2<C>| {
        let squares = a.iter().map(|&a| if A::Entry::is_complex() { a.norm_sqr().into() } else { a * a });
        vec![squares.sum::<C>().sqrt()]
    };
    let norm = a.norm();
    assert_near(norm.into(), norm_of(&a_dense)[0], || "norm".into());
    let seed = number_seed::<f64, D>(&norm, C::new(0.7, -1.1));
    let complex = [f64::entry::<D>(&seed).to_scalar().to_complex()];
    let mut a_bar = a.zero_cotangent::<S>();
    NormRule::arg0::<D, S>(a, &norm, &seed, &mut a_bar);
    let full = if norm == 0.0 { Array2::zeros(a.shape()) } else { full_cotangent(&a_dense, &complex, norm_of) };
    check_matrix::<A, S>(a, &a_bar, &full);
}

macro_rules! tests {
    ($($name:ident: $t:ty;)*) => {$(
        #[test]
        fn $name() {
            for (rows, cols) in SHAPES {
                for a in matrices::<$t>(rows, cols) {
                    for b in matrices::<$t>(rows, cols) {
                        in_all_spaces!(check::<_, _, sprs::CsMat<$t>>(&a, &b));
                    }
                }
            }
            for n in [0, 1, 3] {
                let (a, b) = (Diagonal::new(Numbers(1).vec(n)), Diagonal::new(Numbers(4).vec(n)));
                in_all_spaces!(check::<_, _, Diagonal<$t>>(&a, &b));
            }
        }
    )*};
}
tests! {
    real: f64;
    complex: C;
}

/// A sum of entries that are nowhere stored, on a matrix of 10¹² entries: one number and two sizes.
#[test]
fn the_gradient_of_a_huge_sum_is_one_number() {
    let n = 1_000_000;
    let a = sprs::CsMat::<f64>::zero((n, n));
    let mut a_bar = a.zero_cotangent::<Axes<Tangent, Ambient>>();
    sum::arg0::<Tangent, Axes<Tangent, Ambient>, _>(&a, &1.0, &mut a_bar);
    assert_eq!((a_bar.terms(), a_bar.fill(), a_bar.rank(), a_bar.is_dense()), (1, 1.0, 0, false));
    assert_eq!(a_bar.project_onto(&a), a);
    let pattern = ad_runtime::Pattern::new(n, n, [(0, 0)]);
    assert_eq!(a_bar.largest_off(&pattern, 2), [(0, 1, 1.0), (0, 2, 1.0)]);
}

#[test]
fn the_norm_of_tiny_entries_has_a_finite_gradient() {
    let a = Diagonal::new(vec![1e-160_f64]);
    let mut a_bar = a.zero_cotangent::<Tangent>();
    norm::arg0::<Tangent, Tangent, _, _>(&a, &a.norm(), &1.0, &mut a_bar);
    assert!((a_bar.diagonal()[0] - 1.0).abs() < 1e-3, "{a_bar:?}");
}
