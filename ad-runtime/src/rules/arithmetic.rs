//! `+ - * / %` and negation, in every pairing of real and complex.
//!
//! With the cotangent convention `z_bar = dL/dx + i dL/dy`, a holomorphic `f` pulls back `conj(f'(z)) * seed`.

use super::Partial;
use crate::cotangent::product::one;
use crate::differentiable::{Cotangent, Differentiable};
use crate::forward::Dual;
use crate::number::{Number, Real};
use crate::policy::Space;
use num_complex::Complex;

macro_rules! binary_rule {
    ($name:ident, $doc:literal, $message:literal) => {
        #[doc = $doc]
        #[diagnostic::on_unimplemented(message = $message, label = "no rule for these operands")]
        pub trait $name<Rhs: Differentiable + ?Sized>: Differentiable {
            /// The type of the result.
            type Computed: Differentiable;
            /// Adds the contribution to the cotangent of the left operand.
            fn arg0<D: Space, S: Space>(
                &self,
                rhs: &Rhs,
                seed: &Cotangent<Self::Computed, D>,
                into: &mut Cotangent<Self, S>,
            );
            /// Adds the contribution to the cotangent of the right operand.
            fn arg1<D: Space, S: Space>(
                &self,
                rhs: &Rhs,
                seed: &Cotangent<Self::Computed, D>,
                into: &mut Cotangent<Rhs, S>,
            );
            /// The result of the operation with everything that its structure holds, whatever the values are.
            ///
            /// A sparse sum drops the entries that cancel. Pattern is structure: what was dropped is stored again, as
            /// a zero, so that it has a cotangent.
            #[inline(always)]
            fn keep_structure(&self, _rhs: &Rhs, result: Self::Computed) -> Self::Computed {
                result
            }
        }
    };
}
binary_rule!(AddRule, "The rule of `a + b`.", "there is no rule to differentiate `{Self} + {Rhs}`");
binary_rule!(SubRule, "The rule of `a - b`.", "there is no rule to differentiate `{Self} - {Rhs}`");
binary_rule!(MulRule, "The rule of `a * b`.", "there is no rule to differentiate `{Self} * {Rhs}`");
binary_rule!(DivRule, "The rule of `a / b`.", "there is no rule to differentiate `{Self} / {Rhs}`");
binary_rule!(RemRule, "The rule of `a % b`.", "there is no rule to differentiate `{Self} % {Rhs}`");

/// A type whose `+` adds and whose `-` takes away, element by element.
#[diagnostic::on_unimplemented(
    message = "`+=` of `{Self}` may be something else than adding to it",
    label = "what `+` does to this type is not seen to be a sum",
    note = "write `a = a + b`"
)]
pub trait Summable {}

/// `a += b` passes the cotangent of `a` on as it is.
///
/// So it is for the types of this library. For one of the user's it is where `add` is seen to add to each field:
/// `Vector { x: self.x + other.x, y: self.y + other.y }`.
#[diagnostic::on_unimplemented(
    message = "`+=` of `{Self}` may be something else than adding to it",
    label = "`+` of this type is not seen to add to each of its fields",
    note = "write `a = a + b`, or write `add` as `{Self} {{ field: self.field + other.field, .. }}`"
)]
pub trait AddsTo<Rhs: ?Sized> {}
impl<A: Summable + ?Sized, B: Summable + ?Sized> AddsTo<B> for A {}

/// `a -= b` passes the cotangent of `a` on as it is. See [`AddsTo`].
#[diagnostic::on_unimplemented(
    message = "`-=` of `{Self}` may be something else than taking from it",
    label = "`-` of this type is not seen to take from each of its fields",
    note = "write `a = a - b`, or write `sub` as `{Self} {{ field: self.field - other.field, .. }}`"
)]
pub trait TakesFrom<Rhs: ?Sized> {}
impl<A: Summable + ?Sized, B: Summable + ?Sized> TakesFrom<B> for A {}

macro_rules! summable {
    ($($t:ty)*) => {$(impl Summable for $t {})*};
}
summable!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);
impl<T: Summable> Summable for Complex<T> {}
impl<T: Summable, const K: usize> Summable for Dual<T, K> {}

/// The rule of `-a`.
#[diagnostic::on_unimplemented(
    message = "there is no rule to differentiate `-{Self}`",
    label = "no rule for this operand"
)]
pub trait NegRule: Differentiable {
    /// The type of the result.
    type Computed: Differentiable;
    /// Adds the contribution to the cotangent of the operand.
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Computed, D>, into: &mut Cotangent<Self, S>);
}

/// `impl Rule<B> for A { .. }` from the two partial derivatives of an operation on numbers.
macro_rules! scalar_rule {
    (
        [$($generics:tt)*] $rule:ident: $a:ty, $b:ty => $output:ty;
        |$x:ident, $y:ident| $pull:ident: $d0:expr, $d1:expr
    ) => {
        impl<$($generics)*> $rule<$b> for $a {
            type Computed = $output;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, rhs: &$b, seed: &Cotangent<$output, D>, into: &mut Cotangent<$a, S>) {
                #[allow(unused_variables)]
                let ($x, $y) = (*self, *rhs);
                into.accumulate(Partial::$pull($d0, *seed));
            }
            #[inline(always)]
            fn arg1<D: Space, S: Space>(&self, rhs: &$b, seed: &Cotangent<$output, D>, into: &mut Cotangent<$b, S>) {
                #[allow(unused_variables)]
                let ($x, $y) = (*self, *rhs);
                into.accumulate(Partial::$pull($d1, *seed));
            }
        }
    };
}

/// The four operations for one pair of operands; `$one` is the real 1.
macro_rules! field_rules {
    ([$($generics:tt)*] $one:expr; $a:ty, $b:ty => $output:ty) => {
        scalar_rule!([$($generics)*] AddRule: $a, $b => $output; |x, y| pull: $one, $one);
        scalar_rule!([$($generics)*] SubRule: $a, $b => $output; |x, y| pull: $one, -$one);
        scalar_rule!([$($generics)*] MulRule: $a, $b => $output; |x, y| pull: y, x);
        // y = 0: the derivative is infinite, and a zero seed pulls back to zero. Both have one division in common.
        scalar_rule!([$($generics)*] DivRule: $a, $b => $output; |x, y| pull_guarded: $one / y, -(x / y) * ($one / y));
    };
}

macro_rules! rules_over {
    ($([$($generics:tt)*] $t:ty, $one:expr;)*) => {$(
        field_rules!([$($generics)*] $one; $t, $t => $t);
        field_rules!([$($generics)*] $one; $t, Complex<$t> => Complex<$t>);
        field_rules!([$($generics)*] $one; Complex<$t>, $t => Complex<$t>);
        field_rules!([$($generics)*] $one; Complex<$t>, Complex<$t> => Complex<$t>);
        // x % y = x - y trunc(x / y), with the derivative of trunc taken as 0 everywhere
        scalar_rule!([$($generics)*] RemRule: $t, $t => $t; |x, y| pull_guarded: $one, -(x / y).trunc());
        // the quotient of complex numbers is truncated part by part, as num-complex has it
        scalar_rule!([$($generics)*] RemRule: Complex<$t>, Complex<$t> => Complex<$t>; |x, y| pull_guarded:
            Complex::from($one), { let q = x / y; -Complex::new(q.re.trunc(), q.im.trunc()) });
        neg_rule!([$($generics)*] $t, $one);
        neg_rule!([$($generics)*] Complex<$t>, $one);
    )*};
}
macro_rules! neg_rule {
    ([$($generics:tt)*] $a:ty, $one:expr) => {
        impl<$($generics)*> NegRule for $a {
            type Computed = $a;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<$a, D>, into: &mut Cotangent<$a, S>) {
                into.accumulate(seed.scale(-$one));
            }
        }
    };
}
/// Integers beside active values, as fields and parts of tuples are: nothing flows back to them.
macro_rules! integer_rules {
    ($($t:ident)*) => {$(integer_rules!(@rules $t: AddRule SubRule MulRule DivRule RemRule);)*};
    (@rules $t:ident: $($rule:ident)*) => {$(
        impl $rule<$t> for $t {
            type Computed = $t;
            #[inline(always)]
            fn arg0<D: Space, S: Space>(&self, _: &$t, _: &Cotangent<$t, D>, _: &mut Cotangent<$t, S>) {}
            #[inline(always)]
            fn arg1<D: Space, S: Space>(&self, _: &$t, _: &Cotangent<$t, D>, _: &mut Cotangent<$t, S>) {}
        }
    )*};
}
integer_rules!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

rules_over! {
    [] f32, 1.0_f32;
    [] f64, 1.0_f64;
    [T: Real, const K: usize] Dual<T, K>, one::<Dual<T, K>>();
}
