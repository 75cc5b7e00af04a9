use crate::harness::compare_all;
use ad_runtime::prelude::*;
use ad_runtime::{__private as ad, Ambient, Axes, Inactive, Tangent};
use num_complex::{Complex64, c64};

fn reals() -> [Vec<f64>; 5] {
    [vec![], vec![-1.5], vec![0.7, -1.2, 2.5], vec![0.0, -1.2, 2.5], vec![0.0, 3.0, 0.0]]
}

fn complexes() -> [Vec<Complex64>; 4] {
    let (a, b, c) = (c64(0.7, -1.1), c64(-0.4, 0.3), c64(1.9, 0.6));
    [vec![], vec![b], vec![a, b, c], vec![a, c64(0.0, 0.0), c]]
}

macro_rules! reduction {
    ($($op:ident of $points:ident;)*) => {$(
        for x in $points() {
            in_all_spaces!({
                compare_all::<D, S, _, _>(stringify!($op), (&|x| x.$op(), &x), |c| c, |seed, into| {
                    ad::$op::arg0::<D, S, _>(&x[..], seed, into);
                });
            });
        }
    )*};
}

#[test]
fn sum_and_product() {
    reduction! {
        sum of reals;
        sum of complexes;
        product of reals;
        product of complexes;
    }
}

#[test]
fn mean() {
    // The mean of nothing is no number; nothing is there to receive a cotangent.
    let reals = || reals().into_iter().filter(|x| !x.is_empty());
    let complexes = || complexes().into_iter().filter(|x| !x.is_empty());
    reduction! {
        mean of reals;
        mean of complexes;
    }
    let empty: [f64; 0] = [];
    assert!(empty.mean().is_nan());
    ad::mean::arg0::<Tangent, Tangent, _>(&empty, &1.0, &mut []);
}

#[test]
fn norm() {
    let steps = |name, f: &dyn Fn(&[f64]) -> f64, x: &[f64]| {
        in_all_spaces!({
            compare_all::<D, S, _, _>(
                name,
                (f, x),
                |c| c,
                |seed, into| {
                    ad::norm::arg0::<D, S, _, _>(x, &x.norm(), seed, into);
                },
            );
        });
    };
    for x in reals() {
        steps("norm", &|x| x.norm(), &x);
    }
    for x in complexes() {
        in_all_spaces!({
            compare_all::<D, S, _, _>(
                "norm",
                (&|x| x.norm(), &x),
                |c| c,
                |seed, into| {
                    ad::norm::arg0::<D, S, _, _>(&x[..], &x.norm(), seed, into);
                },
            );
        });
    }
    let mut into = [1.0, 2.0];
    ad::norm::arg0::<Tangent, Tangent, _, _>(&[0.0, 0.0], &0.0, &f64::INFINITY, &mut into);
    assert_eq!(into, [1.0, 2.0]);
}

/// Both pullbacks of `dot` at one pair, in every pair of spaces; `$real`: whether the first argument is real.
macro_rules! inner_product {
    ($a:expr, $b:expr, $real:literal) => {
        let (a, b) = ($a, $b);
        in_all_spaces!({
            // The first argument is conjugated: as a function of a real one, dot is the conjugate of a holomorphic
            // function, which pulls back the conjugate of the seed.
            let expect = |c: Complex64| if $real { c.conj() } else { c };
            compare_all::<D, S, _, _>("dot::arg0", (&|a| dot(a, &b), &a), expect, |seed, into| {
                let (_, pullback) = dot::record(ad::at::<(D, S, Inactive)>(), &a[..], &b);
                pullback(&a, &b, seed, into, &mut b.zero_cotangent::<Inactive>());
            });
            compare_all::<D, S, _, _>(
                "dot::arg1",
                (&|b| dot(&a, b), &b),
                |c| c,
                |seed, into| {
                    let (_, pullback) = dot::record(ad::at::<(D, Inactive, S)>(), &a, &b[..]);
                    pullback(&a, &b, seed, &mut a.zero_cotangent::<Inactive>(), into);
                },
            );
        });
    };
}

#[test]
fn inner_products() {
    let (x, y) = (vec![0.7, -1.2, 2.5], vec![-0.3, 0.4, 1.1]);
    let z = vec![c64(0.7, -1.1), c64(-0.4, 0.3), c64(1.9, 0.6)];
    let w = vec![c64(-0.2, 0.8), c64(1.4, 0.3), c64(0.9, -1.6)];
    inner_product!(x.clone(), y.clone(), true);
    inner_product!(x.clone(), z.clone(), true);
    inner_product!(z.clone(), y.clone(), false);
    inner_product!(z.clone(), w.clone(), false);
    inner_product!(Vec::<f64>::new(), Vec::<f64>::new(), true);
    assert_eq!(dot(&z, &w), z.iter().zip(&w).map(|(z, w)| z.conj() * w).sum::<Complex64>());
}

/// `real(dot(x, x) (3 - 4i))` on reals: the ambient cotangent is complex with an imaginary part of zero (golden S10).
#[test]
fn inner_product_of_a_real_vector_with_itself() {
    let x = [1.0, 2.0];
    let (value, pullback) = dot::record(ad::at::<(Ambient, Ambient, Ambient)>(), &x, &x);
    assert_eq!(value, 5.0);
    let (mut left, mut right) = (x.zero_cotangent::<Ambient>(), x.zero_cotangent::<Ambient>());
    pullback(&x, &x, &c64(3.0, 4.0).into(), &mut left, &mut right);
    x.accumulate::<Ambient, Ambient>(&mut left, &right);
    assert_eq!(left.map(ScalarCotangent::to_complex), [c64(6.0, 0.0), c64(12.0, 0.0)]);
    assert!(!left[0].is_real());
}

#[test]
#[should_panic(expected = "the inner product of 2 numbers and 3 numbers")]
fn inner_product_of_different_lengths() {
    dot(&[1.0, 2.0], &[1.0, 2.0, 3.0]);
}

#[test]
fn containers_and_references_are_looked_through() {
    let x = vec![1.0_f32, 2.0];
    let mut into = vec![0.0_f32; 2];
    ad::sum::arg0::<Tangent, Tangent, _>(&&x, &2.0, &mut into);
    assert_eq!(into, [2.0, 2.0]);
    ad::product::arg0::<Tangent, Tangent, _>(&x.as_slice(), &1.0, &mut into[..]);
    assert_eq!(into, [4.0, 3.0]);
    let mut into = [0.0; 2];
    ad::mean::arg0::<Tangent, Tangent, _>(&[1.0, 2.0], &1.0, &mut into);
    assert_eq!(into, [0.5, 0.5]);
    ad::to_vec::arg0::<Axes<Ambient, Tangent>, Tangent, _>(
        &[1.0, 2.0],
        &vec![c64(1.0, 5.0).into(), 2.0.into()],
        &mut into,
    );
    assert_eq!(into, [1.5, 2.5]);
}

/// What generic code knows of its numbers is enough to find the rules.
#[test]
fn rules_of_generic_numbers() {
    fn gradient<T: Scalar>(x: &[T], seed: &ad::Cot<T, Tangent>) -> Vec<ad::Cot<T, Tangent>> {
        let mut into = x.zero_cotangent::<Tangent>();
        ad::sum::arg0::<Tangent, Tangent, _>(x, seed, &mut into[..]);
        ad::product::arg0::<Tangent, Tangent, _>(x, seed, &mut into[..]);
        let (value, pullback) = dot::record(ad::at::<(Tangent, Tangent, Inactive)>(), x, x);
        pullback(x, x, seed, &mut into[..], &mut x.zero_cotangent::<Inactive>());
        ad::sin::arg0::<Tangent, Tangent, _>(&value, seed, &mut into[0]);
        into
    }
    assert_eq!(gradient(&[2.0, 3.0], &1.0), [1.0 + 3.0 + 2.0 + 13.0_f64.cos(), 1.0 + 2.0 + 3.0]);
    assert_eq!(gradient(&[c64(2.0, 0.0)], &c64(1.0, 0.0)).len(), 1);
}

#[test]
fn stopped_gradients_are_the_value() {
    assert_eq!(stop_gradient(3.0), 3.0);
}
