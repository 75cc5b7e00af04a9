use num_complex::{Complex64, c64};

/// Points off zero, in all four quadrants and on both axes.
fn plane() -> [(Complex64,); 7] {
    [c64(0.4, 0.3), c64(-0.6, 0.9), c64(-1.3, -0.4), c64(1.7, -0.8), c64(0.5, 0.1), c64(0.1, 0.7), c64(0.2, -0.6)]
        .map(|z| (z,))
}

#[test]
fn real_results() {
    check!(re: (z: C) in plane() => _x = z.re; arg0(z) of z);
    check!(im: (z: C) in plane() => _x = z.im; arg0(z) of z);
    check!(norm: (z: C) in plane() => n = z.norm(); arg0(z, n) of z);
    check!(norm_sqr: (z: C) in plane() => _n = z.norm_sqr(); arg0(z) of z);
    check!(l1_norm: (z: C) in plane() => _n = z.l1_norm(); arg0(z) of z);
    check!(arg: (z: C) in plane() => _t = z.arg(); arg0(z) of z);
}

#[test]
fn complex_results() {
    check!(conj: (z: C) in plane() => _w = z.conj(); arg0(z) of z);
    let points = [(c64(0.4, 0.3), 0.7), (c64(-1.3, 0.4), -1.2)];
    check!(scale: (z: C, t: R) in points => _w = z.scale(t); arg0(t) of z; arg1(z) of t);
    check!(unscale: (z: C, t: R) in points => _w = z.unscale(t); arg0(t) of z; arg1(z, t) of t);
    let points = [(c64(0.4, 0.3), c64(0.7, -0.9)), (c64(-1.3, 0.4), c64(-0.2, 1.0))];
    check!(fdiv: (z: C, w: C) in points => _q = z.fdiv(w); arg0(w) of z; arg1(z, w) of w);
}

#[test]
fn constructors() {
    let points = [(0.4, 0.3), (-1.3, 0.4), (0.0, 0.0)];
    check!(complex_new: (x: R, y: R) in points => _z = C::new(x, y);
        arg0(x) of x constructor; arg1(y) of y constructor);
    check!(complex_from: (x: R) in [(0.4,)] => _z = C::from(x); arg0(x) of x constructor);
    check!(complex_from: (w: C) in plane() => _z = C::from(w); arg0(w) of w);
    check!(complex_from_polar: (r: R, t: R) in points => _z = C::from_polar(r, t);
        arg0(r, t) of r constructor; arg1(r, t) of t constructor);
    check!(complex_cis: (t: R) in [(0.4,), (-2.0,)] => z = C::cis(t); arg0(z) of t constructor);
}
