//! Forward mode: `pushforward`, `pushforward_n`, `hvp`, `hessian` and `jacobian`, against what is known and against reverse
//! mode.

mod classics;
mod complex;
mod containers;
mod language;
mod library;
mod linalg;
mod methods;
mod own_rules;
mod own_types;
mod spaces;
mod sparse;

/// Panics unless two matrices agree to `1e-10`, relative to their largest entry.
#[track_caller]
fn assert_close(found: &ndarray::Array2<f64>, expected: &ndarray::Array2<f64>) {
    assert_eq!(found.shape(), expected.shape());
    let scale = expected.iter().fold(1.0, |scale: f64, x| scale.max(x.abs()));
    for ((at, found), expected) in found.indexed_iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-10 * scale, "entry {at:?} is {found}, and {expected} was expected");
    }
}
mod still;
