//! Forward mode: `pushforward`, `hvp`, `hessian`, `jacobian`.
use ad_runtime::prelude::*;

#[differentiable(forward)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += 100.0 * (x[i] - x[i - 1].powi(2)).powi(2) + (1.0 - x[i - 1]).powi(2);
    }
    sum
}

#[differentiable(forward)]
fn scaled(x: f64, n: usize) -> f64 {
    const FACTOR: f64 = 2.0;
    helper(x * FACTOR) * n as f64 + std::f64::consts::PI * x
}

#[differentiable(forward)]
fn helper(x: f64) -> f64 {
    x.sin() * x.max(0.5)
}

#[differentiable(forward)]
fn polar(x: [f64; 2]) -> Vec<f64> {
    vec![x[0].hypot(x[1]), x[1].atan2(x[0])]
}

#[differentiable(forward)]
fn generic<T: num_traits::Float>(x: &[T], t: T) -> T {
    x.iter().fold(t, |sum, &x| sum * t + x.sin())
}

#[test]
fn it_works() {
    let x = [1.2, -0.7, 0.4];
    let (value, tangent) = rosenbrock::pushforward(&x, &[1.0, 0.5, -2.0]);
    assert_eq!(value, rosenbrock(&x));
    let gradient = rosenbrock::gradient(&x);
    assert!((tangent - (gradient[0] + 0.5 * gradient[1] - 2.0 * gradient[2])).abs() < 1e-10);
    println!("{:?}", rosenbrock::hessian(&x));
    println!("{:?}", rosenbrock::hvp(&x, &[1.0, 0.0, 0.0]));
    println!("{:?} {:?}", scaled::pushforward(0.3, 2, 1.0), scaled::gradient(0.3, 2));
    println!("{:?}", polar::jacobian([0.3, 0.4]));
    println!("{:?}", polar::pushforward_n([0.3, 0.4], [[1.0, 0.0], [0.0, 1.0]]));
    println!("{:?}", generic::pushforward(&[0.3, 0.4], 0.7, &[0.0, 0.0], 1.0));
    println!("{:?}", generic::gradient(&[0.3, 0.4], 0.7));
    println!("{:?}", generic::hessian(&[0.3, 0.4], 0.7));
}
