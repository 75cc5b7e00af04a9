//! Arrays of ndarray.

use ndarray::{Array1, Array2, Axis, Slice, array};
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
    part(a: &Array2<f64>) -> f64 { a.slice_axis(Axis(1), Slice::from(1..)).product() }
        at (&array![[0.3, -1.2, 0.7], [0.5, 0.6, -0.4]]);
    along(a: &Array2<f64>, i: usize) -> f64 { a.index_axis(Axis(1), i).product() } at (&array![[0.3, -1.2], [0.5, 0.6]], 1);
    differences(x: &Array1<f64>) -> Array2<f64> { &x.view().insert_axis(Axis(1)) - x } at (&array![0.3, -1.2]);
    sum_axis(a: &Array2<f64>) -> Array1<f64> { a.sum_axis(Axis(0)) } at (&array![[0.3, -1.2], [0.5, 0.6]]);
    complex_sum_axis(a: &Array2<Complex64>) -> Array1<Complex64> { a.sum_axis(Axis(1)) }
        at (&array![[c64(0.3, -1.2), c64(0.5, 0.6)]]);
    mean_axis(a: &Array2<f64>) -> Option<Array1<f64>> { a.mean_axis(Axis(1)) }
        at (&array![[0.3, -1.2], [0.5, 0.6]]) at (&Array2::zeros((2, 0)));
    variance(x: &Array1<f64>, ddof: f64) -> f64 { x.var(ddof) } at (&array![0.3, -1.2, 0.7], 0.5) at (&array![0.3, -1.2, 0.7], 1.0);
    deviation(x: &Array1<f64>, ddof: f64) -> f64 { x.std(ddof) } at (&array![0.3, -1.2, 0.7], 1.0);
    mapped(a: &Array2<f64>, t: f64) -> Array2<f64> { a.mapv(|x| (x * t).sin()) } at (&array![[0.3, -1.2]], 0.7);
    mapped_complex(a: &Array1<Complex64>, t: f64) -> Array1<Complex64> { a.mapv(|z| (z * t).exp()) }
        at (&array![c64(0.3, -1.2), c64(0.5, 0.6)], 0.7);
    mapped_by_name(a: &Array1<f64>) -> Array1<f64> { a.mapv(f64::exp) } at (&array![0.3, -1.2]);
    folded(a: &Array2<f64>, t: f64) -> f64 { a.fold(t, |y, x| y * x + t) } at (&array![[0.3, -1.2], [0.5, 0.6]], 0.7);
    elementwise(a: &Array1<f64>) -> Array1<f64> { a.exp() + a.sin() * a.tanh() - a.abs() } at (&array![0.3, -1.2]);
    elementwise_powers(a: &Array1<f64>, p: f64) -> Array1<f64> { a.powf(p) + a.powi(3) * a.hypot(p) } at (&array![0.3, 1.2], 0.7);
    reshaped(a: &Array2<f64>) -> f64 { a.clone().into_shape_with_order((4, 1)).map_or(0.0, |b| b[[2, 0]] * b[[1, 0]]) }
        at (&array![[0.3, -1.2], [0.5, 0.6]]);
    flattened(a: &Array2<f64>) -> Array1<f64> { a.t().flatten().to_owned() } at (&array![[0.3, -1.2], [0.5, 0.6]]);
    reversed(a: &Array2<f64>) -> Array2<f64> { a.clone().reversed_axes() } at (&array![[0.3, -1.2]]);
    selected(a: &Array2<f64>) -> Array2<f64> { a.select(Axis(1), &[1, 0, 1]) } at (&array![[0.3, -1.2], [0.5, 0.6]]);
    to_vec(x: &Array1<f64>) -> Vec<f64> { x.to_vec() } at (&array![0.3, -1.2]);
    of_elements(x: f64, y: f64) -> Array2<f64> { array![[x, y], [-y, x * y]] } at (0.3, -1.2);
    of_a_vector(v: &[f64]) -> Array1<f64> { Array1::from_vec(v.to_vec()) * Array1::from(v.to_vec()) } at (&[0.3, -1.2]);
    of_a_shape_and_a_vector(v: &[f64]) -> f64 {
        let (m, n) = (v.len() / 2, 2);
        let by_rows = Array2::from_shape_vec((m, n), v.to_vec()).unwrap();
        by_rows[[0, 1]] * by_rows[[1, 0]]
    } at (&[0.3, -1.2, 0.5, 0.7]);
    with_a_constant(x: &Array1<f64>) -> f64 { x.dot(&array![2.0, 3.0]) * x.dot(&Array1::zeros(2)) + x.dot(&array![0.5, 1.5]) } at (&array![0.3, -1.2]);
    of_one_number(x: f64) -> Array2<f64> { Array2::from_elem((2, 1), x) } at (0.3);
    of_a_function(x: &Array1<f64>) -> Array2<f64> { Array2::from_shape_fn((x.len(), 2), |(i, j)| x[i] * x[j]) }
        at (&array![0.3, -1.2]);
    assigned(x: &Array1<f64>, t: f64) -> Array2<f64> {
        let mut y = Array2::from_elem((2, 2), t);
        y.assign(x);
        y[[0, 0]] *= t;
        y
    } at (&array![0.3, -1.2], 0.7);
    added_in_place(x: &Array1<f64>, z: &Array1<f64>, t: f64) -> Array1<f64> {
        let mut y = x.clone();
        y.scaled_add(t, z);
        y *= t;
        y.scaled_add(t, x);
        y
    } at (&array![0.3, -1.2], &array![0.5, 0.6], 0.7);
    mapped_in_place(x: &Array1<f64>, t: f64) -> Array1<f64> {
        let mut y = x.clone();
        y.mapv_inplace(|v| (v * t).sin());
        y
    } at (&array![0.3, -1.2], 0.7);
    over_rows(a: &Array2<f64>) -> f64 {
        let mut product = 1.0;
        for row in a.outer_iter() {
            product *= row.dot(&row);
        }
        product
    } at (&array![[0.3, -1.2], [0.5, 0.6]]);
    over_columns(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
        a.axis_iter(Axis(1)).zip(x.iter()).map(|(column, x)| (column.sum() - x).powi(2)).sum()
    } at (&array![[0.3, -1.2], [0.5, 0.6]], &array![0.7, 0.1]);
}
