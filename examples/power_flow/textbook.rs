//! The Jacobian matrix as textbooks have it, to compare with.

use crate::network::Network;
use crate::solution::Voltages;
use ndarray::Array2;
use num_complex::Complex64;

/// The derivatives of the residuals by the angles and then by the magnitudes, from those of the powers:
/// `dS/dθ = i diag(V) conj(diag(I) - Y diag(V))` and
/// `dS/d|V| = diag(V) conj(Y diag(V / |V|)) + conj(diag(I)) diag(V / |V|)`.
pub(crate) fn jacobian(Voltages { angles, magnitudes }: &Voltages, network: &Network) -> Array2<f64> {
    let n = angles.len();
    let y = network.admittance.to_dense();
    let v: Vec<_> = (0..n).map(|i| Complex64::from_polar(magnitudes[i], angles[i])).collect();
    let unit: Vec<_> = (0..n).map(|i| Complex64::cis(angles[i])).collect();
    let current: Vec<Complex64> = (0..n).map(|i| (0..n).map(|j| y[(i, j)] * v[j]).sum()).collect();
    let if_same = |i: usize, j: usize, z: Complex64| if i == j { z } else { Complex64::ZERO };
    let by_angle = |i: usize, j: usize| Complex64::i() * v[i] * (if_same(i, j, current[i]) - y[(i, j)] * v[j]).conj();
    let by_magnitude =
        |i: usize, j: usize| v[i] * (y[(i, j)] * unit[j]).conj() + if_same(i, j, current[i].conj() * unit[i]);
    let power = |bus: usize, column: usize| {
        if column < n { by_angle(bus, column) } else { by_magnitude(bus, column - n) }
    };

    let mut jacobian = Array2::zeros((2 * n, 2 * n));
    let mut row = 0;
    for &bus in &network.known_active {
        (0..2 * n).for_each(|column| jacobian[(row, column)] = power(bus, column).re);
        row += 1;
    }
    for &bus in &network.known_reactive {
        (0..2 * n).for_each(|column| jacobian[(row, column)] = power(bus, column).im);
        row += 1;
    }
    for &(bus, _) in &network.held {
        jacobian[(row, n + bus)] = 1.0;
        row += 1;
    }
    jacobian[(row, network.reference.0)] = 1.0;
    jacobian
}
