//! L-BFGS of `argmin`, for functions that give value and gradient at once.

use argmin::core::{CostFunction, Error, Executor, Gradient, State};
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

/// `argmin` asks for value and gradient one after the other, at the same point.
struct Problem<F> {
    value_and_gradient: F,
    scale: f64,
    last: RefCell<Option<Known>>,
    values: RefCell<Vec<f64>>,
}

/// The function at a point.
struct Known {
    at: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> Problem<F> {
    fn at<T>(&self, x: &[f64], read: impl FnOnce(f64, &[f64]) -> T) -> T {
        let mut last = self.last.borrow_mut();
        let known = match last.take() {
            Some(known) if known.at == x => last.insert(known),
            _ => {
                let (value, gradient) = (self.value_and_gradient)(x);
                self.values.borrow_mut().push(value);
                let gradient = gradient.iter().map(|slope| slope * self.scale).collect();
                last.insert(Known { at: x.to_vec(), value: value * self.scale, gradient })
            }
        };
        read(known.value, &known.gradient)
    }
}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> CostFunction for &Problem<F> {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, x: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.at(x, |value, _| value))
    }
}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> Gradient for &Problem<F> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, x: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.at(x, |_, gradient| gradient.to_vec()))
    }
}

/// Runs L-BFGS from a point for a number of iterations, or until nothing gets better.
///
/// The first step has about length 1. Where the function has no value it may be infinite.
pub fn lbfgs(start: Vec<f64>, iterations: u64, value_and_gradient: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Descent {
    let (_, gradient) = value_and_gradient(&start);
    let scale = gradient.iter().map(|slope| slope * slope).sum::<f64>().sqrt().recip();
    let problem = Problem { value_and_gradient, scale, last: RefCell::default(), values: RefCell::default() };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10);
    // A line search that finds nothing better ends the descent.
    let result =
        Executor::new(&problem, solver).configure(|state| state.param(start.clone()).max_iters(iterations)).run();
    let found = result.ok().and_then(|result| result.state().get_best_param().cloned()).unwrap_or(start);
    Descent { found, values: problem.values.take() }
}
