//! Random arguments.

use ad_runtime::Diagonal;
use ndarray::Array2;
use num_complex::Complex64;
use sprs::{CsMat, TriMat};

/// A deterministic generator: xorshift64* (Vigna, 2016).
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `end`.
    pub(crate) fn size(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    /// Uniform in `[-1, 1)`.
    pub(crate) fn real(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    pub(crate) fn complex(&mut self) -> Complex64 {
        Complex64::new(self.real(), self.real())
    }

    pub(crate) fn reals(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.real()).collect()
    }

    pub(crate) fn complexes(&mut self, n: usize) -> Vec<Complex64> {
        (0..n).map(|_| self.complex()).collect()
    }

    pub(crate) fn dense(&mut self, rows: usize, columns: usize) -> Array2<f64> {
        Array2::from_shape_simple_fn((rows, columns), || self.real())
    }

    /// About a third of the entries stored, some of them zero, by rows or by columns.
    pub(crate) fn sparse(&mut self, rows: usize, columns: usize) -> CsMat<f64> {
        let mut triplets = TriMat::new((rows, columns));
        for i in 0..rows {
            for j in 0..columns {
                match self.size(9) {
                    0..3 => triplets.add_triplet(i, j, self.real()),
                    3 => triplets.add_triplet(i, j, 0.0),
                    _ => {}
                }
            }
        }
        if self.size(2) == 0 { triplets.to_csr() } else { triplets.to_csc() }
    }

    pub(crate) fn diagonal(&mut self, n: usize) -> Diagonal<f64> {
        Diagonal::new(self.reals(n))
    }
}
