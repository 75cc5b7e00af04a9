//! Conversions: `From` and `Into`, those of num-traits, and operators between different types.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;
use num_traits::{Float, Zero};
use std::ops::{Add, Mul, Sub};

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Polar {
    r: f64,
    t: f64,
}

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Ring(f64);

#[differentiable]
impl From<Polar> for Point {
    fn from(polar: Polar) -> Self {
        Self { x: polar.r * polar.t.cos(), y: polar.r * polar.t.sin() }
    }
}

#[differentiable]
impl From<[f64; 2]> for Point {
    fn from([x, y]: [f64; 2]) -> Point {
        Point { x: x * x, y }
    }
}

#[differentiable]
impl From<&Ring> for Polar {
    fn from(ring: &Ring) -> Polar {
        Polar { r: ring.0, t: ring.0 * ring.0 }
    }
}

#[differentiable]
impl From<Ring> for Point {
    fn from(Ring(r): Ring) -> Point {
        Point { x: r.sqrt(), y: -r }
    }
}

#[differentiable]
impl From<Point> for (f64, f64) {
    fn from(point: Point) -> (f64, f64) {
        (point.y, point.x.powi(3))
    }
}

#[differentiable]
fn between_own_types(r: f64, t: f64) -> f64 {
    let point = Point::from(Polar { r, t });
    let ring: Point = Ring(r).into();
    let (y, x) = <(f64, f64)>::from(point);
    y * ring.x + x * ring.y
}

#[differentiable]
fn in_a_loop(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for k in 0..x.len() - 1 {
        let point: Point = [x[k], x[k + 1]].into();
        let polar = Polar::from(&Ring(point.x));
        sum += point.x * point.y * polar.t;
    }
    sum
}

#[differentiable]
fn length<P: Into<Point>>(p: P, by: f64) -> f64 {
    let p: Point = p.into();
    by * (p.x * p.x + p.y * p.y + p.x * p.y)
}

#[differentiable]
fn of_anything(r: f64, t: f64) -> f64 {
    length(Polar { r, t }, 2.0) + length(Ring(r), t) + length(Point { x: r, y: t }, 1.5)
}

#[differentiable]
fn doubled<T: Into<f64>>(x: T) -> f64 {
    let x: f64 = x.into();
    2.0 * x * x
}

#[differentiable]
fn of_both_widths(x: f64, y: f32) -> f64 {
    doubled(x) + doubled(y) * f64::from(y)
}

#[differentiable]
fn raised<T: Float>(x: T, y: T) -> T {
    let ten = T::from(10.0).unwrap();
    T::from(ten.powf(x / T::from(4).unwrap())).unwrap() * y
}

#[differentiable]
fn cast_by_num_traits<T: Float, X: num_traits::NumCast + Copy>(x: X, y: T) -> T {
    let x = T::from(x).unwrap();
    x * x * y
}

#[differentiable]
fn sum_of_powers<T: Float>(x: f64, y: T) -> f64 {
    let x = T::from(x).unwrap();
    (x * y.sin()).to_f64().unwrap() * x.to_f64().unwrap()
}

#[differentiable]
fn of_num_traits(x: f64, y: f64) -> f64 {
    raised(x, y) * cast_by_num_traits(x, y) + cast_by_num_traits(y, x) * sum_of_powers(x, y)
}

#[differentiable]
fn of_two_widths(x: f32, y: f64) -> f64 {
    cast_by_num_traits(x, y)
}

/// Numbers of two types, and a vector of the one: what a filter is made of.
#[derive(Clone, Debug, Differentiable, Probe)]
struct Filter<C, T> {
    b: [C; 2],
    state: T,
}

trait Run<T> {
    fn run(&mut self, input: T) -> T;
}

#[differentiable]
impl<C, T> Run<T> for Filter<C, T>
where
    T: Copy + Add<T, Output = T> + Sub<T, Output = T> + Zero,
    C: Copy + Mul<T, Output = T>,
{
    fn run(&mut self, input: T) -> T {
        let out = self.b[0] * input + self.b[1] * self.state;
        self.state = out - input;
        out
    }
}

#[differentiable]
fn filtered(b: [f64; 2], x: &[f64]) -> f64 {
    let mut filter = Filter { b, state: 0.5 };
    let mut energy = 0.0;
    for &x in x {
        let y = filter.run(x);
        energy += y * y;
    }
    energy
}

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Pair(f64, f64);

#[differentiable]
impl Mul<f64> for Pair {
    type Output = Pair;
    fn mul(self, by: f64) -> Pair {
        Pair(self.0 * by, self.1 * by)
    }
}

#[differentiable]
impl Add for Pair {
    type Output = Pair;
    fn add(self, other: Pair) -> Pair {
        Pair(self.0 + other.0, self.1 + other.1)
    }
}

/// Over numbers and over vectors alike.
#[differentiable]
fn mixed<V, S>(a: V, b: V, t: S) -> V
where
    S: Float,
    V: Copy + Mul<S, Output = V> + Add<Output = V>,
{
    a * (S::one() - t) + b * t
}

#[differentiable]
fn along(a: f64, b: f64, t: f64) -> f64 {
    let p = mixed(Pair(a, b), Pair(b * b, 1.0), t);
    p.0 * p.1 + mixed(a, b, t)
}

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Metres<T>(T);

/// `T::Output` is that of the user's bound.
#[differentiable]
impl<T: Add> Add for Metres<T> {
    type Output = Metres<T::Output>;
    fn add(self, other: Self) -> Self::Output {
        Metres(self.0 + other.0)
    }
}

#[differentiable]
fn added<T: Add>(x: T, y: T) -> T::Output {
    x + y
}

#[differentiable]
fn of_outputs(x: f64, y: f64) -> f64 {
    (Metres(x) + Metres(y * x)).0 * added(x, y)
}

gradients! {
    between_own_types: (1.3, 0.7);
    in_a_loop: (&[1.3, 0.7, -0.4]), (&[1.3]);
    of_anything: (1.3, 0.7);
    of_both_widths: (1.25, 0.5);
    of_num_traits: (1.25, 0.7);
    of_two_widths: (1.25, 0.7);
    filtered: ([0.3, 0.7], &[1.0, -2.0, 0.5]), ([0.3, 0.7], &[]);
    along: (1.3, 0.7, 0.3);
    of_outputs: (1.3, 0.7);
}

mod parameters_without_a_name {
    use super::*;

    #[differentiable]
    fn squared(x: impl Into<f64>, weights: &[impl Float]) -> f64 {
        let x: f64 = x.into();
        x * x * weights.len() as f64
    }

    #[differentiable]
    fn of_impl_traits(x: f64, y: f64) -> f64 {
        squared(x, &[y, x]) + squared(y, &[x]) * x
    }

    /// A unit of measurement has no cotangent, and needs none.
    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Length<T, U>(T, std::marker::PhantomData<U>);

    #[derive(Clone, Copy, Debug)]
    struct Metre;

    #[derive(Clone, Copy, Debug)]
    struct Foot;

    #[differentiable]
    impl<T: Float, U: Clone> Length<T, U> {
        fn longer(self, by: T) -> Self {
            Length(self.0 * by, std::marker::PhantomData)
        }
    }

    #[differentiable]
    impl<T: Float, U> Length<T, U> {
        fn to<V>(&self, by: T) -> Length<T, V> {
            Length(self.0 * by, std::marker::PhantomData)
        }
    }

    impl Add<&f64> for Weight {
        type Output = Weight;
        fn add(self, other: &f64) -> Weight {
            Weight(self.0 + other)
        }
    }

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Weight(f64);

    #[differentiable]
    impl Add for Weight {
        type Output = Weight;
        fn add(self, other: Weight) -> Weight {
            Weight(self.0 + other.0 * other.0)
        }
    }

    #[differentiable]
    impl Add<&Weight> for Weight {
        type Output = Weight;
        fn add(self, other: &Weight) -> Weight {
            self + *other
        }
    }

    #[differentiable]
    fn with_units(x: f64, y: f64) -> f64 {
        let metres: Length<f64, Metre> = Length(x * y, std::marker::PhantomData);
        let feet = metres.to::<Foot>(3.28);
        let w = Weight(x) + &Weight(y);
        feet.longer(y).0 + w.0
    }

    gradients! {
        of_impl_traits: (1.3, 0.7);
        with_units: (1.3, 0.7);
    }
}
