#[differentiable(forward)]
fn spring(x: &[f64], #[no_derivative] stiffness: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..x.len() {
        energy += 0.5 * stiffness * (x[i] - x[i - 1]).powi(2);
    }
    energy
}
