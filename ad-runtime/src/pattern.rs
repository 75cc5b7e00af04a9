use std::fmt;

/// Where a sparse matrix stores its entries: its shape and its positions, without values.
///
/// Positions are kept compressed by rows or by columns, whichever the matrix has. A pattern is never mutated, so the
/// terms of a [`MatrixCotangent`](crate::MatrixCotangent) share one behind an [`Arc`](std::sync::Arc).
///
/// ```
/// use ad_runtime::Pattern;
///
/// let pattern = Pattern::new(2, 3, [(1, 2), (0, 1), (1, 2)]);
/// assert_eq!(pattern.iter().collect::<Vec<_>>(), [(0, 1), (1, 2)]);
/// assert_eq!(pattern.position(1, 2), Some(1));
/// assert!(!pattern.contains(0, 0));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Pattern {
    rows: usize,
    cols: usize,
    by_rows: bool,
    // One more than there are slices: slice k has the positions `offsets[k]..offsets[k + 1]`.
    offsets: Vec<usize>,
    // Increasing within a slice.
    indices: Vec<usize>,
}

impl Pattern {
    /// The pattern of a `rows` x `cols` matrix with these positions, in any order, kept by rows.
    ///
    /// # Panics
    ///
    /// If a position is outside the matrix.
    pub fn new(rows: usize, cols: usize, positions: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut positions: Vec<_> = positions.into_iter().collect();
        for &(i, j) in &positions {
            check_position(i, j, rows, cols);
        }
        positions.sort_unstable();
        positions.dedup();
        let offsets = offsets_of(rows, positions.iter().map(|(i, _)| *i));
        let indices = positions.into_iter().map(|(_, j)| j).collect();
        Pattern { rows, cols, by_rows: true, offsets, indices }
    }

    /// From compressed parts, which the caller knows to be sorted and inside.
    pub(crate) fn from_parts(
        (rows, cols): (usize, usize),
        by_rows: bool,
        offsets: Vec<usize>,
        indices: Vec<usize>,
    ) -> Self {
        debug_assert_eq!(offsets.len(), 1 + if by_rows { rows } else { cols });
        Pattern { rows, cols, by_rows, offsets, indices }
    }

    /// Distinct positions with what stands there, sorted by counting: those that `entries` gives in an order that increases
    /// within each slice. What stands there is `empty` before it is placed.
    pub(crate) fn counted<V: Copy, E: Iterator<Item = (usize, usize, V)>>(
        (rows, cols): (usize, usize),
        by_rows: bool,
        entries: impl Fn() -> E,
        empty: V,
    ) -> (Self, Vec<V>) {
        let slice_of = |i: usize, j: usize| if by_rows { (i, j) } else { (j, i) };
        let slices = if by_rows { rows } else { cols };
        let offsets = offsets_of(slices, entries().map(|(i, j, _)| slice_of(i, j).0));
        let mut next = offsets.clone();
        let (mut indices, mut values) = (vec![0; offsets[slices]], vec![empty; offsets[slices]]);
        for (i, j, value) in entries() {
            let (k, l) = slice_of(i, j);
            indices[next[k]] = l;
            values[next[k]] = value;
            next[k] += 1;
        }
        (Self::from_parts((rows, cols), by_rows, offsets, indices), values)
    }

    /// Distinct positions, kept by rows: those that `positions` gives in an order that increases within each row.
    #[cfg(feature = "sprs")]
    pub(crate) fn by_counting<P: Iterator<Item = (usize, usize)>>(
        rows: usize,
        cols: usize,
        positions: impl Fn() -> P,
    ) -> Self {
        Self::counted((rows, cols), true, || positions().map(|(i, j)| (i, j, ())), ()).0
    }

    /// The same positions, kept by rows.
    #[cfg(feature = "sprs")]
    pub(crate) fn kept_by_rows(self) -> Self {
        if self.by_rows {
            return self;
        }
        Self::by_counting(self.rows, self.cols, || self.iter())
    }

    /// The diagonal, as long as the shorter side, kept by rows.
    pub(crate) fn diagonal((rows, cols): (usize, usize)) -> Self {
        let n = rows.min(cols);
        Self::from_parts((rows, cols), true, (0..=rows).map(|i| i.min(n)).collect(), (0..n).collect())
    }

    /// The pattern of a sparse matrix, in the same order of storage.
    ///
    /// ```
    /// let a = sprs::CsMat::<f64>::eye(3);
    /// assert_eq!(ad_runtime::Pattern::of(a.view()).iter().collect::<Vec<_>>(), [(0, 0), (1, 1), (2, 2)]);
    /// ```
    #[cfg(feature = "sprs")]
    pub fn of<N, I: sprs::SpIndex, P: sprs::SpIndex>(matrix: sprs::CsMatViewI<'_, N, I, P>) -> Self {
        let offsets = matrix.proper_indptr().iter().map(|offset| offset.index()).collect();
        let indices = matrix.indices().iter().map(|index| index.index()).collect();
        Pattern::from_parts(matrix.shape(), matrix.is_csr(), offsets, indices)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The number of positions.
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// Whether there are no positions.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// Whether the positions are kept row by row, and not column by column.
    pub fn by_rows(&self) -> bool {
        self.by_rows
    }

    /// Where each slice begins, and where the last one ends.
    #[cfg(feature = "sprs")]
    pub(crate) fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// The positions within the slices, one slice after the other.
    #[cfg(feature = "sprs")]
    pub(crate) fn indices(&self) -> &[usize] {
        &self.indices
    }

    /// The number of slices: rows if kept by rows, columns otherwise.
    pub(crate) fn slices(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Where the positions of slice `k` begin and end.
    pub(crate) fn range(&self, k: usize) -> std::ops::Range<usize> {
        self.offsets[k]..self.offsets[k + 1]
    }

    /// The positions within slice `k`, increasing.
    pub(crate) fn slice(&self, k: usize) -> &[usize] {
        &self.indices[self.range(k)]
    }

    /// Every position `(i, j)`, in the order of storage.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.slices())
            .flat_map(move |k| self.slice(k).iter().map(move |&l| if self.by_rows { (k, l) } else { (l, k) }))
    }

    /// The rank of `(i, j)` in the order of storage, if it is stored.
    ///
    /// Takes a time logarithmic in the length of the row or column.
    ///
    /// # Panics
    ///
    /// If `(i, j)` is outside the matrix.
    pub fn position(&self, i: usize, j: usize) -> Option<usize> {
        check_position(i, j, self.rows, self.cols);
        let (k, l) = if self.by_rows { (i, j) } else { (j, i) };
        self.slice(k).binary_search(&l).ok().map(|at| self.offsets[k] + at)
    }

    /// Whether `(i, j)` is stored.
    ///
    /// # Panics
    ///
    /// If `(i, j)` is outside the matrix.
    pub fn contains(&self, i: usize, j: usize) -> bool {
        self.position(i, j).is_some()
    }

    /// The pattern of the transposed matrix: by columns where this is by rows, so that the order of storage stays.
    pub fn transposed(&self) -> Self {
        Pattern { rows: self.cols, cols: self.rows, by_rows: !self.by_rows, ..self.clone() }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern {} x {} ", self.rows, self.cols)?;
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Where each of some slices begins and the last one ends, if each of `members` says the slice that it belongs to.
pub(crate) fn offsets_of(slices: usize, members: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut offsets = vec![0; slices + 1];
    members.for_each(|slice| offsets[slice + 1] += 1);
    for slice in 0..slices {
        offsets[slice + 1] += offsets[slice];
    }
    offsets
}

/// Panics unless `(i, j)` is inside a `rows` x `cols` matrix.
#[track_caller]
pub(crate) fn check_position(i: usize, j: usize, rows: usize, cols: usize) {
    assert!(i < rows && j < cols, "index ({i}, {j}) is outside a matrix of shape {rows} x {cols}");
}
