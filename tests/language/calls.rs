//! Calls of annotated functions.

use ad_runtime::prelude::*;
use helpers::inner::deep;
use helpers::{cube, cube as third_power};

mod helpers {
    use ad_runtime::prelude::*;

    #[differentiable]
    pub(super) fn cube(x: f64) -> f64 {
        x * x * x
    }

    pub(crate) mod inner {
        use super::*;

        #[differentiable]
        pub(in crate::calls) fn deep(x: f64) -> f64 {
            super::cube(x) * self::shallow(x)
        }

        #[differentiable]
        pub(in crate::calls) fn shallow(x: f64) -> f64 {
            x.cos()
        }
    }

    pub(super) use inner::shallow as renamed;
}

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable]
fn total(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum
}

#[differentiable]
fn scaled(x: &[f64], by: f64) -> Vec<f64> {
    let mut scaled = vec![0.0; x.len()];
    for i in 0..x.len() {
        scaled[i] = x[i] * by;
    }
    scaled
}

#[differentiable]
fn both(x: f64, y: f64) -> (f64, f64) {
    (x * y, x / y)
}

#[differentiable]
fn power(x: f64, n: i32) -> f64 {
    x.powi(n)
}

#[differentiable]
fn by_every_path(x: f64) -> f64 {
    cube(x)
        + third_power(x * 2.0)
        + helpers::cube(x)
        + self::helpers::inner::shallow(x)
        + crate::calls::helpers::renamed(x)
        + deep(x)
}

#[differentiable]
fn in_arguments(x: f64, y: f64) -> f64 {
    product(product(x, y), product(y, product(x, x))) * product(x + 1.0, 2.0)
}

#[differentiable]
fn the_same_argument_twice(x: f64, v: &[f64]) -> f64 {
    product(x, x) * dot(v, v)
}

#[differentiable]
fn inactive_arguments(x: f64) -> f64 {
    product(x, 3.0) + product(2.0, 3.0) * product(2.0, x) + power(x, 3) + product(power(2.0, 2), x)
}

#[differentiable]
fn in_loops(x: &[f64]) -> f64 {
    let mut y = 1.0;
    for v in x {
        y = product(y, *v) + cube(*v);
        y *= cube(y);
    }
    y
}

#[differentiable]
fn in_branches(x: f64) -> f64 {
    let y = if cube(x) > 1.0 { cube(x) } else { product(x, 2.0) };
    if y > 0.0 { cube(y) } else { y }
}

#[differentiable]
fn in_conditions(x: f64, y: f64) -> f64 {
    let mut z = x;
    while product(z, y) < 10.0 {
        z = z * 2.0 + y;
    }
    z * x
}

#[differentiable]
fn in_assignments(x: f64) -> f64 {
    let mut v = [x, 1.0];
    v[0] = cube(v[0]);
    v[1] += product(v[0], v[1]);
    v[1] *= cube(v[1]);
    v[0] -= cube(x);
    v[0] + v[1]
}

#[differentiable]
fn slices_and_parts(x: &[f64]) -> f64 {
    total(x) * total(&x[1..]) * total(&x[..0]) + total(&x[..2]) * total(&scaled(&x[1..], x[0]))
}

#[differentiable]
fn owned_vectors(x: &[f64]) -> f64 {
    let v = scaled(x, 2.0);
    let w = scaled(&v, x[0]);
    total(&w) + v[0] * w[1] + scaled(x, 3.0)[1]
}

#[differentiable]
fn tuples(x: f64, y: f64) -> f64 {
    let (a, b) = both(x, y);
    let (c, _) = both(a, b);
    let pair = both(c, x);
    pair.0 * pair.1 * both(x, y).1
}

#[differentiable]
fn vectors_that_change(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let before = total(&v);
    v[0] *= before;
    let after = total(&v);
    v = scaled(&v, after);
    before * after * total(&v)
}

#[differentiable]
fn long_chain(x: f64) -> f64 {
    let y = cube(cube(cube(x)));
    deep(deep(y)) + deep(x)
}

#[differentiable]
fn unused_results(x: f64) -> f64 {
    let _unused = cube(x);
    let (a, _unused) = both(x, x + 1.0);
    a
}

#[differentiable]
fn by_reference(x: &f64, y: &[f64]) -> f64 {
    by_value(*x, y[0]) + by_value(x * 2.0, y[1]) + takes_references(x, &y[0]) + takes_references(&(x * y[0]), &2.0)
}

#[differentiable]
fn by_value(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable]
fn takes_references(x: &f64, y: &f64) -> f64 {
    x * y
}

#[differentiable]
fn moved(v: Vec<f64>, x: f64) -> f64 {
    consumes(v) * x
}

#[differentiable]
fn consumes(v: Vec<f64>) -> f64 {
    v[0] * v[0]
}

#[differentiable]
fn lets_go(x: f64, y: f64) -> f64 {
    stop_gradient(x * y) * x + stop_gradient(cube(y))
}

#[differentiable]
fn in_early_returns(x: f64) -> f64 {
    if x < 0.0 {
        return cube(x);
    }
    let y = product(x, x);
    if y < 1.0 {
        return product(y, x);
    }
    cube(y)
}

gradients! {
    in_early_returns: (-0.7), (0.7), (1.7);
    in_arguments: (0.7, 1.3);
    the_same_argument_twice: (0.7, &[0.5, 1.5]);
    inactive_arguments: (0.7);
    in_loops: (&[0.7, 1.3, 0.2]), (&[]);
    in_branches: (0.7), (1.3), (-0.7);
    in_conditions: (0.7, 1.3), (7.0, 3.0);
    in_assignments: (0.7);
    owned_vectors: (&[0.7, 1.3, 0.2]);
    long_chain: (0.7);
    unused_results: (0.7);
    by_reference: (&0.7, &[0.2, 0.4]);
    moved: (vec![0.7, 1.3], 0.2);
    by_every_path: (0.7);
    slices_and_parts: (&[0.7, 1.3, 0.2]);
    tuples: (0.7, 1.3);
}

in_every_policy! {
    vectors_that_change: (&[0.7, 1.3, 0.2]);
}

#[test]
fn stopped_gradients() {
    assert_eq!(lets_go::gradient(2.0, 3.0), (6.0, 0.0));
}

/// A variable that is one argument here and another there, of which one is a constant for the caller.
mod either_argument {
    use ad_runtime::prelude::*;

    #[derive(Differentiable, Clone, Copy, Debug)]
    struct Pair {
        a: f64,
        b: f64,
    }

    #[differentiable]
    fn either(c: bool, x: f64, y: f64) -> f64 {
        let z = if c { x } else { y };
        z
    }

    #[differentiable]
    fn either_pair(c: bool, x: Pair, y: &Pair) -> Pair {
        let z = if c { x } else { *y };
        z
    }

    #[differentiable]
    impl Pair {
        fn or(self, t: f64) -> f64 {
            Some(Some(self.b).map_or(t, |result| result)).unwrap_or(1.0)
        }
    }

    #[differentiable]
    fn of_numbers(x: f64) -> f64 {
        either(true, x, 1.0) + either(false, 2.0, x) * x
    }

    #[differentiable]
    fn of_pairs(x: f64) -> f64 {
        let constant = Pair { a: 2.0, b: 3.0 };
        let p = either_pair(true, Pair { a: x, b: x * x }, &constant);
        let q = either_pair(false, constant, &Pair { a: x, b: x * x });
        p.a * q.b + p.or(0.3)
    }

    #[differentiable]
    fn not_of_one(#[no_derivative] x: f64, y: f64) -> f64 {
        either(true, x, y) * y + either(false, x, y)
    }

    in_every_policy! {
        of_numbers: (1.3);
        of_pairs: (1.3);
    }

    #[test]
    fn keeps_the_cotangent_of_the_other() {
        assert_eq!(of_numbers::gradient(2.0), 5.0);
        assert_eq!(of_pairs::gradient(2.0), 16.0);
        assert_eq!(not_of_one::gradient(3.0, 2.0).1, 4.0);
    }
}

/// Literals as arguments: their type is the parameter's.
mod literals {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn dot(a0: f32, a1: f32, b0: f32, b1: f32) -> f32 {
        a0 * b0 + a1 * b1
    }

    #[differentiable]
    fn mixed(r: f32, g: f32) -> f32 {
        dot(r, g, 0.25, -0.5) + dot(1.0, g * 2.0, r, 2.0 * 3.0)
    }

    #[test]
    fn have_the_type_of_the_parameter() {
        assert_eq!(mixed::gradient(1.0, 2.0), (1.25, 11.5));
    }
}
