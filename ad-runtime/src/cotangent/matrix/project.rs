//! Parts of the ambient cotangent of a matrix: at a pattern, off a pattern, all of it.

use super::{MatrixCotangent, OuterProduct, StoredEntries};
use crate::cotangent::product::{modulus, one, product};
use crate::number::Number;
use crate::pattern::Pattern;
#[cfg(feature = "ndarray")]
use ndarray::{Array2, ArrayBase, Data, Ix2};

impl<V: Number> MatrixCotangent<V> {
    /// The entries at a pattern, in the order of the pattern: `O(stored * terms)`, the dense matrix never existing.
    ///
    /// # Panics
    ///
    /// If the pattern has another shape.
    pub fn at(&self, pattern: &Pattern) -> Vec<V> {
        self.check_pattern(pattern);
        pattern.iter().map(|(i, j)| self.entry(i, j)).collect()
    }

    /// The projection onto the stored entries of a sparse matrix: the same pattern, in the same order of storage.
    ///
    /// ```
    /// use ad_runtime::cotangent::{MatrixAccumulator, MatrixCotangent};
    /// let a = sprs::CsMat::<f64>::eye(2);
    /// let mut a_bar = MatrixCotangent::<f64>::zeros(2, 2);
    /// a_bar.add_outer(|i| [1.0, 2.0][i], |j| [3.0, 4.0][j]);
    /// assert_eq!(a_bar.project_onto(&a).data(), [3.0, 8.0]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the matrix has another shape.
    #[cfg(feature = "sprs")]
    pub fn project_onto<N, I, P, IpS, IS, DS>(
        &self,
        matrix: &sprs::CsMatBase<N, I, IpS, IS, DS, P>,
    ) -> sprs::CsMatI<V, I, P>
    where
        I: sprs::SpIndex,
        P: sprs::SpIndex,
        IpS: std::ops::Deref<Target = [P]>,
        IS: std::ops::Deref<Target = [I]>,
        DS: std::ops::Deref<Target = [N]>,
    {
        assert_eq!(
            (self.rows, self.cols),
            matrix.shape(),
            "a cotangent and the matrix to project it onto differ in shape"
        );
        let mut projected = matrix.map(|_| V::zero());
        super::MatrixContribution::add_to(self, &mut projected);
        projected
    }

    /// The `k` entries of largest modulus among those outside a pattern, largest first: where an edge is missing.
    ///
    /// Without outer products and dense terms the cost is that of the stored entries and `k`. With them every row is
    /// formed once, so `O(rows * cols)` numbers are looked at, and `O(cols + k)` are kept at a time.
    ///
    /// ```
    /// use ad_runtime::Pattern;
    /// use ad_runtime::cotangent::{MatrixAccumulator, MatrixCotangent};
    /// let mut a_bar = MatrixCotangent::<f64>::zeros(2, 2);
    /// a_bar.add_outer(|i| [1.0, -2.0][i], |j| [3.0, 4.0][j]);
    /// let pattern = Pattern::new(2, 2, [(1, 1)]);
    /// assert_eq!(a_bar.largest_off(&pattern, 2), [(1, 0, -6.0), (0, 1, 4.0)]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the pattern has another shape.
    pub fn largest_off(&self, pattern: &Pattern, k: usize) -> Vec<(usize, usize, V)> {
        self.check_pattern(pattern);
        let mut largest = Largest::new(k);
        if self.outer.is_empty() && self.dense.is_none() {
            self.scan_terms(pattern, k, &mut largest);
        } else {
            for i in 0..self.rows {
                for (j, value) in self.row(i).into_iter().enumerate() {
                    if !pattern.contains(i, j) {
                        largest.offer(i, j, value);
                    }
                }
            }
        }
        largest.into_sorted()
    }

    /// Offers every entry that a term singles out, and of the others, which are equal, as many as can matter.
    fn scan_terms(&self, pattern: &Pattern, k: usize, largest: &mut Largest<V>) {
        let mut special: Vec<(usize, usize)> = self.entries.keys().copied().collect();
        special.extend(self.sparse.iter().flat_map(|term| term.pattern.iter()));
        special.extend(self.diagonal.iter().flat_map(|diagonal| (0..diagonal.len()).map(|i| (i, i))));
        special.sort_unstable();
        special.dedup();
        for &(i, j) in &special {
            if !pattern.contains(i, j) {
                largest.offer(i, j, self.entry(i, j));
            }
        }
        let others = (0..self.rows)
            .flat_map(|i| (0..self.cols).map(move |j| (i, j)))
            .filter(|position| special.binary_search(position).is_err())
            .filter(|&(i, j)| !pattern.contains(i, j));
        for (i, j) in others.take(k) {
            largest.offer(i, j, self.fill);
        }
    }

    /// Row `i`, all of it.
    fn row(&self, i: usize) -> Vec<V> {
        let mut sums = vec![self.fill; self.cols];
        for OuterProduct { column, row } in &self.outer {
            for (sum, &v) in sums.iter_mut().zip(row) {
                sum.accumulate(product(column[i], v));
            }
        }
        if let Some(&d) = self.diagonal.as_ref().and_then(|diagonal| diagonal.get(i)) {
            sums[i].accumulate(d);
        }
        for term in &self.sparse {
            if term.by_rows() {
                term.slice(i).for_each(|(j, value)| sums[j].accumulate(value));
            } else {
                (0..self.cols).for_each(|j| sums[j].accumulate(term.get(i, j).unwrap_or_else(V::zero)));
            }
        }
        for (&(_, j), &value) in self.entries.range((i, 0)..(i + 1, 0)) {
            sums[j].accumulate(value);
        }
        if let Some(dense) = &self.dense {
            for (sum, &value) in sums.iter_mut().zip(&dense[i * self.cols..]) {
                sum.accumulate(value);
            }
        }
        sums
    }

    /// Every entry, in `rows * cols` numbers.
    #[cfg(feature = "ndarray")]
    pub fn to_dense(&self) -> Array2<V> {
        let mut dense = Array2::from_elem((self.rows, self.cols), V::zero());
        for (i, mut row) in dense.rows_mut().into_iter().enumerate() {
            for (entry, value) in row.iter_mut().zip(self.row(i)) {
                *entry = value;
            }
        }
        dense
    }

    fn check_pattern(&self, pattern: &Pattern) {
        assert_eq!(
            (self.rows, self.cols),
            (pattern.rows(), pattern.cols()),
            "a cotangent and the pattern to read it at differ in shape"
        );
    }
}

/// Equal when the shapes and all entries are equal: `O(rows * cols)`.
#[cfg(feature = "ndarray")]
impl<V: Number, S: Data<Elem = V>> PartialEq<ArrayBase<S, Ix2>> for MatrixCotangent<V> {
    fn eq(&self, dense: &ArrayBase<S, Ix2>) -> bool {
        (self.rows, self.cols) == dense.dim()
            && dense.rows().into_iter().enumerate().all(|(i, row)| row.iter().eq(self.row(i).iter()))
    }
}

/// Keeps the `k` largest of what it is offered.
struct Largest<V> {
    k: usize,
    kept: Vec<(usize, usize, V)>,
}

impl<V: Number> Largest<V> {
    fn new(k: usize) -> Self {
        Largest { k, kept: Vec::new() }
    }

    fn offer(&mut self, i: usize, j: usize, value: V) {
        self.kept.push((i, j, value));
        // Sorting once per k offers costs O(log k) each.
        if self.kept.len() > self.k.saturating_mul(2) {
            self.shrink();
        }
    }

    /// Largest first; the order of positions where moduli are equal, NaN last.
    fn shrink(&mut self) {
        self.kept.sort_by(|a, b| {
            let by_size = size(b.2).partial_cmp(&size(a.2)).unwrap_or(std::cmp::Ordering::Equal);
            by_size.then((a.0, a.1).cmp(&(b.0, b.1)))
        });
        self.kept.truncate(self.k);
    }

    fn into_sorted(mut self) -> Vec<(usize, usize, V)> {
        self.shrink();
        self.kept
    }
}

/// The modulus, and -1 for NaN, so that sizes are totally ordered.
fn size<V: Number>(value: V) -> V::Real {
    let size = modulus(value);
    if num_traits::Float::is_nan(size) { -one::<V::Real>() } else { size }
}
