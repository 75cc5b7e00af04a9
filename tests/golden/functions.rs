//! The functions of the issue, each as a user would write it, under the four policies and without one.

use crate::rules::{mydot2, mymul};
use ad_runtime::Diagonal;
use ad_runtime::prelude::*;
use ndarray::Array2;
use num_complex::Complex64;
use sprs::CsMat;

/// Writes every function five times: in a module for each policy, and in `inherited` without one.
macro_rules! under_every_policy {
    (@module $policy:ident $attribute:tt $(
        fn $f:ident($($x:ident: $X:ty),*) -> $R:ty $body:block
    )*) => {
        pub(crate) mod $policy {
            use super::*;
            $(under_every_policy! { @function $attribute fn $f($($x: $X),*) -> $R $body })*
        }
    };
    (@function ($($attribute:tt)*) $($function:tt)*) => {
        #[differentiable($($attribute)*)]
        pub(crate) $($function)*
    };
    ($($function:tt)*) => {
        under_every_policy! { @module input (project = "input") $($function)* }
        under_every_policy! { @module output (project = "output") $($function)* }
        under_every_policy! { @module r#final (project = "final") $($function)* }
        under_every_policy! { @module none (project = "none") $($function)* }
        under_every_policy! { @module inherited () $($function)* }
    };
}

under_every_policy! {
    // S01
    fn sum_dense(a: &Array2<f64>) -> f64 {
        a.sum()
    }

    // S02
    fn sum_sparse(a: &CsMat<f64>) -> f64 {
        a.sum()
    }

    // S04, and f1 of S13
    fn exp_through_complex(x: f64) -> f64 {
        (x * Complex64::new(1.0, 1.0)).exp().re
    }

    // S05
    fn exp_of_complex(x: Complex64) -> f64 {
        (x * Complex64::new(1.0, 1.0)).exp().re
    }

    // S06, S08
    fn real_dot(x: &[f64], y: &[Complex64]) -> f64 {
        mydot2(x, y).re
    }

    // S07
    fn real_dot_of_constructed(x: &[f64], y: &[Complex64]) -> f64 {
        let complex = constructed(x);
        mydot2(&complex, y).re
    }

    // S09
    fn dot_with_scaled(x: &[f64]) -> f64 {
        mydot2(&scaled(x), x).re
    }

    // S09, of complex numbers
    fn dot_with_scaled_complex(x: &[Complex64]) -> f64 {
        mydot2(&scaled_complex(x), x).re
    }

    // S10
    fn scaled_dot(x: &[f64]) -> f64 {
        (Complex64::new(3.0, -4.0) * mydot2(x, x)).re
    }

    // S10, of complex numbers
    fn scaled_dot_complex(x: &[Complex64]) -> f64 {
        (Complex64::new(3.0, -4.0) * mydot2(x, x)).re
    }

    // S11
    fn mymul_mydot2(x: &[f64]) -> f64 {
        mymul(Complex64::new(3.0, 4.0), mydot2(x, x)).re
    }

    // S11b
    fn mul_mydot2(x: &[f64]) -> f64 {
        (Complex64::new(3.0, 4.0) * mydot2(x, x)).re
    }

    // S12
    fn mymul_complex_mydot2(x: &[f64]) -> f64 {
        mymul(Complex64::new(3.0, 4.0), Complex64::from(mydot2(x, x))).re
    }

    // S12b
    fn mul_complex_mydot2(x: &[f64]) -> f64 {
        (Complex64::new(3.0, 4.0) * Complex64::from(mydot2(x, x))).re
    }

    // f2 of S13
    fn exp_times_cos(x: f64) -> f64 {
        x.exp() * x.cos()
    }

    // S14
    fn angle_of_square(z: Complex64) -> f64 {
        (z.re * z.powi(2)).arg()
    }

    // S15
    fn sum_of_constructed_diagonal(v: &[f64]) -> f64 {
        Diagonal::new(v.to_vec()).sum()
    }

    // S16
    fn sum_diagonal(d: &Diagonal<f64>) -> f64 {
        d.sum()
    }

    // S06 and S08 by the inner product of the library.
    fn real_dot_of_library(x: &[f64], y: &[Complex64]) -> f64 {
        dot(x, y).re
    }

    // S09 by the inner product of the library.
    fn dot_with_scaled_of_library(x: &[f64]) -> f64 {
        dot(&scaled(x), x).re
    }
}

/// `complex(x)`
#[differentiable]
pub(crate) fn constructed(x: &[f64]) -> Vec<Complex64> {
    let mut complex = vec![Complex64::new(0.0, 0.0); x.len()];
    for i in 0..x.len() {
        complex[i] = Complex64::from(x[i]);
    }
    complex
}

/// `(3+4i) x`
#[differentiable]
pub(crate) fn scaled(x: &[f64]) -> Vec<Complex64> {
    let mut scaled = vec![Complex64::new(0.0, 0.0); x.len()];
    for i in 0..x.len() {
        scaled[i] = Complex64::new(3.0, 4.0) * x[i];
    }
    scaled
}

/// `(3+4i) x`
#[differentiable]
pub(crate) fn scaled_complex(x: &[Complex64]) -> Vec<Complex64> {
    let mut scaled = vec![Complex64::new(0.0, 0.0); x.len()];
    for i in 0..x.len() {
        scaled[i] = Complex64::new(3.0, 4.0) * x[i];
    }
    scaled
}
