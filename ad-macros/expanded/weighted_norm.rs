#[differentiable]
fn weighted_norm(x: &[f64], w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let scaled = if w[i] > 1.0 { x[i] / w[i] } else { x[i] };
        sum += scaled * scaled;
    }
    norm_of(sum, x.len())
}
