//! The right sides of systems, and the solutions of their adjoint systems.

use super::dense::{Argument, DenseArray, Field, Outcome, Part, RealOf, real};
use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::policy::Space;
use faer::Mat;
use faer::linalg::solvers::SolveCore;
use ndarray::{ArrayBase, Data, Dimension};
use num_complex::Complex;

/// A number of a sparse matrix that can be factored: f32, f64 and `Complex` of both.
pub trait SparseField: Field + Scalar<Base = RealOf<Self>> {}
impl<T: Field + Scalar<Base = RealOf<T>>> SparseField for T {}

/// What stands on the right of a system: a slice, vector or array of numbers, or a matrix with a right side in each column.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be the right side of a system of linear equations")]
pub trait RightSide<T: SparseField>: Differentiable {
    /// The type of the solution.
    type Solution: Differentiable;
    /// A copy, a vector as a column.
    fn to_mat(&self) -> Mat<T>;
    /// A solution.
    fn solution(x: &Mat<T>) -> Self::Solution;
    /// Whether a seed has no imaginary part that its space could hold.
    fn is_real<D: Space>(seed: &Cotangent<Self::Solution, D>) -> bool;
    /// A part of a seed.
    fn part<D: Space>(seed: &Cotangent<Self::Solution, D>, part: Part) -> Mat<T>;
    /// Adds to the cotangent.
    fn contribute<S: Space>(place: &mut Self::Place<S>, lambda: &Lambda<T>);
}

macro_rules! right_side_of_numbers {
    ($([$($generics:tt)*] $B:ty;)*) => {$(
        impl<T: SparseField, $($generics)*> RightSide<T> for $B {
            type Solution = Vec<T>;
            fn to_mat(&self) -> Mat<T> {
                Mat::from_fn(self.len(), 1, |i, _| self[i])
            }
            fn solution(x: &Mat<T>) -> Vec<T> {
                x.col(0).iter().copied().collect()
            }
            fn is_real<D: Space>(seed: &Vec<Cotangent<T, D>>) -> bool {
                seed.iter().all(|seed| T::seed::<D>(seed).is_real())
            }
            fn part<D: Space>(seed: &Vec<Cotangent<T, D>>, part: Part) -> Mat<T> {
                Mat::from_fn(seed.len(), 1, |i, _| part.of::<T>(T::seed::<D>(&seed[i])))
            }
            fn contribute<S: Space>(place: &mut Self::Place<S>, lambda: &Lambda<T>) {
                place.iter_mut().enumerate().for_each(|(i, into)| T::contribute::<S>(into, lambda.number(i, 0)));
            }
        }
    )*};
}
right_side_of_numbers! {
    [] [T];
    [] Vec<T>;
    [const N: usize] [T; N];
}

impl<T: SparseField, R: Data<Elem = T>, Dim: Dimension> RightSide<T> for ArrayBase<R, Dim>
where
    Self: DenseArray<T>,
{
    type Solution = <Self as DenseArray<T>>::Owned;
    fn to_mat(&self) -> Mat<T> {
        DenseArray::to_mat(self)
    }
    fn solution(x: &Mat<T>) -> Self::Solution {
        Outcome::from_plain(x.clone())
    }
    fn is_real<D: Space>(seed: &Cotangent<Self::Solution, D>) -> bool {
        Self::Solution::is_real::<D>(seed)
    }
    fn part<D: Space>(seed: &Cotangent<Self::Solution, D>, part: Part) -> Mat<T> {
        Self::Solution::part::<D>(seed, part)
    }
    fn contribute<S: Space>(place: &mut Self::Place<S>, lambda: &Lambda<T>) {
        <Self as Argument>::contribute::<S>(place, &lambda.own, lambda.imaginary.as_ref());
    }
}

/// The solution of the adjoint system: that for the seed, or for its real and for its imaginary part.
#[derive(Debug)]
pub struct Lambda<T> {
    own: Mat<T>,
    imaginary: Option<Mat<T>>,
}

impl<T: SparseField> Lambda<T> {
    /// The solution of `Aᴴ Λ = X_bar`.
    pub(super) fn new<D: Space, B: RightSide<T> + ?Sized>(
        factors: &impl SolveCore<T>,
        seed: &Cotangent<B::Solution, D>,
    ) -> Self {
        let solved = |part: Part| {
            let mut lambda = B::part::<D>(seed, part);
            factors.solve_transpose_in_place_with_conj(faer::Conj::Yes, lambda.as_mut());
            lambda
        };
        let is_whole = T::IS_COMPLEX || B::is_real::<D>(seed);
        Lambda { own: solved(Part::Own), imaginary: (!is_whole).then(|| solved(Part::Imaginary)) }
    }

    pub(super) fn number(&self, i: usize, j: usize) -> ScalarCotangent<RealOf<T>> {
        match &self.imaginary {
            None => self.own[(i, j)].scalar(),
            Some(imaginary) => Complex::new(real(self.own[(i, j)]), real(imaginary[(i, j)])).into(),
        }
    }
}
