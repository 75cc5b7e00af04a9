//! Sparse systems and determinants: by sparse factors, which the pullback uses again, and without a dense matrix.
//!
//! The cotangent of the matrix of a system is an outer product, and arrives as one: in the tangent space at the stored
//! entries alone, in the ambient space as two vectors.

use super::algebra::{check_length, check_square, half};
use super::dense::RealOf;
use super::right_side::Lambda;
pub use super::right_side::{RightSide, SparseField};
use super::selected_inverse::Simplicial;
use super::storage::{general, hermitian};
use super::systems::NotPositiveDefinite;
use crate::__private::At;
use crate::cotangent::product::{conj, one, product};
use crate::cotangent::{MatrixAccumulator, ScalarCotangent, Scaled};
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use crate::rules::Operand;
use crate::rules::matrix::Structured;
use faer::Mat;
use faer::linalg::solvers::SolveCore;
use faer::sparse::linalg::solvers::{Llt, Lu};

/// The place of the cotangent of a right side.
type Place<'a, B, S> = &'a mut <<B as Differentiable>::Bare as Differentiable>::Place<S>;

/// The type of the solution for a right side, which may be lent.
type SolutionFor<T, B> = <<B as Differentiable>::Bare as RightSide<T>>::Solution;

/// The factors of a matrix and the solution of a system, after its shapes were checked.
#[track_caller]
fn solved<T: SparseField, A, B, F: SolveCore<T>, E>(
    operation: &str,
    a: &A,
    b: &B,
    factor: impl FnOnce(&A) -> Result<F, E>,
) -> Result<(F, Mat<T>), E>
where
    A: Structured<Entry = T> + ?Sized,
    B: RightSide<T> + ?Sized,
{
    check_square(operation, a.shape());
    let mut x = b.to_mat();
    check_length(operation, a.shape().0, x.nrows());
    let factors = factor(a)?;
    factors.solve_in_place_with_conj(faer::Conj::No, x.as_mut());
    Ok((factors, x))
}

/// The solution of `A x = b` for a square sparse matrix and a vector, or a matrix with a right side in each column.
///
/// By sparse LU factors, which the pullback uses again: `b_bar += λ`, `A_bar -= λ xᴴ` with `Aᴴ λ = x_bar`. If the matrix is
/// singular because of its values, the solution is not finite.
///
/// ```
/// use ad_runtime::{linalg, prelude::*};
/// use sprs::CsMat;
///
/// #[differentiable(project = "input")]
/// fn first(a: &CsMat<f64>, b: &[f64]) -> f64 {
///     linalg::sparse::solve(a, b)[0]
/// }
///
/// let a = CsMat::new((2, 2), vec![0, 2, 3], vec![0, 1, 1], vec![2.0, 1.0, 4.0]); // [[2, 1], [0, 4]]
/// let (a_bar, b_bar) = first::gradient(&a, &[4.0, 8.0]); // x = (1, 2)
/// assert_eq!(b_bar, [0.5, -0.125]);
/// assert_eq!(a_bar.data(), [-0.5, -1.0, 0.25]); // nothing where nothing is stored
/// ```
///
/// # Panics
///
/// If the matrix is not square, has another number of rows than the right side, or is singular because of its pattern.
#[track_caller]
pub fn solve<T: SparseField, A, B>(a: &A, b: &B) -> SolutionFor<T, B>
where
    A: Differentiable<Bare: Structured<Entry = T>> + ?Sized,
    B: Differentiable<Bare: RightSide<T>> + ?Sized,
{
    B::Bare::solution(&factored(a.bare(), b.bare()).1)
}

/// The factors and the solution.
#[track_caller]
fn factored<T: SparseField, A, B>(a: &A, b: &B) -> (Lu<usize, T>, Mat<T>)
where
    A: Structured<Entry = T> + ?Sized,
    B: RightSide<T> + ?Sized,
{
    let Ok(solved) = solved("`solve`", a, b, |a| Ok::<_, std::convert::Infallible>(lu(a)));
    solved
}

/// The factors of a matrix of a system.
#[track_caller]
pub(super) fn lu<T: SparseField, A: Structured<Entry = T> + ?Sized>(a: &A) -> Lu<usize, T> {
    match general(a).sp_lu() {
        Ok(factors) => factors,
        Err(error) => panic!("`solve` needs a matrix that its pattern does not make singular: {error:?}"),
    }
}

/// The companion of the function [`solve`](solve()).
#[allow(non_camel_case_types)]
pub enum solve {}

impl solve {
    /// The value, and the pullback that is lent the arguments again.
    #[doc(hidden)]
    #[track_caller]
    pub fn record<I: Space, A0: Space, A1: Space, T: SparseField, A, B>(
        _: At<(I, A0, A1)>,
        a: &A,
        b: &B,
    ) -> (
        SolutionFor<T, B>,
        impl Fn(&A, &B, &Cotangent<SolutionFor<T, B>, I>, &mut Cotangent<A::Bare, A0>, Place<'_, B, A1>)
        + use<I, A0, A1, T, A, B>,
    )
    where
        A: Differentiable<Bare: Structured<Entry = T>> + ?Sized,
        B: Differentiable<Bare: RightSide<T>> + ?Sized,
    {
        let (factors, x) = factored(a.bare(), b.bare());
        (B::Bare::solution(&x), move |_: &A, _: &B, seed: &_, a_bar: &mut _, b_bar: Place<'_, B, A1>| {
            let lambda = Lambda::<T>::new::<I, B::Bare>(&factors, seed);
            let mut a_bar = Scaled(A::Bare::bar_mut::<A0>(a_bar), -one::<RealOf<T>>());
            for k in 0..x.ncols() {
                a_bar.add_outer(|i| lambda.number(i, k), |j| x[(j, k)].conjugate().scalar());
            }
            B::Bare::contribute::<A1>(b_bar, &lambda);
        })
    }
}

/// The solution of `A x = b` for a sparse Hermitian positive definite matrix, of which both triangles are stored, and a
/// vector, or a matrix with a right side in each column.
///
/// By sparse Cholesky factors, which the pullback uses again. Read is `(A + Aᴴ) / 2`: `b_bar += λ`,
/// `A_bar -= (λ xᴴ + x λᴴ) / 2` with `A λ = x_bar`.
///
/// # Errors
///
/// If the matrix is not positive definite.
///
/// # Panics
///
/// If the matrix is not square, or has another number of rows than the right side.
#[track_caller]
pub fn solve_positive_definite<T: SparseField, A, B>(a: &A, b: &B) -> Result<SolutionFor<T, B>, NotPositiveDefinite>
where
    A: Differentiable<Bare: Structured<Entry = T>> + ?Sized,
    B: Differentiable<Bare: RightSide<T>> + ?Sized,
{
    Ok(B::Bare::solution(&cholesky_factored(a.bare(), b.bare())?.1))
}

/// The factors and the solution.
#[track_caller]
fn cholesky_factored<T: SparseField, A, B>(a: &A, b: &B) -> Result<(Llt<usize, T>, Mat<T>), NotPositiveDefinite>
where
    A: Structured<Entry = T> + ?Sized,
    B: RightSide<T> + ?Sized,
{
    solved("`solve_positive_definite`", a, b, |a| {
        hermitian(a).sp_cholesky(faer::Side::Lower).map_err(|_| NotPositiveDefinite)
    })
}

/// The companion of the function [`solve_positive_definite`](solve_positive_definite()).
#[allow(non_camel_case_types)]
pub enum solve_positive_definite {}

impl solve_positive_definite {
    /// The value, and the pullback that is lent the arguments again.
    #[doc(hidden)]
    #[track_caller]
    pub fn record<I: Space, A0: Space, A1: Space, T: SparseField, A, B>(
        _: At<(I, A0, A1)>,
        a: &A,
        b: &B,
    ) -> (
        Result<SolutionFor<T, B>, NotPositiveDefinite>,
        impl Fn(&A, &B, &Option<Cotangent<SolutionFor<T, B>, I>>, &mut Cotangent<A::Bare, A0>, Place<'_, B, A1>)
        + use<I, A0, A1, T, A, B>,
    )
    where
        A: Differentiable<Bare: Structured<Entry = T>> + ?Sized,
        B: Differentiable<Bare: RightSide<T>> + ?Sized,
    {
        let recorded = cholesky_factored(a.bare(), b.bare());
        let value = recorded.as_ref().map(|(_, x)| B::Bare::solution(x)).map_err(Clone::clone);
        (value, move |_: &A, _: &B, seed: &Option<_>, a_bar: &mut _, b_bar: Place<'_, B, A1>| {
            let (Ok((factors, x)), Some(seed)) = (&recorded, seed) else { return };
            let lambda = Lambda::<T>::new::<I, B::Bare>(factors, seed);
            let mut a_bar = Scaled(A::Bare::bar_mut::<A0>(a_bar), -half::<RealOf<T>>());
            for k in 0..x.ncols() {
                a_bar.add_outer(|i| lambda.number(i, k), |j| x[(j, k)].conjugate().scalar());
                // Of real matrices it is the transposed product: their cotangents multiply the whole seed.
                let turned = |number| if T::IS_COMPLEX { conj::<ScalarCotangent<_>>(number) } else { number };
                a_bar.add_outer(|i| x[(i, k)].scalar(), |j| turned(lambda.number(j, k)));
            }
            B::Bare::contribute::<A1>(b_bar, &lambda);
        })
    }
}

/// `ln det A` of a sparse Hermitian positive definite matrix, of which both triangles are stored: `A_bar += y_bar A⁻¹`.
///
/// By sparse Cholesky factors. Read is `(A + Aᴴ) / 2`. In the tangent space only those entries of the inverse are computed
/// that stand where the factors store something (Takahashi's equations), so that a million unknowns are no hindrance; in
/// the ambient space the cotangent is the whole inverse, which is dense.
///
/// ```
/// use ad_runtime::linalg::{self, NotPositiveDefinite};
/// use ad_runtime::prelude::*;
/// use sprs::CsMat;
///
/// #[differentiable(project = "input")]
/// fn log_determinant(a: &CsMat<f64>) -> Result<f64, NotPositiveDefinite> {
///     linalg::sparse::log_determinant_positive_definite(a)
/// }
///
/// let a = CsMat::new((2, 2), vec![0, 2, 4], vec![0, 1, 0, 1], vec![2.0, 1.0, 1.0, 2.0]);
/// let a_bar = log_determinant::gradient(&a).unwrap();
/// assert!(a_bar.data().iter().zip([2.0, -1.0, -1.0, 2.0]).all(|(got, want)| (got * 3.0 - want).abs() < 1e-15));
/// ```
///
/// # Errors
///
/// If the matrix is not positive definite.
///
/// # Panics
///
/// If the matrix is not square.
#[track_caller]
pub fn log_determinant_positive_definite<T: SparseField, A>(a: &A) -> Result<RealOf<T>, NotPositiveDefinite>
where
    A: Differentiable<Bare: Structured<Entry = T>> + ?Sized,
{
    Ok(Simplicial::new("`log_determinant_positive_definite`", a.bare())?.log_determinant())
}

/// The companion of the function [`log_determinant_positive_definite`](log_determinant_positive_definite()).
#[allow(non_camel_case_types)]
pub enum log_determinant_positive_definite {}

impl log_determinant_positive_definite {
    /// The value, and the pullback that is lent the arguments again.
    #[doc(hidden)]
    #[track_caller]
    pub fn record<I: Space, A0: Space, T: SparseField, A>(
        _: At<(I, A0)>,
        a: &A,
    ) -> (
        Result<RealOf<T>, NotPositiveDefinite>,
        impl Fn(&A, &Option<Cotangent<RealOf<T>, I>>, &mut Cotangent<A::Bare, A0>) + use<I, A0, T, A>,
    )
    where
        A: Differentiable<Bare: Structured<Entry = T>> + ?Sized,
    {
        let factors = Simplicial::new("`log_determinant_positive_definite`", a.bare());
        let value = factors.as_ref().map(Simplicial::log_determinant).map_err(Clone::clone);
        (value, move |_: &A, seed: &Option<Cotangent<RealOf<T>, I>>, a_bar: &mut _| {
            let (Ok(factors), Some(seed)) = (&factors, seed) else { return };
            let seed = RealOf::<T>::seed::<I>(seed);
            // The seed of a real result of complex numbers is real.
            let seed = if T::IS_COMPLEX { seed.re().into() } else { seed };
            let inverse = factors.inverse();
            A::Bare::bar_mut::<A0>(a_bar).add_dense(|i, j| product(seed, inverse.entry(i, j).scalar()));
        })
    }
}
