//! Methods of vectors and slices that change them.

use ad_runtime::prelude::*;

#[differentiable]
fn stack(x: &[f64], scale: f64) -> f64 {
    let mut open: Vec<f64> = Vec::new();
    let mut total = 0.0;
    for (i, v) in x.iter().enumerate() {
        open.push(v * scale);
        if i % 2 == 1 {
            let top = open.pop().unwrap();
            total += top * top;
        }
    }
    while let Some(v) = open.pop() {
        total += v.sin();
        open.pop();
    }
    total
}

#[differentiable]
fn resized(x: &[f64], y: f64) -> f64 {
    let mut v = x.to_vec();
    v.resize(5, y * y);
    v.truncate(4);
    let mut w = v.clone();
    w.resize(2, y);
    w.clear();
    w.push(y);
    let mut sum = 0.0;
    for i in 0..v.len() {
        sum += v[i] * (i as f64 + 1.0) * w[0];
    }
    sum
}

#[differentiable]
fn inserted(x: &[f64], y: f64) -> f64 {
    let mut v: Vec<f64> = x.iter().map(|a| a * a).collect();
    v.insert(1, y);
    v.insert(v.len(), 3.0 * y);
    let first = v.remove(0);
    v.remove(1);
    let mut sum = first * 7.0;
    for i in 0..v.len() {
        sum += v[i].powi(i as i32 + 1);
    }
    sum
}

#[differentiable]
fn sorted(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let mut w = [x[0], x[1], x[2] * x[0]];
    w.sort_unstable_by(|a, b| b.total_cmp(a));
    let median = v[v.len() / 2];
    let mut sum = median * w[0];
    for i in 0..v.len() {
        sum += v[i] * (i as f64);
    }
    sum
}

#[differentiable]
fn sorted_in_place(x: &mut [f64]) -> f64 {
    x.sort_by(f64::total_cmp);
    x.rotate_left(1);
    x[0] * 3.0 + x[1] * x[2]
}

#[differentiable]
fn through_in_place(a: f64, b: f64) -> f64 {
    let mut x = vec![a * b, a, b];
    let y = sorted_in_place(&mut x);
    x.rotate_right(2);
    y * x[0] + x[1]
}

#[differentiable]
fn retained(x: &[f64], limit: f64) -> f64 {
    let mut v: Vec<f64> = x.iter().map(|a| a * limit).collect();
    v.retain(|a| *a > 1.0);
    let mut copy = vec![0.0; v.len()];
    copy.copy_from_slice(&v);
    copy.iter().map(|a| a * a).sum()
}

#[differentiable]
fn of_rows(x: &[f64]) -> f64 {
    let mut rows = vec![vec![x[0], x[1]], vec![x[2]], vec![]];
    rows.insert(0, vec![x[1] * x[2]]);
    let last = rows.pop().unwrap();
    let row = rows.remove(1);
    rows.sort_by(|a, b| b[0].total_cmp(&a[0]));
    rows[0][0] * 3.0 + rows[1][0] + row[1] * row[0] + last.len() as f64
}

#[derive(Clone, Differentiable)]
struct Curve {
    points: Vec<(f64, f64)>,
}

#[differentiable]
impl Curve {
    fn insert(&mut self, x: f64, y: f64) {
        self.points.push((x, y));
        self.points.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
    }

    fn length(&self) -> f64 {
        let mut sum = 0.0;
        for w in self.points.windows(2) {
            sum += (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1);
        }
        sum
    }
}

#[differentiable]
fn own_insert(a: f64, b: f64) -> f64 {
    let mut curve = Curve { points: vec![(0.0, a), (2.0, b)] };
    curve.insert(1.0, a * b);
    curve.length()
}

/// What stands in the brackets is evaluated once.
#[differentiable]
fn found_by_an_effect(x: f64) -> f64 {
    let mut rows = vec![vec![x, x * x], vec![2.0 * x, x], vec![x * x * x, x]];
    let mut next = vec![1, 1, 0, 1, 2];
    rows[next.pop().unwrap()].pop();
    rows[next.pop().unwrap()].insert(0, x * 7.0);
    let y = rows[next.pop().unwrap()].remove(1);
    rows[next.pop().unwrap()].swap(0, 2);
    rows[next.pop().unwrap()].sort_by(|a, b| b.total_cmp(a));
    y * rows[0][0] + rows[1].len() as f64 * rows[1][0] * rows[1][1] + rows[2].len() as f64 * rows[2][0]
}

gradients! {
    found_by_an_effect: (1.5), (0.3);
    stack: (&[0.3, 0.9, 1.4, -0.2, 0.5], 1.2), (&[], 2.0), (&[0.4], 2.0);
    resized: (&[0.3, 0.9], 1.2), (&[0.3, 0.9, 2.0, 0.1, 0.4, 0.6], 1.2);
    inserted: (&[0.3, 0.9], 1.2), (&[0.3, 0.9, 2.0], 0.2);
    sorted: (&[0.9, 0.3, 1.4]);
    through_in_place: (0.7, 1.8), (1.7, -0.6);
    retained: (&[0.3, 0.9, 1.4], 1.2), (&[0.3], 1.2);
    of_rows: (&[0.3, 0.9, 1.4]), (&[0.3, 0.9, 0.2]);
    own_insert: (0.7, 1.8);
}

/// What is assigned for the last time has a cotangent of another shape before.
#[allow(unused_assignments, reason = "that is what they are about")]
mod last_assignments {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn squares(v: &[f64]) -> f64 {
        v.iter().map(|v| v * v).sum()
    }

    #[differentiable]
    fn grown(x: f64, v: &[f64]) -> f64 {
        let mut w = v.to_vec();
        let copy = w.clone();
        let sum = squares(&w);
        w.push(x);
        sum * x + copy[0] * copy[1]
    }

    #[differentiable]
    fn replaced(x: f64, v: &[f64]) -> f64 {
        let mut w = v.to_vec();
        let sum = squares(&w) * w[1];
        if x > 0.0 {
            w = vec![x];
        }
        sum * x
    }

    #[differentiable]
    fn shortened(x: f64, v: &[f64]) -> f64 {
        let (mut w, mut u) = (v.to_vec(), v.to_vec());
        let sum = squares(&w) * w[1] * u[1];
        w.clear();
        u.truncate(1);
        sum * x
    }

    #[differentiable]
    fn parts(x: f64, v: &[f64]) -> f64 {
        let mut w = (v.to_vec(), vec![v.to_vec(), v.to_vec()]);
        let sum = squares(&w.0) * w.0[1] + squares(&w.1[0]) * w.1[1][1];
        w.0 = vec![x];
        w.1[1] = vec![x];
        w.1[0].push(x);
        sum * w.1[0][0]
    }

    #[differentiable]
    fn taken(x: f64) -> f64 {
        let mut w = vec![x];
        w.insert(1, x * x);
        w[1] * w.pop().unwrap()
    }

    gradients! {
        grown: (1.3, &[0.5, 2.0]);
        replaced: (1.3, &[0.5, 2.0]), (-1.3, &[0.5, 2.0]);
        shortened: (1.3, &[0.5, 2.0]);
        parts: (1.3, &[0.5, 2.0]);
        taken: (1.3);
    }
}
