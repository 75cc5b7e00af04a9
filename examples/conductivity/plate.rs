//! The plate: its grid, the currents, what is measured, and the misfit that is differentiated.

use ad_runtime::linalg::{NotPositiveDefinite, sparse};
use ad_runtime::prelude::*;
use ndarray::Array2;
use sprs::{CsMat, TriMat};

/// How many knots the unknown field has along a side.
const KNOTS: usize = 20;

/// How many waves of current run around the border, each as a sine and as a cosine.
const WAVES: usize = 8;

/// What a jump between neighbouring knots counts beside the misfit.
const SMOOTHNESS: f64 = 1e-2;

/// A square plate with nodes on a grid, numbered row by row.
#[derive(Debug, Clone, Differentiable)]
#[no_derivative]
pub(crate) struct Plate {
    /// The nodes on a side.
    pub(crate) side: usize,
    /// The rows of the triplets of the matrix: for each edge four, and one for the ground.
    rows: Vec<usize>,
    /// Their columns.
    cols: Vec<usize>,
    /// From the field at the knots to that at the edges.
    at_edges: CsMat<f64>,
    /// The pairs of neighbouring knots.
    neighbours: Vec<(usize, usize)>,
    /// For each node (rows) and pattern (columns), the current that is driven in.
    pub(crate) currents: Array2<f64>,
    /// The nodes of the border.
    border: Vec<usize>,
    /// For each node of the border (rows) and pattern (columns), the voltage.
    measured: Array2<f64>,
    /// The logarithms of the conductivity that the voltages were measured with, at the knots.
    pub(crate) truth: Vec<f64>,
}

/// The sum of the squares of the differences between the voltages at the border and the measured ones, and a small price for
/// jumps of the field. The field is the logarithm of the conductivity, at the knots.
#[differentiable]
pub(crate) fn misfit(field: &[f64], #[no_derivative] plate: &Plate) -> Result<f64, NotPositiveDefinite> {
    let voltages = voltages(field, plate)?;
    let mut misfit = 0.0;
    for k in 0..plate.measured.ncols() {
        for b in 0..plate.border.len() {
            let difference = voltages[(plate.border[b], k)] - plate.measured[(b, k)];
            misfit += difference * difference;
        }
    }
    for &(a, b) in &plate.neighbours {
        let jump = field[a] - field[b];
        misfit += SMOOTHNESS * jump * jump;
    }
    Ok(misfit)
}

/// The voltages at all nodes, for each pattern of currents.
#[differentiable(project = "input")]
fn voltages(field: &[f64], #[no_derivative] plate: &Plate) -> Result<Array2<f64>, NotPositiveDefinite> {
    let logarithms = plate.at_edges.times(field);
    let mut values = vec![0.0; plate.rows.len()];
    for e in 0..logarithms.len() {
        let conductance = logarithms[e].exp();
        values[4 * e] = conductance;
        values[4 * e + 1] = conductance;
        values[4 * e + 2] = -conductance;
        values[4 * e + 3] = -conductance;
    }
    // The first node is tied to the ground.
    values[4 * logarithms.len()] = 1.0;
    let n = plate.side * plate.side;
    let matrix = sparse_from_triplets(n, n, &plate.rows, &plate.cols, &values);
    sparse::solve_positive_definite(&matrix, &plate.currents)
}

impl Plate {
    /// A plate with a good conductor and a bad one in it, and the voltages measured at its border.
    pub(crate) fn with_two_inclusions(side: usize) -> Self {
        assert!(side >= 3, "a plate needs at least 3 nodes on a side, and this one has {side}");
        let edges = edges(side);
        let node = |i: usize, j: usize| i * side + j;
        let (mut rows, mut cols) = (Vec::new(), Vec::new());
        for &(a, b) in &edges {
            rows.extend([a, b, a, b]);
            cols.extend([a, b, b, a]);
        }
        rows.push(0);
        cols.push(0);

        let last = side - 1;
        let mut border: Vec<usize> = (0..last).map(|j| node(0, j)).collect();
        border.extend((0..last).map(|i| node(i, last)));
        border.extend((0..last).map(|j| node(last, last - j)));
        border.extend((0..last).map(|i| node(last - i, 0)));

        let mut currents = Array2::zeros((side * side, 2 * WAVES));
        for (at, &node) in border.iter().enumerate() {
            let turn = std::f64::consts::TAU * at as f64 / border.len() as f64;
            for wave in 1..=WAVES {
                let density = 100.0 / border.len() as f64;
                currents[(node, 2 * wave - 2)] = density * (wave as f64 * turn).cos();
                currents[(node, 2 * wave - 1)] = density * (wave as f64 * turn).sin();
            }
        }

        let mut plate = Plate {
            side,
            rows,
            cols,
            at_edges: interpolation(side, &edges),
            neighbours: self::edges(KNOTS),
            measured: Array2::zeros((border.len(), 2 * WAVES)),
            currents,
            border,
            truth: truth(),
        };
        let voltages = voltages(&plate.truth, &plate).expect("the matrix of a conductivity is positive definite");
        plate.measured = Array2::from_shape_fn(plate.measured.dim(), |(b, k)| voltages[(plate.border[b], k)]);
        plate
    }

    /// The number of unknowns of the field.
    pub(crate) fn knots(&self) -> usize {
        KNOTS * KNOTS
    }
}

/// Two discs, one three times as conductive as the plate and one a third, with soft edges.
fn truth() -> Vec<f64> {
    let at = |k: usize| k as f64 / (KNOTS - 1) as f64;
    let disc = |(x, y): (f64, f64), (cx, cy): (f64, f64), radius: f64| {
        1.0 / (1.0 + (40.0 * ((x - cx).hypot(y - cy) - radius)).exp())
    };
    let field = |point| 3.0_f64.ln() * (disc(point, (0.3, 0.33), 0.15) - disc(point, (0.68, 0.64), 0.17));
    (0..KNOTS * KNOTS).map(|k| field((at(k % KNOTS), at(k / KNOTS)))).collect()
}

/// The pairs of neighbours on a square grid.
fn edges(side: usize) -> Vec<(usize, usize)> {
    let node = |i: usize, j: usize| i * side + j;
    let nodes = (0..side).flat_map(|i| (0..side).map(move |j| (i, j)));
    nodes
        .flat_map(|(i, j)| {
            let right = (j + 1 < side).then(|| (node(i, j), node(i, j + 1)));
            let below = (i + 1 < side).then(|| (node(i, j), node(i + 1, j)));
            right.into_iter().chain(below)
        })
        .collect()
}

/// Bilinear interpolation from the knots to the middles of the edges.
fn interpolation(side: usize, edges: &[(usize, usize)]) -> CsMat<f64> {
    let mut weights = TriMat::new((edges.len(), KNOTS * KNOTS));
    for (e, &(a, b)) in edges.iter().enumerate() {
        let middle = |of: fn(usize, usize) -> usize| {
            let at = (of(a, side) + of(b, side)) as f64 / 2.0 / (side - 1) as f64 * (KNOTS - 1) as f64;
            let knot = (at.floor() as usize).min(KNOTS - 2);
            (knot, at - knot as f64)
        };
        let ((i, y), (j, x)) = (middle(|node, side| node / side), middle(|node, side| node % side));
        for (k, l, weight) in
            [(0, 0, (1.0 - y) * (1.0 - x)), (0, 1, (1.0 - y) * x), (1, 0, y * (1.0 - x)), (1, 1, y * x)]
        {
            weights.add_triplet(e, (i + k) * KNOTS + j + l, weight);
        }
    }
    weights.to_csr()
}
