//! Methods on dual numbers.

use ad_runtime::forward::Lift;
use ad_runtime::prelude::*;
use ndarray::array;
use std::ops::{Add, Mul, Neg};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable, Lift)]
struct Spring {
    stiffness: f64,
    length: f64,
    #[no_derivative]
    coils: usize,
}

#[differentiable(forward)]
impl Spring {
    const HALF: f64 = 0.5;
    const SOFT: Spring = Spring { stiffness: 1.0, length: 2.0, coils: 3 };

    fn new(stiffness: f64, length: f64) -> Self {
        Spring { stiffness, length, coils: 1 }
    }

    fn energy(&self, x: f64) -> f64 {
        Self::HALF * self.total() * self.strain(x).powi(2) + Self::SOFT.length * x
    }

    fn strain(&self, x: f64) -> f64 {
        x - self.length
    }

    fn total(self) -> f64 {
        self.stiffness / self.turns() as f64
    }

    fn turns(&self) -> usize {
        self.coils
    }

    fn stretched(&self, by: f64) -> Self {
        let other = Self::new(self.stiffness, self.length * by);
        Spring { coils: self.coils, ..other }
    }

    fn soften(&mut self, by: f64) {
        self.stiffness *= by;
    }

    fn softened_energy(&self, by: f64) -> f64 {
        let mut softer = self.stretched(by);
        softer.soften(by);
        softer.energy(3.0)
    }

    /// Nobody calls it on dual numbers.
    fn parsed(text: &str) -> Option<Self> {
        Some(Self::new(text.parse().ok()?, 1.0))
    }
}

#[test]
fn derivatives_of_methods() {
    let spring = Spring { stiffness: 3.0, length: 1.0, coils: 2 };
    assert_eq!(Spring::parsed("3"), Some(Spring { coils: 1, ..spring }));
    let (gradient, x_bar) = spring.energy_gradient(3.0);
    let (value, along) = spring.energy_pushforward(3.0, &gradient, x_bar);
    assert_eq!(value, spring.energy(3.0));
    assert_eq!(along, gradient.stiffness.powi(2) + gradient.length.powi(2) + x_bar.powi(2));
    // k (x - l)² / 4 + 2 x
    let hessian = array![[0.0, -1.0, 1.0], [-1.0, 1.5, -1.5], [1.0, -1.5, 1.5]];
    assert_eq!(spring.energy_hessian(3.0), hessian);
    let (of_spring, of_x) = spring.energy_hvp(3.0, &gradient, 0.0);
    assert_eq!(of_spring.stiffness, -gradient.length);
    assert_eq!(of_x, gradient.stiffness - 1.5 * gradient.length);
}

#[test]
fn methods_that_make_and_change_values_of_the_type() {
    let spring = Spring { stiffness: 3.0, length: 1.0, coils: 2 };
    assert_eq!(Spring::new_jacobian(3.0, 1.0), array![[1.0, 0.0], [0.0, 1.0]]);
    assert_eq!(spring.stretched_jacobian(2.0), array![[1.0, 0.0, 0.0], [0.0, 2.0, 1.0]]);
    let hessian = spring.softened_energy_hessian(2.0);
    let at = |by: f64| spring.softened_energy_gradient(by).1;
    assert!((hessian[[2, 2]] - (at(2.0 + 1e-5) - at(2.0 - 1e-5)) / 2e-5).abs() < 1e-7);
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable, Lift)]
struct Turn {
    real: f64,
    other: f64,
}

#[differentiable(forward)]
impl Mul for Turn {
    type Output = Turn;
    fn mul(self, by: Turn) -> Turn {
        Turn { real: self.real * by.real - self.other * by.other, other: self.real * by.other + self.other * by.real }
    }
}

#[differentiable(forward)]
impl Mul<f64> for Turn {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        Turn { real: self.real * by, other: self.other * by }
    }
}

#[differentiable(forward)]
impl Mul<Turn> for f64 {
    type Output = Turn;
    fn mul(self, by: Turn) -> Turn {
        by * self
    }
}

#[differentiable(forward)]
impl Add<&Turn> for &Turn {
    type Output = Turn;
    fn add(self, by: &Turn) -> Turn {
        Turn { real: self.real + by.real, other: self.other + by.other }
    }
}

#[differentiable(forward)]
impl Neg for Turn {
    type Output = Turn;
    fn neg(self) -> Turn {
        Turn { real: -self.real, other: -self.other }
    }
}

#[differentiable(forward)]
fn turned(a: Turn, b: &Turn, by: f64) -> f64 {
    let c = by * (a * *b) * 2.0;
    (&-c + b).real
}

#[test]
fn operators_of_a_type_on_dual_numbers() {
    let (a, b) = (Turn { real: 1.0, other: 2.0 }, Turn { real: 3.0, other: 5.0 });
    // -2 by (a.real b.real - a.other b.other) + b.real
    let hessian = turned::hessian(a, &b, 0.5);
    assert_eq!(hessian.row(0), array![0.0, 0.0, -1.0, 0.0, -6.0].view());
    assert_eq!(hessian.row(4), array![-6.0, 10.0, -2.0, 4.0, 0.0].view());
}

#[derive(Clone, Copy, Debug, Differentiable, Lift)]
struct Line<T> {
    slope: T,
    at: T,
}

#[differentiable(forward)]
impl<T: num_traits::Float> Line<T> {
    fn value(&self, x: T) -> T {
        self.slope * x.sin() + self.at
    }

    fn shifted(self, by: T) -> Self {
        Line { at: self.at * by, ..self }
    }
}

#[differentiable(forward)]
fn two_lines(line: &Line<f64>, x: f64) -> f64 {
    line.shifted(x).value(x)
}

#[test]
fn methods_of_a_generic_type() {
    let line = Line { slope: 2.0, at: 3.0 };
    assert_eq!(line.value_hessian(0.0), array![[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]);
    assert_eq!(line.shifted_jacobian(5.0), array![[1.0, 0.0, 0.0], [0.0, 5.0, 3.0]]);
    assert_eq!(two_lines::hessian(&line, 0.0), array![[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]);
}

trait Energy {
    fn energy_of(&self, x: f64) -> f64;
}

#[differentiable(forward)]
impl Energy for Turn {
    fn energy_of(&self, x: f64) -> f64 {
        self.real * self.other * x * x
    }
}

#[test]
fn a_method_of_a_trait_is_one_of_the_type_there() {
    let turn = Turn { real: 2.0, other: 3.0 };
    assert_eq!(turn.energy_of(1.0), 6.0);
    assert_eq!(turn.energy_of_hessian(1.0), array![[0.0, 1.0, 6.0], [1.0, 0.0, 4.0], [6.0, 4.0, 12.0]]);
}
