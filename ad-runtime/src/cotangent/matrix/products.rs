//! Products of the ambient cotangent of a matrix.

use super::{MatrixCotangent, OuterProduct, StoredEntries};
use crate::cotangent::product::product;
use crate::number::Number;
#[cfg(feature = "ndarray")]
use ndarray::{Array2, ArrayBase, Data, Ix2};

impl<V: Number> MatrixCotangent<V> {
    /// The product with a vector of length `cols`, of length `rows`, term by term and without the dense matrix.
    ///
    /// ```
    /// use ad_runtime::cotangent::{MatrixAccumulator, MatrixCotangent};
    /// let mut a_bar = MatrixCotangent::<f64>::zeros(2, 3);
    /// a_bar.add_fill(1.0);
    /// a_bar.add_entry(1, 0, 10.0);
    /// assert_eq!(a_bar.times(&[1.0, 2.0, 3.0]), [6.0, 16.0]);
    /// ```
    ///
    /// # Panics
    ///
    /// If `x` has another length than there are columns.
    pub fn times(&self, x: &[V]) -> Vec<V> {
        assert_eq!(
            self.cols,
            x.len(),
            "a matrix with {} columns cannot be multiplied with a vector of length {}",
            self.cols,
            x.len()
        );
        let mut y = vec![V::zero(); self.rows];
        if self.fill != V::zero() {
            let mut sum = V::zero();
            x.iter().for_each(|&x| sum.accumulate(x));
            y.iter_mut().for_each(|y| y.accumulate(product(self.fill, sum)));
        }
        for OuterProduct { column, row } in &self.outer {
            let inner = inner_product(row, x);
            for (y, &u) in y.iter_mut().zip(column) {
                y.accumulate(product(u, inner));
            }
        }
        if let Some(diagonal) = &self.diagonal {
            for (y, (&d, &x)) in y.iter_mut().zip(diagonal.iter().zip(x)) {
                y.accumulate(product(d, x));
            }
        }
        for term in &self.sparse {
            for (i, j, value) in term.stored() {
                y[i].accumulate(product(value, x[j]));
            }
        }
        for (&(i, j), &value) in &self.entries {
            y[i].accumulate(product(value, x[j]));
        }
        if let Some(dense) = &self.dense {
            for (i, y) in y.iter_mut().enumerate() {
                y.accumulate(inner_product(&dense[i * self.cols..(i + 1) * self.cols], x));
            }
        }
        y
    }

    /// The product with a dense matrix of `cols` rows, column by column as [`times`](Self::times).
    ///
    /// # Panics
    ///
    /// If `b` has another number of rows than there are columns.
    #[cfg(feature = "ndarray")]
    pub fn times_dense<S: Data<Elem = V>>(&self, b: &ArrayBase<S, Ix2>) -> Array2<V> {
        assert_eq!(
            self.cols,
            b.nrows(),
            "a matrix with {} columns cannot be multiplied with one of {} rows",
            self.cols,
            b.nrows()
        );
        let mut c = Array2::from_elem((self.rows, b.ncols()), V::zero());
        for (b, mut c) in b.columns().into_iter().zip(c.columns_mut()) {
            for (c, y) in c.iter_mut().zip(self.times(&b.to_vec())) {
                *c = y;
            }
        }
        c
    }
}

fn inner_product<V: Number>(x: &[V], y: &[V]) -> V {
    let mut sum = V::zero();
    for (&x, &y) in x.iter().zip(y) {
        sum.accumulate(product(x, y));
    }
    sum
}
