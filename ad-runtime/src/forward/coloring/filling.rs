//! Sparse matrices of derivatives by the directions of a colouring.

use super::{Coloring, Side, weight};
use crate::forward::matrix::{count, set_seed};
use crate::forward::{Basis, Coordinates, Dual, LANES};
use crate::number::{Number, Real};
use num_traits::Float;
use std::sync::Arc;

/// The derivatives of the numbers of a result by those of the arguments, which `run` lifts along the groups of columns.
///
/// # Panics
///
/// If the function has other numbers of arguments and results than the pattern has columns and rows, or if its matrix of
/// derivatives has entries outside the pattern.
pub fn by_colors<T: Real, Y: Coordinates<T, LANES>>(
    coloring: &Coloring,
    mut run: impl FnMut(&mut Basis) -> Y,
) -> sprs::CsMat<T> {
    assert!(!coloring.is_of_rows(), "forward mode takes colours of columns: `Coloring::of_columns` finds them");
    let (rows, cols) = (coloring.pattern.rows(), coloring.pattern.cols());
    let mut filled = Filled::new(coloring);
    for first in (0..=coloring.count()).step_by(LANES) {
        let mut basis = Basis::of_colors(first, Arc::clone(&coloring.colors));
        let mut result = run(&mut basis);
        let numbers = basis.count();
        assert!(numbers == cols, "the pattern has {cols} columns, and the arguments are {numbers} real numbers");
        let mut i = 0;
        result.for_each_number(&mut |number: &mut Dual<T, LANES>| {
            let tangent = number.tangent();
            if i < rows {
                filled.line(i, |color| color.checked_sub(first).and_then(|k| tangent.get(k).copied()));
            }
            i += 1;
        });
        assert!(i == rows, "the pattern has {rows} rows, and the result is {i} real numbers");
    }
    filled.checked()
}

/// The same from the pullback of the function, along the groups of rows: `seed` is a zero cotangent of the result.
///
/// # Panics
///
/// As [`by_colors`].
pub fn by_colors_of_rows<T: Real, S: Coordinates<T, 0> + Clone, Y: Coordinates<T, 0>>(
    coloring: &Coloring,
    mut seed: S,
    pullback: impl Fn(S) -> Y,
) -> sprs::CsMat<T> {
    let (rows, cols) = (coloring.pattern.rows(), coloring.pattern.cols());
    let numbers = count(&mut seed);
    assert!(numbers == rows, "the pattern has {rows} rows, and the result is {numbers} real numbers");
    let mut filled = Filled::new(coloring);
    for direction in 0..=coloring.count() {
        set_seed(&mut seed, |i| coloring.colors.direction(direction, i));
        let mut j = 0;
        pullback(seed.clone()).for_each_number(&mut |number: &mut Dual<T, 0>| {
            if j < cols {
                filled.line(j, |color| (color == direction).then(|| number.value()));
            }
            j += 1;
        });
        assert!(j == cols, "the pattern has {cols} columns, and the arguments are {j} real numbers");
    }
    filled.checked()
}

/// A matrix that is being filled.
struct Filled<'a, T> {
    coloring: &'a Coloring,
    values: Vec<T>,
    /// What all columns together give in each row, by the last direction; or all rows in each column.
    together: Vec<T>,
}

impl<'a, T: Real> Filled<'a, T> {
    fn new(coloring: &'a Coloring) -> Self {
        let values = vec![<T as Number>::zero(); coloring.pattern.len()];
        Filled { coloring, values, together: Vec::new() }
    }

    /// What some of the directions give in one line.
    fn line(&mut self, line: usize, along: impl Fn(usize) -> Option<T>) {
        for read in self.coloring.reads.of(line) {
            if let Some(value) = along(read.color) {
                self.values[read.entry] = value;
            }
        }
        self.together.extend(along(self.coloring.count()));
    }

    fn checked(self) -> sprs::CsMat<T> {
        let (pattern, of_rows) = (&self.coloring.pattern, self.coloring.is_of_rows());
        let zero = || vec![<T as Number>::zero(); self.together.len()];
        let (mut sums, mut sizes) = (zero(), zero());
        for ((i, j), value) in pattern.iter().zip(&self.values) {
            let (line, summed) = if of_rows { (j, i) } else { (i, j) };
            let term = *value * weight::<T>(summed);
            sums[line] += term;
            sizes[line] += Float::abs(term);
        }
        let (name, otherwise) = match self.coloring.side {
            Side::Columns => ("row", ""),
            Side::Rows => ("column", ""),
            Side::Symmetric => ("row", ", or is not symmetric as the colouring has it"),
        };
        for (line, together) in self.together.iter().enumerate() {
            let size = sizes[line] + Float::abs(*together);
            let agrees = Float::abs(*together - sums[line]) <= Float::sqrt(T::epsilon()) * size;
            assert!(
                agrees || !size.is_finite(),
                "{name} {line} of the matrix of derivatives has entries outside the pattern{otherwise}"
            );
        }
        let (offsets, indices) = (pattern.offsets().to_vec(), pattern.indices().to_vec());
        sprs::CsMat::new((pattern.rows(), pattern.cols()), offsets, indices, self.values)
    }
}
