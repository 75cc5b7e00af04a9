use super::StoredEntries;
use crate::cotangent::ScalarCotangent;
use crate::cotangent::product::product;
use crate::number::{Number, Real};
use crate::pattern::Pattern;
use std::sync::Arc;

/// A sparse matrix whose pattern is shared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SparseTerm<V> {
    pub(crate) pattern: Arc<Pattern>,
    // In the order of the pattern.
    pub(crate) values: Vec<V>,
}

impl<V: Number> SparseTerm<V> {
    /// The matrix with this diagonal, as long as the shorter side.
    pub(crate) fn rectangular_diagonal((rows, cols): (usize, usize), values: Vec<V>) -> Self {
        SparseTerm { pattern: Arc::new(Pattern::diagonal((rows, cols))), values }
    }

    /// A copy that shares the pattern.
    pub(crate) fn copy_of<E>(entries: &E) -> Self
    where
        E: StoredEntries<Entry: Number<Real = V::Real>>,
    {
        let pattern = entries.pattern();
        let mut copy = SparseTerm { values: Vec::with_capacity(pattern.len()), pattern };
        copy.set(entries);
        copy
    }

    /// Takes other values, of the same pattern.
    pub(crate) fn set<E>(&mut self, entries: &E)
    where
        E: StoredEntries<Entry: Number<Real = V::Real>>,
    {
        self.values.clear();
        for k in 0..entries.slices() {
            self.values.extend(entries.slice(k).map(|(_, value)| V::from_scalar(value.to_scalar())));
        }
    }

    /// A copy kept by rows, or by columns: `O(stored + slices)`.
    pub(crate) fn sorted_copy_of<E>(entries: &E, by_rows: bool) -> Self
    where
        E: StoredEntries<Entry: Number<Real = V::Real>>,
    {
        if entries.by_rows() == by_rows {
            return Self::copy_of(entries);
        }
        let converted = || entries.stored().map(|(i, j, value)| (i, j, V::from_scalar(value.to_scalar())));
        let (pattern, values) = Pattern::counted(entries.shape(), by_rows, converted, V::zero());
        SparseTerm { pattern: Arc::new(pattern), values }
    }

    /// The product of two matrices kept by rows, row by row (Gustavson 1978): as many steps as products.
    pub(crate) fn product_of(left: &SparseTerm<V>, right: &SparseTerm<V>) -> Self {
        let (rows, cols) = (left.pattern.rows(), right.pattern.cols());
        let (mut offsets, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
        let mut sums = vec![V::zero(); cols];
        let mut last_row_of = vec![usize::MAX; cols];
        for i in 0..rows {
            let begin = indices.len();
            for (k, a) in left.slice(i) {
                for (j, b) in right.slice(k) {
                    if last_row_of[j] != i {
                        last_row_of[j] = i;
                        sums[j] = V::zero();
                        indices.push(j);
                    }
                    sums[j].accumulate(product(a, b));
                }
            }
            indices[begin..].sort_unstable();
            values.extend(indices[begin..].iter().map(|&j| sums[j]));
            offsets.push(indices.len());
        }
        SparseTerm { pattern: Arc::new(Pattern::from_parts((rows, cols), true, offsets, indices)), values }
    }

    /// The entry at `(i, j)` if it is stored.
    pub(crate) fn get(&self, i: usize, j: usize) -> Option<V> {
        self.pattern.position(i, j).map(|at| self.values[at])
    }
}

impl<V: Number> StoredEntries for SparseTerm<V> {
    type Entry = V;
    fn shape(&self) -> (usize, usize) {
        (self.pattern.rows(), self.pattern.cols())
    }
    fn by_rows(&self) -> bool {
        self.pattern.by_rows()
    }
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, V)> {
        self.pattern.slice(k).iter().copied().zip(self.values[self.pattern.range(k)].iter().copied())
    }
    fn pattern(&self) -> Arc<Pattern> {
        Arc::clone(&self.pattern)
    }
    fn has_pattern(&self, pattern: &Pattern) -> bool {
        std::ptr::eq(&*self.pattern, pattern) || *self.pattern == *pattern
    }
}

/// Hands over the entries of a product at some positions, each with the rank of its position: the cost of one is that
/// of a row of the left factor and a column of the right one.
pub(crate) fn product_at<T: Real, E, F>(
    positions: impl Iterator<Item = (usize, usize)>,
    left: &E,
    right: &F,
    mut add: impl FnMut(usize, ScalarCotangent<T>),
) where
    E: StoredEntries<Entry: Number<Real = T>>,
    F: StoredEntries<Entry: Number<Real = T>>,
{
    let left = SparseTerm::<ScalarCotangent<T>>::sorted_copy_of(left, true);
    let right = SparseTerm::<ScalarCotangent<T>>::sorted_copy_of(right, false);
    for (at, (i, j)) in positions.enumerate() {
        let mut sum = ScalarCotangent::zero();
        let mut column = right.slice(j).peekable();
        for (k, a) in left.slice(i) {
            while column.next_if(|&(l, _)| l < k).is_some() {}
            if let Some((_, b)) = column.next_if(|&(l, _)| l == k) {
                sum.accumulate(product(a, b));
            }
        }
        add(at, sum);
    }
}
