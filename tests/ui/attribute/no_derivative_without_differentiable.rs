fn square(#[no_derivative] x: f64) -> f64 {
    x * x
}

fn main() {
    square(1.0);
}
