//! `a.dot(&b)` of ndarray: the product of matrices and vectors, which conjugates nothing.

use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::Real;
use crate::policy::Space;
use crate::rules::Operand;
use ndarray::{Array1, Array2, ArrayBase, ArrayView2, ArrayViewMut2, Axis, Data, Ix1, Ix2, LinalgScalar, Zip, aview1};
use num_complex::Complex;

/// The rule of ndarray's `y = a.dot(&b)`, which is the matrix product: `a_bar += y_bar bᴴ`, `b_bar += aᴴ y_bar`.
///
/// A vector on the left is a row, on the right a column.
#[diagnostic::on_unimplemented(message = "there is no rule to differentiate `dot` of `{Self}` and `{B}`")]
pub trait ArrayDotRule<B: Differentiable>: Differentiable {
    /// The type of the product.
    type Output: Differentiable;
    /// Adds the contribution to the cotangent of `a`.
    fn arg0<D: Space, S: Space>(&self, b: &B, seed: &Cotangent<Self::Output, D>, into: &mut Cotangent<Self, S>);
    /// Adds the contribution to the cotangent of `b`.
    fn arg1<D: Space, S: Space>(&self, b: &B, seed: &Cotangent<Self::Output, D>, into: &mut Cotangent<B, S>);
}

/// A matrix in its real and imaginary parts; without the latter if all of it is real.
///
/// The products are then those of real matrices, for which ndarray has fast code, and what is real stays so.
struct Parts<T> {
    re: Array2<T>,
    im: Option<Array2<T>>,
}

impl<T: Real + LinalgScalar> Parts<T> {
    fn of<X>(matrix: ArrayView2<'_, X>, number: impl Fn(&X) -> ScalarCotangent<T>) -> Self {
        let is_real = matrix.iter().all(|x| number(x).is_real());
        Parts { re: matrix.map(|x| number(x).re()), im: (!is_real).then(|| matrix.map(|x| number(x).im())) }
    }

    /// The conjugate transpose.
    fn adjoint(self) -> Self {
        Parts { re: self.re.reversed_axes(), im: self.im.map(|im| -im.reversed_axes()) }
    }

    fn times(&self, other: &Self) -> Self {
        let mut re = self.re.dot(&other.re);
        let im = match (&self.im, &other.im) {
            (None, None) => None,
            (Some(im), None) => Some(im.dot(&other.re)),
            (None, Some(im)) => Some(self.re.dot(im)),
            (Some(left), Some(right)) => {
                re = re - left.dot(right);
                Some(left.dot(&other.re) + self.re.dot(right))
            }
        };
        Parts { re, im }
    }

    fn add_to<S: Space, A: Operand<Real = T>>(&self, into: ArrayViewMut2<'_, Cotangent<A, S>>) {
        match &self.im {
            None => Zip::from(into).and(&self.re).for_each(|into, &re| A::contribute::<S>(into, re)),
            Some(im) => Zip::from(into).and(&self.re).and(im).for_each(|into, &re, &im| {
                A::contribute::<S>(into, Complex::new(re, im));
            }),
        }
    }
}

/// `a_bar += y_bar bᴴ`, all of them matrices.
fn pull_left<D: Space, S: Space, A: Operand>(
    b: ArrayView2<'_, A>,
    seed: ArrayView2<'_, Cotangent<A, D>>,
    into: ArrayViewMut2<'_, Cotangent<A, S>>,
) {
    Parts::of(seed, A::seed::<D>).times(&Parts::of(b, |&b| b.scalar()).adjoint()).add_to::<S, A>(into);
}

/// `b_bar += aᴴ y_bar`, all of them matrices.
fn pull_right<D: Space, S: Space, A: Operand>(
    a: ArrayView2<'_, A>,
    seed: ArrayView2<'_, Cotangent<A, D>>,
    into: ArrayViewMut2<'_, Cotangent<A, S>>,
) {
    Parts::of(a, |&a| a.scalar()).adjoint().times(&Parts::of(seed, A::seed::<D>)).add_to::<S, A>(into);
}

/// One pairing; the three expressions say how the left factor, the right factor and the result are matrices.
macro_rules! array_dot_rule {
    ($left:ty, $right:ty => $output:ty; |$a:ident| $a_matrix:expr, |$b:ident| $b_matrix:expr, |$y:ident| $y_matrix:expr) => {
        impl<A: Operand, R: Data<Elem = A>, Q: Data<Elem = A>> ArrayDotRule<ArrayBase<Q, $right>>
            for ArrayBase<R, $left>
        {
            type Output = $output;
            fn arg0<D: Space, S: Space>(
                &self,
                b: &ArrayBase<Q, $right>,
                seed: &Cotangent<Self::Output, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                let ($a, $b, $y) = (into.view_mut(), b.view(), seed);
                pull_left::<D, S, A>($b_matrix, $y_matrix, $a_matrix);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                _: &ArrayBase<Q, $right>,
                seed: &Cotangent<Self::Output, D>,
                into: &mut Cotangent<ArrayBase<Q, $right>, S>,
            ) {
                let ($a, $b, $y) = (self.view(), into.view_mut(), seed);
                pull_right::<D, S, A>($a_matrix, $y_matrix, $b_matrix);
            }
        }
    };
}
array_dot_rule!(Ix1, Ix1 => A;
    |a| a.insert_axis(Axis(0)), |b| b.insert_axis(Axis(1)), |y| aview1(std::slice::from_ref(y)).insert_axis(Axis(0)));
array_dot_rule!(Ix1, Ix2 => Array1<A>; |a| a.insert_axis(Axis(0)), |b| b, |y| y.view().insert_axis(Axis(0)));
array_dot_rule!(Ix2, Ix1 => Array1<A>; |a| a, |b| b.insert_axis(Axis(1)), |y| y.view().insert_axis(Axis(1)));
array_dot_rule!(Ix2, Ix2 => Array2<A>; |a| a, |b| b, |y| y.view());

#[doc(hidden)]
pub mod array_dot {
    use super::*;

    pub fn arg0<D: Space, S: Space, A, B>(
        a: &A,
        b: &B,
        seed: &Cotangent<<A::Bare as ArrayDotRule<B::Bare>>::Output, D>,
        into: &mut Cotangent<A::Bare, S>,
    ) where
        A: Differentiable<Bare: ArrayDotRule<B::Bare>>,
        B: Differentiable<Bare: Sized>,
    {
        a.bare().arg0::<D, S>(b.bare(), seed, into);
    }

    pub fn arg1<D: Space, S: Space, A, B>(
        a: &A,
        b: &B,
        seed: &Cotangent<<A::Bare as ArrayDotRule<B::Bare>>::Output, D>,
        into: &mut Cotangent<B::Bare, S>,
    ) where
        A: Differentiable<Bare: ArrayDotRule<B::Bare>>,
        B: Differentiable<Bare: Sized>,
    {
        a.bare().arg1::<D, S>(b.bare(), seed, into);
    }
}
