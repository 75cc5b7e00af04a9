//! Structs and enums of the user's on dual numbers.

use ad_runtime::forward::{Coloring, Lift};
use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;
use ndarray::array;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable, Lift, Probe)]
struct Point(f64, f64);

#[derive(Clone, Debug, Differentiable, Lift, Probe)]
struct Body {
    mass: f64,
    at: Point,
    path: Vec<f64>,
    #[no_derivative]
    name: String,
    steps: usize,
}

#[derive(Clone, Debug, Differentiable, Lift, Probe)]
enum Shape {
    Circle(f64),
    Box { width: f64, height: f64 },
    Empty,
}

/// A struct of whatever numbers.
#[derive(Clone, Copy, Debug, Differentiable, Lift, Probe)]
struct Pair<T> {
    left: T,
    right: [T; 2],
}

type Three = [f64; 3];

fn body() -> Body {
    Body { mass: 2.0, at: Point(0.5, -1.5), path: vec![1.0, 3.0], name: "moon".to_string(), steps: 3 }
}

#[differentiable(forward)]
fn moved(body: &Body, by: Point) -> Point {
    let Point(x, y) = body.at;
    let mut at = Point(x * by.0, y + by.1 * body.mass);
    for _ in 0..body.steps {
        at = Point(at.1.sin(), at.0 * body.path[1]);
    }
    at
}

#[differentiable(forward)]
fn energy(body: &Body, by: Point) -> f64 {
    let Point(x, ..) = moved(body, by);
    let halved = Body { mass: 0.5 * body.mass, ..body.clone() };
    x * x * halved.mass + body.path.iter().sum::<f64>()
}

#[test]
fn a_struct_moves_along_a_cotangent_of_its_own() {
    let (body, by) = (body(), Point(1.5, 0.25));
    let (gradient, by_bar) = energy::gradient(&body, by);
    let (value, along) = energy::pushforward(&body, by, &gradient, by_bar.clone());
    assert_eq!(value, energy(&body, by));
    let square = gradient.mass.powi(2) + gradient.at.0.powi(2) + gradient.at.1.powi(2) + gradient.path.norm().powi(2);
    let square = square + by_bar.0.powi(2) + by_bar.1.powi(2);
    assert!((along - square).abs() <= 1e-12 * square, "{along} and {square}");
    let jacobian = moved::jacobian(&body, by);
    assert_eq!(jacobian.dim(), (2, 7));
    let difference = &jacobian - &moved::jacobian_reverse(&body, by);
    assert!(difference.iter().all(|difference| difference.abs() < 1e-14));
}

#[test]
fn its_hessian_is_that_of_differences() {
    let (body, by) = (body(), Point(1.5, 0.25));
    let hessian = energy::hessian(&body, by);
    assert_eq!(hessian.dim(), (7, 7));
    let direction = [1.0, 0.5, -0.25, 2.0, 0.125, -1.0, 0.75];
    let h = 1e-5;
    let at = |sign: f64| {
        let mut body = body.clone();
        let step = direction.map(|d| sign * h * d);
        body.mass += step[0];
        body.at = Point(body.at.0 + step[1], body.at.1 + step[2]);
        body.path = vec![body.path[0] + step[3], body.path[1] + step[4]];
        let (bar, by_bar) = energy::gradient(&body, Point(by.0 + step[5], by.1 + step[6]));
        [bar.mass, bar.at.0, bar.at.1, bar.path[0], bar.path[1], by_bar.0, by_bar.1]
    };
    let (after, before) = (at(1.0), at(-1.0));
    for i in 0..7 {
        let along: f64 = (0..7).map(|j| hessian[[i, j]] * direction[j]).sum();
        let difference = (after[i] - before[i]) / (2.0 * h);
        assert!((along - difference).abs() < 1e-6, "row {i}: {along} and {difference}");
    }
}

#[differentiable(forward)]
fn area(shape: &Shape, scale: f64) -> f64 {
    let scaled = match shape {
        Shape::Circle(radius) => Shape::Circle(radius * scale),
        Shape::Box { width, height } => Shape::Box { width: width * scale, height: *height },
        Shape::Empty => Shape::Empty,
    };
    match scaled {
        Shape::Circle(radius) => 3.0 * radius.powi(2),
        Shape::Box { width, height } => width * height,
        Shape::Empty => 0.0,
    }
}

#[test]
fn an_enum_moves_within_its_variant() {
    assert_eq!(area::hessian(&Shape::Circle(1.0), 2.0), array![[24.0, 24.0], [24.0, 6.0]]);
    let rectangle = Shape::Box { width: 3.0, height: 5.0 };
    assert_eq!(area::hessian(&rectangle, 2.0), array![[0.0, 2.0, 5.0], [2.0, 0.0, 3.0], [5.0, 3.0, 0.0]]);
    assert_eq!(area::hessian(&Shape::Empty, 2.0), array![[0.0]]);
    let (gradient, scale_bar) = area::gradient(&rectangle, 2.0);
    assert_eq!(area::pushforward(&rectangle, 2.0, &gradient, scale_bar).1, 10.0 * 10.0 + 6.0 * 6.0 + 15.0 * 15.0);
}

#[test]
#[should_panic(expected = "the tangent of a `Shape` is of the same variant")]
fn a_tangent_of_another_variant_panics() {
    let (gradient, _) = area::gradient(&Shape::Circle(1.0), 2.0);
    area::pushforward(&Shape::Empty, 2.0, &gradient, 0.0);
}

#[differentiable(forward)]
fn product(pair: &Pair<f64>, by: f64) -> f64 {
    let scaled = Pair { left: pair.left * by, right: pair.right };
    scaled.left * scaled.right[0] * scaled.right[1]
}

#[differentiable(forward)]
fn twice<T: num_traits::Float>(pair: Pair<T>) -> Pair<T> {
    Pair { left: pair.left * pair.right[0], right: [pair.right[1].sin(), pair.left] }
}

#[test]
fn a_generic_struct_is_itself_on_dual_numbers() {
    let pair = Pair { left: 2.0, right: [3.0, 5.0] };
    assert_eq!(product::hessian(&pair, 1.0).dim(), (4, 4));
    assert_eq!(product::hessian(&pair, 1.0).row(0), array![0.0, 5.0, 3.0, 15.0].view());
    let jacobian = twice::jacobian(pair);
    assert_eq!(jacobian, array![[3.0, 2.0, 0.0], [0.0, 0.0, 5.0_f64.cos()], [1.0, 0.0, 0.0]]);
}

#[differentiable(forward)]
fn turned(x: &Three, angle: f64) -> Three {
    let y: Three = [x[0] * angle.cos(), x[1] * angle.sin(), x[2]];
    y
}

#[test]
fn a_name_for_a_type_is_lifted_as_the_type() {
    let jacobian = turned::jacobian(&[1.0, 2.0, 3.0], 0.0);
    assert_eq!(jacobian, array![[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0], [0.0, 0.0, 1.0, 0.0]]);
}

#[differentiable(forward)]
fn chain(bodies: &[Body]) -> Vec<f64> {
    bodies.iter().map(|body| body.mass * body.at.0).collect()
}

#[test]
fn a_sparse_jacobian_by_structs() {
    let bodies = vec![body(); 4];
    let pattern = chain::jacobian_pattern(&bodies);
    assert_eq!(pattern.iter().take(2).collect::<Vec<_>>(), [(0, 0), (0, 1)]);
    assert_eq!(pattern.len(), 8);
    let jacobian = chain::sparse_jacobian(&bodies, &Coloring::new(pattern));
    assert_eq!(jacobian.to_dense(), chain::jacobian(&bodies));
}
