//! The Jacobian of the residuals, as one writes it by hand: a bone's angle moves the bones behind it alone.

use super::{Affine, Instance, POSE, compose, rotation, turned};

/// The derivative of a motion, and whether it is zero.
type Motion = Option<Affine<f64>>;

/// All columns one behind the other: those of the two coordinates, where there are some, and those of the pose.
pub(crate) fn jacobian(instance: &Instance) -> Vec<f64> {
    let Instance { model, measured, coordinates, pose } = instance;
    let bones = model.bones.len();
    let angles = super::angles(pose, bones);
    let own: Vec<Affine<f64>> =
        (0..bones).map(|b| turned(&model.bones[b].relative, angles[b][0], 0.0, angles[b][1])).collect();
    let mut absolute: Vec<Affine<f64>> = Vec::with_capacity(bones);
    for (bone, own) in model.bones.iter().zip(&own) {
        let whole = bone.parent.map_or(*own, |parent| compose(&absolute[parent], own));
        absolute.push(whole);
    }
    let moved: Vec<Affine<f64>> =
        absolute.iter().zip(&model.bones).map(|(whole, bone)| compose(whole, &bone.inverse)).collect();
    let turn = rotation([pose[0], pose[1], pose[2]]);
    let (rows, first) = (3 * measured.points.len(), if coordinates.is_some() { 2 } else { 0 });
    let mut all = vec![0.0; rows * (first + POSE)];

    // What each point is made of: vertices and their shares.
    let parts = |n: usize| match coordinates {
        None => [(measured.correspondences[n], 1.0), (0, 0.0), (0, 0.0)],
        Some(coordinates) => {
            let ([a, b, c], [u, v]) = (model.triangles[measured.correspondences[n]], coordinates[n]);
            [(a, u), (b, v), (c, 1.0 - u - v)]
        }
    };
    let skinned = |frames: &dyn Fn(usize) -> Motion, v: usize| {
        let mut sum = [0.0; 3];
        for &(b, weight) in &model.weights[v] {
            if let Some(frame) = frames(b) {
                let x = apply(&frame, &model.vertices[v]);
                (0..3).for_each(|i| sum[i] += weight * x[i]);
            }
        }
        sum
    };
    let whole = |frames: &dyn Fn(usize) -> Motion, n: usize| {
        let mut sum = [0.0; 3];
        for (v, share) in parts(n).into_iter().filter(|(_, share)| *share != 0.0) {
            let x = skinned(frames, v);
            (0..3).for_each(|i| sum[i] += share * x[i]);
        }
        sum
    };
    let still = |b: usize| Some(moved[b]);
    let mut put = |column: usize, n: usize, x: [f64; 3]| {
        (0..3).for_each(|i| all[rows * column + 3 * n + i] = -x[i]);
    };
    let times = |a: &[[f64; 3]; 3], x: [f64; 3]| [0, 1, 2].map(|i| a[i][0] * x[0] + a[i][1] * x[1] + a[i][2] * x[2]);
    let of_turn = derivatives_of_rotation([pose[0], pose[1], pose[2]]);
    for n in 0..measured.points.len() {
        let x = whole(&still, n);
        for (k, of_turn) in of_turn.iter().enumerate() {
            put(first + k, n, times(of_turn, x));
            put(first + 3 + k, n, [0, 1, 2].map(|i| if i == k { 1.0 } else { 0.0 }));
        }
        if coordinates.is_some() {
            let [(a, _), (b, _), (c, _)] = parts(n);
            let corner = [a, b, c].map(|v| times(&turn, skinned(&still, v)));
            for k in 0..2 {
                put(k, n, [0, 1, 2].map(|i| corner[k][i] - corner[2][i]));
            }
        }
    }
    for finger in 0..5 {
        for parameter in 0..4 {
            let bone = 2 + 4 * finger + [0, 0, 1, 2][parameter];
            let by_own = derivative_of_turned(&model.bones[bone].relative, angles[bone], parameter == 1);
            let mut motions: Vec<Motion> = vec![None; bones];
            for b in bone..bones {
                let parent = model.bones[b].parent;
                motions[b] = match parent.and_then(|parent| motions[parent]) {
                    Some(motion) => Some(compose(&motion, &own[b])),
                    None if b == bone => Some(parent.map_or(by_own, |parent| linear(&absolute[parent], &by_own))),
                    None => None,
                };
            }
            let motions: Vec<Motion> = motions
                .iter()
                .zip(&model.bones)
                .map(|(motion, bone)| motion.map(|motion| compose(&motion, &bone.inverse)))
                .collect();
            for n in 0..measured.points.len() {
                put(first + 6 + 4 * finger + parameter, n, times(&turn, whole(&|b| motions[b], n)));
            }
        }
    }
    all
}

fn apply(a: &Affine<f64>, x: &[f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|i| a[i][0] * x[0] + a[i][1] * x[1] + a[i][2] * x[2] + a[i][3])
}

/// `a d`, of a derivative: the translation of `a` does not move.
fn linear(a: &Affine<f64>, d: &Affine<f64>) -> Affine<f64> {
    [0, 1, 2].map(|i| [0, 1, 2, 3].map(|j| a[i][0] * d[0][j] + a[i][1] * d[1][j] + a[i][2] * d[2][j]))
}

/// The derivative of `base Rz(z) Rx(x)` by one of the angles.
fn derivative_of_turned(base: &Affine<f64>, [x, z]: [f64; 2], by_z: bool) -> Affine<f64> {
    let ((sx, cx), (sz, cz)) = (x.sin_cos(), z.sin_cos());
    let rotation = match by_z {
        true => [[-sz, -cz * cx, cz * sx], [cz, -sz * cx, sz * sx], [0.0; 3]],
        false => [[0.0, sz * sx, sz * cx], [0.0, -cz * sx, -cz * cx], [0.0, cx, -sx]],
    };
    let column = |i: usize, j: usize| (0..3).map(|k| base[i][k] * rotation[k][j]).sum();
    [0, 1, 2].map(|i| [column(i, 0), column(i, 1), column(i, 2), 0.0])
}

/// The derivatives of [`rotation`] by each of the three numbers.
fn derivatives_of_rotation(r: [f64; 3]) -> [[[f64; 3]; 3]; 3] {
    let norm = (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]).sqrt();
    if norm < 1e-4 {
        return [[[0.0; 3]; 3]; 3];
    }
    let a = r.map(|r| r / norm);
    let (s, c) = norm.sin_cos();
    let sign = |i: usize, j: usize| match (3 + j - i) % 3 {
        0 => 0.0,
        1 => -1.0,
        _ => 1.0,
    };
    // (I - a aᵀ) / norm is the derivative of the axis, and a that of the angle.
    [0, 1, 2].map(|k| {
        let axis = [0, 1, 2].map(|i| (if i == k { 1.0 } else { 0.0 } - a[i] * a[k]) / norm);
        [0, 1, 2].map(|i| {
            [0, 1, 2].map(|j| {
                let third = 3 - i - j;
                let identity = if i == j { 1.0 } else { 0.0 };
                let skew = if i == j { [0.0; 2] } else { [sign(i, j) * a[third], sign(i, j) * axis[third]] };
                -s * a[k] * (identity - a[i] * a[j])
                    + (1.0 - c) * (axis[i] * a[j] + a[i] * axis[j])
                    + c * a[k] * skew[0]
                    + s * skew[1]
            })
        })
    })
}
