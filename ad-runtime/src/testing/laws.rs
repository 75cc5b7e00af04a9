//! What must be true of a pullback in one choice of spaces.

use super::differences::compare;
use super::probe::Probe;
use super::random::Random;
use super::report::Report;
use super::subject::{Pull, Subject};
use super::vector::{combine, components, coordinates, inner, random_cotangent, same_bits, size};
use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, ProjectTo};
use crate::policy::{Space, Tangent};
use std::marker::PhantomData;

/// How many roundings two ways to compute the same number may differ by.
const ROUNDINGS: f64 = 1e4;

/// The checks of a function whose intermediates are in the space `I` and whose arguments are in `A`.
pub(super) struct Laws<'s, 'c, X, R, F, I, A> {
    subject: &'s Subject<'c, X, R, F>,
    policy: &'s str,
    spaces: PhantomData<(I, A)>,
}

impl<'s, 'c, X: Probe, R: Probe, F: Fn(&X) -> R, I: Space, A: Space> Laws<'s, 'c, X, R, F, I, A> {
    pub(super) fn new(subject: &'s Subject<'c, X, R, F>, policy: &'s str) -> Self {
        Laws { subject, policy, spaces: PhantomData }
    }

    /// Checks all of them, the differences along the directions of `D`, and returns the projected cotangents.
    #[track_caller]
    pub(super) fn check<D: Space>(
        &self,
        pull: impl Fn(&X, &mut [Pull<X, R, I, A>]) -> R,
    ) -> Vec<Cotangent<X, Tangent>> {
        let Subject { check, point, value, .. } = self.subject;
        let mut random = Random::new(check.random);
        self.projection(&mut random.clone());

        let seeds: Vec<_> =
            (0..check.seeds).map(|seed| random_cotangent::<I, R>(value, &mut random, seed % 2 == 1)).collect();
        let [first, second] = [&seeds[0], &seeds[1]].map(|seed| components::<I, R>(value, seed));
        let (alpha, beta) = (random.number(), random.number());
        let combined = value.cotangent::<I>(&mut combine(alpha, &first, beta, &second).into_iter());
        let start = random_cotangent::<A, X>(point, &mut random, true);

        let zero = point.zero_cotangent::<A>();
        let mut pulls: Vec<Pull<X, R, I, A>> =
            seeds.iter().map(|seed| Pull { seed: seed.clone(), bars: zero.clone() }).collect();
        pulls.extend([
            Pull { seed: combined, bars: zero.clone() },
            Pull { seed: value.zero_cotangent::<I>(), bars: zero.clone() },
            Pull { seed: seeds[0].clone(), bars: start.clone() },
            Pull { seed: seeds[0].clone(), bars: zero.clone() },
        ]);

        let lent = point.clone();
        let recorded = pull(&lent, &mut pulls);
        self.same_values("the recorded value is not the value of the function", value, &recorded);
        self.same_values("the arguments were changed", point, &lent);

        let found: Vec<_> = pulls.iter().map(|pull| components::<A, X>(point, &pull.bars)).collect();
        let (each, [combined, nothing, added, again]) = found.split_at(seeds.len()) else {
            unreachable!("four pulls follow those of the seeds")
        };
        for (seed, found) in seeds.iter().zip(each) {
            self.not_nan(seed, found);
        }
        if !again.iter().zip(&each[0]).all(|(a, b)| same_bits(a.re(), b.re()) && same_bits(a.im(), b.im())) {
            self.within(0.0, "a second call of the pullback gives another result", again, &each[0]);
        }
        self.equal("the pullback of zero is not zero", nothing, &components::<A, X>(point, &zero));
        let sum = combine(1.0, &components::<A, X>(point, &start), 1.0, &each[0]);
        self.equal("a pullback must add to what its accumulators hold", added, &sum);
        let expected = combine(alpha, &each[0], beta, &each[1]);
        self.equal("the pullback is not real-linear in its seed", combined, &expected);

        if check.differences {
            for (seed, pull) in seeds.iter().zip(&pulls) {
                self.differences::<D>(seed, &pull.bars);
            }
        }
        pulls[..seeds.len()].iter().map(|pull| point.project::<A>(&pull.bars)).collect()
    }

    /// P, followed by the embedding into `A`, is a projection and self-adjoint.
    #[track_caller]
    fn projection(&self, random: &mut Random) {
        let point = &self.subject.point;
        let project = |cotangent: &Cotangent<X, A>| {
            let mut embedded = point.zero_cotangent::<A>();
            point.accumulate::<A, Tangent>(&mut embedded, &point.project::<A>(cotangent));
            embedded
        };
        let mut draw = || random_cotangent::<A, X>(point, random, true);
        let (a, b) = (draw(), draw());
        let (p_a, p_b) = (project(&a), project(&b));
        let pp_a = project(&p_a);
        let [a, b, p_a, p_b, pp_a] = [a, b, p_a, p_b, pp_a].map(|cotangent| components::<A, X>(point, &cotangent));
        self.equal("P P = P does not hold", &pp_a, &p_a);
        let (left, right) = (inner(&p_a, &b), inner(&a, &p_b));
        if (left - right).abs() > ROUNDINGS * X::EPSILON * a.len() as f64 {
            self.report("<P a, b> = <a, P b> does not hold").line("left", left).line("right", right).panic();
        }
    }

    /// Compares the cotangents with differences along every direction of `D`.
    #[track_caller]
    fn differences<D: Space>(&self, seed: &Cotangent<R, I>, bars: &Cotangent<X, A>) {
        let Subject { check, point, value, .. } = self.subject;
        let mut along = point.zero_cotangent::<D>();
        point.accumulate::<D, A>(&mut along, bars);
        let along = components::<D, X>(point, &along);
        let weights: Vec<f64> = components::<I, R>(value, seed).iter().map(ScalarCotangent::re).collect();
        let tolerance = check.tolerance_for(self.subject.epsilon());
        for (direction, (found, row)) in along.iter().zip(self.subject.jacobian::<D, I>().iter()).enumerate() {
            let (found, Some(row)) = (found.re(), row) else { continue };
            if let Err(mismatch) = compare(found, &weights, row, tolerance) {
                self.report(mismatch.what)
                    .line("argument", self.subject.argument::<D>(direction))
                    .value("direction", &self.subject.direction::<D>(direction))
                    .value("seed", seed)
                    .mismatch(found, &mismatch)
                    .panic();
            }
        }
    }

    #[track_caller]
    fn same_values<V: Probe>(&self, what: &str, expected: &V, found: &V) {
        let same_numbers = || {
            let [known, found] = [expected, found].map(|point| coordinates::<Tangent, V>(expected, point));
            known.iter().zip(&found).all(|(a, b)| same_bits(*a, *b))
        };
        // The text tells what has no coordinates; the coordinates tell what the text leaves out.
        if format!("{expected:?}") != format!("{found:?}") || !same_numbers() {
            self.report(what).value("expected", expected).value("found", found).panic();
        }
    }

    #[track_caller]
    fn not_nan(&self, seed: &Cotangent<R, I>, found: &[ScalarCotangent<f64>]) {
        if let Some(direction) = found.iter().position(|found| found.re().is_nan() || found.im().is_nan()) {
            self.report("the gradient is not a number")
                .line("argument", self.subject.argument::<A>(direction))
                .value("direction", &self.subject.direction::<A>(direction))
                .value("seed", seed)
                .line("found", found[direction])
                .panic();
        }
    }

    /// Equality up to rounding, which is measured by the largest component.
    #[track_caller]
    pub(super) fn equal(&self, what: &str, found: &[ScalarCotangent<f64>], expected: &[ScalarCotangent<f64>]) {
        let largest = found.iter().chain(expected).map(|number| size(*number)).filter(|size| size.is_finite());
        let allowed = ROUNDINGS * self.subject.epsilon() * largest.fold(0.0, f64::max);
        self.within(allowed, what, found, expected);
    }

    #[track_caller]
    fn within(&self, allowed: f64, what: &str, found: &[ScalarCotangent<f64>], expected: &[ScalarCotangent<f64>]) {
        // Infinite ones, where a derivative is, have no linear combinations.
        let close = |a: f64, b: f64| (a - b).abs() <= allowed || !(a.is_finite() || b.is_finite());
        for (direction, (found, expected)) in found.iter().zip(expected).enumerate() {
            if !close(found.re(), expected.re()) || !close(found.im(), expected.im()) {
                self.report(what)
                    .line("argument", self.subject.argument::<A>(direction))
                    .value("direction", &self.subject.direction::<A>(direction))
                    .line("expected", expected)
                    .line("found", found)
                    .line("tolerance", format_args!("{allowed:.1e}"))
                    .panic();
            }
        }
    }

    fn report(&self, what: &str) -> Report {
        Report::new(self.subject.name, what).line("policy", self.policy)
    }
}
