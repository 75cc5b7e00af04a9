//! Vectors of components, on an orthonormal basis.

use super::probe::Probe;
use crate::cotangent::ScalarCotangent;
use crate::differentiable::Cotangent;
use crate::policy::Space;

/// The components of a cotangent.
pub(super) type Vector = Vec<ScalarCotangent<f64>>;

pub(super) fn components<S: Space, X: Probe>(value: &X, cotangent: &Cotangent<X, S>) -> Vector {
    let mut components = Vec::new();
    value.components::<S>(cotangent, &mut components);
    components
}

pub(super) fn coordinates<S: Space, X: Probe>(value: &X, point: &X) -> Vec<f64> {
    let mut coordinates = Vec::new();
    value.coordinates::<S>(point, &mut coordinates);
    coordinates
}

/// `alpha a + beta b`.
pub(super) fn combine(alpha: f64, a: &[ScalarCotangent<f64>], beta: f64, b: &[ScalarCotangent<f64>]) -> Vector {
    a.iter().zip(b).map(|(a, b)| (a.to_complex() * alpha + b.to_complex() * beta).into()).collect()
}

/// `Re sum conj(a) b`.
pub(super) fn inner(a: &[ScalarCotangent<f64>], b: &[ScalarCotangent<f64>]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a.re() * b.re() + a.im() * b.im()).sum()
}

pub(super) fn size(number: ScalarCotangent<f64>) -> f64 {
    number.re().abs().max(number.im().abs())
}

pub(super) fn same_bits(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}
