//! Methods of the user's own that change what they are called on, by names that are known from elsewhere.

use ad_runtime::prelude::*;

#[derive(Clone, Copy, Debug, Differentiable)]
struct Pair {
    a: f64,
    b: f64,
}

#[differentiable]
impl Pair {
    fn new(a: f64, b: f64) -> Self {
        Pair { a, b }
    }

    fn scale(&mut self, k: f64) {
        self.a *= k;
        self.b *= k;
    }

    fn insert(&mut self, x: f64) {
        self.a = self.b;
        self.b = x;
    }

    fn pop(&mut self) -> f64 {
        let last = self.b;
        self.b = self.a;
        last
    }
}

#[differentiable]
fn of_a_written_type(x: f64) -> f64 {
    let mut p: Pair = Pair { a: x, b: x * x };
    p.scale(3.0);
    p.insert(p.a * 2.0);
    let y = p.pop();
    p.pop();
    p.a * y + p.b
}

#[differentiable]
fn of_a_parameter(p: &mut Pair, k: f64) {
    p.scale(k);
    p.insert(k);
}

#[differentiable]
fn through_a_parameter(x: f64) -> f64 {
    let mut p = Pair { a: x, b: 2.0 * x };
    of_a_parameter(&mut p, x);
    p.a * p.b
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct LowPass {
    y: f64,
    k: f64,
}

#[differentiable]
impl LowPass {
    fn filter(&mut self, x: f64) -> f64 {
        self.y += self.k * (x - self.y);
        self.y
    }
}

#[differentiable]
fn in_a_condition(x: f64) -> f64 {
    let mut low = LowPass { y: x, k: 0.5 };
    let mut passed = 0.0;
    if low.filter(2.0 * x) > 0.1 {
        passed += 1.0;
    }
    (1.0 + passed) * low.y
}

gradients! {
    in_a_condition: (1.0), (-0.4);
    of_a_written_type: (0.7), (-1.3);
    through_a_parameter: (0.7);
}

/// What stands on the left is read before the right changes it.
mod read_before_a_change {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn bump(y: &mut f64, by: f64) -> f64 {
        *y *= by;
        *y + 1.0
    }

    #[differentiable]
    fn by_a_method(x: f64, v: &[f64]) -> f64 {
        let mut w = v.to_vec();
        w[w.len() - 1] * w.pop().unwrap() + w[0] * x
    }

    #[differentiable]
    fn by_a_call(x: f64, v: &[f64]) -> f64 {
        let mut y = x;
        let mut pair = [x, 2.0];
        let a = y * bump(&mut y, v[0]) + y;
        a + pair[0] * bump(&mut pair[0], v[0]) + pair[0] * bump(&mut pair[1], x) * pair[1]
    }

    #[differentiable]
    fn of_no_derivative(x: f64, v: &[f64]) -> f64 {
        let mut n = 1.0;
        let sum = n * x + {
            n = 3.0;
            n * v[0]
        };
        sum * n
    }

    gradients! {
        by_a_method: (1.3, &[0.5, 2.0]);
        by_a_call: (1.3, &[0.5, 2.0]);
        of_no_derivative: (1.3, &[0.5, 2.0]);
    }
}

/// A ring of values: the index that is assigned to is a field of what is assigned.
mod ring {
    use ad_runtime::prelude::*;

    #[derive(Clone, Debug, Differentiable)]
    struct Ring {
        next: usize,
        sum: f64,
        values: Vec<f64>,
    }

    #[differentiable]
    impl Ring {
        fn push(&mut self, x: f64) -> f64 {
            self.next = if self.next + 1 < self.values.len() { self.next + 1 } else { 0 };
            let popped = self.values[self.next];
            if x > self.sum {
                self.sum += x * x;
                self.values[self.next] = x * self.sum;
            } else {
                self.values[self.next] = 0.5 * popped * x;
                self.values[self.next] *= self.values[0];
            }
            self.sum = self.values[self.next] * self.sum;
            self.sum * self.values[1]
        }
    }

    #[differentiable]
    fn filtered(x: &[f64]) -> f64 {
        let mut ring = Ring { next: 0, sum: x[0], values: vec![x[0], 1.0, x[1]] };
        x.iter().map(|v| ring.push(*v)).sum()
    }

    gradients! {
        filtered: (&[0.3, 0.5, 0.7]), (&[0.3, -0.5, 0.7, 0.9, 0.8]);
    }
}

/// Questions to a variable that is assigned elsewhere.
mod questions {
    use ad_runtime::prelude::*;

    trait Near {
        fn approx_eq(&self, other: &Self) -> bool;
        fn is_beyond(&self, limit: f64) -> bool;
    }

    impl Near for f64 {
        fn approx_eq(&self, other: &f64) -> bool {
            (self - other).abs() < 1e-9
        }
        fn is_beyond(&self, limit: f64) -> bool {
            *self > limit
        }
    }

    #[differentiable]
    fn asked(x: f64, y: f64) -> f64 {
        let mut product = x * y;
        if product.approx_eq(&1.0) || product.approx_eq(&-1.0) {
            return x;
        }
        while !product.is_beyond(2.0) {
            product *= x + 2.0;
        }
        product * y
    }

    gradients! {
        asked: (0.3, 0.4), (3.0, 0.9);
    }
}
