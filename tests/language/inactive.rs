//! Whatever Rust there is around inactive values: patterns, macros, containers, integers beside active numbers.
#![allow(non_upper_case_globals, reason = "a constant that looks like a name")]

use ad_runtime::prelude::*;
use ad_runtime::testing::{Probe, check};
use ndarray::{Array1, Array2, array};

#[differentiable]
fn patterns(x: f64, k: usize) -> f64 {
    let e = &[("a".to_string(), 2.0), ("bc".to_string(), 0.5)];
    let [a, b] = [1.5, 2.0];
    let (k, ..) = (k, 4, 5);
    let (name, w) = &e[0];
    let mut s = x * a * *w + name.len() as f64;
    for (n, w) in e {
        s *= *w + b * n.len() as f64;
    }
    s * k as f64
}

#[differentiable]
fn containers(x: f64) -> f64 {
    let v = vec![1.0, 2.0, 0.5];
    let mut s = x;
    for w in &v {
        s = s * w + x;
    }
    for (i, w) in v.iter().enumerate().rev() {
        s *= w + i as f64 * x;
        if s > 1e6 {
            break;
        }
    }
    for w in [1.0, 2.0].iter() {
        s += w * s * x;
    }
    s
}

#[differentiable]
fn stack(x: f64) -> f64 {
    let mut left = vec![1, 2, 3];
    let mut s = x;
    while let Some(n) = left.pop() {
        if n == 2 {
            continue;
        }
        s *= x + n as f64;
    }
    s
}

#[differentiable]
fn let_else(x: f64, n: usize, o: Option<f64>) -> f64 {
    let k = if n > 0 { Some(n) } else { None };
    let Some(k) = k else { return x * 3.0 };
    let Some(y) = o else {
        return x * x;
    };
    y * x * k as f64
}

#[differentiable]
fn macros(x: f64, k: usize) -> f64 {
    let mut s = x;
    if matches!(k, 1 | 2) {
        s *= x;
    }
    if cfg!(debug_assertions) || !cfg!(debug_assertions) {
        s *= 2.0;
    }
    if matches!(Some(x), Some(y) if y > 0.5) { s * x } else { s }
}

#[differentiable]
fn sorted(x: f64) -> f64 {
    let mut w = vec![3.0, 1.0, 2.0];
    w.sort_by(|x: &f64, s: &f64| x.partial_cmp(s).unwrap());
    let s = x * w[0];
    s * w[2]
}

fn bump(w: &mut Vec<usize>) -> usize {
    w.push(1);
    w.len()
}

#[differentiable]
fn changed_by_a_function(x: f64) -> f64 {
    let mut w = vec![1];
    let k = bump(&mut w);
    let s = x * k as f64;
    let j = bump(&mut w);
    s * x * j as f64 * w.len() as f64
}

#[differentiable]
fn lengths_in_calls(x: &[f64]) -> f64 {
    let n = f64::from(x.len() as u32);
    let at = usize::min(x.len(), 2) - 1;
    let mut made = Vec::with_capacity(x.len());
    made.push(2.0);
    x[at] * x[0] * n * made[0] * f64::from(x[0] > 0.0)
}

#[derive(Clone, Debug, Differentiable, Probe)]
struct Counted {
    n: usize,
    x: f64,
}

#[differentiable]
fn integer_fields(p: &Counted, v: &[f64]) -> f64 {
    let mut s = p.x * p.n as f64;
    for i in 0..p.n {
        s *= v[i] + v[p.n - 1] * p.x;
    }
    s + v[p.n]
}

#[differentiable]
fn integer_parts((n, x): (usize, f64)) -> f64 {
    let (k, y) = (3usize, x);
    let mut best = (0, x);
    if x > 0.3 {
        best = (2, x * x);
    }
    x * n as f64 + y * k as f64 + best.0 as f64 * best.1
}

#[differentiable]
fn pairs(v: &[(usize, f64)]) -> f64 {
    let mut s = 1.0;
    for (i, x) in v {
        s *= x * *i as f64 + 1.0;
    }
    s
}

#[differentiable]
fn literal_patterns(x: f64) -> f64 {
    match x {
        0.0 => 1.0,
        1.0..=2.0 => x * x,
        _ => 3.0 * x,
    }
}

#[differentiable]
fn swapped(x: f64, y: f64) -> f64 {
    let (mut p, mut q) = (x, y);
    for _ in 0..3 {
        (p, q) = (q, p * q + 0.5);
    }
    p * q
}

#[differentiable]
fn complex_pattern(z: num_complex::Complex<f64>) -> f64 {
    let num_complex::Complex { re, im } = z * z;
    re * im + re
}

const K: f64 = 2.0;

#[differentiable]
fn items(x: f64) -> f64 {
    const C: f64 = 0.5;
    fn half(x: f64) -> f64 {
        x * 0.5
    }
    let mut s = x;
    for _ in 0..2 {
        const INNER: f64 = 5.0;
        s = s * s * INNER;
    }
    if s > 0.0 {
        use std::f64::consts::PI;
        return x.powf(PI) * s;
    }
    s * C * half(3.0) * K
}

#[differentiable]
fn compound(x: f64) -> f64 {
    let mut k = 1.0;
    let mut j = 0.0;
    k *= {
        j += 1.0;
        j + 1.0
    };
    let mut w = vec![1.0, 2.0];
    let mut i = vec![1, 0, 1];
    w[i.pop().unwrap()] *= 3.0;
    w[i.pop().unwrap()] *= 5.0;
    x * k * j * w[0] * w[1] * i.len() as f64
}

const lower: usize = 3;

#[differentiable]
fn lower_case_constant(x: f64, n: usize) -> f64 {
    match n {
        lower => x,
        _ => 2.0 * x,
    }
}

#[differentiable]
fn cell(v: &[f64]) -> f64 {
    let c = std::cell::Cell::new(0);
    let a = v[c.get()] * v[1];
    c.set(1);
    a * v[c.get()]
}

#[differentiable]
fn arrays(a: &Array1<f64>, b: &Array1<f64>, x: f64) -> f64 {
    let r = a - b;
    let z = a * b;
    let w = 1.0 - z;
    let mut c = b / x;
    c *= x;
    (r * 2.0).sum() + (a - b + 1.0).sum() * (a * b + a).sum() + (-(a * b)).sum() + (w * c).sum()
}

#[differentiable]
fn typed_parts(x: f64) -> f64 {
    let (a, (b, c)): (f64, (f64, f64)) = (x, (0.75, x * x));
    (b * b + 1.75).log2() * a + c
}

macro_rules! twice {
    ($plain:ident, $annotated:ident, $e:expr) => {
        fn $plain(x: f64) -> f64 {
            x * 2.0 * $e
        }
        #[differentiable]
        fn $annotated(x: f64) -> f64 {
            x * 2.0 * $e
        }
    };
}
twice!(plain, annotated, 1.0 + 2.0);

#[test]
fn groups_keep_their_precedence() {
    assert_eq!((plain(1.0), annotated(1.0), annotated::gradient(1.0)), (6.0, 6.0, 6.0));
}

gradients! {
    patterns: (0.7, 3);
    containers: (0.7), (3.0);
    stack: (0.7);
    let_else: (0.7, 2, Some(1.5)), (0.7, 0, Some(1.5)), (0.7, 1, None);
    macros: (0.7, 1), (0.3, 4);
    sorted: (0.7);
    changed_by_a_function: (0.7);
    lengths_in_calls: (&[0.7, 1.5, -0.3]);
    integer_fields: (&Counted { n: 2, x: 0.7 }, &[1.5, 0.3, 2.0]);
    integer_parts: ((2, 0.7)), ((3, 0.1));
    pairs: (&[(2, 0.7), (3, 1.5)]);
    literal_patterns: (1.5), (3.0);
    swapped: (0.7, 1.3);
    complex_pattern: (num_complex::Complex::new(0.7, -0.4));
    items: (0.7);
    compound: (0.7);
    lower_case_constant: (0.7, 3), (0.7, 2);
    cell: (&[2.0, 3.0]);
    arrays: (&array![0.7, 1.5], &array![-0.3, 2.0], 1.7);
    typed_parts: (0.7);
}

#[allow(unused)]
fn unused(_: Array2<f64>) {}

mod from_published_code {
    use super::*;

    #[allow(non_snake_case)]
    #[differentiable]
    fn T_saturation(p: f64) -> f64 {
        p.sqrt() * 2.0
    }

    #[derive(Clone, Debug, Differentiable, Probe)]
    struct Sized {
        n: usize,
        x: f64,
    }

    #[differentiable]
    fn arrays(x: [f64; 2], v: &[f64; 3], s: &Sized) -> f64 {
        let [a, b] = x;
        let [c, d, ..] = v;
        let mut made: Vec<f64> = Vec::with_capacity(s.n);
        made.push(a * c);
        made[0] * b + d * T_saturation(a) * s.x
    }

    gradients! {
        arrays: ([0.7, 1.2], &[0.3, 0.9, 2.0], &Sized { n: 2, x: 0.4 });
    }

    #[test]
    fn quotients_of_large_numbers() {
        #[differentiable]
        fn quotient(x: f64, y: f64) -> f64 {
            x / y
        }
        let (x_bar, y_bar) = quotient::gradient(1e200, 2e200);
        assert_eq!((x_bar, y_bar), (0.5e-200, -0.25e-200));
    }
}

/// An argument held fixed is said to be so in a check as in the function.
mod checks_of_constants {
    use ad_runtime::prelude::*;
    use ad_runtime::testing::{Check, check, check_gradient};
    use ndarray::Array1;
    use sprs::{CsMat, TriMat};

    #[differentiable]
    fn weighted(x: &[f64], #[no_derivative] weights: &[f64], power: i32) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += weights[i] * x[i].powi(power);
        }
        sum
    }

    #[differentiable]
    fn energy(#[no_derivative] a: &CsMat<f64>, x: &Array1<f64>) -> f64 {
        (a * x).sum()
    }

    #[test]
    fn in_every_position() {
        check!(weighted(
            &[1.0, 2.0],
            #[no_derivative]
            &[0.5, 3.0],
            3
        ));
        check_gradient!(
            weighted(
                &[1.0, 2.0],
                #[no_derivative]
                &[0.5, 3.0],
                3
            ),
            Check::new().seeds(2)
        );
        let a: CsMat<f64> = TriMat::from_triplets((2, 2), vec![0, 1], vec![1, 1], vec![2.0, 3.0]).to_csr();
        check_gradient!(energy(
            #[no_derivative]
            &a,
            &Array1::from(vec![1.0, -2.0])
        ));
    }
}

/// A cast to an integer is a step function: nothing flows back through it.
mod casts_to_integers {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn table(x: f64, t: &[f64]) -> f64 {
        let i = x.floor() as usize;
        let r = x - i as f64;
        t[i] * (1.0 - r) + t[i + 1] * r
    }

    #[differentiable]
    fn at_once(x: f64, t: &[f64]) -> f64 {
        t[(2.0 * x) as usize] * x + (x as i32 as f64) * x
    }

    #[differentiable]
    fn byte(x: f64) -> u8 {
        (x * 2.0).round() as u8
    }

    #[differentiable]
    fn of_bytes(x: f64) -> f64 {
        f64::from(byte(x)) * x + byte(x) as f64
    }

    gradients! {
        table: (1.25, &[1.0, 2.0, 4.0, 8.0]);
        at_once: (1.25, &[1.0, 2.0, 4.0, 8.0]);
        of_bytes: (1.0);
    }
}

/// Integers beside active values, by their bits.
mod bits {
    use ad_runtime::prelude::*;
    use ad_runtime::testing::Probe;

    const OUT: u32 = 0x3;

    #[derive(Clone, Copy, Debug, Differentiable, Probe)]
    struct Line {
        a: f64,
        caps: u32,
    }

    #[differentiable]
    impl Line {
        fn at(&self, x: f64, mask: u32) -> f64 {
            let mut caps = self.caps & mask & OUT;
            caps |= 1 << 2;
            caps ^= self.caps;
            let both = (x > 0.0) & (self.a > 0.0);
            if caps & 1 == 0 && both { self.a * x * x } else { self.a.sin() * x * f64::from(caps >> 1) }
        }

        fn shifted(&mut self, x: f64) -> f64 {
            self.caps |= 4;
            self.caps <<= 1;
            self.a *= x;
            self.a * self.caps as f64
        }
    }

    #[differentiable]
    fn twice(a: f64, x: f64) -> f64 {
        let mut line = Line { a, caps: 3 };
        let y = line.shifted(x);
        y * line.shifted(x) + line.at(x, 5)
    }

    gradients! { twice: (1.3, 0.7), (-1.3, 0.7); }
}

/// `&` of a value without derivative that has no place of its own.
mod lent_values {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn lent(x: f64, v: &[f64]) -> f64 {
        let count = &(stop_gradient(x) as usize);
        let scale = |t: f64| {
            let length = &v.len();
            t * *length as f64 + *(&(t as usize)) as f64
        };
        let larger = &(x > v[0]);
        if *larger { scale(x) * *count as f64 } else { scale(v[0]) }
    }

    gradients! {
        lent: (2.3, &[0.4, 0.7]), (0.3, &[0.4, 0.7]);
    }
}

/// Lists and the like without derivatives are arguments of a check as they are.
mod arguments_of_checks {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn chosen(x: f64, which: &[usize], n: Option<usize>, pair: (usize, bool), ends: [usize; 2]) -> f64 {
        let n = n.unwrap_or(which[0]) + ends[1];
        if pair.1 { x.powi(n as i32) } else { x * pair.0 as f64 }
    }

    gradients! {
        chosen: (0.7, &[2], Some(3), (5, true), [0, 1]), (0.7, &[2], None, (5, false), [0, 1]);
    }
}

/// Data beside the arguments: a type as a whole has no derivative.
#[derive(Clone, Debug, PartialEq, Differentiable, Probe)]
#[no_derivative]
struct Data {
    weights: Vec<f64>,
    order: Vec<usize>,
}

#[differentiable]
fn weighted(x: &[f64], #[no_derivative] data: &Data) -> f64 {
    let mut sum = 0.0;
    for k in 0..data.order.len() {
        sum += data.weights[k] * x[data.order[k]].powi(2);
    }
    sum
}

#[differentiable]
fn twice_weighted(x: &[f64], #[no_derivative] data: &Data) -> f64 {
    weighted(x, data) + weighted(x, data)
}

#[test]
fn a_type_without_derivative() {
    let data = Data { weights: vec![2.0, 3.0], order: vec![1, 0] };
    assert_eq!(twice_weighted::gradient(&[5.0, 7.0], &data), (vec![60.0, 56.0], NoTangent));
    check!(twice_weighted(
        &[0.5, 0.7],
        #[no_derivative]
        &data
    ));
}
