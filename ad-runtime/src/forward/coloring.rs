//! Sparse matrices of derivatives: columns that share no row are computed together.

#[cfg(feature = "sprs")]
use super::{Basis, Coordinates, Dual, LANES};
use crate::number::{Number, Real};
use crate::pattern::Pattern;
#[cfg(feature = "sprs")]
use num_traits::Float;
use num_traits::NumCast;
use std::sync::Arc;

/// A partition of the columns of a pattern into groups in which no two columns have a row in common.
///
/// A Jacobian with that pattern is computed with one direction for each group (Curtis, Powell and Reid 1974). The groups are
/// found greedily, in the order of the columns: where rows have `r` entries and columns `c`, there are at most
/// `(r - 1) c + 1` of them.
///
/// ```
/// use ad_runtime::Pattern;
/// use ad_runtime::forward::Coloring;
///
/// let tridiagonal = Pattern::new(100, 100, (0..100_usize).flat_map(|i| (i.saturating_sub(1)..100.min(i + 2)).map(move |j| (i, j))));
/// assert_eq!(Coloring::new(tridiagonal).count(), 3);
/// ```
#[derive(Debug, Clone)]
pub struct Coloring {
    /// Kept by rows.
    pattern: Pattern,
    colors: Arc<Colors>,
}

/// The colour of each column.
#[derive(Debug)]
pub(super) struct Colors {
    color_of: Vec<usize>,
    count: usize,
}

impl Coloring {
    /// Colours the columns of a pattern.
    pub fn new(pattern: Pattern) -> Self {
        let (rows, cols) = (pattern.rows(), pattern.cols());
        let by_columns = Pattern::new(cols, rows, pattern.iter().map(|(i, j)| (j, i)));
        let by_rows = if pattern.by_rows() { pattern } else { Pattern::new(rows, cols, pattern.iter()) };
        const NONE: usize = usize::MAX;
        let mut color_of = vec![NONE; cols];
        // For each colour the last column that it was seen to be forbidden for.
        let mut forbidden: Vec<usize> = Vec::new();
        for j in 0..cols {
            for &i in by_columns.slice(j) {
                for &other in by_rows.slice(i) {
                    if color_of[other] != NONE {
                        forbidden[color_of[other]] = j;
                    }
                }
            }
            let free = forbidden.iter().position(|last| *last != j).unwrap_or(forbidden.len());
            if free == forbidden.len() {
                forbidden.push(NONE);
            }
            color_of[j] = free;
        }
        Coloring { pattern: by_rows, colors: Arc::new(Colors { color_of, count: forbidden.len() }) }
    }

    /// The number of groups: so many directions a Jacobian costs, and one more to check it.
    pub fn count(&self) -> usize {
        self.colors.count
    }

    /// The group of column `j`.
    pub fn color(&self, j: usize) -> usize {
        self.colors.color_of[j]
    }

    /// The pattern.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }
}

impl Colors {
    /// The derivative of number `j` along direction `at`: the sum of the columns of one colour, and last a sum of all columns.
    #[inline]
    pub(super) fn direction<T: Real>(&self, at: usize, j: usize) -> T {
        match self.color_of.get(j) {
            Some(color) if *color == at => T::one(),
            Some(_) if at == self.count => weight(j),
            _ => Number::zero(),
        }
    }
}

/// A weight for each column, of no order: what all columns together are checked with.
fn weight<T: Real>(j: usize) -> T {
    let scrambled = (j as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    <T as NumCast>::from(scrambled as f64 / (1u64 << 24) as f64 + 0.5).unwrap_or_else(T::nan)
}

/// The derivatives of the numbers of a result by those of the arguments, which `run` lifts along the groups of columns.
///
/// # Panics
///
/// If the function has other numbers of arguments and results than the pattern has columns and rows, or if its matrix of
/// derivatives has entries outside the pattern.
#[cfg(feature = "sprs")]
pub fn by_colors<T: Real, Y: Coordinates<T, LANES>>(
    coloring: &Coloring,
    mut run: impl FnMut(&mut Basis) -> Y,
) -> sprs::CsMat<T> {
    let (pattern, colors) = (&coloring.pattern, &coloring.colors);
    let (rows, cols) = (pattern.rows(), pattern.cols());
    let mut values = vec![<T as Number>::zero(); pattern.len()];
    // What all columns together give in each row, by the last direction.
    let mut together: Vec<T> = Vec::new();
    for first in (0..=colors.count).step_by(LANES) {
        let mut basis = Basis::of_colors(first, Arc::clone(colors));
        let mut result = run(&mut basis);
        let numbers = basis.count();
        assert!(numbers == cols, "the pattern has {cols} columns, and the arguments are {numbers} real numbers");
        let mut i = 0;
        result.for_each_number(&mut |number: &mut Dual<T, LANES>| {
            let tangent = number.tangent();
            let along = |direction: usize| direction.checked_sub(first).and_then(|k| tangent.get(k).copied());
            if i < rows {
                for (at, &j) in pattern.range(i).zip(pattern.slice(i)) {
                    values[at] = along(colors.color_of[j]).unwrap_or(values[at]);
                }
                together.extend(along(colors.count));
            }
            i += 1;
        });
        assert!(i == rows, "the pattern has {rows} rows, and the result is {i} real numbers");
    }
    for (i, together) in together.into_iter().enumerate() {
        let terms = pattern.range(i).zip(pattern.slice(i)).map(|(at, &j)| values[at] * weight::<T>(j));
        let (mut sum, mut size) = (<T as Number>::zero(), Float::abs(together));
        for term in terms {
            sum += term;
            size += Float::abs(term);
        }
        let agrees = Float::abs(together - sum) <= Float::sqrt(T::epsilon()) * size;
        assert!(agrees || !size.is_finite(), "row {i} of the matrix of derivatives has entries outside the pattern");
    }
    sprs::CsMat::new((rows, cols), pattern.offsets().to_vec(), pattern.indices().to_vec(), values)
}
