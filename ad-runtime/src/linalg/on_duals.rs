//! Systems on dual numbers: one factor of the values serves every direction, forward and backward.
//!
//! With `(A + A' e)(x + x' e) = b + b' e`, `A x = b` and `A x' = b' - A' x`; the adjoint system is another of the same kind, and
//! the cotangents are products of dual matrices.

use super::algebra::check_square;
use super::storage::general;
use super::systems::log_determinant_and_inverse;
use crate::__private::At;
use crate::cotangent::MatrixAccumulator;
use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::Number;
use crate::policy::{Space, Tangent};
use crate::rules::matrix::Structured;
use crate::sparse::with_entries;
use faer::linalg::solvers::SolveCore;
use faer::{Conj, Mat};
use ndarray::{Array1, Array2};
use sprs::CsMat;

/// A matrix of dual numbers, as matrices of plain ones.
#[derive(Clone)]
pub struct Parts<const K: usize> {
    value: Mat<f64>,
    tangents: [Mat<f64>; K],
}

impl<const K: usize> Parts<K> {
    fn new(rows: usize, cols: usize, entry: impl Fn(usize, usize) -> Dual<f64, K>) -> Self {
        let part = |of: &dyn Fn(Dual<f64, K>) -> f64| Mat::from_fn(rows, cols, |i, j| of(entry(i, j)));
        Parts {
            value: part(&|number| number.value()),
            tangents: std::array::from_fn(|k| part(&|number| number.tangent()[k])),
        }
    }

    fn entry(&self, i: usize, j: usize) -> Dual<f64, K> {
        Dual::new(self.value[(i, j)], std::array::from_fn(|k| self.tangents[k][(i, j)]))
    }

    fn transposed(&self) -> Self {
        let transposed = |of: &Mat<f64>| of.transpose().to_owned();
        Parts { value: transposed(&self.value), tangents: self.tangents.each_ref().map(transposed) }
    }

    /// The negative of a product of dual matrices.
    fn negative_product(&self, other: &Self) -> Self {
        let along = |k: usize| -(&self.tangents[k] * &other.value + &self.value * &other.tangents[k]);
        Parts { value: -(&self.value * &other.value), tangents: std::array::from_fn(along) }
    }
}

/// A matrix of dual numbers, by what its derivatives make of a matrix.
trait Moving {
    /// `A'_k x`, or with the transposed derivative.
    fn times(&self, k: usize, x: &Mat<f64>, transposed: bool) -> Mat<f64>;
}

impl<const K: usize> Moving for Parts<K> {
    fn times(&self, k: usize, x: &Mat<f64>, transposed: bool) -> Mat<f64> {
        if transposed { self.tangents[k].transpose() * x } else { &self.tangents[k] * x }
    }
}

impl<const K: usize> Moving for CsMat<Dual<f64, K>> {
    fn times(&self, k: usize, x: &Mat<f64>, transposed: bool) -> Mat<f64> {
        let mut product = Mat::zeros(if transposed { self.cols() } else { self.rows() }, x.ncols());
        for (entry, (i, j)) in self {
            let (into, from) = if transposed { (j, i) } else { (i, j) };
            for column in 0..x.ncols() {
                product[(into, column)] += entry.tangent()[k] * x[(from, column)];
            }
        }
        product
    }
}

/// The solution of a system whose matrix of values is factored, or of its adjoint system.
fn solution<const K: usize>(
    factors: &impl SolveCore<f64>,
    a: &impl Moving,
    b: &Parts<K>,
    transposed: bool,
) -> Parts<K> {
    let solve = |mut x: Mat<f64>| {
        match transposed {
            true => factors.solve_transpose_in_place_with_conj(Conj::No, x.as_mut()),
            false => factors.solve_in_place_with_conj(Conj::No, x.as_mut()),
        }
        x
    };
    let value = solve(b.value.clone());
    let along = |k: usize| solve(&b.tangents[k] - a.times(k, &value, transposed));
    Parts { tangents: std::array::from_fn(along), value }
}

/// What stands on the right of a system of dual numbers.
pub trait DualSide<const K: usize>: Differentiable<Cotangent<Tangent> = Self::Owned> {
    /// The type of the solution, and of the cotangent.
    type Owned: DualSide<K, Owned = Self::Owned>;
    /// A copy, a vector as a column.
    fn parts(&self) -> Parts<K>;
    /// From a copy.
    fn owned(parts: &Parts<K>) -> Self::Owned;
}

macro_rules! dual_side_of_numbers {
    ($($B:ty)*) => {$(
        impl<const K: usize> DualSide<K> for $B {
            type Owned = Vec<Dual<f64, K>>;
            fn parts(&self) -> Parts<K> {
                Parts::new(self.len(), 1, |i, _| self[i])
            }
            fn owned(parts: &Parts<K>) -> Vec<Dual<f64, K>> {
                (0..parts.value.nrows()).map(|i| parts.entry(i, 0)).collect()
            }
        }
    )*};
}
dual_side_of_numbers! { [Dual<f64, K>] Vec<Dual<f64, K>> }

impl<const K: usize> DualSide<K> for Array1<Dual<f64, K>> {
    type Owned = Self;
    fn parts(&self) -> Parts<K> {
        Parts::new(self.len(), 1, |i, _| self[i])
    }
    fn owned(parts: &Parts<K>) -> Self {
        Array1::from_shape_fn(parts.value.nrows(), |i| parts.entry(i, 0))
    }
}

impl<const K: usize> DualSide<K> for Array2<Dual<f64, K>> {
    type Owned = Self;
    fn parts(&self) -> Parts<K> {
        let (rows, cols) = self.dim();
        Parts::new(rows, cols, |i, j| self[[i, j]])
    }
    fn owned(parts: &Parts<K>) -> Self {
        Array2::from_shape_fn((parts.value.nrows(), parts.value.ncols()), |(i, j)| parts.entry(i, j))
    }
}

/// A seed in the tangent space, as plain matrices.
fn seed_parts<const K: usize, Y: DualSide<K, Owned = Y>, I: Space>(y: &Y, seed: &Cotangent<Y, I>) -> Parts<K> {
    let mut own = y.zero_cotangent::<Tangent>();
    y.accumulate::<Tangent, I>(&mut own, seed);
    own.parts()
}

fn contribute<const K: usize, A: DualSide<K> + ?Sized, S: Space>(a: &A, a_bar: &mut A::Place<S>, parts: &Parts<K>) {
    a.accumulate_place::<S, Tangent>(a_bar, &A::owned(parts));
}

#[track_caller]
fn check_rows(operation: &str, rows: usize, right: usize) {
    assert_eq!(rows, right, "{operation} needs a right side of length {rows}, and this one has length {right}");
}

impl super::systems::solve {
    /// The function on dual numbers.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals<const K: usize, B: DualSide<K> + ?Sized>(a: &Array2<Dual<f64, K>>, b: &B) -> B::Owned {
        Self::on_duals_record(a, b, crate::__private::at::<(Tangent, Tangent, Tangent)>()).0
    }

    /// The value, and the pullback that is lent the arguments again. As of a method, the spaces stand last.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals_record<I: Space, A0: Space, A1: Space, const K: usize, B: DualSide<K> + ?Sized>(
        a: &Array2<Dual<f64, K>>,
        b: &B,
        _: At<(I, A0, A1)>,
    ) -> (
        B::Owned,
        impl Fn(
            &Array2<Dual<f64, K>>,
            &B,
            &Cotangent<B::Owned, I>,
            &mut Cotangent<Array2<Dual<f64, K>>, A0>,
            &mut B::Place<A1>,
        ) + use<I, A0, A1, K, B>,
    ) {
        check_square("`solve`", a.dim());
        let (parts, right) = (a.parts(), b.parts());
        check_rows("`solve`", parts.value.nrows(), right.value.nrows());
        let factors = parts.value.partial_piv_lu();
        let x = solution(&factors, &parts, &right, false);
        let y = B::owned(&x);
        (B::owned(&x), move |a: &Array2<Dual<f64, K>>, b: &B, seed: &_, a_bar: &mut _, b_bar: &mut B::Place<A1>| {
            let lambda = solution(&factors, &parts, &seed_parts::<K, _, I>(&y, seed), true);
            contribute::<K, _, A0>(a, a_bar, &lambda.negative_product(&x.transposed()));
            contribute::<K, _, A1>(b, b_bar, &lambda);
        })
    }
}

impl super::systems::inverse {
    /// The function on dual numbers.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals<const K: usize>(a: &Array2<Dual<f64, K>>) -> Array2<Dual<f64, K>> {
        Self::on_duals_record(a, crate::__private::at::<(Tangent, Tangent)>()).0
    }

    /// The value, and the pullback that is lent the argument again, the spaces last: `A_bar -= Yᵀ Y_bar Yᵀ`.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals_record<I: Space, A0: Space, const K: usize>(
        a: &Array2<Dual<f64, K>>,
        _: At<(I, A0)>,
    ) -> (
        Array2<Dual<f64, K>>,
        impl Fn(&Array2<Dual<f64, K>>, &Cotangent<Array2<Dual<f64, K>>, I>, &mut Cotangent<Array2<Dual<f64, K>>, A0>)
        + use<I, A0, K>,
    ) {
        check_square("`inverse`", a.dim());
        let (parts, n) = (a.parts(), a.nrows());
        let identity = Parts::new(n, n, |i, j| Dual::constant(f64::from(u8::from(i == j))));
        let y = solution(&parts.value.partial_piv_lu(), &parts, &identity, false);
        let value = Array2::owned(&y);
        (value.clone(), move |a: &Array2<Dual<f64, K>>, seed: &_, a_bar: &mut _| {
            let (turned, seed) = (y.transposed(), seed_parts::<K, _, I>(&value, seed));
            let negative = turned.negative_product(&seed);
            // The negative of a negative: once more by the negative of the transposed inverse.
            let minus = Parts { value: -&turned.value, tangents: turned.tangents.each_ref().map(|part| -part) };
            contribute::<K, _, A0>(a, a_bar, &negative.negative_product(&minus));
        })
    }
}

impl super::systems::log_determinant {
    /// The function on dual numbers: its derivative is the trace of `A⁻¹ A'`.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals<const K: usize>(a: &Array2<Dual<f64, K>>) -> Dual<f64, K> {
        Self::on_duals_record(a, crate::__private::at::<(Tangent, Tangent)>()).0
    }

    /// The value, and the pullback that is lent the argument again, the spaces last: `A_bar += y_bar A⁻ᵀ`.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals_record<I: Space, A0: Space, const K: usize>(
        a: &Array2<Dual<f64, K>>,
        _: At<(I, A0)>,
    ) -> (
        Dual<f64, K>,
        impl Fn(&Array2<Dual<f64, K>>, &Cotangent<Dual<f64, K>, I>, &mut Cotangent<Array2<Dual<f64, K>>, A0>)
        + use<I, A0, K>,
    ) {
        let (parts, n) = (a.parts(), a.nrows());
        let (value, inverse) = log_determinant_and_inverse(&parts.value);
        let trace = |k: usize| {
            let terms = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
            terms.map(|(i, j)| inverse[(i, j)] * parts.tangents[k][(j, i)]).sum::<f64>()
        };
        let y = Dual::new(value, std::array::from_fn(trace));
        (y, move |a: &Array2<Dual<f64, K>>, seed: &_, a_bar: &mut _| {
            let mut own = y.zero_cotangent::<Tangent>();
            y.accumulate::<Tangent, I>(&mut own, seed);
            // (A⁻¹)' = -A⁻¹ A' A⁻¹
            let along = |k: usize| -(&inverse * &parts.tangents[k] * &inverse);
            let inverse = Parts { tangents: std::array::from_fn(along), value: inverse.clone() };
            contribute::<K, _, A0>(a, a_bar, &Parts::new(n, n, |i, j| own * inverse.entry(j, i)));
        })
    }
}

impl super::sparse::solve {
    /// The function on dual numbers.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals<const K: usize, B: DualSide<K> + ?Sized>(a: &CsMat<Dual<f64, K>>, b: &B) -> B::Owned {
        Self::on_duals_record(a, b, crate::__private::at::<(Tangent, Tangent, Tangent)>()).0
    }

    /// The value, and the pullback that is lent the arguments again. As of a method, the spaces stand last.
    #[doc(hidden)]
    #[track_caller]
    pub fn on_duals_record<I: Space, A0: Space, A1: Space, const K: usize, B: DualSide<K> + ?Sized>(
        a: &CsMat<Dual<f64, K>>,
        b: &B,
        _: At<(I, A0, A1)>,
    ) -> (
        B::Owned,
        impl Fn(
            &CsMat<Dual<f64, K>>,
            &B,
            &Cotangent<B::Owned, I>,
            &mut Cotangent<CsMat<Dual<f64, K>>, A0>,
            &mut B::Place<A1>,
        ) + use<I, A0, A1, K, B>,
    ) {
        check_square("`solve`", a.shape());
        let right = b.parts();
        check_rows("`solve`", a.rows(), right.value.nrows());
        let values = with_entries(a.view(), a.data().iter().map(|entry| entry.value()).collect());
        let factors = match general(&values).sp_lu() {
            Ok(factors) => factors,
            Err(error) => panic!("`solve` needs a matrix that its pattern does not make singular: {error:?}"),
        };
        let x = solution(&factors, a, &right, false);
        let y = B::owned(&x);
        (B::owned(&x), move |a: &CsMat<Dual<f64, K>>, b: &B, seed: &_, a_bar: &mut _, b_bar: &mut B::Place<A1>| {
            let lambda = solution(&factors, a, &seed_parts::<K, _, I>(&y, seed), true);
            let a_bar = <CsMat<Dual<f64, K>> as Structured>::bar_mut::<A0>(a_bar);
            for k in 0..x.value.ncols() {
                a_bar.add_outer(|i| Number::to_scalar(-lambda.entry(i, k)), |j| Number::to_scalar(x.entry(j, k)));
            }
            contribute::<K, _, A1>(b, b_bar, &lambda);
        })
    }
}
