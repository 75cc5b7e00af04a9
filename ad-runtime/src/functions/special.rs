//! The error function, the gamma and beta functions, and Bessel's, by the crates `special` and `libm`.

use super::scalars::{cos_pi, of, sin_pi, with_derivatives};
use crate::number::WithDerivative;
use crate::{Real, differentiable};
use std::f64::consts::{FRAC_2_SQRT_PI, PI};

/// A function of double precision at a number of any type.
fn at<T: Real>(f: impl Fn(f64) -> f64, x: T) -> T {
    of(f(x.to_f64().unwrap_or(f64::NAN)))
}

with_derivatives! {
    Erf(): |x| at(libm::erf, x), of::<T>(FRAC_2_SQRT_PI) * (-x * x).exp();
    Erfc(): |x| at(libm::erfc, x), of::<T>(-FRAC_2_SQRT_PI) * (-x * x).exp();
    Gamma(): |x| at(libm::tgamma, x), gamma(x) * digamma(x);
    LnGamma(): |x| at(libm::lgamma, x), digamma(x);
    Digamma(): |x| digamma_of_plain(x), trigamma(x);
    Trigamma(): |x| trigamma_of_plain(x), tetragamma(x);
    BesselJ(n: i32): |x| at(|x| libm::jn(n, x), x), (bessel_j(n - 1, x) - bessel_j(n + 1, x)) / of::<T>(2.0);
    BesselY(n: i32): |x| at(|x| libm::yn(n, x), x), (bessel_y(n - 1, x) - bessel_y(n + 1, x)) / of::<T>(2.0);
}

/// The error function `2/√π ∫₀ˣ exp(-t²) dt`.
///
/// ```
/// use ad_runtime::functions::erf;
/// assert_eq!((erf(0.0), erf(f64::INFINITY)), (0.0, 1.0));
/// assert_eq!(erf::gradient(0.0), std::f64::consts::FRAC_2_SQRT_PI);
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| of::<T>(FRAC_2_SQRT_PI) * (-x * x).exp()))]
pub fn erf<T: Real>(x: T) -> T {
    x.through(&Erf)
}

/// `1 - erf x`, without cancellation.
///
/// ```
/// use ad_runtime::functions::erfc;
/// assert!(erfc(10.0) > 0.0);
/// assert!(erfc::gradient(10.0) < 0.0);
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| of::<T>(-FRAC_2_SQRT_PI) * (-x * x).exp()))]
pub fn erfc<T: Real>(x: T) -> T {
    x.through(&Erfc)
}

/// The gamma function, `(n - 1)!` at an integer `n`: its derivative is `Γ(x) ψ(x)`.
///
/// ```
/// use ad_runtime::functions::gamma;
/// assert_eq!(gamma(5.0), 24.0);
/// assert!((gamma::gradient(1.0_f64) + 0.5772156649015329).abs() < 1e-14); // Euler's constant
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| gamma(x) * digamma(x)))]
pub fn gamma<T: Real>(x: T) -> T {
    x.through(&Gamma)
}

/// `ln |Γ(x)|`: its derivative is [`digamma`](digamma()).
///
/// ```
/// use ad_runtime::functions::ln_gamma;
/// assert!((ln_gamma(5.0_f64) - 24.0_f64.ln()).abs() < 1e-15);
/// assert!((ln_gamma::gradient(2.0_f64) - (1.0 - 0.5772156649015329)).abs() < 1e-14);
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| digamma(x)))]
pub fn ln_gamma<T: Real>(x: T) -> T {
    x.through(&LnGamma)
}

/// `ψ(x)`, the derivative of `ln Γ(x)`: its derivative is the trigamma function. NaN at the integers up to 0.
///
/// ```
/// use ad_runtime::functions::digamma;
/// assert!((digamma(1.0_f64) + 0.5772156649015329).abs() < 1e-14);
/// assert!((digamma::gradient(1.0_f64) - std::f64::consts::PI.powi(2) / 6.0).abs() < 1e-10);
/// ```
#[differentiable(crate = crate, forward, partials(|x: T| trigamma(x)))]
pub fn digamma<T: Real>(x: T) -> T {
    x.through(&Digamma)
}

fn digamma_of_plain<T: Real>(x: T) -> T {
    if x > of(0.0) {
        return at(special::Gamma::digamma, x);
    }
    // The reflection `ψ(1 - x) - ψ(x) = π cot(π x)`.
    at(special::Gamma::digamma, of::<T>(1.0) - x) - of::<T>(PI) * cos_pi(x) / sin_pi(x)
}

/// The derivative of [`digamma`](digamma()).
fn trigamma<T: Real>(x: T) -> T {
    x.through(&Trigamma)
}

fn trigamma_of_plain<T: Real>(x: T) -> T {
    let positive = |x: T| at(|x| special::Gamma::trigamma(&x), x);
    if x > of(0.0) {
        return positive(x);
    }
    let turn = of::<T>(PI) / sin_pi(x);
    turn * turn - positive(of::<T>(1.0) - x)
}

/// The derivative of [`trigamma`]: by `ψ″(x) = ψ″(x + 1) - 2 / x³` from where its asymptotic series holds.
fn tetragamma<T: Real>(x: T) -> T {
    let (mut sum, mut x) = (of::<T>(0.0), x);
    if x <= of(0.0) {
        // The derivative of the reflection of trigamma.
        let (sin, cos, pi) = (sin_pi(x), cos_pi(x), of::<T>(PI));
        return tetragamma(of::<T>(1.0) - x) - of::<T>(2.0) * pi * pi * pi * cos / (sin * sin * sin);
    }
    while x < of(12.0) {
        sum = sum - of::<T>(2.0) / (x * x * x);
        x += of(1.0);
    }
    let inverse = x.recip();
    let square = inverse * inverse;
    // -1/x² - 1/x³ - Σ (2k + 1) B₂ₖ / x²ᵏ⁺², with Bernoulli's numbers.
    let series = [0.5, -1.0 / 6.0, 1.0 / 6.0, -0.3, 5.0 / 6.0, -691.0 / 210.0, 17.5];
    let tail = series.iter().rev().fold(of::<T>(0.0), |tail, &c| tail * square + of(c));
    sum - square * (of::<T>(1.0) + inverse + square * tail)
}

/// `ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b)`.
///
/// ```
/// use ad_runtime::functions::ln_beta;
/// assert!((ln_beta(2.0, 3.0_f64) + 12.0_f64.ln()).abs() < 1e-14);
/// ```
#[differentiable(crate = crate, forward)]
pub fn ln_beta<T: Real>(a: T, b: T) -> T {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The beta function `B(a, b) = Γ(a) Γ(b) / Γ(a + b)` of positive numbers.
///
/// ```
/// use ad_runtime::functions::beta;
/// assert!((beta(2.0, 3.0_f64) - 1.0 / 12.0).abs() < 1e-15);
/// ```
#[differentiable(crate = crate, forward)]
pub fn beta<T: Real>(a: T, b: T) -> T {
    ln_beta(a, b).exp()
}

/// Bessel's function of the first kind, `Jₙ(x)`, of an integer order: its derivative is `(Jₙ₋₁(x) - Jₙ₊₁(x)) / 2`.
///
/// ```
/// use ad_runtime::functions::bessel_j;
/// assert_eq!((bessel_j(0, 0.0), bessel_j(1, 0.0)), (1.0, 0.0));
/// assert_eq!(bessel_j::gradient(1, 0.0_f64).1, 0.5);
/// ```
#[differentiable(crate = crate, forward, partials(_, |n: i32, x: T| (bessel_j(n - 1, x) - bessel_j(n + 1, x)) / of::<T>(2.0)))]
pub fn bessel_j<T: Real>(n: i32, x: T) -> T {
    x.through(&BesselJ(n))
}

/// Bessel's function of the second kind, `Yₙ(x)`, of an integer order and a positive number: its derivative is
/// `(Yₙ₋₁(x) - Yₙ₊₁(x)) / 2`.
///
/// ```
/// use ad_runtime::functions::bessel_y;
/// assert!((bessel_y(0, 1.0_f64) - 0.08825696421567698).abs() < 1e-15);
/// ```
#[differentiable(crate = crate, forward, partials(_, |n: i32, x: T| (bessel_y(n - 1, x) - bessel_y(n + 1, x)) / of::<T>(2.0)))]
pub fn bessel_y<T: Real>(n: i32, x: T) -> T {
    x.through(&BesselY(n))
}
