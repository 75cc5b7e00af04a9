//! A function in one choice of spaces: where its types become vectors of components.

use super::differences::Jacobian;
use super::laws::{Bars, Basis, Companion, Pulled, Recorded, Shown};
use super::probe::Probe;
use super::subject::Subject;
use super::vector::{Vector, components, coordinates};
use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, ProjectTo};
use crate::policy::{Ambient, Axes, Space, Tangent};
use std::any::TypeId;
use std::marker::PhantomData;

/// A seed in the space `I`, and the accumulators in the space `A` that its pullback is added to.
#[derive(Debug, Clone)]
pub struct Pull<X: Probe, R: Probe, I: Space, A: Space> {
    /// The cotangent of the result.
    pub seed: Cotangent<R, I>,
    /// The cotangents of the arguments.
    pub bars: Cotangent<X, A>,
}

/// Records once, adds the pullback of each seed to its accumulators, and returns the recorded value.
pub(super) type PullAll<'s, X, R, I, A> = &'s dyn Fn(&X, &mut [Pull<X, R, I, A>]) -> R;

/// Whether matrices are full in the space `S`.
pub(super) fn is_full<S: Space>() -> bool {
    TypeId::of::<S::Structure>() == TypeId::of::<Ambient>()
}

/// The policy with intermediates in `I` and arguments in `A`, as an attribute says it.
pub(super) fn policy_name<I: Space, A: Space>() -> String {
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

/// The arguments in the space `S`.
pub(super) struct InSpace<'s, X, S> {
    pub(super) point: &'s X,
    pub(super) space: PhantomData<S>,
}

impl<X: Probe, S: Space> Basis for InSpace<'_, X, S> {
    fn is_full(&self) -> bool {
        is_full::<S>()
    }
    fn direction(&self, direction: usize) -> String {
        let component = |index| if index == direction { 1.0 } else { 0.0 };
        format!("{:?}", self.point.cotangent::<S>(&mut (0..).map(|index| component(index).into())))
    }
}

/// The full space around a value, in which its numbers stay what they are.
type Full = Axes<Tangent, Ambient>;

/// A companion with intermediates in the space `I` and arguments in `A`.
pub(super) struct InSpaces<'s, X: Probe, R: Probe, I: Space, A: Space> {
    pub(super) subject: &'s Subject<'s, X, R>,
    pub(super) pull: PullAll<'s, X, R, I, A>,
    /// Whether differences are taken along the full space, or else along the tangent space.
    pub(super) full: bool,
}

impl<X: Probe, R: Probe, I: Space, A: Space> Companion for InSpaces<'_, X, R, I, A> {
    fn seed(&self, numbers: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Vector {
        let value = &self.subject.value;
        components::<I, R>(value, &value.cotangent::<I>(numbers))
    }

    fn show_seed(&self, seed: &Vector) -> String {
        format!("{:?}", self.subject.value.cotangent::<I>(&mut seed.iter().copied()))
    }

    fn bars(&self, numbers: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Vector {
        let point = &self.subject.point;
        components::<A, X>(point, &point.cotangent::<A>(numbers))
    }

    fn projected(&self, bars: &Vector) -> [Vector; 2] {
        let point = &self.subject.point;
        let project = |bars: &Cotangent<X, A>| {
            let mut embedded = point.zero_cotangent::<A>();
            point.accumulate::<A, Tangent>(&mut embedded, &point.project::<A>(bars));
            embedded
        };
        let once = project(&point.cotangent::<A>(&mut bars.iter().copied()));
        let twice = project(&once);
        // Not `map`, here and below: of an array it is much code, and this is compiled for each type and space.
        [components::<A, X>(point, &once), components::<A, X>(point, &twice)]
    }

    fn record(&self, pulls: &[Pulled]) -> Recorded {
        let Subject { point, value, .. } = self.subject;
        let mut pulls: Vec<Pull<X, R, I, A>> = pulls
            .iter()
            .map(|Pulled { seed, start }| Pull {
                seed: match seed {
                    Some(seed) => value.cotangent::<I>(&mut seed.iter().copied()),
                    None => value.zero_cotangent::<I>(),
                },
                bars: match start {
                    Some(start) => point.cotangent::<A>(&mut start.iter().copied()),
                    None => point.zero_cotangent::<A>(),
                },
            })
            .collect();
        let lent = point.clone();
        let recorded = (self.pull)(&lent, &mut pulls);
        let bars = |Pull { bars, .. }: &Pull<X, R, I, A>| Bars {
            components: components::<A, X>(point, bars),
            along: if self.full { embedded::<Full, A, X>(point, bars) } else { embedded::<Tangent, A, X>(point, bars) },
            projected: components::<Tangent, X>(point, &point.project::<A>(bars)),
        };
        Recorded {
            values: [shown(value, value), shown(value, &recorded)],
            arguments: [shown(point, point), shown(point, &lent)],
            bars: pulls.iter().map(bars).collect(),
        }
    }

    fn directions(&self) -> Box<dyn Basis + '_> {
        if self.full { Box::new(self.subject.basis::<Full>()) } else { Box::new(self.subject.basis::<Tangent>()) }
    }

    fn jacobian(&self) -> Jacobian {
        if self.full { self.subject.jacobian::<Full, I>() } else { self.subject.jacobian::<Tangent, I>() }
    }
}

/// A cotangent from the space `A` in the space `D`.
fn embedded<D: Space, A: Space, X: Probe>(point: &X, bars: &Cotangent<X, A>) -> Vector {
    let mut embedded = point.zero_cotangent::<D>();
    point.accumulate::<D, A>(&mut embedded, bars);
    components::<D, X>(point, &embedded)
}

/// A value of the shape of the one at hand.
fn shown<V: Probe>(shape: &V, value: &V) -> Shown {
    Shown { text: format!("{value:?}"), coordinates: coordinates::<Tangent, V>(shape, value) }
}
