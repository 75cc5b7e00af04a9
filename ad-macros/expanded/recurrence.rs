#[differentiable]
fn recurrence(x0: f64, p: f64, h: f64, steps: usize) -> f64 {
    let mut x = x0;
    for _ in 0..steps {
        if x > 100.0 {
            return x * p;
        }
        x += h * (x * p).sin();
    }
    x
}
