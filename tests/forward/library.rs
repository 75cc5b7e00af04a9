//! Functions of the library on dual numbers: their own derivatives, where the code alone would not tell them.

use ad_runtime::functions::*;
use ad_runtime::prelude::*;

#[differentiable(forward)]
fn log_likelihood(x: &[f64]) -> f64 {
    log_sum_exp(x) + dot(x, &softmax(x)) * variance(x)
}

#[differentiable(forward)]
fn stopped(x: f64) -> f64 {
    stop_gradient(x * x) * x
}

/// Second derivatives by dual numbers against differences of the first.
macro_rules! second_derivatives {
    ($($test:ident: |$x:ident: T| $y:expr, at $($at:expr),*;)*) => {$(
        #[test]
        fn $test() {
            #[differentiable(forward)]
            fn f<T: ad_runtime::Real>($x: T) -> T {
                $y
            }
            for x in [$($at),*] {
                let x: f64 = x;
                let step = 1e-5;
                let difference = (f::gradient(x + step) - f::gradient(x - step)) / (2.0 * step);
                let second = f::hvp(x, 1.0);
                assert!((second - difference).abs() < 1e-6 * (1.0 + difference.abs()), "{second} and {difference} at {x}");
                let (value, first) = f::pushforward(x, 1.0);
                assert!((first - f::gradient(x)).abs() < 1e-12 * (1.0 + first.abs()));
                assert_eq!(value, f(x));
            }
        }
    )*};
}
second_derivatives! {
    of_sinc: |x: T| sinc(x), at 0.0, 0.001, 0.3, -1.0;
    of_sin_pi: |x: T| sin_pi(x), at 0.0, 0.25, 7.5;
    of_logistic: |x: T| logistic(x), at 0.0, 2.0, -30.0;
    of_softplus: |x: T| softplus(x), at 0.0, 2.0, -30.0;
    of_erf: |x: T| erf(x), at 0.0, 0.7, -2.0;
    of_ln_gamma: |x: T| ln_gamma(x), at 0.4, 3.0, 20.0;
    of_gamma: |x: T| gamma(x), at 0.4, 3.0;
    of_digamma: |x: T| digamma(x), at 0.4, 3.0, 20.0, -0.3;
    of_bessel_j: |x: T| bessel_j(1, x), at 0.0, 2.0;
}

#[test]
fn functions_of_slices() {
    let x = [0.3, -0.2, 1.1];
    let hessian = log_likelihood::hessian(&x);
    crate::assert_close(&hessian, &hessian.t().to_owned());
    let gradient = log_likelihood::gradient(&x);
    let (_, along) = log_likelihood::pushforward(&x, &[1.0, 0.0, 0.0]);
    assert!((along - gradient[0]).abs() < 1e-12);
    let jacobian = softmax::jacobian(&x);
    assert!(jacobian.sum_axis(ndarray::Axis(0)).iter().all(|sum| sum.abs() < 1e-15));
}

#[test]
fn what_is_stopped_is_stopped_in_both_modes() {
    assert_eq!(stopped::gradient(3.0), 9.0);
    assert_eq!(stopped::pushforward(3.0, 1.0), (27.0, 9.0));
}
