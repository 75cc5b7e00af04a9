//! The functions of `ad_runtime::functions`, in every policy: at ordinary points against differences, at the ends and at
//! kinks against what the documentation says.

use ad_runtime::functions::*;
use ad_runtime::testing::{Check, check};

in_every_policy! {
    around_sine {
        sinc(0.3); sinc(-2.7); sinc(0.002); sinc(0.0);
        sin_pi(0.3); sin_pi(-7.1); sin_pi(2.0);
        cos_pi(0.3); cos_pi(-7.1); cos_pi(1.5);
    }
    around_logistic {
        logistic(0.7); logistic(-3.0);
        softplus(0.7); softplus(-3.0);
        logit(0.2); logit(0.9);
    }
    polynomials {
        polynomial(&[1.0, -2.0, 0.5], 0.7);
        polynomial(&[], 0.7);
    }
    exponentials_of_slices {
        log_sum_exp(&[0.3, -1.0, 2.0]); log_sum_exp(&[0.3]);
        softmax(&[0.3, -1.0, 2.0]);
        log_softmax(&[0.3, -1.0, 2.0]);
        cross_entropy(&[0.3, 0.7], &[0.4, 0.6]);
    }
    statistics {
        variance(&[0.3, -1.0, 2.0]);
        standard_deviation(&[0.3, -1.0, 2.0]);
    }
    norms {
        norm_1(&[0.3, -1.0, 2.0]); norm_1(&[0.0_f64; 0]);
        norm_max(&[0.3, -1.0, 2.0]); norm_max(&[0.0_f64; 0]);
        norm_p(&[0.3, -1.0, 2.0], 3.0); norm_p(&[0.3, -1.0, 2.0], 1.5);
        normalized(&[0.3, -1.0, 2.0]);
    }
    cumulative {
        cumulative_sum(&[0.3, -1.0, 2.0]); cumulative_sum(&[0.0_f64; 0]);
        cumulative_product(&[0.3, -1.0, 2.0]); cumulative_product(&[0.3, 0.0, 2.0]);
    }
    error_functions {
        erf(0.4); erf(-1.2); erfc(0.4); erfc(2.0);
    }
    gamma_functions {
        gamma(2.3); gamma(-1.4);
        ln_gamma(2.3); ln_gamma(-0.4);
        beta(1.2, 2.5); ln_beta(1.2, 2.5);
    }
    bessel_functions {
        bessel_j(0, 1.3); bessel_j(2, -1.3); bessel_j(-1, 1.3);
        bessel_y(0, 1.3); bessel_y(3, 1.3);
    }
}

/// The crate that computes it does so to about ten digits.
#[test]
fn digamma_and_its_derivative() {
    check!(digamma(2.3), Check::new().tolerance(1e-5));
    check!(digamma(-1.3), Check::new().tolerance(1e-5));
}

#[test]
fn in_single_precision() {
    assert!((softplus::gradient(0.7_f32) - logistic(0.7_f32)).abs() < 1e-7);
    assert!((erf(0.4_f32) - erf(0.4_f64) as f32).abs() < 1e-7);
    assert!((sinc::gradient(0.3_f32) - sinc::gradient(0.3_f64) as f32).abs() < 1e-5);
}

/// Two formulas meet at 0.01 / π.
#[test]
fn the_derivative_of_sinc_has_no_step() {
    let at = 0.01 / std::f64::consts::PI;
    let (below, above) = (sinc::gradient(at * (1.0 - 1e-9)), sinc::gradient(at * (1.0 + 1e-9)));
    assert!((below / above - 1.0).abs() < 1e-8, "{below} {above}");
}

#[test]
fn the_ends() {
    assert_eq!((log_sum_exp::<f64>(&[]), log_sum_exp::gradient::<f64>(&[])), (f64::NEG_INFINITY, vec![]));
    assert_eq!(log_sum_exp::gradient(&[0.0, f64::NEG_INFINITY]), [1.0, 0.0]);
    assert_eq!(log_sum_exp(&[0.0, f64::INFINITY]), f64::INFINITY);
    assert!(log_sum_exp(&[0.0, f64::NAN]).is_nan());
    assert_eq!(softmax::<f64>(&[]), Vec::<f64>::new());
    assert_eq!(softplus::gradient(f64::NEG_INFINITY), 0.0);
    assert_eq!(norm_1::gradient(&[0.0]), [0.0]);
    assert_eq!(norm_max::gradient(&[2.0, -2.0]), [0.5, -0.5]);
    assert!(variance(&[1.0_f64]).is_nan());
    assert_eq!((sin_pi(1e300), cos_pi(1e300)), (0.0, 1.0));
    assert!(sin_pi(f64::INFINITY).is_nan());
}

#[test]
#[should_panic(expected = "the cross entropy of 1 and 2 numbers")]
fn of_other_lengths() {
    cross_entropy(&[1.0], &[0.5, 0.5]);
}
