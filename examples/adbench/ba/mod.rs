//! Bundle adjustment: where cameras see points, and how far that is from where they were seen, from the formulas of ADBench.

pub(crate) mod by_hand;

use ad_runtime::prelude::*;
use sprs::CsMat;

/// Parameters of a camera: rotation (3, axis times angle), centre (3), focal length, principal point (2), distortion (2).
pub(crate) const CAMERA: usize = 11;

/// Numbers that one observation depends on: its camera, its point, its weight.
pub(crate) const COLUMNS: usize = CAMERA + 3 + 1;

pub(crate) struct Instance {
    pub(crate) cameras: Vec<[f64; CAMERA]>,
    pub(crate) points: Vec<[f64; 3]>,
    pub(crate) weights: Vec<f64>,
    /// For each observation which camera saw which point, and where.
    pub(crate) observations: Vec<Observation>,
}

#[derive(Clone, Copy)]
pub(crate) struct Observation {
    pub(crate) camera: usize,
    pub(crate) point: usize,
    pub(crate) feature: [f64; 2],
}

#[differentiable]
pub(crate) fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[differentiable]
pub(crate) fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Turns `x` by `|r|` around `r`.
#[differentiable]
pub(crate) fn rotate(r: &[f64; 3], x: &[f64; 3]) -> [f64; 3] {
    let square = dot(r, r);
    if square == 0.0 {
        let turned = cross(r, x);
        return [x[0] + turned[0], x[1] + turned[1], x[2] + turned[2]];
    }
    let angle = square.sqrt();
    let (sin, cos) = angle.sin_cos();
    let axis = [r[0] / angle, r[1] / angle, r[2] / angle];
    let turned = cross(&axis, x);
    let along = dot(&axis, x) * (1.0 - cos);
    [
        x[0] * cos + turned[0] * sin + axis[0] * along,
        x[1] * cos + turned[1] * sin + axis[1] * along,
        x[2] * cos + turned[2] * sin + axis[2] * along,
    ]
}

/// Where a camera sees a point.
#[differentiable]
pub(crate) fn project(camera: &[f64; CAMERA], point: &[f64; 3]) -> [f64; 2] {
    let from_centre = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let seen = rotate(&[camera[0], camera[1], camera[2]], &from_centre);
    let (x, y) = (seen[0] / seen[2], seen[1] / seen[2]);
    let square = x * x + y * y;
    let distortion = 1.0 + camera[9] * square + camera[10] * square * square;
    [x * distortion * camera[6] + camera[7], y * distortion * camera[6] + camera[8]]
}

/// How far that is from where it was seen, weighted.
#[differentiable]
pub(crate) fn residual(
    camera: &[f64; CAMERA],
    point: &[f64; 3],
    weight: f64,
    #[no_derivative] feature: &[f64; 2],
) -> [f64; 2] {
    let seen = project(camera, point);
    [weight * (seen[0] - feature[0]), weight * (seen[1] - feature[1])]
}

/// All residuals: two for each observation, and then one for each weight.
pub(crate) fn objective(instance: &Instance, residuals: &mut Vec<f64>) {
    residuals.clear();
    for (seen, weight) in instance.observations.iter().zip(&instance.weights) {
        let camera = &instance.cameras[seen.camera];
        residuals.extend(residual(camera, &instance.points[seen.point], *weight, &seen.feature));
    }
    residuals.extend(instance.weights.iter().map(|w| 1.0 - w * w));
}

/// Both rows of an observation: by the camera, the point and the weight.
pub(crate) type Block = [f64; 2 * COLUMNS];

/// The rows of one observation, by two pullbacks of one primal.
pub(crate) fn block(camera: &[f64; CAMERA], point: &[f64; 3], weight: f64, feature: &[f64; 2], rows: &mut Block) {
    let (_, pullback) = residual::pullback(camera, point, weight, feature);
    for (row, seed) in rows.chunks_exact_mut(COLUMNS).zip([[1.0, 0.0], [0.0, 1.0]]) {
        let (by_camera, by_point, by_weight, _) = pullback(seed);
        row[..CAMERA].copy_from_slice(&by_camera);
        row[CAMERA..CAMERA + 3].copy_from_slice(&by_point);
        row[COLUMNS - 1] = by_weight;
    }
}

/// The Jacobian in rows, made of the blocks of all observations. The storage is that of `before`, whatever was in it.
pub(crate) fn jacobian(
    instance: &Instance,
    before: CsMat<f64>,
    block: impl Fn(&[f64; CAMERA], &[f64; 3], f64, &[f64; 2], &mut Block),
) -> CsMat<f64> {
    let Instance { cameras, points, weights, observations } = instance;
    let (first_point, count) = (CAMERA * cameras.len(), observations.len());
    let first_weight = first_point + 3 * points.len();
    let (mut starts, mut columns, mut values) = before.into_raw_storage();
    starts.clear();
    columns.clear();
    values.clear();
    let mut rows = [0.0; 2 * COLUMNS];
    for (index, (seen, weight)) in observations.iter().zip(weights).enumerate() {
        block(&cameras[seen.camera], &points[seen.point], *weight, &seen.feature, &mut rows);
        values.extend_from_slice(&rows);
        for _ in 0..2 {
            starts.push(columns.len());
            columns.extend(CAMERA * seen.camera..CAMERA * (seen.camera + 1));
            columns.extend(first_point + 3 * seen.point..first_point + 3 * (seen.point + 1));
            columns.push(first_weight + index);
        }
    }
    for (index, weight) in weights.iter().enumerate() {
        starts.push(columns.len());
        columns.push(first_weight + index);
        values.push(-2.0 * weight);
    }
    starts.push(columns.len());
    CsMat::new((3 * count, first_weight + count), starts, columns, values)
}

/// The blocks alone, one behind the other.
pub(crate) fn blocks(
    instance: &Instance,
    all: &mut Vec<Block>,
    block: impl Fn(&[f64; CAMERA], &[f64; 3], f64, &[f64; 2], &mut Block),
) {
    all.resize(instance.observations.len(), [0.0; 2 * COLUMNS]);
    for ((seen, weight), rows) in instance.observations.iter().zip(&instance.weights).zip(all) {
        block(&instance.cameras[seen.camera], &instance.points[seen.point], *weight, &seen.feature, rows);
    }
}
