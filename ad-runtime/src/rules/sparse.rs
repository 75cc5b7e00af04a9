//! Operators of the sparse matrices of sprs.
//!
//! sprs drops the entries of a sum that cancel, explicitly stored zeros included. Pattern is structure and never depends
//! on values, so `keep_structure` stores them again, as zeros, before the result is given a cotangent.

use super::Operand;
use super::arithmetic::{AddRule, MulRule, SubRule, Summable};
use super::matrix::{contribute, inner_with_seed, product_arg0, product_arg1, reductions};
use crate::cotangent::product::{conj, one};
use crate::cotangent::{MatrixAccumulator, MatrixContribution, Scaled};
use crate::diagonal::Diagonal;
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::{Number, Real};
use crate::pattern::Pattern;
use crate::policy::Space;
use crate::sparse::{stored, with_entries};
use num_traits::Zero;
use sprs::{CsMatBase, CsMatI, SpIndex};
use std::ops::{Deref, Mul};

/// `impl Rule<CsMat> for CsMat` in every pairing of owned and view.
macro_rules! for_matrices {
    ($rule:ident [$($bound:tt)*] $body:tt) => {
        impl<N, I, P, IpA, IA, DA, IpB, IB, DB> $rule<CsMatBase<N, I, IpB, IB, DB, P>>
            for CsMatBase<N, I, IpA, IA, DA, P>
        where
            N: Scalar $($bound)*,
            I: SpIndex + 'static,
            P: SpIndex + 'static,
            IpA: Deref<Target = [P]>,
            IA: Deref<Target = [I]>,
            DA: Deref<Target = [N]>,
            IpB: Deref<Target = [P]>,
            IB: Deref<Target = [I]>,
            DB: Deref<Target = [N]>,
        $body
    };
}

/// The rule of a sum, where the seed goes on unchanged but for the sign of the right one.
macro_rules! sum_of_matrices {
    ($rule:ident, $sign:expr) => {
        for_matrices!($rule [+ Zero] {
            type Computed = CsMatI<N, I, P>;
            fn arg0<D: Space, S: Space>(
                &self,
                _: &CsMatBase<N, I, IpB, IB, DB, P>,
                seed: &Cotangent<CsMatI<N, I, P>, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                seed.add_to(into);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                _: &CsMatBase<N, I, IpB, IB, DB, P>,
                seed: &Cotangent<CsMatI<N, I, P>, D>,
                into: &mut Cotangent<CsMatBase<N, I, IpB, IB, DB, P>, S>,
            ) {
                let sign: N::Base = $sign;
                seed.add_to(&mut Scaled(into, sign));
            }
            fn keep_structure(
                &self,
                rhs: &CsMatBase<N, I, IpB, IB, DB, P>,
                result: CsMatI<N, I, P>,
            ) -> CsMatI<N, I, P> {
                let union = self.iter().chain(rhs.iter()).map(|(_, (i, j))| (i.index(), j.index()));
                let (rows, cols) = result.shape();
                let stored_in_all = if result.is_csr() {
                    Pattern::new(rows, cols, union)
                } else {
                    Pattern::new(cols, rows, union.map(|(i, j)| (j, i))).transposed()
                };
                refill(result, &stored_in_all)
            }
        });
    };
}
impl<N, I: SpIndex, P: SpIndex, IP, IS, DS> Summable for CsMatBase<N, I, IP, IS, DS, P>
where
    IP: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
}
sum_of_matrices!(AddRule, one());
sum_of_matrices!(SubRule, -one::<N::Base>());

/// The same matrix with zeros stored at all further positions of a pattern that is kept in the same order.
fn refill<N: Copy + Zero, I: SpIndex, P: SpIndex>(matrix: CsMatI<N, I, P>, pattern: &Pattern) -> CsMatI<N, I, P> {
    if matrix.nnz() == pattern.len() {
        return matrix;
    }
    let data = pattern.iter().map(|(i, j)| matrix.get(i, j).copied().unwrap_or_else(N::zero)).collect();
    let offsets = pattern.offsets().iter().map(|&offset| P::from_usize(offset)).collect();
    let indices = pattern.indices().iter().map(|&index| I::from_usize(index)).collect();
    stored(matrix.shape(), pattern.by_rows(), (offsets, indices, data))
}

/// `&a * factor`, which sprs has for real entries.
impl<T, I, P, IpS, IS, DS> MulRule<T> for CsMatBase<T, I, IpS, IS, DS, P>
where
    T: Real,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [T]>,
{
    type Computed = CsMatI<T, I, P>;
    fn arg0<D: Space, S: Space>(
        &self,
        factor: &T,
        seed: &Cotangent<CsMatI<T, I, P>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        seed.add_to(&mut Scaled(into, factor.number()));
    }
    fn arg1<D: Space, S: Space>(&self, _: &T, seed: &Cotangent<CsMatI<T, I, P>, D>, into: &mut Cotangent<T, S>) {
        contribute::<T, S>(into, inner_with_seed::<Self, D>(self, seed));
    }
}

for_matrices!(MulRule [] {
    type Computed = CsMatI<N, I, P>;
    fn arg0<D: Space, S: Space>(
        &self,
        rhs: &CsMatBase<N, I, IpB, IB, DB, P>,
        seed: &Cotangent<CsMatI<N, I, P>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        product_arg0(self, rhs, seed, into);
    }
    fn arg1<D: Space, S: Space>(
        &self,
        rhs: &CsMatBase<N, I, IpB, IB, DB, P>,
        seed: &Cotangent<CsMatI<N, I, P>, D>,
        into: &mut Cotangent<CsMatBase<N, I, IpB, IB, DB, P>, S>,
    ) {
        product_arg1(self, rhs, seed, into);
    }
});

/// The products of a diagonal and a sparse matrix, and their rules.
macro_rules! product_with_diagonal {
    ($left:ty, $right:ty; |$a:ident, $b:ident| $result:expr) => {
        impl<N, I, P, IpS, IS, DS> Mul<&$right> for &$left
        where
            N: Copy + Mul<Output = N>,
            I: SpIndex,
            P: SpIndex,
            IpS: Deref<Target = [P]>,
            IS: Deref<Target = [I]>,
            DS: Deref<Target = [N]>,
        {
            type Output = CsMatI<N, I, P>;
            fn mul(self, rhs: &$right) -> CsMatI<N, I, P> {
                let ($a, $b) = (self, rhs);
                $result
            }
        }

        impl<N, I, P, IpS, IS, DS> MulRule<$right> for $left
        where
            N: Scalar,
            I: SpIndex + 'static,
            P: SpIndex + 'static,
            IpS: Deref<Target = [P]>,
            IS: Deref<Target = [I]>,
            DS: Deref<Target = [N]>,
        {
            type Computed = CsMatI<N, I, P>;
            fn arg0<D: Space, S: Space>(
                &self,
                rhs: &$right,
                seed: &Cotangent<CsMatI<N, I, P>, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                product_arg0(self, rhs, seed, into);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                rhs: &$right,
                seed: &Cotangent<CsMatI<N, I, P>, D>,
                into: &mut Cotangent<$right, S>,
            ) {
                product_arg1(self, rhs, seed, into);
            }
        }
    };
}
product_with_diagonal!(Diagonal<N>, CsMatBase<N, I, IpS, IS, DS, P>; |d, a| {
    let (n, rows) = (d.n(), a.rows());
    assert_eq!(n, rows, "a diagonal matrix of size {n} cannot be multiplied with a matrix of {rows} rows");
    with_entries(a.view(), a.iter().map(|(&value, (i, _))| d.diagonal()[i.index()] * value).collect())
});
product_with_diagonal!(CsMatBase<N, I, IpS, IS, DS, P>, Diagonal<N>; |a, d| {
    let (cols, n) = (a.cols(), d.n());
    assert_eq!(cols, n, "a matrix of {cols} columns cannot be multiplied with a diagonal matrix of size {n}");
    with_entries(a.view(), a.iter().map(|(&value, (_, j))| value * d.diagonal()[j.index()]).collect())
});

reductions! {
    [N, I, P, IpA, IA, DA,] [
        N: Scalar + Operand,
        I: SpIndex + 'static,
        P: SpIndex + 'static,
        IpA: Deref<Target = [P]>,
        IA: Deref<Target = [I]>,
        DA: Deref<Target = [N]>,
    ] CsMatBase<N, I, IpA, IA, DA, P>, N;
    [J, Q, IpB, IB, DB] [
        J: SpIndex + 'static,
        Q: SpIndex + 'static,
        IpB: Deref<Target = [Q]>,
        IB: Deref<Target = [J]>,
        DB: Deref<Target = [N]>,
    ] CsMatBase<N, J, IpB, IB, DB, Q>
}
