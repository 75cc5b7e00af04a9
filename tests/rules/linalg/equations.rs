use super::points::{definite, general, other};
use ad_runtime::linalg::*;

over_both_fields! {
    sylvester_equations<T> {
        sylvester(&definite::<T>(3), &definite::<T>(2), &other::<T>(3, 2));
    }
    lyapunov_equations<T> {
        lyapunov(&definite::<T>(3), &general::<T>(3, 3));
    }
}

#[test]
fn they_hold() {
    let (a, b, c) = (general::<f64>(3, 3), other::<f64>(2, 2), other::<f64>(3, 2));
    let x = sylvester(&a, &b, &c);
    assert!((a.dot(&x) + x.dot(&b) - c).iter().all(|x| x.abs() < 1e-12));
    let x = lyapunov(&a, &b_of_three());
    assert!((a.dot(&x) + x.dot(&a.t()) - b_of_three()).iter().all(|x| x.abs() < 1e-12));
}

fn b_of_three() -> ndarray::Array2<f64> {
    other(3, 3)
}
