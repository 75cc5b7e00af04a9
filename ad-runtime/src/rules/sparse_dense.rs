//! Sparse matrices and vectors with dense ones: products, sums and conversions.

use super::VectorOperand;
use super::arithmetic::{AddRule, MulRule};
use super::dense::ArrayDotRule;
use super::matrix::{ToDenseRule, conjugate, contribute};
use crate::cotangent::product::product;
use crate::cotangent::{MatrixAccumulator, VectorAccumulator};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::policy::Space;
use ndarray::{Array1, Array2, ArrayBase, Data, Ix1, Ix2};
use sprs::{CsMatBase, CsVecBase, SpIndex};
use std::ops::Deref;

impl<N: Scalar, R: Data<Elem = N>> VectorOperand for ArrayBase<R, Ix1> {
    type Item = N;
    fn length(&self) -> usize {
        self.len()
    }
    fn item(&self, i: usize) -> N {
        self[i]
    }
    fn contribute<S: Space>(place: &mut Self::Place<S>, i: usize, contribution: impl Number<Real = N::Base>) {
        contribute::<N, S>(&mut place[i], contribution);
    }
}

/// `impl Rule<ArrayBase<R, Dim>> for CsMatBase`
macro_rules! with_array {
    ($rule:ident<$dim:ty> $body:tt) => {
        impl<N, I, P, IpS, IS, DS, R> $rule<ArrayBase<R, $dim>> for CsMatBase<N, I, IpS, IS, DS, P>
        where
            N: Scalar,
            I: SpIndex + 'static,
            P: SpIndex + 'static,
            IpS: Deref<Target = [P]>,
            IS: Deref<Target = [I]>,
            DS: Deref<Target = [N]>,
            R: Data<Elem = N>,
        $body
    };
}

// y = A x
with_array!(MulRule<Ix1> {
    type Computed = Array1<N>;
    /// `A_bar += seed xᴴ`
    fn arg0<D: Space, S: Space>(
        &self,
        x: &ArrayBase<R, Ix1>,
        seed: &Cotangent<Array1<N>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        into.add_outer(|i| N::entry::<D>(&seed[i]), |j| conjugate(x[j]));
    }
    /// `x_bar += Aᴴ seed`
    fn arg1<D: Space, S: Space>(
        &self,
        _: &ArrayBase<R, Ix1>,
        seed: &Cotangent<Array1<N>, D>,
        into: &mut Cotangent<ArrayBase<R, Ix1>, S>,
    ) {
        for (&value, (i, j)) in self.iter() {
            contribute::<N, S>(&mut into[j.index()], product(conjugate(value), N::entry::<D>(&seed[i.index()])));
        }
    }
});

// C = A B
with_array!(MulRule<Ix2> {
    type Computed = Array2<N>;
    /// `A_bar += seed Bᴴ`, one outer product for each column of `B`.
    fn arg0<D: Space, S: Space>(
        &self,
        b: &ArrayBase<R, Ix2>,
        seed: &Cotangent<Array2<N>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        for k in 0..b.ncols() {
            into.add_outer(|i| N::entry::<D>(&seed[(i, k)]), |j| conjugate(b[(j, k)]));
        }
    }
    /// `B_bar += Aᴴ seed`
    fn arg1<D: Space, S: Space>(
        &self,
        b: &ArrayBase<R, Ix2>,
        seed: &Cotangent<Array2<N>, D>,
        into: &mut Cotangent<ArrayBase<R, Ix2>, S>,
    ) {
        for (&value, (i, j)) in self.iter() {
            let (value, i, j) = (conjugate(value), i.index(), j.index());
            for k in 0..b.ncols() {
                contribute::<N, S>(&mut into[(j, k)], product(value, N::entry::<D>(&seed[(i, k)])));
            }
        }
    }
});

/// `a.dot(&b)` of ndarray's trait `Dot`: the same as `&a * &b`.
macro_rules! dot_is_product {
    ($dim:ty => $output:ty) => {
        with_array!(ArrayDotRule<$dim> {
            type Output = $output;
            fn arg0<D: Space, S: Space>(
                &self,
                b: &ArrayBase<R, $dim>,
                seed: &Cotangent<$output, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                MulRule::arg0::<D, S>(self, b, seed, into);
            }
            fn arg1<D: Space, S: Space>(
                &self,
                b: &ArrayBase<R, $dim>,
                seed: &Cotangent<$output, D>,
                into: &mut Cotangent<ArrayBase<R, $dim>, S>,
            ) {
                MulRule::arg1::<D, S>(self, b, seed, into);
            }
        });
    };
}
dot_is_product!(Ix1 => Array1<N>);
dot_is_product!(Ix2 => Array2<N>);

/// `b.dot(&a)` with the dense matrix on the left: `C = B A`.
impl<N, I, P, IpS, IS, DS, R> ArrayDotRule<CsMatBase<N, I, IpS, IS, DS, P>> for ArrayBase<R, Ix2>
where
    N: Scalar,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
    R: Data<Elem = N>,
{
    type Output = Array2<N>;
    /// `B_bar += seed Aᴴ`
    fn arg0<D: Space, S: Space>(
        &self,
        a: &CsMatBase<N, I, IpS, IS, DS, P>,
        seed: &Cotangent<Array2<N>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        for (&value, (i, j)) in a.iter() {
            let (value, i, j) = (conjugate(value), i.index(), j.index());
            for k in 0..self.nrows() {
                contribute::<N, S>(&mut into[(k, i)], product(value, N::entry::<D>(&seed[(k, j)])));
            }
        }
    }
    /// `A_bar += Bᴴ seed`, one outer product for each row of `B`.
    fn arg1<D: Space, S: Space>(
        &self,
        _: &CsMatBase<N, I, IpS, IS, DS, P>,
        seed: &Cotangent<Array2<N>, D>,
        into: &mut Cotangent<CsMatBase<N, I, IpS, IS, DS, P>, S>,
    ) {
        for k in 0..self.nrows() {
            into.add_outer(|i| conjugate(self[(k, i)]), |j| N::entry::<D>(&seed[(k, j)]));
        }
    }
}

// C = A + B
with_array!(AddRule<Ix2> {
    type Computed = Array2<N>;
    fn arg0<D: Space, S: Space>(
        &self,
        _: &ArrayBase<R, Ix2>,
        seed: &Cotangent<Array2<N>, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        into.add_dense(|i, j| N::entry::<D>(&seed[(i, j)]));
    }
    fn arg1<D: Space, S: Space>(
        &self,
        b: &ArrayBase<R, Ix2>,
        seed: &Cotangent<Array2<N>, D>,
        into: &mut Cotangent<ArrayBase<R, Ix2>, S>,
    ) {
        b.accumulate::<S, D>(into, seed);
    }
});

impl<N, I, P, IpS, IS, DS> ToDenseRule for CsMatBase<N, I, IpS, IS, DS, P>
where
    N: Scalar,
    I: SpIndex + 'static,
    P: SpIndex + 'static,
    IpS: Deref<Target = [P]>,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    type Dense = Array2<N>;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Array2<N>, D>, into: &mut Cotangent<Self, S>) {
        into.add_dense(|i, j| N::entry::<D>(&seed[(i, j)]));
    }
}

impl<N, I, IS, DS> ToDenseRule for CsVecBase<IS, DS, N, I>
where
    N: Scalar,
    I: SpIndex + 'static,
    IS: Deref<Target = [I]>,
    DS: Deref<Target = [N]>,
{
    type Dense = Array1<N>;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Array1<N>, D>, into: &mut Cotangent<Self, S>) {
        into.add_dense(|i| N::entry::<D>(&seed[i]));
    }
}
