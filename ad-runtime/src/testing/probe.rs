//! What the checks must know of a type: its coordinates, and those of its cotangents.

use crate::cotangent::{NoTangent, ScalarCotangent};
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::Number;
use crate::policy::Space;
use num_complex::Complex;
use std::fmt::Debug;

/// An owned value that can be moved about in its tangent space, or in the full space around it.
///
/// Each [`Space`] has an orthonormal basis at a value, for the inner product `<a, b> = Re sum conj(a) b`, in an order
/// that all methods share. A real number has one direction, a complex number two (`1` and `i`), an integer none, a
/// container those of its parts one after the other, a sparse matrix one (or two) for each stored entry in the tangent
/// space and for each entry in the ambient space. The number axis adds no directions: a real that is ambient has a
/// complex *component* along its one direction, because a real value cannot be moved off the real axis.
///
/// A struct of your own goes through its fields in order:
///
/// ```
/// use ad_runtime::testing::Probe;
/// use ad_runtime::{Cotangent, Differentiable, ScalarCotangent, Space};
///
/// #[derive(Clone, Debug)]
/// struct Line {
///     slope: f64,
///     offsets: Vec<f64>,
/// }
/// # impl Differentiable for Line {
/// #     type Cotangent<S: Space> = (Cotangent<f64, S>, Cotangent<Vec<f64>, S>);
/// #     type Place<S: Space> = Self::Cotangent<S>;
/// #     type Bare = Self;
/// #     fn bare(&self) -> &Self { self }
/// #     fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S> {
/// #         (self.slope.zero_cotangent::<S>(), self.offsets.zero_cotangent::<S>())
/// #     }
/// #     fn accumulate<A: Space, B: Space>(&self, into: &mut Self::Cotangent<A>, from: &Self::Cotangent<B>) {
/// #         self.slope.accumulate::<A, B>(&mut into.0, &from.0);
/// #         self.offsets.accumulate::<A, B>(&mut into.1, &from.1);
/// #     }
/// #     fn accumulate_place<A: Space, B: Space>(&self, into: &mut Self::Place<A>, from: &Self::Cotangent<B>) {
/// #         self.accumulate::<A, B>(into, from);
/// #     }
/// # }
///
/// impl Probe for Line {
///     const EPSILON: f64 = f64::EPSILON;
///     fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
///         Line { slope: self.slope.moved::<S>(steps), offsets: self.offsets.moved::<S>(steps) }
///     }
///     fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
///         self.slope.coordinates::<S>(&point.slope, into);
///         self.offsets.coordinates::<S>(&point.offsets, into);
///     }
///     fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
///         self.slope.components::<S>(&cotangent.0, into);
///         self.offsets.components::<S>(&cotangent.1, into);
///     }
///     fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
///         (self.slope.cotangent::<S>(components), self.offsets.cotangent::<S>(components))
///     }
/// }
/// ```
pub trait Probe: Differentiable + Clone + Debug {
    /// The distance from 1 to the next number, for the least precise of the numbers inside; 0 where there are none.
    const EPSILON: f64;

    /// The value, moved by the next of `steps` along each direction of the space `S`.
    ///
    /// A step of zero leaves its coordinate alone, and stores nothing in a matrix where nothing is stored.
    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self;

    /// Appends the coordinates of `point`, another value of the shape of this one, in the basis that `S` has at *this*
    /// value.
    ///
    /// # Panics
    ///
    /// If `point` has another shape.
    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>);

    /// Appends the component of a cotangent along each direction of the space `S`.
    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>);

    /// The cotangent in the space `S` that has the next of `components` along each direction.
    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S>;
}

/// The next of `components`, and zero after the last.
fn next(components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> ScalarCotangent<f64> {
    components.next().unwrap_or_default()
}

macro_rules! numbers {
    ($($t:ident)*) => {$(
        impl Probe for $t {
            const EPSILON: f64 = $t::EPSILON as f64;
            fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> $t {
                moved_number!($t, *self, steps)
            }
            fn coordinates<S: Space>(&self, point: &$t, into: &mut Vec<f64>) {
                into.push((*point).into());
            }
            fn components<S: Space>(&self, cotangent: &Cotangent<$t, S>, into: &mut Vec<ScalarCotangent<f64>>) {
                let cotangent = cotangent.to_scalar();
                into.push(if cotangent.is_real() {
                    f64::from(cotangent.re()).into()
                } else {
                    Complex::<f64>::new(cotangent.re().into(), cotangent.im().into()).into()
                });
            }
            fn cotangent<S: Space>(
                &self,
                components: &mut dyn Iterator<Item = ScalarCotangent<f64>>,
            ) -> Cotangent<$t, S> {
                let component = next(components);
                Number::from_scalar(if component.is_real() {
                    (component.re() as $t).into()
                } else {
                    Complex::new(component.re() as $t, component.im() as $t).into()
                })
            }
        }

        impl Probe for Complex<$t> {
            const EPSILON: f64 = $t::EPSILON as f64;
            fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
                Complex::new(moved_number!($t, self.re, steps), moved_number!($t, self.im, steps))
            }
            fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
                into.extend([f64::from(point.re), f64::from(point.im)]);
            }
            fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
                let cotangent = cotangent.to_scalar();
                into.extend([cotangent.re(), cotangent.im()].map(|part| ScalarCotangent::from(f64::from(part))));
            }
            fn cotangent<S: Space>(
                &self,
                components: &mut dyn Iterator<Item = ScalarCotangent<f64>>,
            ) -> Cotangent<Self, S> {
                let (re, im) = (next(components).re(), next(components).re());
                Number::from_scalar(Complex::new(re as $t, im as $t).into())
            }
        }
    )*};
}
macro_rules! moved_number {
    ($t:ident, $number:expr, $steps:ident) => {
        match $steps.next() {
            // Adding zero would lose the sign of a negative zero.
            None | Some(0.0) => $number,
            Some(step) => $number + step as $t,
        }
    };
}
numbers!(f32 f64);

macro_rules! no_tangent {
    ($($t:ty)*) => {$(
        impl Probe for $t {
            const EPSILON: f64 = 0.0;
            fn moved<S: Space>(&self, _: &mut dyn Iterator<Item = f64>) -> $t { self.clone() }
            fn coordinates<S: Space>(&self, _: &$t, _: &mut Vec<f64>) {}
            fn components<S: Space>(&self, _: &NoTangent, _: &mut Vec<ScalarCotangent<f64>>) {}
            fn cotangent<S: Space>(&self, _: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> NoTangent { NoTangent }
        }
    )*};
}
type Unit = ();
no_tangent!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char String Unit);
