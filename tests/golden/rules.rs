//! The rules that the issue writes by hand, each as a user writes it here.

use ad_runtime::prelude::*;
use ad_runtime::{Ambient, Cotangent, Number, Space, Tangent};
use num_complex::Complex64;
use num_traits::ConstZero;
use std::ops::Mul;

/// A number of the issue: `f64` or `Complex64`.
pub(crate) trait Entry: Scalar<Base = f64> + ConstZero {
    fn conj(self) -> Self;

    /// `seed * self`, real where both are.
    fn scale_seed(self, seed: ScalarCotangent<f64>) -> ScalarCotangent<f64>;
}

impl Entry for f64 {
    fn conj(self) -> f64 {
        self
    }
    fn scale_seed(self, seed: ScalarCotangent<f64>) -> ScalarCotangent<f64> {
        seed.scale(self)
    }
}

impl Entry for Complex64 {
    fn conj(self) -> Complex64 {
        Complex64::conj(&self)
    }
    fn scale_seed(self, seed: ScalarCotangent<f64>) -> ScalarCotangent<f64> {
        Number::times(seed, self).into()
    }
}

/// A seed's number, in whatever space it is.
fn number<Z: Entry, S: Space>(seed: &Cotangent<Z, S>) -> ScalarCotangent<f64> {
    Z::entry::<S>(seed).to_scalar()
}

fn conj(seed: ScalarCotangent<f64>) -> ScalarCotangent<f64> {
    if seed.is_real() { seed } else { seed.to_complex().conj().into() }
}

fn add<X: Entry, S: Space>(bar: &mut Cotangent<X, S>, contribution: ScalarCotangent<f64>) {
    X::entry_mut::<S>(bar).accumulate(contribution);
}

/// `ProjectTo(x)(contribution)` of ChainRules.
fn projected<X: Entry>(x: X, contribution: ScalarCotangent<f64>) -> ScalarCotangent<f64> {
    let mut ambient = x.zero_cotangent::<Ambient>();
    add::<X, Ambient>(&mut ambient, contribution);
    number::<X, Tangent>(&x.project::<Ambient>(&ambient))
}

/// `sum conj(x) y`
fn inner_product<X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(x: &[X], y: &[Y]) -> Z {
    x.iter().zip(y).fold(Z::ZERO, |sum, (&x, &y)| sum + x.conj() * y)
}

/// The issue's `mydot` as rules are today: the cotangents of the inputs are projected.
#[differentiable(pullback = dot_projecting_inputs)]
pub(crate) fn mydot_input<X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(x: &[X], y: &[Y]) -> Z {
    inner_product(x, y)
}

fn dot_projecting_inputs<I: Space, A0: Space, A1: Space, X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(
    x: &[X],
    y: &[Y],
    seed: &Cotangent<Z, I>,
    x_bar: &mut [Cotangent<X, A0>],
    y_bar: &mut [Cotangent<Y, A1>],
) {
    let seed = number::<Z, I>(seed);
    for i in 0..x.len() {
        add::<X, A0>(&mut x_bar[i], projected(x[i], y[i].scale_seed(conj(seed))));
        add::<Y, A1>(&mut y_bar[i], projected(y[i], x[i].scale_seed(seed)));
    }
}

/// The issue's `mydot` by its first proposal: the cotangent of the output is projected, and those of the inputs are not.
#[differentiable(pullback = dot_projecting_output)]
pub(crate) fn mydot_output<X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(x: &[X], y: &[Y]) -> Z {
    inner_product(x, y)
}

fn dot_projecting_output<I: Space, A0: Space, A1: Space, X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(
    x: &[X],
    y: &[Y],
    seed: &Cotangent<Z, I>,
    x_bar: &mut [Cotangent<X, A0>],
    y_bar: &mut [Cotangent<Y, A1>],
) {
    let seed = Z::ZERO.project::<I>(seed);
    pull_dot::<A0, A1, X, Y>(x, y, number::<Z, Tangent>(&seed), x_bar, y_bar);
}

/// The issue's `mydot2`, its second proposal: nothing is projected, but where an accumulator does.
#[differentiable(pullback = dot_projecting_nothing)]
pub(crate) fn mydot2<X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(x: &[X], y: &[Y]) -> Z {
    inner_product(x, y)
}

fn dot_projecting_nothing<I: Space, A0: Space, A1: Space, X: Entry + Mul<Y, Output = Z>, Y: Entry, Z: Entry>(
    x: &[X],
    y: &[Y],
    seed: &Cotangent<Z, I>,
    x_bar: &mut [Cotangent<X, A0>],
    y_bar: &mut [Cotangent<Y, A1>],
) {
    pull_dot::<A0, A1, X, Y>(x, y, number::<Z, I>(seed), x_bar, y_bar);
}

fn pull_dot<A0: Space, A1: Space, X: Entry, Y: Entry>(
    x: &[X],
    y: &[Y],
    seed: ScalarCotangent<f64>,
    x_bar: &mut [Cotangent<X, A0>],
    y_bar: &mut [Cotangent<Y, A1>],
) {
    for i in 0..x.len() {
        add::<X, A0>(&mut x_bar[i], y[i].scale_seed(conj(seed)));
        add::<Y, A1>(&mut y_bar[i], x[i].scale_seed(seed));
    }
}

/// The issue's `mymul`: the product `a b` with a rule that forgets to conjugate.
#[differentiable(pullback = mul_without_conj)]
pub(crate) fn mymul<B: Entry>(a: Complex64, b: B) -> Complex64
where
    Complex64: Mul<B, Output = Complex64>,
{
    a * b
}

fn mul_without_conj<I: Space, A0: Space, A1: Space, B: Entry>(
    a: Complex64,
    b: B,
    seed: &Cotangent<Complex64, I>,
    a_bar: &mut Cotangent<Complex64, A0>,
    b_bar: &mut Cotangent<B, A1>,
) {
    let seed = number::<Complex64, I>(seed);
    add::<Complex64, A0>(a_bar, b.scale_seed(seed));
    add::<B, A1>(b_bar, a.scale_seed(seed));
}
