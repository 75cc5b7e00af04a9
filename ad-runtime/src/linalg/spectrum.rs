//! Eigenvalues, singular values, and the norms and functions that they define.

use super::algebra::{check_square, hermitian_part, scale_columns, scaled};
use super::companion::unary;
use super::dense::{Field, Matrix, RealOf, real};
use crate::__private::At;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use faer::linalg::solvers::SelfAdjointEigen;
use faer::{Mat, MatRef};
use ndarray::{Array1, Array2};
use num_traits::{Float, Zero};

unary! {
    /// The eigenvalues `λ`, in increasing order, and the orthonormal eigenvectors `V`, in columns, of a symmetric or Hermitian
    /// matrix: `A = V diag(λ) Vᴴ`.
    ///
    /// Read is `(A + Aᴴ) / 2`. `A_bar += V (diag(λ_bar) + F ∘ Vᴴ V_bar) Vᴴ`, of which the Hermitian part is taken, with
    /// `F_ij = 1 / (λ_j - λ_i)`. Of an eigenvector the sign is free (here its largest entry is positive), and of a complex
    /// one the phase: the result of your function must not depend on it. Where eigenvalues are equal, single vectors have no
    /// derivative, and `F` is 0.
    ///
    /// ```
    /// use ad_runtime::{linalg, prelude::*};
    /// use ndarray::{Array2, array};
    ///
    /// #[differentiable]
    /// fn largest(a: &Array2<f64>) -> f64 {
    ///     let (values, _) = linalg::symmetric_eigen(a);
    ///     values[values.len() - 1]
    /// }
    ///
    /// let a_bar = largest::gradient(&array![[2.0, 1.0], [1.0, 2.0]]); // the eigenvector is (1, 1) / √2
    /// assert!((&a_bar - &array![[0.5, 0.5], [0.5, 0.5]]).iter().all(|x: &f64| x.abs() < 1e-15));
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or an entry is not finite.
    fn symmetric_eigen<T, A: Matrix<T>> -> (Array1<RealOf<T>>, Array2<T>) = symmetric_eigen_rule;

    /// The singular value decomposition `(U, s, V)` with `A = U diag(s) Vᴴ`: as many singular values as the shorter side has,
    /// in decreasing order, and as many columns in `U` and `V`.
    ///
    /// `A_bar += U (F ∘ (Uᴴ U_bar - h.c.) S + S F ∘ (Vᴴ V_bar - h.c.) + diag(s_bar)) Vᴴ` with `F_ij = 1 / (s_j² - s_i²)`, and
    /// what of `U_bar` and `V_bar` stands outside of the columns. Of each pair of vectors the sign is free (here the largest
    /// entry of `u` is positive), and of a complex pair the phase: the result of your function must not depend on it. Where
    /// singular values are equal, single vectors have no derivative, and `F` is 0.
    ///
    /// # Panics
    ///
    /// If an entry is not finite.
    fn svd<T, A: Matrix<T>> -> (Array2<T>, Array1<RealOf<T>>, Array2<T>) = svd_rule;

    /// The singular values, in decreasing order: `A_bar += U diag(s_bar) Vᴴ`.
    ///
    /// # Panics
    ///
    /// If an entry is not finite.
    fn singular_values<T, A: Matrix<T>> -> Array1<RealOf<T>> = singular_values_rule;

    /// The sum of the singular values: `A_bar += y_bar U Vᴴ`. A singular value of 0 has a kink there and adds nothing.
    ///
    /// # Panics
    ///
    /// If an entry is not finite.
    fn nuclear_norm<T, A: Matrix<T>> -> RealOf<T> = nuclear_norm_rule;

    /// The largest singular value, 0 of a matrix without entries: `A_bar += y_bar u vᴴ`. Of equal ones the first is taken.
    ///
    /// # Panics
    ///
    /// If an entry is not finite.
    fn spectral_norm<T, A: Matrix<T>> -> RealOf<T> = spectral_norm_rule;

    /// The square root of a symmetric or Hermitian matrix without negative eigenvalues.
    ///
    /// Read is `(A + Aᴴ) / 2`. `A_bar += V (F ∘ Vᴴ Y_bar V) Vᴴ`, of which the Hermitian part is taken, with the divided
    /// differences `F_ij = (f(λ_i) - f(λ_j)) / (λ_i - λ_j)`, which are `f'(λ)` where eigenvalues are equal.
    ///
    /// ```
    /// use ad_runtime::linalg;
    /// use ndarray::array;
    ///
    /// let root = linalg::symmetric_sqrt(&array![[5.0, 4.0], [4.0, 5.0]]); // eigenvalues 1 and 9
    /// assert!((&root - &array![[2.0, 1.0], [1.0, 2.0]]).iter().all(|x: &f64| x.abs() < 1e-14));
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or an entry is not finite.
    fn symmetric_sqrt<T, A: Matrix<T>> -> Array2<T> = symmetric_sqrt_rule;

    /// The logarithm of a symmetric or Hermitian positive definite matrix; the derivative is as that of
    /// [`symmetric_sqrt`](symmetric_sqrt()).
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or an entry is not finite.
    fn symmetric_ln<T, A: Matrix<T>> -> Array2<T> = symmetric_ln_rule;

    /// The exponential of a symmetric or Hermitian matrix; the derivative is as that of [`symmetric_sqrt`](symmetric_sqrt()).
    /// For other matrices there is [`matrix_exp`](super::matrix_exp()).
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or an entry is not finite.
    fn symmetric_exp<T, A: Matrix<T>> -> Array2<T> = symmetric_exp_rule;
}

/// Eigenvalues and eigenvectors, those of a real matrix with the largest entry positive.
#[track_caller]
fn eigen<T: Field>(operation: &str, a: &Mat<T>) -> (Vec<RealOf<T>>, Mat<T>) {
    check_square(operation, a.shape());
    let eigen: SelfAdjointEigen<T> = hermitian_part(a.as_ref())
        .self_adjoint_eigen(faer::Side::Lower)
        .unwrap_or_else(|_| panic!("{operation} needs a matrix of finite numbers"));
    let values = eigen.S().column_vector().iter().map(|&value| real(value)).collect();
    let signs = signs(eigen.U());
    (values, scale_columns(eigen.U(), &signs))
}

/// For each column of a real matrix, the sign of its largest entry; 1 for those of a complex one.
fn signs<T: Field>(vectors: MatRef<'_, T>) -> Vec<RealOf<T>> {
    let one = <RealOf<T> as num_traits::One>::one();
    let sign = |j: usize| {
        let (mut largest, mut sign) = (<RealOf<T> as Zero>::zero(), one);
        for &x in vectors.col(j).iter().filter(|_| !T::IS_COMPLEX) {
            if x.square_of_norm() > largest {
                (largest, sign) = (x.square_of_norm(), Float::signum(real(x)));
            }
        }
        sign
    };
    (0..vectors.ncols()).map(sign).collect()
}

/// `1 / x`, and 0 at 0.
fn reciprocal<X: Float>(x: X) -> X {
    if x.is_zero() { x } else { x.recip() }
}

type Eigen<T> = (Mat<RealOf<T>>, Mat<T>);

fn column<X: Copy>(values: &[X]) -> Mat<X> {
    Mat::from_fn(values.len(), 1, |i, _| values[i])
}

#[track_caller]
fn symmetric_eigen_rule<T: Field>(a: Mat<T>) -> (Eigen<T>, impl Fn(Eigen<T>) -> Mat<T>) {
    let (values, v) = eigen("`symmetric_eigen`", &a);
    ((column(&values), v.clone()), move |(values_bar, v_bar): Eigen<T>| {
        let product = v.adjoint() * &v_bar;
        let inner = Mat::from_fn(values.len(), values.len(), |i, j| {
            if i == j {
                T::of_real(values_bar[(i, 0)])
            } else {
                product[(i, j)] * T::of_real(reciprocal(values[j] - values[i]))
            }
        });
        hermitian_part((&v * inner * v.adjoint()).as_ref())
    })
}

/// The thin decomposition: U, s, V.
fn thin_svd<T: Field>(operation: &str, a: &Mat<T>) -> (Mat<T>, Vec<RealOf<T>>, Mat<T>) {
    let svd = a.thin_svd().unwrap_or_else(|_| panic!("{operation} needs a matrix of finite numbers"));
    let signs = signs(svd.U());
    let s = svd.S().column_vector().iter().map(|&s| real(s)).collect();
    (scale_columns(svd.U(), &signs), s, scale_columns(svd.V(), &signs))
}

type Svd<T> = (Mat<T>, Mat<RealOf<T>>, Mat<T>);

fn svd_rule<T: Field>(a: Mat<T>) -> (Svd<T>, impl Fn(Svd<T>) -> Mat<T>) {
    let (u, s, v) = thin_svd("`svd`", &a);
    ((u.clone(), column(&s), v.clone()), move |(u_bar, s_bar, v_bar): Svd<T>| {
        let (of_u, of_v) = (u.adjoint() * &u_bar, v.adjoint() * &v_bar);
        let inner = Mat::from_fn(s.len(), s.len(), |i, j| {
            if i == j {
                // The phase is that of `u`.
                let turn = of_u[(i, i)].scalar().im() * reciprocal(s[i]);
                return T::nearest(num_complex::Complex::new(s_bar[(i, 0)], turn).into());
            }
            let f = T::of_real(reciprocal((s[j] - s[i]) * (s[j] + s[i])));
            let skew = |x: &Mat<T>| x[(i, j)] - x[(j, i)].conjugate();
            f * (skew(&of_u) * T::of_real(s[j]) + T::of_real(s[i]) * skew(&of_v))
        });
        let inverse: Vec<_> = s.iter().map(|&s| reciprocal(s)).collect();
        let outside_u = scale_columns((&u_bar - &u * of_u).as_ref(), &inverse);
        let outside_v = scale_columns((&v_bar - &v * of_v).as_ref(), &inverse);
        (&u * inner + outside_u) * v.adjoint() + &u * outside_v.adjoint()
    })
}

fn singular_values_rule<T: Field>(a: Mat<T>) -> (Mat<RealOf<T>>, impl Fn(Mat<RealOf<T>>) -> Mat<T>) {
    let (u, s, v) = thin_svd("`singular_values`", &a);
    (column(&s), move |s_bar: Mat<RealOf<T>>| {
        let s_bar: Vec<_> = s_bar.col(0).iter().copied().collect();
        scale_columns(u.as_ref(), &s_bar) * v.adjoint()
    })
}

fn nuclear_norm_rule<T: Field>(a: Mat<T>) -> (RealOf<T>, impl Fn(RealOf<T>) -> Mat<T>) {
    let (u, s, v) = thin_svd("`nuclear_norm`", &a);
    let epsilon = <RealOf<T> as Float>::epsilon() * s.first().copied().unwrap_or_else(Zero::zero);
    (s.iter().copied().sum(), move |y_bar| {
        let shares: Vec<_> = s.iter().map(|&s| if s > epsilon { y_bar } else { Zero::zero() }).collect();
        scale_columns(u.as_ref(), &shares) * v.adjoint()
    })
}

fn spectral_norm_rule<T: Field>(a: Mat<T>) -> (RealOf<T>, impl Fn(RealOf<T>) -> Mat<T>) {
    let (u, s, v) = thin_svd("`spectral_norm`", &a);
    (s.first().copied().unwrap_or_else(Zero::zero), move |y_bar| {
        let first = s.len().min(1);
        scaled((u.subcols(0, first) * v.subcols(0, first).adjoint()).as_ref(), T::of_real(y_bar))
    })
}

/// `V diag(f(λ)) Vᴴ`, for a function and its derivative.
#[track_caller]
fn function_rule<T: Field>(
    operation: &str,
    a: Mat<T>,
    f: fn(RealOf<T>) -> RealOf<T>,
    derivative: fn(RealOf<T>) -> RealOf<T>,
) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T> + use<T>) {
    let (values, v) = eigen(operation, &a);
    let results: Vec<_> = values.iter().map(|&value| f(value)).collect();
    (scale_columns(v.as_ref(), &results) * v.adjoint(), move |y_bar: Mat<T>| {
        let product = v.adjoint() * hermitian_part(y_bar.as_ref()) * &v;
        let half = super::algebra::half::<RealOf<T>>();
        let close: RealOf<T> = Float::sqrt(Float::epsilon());
        let divided_difference = |i: usize, j: usize| {
            let (difference, middle) = (values[i] - values[j], (values[i] + values[j]) * half);
            // Where the difference of the results is mostly rounding, the derivative between them is nearer.
            if Float::abs(difference) <= close * Float::abs(middle) || difference.is_zero() {
                derivative(middle)
            } else {
                (results[i] - results[j]) / difference
            }
        };
        let inner = Mat::from_fn(values.len(), values.len(), |i, j| {
            let factor = divided_difference(i, j);
            // As everywhere, nothing comes of nothing.
            if product[(i, j)] == T::neutral_of_sums() {
                T::neutral_of_sums()
            } else {
                product[(i, j)] * T::of_real(factor)
            }
        });
        &v * inner * v.adjoint()
    })
}

#[track_caller]
fn symmetric_sqrt_rule<T: Field>(a: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    function_rule("`symmetric_sqrt`", a, Float::sqrt, |x| {
        let root = Float::sqrt(x);
        Float::recip(root + root)
    })
}

#[track_caller]
fn symmetric_ln_rule<T: Field>(a: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    function_rule("`symmetric_ln`", a, Float::ln, Float::recip)
}

#[track_caller]
fn symmetric_exp_rule<T: Field>(a: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    function_rule("`symmetric_exp`", a, Float::exp, Float::exp)
}
