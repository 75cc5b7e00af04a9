//! Systems on dual numbers: one factor of the values serves every direction, forward and backward.
//!
//! With `(A + A' e)(x + x' e) = b + b' e`, `A x = b` and `A x' = b' - A' x`; the adjoint system is another of the same kind, and
//! the cotangents are products of dual matrices.

use super::algebra::{check_length, check_square};
use super::systems::log_determinant_and_inverse;
use crate::__private::At;
use crate::cotangent::MatrixAccumulator;
use crate::differentiable::{Cotangent, Differentiable, ProjectTo};
use crate::forward::Dual;
use crate::number::Number;
use crate::policy::{Space, Tangent};
use crate::rules::matrix::Structured;
use crate::sparse::with_entries;
use faer::linalg::solvers::{PartialPivLu, SolveCore};
use faer::sparse::linalg::solvers::Lu;
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

    fn negative(&self) -> Self {
        Parts { value: -&self.value, tangents: self.tangents.each_ref().map(|part| -part) }
    }

    /// The negative of a product of dual matrices.
    fn negative_product(&self, other: &Self) -> Self {
        let along = |k: usize| -(&self.tangents[k] * &other.value + &self.value * &other.tangents[k]);
        Parts { value: -(&self.value * &other.value), tangents: std::array::from_fn(along) }
    }
}

/// The solution of a system whose matrix of values is factored, or of its adjoint system.
fn solution<const K: usize, A: DualMatrix<K>>(a: &A, factors: &A::Factors, b: &Parts<K>, transposed: bool) -> Parts<K> {
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

fn contribute<const K: usize, A: DualSide<K> + ?Sized, S: Space>(a: &A, a_bar: &mut A::Place<S>, parts: &Parts<K>) {
    a.accumulate_place::<S, Tangent>(a_bar, &A::owned(parts));
}

/// A matrix of a system of dual numbers.
pub(super) trait DualMatrix<const K: usize>: Differentiable {
    /// The factors of its values.
    type Factors: SolveCore<f64>;

    /// Rows and columns.
    fn shape(&self) -> (usize, usize);

    /// The factors of its values.
    #[track_caller]
    fn factored(&self) -> Self::Factors;

    /// `A'_k x`, or with the transposed derivative.
    fn times(&self, k: usize, x: &Mat<f64>, transposed: bool) -> Mat<f64>;

    /// `bar -= λ xᵀ`
    fn take_outer<S: Space>(&self, bar: &mut Self::Place<S>, lambda: &Parts<K>, x: &Parts<K>);
}

impl<const K: usize> DualMatrix<K> for Array2<Dual<f64, K>> {
    type Factors = PartialPivLu<f64>;
    fn shape(&self) -> (usize, usize) {
        self.dim()
    }
    fn factored(&self) -> PartialPivLu<f64> {
        Mat::from_fn(self.nrows(), self.ncols(), |i, j| self[[i, j]].value()).partial_piv_lu()
    }
    fn times(&self, k: usize, x: &Mat<f64>, transposed: bool) -> Mat<f64> {
        let tangent = Mat::from_fn(self.nrows(), self.ncols(), |i, j| self[[i, j]].tangent()[k]);
        if transposed { tangent.transpose() * x } else { tangent * x }
    }
    fn take_outer<S: Space>(&self, bar: &mut Self::Place<S>, lambda: &Parts<K>, x: &Parts<K>) {
        contribute::<K, _, S>(self, bar, &lambda.negative_product(&x.transposed()));
    }
}

impl<const K: usize> DualMatrix<K> for CsMat<Dual<f64, K>> {
    type Factors = Lu<usize, f64>;
    fn shape(&self) -> (usize, usize) {
        CsMat::shape(self)
    }
    fn factored(&self) -> Lu<usize, f64> {
        super::sparse::lu(&with_entries(self.view(), self.data().iter().map(|entry| entry.value()).collect()))
    }
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
    fn take_outer<S: Space>(&self, bar: &mut Self::Place<S>, lambda: &Parts<K>, x: &Parts<K>) {
        let bar = <Self as Structured>::bar_mut::<S>(bar);
        for k in 0..x.value.ncols() {
            bar.add_outer(|i| Number::to_scalar(-lambda.entry(i, k)), |j| Number::to_scalar(x.entry(j, k)));
        }
    }
}

macro_rules! solve_on_duals {
    ($($solve:path, $A:ty;)*) => {$(
        impl $solve {
            /// The function on dual numbers.
            #[doc(hidden)]
            #[track_caller]
            pub fn on_duals<const K: usize, B: DualSide<K> + ?Sized>(a: &$A, b: &B) -> B::Owned {
                B::owned(&solved(a, b).1)
            }

            /// The value, and the pullback that is lent the arguments again. As of a method, the spaces stand last.
            #[doc(hidden)]
            #[track_caller]
            pub fn on_duals_record<I: Space, A0: Space, A1: Space, const K: usize, B: DualSide<K> + ?Sized>(
                a: &$A,
                b: &B,
                _: At<(I, A0, A1)>,
            ) -> (
                B::Owned,
                impl Fn(&$A, &B, &Cotangent<B::Owned, I>, &mut Cotangent<$A, A0>, &mut B::Place<A1>)
                + use<I, A0, A1, K, B>,
            ) {
                let (factors, x) = solved(a, b);
                (B::owned(&x), move |a: &$A, b: &B, seed: &_, a_bar: &mut _, b_bar: &mut B::Place<A1>| {
                    let seed = B::owned(&x).project::<I>(seed).parts();
                    let lambda = solution(a, &factors, &seed, true);
                    a.take_outer::<A0>(a_bar, &lambda, &x);
                    contribute::<K, _, A1>(b, b_bar, &lambda);
                })
            }
        }
    )*};
}
solve_on_duals! {
    super::systems::solve, Array2<Dual<f64, K>>;
    super::sparse::solve, CsMat<Dual<f64, K>>;
}

/// The factors of a matrix and the solution of a system, after its shapes were checked.
#[track_caller]
fn solved<const K: usize, A: DualMatrix<K>, B: DualSide<K> + ?Sized>(a: &A, b: &B) -> (A::Factors, Parts<K>) {
    check_square("`solve`", a.shape());
    let right = b.parts();
    check_length("`solve`", a.shape().0, right.value.nrows());
    let factors = a.factored();
    let x = solution(a, &factors, &right, false);
    (factors, x)
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
        let n = a.nrows();
        let identity = Parts::new(n, n, |i, j| Dual::constant(f64::from(u8::from(i == j))));
        let y = solution(a, &a.factored(), &identity, false);
        (Array2::owned(&y), move |a: &Array2<Dual<f64, K>>, seed: &_, a_bar: &mut _| {
            let (turned, seed) = (y.transposed(), Array2::owned(&y).project::<I>(seed).parts());
            // Twice the negative of a product, of the negative of the seed.
            let negative = turned.negative_product(&seed.negative());
            contribute::<K, _, A0>(a, a_bar, &negative.negative_product(&turned));
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
            let own = y.project::<I>(seed);
            // (A⁻¹)' = -A⁻¹ A' A⁻¹
            let along = |k: usize| -(&inverse * &parts.tangents[k] * &inverse);
            let inverse = Parts { tangents: std::array::from_fn(along), value: inverse.clone() };
            contribute::<K, _, A0>(a, a_bar, &Parts::new(n, n, |i, j| own * inverse.entry(j, i)));
        })
    }
}
