use super::points::{definite, general, other, vector};
use ad_runtime::linalg::*;

over_both_fields! {
    solutions<T> {
        solve(&general::<T>(3, 3), &vector::<T>(3));
        solve(&general::<T>(3, 3), &other::<T>(3, 2));
        solve(&general::<T>(1, 1), &other::<T>(1, 1));
        solve_positive_definite(&definite::<T>(3), &vector::<T>(3));
        solve_positive_definite(&definite::<T>(3), &other::<T>(3, 2));
    }
    inverses<T> {
        inverse(&general::<T>(3, 3));
        inverse(&general::<T>(1, 1));
    }
    determinants<T> {
        determinant(&general::<T>(3, 3));
        determinant(&general::<T>(1, 1));
        log_determinant(&general::<T>(3, 3));
        sign_and_log_determinant(&general::<T>(3, 3));
        sign_and_log_determinant(&other::<T>(4, 4));
        log_determinant_positive_definite(&definite::<T>(3));
    }
    cholesky_factors<T> {
        cholesky(&definite::<T>(4));
        cholesky(&definite::<T>(1));
    }
}
