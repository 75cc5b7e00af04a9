//! Linear systems, and what else the factors of a square matrix tell.

use super::algebra::{adjoint, check_rows, check_square, half, hermitian_part, scale_columns, scaled};
use super::companion::{binary, unary};
use super::dense::{DenseArray, Field, Matrix, RealOf, real};
use crate::__private::At;
use crate::cotangent::product::modulus;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use crate::rules::Operand;
use faer::Mat;
use faer::linalg::solvers::{DenseSolveCore, Llt, PartialPivLu, Solve};
use ndarray::Array2;
use num_complex::Complex;

binary! {
    /// The solution `X` of `A X = B`, for a square matrix and a vector or a matrix on the right.
    ///
    /// By LU factors with partial pivoting, which the pullback uses again: `B_bar += Λ`, `A_bar -= Λ Xᴴ` with
    /// `Aᴴ Λ = X_bar`. If the matrix is singular, the solution is not finite.
    ///
    /// ```
    /// use ad_runtime::{linalg, prelude::*};
    /// use ndarray::{Array1, Array2, array};
    ///
    /// #[differentiable]
    /// fn energy(a: &Array2<f64>, b: &Array1<f64>) -> f64 {
    ///     b.dot(&linalg::solve(a, b))
    /// }
    ///
    /// let (a_bar, b_bar) = energy::gradient(&array![[2.0, 0.0], [0.0, 4.0]], &array![2.0, 4.0]);
    /// assert_eq!(a_bar, array![[-1.0, -1.0], [-1.0, -1.0]]);
    /// assert_eq!(b_bar, array![2.0, 2.0]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has another number of rows than the right side.
    fn solve<T, A: Matrix<T>, B: DenseArray<T>> -> B::Owned = solve_rule;
}

#[track_caller]
fn solve_rule<T: Field>(a: Mat<T>, b: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> (Mat<T>, Mat<T>)) {
    check_square("`solve`", a.shape());
    check_rows("`solve`", &a, &b);
    let factors = a.partial_piv_lu();
    let x = factors.solve(&b);
    (x.clone(), move |mut x_bar: Mat<T>| {
        factors.solve_adjoint_in_place(&mut x_bar);
        (-(&x_bar * x.adjoint()), x_bar)
    })
}

unary! {
    /// The inverse of a square matrix: `A_bar -= Yᴴ Y_bar Yᴴ`. For the solution of a system see [`solve`](solve()), which is
    /// faster and more accurate.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn inverse<T, A: Matrix<T>> -> Array2<T> = inverse_rule;

    /// The determinant: `A_bar += y_bar conj(cofactors)`, which is `y_bar conj(y) A⁻ᴴ` and holds where the matrix is singular
    /// too.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn determinant<T, A: Matrix<T>> -> T = determinant_rule;

    /// The logarithm of the absolute value of the determinant, `ln |det A|`: `A_bar += y_bar A⁻ᴴ`.
    ///
    /// It does not overflow where the determinant would. Of a singular matrix it is negative infinity.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn log_determinant<T, A: Matrix<T>> -> RealOf<T> = log_determinant_rule;

    /// The sign of the determinant, a number of absolute value 1 (or 0 of a singular matrix), and [`log_determinant`](log_determinant()).
    ///
    /// The sign of a real matrix has the derivative 0; that of a complex one turns: `A_bar += i Re(conj(s_bar) i s) A⁻ᴴ`.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn sign_and_log_determinant<T, A: Matrix<T>> -> (T, RealOf<T>) = sign_and_log_determinant_rule;
}

#[track_caller]
fn inverse_rule<T: Field>(a: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    check_square("`inverse`", a.shape());
    let y = a.partial_piv_lu().inverse();
    (y.clone(), move |y_bar: Mat<T>| -(y.adjoint() * &y_bar * y.adjoint()))
}

/// The LU factors of a square matrix, and what they tell.
struct Factors<T> {
    lu: PartialPivLu<T>,
    /// Whether the order of the rows is an odd number of exchanges.
    is_odd: bool,
}

impl<T: Field> Factors<T> {
    #[track_caller]
    fn new(operation: &str, a: &Mat<T>) -> Self {
        check_square(operation, a.shape());
        let lu = a.partial_piv_lu();
        let is_odd = is_odd(lu.P().arrays().0);
        Factors { lu, is_odd }
    }

    /// The pivots, up to the first that is 0: what stands behind it is no number.
    fn pivots(&self) -> impl Iterator<Item = T> {
        let pivots = self.lu.U().diagonal().column_vector();
        let zero = pivots.iter().position(|&pivot| pivot == T::neutral_of_sums());
        pivots.iter().copied().take(zero.map_or(pivots.nrows(), |zero| zero + 1))
    }

    fn determinant(&self) -> T {
        self.signed(self.pivots().fold(T::neutral_of_products(), |product, pivot| product * pivot))
    }

    fn log_determinant(&self) -> RealOf<T> {
        self.pivots().map(|pivot| num_traits::Float::ln(modulus(pivot.scalar()))).sum()
    }

    /// The sign of the determinant; 0 where that is.
    fn sign(&self) -> T {
        self.signed(self.pivots().fold(T::neutral_of_products(), |sign, pivot| {
            let size = modulus(pivot.scalar());
            sign * if num_traits::Zero::is_zero(&size) { pivot } else { pivot.divided(size) }
        }))
    }

    fn signed(&self, x: T) -> T {
        if self.is_odd { -x } else { x }
    }

    /// `A⁻ᴴ`
    fn adjoint_of_inverse(&self) -> Mat<T> {
        adjoint(self.lu.inverse().as_ref())
    }
}

#[track_caller]
fn determinant_rule<T: Field>(a: Mat<T>) -> (T, impl Fn(T) -> Mat<T>) {
    let factors = Factors::new("`determinant`", &a);
    let determinant = factors.determinant();
    (determinant, move |seed: T| scaled(conjugated_cofactors(&a, &factors, determinant).as_ref(), seed))
}

/// The conjugates of the derivatives of the determinant.
fn conjugated_cofactors<T: Field>(a: &Mat<T>, factors: &Factors<T>, determinant: T) -> Mat<T> {
    let inverse = factors.adjoint_of_inverse();
    let is_finite = |x: &T| num_traits::Float::is_finite(modulus(x.scalar()));
    if determinant != T::neutral_of_sums() && inverse.col_iter().all(|column| column.iter().all(is_finite)) {
        return scaled(inverse.as_ref(), determinant.conjugate());
    }
    // Of a product `U diag(s) Vᴴ` they are `conj(det U det Vᴴ) U diag(products of the other s) Vᴴ`.
    let Ok(svd) = a.svd() else {
        return Mat::from_fn(a.nrows(), a.nrows(), |_, _| T::of_real(num_traits::Float::nan()));
    };
    let s: Vec<RealOf<T>> = svd.S().column_vector().iter().map(|&s| real(s)).collect();
    let others = crate::rules::slices::products_of_others(&s);
    let turn = svd.U().determinant().conjugate() * svd.V().determinant();
    scaled((scale_columns(svd.U(), &others) * svd.V().adjoint()).as_ref(), turn)
}

/// Whether a permutation is an odd number of exchanges.
fn is_odd(order: &[usize]) -> bool {
    let mut seen = vec![false; order.len()];
    let mut odd = false;
    for start in 0..order.len() {
        let mut at = start;
        while !seen[at] {
            seen[at] = true;
            at = order[at];
            if at != start {
                odd = !odd;
            }
        }
    }
    odd
}

#[track_caller]
fn log_determinant_rule<T: Field>(a: Mat<T>) -> (RealOf<T>, impl Fn(RealOf<T>) -> Mat<T>) {
    let factors = Factors::new("`log_determinant`", &a);
    (factors.log_determinant(), move |seed| scaled(factors.adjoint_of_inverse().as_ref(), T::of_real(seed)))
}

/// What `log_determinant` on dual numbers is made of.
#[track_caller]
pub(super) fn log_determinant_and_inverse(a: &Mat<f64>) -> (f64, Mat<f64>) {
    let factors = Factors::new("`log_determinant`", a);
    (factors.log_determinant(), factors.lu.inverse())
}

#[track_caller]
fn sign_and_log_determinant_rule<T: Field>(a: Mat<T>) -> ((T, RealOf<T>), impl Fn((T, RealOf<T>)) -> Mat<T>) {
    let factors = Factors::new("`sign_and_log_determinant`", &a);
    let sign = factors.sign();
    ((sign, factors.log_determinant()), move |(sign_bar, seed)| {
        let turn = sign_bar.conjugate() * sign;
        // `Re(conj(s_bar) i s)` is the negative imaginary part of `turn`.
        let turn = -turn.scalar().im();
        scaled(factors.adjoint_of_inverse().as_ref(), T::nearest(Complex::new(seed, turn).into()))
    })
}

/// What [`cholesky`](cholesky()) and its like return for a matrix that is not positive definite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPositiveDefinite;

impl std::fmt::Display for NotPositiveDefinite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the matrix is not positive definite")
    }
}

impl std::error::Error for NotPositiveDefinite {}

type Checked<T> = Result<T, NotPositiveDefinite>;

unary! {
    /// The lower triangular `L` with a positive diagonal and `L Lᴴ = A`, for a Hermitian positive definite matrix.
    ///
    /// Read is `(A + Aᴴ) / 2`, so that the cotangent is Hermitian:
    /// `A_bar += P + Pᴴ` with `P = L⁻ᴴ Φ(Lᴴ L_bar) L⁻¹ / 2`, where `Φ` keeps the lower triangle and half of the diagonal.
    ///
    /// ```
    /// use ad_runtime::linalg::{self, NotPositiveDefinite};
    /// use ad_runtime::prelude::*;
    /// use ndarray::{Array2, array};
    ///
    /// #[differentiable]
    /// fn log_determinant(a: &Array2<f64>) -> Result<f64, NotPositiveDefinite> {
    ///     let l = linalg::cholesky(a)?;
    ///     let mut sum = 0.0;
    ///     for i in 0..a.nrows() {
    ///         sum += 2.0 * l[(i, i)].ln();
    ///     }
    ///     Ok(sum)
    /// }
    ///
    /// let gradient = log_determinant::gradient(&array![[4.0, 0.0], [0.0, 16.0]]);
    /// assert_eq!(gradient, Ok(array![[0.25, 0.0], [0.0, 0.0625]]));
    /// assert!(log_determinant::gradient(&array![[1.0, 2.0], [2.0, 1.0]]).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If the matrix is not positive definite.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn cholesky<T, A: Matrix<T>> -> Checked<Array2<T>> = cholesky_rule;

    /// `ln det A` of a Hermitian positive definite matrix, by Cholesky factors: `A_bar += y_bar A⁻¹`. Read is
    /// `(A + Aᴴ) / 2`.
    ///
    /// # Errors
    ///
    /// If the matrix is not positive definite.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    fn log_determinant_positive_definite<T, A: Matrix<T>> -> Checked<RealOf<T>> = log_determinant_pd_rule;
}

binary! {
    /// The solution `X` of `A X = B` with a Hermitian positive definite `A`, by Cholesky factors.
    ///
    /// Read is `(A + Aᴴ) / 2`: `B_bar += Λ`, `A_bar -= (Λ Xᴴ + X Λᴴ) / 2` with `A Λ = X_bar`.
    ///
    /// # Errors
    ///
    /// If the matrix is not positive definite.
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has another number of rows than the right side.
    fn solve_positive_definite<T, A: Matrix<T>, B: DenseArray<T>> -> Checked<B::Owned> = solve_pd_rule;
}

#[track_caller]
fn cholesky_factors<T: Field>(operation: &str, a: &Mat<T>) -> Checked<Llt<T>> {
    check_square(operation, a.shape());
    hermitian_part(a.as_ref()).llt(faer::Side::Lower).map_err(|_| NotPositiveDefinite)
}

#[track_caller]
fn cholesky_rule<T: Field>(a: Mat<T>) -> Checked<(Mat<T>, impl Fn(Mat<T>) -> Mat<T>)> {
    let l = cholesky_factors("`cholesky`", &a)?.L().to_owned();
    Ok((l.clone(), move |l_bar: Mat<T>| {
        let product = l.adjoint() * &l_bar;
        let mut lower = Mat::from_fn(l.nrows(), l.nrows(), |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Less => T::neutral_of_sums(),
            std::cmp::Ordering::Equal => product[(i, j)] * half::<T>(),
            std::cmp::Ordering::Greater => product[(i, j)],
        });
        l.adjoint().solve_upper_triangular_in_place(&mut lower);
        // `P = (..) L⁻¹` is `(L⁻ᴴ (..)ᴴ)ᴴ`.
        let mut p = adjoint(lower.as_ref());
        l.adjoint().solve_upper_triangular_in_place(&mut p);
        hermitian_part(p.as_ref())
    }))
}

#[track_caller]
fn log_determinant_pd_rule<T: Field>(a: Mat<T>) -> Checked<(RealOf<T>, impl Fn(RealOf<T>) -> Mat<T>)> {
    let factors = cholesky_factors("`log_determinant_positive_definite`", &a)?;
    let mut logarithm = <RealOf<T> as Operand>::neutral_of_sums();
    for &pivot in factors.L().diagonal().column_vector().iter() {
        let logarithm_of_pivot = num_traits::Float::ln(real(pivot));
        logarithm += logarithm_of_pivot + logarithm_of_pivot;
    }
    Ok((logarithm, move |seed| scaled(hermitian_part(factors.inverse().as_ref()).as_ref(), T::of_real(seed))))
}

#[track_caller]
fn solve_pd_rule<T: Field>(a: Mat<T>, b: Mat<T>) -> Checked<(Mat<T>, impl Fn(Mat<T>) -> (Mat<T>, Mat<T>))> {
    check_rows("`solve_positive_definite`", &a, &b);
    let factors = cholesky_factors("`solve_positive_definite`", &a)?;
    let x = factors.solve(&b);
    Ok((x.clone(), move |mut x_bar: Mat<T>| {
        factors.solve_in_place(&mut x_bar);
        (-hermitian_part((&x_bar * x.adjoint()).as_ref()), x_bar)
    }))
}
