//! One operation on numbers against central differences, in every pair of spaces and in both precisions.

use ad_runtime::rules::{Operand, Partial};
use ad_runtime::{Space, Tangent};
use num_complex::{Complex, Complex64};
use num_traits::{NumCast, ToPrimitive};
use std::any::TypeId;
use std::fmt::Debug;

/// A number that is known to be real or complex.
pub(crate) trait Kind: Operand + Debug {
    const IS_REAL: bool;
}
impl Kind for f32 {
    const IS_REAL: bool = true;
}
impl Kind for f64 {
    const IS_REAL: bool = true;
}
impl<T: ad_runtime::Real> Kind for Complex<T> {
    const IS_REAL: bool = false;
}

/// A number that an operation is checked at, in double precision.
pub(crate) trait Point: Kind + Partial<Real = f64> {
    /// The same kind of number in single precision.
    type Single: Kind;
    fn single(self) -> Self::Single;
    fn plus(self, step: Complex64) -> Self;
    fn to_complex(self) -> Complex64;
}

impl Point for f64 {
    type Single = f32;
    fn single(self) -> f32 {
        self as f32
    }
    fn plus(self, step: Complex64) -> f64 {
        self + step.re
    }
    fn to_complex(self) -> Complex64 {
        self.into()
    }
}

impl Point for Complex64 {
    type Single = Complex<f32>;
    fn single(self) -> Complex<f32> {
        Complex::new(self.re as f32, self.im as f32)
    }
    fn plus(self, step: Complex64) -> Complex64 {
        self + step
    }
    fn to_complex(self) -> Complex64 {
        self
    }
}

/// The derivative of `f` along one direction, of fourth order.
pub(crate) fn difference<X: Point, Y: Point>(f: impl Fn(X) -> Y, x: X, direction: Complex64) -> Complex64 {
    let h = 1e-3;
    let at = |t: f64| f(x.plus(direction * t)).to_complex();
    ((at(h) - at(-h)) * 8.0 - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h)
}

/// What the pullback of `f` contributes for a seed in the widest space. A constructor gives a real argument what is real.
pub(crate) fn expected<X: Point, Y: Point>(f: impl Fn(X) -> Y, x: X, seed: Complex64, constructor: bool) -> Complex64 {
    let along_real = difference(&f, x, Complex::ONE);
    if X::IS_REAL {
        let contribution = seed * along_real.conj();
        return if constructor { contribution.re.into() } else { contribution };
    }
    // A real result meets the real part of its seed: its differences are real.
    let along_imaginary = difference(&f, x, Complex::I);
    Complex::new((seed.conj() * along_real).re, (seed.conj() * along_imaginary).re)
}

/// A number as a cotangent in the space `D`, real where the number is.
pub(crate) fn cotangent<D: Space, Y: Operand>(y: Y, number: Complex64) -> Y::Cotangent<D> {
    let mut cotangent = y.zero_cotangent::<D>();
    let real = |x| <Y::Real as NumCast>::from(x).unwrap();
    if number.im == 0.0 {
        Y::contribute::<D>(&mut cotangent, real(number.re));
    } else {
        Y::contribute::<D>(&mut cotangent, Complex::new(real(number.re), real(number.im)));
    }
    cotangent
}

/// A cotangent as a number.
pub(crate) fn number<S: Space, X: Operand>(cotangent: &X::Cotangent<S>) -> Complex64 {
    let cotangent = X::seed::<S>(cotangent);
    Complex::new(cotangent.re().to_f64().unwrap(), cotangent.im().to_f64().unwrap())
}

/// Runs one rule into an accumulator that holds something already, and compares what it added.
///
/// `stays_real`: nothing complex may arrive at a real argument.
pub(crate) fn compare<D: Space, S: Space, X: Kind, Y: Kind>(
    name: &str,
    (x, y): (X, Y),
    (seed, expected): (Complex64, Complex64),
    (tolerance, stays_real): (f64, bool),
    rule: impl Fn(&Y::Cotangent<D>, &mut X::Cotangent<S>),
) {
    let start = Complex::new(0.5, if X::IS_REAL { 0.0 } else { -0.25 });
    let mut into = cotangent::<S, X>(x, start);
    rule(&cotangent::<D, Y>(y, seed), &mut into);
    let found = number::<S, X>(&into) - start;
    let expected = if X::IS_REAL && is_tangent::<S>() { expected.re.into() } else { expected };
    let spaces = format!("{} into {}", std::any::type_name::<D>(), std::any::type_name::<S>());
    assert!(
        (found - expected).norm() <= tolerance * (1.0 + expected.norm()),
        "{name} at {x:?} -> {y:?} with seed {seed} from {spaces}: found {found}, expected {expected}",
    );
    if X::IS_REAL {
        let stays_real = stays_real || is_tangent::<S>() || (Y::IS_REAL && (seed.im == 0.0 || is_tangent::<D>()));
        assert_eq!(
            X::seed::<S>(&into).is_real(),
            stays_real,
            "{name} with seed {seed} from {spaces}: real or complex?"
        );
    }
}

/// The seeds that each rule is given.
pub(crate) const SEEDS: [Complex64; 3] = [Complex::new(1.0, 0.0), Complex::new(-0.75, 1.5), Complex::new(0.3, -2.0)];

/// The seed as a cotangent in the space `D` holds it.
pub(crate) fn held<D: Space, Y: Kind>(_: Y, seed: Complex64) -> Complex64 {
    if Y::IS_REAL && is_tangent::<D>() { seed.re.into() } else { seed }
}

/// Whether a space is the tangent space.
pub(crate) fn is_tangent<S: Space>() -> bool {
    TypeId::of::<S>() == TypeId::of::<Tangent>()
}

/// Checks what a rule adds to the cotangents of the numbers `x` against differences of `f`, number by number.
///
/// `expect` turns what a holomorphic function would contribute into what is expected.
pub(crate) fn compare_all<D: Space, S: Space, X: Point, Y: Point>(
    name: &str,
    (f, x): (&dyn Fn(&[X]) -> Y, &[X]),
    expect: impl Fn(Complex64) -> Complex64,
    rule: impl Fn(&Y::Cotangent<D>, &mut [X::Cotangent<S>]),
) {
    let y = f(x);
    for seed in SEEDS {
        let start = Complex::new(0.5, if X::IS_REAL { 0.0 } else { -0.25 });
        let mut into: Vec<_> = x.iter().map(|&x| cotangent::<S, X>(x, start)).collect();
        rule(&cotangent::<D, Y>(y, seed), &mut into);
        for (i, into) in into.iter().enumerate() {
            let moved = |xi: X| {
                let mut x = x.to_vec();
                x[i] = xi;
                f(&x)
            };
            let expected = expect(expected(moved, x[i], held::<D, Y>(y, seed), false));
            let expected = if X::IS_REAL && is_tangent::<S>() { expected.re.into() } else { expected };
            let found = number::<S, X>(into) - start;
            assert!(
                (found - expected).norm() < 1e-8 * (1.0 + expected.norm()),
                "{name} at element {i} of {x:?} with seed {seed}: found {found}, expected {expected}",
            );
        }
    }
}

/// Runs a statement in every pair of the spaces `D` of the seed and `S` of the accumulator.
macro_rules! in_all_spaces {
    ($statement:block) => {
        in_all_spaces!(@ (Tangent, Tangent) (Tangent, Ambient) (Ambient, Tangent) (Ambient, Ambient); $statement)
    };
    (@ $(($d:ident, $s:ident))*; $statement:block) => {
        in_all_spaces!(@each [$(($d, $s))*] $statement)
    };
    (@each [$(($d:ident, $s:ident))*] $statement:tt) => {$({
        #[allow(dead_code)]
        type D = ad_runtime::$d;
        #[allow(dead_code)]
        type S = ad_runtime::$s;
        $statement
    })*};
}

macro_rules! infer {
    ($value:ident) => {
        _
    };
}

/// `check!(op: (x: R, z: C) in points => out = primal; arg0(x) of x; arg1(out) of z)`.
///
/// `R` and `C` stand for the real and the complex numbers of one precision; the points are given in double precision.
/// `constructor` after an argument: what goes back to it is real, in every space.
macro_rules! check {
    ($op:ident: $point:tt in $points:expr => $out:ident = $primal:expr;
     $($arg:ident $values:tt of $wrt:ident $($constructor:ident)?);* $(;)?) => {
        $(for point in $points {
            let constructor = !concat!($(stringify!($constructor))?).is_empty();
            for seed in $crate::harness::SEEDS {
                check!(@spaces (Tangent, Tangent) (Tangent, Ambient) (Ambient, Tangent) (Ambient, Ambient);
                    point, constructor, seed, $op, $point, $out = $primal, $arg $values of $wrt);
            }
        })*
    };
    (@spaces $(($d:ident, $s:ident))*; $($rest:tt)*) => { check!(@each [$(($d, $s))*] [$($rest)*]); };
    (@each [$($spaces:tt)*] $rest:tt) => { $(check!(@run $spaces $rest);)* };
    (@run ($d:ident, $s:ident) [$at:ident, $constructor:ident, $seed:ident, $op:ident, ($($x:ident: $t:ident),*),
     $out:ident = $primal:expr, $arg:ident ($($value:ident),*) of $wrt:ident]) => {{
        let name = concat!(stringify!($op), "::", stringify!($arg));
        let ($($x,)*) = $at;
        let expected = {
            type R = f64;
            #[allow(dead_code)]
            type C = num_complex::Complex<R>;
            let $out = (|$($x: $t),*| $primal)($($x),*);
            let expected = $crate::harness::expected(
                |$wrt| $primal, $wrt, $crate::harness::held::<ad_runtime::$d, _>($out, $seed), $constructor,
            );
            $crate::harness::compare::<ad_runtime::$d, ad_runtime::$s, _, _>(
                name, ($wrt, $out), ($seed, expected), (1e-8, $constructor),
                |seed, into| ad_runtime::__private::$op::$arg::<ad_runtime::$d, ad_runtime::$s, $(infer!($value)),*>(
                    $(&$value,)* seed, into,
                ),
            );
            expected
        };
        type R = f32;
        #[allow(dead_code)]
        type C = num_complex::Complex<R>;
        $(let $x = $crate::harness::Point::single($x);)*
        let $out = (|$($x: $t),*| $primal)($($x),*);
        $crate::harness::compare::<ad_runtime::$d, ad_runtime::$s, _, _>(
            name, ($wrt, $out), ($seed, expected), (1e-4, $constructor),
            |seed, into| ad_runtime::__private::$op::$arg::<ad_runtime::$d, ad_runtime::$s, $(infer!($value)),*>(
                $(&$value,)* seed, into,
            ),
        );
    }};
}
