//! The functions that are differentiated: powers, what is wrong with a guess of the voltages, and the losses.

use crate::network::Network;
use ad_runtime::prelude::*;
use num_complex::Complex64;
use sprs::CsMat;

/// The complex power that is fed in at each bus: `S_i = V_i conj((Y V)_i)`.
#[differentiable]
fn powers(angles: &[f64], magnitudes: &[f64], admittance: &CsMat<Complex64>) -> Vec<Complex64> {
    let mut voltages = vec![Complex64::ZERO; angles.len()];
    for i in 0..angles.len() {
        voltages[i] = Complex64::from_polar(magnitudes[i], angles[i]);
    }
    let currents = admittance.times(&voltages);
    let mut powers = vec![Complex64::ZERO; angles.len()];
    for i in 0..angles.len() {
        powers[i] = voltages[i] * currents[i].conj();
    }
    powers
}

/// What is wrong with the voltages: as many numbers as there are unknowns, all 0 at the solution.
#[differentiable]
fn residuals(
    angles: &[f64],
    magnitudes: &[f64],
    admittance: &CsMat<Complex64>,
    #[no_derivative] network: &Network,
) -> Vec<f64> {
    let powers = powers(angles, magnitudes, admittance);
    let mut residuals = vec![0.0; 2 * angles.len()];
    let mut at = 0;
    for &bus in &network.known_active {
        residuals[at] = powers[bus].re - network.power[bus].re;
        at += 1;
    }
    for &bus in &network.known_reactive {
        residuals[at] = powers[bus].im - network.power[bus].im;
        at += 1;
    }
    for &(bus, magnitude) in &network.held {
        residuals[at] = magnitudes[bus] - magnitude;
        at += 1;
    }
    residuals[at] = angles[network.reference.0] - network.reference.1;
    residuals
}

/// The residuals, as a function of the voltages.
#[differentiable]
pub(crate) fn residuals_of_voltages(
    angles: &[f64],
    magnitudes: &[f64],
    #[no_derivative] network: &Network,
) -> Vec<f64> {
    residuals(angles, magnitudes, &network.admittance, network)
}

/// The sum of the squares of the residuals: what state estimation makes small.
#[differentiable]
pub(crate) fn misfit(angles: &[f64], magnitudes: &[f64], #[no_derivative] network: &Network) -> f64 {
    let residuals = residuals_of_voltages(angles, magnitudes, network);
    dot(&residuals, &residuals)
}

/// What is fed in and not taken out.
#[differentiable]
fn losses(angles: &[f64], magnitudes: &[f64], admittance: &CsMat<Complex64>) -> f64 {
    powers(angles, magnitudes, admittance).sum().re
}

/// The losses, as a function of the voltages.
#[differentiable]
pub(crate) fn losses_of_voltages(angles: &[f64], magnitudes: &[f64], #[no_derivative] network: &Network) -> f64 {
    losses(angles, magnitudes, &network.admittance)
}

/// The losses, as a function of the admittances: of all entries, also of those between buses that no line joins.
#[differentiable(project(structure = "none"))]
pub(crate) fn losses_of_lines(
    admittance: &CsMat<Complex64>,
    #[no_derivative] angles: &[f64],
    #[no_derivative] magnitudes: &[f64],
) -> f64 {
    losses(angles, magnitudes, admittance)
}

/// The residuals, as a function of the admittances.
#[differentiable(project(structure = "none"))]
pub(crate) fn residuals_of_lines(
    admittance: &CsMat<Complex64>,
    #[no_derivative] angles: &[f64],
    #[no_derivative] magnitudes: &[f64],
    #[no_derivative] network: &Network,
) -> Vec<f64> {
    residuals(angles, magnitudes, admittance, network)
}
