//! Matrix equations: Sylvester's and Lyapunov's.

use super::algebra::check_square;
use super::companion::{binary, record_ternary};
use super::dense::{Field, Matrix, Outcome};
use crate::__private::At;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use faer::Mat;
use faer::linalg::solvers::{PartialPivLu, Solve};
use ndarray::Array2;

/// The factors of `X -> A X + X B`, as a matrix by which the columns of `X`, one below the other, are multiplied.
struct Equation<T> {
    factors: PartialPivLu<T>,
    rows: usize,
    cols: usize,
}

impl<T: Field> Equation<T> {
    #[track_caller]
    fn new(operation: &str, a: &Mat<T>, b: &Mat<T>, c: &Mat<T>) -> Self {
        check_square(operation, a.shape());
        check_square(operation, b.shape());
        let (rows, cols) = (a.nrows(), b.nrows());
        let (r, s) = c.shape();
        assert_eq!(
            (r, s),
            (rows, cols),
            "{operation} needs a right side of {rows} x {cols}, and this one is {r} x {s}"
        );
        let matrix = Mat::from_fn(rows * cols, rows * cols, |at, from| {
            let ((i, j), (k, l)) = ((at % rows, at / rows), (from % rows, from / rows));
            let of_a = if j == l { a[(i, k)] } else { T::neutral_of_sums() };
            let of_b = if i == k { b[(l, j)] } else { T::neutral_of_sums() };
            of_a + of_b
        });
        Equation { factors: matrix.partial_piv_lu(), rows, cols }
    }

    fn reshaped(&self, x: &Mat<T>) -> Mat<T> {
        Mat::from_fn(self.rows, self.cols, |i, j| x[(i + j * self.rows, 0)])
    }

    fn flat(&self, x: &Mat<T>) -> Mat<T> {
        Mat::from_fn(self.rows * self.cols, 1, |at, _| x[(at % self.rows, at / self.rows)])
    }

    fn solve(&self, c: &Mat<T>) -> Mat<T> {
        self.reshaped(&self.factors.solve(self.flat(c)))
    }

    fn solve_adjoint(&self, x_bar: &Mat<T>) -> Mat<T> {
        let mut lambda = self.flat(x_bar);
        self.factors.solve_adjoint_in_place(&mut lambda);
        self.reshaped(&lambda)
    }
}

/// The solution `X` of Sylvester's equation `A X + X B = C`: with `Aᴴ Λ + Λ Bᴴ = X_bar`, `C_bar += Λ`, `A_bar -= Λ Xᴴ`,
/// `B_bar -= Xᴴ Λ`.
///
/// By the LU factors of a matrix with as many rows as `X` has entries: for small matrices.
///
/// ```
/// use ad_runtime::linalg;
/// use ndarray::array;
///
/// let x = linalg::sylvester(&array![[2.0]], &array![[3.0]], &array![[10.0]]);
/// assert_eq!(x, array![[2.0]]);
/// ```
///
/// # Panics
///
/// If `A` or `B` is not square, or `C` has not the rows of `A` and the columns of `B`.
#[track_caller]
pub fn sylvester<T: Field, A: Matrix<T>, B: Matrix<T>, C: Matrix<T>>(a: &A, b: &B, c: &C) -> Array2<T> {
    Outcome::from_plain(sylvester_rule(a.to_mat(), b.to_mat(), c.to_mat()).0)
}

/// The companion of the function [`sylvester`](sylvester()).
#[allow(non_camel_case_types)]
pub enum sylvester {}

impl sylvester {
    /// The value, and the pullback that is lent the arguments again.
    #[doc(hidden)]
    #[track_caller]
    pub fn record<I: Space, A0: Space, A1: Space, A2: Space, T: Field, A: Matrix<T>, B: Matrix<T>, C: Matrix<T>>(
        _: At<(I, A0, A1, A2)>,
        a: &A,
        b: &B,
        c: &C,
    ) -> (
        Array2<T>,
        impl Fn(&A, &B, &C, &Cotangent<Array2<T>, I>, &mut A::Place<A0>, &mut B::Place<A1>, &mut C::Place<A2>)
        + use<I, A0, A1, A2, T, A, B, C>,
    ) {
        record_ternary::<I, A0, A1, A2, Array2<T>, T, A, B, C, _>(sylvester_rule(a.to_mat(), b.to_mat(), c.to_mat()))
    }
}

type Contributions<T> = (Mat<T>, Mat<T>, Mat<T>);

#[track_caller]
fn sylvester_rule<T: Field>(a: Mat<T>, b: Mat<T>, c: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> Contributions<T>) {
    let equation = Equation::new("`sylvester`", &a, &b, &c);
    let x = equation.solve(&c);
    (x.clone(), move |x_bar: Mat<T>| {
        let lambda = equation.solve_adjoint(&x_bar);
        (-(&lambda * x.adjoint()), -(x.adjoint() * &lambda), lambda)
    })
}

binary! {
    /// The solution `X` of Lyapunov's equation `A X + X Aᴴ = Q`: with `Aᴴ Λ + Λ A = X_bar`, `Q_bar += Λ`,
    /// `A_bar -= Λ Xᴴ + Λᴴ X`.
    ///
    /// By the LU factors of a matrix with as many rows as `X` has entries: for small matrices.
    ///
    /// ```
    /// use ad_runtime::linalg;
    /// use ndarray::array;
    ///
    /// let x = linalg::lyapunov(&array![[2.0]], &array![[8.0]]);
    /// assert_eq!(x, array![[2.0]]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrices are not square and of the same size.
    fn lyapunov<T, A: Matrix<T>, B: Matrix<T>> -> Array2<T> = lyapunov_rule;
}

#[track_caller]
fn lyapunov_rule<T: Field>(a: Mat<T>, q: Mat<T>) -> (Mat<T>, impl Fn(Mat<T>) -> (Mat<T>, Mat<T>)) {
    let adjoint = super::algebra::adjoint(a.as_ref());
    let equation = Equation::new("`lyapunov`", &a, &adjoint, &q);
    let x = equation.solve(&q);
    (x.clone(), move |x_bar: Mat<T>| {
        let lambda = equation.solve_adjoint(&x_bar);
        (-(&lambda * x.adjoint() + lambda.adjoint() * &x), lambda)
    })
}
