//! The blocks of the Jacobian, as one would write them by hand.

use super::{Block, CAMERA, COLUMNS, cross, dot};

/// Both rows of an observation: by the camera, the point and the weight.
pub(crate) fn block(camera: &[f64; CAMERA], point: &[f64; 3], weight: f64, feature: &[f64; 2], rows: &mut Block) {
    let r = [camera[0], camera[1], camera[2]];
    let from = [point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]];
    let square = dot(&r, &r);
    let is_turned = square != 0.0;
    let angle = if is_turned { square.sqrt() } else { 1.0 };
    let (sin, cos) = if is_turned { angle.sin_cos() } else { (1.0, 1.0) };
    let inverse_angle = 1.0 / angle;
    let axis = [r[0] * inverse_angle, r[1] * inverse_angle, r[2] * inverse_angle];
    let (turned, along) = (cross(&axis, &from), dot(&axis, &from));
    let rest = 1.0 - cos;
    let mut seen = [0.0; 3];
    for i in 0..3 {
        seen[i] = from[i] * cos + turned[i] * sin + axis[i] * along * rest;
    }

    let (focal, k1, k2) = (camera[6], camera[9], camera[10]);
    let inverse = 1.0 / seen[2];
    let plane = [seen[0] * inverse, seen[1] * inverse];
    let square = plane[0] * plane[0] + plane[1] * plane[1];
    let distortion = 1.0 + k1 * square + k2 * square * square;
    let slope = 2.0 * (k1 + 2.0 * k2 * square);
    for which in 0..2 {
        let row = &mut rows[which * COLUMNS..][..COLUMNS];
        let scale = weight * focal;
        let mut by_plane = [scale * slope * plane[which] * plane[0], scale * slope * plane[which] * plane[1]];
        by_plane[which] += scale * distortion;
        // The plane is what is seen, its first two parts divided by the third.
        let seed = [
            by_plane[0] * inverse,
            by_plane[1] * inverse,
            -(by_plane[0] * plane[0] + by_plane[1] * plane[1]) * inverse,
        ];
        let (on_axis, turned_back, back) = (dot(&axis, &seed), cross(&from, &seed), cross(&seed, &axis));
        let by_angle = on_axis * along * sin + dot(&turned, &seed) * cos - dot(&from, &seed) * sin;
        let mut by_axis = [0.0; 3];
        for i in 0..3 {
            by_axis[i] = turned_back[i] * sin + rest * (along * seed[i] + on_axis * from[i]);
        }
        let lengthwise = dot(&by_axis, &axis);
        for i in 0..3 {
            row[i] = match is_turned {
                true => axis[i] * by_angle + (by_axis[i] - axis[i] * lengthwise) * inverse_angle,
                false => by_axis[i],
            };
            let by_point = seed[i] * cos + back[i] * sin + axis[i] * on_axis * rest;
            row[3 + i] = -by_point;
            row[CAMERA + i] = by_point;
        }
        let distorted = plane[which] * distortion;
        row[6] = weight * distorted;
        row[7 + which] = weight;
        row[8 - which] = 0.0;
        row[9] = scale * plane[which] * square;
        row[10] = row[9] * square;
        row[COLUMNS - 1] = distorted * focal + camera[7 + which] - feature[which];
    }
}
