//! Hand tracking: how far a model of a hand is from measured points, from the formulas of ADBench.

pub(crate) mod by_hand;

use ad_runtime::prelude::*;

/// Parameters of a pose: a rotation (3, axis times angle), a translation (3), and four angles for each finger.
pub(crate) const POSE: usize = 26;

/// A rotation, and behind it a translation: `y = A x + b`, row by row `(A b)`.
pub(crate) type Affine<T> = [[T; 4]; 3];

/// The bones of a hand, and its skin.
#[derive(Differentiable)]
#[no_derivative]
pub(crate) struct Model {
    pub(crate) bones: Vec<Bone>,
    /// Where each vertex is in the base pose.
    pub(crate) vertices: Vec<[f64; 3]>,
    /// For each vertex the bones that it follows, and how closely.
    pub(crate) weights: Vec<Vec<(usize, f64)>>,
    pub(crate) triangles: Vec<[usize; 3]>,
}

#[derive(Differentiable)]
#[no_derivative]
pub(crate) struct Bone {
    pub(crate) parent: Option<usize>,
    /// From the parent's frame to its own, in the base pose.
    pub(crate) relative: Affine<f64>,
    /// From the base pose to its own frame.
    pub(crate) inverse: Affine<f64>,
}

/// What was measured.
#[derive(Differentiable)]
#[no_derivative]
pub(crate) struct Measured {
    /// The points, each with what it belongs to: a vertex, or a triangle in which two coordinates say where.
    pub(crate) points: Vec<[f64; 3]>,
    pub(crate) correspondences: Vec<usize>,
}

pub(crate) struct Instance {
    pub(crate) model: Model,
    pub(crate) measured: Measured,
    /// Of points in triangles.
    pub(crate) coordinates: Option<Vec<[f64; 2]>>,
    pub(crate) pose: [f64; POSE],
}

/// `a b`
#[differentiable(forward)]
pub(crate) fn compose(a: &Affine<f64>, b: &Affine<f64>) -> Affine<f64> {
    let mut product = [[0.0; 4]; 3];
    for i in 0..3 {
        for j in 0..4 {
            product[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
        }
        product[i][3] += a[i][3];
    }
    product
}

/// The same with a frame on the right that does not move.
#[differentiable(forward)]
pub(crate) fn compose_fixed(a: &Affine<f64>, #[no_derivative] b: &Affine<f64>) -> Affine<f64> {
    let mut product = [[0.0; 4]; 3];
    for i in 0..3 {
        for j in 0..4 {
            product[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
        }
        product[i][3] += a[i][3];
    }
    product
}

/// The rotation by three angles around the axes, behind one that does not move.
#[differentiable(forward)]
pub(crate) fn turned(#[no_derivative] base: &Affine<f64>, x: f64, y: f64, z: f64) -> Affine<f64> {
    let (sx, cx) = x.sin_cos();
    let (sy, cy) = y.sin_cos();
    let (sz, cz) = z.sin_cos();
    let rotation = [
        [cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx],
        [sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx],
        [-sy, cy * sx, cy * cx],
    ];
    let mut product = [[0.0; 4]; 3];
    for i in 0..3 {
        for j in 0..3 {
            product[i][j] = base[i][0] * rotation[0][j] + base[i][1] * rotation[1][j] + base[i][2] * rotation[2][j];
        }
        product[i][3] += base[i][3];
    }
    product
}

/// The rotation by the length of `r` around it.
#[differentiable(forward)]
pub(crate) fn rotation(r: [f64; 3]) -> [[f64; 3]; 3] {
    let norm = (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]).sqrt();
    if norm < 1e-4 {
        return [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    }
    let (x, y, z) = (r[0] / norm, r[1] / norm, r[2] / norm);
    let (s, c) = norm.sin_cos();
    let d = 1.0 - c;
    [
        [c + x * x * d, x * y * d - z * s, x * z * d + y * s],
        [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
        [z * x * d - y * s, z * y * d + x * s, c + z * z * d],
    ]
}

/// The three angles of each bone: the bones of a finger bend one after the other, and its first one turns sideways too.
#[differentiable(forward)]
pub(crate) fn angles(pose: &[f64], bones: usize) -> Vec<[f64; 2]> {
    let mut angles = vec![[0.0; 2]; bones];
    for finger in 0..5 {
        for joint in 0..3 {
            // Of the columns 5.. of ADBench's matrix the first three are no bones: a finger begins at bone 2 + 4 finger.
            let bone = 2 + 4 * finger + joint;
            let at = 6 + 4 * finger + joint;
            if joint == 0 {
                angles[bone] = [pose[at], pose[at + 1]];
            } else {
                angles[bone] = [pose[at + 1], 0.0];
            }
        }
    }
    angles
}

/// Where all vertices are.
#[differentiable(forward)]
pub(crate) fn positions(pose: &[f64], #[no_derivative] model: &Model) -> Vec<[f64; 3]> {
    let angles = angles(pose, model.bones.len());
    let mut absolute: Vec<Affine<f64>> = Vec::new();
    let mut moved: Vec<Affine<f64>> = Vec::new();
    for (b, bone) in model.bones.iter().enumerate() {
        let own = turned(&bone.relative, angles[b][0], 0.0, angles[b][1]);
        let whole = match bone.parent {
            Some(parent) => compose(&absolute[parent], &own),
            None => own,
        };
        moved.push(compose_fixed(&whole, &bone.inverse));
        absolute.push(whole);
    }
    let rotation = rotation([pose[0], pose[1], pose[2]]);
    let mut positions = vec![[0.0; 3]; model.vertices.len()];
    for (v, x) in model.vertices.iter().enumerate() {
        let mut sum = [0.0; 3];
        for (b, weight) in model.weights[v].iter() {
            let frame = &moved[*b];
            for i in 0..3 {
                sum[i] += (frame[i][0] * x[0] + frame[i][1] * x[1] + frame[i][2] * x[2] + frame[i][3]) * weight;
            }
        }
        for i in 0..3 {
            positions[v][i] = rotation[i][0] * sum[0] + rotation[i][1] * sum[1] + rotation[i][2] * sum[2] + pose[3 + i];
        }
    }
    positions
}

/// From each point to its vertex.
#[differentiable(forward)]
pub(crate) fn simple(pose: &[f64], #[no_derivative] model: &Model, #[no_derivative] measured: &Measured) -> Vec<f64> {
    let positions = positions(pose, model);
    let mut residuals = vec![0.0; 3 * measured.points.len()];
    for n in 0..measured.points.len() {
        let v = measured.correspondences[n];
        for i in 0..3 {
            residuals[3 * n + i] = measured.points[n][i] - positions[v][i];
        }
    }
    residuals
}

/// From each point to its place in a triangle.
#[differentiable(forward)]
pub(crate) fn complicated(
    coordinates: &[[f64; 2]],
    pose: &[f64],
    #[no_derivative] model: &Model,
    #[no_derivative] measured: &Measured,
) -> Vec<f64> {
    let positions = positions(pose, model);
    let mut residuals = vec![0.0; 3 * measured.points.len()];
    for n in 0..measured.points.len() {
        let [a, b, c] = model.triangles[measured.correspondences[n]];
        let [u, v] = coordinates[n];
        let w = 1.0 - u - v;
        for i in 0..3 {
            let place = u * positions[a][i] + v * positions[b][i] + w * positions[c][i];
            residuals[3 * n + i] = measured.points[n][i] - place;
        }
    }
    residuals
}

/// The residuals of an instance.
pub(crate) fn residuals(instance: &Instance) -> Vec<f64> {
    let Instance { model, measured, coordinates, pose } = instance;
    match coordinates {
        None => simple(pose, model, measured),
        Some(coordinates) => complicated(coordinates, pose, model, measured),
    }
}

/// How many columns of the Jacobian are computed at once: with its value a number then fills a line of the cache.
const AT_ONCE: usize = 7;

/// Their Jacobian, column by column: by the pose, and before it by each point's own coordinates.
pub(crate) fn jacobian(instance: &Instance) -> Vec<f64> {
    let Instance { model, measured, coordinates, pose } = instance;
    let units: [[f64; POSE]; POSE] = std::array::from_fn(|k| std::array::from_fn(|i| if i == k { 1.0 } else { 0.0 }));
    let (before, mut all) = (if coordinates.is_some() { 2 } else { 0 }, Vec::new());
    let still = vec![[0.0; 2]; measured.points.len()];
    let along = [vec![[1.0, 0.0]; measured.points.len()], vec![[0.0, 1.0]; measured.points.len()]];
    for first in (0..before + POSE).step_by(AT_ONCE) {
        let by_pose: [&[f64]; AT_ONCE] = std::array::from_fn(|k| {
            let unit = (first + k).checked_sub(before).and_then(|k| units.get(k));
            unit.map_or(&[0.0; POSE][..], |unit| &unit[..])
        });
        let columns = match coordinates {
            None => simple::pushforward_n(pose, model, measured, by_pose).1,
            Some(coordinates) => {
                let by_coordinates = std::array::from_fn(|k| &along.get(first + k).unwrap_or(&still)[..]);
                complicated::pushforward_n(coordinates, pose, model, measured, by_coordinates, by_pose).1
            }
        };
        columns.iter().take(before + POSE - first).for_each(|column| all.extend_from_slice(column));
    }
    all
}
