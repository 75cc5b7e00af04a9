//! `if` and `match`, as statements and as values.

use ad_runtime::prelude::*;

#[differentiable]
fn if_as_a_value(x: f64) -> f64 {
    let y = if x > 0.0 { x * x } else { x.sin() };
    y * x
}

#[differentiable]
fn if_as_the_result(x: f64) -> f64 {
    if x > 1.0 {
        x.ln()
    } else if x > 0.0 {
        let y = x * x;
        y * y
    } else {
        0.0
    }
}

#[differentiable]
fn if_in_an_operand(x: f64, y: f64) -> f64 {
    x * (if y > x { y } else { x * y }) + if x > 0.0 { x } else { -x }
}

#[differentiable]
fn if_as_an_argument(x: f64) -> f64 {
    f64::max(if x > 0.0 { x } else { 2.0 * x }, x * x)
}

#[differentiable]
fn if_without_else(x: f64) -> f64 {
    let mut y = x;
    if x > 0.5 {
        y *= x;
    }
    if x > 1.5 {
        y = y.sin();
    }
    y * x
}

#[differentiable]
fn one_branch_inactive(x: f64) -> f64 {
    let y = if x > 0.0 { x * 3.0 } else { 7.0 };
    let z = if x > 0.0 { 7.0 } else { x };
    y * z
}

#[differentiable]
fn both_branches_inactive(x: f64) -> f64 {
    let y = if x > 0.0 { 3.0 } else { 7.0 };
    y * x
}

#[differentiable]
fn conditions(x: f64, y: f64, flag: bool) -> f64 {
    let inside = x > 0.0 && y > 0.0 || flag;
    let mut z = x * y;
    if inside && !(x * y > 100.0) {
        z *= x;
    }
    if !flag {
        z += y;
    }
    if x.is_finite() && (x - y).abs() < 10.0 {
        z *= 2.0;
    }
    z
}

#[differentiable]
fn untaken_branches_are_not_computed(x: f64) -> f64 {
    let root = if x > 0.0 { x.sqrt() } else { 0.0 };
    let inverse = if x == 0.0 { 1.0 } else { 1.0 / x };
    let index = if x > 0.0 { [x, x * x][1] } else { 0.0 };
    root + inverse + index
}

#[differentiable]
fn not_a_number_in_the_untaken_branch(x: f64) -> f64 {
    let y = if x < 0.0 { (x * 1e308 * 1e308) * 0.0 } else { x };
    let z = if x > 100.0 { x.ln() / 0.0 } else { y * y };
    y * z
}

#[differentiable]
fn tuple_of_branches(x: f64, up: bool) -> f64 {
    let (a, b) = if up { (x, x * x) } else { (x.sin(), 2.0) };
    a * b
}

#[differentiable]
fn shadowed_in_branches(x: f64) -> f64 {
    let y = x * x;
    let z = if x > 0.0 {
        let y = y * x;
        let x = y.cos();
        x * y
    } else {
        let y = 3.0 * x;
        y
    };
    z * y * x
}

#[differentiable]
fn assigned_in_nested_branches(x: f64, n: usize) -> f64 {
    let mut a = x;
    let mut b = 1.0;
    if n > 0 {
        b = a * a;
        if n > 1 {
            a = b * x;
            b *= a;
        } else {
            a *= 2.0;
        }
        b += a;
    }
    a * b
}

#[differentiable]
fn matched_integers(x: f64, n: i32) -> f64 {
    match n {
        0 => x,
        1 | 2 => x * x,
        3..=5 => {
            let y = x.sin();
            y * y
        }
        k if k < 0 => x * f64::from(k),
        k => x.powi(k) * f64::from(k),
    }
}

#[differentiable]
fn matched_tuples(x: f64, first: bool, n: usize) -> f64 {
    let pair = (first, n);
    let y = match pair {
        (true, n) => x * n as f64,
        (false, 0) => 1.0,
        (false, n @ 1..=3) => x.powi(n as i32),
        _ => x,
    };
    y * x
}

/// An inactive enum.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Linear,
    Power { exponent: i32 },
    Scaled(f64),
}

impl ad_runtime::Differentiable for Kind {
    type Cotangent<S: ad_runtime::Space> = NoTangent;
    type Place<S: ad_runtime::Space> = NoTangent;
    type Bare = Kind;
    fn bare(&self) -> &Kind {
        self
    }
    fn zero_cotangent<S: ad_runtime::Space>(&self) -> NoTangent {
        NoTangent
    }
    fn accumulate<A: ad_runtime::Space, B: ad_runtime::Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
    fn accumulate_place<A: ad_runtime::Space, B: ad_runtime::Space>(&self, _: &mut NoTangent, _: &NoTangent) {}
}

#[differentiable]
fn matched_enum(x: f64, #[no_derivative] kind: Kind) -> f64 {
    match kind {
        Kind::Linear => x,
        Kind::Power { exponent } => x.powi(exponent),
        Kind::Scaled(by) => by * x,
    }
}

#[test]
fn enums_that_have_no_tangent() {
    assert_eq!(matched_enum::gradient(3.0, Kind::Linear), (1.0, NoTangent));
    assert_eq!(matched_enum::gradient(3.0, Kind::Power { exponent: 2 }), (6.0, NoTangent));
    assert_eq!(matched_enum::gradient(3.0, Kind::Scaled(5.0)), (5.0, NoTangent));
}

#[differentiable]
fn matched_comparison(x: f64, y: f64) -> f64 {
    match (x > 0.0, y > x) {
        (true, true) => x * y,
        (true, false) => x / y,
        (false, _) => x - y,
    }
}

#[differentiable]
fn matched_text(x: f64, name: &str) -> f64 {
    match name {
        "sin" => x.sin(),
        "cos" => x.cos(),
        _ => x,
    }
}

#[differentiable]
fn matched_option(x: f64, n: i32) -> f64 {
    match usize::try_from(n).ok() {
        Some(n) if n > 1 => x.powi(n as i32),
        Some(_) => x * 2.0,
        None => x.exp(),
    }
}

#[differentiable]
fn guards_that_look_at_numbers(x: f64, n: usize) -> f64 {
    match n {
        0 if x > 1.0 => x * x,
        0 => x,
        n if x > n as f64 => x * x * x,
        _ => -x,
    }
}

#[differentiable]
fn matched_as_a_statement(x: f64, operations: &[char]) -> f64 {
    let mut y = x;
    for operation in operations {
        match operation {
            's' => y = y.sin(),
            '+' => y += x,
            '*' => y *= x,
            '-' => {}
            other => panic!("unknown operation {other}"),
        }
    }
    y
}

gradients! {
    if_as_a_value: (0.5), (-0.5);
    if_as_the_result: (1.5), (0.5), (-0.5);
    if_in_an_operand: (1.5, 2.0), (1.5, 0.5), (-0.5, -2.0);
    if_as_an_argument: (0.5), (2.0), (-0.7), (-3.0);
    if_without_else: (0.3), (0.7), (1.7);
    one_branch_inactive: (0.5), (-0.5);
    both_branches_inactive: (0.5), (-0.5);
    conditions: (0.5, 0.7, true), (0.5, 0.7, false), (-0.5, 0.7, false);
    untaken_branches_are_not_computed: (0.5), (-0.5);
    not_a_number_in_the_untaken_branch: (0.5);
    tuple_of_branches: (0.5, true), (0.5, false);
    shadowed_in_branches: (0.5), (-0.5);
    assigned_in_nested_branches: (0.5, 0), (0.5, 1), (0.5, 2);
    matched_comparison: (0.5, 0.7), (0.5, 0.3), (-0.5, 0.3);
    matched_text: (0.5, "sin"), (0.5, "cos"), (0.5, "");
    guards_that_look_at_numbers: (1.5, 0), (0.5, 0), (1.5, 1), (0.5, 1);
    matched_integers: (0.5, 0), (0.5, 2), (0.5, 4), (0.5, -3), (0.5, 7);
    matched_tuples: (0.5, true, 3), (0.5, false, 0), (0.5, false, 2), (0.5, false, 9);
    matched_option: (0.5, 3), (0.5, 1), (0.5, -1);
}

in_every_policy! {
    matched_as_a_statement: (0.5, &['s', '+', '*', '-', 's']), (0.5, &[]);
}

/// Alternatives of one pattern that bind different parts.
mod alternatives {
    use ad_runtime::prelude::*;

    #[derive(Clone, Debug, Differentiable)]
    enum Piece {
        Step(f64),
        Curve(f64),
        Stroke(f64, f64),
        Pair((f64, f64)),
    }

    #[differentiable]
    fn of(piece: &Piece, x: f64) -> f64 {
        match piece {
            Piece::Curve(u) | Piece::Stroke(_, u) if x > 0.0 => u * x,
            Piece::Step(u) | Piece::Curve(u) => u + x,
            Piece::Stroke(a, b) | Piece::Pair((b, a)) => a * b * b,
        }
    }

    #[differentiable]
    fn all(x: f64) -> f64 {
        let curves = of(&Piece::Curve(x * x), x) + of(&Piece::Curve(x * x), -x);
        let strokes = of(&Piece::Stroke(x, x * 3.0), x) * of(&Piece::Stroke(x, x.sin()), -x);
        of(&Piece::Step(x), x) + curves + strokes + of(&Piece::Pair((x, x * x)), x)
    }

    gradients! {
        all: (0.7);
    }
}

/// Whether an `Option` holds something that passes a test has no derivative.
mod tests_inside_options {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn trimmed(x: f64, zeros: usize) -> f64 {
        let mut v = vec![x, x * x];
        for _ in 0..zeros {
            v.push(0.0);
        }
        while let Some(true) = v.last().map(|last| *last == 0.0) {
            v.pop();
        }
        if v.first().map(|first| *first > 1.0) == Some(true) {
            v[0] *= x;
        }
        v[v.len() - 1] * v[0]
    }

    gradients! {
        trimmed: (0.7, 2), (1.7, 1), (1.7, 0);
    }
}
