//! The gradient of the mixture's likelihood, as one would write it by hand.

use super::{Instance, constant, log_sum_exp};

/// The value, and its gradient by `alphas`, `means` and `factors`, one behind the other.
pub(crate) fn value_and_gradient(instance: &Instance) -> (f64, Vec<f64>) {
    if instance.d < 32 { of_columns::<false>(instance) } else { of_columns::<true>(instance) }
}

/// `LONG`: whether columns are long enough for sums in lanes.
fn of_columns<const LONG: bool>(instance: &Instance) -> (f64, Vec<f64>) {
    let Instance { d, alphas, means, factors, points, prior } = instance;
    let (d, k, n) = (*d, alphas.len(), points.len() / d);
    let size = d * (d + 1) / 2;
    let mut gradient = vec![0.0; k + k * d + k * size];
    let (alphas_bar, rest) = gradient.split_at_mut(k);
    let (means_bar, factors_bar) = rest.split_at_mut(k * d);
    let mut diagonals = vec![0.0; k * d];
    let mut sums = vec![0.0; k];
    for c in 0..k {
        let logarithms = &factors[c * size..][..d];
        for (diagonal, q) in diagonals[c * d..][..d].iter_mut().zip(logarithms) {
            *diagonal = q.exp();
        }
        sums[c] = logarithms.iter().sum();
    }

    let mut total = 0.0;
    let mut terms = vec![0.0; k];
    let mut centred = vec![0.0; k * d];
    let mut transformed = vec![0.0; k * d];
    let mut pulled = vec![0.0; d];
    for point in points.chunks_exact(d) {
        for c in 0..k {
            let (mean, diagonal) = (&means[c * d..][..d], &diagonals[c * d..][..d]);
            let (centred, transformed) = (&mut centred[c * d..][..d], &mut transformed[c * d..][..d]);
            for i in 0..d {
                centred[i] = point[i] - mean[i];
                transformed[i] = diagonal[i] * centred[i];
            }
            let mut columns = &factors[c * size..][d..size];
            for i in 0..d {
                let (column, others) = columns.split_at(d - i - 1);
                let x = centred[i];
                for (y, l) in transformed[i + 1..].iter_mut().zip(column) {
                    *y += l * x;
                }
                columns = others;
            }
            let square: f64 = transformed.iter().map(|y| y * y).sum();
            terms[c] = alphas[c] + sums[c] - 0.5 * square;
        }
        let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for term in &mut terms {
            *term = (*term - largest).exp();
            sum += *term;
        }
        total += sum.ln() + largest;
        for c in 0..k {
            let weight = terms[c] / sum;
            alphas_bar[c] += weight;
            let diagonal = &diagonals[c * d..][..d];
            let (centred, transformed) = (&centred[c * d..][..d], &transformed[c * d..][..d]);
            let columns = &factors[c * size..][d..size];
            let (logarithms_bar, columns_bar) = factors_bar[c * size..][..size].split_at_mut(d);
            let (mut columns, mut columns_bar) = (columns, columns_bar);
            for i in 0..d {
                let (column, others) = columns.split_at(d - i - 1);
                let (column_bar, others_bar) = columns_bar.split_at_mut(d - i - 1);
                let (x, y) = (weight * centred[i], &transformed[i + 1..]);
                pulled[i] = if LONG && column.len() >= 16 {
                    in_lanes(x, y, column, column_bar)
                } else {
                    let mut dot = 0.0;
                    for ((l, l_bar), y) in column.iter().zip(column_bar).zip(y) {
                        *l_bar -= x * y;
                        dot += l * y;
                    }
                    dot
                };
                (columns, columns_bar) = (others, others_bar);
            }
            let mean_bar = &mut means_bar[c * d..][..d];
            for i in 0..d {
                let scaled = diagonal[i] * transformed[i];
                mean_bar[i] += weight * (pulled[i] + scaled);
                logarithms_bar[i] += weight * (1.0 - centred[i] * scaled);
            }
        }
    }

    let squared = prior.gamma * prior.gamma;
    let mut penalty = 0.0;
    for c in 0..k {
        let (logarithms_bar, columns_bar) = factors_bar[c * size..][..size].split_at_mut(d);
        let (diagonal, columns) = (&diagonals[c * d..][..d], &factors[c * size..][d..size]);
        let mut squares = 0.0;
        for (q_bar, q) in logarithms_bar.iter_mut().zip(diagonal) {
            squares += q * q;
            *q_bar += squared * q * q - prior.m as f64;
        }
        for (l_bar, l) in columns_bar.iter_mut().zip(columns) {
            squares += l * l;
            *l_bar += squared * l;
        }
        penalty += 0.5 * squared * squares - prior.m as f64 * sums[c];
    }
    let normaliser = log_sum_exp(alphas);
    for (alpha_bar, alpha) in alphas_bar.iter_mut().zip(alphas) {
        *alpha_bar -= n as f64 * (alpha - normaliser).exp();
    }
    (total - n as f64 * normaliser + penalty - constant(n, d, k, *prior), gradient)
}

/// `l_bar -= x y`, and the product of `l` and `y`, which goes in four lanes, since additions wait for each other. As a function
/// of its own it knows that its slices do not overlap.
#[inline(never)]
fn in_lanes(x: f64, y: &[f64], l: &[f64], l_bar: &mut [f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (mut y, mut l, mut l_bar) = (y.chunks_exact(4), l.chunks_exact(4), l_bar.chunks_exact_mut(4));
    for ((y, l), l_bar) in y.by_ref().zip(l.by_ref()).zip(l_bar.by_ref()) {
        for lane in 0..4 {
            l_bar[lane] -= x * y[lane];
            lanes[lane] += l[lane] * y[lane];
        }
    }
    let mut dot = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    for ((y, l), l_bar) in y.remainder().iter().zip(l.remainder()).zip(l_bar.into_remainder()) {
        *l_bar -= x * y;
        dot += l * y;
    }
    dot
}
