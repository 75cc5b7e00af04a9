//! A pullback against central differences of the untouched function, away from kinks.

use crate::Numbers;
use crate::source::{KINDS, Source};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// So many points are compared at most, ..
const POINTS: usize = 4;
/// .. of so many that are tried.
const TRIES: u64 = 4 * KINDS;
/// Of a long vector only the first numbers are moved.
const DIRECTIONS: usize = 40;

/// The value of a function at a point, and the numbers in the cotangents of its arguments for a seed.
type Pulled<'a> = dyn Fn(&mut Source, &[f64]) -> (Numbers, Vec<f64>) + 'a;

/// What came of a function, and its outcome on one line: a word, and the rest behind tabs.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    /// Compared at so many points; at so many of them some derivative was not zero.
    Right { points: usize, telling: usize },
    /// Something differs.
    Wrong(String),
    /// Nowhere is there something to compare.
    NoPoint(String),
}

/// Compares the derivatives of a function and prints the outcome behind `SURVEY`.
///
/// `value` is the function itself. `pulled` is its pullback of a seed with the given numbers: its value, and the numbers
/// in the cotangents of the arguments. `rounds`: the function has stairs, which may be finer than numbers are.
pub fn check(
    rounds: bool,
    value: impl Fn(&mut Source) -> Numbers,
    pulled: impl Fn(&mut Source, &[f64]) -> (Numbers, Vec<f64>),
) {
    std::panic::set_hook(Box::new(|_| {}));
    let line = match outcome(rounds, &value, &pulled) {
        Outcome::Right { points, telling } => format!("right\t{points}\t{telling}"),
        Outcome::Wrong(what) => format!("wrong\t{}", what.replace(['\n', '\t'], " ")),
        Outcome::NoPoint(why) => format!("nopoint\t{}", why.replace(['\n', '\t'], " ")),
    };
    println!("\nSURVEY\t{line}");
}

fn outcome(rounds: bool, value: &dyn Fn(&mut Source) -> Numbers, pulled: &Pulled<'_>) -> Outcome {
    let (mut points, mut telling) = (0, 0);
    let mut why = String::new();
    for point in 0..TRIES {
        match at(point, rounds, value, pulled) {
            Point::Unfit(reason) => why = reason,
            Point::Wrong(what) => return Outcome::Wrong(what),
            Point::Right { nonzero } => {
                points += 1;
                telling += usize::from(nonzero);
            }
        }
        if telling == POINTS || points == 3 * POINTS {
            break;
        }
    }
    if points == 0 { Outcome::NoPoint(why) } else { Outcome::Right { points, telling } }
}

enum Point {
    /// The function has no value or no derivative here.
    Unfit(String),
    Wrong(String),
    Right {
        nonzero: bool,
    },
}

fn at(point: u64, rounds: bool, value: &dyn Fn(&mut Source) -> Numbers, pulled: &Pulled<'_>) -> Point {
    let unfit = |why: &str| Point::Unfit(why.to_string());
    let mut source = Source::new(point);
    let here = match catch_unwind(AssertUnwindSafe(|| value(&mut source))) {
        Ok(here) => here,
        Err(panic) => return Point::Unfit(format!("the function panics: {}", message(&*panic))),
    };
    let leaves = source.leaves().to_vec();
    if leaves.is_empty() {
        return unfit("no argument is active");
    }
    if here.all.is_empty() {
        return unfit("the function has no value");
    }
    if !here.all.iter().all(|number| number.is_finite()) {
        return unfit("the value is not finite");
    }
    let weights: Vec<f64> = (0..here.all.len()).map(|i| [1.0, -0.7, 0.4, 1.3, -0.2][i % 5]).collect();
    let single = here.single || source.is_single();
    let precision = if single { f64::from(f32::EPSILON) } else { f64::EPSILON };

    let probes: Vec<Probe<'_>> = (0..leaves.len().min(DIRECTIONS))
        .map(|leaf| Probe { point, leaf, at: leaves[leaf], precision, weights: &weights, value })
        .collect();
    let differences: Vec<Option<Estimate>> = probes.iter().map(Probe::smooth).collect();
    if differences.iter().all(Option::is_none) {
        return unfit("differences do not agree among themselves");
    }
    let at = || format!("at {}", list(&leaves));
    let (again, found) = match catch_unwind(AssertUnwindSafe(|| pulled(&mut Source::new(point), &weights))) {
        Ok(pulled) => pulled,
        Err(panic) => return Point::Wrong(format!("the pullback panics: {}; {}", message(&*panic), at())),
    };
    let same = again.all.len() == here.all.len()
        && again.all.iter().zip(&here.all).all(|(a, b)| (a - b).abs() <= 64.0 * precision * b.abs());
    if !same {
        return Point::Wrong(format!("the value is {} and not {}; {}", list(&again.all), list(&here.all), at()));
    }
    if found.len() != leaves.len() {
        let (found, leaves) = (found.len(), leaves.len());
        return Point::Wrong(format!("{found} derivatives were found, {leaves} numbers are active; {}", at()));
    }
    let mut nonzero = false;
    for (probe, (difference, found)) in probes.iter().zip(differences.iter().zip(&found)) {
        let Some(difference) = difference else { continue };
        if !difference.allows(*found, precision) && !probe.some_step_allows(*found) {
            if rounds && *found == 0.0 {
                return unfit("the function has stairs");
            }
            let (leaf, expected) = (probe.leaf, difference.derivative);
            return Point::Wrong(format!(
                "number {leaf}: the derivative is {found:e}, differences say {expected:e}; {}",
                at()
            ));
        }
        nonzero |= *found != 0.0;
    }
    Point::Right { nonzero }
}

/// What differences say at one step.
struct Estimate {
    derivative: f64,
    error: f64,
}

impl Estimate {
    fn allows(&self, found: f64, precision: f64) -> bool {
        let relative = relative_tolerance(precision);
        let allowed = 4.0 * self.error + relative * self.derivative.abs().max(found.abs()) + relative * 1e-3;
        // Not true of NaN.
        (self.derivative - found).abs() <= allowed
    }
}

fn relative_tolerance(precision: f64) -> f64 {
    if precision > f64::EPSILON { 2e-2 } else { 1e-5 }
}

/// The function along one of its numbers.
struct Probe<'a> {
    point: u64,
    leaf: usize,
    at: f64,
    precision: f64,
    weights: &'a [f64],
    value: &'a dyn Fn(&mut Source) -> Numbers,
}

impl Probe<'_> {
    /// A power of two near the step where truncation and rounding are about equal.
    fn step(&self) -> f64 {
        (self.precision.cbrt() * self.at.abs().max(0.1)).log2().floor().exp2() * 8.0
    }

    /// The coordinate, the weighted sum of the results, and their size, after a step.
    fn moved(&self, step: f64) -> Option<(f64, f64, f64)> {
        let mut source = Source::moved(self.point, self.leaf, step);
        let numbers = catch_unwind(AssertUnwindSafe(|| (self.value)(&mut source))).ok()?;
        let same_shape = numbers.all.len() == self.weights.len() && source.leaves().len() > self.leaf;
        let sum: f64 = numbers.all.iter().zip(self.weights).map(|(number, weight)| number * weight).sum();
        let size: f64 = numbers.all.iter().map(|number| number.abs()).sum();
        (same_shape && sum.is_finite()).then(|| (source.leaves()[self.leaf], sum, size))
    }

    /// The difference quotient, and how much of it is rounding.
    fn quotient(&self, step: f64) -> Option<(f64, f64)> {
        let ((plus, above, size), (minus, below, _)) = (self.moved(step)?, self.moved(-step)?);
        let width = plus - minus;
        (width > 0.0).then(|| ((above - below) / width, 4.0 * self.precision * size / width))
    }

    /// The derivative, `None` where the function is not smooth enough to tell.
    fn smooth(&self) -> Option<Estimate> {
        let step = self.step();
        let (wide, _) = self.quotient(step)?;
        let (half, _) = self.quotient(step / 2.0)?;
        let (quarter, rounding) = self.quotient(step / 4.0)?;
        let (derivative, error) = ((4.0 * quarter - half) / 3.0, (half - quarter).abs() + rounding);
        // Close to a kink or a jump the three do not settle. Over a smooth stretch each is four times closer.
        let settles = (half - quarter).abs() <= 0.5 * (wide - half).abs() + 4.0 * rounding;
        let limit = if self.precision > f64::EPSILON { 2e-2 } else { 1e-3 };
        (settles && error <= limit * derivative.abs().max(1e-3)).then_some(Estimate { derivative, error })
    }

    /// Whether differences agree with a derivative at any step. The usual step misleads where a function subtracts what
    /// is large and nearly equal, or climbs in many small stairs.
    fn some_step_allows(&self, found: f64) -> bool {
        if found == 0.0 && self.is_a_stair() {
            return true;
        }
        (-8..=8).any(|power| {
            let step = self.step() * 4_f64.powi(power);
            let (Some((wide, _)), Some((narrow, _))) = (self.quotient(step), self.quotient(step / 2.0)) else {
                return false;
            };
            Estimate { derivative: (4.0 * narrow - wide) / 3.0, error: 0.0 }.allows(found, self.precision)
        })
    }

    /// The function is constant over a stretch in which its apparent slope would show.
    fn is_a_stair(&self) -> bool {
        let (Some((_, here, size)), Some((slope, _))) = (self.moved(0.0), self.quotient(self.step())) else {
            return false;
        };
        let visible = 16.0 * self.precision * size / slope.abs();
        [visible, -visible].iter().any(|step| self.moved(*step).is_some_and(|(_, there, _)| there == here))
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

fn list(numbers: &[f64]) -> String {
    let shown: Vec<String> = numbers.iter().take(8).map(|number| format!("{number:.6e}")).collect();
    let more = if numbers.len() > 8 { ", .." } else { "" };
    format!("[{}{more}]", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};
    use crate::{Numbers, Source, build, values};

    fn of(f: impl Fn(f64) -> f64, derivative: impl Fn(f64) -> f64) -> Outcome {
        let argument = |source: &mut Source| build::<f64>(source);
        outcome(false, &|source| values(&f(argument(source))), &|source, seed| {
            let x = argument(source);
            (values(&f(x)), vec![seed[0] * derivative(x)])
        })
    }

    #[test]
    fn a_right_derivative_is_right() {
        assert!(matches!(of(f64::sin, f64::cos), Outcome::Right { points: 4, telling: 4 }));
    }

    #[test]
    fn a_wrong_derivative_is_wrong() {
        assert!(matches!(of(f64::sin, |x| x.cos() * 1.001), Outcome::Wrong(_)));
        assert!(matches!(of(f64::sqrt, |_| f64::NAN), Outcome::Wrong(_)));
        assert!(matches!(of(f64::exp, |_| panic!("oops")), Outcome::Wrong(_)));
    }

    #[test]
    fn kinks_and_jumps_are_left_out() {
        let steps = |x: f64| (x * 1e9).floor();
        assert!(matches!(of(steps, |_| 0.0), Outcome::Right { telling: 0, .. }));
        assert!(matches!(of(|_| f64::NAN, |_| 0.0), Outcome::NoPoint(_)));
    }

    #[test]
    fn single_precision_has_its_own_tolerance() {
        let argument = |source: &mut Source| build::<f32>(source);
        let found = outcome(false, &|source| values(&argument(source).sin()), &|source, seed| {
            let x = argument(source);
            (values(&x.sin()), vec![seed[0] * f64::from(x.cos())])
        });
        assert!(matches!(found, Outcome::Right { telling: 4, .. }), "{found:?}");
        let _: Numbers = values(&1.0_f32);
    }
}
