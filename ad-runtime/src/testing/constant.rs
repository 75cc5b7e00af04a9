//! Arguments that are held fixed: those of parameters with `#[no_derivative]`.

use super::argument::{Argument, Lender};
use super::probe::Probe;
use crate::cotangent::{NoTangent, ScalarCotangent};
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::{Inactive, Space};

/// A value that has no directions, whatever its type.
#[derive(Debug, Clone)]
pub struct Constant<T>(T);

/// The way an argument is passed that is held fixed.
#[derive(Debug)]
pub struct ConstantLender<A>(Lender<A>);

impl<A: Argument> Lender<A> {
    /// The argument moves: its parameter is differentiated.
    pub fn active(self) -> Self {
        self
    }

    /// The argument is held fixed: its parameter has `#[no_derivative]`.
    pub fn constant(self) -> ConstantLender<A> {
        ConstantLender(self)
    }
}

impl<A: Argument> ConstantLender<A> {
    /// The owned value of the argument.
    pub fn owned(&self, argument: &A) -> Constant<A::Owned> {
        Constant(self.0.owned(argument))
    }

    /// Passes this value.
    pub fn lend<'a>(&self, owned: &'a Constant<A::Owned>) -> A::Lent<'a> {
        self.0.lend(&owned.0)
    }

    /// The accumulator that a companion wants for it, to which nothing is added.
    pub fn unwanted(&self, owned: &Constant<A::Owned>) -> Cotangent<A::Owned, Inactive> {
        owned.0.zero_cotangent::<Inactive>()
    }
}

impl<T> Differentiable for Constant<T> {
    type Cotangent<S: Space> = NoTangent;
    type Place<S: Space> = NoTangent;
    type Bare = Self;
    fn bare(&self) -> &Self {
        self
    }
    fn zero_cotangent<S: Space>(&self) -> NoTangent {
        NoTangent
    }
    fn accumulate<A: Space, B: Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
    fn accumulate_place<A: Space, B: Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
}

impl<T: Probe> Probe for Constant<T> {
    const EPSILON: f64 = T::EPSILON;
    fn moved<S: Space>(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
        self.clone()
    }
    fn coordinates<S: Space>(&self, _: &Self, _: &mut Vec<f64>) {}
    fn components<S: Space>(&self, _: &NoTangent, _: &mut Vec<ScalarCotangent<f64>>) {}
    fn cotangent<S: Space>(&self, _: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> NoTangent {
        NoTangent
    }
}
