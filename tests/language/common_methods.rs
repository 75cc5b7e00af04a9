//! Methods of one's own that are named as functions of numbers are, on values whose type is not seen: fields, values of
//! methods, items.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;
use num_complex::Complex64;
use num_traits::Float;
use std::ops::Sub;

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Pair<T> {
    x: T,
    y: T,
}

fn pair(x: f64, y: f64) -> Pair<f64> {
    Pair { x, y }
}

#[differentiable]
impl<T: Float> Pair<T> {
    // Without arguments, by value and by reference, with results of every type.
    fn abs(self) -> Self {
        Pair { x: self.x.abs(), y: self.y.abs() }
    }
    fn sqrt(&self) -> Self {
        Pair { x: self.x.sqrt(), y: self.y.sqrt() }
    }
    fn exp(&self) -> T {
        (self.x * self.y).exp()
    }
    fn floor(self) -> Self {
        Pair { x: self.x.floor(), y: self.y }
    }
    fn hypot(self) -> T {
        self.x.hypot(self.y)
    }
    fn conj(self) -> Self {
        Pair { x: self.x, y: -self.y }
    }
    // The names of what containers have.
    fn sum(&self) -> T {
        self.x + self.y
    }
    fn product(&self) -> T {
        self.x * self.y
    }
    fn mean(self) -> T {
        self.sum() / (T::one() + T::one())
    }
    fn norm(&self) -> T {
        self.dot(*self).sqrt()
    }
    // With an argument, of the same type and of another.
    fn dot(self, other: Pair<T>) -> T {
        self.x * other.x + self.y * other.y
    }
    fn max(&self, other: &Self) -> Self {
        Pair { x: self.x.max(other.x), y: self.y.max(other.y) }
    }
    fn scale(self, factor: T) -> Self {
        Pair { x: self.x * factor, y: self.y * factor }
    }
    fn powi(self, n: i32) -> Self {
        Pair { x: self.x.powi(n), y: self.y.powi(n) }
    }
    // With more or fewer arguments than the function of numbers.
    fn min(&self) -> T {
        self.x.min(self.y)
    }
}

#[differentiable]
impl<T: Float> Sub for Pair<T> {
    type Output = Pair<T>;
    fn sub(self, other: Self) -> Self {
        Pair { x: self.x - other.x, y: self.y - other.y }
    }
}

/// A type that cannot be copied or cloned, whose method takes a reference.
#[derive(Debug, Differentiable)]
struct Heavy {
    weights: Vec<f64>,
}

#[differentiable]
impl Heavy {
    fn norm(&self) -> f64 {
        self.weights.norm()
    }
    fn max(&self, least: f64) -> f64 {
        self.weights[0].max(least) * self.weights[1]
    }
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Body<T> {
    at: Pair<T>,
    speed: Pair<T>,
    mass: T,
    path: Vec<Pair<T>>,
}

fn body() -> Body<f64> {
    Body { at: pair(0.3, 0.4), speed: pair(1.2, -0.7), mass: 1.3, path: vec![pair(0.5, 0.6), pair(0.7, -0.8)] }
}

#[differentiable]
fn of_fields(body: &Body<f64>) -> f64 {
    body.speed.abs().sqrt().sum() + body.at.exp() * body.at.hypot() + body.speed.floor().conj().y
}

#[differentiable]
fn with_arguments(body: &Body<f64>, other: Pair<f64>) -> f64 {
    body.at.dot(other) * body.at.max(&body.speed).scale(body.mass).norm() + body.speed.powi(2).mean()
}

#[differentiable]
fn by_names(body: &Body<f64>) -> f64 {
    let speed = body.speed;
    let again = &speed;
    let bent = again.abs().max(again);
    bent.product() * again.min() + bent.scale(2.0).mean()
}

#[differentiable]
fn of_items(body: &Body<f64>) -> f64 {
    let mut sum = 0.0;
    for step in &body.path {
        sum += (*step - body.at).norm() * body.mass.sqrt();
        let scaled = step.scale(body.mass).abs();
        sum += scaled.max(&body.speed).exp();
    }
    sum + body.path.iter().map(|step| step.norm().ln()).sum::<f64>() + body.path[1].hypot()
}

#[differentiable]
fn of_numbers(body: &Body<f64>, x: f64) -> f64 {
    let ratio = body.mass / body.at.x;
    ratio.ln() * body.mass.powf(x) + body.at.x.atan2(body.mass) + (x * body.at.y).max(ratio) + body.mass.log(x + 2.0)
        - (body.at.x - body.at.y).abs() * body.mass.tanh().powi(3)
}

#[differentiable]
impl<T: Float> Body<T> {
    fn generic(&self) -> T {
        self.speed.norm() * self.mass.ln() + self.at.dot(self.speed).exp() + self.path[0].sum().sqrt()
    }
}

#[differentiable]
fn of_a_generic_type(body: &Body<f64>) -> f64 {
    body.generic()
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Wave {
    amplitude: Complex64,
    weights: Vec<f64>,
}

#[differentiable]
fn of_complex_numbers_and_vectors(wave: &Wave, t: f64) -> f64 {
    let turned = wave.amplitude.scale(t).conj() * wave.amplitude.exp();
    turned.norm()
        + wave.amplitude.norm_sqr() * wave.weights.sum()
        + wave.weights.mean() * wave.weights.norm()
        + wave.amplitude.arg()
}

#[differentiable]
fn without_clone(x: f64) -> f64 {
    let pair = (Heavy { weights: vec![x, 2.0 * x] }, x);
    pair.0.norm() * pair.0.max(0.1)
}

gradients! {
    of_fields: (&body());
    with_arguments: (&body(), pair(0.9, 0.2));
    by_names: (&body());
    of_items: (&body()), (&Body { path: vec![pair(0.1, 0.2); 2], ..body() });
    of_numbers: (&body(), 0.7);
    of_a_generic_type: (&body());
    of_complex_numbers_and_vectors:
        (&Wave { amplitude: Complex64::new(0.7, -0.4), weights: vec![0.3, 0.8] }, 0.7);
    without_clone: (0.7);
}

in_every_policy! {
    of_fields: (&body());
}
