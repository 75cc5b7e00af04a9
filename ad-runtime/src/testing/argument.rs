//! How a value is passed: by value or by reference.

use super::probe::Probe;
use crate::diagonal::Diagonal;
use crate::differentiable::Scalar;
use num_complex::Complex;
use num_traits::Zero;
use std::fmt::Debug;
use std::marker::PhantomData;

/// A value as it is passed to a function, by value or by reference, and the owned value that stands behind it.
///
/// A check moves the owned value and lends it again. References to [`Probe`] values are arguments already; a type of
/// your own that is passed *by value* needs three lines:
///
/// ```
/// use ad_runtime::testing::Argument;
/// # use ad_runtime::testing::Probe;
/// # use ad_runtime::{Cotangent, Differentiable, ScalarCotangent, Space};
/// # #[derive(Clone, Copy, Debug)]
/// # struct Angle(f64);
/// # impl Differentiable for Angle {
/// #     type Cotangent<S: Space> = Cotangent<f64, S>;
/// #     type Place<S: Space> = Cotangent<f64, S>;
/// #     type Bare = Self;
/// #     fn bare(&self) -> &Self { self }
/// #     fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S> { self.0.zero_cotangent::<S>() }
/// #     fn accumulate<A: Space, B: Space>(&self, into: &mut Self::Cotangent<A>, from: &Self::Cotangent<B>) {
/// #         self.0.accumulate::<A, B>(into, from)
/// #     }
/// #     fn accumulate_place<A: Space, B: Space>(&self, into: &mut Self::Place<A>, from: &Self::Cotangent<B>) {
/// #         self.0.accumulate::<A, B>(into, from)
/// #     }
/// # }
/// # impl Probe for Angle {
/// #     const EPSILON: f64 = f64::EPSILON;
/// #     fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self { Angle(self.0.moved::<S>(steps)) }
/// #     fn coordinates<S: Space>(&self, p: &Self, into: &mut Vec<f64>) { self.0.coordinates::<S>(&p.0, into) }
/// #     fn components<S: Space>(&self, c: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
/// #         self.0.components::<S>(c, into)
/// #     }
/// #     fn cotangent<S: Space>(&self, c: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
/// #         self.0.cotangent::<S>(c)
/// #     }
/// # }
/// impl Argument for Angle {
///     type Owned = Angle;
///     type Lent<'a> = Angle;
///     fn owned(&self) -> Angle { *self }
///     fn lend(owned: &Angle) -> Angle { *owned }
/// }
/// ```
pub trait Argument {
    /// The owned value.
    type Owned: Probe + 'static;

    /// What is passed, borrowed from the owned value.
    type Lent<'a>;

    /// A copy that owns itself.
    fn owned(&self) -> Self::Owned;

    /// Passes the owned value as `Self` passes its own.
    fn lend(owned: &Self::Owned) -> Self::Lent<'_>;
}

/// The owned value of an argument.
pub fn owned<A: Argument>(argument: &A) -> A::Owned {
    argument.owned()
}

/// The way an argument is passed, without the argument.
#[derive(Debug)]
pub struct Lender<A>(PhantomData<fn() -> A>);

impl<A: Argument> Lender<A> {
    /// The owned value of the argument.
    pub fn owned(&self, argument: &A) -> A::Owned {
        argument.owned()
    }

    /// Passes this value.
    pub fn lend<'a>(&self, owned: &'a A::Owned) -> A::Lent<'a> {
        A::lend(owned)
    }
}

/// The types of the parameters of a function.
#[derive(Debug)]
pub struct Parameters<P>(PhantomData<fn() -> P>);

/// A function with the parameters `P`, a tuple.
pub trait HasParameters<P> {}

/// The parameters of a function, whose number `P` tells.
pub fn parameters<F: HasParameters<P>, P>(_: F) -> Parameters<P> {
    Parameters(PhantomData)
}

macro_rules! parameters {
    ($($name:ident)*) => {
        impl<R, $($name,)* F: Fn($($name),*) -> R> HasParameters<($($name,)*)> for F {}
        impl<$($name),*> Parameters<($($name,)*)> {
            /// How each argument is passed.
            pub fn lenders(&self) -> ($(Lender<$name>,)*) {
                ($(Lender::<$name>(PhantomData),)*)
            }
            /// The arguments, coerced to the types of the parameters.
            #[allow(non_snake_case)]
            pub fn values(&self, $($name: $name),*) -> ($($name,)*) {
                ($($name,)*)
            }
        }
    };
}
parameters!(A);
parameters!(A B);
parameters!(A B C);
parameters!(A B C D);
parameters!(A B C D E);
parameters!(A B C D E G);

macro_rules! by_value {
    ($($t:ty)*) => {$(
        impl Argument for $t {
            type Owned = $t;
            type Lent<'a> = $t;
            fn owned(&self) -> $t { self.clone() }
            fn lend(owned: &$t) -> $t { owned.clone() }
        }
    )*};
}
type Unit = ();
by_value!(f32 f64 Complex<f32> Complex<f64>);
by_value!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char String Unit);

impl<N: Scalar + Probe + Zero + 'static> Argument for Diagonal<N> {
    type Owned = Diagonal<N>;
    type Lent<'a> = Diagonal<N>;
    fn owned(&self) -> Self::Owned {
        self.clone()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.clone()
    }
}

impl<T: Probe + 'static> Argument for &T {
    type Owned = T;
    type Lent<'a> = &'a T;
    fn owned(&self) -> T {
        T::clone(self)
    }
    fn lend(owned: &T) -> &T {
        owned
    }
}

impl<T: Probe + 'static> Argument for &[T] {
    type Owned = Vec<T>;
    type Lent<'a> = &'a [T];
    fn owned(&self) -> Vec<T> {
        self.to_vec()
    }
    fn lend(owned: &Vec<T>) -> &[T] {
        owned
    }
}

impl Argument for &str {
    type Owned = String;
    type Lent<'a> = &'a str;
    fn owned(&self) -> String {
        self.to_string()
    }
    fn lend(owned: &String) -> &str {
        owned
    }
}

impl<A: Argument> Argument for Vec<A> {
    type Owned = Vec<A::Owned>;
    type Lent<'a> = Vec<A::Lent<'a>>;
    fn owned(&self) -> Self::Owned {
        self.iter().map(A::owned).collect()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.iter().map(A::lend).collect()
    }
}

impl<A: Argument, const N: usize> Argument for [A; N] {
    type Owned = [A::Owned; N];
    type Lent<'a> = [A::Lent<'a>; N];
    fn owned(&self) -> Self::Owned {
        self.each_ref().map(A::owned)
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.each_ref().map(A::lend)
    }
}

impl<A: Argument> Argument for Option<A> {
    type Owned = Option<A::Owned>;
    type Lent<'a> = Option<A::Lent<'a>>;
    fn owned(&self) -> Self::Owned {
        self.as_ref().map(A::owned)
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.as_ref().map(A::lend)
    }
}

impl<A: Argument, E: Clone + Debug + 'static> Argument for Result<A, E> {
    type Owned = Result<A::Owned, E>;
    type Lent<'a> = Result<A::Lent<'a>, E>;
    fn owned(&self) -> Self::Owned {
        self.as_ref().map(A::owned).map_err(E::clone)
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.as_ref().map(A::lend).map_err(E::clone)
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Argument),*> Argument for ($($name,)*) {
            type Owned = ($($name::Owned,)*);
            type Lent<'a> = ($($name::Lent<'a>,)*);
            fn owned(&self) -> Self::Owned { ($(self.$index.owned(),)*) }
            fn lend(owned: &Self::Owned) -> Self::Lent<'_> { ($($name::lend(&owned.$index),)*) }
        }
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
