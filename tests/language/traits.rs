//! Traits with parameters and associated types, and generic code that differentiates through them.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;
use num_traits::Float;

#[derive(Clone, Copy, Debug, Differentiable, Probe)]
struct Point<T> {
    x: T,
    y: T,
}

#[differentiable]
trait Norm<T> {
    fn norm(&self) -> T;
    fn scaled(&self, by: T) -> T
    where
        T: Float,
    {
        self.norm() * by
    }
}

#[differentiable(companion = trait)]
impl<T: Float> Norm<T> for Point<T> {
    fn norm(&self) -> T {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

#[differentiable(companion = trait)]
impl Norm<f64> for f64 {
    fn norm(&self) -> f64 {
        self.abs()
    }
}

#[differentiable]
fn through_parameters<T: Float, N: Norm<T>>(n: &N, a: T) -> T {
    n.norm() * a.sin() + n.scaled(a)
}

#[differentiable]
fn of_parameters(p: &Point<f64>, a: f64) -> f64 {
    through_parameters(p, a) * through_parameters(&a, a)
}

/// `Self` is what is interpolated.
#[differentiable]
trait Interpolate<F> {
    fn interpolate(&self, other: &Self, t: F) -> Self;
}

#[differentiable(companion = trait)]
impl Interpolate<f64> for f64 {
    fn interpolate(&self, other: &Self, t: f64) -> Self {
        self * (1.0 - t) + other * t
    }
}

#[differentiable(companion = trait)]
impl<F: Float> Interpolate<F> for Point<F> {
    fn interpolate(&self, other: &Self, t: F) -> Self {
        let s = F::one() - t;
        Point { x: self.x * s + other.x * t, y: self.y * s + other.y * t }
    }
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Line<F, P> {
    knots: Vec<F>,
    points: Vec<P>,
}

#[differentiable]
impl<F: Float, P: Interpolate<F>> Line<F, P> {
    fn at(&self, t: F) -> P {
        let t = (t - self.knots[0]) / (self.knots[1] - self.knots[0]);
        self.points[0].interpolate(&self.points[1], t)
    }

    fn domain(&self) -> (F, F) {
        (self.knots[0], self.knots[1])
    }
}

#[differentiable]
fn along_a_line(line: &Line<f64, Point<f64>>, numbers: &Line<f64, f64>, t: f64) -> f64 {
    let p = line.at(t);
    let (start, end) = line.domain();
    p.x * p.y * numbers.at(t) / (end - start)
}

#[differentiable]
trait Segment {
    type Real: Float;
    fn sample(&self, t: Self::Real) -> Self::Real;
    fn twice(&self, t: Self::Real) -> Self::Real {
        self.sample(t) + self.sample(t * t)
    }
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Slope<S> {
    a: S,
    b: S,
}

#[differentiable(companion = trait)]
impl<S: Float> Segment for Slope<S> {
    type Real = S;
    fn sample(&self, t: S) -> S {
        self.a * t + self.b
    }
}

#[differentiable]
fn through_associated_types<S: Segment>(segment: &S, t: S::Real) -> S::Real {
    segment.twice(t) * segment.sample(t)
}

#[differentiable]
fn where_it_is_known<T: Float, S>(segment: &S, t: T) -> T
where
    S: Segment<Real = T>,
{
    segment.twice(t) * t
}

#[differentiable]
fn of_associated_types(slope: &Slope<f64>, t: f64) -> f64 {
    through_associated_types(slope, t) + where_it_is_known(slope, t)
}

gradients! {
    of_parameters: (&Point { x: 3.0, y: 4.0 }, 0.7);
    along_a_line: (&Line { knots: vec![0.0, 2.0], points: vec![Point { x: 1.0, y: 2.0 }, Point { x: -1.0, y: 0.5 }] }, &Line { knots: vec![0.5, 2.5], points: vec![3.0, 7.0] }, 0.7);
    of_associated_types: (&Slope { a: 2.0, b: -0.4 }, 0.6);
}

/// Other code may use the trait as an object, as before.
#[test]
fn the_trait_may_be_an_object() {
    let norms: [&dyn Norm<f64>; 2] = [&Point { x: 3.0, y: 4.0 }, &-2.0];
    assert_eq!(norms.map(|norm| norm.norm()), [5.0, 2.0]);
}

/// Operators whose results are named by the trait alone: `<T as Add<U>>::Output`.
mod outputs_without_names {
    use ad_runtime::prelude::*;
    use num_traits::Zero;
    use std::ops::{Add, Mul};

    #[derive(Clone, Debug, Differentiable)]
    struct Polynomial<T> {
        of: Vec<T>,
    }

    #[differentiable]
    impl<T, U> Add<Polynomial<U>> for Polynomial<T>
    where
        T: Add<U> + Zero + Clone,
        U: Zero + Clone,
        <T as Add<U>>::Output: Zero + Clone,
    {
        type Output = Polynomial<<T as Add<U>>::Output>;
        fn add(self, other: Polynomial<U>) -> Self::Output {
            let mut sums = Vec::new();
            for i in 0..self.of.len() {
                sums.push(self.of[i].clone() + other.of[i].clone());
            }
            Polynomial { of: sums }
        }
    }

    #[differentiable]
    impl<T: Mul + Copy> Polynomial<T>
    where
        <T as Mul>::Output: Add<Output = T>,
    {
        fn lowest(&self, by: T) -> <T as Mul>::Output {
            self.of[0] * by
        }
    }

    #[differentiable]
    fn added(x: f64) -> f64 {
        let p = Polynomial { of: vec![x, 2.0, x * x] };
        let q = p.clone() + Polynomial { of: vec![1.0, x, 3.0] };
        q.of[0] * q.of[1] + q.of[2] + p.lowest(x)
    }

    gradients! {
        added: (0.7);
    }
}

/// A loop that the value alone wants, in a method whose companion is the trait's: nobody asks it to leave the value out.
mod loops_of_the_value {
    use ad_runtime::prelude::*;

    #[differentiable]
    trait Model {
        fn loss(&self, x: &[f64]) -> f64;
    }

    #[derive(Clone, Differentiable)]
    struct Squares {
        weight: f64,
    }

    #[differentiable(companion = trait)]
    impl Model for Squares {
        fn loss(&self, x: &[f64]) -> f64 {
            let mut sum = 0.0;
            for v in x {
                sum += v * v * self.weight;
            }
            sum
        }
    }

    #[differentiable]
    fn loss_of<M: Model + Differentiable>(model: &M, x: &[f64]) -> f64 {
        model.loss(x) * 2.0
    }

    #[test]
    fn are_run() {
        let (value, (model_bar, x_bar)) = loss_of::value_and_gradient(&Squares { weight: 3.0 }, &[1.0, 2.0]);
        assert_eq!((value, model_bar.weight, x_bar), (30.0, 10.0, vec![12.0, 24.0]));
    }
}
