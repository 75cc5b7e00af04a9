//! Makes a random program that fails small.
//!
//! `cargo run -p ad-tests --bin shrink -- 1000017` shrinks the program with that number, which the test prints when it
//! fails: statements and expressions are left out or put in place of what is around them, as long as the program is
//! valid Rust and fails in the same way: is refused with the same message, has a wrong gradient, panics or never ends.
//! `-- 1000000..1000200` says which of so many programs fail, and how: the way to try thousands. With `refused` behind it
//! the numbers of those that are refused go into `random_programs/refused.txt`, which the test leaves out.

mod judge;
mod rustc;
mod smaller;

#[allow(dead_code, reason = "the build script uses the rest")]
#[path = "../generator/mod.rs"]
mod generator;

use generator::print::Numbers;
use generator::write::{Checks, source};
use generator::{Program, program};
use judge::{Judge, Verdict};
use std::collections::HashSet;

/// How many programs are compiled at once: as plain Rust, which takes next to no time, and for the macro.
const PLAIN: usize = 120;
const JUDGED: usize = 10;
/// The same for whole programs.
const SURVEYED: usize = 25;

fn main() {
    let argument = std::env::args().nth(1).expect("the number of a program, or a range of them");
    let number = |text: &str| text.parse::<u64>().unwrap_or_else(|_| panic!("{text} is no number"));
    let judge = Judge::new();
    match argument.split_once("..") {
        Some((first, end)) => {
            let write_refused = std::env::args().nth(2).as_deref() == Some("refused");
            survey(&judge, &(number(first)..number(end)).collect::<Vec<_>>(), write_refused);
        }
        None => shrink(&judge, program(number(&argument))),
    }
}

fn survey(judge: &Judge, seeds: &[u64], write_refused: bool) {
    let (mut failures, mut refused) = (0, String::new());
    for seeds in seeds.chunks(SURVEYED) {
        let programs: Vec<Program> = seeds.iter().map(|seed| program(*seed)).collect();
        for (program, verdict) in programs.iter().zip(judge.all(&programs, Checks::All)) {
            if verdict != Verdict::Passes {
                failures += 1;
                println!("program {}: {verdict}", program.seed);
                if matches!(verdict, Verdict::Refused(_)) {
                    refused += &format!("{}\n", program.seed);
                }
            }
        }
    }
    println!("{failures} of {} programs fail, {} of them refused", seeds.len(), refused.lines().count());
    if write_refused {
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/random_programs/refused.txt");
        std::fs::write(list, refused).expect("the list can be written to");
    }
}

fn shrink(judge: &Judge, whole: Program) {
    let mut small = whole;
    let mut checks = Checks::Gradient;
    let mut verdict = judge.one(&small, checks);
    if verdict == Verdict::Passes {
        checks = Checks::All;
        verdict = judge.one(&small, checks);
    }
    println!("program {}: {verdict}", small.seed);
    if verdict == Verdict::Passes {
        return;
    }
    let mut seen = HashSet::new();
    while let Some(smaller) = next(judge, &small, checks, &verdict, &mut seen) {
        small = smaller;
        println!("{} bytes", source(&small, Numbers::Real).len());
    }
    println!("\n{}", source(&small, Numbers::Real));
}

/// The first program that is smaller and fails alike, those with the most left out first.
fn next(
    judge: &Judge,
    program: &Program,
    checks: Checks,
    verdict: &Verdict,
    seen: &mut HashSet<String>,
) -> Option<Program> {
    let candidates = smaller::candidates(program, seen);
    for candidates in candidates.chunks(PLAIN) {
        let valid = judge.valid(candidates);
        for candidates in valid.chunks(JUDGED) {
            let verdicts = judge.all(candidates, checks);
            let alike = verdicts.iter().position(|other| other.is_like(verdict));
            if let Some(found) = alike {
                return Some(candidates[found].clone());
            }
        }
    }
    None
}
