//! L-BFGS of `argmin`, for functions that give value and gradient at once.

use ad_runtime::argmin::Objective;
use argmin::core::{Executor, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use std::cell::RefCell;

/// What came of a descent.
#[derive(Debug)]
pub struct Descent {
    /// The best point.
    pub found: Vec<f64>,
    /// The value at each point where the function was evaluated, in order.
    pub values: Vec<f64>,
}

/// Runs L-BFGS from a point for a number of iterations, or until nothing gets better.
///
/// The first step has about length 1. Where the function has no value it may be infinite.
pub fn lbfgs(start: Vec<f64>, iterations: u64, value_and_gradient: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Descent {
    let (_, gradient) = value_and_gradient(&start);
    let scale = gradient.iter().map(|slope| slope * slope).sum::<f64>().sqrt().recip();
    let values = RefCell::default();
    let problem = Objective::<Vec<f64>, _, _>::new(|x| {
        let (value, gradient) = value_and_gradient(x);
        RefCell::<Vec<f64>>::borrow_mut(&values).push(value);
        (value * scale, gradient.iter().map(|slope| slope * scale).collect())
    });
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10);
    // A line search that finds nothing better ends the descent.
    let result =
        Executor::new(problem, solver).configure(|state| state.param(start.clone()).max_iters(iterations)).run();
    let found = result.ok().and_then(|result| result.state().get_best_param().cloned()).unwrap_or(start);
    Descent { found, values: values.into_inner() }
}
