//! What must hold for a program in forward mode.

use super::check::{compare, oracle_of, points_of};
use super::dual::Dual;
use ad_runtime::forward::Matrix;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A program as functions of its real inputs, flat, and of one integer.
#[derive(Clone, Copy)]
pub struct ForwardProgram {
    pub seed: u64,
    pub source: &'static str,
    pub reals: usize,
    /// The inputs that have no derivative.
    pub skipped: &'static [usize],
    /// A value in it is taken for a constant, as a Hessian takes it and the difference of gradients does not.
    pub stops: bool,
    pub gradient: fn(&[f64], usize) -> Vec<f64>,
    /// The value, and the derivatives by 8 of the inputs that have one, from a number on.
    pub forward: fn(&[f64], usize, usize) -> (f64, [f64; 8]),
    pub hessian: fn(&[f64], usize) -> Matrix<f64>,
    pub oracle: fn(&[Dual], usize) -> Dual,
}

/// Entries of Hessians that were compared with differences, and all of them.
type Entries = (usize, usize);

/// Everything that must hold at one point.
fn at_point(program: &ForwardProgram, x: &[f64], n: usize, entries: &mut Entries) -> Result<(), String> {
    let gradient_at = |x: &[f64]| oracle_of(program.oracle, program.skipped, x, n);
    let (value, expected) = gradient_at(x);
    let harmless = |number: &f64| number.abs() < 1e6;
    if !harmless(&value) || !expected.iter().all(harmless) {
        return Ok(());
    }
    compare("the gradient", &(program.gradient)(x, n), &expected, 1e-10)?;
    let moving = expected.len();
    for first in (0..moving).step_by(8) {
        let (forward_value, forward) = (program.forward)(x, n, first);
        compare("the value by forward mode", &[forward_value], &[value], 1e-12)?;
        let count = (moving - first).min(8);
        compare("forward mode", &forward[..count], &expected[first..first + count], 1e-10)?;
    }
    let hessian = (program.hessian)(x, n);
    let largest = hessian.iter().fold(1.0_f64, |largest, entry| largest.max(entry.abs()));
    if !hessian.iter().all(harmless) {
        return Ok(());
    }
    for i in 0..moving {
        for j in 0..i {
            compare("the mirror image of a second derivative", &[hessian[[j, i]]], &[hessian[[i, j]]], 1e-9 * largest)?;
        }
    }
    if program.stops {
        return Ok(());
    }
    // Differences of gradients, of two widths: where these disagree there is a kink or a jump nearby.
    let inputs = (0..x.len()).filter(|input| !program.skipped.contains(input));
    for (column, input) in inputs.enumerate() {
        let difference = |h: f64| {
            let [after, before] = [h, -h].map(|step| {
                let mut moved = x.to_vec();
                moved[input] += step;
                gradient_at(&moved).1
            });
            after.iter().zip(before).map(|(after, before)| (after - before) / (2.0 * h)).collect::<Vec<f64>>()
        };
        for (row, (narrow, wide)) in difference(1e-6).into_iter().zip(difference(1e-5)).enumerate() {
            entries.1 += 1;
            if (narrow - wide).abs() > 1e-6 * largest {
                continue;
            }
            entries.0 += 1;
            let what = format!("second derivative ({row}, {column})");
            compare(&what, &[hessian[[row, column]]], &[narrow], 1e-5 * largest)?;
        }
    }
    Ok(())
}

/// Checks programs at a few points each, on a stack for the frames of dual numbers that nothing optimised.
pub fn all(programs: &'static [ForwardProgram]) {
    let checked = std::thread::Builder::new().stack_size(256 << 20).spawn(|| check(programs));
    checked.expect("a thread can be started").join().expect("what is wrong was printed above");
}

fn check(programs: &[ForwardProgram]) {
    let (mut failures, mut entries) = (0, (0, 0));
    for program in programs {
        for (x, n) in points_of(program.seed, program.reals) {
            let result = catch_unwind(AssertUnwindSafe(|| at_point(program, &x, n, &mut entries)));
            let message = match result {
                Ok(Ok(())) => continue,
                Ok(Err(message)) => message,
                Err(_) => "a panic".to_string(),
            };
            failures += 1;
            println!("program {}: {message}\nat {x:?}, {n}\n\n{}", program.seed, program.source);
            break;
        }
    }
    let (compared, all) = entries;
    println!("{} programs, {compared} of {all} second derivatives by differences", programs.len());
    assert_eq!(failures, 0, "programs whose derivatives in forward mode are wrong");
    assert!(compared * 10 >= all * 8, "{compared} of {all} second derivatives could be compared");
}
