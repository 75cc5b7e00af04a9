//! The arrays of ndarray as matrices of faer, and their seeds and cotangents as plain numbers.
//!
//! A rule of linear algebra is written once, for numbers of one type. Of a real matrix in an ambient space the cotangents
//! are complex; a pullback is linear, so it runs for the real part and for the imaginary part.

use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::Real;
use crate::policy::Space;
use crate::rules::{Operand, Partial};
use faer::Mat;
use faer::traits::{ComplexField, RealField};
use ndarray::{Array1, Array2, ArrayBase, Data, Ix1, Ix2};
use num_complex::Complex;

/// A number of a matrix or a result: f32, f64 and `Complex` of both.
pub trait Entry: Operand + Outcome<Plain = Self> {
    /// Whether the numbers are complex.
    const IS_COMPLEX: bool;

    /// A real number among them.
    fn of_real(x: RealOf<Self>) -> Self;

    /// Their nearest to a cotangent.
    fn nearest(x: ScalarCotangent<RealOf<Self>>) -> Self;
}

/// The numbers that matrices are decomposed over: f32, f64 and `Complex` of both.
pub trait Field: Entry + Partial<Real: RealEntry> + ComplexField<Real = RealOf<Self>> {}
impl<T: Entry + Partial<Real: RealEntry> + ComplexField<Real = RealOf<T>>> Field for T {}

/// f32 and f64.
pub trait RealEntry: Real + RealField + Entry {}
impl<T: Real + RealField + Entry> RealEntry for T {}

/// The real numbers underneath.
pub type RealOf<T> = <T as Partial>::Real;

macro_rules! real_entry {
    ($($t:ty)*) => {$(
        impl Entry for $t {
            const IS_COMPLEX: bool = false;
            fn of_real(x: $t) -> $t { x }
            fn nearest(x: ScalarCotangent<$t>) -> $t { x.re() }
        }
        impl Entry for Complex<$t> {
            const IS_COMPLEX: bool = true;
            fn of_real(x: $t) -> Self { x.into() }
            fn nearest(x: ScalarCotangent<$t>) -> Self { x.to_complex() }
        }
    )*};
}
real_entry!(f32 f64);

/// The real part of a number.
pub(super) fn real<T: Entry>(x: T) -> RealOf<T> {
    x.scalar().re()
}

/// Which part of a seed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    /// All of it where the numbers are complex, the real part where they are real.
    Own,
    /// The imaginary part, of real numbers.
    Imaginary,
}

impl Part {
    pub(super) fn of<T: Entry>(self, seed: ScalarCotangent<RealOf<T>>) -> T {
        match self {
            Part::Own => T::nearest(seed),
            Part::Imaginary => T::of_real(seed.im()),
        }
    }
}

/// What a function of linear algebra returns.
pub trait Outcome: Differentiable + Sized {
    /// The same as plain numbers.
    type Plain;
    /// From plain numbers.
    fn from_plain(plain: Self::Plain) -> Self;
    /// Whether a seed has no imaginary part that its space could hold.
    fn is_real<D: Space>(seed: &Cotangent<Self, D>) -> bool;
    /// A part of a seed, as plain numbers.
    fn part<D: Space>(seed: &Cotangent<Self, D>, part: Part) -> Self::Plain;
}

/// What a function of linear algebra is given: its contributions arrive as plain numbers.
pub trait Argument: Differentiable {
    /// The type of contributions.
    type Plain;
    /// `into += own + i imaginary`
    fn contribute<S: Space>(into: &mut Self::Place<S>, own: &Self::Plain, imaginary: Option<&Self::Plain>);
}

macro_rules! number {
    ($($t:ty)*) => {$(
        impl Outcome for $t {
            type Plain = $t;
            fn from_plain(plain: $t) -> $t { plain }
            fn is_real<D: Space>(seed: &Cotangent<$t, D>) -> bool { <$t>::seed::<D>(seed).is_real() }
            fn part<D: Space>(seed: &Cotangent<$t, D>, part: Part) -> $t { part.of(<$t>::seed::<D>(seed)) }
        }
    )*};
}
number!(f32 f64 Complex<f32> Complex<f64>);

/// One number of a contribution.
fn contribute<T: Entry, S: Space>(into: &mut Cotangent<T, S>, own: T, imaginary: Option<T>) {
    match imaginary {
        None => T::contribute::<S>(into, own.scalar()),
        Some(imaginary) => T::contribute::<S>(into, Complex::new(own.scalar().re(), imaginary.scalar().re())),
    }
}

/// A vector or a matrix of ndarray, owned or a view, as a matrix of faer; a vector is a column.
pub trait DenseArray<T: Field>: Differentiable<Bare = Self> + Argument<Plain = Mat<T>> {
    /// The owned array of the same number of dimensions.
    type Owned: Outcome<Plain = Mat<T>>;
    /// A copy.
    fn to_mat(&self) -> Mat<T>;
}

/// A matrix of ndarray, owned or a view.
pub trait Matrix<T: Field>: DenseArray<T> {}
impl<T: Field, R: Data<Elem = T>> Matrix<T> for ArrayBase<R, Ix2> {}

macro_rules! dense_array {
    ($dimension:ty, $Owned:ident;
        |$mat:ident| $from:expr, |$array:ident| $to:expr, |$index:pat_param| $i:expr) => {
        impl<T: Entry> Outcome for $Owned<T> {
            type Plain = Mat<T>;
            fn from_plain($mat: Mat<T>) -> Self {
                $from
            }
            fn is_real<D: Space>(seed: &Cotangent<Self, D>) -> bool {
                seed.iter().all(|seed| T::seed::<D>(seed).is_real())
            }
            fn part<D: Space>(seed: &Cotangent<Self, D>, part: Part) -> Mat<T> {
                let $array = seed.map(|seed| part.of::<T>(T::seed::<D>(seed)));
                $to
            }
        }

        impl<T: Entry, R: Data<Elem = T>> Argument for ArrayBase<R, $dimension> {
            type Plain = Mat<T>;
            fn contribute<S: Space>(into: &mut Cotangent<Self, S>, own: &Mat<T>, imaginary: Option<&Mat<T>>) {
                for ($index, into) in into.indexed_iter_mut() {
                    contribute::<T, S>(into, own[$i], imaginary.map(|imaginary| imaginary[$i]));
                }
            }
        }

        impl<T: Field, R: Data<Elem = T>> DenseArray<T> for ArrayBase<R, $dimension> {
            type Owned = $Owned<T>;
            fn to_mat(&self) -> Mat<T> {
                let $array = self;
                $to
            }
        }
    };
}
dense_array!(Ix1, Array1; |mat| (0..mat.nrows()).map(|i| mat[(i, 0)]).collect(),
    |array| Mat::from_fn(array.len(), 1, |i, _| array[i]), |i| (i, 0));
dense_array!(Ix2, Array2; |mat| Array2::from_shape_fn(mat.shape(), |at| mat[at]),
    |array| Mat::from_fn(array.nrows(), array.ncols(), |i, j| array[(i, j)]), |at| at);

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Outcome),*> Outcome for ($($name,)*) {
            type Plain = ($($name::Plain,)*);
            fn from_plain(plain: Self::Plain) -> Self {
                ($($name::from_plain(plain.$index),)*)
            }
            fn is_real<D: Space>(seed: &Cotangent<Self, D>) -> bool {
                $($name::is_real::<D>(&seed.$index))&&*
            }
            fn part<D: Space>(seed: &Cotangent<Self, D>, part: Part) -> Self::Plain {
                ($($name::part::<D>(&seed.$index, part),)*)
            }
        }
    };
}
tuple!(Y0 0, Y1 1);
tuple!(Y0 0, Y1 1, Y2 2);
