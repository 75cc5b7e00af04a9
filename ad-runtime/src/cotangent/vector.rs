//! The ambient cotangent of a sparse vector.

use super::product::product;
use crate::number::Number;
#[cfg(feature = "ndarray")]
use ndarray::Array1;

/// The place where the contributions to the cotangent of a vector are summed: each in the form that is cheapest.
pub trait VectorAccumulator {
    /// The real numbers underneath.
    type Real: crate::number::Real;

    /// Adds `c` to entry `i`, which must be inside.
    fn add_entry<C: Number<Real = Self::Real>>(&mut self, i: usize, c: C);

    /// Adds `c` to every entry.
    fn add_fill<C: Number<Real = Self::Real>>(&mut self, c: C);

    /// Adds entries given by increasing index.
    fn add_sparse<C: Number<Real = Self::Real>>(&mut self, entries: impl Iterator<Item = (usize, C)>);

    /// Adds `entry(i)` to entry `i`. Whoever keeps every entry asks for every entry.
    fn add_dense<C: Number<Real = Self::Real>>(&mut self, entry: impl Fn(usize) -> C);
}

/// The cotangent of a vector, in any space, as something to read and to add elsewhere.
pub trait VectorContribution {
    /// The numbers it holds.
    type Entry: Number;

    /// Entry `i`: zero where the space has none.
    ///
    /// # Panics
    ///
    /// If `i` is outside the vector.
    fn entry(&self, i: usize) -> Self::Entry;

    /// Adds the whole of it to an accumulator, which keeps what its space has room for.
    fn add_to<M>(&self, into: &mut M)
    where
        M: VectorAccumulator<Real = <Self::Entry as Number>::Real>;
}

/// The ambient cotangent of a sparse vector: every entry, cheaply.
///
/// It is the sum of one number everywhere, of entries singled out, and of a dense vector, the latter only where
/// something dense was added.
///
/// ```
/// use ad_runtime::cotangent::{VectorAccumulator, VectorCotangent};
///
/// let mut x_bar = VectorCotangent::<f64>::zeros(1_000_000);
/// x_bar.add_fill(1.0);
/// x_bar.add_entry(3, 0.5);
/// assert_eq!((x_bar.entry(3), x_bar.entry(4)), (1.5, 1.0));
/// assert!(!x_bar.is_dense());
/// ```
///
/// `==` compares these parts, not entries.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorCotangent<V> {
    len: usize,
    fill: V,
    // By increasing index.
    sparse: Vec<(usize, V)>,
    dense: Option<Vec<V>>,
}

impl<V: Number> VectorCotangent<V> {
    /// The zero cotangent of a vector of length `len`.
    pub fn zeros(len: usize) -> Self {
        VectorCotangent { len, fill: V::zero(), sparse: Vec::new(), dense: None }
    }

    /// The length of the vector.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the vector has no entries at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether something dense was added.
    pub fn is_dense(&self) -> bool {
        self.dense.is_some()
    }

    /// Entry `i`.
    ///
    /// # Panics
    ///
    /// If `i` is outside the vector.
    pub fn entry(&self, i: usize) -> V {
        check_index(i, self.len);
        let mut sum = self.fill;
        if let Ok(at) = self.sparse.binary_search_by_key(&i, |&(index, _)| index) {
            sum.accumulate(self.sparse[at].1);
        }
        if let Some(dense) = &self.dense {
            sum.accumulate(dense[i]);
        }
        sum
    }

    /// Every entry times `factor`.
    pub fn scaled(&self, factor: V) -> Self {
        let times = |value| V::from_scalar(product(value, factor));
        VectorCotangent {
            len: self.len,
            fill: times(self.fill),
            sparse: self.sparse.iter().map(|&(i, value)| (i, times(value))).collect(),
            dense: self.dense.as_ref().map(|dense| dense.iter().copied().map(times).collect()),
        }
    }

    /// Every entry.
    pub fn to_vec(&self) -> Vec<V> {
        let mut entries = vec![self.fill; self.len];
        for &(i, value) in &self.sparse {
            entries[i].accumulate(value);
        }
        for (entry, &value) in entries.iter_mut().zip(self.dense.iter().flatten()) {
            entry.accumulate(value);
        }
        entries
    }

    /// Every entry, as an ndarray vector.
    #[cfg(feature = "ndarray")]
    pub fn to_dense(&self) -> Array1<V> {
        Array1::from_vec(self.to_vec())
    }
}

impl<V: Number> VectorAccumulator for VectorCotangent<V> {
    type Real = V::Real;

    fn add_entry<C: Number<Real = V::Real>>(&mut self, i: usize, c: C) {
        check_index(i, self.len);
        match self.sparse.binary_search_by_key(&i, |&(index, _)| index) {
            Ok(at) => self.sparse[at].1.accumulate(c),
            Err(at) => self.sparse.insert(at, (i, V::from_scalar(c.to_scalar()))),
        }
    }

    fn add_fill<C: Number<Real = V::Real>>(&mut self, c: C) {
        self.fill.accumulate(c);
    }

    fn add_sparse<C: Number<Real = V::Real>>(&mut self, entries: impl Iterator<Item = (usize, C)>) {
        let old = std::mem::take(&mut self.sparse);
        let mut old = old.into_iter().peekable();
        for (i, c) in entries {
            while let Some(before) = old.next_if(|&(index, _)| index < i) {
                self.sparse.push(before);
            }
            let mut value = old.next_if(|&(index, _)| index == i).map_or(V::zero(), |(_, value)| value);
            value.accumulate(c);
            self.sparse.push((i, value));
        }
        self.sparse.extend(old);
    }

    fn add_dense<C: Number<Real = V::Real>>(&mut self, entry: impl Fn(usize) -> C) {
        let len = self.len;
        let dense = self.dense.get_or_insert_with(|| vec![V::zero(); len]);
        for (i, sum) in dense.iter_mut().enumerate() {
            sum.accumulate(entry(i));
        }
    }
}

impl<V: Number> VectorContribution for VectorCotangent<V> {
    type Entry = V;

    fn entry(&self, i: usize) -> V {
        self.entry(i)
    }

    fn add_to<M: VectorAccumulator<Real = V::Real>>(&self, into: &mut M) {
        if self.fill != V::zero() {
            into.add_fill(self.fill);
        }
        into.add_sparse(self.sparse.iter().copied());
        if let Some(dense) = &self.dense {
            into.add_dense(|i| dense[i]);
        }
    }
}

/// Panics unless `i` is inside a vector of length `len`.
#[track_caller]
pub(crate) fn check_index(i: usize, len: usize) {
    assert!(i < len, "index {i} is outside a vector of length {len}");
}
