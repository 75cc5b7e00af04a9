//! The functions, once for each policy.

/// The same functions under a policy.
macro_rules! functions {
    ($module:ident, $policy:tt) => {
        pub(crate) mod $module {
            use ad_runtime::prelude::*;
            use sprs::CsMat;

            #[differentiable(project = $policy)]
            pub(crate) fn sum(a: &CsMat<f64>) -> f64 {
                a.sum()
            }

            #[differentiable(project = $policy)]
            pub(crate) fn inner(a: &CsMat<f64>, b: &CsMat<f64>) -> f64 {
                dot(a, b)
            }

            #[differentiable(project = $policy)]
            pub(crate) fn bilinear(a: &CsMat<f64>, u: &[f64], v: &[f64]) -> f64 {
                dot(u, &a.times(v))
            }

            #[differentiable(project = $policy)]
            pub(crate) fn sum_of_product(a: &CsMat<f64>, x: &[f64]) -> f64 {
                a.times(x).sum()
            }

            #[differentiable(project = $policy)]
            pub(crate) fn least_squares(a: &CsMat<f64>, x: &[f64], b: &[f64]) -> f64 {
                let product = a.times(x);
                let mut total = 0.0;
                for i in 0..b.len() {
                    total += (product[i] - b[i]) * (product[i] - b[i]);
                }
                total
            }

            #[differentiable(project = $policy)]
            pub(crate) fn ten_steps(a: &CsMat<f64>, x: &[f64]) -> f64 {
                let mut x = x.to_vec();
                for _ in 0..10 {
                    x = a.times(&x).iter().map(|y| y.tanh()).collect();
                }
                x.sum()
            }

            #[differentiable(project = $policy)]
            pub(crate) fn quadratic(a: &CsMat<f64>, x: &[f64]) -> f64 {
                let y = a.times(x);
                dot(&y, &y)
            }
        }
    };
}

functions!(input, "input");
functions!(none, "none");
