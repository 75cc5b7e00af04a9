//! Newton's method for the voltages, with the rows of the Jacobian matrix by pullbacks.

use crate::flow::{losses_of_lines, losses_of_voltages, misfit, residuals_of_lines, residuals_of_voltages};
use crate::network::Network;
use ad_runtime::linalg::sparse;
use num_complex::Complex64;
use sprs::{CsMat, TriMat};

/// The voltages at all buses.
#[derive(Debug, Clone)]
pub(crate) struct Voltages {
    /// In radians.
    pub(crate) angles: Vec<f64>,
    /// Per unit.
    pub(crate) magnitudes: Vec<f64>,
}

/// The voltages, and the largest residual before each step.
#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) voltages: Voltages,
    pub(crate) largest: Vec<f64>,
}

/// From angles of 0 and magnitudes of 1 until the residuals are rounding errors.
pub(crate) fn newton(network: &Network) -> Solution {
    let n = network.names.len();
    let mut voltages = Voltages { angles: vec![0.0; n], magnitudes: vec![1.0; n] };
    let mut largest = Vec::new();
    for _ in 0..20 {
        let (residuals, jacobian) = jacobian(&voltages, network);
        largest.push(residuals.iter().fold(0.0, |largest: f64, residual| largest.max(residual.abs())));
        if largest[largest.len() - 1] < 1e-12 {
            break;
        }
        let step = sparse::solve(&jacobian, &residuals);
        voltages.angles.iter_mut().zip(&step[..n]).for_each(|(angle, step)| *angle -= step);
        voltages.magnitudes.iter_mut().zip(&step[n..]).for_each(|(magnitude, step)| *magnitude -= step);
    }
    Solution { voltages, largest }
}

/// The residuals, and row by row their derivatives by the angles and then by the magnitudes.
pub(crate) fn jacobian(voltages: &Voltages, network: &Network) -> (Vec<f64>, CsMat<f64>) {
    let (residuals, pullback) = residuals_of_voltages::pullback(&voltages.angles, &voltages.magnitudes, network);
    let mut entries = TriMat::new((residuals.len(), residuals.len()));
    for row in 0..residuals.len() {
        let mut seed = vec![0.0; residuals.len()];
        seed[row] = 1.0;
        let (by_angles, by_magnitudes, _) = pullback(seed);
        for (column, &slope) in by_angles.iter().chain(&by_magnitudes).enumerate().filter(|(_, slope)| **slope != 0.0) {
            entries.add_triplet(row, column, slope);
        }
    }
    (residuals, entries.to_csr())
}

/// The gradient of the misfit, by the angles and then by the magnitudes.
pub(crate) fn gradient_of_misfit(voltages: &Voltages, network: &Network) -> Vec<f64> {
    let (by_angles, by_magnitudes, _) = misfit::gradient(&voltages.angles, &voltages.magnitudes, network);
    [by_angles, by_magnitudes].concat()
}

/// How the losses change with each line, one that is there or one that is not: the derivative by `t` for `t` times an
/// admittance between two buses, where the voltages settle anew.
///
/// The adjoint of the solution: with `Jᵀ λ` the derivative of the losses by the voltages, that by the admittances is their own
/// less the pullback of `λ` through the residuals.
pub(crate) fn saving(solution: &Voltages, network: &Network) -> impl Fn((usize, usize), Complex64) -> f64 + use<> {
    let Voltages { angles, magnitudes } = solution;
    let (by_angles, by_magnitudes, _) = losses_of_voltages::gradient(angles, magnitudes, network);
    let (_, jacobian) = jacobian(solution, network);
    let lambda = sparse::solve(&jacobian.transpose_into(), &[by_angles, by_magnitudes].concat());

    let (own, ..) = losses_of_lines::gradient(&network.admittance, angles, magnitudes);
    let (_, pullback) = residuals_of_lines::pullback(&network.admittance, angles, magnitudes, network);
    let (through_voltages, ..) = pullback(lambda);
    move |(i, j), admittance| {
        let entry = |k, l| own.entry(k, l) - through_voltages.entry(k, l);
        let by_line = entry(i, i) + entry(j, j) - entry(i, j) - entry(j, i);
        (by_line.conj() * admittance).re
    }
}
