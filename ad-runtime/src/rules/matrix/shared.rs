//! What the rules of several matrices, methods and operators have in common.

use super::Structured;
use crate::cotangent::product::{conj, is_real_line, modulus, product, quotient};
use crate::cotangent::{Flipped, MatrixAccumulator, MatrixContribution, ScalarCotangent, TimesRight, Transposed};
use crate::differentiable::{Cotangent, Scalar};
use crate::number::Number;
use crate::policy::{Space, Tangent};
use crate::rules::{Operand, ProductWith};
use num_traits::{Float, Zero};

type BaseOf<A> = <<A as Structured>::Entry as Scalar>::Base;

/// `into += contribution`, for the cotangent of a number.
#[inline(always)]
pub(in crate::rules) fn contribute<N: Scalar, S: Space>(into: &mut Cotangent<N, S>, c: impl Number<Real = N::Base>) {
    N::entry_mut::<S>(into).accumulate(c);
}

/// The conjugate of a primal number, as it stands in a pullback.
#[inline(always)]
pub(in crate::rules) fn conjugate<N: Scalar>(value: N) -> ScalarCotangent<N::Base> {
    conj(value.number())
}

/// `sum_ij conj(a_ij) seed_ij` over the stored entries: what a factor of the whole matrix receives.
pub(in crate::rules) fn inner_with_seed<A: Structured + ?Sized, D: Space>(
    a: &A,
    seed: &impl MatrixContribution<Entry = <A::Entry as Scalar>::Entry<D>>,
) -> ScalarCotangent<<A::Entry as Scalar>::Base> {
    let mut sum = ScalarCotangent::zero();
    a.for_each_stored(|i, j, value| sum.accumulate(product(conjugate(value), seed.entry(i, j))));
    sum
}

/// The Frobenius norm `sqrt(sum |a_ij|^2)`.
pub(in crate::rules) fn norm<A: Structured>(a: &A) -> BaseOf<A> {
    let mut squares: BaseOf<A> = Zero::zero();
    a.for_each_stored(|_, _, value| squares += modulus(value.number()).powi(2));
    squares.sqrt()
}

/// `A_bar += seed A / norm`, and 0 where the norm is 0. Of complex entries the norm takes the real part of its seed.
pub(in crate::rules) fn norm_arg0<A: Structured, D: Space>(
    a: &A,
    norm: BaseOf<A>,
    seed: &Cotangent<BaseOf<A>, D>,
    into: &mut impl MatrixAccumulator<Real = BaseOf<A>>,
) {
    let seed: ScalarCotangent<BaseOf<A>> = <BaseOf<A> as Operand>::seed::<D>(seed);
    let is_real = is_real_line::<<A::Entry as Scalar>::Entry<Tangent>>();
    let seed = if is_real { seed } else { ScalarCotangent::from(seed.re()) };
    let direction = |value: A::Entry| {
        let value = value.number().to_scalar();
        if norm.is_zero() { value.zero_alike() } else { quotient(value, norm) }
    };
    into.add_sparse(&a.read(|value| product(direction(value), seed)));
}

/// `sum conj(a_ij) b_ij`
///
/// # Panics
///
/// If the shapes differ.
pub(in crate::rules) fn dot<A, B>(a: &A, b: &B) -> A::Entry
where
    A: Structured<Entry: Operand>,
    B: Structured<Entry = A::Entry>,
{
    let ((rows, cols), (b_rows, b_cols)) = (a.shape(), b.shape());
    assert!(
        (rows, cols) == (b_rows, b_cols),
        "the inner product of a {rows} x {cols} matrix and a {b_rows} x {b_cols} matrix"
    );
    let mut sum = A::Entry::neutral_of_sums();
    let mut add = |a: A::Entry, b| sum = sum.sum_with(a.conjugate().product_with(b));
    if a.by_rows() == b.by_rows() {
        for k in 0..a.slices() {
            let mut others = b.slice(k).peekable();
            for (l, a) in a.slice(k) {
                while others.next_if(|&(m, _)| m < l).is_some() {}
                if let Some((_, b)) = others.next_if(|&(m, _)| m == l) {
                    add(a, b);
                }
            }
        }
    } else {
        a.for_each_stored(|i, j, a| b.get(i, j).into_iter().for_each(|b| add(a, b)));
    }
    sum
}

/// `other_bar += factor A`: what an inner product adds to the cotangent of its other argument.
pub(in crate::rules) fn add_multiple<A: Structured>(
    a: &A,
    factor: ScalarCotangent<BaseOf<A>>,
    into: &mut impl MatrixAccumulator<Real = BaseOf<A>>,
) {
    into.add_sparse(&a.read(|value| product(value.number(), factor)));
}

/// The rules that matrices share with other containers, for one type of structured matrix.
macro_rules! reductions {
    ([$($generics:tt)*] [$($bounds:tt)*] $a:ty, $n:ty; [$($more:tt)*] [$($more_bounds:tt)*] $b:ty) => {
        impl<$($generics)*> $crate::rules::reductions::SumRule for $a
        where
            $($bounds)*
        {
            type Output = $n;
            fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<$n, D>, into: &mut Self::Place<S>) {
                into.add_fill(<$n>::entry::<D>(seed));
            }
        }

        impl<$($generics)*> $crate::rules::reductions::NormRule for $a
        where
            $($bounds)*
        {
            type Output = <$n as Scalar>::Base;
            fn arg0<D: Space, S: Space>(
                &self,
                norm: &Self::Output,
                seed: &Cotangent<Self::Output, D>,
                into: &mut Self::Place<S>,
            ) {
                $crate::rules::matrix::shared::norm_arg0::<Self, D>(self, *norm, seed, into);
            }
        }

        impl<$($generics)*> $crate::rules::reductions::Norm for $a
        where
            $($bounds)*
        {
            fn norm(&self) -> Self::Output {
                $crate::rules::matrix::shared::norm(self)
            }
        }

        impl<$($generics)* $($more)*> $crate::rules::inner_product::DotRule<$b> for $a
        where
            $($bounds)*
            $($more_bounds)*
        {
            type Output = $n;
            fn dot(&self, b: &$b) -> $n {
                $crate::rules::matrix::shared::dot(self, b)
            }
            fn arg0<D: Space, S: Space>(&self, b: &$b, seed: &Cotangent<$n, D>, into: &mut Self::Place<S>) {
                $crate::rules::matrix::shared::add_multiple(b, conj(<$n>::entry::<D>(seed)), into);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                _: &$b,
                seed: &Cotangent<$n, D>,
                into: &mut <$b as Differentiable>::Place<S>,
            ) {
                $crate::rules::matrix::shared::add_multiple(self, <$n>::entry::<D>(seed).to_scalar(), into);
            }
        }
    };
}
pub(in crate::rules) use reductions;

/// `A_bar += seed Bᴴ`, for `C = A B`.
pub(in crate::rules) fn product_arg0<A, B, M>(
    a: &A,
    b: &B,
    seed: &impl MatrixContribution<Entry: Number<Real = M::Real>>,
    into: &mut M,
) where
    A: Structured,
    B: Structured<Entry = A::Entry>,
    M: MatrixAccumulator<Real = <A::Entry as Scalar>::Base>,
{
    seed.add_to(&mut TimesRight::new(into, a.shape().0, &Flipped(&b.read(conjugate))));
}

/// `B_bar += Aᴴ seed`, for `C = A B`: its transposed is `seedᵀ conj(A)`.
pub(in crate::rules) fn product_arg1<A, B, M>(
    a: &A,
    b: &B,
    seed: &impl MatrixContribution<Entry: Number<Real = M::Real>>,
    into: &mut M,
) where
    A: Structured,
    B: Structured<Entry = A::Entry>,
    M: MatrixAccumulator<Real = <A::Entry as Scalar>::Base>,
{
    let mut into = Transposed(into);
    let mut product = TimesRight::new(&mut into, b.shape().1, &a.read(conjugate));
    seed.add_to(&mut Transposed(&mut product));
}
