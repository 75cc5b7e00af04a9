//! Random programs: their gradients against dual numbers.
//!
//! The build script writes 130 programs, less those that the macro refuses (`refused.txt`); `AD_RANDOM_PROGRAMS=2000 AD_RANDOM_SEED=7 cargo test -p ad-tests --test
//! random_programs` as many as you like, from another seed on. A program that fails is printed.
//! 5 of them are written once more for forward mode, or as many as `AD_FORWARD_PROGRAMS` says.

#![allow(unreachable_pub)] // the programs are public, for the compiler not to call them dead
#![allow(clippy::all, reason = "programs are as chance made them")]
#![cfg_attr(clippy, allow(dead_code, unused_imports, reason = "the programs are left out"))]
#![allow(break_with_label_and_loop)] // it is reported for the file, not for the module of a program

mod check;
mod corpus;
mod dual;
mod dual_complex;
mod forward;
mod takers;

/// What the programs name.
mod prelude {
    pub use super::takers::*;
    pub use ad_runtime::forward::Lift;
    pub use ad_runtime::prelude::*;
    pub use num_complex::Complex;
    pub use num_traits::{Float, NumAssign};
    pub use std::iter::{Product, Sum};
}

/// What is needed to ask for their gradients.
mod oracle {
    pub use super::check::{Flatten, More, Program, flattened, one};
    pub use super::forward::ForwardProgram;
    pub use ad_runtime::__private::{at, zero};
    pub use ad_runtime::forward::{Basis, Directions, Lift, Matrix};
    pub use ad_runtime::{Ambient, ProjectTo, Tangent};
    pub use num_complex::Complex;
}

use check::Program;
use forward::ForwardProgram;

#[cfg(not(clippy))]
include!(concat!(env!("OUT_DIR"), "/random_programs.rs"));

/// Clippy has nothing to say of programs that chance made, and takes minutes for it.
#[cfg(clippy)]
mod none {
    pub const PROGRAMS: &[super::Program] = &[];
    pub const FORWARD: &[super::ForwardProgram] = &[];
    pub const CONSTRUCTS: &[(&str, usize)] = &[];
    pub const COUNTED: usize = 0;
}
#[cfg(clippy)]
use none::*;

#[test]
fn gradients_of_random_programs() {
    check::all(PROGRAMS);
}

#[test]
fn forward_mode_and_second_derivatives_of_random_programs() {
    forward::all(FORWARD);
}

#[test]
fn every_construct_is_in_one_program_of_a_hundred() {
    for (construct, programs) in CONSTRUCTS {
        println!("{:5.1} %  {construct}", 100.0 * *programs as f64 / COUNTED as f64);
    }
    for (construct, programs) in CONSTRUCTS {
        assert!(programs * 100 >= COUNTED, "`{construct}` is in {programs} of {COUNTED} programs");
    }
}
