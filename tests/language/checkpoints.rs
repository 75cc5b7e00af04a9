//! `#[checkpoint(snapshots = ..)]` on loops, and `#[differentiable(checkpoint)]` on functions: the values and gradients are
//! those of the same code without.

use ad_runtime::prelude::*;
use num_complex::Complex;

/// A pendulum with friction: two numbers of state, and a sum that no step reads.
#[differentiable]
fn pendulum(start: f64, friction: f64, steps: usize) -> f64 {
    let (mut angle, mut speed, mut energy) = (start, 0.0, friction * start);
    let before = energy * start;
    #[checkpoint(snapshots = 3)]
    for k in 0..steps {
        let force = -angle.sin() - friction * speed;
        speed += 0.1 * force;
        angle += 0.1 * speed * (1.0 + 0.001 * k as f64);
        energy += speed * speed;
    }
    angle * before + energy
}

#[differentiable]
fn pendulum_without(start: f64, friction: f64, steps: usize) -> f64 {
    let (mut angle, mut speed, mut energy) = (start, 0.0, friction * start);
    let before = energy * start;
    for k in 0..steps {
        let force = -angle.sin() - friction * speed;
        speed += 0.1 * force;
        angle += 0.1 * speed * (1.0 + 0.001 * k as f64);
        energy += speed * speed;
    }
    angle * before + energy
}

#[test]
fn the_gradient_is_the_one_without() {
    for steps in [0, 1, 2, 3, 7, 40, 101] {
        let with = pendulum::value_and_gradient(0.7, 0.2, steps);
        let without = pendulum_without::value_and_gradient(0.7, 0.2, steps);
        assert_eq!(with, without, "{steps} steps");
        assert_eq!(pendulum::gradient(0.7, 0.2, steps), without.1);
    }
}

#[test]
fn a_pullback_goes_back_as_often_as_it_is_asked() {
    let (_, pullback) = pendulum::pullback(0.7, 0.2, 50);
    assert_eq!(pullback(1.0), pendulum_without::gradient(0.7, 0.2, 50));
    assert_eq!(pullback(1.0), pullback(1.0));
    assert_eq!(pullback(2.0).0, 2.0 * pullback(1.0).0);
}

/// The state is a vector that each step overwrites, and a slice that is lent to be changed; room for one state.
#[differentiable]
fn heat(start: &[f64], rate: f64) -> f64 {
    let mut now = start.to_vec();
    let first = now[0] * now[1];
    let n = now.len();
    let mut next = vec![0.0; n];
    #[checkpoint(snapshots = 1)]
    for _ in 0..6 {
        for i in 0..n {
            next[i] = now[i] + rate * (now[(i + 1) % n] - now[i]).tanh();
        }
        std::mem::swap(&mut now, &mut next);
    }
    first + now.iter().map(|v| v * v).sum::<f64>() + next[0]
}

#[differentiable]
fn rotated(x: &mut [f64], angle: f64, steps: usize) -> f64 {
    #[checkpoint(snapshots = 2)]
    for _ in 0..steps {
        let (a, b) = (x[0], x[1]);
        x[0] = a * angle.cos() - b * angle.sin();
        x[1] = a * angle.sin() + b * angle.cos() * 1.01;
    }
    x[0] * x[1]
}

/// Loops that end nobody knows when, left early, with steps that end early.
#[differentiable]
fn until_small(x: f64, limit: f64) -> f64 {
    let mut y = x;
    let mut time = 0.0;
    #[checkpoint(snapshots = 4)]
    while time < 3.0 {
        let step = 0.1 + 0.05 * y.abs().min(1.0);
        time += step;
        if y > 2.0 {
            y *= 0.9;
            continue;
        }
        if y * y < limit {
            break;
        }
        y -= step * y * y.sin();
    }
    y * time
}

#[differentiable]
fn over_a_slice(forces: &[f64], x: f64) -> f64 {
    let mut y = x;
    let mut largest = x;
    #[checkpoint(snapshots = 2 + 1)]
    for (k, force) in forces.iter().enumerate() {
        if k == 5 {
            break;
        }
        y += 0.3 * (force - y * y);
        if y > largest {
            largest = y;
        }
    }
    y * largest
}

/// A loop with states inside one, inside another without, inside a branch.
#[differentiable]
fn nested(x: f64, p: f64) -> f64 {
    let mut y = x;
    if p > 0.0 {
        for round in 0..3 {
            #[checkpoint(snapshots = 2)]
            for k in 0..5 {
                let mut z = y * p;
                #[checkpoint(snapshots = 2)]
                for _ in 0..k {
                    z = (z + y).sin() * p;
                }
                y = y * 0.9 + z / (1.0 + round as f64);
            }
            y *= y;
        }
    }
    y
}

#[differentiable]
fn rate_of(y: f64, p: f64) -> f64 {
    p * y.sin() + 1.0 / (1.0 + y * y)
}

/// Steps that call; an integer among the state.
#[differentiable]
fn runge_kutta(y0: f64, p: f64, steps: usize) -> f64 {
    let h = 2.0 / steps as f64;
    let mut y = y0;
    let mut taken = 0;
    #[checkpoint(snapshots = 5)]
    loop {
        if taken == steps {
            break;
        }
        let k1 = rate_of(y, p);
        let k2 = rate_of(y + 0.5 * h * k1, p);
        let k3 = rate_of(y + 0.5 * h * k2, p);
        let k4 = rate_of(y + h * k3, p);
        y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        taken += 1;
    }
    y
}

#[differentiable]
fn spiral(z: Complex<f64>, p: f64) -> f64 {
    let mut w = z;
    #[checkpoint(snapshots = 2)]
    for _ in 0..7 {
        w = w * w * p + z;
    }
    w.norm_sqr()
}

/// A callee that keeps its arguments alone, at several levels, also beside a loop that the value alone wants.
#[differentiable(checkpoint)]
fn layer(x: &[f64], weight: f64) -> Vec<f64> {
    x.iter().map(|v| (v * weight).tanh()).collect()
}

#[differentiable(checkpoint)]
fn two_layers(x: &[f64], weight: f64) -> Vec<f64> {
    let hidden = layer(x, weight);
    layer(&hidden, weight * 2.0)
}

#[differentiable(checkpoint)]
fn loss(x: &[f64], weight: f64) -> f64 {
    let mut total = 0.0;
    for v in two_layers(x, weight) {
        total += v * v;
    }
    total
}

#[differentiable]
fn of_layers(x: &[f64], weight: f64) -> f64 {
    loss(x, weight) * layer(x, weight)[0]
}

#[derive(Differentiable)]
struct Net {
    weight: f64,
}

#[differentiable]
impl Net {
    #[differentiable(checkpoint)]
    fn apply(&self, x: f64) -> f64 {
        let scale = self.weight.exp();
        (x * scale).sin()
    }

    fn twice(&self, x: f64) -> f64 {
        self.apply(self.apply(x))
    }
}

#[differentiable]
fn of_net(weight: f64, x: f64) -> f64 {
    let net = Net { weight };
    net.twice(x)
}

/// A policy of its own as well.
#[differentiable(checkpoint, project = "none")]
fn complex_inside(x: f64) -> f64 {
    (Complex::new(x, 1.0) * x).exp().re
}

#[differentiable]
fn calls_complex_inside(x: f64) -> f64 {
    complex_inside(x) * x
}

gradients! {
    pendulum: (0.7, 0.2, 0_usize), (0.7, 0.2, 1_usize), (0.7, 0.2, 33_usize);
    heat: (&[0.3, -0.4, 0.9], 0.3);
    until_small: (1.5, 1e-6), (2.5, 0.4), (0.1, 1.0);
    over_a_slice: (&[0.3, 0.9, -0.2, 1.2], 0.3), (&[0.3, 0.9, -0.2, 1.2, 0.1, 0.2, 0.4], 0.3), (&[] as &[f64], 0.3);
    nested: (0.7, 0.8), (0.7, -0.8);
    runge_kutta: (0.3, 0.9, 1_usize), (0.3, 0.9, 23_usize);
    spiral: (Complex::new(0.3, 0.4), 0.7);
    of_layers: (&[0.3, -0.5], 0.8);
    of_net: (0.4, 0.9);
    calls_complex_inside: (0.6);
}

in_every_policy! {
    spiral: (Complex::new(0.3, 0.4), 0.7);
    of_layers: (&[0.3, -0.5], 0.8);
    until_small: (1.5, 1e-6);
}

#[test]
fn what_is_lent_to_be_changed_is_state_as_well() {
    let point = [0.4, 0.9];
    let (steps, angle, mut given) = (9, 0.3, point);
    let (value, pullback) = rotated::pullback(&mut given, angle, steps);
    let (x_bar, angle_bar, _) = pullback(1.0, vec![0.0, 0.0]);
    let at = |x: [f64; 2], angle: f64| rotated(&mut x.clone(), angle, steps);
    assert_eq!(value, at(point, angle));
    let h = 1e-6;
    let slope = |change: &dyn Fn(f64) -> f64| (change(h) - change(-h)) / (2.0 * h);
    let expected = [
        slope(&|h| at([point[0] + h, point[1]], angle)),
        slope(&|h| at([point[0], point[1] + h], angle)),
        slope(&|h| at(point, angle + h)),
    ];
    for (ours, expected) in [x_bar[0], x_bar[1], angle_bar].into_iter().zip(expected) {
        assert!((ours - expected).abs() < 1e-8, "{ours} {expected}");
    }
}

/// A counter that is declared beside the loop, in a branch: the steps that run again count it again.
#[differentiable]
fn counted_in_a_branch(x: f64, p: f64) -> f64 {
    let (mut y, mut list) = (x, vec![x, p, 0.3, x * p]);
    if p > 0.0 {
        let mut count = 0;
        #[checkpoint(snapshots = 2)]
        while count < 3 {
            count += 1;
            y -= 1.5;
            list[count % 4] += y;
            y = (list[count % 4].sin() - list[0] * p).tanh();
        }
    } else {
        y *= p;
    }
    y * list[1] + list[2]
}

#[test]
fn a_counter_in_a_branch_is_state_too() {
    ad_runtime::testing::check_gradient!(counted_in_a_branch(0.7, 0.4));
    ad_runtime::testing::check_gradient!(counted_in_a_branch(0.7, -0.4));
}
