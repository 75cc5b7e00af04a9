use num_complex::{Complex64, c64};

/// Points of one real argument, as tuples, from plain numbers.
fn reals<const N: usize>(points: [f64; N]) -> [(f64,); N] {
    points.map(|x| (x,))
}

/// Points of one complex argument, in all four quadrants and on both axes.
fn plane() -> [(Complex64,); 7] {
    [c64(0.4, 0.3), c64(-0.6, 0.9), c64(-1.3, -0.4), c64(1.7, -0.8), c64(0.5, 0.0), c64(0.0, 0.7), c64(0.0, -0.6)]
        .map(|z| (z,))
}

macro_rules! of_argument {
    ($($f:ident at $points:expr;)*) => {$(
        #[test]
        fn $f() {
            check!($f: (x: R) in reals($points) => _y = x.$f(); arg0(x) of x);
        }
    )*};
}
macro_rules! of_result {
    ($($f:ident at $points:expr;)*) => {$(
        #[test]
        fn $f() {
            check!($f: (x: R) in reals($points) => y = x.$f(); arg0(y) of x);
        }
    )*};
}

const LINE: [f64; 5] = [-1.7, -0.4, 0.0, 0.3, 2.1];
const UNIT: [f64; 4] = [-0.8, -0.1, 0.0, 0.6];
const POSITIVE: [f64; 4] = [0.2, 0.9, 1.6, 7.0];

of_argument! {
    sin at LINE;
    cos at LINE;
    asin at UNIT;
    acos at UNIT;
    atan at LINE;
    sinh at LINE;
    cosh at LINE;
    asinh at LINE;
    acosh at [1.2, 2.0, 5.5];
    atanh at UNIT;
    ln at POSITIVE;
    log2 at POSITIVE;
    log10 at POSITIVE;
    ln_1p at [-0.5, 0.0, 1.3];
    abs at [-1.3, 0.7];
    signum at [-1.3, 0.7];
    floor at [-1.3, 0.7];
    ceil at [-1.3, 0.7];
    round at [-1.3, 0.7];
    trunc at [-1.3, 0.7];
    fract at [-1.3, 0.7];
    to_degrees at LINE;
    to_radians at LINE;
}
of_result! {
    exp at LINE;
    exp2 at LINE;
    exp_m1 at LINE;
    tan at [-1.0, 0.0, 0.8];
    tanh at LINE;
    sqrt at POSITIVE;
    cbrt at [-2.0, -0.5, 0.3, 4.0];
    recip at [-2.0, -0.5, 0.3, 4.0];
}

macro_rules! complex_of_argument {
    ($($f:ident)*) => {$( check!($f: (z: C) in plane() => _y = z.$f(); arg0(z) of z); )*};
}
macro_rules! complex_of_result {
    ($($f:ident)*) => {$( check!($f: (z: C) in plane() => y = z.$f(); arg0(y) of z); )*};
}

#[test]
fn complex_functions_of_the_argument() {
    complex_of_argument!(sin cos asin acos atan sinh cosh asinh atanh ln log2 log10);
    let off_the_cut = plane().into_iter().filter(|(z,)| z.im != 0.0);
    check!(acosh: (z: C) in off_the_cut.clone() => _y = z.acosh(); arg0(z) of z);
}

#[test]
fn complex_functions_of_the_result() {
    complex_of_result!(exp exp2 tan tanh sqrt cbrt inv finv);
}

#[test]
fn powi() {
    for n in [-3, -1, 0, 1, 2, 5] {
        check!(powi: (x: R) in reals([-1.4, 0.6, 2.0]) => _y = x.powi(n); arg0(x, n) of x);
        check!(powi: (z: C) in plane() => _y = z.powi(n); arg0(z, n) of z);
    }
    let n = 3_i16;
    check!(powi: (x: R) in reals([-1.4]) => _y = x.powi(n.into()); arg0(x, n) of x);
}

#[test]
fn powf() {
    check!(powf: (x: R, p: R) in [(0.7, 2.5), (1.8, -1.3), (3.0, 0.0), (0.4, 1.0)] => y = x.powf(p);
        arg0(x, p, y) of x; arg1(x, p, y) of p);
    let points = [(c64(0.7, -0.4), 2.5), (c64(-1.8, 0.3), -1.3), (c64(-0.5, -1.0), 0.5)];
    check!(powf: (z: C, p: R) in points => y = z.powf(p); arg0(z, p, y) of z; arg1(z, p, y) of p);
}

#[test]
fn powc() {
    let points = [(c64(0.7, -0.4), c64(2.5, 0.8)), (c64(-1.8, 0.3), c64(-1.3, -0.2)), (c64(0.5, 1.0), c64(0.0, 0.5))];
    check!(powc: (z: C, p: C) in points => y = z.powc(p); arg0(z, p, y) of z; arg1(z, p, y) of p);
}

#[test]
fn expf() {
    let points = [(c64(0.7, -0.4), 2.5), (c64(-1.8, 0.3), 0.6)];
    check!(expf: (z: C, b: R) in points => y = z.expf(b); arg0(b, y) of z; arg1(z, b, y) of b);
}

#[test]
fn log() {
    check!(log: (x: R, b: R) in [(0.7, 2.5), (4.0, 0.3)] => y = x.log(b); arg0(x, b) of x; arg1(b, y) of b);
    let points = [(c64(0.7, -0.4), 2.5), (c64(-1.8, 0.3), 0.6)];
    check!(log: (z: C, b: R) in points => y = z.log(b); arg0(z, b) of z; arg1(b, y) of b);
}

#[test]
fn atan2_and_hypot() {
    let points = [(0.7, 2.5), (-1.2, 0.3), (0.4, -0.9), (-2.0, -1.0), (0.0, 1.0), (1.0, 0.0)];
    check!(atan2: (y: R, x: R) in points => _t = y.atan2(x); arg0(y, x) of y; arg1(y, x) of x);
    check!(hypot: (x: R, y: R) in points => r = x.hypot(y); arg0(x, r) of x; arg1(y, r) of y);
}

#[test]
fn choices() {
    let points = [(0.7, 2.5), (1.2, -0.3), (-0.4, -0.9)];
    check!(max: (x: R, y: R) in points => _m = x.max(y); arg0(x, y) of x; arg1(x, y) of y);
    check!(min: (x: R, y: R) in points => _m = x.min(y); arg0(x, y) of x; arg1(x, y) of y);
    check!(clamp: (x: R, low: R, high: R) in [(0.5, 0.0, 1.0), (-0.5, 0.0, 1.0), (1.5, 0.0, 1.0)]
        => _y = x.clamp(low, high); arg0(x, low, high) of x; arg1(x, low) of low; arg2(x, high) of high);
    check!(copysign: (x: R, s: R) in [(0.7, 2.5), (1.2, -0.3), (-0.4, -0.9), (-0.3, 1.0)]
        => _y = x.copysign(s); arg0(x, s) of x; arg1(s) of s);
}

#[test]
fn mul_add_and_rem_euclid() {
    check!(midpoint: (a: R, b: R) in [(0.5, -1.5)] => _y = a.midpoint(b); arg0(a) of a; arg1(b) of b);
    check!(mul_add: (x: R, a: R, b: R) in [(0.5, -1.5, 2.0)]
        => _y = x.mul_add(a, b); arg0(a) of x; arg1(x) of a; arg2(b) of b);
    check!(rem_euclid: (x: R, m: R) in [(5.5, 2.0), (-5.5, 2.0), (5.5, -2.1), (-5.5, -2.1)]
        => _y = x.rem_euclid(m); arg0(x) of x; arg1(x, m) of m);
}

/// The bound `Scalar`, by which generic code finds the rules, takes no name from the functions that `Float` has.
#[test]
fn generic_code_keeps_its_names() {
    fn f<T: num_traits::Float + ad_runtime::Scalar>(x: T) -> T {
        [T::sqrt(x), x.exp(), T::zero()].into_iter().fold(T::one(), T::max) + T::sin(x) * x.powi(2)
    }
    assert_eq!(f(0.0), 1.0);
}
