//! Methods that have the name of a function of numbers, on values whose type the macro cannot see: `body.speed.abs()`.
//!
//! The field may hold a number, whose rule is in [`elementary`](super::elementary), or a type of the user's with a method
//! of that name. The compiler knows, so these rules are found by the type: numbers implement them here, and
//! `#[differentiable]` on an `impl` block implements them for the block's type. They are lent all operands, because the
//! method of a user's type is recorded once more.

use super::complex::ops as complex;
use super::elementary::names::{binary_functions, unary_functions};
use super::elementary::{Exponential, Hyperbolic, LogRule, Piecewise, PowRule, PowiRule, Trigonometric};
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::Real;
use crate::policy::Space;
use num_complex::Complex;

/// The rule of a method without arguments.
#[diagnostic::on_unimplemented(
    message = "there is no rule to differentiate the method `{Name}` of `{Self}`",
    note = "`#[differentiable]` on the `impl` block that has the method gives it one"
)]
pub trait UnaryMethod<Name>: Differentiable {
    /// The type of its result.
    type Output: Differentiable;

    /// Adds the contribution to the cotangent of the receiver. The result is there if the rule of numbers wants it.
    fn arg0<D: Space, S: Space>(
        &self,
        result: Option<&Self::Output>,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Cotangent<Self, S>,
    );
}

/// The rule of a method with one argument.
#[diagnostic::on_unimplemented(
    message = "there is no rule to differentiate the method `{Name}` of `{Self}` and `{B}`",
    note = "`#[differentiable]` on the `impl` block that has the method gives it one"
)]
pub trait BinaryMethod<Name, B: Differentiable>: Differentiable {
    /// The type of its result.
    type Output: Differentiable;

    /// Adds the contribution to the cotangent of the receiver. The result is there if the rule of numbers wants it.
    fn arg0<D: Space, S: Space>(
        &self,
        b: &B,
        result: Option<&Self::Output>,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Cotangent<Self, S>,
    );

    /// Adds the contribution to the cotangent of the argument.
    fn arg1<D: Space, S: Space>(
        &self,
        b: &B,
        result: Option<&Self::Output>,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Cotangent<B, S>,
    );
}

const RESULT: &str = "the result of a function whose rule wants it is lent";

/// The names of the methods, as types, and the functions that generated code calls, without and with the result.
macro_rules! methods {
    ($($Method:ident: $($name:ident($($y:ident)?))*;)*) => {
        #[allow(non_camel_case_types)]
        #[doc(hidden)]
        pub mod names {
            $($(pub enum $name {})*)*
        }

        #[doc(hidden)]
        pub mod ops {$($(
            pub mod $name {
                use super::super::*;
                methods!(@$Method $name($($y)?));
            }
        )*)*}
    };
    (@UnaryMethod $name:ident()) => {
        #[inline(always)]
        pub fn arg0<D, S, A>(
            x: &A,
            seed: &Cotangent<<A::Bare as UnaryMethod<names::$name>>::Output, D>,
            into: &mut Cotangent<A::Bare, S>,
        ) where
            D: Space,
            S: Space,
            A: Differentiable<Bare: UnaryMethod<names::$name>> + ?Sized,
        {
            x.bare().arg0::<D, S>(None, seed, into);
        }
    };
    (@UnaryMethod $name:ident(y)) => {
        #[inline(always)]
        pub fn arg0<D, S, A, Y>(x: &A, y: &Y, seed: &Cotangent<Y::Bare, D>, into: &mut Cotangent<A::Bare, S>)
        where
            D: Space,
            S: Space,
            A: Differentiable<Bare: UnaryMethod<names::$name, Output = Y::Bare>> + ?Sized,
            Y: Differentiable<Bare: Sized>,
        {
            x.bare().arg0::<D, S>(Some(y.bare()), seed, into);
        }
    };
    (@BinaryMethod $name:ident()) => {
        #[inline(always)]
        pub fn arg0<D, S, A, B>(
            a: &A,
            b: &B,
            seed: &Cotangent<<A::Bare as BinaryMethod<names::$name, B::Bare>>::Output, D>,
            into: &mut Cotangent<A::Bare, S>,
        ) where
            D: Space,
            S: Space,
            A: Differentiable<Bare: BinaryMethod<names::$name, B::Bare>> + ?Sized,
            B: Differentiable<Bare: Sized> + ?Sized,
        {
            a.bare().arg0::<D, S>(b.bare(), None, seed, into);
        }

        #[inline(always)]
        pub fn arg1<D, S, A, B>(
            a: &A,
            b: &B,
            seed: &Cotangent<<A::Bare as BinaryMethod<names::$name, B::Bare>>::Output, D>,
            into: &mut Cotangent<B::Bare, S>,
        ) where
            D: Space,
            S: Space,
            A: Differentiable<Bare: BinaryMethod<names::$name, B::Bare>> + ?Sized,
            B: Differentiable<Bare: Sized> + ?Sized,
        {
            a.bare().arg1::<D, S>(b.bare(), None, seed, into);
        }
    };
    (@BinaryMethod $name:ident(y)) => {
        #[inline(always)]
        pub fn arg0<D, S, A, B, Y>(
            a: &A,
            b: &B,
            y: &Y,
            seed: &Cotangent<Y::Bare, D>,
            into: &mut Cotangent<A::Bare, S>,
        ) where
            D: Space,
            S: Space,
            A: Differentiable<Bare: BinaryMethod<names::$name, B::Bare, Output = Y::Bare>> + ?Sized,
            B: Differentiable<Bare: Sized> + ?Sized,
            Y: Differentiable<Bare: Sized>,
        {
            a.bare().arg0::<D, S>(b.bare(), Some(y.bare()), seed, into);
        }

        #[inline(always)]
        pub fn arg1<D, S, A, B, Y>(
            a: &A,
            b: &B,
            y: &Y,
            seed: &Cotangent<Y::Bare, D>,
            into: &mut Cotangent<B::Bare, S>,
        ) where
            D: Space,
            S: Space,
            A: Differentiable<Bare: BinaryMethod<names::$name, B::Bare, Output = Y::Bare>> + ?Sized,
            B: Differentiable<Bare: Sized> + ?Sized,
            Y: Differentiable<Bare: Sized>,
        {
            a.bare().arg1::<D, S>(b.bare(), Some(y.bare()), seed, into);
        }
    };
}

methods! {
    UnaryMethod:
        sin() cos() tan(y) asin() acos() atan() sinh() cosh() tanh(y) asinh() acosh() atanh()
        exp(y) exp2(y) exp_m1(y) ln() log2() log10() ln_1p() sqrt(y) cbrt(y) recip(y) inv(y)
        abs() signum() floor() ceil() round() trunc() fract() to_degrees() to_radians()
        conj() norm_sqr() l1_norm() arg();
    BinaryMethod:
        powi() powf(y) log(y) atan2() hypot(y) max() min() copysign() midpoint() rem_euclid() scale() unscale()
        array_dot();
}

/// Methods of numbers without arguments, by the trait that has the rule, which is given the argument or the result.
macro_rules! unary {
    ($($Trait:ident { $($name:ident $arg0:ident($value:ident);)* })*) => {$($(
        impl<T: $Trait> UnaryMethod<names::$name> for T {
            type Output = T;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(
                &self,
                _result: Option<&T>,
                seed: &Cotangent<T, D>,
                into: &mut Cotangent<T, S>,
            ) {
                T::$arg0::<D, S>(unary!(@$value self _result), seed, into);
            }
        }
    )*)*};
    (@x $x:ident $y:ident) => { $x };
    (@y $x:ident $y:ident) => { $y.expect(RESULT) };
}
unary_functions!(unary);
unary! {
    Exponential { inv inv_arg0(y); }
}

/// Methods that complex numbers alone have, without arguments.
macro_rules! unary_of_complex {
    ($($name:ident -> $Output:ty;)*) => {$(
        impl<T: Real> UnaryMethod<names::$name> for Complex<T> {
            type Output = $Output;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(
                &self,
                _: Option<&Self::Output>,
                seed: &Cotangent<Self::Output, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                complex::$name::arg0::<D, S, Self>(self, seed, into);
            }
        }
    )*};
}
unary_of_complex! {
    conj -> Self;
    norm_sqr -> T;
    l1_norm -> T;
    arg -> T;
}

/// Methods of real numbers with one argument, a number of the same type: the values that the rule is given for each
/// operand.
macro_rules! binary {
    ($($name:ident $arg0:ident($($of0:ident),*) $arg1:ident($($of1:ident),*);)*) => {$(
        impl<T: Piecewise> BinaryMethod<names::$name, T> for T {
            type Output = T;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(
                &self,
                _b: &T,
                _result: Option<&T>,
                seed: &Cotangent<T, D>,
                into: &mut Cotangent<T, S>,
            ) {
                T::$arg0::<D, S>($(binary!(@$of0 self _b _result),)* seed, into);
            }
            #[inline(always)]
            fn arg1<D: Space, S: Space>(
                &self,
                _b: &T,
                _result: Option<&T>,
                seed: &Cotangent<T, D>,
                into: &mut Cotangent<T, S>,
            ) {
                T::$arg1::<D, S>($(binary!(@$of1 self _b _result),)* seed, into);
            }
        }
    )*};
    (@a $a:ident $b:ident $y:ident) => { $a };
    (@b $a:ident $b:ident $y:ident) => { $b };
    (@y $a:ident $b:ident $y:ident) => { $y.expect(RESULT) };
}
binary_functions!(binary);
binary! {
    midpoint midpoint_arg0(a) midpoint_arg1(b);
    rem_euclid rem_euclid_arg0(a) rem_euclid_arg1(a, b);
}

/// One method with one argument, by what its rule adds to the cotangent of each operand.
macro_rules! binary_method {
    ([$($generics:tt)*] $name:ident($b:ty) of $t:ty;
        ($this:ident, $other:ident, $result:ident, $seed:ident, $into:ident): $arg0:expr, $arg1:expr) => {
        impl<$($generics)*> BinaryMethod<names::$name, $b> for $t {
            type Output = $t;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(
                &self,
                $other: &$b,
                $result: Option<&$t>,
                $seed: &Cotangent<$t, D>,
                $into: &mut Cotangent<$t, S>,
            ) {
                let $this = self;
                $arg0
            }
            #[inline(always)]
            fn arg1<D: Space, S: Space>(
                &self,
                $other: &$b,
                $result: Option<&$t>,
                $seed: &Cotangent<$t, D>,
                $into: &mut Cotangent<$b, S>,
            ) {
                let $this = self;
                $arg1
            }
        }
    };
}
binary_method! {
    [T: PowiRule] powi(i32) of T;
    (x, n, _y, seed, into): PowiRule::arg0::<D, S>(x, *n, seed, into), { let _ = (x, n, seed, into); }
}
binary_method! {
    [T: PowRule<P>, P: Differentiable] powf(P) of T;
    (x, p, y, seed, into): PowRule::arg0::<D, S>(x, p, y.expect(RESULT), seed, into),
    PowRule::arg1::<D, S>(x, p, y.expect(RESULT), seed, into)
}
binary_method! {
    [T: LogRule<B>, B: Differentiable] log(B) of T;
    (x, b, y, seed, into): { let _ = y; T::arg0::<D, S>(x, b, seed, into) },
    { let _ = x; T::arg1::<D, S>(b, y.expect(RESULT), seed, into) }
}
binary_method! {
    [T: Real] scale(T) of Complex<T>;
    (z, t, _y, seed, into): { let _ = z; complex::scale::arg0::<D, S, T>(t, seed, into) },
    { let _ = t; complex::scale::arg1::<D, S, Self>(z, seed, into) }
}
binary_method! {
    [T: Real] unscale(T) of Complex<T>;
    (z, t, _y, seed, into): { let _ = z; complex::unscale::arg0::<D, S, T>(t, seed, into) },
    complex::unscale::arg1::<D, S, Self, T>(z, t, seed, into)
}

#[cfg(feature = "ndarray")]
impl<A: super::dense::ArrayDotRule<B>, B: Differentiable> BinaryMethod<names::array_dot, B> for A {
    type Output = <A as super::dense::ArrayDotRule<B>>::Output;
    #[inline]
    fn arg0<D: Space, S: Space>(
        &self,
        b: &B,
        _: Option<&Self::Output>,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Cotangent<A, S>,
    ) {
        super::dense::ArrayDotRule::arg0::<D, S>(self, b, seed, into);
    }
    #[inline]
    fn arg1<D: Space, S: Space>(
        &self,
        b: &B,
        _: Option<&Self::Output>,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Cotangent<B, S>,
    ) {
        super::dense::ArrayDotRule::arg1::<D, S>(self, b, seed, into);
    }
}
