use crate::harness::{Point, compare_all};
use ad_runtime::prelude::*;
use ad_runtime::{__private as ad, Ambient, Cotangent, Inactive, Space, Tangent};
use ndarray::{Array, Array2, Array3, Dimension, ShapeBuilder, arr0, array};
use num_complex::{Complex64, c64};

/// Checks a rule from an array to an array. Numbers are arrays without dimensions.
///
/// `sum_k w_k f(x)_k` with real weights is a number; its seed times the weights is the seed of the array.
fn check<D: Space, S: Space, X: Point, Y: Point, E: Dimension + 'static, F: Dimension + 'static>(
    name: &str,
    x: &Array<X, E>,
    f: impl Fn(&Array<X, E>) -> Array<Y, F>,
    rule: impl Fn(&Array<Cotangent<Y, D>, F>, &mut Array<Cotangent<X, S>, E>),
) {
    let weight = |k: usize| 1.3 + (1.7 * k as f64).sin();
    let array = |x_values: &[X]| Array::from_shape_vec(x.raw_dim(), x_values.to_vec()).unwrap();
    let number = |x_values: &[X]| {
        let y = f(&array(x_values));
        y.iter().enumerate().fold(Y::neutral_of_sums(), |sum, (k, &y)| sum.sum_with(y.divided(1.0 / weight(k))))
    };
    let values: Vec<X> = x.iter().copied().collect();
    let y = f(x);
    compare_all::<D, S, X, Y>(
        name,
        (&number, &values),
        |c| c,
        |seed, into| {
            let weighted = |(k, y): (usize, &Y)| {
                let mut weighted = y.zero_cotangent::<D>();
                Y::contribute::<D>(&mut weighted, ad_runtime::Number::scale(Y::seed::<D>(seed), weight(k)));
                weighted
            };
            let seed = Array::from_shape_vec(y.raw_dim(), y.iter().enumerate().map(weighted).collect()).unwrap();
            let mut place = Array::from_shape_vec(x.raw_dim(), into.to_vec()).unwrap();
            rule(&seed, &mut place);
            into.iter_mut().zip(&place).for_each(|(into, place)| into.clone_from(place));
        },
    );
}

fn real_matrix(rows: usize, cols: usize) -> Array2<f64> {
    Array2::from_shape_fn((rows, cols), |(i, j)| 1.5 + (1.0 + 2.3 * i as f64 - 1.1 * j as f64).sin())
}

fn complex_matrix(rows: usize, cols: usize) -> Array2<Complex64> {
    let im = |(i, j): (usize, usize)| (0.4 + 0.9 * i as f64 + 1.3 * j as f64).cos();
    Array2::from_shape_fn((rows, cols), |(i, j)| c64(1.5 + (i as f64 - 0.7 * j as f64).sin(), im((i, j))))
}

/// Both arguments of one operation on two arrays, in every pair of spaces.
macro_rules! binary {
    ($op:ident: $a:expr, $b:expr, |$x:ident, $y:ident| $primal:expr) => {
        let (a, b) = (&$a, &$b);
        in_all_spaces!({
            check::<D, S, _, _, _, _>(
                stringify!($op),
                a,
                |$x| {
                    let $y = b;
                    $primal
                },
                |seed, into| {
                    ad::$op::arg0::<D, S, _, _>(a, b, seed, into);
                },
            );
            check::<D, S, _, _, _, _>(
                stringify!($op),
                b,
                |$y| {
                    let $x = a;
                    $primal
                },
                |seed, into| {
                    ad::$op::arg1::<D, S, _, _>(&a, &b, seed, into);
                },
            );
        });
    };
}

macro_rules! four_operations {
    ($a:expr, $b:expr) => {
        binary!(add: $a, $b, |x, y| x + y);
        binary!(sub: $a, $b, |x, y| x - y);
        binary!(mul: $a, $b, |x, y| x * y);
        binary!(div: $a, $b, |x, y| x / y);
    };
}

#[test]
fn arithmetic_of_equal_shapes() {
    four_operations!(real_matrix(2, 3), real_matrix(2, 3) * -0.7);
    four_operations!(complex_matrix(2, 3), complex_matrix(2, 3).map(|z| z.conj() + 0.5));
    four_operations!(complex_matrix(2, 1), real_matrix(2, 1));
    four_operations!(real_matrix(0, 3), real_matrix(0, 3));
    binary!(rem: real_matrix(2, 2) * 5.0 + 0.37, real_matrix(2, 2), |x, y| x % y);
}

#[test]
fn arithmetic_with_broadcasting() {
    let row = array![0.7, -1.2, 2.5];
    four_operations!(real_matrix(2, 3), row);
    four_operations!(row, real_matrix(2, 3));
    four_operations!(real_matrix(2, 1), real_matrix(1, 3));
    four_operations!(complex_matrix(2, 1), complex_matrix(1, 3));
    four_operations!(complex_matrix(1, 3), real_matrix(2, 1));
    four_operations!(row, Array3::from_shape_fn((2, 2, 3), |(i, j, k)| 1.0 + (i + 2 * j + 3 * k) as f64));
    four_operations!(arr0(1.5), real_matrix(2, 2));
}

/// A number on either side of an array.
macro_rules! with_number {
    ($array:expr, $number:expr; $($op:ident: $sign:tt)*) => {$(
        let (a, number) = (&$array, $number);
        in_all_spaces!({
            check::<D, S, _, _, _, _>("array first", a, |x| x $sign number, |seed, into| {
                ad::$op::arg0::<D, S, _, _>(a, &number, seed, into);
            });
            check::<D, S, _, _, _, _>("array first", &arr0(number), |t| a $sign t[()], |seed, into| {
                ad::$op::arg1::<D, S, _, _>(a, &number, seed, &mut into[()]);
            });
        });
    )*};
    (left $array:expr, $number:expr; $($op:ident: $sign:tt)*) => {$(
        let (a, number) = (&$array, $number);
        in_all_spaces!({
            check::<D, S, _, _, _, _>("number first", a, |x| number $sign x, |seed, into| {
                ad::$op::arg1::<D, S, _, _>(&number, a, seed, into);
            });
            check::<D, S, _, _, _, _>("number first", &arr0(number), |t| t[()] $sign a, |seed, into| {
                ad::$op::arg0::<D, S, _, _>(&number, a, seed, &mut into[()]);
            });
        });
    )*};
}

#[test]
fn arithmetic_with_a_number() {
    with_number!(real_matrix(2, 3), 0.7; add: + sub: - mul: * div: /);
    with_number!(complex_matrix(2, 3), c64(0.7, -1.2); add: + sub: - mul: * div: /);
    with_number!(complex_matrix(2, 3), 0.7; add: + sub: - mul: * div: /);
    with_number!(left real_matrix(2, 3), 0.7; add: + sub: - mul: * div: /);
    with_number!(left complex_matrix(2, 3), c64(0.7, -1.2); add: + sub: - mul: * div: /);
}

/// One operation on one array, in every pair of spaces.
macro_rules! unary {
    ($op:ident: $x:expr, |$a:ident| $primal:expr) => {
        let x = &$x;
        in_all_spaces!({
            check::<D, S, _, _, _, _>(
                stringify!($op),
                x,
                |$a| $primal,
                |seed, into| {
                    ad::$op::arg0::<D, S, _>(x, seed, into);
                },
            );
        });
    };
    ($op:ident to number: $x:expr, |$a:ident| $primal:expr) => {
        let x = &$x;
        in_all_spaces!({
            check::<D, S, _, _, _, _>(
                stringify!($op),
                x,
                |$a| arr0($primal),
                |seed, into| {
                    ad::$op::arg0::<D, S, _>(x, &seed[()], into);
                },
            );
        });
    };
}

#[test]
fn reductions() {
    unary!(sum to number: real_matrix(2, 3), |a| a.sum());
    unary!(sum to number: complex_matrix(2, 3), |a| a.sum());
    unary!(sum to number: real_matrix(0, 3), |a| a.sum());
    unary!(product to number: real_matrix(2, 3), |a| a.product());
    unary!(product to number: array![[0.0, 2.0], [3.0, -1.0]], |a| a.product());
    unary!(product to number: complex_matrix(2, 2), |a| a.product());
    let (x, z) = (&real_matrix(2, 3), &complex_matrix(2, 3));
    in_all_spaces!({
        check::<D, S, _, _, _, _>(
            "mean",
            x,
            |a| arr0(a.mean().unwrap()),
            |seed, into| {
                ad::mean::arg0::<D, S, _>(x, &Some(seed[()]), into);
            },
        );
        check::<D, S, _, _, _, _>(
            "norm",
            x,
            |a| arr0(a.norm()),
            |seed, into| {
                ad::norm::arg0::<D, S, _, _>(x, &x.norm(), &seed[()], into);
            },
        );
        check::<D, S, _, _, _, _>(
            "norm",
            z,
            |a| arr0(a.norm()),
            |seed, into| {
                ad::norm::arg0::<D, S, _, _>(z, &z.norm(), &seed[()], into);
            },
        );
    });
    ad::mean::arg0::<Tangent, Tangent, _>(&real_matrix(0, 2), &None, &mut real_matrix(0, 2));
}

#[test]
fn parts_and_transpositions() {
    unary!(t: real_matrix(2, 3), |a| a.t().to_owned());
    unary!(t: complex_matrix(2, 3), |a| a.t().to_owned());
    unary!(diag: complex_matrix(3, 2), |a| a.diag().to_owned());
    unary!(to_owned: real_matrix(2, 3), |a| a.to_owned());
    unary!(neg: complex_matrix(2, 3), |a| -a);
    let a = &complex_matrix(2, 3);
    in_all_spaces!({
        check::<D, S, _, _, _, _>(
            "row",
            a,
            |a| a.row(1).to_owned(),
            |seed, into| {
                ad::row::arg0::<D, S, _, _>(a, &1_usize, seed, into);
            },
        );
        check::<D, S, _, _, _, _>(
            "column",
            a,
            |a| a.column(2).to_owned(),
            |seed, into| {
                ad::column::arg0::<D, S, _, _>(a, &2_usize, seed, into);
            },
        );
    });
}

#[test]
fn matrix_products() {
    binary!(array_dot: real_matrix(2, 3), real_matrix(3, 4), |x, y| x.dot(y));
    binary!(array_dot: complex_matrix(2, 3), complex_matrix(3, 2), |x, y| x.dot(y));
    binary!(array_dot: real_matrix(2, 0), real_matrix(0, 3), |x, y| x.dot(y));
    binary!(array_dot: real_matrix(2, 3), real_matrix(3, 1).column(0).to_owned(), |x, y| x.dot(y));
    binary!(array_dot: complex_matrix(2, 3), complex_matrix(3, 1).column(0).to_owned(), |x, y| x.dot(y));
    binary!(array_dot: real_matrix(2, 2).row(0).to_owned(), real_matrix(2, 3), |x, y| x.dot(y));
    binary!(array_dot: complex_matrix(2, 2).row(0).to_owned(), complex_matrix(2, 3), |x, y| x.dot(y));
    let (a, b) = (&complex_matrix(2, 3).row(0).to_owned(), &complex_matrix(2, 3).row(1).to_owned());
    in_all_spaces!({
        check::<D, S, _, _, _, _>(
            "array_dot::arg0",
            a,
            |a| arr0(a.dot(b)),
            |seed, into| {
                ad::array_dot::arg0::<D, S, _, _>(a, b, &seed[()], into);
            },
        );
        check::<D, S, _, _, _, _>(
            "array_dot::arg1",
            b,
            |b| arr0(a.dot(b)),
            |seed, into| {
                ad::array_dot::arg1::<D, S, _, _>(a, b, &seed[()], into);
            },
        );
    });
}

#[test]
fn inner_products() {
    let (a, b) = (&complex_matrix(2, 3), &complex_matrix(2, 3).map(|z| z.conj() + 0.5));
    let x = &real_matrix(2, 3);
    in_all_spaces!({
        check::<D, S, _, _, _, _>(
            "dot",
            a,
            |a| arr0(dot(a, b)),
            |seed, into| {
                let (_, pullback) = dot::record(ad::at::<(D, S, Inactive)>(), a, b);
                pullback(a, b, &seed[()], into, &mut b.zero_cotangent::<Inactive>());
            },
        );
        check::<D, S, _, _, _, _>(
            "dot",
            x,
            |x| arr0(dot(a, x)),
            |seed, into| {
                let (_, pullback) = dot::record(ad::at::<(D, Inactive, S)>(), a, x);
                pullback(a, x, &seed[()], &mut a.zero_cotangent::<Inactive>(), into);
            },
        );
    });
}

/// The order of an array in memory makes no difference.
#[test]
fn any_layout_and_views() {
    let a = Array2::from_shape_vec((2, 3).f(), vec![1.0, 4.0, 2.0, 5.0, 3.0, 6.0]).unwrap();
    let mut into = a.zero_cotangent::<Tangent>();
    ad::row::arg0::<Tangent, Tangent, _, _>(&a.view(), &1_usize, &array![1.0, 2.0, 3.0], &mut into);
    ad::product::arg0::<Tangent, Tangent, _>(&a, &1.0, &mut into);
    assert_eq!(into, array![[720.0, 360.0, 240.0], [181.0, 146.0, 123.0]]);
    let mut into = a.zero_cotangent::<Tangent>();
    ad::array_dot::arg0::<Tangent, Tangent, _, _>(&a, &a.t(), &array![[1.0, 0.0], [0.0, 1.0]], &mut into);
    assert_eq!(into, a);
}

/// A product of reals stays real as long as its seed is.
#[test]
fn what_is_real_stays_real() {
    let (a, b) = (real_matrix(2, 2), real_matrix(2, 2));
    let mut into = a.zero_cotangent::<Ambient>();
    let mut seed = a.dot(&b).map(|&y| ScalarCotangent::from(y));
    ad::array_dot::arg0::<Ambient, Ambient, _, _>(&a, &b, &seed, &mut into);
    assert!(into.iter().all(ScalarCotangent::is_real));
    seed[(0, 0)] = c64(1.0, 0.0).into();
    ad::array_dot::arg0::<Ambient, Ambient, _, _>(&a, &b, &seed, &mut into);
    assert!(!into[(0, 1)].is_real());
}

#[test]
#[should_panic(expected = "the inner product of arrays of shapes [2] and [3]")]
fn inner_product_of_different_shapes() {
    dot(&array![1.0, 2.0], &array![1.0, 2.0, 3.0]);
}
