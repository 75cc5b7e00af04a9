//! Programs that failed once, made small by hand.
#![allow(unused_assignments)] // the programs are as they were found

use super::prelude::*;

/// Compares a gradient with central differences, extrapolated.
fn check<const N: usize>(f: impl Fn([f64; N]) -> f64, gradient: impl Fn([f64; N]) -> Vec<f64>, x: [f64; N]) {
    let gradient = gradient(x);
    assert_eq!(gradient.len(), N);
    for (index, found) in gradient.iter().enumerate() {
        let difference = |step: f64| {
            let (mut above, mut below) = (x, x);
            above[index] += step;
            below[index] -= step;
            (f(above) - f(below)) / (2.0 * step)
        };
        let expected = (4.0 * difference(5e-4) - difference(1e-3)) / 3.0;
        assert!((found - expected).abs() < 1e-8, "entry {index} at {x:?}: {found}, expected {expected}");
    }
}

#[test]
fn index_modulo_a_length() {
    #[differentiable]
    fn f(x: &[f64], k: usize) -> f64 {
        x[k % x.len()] * x[0]
    }
    check(|x| f(&x, 5), |x| f::gradient(&x, 5).0, [0.5, -1.5, 2.0]);
}

#[test]
fn names_of_generated_code() {
    #[differentiable]
    fn g(seed: f64, pullback: f64) -> f64 {
        let out = seed.sin();
        let x_new = pullback.cos();
        let mut x = out * pullback;
        x = x_new * x * 2.0;
        x + out
    }
    #[differentiable]
    fn f(value: &[f64], out: f64) -> f64 {
        let mut result = 0.0;
        for step in 0..2 {
            result += g(value[step], out);
            result += result;
        }
        result
    }
    check(
        |[a, b, c]| f(&[a, b], c),
        |[a, b, c]| {
            let (mut value, out) = f::gradient(&[a, b], c);
            value.push(out);
            value
        },
        [0.5, -1.5, 2.0],
    );
}

#[test]
fn call_behind_an_early_return() {
    #[differentiable]
    fn g(x: f64) -> f64 {
        x * x
    }
    #[differentiable]
    fn f(x: f64) -> f64 {
        if x < 0.0 {
            return x;
        }
        let y = g(x);
        y * y
    }
    check(|[x]| f(x), |[x]| vec![f::gradient(x)], [1.5]);
    check(|[x]| f(x), |[x]| vec![f::gradient(x)], [-1.5]);
}

#[test]
fn exit_from_an_arm_behind_another_exit() {
    #[differentiable]
    fn f(x: f64, k: usize) -> f64 {
        let mut r = x;
        if x > 5.0 {
            return x;
        }
        match k {
            0 => r = r * x,
            _ => {
                if x > 1.0 {
                    return r * r;
                }
            }
        }
        r * r
    }
    for (x, k) in [(0.5, 0), (0.5, 1), (1.5, 1), (6.0, 0)] {
        check(|[x]| f(x, k), |[x]| vec![f::gradient(x, k).0], [x]);
    }
}

#[test]
fn copied_elements() {
    #[differentiable]
    fn g(x: f64) -> f64 {
        x * x
    }
    #[differentiable]
    fn f(z: &[f64]) -> f64 {
        let mut s = 0.0;
        for k in z.iter().copied() {
            s += g(k) * k;
        }
        s
    }
    check(|x| f(&x), |x| f::gradient(&x), [0.5, -1.5]);
}

#[test]
fn repeated_elements_in_a_condition() {
    #[differentiable]
    fn g(v: Vec<f64>) -> f64 {
        v[0]
    }
    #[differentiable]
    fn f(x: f64) -> f64 {
        if g(vec![x; 4]) > 0.5 { x } else { x * x }
    }
    check(|[x]| f(x), |[x]| vec![f::gradient(x)], [0.25]);
}

#[test]
fn reference_to_what_is_assigned_later() {
    #[differentiable]
    fn behind_a_return(x: f64, mut v: [f64; 2]) -> f64 {
        if x > 1.0 {
            return x;
        }
        let r = &v;
        v[1] *= r[0] * 0.5;
        v[1]
    }
    check(
        |[x, a, b]| behind_a_return(x, [a, b]),
        |[x, a, b]| {
            let (x, [a, b]) = behind_a_return::gradient(x, [a, b]);
            vec![x, a, b]
        },
        [0.5, -1.5, 2.0],
    );
}

#[test]
fn increment_by_a_constant_before_an_exit() {
    #[differentiable]
    fn f(x: f64, k: usize) -> f64 {
        let mut v = [x, x * x];
        let mut u = k;
        let mut o = 1.0;
        if x > 0.5 {
            o = v[0] * v[1];
        } else {
            match k {
                0 => {
                    v[u % 2] += 0.5;
                    return x.sin();
                }
                _ => {}
            }
            u += 1;
            o = x;
        }
        v[u % 2] * v[1] * o
    }
    for (x, k) in [(0.75, 0), (0.25, 0), (0.25, 1)] {
        check(|[x]| f(x, k), |[x]| vec![f::gradient(x, k).0], [x]);
    }
}

#[test]
fn two_elements_of_one_array_in_generic_code() {
    #[differentiable]
    fn h<T: Float>(x: T, y: T) -> T {
        x * y % (x + T::one())
    }
    #[differentiable]
    fn f<T: Float>(x: &[T]) -> T {
        h(x[0], x[1])
    }
    check(|x| f(&x), |x| f::gradient(&x), [0.5, 3.5]);
}

#[test]
fn declared_variable_read_before_an_exit() {
    #[differentiable]
    fn f(x: f64) -> f64 {
        let o: f64;
        if x < 0.0 {
            o = x * x;
        } else {
            o = x.sin();
        }
        let g: f64;
        if o <= 0.3 {
            g = o;
        } else {
            return x;
        }
        g * g
    }
    for x in [-0.25, -1.5, 0.25, 1.5] {
        check(|[x]| f(x), |[x]| vec![f::gradient(x)], [x]);
    }
}

#[test]
fn match_on_a_call_as_the_value_of_a_branch() {
    #[differentiable]
    fn h(x: f64) -> f64 {
        x * x
    }
    #[differentiable]
    fn f(x: f64) -> f64 {
        let v = [3, 0];
        let (a, b) = if x >= 0.5 {
            (1.25, x)
        } else {
            match v[(stop_gradient(h(x)) as usize) % 2] {
                0 => (x, x),
                _ => (0.5, x * x),
            }
        };
        a * b
    }
    for x in [0.25, 0.75] {
        check(|[x]| f(x), |[x]| vec![f::gradient(x)], [x]);
    }
}

#[test]
fn result_of_a_function_that_is_changed_afterwards() {
    #[differentiable]
    fn f(x: f64, y: f64) -> f64 {
        let mut s = x.exp();
        for _ in 0..2 {
            s -= y;
        }
        s
    }
    check(
        |[x, y]| f(x, y),
        |[x, y]| {
            let (x, y) = f::gradient(x, y);
            vec![x, y]
        },
        [0.5, -1.5],
    );
}

#[test]
fn names_bound_inside_inactive_expressions() {
    #[differentiable]
    fn f(x: f64) -> f64 {
        let i = 3;
        let i = i + 1;
        let k: usize = {
            let mut s = 0;
            for i in 0..3 {
                s += i;
            }
            s
        };
        let m = match k {
            i if i > 2 => {
                let i = i - 1;
                i
            }
            i => i,
        };
        x * (k + i + m) as f64
    }
    assert_eq!(f::value_and_gradient(0.5), (4.5, 9.0));
}

#[test]
fn condition_on_what_its_branch_assigns() {
    #[differentiable]
    fn f(x: &[f64], v: f64) -> f64 {
        let mut s = -2.0 - v;
        let a = x[0] * x[0];
        if s + x[1] < -0.5 {
            s = a.max(s) * 0.5;
        }
        a * v * s
    }
    #[differentiable]
    fn leaving(x: &[f64], v: f64) -> f64 {
        let mut s = -2.0 - v;
        let a = x[0] * x[0];
        if s + x[1] < -0.5 {
            s = a.max(s) * 0.5;
            return s;
        }
        a * v
    }
    for point in [[-0.75, -0.75, -1.25], [-0.75, 0.75, -1.25]] {
        check(
            |[a, b, v]| f(&[a, b], v),
            |[a, b, v]| {
                let (x, v) = f::gradient(&[a, b], v);
                vec![x[0], x[1], v]
            },
            point,
        );
        check(
            |[a, b, v]| leaving(&[a, b], v),
            |[a, b, v]| {
                let (x, v) = leaving::gradient(&[a, b], v);
                vec![x[0], x[1], v]
            },
            point,
        );
    }
}

#[test]
fn inactive_reference_whose_index_is_assigned_later() {
    #[differentiable]
    fn f(x: &[f64], index: &[usize]) -> f64 {
        let mut k = 0;
        let mut s = 1.0;
        for i in 0..x.len() {
            let at = index[k];
            let rest = &index[k..];
            if x[i] > 0.5 {
                k += 1;
            }
            s *= x[at] * x[rest[0]] + x[i];
        }
        s
    }
    let index = [2, 0, 1, 0];
    check(|x: [f64; 3]| f(&x, &index), |x| f::gradient(&x, &index).0, [0.75, 0.25, 1.5]);
}

#[test]
fn copies_that_change_places() {
    #[differentiable]
    fn f(x: &[f64]) -> f64 {
        let mut new = x.to_vec();
        for v in x {
            new[0] += v.sin();
            let mut copy = new.clone();
            let old = new;
            new = copy;
            copy = old;
            new[1] *= copy[0];
        }
        new[0] * new[1]
    }
    check(|x: [f64; 3]| f(&x), |x| f::gradient(&x), [0.75, 0.25, 1.5]);
}
