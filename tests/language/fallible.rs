//! `Option`, `Result`, `?`, and enums that carry numbers.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;

#[derive(Debug, Clone, PartialEq)]
enum Failure {
    Negative(f64),
    Other(String),
}

#[differentiable]
fn root(x: f64) -> Result<f64, Failure> {
    if x < 0.0 {
        return Err(Failure::Negative(x));
    }
    Ok(x.sqrt())
}

#[differentiable]
fn twice(x: f64) -> Result<f64, Failure> {
    let a = root(x)?;
    let b = root(a * x + 1.0)?;
    Ok(a * b)
}

#[differentiable]
fn converted(x: f64) -> Result<f64, Box<dyn std::error::Error>> {
    let y = twice(x).map_err(|failure| format!("{failure:?}"))?;
    Ok(y * x)
}

#[differentiable]
fn optional(x: f64, y: f64) -> Option<f64> {
    let a = inverse(x)?;
    let mut s = a * y;
    for _ in 0..2 {
        s = s * inverse(s + y)? + 1.0;
    }
    Some(s)
}

#[differentiable]
fn inverse(x: f64) -> Option<f64> {
    if x == 0.0 { None } else { Some(1.0 / x) }
}

#[differentiable]
fn methods(x: f64, y: f64) -> f64 {
    let a = inverse(x).map(|v| v * y).unwrap_or(y);
    let b = root(x * y).unwrap_or_else(|_| x);
    let c = inverse(y).and_then(|v| inverse(v - x)).unwrap_or_default();
    let d = root(x * x).ok().map_or(0.0, |v| v * 2.0 * y);
    let e = inverse(x).ok_or(3).map(|v| v + y).unwrap();
    let f = inverse(y).expect("not zero");
    a * b + c * d + e * f
}

#[differentiable]
fn matched(x: f64, y: f64) -> f64 {
    let a = match root(x) {
        Ok(v) if v > 1.0 => v * y,
        Ok(v) => v,
        Err(Failure::Negative(_)) => y * y,
        Err(_) => 0.0,
    };
    if let Some(v) = inverse(y) {
        return a * v;
    }
    a
}

#[derive(Clone, Debug, PartialEq, Differentiable, Probe)]
enum Shape {
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Polygon(Vec<(f64, f64)>, usize),
    Nothing,
}

#[differentiable]
impl Shape {
    fn area(&self) -> f64 {
        match self {
            Shape::Circle(r) => std::f64::consts::PI * r * r,
            Self::Rectangle { width, height } => width * height,
            Shape::Polygon(points, n) => {
                let mut sum = 0.0;
                for i in 0..*n {
                    let (a, b) = (points[i], points[(i + 1) % *n]);
                    sum += a.0 * b.1 - a.1 * b.0;
                }
                0.5 * sum
            }
            Shape::Nothing => 0.0,
        }
    }

    fn scaled(&self, s: f64) -> Shape {
        match self {
            Shape::Circle(r) => Shape::Circle(r * s),
            Shape::Rectangle { width, height } => Shape::Rectangle { width: *width * s, height: *height * s },
            other => other.clone(),
        }
    }
}

#[differentiable]
fn of_shapes(shapes: &[Shape], s: f64) -> f64 {
    let mut sum = 0.0;
    for shape in shapes {
        sum += shape.scaled(s).area() * s;
    }
    sum + Shape::Circle(s).area()
}

#[test]
fn gradients_are_wrapped_as_results_are() {
    assert_eq!(root::gradient(4.0), Ok(0.25));
    assert_eq!(root::gradient(-1.0), Err(Failure::Negative(-1.0)));
    assert_eq!(inverse::value_and_gradient(2.0), Some((0.5, -0.25)));
    assert_eq!(inverse::value_and_gradient(0.0), None);
    let gradient = Shape::Rectangle { width: 2.0, height: 3.0 }.area_gradient();
    assert!(matches!(gradient, ShapeCotangent::Rectangle { width: 3.0, height: 2.0 }));
    assert!(matches!(twice::gradient(-1.0), Err(Failure::Negative(_))));
    assert!(converted::gradient(-1.0).is_err());
    assert_eq!(Failure::Other(String::new()), Failure::Other(String::new()));
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6 * b.abs().max(1.0), "{a} {b}");
}

#[test]
fn gradients_of_results() {
    let h = 1e-6;
    for x in [0.7, 2.3] {
        close(twice::gradient(x).unwrap(), (twice(x + h).unwrap() - twice(x - h).unwrap()) / (2.0 * h));
        close(converted::gradient(x).unwrap(), (converted(x + h).unwrap() - converted(x - h).unwrap()) / (2.0 * h));
    }
}

gradients! {
    optional: (0.7, 1.3);
    methods: (0.7, 1.3), (0.4, -1.3);
    matched: (0.7, 1.3), (2.5, 1.3), (-0.7, 1.3);
    of_shapes: (&[Shape::Circle(0.7), Shape::Rectangle { width: 2.0, height: 1.5 },
        Shape::Polygon(vec![(0.0, 0.0), (1.0, 0.2), (0.3, 0.9)], 3), Shape::Nothing], 0.8);
}

mod indices_in_enums {
    use super::*;

    #[derive(Clone, Copy, Debug, Differentiable, Probe)]
    enum Pick {
        At(f64, usize),
        Nothing,
    }

    #[differentiable]
    fn picked(p: Pick, x: &[f64]) -> f64 {
        match p {
            Pick::At(a, k) => x[k % x.len()] * a,
            Pick::Nothing => x[0],
        }
    }

    gradients! {
        picked: (Pick::At(0.7, 4), &[0.3, 1.2, 0.9]), (Pick::Nothing, &[0.3]);
    }
}

/// Elements that are taken out of an option at once.
mod elements {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn ends(x: &[f64], k: usize) -> f64 {
        let first = x.first().unwrap();
        let last = *x.last().expect("x is not empty");
        first * last * last * x.get(k).unwrap()
    }

    #[differentiable]
    fn maybe(x: &[f64], k: usize) -> Option<f64> {
        let last = x.last().copied()?;
        let other = x.get(k).cloned().unwrap_or(2.0);
        Some(last * other * *x.first().unwrap_or(&3.0))
    }

    #[differentiable]
    fn of_a_vector(x: f64, n: usize) -> f64 {
        let mut v = vec![x];
        for k in 0..n {
            let next = v.last().unwrap() * x + v.get(k).copied().unwrap_or(1.0);
            v.push(next);
        }
        *v.last().unwrap()
    }

    gradients! {
        ends: (&[1.3, 0.7, 2.0], 1), (&[1.3], 0);
        maybe: (&[1.3, 0.7, 2.0], 1), (&[1.3, 0.7], 5), (&[], 0);
        of_a_vector: (0.7, 4), (0.7, 0);
    }
}

/// Slice patterns that bind, and `as_ref` of options.
mod lent_parts {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn ends(x: &[f64]) -> f64 {
        match x {
            [] => 0.0,
            [a] => a * a,
            [a, .., b] if *a > 0.1 => a * b,
            [_, middle @ .., b] => middle.iter().product::<f64>() * b,
        }
    }

    #[differentiable]
    fn recursive(x: &[f64]) -> f64 {
        match x {
            [a, tail @ ..] => a + 0.5 * a * recursive(tail),
            [] => 1.0,
        }
    }

    #[differentiable]
    fn exactly_three(x: &[f64]) -> f64 {
        let [a, b, c] = x else { return 0.0 };
        a * b * c
    }

    #[differentiable]
    fn at_least(x: &[f64]) -> f64 {
        let [a, middle @ .., b] = x else { return 0.0 };
        let &[c, d] = middle else { return a * b };
        a * b * c + d
    }

    #[differentiable]
    fn as_reference(x: f64, o: &Option<Vec<f64>>) -> f64 {
        let first = match o.as_ref() {
            Some(v) => v[0] * x,
            None => x,
        };
        first + o.as_ref().map_or(x, |v| v[0] * v[0])
    }

    #[differentiable]
    fn by_keys(x: &[f64]) -> f64 {
        let mut pairs = vec![(2_usize, x[0]), (1, x[1])];
        pairs.sort_by_key(|pair| pair.0);
        let least = x.iter().min_by_key(|v| (**v * 100.0) as i64).copied().unwrap();
        pairs[0].1 * 2.0 + pairs[1].1 + least * x.iter().map(|v| v * v).max_by_key(|v| (*v * 100.0) as i64).unwrap()
    }

    gradients! {
        ends: (&[]), (&[0.3]), (&[0.3, 0.4]), (&[0.01, 0.4, 0.6, 0.7]);
        recursive: (&[0.3, 0.4, 0.5]);
        exactly_three: (&[0.3, 0.4, 0.5]), (&[0.3]);
        at_least: (&[0.3, 0.4, 0.5, 0.7]), (&[0.3, 0.4]), (&[0.3]), (&[0.3, 0.5, 0.1]);
        as_reference: (0.7, &Some(vec![0.5])), (0.7, &None);
        by_keys: (&[0.3, 0.5, 0.2001]);
    }
}
