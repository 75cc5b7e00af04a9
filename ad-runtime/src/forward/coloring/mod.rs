//! Sparse matrices of derivatives: columns or rows that do not meet are computed together.

mod detection;
mod filling;
mod greedy;

pub use detection::{pattern, symmetric_pattern};
pub use filling::{by_colors, by_colors_of_rows};

use super::LANES;
use crate::number::{Number, Real};
use crate::pattern::{Pattern, offsets_of};
use num_traits::NumCast;
use std::sync::Arc;

/// A partition of the columns or the rows of a pattern into groups that are computed together, each group in one direction.
///
/// A matrix of derivatives with that pattern costs one direction for each group, and one more that checks the pattern.
/// Groups are found greedily, in the order of the matrix and by falling number of entries, whichever gives fewer
/// (Gebremedhin, Manne and Pothen, "What color is your Jacobian?", SIAM Review 47, 2005).
///
/// ```
/// use ad_runtime::Pattern;
/// use ad_runtime::forward::Coloring;
///
/// let tridiagonal = Pattern::new(100, 100, (0..100_usize).flat_map(|i| (i.saturating_sub(1)..100.min(i + 2)).map(move |j| (i, j))));
/// assert_eq!(Coloring::new(tridiagonal).count(), 3);
///
/// let arrow = Pattern::new(100, 100, (0..100).flat_map(|i| [(0, i), (i, 0), (i, i)]));
/// assert_eq!(Coloring::of_columns(arrow.clone()).count(), 100);
/// assert_eq!(Coloring::symmetric(arrow).count(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Coloring {
    /// Kept by rows.
    pattern: Pattern,
    side: Side,
    colors: Arc<Colors>,
    /// For each line of what the directions give, the entries that are read there.
    reads: Reads,
}

/// What has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Columns,
    Rows,
    /// The columns, which are the rows too.
    Symmetric,
}

/// The colour of each column, or row.
#[derive(Debug)]
pub(super) struct Colors {
    color_of: Vec<usize>,
    count: usize,
}

/// An entry, and the direction that it is read from.
#[derive(Debug, Clone)]
struct Read {
    /// Its rank in the order of storage.
    entry: usize,
    color: usize,
}

/// The reads of each line, one line after the other.
#[derive(Debug, Clone)]
struct Reads {
    offsets: Vec<usize>,
    reads: Vec<Read>,
}

impl Coloring {
    /// Colours the columns for forward mode or the rows for reverse mode, whichever makes a Jacobian cheaper: `count + 1`
    /// directions, of which forward mode takes 8 at once.
    pub fn new(pattern: Pattern) -> Self {
        let (by_rows, by_columns) = in_both_orders(pattern);
        let columns = Self::columns_of(by_rows, &by_columns);
        // The entries of a column are in rows of as many colours.
        let longest = (0..by_columns.slices()).map(|j| by_columns.slice(j).len()).max().unwrap_or(0);
        if longest + 1 >= columns.runs() {
            return columns;
        }
        let rows = Self::rows_of(columns.pattern.clone(), &by_columns);
        if rows.runs() < columns.runs() { rows } else { columns }
    }

    /// Colours the columns: two that have a row in common differ. For forward mode.
    pub fn of_columns(pattern: Pattern) -> Self {
        let (by_rows, by_columns) = in_both_orders(pattern);
        Self::columns_of(by_rows, &by_columns)
    }

    /// Colours the rows: two that have a column in common differ. For reverse mode.
    pub fn of_rows(pattern: Pattern) -> Self {
        let (by_rows, by_columns) = in_both_orders(pattern);
        Self::rows_of(by_rows, &by_columns)
    }

    fn columns_of(pattern: Pattern, by_columns: &Pattern) -> Self {
        let colors = greedy::columns(&pattern, by_columns);
        let places = pattern.iter().map(|(i, j)| (i, colors.color(j))).collect();
        Self::reading(pattern, Side::Columns, colors, places)
    }

    fn rows_of(pattern: Pattern, by_columns: &Pattern) -> Self {
        let colors = greedy::columns(by_columns, &pattern);
        let places = pattern.iter().map(|(i, j)| (j, colors.color(i))).collect();
        Self::reading(pattern, Side::Rows, colors, places)
    }

    /// Colours the columns of a symmetric matrix, a Hessian, of which either of two equal entries may be read: neighbours
    /// differ, and a path of four columns has three colours (a star colouring).
    ///
    /// # Panics
    ///
    /// If the pattern is not symmetric.
    pub fn symmetric(pattern: Pattern) -> Self {
        let (rows, cols) = (pattern.rows(), pattern.cols());
        assert!(rows == cols, "a symmetric matrix is square, not {rows} x {cols}");
        let pattern = pattern.kept_by_rows();
        for (i, j) in pattern.iter() {
            assert!(pattern.contains(j, i), "a symmetric pattern with ({i}, {j}) has ({j}, {i}) too");
        }
        let colors = greedy::star(&pattern);
        let place = |(i, j): (usize, usize)| {
            let alike = pattern.slice(i).iter().filter(|other| colors.color(**other) == colors.color(j));
            if alike.count() == 1 { (i, colors.color(j)) } else { (j, colors.color(i)) }
        };
        let places = pattern.iter().map(place).collect();
        Self::reading(pattern, Side::Symmetric, colors, places)
    }

    /// A colouring with the line in which each entry is read, from the direction of one colour.
    fn reading(pattern: Pattern, side: Side, colors: Colors, places: Vec<(usize, usize)>) -> Self {
        let lines = if side == Side::Rows { pattern.cols() } else { pattern.rows() };
        let reads = Reads::by_lines(lines, &places);
        Coloring { pattern, side, colors: Arc::new(colors), reads }
    }

    /// The number of groups: so many directions a matrix of derivatives costs, and one more to check it.
    pub fn count(&self) -> usize {
        self.colors.count
    }

    /// How often the function is run: forward with 8 directions at once, or backward with one.
    pub fn runs(&self) -> usize {
        match self.side {
            Side::Columns | Side::Symmetric => (self.count() + 1).div_ceil(LANES),
            Side::Rows => self.count() + 1,
        }
    }

    /// Whether rows have colours, and not columns.
    pub fn is_of_rows(&self) -> bool {
        self.side == Side::Rows
    }

    /// The group of column `j`, or of row `j` of a colouring of rows.
    pub fn color(&self, j: usize) -> usize {
        self.colors.color(j)
    }

    /// The pattern, kept by rows.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }
}

impl Colors {
    pub(super) fn color(&self, j: usize) -> usize {
        self.color_of[j]
    }

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

impl Reads {
    /// Sorts the entries by the lines that they are read in.
    fn by_lines(lines: usize, places: &[(usize, usize)]) -> Self {
        let offsets = offsets_of(lines, places.iter().map(|(line, _)| *line));
        let mut next = offsets.clone();
        let mut reads = vec![Read { entry: 0, color: 0 }; places.len()];
        for (entry, &(line, color)) in places.iter().enumerate() {
            reads[next[line]] = Read { entry, color };
            next[line] += 1;
        }
        Reads { offsets, reads }
    }

    fn of(&self, line: usize) -> &[Read] {
        &self.reads[self.offsets[line]..self.offsets[line + 1]]
    }
}

/// A pattern kept by rows, and its transposed one kept by rows.
fn in_both_orders(pattern: Pattern) -> (Pattern, Pattern) {
    let transposed = pattern.transposed().kept_by_rows();
    (pattern.kept_by_rows(), transposed)
}

/// A weight for each column, of no order: what all columns together are checked with.
fn weight<T: Real>(j: usize) -> T {
    let scrambled = (j as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    <T as NumCast>::from(scrambled as f64 / (1u64 << 24) as f64 + 0.5).unwrap_or_else(T::nan)
}
