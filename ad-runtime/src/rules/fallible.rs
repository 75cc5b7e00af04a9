//! `Option` and `Result`: what is inside has a cotangent, what went wrong has none.
//!
//! The cotangent of both is an `Option` of the cotangent of what is inside, so taking one apart and putting it together
//! again are the identity on cotangents.

use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;

impl<T: Differentiable, E> Differentiable for Result<T, E> {
    type Cotangent<S: Space> = Option<T::Cotangent<S>>;
    type Place<S: Space> = Option<T::Cotangent<S>>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    #[inline]
    fn zero_cotangent<S: Space>(&self) -> Option<T::Cotangent<S>> {
        self.as_ref().ok().map(T::zero_cotangent::<S>)
    }
    #[inline]
    fn accumulate<A: Space, B: Space>(&self, into: &mut Option<T::Cotangent<A>>, from: &Option<T::Cotangent<B>>) {
        if let (Ok(value), Some(into), Some(from)) = (self, into, from) {
            value.accumulate::<A, B>(into, from);
        }
    }
    #[inline]
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Option<T::Cotangent<A>>, from: &Option<T::Cotangent<B>>) {
        self.accumulate::<A, B>(into, from);
    }
}
impl<'here, T: crate::Chosen<'here>, E> crate::Chosen<'here> for Result<T, E> {}

/// An `Option` or a `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an `Option` nor a `Result`",
    note = "`?` and the methods of `Option` and `Result` are differentiated for those two"
)]
pub trait Fallible: Sized {
    /// What is inside.
    type Value;
    /// What there is instead.
    type Error;
    /// The same kind with another value inside.
    type With<U>;
    /// Takes it apart.
    fn split(self) -> (Option<Self::Value>, Rest<Self>);
    /// Puts it together.
    fn join<U>(value: Option<U>, error: Option<Self::Error>) -> Self::With<U>;
}

/// What is left when the value was taken out.
#[derive(Debug)]
pub struct Rest<X: Fallible> {
    error: Option<X::Error>,
}

impl<T> Fallible for Option<T> {
    type Value = T;
    type Error = ();
    type With<U> = Option<U>;
    #[inline(always)]
    fn split(self) -> (Option<T>, Rest<Self>) {
        (self, Rest { error: None })
    }
    #[inline(always)]
    fn join<U>(value: Option<U>, _: Option<()>) -> Option<U> {
        value
    }
}

impl<T, E> Fallible for Result<T, E> {
    type Value = T;
    type Error = E;
    type With<U> = Result<U, E>;
    #[inline(always)]
    fn split(self) -> (Option<T>, Rest<Self>) {
        match self {
            Ok(value) => (Some(value), Rest { error: None }),
            Err(error) => (None, Rest { error: Some(error) }),
        }
    }
    #[inline(always)]
    fn join<U>(value: Option<U>, error: Option<E>) -> Result<U, E> {
        match value {
            Some(value) => Ok(value),
            None => Err(error.expect("a `Result` is one or the other")),
        }
    }
}

/// How a failure leaves a function, as `?` has it.
pub trait Failure<Out> {
    /// The result of the function.
    fn fail(self) -> Out;
}

impl<T, U> Failure<Option<U>> for Rest<Option<T>> {
    #[inline(always)]
    fn fail(self) -> Option<U> {
        None
    }
}

impl<T, U, E, F: From<E>> Failure<Result<U, F>> for Rest<Result<T, E>> {
    #[inline(always)]
    fn fail(self) -> Result<U, F> {
        Err(F::from(self.error.expect("a `Result` is one or the other")))
    }
}

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    /// Takes an `Option` or `Result` apart.
    #[inline(always)]
    pub fn split<X: Fallible>(value: X) -> (Option<X::Value>, Rest<X>) {
        value.split()
    }

    /// Puts another value where one was taken out.
    #[inline(always)]
    pub fn join<X: Fallible, U>(value: Option<U>, rest: Rest<X>) -> X::With<U> {
        X::join(value, rest.error)
    }

    /// Leaves with what there is instead of a value.
    #[inline(always)]
    pub fn fail<X: Fallible, Out>(rest: Rest<X>) -> Out
    where
        Rest<X>: Failure<Out>,
    {
        rest.fail()
    }

    /// What there is instead of a value.
    #[inline(always)]
    pub fn error<X: Fallible>(rest: Rest<X>) -> X::Error {
        rest.error.expect("there is no value, so there is an error")
    }

    /// `unwrap` and `expect` of what is not there.
    #[cold]
    pub fn unwrap_failed<X: Fallible, T>(_: Rest<X>, message: &str) -> T {
        panic!("{message}")
    }

    /// A value that a pullback keeps for the shape of its cotangent.
    pub struct Keep<'a, X>(pub &'a X);

    /// Of a `Result`, what is inside: it has the same cotangent, and an error need not be `Clone`.
    impl<T: Clone, E> Keep<'_, Result<T, E>> {
        #[inline]
        pub fn kept(&self) -> Option<T> {
            self.0.as_ref().ok().cloned()
        }
    }

    /// Of anything else, a clone. A `Result` has a method of the same name, which comes first.
    pub trait KeepAny<X> {
        fn kept(&self) -> X;
    }
    impl<X: Clone> KeepAny<X> for Keep<'_, X> {
        #[inline(always)]
        fn kept(&self) -> X {
            self.0.clone()
        }
    }

    /// What has no clone is made again.
    pub trait KeepAgain<X> {
        fn kept(&self) -> X;
    }
    impl<X: crate::again::Again> KeepAgain<X> for &Keep<'_, X> {
        #[inline(always)]
        fn kept(&self) -> X {
            self.0.again()
        }
    }

    /// `join`
    pub mod joined {
        use super::*;
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, T: Differentiable>(
            x: &Option<T>,
            seed: &Option<Cotangent<T, D>>,
            into: &mut Option<Cotangent<T, S>>,
        ) {
            if let (Some(value), Some(seed), Some(into)) = (x, seed, into) {
                value.accumulate::<S, D>(into, seed);
            }
        }
    }
}
