//! What the tests of the whole share.

/// The pages of the book and the README: their code blocks are compiled and run.
#[cfg(doctest)]
mod book {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/src/guide.md")]
    mod guide {}
    #[doc = include_str!("../docs/src/projection.md")]
    mod projection {}
    #[doc = include_str!("../docs/src/forward.md")]
    mod forward {}
    #[doc = include_str!("../docs/src/zygote.md")]
    mod zygote {}
    #[doc = include_str!("../docs/src/comparison.md")]
    mod comparison {}
    #[doc = include_str!("../docs/src/supported-rust.md")]
    mod supported_rust {}
    #[doc = include_str!("../docs/src/rules.md")]
    mod rules {}
    #[doc = include_str!("../docs/src/missing-edge.md")]
    mod missing_edge {}
    #[doc = include_str!("../docs/src/power-flow.md")]
    mod power_flow {}
    #[doc = include_str!("../docs/src/errors.md")]
    mod errors {}
    #[doc = include_str!("../docs/src/introduction.md")]
    mod introduction {}
    #[doc = include_str!("../docs/src/performance.md")]
    mod performance {}
    #[doc = include_str!("../docs/src/architecture.md")]
    mod architecture {}
}

/// A crate of an older edition, whose `use` and closures mean other things.
///
/// ```edition2021
/// use ad_runtime::prelude::*;
///
/// #[derive(Differentiable)]
/// struct Point<'a> {
///     x: f64,
///     y: &'a [f64],
/// }
///
/// #[differentiable]
/// fn square<T: num_traits::Float>(gen: T) -> T {
///     gen * gen
/// }
///
/// #[differentiable]
/// fn norm_sqr(p: &Point<'_>, n: usize) -> f64 {
///     let mut sum = square(p.x);
///     for i in 0..n {
///         sum += square(p.y[i]);
///     }
///     sum
/// }
///
/// let (p_bar, _) = norm_sqr::gradient(&Point { x: 1.0, y: &[2.0] }, 1);
/// assert_eq!((p_bar.x, p_bar.y), (2.0, vec![4.0]));
/// ```
#[cfg(doctest)]
mod older_edition {}
