//! The ambient cotangents by themselves.

use crate::harness::*;
use ad_runtime::cotangent::{MatrixAccumulator, VectorAccumulator};
use ad_runtime::{MatrixCotangent, Number, Pattern, ScalarCotangent, VectorCotangent};
use ndarray::{Array1, Array2, array};
use num_complex::Complex64 as C;

/// A cotangent with a term of every form, beside the matrix that it stands for.
fn every_form<V: Number<Real = f64>>(rows: usize, cols: usize, seed: u64) -> (MatrixCotangent<V>, Array2<C>) {
    let mut numbers = Numbers(seed);
    let mut sum = MatrixCotangent::<V>::zeros(rows, cols);
    let mut dense = Array2::<C>::zeros((rows, cols));
    let c = numbers.next();
    sum.add_fill(c);
    dense += c;
    let (u, v, d) = (numbers.vec::<C>(rows), numbers.vec::<C>(cols), numbers.vec::<C>(rows.min(cols)));
    sum.add_outer(|i| u[i], |j| v[j]);
    dense += &Array2::from_shape_fn((rows, cols), |(i, j)| u[i] * v[j]);
    sum.add_diagonal(|i| d[i]);
    dense.diag_mut().zip_mut_with(&Array1::from_vec(d), |entry, d| *entry += d);
    for sparse in matrices::<C>(rows, cols) {
        sum.add_sparse(&sparse);
        sum.add_sparse(&sparse);
        dense += &(self::dense(&sparse) * C::from(2.0));
    }
    if rows * cols > 0 {
        sum.add_entry(rows - 1, cols - 1, c);
        dense[(rows - 1, cols - 1)] += c;
    }
    sum.add_dense(|i, j| C::new(i as f64, j as f64));
    dense += &Array2::from_shape_fn((rows, cols), |(i, j)| C::new(i as f64, j as f64));
    (sum, dense)
}

fn projected<V: Number<Real = f64>>(z: C) -> C {
    V::from_scalar(z.into()).to_scalar().to_complex()
}

#[track_caller]
fn assert_entries<V: Number<Real = f64>>(sum: &MatrixCotangent<V>, dense: &Array2<C>) {
    assert_eq!((sum.rows(), sum.cols()), dense.dim());
    for ((i, j), &want) in dense.indexed_iter() {
        let want = projected::<V>(want);
        assert_near(sum.entry(i, j).to_scalar().to_complex(), want, || format!("entry ({i}, {j})"));
    }
    assert!(*sum == sum.to_dense());
}

fn check_algebra<V: Number<Real = f64>>() {
    for (rows, cols) in SHAPES {
        let (a, a_dense) = every_form::<V>(rows, cols, 1);
        let (b, b_dense) = every_form::<V>(rows, cols, 2);
        assert_entries(&a, &a_dense);
        let mut sum = a.clone();
        sum += &b;
        assert_entries(&sum, &(&a_dense + &b_dense));
        assert_entries(&a.transposed(), &a_dense.t().to_owned());
        let factor = V::from_scalar(C::new(0.5, -2.0).into());
        let kept = a_dense.mapv(projected::<V>);
        assert_entries(&a.scaled(factor), &(&kept * factor.to_scalar().to_complex()));

        let x: Vec<V> = (0..cols).map(|j| V::from_scalar(C::new(j as f64, 1.0).into())).collect();
        let x_dense = Array1::from_iter(x.iter().map(|x| x.to_scalar().to_complex()));
        for (y, want) in a.times(&x).into_iter().zip(kept.dot(&x_dense)) {
            assert_near(y.to_scalar().to_complex(), want, || "product".into());
        }
        let product = a.times_dense(&Array1::from_vec(x.clone()).insert_axis(ndarray::Axis(1)));
        assert_eq!(product.column(0).to_vec(), a.times(&x));

        for matrix in matrices::<C>(rows, cols) {
            let pattern = Pattern::of(matrix.view());
            let projected = a.project_onto(&matrix);
            assert_eq!(projected.indices(), matrix.indices());
            for (value, want) in a.at(&pattern).iter().zip(projected.data()) {
                assert_near(value.to_scalar().to_complex(), want.to_scalar().to_complex(), || "projection".into());
            }
            check_largest(&a, &pattern);
        }
    }
}

fn check_largest<V: Number<Real = f64>>(a: &MatrixCotangent<V>, pattern: &Pattern) {
    let size = |value: V| value.to_scalar().to_complex().norm();
    let mut off = Vec::new();
    for ((i, j), &value) in a.to_dense().indexed_iter() {
        if !pattern.contains(i, j) {
            off.push(size(value));
        }
    }
    off.sort_by(|a, b| b.total_cmp(a));
    for k in [0, 1, 3, 100] {
        let largest = a.largest_off(pattern, k);
        assert_eq!(largest.len(), k.min(off.len()));
        for (&(i, j, value), want) in largest.iter().zip(&off) {
            assert!(!pattern.contains(i, j));
            assert_eq!(value, a.to_dense()[(i, j)]);
            assert!((size(value) - want).abs() < 1e-9);
        }
    }
}

#[test]
fn real_entries() {
    check_algebra::<f64>();
}

#[test]
fn ambient_entries() {
    check_algebra::<ScalarCotangent<f64>>();
}

#[test]
fn complex_entries() {
    check_algebra::<C>();
}

#[test]
fn like_terms_merge() {
    let mut sum = MatrixCotangent::<f64>::zeros(10, 10);
    let a = &matrices::<f64>(10, 10)[4];
    for _ in 0..5 {
        sum.add_fill(1.0);
        sum.add_diagonal(|_| 1.0);
        sum.add_sparse(a);
        sum.add_sparse(&a.map(|a| 2.0 * a));
        sum.add_entry(3, 4, 1.0);
    }
    assert_eq!(sum.terms(), 4);
    assert_near(sum.entry(3, 3).into(), (10.0 + 15.0 * a.get(3, 3).unwrap_or(&0.0)).into(), || "sum".into());
}

/// Outer products are collapsed where they take more room than the matrix.
#[test]
fn room_is_bounded() {
    let mut sum = MatrixCotangent::<f64>::zeros(3, 3);
    for _ in 0..1000 {
        sum.add_outer(|i| i as f64, |j| j as f64);
        sum.add_entry(0, 1, 1.0);
    }
    assert!(sum.terms() < 5 && sum.rank() < 3);
    assert_eq!(sum.entry(2, 1), 2000.0);
    assert_eq!(sum.entry(0, 1), 1000.0);
}

/// A complex contribution to real entries is a sum of two real outer products.
#[test]
fn the_real_part_of_an_outer_product() {
    let (u, v) = ([C::new(1.0, 2.0), C::new(3.0, 4.0)], [C::new(5.0, 6.0); 9]);
    let mut sum = MatrixCotangent::<f64>::zeros(2, 9);
    sum.add_outer(|i| u[i], |j| v[j]);
    assert_eq!(sum.entry(1, 0), (u[1] * v[0]).re);
    let mut sum = MatrixCotangent::<f64>::zeros(20, 20);
    sum.add_outer(|_| u[0], |_| v[0]);
    sum.add_outer(|_| u[0], |_| 1.0);
    assert_eq!((sum.rank(), sum.entry(7, 8)), (3, (u[0] * v[0]).re + 1.0));
}

/// Whether entries are complex is a property of what arrived, not of its value.
#[test]
fn complex_contributions_make_entries_complex() {
    let zero = C::default();
    let real = |add: &dyn Fn(&mut MatrixCotangent<ScalarCotangent<f64>>)| {
        let mut sum = MatrixCotangent::<ScalarCotangent<f64>>::zeros(2, 2);
        add(&mut sum);
        let entries = sum.to_dense().mapv(|entry| entry.is_real());
        assert_eq!(sum.is_real(), entries.iter().all(|&is_real| is_real));
        entries
    };
    let none = array![[false, false], [false, false]];
    let off_diagonal = array![[false, true], [true, false]];
    assert_eq!(real(&|sum| sum.add_fill(zero)), none);
    assert_eq!(real(&|sum| sum.add_outer(|_| zero, |_| 1.0)), none);
    assert_eq!(real(&|sum| sum.add_diagonal(|_| zero)), off_diagonal);
    assert_eq!(real(&|sum| sum.add_sparse(&sprs::CsMat::eye(2).map(|_: &f64| zero))), off_diagonal);
    assert_eq!(real(&|sum| sum.add_entry(1, 0, zero)), array![[true, true], [false, true]]);
    assert_eq!(real(&|sum| sum.add_dense(|_, _| zero)), none);
    assert_eq!(real(&|sum| sum.add_dense(|_, _| 1.0)), none.mapv(|_| true));
}

#[test]
fn vectors_add_up() {
    let mut sum = VectorCotangent::<f64>::zeros(5);
    sum.add_sparse([(1, 1.0), (4, 2.0)].into_iter());
    sum.add_sparse([(0, 1.0), (1, 1.0), (2, 5.0)].into_iter());
    sum.add_entry(3, 7.0);
    sum.add_entry(3, 1.0);
    sum.add_fill(C::new(0.5, 9.0));
    assert_eq!(sum.to_vec(), [1.5, 2.5, 5.5, 8.5, 2.5]);
    assert!(!sum.is_dense());
    sum.add_dense(|i| i as f64);
    assert_eq!(sum.scaled(2.0).to_dense(), array![3.0, 7.0, 15.0, 23.0, 13.0]);
}

#[test]
#[should_panic(expected = "index (2, 0) is outside a matrix of shape 2 x 3")]
fn an_entry_outside_panics() {
    MatrixCotangent::<f64>::zeros(2, 3).entry(2, 0);
}

#[test]
#[should_panic(expected = "a matrix with 3 columns cannot be multiplied with a vector of length 2")]
fn a_product_of_unequal_sizes_panics() {
    MatrixCotangent::<f64>::zeros(2, 3).times(&[1.0; 2]);
}

/// Whether something complex arrived is kept in the sign of a zero: no operation on one kind makes the other of it.
#[test]
fn real_stays_real_and_complex_complex() {
    let reals = [0.0, -0.0, 2.0, -3.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    let complexes = [C::new(1.0, 0.0), C::new(1.0, -0.0), C::new(-0.0, -0.0), C::new(0.0, f64::NAN), C::new(0.0, -2.0)];
    for factor in reals {
        for x in reals {
            let mut sum = ScalarCotangent::from(x).scale(factor);
            assert!(sum.is_real() && sum.im().to_bits() == 0.0_f64.to_bits(), "{x} {factor}");
            sum.accumulate(x);
            sum.accumulate(ScalarCotangent::<f64>::neutral());
            assert!(sum.is_real() && sum.zero_alike().is_real());
            sum.accumulate(C::new(0.0, -0.0));
            assert!(!sum.is_real());
        }
        for z in complexes {
            let mut sum = ScalarCotangent::from(z).scale(factor);
            assert!(!sum.is_real() && !sum.zero_alike().is_real(), "{z} {factor}");
            sum.accumulate(ScalarCotangent::from(-z));
            sum.accumulate(factor);
            assert!(!sum.is_real());
        }
    }
    assert!(ScalarCotangent::<f64>::default().is_real() && ScalarCotangent::<f64>::default().is_zero());
    assert_eq!(size_of::<ScalarCotangent<f64>>(), 16);
}
