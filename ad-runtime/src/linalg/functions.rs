//! Functions of square matrices that need no eigenvalues.

use super::algebra::check_square;
use super::companion::{record_unary, unary};
use super::dense::{Field, Matrix, Outcome, RealOf};
use crate::__private::At;
use crate::NoTangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use faer::Mat;
use faer::linalg::solvers::Solve;
use ndarray::Array2;
use num_traits::{Float, NumCast, ToPrimitive, Zero};

unary! {
    /// The exponential `I + A + A²/2 + ..` of a square matrix.
    ///
    /// By scaling, Padé's approximation of order 13, and squaring (Higham, *The scaling and squaring method for the matrix
    /// exponential revisited*, 2005). `A_bar` gets the upper right block of `exp [[Aᴴ, Y_bar], [0, Aᴴ]]`.
    ///
    /// ```
    /// use ad_runtime::linalg;
    /// use ndarray::array;
    ///
    /// let rotation = linalg::matrix_exp(&array![[0.0, -0.5], [0.5, 0.0]]);
    /// assert!((rotation[(0, 0)] - 0.5_f64.cos()).abs() < 1e-15);
    /// assert!((rotation[(1, 0)] - 0.5_f64.sin()).abs() < 1e-15);
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn matrix_exp<T, A: Matrix<T>> -> Array2<T> = matrix_exp_rule;
}

#[track_caller]
fn matrix_exp_rule<T: Field>(a: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    check_square("`matrix_exp`", a.shape());
    (exponential(&a), move |y_bar: Mat<T>| derivative_along(&a, &y_bar, exponential))
}

/// The derivative of a function of matrices at `aᴴ` in a direction: its adjoint at `a`.
fn derivative_along<T: Field>(a: &Mat<T>, direction: &Mat<T>, f: impl Fn(&Mat<T>) -> Mat<T>) -> Mat<T> {
    let n = a.nrows();
    let blocks = Mat::from_fn(2 * n, 2 * n, |i, j| match (i < n, j < n) {
        (true, true) => a[(j, i)].conjugate(),
        (false, false) => a[(j - n, i - n)].conjugate(),
        (true, false) => direction[(i, j - n)],
        (false, true) => T::neutral_of_sums(),
    });
    let result = f(&blocks);
    result.submatrix(0, n, n, n).to_owned()
}

/// The numerators of Padé's approximation of order 13.
const PADE: [f64; 14] = [
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0,
];

/// Up to this norm the approximation is exact in double precision.
const LARGEST_NORM: f64 = 5.371920351148152;

fn exponential<T: Field>(a: &Mat<T>) -> Mat<T> {
    let n = a.nrows();
    let of = |x: f64| -> RealOf<T> { NumCast::from(x).unwrap_or_else(Float::nan) };
    let scaled = |a: &Mat<T>, factor: RealOf<T>| super::algebra::scaled(a.as_ref(), T::of_real(factor));
    let norm = (0..n).map(|j| a.col(j).norm_l1()).fold(RealOf::<T>::zero(), Float::max);
    let halvings = Float::max(Float::ceil(Float::log2(norm / of(LARGEST_NORM))), Zero::zero());
    let squarings = halvings.to_i32().unwrap_or(0);
    let a = scaled(a, Float::powi(of(0.5), squarings));
    let a2 = &a * &a;
    let a4 = &a2 * &a2;
    let a6 = &a4 * &a2;
    let identity = Mat::<T>::identity(n, n);
    let sum = |k: usize| {
        let high = scaled(&a6, of(PADE[k + 12])) + scaled(&a4, of(PADE[k + 10])) + scaled(&a2, of(PADE[k + 8]));
        let low = scaled(&a6, of(PADE[k + 6])) + scaled(&a4, of(PADE[k + 4])) + scaled(&a2, of(PADE[k + 2]));
        &a6 * high + low + scaled(&identity, of(PADE[k]))
    };
    let (even, odd) = (sum(0), &a * sum(1));
    let mut result = (&even - &odd).partial_piv_lu().solve(&even + &odd);
    for _ in 0..squarings {
        result = &result * &result;
    }
    result
}

/// The power `Aᵏ` of a square matrix by repeated squaring; the identity for `k = 0`. `A_bar` gets the upper right block of
/// `[[Aᴴ, Y_bar], [0, Aᴴ]]ᵏ`.
///
/// ```
/// use ad_runtime::linalg;
/// use ndarray::array;
///
/// // Fibonacci's numbers.
/// assert_eq!(linalg::matrix_power(&array![[1.0, 1.0], [1.0, 0.0]], 10)[(0, 1)], 55.0);
/// ```
///
/// # Panics
///
/// If the matrix is not square.
#[track_caller]
pub fn matrix_power<T: Field, A: Matrix<T>>(a: &A, k: u32) -> Array2<T> {
    Outcome::from_plain(matrix_power_rule(a.to_mat(), k).0)
}

/// The companion of the function [`matrix_power`](matrix_power()).
#[allow(non_camel_case_types)]
pub enum matrix_power {}

impl matrix_power {
    /// The value, and the pullback that is lent the arguments again.
    #[doc(hidden)]
    #[track_caller]
    pub fn record<I: Space, A0: Space, A1: Space, T: Field, A: Matrix<T>>(
        _: At<(I, A0, A1)>,
        a: &A,
        k: u32,
    ) -> (Array2<T>, impl Fn(&A, u32, &Cotangent<Array2<T>, I>, &mut A::Place<A0>, &mut NoTangent) + use<I, A0, A1, T, A>)
    {
        let (value, pullback) = record_unary::<I, A0, Array2<T>, T, A, _>(matrix_power_rule(a.to_mat(), k));
        (value, move |a: &A, _, seed: &_, a_bar: &mut _, _: &mut NoTangent| pullback(a, seed, a_bar))
    }
}

#[track_caller]
fn matrix_power_rule<T: Field>(a: Mat<T>, k: u32) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    check_square("`matrix_power`", a.shape());
    (power(&a, k), move |y_bar: Mat<T>| derivative_along(&a, &y_bar, |a| power(a, k)))
}

fn power<T: Field>(a: &Mat<T>, k: u32) -> Mat<T> {
    let mut result = Mat::<T>::identity(a.nrows(), a.nrows());
    for bit in (0..u32::BITS - k.leading_zeros()).rev() {
        result = &result * &result;
        if k >> bit & 1 == 1 {
            result = &result * a;
        }
    }
    result
}
