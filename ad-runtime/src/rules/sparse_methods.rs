//! Methods of the sparse matrices of sprs that return something of their own, and their companions.
//!
//! Generated code has [`SparseRecords`] in scope, and finds `hadamard_record` beside `hadamard` as it finds the companion
//! of a method of the user's.
#![allow(clippy::type_complexity)]

use super::matrix::{Structured, conjugate};
use crate::__private::{At, Cot};
use crate::cotangent::product::{one, product};
use crate::cotangent::{MatrixAccumulator, MatrixContribution, ScalarCotangent, Scaled, SparseTerm, Transposed};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::policy::{Space, StructureAxis};
use crate::sparse::stored;
use num_complex::Complex;
use num_traits::{Num, Zero};
use sprs::{CsMatBase, CsMatI, SpIndex};
use std::ops::Deref;

/// What sparse matrices can do that sprs does not offer, as methods that have rules.
///
/// ```
/// use ad_runtime::prelude::*;
///
/// let a = sprs::CsMat::new((2, 2), vec![0, 1, 3], vec![0, 0, 1], vec![2.0, 3.0, 4.0]); // [[2, 0], [3, 4]]
/// assert_eq!(a.row_sums(), [2.0, 7.0]);
/// assert_eq!(a.column_sums(), [5.0, 4.0]);
/// assert_eq!(a.map_entries(|x| x * x).data(), [4.0, 9.0, 16.0]);
/// assert_eq!(a.hadamard(&sprs::CsMat::eye(2)).data(), [2.0, 4.0]);
/// ```
pub trait SparseMethods: Structured<Entry: Num> {
    /// The sum of each row: `y_i = sum_j a_ij`.
    fn row_sums(&self) -> Vec<Self::Entry>;

    /// The sum of each column: `y_j = sum_i a_ij`.
    fn column_sums(&self) -> Vec<Self::Entry>;

    /// The matrix of `f(a_ij)`, for an `f` that keeps zero: entries that are not stored stay so.
    ///
    /// # Panics
    ///
    /// If `f(0)` is not zero.
    fn map_entries(&self, f: impl FnMut(Self::Entry) -> Self::Entry) -> Self::Owned;

    /// The elementwise product: `a_ij b_ij`, stored where both store.
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    fn hadamard<B: Structured<Entry = Self::Entry>>(&self, b: &B) -> Self::Owned;
}

/// The sparse matrix with these slices, in the order of storage of another one.
fn like<N: Copy, I: SpIndex, P: SpIndex>(
    (rows, cols): (usize, usize),
    by_rows: bool,
    slices: impl Iterator<Item = Vec<(usize, N)>>,
) -> CsMatI<N, I, P> {
    let (mut offsets, mut indices, mut values) = (vec![P::zero()], Vec::new(), Vec::new());
    for slice in slices {
        indices.extend(slice.iter().map(|&(l, _)| I::from_usize(l)));
        values.extend(slice.iter().map(|&(_, value)| value));
        offsets.push(P::from_usize(indices.len()));
    }
    stored((rows, cols), by_rows, (offsets, indices, values))
}

/// Panics unless a function keeps zero.
#[track_caller]
fn check_keeps_zero<N: Scalar + Zero>(mut f: impl FnMut(N) -> N) {
    let image = f(N::zero());
    assert!(
        image.is_zero(),
        "map_entries needs a function that keeps zero, as entries that are not stored are: f(0) is {:?}",
        image.number()
    );
}

impl<N, I, P, IpS, IS, DS> SparseMethods for CsMatBase<N, I, IpS, IS, DS, P>
where
    N: Scalar + Num,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    fn row_sums(&self) -> Vec<N> {
        let mut sums = vec![N::zero(); self.rows()];
        self.for_each_stored(|i, _, value| sums[i] = sums[i] + value);
        sums
    }

    fn column_sums(&self) -> Vec<N> {
        let mut sums = vec![N::zero(); self.cols()];
        self.for_each_stored(|_, j, value| sums[j] = sums[j] + value);
        sums
    }

    fn map_entries(&self, mut f: impl FnMut(N) -> N) -> CsMatI<N, I, P> {
        check_keeps_zero(&mut f);
        self.map(|&value| f(value))
    }

    fn hadamard<B: Structured<Entry = N>>(&self, b: &B) -> CsMatI<N, I, P> {
        let ((rows, cols), (b_rows, b_cols)) = (self.shape(), b.shape());
        assert!(
            (rows, cols) == (b_rows, b_cols),
            "the elementwise product of a {rows} x {cols} matrix and a {b_rows} x {b_cols} matrix"
        );
        let by_rows = self.is_csr();
        let slices = (0..Structured::slices(self)).map(|k| {
            let both = |(l, value)| {
                let (i, j) = if by_rows { (k, l) } else { (l, k) };
                b.get(i, j).map(|other| (l, value * other))
            };
            self.slice(k).filter_map(both).collect()
        });
        like((rows, cols), by_rows, slices)
    }
}

/// Conversions to another order of storage: which one, of what matrix.
macro_rules! conversions {
    ($($name:ident($by_rows:expr);)*) => {$(
        fn $name<I: Space, A0: Space>(
            &self,
            _: At<(I, A0)>,
        ) -> (Self::Owned, impl Fn(&Self, &OwnedBar<Self, I>, &mut Cotangent<Self, A0>) + use<Self, I, A0>) {
            let by_rows: fn(&Self) -> bool = $by_rows;
            (self.kept_by(by_rows(self)), |_, seed, into| {
                Self::Owned::bar::<I>(seed).add_to(Self::bar_mut::<A0>(into));
            })
        }
    )*};
}

/// The entries of a matrix.
type EntryOf<A> = <A as Structured>::Entry;

/// What an owned matrix of the kind of `A` has for a cotangent.
type OwnedBar<A, S> = Cotangent<<A as Structured>::Owned, S>;

/// The companions of methods of sparse matrices.
#[doc(hidden)]
#[allow(missing_docs)]
pub trait SparseRecords: SparseMethods {
    /// `A_bar += seed 1ᵀ`
    fn row_sums_record<I: Space, A0: Space>(
        &self,
        _: At<(I, A0)>,
    ) -> (Vec<EntryOf<Self>>, impl Fn(&Self, &[Cot<EntryOf<Self>, I>], &mut Cotangent<Self, A0>) + use<Self, I, A0>)
    {
        (self.row_sums(), |_, seed, into| {
            Self::bar_mut::<A0>(into).add_outer(|i| EntryOf::<Self>::entry::<I>(&seed[i]), |_| unit::<Self>());
        })
    }

    /// `A_bar += 1 seedᵀ`
    fn column_sums_record<I: Space, A0: Space>(
        &self,
        _: At<(I, A0)>,
    ) -> (Vec<EntryOf<Self>>, impl Fn(&Self, &[Cot<EntryOf<Self>, I>], &mut Cotangent<Self, A0>) + use<Self, I, A0>)
    {
        (self.column_sums(), |_, seed, into| {
            Self::bar_mut::<A0>(into).add_outer(|_| unit::<Self>(), |j| EntryOf::<Self>::entry::<I>(&seed[j]));
        })
    }

    /// `a_bar_ij += conj(b_ij) seed_ij`, `b_bar_ij += conj(a_ij) seed_ij`
    fn hadamard_record<I: Space, A0: Space, A1: Space, B: Structured<Entry = EntryOf<Self>>>(
        &self,
        b: &B,
        _: At<(I, A0, A1)>,
    ) -> (
        Self::Owned,
        impl Fn(&Self, &B, &OwnedBar<Self, I>, &mut Cotangent<Self, A0>, &mut Cotangent<B, A1>) + use<Self, I, A0, A1, B>,
    ) {
        (self.hadamard(b), |a, b, seed, a_bar, b_bar| {
            let seed = Self::Owned::bar::<I>(seed);
            Self::bar_mut::<A0>(a_bar).add_sparse(&times_seed(b, seed));
            B::bar_mut::<A1>(b_bar).add_sparse(&times_seed(a, seed));
        })
    }

    /// `a_bar_ij += conj(f'(a_ij)) seed_ij`, with `f'(0)` where nothing is stored.
    fn map_entries_record<I: Space, A0: Space, A1: Space, F, G>(
        &self,
        _: F,
        mut pull: G,
        _: At<(I, A0, A1)>,
    ) -> ((), impl FnOnce(&Self, &OwnedBar<Self, I>, &mut Cotangent<Self, A0>) + use<Self, I, A0, A1, F, G>)
    where
        F: FnMut(EntryOf<Self>) -> EntryOf<Self>,
        G: FnMut(EntryOf<Self>, &Cot<EntryOf<Self>, I>, &mut Cot<EntryOf<Self>, I>),
    {
        ((), move |a, seed, into| {
            let (seed, into) = (Self::Owned::bar::<I>(seed), Self::bar_mut::<A0>(into));
            let mut pulled = |value: EntryOf<Self>, seed: ScalarCotangent<_>| {
                let (mut own, mut value_bar) = (value.zero_cotangent::<I>(), value.zero_cotangent::<I>());
                EntryOf::<Self>::entry_mut::<I>(&mut own).accumulate(seed);
                pull(value, &own, &mut value_bar);
                EntryOf::<Self>::entry::<I>(&value_bar).to_scalar()
            };
            let at_zero = if <A0::Structure as StructureAxis>::EVERY_ENTRY {
                factor_of_seeds(|seed| pulled(Zero::zero(), seed))
            } else {
                ScalarCotangent::zero()
            };
            let beyond = !Number::is_zero(at_zero);
            if beyond {
                seed.add_to(&mut Scaled(into, at_zero));
            }
            let mut values = Vec::new();
            a.for_each_stored(|i, j, value| {
                let seed = seed.entry(i, j).to_scalar();
                let mut share = pulled(value, seed);
                if beyond {
                    share.accumulate(product(seed, at_zero.scale(-unit::<Self>())));
                }
                values.push(share);
            });
            into.add_sparse(&SparseTerm { pattern: a.pattern(), values });
        })
    }

    conversions! {
        to_csr_record(|_| true);
        to_csc_record(|_| false);
        to_other_storage_record(|a| !a.by_rows());
    }

    /// An owned matrix in the place of the view: `A_bar += seedᵀ`.
    fn transpose_view_record<I: Space, A0: Space>(
        &self,
        _: At<(I, A0)>,
    ) -> (Self::Owned, impl Fn(&Self, &OwnedBar<Self, I>, &mut Cotangent<Self, A0>) + use<Self, I, A0>) {
        (self.to_transposed(), |_, seed, into| {
            Self::Owned::bar::<I>(seed).add_to(&mut Transposed(Self::bar_mut::<A0>(into)));
        })
    }

    /// The same matrix, kept by rows or by columns.
    fn kept_by(&self, rows: bool) -> Self::Owned;
}

impl<N, I, P, IpS, IS, DS> SparseRecords for CsMatBase<N, I, IpS, IS, DS, P>
where
    N: Scalar + Num + Default,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    fn kept_by(&self, rows: bool) -> CsMatI<N, I, P> {
        if rows { self.to_csr() } else { self.to_csc() }
    }
}

/// The real 1 of the entries of a matrix.
fn unit<A: Structured + ?Sized>() -> <A::Entry as Scalar>::Base {
    one()
}

/// `conj(b_ij) seed_ij` at the stored entries of `b`.
fn times_seed<B: Structured + ?Sized, V: Number<Real = <B::Entry as Scalar>::Base>>(
    b: &B,
    seed: &impl MatrixContribution<Entry = V>,
) -> SparseTerm<ScalarCotangent<V::Real>> {
    let mut values = Vec::new();
    b.for_each_stored(|i, j, value| values.push(product(conjugate(value), seed.entry(i, j)).to_scalar()));
    SparseTerm { pattern: b.pattern(), values }
}

/// The number that a pullback multiplies its seed with.
///
/// # Panics
///
/// If it does something else, as that of a complex function without a complex derivative.
fn factor_of_seeds<T: crate::number::Real>(
    mut pulled: impl FnMut(ScalarCotangent<T>) -> ScalarCotangent<T>,
) -> ScalarCotangent<T> {
    let i = Complex::new(<T as Zero>::zero(), one());
    let (of_one, of_i) = (pulled(ScalarCotangent::from(one::<T>())), pulled(ScalarCotangent::from(i)));
    let holomorphic = Number::is_zero(of_i) || product(of_one, i).to_scalar() == of_i;
    assert!(
        holomorphic,
        "map_entries in the space of every entry needs a function with a complex derivative at 0: \
         a seed of 1 gives {of_one:?} there, and one of i gives {of_i:?}"
    );
    of_one
}
