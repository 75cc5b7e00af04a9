//! Derivatives of complex functions by `z` and by its conjugate.

use super::matrix::{Matrix, entry, matrix, shape};
use crate::number::{Number, Real};
use num_complex::Complex;
use num_traits::Float;

/// The two Wirtinger derivatives of a complex function: `df = by_z dz + by_conjugate dz̄`.
///
/// With `z = x + iy`, `by_z = (∂f/∂x - i ∂f/∂y) / 2` and `by_conjugate = (∂f/∂x + i ∂f/∂y) / 2` (Wirtinger, Mathematische
/// Annalen 97, 1927): a row for each complex number of the result, and a column for each one of the arguments.
///
/// ```
/// use ad_runtime::prelude::*;
/// use num_complex::{Complex64, c64};
///
/// /// `z² z̄`
/// #[differentiable(forward)]
/// fn f(z: Complex64) -> Complex64 {
///     z * z * z.conj()
/// }
///
/// let z = c64(1.0, 2.0);
/// let derivatives = f::wirtinger(z);
/// assert_eq!(derivatives.by_z[[0, 0]], c64(10.0, 0.0)); // 2 z z̄
/// assert_eq!(derivatives.by_conjugate[[0, 0]], z * z);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Wirtinger<T> {
    /// By the arguments.
    pub by_z: Matrix<Complex<T>>,
    /// By their conjugates: zero where the function is holomorphic.
    pub by_conjugate: Matrix<Complex<T>>,
}

impl<T: Real> Wirtinger<T> {
    /// From a Jacobian whose rows and columns are real and imaginary parts in turn.
    ///
    /// # Panics
    ///
    /// If it has an odd number of rows or columns.
    pub fn of(jacobian: &Matrix<T>) -> Self {
        let (rows, cols) = shape(jacobian);
        assert!(rows % 2 == 0 && cols % 2 == 0, "parts of complex numbers come in pairs, not {rows} x {cols}");
        let two = T::one() + T::one();
        let derivative = |sign: T| {
            matrix(rows / 2, cols / 2, |i, j| {
                let part = |row: usize, column: usize| entry(jacobian, 2 * i + row, 2 * j + column);
                let re = part(0, 0) + sign * part(1, 1);
                let im = part(1, 0) - sign * part(0, 1);
                Complex::new(re / two, im / two)
            })
        };
        Wirtinger { by_z: derivative(T::one()), by_conjugate: derivative(-T::one()) }
    }

    /// The derivative of a holomorphic function, which depends on no conjugate.
    ///
    /// # Panics
    ///
    /// If a derivative by a conjugate is more than rounding.
    pub fn holomorphic(self) -> Matrix<Complex<T>> {
        let (rows, cols) = shape(&self.by_z);
        let positions = || (0..rows).flat_map(|i| (0..cols).map(move |j| (i, j)));
        let size = |of: &Matrix<Complex<T>>, (i, j)| Complex::norm(entry(of, i, j));
        let sizes = [&self.by_z, &self.by_conjugate].into_iter().flat_map(|of| positions().map(move |at| size(of, at)));
        let largest = sizes.fold(<T as Number>::zero(), Float::max);
        for (i, j) in positions() {
            let by_conjugate = size(&self.by_conjugate, (i, j));
            // NaN is no answer, but not a wrong one either.
            assert!(
                by_conjugate <= Float::sqrt(T::epsilon()) * largest || by_conjugate.is_nan(),
                "the function is not holomorphic: its number {i} depends on the conjugate of argument {j}, by {by_conjugate}"
            );
        }
        self.by_z
    }
}
