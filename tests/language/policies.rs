//! Policies: moving a sub-expression into a function changes no gradient under any of them; inheritance; two on one path.

use ad_runtime::prelude::*;
use ad_runtime::{Diagonal, MatrixCotangent};
use ndarray::Array2;
use num_complex::{Complex64, c64};
use sprs::{CsMat, TriMat};

/// A gradient to be compared: of matrices the entries.
trait Entries {
    type Entries: PartialEq + std::fmt::Debug;
    fn entries(self) -> Self::Entries;
}

macro_rules! its_own_entries {
    ($($t:ty),*) => {$(
        impl Entries for $t {
            type Entries = $t;
            fn entries(self) -> $t {
                self
            }
        }
    )*};
}
its_own_entries!(f64, ScalarCotangent<f64>, Complex64, CsMat<f64>, CsMat<ScalarCotangent<f64>>);
its_own_entries!(Diagonal<f64>, Diagonal<ScalarCotangent<f64>>);

impl<T: Entries> Entries for Vec<T> {
    type Entries = Vec<T::Entries>;
    fn entries(self) -> Self::Entries {
        self.into_iter().map(T::entries).collect()
    }
}

impl<N: ad_runtime::Number> Entries for MatrixCotangent<N> {
    type Entries = Array2<N>;
    fn entries(self) -> Array2<N> {
        self.to_dense()
    }
}

impl<A: Entries, B: Entries> Entries for (A, B) {
    type Entries = (A::Entries, B::Entries);
    fn entries(self) -> Self::Entries {
        (self.0.entries(), self.1.entries())
    }
}

/// Each function written in one piece and with parts of it moved into helpers, under every policy, on both axes and on
/// each. Arguments are small integers, so that no order of summation matters.
macro_rules! whole_and_split {
    ($($name:ident ($($x:ident: $X:ty = $at:expr),*) { whole $whole:block split $split:block })*) => {$(
        mod $name {
            use super::*;
            whole_and_split! { @policies ($($x: $X = $at),*) $whole $split
                input(project = "input");
                output(project = "output");
                r#final(project = "final");
                none(project = "none");
                number_output(project(number = "output", structure = "input"));
                number_final(project(number = "final", structure = "input"));
                number_none(project(number = "none", structure = "input"));
                structure_output(project(structure = "output"));
                structure_final(project(structure = "final"));
                structure_none(project(structure = "none"));
                crossed(project(number = "output", structure = "final"));
            }
        }
    )*};
    (@policies $parameters:tt $whole:block $split:block $($policy:ident $attribute:tt;)*) => {
        $(whole_and_split! { @policy $policy $attribute $parameters $whole $split })*
    };
    (@policy $policy:ident ($($attribute:tt)*) ($($x:ident: $X:ty = $at:expr),*) $whole:block $split:block) => {
        #[test]
        fn $policy() {
            #[differentiable($($attribute)*)]
            fn whole($($x: $X),*) -> f64 $whole

            #[differentiable($($attribute)*)]
            fn split($($x: $X),*) -> f64 $split

            $(let $x = $at;)*
            assert_eq!(whole($($x.lend()),*), split($($x.lend()),*));
            assert_eq!(whole::gradient($($x.lend()),*).entries(), split::gradient($($x.lend()),*).entries());
        }
    };
}

/// Numbers are passed by value, everything else by reference.
trait Lend {
    type Lent<'a>
    where
        Self: 'a;
    fn lend(&self) -> Self::Lent<'_>;
}

macro_rules! lend {
    ($($t:ty => $Lent:ty, |$x:ident| $lent:expr;)*) => {$(
        impl Lend for $t {
            type Lent<'a> = $Lent;
            fn lend(&self) -> Self::Lent<'_> {
                let $x = self;
                $lent
            }
        }
    )*};
}
lend! {
    f64 => f64, |x| *x;
    Complex64 => Complex64, |z| *z;
    Vec<f64> => &'a [f64], |x| x;
    Vec<Complex64> => &'a [Complex64], |z| z;
    CsMat<f64> => &'a CsMat<f64>, |a| a;
    Diagonal<f64> => &'a Diagonal<f64>, |d| d;
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn turned(x: f64) -> Complex64 {
    x * c64(1.0, 2.0)
}

#[differentiable]
fn real_part(z: Complex64) -> f64 {
    z.re
}

#[differentiable]
fn constructed(x: f64, y: f64) -> Complex64 {
    Complex64::new(x, y)
}

#[differentiable]
fn complex_product(z: Complex64, x: f64) -> Complex64 {
    z * x
}

#[differentiable]
fn generic_product<T: Scalar + std::ops::Mul<Output = T>>(x: T, y: T) -> T {
    x * y
}

#[differentiable]
fn both(x: f64, z: Complex64) -> (f64, Complex64) {
    (x * x, z * x)
}

#[differentiable]
fn all_turned(x: &[f64]) -> Vec<Complex64> {
    let mut turned = vec![Complex64::new(0.0, 0.0); x.len()];
    for i in 0..x.len() {
        turned[i] = x[i] * c64(1.0, 2.0);
    }
    turned
}

#[differentiable]
fn deep(x: f64, z: Complex64) -> Complex64 {
    deeper(square(x), z * x)
}

#[differentiable]
fn deeper(x: f64, z: Complex64) -> Complex64 {
    complex_product(complex_product(z, x), x)
}

#[differentiable]
fn total(a: &CsMat<f64>) -> f64 {
    a.sum()
}

#[differentiable]
fn doubled(a: &CsMat<f64>) -> CsMat<f64> {
    a.scaled(2.0)
}

#[differentiable]
fn entries(a: &CsMat<f64>) -> f64 {
    a.entry(0, 1) * a.entry(1, 1)
}

#[differentiable]
fn from_diagonal(v: &[f64]) -> Diagonal<f64> {
    Diagonal::new(v.to_vec())
}

fn sparse() -> CsMat<f64> {
    let mut a = TriMat::new((2, 3));
    a.add_triplet(0, 1, 2.0);
    a.add_triplet(1, 0, 0.0);
    a.to_csc()
}

whole_and_split! {
    through_complex_numbers(x: f64 = 3.0) {
        whole { let z = x * c64(1.0, 2.0); (z * z).re }
        split { let z = turned(x); real_part(generic_product(z, z)) }
    }
    real_intermediates(x: f64 = 3.0) {
        whole { let y = x * x; let z = y * c64(1.0, 2.0); let w = z.re * c64(2.0, 3.0); (w * y).re }
        split { let y = square(x); let z = turned(y); let w = real_part(z) * c64(2.0, 3.0); real_part(complex_product(w, y)) }
    }
    constructors(x: f64 = 3.0, z: Complex64 = c64(1.0, 2.0)) {
        whole { let w = Complex64::new(x, x * z.re) * z; (w * x).re }
        split { let w = constructed(x, x * real_part(z)) * z; real_part(complex_product(w, x)) }
    }
    pairs(x: f64 = 3.0, z: Complex64 = c64(1.0, 2.0)) {
        whole { let (y, w) = (x * x, z * x); let (u, v) = (y * y, w * y); (v * u).im }
        split { let (y, w) = both(x, z); let (u, v) = both(y, w); (v * u).im }
    }
    nested_helpers(x: f64 = 3.0, z: Complex64 = c64(1.0, 2.0)) {
        whole { let y = x * x; let w = z * x; let v = w * y; let u = v * y; (u * x).re }
        split { (deep(x, z) * x).re }
    }
    elements_and_loops(x: &[f64] = vec![1.0, 2.0, 3.0], z: &[Complex64] = vec![c64(1.0, 2.0), c64(0.0, -1.0)]) {
        whole {
            let mut sum = Complex64::new(0.0, 0.0);
            let mut y = x[0];
            for i in 0..z.len() {
                y = y * x[i + 1];
                sum += z[i] * y;
                let part = sum.re * c64(0.0, 1.0);
                sum = part * x[i];
            }
            sum.im * y
        }
        split {
            let mut sum = Complex64::new(0.0, 0.0);
            let mut y = x[0];
            for i in 0..z.len() {
                y = generic_product(y, x[i + 1]);
                sum += complex_product(z[i], y);
                let part = real_part(sum) * c64(0.0, 1.0);
                sum = complex_product(part, x[i]);
            }
            sum.im * y
        }
    }
    inner_products(x: &[f64] = vec![1.0, 2.0, 3.0], z: &[Complex64] = vec![c64(1.0, 2.0), c64(0.0, -1.0)]) {
        whole {
            let mut turned = vec![Complex64::new(0.0, 0.0); x.len()];
            for i in 0..x.len() {
                turned[i] = x[i] * c64(1.0, 2.0);
            }
            (dot(&turned, x) * dot(&x[1..], z)).re
        }
        split { (dot(&all_turned(x), x) * dot(&x[1..], z)).re }
    }
    branches(x: f64 = 3.0, z: Complex64 = c64(1.0, 2.0)) {
        whole { let y = if z.im > 0.0 { (z * x).re } else { x * x }; (y * c64(1.0, 2.0) * z).re }
        split { let y = if real_part(z) > 0.0 { real_part(complex_product(z, x)) } else { square(x) }; (turned(y) * z).re }
    }
    sums_of_sparse_matrices(a: &CsMat<f64> = sparse(), x: f64 = 3.0) {
        whole { let b = a.scaled(2.0); b.sum() * a.sum() * x }
        split { let b = doubled(a); total(&b) * total(a) * x }
    }
    sparse_matrices_and_complex_numbers(a: &CsMat<f64> = sparse(), z: Complex64 = c64(1.0, 2.0)) {
        whole { let s = a.sum(); let w = z * s; let y = w.re * w.re; (a.entry(0, 1) * a.entry(1, 1) + y) * w.im }
        split { let w = complex_product(z, total(a)); (entries(a) + square(w.re)) * w.im }
    }
    sparse_intermediates(a: &CsMat<f64> = sparse(), x: &[f64] = vec![1.0, 2.0, 3.0]) {
        whole { let b = a.scaled(2.0); let y = b.times(x); let c = b.scaled(2.0); dot(&y, &y) * c.entry(1, 1) + c.sum() }
        split { let b = doubled(a); let y = b.times(x); let c = doubled(&b); dot(&y, &y) * c.entry(1, 1) + total(&c) }
    }
    diagonal_matrices(d: &Diagonal<f64> = Diagonal::new(vec![1.0, 2.0]), v: &[f64] = vec![3.0, 4.0]) {
        whole { let e = Diagonal::new(v.to_vec()); e.sum() * d.sum() + e.entry(0, 1) * d.entry(1, 0) }
        split { let e = from_diagonal(v); e.sum() * d.sum() + e.entry(0, 1) * d.entry(1, 0) }
    }
}

/// A callee with a policy of its own keeps it, whatever its caller has.
#[test]
fn a_policy_of_its_own() {
    #[differentiable(project = "input")]
    fn real_inside(x: f64) -> Complex64 {
        x * c64(1.0, 2.0)
    }
    #[differentiable(project = "none")]
    fn outer(x: f64) -> f64 {
        (real_inside(x) * x).re
    }
    #[differentiable(project = "none")]
    fn plain(x: f64) -> f64 {
        (turned(x) * x).re
    }
    // x (1 + 2i) x: the product contributes the whole of 3 (1 - 2i), and the callee the real part of it.
    assert_eq!(outer::gradient(3.0).to_complex(), c64(6.0, -6.0));
    assert_eq!(plain::gradient(3.0).to_complex(), c64(6.0, -12.0));
}

/// One axis named by the callee, the other inherited.
#[test]
fn an_axis_of_its_own() {
    #[differentiable(project(number = "input"))]
    fn scaled_sum(a: &CsMat<f64>, z: Complex64) -> f64 {
        (a.sum() * z).re
    }
    #[differentiable(project = "none")]
    fn every_entry(a: &CsMat<f64>) -> f64 {
        scaled_sum(a, c64(2.0, 1.0))
    }
    #[differentiable(project = "input")]
    fn stored_entries(a: &CsMat<f64>) -> f64 {
        scaled_sum(a, c64(2.0, 1.0))
    }
    let a = sparse();
    let gradient = every_entry::gradient(&a).to_dense();
    assert_eq!(gradient.dim(), (2, 3));
    assert!(gradient.iter().all(|entry| entry.is_real() && entry.re() == 2.0));
    assert_eq!(stored_entries::gradient(&a), a.map(|_| 2.0));
}

/// The default follows the type of the argument, on the axis that has nothing to choose.
#[test]
fn without_a_policy() {
    #[differentiable]
    fn leaves_and_returns(x: f64) -> f64 {
        (x * c64(1.0, 2.0) * x).re
    }
    let gradient: f64 = leaves_and_returns::gradient(3.0);
    assert_eq!(gradient, 6.0);
}

in_every_policy! {
    deep: (0.7, c64(0.2, 0.3));
    doubled: (&sparse());
    all_turned: (&[0.7, 0.2]);
}
