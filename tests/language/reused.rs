//! Cotangents of sparse matrices that are written over.

use ad_runtime::Pattern;
use ad_runtime::prelude::*;
use sprs::CsMat;

macro_rules! functions {
    ($module:ident, $policy:tt) => {
        mod $module {
            use super::*;

            #[differentiable(project = $policy)]
            pub(super) fn f(a: &CsMat<f64>, b: &CsMat<f64>, x: &[f64]) -> f64 {
                let y = a.times(x);
                dot(a, b) + a.trace() + a.sum() * b.norm() + dot(&a.transposed_times(&y), x)
            }
        }
    };
}
functions!(input, "input");
functions!(none, "none");

fn matrix(positions: &[(usize, usize)]) -> CsMat<f64> {
    let values: Vec<f64> = (0..positions.len()).map(|k| k as f64 + 0.5).collect();
    let (rows, cols): (Vec<_>, Vec<_>) = positions.iter().copied().unzip();
    sparse_from_triplets(3, 3, &rows, &cols, &values)
}

const X: [f64; 3] = [0.3, -1.2, 2.0];

/// Another pattern with as many entries, the same one again, another storage, another size.
fn others() -> Vec<(CsMat<f64>, CsMat<f64>)> {
    let (one, two) = (matrix(&[(0, 0), (0, 2), (2, 1)]), matrix(&[(0, 0), (1, 2), (2, 1)]));
    let by_columns = one.to_csc();
    let small = CsMat::eye(2);
    vec![
        (one.clone(), two.clone()),
        (two.clone(), one.clone()),
        (two.clone(), one.clone()),
        (by_columns, two),
        (small.clone(), small),
        (one.clone(), one),
    ]
}

#[test]
fn whatever_was_in_them() {
    let (first, second) = others().swap_remove(0);
    let mut stored = input::f::gradient(&first, &second, &X);
    let mut full = none::f::gradient(&first, &second, &X);
    for (a, b) in others() {
        let x = &X[..a.cols()];
        input::f::gradient_into(&a, &b, x, &mut stored);
        assert_eq!(stored, input::f::gradient(&a, &b, x));
        none::f::gradient_into(&a, &b, x, &mut full);
        assert_eq!(full, none::f::gradient(&a, &b, x));
    }
}

#[test]
fn the_room_is_used_again() {
    let (a, b) = others().swap_remove(0);
    let mut stored = input::f::gradient(&a, &b, &X);
    let rooms = |(a, b, _): &(CsMat<f64>, CsMat<f64>, Vec<f64>)| (a.data().as_ptr(), b.data().as_ptr());
    let before = rooms(&stored);
    input::f::gradient_into(&a, &b, &X, &mut stored);
    assert_eq!(rooms(&stored), before);
    assert_eq!(Pattern::of(stored.0.view()), Pattern::of(a.view()));
}
