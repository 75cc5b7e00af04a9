//! Each function of the issue at random arguments of other sizes, against differences and against itself under the
//! other policies: `P(none) = final` and `P(output) = input`.

use crate::functions::{r#final, inherited, input, none, output};
use crate::random::Random;
use crate::value::Answer;
use ad_runtime::testing::{check, check_extension};
use ad_runtime::{Ambient, ProjectTo};
use num_complex::Complex64;

/// Checks a function at a hundred points: where it inherits its policy by the checks of `ad_runtime::testing`, and then
/// the gradients that a user asks for. `m` and `n` are random sizes, zero among them.
macro_rules! at_random_points {
    ($($test:ident: $f:ident($($call:expr),+) where |$random:ident, $m:ident, $n:ident| $($x:ident = $value:expr),+;)*) => {$(
        #[test]
        fn $test() {
            for seed in 1..=100 {
                let $random = &mut Random::new(seed);
                let ($m, $n) = ($random.size(6), $random.size(6));
                $(let $x = $value;)+
                check!(inherited::$f($($call),+));

                // One argument has its bare cotangent, several have a tuple: so has the point.
                let point = ($($x.clone()),+);
                let projected = point.project::<Ambient>(&output::$f::gradient($($call),+)).values();
                assert_close(&projected, &input::$f::gradient($($call),+).values());
                let projected = point.project::<Ambient>(&none::$f::gradient($($call),+)).values();
                assert_close(&projected, &r#final::$f::gradient($($call),+).values());
            }
        }
    )*};
}

#[track_caller]
fn assert_close(projected: &[crate::value::Value], tangent: &[crate::value::Value]) {
    assert_eq!(projected.len(), tangent.len());
    for (projected, tangent) in projected.iter().zip(tangent) {
        assert!(projected.is_close_to(tangent), "{projected:?} is not {tangent:?}");
    }
}

at_random_points! {
    s01: sum_dense(&a) where |random, m, n| a = random.dense(m, n);
    s02: sum_sparse(&a) where |random, m, n| a = random.sparse(m, n);
    s04_and_f1: exp_through_complex(x) where |random, _m, _n| x = random.real();
    s05: exp_of_complex(z) where |random, _m, _n| z = random.complex();
    s06_and_s08: real_dot(&x, &y) where |random, _m, n| x = random.reals(n), y = random.complexes(n);
    s06_by_the_library: real_dot_of_library(&x, &y)
        where |random, _m, n| x = random.reals(n), y = random.complexes(n);
    s07: real_dot_of_constructed(&x, &y) where |random, _m, n| x = random.reals(n), y = random.complexes(n);
    s09: dot_with_scaled(&x) where |random, _m, n| x = random.reals(n);
    s09_by_the_library: dot_with_scaled_of_library(&x) where |random, _m, n| x = random.reals(n);
    s09_complex: dot_with_scaled_complex(&z) where |random, _m, n| z = random.complexes(n);
    s10: scaled_dot(&x) where |random, _m, n| x = random.reals(n);
    s10_complex: scaled_dot_complex(&z) where |random, _m, n| z = random.complexes(n);
    s11: mymul_mydot2(&x) where |random, _m, n| x = random.reals(n);
    s11b: mul_mydot2(&x) where |random, _m, n| x = random.reals(n);
    s12: mymul_complex_mydot2(&x) where |random, _m, n| x = random.reals(n);
    s12b: mul_complex_mydot2(&x) where |random, _m, n| x = random.reals(n);
    f2: exp_times_cos(x) where |random, _m, _n| x = random.real();
    s14: angle_of_square(z) where |random, _m, _n| z = random.complex();
    s15: sum_of_constructed_diagonal(&v) where |random, _m, n| v = random.reals(n);
    s16: sum_diagonal(&d) where |random, _m, n| d = random.diagonal(n);
}

/// The imaginary parts: the same operations on complex numbers that happen to be real.
#[test]
fn ambient_gradients_are_those_of_the_complex_extension() {
    let lifted = |x: &[f64]| x.iter().copied().map(Complex64::from).collect::<Vec<_>>();
    for seed in 1..=100 {
        let random = &mut Random::new(seed);
        let x = random.real();
        check_extension!(inherited::exp_through_complex(x), inherited::exp_of_complex(Complex64::from(x)));
        let x = random.reals(3);
        check_extension!(inherited::dot_with_scaled(&x), inherited::dot_with_scaled_complex(&lifted(&x)));
        check_extension!(inherited::scaled_dot(&x), inherited::scaled_dot_complex(&lifted(&x)));
    }
}
