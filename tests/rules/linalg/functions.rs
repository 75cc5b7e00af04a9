use super::points::general;
use ad_runtime::linalg::*;
use ndarray::Array2;

over_both_fields! {
    exponentials<T> {
        matrix_exp(&general::<T>(3, 3));
        matrix_exp(&general::<T>(1, 1));
    }
    powers<T> {
        matrix_power(&general::<T>(3, 3), 5);
        matrix_power(&general::<T>(3, 3), 1);
        matrix_power(&general::<T>(3, 3), 0);
    }
}

#[test]
fn a_large_exponential_is_scaled() {
    let a: Array2<f64> = general::<f64>(3, 3) * 20.0;
    let half = matrix_exp(&(&a * 0.5));
    let (whole, squared) = (matrix_exp(&a), half.dot(&half));
    assert!(whole.iter().zip(&squared).all(|(a, b)| (a - b).abs() < 1e-10 * a.abs()), "{whole} {squared}");
}
