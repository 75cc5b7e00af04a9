//! What must hold for every program.

use super::dual::Dual;
use ad_runtime::__private::{accumulate, zero};
use ad_runtime::{Cotangent, NoTangent, Space, Tangent};
use num_complex::Complex;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A program as functions of its real inputs, flat, and of one integer.
#[derive(Clone, Copy)]
pub struct Program {
    pub seed: u64,
    pub source: &'static str,
    pub reals: usize,
    /// The inputs that have no derivative.
    pub skipped: &'static [usize],
    pub value: fn(&[f64], usize) -> f64,
    pub gradient: fn(&[f64], usize) -> (f64, Vec<f64>),
    pub oracle: fn(&[Dual], usize) -> Dual,
    pub more: Option<More>,
}

/// What else a program can be asked for.
#[derive(Clone, Copy)]
pub struct More {
    /// The gradient of the program with expressions moved into functions.
    pub split_gradient: Option<fn(&[f64], usize) -> (f64, Vec<f64>)>,
    pub pullback: fn(&[f64], usize, &[f64]) -> Vec<Vec<f64>>,
    /// The gradient under a policy, projected at the end.
    pub policy: (&'static str, fn(&[f64], usize) -> Vec<f64>),
}

/// A cotangent as real numbers, one after another.
pub trait Flatten {
    fn flatten(&self, into: &mut Vec<f64>);
}

pub fn flattened(cotangent: &impl Flatten) -> Vec<f64> {
    let mut flat = Vec::new();
    cotangent.flatten(&mut flat);
    flat
}

impl Flatten for f64 {
    fn flatten(&self, into: &mut Vec<f64>) {
        into.push(*self);
    }
}

impl Flatten for Complex<f64> {
    fn flatten(&self, into: &mut Vec<f64>) {
        into.extend([self.re, self.im]);
    }
}

impl Flatten for NoTangent {
    fn flatten(&self, _: &mut Vec<f64>) {}
}

impl<T: Flatten> Flatten for Vec<T> {
    fn flatten(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|element| element.flatten(into));
    }
}

impl<T: Flatten, const N: usize> Flatten for [T; N] {
    fn flatten(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|element| element.flatten(into));
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt),*))*) => {$(
        impl<$($name: Flatten),*> Flatten for ($($name,)*) {
            fn flatten(&self, into: &mut Vec<f64>) {
                $(self.$index.flatten(into);)*
            }
        }
    )*};
}
tuples! { (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) (A 0, B 1, C 2, D 3, E 4) }

/// The seed 1 of a real result.
pub fn one<S: Space>() -> Cotangent<f64, S> {
    let mut seed = zero::<S, f64>(&1.0);
    accumulate::<S, Tangent, f64>(&1.0, &mut seed, &1.0);
    seed
}

/// Points to try: the same for the same program.
pub fn points_of(seed: u64, reals: usize) -> Vec<(Vec<f64>, usize)> {
    let mut state = 0x5851_F42D_4C95_7F2D_u64.wrapping_mul(seed + 1);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    (0..3).map(|point| ((0..reals).map(|_| 3.0 * next() - 1.5).collect(), (2 * point + 1) % 5)).collect()
}

/// The gradient by dual numbers, one direction after another, and the value.
pub fn oracle_of(oracle: fn(&[Dual], usize) -> Dual, skipped: &[usize], x: &[f64], n: usize) -> (f64, Vec<f64>) {
    let mut value = f64::NAN;
    let gradient = (0..x.len())
        .filter(|direction| !skipped.contains(direction))
        .map(|direction| {
            let dual =
                |(index, value): (usize, &f64)| Dual { value: *value, slope: f64::from(u8::from(index == direction)) };
            let result = oracle(&x.iter().enumerate().map(dual).collect::<Vec<_>>(), n);
            value = result.value;
            result.slope
        })
        .collect();
    (value, gradient)
}

/// Compares relative to the larger of 1 and the largest entry.
pub fn compare(what: &str, found: &[f64], expected: &[f64], tolerance: f64) -> Result<(), String> {
    let scale = expected.iter().fold(1.0_f64, |scale, entry| scale.max(entry.abs()));
    let close = |(found, expected): (&f64, &f64)| (found - expected).abs() <= tolerance * scale;
    if found.len() == expected.len() && found.iter().zip(expected).all(close) {
        return Ok(());
    }
    Err(format!("{what}: {found:?}, expected {expected:?}"))
}

/// Everything that must hold at one point; `false` where the program leaves the range in which rounding is harmless.
fn at_point(program: &Program, x: &[f64], n: usize) -> Result<bool, String> {
    let value = catch_unwind(|| (program.value)(x, n)).map_err(|_| "the program itself panics".to_string())?;
    let (oracle_value, expected) = oracle_of(program.oracle, program.skipped, x, n);
    let harmless = |number: &f64| number.abs() < 1e6;
    if !harmless(&value) || !expected.iter().all(harmless) {
        return Ok(false);
    }
    compare("the value by dual numbers", &[oracle_value], &[value], 1e-9)?;

    let (found_value, gradient) = (program.gradient)(x, n);
    if found_value.to_bits() != value.to_bits() {
        return Err(format!("the value beside the gradient: {found_value:?}, expected {value:?}"));
    }
    compare("the gradient", &gradient, &expected, 1e-10)?;

    if let Some(more) = program.more {
        check_more(program, &more, (x, n), (value, &gradient), &expected)?;
    }
    Ok(true)
}

fn check_more(
    program: &Program,
    more: &More,
    (x, n): (&[f64], usize),
    (value, gradient): (f64, &[f64]),
    expected: &[f64],
) -> Result<(), String> {
    let [once, twice] = &(more.pullback)(x, n, &[1.0, -2.5])[..] else { unreachable!("two seeds, two gradients") };
    compare("the pullback of 1", once, gradient, 0.0)?;
    let scaled: Vec<f64> = gradient.iter().map(|entry| -2.5 * entry).collect();
    compare("the pullback of -2.5", twice, &scaled, 1e-12)?;

    let (name, policy) = more.policy;
    compare(&format!("the gradient under `{name}`"), &kept(program, &policy(x, n)), expected, 1e-10)?;

    if let Some(split_gradient) = more.split_gradient {
        let (split_value, split) = split_gradient(x, n);
        compare("the value with expressions moved into functions", &[split_value], &[value], 0.0)?;
        compare("the gradient with expressions moved into functions", &split, gradient, 1e-12)?;
    }
    Ok(())
}

/// What belongs to inputs that have a derivative.
fn kept(program: &Program, all: &[f64]) -> Vec<f64> {
    let kept = all.iter().enumerate().filter(|(index, _)| !program.skipped.contains(index));
    kept.map(|(_, entry)| *entry).collect()
}

/// What is wrong with a program, and at which point; `points` counts those that were tried, and those that were checked.
pub fn failure(program: &Program, points: &mut (usize, usize)) -> Option<String> {
    for (x, n) in points_of(program.seed, program.reals) {
        points.0 += 1;
        let result = catch_unwind(AssertUnwindSafe(|| at_point(program, &x, n)));
        let message = match result {
            Ok(Ok(checked)) => {
                points.1 += usize::from(checked);
                continue;
            }
            Ok(Err(message)) => message,
            Err(panic) => match panic.downcast_ref::<String>() {
                Some(message) => format!("the gradient panicked: {message}"),
                None => "the gradient panicked".to_string(),
            },
        };
        return Some(format!("{message}\nat {x:?}, {n}"));
    }
    None
}

/// Checks programs at a few points each.
pub fn all(programs: &[Program]) {
    let mut failures = 0;
    let mut points = (0, 0);
    for program in programs {
        if let Some(message) = failure(program, &mut points) {
            failures += 1;
            println!("program {}: {message}\n\n{}", program.seed, program.source);
        }
    }
    let (tried, checked) = points;
    println!("{} programs at {checked} of {tried} points", programs.len());
    assert_eq!(failures, 0, "programs whose gradient is wrong");
    assert!(checked * 10 >= tried * 8, "{checked} of {tried} points could be checked");
}
