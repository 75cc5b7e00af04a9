//! Systems with a triangular matrix, which needs no factors.

use super::algebra::{check_rows, check_square};
use super::companion::binary;
use super::dense::{DenseArray, Field, Matrix};
use crate::__private::At;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use faer::Mat;

binary! {
    /// The solution `X` of `L X = B`, where of `L` the lower triangle is read, diagonal included:
    /// `B_bar += Λ`, `L_bar -= tril(Λ Xᴴ)` with `Lᴴ Λ = X_bar`.
    ///
    /// ```
    /// use ad_runtime::{linalg, prelude::*};
    /// use ndarray::{Array1, Array2, array};
    ///
    /// #[differentiable]
    /// fn last(l: &Array2<f64>, b: &Array1<f64>) -> f64 {
    ///     linalg::solve_lower_triangular(l, b)[1]
    /// }
    ///
    /// let l = array![[2.0, f64::NAN], [1.0, 4.0]]; // what is above the diagonal is not read
    /// let (l_bar, b_bar) = last::gradient(&l, &array![2.0, 5.0]);
    /// assert_eq!(l_bar, array![[0.125, 0.0], [-0.25, -0.25]]);
    /// assert_eq!(b_bar, array![-0.125, 0.25]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has another number of rows than the right side.
    fn solve_lower_triangular<T, A: Matrix<T>, B: DenseArray<T>> -> B::Owned = rule::<T, true, false>;

    /// The solution `X` of `U X = B`, where of `U` the upper triangle is read, diagonal included:
    /// `B_bar += Λ`, `U_bar -= triu(Λ Xᴴ)` with `Uᴴ Λ = X_bar`.
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has another number of rows than the right side.
    fn solve_upper_triangular<T, A: Matrix<T>, B: DenseArray<T>> -> B::Owned = rule::<T, false, false>;

    /// As [`solve_lower_triangular`](solve_lower_triangular()), with ones on the diagonal, which is not read: its cotangent is 0.
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has another number of rows than the right side.
    fn solve_unit_lower_triangular<T, A: Matrix<T>, B: DenseArray<T>> -> B::Owned = rule::<T, true, true>;

    /// As [`solve_upper_triangular`](solve_upper_triangular()), with ones on the diagonal, which is not read: its cotangent is 0.
    ///
    /// # Panics
    ///
    /// If the matrix is not square, or has another number of rows than the right side.
    fn solve_unit_upper_triangular<T, A: Matrix<T>, B: DenseArray<T>> -> B::Owned = rule::<T, false, true>;
}

#[track_caller]
fn rule<T: Field, const LOWER: bool, const UNIT: bool>(
    a: Mat<T>,
    mut x: Mat<T>,
) -> (Mat<T>, impl Fn(Mat<T>) -> (Mat<T>, Mat<T>)) {
    check_square("a triangular system", a.shape());
    check_rows("a triangular system", &a, &x);
    match (LOWER, UNIT) {
        (true, false) => a.solve_lower_triangular_in_place(&mut x),
        (true, true) => a.solve_unit_lower_triangular_in_place(&mut x),
        (false, false) => a.solve_upper_triangular_in_place(&mut x),
        (false, true) => a.solve_unit_upper_triangular_in_place(&mut x),
    }
    (x.clone(), move |mut x_bar: Mat<T>| {
        match (LOWER, UNIT) {
            (true, false) => a.adjoint().solve_upper_triangular_in_place(&mut x_bar),
            (true, true) => a.adjoint().solve_unit_upper_triangular_in_place(&mut x_bar),
            (false, false) => a.adjoint().solve_lower_triangular_in_place(&mut x_bar),
            (false, true) => a.adjoint().solve_unit_lower_triangular_in_place(&mut x_bar),
        }
        let product = &x_bar * x.adjoint();
        let is_read = |i, j| if LOWER { i > j } else { i < j } || (i == j && !UNIT);
        let a_bar =
            Mat::from_fn(
                a.nrows(),
                a.nrows(),
                |i, j| {
                    if is_read(i, j) { -product[(i, j)] } else { T::neutral_of_sums() }
                },
            );
        (a_bar, x_bar)
    })
}
