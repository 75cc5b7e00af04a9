use ad_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Pair {
    a: f64,
    b: f64,
}

#[differentiable]
impl Pair {
    fn scale(&mut self, k: f64) -> f64 {
        self.a *= k;
        self.b *= k;
        self.a
    }

    fn count(&mut self) -> usize {
        self.a *= 2.0;
        2
    }

    fn bump(&mut self) -> f64 {
        self.a += 1.0;
        self.a
    }

    fn apply(&mut self, f: impl Fn(f64) -> f64) -> f64 {
        self.a = f(self.a);
        self.a
    }
}

#[differentiable]
fn pair(x: f64) -> Pair {
    Pair { a: x, b: x }
}

#[differentiable]
fn unused_value(x: f64) -> f64 {
    let mut p = pair(x);
    p.scale(2.0);
    p.a
}

#[differentiable]
fn inactive_value(x: f64) -> f64 {
    let mut p = pair(x);
    if p.count() > 1 { p.a } else { p.b }
}

#[differentiable]
fn compared(x: f64) -> f64 {
    let mut p = pair(x);
    if p.scale(2.0) > 1.0 { p.a } else { p.b }
}

#[differentiable]
fn seen_to_be_assigned(x: f64) -> f64 {
    let mut p = Pair { a: x, b: x };
    p.a = 2.0 * x;
    let _unused = p.bump();
    p.a
}

#[differentiable]
fn with_a_function(x: f64) -> f64 {
    let mut p = Pair { a: x, b: x };
    p.a = 2.0 * x;
    let _unused = p.apply(|t| t * 3.0);
    p.a
}

fn main() {}
