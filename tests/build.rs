//! Writes the random programs that the test of that name includes.

#[allow(dead_code, reason = "the shrinker uses the rest")]
#[path = "random_programs/generator/mod.rs"]
mod generator;

use std::path::PathBuf;

/// How many programs are written unless `AD_RANDOM_PROGRAMS` says otherwise.
const PROGRAMS: u64 = 130;

/// How many of them are written once more for forward mode, unless `AD_FORWARD_PROGRAMS` says otherwise.
const FORWARD: u64 = 5;

/// The numbers of those that the macro refuses: what is valid Rust and is not supported yet. `cargo run -p ad-tests --bin
/// shrink -- 0..130 refused` writes the list anew; it shall become shorter.
const REFUSED: &str = include_str!("random_programs/refused.txt");

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=random_programs/generator");
    println!("cargo:rerun-if-changed=random_programs/refused.txt");
    let programs = number("AD_RANDOM_PROGRAMS").unwrap_or(PROGRAMS);
    // Programs of different seeds do not overlap.
    let first = number("AD_RANDOM_SEED").unwrap_or(0) * 1_000_000;
    let refused: Vec<u64> = REFUSED.lines().map(|line| line.parse().expect("a number on each line")).collect();
    let seeds = (first..first + programs).filter(|seed| !refused.contains(seed));
    let forward = first..first + number("AD_FORWARD_PROGRAMS").unwrap_or(FORWARD);
    let forward = forward.filter(|seed| !refused.contains(seed));
    let directory = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(directory.join("random_programs.rs"), generator::write::programs(seeds, forward))
        .expect("the output directory can be written to");
}

fn number(variable: &str) -> Option<u64> {
    println!("cargo:rerun-if-env-changed={variable}");
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is no number: {value}")))
}
