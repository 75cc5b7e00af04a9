//! `let`: patterns, shadowing, blocks, items among statements.

use ad_runtime::prelude::*;

#[differentiable]
fn shadowed_twice(x: f64, y: f64) -> f64 {
    let x = x * y;
    let y = x.sin() + y;
    let x = x * y + x;
    x / y
}

#[differentiable]
fn shadowed_in_a_block(x: f64) -> f64 {
    let y = {
        let x = x * x;
        let y = x.exp();
        x * y
    };
    x * y
}

#[differentiable]
fn shadowed_by_itself(x: f64) -> f64 {
    let y = x;
    let y = y * y;
    let y = y * x;
    let x = y;
    x
}

#[differentiable]
fn shadowed_by_an_inactive_value(x: f64) -> f64 {
    let y = x * x;
    let x = 3.0;
    let z = x * y;
    let y = 2.0;
    z * y * x
}

#[differentiable]
fn inactive_then_active(x: f64) -> f64 {
    let k = 2.0;
    let k = k * x;
    let j = 3;
    let j = j as f64 * k;
    j * k
}

#[differentiable]
fn tuples(x: f64, y: f64) -> f64 {
    let (a, b) = (x * y, x - y);
    let (c, (d, _)) = (a * b, (b.exp(), x));
    let pair = (c, d);
    let (e, f) = pair;
    e * f + pair.0 * pair.1 * a
}

#[differentiable]
fn swapped(x: f64, y: f64) -> f64 {
    let (x, y) = (y, x);
    let (x, y) = (y * x, x);
    x * x * y
}

#[differentiable]
fn reference_patterns(x: &f64, y: &(f64, f64)) -> f64 {
    let &x = x;
    let &(a, b) = y;
    let (c, d) = y;
    let ref e = x;
    x * a + b * c + d * e
}

#[differentiable]
fn pattern_parameters((a, b): (f64, f64), &c: &f64, (d, _): (f64, f64)) -> f64 {
    a * b + b * c * d
}

#[differentiable]
fn mutable_parameters(mut x: f64, mut y: f64) -> f64 {
    let first = x;
    x *= y;
    y += x;
    x * y * first
}

#[differentiable]
fn typed(x: f64) -> f64 {
    let y: f64 = x * x;
    let (a, b): (f64, f64) = (y, x);
    let z: [f64; 2] = [a * b, b];
    z[0] * z[1]
}

#[differentiable]
fn blocks_in_blocks(x: f64) -> f64 {
    let y = { x * 2.0 } * { x.cos() };
    {
        let z = y * y;
        z + { y * x }
    }
}

#[differentiable]
fn block_as_a_statement(x: f64) -> f64 {
    let mut y = x;
    {
        let x = 2.0 * x;
        y *= x;
    }
    y * x
}

#[differentiable]
fn unused(x: f64, y: f64) -> f64 {
    let _unused = x.ln() * y;
    let _ = x * y;
    _ = x / y;
    x * 2.0
}

#[differentiable]
fn names_in_capitals(x: f64) -> f64 {
    #[allow(non_snake_case)]
    let A = x * x;
    #[allow(non_snake_case)]
    let B: f64 = A * 2.0;
    A * B * x
}

#[differentiable]
fn items_in_the_body(x: f64) -> f64 {
    const SCALE: f64 = 3.0;
    static OFFSET: f64 = 0.5;
    use std::f64::consts::PI;
    fn plain_helper(n: usize) -> f64 {
        n as f64
    }
    #[differentiable]
    fn helper(x: f64) -> f64 {
        x.sin() * PI
    }
    type Number = f64;
    let y: Number = SCALE * x + OFFSET;
    helper(y) * plain_helper(2) * y
}

#[differentiable]
fn attributes_on_statements(x: f64) -> f64 {
    #[allow(unused_variables)]
    let unused = x * 3.0;
    #[rustfmt::skip]
    let y = x   *   x;
    #[allow(clippy::needless_late_init)]
    let z;
    z = y * x;
    z
}

#[differentiable]
fn deferred(x: f64, up: bool) -> f64 {
    let y;
    let z: f64;
    if up {
        z = x * x;
        y = z * x;
    } else {
        y = x.sin();
        z = 2.0;
    }
    y * z
}

#[differentiable]
fn deferred_in_nested_branches(x: f64, n: i32) -> f64 {
    let y;
    if n == 0 {
        y = x;
    } else {
        let twice = 2.0 * x;
        if n == 1 {
            y = twice * x;
        } else {
            y = 5.0;
        }
    }
    y * y
}

#[differentiable]
fn the_argument_itself(x: f64) -> f64 {
    x
}

#[differentiable]
fn returned_alias(x: &[f64], y: f64) -> f64 {
    let first = x[0];
    let again = first;
    let _ = y;
    again
}

#[differentiable]
fn constant(x: f64) -> f64 {
    let _y = x * x;
    4.0
}

#[differentiable]
fn literals(x: f64) -> f64 {
    let half = 1.0 / 2.0;
    let big = 1e3 * x + 2. - 1_000.5;
    let sign = -1.0;
    sign * big * half + (-x) * -2.0 - -x
}

#[differentiable]
fn constants_of_the_language(x: f64) -> f64 {
    x * std::f64::consts::PI + f64::EPSILON * x + core::f64::consts::E.powf(x) + f64::from(3_u8) * x
}

gradients! {
    shadowed_twice: (1.5, 0.5), (-0.3, 2.0);
    shadowed_in_a_block: (0.7);
    shadowed_by_itself: (0.7);
    shadowed_by_an_inactive_value: (0.7);
    inactive_then_active: (1.2);
    swapped: (1.5, -0.5);
    reference_patterns: (&1.5, &(0.5, 2.0));
    mutable_parameters: (1.5, -0.5);
    typed: (0.9);
    blocks_in_blocks: (0.9);
    block_as_a_statement: (0.9);
    unused: (0.9, 1.2);
    names_in_capitals: (0.9);
    items_in_the_body: (0.9);
    attributes_on_statements: (0.9);
    deferred_in_nested_branches: (0.9, 0), (0.9, 1), (0.9, 2);
    the_argument_itself: (0.9);
    returned_alias: (&[0.9, 0.1], 1.0);
    constant: (0.9);
    literals: (0.9);
    constants_of_the_language: (0.9);
    tuples: (1.5, -0.5);
    pattern_parameters: ((1.5, -0.5), &2.0, (0.3, 0.7));
    deferred: (0.9, true), (0.9, false);
}

/// Variables that are declared before they have a value.
mod declared_first {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn in_branches(x: f64, n: usize) -> f64 {
        let mut step;
        let mut k: usize;
        if x > 0.0 {
            step = x * x;
            k = n;
        } else {
            step = x.sin();
            k = 2 * n;
        }
        k += 1;
        step *= k as f64;
        step * x
    }

    #[differentiable]
    fn in_a_loop(x: &[f64]) -> f64 {
        let mut last;
        let mut sum = 0.0;
        let mut count = x.len();
        let mut half;
        while count > 0 {
            half = count / 2;
            last = x[half] * x[half];
            sum += last;
            count = half;
        }
        sum
    }

    #[differentiable]
    fn once(x: f64) -> f64 {
        let y;
        loop {
            y = x * x;
            break;
        }
        let z;
        'out: {
            z = y * x;
            if z > 1.0 {
                break 'out;
            }
        }
        y * z
    }

    #[differentiable]
    fn skipped(x: f64) -> f64 {
        'skip: {
            let o: f64;
            o = x * 2.0;
            if o > 1.0 {
                break 'skip;
            }
        }
        x
    }

    gradients! {
        in_branches: (1.3, 2), (-1.3, 2);
        in_a_loop: (&[0.5, 2.0, -1.0, 0.3, 4.0]), (&[]);
        once: (1.3), (0.3);
        skipped: (1.3), (0.3);
    }
}

/// Assignments to several places at once.
mod destructured {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn both(x: f64) -> (f64, f64) {
        (x.sin(), x * x)
    }

    #[differentiable]
    fn tuples(x: f64, k: usize) -> f64 {
        let (mut s, mut c) = x.sin_cos();
        (s, c) = match k % 4 {
            0 => (s, c),
            1 => (c, -s),
            2 => (-s, -c),
            _ => (-c, s),
        };
        let mut y = [0.0, x];
        (y[0], _) = both(c);
        let mut z = 1.0;
        ((s, z), y[1]) = (both(s), z * s);
        [c, z] = [z, c];
        s * y[0] + c * y[1] * z
    }

    gradients! {
        tuples: (0.7, 0), (0.7, 1), (0.7, 2), (0.7, 3);
    }
}
