//! One function at one point: its directions, and its derivatives by differences.

use super::differences::{Jacobian, jacobian};
use super::laws::{Basis, Laws};
use super::options::Check;
use super::probe::Probe;
use super::spaces::{InSpace, InSpaces, PullAll, is_full, policy_name};
use super::vector::{Vector, components, coordinates};
use crate::cotangent::NoTangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::loss::Loss;
use crate::policy::{Ambient, Space, Tangent};
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

/// The arguments of a function by name, for reports: how many directions each has in the tangent and in the full space.
pub type Names = Vec<(&'static str, usize, usize)>;

/// The gradient by the pullback, of the seed 1, and the one that `gradient` gave; none where the function has no value.
#[track_caller]
pub fn gradients<'here, L: Loss<'here> + Differentiable, G>(
    value: L,
    pullback: impl FnOnce(Cotangent<L, Tangent>) -> G,
    gradient: L::Wrap<G>,
) -> Option<[G; 2]> {
    let pulled = L::inside(value.with_seed::<Tangent, G>(|_, seed| pullback(seed.clone())));
    let found = L::inside(gradient);
    assert_eq!(pulled.is_some(), found.is_some(), "`gradient` and `pullback` differ in whether there is a value");
    Some([pulled?, found?])
}

/// What a companion returns for an argument: its cotangent, or [`NoTangent`] for a list of integers and the like.
pub trait Found<C> {
    /// The cotangent, `zero` where there is none.
    fn or_zero(self, zero: C) -> C;
}

impl<C> Found<C> for C {
    fn or_zero(self, _: C) -> C {
        self
    }
}

macro_rules! no_tangent {
    ($([$($generics:tt)*] $cotangent:ty;)*) => {$(
        impl<$($generics)*> Found<$cotangent> for NoTangent {
            fn or_zero(self, zero: $cotangent) -> $cotangent {
                zero
            }
        }
    )*};
}
no_tangent! {
    [C] Vec<C>;
    [C] Option<C>;
    [C, const N: usize] [C; N];
    [A] (A,);
    [A, B] (A, B);
    [A, B, C] (A, B, C);
    [A, B, C, D] (A, B, C, D);
}

/// The cotangent that was found for an argument.
pub fn complete<A: Space, X: Probe, F: Found<Cotangent<X, A>>>(value: &X, found: F) -> Cotangent<X, A> {
    found.or_zero(value.zero_cotangent::<A>())
}

/// The number of directions of a value in the space `S`.
pub fn dimension<S: Space, X: Probe>(value: &X) -> usize {
    components::<S, X>(value, &value.zero_cotangent::<S>()).len()
}

/// What reports say of a function, and how exact its numbers are.
pub(super) struct About<'c> {
    pub(super) check: &'c Check,
    pub(super) name: &'static str,
    pub(super) names: Names,
    pub(super) epsilon: f64,
    pub(super) epsilon_of_arguments: f64,
}

impl About<'_> {
    /// The argument that a direction belongs to.
    pub(super) fn argument(&self, basis: &dyn Basis, direction: usize) -> String {
        let mut end = 0;
        for (index, (name, tangent, full)) in self.names.iter().enumerate() {
            end += if basis.is_full() { full } else { tangent };
            if direction < end {
                return format!("`{name}`, number {index}");
            }
        }
        unreachable!("every direction belongs to an argument")
    }
}

/// A function at a point. Not part of the public interface: the macros and [`Check::rule`] speak for it.
///
/// What is done here is compiled for each type of arguments and results, and not for each function.
pub struct Subject<'c, X, R> {
    pub(super) about: About<'c>,
    pub(super) point: X,
    function: Box<dyn Fn(&X) -> R + 'c>,
    pub(super) value: R,
    jacobians: RefCell<Vec<((bool, bool), Jacobian)>>,
}

/// The gradient at a point, computed in two ways, if there is one.
type BothWays<'s, X, A> = &'s dyn Fn(&X) -> Option<[Cotangent<X, A>; 2]>;

impl<'c, X: Probe, R: Probe> Subject<'c, X, R> {
    /// A function at a `point`.
    pub fn new(check: &'c Check, name: &'static str, names: Names, point: X, function: impl Fn(&X) -> R + 'c) -> Self {
        let value = function(&point);
        let epsilon = X::EPSILON.max(R::EPSILON);
        let about = About { check, name, names, epsilon, epsilon_of_arguments: X::EPSILON };
        Subject { about, point, function: Box::new(function), value, jacobians: RefCell::default() }
    }

    /// Checks one choice of spaces, and returns the projected cotangents, one for each seed.
    #[track_caller]
    pub fn policy<I: Space, A: Space>(&self, pull: PullAll<'_, X, R, I, A>) -> Vec<Vector> {
        self.pullback::<I, A>(&policy_name::<I, A>(), is_full::<I>() && is_full::<A>(), pull)
    }

    /// The same, where the cotangents must be the gradient along the `full` space, or else along the tangent space.
    #[track_caller]
    pub fn pullback<I: Space, A: Space>(&self, policy: &str, full: bool, pull: PullAll<'_, X, R, I, A>) -> Vec<Vector> {
        let laws = Laws { about: &self.about, policy, arguments: &self.basis::<A>() };
        laws.check(&InSpaces { subject: self, pull, full: full && self.about.check.full })
    }

    /// Checks that `gradient` gives the pullback of the seed 1; `both` computes it in the two ways, if there is one.
    #[track_caller]
    pub fn gradient<A: Space>(&self, policy: &str, both: BothWays<'_, X, A>) {
        if let Some(both) = both(&self.point) {
            let [pulled, found] = &both;
            let (pulled, found) = (components::<A, X>(&self.point, pulled), components::<A, X>(&self.point, found));
            let laws = Laws { about: &self.about, policy, arguments: &self.basis::<A>() };
            laws.equal("`gradient` is not the pullback of the seed 1", &found, &pulled);
        }
    }

    /// Checks that two lists of projected cotangents, of the same seeds under two policies, are the same.
    #[track_caller]
    pub fn agree<I: Space, A: Space>(&self, what: &str, left: &[Vector], right: &[Vector]) {
        let laws = Laws { about: &self.about, policy: &policy_name::<I, A>(), arguments: &self.basis::<Tangent>() };
        for (left, right) in left.iter().zip(right) {
            laws.equal(what, left, right);
        }
    }

    /// How many the result has, in the ambient space.
    pub(super) fn coordinates(&self) -> usize {
        coordinates::<Ambient, R>(&self.value, &self.value).len()
    }

    pub(super) fn basis<S: Space>(&self) -> InSpace<'_, X, S> {
        InSpace { point: &self.point, space: PhantomData }
    }

    /// The derivatives along each direction of the space `D`, in coordinates of the space `I`.
    pub(super) fn jacobian<D: Space, I: Space>(&self) -> Jacobian {
        let key = (is_full::<D>(), is_full::<I>());
        if let Some((_, jacobian)) = self.jacobians.borrow().iter().find(|(known, _)| *known == key) {
            return Rc::clone(jacobian);
        }
        let origin = coordinates::<D, X>(&self.point, &self.point);
        let at = |direction: usize, step| {
            let mut steps = (0..origin.len()).map(|index| if index == direction { step } else { 0.0 });
            let moved = self.point.moved::<D>(&mut steps);
            let arrived = coordinates::<D, X>(&self.point, &moved)[direction];
            (arrived, coordinates::<I, R>(&self.value, &(self.function)(&moved)))
        };
        let goal = self.about.check.tolerance_for(self.about.epsilon) / 100.0;
        let jacobian = jacobian(&origin, self.about.epsilon, goal, &at);
        self.jacobians.borrow_mut().push((key, Rc::clone(&jacobian)));
        jacobian
    }
}
