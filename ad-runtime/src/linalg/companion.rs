//! What makes a function of linear algebra differentiable: its companion, as `#[differentiable]` would write one.
//!
//! A rule computes the value from matrices of plain numbers, and a pullback for plain numbers, which takes a seed and gives
//! the contribution to each argument. The pullback keeps what it needs: the factors of the matrix, above all.

use super::dense::{Argument, DenseArray, Entry, Field, Outcome, Part};
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;

/// What a function returns: an [`Outcome`], or one in a `Result`.
pub trait Returned: Differentiable + Sized {
    /// The outcome.
    type Inside: Outcome;
    /// What the rule computes, with a pullback `P`.
    type Recorded<P>;
    /// The value, and the pullback if the function did not fail.
    fn split<P>(recorded: Self::Recorded<P>) -> (Self, Option<P>);
    /// The seed of the outcome.
    fn seed<D: Space>(seed: &Cotangent<Self, D>) -> Option<&Cotangent<Self::Inside, D>>;
}

impl<Y: Outcome> Returned for Y {
    type Inside = Y;
    type Recorded<P> = (Y::Plain, P);
    fn split<P>((value, pull): (Y::Plain, P)) -> (Y, Option<P>) {
        (Y::from_plain(value), Some(pull))
    }
    fn seed<D: Space>(seed: &Cotangent<Y, D>) -> Option<&Cotangent<Y, D>> {
        Some(seed)
    }
}

impl<Y: Outcome, E> Returned for Result<Y, E> {
    type Inside = Y;
    type Recorded<P> = Result<(Y::Plain, P), E>;
    fn split<P>(recorded: Self::Recorded<P>) -> (Self, Option<P>) {
        match recorded {
            Ok((value, pull)) => (Ok(Y::from_plain(value)), Some(pull)),
            Err(error) => (Err(error), None),
        }
    }
    fn seed<D: Space>(seed: &Option<Cotangent<Y, D>>) -> Option<&Cotangent<Y, D>> {
        seed.as_ref()
    }
}

/// The seed of a [`Returned`], as plain numbers.
pub(super) type Seed<V> = <<V as Returned>::Inside as Outcome>::Plain;

/// The contributions of a seed, and those of its imaginary part where it has one that is pulled back for itself.
fn contributions<V: Returned, T: Entry, D: Space, C>(
    pull: Option<&impl Fn(Seed<V>) -> C>,
    seed: &Cotangent<V, D>,
) -> Option<(C, Option<C>)> {
    let (pull, seed) = (pull?, V::seed::<D>(seed)?);
    let is_whole = T::IS_COMPLEX || V::Inside::is_real::<D>(seed);
    let imaginary = (!is_whole).then(|| pull(V::Inside::part::<D>(seed, Part::Imaginary)));
    Some((pull(V::Inside::part::<D>(seed, Part::Own)), imaginary))
}

/// What the companion of a function with one argument records.
pub(super) fn record_unary<I: Space, A0: Space, V: Returned, T: Field, A: DenseArray<T>, P>(
    recorded: V::Recorded<P>,
) -> (V, impl Fn(&A, &Cotangent<V, I>, &mut A::Place<A0>) + use<I, A0, V, T, A, P>)
where
    P: Fn(Seed<V>) -> A::Plain,
{
    let (value, pull) = V::split(recorded);
    (value, move |_: &A, seed: &_, a_bar: &mut _| {
        if let Some((own, imaginary)) = contributions::<V, T, I, _>(pull.as_ref(), seed) {
            A::contribute::<A0>(a_bar, &own, imaginary.as_ref());
        }
    })
}

/// What the companion of a function with two arguments records.
pub(super) fn record_binary<I: Space, A0: Space, A1: Space, V: Returned, T: Field, A: DenseArray<T>, B: Argument, P>(
    recorded: V::Recorded<P>,
) -> (V, impl Fn(&A, &B, &Cotangent<V, I>, &mut A::Place<A0>, &mut B::Place<A1>) + use<I, A0, A1, V, T, A, B, P>)
where
    P: Fn(Seed<V>) -> (A::Plain, B::Plain),
{
    let (value, pull) = V::split(recorded);
    (value, move |_: &A, _: &B, seed: &_, a_bar: &mut _, b_bar: &mut _| {
        if let Some((own, imaginary)) = contributions::<V, T, I, _>(pull.as_ref(), seed) {
            let imaginary = imaginary.as_ref();
            A::contribute::<A0>(a_bar, &own.0, imaginary.map(|imaginary| &imaginary.0));
            B::contribute::<A1>(b_bar, &own.1, imaginary.map(|imaginary| &imaginary.1));
        }
    })
}

/// What the companion of a function with three arguments records.
pub(super) fn record_ternary<I: Space, A0: Space, A1: Space, A2: Space, V, T: Field, A, B, C, P>(
    recorded: V::Recorded<P>,
) -> (
    V,
    impl Fn(&A, &B, &C, &Cotangent<V, I>, &mut A::Place<A0>, &mut B::Place<A1>, &mut C::Place<A2>)
    + use<I, A0, A1, A2, V, T, A, B, C, P>,
)
where
    V: Returned,
    A: DenseArray<T>,
    B: Argument,
    C: Argument,
    P: Fn(Seed<V>) -> (A::Plain, B::Plain, C::Plain),
{
    let (value, pull) = V::split(recorded);
    (value, move |_: &A, _: &B, _: &C, seed: &_, a_bar: &mut _, b_bar: &mut _, c_bar: &mut _| {
        if let Some((own, imaginary)) = contributions::<V, T, I, _>(pull.as_ref(), seed) {
            let imaginary = imaginary.as_ref();
            A::contribute::<A0>(a_bar, &own.0, imaginary.map(|imaginary| &imaginary.0));
            B::contribute::<A1>(b_bar, &own.1, imaginary.map(|imaginary| &imaginary.1));
            C::contribute::<A2>(c_bar, &own.2, imaginary.map(|imaginary| &imaginary.2));
        }
    })
}

/// Functions of one array, each with a companion.
macro_rules! unary {
    ($($(#[$doc:meta])* fn $name:ident<$T:ident, $A:ident: $Bound:path> -> $V:ty = $rule:path;)*) => {$(
        $(#[$doc])*
        #[track_caller]
        pub fn $name<$T: Field, $A: $Bound>(a: &$A) -> $V {
            <$V as $crate::linalg::companion::Returned>::split($rule(a.to_mat())).0
        }

        #[doc = concat!("The companion of the function [`", stringify!($name), "`](", stringify!($name), "()).")]
        #[allow(non_camel_case_types)]
        pub enum $name {}

        impl $name {
            /// The value, and the pullback that is lent the argument again.
            #[doc(hidden)]
            #[track_caller]
            pub fn record<I: Space, A0: Space, $T: Field, $A: $Bound>(
                _: At<(I, A0)>,
                a: &$A,
            ) -> ($V, impl Fn(&$A, &Cotangent<$V, I>, &mut <$A as Differentiable>::Place<A0>) + use<I, A0, $T, $A>) {
                $crate::linalg::companion::record_unary::<I, A0, $V, $T, $A, _>($rule(a.to_mat()))
            }
        }
    )*};
}

/// Functions of two arrays, each with a companion.
macro_rules! binary {
    ($($(#[$doc:meta])* fn $name:ident<$T:ident, $A:ident: $BoundA:path, $B:ident: $BoundB:path> -> $V:ty = $rule:path;)*) => {$(
        $(#[$doc])*
        #[track_caller]
        pub fn $name<$T: Field, $A: $BoundA, $B: $BoundB>(a: &$A, b: &$B) -> $V {
            <$V as $crate::linalg::companion::Returned>::split($rule(a.to_mat(), b.to_mat())).0
        }

        #[doc = concat!("The companion of the function [`", stringify!($name), "`](", stringify!($name), "()).")]
        #[allow(non_camel_case_types)]
        pub enum $name {}

        impl $name {
            /// The value, and the pullback that is lent the arguments again.
            #[doc(hidden)]
            #[track_caller]
            pub fn record<I: Space, A0: Space, A1: Space, $T: Field, $A: $BoundA, $B: $BoundB>(
                _: At<(I, A0, A1)>,
                a: &$A,
                b: &$B,
            ) -> (
                $V,
                impl Fn(
                    &$A,
                    &$B,
                    &Cotangent<$V, I>,
                    &mut <$A as Differentiable>::Place<A0>,
                    &mut <$B as Differentiable>::Place<A1>,
                ) + use<I, A0, A1, $T, $A, $B>,
            ) {
                $crate::linalg::companion::record_binary::<I, A0, A1, $V, $T, $A, $B, _>($rule(a.to_mat(), b.to_mat()))
            }
        }
    )*};
}

pub(super) use {binary, unary};
