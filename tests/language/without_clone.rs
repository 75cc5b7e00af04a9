//! Types that are not `Clone`: where a value is needed once more it is made again, field by field.

use ad_runtime::prelude::*;
use ad_runtime::testing::check_gradient;

#[derive(Differentiable)]
struct Ellipsoid {
    a: f64,
    f: f64,
    knots: Vec<f64>,
    #[no_derivative]
    name: String,
}

#[derive(Differentiable)]
struct Pair<T> {
    a: T,
    b: Option<T>,
}

#[derive(Differentiable)]
enum Shape {
    Disc(f64),
    Frame { x: f64, y: [f64; 2] },
}

/// Of which there is one.
struct Handle;

#[derive(Differentiable)]
struct Held {
    a: f64,
    #[no_derivative]
    handle: Handle,
}

#[differentiable]
fn of_a_struct(e: Ellipsoid, x: f64) -> f64 {
    e.a * x + e.f * e.knots[0] + e.name.len() as f64
}

#[differentiable]
fn of_a_generic_one<T: num_traits::Float>(pair: Pair<T>, x: T) -> T {
    pair.a * x + pair.b.unwrap_or(x)
}

#[differentiable]
fn of_an_enum(shape: Shape) -> f64 {
    match shape {
        Shape::Disc(r) => r * r,
        Shape::Frame { x, y } => x * y[0] + y[1],
    }
}

#[differentiable]
impl Held {
    fn squared(&self) -> f64 {
        let Handle = &self.handle;
        self.a * self.a
    }
}

#[differentiable]
fn all(x: f64) -> f64 {
    let e = Ellipsoid { a: x, f: x * x, knots: vec![x], name: "e".to_string() };
    let mut sum = 0.0;
    for _ in 0..3 {
        let e = Ellipsoid { a: x, f: x * sum, knots: vec![x], name: "inner".to_string() };
        sum += of_a_struct(e, x);
    }
    let frame = Shape::Frame { x, y: [x, 2.0 * x] };
    of_a_struct(e, x)
        + of_a_generic_one(Pair { a: x, b: Some(x * x) }, x) * of_an_enum(frame)
        + of_an_enum(Shape::Disc(x)) * sum
}

#[test]
fn gradients() {
    check_gradient!(all(0.7));
    let (e_bar, x_bar) =
        of_a_struct::gradient(Ellipsoid { a: 1.0, f: 2.0, knots: vec![3.0], name: String::new() }, 5.0);
    assert_eq!((e_bar.a, e_bar.f, e_bar.knots, x_bar), (5.0, 3.0, vec![2.0], 1.0));
}

#[test]
fn of_what_cannot_be_made_again() {
    assert_eq!(Held { a: 2.0, handle: Handle }.squared_gradient().a, 4.0);
}

/// Arguments without a derivative that a call would take away.
mod inactive_arguments {
    use ad_runtime::prelude::*;

    #[derive(Differentiable)]
    struct Settings {
        scale: f64,
        steps: Vec<usize>,
    }

    #[differentiable]
    fn scaled(x: f64, settings: Settings, weights: Vec<f64>) -> f64 {
        x * x * settings.scale * weights[settings.steps[0]]
    }

    #[differentiable]
    fn with_settings(x: f64) -> f64 {
        let settings = Settings { scale: 2.0, steps: vec![1] };
        let weights = vec![1.0, 3.0];
        let mut sum = scaled(x, Settings { scale: 1.0, steps: vec![0] }, vec![0.5]);
        for i in 0..2 {
            let weights = vec![i as f64, 1.0];
            sum += scaled(sum, Settings { scale: 1.0, steps: vec![0] }, weights);
        }
        sum + scaled(x, settings, weights)
    }

    #[test]
    fn gradients() {
        ad_runtime::testing::check_gradient!(with_settings(0.7));
    }
}

/// Kept by a loop: a value that control leaves with, one that is written over, and fields of such.
mod in_loops {
    use ad_runtime::prelude::*;

    #[derive(Debug, Differentiable)]
    struct Bracket {
        low: f64,
        high: f64,
    }

    #[differentiable]
    impl Bracket {
        fn around(x: f64, width: f64) -> Bracket {
            Bracket { low: x - width, high: x + width }
        }
    }

    #[differentiable]
    fn search(x: f64, start: Bracket, growth: f64, f: impl Fn(f64) -> f64) -> Option<Bracket> {
        let mut bracket = Bracket { low: start.low, high: start.high };
        for step in 0..5 {
            if f(bracket.low) * f(bracket.high) <= 0.0 {
                return Some(bracket);
            }
            if step == 3 {
                return Some(Bracket::around(x * bracket.high, growth));
            }
            let width = growth * (bracket.high - bracket.low);
            bracket = Bracket { low: bracket.low - width, high: bracket.high + width * x };
        }
        None
    }

    #[differentiable]
    fn found(x: f64, root: f64) -> f64 {
        match search(x, Bracket::around(x, 0.1), 0.7, |t| t - root) {
            Some(bracket) => bracket.low * bracket.high,
            None => x,
        }
    }

    #[test]
    fn gradients() {
        ad_runtime::testing::check_gradient!(found(0.7, 0.75)); // at once
        ad_runtime::testing::check_gradient!(found(0.7, 1.1)); // after a while
        ad_runtime::testing::check_gradient!(found(0.7, 9.0)); // never
    }
}
