//! Differentiable functions as the solvers of [`argmin`] take them: feature `argmin`.
//!
//! [`objective!`](crate::objective) makes a problem of a function into a real number, and [`residuals!`](crate::residuals) one
//! of a function into a vector, whose sum of squares is to be small. The function takes a slice, and whatever else it is given
//! there; the solver has its points in a `Vec<f64>`, or in an array of `ndarray`.
//!
//! ```
//! use ad_runtime::prelude::*;
//! use ad_runtime::objective;
//! use argmin::core::{Executor, State};
//! use argmin::solver::linesearch::MoreThuenteLineSearch;
//! use argmin::solver::newton::NewtonCG;
//!
//! #[differentiable(forward)]
//! fn hanging(x: &[f64], #[no_derivative] stiffness: f64) -> f64 {
//!     let mut sum = x[0].cosh();
//!     for i in 1..x.len() {
//!         sum += stiffness * (x[i] - x[i - 1] - 1.0).powi(2) + (x[i] - i as f64).cosh();
//!     }
//!     sum
//! }
//!
//! let problem = objective!(|x| hanging(x, 10.0), hvp);
//! let solver = NewtonCG::new(MoreThuenteLineSearch::new()).with_tolerance(1e-14).unwrap();
//! let result = Executor::new(problem, solver)
//!     .configure(|state| state.param(vec![0.5, -1.0, 3.0]).max_iters(50))
//!     .run()
//!     .unwrap();
//! assert!(result.state().get_best_cost() - 3.0 < 1e-5); // at 0, 1, 2
//! ```
//!
//! [`argmin`]: https://docs.rs/argmin

use crate::forward::Matrix;
use ::argmin::core::{CostFunction, Error, Gradient, Hessian, Jacobian, Operator};
use argmin_math::ArgminDot;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

/// Points as a solver has them.
pub trait Point: Clone {
    /// Its coordinates.
    fn coordinates(&self) -> &[f64];

    /// The point with these coordinates.
    fn from_coordinates(coordinates: Vec<f64>) -> Self;
}

impl Point for Vec<f64> {
    fn coordinates(&self) -> &[f64] {
        self
    }
    fn from_coordinates(coordinates: Vec<f64>) -> Self {
        coordinates
    }
}

impl Point for ndarray::Array1<f64> {
    fn coordinates(&self) -> &[f64] {
        self.as_slice().expect("an array of one dimension that is owned is contiguous")
    }
    fn from_coordinates(coordinates: Vec<f64>) -> Self {
        coordinates.into()
    }
}

#[cfg(feature = "nalgebra")]
impl Point for nalgebra::DVector<f64> {
    fn coordinates(&self) -> &[f64] {
        self.as_slice()
    }
    fn from_coordinates(coordinates: Vec<f64>) -> Self {
        nalgebra::DVector::from_vec(coordinates)
    }
}

/// Matrices as a solver has them.
pub trait FromMatrix {
    /// The same matrix.
    fn from_matrix(matrix: Matrix<f64>) -> Self;
}

impl FromMatrix for Matrix<f64> {
    fn from_matrix(matrix: Matrix<f64>) -> Self {
        matrix
    }
}

impl FromMatrix for Vec<Vec<f64>> {
    fn from_matrix(matrix: Matrix<f64>) -> Self {
        matrix.rows().into_iter().map(|row| row.to_vec()).collect()
    }
}

#[cfg(feature = "nalgebra")]
impl FromMatrix for nalgebra::DMatrix<f64> {
    fn from_matrix(matrix: Matrix<f64>) -> Self {
        let (rows, cols) = matrix.dim();
        nalgebra::DMatrix::from_row_iterator(rows, cols, matrix)
    }
}

/// A function to be minimised: what [`objective!`](crate::objective) makes.
///
/// Solvers ask for the value and for the gradient at the same point; both come of one run, and the last ones are kept.
pub struct Objective<P, F, H> {
    value_and_gradient: F,
    second: H,
    last: RefCell<Option<Known>>,
    point: PhantomData<fn() -> P>,
}

/// What is known at a point.
#[derive(Debug)]
struct Known {
    at: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

/// No second derivatives.
#[derive(Debug, Clone, Copy)]
pub struct NoHessian;

/// The Hessian as a matrix.
#[derive(Debug, Clone, Copy)]
pub struct Whole<S, M>(S, PhantomData<fn() -> M>);

/// The Hessian as what it makes of a direction.
#[derive(Debug)]
pub struct Products<S>(Rc<S>);

impl<P: Point, F: Fn(&[f64]) -> (f64, Vec<f64>)> Objective<P, F, NoHessian> {
    /// From a function that gives its value and its gradient.
    pub fn new(value_and_gradient: F) -> Self {
        Objective { value_and_gradient, second: NoHessian, last: RefCell::default(), point: PhantomData }
    }

    /// With the Hessian as a matrix.
    pub fn with_hessian<M, S: Fn(&[f64]) -> Matrix<f64>>(self, hessian: S) -> Objective<P, F, Whole<S, M>> {
        self.with(Whole(hessian, PhantomData))
    }

    /// With the products of the Hessian and a direction, and no matrix at all.
    pub fn with_hvp<S: Fn(&[f64], &[f64]) -> Vec<f64>>(self, hvp: S) -> Objective<P, F, Products<S>> {
        self.with(Products(Rc::new(hvp)))
    }

    fn with<H>(self, second: H) -> Objective<P, F, H> {
        Objective { value_and_gradient: self.value_and_gradient, second, last: self.last, point: self.point }
    }
}

impl<P: Point, F: Fn(&[f64]) -> (f64, Vec<f64>), H> Objective<P, F, H> {
    fn at<T>(&self, point: &P, read: impl FnOnce(&Known) -> T) -> T {
        let mut last = self.last.borrow_mut();
        let at = point.coordinates();
        let known = match last.take() {
            Some(known) if known.at == at => last.insert(known),
            _ => {
                let (value, gradient) = (self.value_and_gradient)(at);
                last.insert(Known { at: at.to_vec(), value, gradient })
            }
        };
        read(known)
    }
}

impl<P: Point, F: Fn(&[f64]) -> (f64, Vec<f64>), H> CostFunction for Objective<P, F, H> {
    type Param = P;
    type Output = f64;
    fn cost(&self, point: &P) -> Result<f64, Error> {
        Ok(self.at(point, |known| known.value))
    }
}

impl<P: Point, F: Fn(&[f64]) -> (f64, Vec<f64>), H> Gradient for Objective<P, F, H> {
    type Param = P;
    type Gradient = P;
    fn gradient(&self, point: &P) -> Result<P, Error> {
        Ok(self.at(point, |known| P::from_coordinates(known.gradient.clone())))
    }
}

impl<P: Point, F, S: Fn(&[f64]) -> Matrix<f64>, M: FromMatrix> Hessian for Objective<P, F, Whole<S, M>> {
    type Param = P;
    type Hessian = M;
    fn hessian(&self, point: &P) -> Result<M, Error> {
        Ok(M::from_matrix((self.second.0)(point.coordinates())))
    }
}

impl<P: Point, F, S: Fn(&[f64], &[f64]) -> Vec<f64>> Hessian for Objective<P, F, Products<S>> {
    type Param = P;
    type Hessian = HessianAt<P, S>;
    fn hessian(&self, point: &P) -> Result<HessianAt<P, S>, Error> {
        Ok(HessianAt { point: point.clone(), product: Rc::clone(&self.second.0) })
    }
}

impl<P, F, H: fmt::Debug> fmt::Debug for Objective<P, F, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objective").field("last", &self.last).finish_non_exhaustive()
    }
}

/// The Hessian at a point, which is never formed: it is known by its product with a vector, [`ArgminDot`].
pub struct HessianAt<P, S> {
    point: P,
    product: Rc<S>,
}

impl<P: Clone, S> Clone for HessianAt<P, S> {
    fn clone(&self) -> Self {
        HessianAt { point: self.point.clone(), product: Rc::clone(&self.product) }
    }
}

impl<P: fmt::Debug, S> fmt::Debug for HessianAt<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HessianAt").field(&self.point).finish()
    }
}

impl<P: Point, S: Fn(&[f64], &[f64]) -> Vec<f64>> ArgminDot<P, P> for HessianAt<P, S> {
    fn dot(&self, direction: &P) -> P {
        P::from_coordinates((self.product)(self.point.coordinates(), direction.coordinates()))
    }
}

/// Residuals whose sum of squares is to be minimised: what [`residuals!`](crate::residuals) makes.
pub struct Residuals<P, M, R, J> {
    residuals: R,
    jacobian: J,
    types: PhantomData<fn() -> (P, M)>,
}

impl<P: Point, M: FromMatrix, R: Fn(&[f64]) -> Vec<f64>, J: Fn(&[f64]) -> Matrix<f64>> Residuals<P, M, R, J> {
    /// From a function and its Jacobian.
    pub fn new(residuals: R, jacobian: J) -> Self {
        Residuals { residuals, jacobian, types: PhantomData }
    }
}

impl<P: Point, M, R: Fn(&[f64]) -> Vec<f64>, J> Operator for Residuals<P, M, R, J> {
    type Param = P;
    type Output = P;
    fn apply(&self, point: &P) -> Result<P, Error> {
        Ok(P::from_coordinates((self.residuals)(point.coordinates())))
    }
}

impl<P: Point, M: FromMatrix, R, J: Fn(&[f64]) -> Matrix<f64>> Jacobian for Residuals<P, M, R, J> {
    type Param = P;
    type Jacobian = M;
    fn jacobian(&self, point: &P) -> Result<M, Error> {
        Ok(M::from_matrix((self.jacobian)(point.coordinates())))
    }
}

impl<P, M, R, J> fmt::Debug for Residuals<P, M, R, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Residuals").finish_non_exhaustive()
    }
}

/// The gradient by the slice that is moved, among those of all arguments.
#[doc(hidden)]
pub trait Only {
    /// The gradient by it.
    fn only(self) -> Vec<f64>;
}

impl Only for Vec<f64> {
    fn only(self) -> Vec<f64> {
        self
    }
}

macro_rules! only {
    ($($none:ident)*; $($after:ident)*) => {
        impl Only for ($(replaced!($none),)* Vec<f64>, $(replaced!($after),)*) {
            fn only(self) -> Vec<f64> {
                #[allow(unused_variables)]
                let ($($none,)* gradient, $($after,)*) = self;
                gradient
            }
        }
    };
}
macro_rules! replaced {
    ($_name:ident) => {
        crate::NoTangent
    };
}
only!(; b);
only!(a;);
only!(; b c);
only!(a; c);
only!(a b;);
only!(; b c d);
only!(a; c d);
only!(a b; d);
only!(a b c;);
only!(; b c d e);
only!(a; c d e);
only!(a b; d e);
only!(a b c; e);
only!(a b c d;);

/// A problem for the solvers of `argmin`, of a function with `#[differentiable]` into a real number: feature `argmin`.
///
/// `objective!(|x| f(x, &data))` has value and gradient; with `hessian` or `hvp` behind it, of a function with
/// `#[differentiable(forward)]`, it has the Hessian too, as a matrix or without one. `x` is a slice, and the other arguments
/// are those without a derivative.
///
/// See [`argmin`](mod@crate::argmin) for an example.
#[macro_export]
macro_rules! objective {
    (|$x:ident| $($f:ident)::+ ( $($argument:expr),* $(,)? )) => {
        $crate::argmin::Objective::new(|$x: &[f64]| {
            let (value, gradient) = $($f)::+::value_and_gradient($($argument),*);
            (value, $crate::argmin::Only::only(gradient))
        })
    };
    (|$x:ident| $($f:ident)::+ ( $($argument:expr),* $(,)? ), hessian) => {
        $crate::objective!(|$x| $($f)::+($($argument),*)).with_hessian(|$x: &[f64]| $($f)::+::hessian($($argument),*))
    };
    (|$x:ident| $($f:ident)::+ ( $($argument:expr),* $(,)? ), hvp) => {
        $crate::objective!(|$x| $($f)::+($($argument),*)).with_hvp(|$x: &[f64], direction: &[f64]| {
            $crate::argmin::Only::only($($f)::+::hvp($($argument,)* direction))
        })
    };
}

/// A problem of least squares for the solvers of `argmin`, of a function with `#[differentiable(forward)]` into a `Vec<f64>`:
/// feature `argmin`.
///
/// ```
/// use ad_runtime::prelude::*;
/// use ad_runtime::residuals;
/// use argmin::core::{Jacobian, Operator};
///
/// #[differentiable(forward)]
/// fn line(x: &[f64], #[no_derivative] times: &[f64]) -> Vec<f64> {
///     times.iter().map(|t| x[0] * *t + x[1] - 3.0).collect()
/// }
///
/// let times = [1.0, 2.0];
/// let problem = residuals!(|x| line(x, &times));
/// let point = vec![1.0, 2.0];
/// assert_eq!(problem.apply(&point).unwrap(), [0.0, 1.0]);
/// let jacobian: Vec<Vec<f64>> = problem.jacobian(&point).unwrap();
/// assert_eq!(jacobian, [[1.0, 1.0], [2.0, 1.0]]);
/// ```
#[macro_export]
macro_rules! residuals {
    (|$x:ident| $($f:ident)::+ ( $($argument:expr),* $(,)? )) => {
        $crate::argmin::Residuals::new(
            |$x: &[f64]| $($f)::+($($argument),*),
            |$x: &[f64]| $($f)::+::jacobian($($argument),*),
        )
    };
}
