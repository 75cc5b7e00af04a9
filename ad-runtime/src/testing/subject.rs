//! One function at one point: its directions, and its derivatives by differences.

use super::differences::{Estimate, derivatives};
use super::laws::Laws;
use super::options::Check;
use super::probe::Probe;
use super::vector::{components, coordinates};
use crate::cotangent::NoTangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::loss::Loss;
use crate::policy::{Ambient, Axes, Space, Tangent};
use std::any::TypeId;
use std::cell::RefCell;
use std::rc::Rc;

/// A seed in the space `I`, and the accumulators in the space `A` that its pullback is added to.
#[derive(Debug, Clone)]
pub struct Pull<X: Probe, R: Probe, I: Space, A: Space> {
    /// The cotangent of the result.
    pub seed: Cotangent<R, I>,
    /// The cotangents of the arguments.
    pub bars: Cotangent<X, A>,
}

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

/// Whether matrices are full in the space `S`.
pub(super) fn is_full<S: Space>() -> bool {
    TypeId::of::<S::Structure>() == TypeId::of::<Ambient>()
}

/// The policy with intermediates in `I` and arguments in `A`, as an attribute says it.
fn policy_name<I: Space, A: Space>() -> String {
    let name = |intermediates, arguments| match (intermediates, arguments) {
        (false, false) => "input",
        (false, true) => "output",
        (true, false) => "final",
        (true, true) => "none",
    };
    let complex = [TypeId::of::<I::Number>(), TypeId::of::<A::Number>()].map(|axis| axis == TypeId::of::<Ambient>());
    let number = name(complex[0], complex[1]);
    let structure = name(is_full::<I>(), is_full::<A>());
    if number == structure {
        format!("project = {number:?}")
    } else {
        format!("project(number = {number:?}, structure = {structure:?})")
    }
}

/// One row for each direction: the derivatives of the coordinates of the result. None where a value cannot be moved, as
/// a diagonal matrix off its diagonal.
pub(super) type Jacobian = Rc<Vec<Option<Vec<Estimate>>>>;

/// A function at a point. Not part of the public interface: the macros and [`Check::rule`] speak for it.
pub struct Subject<'c, X, R, F> {
    pub(super) check: &'c Check,
    pub(super) name: &'static str,
    pub(super) names: Names,
    pub(super) point: X,
    function: F,
    pub(super) value: R,
    jacobians: RefCell<Vec<((bool, bool), Jacobian)>>,
}

impl<'c, X: Probe, R: Probe, F: Fn(&X) -> R> Subject<'c, X, R, F> {
    /// A function at a `point`.
    pub fn new(check: &'c Check, name: &'static str, names: Names, point: X, function: F) -> Self {
        let value = function(&point);
        Subject { check, name, names, point, function, value, jacobians: RefCell::default() }
    }

    /// Checks one choice of spaces, and returns the projected cotangents, one for each seed.
    ///
    /// `pull` records once, then adds the pullback of each seed to its accumulators, and returns the recorded value.
    #[track_caller]
    pub fn policy<I: Space, A: Space>(
        &self,
        pull: impl Fn(&X, &mut [Pull<X, R, I, A>]) -> R,
    ) -> Vec<Cotangent<X, Tangent>> {
        let policy = policy_name::<I, A>();
        if is_full::<I>() && is_full::<A>() {
            self.pullback::<I, A, Axes<Tangent, Ambient>>(&policy, pull)
        } else {
            self.pullback::<I, A, Tangent>(&policy, pull)
        }
    }

    /// The same, where the cotangents must be the gradient in the space `D`.
    #[track_caller]
    pub fn pullback<I: Space, A: Space, D: Space>(
        &self,
        policy: &str,
        pull: impl Fn(&X, &mut [Pull<X, R, I, A>]) -> R,
    ) -> Vec<Cotangent<X, Tangent>> {
        let laws = Laws::<_, _, _, I, A>::new(self, policy);
        if self.check.full { laws.check::<D>(pull) } else { laws.check::<Tangent>(pull) }
    }

    /// Checks that `gradient` gives the pullback of the seed 1; `both` computes it in the two ways, if there is one.
    #[track_caller]
    pub fn gradient<A: Space>(&self, policy: &str, both: impl Fn(&X) -> Option<[Cotangent<X, A>; 2]>) {
        if let Some(both) = both(&self.point) {
            let [pulled, found] = both.map(|bars| components::<A, X>(&self.point, &bars));
            let laws = Laws::<_, _, _, Tangent, A>::new(self, policy);
            laws.equal("`gradient` is not the pullback of the seed 1", &found, &pulled);
        }
    }

    /// Checks that two lists of projected cotangents, of the same seeds under two policies, are the same.
    #[track_caller]
    pub fn agree<I: Space, A: Space>(
        &self,
        what: &str,
        left: &[Cotangent<X, Tangent>],
        right: &[Cotangent<X, Tangent>],
    ) {
        let policy = policy_name::<I, A>();
        let laws = Laws::<_, _, _, Tangent, Tangent>::new(self, &policy);
        for (left, right) in left.iter().zip(right) {
            let [left, right] = [left, right].map(|bars| components::<Tangent, X>(&self.point, bars));
            laws.equal(what, &left, &right);
        }
    }

    /// The derivatives along each direction of `D`, in coordinates of the space `I`.
    pub(super) fn jacobian<D: Space, I: Space>(&self) -> Jacobian {
        let key = (is_full::<D>(), is_full::<I>());
        if let Some((_, jacobian)) = self.jacobians.borrow().iter().find(|(known, _)| *known == key) {
            return Rc::clone(jacobian);
        }
        let origin = coordinates::<D, X>(&self.point, &self.point);
        let epsilon = self.epsilon();
        let goal = self.check.tolerance_for(epsilon) / 100.0;
        let rows = (0..origin.len()).map(|direction| {
            derivatives(origin[direction], epsilon, goal, |step| {
                let mut steps = (0..origin.len()).map(|index| if index == direction { step } else { 0.0 });
                let moved = self.point.moved::<D>(&mut steps);
                let arrived = coordinates::<D, X>(&self.point, &moved)[direction];
                (arrived, coordinates::<I, R>(&self.value, &(self.function)(&moved)))
            })
        });
        let jacobian = Rc::new(rows.collect());
        self.jacobians.borrow_mut().push((key, Rc::clone(&jacobian)));
        jacobian
    }

    pub(super) fn epsilon(&self) -> f64 {
        X::EPSILON.max(R::EPSILON)
    }

    /// The unit vector along a direction of the space `S`.
    pub(super) fn direction<S: Space>(&self, direction: usize) -> Cotangent<X, S> {
        let component = |index| if index == direction { 1.0 } else { 0.0 };
        self.point.cotangent::<S>(&mut (0..).map(|index| component(index).into()))
    }

    /// The argument that a direction of the space `S` belongs to.
    pub(super) fn argument<S: Space>(&self, direction: usize) -> String {
        let mut end = 0;
        for (index, (name, tangent, full)) in self.names.iter().enumerate() {
            end += if is_full::<S>() { full } else { tangent };
            if direction < end {
                return format!("`{name}`, number {index}");
            }
        }
        unreachable!("every direction belongs to an argument")
    }
}
