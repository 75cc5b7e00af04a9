//! The table of the language in the book, line by line: each is compiled, and its gradient compared with differences.
//!
//! `AD_BLESS=1 cargo test -p ad-tests --test language_table` writes the table anew.
#![allow(dead_code, unused_variables, clippy::all, reason = "the lines show one thing each")]

use ad_runtime::prelude::*;
use ad_runtime::testing::check_gradient;
use num_complex::Complex64;
use num_traits::Float;
use std::collections::HashMap;
use std::rc::Rc;

#[derive(Clone, Debug, Differentiable)]
struct Spring {
    k: f64,
    rest: f64,
}

#[differentiable]
impl Spring {
    const HALF: f64 = 0.5;

    fn new(k: f64, rest: f64) -> Self {
        Spring { k, rest }
    }

    fn energy(&self, x: f64) -> f64 {
        Self::HALF * self.k * (x - self.rest).powi(2)
    }

    fn stiffen(&mut self, by: f64) {
        self.k *= by;
    }

    fn doubled(self) -> Self {
        Spring { k: 2.0 * self.k, ..self }
    }
}

#[differentiable]
impl std::ops::Add for Spring {
    type Output = Spring;
    fn add(self, other: Spring) -> Spring {
        Spring { k: self.k + other.k, rest: self.rest * other.rest }
    }
}

#[differentiable]
trait Energy {
    type Real: Float;
    fn of(&self, x: Self::Real) -> Self::Real;
}

#[differentiable(companion = trait)]
impl Energy for Spring {
    type Real = f64;
    fn of(&self, x: f64) -> f64 {
        self.energy(x)
    }
}

#[differentiable]
fn energy_of<E: Energy>(of: &E, x: E::Real) -> E::Real {
    of.of(x) * x
}

#[derive(Clone, Debug, Differentiable)]
enum Shape {
    Disc(f64),
    Frame { x: f64, y: f64 },
}

#[differentiable]
fn root(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.sqrt()) } else { None }
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

#[differentiable]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { odd(x.sin(), n - 1) }
}

#[differentiable]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { -x } else { even(x * x, n - 1) }
}

#[differentiable]
fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(f(x))
}

#[differentiable]
fn norm<T: Float>(v: &[T]) -> T {
    let mut sum = T::zero();
    for v in v {
        sum = sum + *v * *v / T::from(2.0).unwrap();
    }
    sum.sqrt()
}

#[differentiable]
fn total<const N: usize>(of: [f64; N]) -> f64 {
    of.iter().map(|x| x * N as f64).product()
}

#[differentiable]
fn scale(x: &mut f64, v: &mut [f64]) {
    *x *= v[1];
    v[0] += *x;
}

/// Each line a function and a test of its gradient.
macro_rules! table {
    ($($(#[doc = $what:literal])* fn $name:ident($x:ident: f64, $v:ident: &[f64]) -> f64 $body:block)*) => {
        $(
            #[differentiable]
            fn $name($x: f64, $v: &[f64]) -> f64 $body
        )*

        mod gradients {
            $(
                #[test]
                fn $name() {
                    super::check_gradient!(super::$name(1.3, &[1.5, 0.6, 2.2]));
                }
            )*
        }
    };
}
include!("lines.rs");

/// The book's page, made of the lines.
fn page() -> String {
    let mut page = String::from(
        "# The language, line by line\n\n\
         A number `x: f64` and a slice `v: &[f64]` are active in each line. The tests compile them all and compare their\n\
         gradients with differences; this page is made of them. [Supported Rust](supported-rust.md) says more of each, and what\n\
         is refused.\n",
    );
    let mut what = "";
    for line in include_str!("lines.rs").lines().map(str::trim) {
        if let Some(title) = line.strip_prefix("// ## ") {
            page += &format!("\n## {title}\n\n| | |\n|---|---|\n");
        } else if let Some(label) = line.strip_prefix("/// ") {
            what = label;
        } else if let Some((_, body)) = line.split_once("-> f64 { ") {
            let body = body.strip_suffix(" }").expect("a line ends with its body");
            page += &format!("| {what} | `{}` |\n", body.replace('|', "\\|"));
        }
    }
    page
}

#[test]
fn the_page_is_made_of_the_lines() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/src/language.md");
    if std::env::var_os("AD_BLESS").is_some() {
        std::fs::write(path, page()).expect("the page can be written");
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == page(), "docs/src/language.md is not what the lines say: run with AD_BLESS=1");
}
