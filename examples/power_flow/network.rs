//! The network: what a test case of the IEEE says, and its admittance matrix.

use ad_runtime::prelude::*;
use num_complex::{Complex64, c64};
use sprs::{CsMat, TriMat};

/// A transmission network and what is known of it. Everything per unit, angles in radians.
#[derive(Debug, Clone, Differentiable)]
#[no_derivative]
pub(crate) struct Network {
    /// The numbers of the buses in the test case.
    pub(crate) names: Vec<usize>,
    /// `I = Y V`, the currents that flow into the network at each bus.
    pub(crate) admittance: CsMat<Complex64>,
    /// The power that is fed in at each bus, as far as it is known.
    pub(crate) power: Vec<Complex64>,
    /// Where the active power is known: everywhere but at the reference.
    pub(crate) known_active: Vec<usize>,
    /// Where the reactive power is known: at the loads.
    pub(crate) known_reactive: Vec<usize>,
    /// Where the magnitude of the voltage is held, and at what.
    pub(crate) held: Vec<(usize, f64)>,
    /// Where the angle is 0, but for the published one.
    pub(crate) reference: (usize, f64),
    /// The published solution: magnitudes and angles.
    pub(crate) published: Vec<(f64, f64)>,
    /// The pairs of buses with a line or transformer between them.
    pub(crate) lines: Vec<(usize, usize)>,
}

const MVA: f64 = 100.0;

impl Network {
    /// Reads a test case.
    ///
    /// # Panics
    ///
    /// If the text is no test case: it is part of this program.
    pub(crate) fn read(text: &str) -> Self {
        let records = |kind: &'static str| {
            let lines = text.lines().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(','));
            lines.map(|line| {
                line.split(',').map(|field| field.parse().expect("fields are numbers")).collect::<Vec<f64>>()
            })
        };
        let names: Vec<usize> = records("bus").map(|bus| bus[0] as usize).collect();
        let index = |name: f64| names.iter().position(|&other| other == name as usize).expect("branches join buses");
        let buses: Vec<_> = records("bus").collect();
        let n = buses.len();

        let mut power: Vec<_> = buses.iter().map(|bus| -c64(bus[2], bus[3]) / MVA).collect();
        let mut held = Vec::new();
        for generator in records("generator") {
            power[index(generator[0])] += generator[1] / MVA;
            held.push((index(generator[0]), buses[index(generator[0])][6]));
        }
        let of_kind = |kinds: &'static [f64]| (0..n).filter(|&i| kinds.contains(&buses[i][1])).collect::<Vec<_>>();
        let reference = of_kind(&[3.0])[0];

        let mut entries = TriMat::new((n, n));
        for (i, bus) in buses.iter().enumerate() {
            entries.add_triplet(i, i, c64(bus[4], bus[5]) / MVA);
        }
        let mut lines = Vec::new();
        for branch in records("branch") {
            let (from, to) = (index(branch[0]), index(branch[1]));
            let series = c64(branch[2], branch[3]).inv();
            let charging = c64(0.0, branch[4] / 2.0);
            let turns = if branch[5] == 0.0 { 1.0 } else { branch[5] };
            let ratio = Complex64::from_polar(turns, branch[6].to_radians());
            entries.add_triplet(from, from, (series + charging) / turns.powi(2));
            entries.add_triplet(to, to, series + charging);
            entries.add_triplet(from, to, -series / ratio.conj());
            entries.add_triplet(to, from, -series / ratio);
            lines.push((from.min(to), from.max(to)));
        }
        lines.sort_unstable();
        lines.dedup();
        Network {
            admittance: entries.to_csr(),
            power,
            known_active: of_kind(&[1.0, 2.0]),
            known_reactive: of_kind(&[1.0]),
            held,
            reference: (reference, buses[reference][7].to_radians()),
            published: buses.iter().map(|bus| (bus[6], bus[7].to_radians())).collect(),
            lines,
            names,
        }
    }

    /// The same network with one more line.
    pub(crate) fn with_line(&self, (i, j): (usize, usize), admittance: Complex64) -> Self {
        let n = self.names.len();
        let mut entries = TriMat::new((n, n));
        for (k, l, value) in [(i, i, admittance), (j, j, admittance), (i, j, -admittance), (j, i, -admittance)] {
            entries.add_triplet(k, l, value);
        }
        Network { admittance: &self.admittance + &entries.to_csr::<usize>(), ..self.clone() }
    }
}
