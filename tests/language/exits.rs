//! `return`, `break` and `continue`.

use ad_runtime::prelude::*;

#[differentiable]
fn at_once(x: f64) -> f64 {
    return x * x;
}

#[differentiable]
fn before_anything(x: f64, n: usize) -> f64 {
    if n == 0 {
        return x;
    }
    let y = x.sin();
    if n == 1 {
        return y * x;
    }
    if n == 2 {
        return 3.0;
    }
    let z = y * y;
    z * x
}

#[differentiable]
fn with_else(x: f64) -> f64 {
    if x > 0.0 {
        return x * x;
    } else {
        return x.exp();
    }
}

#[differentiable]
fn from_a_loop(x: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
        if sum > limit {
            return sum * v;
        }
        sum *= limit;
    }
    sum.sin()
}

#[differentiable]
fn from_nested_loops(x: &[f64], stop: usize) -> f64 {
    let mut product = 1.0;
    for i in 0..x.len() {
        let before = product;
        for j in 0..x.len() {
            product *= x[j] + before;
            if (i, j) == (stop, stop) {
                return product * x[i] + before;
            }
            product = product.sin();
        }
        product += before;
    }
    product
}

#[differentiable]
fn with_break(x: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    let mut last = 1.0;
    for v in x {
        last = *v;
        if last > limit {
            break;
        }
        sum += last * last;
    }
    sum * last
}

#[differentiable]
fn with_continue(x: &[f64]) -> f64 {
    let mut product = 1.0;
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 1 {
            continue;
        }
        let factor = v * v + 0.5;
        if factor > 3.0 {
            product += factor;
            continue;
        }
        product *= factor;
    }
    product
}

#[differentiable]
fn with_labels(x: &[f64], a: usize, b: usize) -> f64 {
    let mut sum = 1.0;
    'rows: for i in 0..x.len() {
        let mut row = x[i];
        for j in 0..x.len() {
            if i == a && j == b {
                sum *= row;
                continue 'rows;
            }
            row *= x[j];
            if i == a + 1 && j == b {
                sum += row;
                break 'rows;
            }
            row += sum;
        }
        sum += row * x[i];
    }
    sum * sum
}

#[differentiable]
fn labels_that_repeat(x: f64) -> f64 {
    let mut y = x;
    'a: for i in 0..3 {
        'b: loop {
            y *= x;
            if i == 1 {
                continue 'a;
            }
            break 'b;
        }
        y += x;
    }
    'a: while y < 100.0 {
        y *= 2.0;
        if y > 10.0 {
            break 'a;
        }
    }
    y
}

#[differentiable]
fn continue_in_a_while(x: f64) -> f64 {
    let mut n = 0;
    let mut y = x;
    while n < 6 {
        n += 1;
        if n % 3 == 0 {
            continue;
        }
        y = y * x + f64::from(n);
    }
    y
}

#[differentiable]
fn exit_after_a_write(x: f64, n: usize) -> f64 {
    let mut v = [x, x * x, 1.0];
    for i in 0..5 {
        v[i % 3] *= v[(i + 1) % 3] + x;
        if i == n {
            v[0] = v[1] * v[2];
            break;
        }
        v[2] = v[0];
    }
    v[0] * v[1] + v[2]
}

#[differentiable]
fn from_a_block(x: f64) -> f64 {
    {
        let y = x * x;
        if y > 1.0 {
            return y;
        }
    }
    x
}

#[differentiable]
fn returns_in_every_branch(x: f64, n: i32) -> f64 {
    match n {
        0 => return x,
        1 => {
            let y = x * x;
            return y * y;
        }
        _ => {}
    }
    if n == 2 {
        return x.cos();
    }
    x.sin()
}

#[differentiable]
fn panics_elsewhere(x: f64, n: i32) -> f64 {
    match n {
        0 => x * x,
        1 => panic!("one"),
        _ => unreachable!("{n} is neither"),
    }
}

#[differentiable]
fn containers(x: &[f64], short: bool) -> Vec<f64> {
    if short {
        return vec![x[0] * x[1]];
    }
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[0];
    }
    y
}

#[differentiable]
fn loop_that_only_returns(x: f64) -> f64 {
    let mut y = x;
    loop {
        y *= 2.0;
        if y > 10.0 {
            return y * x;
        }
    }
}

gradients! {
    loop_that_only_returns: (0.7);
    at_once: (0.5);
    before_anything: (0.5, 0), (0.5, 1), (0.5, 2), (0.5, 3);
    with_else: (0.5), (-0.5);
    from_a_loop: (&[0.5, 1.5, 2.0], 1.0), (&[0.5, 1.5, 2.0], 100.0), (&[2.0], 1.0), (&[], 1.0);
    with_break: (&[0.5, 1.5, 2.0], 1.0), (&[0.5, 1.5, 2.0], 9.0), (&[0.5], 0.0), (&[], 0.0);
    with_continue: (&[0.5, 1.5, 2.0, 0.1, 0.3]), (&[]);
    labels_that_repeat: (0.7);
    continue_in_a_while: (0.7);
    exit_after_a_write: (0.7, 0), (0.7, 2), (0.7, 4), (0.7, 9);
    from_a_block: (0.7), (1.7);
    returns_in_every_branch: (0.7, 0), (0.7, 1), (0.7, 2), (0.7, 3);
    panics_elsewhere: (0.7, 0);
    from_nested_loops: (&[0.5, 1.5, 0.2], 1), (&[0.5, 1.5, 0.2], 0), (&[0.5, 1.5, 0.2], 9), (&[], 0);
    with_labels: (&[0.5, 1.5, 0.2], 0, 1), (&[0.5, 1.5, 0.2], 1, 0), (&[0.5, 1.5, 0.2], 7, 7), (&[], 0, 0);
}

pullbacks! {
    containers: (&[0.7, 0.2, 0.3], true), (&[0.7, 0.2, 0.3], false);
}

#[test]
#[should_panic(expected = "one")]
fn a_panic_of_the_function_is_one_of_the_gradient() {
    panics_elsewhere::gradient(0.7, 1);
}
