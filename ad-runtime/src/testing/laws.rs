//! What must be true of a pullback in one choice of spaces.

use super::differences::{Jacobian, compare};
use super::random::Random;
use super::report::Report;
use super::subject::About;
use super::vector::{Vector, combine, inner, same_bits, size};
use crate::cotangent::ScalarCotangent;

/// How many roundings two ways to compute the same number may differ by.
const ROUNDINGS: f64 = 1e4;

/// The basis that the arguments have in one space.
pub(super) trait Basis {
    /// Whether matrices are full in the space.
    fn is_full(&self) -> bool;
    /// The unit vector along a direction, as a text.
    fn direction(&self, direction: usize) -> String;
}

/// A companion at a point in one choice of spaces, with vectors of components in place of its types: what is written
/// over this trait is compiled once, and not for every function that is checked.
pub(super) trait Companion {
    /// Numbers, as many as needed, as a seed.
    fn seed(&self, numbers: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Vector;
    /// A seed as a text.
    fn show_seed(&self, seed: &Vector) -> String;
    /// Numbers, as many as needed, as a cotangent of the arguments.
    fn bars(&self, numbers: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Vector;
    /// A cotangent of the arguments after the projection, and after another one.
    fn projected(&self, bars: &Vector) -> [Vector; 2];
    /// Records once, and pulls back.
    fn record(&self, pulls: &[Pulled]) -> Recorded;
    /// The directions that differences are taken in.
    fn directions(&self) -> Box<dyn Basis + '_>;
    /// The derivatives along these.
    fn jacobian(&self) -> Jacobian;
}

/// A pullback to make; nothing stands for the zero that its space begins with.
#[derive(Clone, Default)]
pub(super) struct Pulled {
    pub(super) seed: Option<Vector>,
    /// What the accumulators hold before.
    pub(super) start: Option<Vector>,
}

/// What the companion made.
pub(super) struct Recorded {
    /// The value of the function, and the recorded one.
    pub(super) values: [Shown; 2],
    /// The arguments before and after.
    pub(super) arguments: [Shown; 2],
    /// What each pullback left in its accumulators.
    pub(super) bars: Vec<Bars>,
}

/// A cotangent of the arguments.
pub(super) struct Bars {
    /// In its own space.
    pub(super) components: Vector,
    /// In the space that differences are taken in.
    pub(super) along: Vector,
    /// In the tangent space.
    pub(super) projected: Vector,
}

/// A value for comparisons. The text tells what has no coordinates; the coordinates tell what the text leaves out.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) coordinates: Vec<f64>,
}

/// The checks of a function in one choice of spaces.
pub(super) struct Laws<'s> {
    pub(super) about: &'s About<'s>,
    pub(super) policy: &'s str,
    pub(super) arguments: &'s dyn Basis,
}

impl Laws<'_> {
    /// Checks all of them, and returns the projected cotangents, one for each seed.
    #[track_caller]
    pub(super) fn check(&self, companion: &dyn Companion) -> Vec<Vector> {
        let check = self.about.check;
        let mut random = Random::new(check.random);
        self.projection(companion, &mut random.clone());

        let seeds: Vec<Vector> =
            (0..check.seeds).map(|seed| companion.seed(&mut random.numbers(seed % 2 == 1))).collect();
        let (alpha, beta) = (random.number(), random.number());
        let combined = combine(alpha, &seeds[0], beta, &seeds[1]);
        let start = companion.bars(&mut random.numbers(true));

        let of_seed = |seed: &Vector| Pulled { seed: Some(seed.clone()), start: None };
        let mut pulls: Vec<Pulled> = seeds.iter().map(of_seed).collect();
        pulls.extend([
            of_seed(&combined),
            Pulled::default(),
            Pulled { seed: Some(seeds[0].clone()), start: Some(start.clone()) },
            of_seed(&seeds[0]),
        ]);
        let mut recorded = companion.record(&pulls);
        self.same_values("the recorded value is not the value of the function", &recorded.values);
        self.same_values("the arguments were changed", &recorded.arguments);

        let others = recorded.bars.split_off(seeds.len());
        let each = recorded.bars;
        let [combined, nothing, added, again] = others.as_slice() else {
            unreachable!("four pulls follow those of the seeds")
        };
        for (seed, found) in seeds.iter().zip(&each) {
            self.not_nan(&companion.show_seed(seed), &found.components);
        }
        let first = &each[0].components;
        let same = |(a, b): (&ScalarCotangent<f64>, &ScalarCotangent<f64>)| {
            same_bits(a.re(), b.re()) && same_bits(a.im(), b.im())
        };
        if !again.components.iter().zip(first).all(same) {
            self.within(0.0, "a second call of the pullback gives another result", &again.components, first);
        }
        let zero = vec![ScalarCotangent::default(); nothing.components.len()];
        self.equal("the pullback of zero is not zero", &nothing.components, &zero);
        let sum = combine(1.0, &start, 1.0, first);
        self.equal("a pullback must add to what its accumulators hold", &added.components, &sum);
        let expected = combine(alpha, first, beta, &each[1].components);
        self.equal("the pullback is not real-linear in its seed", &combined.components, &expected);

        if check.differences {
            let jacobian = companion.jacobian();
            for (seed, found) in seeds.iter().zip(&each) {
                self.differences(companion, &jacobian, seed, &found.along);
            }
        }
        each.into_iter().map(|bars| bars.projected).collect()
    }

    /// P, followed by the embedding into the space of the arguments, is a projection and self-adjoint.
    #[track_caller]
    fn projection(&self, companion: &dyn Companion, random: &mut Random) {
        let [a, b] = [(), ()].map(|()| companion.bars(&mut random.numbers(true)));
        let [p_a, pp_a] = companion.projected(&a);
        let [p_b, _] = companion.projected(&b);
        self.equal("P P = P does not hold", &pp_a, &p_a);
        let (left, right) = (inner(&p_a, &b), inner(&a, &p_b));
        if (left - right).abs() > ROUNDINGS * self.about.epsilon_of_arguments * a.len() as f64 {
            self.report("<P a, b> = <a, P b> does not hold").line("left", left).line("right", right).panic();
        }
    }

    /// Compares a cotangent with differences along every direction.
    #[track_caller]
    fn differences(&self, companion: &dyn Companion, jacobian: &Jacobian, seed: &Vector, along: &Vector) {
        let weights: Vec<f64> = seed.iter().map(ScalarCotangent::re).collect();
        let tolerance = self.about.check.tolerance_for(self.about.epsilon);
        let directions = companion.directions();
        for (direction, (found, row)) in along.iter().zip(jacobian.iter()).enumerate() {
            let (found, Some(row)) = (found.re(), row) else { continue };
            if let Err(mismatch) = compare(found, &weights, row, tolerance) {
                self.report(mismatch.what)
                    .line("argument", self.about.argument(&*directions, direction))
                    .text("direction", &directions.direction(direction))
                    .text("seed", &companion.show_seed(seed))
                    .mismatch(found, &mismatch)
                    .panic();
            }
        }
    }

    #[track_caller]
    fn same_values(&self, what: &str, [expected, found]: &[Shown; 2]) {
        let same_numbers = || expected.coordinates.iter().zip(&found.coordinates).all(|(a, b)| same_bits(*a, *b));
        if expected.text != found.text || !same_numbers() {
            self.report(what).text("expected", &expected.text).text("found", &found.text).panic();
        }
    }

    #[track_caller]
    fn not_nan(&self, seed: &str, found: &Vector) {
        if let Some(direction) = found.iter().position(|found| found.re().is_nan() || found.im().is_nan()) {
            self.report("the gradient is not a number")
                .line("argument", self.about.argument(self.arguments, direction))
                .text("direction", &self.arguments.direction(direction))
                .text("seed", seed)
                .line("found", found[direction])
                .panic();
        }
    }

    /// Equality up to rounding, which is measured by the largest component.
    #[track_caller]
    pub(super) fn equal(&self, what: &str, found: &Vector, expected: &Vector) {
        let largest = found.iter().chain(expected).map(|number| size(*number)).filter(|size| size.is_finite());
        let allowed = ROUNDINGS * self.about.epsilon * largest.fold(0.0, f64::max);
        self.within(allowed, what, found, expected);
    }

    #[track_caller]
    fn within(&self, allowed: f64, what: &str, found: &Vector, expected: &Vector) {
        // Infinite ones, where a derivative is, have no linear combinations.
        let close = |a: f64, b: f64| (a - b).abs() <= allowed || !(a.is_finite() || b.is_finite());
        for (direction, (found, expected)) in found.iter().zip(expected).enumerate() {
            if !close(found.re(), expected.re()) || !close(found.im(), expected.im()) {
                self.report(what)
                    .line("argument", self.about.argument(self.arguments, direction))
                    .text("direction", &self.arguments.direction(direction))
                    .line("expected", expected)
                    .line("found", found)
                    .line("tolerance", format_args!("{allowed:.1e}"))
                    .panic();
            }
        }
    }

    fn report(&self, what: &str) -> Report {
        Report::new(self.about.name, what).line("policy", self.policy)
    }
}
