use super::points::{general, other, vector};
use ad_runtime::linalg::*;

over_both_fields! {
    lower<T> {
        solve_lower_triangular(&general::<T>(3, 3), &vector::<T>(3));
        solve_lower_triangular(&general::<T>(3, 3), &other::<T>(3, 2));
        solve_unit_lower_triangular(&general::<T>(3, 3), &other::<T>(3, 2));
    }
    upper<T> {
        solve_upper_triangular(&general::<T>(3, 3), &vector::<T>(3));
        solve_upper_triangular(&general::<T>(3, 3), &other::<T>(3, 2));
        solve_unit_upper_triangular(&general::<T>(3, 3), &other::<T>(3, 2));
    }
}
