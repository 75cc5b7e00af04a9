//! Times of calls, for the benchmarks.

use std::hint::black_box;
use std::time::Instant;

/// The time of one call, in seconds: averaged over `calls` of them.
pub fn seconds<R>(calls: usize, function: impl Fn() -> R) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(function());
    }
    start.elapsed().as_secs_f64() / calls as f64
}

/// The one in the middle.
///
/// # Panics
///
/// If there is none.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
