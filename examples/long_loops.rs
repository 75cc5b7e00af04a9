//! Long recurrences: what a gradient costs that keeps every step, and one that keeps a few of them.
//!
//! `cargo run --release --example long_loops -- [steps]`, ten million steps unless another number is given.

use ad_examples::timing::{median, seconds};
use ad_runtime::prelude::*;
use peak_alloc::PeakAlloc;
use std::hint::black_box;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// `x <- x + h sin(x p)`
#[differentiable]
fn recurrence(x0: f64, p: f64, #[no_derivative] h: f64, steps: usize) -> f64 {
    let mut x = x0;
    for _ in 0..steps {
        x += h * (x * p).sin();
    }
    x
}

/// The same gradient by hand: the values of `x` are kept; the cosines do not wait for each other, as the sines did.
fn recurrence_by_hand(x0: f64, p: f64, h: f64, steps: usize) -> (f64, f64) {
    let mut values = Vec::with_capacity(steps);
    let mut x = x0;
    for _ in 0..steps {
        values.push(x);
        x += h * (x * p).sin();
    }
    let (mut x_bar, mut p_bar) = (1.0, 0.0);
    for x in values.iter().rev() {
        let common = h * (x * p).cos() * x_bar;
        p_bar += common * x;
        x_bar += common * p;
    }
    (x_bar, p_bar)
}

/// A pendulum with friction, by the symplectic Euler method: where it is after a time of 100.
#[differentiable]
fn pendulum(start: f64, friction: f64, steps: usize) -> f64 {
    let h = 100.0 / steps as f64;
    let (mut angle, mut speed) = (start, 0.0);
    for _ in 0..steps {
        speed -= h * (angle.sin() + friction * speed);
        angle += h * speed;
    }
    angle
}

/// The same, with room for 32 states.
#[differentiable]
fn pendulum_of_few_states(start: f64, friction: f64, steps: usize) -> f64 {
    let h = 100.0 / steps as f64;
    let (mut angle, mut speed) = (start, 0.0);
    #[checkpoint(snapshots = 32)]
    for _ in 0..steps {
        speed -= h * (angle.sin() + friction * speed);
        angle += h * speed;
    }
    angle
}

/// The fewest steps that run forward again with room for 32 states: `r n - C(32 + r, r - 1)` for the smallest `r` with
/// `C(32 + r, r) >= n` (Griewank and Walther 2000), less those that the forward sweep has run for it.
fn steps_again(steps: f64) -> f64 {
    let choose = |n: i32, k: i32| (1..=k).map(|i| f64::from(n - k + i) / f64::from(i)).product::<f64>();
    let repeats = (1..).find(|repeats| choose(32 + repeats, *repeats) >= steps).expect("it grows without end");
    f64::from(repeats) * steps - choose(32 + repeats, repeats - 1) - steps
}

/// The most memory that a call holds at a time, in bytes.
fn peak_of<R>(function: impl Fn() -> R) -> f64 {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    black_box(function());
    (MEMORY.peak_usage() - before) as f64
}

fn main() {
    let steps = std::env::args().nth(1).map_or(10_000_000, |steps| steps.parse().expect("a number of steps"));
    let (x0, p, h) = black_box((0.3, 1.1, 1e-3));
    let short = 100_000;
    let (mut primal, mut hand, mut ours) = (vec![], vec![], vec![]);
    for _ in 0..21 {
        primal.push(seconds(5, || recurrence(x0, p, h, short)));
        hand.push(seconds(5, || recurrence_by_hand(x0, p, h, short)));
        ours.push(seconds(5, || recurrence::gradient(x0, p, h, short)));
    }
    let (primal, hand, ours) = (median(primal), median(hand), median(ours));
    let by_hand = recurrence_by_hand(x0, p, h, short);
    let (x_bar, p_bar, ..) = recurrence::gradient(x0, p, h, short);
    assert!((x_bar - by_hand.0).abs() < 1e-10 * x_bar.abs() && (p_bar - by_hand.1).abs() < 1e-10 * p_bar.abs());
    println!("x <- x + h sin(x p), {short} steps: gradient / primal");
    println!(
        "  primal {:.1} ns a step, by hand {:.2}, ours {:.2}\n",
        primal / short as f64 * 1e9,
        hand / primal,
        ours / primal
    );

    let (start, friction) = black_box((1.0, 0.05));
    println!("a pendulum, {steps} steps");
    let all = || pendulum::value_and_gradient(start, friction, steps);
    let few = || pendulum_of_few_states::value_and_gradient(start, friction, steps);
    assert_eq!(all(), few(), "the same value and gradient");
    let (mut primal, mut keeping_all, mut keeping_few) = (vec![], vec![], vec![]);
    for _ in 0..3 {
        primal.push(seconds(1, || pendulum(start, friction, steps)));
        keeping_all.push(seconds(1, all));
        keeping_few.push(seconds(1, few));
    }
    let (primal, keeping_all, keeping_few) = (median(primal), median(keeping_all), median(keeping_few));
    let again = steps_again(steps as f64) / steps as f64;
    println!("  primal                         {:8.1} ms", primal * 1e3);
    let row = |name: &str, seconds: f64, bytes: f64| {
        println!("  {name:<30} {:8.1} ms = {:5.2} primals, {:9.3} MB", seconds * 1e3, seconds / primal, bytes / 1e6);
    };
    row("gradient that keeps every step", keeping_all, peak_of(all));
    row("gradient that keeps 32 states", keeping_few, peak_of(few));
    println!(
        "  by theory at most {again:.2} steps run again for each; measured ({:.2} - {:.2}) = {:.2} primals more",
        keeping_few / primal,
        keeping_all / primal,
        (keeping_few - keeping_all) / primal
    );
}
