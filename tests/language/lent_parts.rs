//! Parts of options and slices that are looked at where they are.

use ad_runtime::prelude::*;

mod let_else {
    use super::*;

    #[differentiable]
    fn of_option(o: &Option<Vec<f64>>, x: f64) -> f64 {
        let Some(v) = o else { return x };
        v[0] * x
    }

    #[differentiable]
    fn of_number(o: &Option<f64>, x: f64) -> f64 {
        let doubled = x * 2.0;
        let Some(v) = o else { return doubled };
        let x = v * doubled;
        x * doubled
    }

    #[differentiable]
    fn as_reference(o: &Option<Vec<f64>>, x: f64) -> Option<f64> {
        let Some(v) = o.as_ref() else { return None };
        Some(v[0] * x)
    }

    #[differentiable]
    fn in_tuple(o: &(Option<f64>, f64), x: f64) -> f64 {
        let (Some(v), w) = o else { return x };
        v * x * w
    }

    #[differentiable]
    fn in_loop(rows: &[Vec<f64>], x: f64) -> f64 {
        let mut sum = x;
        for row in rows {
            let Some(first) = row.first() else { continue };
            let Some((last, others)) = row.split_last() else { break };
            sum += first * last * others.len() as f64;
            let Some(middle) = others.get(1..) else { break };
            sum *= middle.iter().sum::<f64>() + 1.0;
        }
        sum
    }

    #[differentiable]
    fn scale(o: &Option<Vec<f64>>, out: &mut [f64]) {
        let Some(v) = o else { return };
        out[0] *= v[0];
    }

    #[differentiable]
    fn without_value(o: &Option<Vec<f64>>, x: f64) -> f64 {
        let mut out = [x, x * x];
        scale(o, &mut out);
        out[0] * out[1]
    }

    #[differentiable]
    fn of_match(o: &Option<Vec<f64>>, at: &[f64], x: f64) -> f64 {
        let v = match o {
            Some(v) => v,
            None => return x * x,
        };
        let w = match at.get(v.len()) {
            None => panic!("no element {}", v.len()),
            Some(w) => w,
        };
        v[0] * x * w
    }

    gradients! {
        of_option: (&Some(vec![0.3, 0.4]), 0.7), (&None, 0.7);
        of_number: (&Some(0.3), 0.7), (&None, 0.7);
        as_reference: (&Some(vec![0.3, 0.4]), 0.7), (&None, 0.7);
        in_tuple: (&(Some(0.3), 0.4), 0.7), (&(None, 0.4), 0.7);
        in_loop: (&[vec![0.3], vec![], vec![0.3, 0.4, 0.5]], 0.7), (&[], 0.7);
        without_value: (&Some(vec![0.3, 0.4]), 0.7), (&None, 0.7);
        of_match: (&Some(vec![0.3]), &[0.4, 0.5], 0.7), (&None, &[], 0.7);
    }
}

mod elements {
    use super::*;

    #[differentiable]
    fn get(rows: &[Vec<f64>], x: f64) -> f64 {
        let at = 1;
        match rows.get(at) {
            Some(at) if x > 10.0 => at[0],
            Some(row) => row[0] * x,
            None => x,
        }
    }

    #[differentiable]
    fn get_or(rows: &[Vec<f64>], x: f64) -> f64 {
        let at = 1;
        let row = if let Some(row) = rows.get(at) { row[0] * x } else { x };
        rows.get(at + 1).map_or(row, |v| v[0] * x) + rows.last().map(|v| v[0] * v[0]).unwrap_or(row)
    }

    #[differentiable]
    fn greatest(v: &[f64], x: f64) -> f64 {
        let Some(greatest) = v.iter().max_by(|a, b| a.total_cmp(b)) else { return x };
        match v.iter().find(|a| **a < 0.4) {
            Some(small) => greatest * small * x,
            _ => greatest * x,
        }
    }

    #[differentiable]
    fn stack(v: &[f64], x: f64) -> f64 {
        let mut left = v.to_vec();
        let mut product = x;
        while let Some(last) = left.last() {
            product *= last;
            left.pop();
        }
        product
    }

    /// The index has an effect, and is evaluated once.
    #[differentiable]
    fn effective(v: &[f64], x: f64) -> f64 {
        let mut calls = 0;
        let mut next = || {
            calls += 1;
            calls
        };
        let taken = v.get(next()).copied().unwrap_or(x);
        let looked_at = match v.get(next()) {
            Some(a) => a * x,
            None => x,
        };
        taken * looked_at
    }

    gradients! {
        effective: (&[0.3, 0.9, 0.5], 0.7), (&[0.3, 0.9], 0.7);
        get_or: (&[vec![0.3], vec![0.4], vec![0.5]], 0.7), (&[vec![0.3]], 0.7), (&[], 0.7);
        greatest: (&[0.3, 0.9, 0.5], 0.7), (&[0.5], 0.7), (&[], 0.7);
        stack: (&[0.3, 0.9, 0.5], 0.7), (&[], 0.7);
        get: (&[vec![0.3], vec![0.4]], 0.7), (&[], 0.7);
    }
}

mod ends_of_patterns {
    use super::*;

    #[differentiable]
    fn of_array(x: [f64; 4], y: &[f64; 3], pair: (f64, f64, usize)) -> f64 {
        let [first, .., last] = x;
        let [a, rest @ ..] = y;
        let (p, ..) = pair;
        first * last * a * rest[1] * p
    }

    #[differentiable]
    fn in_match(o: &Option<(f64, f64, f64)>) -> f64 {
        match o {
            Some((a, ..)) if *a > 10.0 => 0.0,
            Some((a, b, ..)) => a * b,
            None => 1.0,
        }
    }

    gradients! {
        of_array: ([0.3, 0.4, 0.5, 0.6], &[0.7, 0.8, 0.9], (1.1, 1.2, 3));
        in_match: (&Some((0.3, 0.4, 0.5))), (&None);
    }
}

/// A type of one's own, whose methods are named as those of slices.
mod own_methods {
    use super::*;

    #[derive(Differentiable)]
    struct Pair {
        low: f64,
        high: f64,
    }

    #[differentiable]
    impl Pair {
        fn first(&self) -> Option<f64> {
            if self.low > 0.0 { Some(self.low * self.high) } else { None }
        }

        fn get(&self, at: usize) -> Option<f64> {
            match at {
                0 => Some(self.low),
                1 => Some(self.high * self.high),
                _ => None,
            }
        }
    }

    #[differentiable]
    fn looked_into(pair: &Pair, x: f64) -> f64 {
        let Some(first) = pair.first() else { return x };
        match pair.get(1) {
            Some(second) => first * second * x + pair.get(2).map_or(x, |v| v * x),
            None => 0.0,
        }
    }

    #[test]
    fn are_not_those_of_slices() {
        let (pair_bar, x_bar) = looked_into::gradient(&Pair { low: 0.5, high: 2.0 }, 3.0);
        assert_eq!((pair_bar.low, pair_bar.high, x_bar), (24.0, 18.0, 5.0));
    }
}
