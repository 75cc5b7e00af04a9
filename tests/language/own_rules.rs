//! Rules of the user's own, by partial derivatives.

use ad_runtime::prelude::*;
use num_complex::{Complex64, c64};
use num_traits::Float;

/// Stands for another crate.
mod special {
    /// Not by its body, which nobody sees.
    pub(super) fn erf(x: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..2000 {
            let t = (i as f64 + 0.5) * x / 2000.0;
            sum += (-t * t).exp() * x / 2000.0;
        }
        sum * std::f64::consts::FRAC_2_SQRT_PI
    }

    pub(super) fn length(x: f64, y: f64) -> f64 {
        x.hypot(y)
    }

    pub(super) fn power(n: i32, x: f64) -> f64 {
        x.powi(n)
    }
}

#[differentiable(partials(|x: f64| std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp()))]
use special::erf;

fn along(x: f64, y: f64) -> f64 {
    x / special::length(x, y)
}

#[differentiable(partials(along, |x, y| along(y, x)))]
use special::length as distance;

#[differentiable(partials(_, |n, x| n as f64 * x.powi(n - 1)))]
fn power(n: i32, x: f64) -> f64 {
    special::power(n, x)
}

#[differentiable(partials(|x: T| T::one() / x))]
fn logarithm<T: Float>(x: T) -> T {
    x.ln()
}

#[differentiable(partials(|z: Complex64| 3.0 * z * z))]
fn cube(z: Complex64) -> Complex64 {
    z * z * z
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Bessel {
    #[no_derivative]
    order: i32,
}

#[differentiable]
impl Bessel {
    #[differentiable(partials(_, |of: &Bessel, x| of.order as f64 * x.powi(of.order - 1)))]
    fn at(#[no_derivative] &self, x: f64) -> f64 {
        x.powi(self.order)
    }
}

#[differentiable]
fn of_imports(x: f64, y: f64) -> f64 {
    erf(x * y) * distance(x, y) + power(3, x)
}

#[differentiable]
fn of_methods(x: f64) -> f64 {
    logarithm(x) * Bessel { order: 2 }.at(x)
}

#[differentiable]
fn complex(z: Complex64) -> f64 {
    cube(z * c64(0.3, -0.4)).norm_sqr()
}

gradients! {
    erf: (0.4), (-1.3);
    distance: (3.0, -4.0);
    power: (3, 1.5);
    of_imports: (0.5, -0.7);
    of_methods: (1.7);
}

in_every_policy! {
    cube: (c64(0.3, -1.2));
    complex: (c64(0.3, -1.2));
}
