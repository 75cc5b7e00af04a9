//! Arrays of ndarray.

use ndarray::{Array1, Array2, array};
use num_complex::{Complex64, c64};

rules! {
    sum(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a + b } at (&array![[0.3, -1.2]], &array![[0.7, 0.4]]);
    product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a * b } at (&array![[0.3, -1.2]], &array![[0.7, 0.4]]);
    broadcast(a: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> { a * b } at (&array![[0.3, -1.2], [0.5, 0.6]], &array![0.7, 0.4]);
    with_a_number(a: &Array2<f64>, t: f64) -> Array2<f64> { a * t + t } at (&array![[0.3, -1.2]], 0.7);
    matrix_product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> { a.dot(b) }
        at (&array![[0.3, -1.2], [0.5, 0.6]], &array![[0.7], [0.4]]);
    complex_matrix_product(a: &Array2<Complex64>, b: &Array2<Complex64>) -> Array2<Complex64> { a.dot(b) }
        at (&array![[c64(0.3, -1.2), c64(0.5, 0.6)]], &array![[c64(0.7, 0.1)], [c64(0.4, -0.3)]]);
    total(a: &Array2<f64>) -> f64 { a.sum() } at (&array![[0.3, -1.2], [0.5, 0.6]]);
    transposed(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { a.t().dot(x) } at (&array![[0.3, -1.2]], &array![0.7]);
    row(a: &Array2<f64>, i: usize) -> f64 { a.row(i).product() } at (&array![[0.3, -1.2], [0.5, 0.6]], 1);
    entry(a: &Array2<f64>, i: usize, j: usize) -> f64 { a[(i, j)] } at (&array![[0.3, -1.2], [0.5, 0.6]], 1, 0);
}
