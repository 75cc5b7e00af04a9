//! Checks for gradients and for hand-written rules, by differences that know the policy.
//!
//! A difference quotient that moves only the stored entries of a sparse matrix approves a wrong full gradient, and one
//! that moves every entry refuses a right projected one. So here the space decides in which directions a function is
//! probed: along an orthonormal basis of the tangent space, or of the full space around it.
//!
//! | | checks | |
//! |---|---|---|
//! | [`check!`] | a function without a policy of its own | in the four policies, on both axes and on each alone |
//! | [`check_gradient!`] | what users get of a function with a real result | in the policy that the function has |
//! | [`check_pullback!`] | what users get of a function with any result | in the policy that the function has |
//! | [`check_extension!`] | what is ambient and cannot be moved | by the same operation on complex or dense arguments |
//! | [`Check::rule`] | a rule given as a closure | in the spaces that you name |
//!
//! All five panic with the function, the argument, the policy, the direction, what differences say and what was found.
//! They are deterministic. Checked are
//!
//! - the recorded value, which is bitwise the function's own, and the arguments, which stay as they were;
//! - the pullback: it gives the same when called again, adds to what its accumulators hold, is real-linear in its seed
//!   and zero for a zero seed;
//! - the projection `P`: `P P = P` and `<P a, b> = <a, P b>`, with `<a, b> = Re sum conj(a) b`;
//! - the policies among themselves ([`check!`]): `P(none) = final` and `P(output) = input`;
//! - the truth: for random seeds `s`, the gradient of `L(x) = <s, f(x)>` against central differences, by Richardson's
//!   extrapolation. `"input"` and `"final"` are compared along the tangent space, `"none"` along the full space. Of
//!   what is ambient on the number axis the real part is compared.
//!
//! # Limits
//!
//! - Give arguments and results of about unit size, away from kinks and from the ends of the domain. At a point without
//!   a derivative, [`Check::without_differences`] leaves the rest to be checked.
//! - [`check!`] holds the imaginary part of the ambient cotangent of a real, and what a `Diagonal` has off its diagonal,
//!   to linearity and to the identities, not to differences: the value cannot be moved there. [`check_extension!`]
//!   compares these too.
//! - Zero is compared with zero up to the tolerance squared: a wrong number that is smaller will pass.
//! - A pattern that depends on values (a sparse matrix made from a dense one, inside the function) is not held fixed:
//!   check such a function where no entry is zero.
//! - `&mut` arguments, and references inside of references (`&[&[f64]]`), are not supported; at most six arguments.

mod argument;
mod constant;
mod containers;
#[cfg(feature = "ndarray")]
mod dense;
mod differences;
mod extension;
mod laws;
mod macros;
mod options;
mod probe;
mod random;
mod report;
mod rule;
mod spaces;
#[cfg(feature = "sprs")]
mod sparse;
mod structured;
mod subject;
mod vector;

/// Checks the companion of a function in every policy: `check!(f(&x, a))`.
///
/// It reads as a call. The arguments may be values or references, one to six of them, integers and the like among them.
/// Options follow: `check!(f(&x, a), Check::new().tolerance(1e-4))`. What is checked, and the limits, stand in the
/// [module](crate::testing).
///
/// An argument whose parameter has `#[no_derivative]` says so too: `check!(f(&x, #[no_derivative] 2.0))`.
///
/// For functions without a policy of their own, whose companion is generic in its spaces; for the others there is
/// [`check_gradient!`].
///
/// ```
/// use ad_runtime::testing::check;
/// # use ad_runtime::__private::{At, Cot, Space};
/// # use ad_runtime::Number;
///
/// // #[differentiable(pullback = ..)]
/// fn energy(x: &[f64], scale: f64) -> f64 {
///     x.iter().map(|x| scale * x * x).sum()
/// }
/// # #[allow(non_camel_case_types)]
/// # enum energy {}
/// # impl energy {
/// #     fn record<I: Space, A0: Space, A1: Space>(_: At<(I, A0, A1)>, x: &[f64], scale: f64) -> (
/// #         f64, impl Fn(&[f64], f64, &Cot<f64, I>, &mut [Cot<f64, A0>], &mut Cot<f64, A1>)
/// #     ) {
/// #         (energy(x, scale), |x, scale, seed, x_bar, scale_bar| for (x, x_bar) in x.iter().zip(x_bar) {
/// #             x_bar.accumulate(seed.scale(2.0 * scale * x));
/// #             scale_bar.accumulate(seed.scale(x * x));
/// #         })
/// #     }
/// # }
///
/// let x = vec![1.0, -2.0, 0.5];
/// check!(energy(&x, 3.0));
/// check!(energy(&[], 3.0));
/// ```
///
/// # Panics
///
/// If anything does not hold.
#[doc(inline)]
pub use crate::__check as check;

/// Checks the gradient that users of a function get, in the policy that the function has:
/// `check_gradient!(f(&x, a), project = "none")`.
///
/// For functions that return a real number, or an `Option` or `Result` of one. Checked are its `pullback`, as by
/// [`check_pullback!`], and that its `gradient` is the pullback of the seed 1.
///
/// Say the policy as the function's attribute says it: `project = "final"`, or `project(structure = "none")` for one
/// axis alone; without a policy numbers follow their type. Say it too where a parameter has `#[no_derivative]`:
/// `check_gradient!(f(&x, #[no_derivative] &weights))`. Options follow, as in [`check!`]. Under `"none"` the
/// gradient is compared along the full space; under `"output"`, which promises less, its projection along the tangent
/// space.
///
/// ```
/// use ad_runtime::testing::{Check, check_gradient};
///
/// // #[differentiable]
/// fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
/// # #[allow(non_camel_case_types)]
/// # enum area {}
/// # impl area {
/// #     fn pullback(width: f64, height: f64) -> (f64, impl Fn(f64) -> (f64, f64)) {
/// #         (width * height, move |seed| (seed * height, seed * width))
/// #     }
/// #     fn gradient(width: f64, height: f64) -> (f64, f64) {
/// #         (height, width)
/// #     }
/// # }
///
/// check_gradient!(area(2.0, 3.0));
/// check_gradient!(area(2.0, 3.0), project = "input", Check::new().seeds(5));
/// ```
///
/// # Panics
///
/// If anything does not hold.
#[doc(inline)]
pub use crate::__check_gradient as check_gradient;

/// Checks the pullback that users of a function get, whatever the function returns: `check_pullback!(f(&x, a))`.
///
/// Policy and options are said as in [`check_gradient!`], which checks the gradient besides.
///
/// ```
/// use ad_runtime::testing::check_pullback;
///
/// // #[differentiable]
/// fn polar(radius: f64, angle: f64) -> (f64, f64) {
///     (radius * angle.cos(), radius * angle.sin())
/// }
/// # #[allow(non_camel_case_types)]
/// # enum polar {}
/// # impl polar {
/// #     fn pullback(radius: f64, angle: f64) -> ((f64, f64), impl Fn((f64, f64)) -> (f64, f64)) {
/// #         let (sin, cos) = angle.sin_cos();
/// #         ((radius * cos, radius * sin), move |(x, y)| (x * cos + y * sin, radius * (y * cos - x * sin)))
/// #     }
/// # }
///
/// check_pullback!(polar(2.0, 0.5));
/// ```
///
/// # Panics
///
/// If anything does not hold.
#[doc(inline)]
pub use crate::__check_pullback as check_pullback;

/// Checks the ambient cotangents of a function against the same operation where a real argument is complex, or a
/// structured one dense: `check_extension!(f(2.0), g(Complex::new(2.0, 0.0)))`.
///
/// A real number cannot be moved off the real axis, nor a diagonal matrix off its diagonal, so [`check!`] cannot see
/// what the gradient says there. Give the operation `g` that does the same with complex numbers or dense matrices (often it
/// is the same generic function) and the same values in that form; then the pullback of `f` under `"none"` is compared
/// with differences of `g` in every direction, imaginary ones included. Only `f` needs a companion. Options follow, as
/// in [`check!`].
///
/// Not every right function passes. A body that leaves the real numbers and returns is as many complex extensions as
/// there are ways to write it, and `g` is one of them.
///
/// ```
/// use ad_runtime::testing::check_extension;
/// # use ad_runtime::__private::{At, Cot, Space};
/// # use ad_runtime::Number;
/// use num_complex::Complex;
///
/// // #[differentiable]
/// fn cube(x: f64) -> f64 {
///     x * x * x
/// }
/// # #[allow(non_camel_case_types)]
/// # enum cube {}
/// # impl cube {
/// #     fn record<I: Space, A0: Space>(
/// #         _: At<(I, A0)>, x: f64,
/// #     ) -> (f64, impl Fn(f64, &Cot<f64, I>, &mut Cot<f64, A0>)) {
/// #         (cube(x), |x, seed, x_bar| x_bar.accumulate(seed.scale(3.0 * x * x)))
/// #     }
/// # }
/// fn complex_cube(z: Complex<f64>) -> Complex<f64> {
///     z * z * z
/// }
///
/// check_extension!(cube(2.0), complex_cube(Complex::new(2.0, 0.0)));
/// ```
///
/// # Panics
///
/// If a component differs, or if the arguments or results of the two do not correspond in size.
#[doc(inline)]
pub use crate::__check_extension as check_extension;

/// Takes a type of your own apart for the checks, field by field; it must be `Clone` and `Debug` besides.
///
/// ```
/// use ad_runtime::prelude::*;
/// use ad_runtime::testing::{Probe, check_gradient};
///
/// #[derive(Clone, Debug, Differentiable, Probe)]
/// struct Line {
///     slope: f64,
///     offsets: Vec<f64>,
/// }
///
/// #[differentiable]
/// fn highest(line: &Line, x: f64) -> f64 {
///     line.slope * x + line.offsets[0]
/// }
///
/// check_gradient!(highest(&Line { slope: 2.0, offsets: vec![0.5, 1.0] }, 3.0));
/// ```
pub use ad_macros::Probe;
pub use argument::Argument;
#[doc(hidden)]
pub use argument::{HasParameters, Lender, Parameters, owned, parameters};
pub use options::Check;
pub use probe::Probe;
#[doc(hidden)]
pub use spaces::Pull;
#[doc(hidden)]
pub use subject::{Names, Subject, complete, dimension, gradients};
