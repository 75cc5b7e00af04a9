//! Matrices with a structure: in the full space they have a direction for each entry, stored or not.

use super::probe::Probe;
use super::spaces::is_full;
use crate::cotangent::{MatrixAccumulator, MatrixContribution, ScalarCotangent};
use crate::diagonal::Diagonal;
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::policy::Space;
use num_traits::Zero;

/// The positions that have directions in the space `S`: those of the structure, or all of them row by row.
pub(super) fn positions<S: Space>(
    structure: impl Iterator<Item = (usize, usize)>,
    (rows, cols): (usize, usize),
) -> Vec<(usize, usize)> {
    if is_full::<S>() { (0..rows).flat_map(|i| (0..cols).map(move |j| (i, j))).collect() } else { structure.collect() }
}

/// Appends the components of one entry of a cotangent.
pub(super) fn entry_components<S: Space, N: Scalar + Probe>(
    entry: N::Entry<S>,
    at: &N,
    into: &mut Vec<ScalarCotangent<f64>>,
) {
    let mut cotangent = at.zero_cotangent::<S>();
    N::entry_mut::<S>(&mut cotangent).accumulate(entry);
    at.components::<S>(&cotangent, into);
}

/// The cotangent of one entry with the next of `components`.
pub(super) fn entry_cotangent<S: Space, N: Scalar + Probe + Zero>(
    components: &mut dyn Iterator<Item = ScalarCotangent<f64>>,
) -> N::Entry<S> {
    N::entry::<S>(&N::zero().cotangent::<S>(components))
}

/// Adds entries in every form that a matrix cotangent can have, so that no rule gets by with one of them.
///
/// A matrix with a zero in it is taken as it is: it is a direction to be shown, and not a random seed.
pub(super) fn add_entries<N, M>(matrix: &mut M, entries: &[((usize, usize), N)])
where
    N: Number,
    M: MatrixAccumulator<Real = N::Real> + MatrixContribution<Entry = N> + Clone,
{
    let remainder = |matrix: &M, (i, j): (usize, usize), entry: N| {
        let mut remainder = entry;
        remainder.accumulate(matrix.entry(i, j).scale(-<N::Real as num_traits::One>::one()));
        remainder
    };
    if entries.iter().all(|(_, entry)| !entry.is_zero()) {
        let some = |k: usize| entries[k % entries.len()].1;
        if !entries.is_empty() {
            matrix.add_fill(some(0));
            matrix.add_outer(some, |j| some(j + 1));
            matrix.add_diagonal(|i| some(i + 2));
        }
    }
    let so_far = matrix.clone();
    for &(position, entry) in entries {
        let remainder = remainder(&so_far, position, entry);
        if !remainder.is_zero() {
            matrix.add_entry(position.0, position.1, remainder);
        }
    }
}

impl<N: Scalar + Probe + Zero> Probe for Diagonal<N> {
    const EPSILON: f64 = N::EPSILON;

    /// A diagonal matrix cannot leave its diagonal: steps off it are passed over.
    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        let mut diagonal = self.diagonal().to_vec();
        for (i, j) in diagonal_positions::<S, N>(self) {
            let moved = if i == j { diagonal[i] } else { N::zero() }.moved::<S>(steps);
            if i == j {
                diagonal[i] = moved;
            }
        }
        Diagonal::new(diagonal)
    }

    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        let (n, m) = (self.n(), point.n());
        assert_eq!(n, m, "a diagonal matrix of size {n} has size {m} beside the point where it is checked");
        for (i, j) in diagonal_positions::<S, N>(self) {
            let entry = |matrix: &Self| if i == j { matrix.diagonal()[i] } else { N::zero() };
            entry(self).coordinates::<S>(&entry(point), into);
        }
    }

    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        for (i, j) in diagonal_positions::<S, N>(self) {
            entry_components::<S, N>(cotangent.entry(i, j), &N::zero(), into);
        }
    }

    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        let entries = diagonal_positions::<S, N>(self).into_iter().map(|at| (at, entry_cotangent::<S, N>(components)));
        let mut cotangent = self.zero_cotangent::<S>();
        add_entries(&mut cotangent, &entries.collect::<Vec<_>>());
        cotangent
    }
}

fn diagonal_positions<S: Space, N: Scalar>(matrix: &Diagonal<N>) -> Vec<(usize, usize)> {
    positions::<S>((0..matrix.n()).map(|i| (i, i)), (matrix.n(), matrix.n()))
}
