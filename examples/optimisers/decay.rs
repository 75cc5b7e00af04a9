//! Adsorption of a monomolecular layer: the problem Misra1a of the nonlinear regression data of NIST (StRD, D. Misra 1978).

use ad_runtime::prelude::*;

/// What was measured at each pressure.
pub(crate) const VOLUME: [f64; 14] =
    [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78];

/// The pressures.
pub(crate) const PRESSURE: [f64; 14] =
    [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0];

/// The second start that NIST gives.
pub(crate) const START: [f64; 2] = [250.0, 5e-4];

/// The parameters that NIST certifies.
pub(crate) const CERTIFIED: [f64; 2] = [2.3894212918e2, 5.5015643181e-4];

/// `b_0 (1 - exp(-b_1 x)) - y` for each measurement.
#[differentiable(forward)]
pub(crate) fn residuals(b: &[f64], #[no_derivative] y: &[f64], #[no_derivative] x: &[f64]) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| b[0] * (1.0 - (-b[1] * *x).exp()) - *y).collect()
}
