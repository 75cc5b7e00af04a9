use ad_runtime::forward::Lift;
use ad_runtime::prelude::*;

#[derive(Differentiable, Lift)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    #[differentiable(forward)]
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiable(forward)]
impl Spring {
    fn work<T: num_traits::Float>(&self, x: T) -> T {
        x * x
    }
}

#[derive(Differentiable, Lift)]
struct Line<T> {
    slope: T,
}

#[differentiable(forward)]
impl<T: num_traits::Float> Line<T> {
    fn at(&self, x: T, #[no_derivative] shift: T) -> T {
        self.slope * x + shift
    }

    fn stopped(&self, x: T) -> T {
        stop_gradient(self.slope) * x
    }
}

trait Model {
    fn eval(&self, x: f64) -> f64;
}

#[derive(Differentiable)]
struct Fit<M: Model> {
    #[no_derivative]
    model: M,
    scale: f64,
}

#[differentiable(forward)]
impl<M: Model> Fit<M> {
    fn scaled(&self, x: f64) -> f64 {
        self.scale * x
    }
}

trait Force {
    fn force(&self, x: f64) -> f64;
}

#[differentiable(forward, companion = trait)]
impl Force for Spring {
    fn force(&self, x: f64) -> f64 {
        self.stiffness * x
    }
}

fn main() {}
