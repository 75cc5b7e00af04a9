//! Annotated functions inside functions, annotated and not.

use ad_runtime::prelude::*;

#[differentiable]
fn outer(x: f64) -> f64 {
    const SCALE: f64 = 2.0;

    #[differentiable]
    fn square(x: f64) -> f64 {
        x * x
    }

    fn scale(n: f64) -> f64 {
        n * SCALE
    }

    use std::f64::consts::PI;
    let factor = scale(PI);
    square(x) * factor
}

#[test]
fn functions_inside_functions() {
    #[derive(Differentiable, Clone, Copy)]
    struct Local {
        x: f64,
    }

    #[differentiable]
    fn of_local(local: Local) -> f64 {
        outer(local.x)
    }

    let gradient = 3.0 * 4.0 * std::f64::consts::PI;
    assert_eq!(outer::gradient(3.0), gradient);
    assert_eq!(of_local::gradient(Local { x: 3.0 }).x, gradient);
}
