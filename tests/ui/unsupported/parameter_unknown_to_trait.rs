use ad_runtime::prelude::*;
use num_traits::Float;

#[derive(Clone, Differentiable)]
struct Point<T> {
    x: T,
    y: T,
}

trait Doubled {
    fn doubled(&self) -> Self;
}

#[differentiable(companion = trait)]
impl<T: Float> Doubled for Point<T> {
    fn doubled(&self) -> Self {
        Point { x: self.x + self.x, y: self.y + self.y }
    }
}

fn main() {}
