//! The trait everything stands on: which cotangent a type has in which space.

use crate::cotangent::NoTangent;
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::{NumberAxis, Space, Tangent};
use num_complex::Complex;
use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

/// The cotangent of a `T` in the space `S`.
pub type Cotangent<T, S> = <T as Differentiable>::Cotangent<S>;

/// A type whose values have cotangents.
///
/// | primal | cotangent in the tangent space | in the ambient space |
/// |---|---|---|
/// | `f64` | `f64` | [`ScalarCotangent<f64>`](crate::ScalarCotangent) |
/// | `Complex<f64>` | itself | itself |
/// | `[T]`, `Vec<T>`, arrays, tuples, derived structs | the same container, owned, of the cotangents of its parts | the same |
/// | `&T` | that of `T` | that of `T` |
/// | integers, `bool`, `char`, `str` | [`NoTangent`] | [`NoTangent`] |
///
/// ```
/// use ad_runtime::{Ambient, Differentiable, ScalarCotangent, Tangent};
///
/// let x = [1.0, 2.0];
/// let mut tangent = x.zero_cotangent::<Tangent>();
/// let mut ambient = x.zero_cotangent::<Ambient>();
/// ambient[1] = num_complex::Complex::new(3.0, 4.0).into();
/// x.accumulate::<Tangent, Ambient>(&mut tangent, &ambient); // projects while it adds
/// assert_eq!(tangent, [0.0, 3.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no cotangent",
    label = "not differentiable",
    note = "put `#[derive(Differentiable)]` on a type of your own, and `#[no_derivative]` on the fields that have no cotangent"
)]
pub trait Differentiable {
    /// The cotangent in the space `S`.
    type Cotangent<S: Space>: Clone + Debug + PartialEq + 'static;

    /// What a rule is lent to accumulate into: `[..]` for a slice, the cotangent itself for anything else.
    type Place<S: Space>: ?Sized;

    /// The type with references looked through, by which rules are found.
    type Bare: ?Sized + Differentiable;

    /// The value with references looked through.
    fn bare(&self) -> &Self::Bare;

    /// The zero cotangent of this value: its shape, and its pattern where it has one.
    fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S>;

    /// The same, as what a sum begins with: of a sign that lets the first addition be left out.
    #[inline(always)]
    fn neutral_cotangent<S: Space>(&self) -> Self::Cotangent<S> {
        self.zero_cotangent::<S>()
    }

    /// Makes a cotangent the zero one of this value, in the room that it has where that is enough.
    #[inline]
    fn clear_cotangent<S: Space>(&self, cotangent: &mut Self::Cotangent<S>) {
        *cotangent = self.zero_cotangent::<S>();
    }

    /// `into += from`, projected onto the space of `into`.
    fn accumulate<A: Space, B: Space>(&self, into: &mut Self::Cotangent<A>, from: &Self::Cotangent<B>);

    /// `into += from`, where `into` is lent as a [`Place`](Self::Place).
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Self::Place<A>, from: &Self::Cotangent<B>);

    /// Panics where a place has not the length of this value. Types without a length accept all.
    #[inline(always)]
    fn check_length<S: Space>(&self, _place: &Self::Place<S>) {}
}

/// Projection of any cotangent of a value onto the value's tangent space.
pub trait ProjectTo: Differentiable {
    /// P: ambient -> tangent. Real-linear, idempotent, self-adjoint for `<a, b> = Re sum conj(a) b`.
    ///
    /// ```
    /// use ad_runtime::{Ambient, ProjectTo, ScalarCotangent};
    /// let ambient = ScalarCotangent::from(num_complex::Complex::new(3.0, 4.0));
    /// assert_eq!(1.0_f64.project::<Ambient>(&ambient), 3.0);
    /// ```
    fn project<S: Space>(&self, cotangent: &Cotangent<Self, S>) -> Cotangent<Self, Tangent> {
        let mut projected = self.zero_cotangent::<Tangent>();
        self.accumulate::<Tangent, S>(&mut projected, cotangent);
        projected
    }
}
impl<T: Differentiable + ?Sized> ProjectTo for T {}

/// `Self` needs no choice of policy: its tangent space is its ambient space but for the number axis, which follows the
/// type.
///
/// Asked for by the public entries of a function without `project`. The lifetime is there so that the compiler checks
/// the bound where a gradient is asked for, and not where the function is defined.
#[diagnostic::on_unimplemented(
    message = "the gradient of a structured argument depends on a choice that was not made: `{Self}`",
    label = "is the gradient of this argument its stored entries, or every entry?",
    note = "say `#[differentiable(project = \"input\")]` for the stored entries, `#[differentiable(project = \"none\")]` for every entry"
)]
pub trait Chosen<'here> {}

/// A number that generic code can be differentiated over: `f32`, `f64`, and [`Complex`] of both. Sealed.
///
/// The companion of a generic function asks for `T: Scalar` besides the bounds that the function itself has. Those may be
/// traits of the user's with `zero`, `one` and `sqrt`: so this one has operators alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be differentiated as a number",
    note = "the companion of a generic function asks for `T: ad_runtime::Scalar`; it is implemented for f32, f64 and Complex of both"
)]
pub trait Scalar:
    Differentiable<Bare = Self>
    + Copy
    + crate::again::Again
    + 'static
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + crate::rules::arithmetic::Summable
    + crate::rules::arithmetic::NegRule<Computed = Self>
    + crate::rules::arithmetic::AddRule<Self, Computed = Self>
    + crate::rules::arithmetic::SubRule<Self, Computed = Self>
    + crate::rules::arithmetic::MulRule<Self, Computed = Self>
    + crate::rules::arithmetic::DivRule<Self, Computed = Self>
    + crate::rules::arithmetic::RemRule<Self, Computed = Self>
    + crate::rules::elementary::Elementary
    + crate::rules::conversion::FromRule<f32>
    + crate::rules::conversion::FromRule<f64>
    + for<'here> Chosen<'here>
{
    /// The real numbers underneath.
    type Base: Real;

    /// The cotangent of this number, known to be a [`Number`].
    ///
    /// It *is* [`Cotangent<Self, S>`](Cotangent), which generic code cannot see: the functions below tell it.
    type Entry<S: Space>: Number<Real = Self::Base>;

    /// `seed * conj(self)`, for a partial derivative, in which zero wins over infinity.
    fn pull_back<N: Number<Real = Self::Base>>(self, seed: N) -> crate::ScalarCotangent<Self::Base>;

    /// This number as one that can be accumulated.
    fn number(self) -> Self::Entry<Tangent>;

    /// A cotangent as the number that it is.
    fn entry<S: Space>(cotangent: &Cotangent<Self, S>) -> Self::Entry<S>;

    /// A place as the number that it is.
    fn entry_mut<S: Space>(place: &mut Cotangent<Self, S>) -> &mut Self::Entry<S>;
}

macro_rules! scalar {
    ($([$($generics:tt)*] $t:ty, $base:ty, $entry:ident;)*) => {$(
        impl<$($generics)*> Scalar for $t {
            type Base = $base;
            type Entry<S: Space> = <S::Number as NumberAxis>::$entry<$base>;
            #[inline(always)]
            fn pull_back<N: Number<Real = $base>>(self, seed: N) -> crate::ScalarCotangent<$base> {
                crate::rules::Partial::pull_guarded(self, seed).to_scalar()
            }
            #[inline(always)]
            fn number(self) -> $t { self }
            #[inline(always)]
            fn entry<S: Space>(cotangent: &Cotangent<$t, S>) -> Self::Entry<S> { *cotangent }
            #[inline(always)]
            fn entry_mut<S: Space>(place: &mut Cotangent<$t, S>) -> &mut Self::Entry<S> { place }
        }
    )*};
}
scalar! {
    [] f32, f32, Real;
    [] f64, f64, Real;
    [T: Real, const K: usize] Dual<T, K>, Dual<T, K>, Real;
    [] Complex<f32>, f32, Complex;
    [] Complex<f64>, f64, Complex;
    [T: Real, const K: usize] Complex<Dual<T, K>>, Dual<T, K>, Complex;
}

macro_rules! real {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Differentiable for $t {
            type Cotangent<S: Space> = <S::Number as NumberAxis>::Real<$t>;
            type Place<S: Space> = <S::Number as NumberAxis>::Real<$t>;
            type Bare = $t;
            #[inline(always)]
            fn bare(&self) -> &$t { self }
            #[inline(always)]
            fn zero_cotangent<S: Space>(&self) -> Cotangent<$t, S> { Number::zero() }
            #[inline(always)]
            fn neutral_cotangent<S: Space>(&self) -> Cotangent<$t, S> { Number::neutral() }
            #[inline(always)]
            fn accumulate<A: Space, B: Space>(&self, into: &mut Cotangent<$t, A>, from: &Cotangent<$t, B>) {
                into.accumulate(*from);
            }
            #[inline(always)]
            fn accumulate_place<A: Space, B: Space>(&self, into: &mut Cotangent<$t, A>, from: &Cotangent<$t, B>) {
                into.accumulate(*from);
            }
        }
        impl<$($generics)*> Chosen<'_> for $t {}
    )*};
}
real! {
    [] f32;
    [] f64;
    [T: Real, const K: usize] Dual<T, K>;
}

impl<T: Real> Differentiable for Complex<T> {
    type Cotangent<S: Space> = <S::Number as NumberAxis>::Complex<T>;
    type Place<S: Space> = <S::Number as NumberAxis>::Complex<T>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline(always)]
    fn zero_cotangent<S: Space>(&self) -> Cotangent<Self, S> {
        Number::zero()
    }
    #[inline(always)]
    fn neutral_cotangent<S: Space>(&self) -> Cotangent<Self, S> {
        Number::neutral()
    }
    #[inline(always)]
    fn accumulate<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        into.accumulate(*from);
    }
    #[inline(always)]
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        into.accumulate(*from);
    }
}
impl<T: Real> Chosen<'_> for Complex<T> {}

macro_rules! no_tangent {
    ($($t:ty)*) => {$(
        impl Differentiable for $t {
            type Cotangent<S: Space> = NoTangent;
            type Place<S: Space> = NoTangent;
            type Bare = $t;
            #[inline(always)]
            fn bare(&self) -> &$t { self }
            #[inline(always)]
            fn zero_cotangent<S: Space>(&self) -> NoTangent { NoTangent }
            #[inline(always)]
            fn accumulate<A: Space, B: Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
            #[inline(always)]
            fn accumulate_place<A: Space, B: Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
        }
        impl Chosen<'_> for $t {}
    )*};
}
type Unit = ();
no_tangent!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str String Unit);

impl<T: Differentiable> Differentiable for [T] {
    type Cotangent<S: Space> = Vec<T::Cotangent<S>>;
    type Place<S: Space> = [T::Cotangent<S>];
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline]
    fn zero_cotangent<S: Space>(&self) -> Vec<T::Cotangent<S>> {
        self.iter().map(T::zero_cotangent::<S>).collect()
    }
    #[inline]
    fn clear_cotangent<S: Space>(&self, cotangent: &mut Vec<T::Cotangent<S>>) {
        cotangent.truncate(self.len());
        self.iter().zip(cotangent.iter_mut()).for_each(|(value, cotangent)| value.clear_cotangent::<S>(cotangent));
        cotangent.extend(self[cotangent.len()..].iter().map(T::zero_cotangent::<S>));
    }
    #[inline]
    fn accumulate<A: Space, B: Space>(&self, into: &mut Vec<T::Cotangent<A>>, from: &Vec<T::Cotangent<B>>) {
        accumulate_slices::<A, B, T>(self, into, from);
    }
    #[inline]
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut [T::Cotangent<A>], from: &Vec<T::Cotangent<B>>) {
        accumulate_slices::<A, B, T>(self, into, from);
    }
    #[inline(always)]
    fn check_length<S: Space>(&self, place: &Self::Place<S>) {
        check_lengths(self.len(), place.len());
    }
}
impl<'here, T: Chosen<'here>> Chosen<'here> for [T] {}

#[inline(always)]
fn check_lengths(of: usize, of_cotangent: usize) {
    assert!(
        of == of_cotangent,
        "a cotangent has the length of its slice: the slice has {of} elements, the cotangent {of_cotangent}"
    );
}

/// `into += from`, element by element.
#[inline]
fn accumulate_slices<A: Space, B: Space, T: Differentiable>(
    value: &[T],
    into: &mut [T::Cotangent<A>],
    from: &[T::Cotangent<B>],
) {
    assert!(
        value.len() == into.len() && value.len() == from.len(),
        "a value of {} elements has a cotangent of {}, and {} arrive",
        value.len(),
        into.len(),
        from.len()
    );
    for ((value, into), from) in value.iter().zip(into).zip(from) {
        value.accumulate::<A, B>(into, from);
    }
}

impl<T: Differentiable> Differentiable for Vec<T> {
    type Cotangent<S: Space> = Vec<T::Cotangent<S>>;
    type Place<S: Space> = Vec<T::Cotangent<S>>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline]
    fn zero_cotangent<S: Space>(&self) -> Vec<T::Cotangent<S>> {
        self.as_slice().zero_cotangent::<S>()
    }
    #[inline]
    fn clear_cotangent<S: Space>(&self, cotangent: &mut Vec<T::Cotangent<S>>) {
        self.as_slice().clear_cotangent::<S>(cotangent);
    }
    #[inline]
    fn accumulate<A: Space, B: Space>(&self, into: &mut Vec<T::Cotangent<A>>, from: &Vec<T::Cotangent<B>>) {
        accumulate_slices::<A, B, T>(self, into, from);
    }
    #[inline]
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Vec<T::Cotangent<A>>, from: &Vec<T::Cotangent<B>>) {
        accumulate_slices::<A, B, T>(self, into, from);
    }
    #[inline(always)]
    fn check_length<S: Space>(&self, place: &Self::Place<S>) {
        check_lengths(self.len(), place.len());
    }
}
impl<'here, T: Chosen<'here>> Chosen<'here> for Vec<T> {}

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Cotangent<S: Space> = [T::Cotangent<S>; N];
    type Place<S: Space> = [T::Cotangent<S>; N];
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline]
    fn zero_cotangent<S: Space>(&self) -> [T::Cotangent<S>; N] {
        std::array::from_fn(|i| self[i].zero_cotangent::<S>())
    }
    #[inline]
    fn clear_cotangent<S: Space>(&self, cotangent: &mut [T::Cotangent<S>; N]) {
        self.iter().zip(cotangent).for_each(|(value, cotangent)| value.clear_cotangent::<S>(cotangent));
    }
    #[inline]
    fn accumulate<A: Space, B: Space>(&self, into: &mut [T::Cotangent<A>; N], from: &[T::Cotangent<B>; N]) {
        accumulate_slices::<A, B, T>(self, into, from);
    }
    #[inline]
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut [T::Cotangent<A>; N], from: &[T::Cotangent<B>; N]) {
        accumulate_slices::<A, B, T>(self, into, from);
    }
}
impl<'here, T: Chosen<'here>, const N: usize> Chosen<'here> for [T; N] {}

impl<T: Differentiable> Differentiable for Option<T> {
    type Cotangent<S: Space> = Option<T::Cotangent<S>>;
    type Place<S: Space> = Option<T::Cotangent<S>>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline]
    fn zero_cotangent<S: Space>(&self) -> Option<T::Cotangent<S>> {
        self.as_ref().map(T::zero_cotangent::<S>)
    }
    #[inline]
    fn accumulate<A: Space, B: Space>(&self, into: &mut Option<T::Cotangent<A>>, from: &Option<T::Cotangent<B>>) {
        if let (Some(value), Some(into), Some(from)) = (self, into, from) {
            value.accumulate::<A, B>(into, from);
        }
    }
    #[inline]
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Option<T::Cotangent<A>>, from: &Option<T::Cotangent<B>>) {
        self.accumulate::<A, B>(into, from);
    }
}
impl<'here, T: Chosen<'here>> Chosen<'here> for Option<T> {}

macro_rules! reference {
    ($($reference:ty),*) => {$(
        impl<T: Differentiable + ?Sized> Differentiable for $reference {
            type Cotangent<S: Space> = T::Cotangent<S>;
            type Place<S: Space> = T::Place<S>;
            type Bare = T::Bare;
            #[inline(always)]
            fn bare(&self) -> &T::Bare { (**self).bare() }
            #[inline(always)]
            fn zero_cotangent<S: Space>(&self) -> T::Cotangent<S> { (**self).zero_cotangent::<S>() }
            #[inline(always)]
            fn neutral_cotangent<S: Space>(&self) -> T::Cotangent<S> { (**self).neutral_cotangent::<S>() }
            #[inline(always)]
            fn clear_cotangent<S: Space>(&self, cotangent: &mut T::Cotangent<S>) {
                (**self).clear_cotangent::<S>(cotangent);
            }
            #[inline(always)]
            fn accumulate<A: Space, B: Space>(&self, into: &mut T::Cotangent<A>, from: &T::Cotangent<B>) {
                (**self).accumulate::<A, B>(into, from);
            }
            #[inline(always)]
            fn accumulate_place<A: Space, B: Space>(&self, into: &mut T::Place<A>, from: &T::Cotangent<B>) {
                (**self).accumulate_place::<A, B>(into, from);
            }
            #[inline(always)]
            fn check_length<S: Space>(&self, place: &T::Place<S>) { (**self).check_length::<S>(place); }
        }
        impl<'here, T: Chosen<'here> + ?Sized> Chosen<'here> for $reference {}
    )*};
}
reference!(&T, &mut T, Box<T>, std::rc::Rc<T>, std::sync::Arc<T>);

impl<T: ?Sized> Differentiable for std::marker::PhantomData<T> {
    type Cotangent<S: Space> = NoTangent;
    type Place<S: Space> = NoTangent;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline(always)]
    fn zero_cotangent<S: Space>(&self) -> NoTangent {
        NoTangent
    }
    #[inline(always)]
    fn accumulate<A: Space, B: Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
    #[inline(always)]
    fn accumulate_place<A: Space, B: Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
}
impl<T: ?Sized> Chosen<'_> for std::marker::PhantomData<T> {}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Differentiable),*> Differentiable for ($($name,)*) {
            type Cotangent<S: Space> = ($($name::Cotangent<S>,)*);
            type Place<S: Space> = ($($name::Cotangent<S>,)*);
            type Bare = Self;
            #[inline(always)]
            fn bare(&self) -> &Self { self }
            #[inline]
            fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S> { ($(self.$index.zero_cotangent::<S>(),)*) }
            #[inline]
            fn clear_cotangent<S: Space>(&self, cotangent: &mut Self::Cotangent<S>) {
                $(self.$index.clear_cotangent::<S>(&mut cotangent.$index);)*
            }
            #[inline]
            fn accumulate<A: Space, B: Space>(&self, into: &mut Self::Cotangent<A>, from: &Self::Cotangent<B>) {
                $(self.$index.accumulate::<A, B>(&mut into.$index, &from.$index);)*
            }
            #[inline]
            fn accumulate_place<A: Space, B: Space>(&self, into: &mut Self::Cotangent<A>, from: &Self::Cotangent<B>) {
                self.accumulate::<A, B>(into, from);
            }
        }
        impl<'here, $($name: Chosen<'here>),*> Chosen<'here> for ($($name,)*) {}
    };
}
tuple!(T0 0);
tuple!(T0 0, T1 1);
tuple!(T0 0, T1 1, T2 2);
tuple!(T0 0, T1 1, T2 2, T3 3);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7, T8 8, T9 9, T10 10, T11 11);
