use super::points::{general, other, vector};
use ad_runtime::linalg::*;

over_both_fields! {
    qr_factors<T> {
        qr(&general::<T>(3, 3));
        qr(&general::<T>(4, 2));
        qr(&general::<T>(2, 4));
        qr(&general::<T>(3, 1));
    }
    pseudo_inverses<T> {
        pseudo_inverse(&general::<T>(3, 3));
        pseudo_inverse(&general::<T>(4, 2));
        pseudo_inverse(&general::<T>(2, 4));
    }
    least_squares_solutions<T> {
        least_squares(&general::<T>(4, 2), &vector::<T>(4));
        least_squares(&general::<T>(4, 2), &other::<T>(4, 3));
        least_squares(&general::<T>(3, 3), &other::<T>(3, 2));
    }
}
