//! Automatic differentiation of ordinary Rust functions, on stable Rust, where the person who writes the function
//! chooses what its gradient *is*.
//!
//! [`#[differentiable]`](macro@differentiable) on a function gives it a companion of the same name with `gradient`,
//! `value_and_gradient` and `pullback`:
//!
//! ```
//! use ad_runtime::prelude::*;
//!
//! #[differentiable]
//! fn energy(x: &[f64], stiffness: f64) -> f64 {
//!     let mut energy = 0.0;
//!     for i in 1..x.len() {
//!         let stretch = x[i] - x[i - 1];
//!         energy += 0.5 * stiffness * stretch * stretch;
//!     }
//!     energy
//! }
//!
//! assert_eq!(energy(&[0.0, 1.0, 3.0], 2.0), 5.0);
//! assert_eq!(energy::gradient(&[0.0, 1.0, 3.0], 2.0), (vec![-2.0, -2.0, 4.0], 2.5));
//! ```
//!
//! This crate holds what the generated code stands on: the cotangents of types ([`Differentiable`]), the spaces they live
//! in ([`Space`]), the rules ([`rules`]), and checks for gradients and rules ([`testing`]). The book in `docs/` tells how
//! they fit together.
#![forbid(unsafe_code)]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod again;
#[cfg(feature = "argmin")]
pub mod argmin;
mod checkpoints;
pub mod cotangent;
mod diagonal;
mod differentiable;
pub mod forward;
pub mod functions;
#[cfg(feature = "faer")]
pub mod linalg;
mod loss;
mod number;
mod pattern;
mod policy;
pub mod prelude;
pub mod rules;
mod saved;
#[cfg(feature = "sprs")]
mod sparse;
pub mod testing;

/// Gives a struct a cotangent: a struct `NAMECotangent` with the same field names, in any space.
///
/// A field with `#[no_derivative]` has [`NoTangent`]. An enum none of whose fields carries a derivative has [`NoTangent`]
/// as a whole.
///
/// ```
/// use ad_runtime::prelude::*;
///
/// #[derive(Differentiable)]
/// struct Spring {
///     stiffness: f64,
///     length: f64,
///     #[no_derivative]
///     name: &'static str,
/// }
///
/// #[differentiable]
/// fn force(spring: &Spring, x: f64) -> f64 {
///     spring.stiffness * (x - spring.length)
/// }
///
/// let spring = Spring { stiffness: 3.0, length: 1.0, name: "left" };
/// let (spring_bar, x_bar) = force::gradient(&spring, 2.0);
/// assert_eq!((spring_bar.stiffness, spring_bar.length, x_bar), (1.0, -3.0, 3.0));
/// ```
pub use ad_macros::Differentiable;

/// Makes a free function differentiable: beside the function, which stays as it is, stands a companion of its name with
/// `gradient`, `value_and_gradient` and `pullback`.
///
/// | argument | meaning |
/// |---|---|
/// | `project = "input"` | arguments and intermediates in their tangent spaces |
/// | `project = "output"` | arguments in the ambient space, intermediates in their tangent spaces |
/// | `project = "final"` | arguments in their tangent spaces, intermediates in the ambient space |
/// | `project = "none"` | both in the ambient space |
/// | `project(number = "..", structure = "..")` | a choice on each axis; one that is not named is inherited from the caller |
/// | `forward` | forward mode and second derivatives too: `pushforward`, `pushforward_n`, and `hvp` and `hessian` or `jacobian` |
/// | `forward(Type, ..)` | the same, with types of your own that move and that the signature does not name |
/// | `pullback = path` | a hand-written rule |
/// | `pushforward = path` | what that rule is in forward mode |
/// | `partials(.., ..)` | a rule by partial derivatives, for functions of numbers |
/// | `crate = path` | where this crate is, for re-exports |
///
/// On a parameter, `#[no_derivative]` leaves it out, and `#[project("none")]` chooses for it alone.
///
/// ```
/// use ad_runtime::prelude::*;
/// use num_complex::Complex;
///
/// #[differentiable(project = "none")]
/// fn wave(x: f64) -> f64 {
///     (Complex::new(0.0, 1.0) * x).exp().re // cos x
/// }
///
/// let x_bar = wave::gradient(0.5);
/// assert_eq!(x_bar.re(), -0.5_f64.sin()); // the derivative along the real axis,
/// assert!(!x_bar.is_real()); // and how the result would change off it
/// ```
///
/// A rule written by hand is an ordinary function. It takes the spaces as its first type parameters (of the intermediates,
/// then of each argument), then the arguments, the seed, and one accumulator per argument:
///
/// ```
/// use ad_runtime::prelude::*;
/// use ad_runtime::{Cotangent, Number, Space};
///
/// #[differentiable(pullback = cube_pullback)]
/// fn cube(x: f64) -> f64 {
///     x.powi(3)
/// }
///
/// fn cube_pullback<I: Space, A0: Space>(x: f64, seed: &Cotangent<f64, I>, x_bar: &mut Cotangent<f64, A0>) {
///     x_bar.accumulate(seed.scale(3.0 * x * x));
/// }
///
/// assert_eq!(cube::gradient(2.0), 12.0);
/// ```
pub use ad_macros::differentiable;
pub use cotangent::{MatrixCotangent, NoTangent, ScalarCotangent, VectorCotangent};
pub use diagonal::Diagonal;
pub use differentiable::{Chosen, Cotangent, Differentiable, ProjectTo, Scalar};
pub use loss::Loss;
pub use number::{Number, Real};
pub use pattern::Pattern;
pub use policy::{Ambient, Axes, Inactive, NumberAxis, Space, StructureAxis, Tangent};
#[cfg(feature = "sprs")]
pub use rules::sparse_constructors::{sparse_from_dense, sparse_from_triplets};
