//! Methods, associated functions, struct literals, traits and operators of one's own.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;
use num_traits::Float;
use std::ops::{Add, Mul, Neg, Sub};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable, Probe)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable]
impl Vec3 {
    const ONE: f64 = 1.0;

    fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    fn dot(self, other: Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn norm(&self) -> f64 {
        self.dot(*self).sqrt()
    }

    fn scaled_by(&self, s: f64) -> Vec3 {
        Vec3 { x: self.x * s, ..*self }
    }

    fn normalized(self) -> Self {
        let n = self.norm() + Self::ONE;
        Self::new(self.x / n, self.y / n, self.z / n)
    }

    fn cross(&self, other: &Vec3) -> Vec3 {
        Vec3::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    fn count(&self) -> usize {
        3
    }

    #[no_derivative]
    fn printed(&self) -> String {
        format!("{self:?}")
    }
}

#[differentiable]
impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, other: Vec3) -> Self::Output {
        Vec3 { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }
}

#[differentiable]
impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

#[differentiable]
impl Mul<Vec3> for f64 {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        Vec3::new(self * v.x, self * v.y, self * v.z)
    }
}

#[differentiable]
impl Neg for Vec3 {
    type Output = Vec3;
    fn neg(self) -> Vec3 {
        Vec3::new(-self.x, -self.y, -self.z)
    }
}

#[differentiable]
fn called(a: &Vec3, b: Vec3, s: f64) -> f64 {
    let c = a.cross(&b);
    let d = c.scaled_by(s).normalized();
    let mut total = 0.0;
    for i in 0..a.count() {
        total += a.dot(b) * s + i as f64;
    }
    a.norm() * Vec3::dot(d, b) + total + Vec3::dot(*a, Vec3::new(s, s * s, 1.0))
}

#[differentiable]
fn with_operators(a: Vec3, b: Vec3, s: f64) -> f64 {
    let c = a + b;
    let d = s * (c - b) + -a;
    Vec3::dot(d, c) + (a - b).dot(c)
}

#[differentiable]
fn in_a_loop(v: &[Vec3], s: f64) -> f64 {
    let mut sum = Vec3::new(0.0, 0.0, s);
    for p in v {
        sum = sum + s * *p;
        if Vec3::norm(&sum) > 4.0 {
            break;
        }
    }
    Vec3::norm(&sum)
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Polynomial<T> {
    coefficients: Vec<T>,
    #[no_derivative]
    name: &'static str,
}

#[differentiable]
impl<T: Float> Polynomial<T> {
    fn value(&self, x: T) -> T {
        let mut value = T::zero();
        for i in (0..self.coefficients.len()).rev() {
            value = value * x + self.coefficients[i];
        }
        value
    }

    fn squared<const N: usize>(&self, x: [T; N]) -> T {
        let mut sum = T::zero();
        for i in 0..N {
            let v = self.value(x[i]);
            sum = sum + v * v;
        }
        sum
    }
}

#[differentiable]
fn of_generic_type(p: &Polynomial<f64>, x: f64) -> f64 {
    p.value(x) * p.squared([x, 2.0 * x]) + Polynomial::value(p, 0.5)
}

#[differentiable]
trait Model {
    const SCALE: f64;
    fn eval(&self, x: f64) -> f64;
    fn twice(&self, x: f64) -> f64 {
        self.eval(x) * 2.0 * Self::SCALE
    }
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Linear {
    slope: f64,
    offset: f64,
}

#[differentiable(companion = trait)]
impl Model for Linear {
    const SCALE: f64 = 3.0;
    fn eval(&self, x: f64) -> f64 {
        self.slope * x + self.offset
    }
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Wave(f64);

#[differentiable(companion = trait)]
impl Model for Wave {
    const SCALE: f64 = 0.5;
    fn eval(&self, x: f64) -> f64 {
        (self.0 * x).sin()
    }
    fn twice(&self, x: f64) -> f64 {
        let n = self.eval(x);
        n * n
    }
}

#[differentiable]
fn sum_of<M: Model>(m: &M, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += m.eval(*v) * m.twice(*v);
    }
    sum
}

#[differentiable]
fn through_a_trait(l: &Linear, w: &Wave, x: &[f64]) -> f64 {
    sum_of(l, x) * sum_of(w, x) + l.twice(x[0])
}

#[allow(dead_code)]
trait Area {
    fn area(&self) -> f64;
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Disc {
    r: f64,
}

#[differentiable]
impl Area for Disc {
    fn area(&self) -> f64 {
        std::f64::consts::PI * self.r * self.r
    }
}

#[differentiable]
fn tuple_struct(x: f64) -> f64 {
    let w = Wave(x * x);
    let Wave(y) = w;
    y * w.0
}

#[differentiable]
fn nested(l: &Linear, x: f64) -> f64 {
    let pair = (Linear { slope: x, offset: l.slope * x }, l.clone());
    let mut m = pair.0.clone();
    m.offset += pair.1.offset * x;
    m.slope *= x;
    m.eval(x)
}

impl Linear {
    #[differentiable]
    fn alone(&self, x: f64) -> f64 {
        self.eval(x) * self.slope
    }

    #[differentiable]
    fn made(x: f64) -> Self {
        Self { slope: x, offset: x * x }
    }
}

#[differentiable]
fn of_single_methods(x: f64) -> f64 {
    Linear::made(x).alone(x)
}

#[test]
fn companions_of_methods_are_public() {
    let spring = Linear { slope: 2.0, offset: 1.0 };
    let (spring_bar, x_bar) = spring.alone_gradient(3.0);
    assert_eq!((spring_bar.slope, spring_bar.offset, x_bar), (13.0, 2.0, 4.0));
    let (value, (of_disc,)) = {
        let (v, g) = Disc { r: 1.0 }.area_value_and_gradient();
        (v, (g.r,))
    };
    assert_eq!((value, of_disc), (std::f64::consts::PI, 2.0 * std::f64::consts::PI));
    let (v, pullback) = Vec3::new_pullback(1.0, 2.0, 3.0);
    let mut seed = v.zero_cotangent::<ad_runtime::Tangent>();
    seed.y = 1.0;
    assert_eq!(pullback(seed), (0.0, 1.0, 0.0));
    let (m, _) = spring.eval_gradient(2.0);
    assert_eq!(m.slope, 2.0);
    assert_eq!(v.printed().len() > 3, true);
}

gradients! {
    called: (&Vec3 { x: 0.3, y: -0.7, z: 1.1 }, Vec3 { x: 1.3, y: 0.2, z: -0.4 }, 0.8);
    with_operators: (Vec3 { x: 0.3, y: -0.7, z: 1.1 }, Vec3 { x: 1.3, y: 0.2, z: -0.4 }, 0.8);
    in_a_loop: (&[Vec3 { x: 0.3, y: -0.7, z: 1.1 }, Vec3 { x: 1.3, y: 0.2, z: -0.4 }], 0.8),
        (&[Vec3 { x: 9.3, y: -0.7, z: 1.1 }, Vec3 { x: 1.3, y: 0.2, z: -0.4 }], 0.8);
    of_generic_type: (&Polynomial { coefficients: vec![1.0, -0.5, 2.0], name: "p" }, 0.7);
    through_a_trait: (&Linear { slope: 2.0, offset: 1.0 }, &Wave(0.7), &[0.3, 1.2]);
    tuple_struct: (0.7);
    nested: (&Linear { slope: 2.0, offset: 1.0 }, 0.7);
    of_single_methods: (0.7);
}

/// A state that is filled by a series of values: methods that change what they are called on, for their values.
mod indicators {
    use ad_runtime::prelude::*;
    use ad_runtime::testing::Probe;

    trait Next<T> {
        type Output;
        fn next(&mut self, input: T) -> Self::Output;
    }

    #[derive(Clone, Debug, Differentiable, Probe)]
    struct Average {
        k: f64,
        current: f64,
        is_new: bool,
    }

    #[differentiable]
    impl Next<f64> for Average {
        type Output = f64;
        fn next(&mut self, input: f64) -> Self::Output {
            if self.is_new {
                self.is_new = false;
                self.current = input;
            } else {
                self.current = self.k * input + (1.0 - self.k) * self.current;
            }
            self.current
        }
    }

    #[derive(Clone, Debug, Differentiable, Probe)]
    struct Difference {
        fast: Average,
        slow: Average,
        count: usize,
    }

    #[differentiable]
    impl Difference {
        fn gain(&self) -> f64 {
            1.0 + self.fast.k
        }

        fn is_warm(&self) -> bool {
            self.count > 1
        }

        fn half(&self, x: f64) -> usize {
            Self::order(x) / 2 + self.count
        }

        fn order(x: f64) -> usize {
            if x > 0.0 { 4 } else { 2 }
        }

        fn next(&mut self, input: f64) -> f64 {
            self.count += 1;
            let fast = self.fast.next(input);
            let slow = self.slow.next(input) * self.gain();
            let (n, warm) = (self.half(input), self.is_warm());
            let mut power = 1.0;
            for _ in 0..n.min(Self::order(input)) {
                power *= input;
            }
            if warm { fast * power - slow } else { fast }
        }
    }

    #[differentiable]
    fn trend(k: f64, x: &[f64]) -> f64 {
        let fast = Average { k, current: 0.0, is_new: true };
        let slow = Average { k: 0.5 * k, current: 0.0, is_new: true };
        let mut difference = Difference { fast, slow, count: 0 };
        let mut energy = 0.0;
        for x in x {
            let d = difference.next(*x);
            energy += d * d;
        }
        energy
    }

    #[differentiable]
    fn straight(k: f64, x: f64) -> f64 {
        let mut average = Average { k, current: 0.0, is_new: true };
        let first = average.next(x);
        average.next(first * x) * average.next(2.0) + first
    }

    gradients! {
        trend: (0.3, &[1.0, 2.0, -1.0, 0.5]), (0.3, &[]), (0.3, &[2.0]);
        straight: (0.3, 1.2);
    }
}

/// What changes an active value changes it in a condition too.
mod changed_in_conditions {
    use ad_runtime::prelude::*;

    #[derive(Debug, Clone, Copy, Differentiable)]
    struct Acc {
        v: f64,
    }

    #[differentiable]
    impl Acc {
        fn step(&mut self, k: f64) -> f64 {
            self.v *= k;
            self.v
        }
    }

    #[differentiable]
    fn step(v: &mut f64, k: f64) -> f64 {
        *v *= k;
        *v
    }

    #[differentiable]
    fn in_a_condition(x: f64) -> f64 {
        let mut s = Acc { v: x };
        if s.step(2.0) > 100.0 {
            return 0.0;
        }
        s.v
    }

    #[differentiable]
    fn behind_and(x: f64) -> f64 {
        let mut s = Acc { v: x };
        let mut v = x;
        if x > 0.0 && s.step(2.0) > 1.0 && step(&mut v, 3.0) > 1.0 {
            return s.v * v;
        }
        s.v * s.v + v
    }

    #[differentiable]
    fn rounded(x: f64) -> f64 {
        let mut s = Acc { v: x };
        let n = s.step(2.0) as usize;
        s.v * n as f64
    }

    #[differentiable]
    fn stopped(x: f64) -> f64 {
        let mut s = Acc { v: x };
        let k = stop_gradient(s.step(2.0));
        s.v * k
    }

    #[differentiable]
    fn becomes_active(x: f64) -> f64 {
        let mut s = Acc { v: 1.5 };
        while s.step(x) < 20.0 {}
        s.v
    }

    #[test]
    fn and_its_gradient_is_that() {
        assert_eq!(in_a_condition::value_and_gradient(1.5), (3.0, 2.0));
        assert_eq!(behind_and::value_and_gradient(1.5), (13.5, 18.0));
        assert_eq!(behind_and::value_and_gradient(-1.5), (0.75, -2.0));
        assert_eq!(behind_and::value_and_gradient(0.25), (0.5, 3.0));
        assert_eq!(rounded::value_and_gradient(1.75), (10.5, 6.0));
        assert_eq!(stopped::value_and_gradient(1.5), (9.0, 6.0));
        assert_eq!(becomes_active::value_and_gradient(2.0), (24.0, 48.0));
    }
}

/// A method named as one of complex numbers, of a type that only the result shows.
mod named_as_a_rule {
    use ad_runtime::prelude::*;

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Pair {
        a: f64,
        b: f64,
    }

    #[differentiable]
    impl Pair {
        fn scale(self, k: f64) -> Pair {
            Pair { a: self.a * k, b: self.b * k }
        }
    }

    #[differentiable]
    fn pair(x: f64) -> Pair {
        Pair { a: x, b: x * x }
    }

    #[differentiable]
    fn scaled(x: f64) -> Pair {
        pair(x).scale(x)
    }

    #[differentiable]
    fn of_scaled(x: f64) -> f64 {
        let p = scaled(x);
        p.a * p.b
    }

    gradients! {
        of_scaled: (0.7);
    }
}

/// Searches, whose results are numbers of elements.
mod searches {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn interpolated(t: f64, times: &[f64], values: &[f64]) -> f64 {
        let k = match times.binary_search_by(|at| at.partial_cmp(&t).unwrap()) {
            Ok(k) => k,
            Err(0) => 0,
            Err(k) if k >= times.len() => times.len() - 1,
            Err(k) => k - 1,
        };
        let same = times.partition_point(|at| *at <= t);
        if k + 1 >= times.len() || same == 0 {
            return values[k];
        }
        let w = (t - times[k]) / (times[k + 1] - times[k]);
        values[k] * (1.0 - w) + values[k + 1] * w
    }

    gradients! {
        interpolated: (1.3, &[0.5, 1.0, 2.5], &[2.0, -1.0, 0.3]), (9.0, &[0.5, 1.0], &[2.0, -1.0]), (0.0, &[0.5, 1.0], &[2.0, -1.0]);
    }
}

/// `Self` in the macros of an operator.
mod own_type_in_macros {
    use ad_runtime::prelude::*;
    use std::ops::{Mul, Neg};

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Scaled<T> {
        a: T,
    }

    #[differentiable]
    impl Scaled<f64> {
        fn doubled(a: f64) -> f64 {
            2.0 * a
        }
    }

    #[differentiable]
    impl Neg for Scaled<f64> {
        type Output = Self;
        fn neg(self) -> Self {
            let parts = vec![Self::doubled(self.a), -self.a];
            Self { a: parts[1] * parts[0] }
        }
    }

    #[differentiable]
    impl Mul for Scaled<f64> {
        type Output = Scaled<f64>;
        fn mul(self, other: Self) -> Self {
            assert!(Self::doubled(other.a) < 100.0);
            Scaled { a: self.a * other.a }
        }
    }

    #[differentiable]
    fn of_operators(x: f64) -> f64 {
        (-Scaled { a: x } * Scaled { a: x.sin() }).a
    }

    gradients! {
        of_operators: (0.7);
    }
}
