//! All that generated code may name. Not part of the public interface.

pub use crate::again::{Again, Lent, LentAgain};
pub use crate::checkpoints::Checkpoints;
pub use crate::differentiable::{Chosen, Differentiable, Scalar};
use crate::rules::arithmetic;
/// What a type of the user's implements by `#[differentiable] impl Mul for ..`.
pub use crate::rules::arithmetic::{AddRule, AddsTo, DivRule, MulRule, NegRule, RemRule, SubRule, Summable, TakesFrom};
pub use crate::rules::cast::ops::*;
pub use crate::rules::complex::ops::*;
/// What `#[differentiable] impl From<..>` implements.
pub use crate::rules::conversion::FromRule;
pub use crate::rules::conversion::ops::*;
#[cfg(feature = "ndarray")]
pub use crate::rules::dense::ops::*;
/// Generated code names both by this path: in the edition of 2015 there is no other way to `core`.
#[cfg(feature = "ndarray")]
pub use crate::rules::dense::{FIRST_AXIS, SECOND_AXIS};
pub use crate::rules::elementary::ops::*;
pub use crate::rules::fallible::ops::*;
pub use crate::rules::identity::ops::*;
pub use crate::rules::matrix::ops::*;
pub use crate::rules::reductions::ops::*;
pub use crate::rules::reductions::{MeanRule, NormRule, ProductRule, SumRule};
pub use crate::rules::structured::ops::*;
pub use crate::saved::{ReplayAgain, Saved, SavedLists, SavedOnce};
pub use crate::{Ambient, Axes, Cotangent as Cot, Inactive, Loss, NoTangent, Space, Tangent};
pub use std as core;
/// What needs sparse matrices, where they are.
#[cfg(feature = "sprs")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_sparse_matrices {
    ($($items:tt)*) => { $($items)* };
}
#[cfg(not(feature = "sprs"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_sparse_matrices {
    ($($items:tt)*) => {};
}
pub use crate::__with_sparse_matrices as with_sparse_matrices;

/// What `#[differentiable(forward)]` names.
pub mod forward {
    #[cfg(feature = "sprs")]
    pub use crate::Pattern;
    pub use crate::forward::{
        Argument, ArgumentAsItIs, AsItIs, Bare, BareValue, Basis, CastTo, Constant, Coordinates, Directions,
        Dual as DualNumber, LANES, Lift, Matrix, Split, Still, Wirtinger, along_each, by_columns, by_rows, chained,
        is_cheaper_by_rows, pulled_along_each,
    };
    #[cfg(feature = "sprs")]
    pub use crate::forward::{Coloring, by_colors, by_colors_of_rows, pattern, symmetric_pattern};
    #[cfg(feature = "sprs")]
    pub use sprs::CsMat;
}
pub use crate::Real;
pub use ad_macros::{Differentiable, differentiable};
pub use num_complex::Complex;
use std::marker::PhantomData;
pub use std::vec;
pub use std::vec::Vec;

/// What `#[derive(Probe)]` names.
pub mod testing {
    pub use super::{Cot, Space, zero};
    pub use crate::ScalarCotangent;
    pub use crate::testing::{Argument, Probe};
}

/// The spaces of the intermediates and of each argument, as a value: so the type parameters of a callee stay inferable.
pub struct At<Spaces>(PhantomData<Spaces>);

/// The spaces `(I, A0, A1, ..)`.
#[inline(always)]
pub const fn at<Spaces>() -> At<Spaces> {
    At(PhantomData)
}

/// A slice and its cotangent have the same length.
#[inline(always)]
pub fn check_length<S: Space, T: Differentiable + ?Sized>(value: &T, place: &T::Place<S>) {
    value.check_length::<S>(place);
}

/// The zero cotangent of a value.
#[inline(always)]
pub fn zero<S: Space, T: Differentiable + ?Sized>(value: &T) -> Cot<T, S> {
    value.zero_cotangent::<S>()
}

/// Zero, in the room that a cotangent has.
#[inline(always)]
pub fn clear<S: Space, T: Differentiable + ?Sized>(value: &T, cotangent: &mut Cot<T, S>) {
    value.clear_cotangent::<S>(cotangent);
}

/// What the cotangent of an intermediate begins with: zero, of the sign that costs no addition.
#[inline(always)]
pub fn neutral<S: Space, T: Differentiable + ?Sized>(value: &T) -> Cot<T, S> {
    value.neutral_cotangent::<S>()
}

/// `into += from`, projected onto the space of `into`.
#[inline(always)]
pub fn accumulate<A: Space, B: Space, T: Differentiable + ?Sized>(value: &T, into: &mut Cot<T, A>, from: &Cot<T, B>) {
    value.accumulate::<A, B>(into, from);
}

/// `into += from`, where `into` is lent as a place.
#[inline(always)]
pub fn accumulate_place<A: Space, B: Space, T: Differentiable + ?Sized>(
    value: &T,
    into: &mut T::Place<A>,
    from: &Cot<T, B>,
) {
    value.accumulate_place::<A, B>(into, from);
}

/// Takes the cotangent of a place that was overwritten, and leaves zero in the shape of the old value.
#[inline(always)]
pub fn take<S: Space, T: Differentiable + ?Sized>(old: &T, place: &mut Cot<T, S>) -> Cot<T, S> {
    std::mem::replace(place, old.neutral_cotangent::<S>())
}

/// `into += seed * conj(partial)`, for a partial derivative that the user wrote.
#[inline(always)]
pub fn pull_partial<D, S, X, Y, P>(_: &X, _: &Y, partial: P, seed: &Cot<Y, D>, into: &mut Cot<X, S>)
where
    D: Space,
    S: Space,
    X: Scalar,
    Y: Scalar<Base = X::Base>,
    P: Scalar<Base = X::Base>,
{
    crate::Number::accumulate(X::entry_mut::<S>(into), partial.pull_back(Y::entry::<D>(seed)));
}

/// When the value of a function is computed whose gradient does not need it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// With the forward sweep.
    First,
    /// With and behind the reverse sweep, which runs some of the loops in any case.
    Last,
    /// Not at all.
    LeftOut,
}

impl Value {
    /// With the forward sweep, if it is wanted.
    #[inline(always)]
    pub const fn first_if(wanted: bool) -> Self {
        if wanted { Value::First } else { Value::LeftOut }
    }
}

/// Whether a running maximum or minimum may have its last value from a candidate.
#[inline(always)]
pub fn is_taken<T: PartialEq>(extreme: &T, candidate: impl std::borrow::Borrow<T>) -> bool {
    extreme == candidate.borrow()
}

/// Checks that `a += b` is a sum.
#[inline(always)]
pub fn is_sum<A, B>(_: &A, _: &B)
where
    A: Differentiable + ?Sized,
    B: Differentiable + ?Sized,
    A::Bare: AddsTo<B::Bare>,
{
}

/// Checks that `a -= b` is a difference.
#[inline(always)]
pub fn is_difference<A, B>(_: &A, _: &B)
where
    A: Differentiable + ?Sized,
    B: Differentiable + ?Sized,
    A::Bare: TakesFrom<B::Bare>,
{
}

macro_rules! binary {
    ($($op:ident: $rule:ident;)*) => {$(
        pub mod $op {
            use super::*;
            #[inline(always)]
            pub fn arg0<D: Space, S: Space, A, B>(
                a: &A, b: &B, seed: &Cot<<A::Bare as arithmetic::$rule<B::Bare>>::Computed, D>, into: &mut Cot<A::Bare, S>,
            ) where A: Differentiable + ?Sized, B: Differentiable + ?Sized, A::Bare: arithmetic::$rule<B::Bare> {
                arithmetic::$rule::arg0::<D, S>(a.bare(), b.bare(), seed, into);
            }
            #[inline(always)]
            pub fn arg1<D: Space, S: Space, A, B>(
                a: &A, b: &B, seed: &Cot<<A::Bare as arithmetic::$rule<B::Bare>>::Computed, D>, into: &mut Cot<B::Bare, S>,
            ) where A: Differentiable + ?Sized, B: Differentiable + ?Sized, A::Bare: arithmetic::$rule<B::Bare> {
                arithmetic::$rule::arg1::<D, S>(a.bare(), b.bare(), seed, into);
            }
            /// What the forward sweep keeps of the result: with the entries that the container dropped since they cancelled.
            #[inline(always)]
            pub fn keep_structure<A, B>(
                a: &A, b: &B, result: <A::Bare as arithmetic::$rule<B::Bare>>::Computed,
            ) -> <A::Bare as arithmetic::$rule<B::Bare>>::Computed
            where A: Differentiable + ?Sized, B: Differentiable + ?Sized, A::Bare: arithmetic::$rule<B::Bare> {
                arithmetic::$rule::keep_structure(a.bare(), b.bare(), result)
            }
        }
    )*};
}
binary! { add: AddRule; sub: SubRule; mul: MulRule; div: DivRule; rem: RemRule; }

pub mod neg {
    use super::*;
    #[inline(always)]
    pub fn arg0<D: Space, S: Space, A>(
        a: &A,
        seed: &Cot<<A::Bare as arithmetic::NegRule>::Computed, D>,
        into: &mut Cot<A::Bare, S>,
    ) where
        A: Differentiable + ?Sized,
        A::Bare: arithmetic::NegRule,
    {
        arithmetic::NegRule::arg0::<D, S>(a.bare(), seed, into);
    }
}

/// Methods of values whose type the macro cannot see.
pub mod own {
    pub use crate::rules::own::ops::*;
    pub use crate::rules::own::{BinaryMethod, UnaryMethod, names};
}

/// `Some(x)`
pub mod some {
    use super::*;
    #[inline(always)]
    pub fn arg0<D: Space, S: Space, T: Differentiable>(value: &T, seed: &Option<Cot<T, D>>, into: &mut Cot<T, S>) {
        if let Some(seed) = seed {
            value.accumulate::<S, D>(into, seed);
        }
    }
}

/// `x.clone()`
pub mod clone {
    use super::*;
    #[inline(always)]
    pub fn arg0<D: Space, S: Space, T: Differentiable + ?Sized>(value: &T, seed: &Cot<T, D>, into: &mut T::Place<S>) {
        value.accumulate_place::<S, D>(into, seed);
    }
}

/// `x.clone()`, where `x` is certainly no slice.
pub mod clone_of_sized {
    use super::*;
    #[inline(always)]
    pub fn arg0<D: Space, S: Space, T: Differentiable>(value: &T, seed: &Cot<T, D>, into: &mut Cot<T, S>) {
        value.accumulate::<S, D>(into, seed);
    }
}

/// `Box::new(x)`, `Rc::new(x)`, `Arc::new(x)`
pub mod pointer {
    use super::*;
    #[inline(always)]
    pub fn arg0<D: Space, S: Space, T: Differentiable>(value: &T, seed: &Cot<T, D>, into: &mut Cot<T, S>) {
        value.accumulate::<S, D>(into, seed);
    }
}

/// Stands for a matrix whose pattern depends on the values of a dense one: whether its derivative may leave the pattern is
/// a choice, so it is not [`Chosen`].
pub struct SparseFromDense;

/// Types without a derivative: what the macro takes for inactive by its name must be one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` carries a derivative, and is taken for a type that has none",
    label = "not an integer, `bool`, string, or container of those",
    note = "wrap the value in `stop_gradient(..)` to say that nothing flows back, or give the method or type another name"
)]
pub trait WithoutDerivative {}
macro_rules! without_derivative {
    ($($t:ty)*) => { $(impl WithoutDerivative for $t {})* };
}
type Unit = ();
without_derivative!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str String Unit std::cmp::Ordering);
impl<T: WithoutDerivative + ?Sized> WithoutDerivative for &T {}
impl<T: WithoutDerivative> WithoutDerivative for [T] {}
impl<T: WithoutDerivative, const N: usize> WithoutDerivative for [T; N] {}
impl<T: WithoutDerivative> WithoutDerivative for Vec<T> {}
impl<T: WithoutDerivative> WithoutDerivative for Option<T> {}
impl<T: WithoutDerivative, E: WithoutDerivative> WithoutDerivative for Result<T, E> {}
impl<T: WithoutDerivative, U: WithoutDerivative> WithoutDerivative for (T, U) {}
impl<T: WithoutDerivative, U: WithoutDerivative, V: WithoutDerivative> WithoutDerivative for (T, U, V) {}

/// What `sum` begins with.
#[inline(always)]
pub fn sum_of_nothing<T: std::iter::Sum>() -> T {
    std::iter::empty().sum()
}

/// A sum with one more item, which may be a reference.
#[inline(always)]
pub fn summed<S, X>(sum: S, item: X) -> S
where
    S: Differentiable<Bare = S> + Clone + std::ops::Add<Output = S>,
    X: Differentiable<Bare = S>,
{
    sum + item.bare().clone()
}

/// A product with one more item, which may be a reference.
#[inline(always)]
pub fn multiplied<S, X>(product: S, item: X) -> S
where
    S: Differentiable<Bare = S> + Clone + std::ops::Mul<Output = S>,
    X: Differentiable<Bare = S>,
{
    product * item.bare().clone()
}

/// What `product` begins with.
#[inline(always)]
pub fn product_of_nothing<T: std::iter::Product>() -> T {
    std::iter::empty().product()
}

/// A copy of what may be a slice.
#[inline(always)]
pub fn snapshot<T: ToOwned + ?Sized>(value: &T) -> T::Owned {
    value.to_owned()
}

/// What it was, again.
pub trait Restore<O> {
    fn restore(&mut self, old: O);
}
impl<T> Restore<T> for T {
    #[inline(always)]
    fn restore(&mut self, old: T) {
        *self = old;
    }
}
impl<T: Clone> Restore<Vec<T>> for [T] {
    #[inline]
    fn restore(&mut self, old: Vec<T>) {
        self.clone_from_slice(&old);
    }
}

/// Puts an old value back.
#[inline(always)]
pub fn restore<T: Restore<O> + ?Sized, O>(place: &mut T, old: O) {
    place.restore(old);
}

/// Lends a private copy in the place of what the pullback was lent to look at.
#[inline(always)]
pub fn lent_again<'a, T: ToOwned + ?Sized>(_: &T, own: &'a mut T::Owned) -> &'a mut T
where
    T::Owned: std::borrow::BorrowMut<T>,
{
    std::borrow::BorrowMut::borrow_mut(own)
}

/// Lends a copy that the public pullback keeps.
#[inline(always)]
pub fn lent_to_see<O: std::borrow::Borrow<T>, T: ?Sized>(own: &O) -> &T {
    own.borrow()
}

/// The cotangent of the element that was pushed last.
#[inline(always)]
pub fn popped<C>(cotangent: &mut Vec<C>) -> C {
    cotangent.pop().expect("the cotangent of a vector is as long as the vector")
}

/// The first `count` items, last to first.
#[inline]
pub fn backwards<I: IntoIterator>(items: I, count: usize) -> std::iter::Rev<std::vec::IntoIter<I::Item>> {
    items.into_iter().take(count).collect::<Vec<_>>().into_iter().rev()
}

/// The numbers of the elements in the order that sorting would put them in.
pub fn order_by<T>(values: &[T], mut compare: impl FnMut(&T, &T) -> std::cmp::Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| compare(&values[*one], &values[*other]));
    order
}

/// The same, of keys.
pub fn order_by_key<T, K: Ord>(values: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|number| key(&values[*number]));
    order
}

/// The number of the element with the least key, the first of equals.
pub fn least_by_key<T, K: Ord>(values: &[T], mut key: impl FnMut(&&T) -> K) -> Option<usize> {
    (0..values.len()).min_by_key(|number| key(&&values[*number]))
}

/// The number of the element with the greatest key, the last of equals.
pub fn greatest_by_key<T, K: Ord>(values: &[T], mut key: impl FnMut(&&T) -> K) -> Option<usize> {
    (0..values.len()).max_by_key(|number| key(&&values[*number]))
}

/// The number of the least element, the first of equals.
pub fn least_by<T>(values: &[T], mut compare: impl FnMut(&&T, &&T) -> std::cmp::Ordering) -> Option<usize> {
    (0..values.len()).min_by(|one, other| compare(&&values[*one], &&values[*other]))
}

/// The number of the greatest element, the last of equals.
pub fn greatest_by<T>(values: &[T], mut compare: impl FnMut(&&T, &&T) -> std::cmp::Ordering) -> Option<usize> {
    (0..values.len()).max_by(|one, other| compare(&&values[*one], &&values[*other]))
}

/// The number of the first element that passes a test.
pub fn first_that<T>(values: &[T], mut test: impl FnMut(&&T) -> bool) -> Option<usize> {
    values.iter().position(|value| test(&value))
}

/// A value as a companion takes it: by reference, or a copy.
pub trait LendAs<'a, T> {
    fn lend(&'a self) -> T;
}
impl<'a, T: ?Sized> LendAs<'a, &'a T> for T {
    #[inline(always)]
    fn lend(&'a self) -> &'a T {
        self
    }
}
impl<'a, T: Clone> LendAs<'a, T> for T {
    #[inline(always)]
    fn lend(&'a self) -> T {
        self.clone()
    }
}

/// Passes a value as the parameter's type asks for it.
#[inline(always)]
pub fn lend<'a, X: LendAs<'a, T> + ?Sized, T>(value: &'a X) -> T {
    value.lend()
}

/// Checks that a value taken for inactive is so.
#[inline(always)]
pub fn inactive<T: WithoutDerivative>(value: T) -> T {
    value
}

/// Checks that a parameter taken for inactive is so.
#[inline(always)]
pub const fn assert_inactive<T: WithoutDerivative + ?Sized>() {}

/// The same of a value.
#[inline(always)]
pub const fn assert_inactive_value<T: WithoutDerivative + ?Sized>(_: &T) {}

/// Checks that a value does not borrow: through it nothing can be changed that the reverse sweep would miss.
#[inline(always)]
pub fn owned<T: 'static>(value: T) -> T {
    value
}

/// The methods that the prelude adds, whose rules generated code assumes.
pub mod methods {
    /// Methods that complex numbers have and reals have not: a trait that gives them to reals has other derivatives, and
    /// with these in scope rustc finds two.
    pub trait OfComplexNumbers: Sized {
        fn inv(self) {}
        fn finv(self) {}
        fn powc(self) {}
        fn expf(self) {}
    }
    impl OfComplexNumbers for f32 {}
    impl OfComplexNumbers for f64 {}
    impl<T: Copy, const K: usize> OfComplexNumbers for crate::forward::Dual<T, K> {}
    #[cfg(feature = "ndarray")]
    pub use crate::rules::dense::{ArrayConstructors, ArrayMethods, ChangingArrayMethods};
    pub use crate::rules::matrix::MatrixMethods;
    pub use crate::rules::reductions::Norm;
    pub use crate::rules::slices::SliceMethods;
    #[cfg(feature = "sprs")]
    pub use crate::rules::sparse_methods::{SparseMethods, SparseRecords};
}
