//! Operators of the sparse vectors of sprs.

use super::Operand;
use super::arithmetic::{AddRule, MulRule, NegRule, SubRule, Summable};
use super::dense::ArrayDotRule;
use super::inner_product::DotRule;
use super::matrix::conjugate;
use crate::cotangent::product::{conj, one, product};
use crate::cotangent::{MatrixAccumulator, ScalarCotangent, Scaled, VectorAccumulator, VectorContribution};
use crate::differentiable::{Cotangent, Scalar};
use crate::number::{Number, Real};
use crate::policy::Space;
use num_traits::Zero;
use sprs::{CsMatBase, CsVecBase, CsVecI, SpIndex};
use std::ops::Deref;

/// A sum: the seed goes on unchanged but for the sign of the right one. sprs keeps the entries of a sum that cancel.
macro_rules! sum_rule {
    ($rule:ident, $sign:expr) => {
        impl<N, I, IA, DA, IB, DB> $rule<CsVecBase<IB, DB, N, I>> for CsVecBase<IA, DA, N, I>
        where
            N: Scalar,
            I: SpIndex + 'static,
            IA: Deref<Target = [I]>,
            DA: Deref<Target = [N]>,
            IB: Deref<Target = [I]>,
            DB: Deref<Target = [N]>,
        {
            type Computed = CsVecI<N, I>;
            fn arg0<D: Space, S: Space>(
                &self,
                _: &CsVecBase<IB, DB, N, I>,
                seed: &Cotangent<CsVecI<N, I>, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                seed.add_to(into);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                _: &CsVecBase<IB, DB, N, I>,
                seed: &Cotangent<CsVecI<N, I>, D>,
                into: &mut Cotangent<CsVecBase<IB, DB, N, I>, S>,
            ) {
                let sign: N::Base = $sign;
                seed.add_to(&mut Scaled(into, sign));
            }
        }
    };
}
impl<N, I: SpIndex, IS, DS> Summable for CsVecBase<IS, DS, N, I>
where
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
}
sum_rule!(AddRule, one());
sum_rule!(SubRule, -one::<N::Base>());

impl<N, I, IS, DS> NegRule for CsVecBase<IS, DS, N, I>
where
    N: Scalar,
    I: SpIndex + 'static,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    type Computed = CsVecI<N, I>;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<CsVecI<N, I>, D>, into: &mut Cotangent<Self, S>) {
        seed.add_to(&mut Scaled(into, -one::<N::Base>()));
    }
}

/// The inner product of two sparse vectors.
impl<N, I, J, IA, DA, IB, DB> DotRule<CsVecBase<IB, DB, N, J>> for CsVecBase<IA, DA, N, I>
where
    N: Scalar + Operand,
    I: SpIndex + 'static,
    J: SpIndex + 'static,
    IA: Deref<Target = [I]>,
    DA: Deref<Target = [N]>,
    IB: Deref<Target = [J]>,
    DB: Deref<Target = [N]>,
{
    type Output = N;
    fn dot(&self, y: &CsVecBase<IB, DB, N, J>) -> N {
        let (n, m) = (self.dim(), y.dim());
        assert_eq!(n, m, "the inner product of vectors of lengths {n} and {m}");
        let products = self.iter().filter_map(|(i, x)| Some(x.conjugate().product_with(*y.get(i)?)));
        products.fold(N::neutral_of_sums(), N::sum_with)
    }
    fn arg0<D: Space, S: Space>(
        &self,
        y: &CsVecBase<IB, DB, N, J>,
        seed: &Cotangent<N, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        let factor = conj(<N as Scalar>::entry::<D>(seed));
        into.add_sparse(y.iter().map(|(i, y)| (i, product(y.number(), factor))));
    }
    fn arg1<D: Space, S: Space>(
        &self,
        _: &CsVecBase<IB, DB, N, J>,
        seed: &Cotangent<N, D>,
        into: &mut Cotangent<CsVecBase<IB, DB, N, J>, S>,
    ) {
        let factor = <N as Scalar>::entry::<D>(seed);
        into.add_sparse(self.iter().map(|(i, x)| (i, product(x.number(), factor))));
    }
}

/// The method `x.dot(&y)` of sprs, which conjugates nothing.
impl<N, I, IA, DA, IB, DB> ArrayDotRule<CsVecBase<IB, DB, N, I>> for CsVecBase<IA, DA, N, I>
where
    N: Scalar,
    I: SpIndex + 'static,
    IA: Deref<Target = [I]>,
    DA: Deref<Target = [N]>,
    IB: Deref<Target = [I]>,
    DB: Deref<Target = [N]>,
{
    type Output = N;
    fn arg0<D: Space, S: Space>(
        &self,
        y: &CsVecBase<IB, DB, N, I>,
        seed: &Cotangent<N, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        let seed = N::entry::<D>(seed);
        into.add_sparse(y.iter().map(|(i, &y)| (i, product(conjugate(y), seed))));
    }
    fn arg1<D: Space, S: Space>(
        &self,
        _: &CsVecBase<IB, DB, N, I>,
        seed: &Cotangent<N, D>,
        into: &mut Cotangent<CsVecBase<IB, DB, N, I>, S>,
    ) {
        let seed = N::entry::<D>(seed);
        into.add_sparse(self.iter().map(|(i, &x)| (i, product(conjugate(x), seed))));
    }
}

/// The conjugate of entry `i`, zero where nothing is stored.
fn conjugate_at<N, I, IS, DS>(x: &CsVecBase<IS, DS, N, I>, i: usize) -> ScalarCotangent<N::Base>
where
    N: Scalar,
    I: SpIndex,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    x.get(i).map_or(ScalarCotangent::zero(), |&value| conjugate(value))
}

/// Adds a vector of length `n` that is the sum of entries in any order, without filling in the others.
fn add_scattered<T: Real, M: VectorAccumulator<Real = T>>(
    into: &mut M,
    n: usize,
    entries: impl Iterator<Item = (usize, ScalarCotangent<T>)>,
) {
    let mut sums: Vec<Option<ScalarCotangent<T>>> = vec![None; n];
    for (i, c) in entries {
        sums[i].get_or_insert_with(ScalarCotangent::zero).accumulate(c);
    }
    into.add_sparse(sums.into_iter().enumerate().filter_map(|(i, sum)| Some((i, sum?))));
}

macro_rules! product_with_matrix {
    ($rhs:ty, for $lhs:ty { $($body:tt)* }) => {
        impl<N, I, P, IpA, IA, DA, IX, DX> MulRule<$rhs> for $lhs
        where
            N: Scalar + PartialEq + Zero,
            I: SpIndex + 'static,
            P: SpIndex + 'static,
            IpA: Deref<Target = [P]>,
            IA: Deref<Target = [I]>,
            DA: Deref<Target = [N]>,
            IX: Deref<Target = [I]>,
            DX: Deref<Target = [N]>,
        {
            type Computed = CsVecI<N, I>;
            $($body)*
        }
    };
}

// y = A x
product_with_matrix!(CsVecBase<IX, DX, N, I>, for CsMatBase<N, I, IpA, IA, DA, P> {
    /// `A_bar += seed xᴴ`
    fn arg0<D: Space, S: Space>(
        &self,
        x: &CsVecBase<IX, DX, N, I>,
        seed: &Cotangent<CsVecI<N, I>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        into.add_outer(|i| seed.entry(i), |j| conjugate_at(x, j));
    }
    /// `x_bar += Aᴴ seed`
    fn arg1<D: Space, S: Space>(
        &self,
        _: &CsVecBase<IX, DX, N, I>,
        seed: &Cotangent<CsVecI<N, I>, D>,
        into: &mut Cotangent<CsVecBase<IX, DX, N, I>, S>,
    ) {
        let entries = self.iter().map(|(&a, (i, j))| (j.index(), product(conjugate(a), seed.entry(i.index()))));
        add_scattered(into, self.cols(), entries);
    }
    /// sprs drops the entries of the product that cancel, in a matrix kept by rows.
    fn keep_structure(&self, x: &CsVecBase<IX, DX, N, I>, result: CsVecI<N, I>) -> CsVecI<N, I> {
        let mut rows: Vec<usize> =
            self.iter().filter(|(_, (_, j))| x.get(j.index()).is_some()).map(|(_, (i, _))| i.index()).collect();
        rows.sort_unstable();
        rows.dedup();
        if rows.len() == result.nnz() {
            return result;
        }
        let data = rows.iter().map(|&i| result.get(i).copied().unwrap_or_else(N::zero)).collect();
        CsVecI::new(self.rows(), rows.into_iter().map(I::from_usize).collect(), data)
    }
});

// yᵀ = xᵀ A
product_with_matrix!(CsMatBase<N, I, IpA, IA, DA, P>, for CsVecBase<IX, DX, N, I> {
    /// `x_bar += conj(A) seed`
    fn arg0<D: Space, S: Space>(
        &self,
        a: &CsMatBase<N, I, IpA, IA, DA, P>,
        seed: &Cotangent<CsVecI<N, I>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        let entries = a.iter().map(|(&a, (i, j))| (i.index(), product(conjugate(a), seed.entry(j.index()))));
        add_scattered(into, a.rows(), entries);
    }
    /// `A_bar += conj(x) seedᵀ`
    fn arg1<D: Space, S: Space>(
        &self,
        _: &CsMatBase<N, I, IpA, IA, DA, P>,
        seed: &Cotangent<CsVecI<N, I>, D>,
        into: &mut Cotangent<CsMatBase<N, I, IpA, IA, DA, P>, S>,
    ) {
        into.add_outer(|i| conjugate_at(self, i), |j| seed.entry(j));
    }
});
