//! The solvers of `argmin` on differentiable functions: L-BFGS, Newton's method with conjugate gradients, Gauss-Newton.
//!
//! `cargo run --release --features solvers --example optimisers`, with the name of a file behind `--` to draw the picture.

mod decay;
mod friends;
mod newton;

use ad_examples::chart::Chart;
use ad_examples::karate::Club;
use ad_examples::svg::{Anchor, GREY, INK, Svg};
use ad_runtime::prelude::*;
use ad_runtime::{objective, residuals};
use argmin::core::observers::{Observe, ObserverMode};
use argmin::core::{Error, Executor, IterState, KV, Solver, State};
use argmin::solver::gaussnewton::GaussNewton;
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::newton::NewtonCG;
use argmin::solver::quasinewton::LBFGS;
use friends::{Pairs, deviance};
use nalgebra::{DMatrix, DVector};
use std::sync::{Arc, Mutex};

/// What a run cost after each iteration.
#[derive(Clone, Default)]
struct Costs(Arc<Mutex<Vec<f64>>>);

impl<I: State<Float = f64>> Observe<I> for Costs {
    fn observe_init(&mut self, _: &str, state: &I, _: &KV) -> Result<(), Error> {
        self.push(state)
    }
    fn observe_iter(&mut self, state: &I, _: &KV) -> Result<(), Error> {
        self.push(state)
    }
}

impl Costs {
    fn push<I: State<Float = f64>>(&self, state: &I) -> Result<(), Error> {
        let cost = state.get_cost();
        if cost.is_finite() {
            self.0.lock().expect("nobody panics with the costs").push(cost);
        }
        Ok(())
    }
}

/// Runs a solver, and returns the costs and where it came to.
fn run<O, S, P, G, J, H, R>(problem: O, solver: S, start: P, iterations: u64) -> (Vec<f64>, P)
where
    S: Solver<O, IterState<P, G, J, H, R, f64>>,
    IterState<P, G, J, H, R, f64>: State<Param = P, Float = f64>,
    P: Clone,
{
    let costs = Costs::default();
    let result = Executor::new(problem, solver)
        .configure(|state| state.param(start).max_iters(iterations))
        .add_observer(costs.clone(), ObserverMode::Always)
        .run();
    let result = result.unwrap_or_else(|error| panic!("the solver gave up: {error}"));
    let found = result.state().get_best_param().cloned().expect("a run has a best point");
    let costs = costs.0.lock().expect("the run is over").clone();
    (costs, found)
}

fn main() {
    let club = Club::load();
    let pairs = Pairs::of(&club);
    let (friends, same_side) = (&*pairs.friends, &*pairs.same_side);
    let start = vec![0.0; club.members() + 1];
    println!("friends, {} unknowns", start.len());
    let report = |solver: &str, costs: &[f64], found: &[f64]| {
        let gradient = deviance::gradient(found, friends, same_side).0.norm();
        let (iterations, value, homophily) =
            (costs.len() - 1, deviance(found, friends, same_side), found[found.len() - 1]);
        println!(
            "  {solver:<12} {iterations:>3} iterations, deviance {value:.9}, h = {homophily:.6}, gradient {gradient:.1e}"
        );
    };

    let problem = objective!(|x| deviance(x, friends, same_side));
    let (lbfgs, found) = run(problem, LBFGS::new(MoreThuenteLineSearch::new(), 10), start.clone(), 100);
    report("L-BFGS", &lbfgs, &found);

    let problem = objective!(|x| deviance(x, friends, same_side), hvp);
    let solver = NewtonCG::new(MoreThuenteLineSearch::new()).with_tolerance(1e-12).expect("not negative");
    let (mut newton_cg, found) = run(problem, solver, start.clone(), 100);
    // This solver begins without the cost at the start.
    newton_cg.insert(0, lbfgs[0]);
    report("Newton-CG", &newton_cg, &found);

    let (newton, found) = newton::newton(
        start,
        |x| {
            let (value, (gradient, ..)) = deviance::value_and_gradient(x, friends, same_side);
            (value, gradient)
        },
        |x, direction| deviance::hvp(x, friends, same_side, direction).0,
    );
    report("Newton", &newton, &found);

    let problem = residuals!(|x| decay::residuals(x, &decay::VOLUME, &decay::PRESSURE));
    let (gauss_newton, found) = run::<_, _, _, _, DMatrix<f64>, _, _>(
        problem,
        GaussNewton::new(),
        DVector::from_vec(decay::START.to_vec()),
        30,
    );
    let squares = |norms: &[f64]| norms.iter().map(|norm| norm * norm).collect::<Vec<_>>();
    println!("adsorption, 2 unknowns");
    let iterations = gauss_newton.len() - 1;
    println!("  Gauss-Newton {iterations:>3} iterations, parameters {:.10e} {:.10e}", found[0], found[1]);
    println!("  certified                   {:.10e} {:.10e}", decay::CERTIFIED[0], decay::CERTIFIED[1]);

    if let Some(path) = std::env::args().nth(1) {
        picture([&lbfgs, &newton_cg, &newton], &squares(&gauss_newton)).save(path).expect("the picture can be written");
    }
}

/// How far each run is above the least cost that was found.
fn picture([lbfgs, newton_cg, newton]: [&[f64]; 3], gauss_newton: &[f64]) -> Svg {
    const SIDE: f64 = 320.0;
    let mut svg = Svg::new(2.0 * SIDE + 220.0, SIDE + 140.0);
    let mut draw = |left: f64, title: &str, runs: &[(&[f64], &str, &str)]| {
        let least = runs.iter().flat_map(|(costs, ..)| costs.iter()).copied().fold(f64::INFINITY, f64::min);
        let gaps = |costs: &[f64]| costs.iter().map(|cost| cost - least).collect::<Vec<_>>();
        let all: Vec<f64> = runs.iter().flat_map(|(costs, ..)| gaps(costs)).collect();
        let longest = runs.iter().map(|(costs, ..)| costs.len()).max().unwrap_or(1);
        let chart = Chart {
            corner: (left, 70.0),
            size: (SIDE, SIDE),
            title,
            x: (0.0, (longest - 1) as f64),
            y: Chart::decades(&all),
        };
        chart.axes(&mut svg, "iterations");
        for (costs, name, stroke) in runs {
            let points: Vec<_> = gaps(costs).iter().enumerate().map(|(k, gap)| (k as f64, gap.log10())).collect();
            chart.line(&mut svg, &points, stroke, "");
            let (x, y) = chart.at(points[points.len() / 2]);
            svg.text((x + 8.0, y), Anchor::Start, 13.0, stroke, name);
        }
    };
    let runs = [
        (lbfgs, "L-BFGS", GREY),
        (newton_cg, "Newton-CG of argmin", "#00a0a8"),
        (newton, "Newton, solved to the end", INK),
    ];
    draw(70.0, "deviance above its minimum", &runs);
    draw(SIDE + 170.0, "squares above their minimum", &[(gauss_newton, "Gauss-Newton", INK)]);
    svg
}
