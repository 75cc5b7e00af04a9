//! Closures and labelled blocks: code that stands in place of its calls.

use ad_runtime::prelude::*;

#[differentiable]
fn captured(x: f64, y: f64) -> f64 {
    let scale = x * y;
    let f = |t: f64| t * scale + y;
    let g = |t| f(t) * f(2.0 * t);
    g(x) + f(y)
}

#[differentiable]
fn with_statements(x: f64) -> f64 {
    let f = |a: f64, b: f64| -> f64 {
        let c = a * b;
        if c > 0.5 {
            return c * c;
        }
        c + a
    };
    f(x, x) + f(x, 3.0) * f(0.1, x)
}

#[differentiable]
fn changing(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut count = 0;
    let mut add = |v: f64| {
        total += v * v;
        count += 1;
    };
    add(x[0]);
    for v in x {
        add(*v);
    }
    total * count as f64
}

#[differentiable]
fn moved(x: f64) -> f64 {
    let mut s = x * x;
    let f = move |t: f64| t * s;
    s = s * 3.0;
    f(x) + s
}

#[differentiable]
fn inactive_closure(x: &[f64]) -> f64 {
    let next = |i: usize| (i + 1) % x.len();
    let square = |v: f64| v * v;
    let mut sum = square(2.0);
    for i in 0..x.len() {
        sum += x[i] * square(x[next(i)]);
    }
    sum
}

#[differentiable]
fn called_at_once(x: f64) -> f64 {
    (|t: f64| t * t)(x) + (|| x * 3.0)()
}

#[differentiable]
fn labelled(x: f64, y: f64) -> f64 {
    let v = 'found: {
        if x > 1.0 {
            break 'found x * y;
        }
        let z = x * x;
        if z * y > 0.2 {
            break 'found z;
        }
        y * z
    };
    let mut s = v;
    'skip: {
        s *= 2.0;
        if y < 0.0 {
            break 'skip;
        }
        s *= x;
    }
    s
}

#[differentiable]
fn loop_with_value(x: f64) -> f64 {
    let mut t = x;
    let mut n = 0;
    let y = loop {
        t = t * x + 0.1;
        n += 1;
        if n == 4 {
            break t * t;
        }
    };
    y * x
}

#[differentiable]
fn shadowed(x: f64) -> f64 {
    let a = x * 2.0;
    let f = |t: f64| t * a;
    let a = x + 1.0;
    f(a) * a
}

gradients! {
    captured: (0.7, 1.3);
    with_statements: (0.9), (0.3);
    changing: (&[0.7, 1.3]), (&[0.5]);
    moved: (0.7);
    inactive_closure: (&[0.7, 1.3, -0.4]);
    called_at_once: (0.7);
    labelled: (1.5, 0.7), (0.9, 0.7), (0.3, 0.7), (0.9, -0.7);
    loop_with_value: (0.7);
    shadowed: (0.7);
}

mod in_conditions {
    use super::*;

    #[differentiable]
    fn conditions(x: f64) -> f64 {
        let f = |t: f64| t * x;
        let mut s = x * f(2.0);
        if stop_gradient(f(2.0)) > 1.0 && f(0.1) < 5.0 {
            s *= f(s);
        }
        let mut g = |t: f64| {
            s *= t;
            s
        };
        g(x);
        g(2.0);
        s
    }

    gradients! {
        conditions: (0.7), (0.3);
    }
}

mod left_without_a_value {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn value_unused(x: f64) -> f64 {
        let f = |t: f64| -> f64 {
            if t > 0.0 {
                return t * x;
            }
            t
        };
        f(x);
        x * 2.0
    }

    #[differentiable]
    fn changes_and_returns(x: f64) -> f64 {
        let mut s = x;
        let mut f = |t: f64| -> f64 {
            s *= 3.0;
            if t > 0.0 {
                return t * s;
            }
            s *= 2.0;
            t
        };
        f(x);
        s * 2.0
    }

    #[differentiable]
    fn returns_nothing(x: f64, y: &[f64]) -> f64 {
        let mut s = x;
        let mut f = |t: f64| {
            s *= 3.0 * t;
            if t > 0.0 {
                return;
            }
            s *= 2.0;
        };
        f(x);
        f(-x);
        y.iter().for_each(|t| {
            s *= 3.0;
            if *t > 0.0 {
                return;
            }
            s *= 2.0 * t;
        });
        s * 2.0
    }

    #[differentiable]
    fn changes_inside_a_sum(x: f64) -> f64 {
        let mut s = x;
        let mut bump = |t: f64| -> f64 {
            s *= t;
            t
        };
        let mut g = |t: f64| bump(t) + 1.0;
        g(x);
        s
    }

    #[differentiable]
    fn changes_behind_a_field(x: f64) -> f64 {
        let mut s = x;
        let mut bump = |t: f64| -> (f64, f64) {
            s *= t;
            (t, t)
        };
        let mut g = |t: f64| {
            if t < 0.0 {
                return bump(2.0 * t).1 + t;
            }
            bump(t).0
        };
        g(x);
        s
    }

    #[test]
    fn is_left_alone() {
        assert_eq!(changes_inside_a_sum::value_and_gradient(3.0), (9.0, 6.0));
        assert_eq!(changes_behind_a_field::value_and_gradient(3.0), (9.0, 6.0));
        assert_eq!(changes_behind_a_field::value_and_gradient(-3.0), (18.0, -12.0));
        assert_eq!(value_unused::value_and_gradient(0.5), (1.0, 2.0));
        assert_eq!(changes_and_returns::value_and_gradient(0.5), (3.0, 6.0));
        assert_eq!(changes_and_returns::value_and_gradient(-0.5), (-6.0, 12.0));
    }

    gradients! {
        returns_nothing: (0.7, &[0.5, -0.4, 1.0]), (-0.7, &[]);
    }
}
