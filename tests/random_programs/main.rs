//! Random programs: their gradients against dual numbers.
//!
//! The build script writes 80 programs; `AD_RANDOM_PROGRAMS=2000 AD_RANDOM_SEED=7 cargo test -p ad-tests --test
//! random_programs` as many as you like, from another seed on. A program that fails is printed.

#![allow(unreachable_pub)] // the programs are public, for the compiler not to call them dead
#![allow(clippy::all, reason = "programs are as chance made them")]

mod check;
mod corpus;
mod dual;
mod dual_complex;

/// What the programs name.
mod prelude {
    pub use ad_runtime::prelude::*;
    pub use num_complex::Complex;
    pub use num_traits::{Float, NumAssign};
}

/// What is needed to ask for their gradients.
mod oracle {
    pub use super::check::{Flatten, Program, flattened, one};
    pub use ad_runtime::__private::{at, zero};
    pub use ad_runtime::{Ambient, ProjectTo, Space, Tangent};
    pub use num_complex::Complex;
}

use check::Program;

include!(concat!(env!("OUT_DIR"), "/random_programs.rs"));

#[test]
fn gradients_of_random_programs() {
    check::all(PROGRAMS);
}

#[test]
fn every_construct_is_in_one_program_of_a_hundred() {
    for (construct, programs) in CONSTRUCTS {
        let share = *programs as f64 / PROGRAMS.len() as f64;
        assert!(share >= 0.01 || PROGRAMS.len() < 100, "`{construct}` is in {programs} of {} programs", PROGRAMS.len());
    }
}
