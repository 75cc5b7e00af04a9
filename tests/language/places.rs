//! Places: references, elements, slices of slices, fields.

use ad_runtime::prelude::*;

#[differentiable]
fn references(x: &f64, y: &f64) -> f64 {
    let a = &x;
    let b = **a * *y;
    let c = &b;
    *c * x + *x
}

#[differentiable]
fn elements(x: &[f64], v: Vec<f64>, a: [f64; 3]) -> f64 {
    x[0] * v[1] * a[2] + x[x.len() - 1] * v[v.len() - 1] + a[0] * x[0]
}

#[differentiable]
fn the_same_element_twice(x: &[f64], i: usize, j: usize) -> f64 {
    x[i] * x[j] + x[i]
}

#[differentiable]
fn rows(a: &[Vec<f64>], b: &[[f64; 2]]) -> f64 {
    let row = &a[1];
    let mut sum = row[0] * a[0][1];
    for (left, right) in a.iter().zip(b) {
        sum += left[0] * right[1];
        for v in left {
            sum *= v;
        }
    }
    sum
}

#[differentiable]
fn slices_of_slices(x: &[f64]) -> f64 {
    let tail = &x[1..];
    let middle = &tail[..tail.len() - 1];
    let all = &middle[..];
    let last = &x[x.len() - 1..=x.len() - 1];
    all[0] * all[all.len() - 1] * last[0] + middle.sum() * tail.sum()
}

#[differentiable]
fn overlapping_slices(x: &[f64]) -> f64 {
    let a = &x[..2];
    let b = &x[1..];
    let mut sum = 0.0;
    for (u, v) in a.iter().zip(b) {
        sum += u * v * v;
    }
    dot(a, &b[..2]) * sum
}

#[differentiable]
fn slices_of_locals(x: &[f64], n: usize) -> f64 {
    let mut v = x.to_vec();
    v[0] *= x[1];
    let head = &v[..n];
    let sum = head.sum() * head.norm();
    v[1] = sum;
    let tail = &v[n..];
    tail.sum() * v[1]
}

#[differentiable]
fn fields_of_tuples(pair: (f64, (f64, f64)), other: &(f64, [f64; 2])) -> f64 {
    let inner = pair.1;
    let array = &other.1;
    pair.0 * inner.0 + inner.1 * other.0 * array[1] + pair.1.0 * other.1[0]
}

#[differentiable]
fn pairs_in_slices(points: &[(f64, f64)], masses: &[f64]) -> f64 {
    let mut energy = 0.0;
    for i in 0..points.len() {
        for j in 0..i {
            let (dx, dy) = (points[i].0 - points[j].0, points[i].1 - points[j].1);
            energy += masses[i] * masses[j] / dx.hypot(dy);
        }
    }
    for ((x, y), m) in points.iter().zip(masses) {
        energy += m * (x * x + y * y);
    }
    for &(x, _) in points {
        energy *= x;
    }
    energy
}

#[differentiable]
fn elements_of_temporaries(x: f64) -> f64 {
    let y = [x, x * x, 3.0][1];
    let z = vec![y, x][0];
    let w = (x, y * z).1;
    (y * z, w).0 * w
}

#[differentiable]
fn nested_containers(x: &[(f64, Vec<[f64; 2]>)]) -> f64 {
    let mut sum = 0.0;
    for (scale, points) in x {
        for p in points {
            sum += scale * p[0] * p[1];
        }
    }
    if x.len() > 1 {
        sum *= x[1].1[0][1];
    }
    sum
}

#[differentiable]
fn indices_of_values(x: &[f64]) -> f64 {
    let mut largest = 0;
    for i in 0..x.len() {
        if x[i] > x[largest] {
            largest = i;
        }
    }
    x[largest] * x[stop_gradient(x[0].abs() * 2.0) as usize]
}

#[differentiable]
fn options_as_results(x: f64, y: f64) -> Option<f64> {
    if x > y { Some(x * y) } else { None }
}

/// A struct of the user's.
#[derive(Debug, Clone, PartialEq, Differentiable)]
struct Joint {
    angle: f64,
    offsets: Vec<f64>,
    #[no_derivative]
    name: String,
}

#[derive(Debug, Clone, PartialEq, Differentiable)]
struct Arm {
    joints: Vec<Joint>,
    base: (f64, f64),
}

#[differentiable]
fn fields_of_structs(arm: &Arm, scale: f64) -> f64 {
    let mut reach = arm.base.0 * arm.base.1;
    for joint in &arm.joints {
        reach += joint.angle.sin() * scale;
        for offset in &joint.offsets {
            reach *= offset + joint.angle;
        }
        if joint.name.is_empty() {
            reach += scale;
        }
    }
    reach * arm.joints[0].angle
}

#[test]
fn structs_have_cotangents_field_by_field() {
    let joint = |angle, name: &str| Joint { angle, offsets: vec![0.5, 2.0], name: name.to_string() };
    let arm = Arm { joints: vec![joint(0.3, "elbow"), joint(0.7, "")], base: (1.0, 2.0) };
    let (arm_bar, scale_bar) = fields_of_structs::gradient(&arm, 1.5);
    let step = 1e-6;
    let quotient = |change: fn(&mut Arm, f64)| {
        let [mut up, mut down] = [arm.clone(), arm.clone()];
        change(&mut up, step);
        change(&mut down, -step);
        (fields_of_structs(&up, 1.5) - fields_of_structs(&down, 1.5)) / (2.0 * step)
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-7, "{a} is not {b}");
    close(arm_bar.joints[0].angle, quotient(|arm, step| arm.joints[0].angle += step));
    close(arm_bar.joints[1].angle, quotient(|arm, step| arm.joints[1].angle += step));
    close(arm_bar.joints[1].offsets[0], quotient(|arm, step| arm.joints[1].offsets[0] += step));
    close(arm_bar.base.1, quotient(|arm, step| arm.base.1 += step));
    close(scale_bar, (fields_of_structs(&arm, 1.5 + step) - fields_of_structs(&arm, 1.5 - step)) / (2.0 * step));
}

#[differentiable]
fn computed_indices(x: &[f64], n: usize, m: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..m {
            let k = i * m + j;
            sum += x[k] * x[(k + 1) % x.len()] * x[i * m + (m - 1 - j)];
        }
    }
    sum
}

gradients! {
    computed_indices: (&[0.5, 1.5, 2.0, 3.0, 0.1, 0.2], 2, 3);
    references: (&1.5, &0.5);
    elements: (&[0.5, 1.5], vec![2.0, 3.0], [0.1, 0.2, 0.3]);
    the_same_element_twice: (&[0.5, 1.5], 0, 1), (&[0.5, 1.5], 1, 1);
    rows: (&[vec![0.5, 1.5], vec![2.0]], &[[0.1, 0.2], [0.3, 0.4]]);
    overlapping_slices: (&[0.5, 1.5, 2.0]);
    slices_of_locals: (&[0.5, 1.5, 2.0], 1), (&[0.5, 1.5, 2.0], 3);
    fields_of_tuples: ((0.5, (1.5, 2.0)), &(3.0, [0.1, 0.2]));
    pairs_in_slices: (&[(0.5, 1.5), (2.0, 3.0), (0.1, 0.2)], &[1.0, 2.0, 3.0]), (&[(0.5, 1.5)], &[1.0]), (&[], &[]);
    elements_of_temporaries: (0.5);
    nested_containers: (&[(0.5, vec![[1.0, 2.0]]), (0.7, vec![[0.3, 0.4], [0.1, 0.2]])]), (&[(0.5, vec![])]), (&[]);
    indices_of_values: (&[0.6, 1.5, 0.1]);
    options_as_results: (1.5, 0.5), (0.5, 1.5);
    slices_of_slices: (&[0.5, 1.5, 2.0, 3.0]);
}
