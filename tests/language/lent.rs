//! `&mut` parameters and methods that change their receiver: cotangents go in and come out.

use ad_runtime::prelude::*;
use ad_runtime::testing::Probe;

#[differentiable]
fn scale(x: &mut [f64], a: f64) {
    for v in x.iter_mut() {
        *v *= a;
    }
}

#[differentiable]
fn scale_and_sum(x: &mut [f64], a: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        x[i] = x[i] * x[i] + a;
        s += x[i] * a;
    }
    s
}

#[differentiable]
fn bump(x: &mut f64, y: f64) -> f64 {
    let before = *x;
    *x = *x * y;
    *x += 1.0;
    before * *x
}

#[differentiable]
fn grow(x: &mut Vec<f64>, y: f64) {
    if y < 0.0 {
        return;
    }
    x.push(y * x[0]);
    x[0] *= y;
}

#[differentiable]
fn callers(v: &[f64], a: f64) -> f64 {
    let mut x = v.to_vec();
    scale(&mut x, a);
    let s = scale_and_sum(&mut x, a);
    let mut y = a;
    let b = bump(&mut y, x[0]);
    let c = bump(&mut x[1], b);
    scale(&mut x[1..], c);
    grow(&mut x, a);
    grow(&mut x, y);
    let mut total = s * b + c * y;
    for v in &x {
        total += v * v;
    }
    total
}

#[differentiable]
fn in_a_loop(v: &[f64], a: f64) -> f64 {
    let mut x = v.to_vec();
    let mut t = 1.0;
    for i in 0..3 {
        let s = scale_and_sum(&mut x, a);
        if s > 0.0 {
            scale(&mut x, 0.5 * t);
        }
        t = bump(&mut t, x[i % 2]) * 0.5;
    }
    t * x[0] + x[1]
}

#[differentiable]
fn halves(v: &[f64], a: f64) -> f64 {
    let mut x = v.to_vec();
    let mut y = [v[1], v[0]];
    mix(&mut x, &mut y, a);
    x[0] * x[1] + y[0]
}

#[differentiable]
fn mix(x: &mut [f64], y: &mut [f64], a: f64) {
    x[0] += y[0] * a;
    y[0] *= x[0];
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Particle {
    position: f64,
    velocity: f64,
}

#[differentiable]
impl Particle {
    fn step(&mut self, force: f64, dt: f64) {
        self.velocity += force * dt;
        self.position += self.velocity * dt;
    }

    fn energy(&self) -> f64 {
        0.5 * self.velocity * self.velocity + self.position.powi(2)
    }

    fn advance(&mut self, dt: f64) {
        let force = -self.energy() * self.position;
        self.step(force, dt);
    }

    fn moved(mut self, by: f64) -> Self {
        self.position += by;
        self
    }
}

#[differentiable]
fn simulated(p: &Particle, dt: f64) -> f64 {
    let mut q = p.clone();
    q.step(0.3, dt);
    for _ in 0..3 {
        q.advance(dt);
    }
    q.clone().moved(dt).energy() * q.position
}

#[test]
fn pullbacks_take_seeds_of_what_is_changed() {
    let mut x = [2.0, 3.0];
    let (_, pullback) = scale::pullback(&mut x, 5.0);
    let (x_bar, a_bar) = pullback(ad_runtime::NoTangent, vec![1.0, 10.0]);
    assert_eq!((x_bar, a_bar), (vec![5.0, 50.0], 32.0));
    drop(pullback);
    assert_eq!(x, [10.0, 15.0]);
    let mut y = 3.0;
    assert_eq!(bump::gradient(&mut y, 2.0), (13.0, 9.0));
    assert_eq!(y, 7.0);
}

gradients! {
    callers: (&[0.7, 1.3, -0.4], 0.8), (&[0.7, 1.3], -0.8);
    in_a_loop: (&[0.7, 1.3], 0.8), (&[0.7, 1.3], -0.8);
    halves: (&[0.7, 1.3], 0.8);
    simulated: (&Particle { position: 0.7, velocity: 0.2 }, 0.1);
}

mod of_vectors {
    use super::*;

    #[differentiable]
    fn changed(x: &[f64], a: f64) -> f64 {
        let mut v = x.to_vec();
        v.swap(0, 2);
        v[0] *= a;
        v.reverse();
        v.extend_from_slice(x);
        v.extend(x.iter().map(|x| x * a));
        let (mut p, mut q) = (v[1], v[4] * a);
        std::mem::swap(&mut p, &mut q);
        let mut w = [a; 3];
        w[1..].fill(p);
        let mut s = q * w[0] * w[2];
        for (i, v) in v.iter().enumerate() {
            s += v * v * i as f64;
        }
        s
    }

    gradients! {
        changed: (&[0.7, 1.3, -0.4], 0.8);
    }
}

mod replaced {
    use ad_runtime::prelude::*;
    use std::mem;

    #[differentiable]
    fn replace_and_take(x: f64, y: &[f64]) -> f64 {
        let mut a = x * x;
        let mut v = y.to_vec();
        let old = mem::replace(&mut a, 3.0 * x);
        let element = std::mem::replace(&mut v[0], old * x);
        let taken = mem::take(&mut v);
        v.push(a);
        let _ = mem::replace(&mut a, 1.0);
        old * a + element * taken[0] * taken[1] + v[0]
    }

    gradients! { replace_and_take: (1.3, &[0.7, -0.4]); }
}
