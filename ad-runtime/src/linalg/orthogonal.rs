//! QR factors, least squares and the pseudoinverse.

use super::algebra::{adjoint, check_rows};
use super::companion::{binary, unary};
use super::dense::{DenseArray, Field, Matrix, real};
use crate::__private::At;
use crate::cotangent::product::modulus;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use faer::Mat;
use ndarray::Array2;

unary! {
    /// `(Q, R)` with `A = Q R`, where `Q` has orthonormal columns, as many as the shorter side of `A`, and `R` is upper
    /// triangular (trapezoidal, if `A` is wider than high) with a positive diagonal, which makes them unique.
    ///
    /// `A_bar += (Q_bar + Q G) R⁻ᴴ`, where `G` is the Hermitian matrix with the upper triangle of
    /// `R_bar Rᴴ - Qᴴ Q_bar`. The leading columns must be independent.
    ///
    /// ```
    /// use ad_runtime::linalg;
    /// use ndarray::array;
    ///
    /// let (q, r) = linalg::qr(&array![[3.0, 5.0], [4.0, 10.0]]);
    /// assert!((&q - &array![[0.6, -0.8], [0.8, 0.6]]).iter().all(|x: &f64| x.abs() < 1e-15));
    /// assert!((&r - &array![[5.0, 11.0], [0.0, 2.0]]).iter().all(|x: &f64| x.abs() < 1e-14));
    /// ```
    fn qr<T, A: Matrix<T>> -> (Array2<T>, Array2<T>) = qr_rule;

    /// The pseudoinverse of Moore and Penrose, where the rank of the matrix is that of the matrices near it:
    /// `A_bar += -Yᴴ Y_bar Yᴴ + (I - A Y) Y_barᴴ Y Yᴴ + Yᴴ Y Y_barᴴ (I - Y A)`.
    ///
    /// ```
    /// use ad_runtime::linalg;
    /// use ndarray::array;
    ///
    /// let y = linalg::pseudo_inverse(&array![[2.0], [0.0]]);
    /// assert!((&y - &array![[0.5, 0.0]]).iter().all(|x: &f64| x.abs() < 1e-15));
    /// ```
    ///
    /// # Panics
    ///
    /// If the singular values cannot be found, which happens where an entry is not finite.
    fn pseudo_inverse<T, A: Matrix<T>> -> Array2<T> = pseudo_inverse_rule;
}

/// The factors, with a positive diagonal.
fn positive_qr<T: Field>(a: &Mat<T>) -> (Mat<T>, Mat<T>) {
    let factors = a.qr();
    let (q, r) = (factors.compute_thin_Q(), factors.thin_R().to_owned());
    let turns: Vec<T> = (0..r.nrows())
        .map(|i| {
            let size = modulus(r[(i, i)].scalar());
            if num_traits::Zero::is_zero(&size) { T::neutral_of_products() } else { r[(i, i)].divided(size) }
        })
        .collect();
    (
        Mat::from_fn(q.nrows(), q.ncols(), |i, j| q[(i, j)] * turns[j]),
        Mat::from_fn(
            r.nrows(),
            r.ncols(),
            |i, j| {
                if i > j { T::neutral_of_sums() } else { turns[i].conjugate() * r[(i, j)] }
            },
        ),
    )
}

fn qr_rule<T: Field>(a: Mat<T>) -> ((Mat<T>, Mat<T>), impl Fn((Mat<T>, Mat<T>)) -> Mat<T>) {
    let (q, r) = positive_qr(&a);
    let (k, n) = r.shape();
    ((q.clone(), r.clone()), move |(mut q_bar, r_bar): (Mat<T>, Mat<T>)| {
        // The columns behind the square part of R are `Qᴴ` times those of A.
        let behind = r_bar.subcols(k, n - k);
        q_bar += a.subcols(k, n - k) * behind.adjoint();
        let square = r.subcols(0, k);
        let w = r_bar.subcols(0, k) * square.adjoint() - q.adjoint() * &q_bar;
        let g = Mat::from_fn(k, k, |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Less => w[(i, j)],
            std::cmp::Ordering::Equal => T::of_real(real(w[(i, j)])),
            std::cmp::Ordering::Greater => w[(j, i)].conjugate(),
        });
        // `(..) R⁻ᴴ` is `(R⁻¹ (..)ᴴ)ᴴ`.
        let mut leading = adjoint((q_bar + &q * g).as_ref());
        square.solve_upper_triangular_in_place(&mut leading);
        let behind = &q * behind;
        Mat::from_fn(a.nrows(), n, |i, j| if j < k { leading[(j, i)].conjugate() } else { behind[(i, j - k)] })
    })
}

fn pseudo_inverse_rule<T: Field>(a: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Mat<T>) {
    let y = a.thin_svd().expect("the matrix of a pseudoinverse is finite").pseudoinverse();
    (y.clone(), move |y_bar: Mat<T>| {
        let (rows, cols) = a.shape();
        let outside = Mat::<T>::identity(rows, rows) - &a * &y;
        let inside = Mat::<T>::identity(cols, cols) - &y * &a;
        outside * y_bar.adjoint() * &y * y.adjoint() + y.adjoint() * &y * y_bar.adjoint() * inside
            - y.adjoint() * &y_bar * y.adjoint()
    })
}

binary! {
    /// The `X` with the least `‖A X - B‖`, for a matrix at least as high as wide, with independent columns.
    ///
    /// By QR factors. With `Z = (AᴴA)⁻¹ X_bar`: `B_bar += A Z`, `A_bar += (B - A X) Zᴴ - A Z Xᴴ`.
    ///
    /// ```
    /// use ad_runtime::{linalg, prelude::*};
    /// use ndarray::{Array1, Array2, array};
    ///
    /// /// The slope of the line through points.
    /// #[differentiable]
    /// fn slope(a: &Array2<f64>, y: &Array1<f64>) -> f64 {
    ///     linalg::least_squares(a, y)[1]
    /// }
    ///
    /// let at = array![[1.0, -1.0], [1.0, 0.0], [1.0, 1.0]];
    /// let (_, y_bar) = slope::gradient(&at, &array![1.0, 2.0, 4.0]);
    /// assert!((&y_bar - &array![-0.5, 0.0, 0.5]).iter().all(|x: &f64| x.abs() < 1e-15));
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix is wider than high, or has another number of rows than the right side.
    fn least_squares<T, A: Matrix<T>, B: DenseArray<T>> -> B::Owned = least_squares_rule;
}

#[track_caller]
fn least_squares_rule<T: Field>(a: Mat<T>, b: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> (Mat<T>, Mat<T>)) {
    let (rows, cols) = a.shape();
    assert!(rows >= cols, "`least_squares` needs at least as many rows as columns, and there are {rows} and {cols}");
    check_rows("`least_squares`", &a, &b);
    let (q, r) = positive_qr(&a);
    let mut x = q.adjoint() * &b;
    r.solve_upper_triangular_in_place(&mut x);
    (x.clone(), move |mut z: Mat<T>| {
        r.adjoint().solve_lower_triangular_in_place(&mut z);
        r.solve_upper_triangular_in_place(&mut z);
        let b_bar = &a * &z;
        ((&b - &a * &x) * z.adjoint() - &b_bar * x.adjoint(), b_bar)
    })
}
