//! Traits of the user's whose methods are named like those that generated code or the rules call.

use ad_runtime::prelude::*;

/// On every type, and in scope.
#[allow(dead_code)]
trait Everywhere: Sized {
    fn bare(&self) -> u8 {
        panic!("not this one")
    }
    fn zero_cotangent(&self) -> u8 {
        panic!("not this one")
    }
    fn accumulate(&self, _: u8) {
        panic!("not this one")
    }
    fn sin(self) -> u8 {
        panic!("not this one")
    }
    fn with_seed(self) -> u8 {
        panic!("not this one")
    }
    fn arg0(self) -> u8 {
        panic!("not this one")
    }
}
impl<T> Everywhere for T {}

#[differentiable]
fn sine(x: f64, y: &[f64]) -> f64 {
    let mut sum = x.sin();
    for v in y {
        sum += v * x;
    }
    sum
}

#[test]
fn methods_of_a_trait_on_every_type() {
    assert_eq!(sine::gradient(0.0, &[1.0, 2.0]), (4.0, vec![0.0, 0.0]));
}
