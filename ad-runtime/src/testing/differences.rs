//! Derivatives from values alone.

use std::rc::Rc;

/// An estimate of a derivative, and how far it may be off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Estimate {
    derivative: f64,
    error: f64,
}

impl Estimate {
    const NONE: Estimate = Estimate { derivative: f64::NAN, error: f64::INFINITY };
}

/// One row for each direction: the derivatives of the coordinates of the result. None where a value cannot be moved, as
/// a diagonal matrix off its diagonal.
pub(super) type Jacobian = Rc<Vec<Option<Vec<Estimate>>>>;

/// How many times as large as its estimate an error may be.
const SAFETY: f64 = 10.0;

/// Why a gradient is not accepted, with what differences say.
#[derive(Debug)]
pub(super) struct Mismatch {
    pub(super) what: &'static str,
    pub(super) expected: f64,
    pub(super) error: f64,
    pub(super) allowed: f64,
}

/// Compares `found` with the derivative of `sum weights_j y_j` along a direction, where `row` has those of the `y_j`.
pub(super) fn compare(found: f64, weights: &[f64], row: &[Estimate], tolerance: f64) -> Result<(), Mismatch> {
    let (mut expected, mut size, mut error, mut weight) = (0.0, 0.0, 0.0, 0.0_f64);
    for (seed, estimate) in weights.iter().zip(row) {
        expected += seed * estimate.derivative;
        size += (seed * estimate.derivative).abs();
        error += SAFETY * (seed * estimate.error).abs();
        weight = weight.max(seed.abs());
    }
    // Relative to the terms of the sum, which may cancel; what is tiny beside the seed counts as zero.
    let allowed = tolerance * (size + tolerance * weight) + error;
    let converged = error <= tolerance * size.max(weight);
    if converged && (found - expected).abs() <= allowed {
        return Ok(());
    }
    let what = if converged {
        "the gradient is not what differences say"
    } else {
        "differences do not converge here: is there a derivative at this point?"
    };
    Err(Mismatch { what, expected, error, allowed })
}

/// The widest step, in units of the coordinate; the next ones are halves of it.
const WIDEST: f64 = 1.0 / 16.0;
const STEPS: usize = 20;
/// How many powers of the step are extrapolated away at most.
const ORDERS: usize = 5;

/// The derivatives of the numbers that `at` returns, where its argument is a step along one direction.
///
/// Central differences with Richardson's extrapolation, order and step chosen for each number by the least estimated
/// error (Ridders, 1982). The steps go on until they are small enough for a kink or a pole close by to be left behind;
/// values that are not finite are passed over. `at` also returns the coordinate it arrived at, because `x + h - x` is
/// not `h` in floating point. `goal` is the relative error that is good enough. None where the coordinate cannot move.
fn derivatives(scale: f64, epsilon: f64, goal: f64, at: &dyn Fn(f64) -> (f64, Vec<f64>)) -> Option<Vec<Estimate>> {
    let mut step = WIDEST * scale.abs().max(1.0).log2().floor().exp2();
    let mut best: Option<Vec<Estimate>> = None;
    // For each number the last row of the extrapolation table, in which entry i has i + 1 powers of the step removed.
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for _ in 0..STEPS {
        let ((plus, above), (minus, below)) = (at(step), at(-step));
        let width = plus - minus;
        if width <= 0.0 {
            break;
        }
        let best = best.get_or_insert_with(|| vec![Estimate::NONE; above.len()]);
        rows.resize(above.len(), Vec::new());
        for (((above, below), row), best) in above.iter().zip(&below).zip(&mut rows).zip(best.iter_mut()) {
            let difference = (above - below) / width;
            if !difference.is_finite() {
                row.clear();
                continue;
            }
            let rounding = epsilon * (above.abs() + below.abs()) / width;
            let wider = std::mem::take(row);
            row.push(difference);
            for (order, wider) in wider.iter().enumerate() {
                let last = row[order];
                let error = (last - wider).abs() + rounding;
                if error < best.error {
                    *best = Estimate { derivative: last, error };
                }
                if order + 1 < ORDERS {
                    row.push(last + (last - wider) / (4_f64.powi(order as i32 + 1) - 1.0));
                }
            }
        }
        if best.iter().all(|best| best.error <= goal * best.derivative.abs().max(goal)) {
            break;
        }
        step /= 2.0;
    }
    best
}

/// A row for each direction from `origin`; `at` moves along one of them by a step.
pub(super) fn jacobian(
    origin: &[f64],
    epsilon: f64,
    goal: f64,
    at: &dyn Fn(usize, f64) -> (f64, Vec<f64>),
) -> Jacobian {
    let rows = origin.iter().enumerate();
    Rc::new(rows.map(|(direction, x)| derivatives(*x, epsilon, goal, &|step| at(direction, step))).collect())
}

#[cfg(test)]
mod tests {
    use super::derivatives;

    fn derivative(x: f64, f: impl Fn(f64) -> f64) -> (f64, f64) {
        let estimate = derivatives(x, f64::EPSILON, 1e-9, &|step| (x + step, vec![f(x + step)]));
        let estimate = estimate.expect("a coordinate that moves")[0];
        (estimate.derivative, estimate.error)
    }

    #[test]
    fn smooth_functions_to_nine_digits() {
        for x in [-3.0, 0.0, 0.7, 40.0] {
            let (found, error) = derivative(x, f64::sin);
            assert!((found - x.cos()).abs() < 1e-9, "{found} at {x}, error {error}");
            assert!(error < 1e-8);
        }
    }

    #[test]
    fn close_to_a_kink_and_to_the_end_of_the_domain() {
        assert_eq!(derivative(1e-3, f64::abs).0, 1.0);
        assert!((derivative(1e-3, f64::ln).0 - 1e3).abs() < 1e-5);
        assert!((derivative(-1e-3, f64::recip).0 + 1e6).abs() < 1e-2);
    }

    #[test]
    fn a_coordinate_that_cannot_move_has_no_derivative() {
        assert!(derivatives(1.0, f64::EPSILON, 1e-9, &|_| (1.0, vec![2.0])).is_none());
    }

    #[test]
    fn no_derivative_is_seen() {
        assert!(derivative(0.0, |x| if x > 0.0 { 1.0 } else { 0.0 }).1 > 1.0);
        assert_eq!(derivative(0.0, |_| f64::NAN).1, f64::INFINITY);
        assert_eq!(derivative(0.0, f64::sqrt).1, f64::INFINITY);
    }
}
