//! Operators and the constructor of [`Diagonal`].

use super::Operand;
use super::arithmetic::{AddRule, MulRule, NegRule, SubRule, Summable};
use super::matrix::{conjugate, contribute, inner_with_seed, product_arg0, product_arg1, reductions};
use crate::cotangent::product::{conj, one};
use crate::cotangent::{MatrixAccumulator, MatrixContribution, Scaled};
use crate::diagonal::Diagonal;
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::policy::Space;

type Seed<T, D> = Cotangent<Diagonal<T>, D>;

/// A sum: the seed goes on unchanged but for the sign of the right one.
macro_rules! sum_rule {
    ($rule:ident, $sign:expr) => {
        impl<T: Scalar> $rule<Diagonal<T>> for Diagonal<T> {
            type Computed = Diagonal<T>;
            fn arg0<D: Space, S: Space>(&self, _: &Self, seed: &Seed<T, D>, into: &mut Cotangent<Self, S>) {
                seed.add_to(into);
            }
            fn arg1<D: Space, S: Space>(&self, _: &Self, seed: &Seed<T, D>, into: &mut Cotangent<Self, S>) {
                let sign: T::Base = $sign;
                seed.add_to(&mut Scaled(into, sign));
            }
        }
    };
}
impl<T: Summable> Summable for Diagonal<T> {}
sum_rule!(AddRule, one());
sum_rule!(SubRule, -one::<T::Base>());

impl<T: Scalar> NegRule for Diagonal<T> {
    type Computed = Diagonal<T>;
    fn arg0<D: Space, S: Space>(&self, seed: &Seed<T, D>, into: &mut Cotangent<Self, S>) {
        seed.add_to(&mut Scaled(into, -one::<T::Base>()));
    }
}

impl<T: Scalar> MulRule<T> for Diagonal<T> {
    type Computed = Diagonal<T>;
    fn arg0<D: Space, S: Space>(&self, factor: &T, seed: &Seed<T, D>, into: &mut Cotangent<Self, S>) {
        seed.add_to(&mut Scaled(into, conjugate(*factor)));
    }
    fn arg1<D: Space, S: Space>(&self, _: &T, seed: &Seed<T, D>, into: &mut Cotangent<T, S>) {
        contribute::<T, S>(into, inner_with_seed::<Self, D>(self, seed));
    }
}

impl<T: Scalar> MulRule<Diagonal<T>> for Diagonal<T> {
    type Computed = Diagonal<T>;
    fn arg0<D: Space, S: Space>(&self, rhs: &Self, seed: &Seed<T, D>, into: &mut Cotangent<Self, S>) {
        product_arg0(self, rhs, seed, into);
    }
    fn arg1<D: Space, S: Space>(&self, rhs: &Self, seed: &Seed<T, D>, into: &mut Cotangent<Self, S>) {
        product_arg1(self, rhs, seed, into);
    }
}

#[cfg(feature = "ndarray")]
impl<T: Scalar> super::matrix::ToDenseRule for Diagonal<T> {
    type Dense = ndarray::Array2<T>;
    fn arg0<D: Space, S: Space>(&self, seed: &Cotangent<Self::Dense, D>, into: &mut Cotangent<Self, S>) {
        into.add_dense(|i, j| T::entry::<D>(&seed[(i, j)]));
    }
}

reductions! {
    [T: Scalar + Operand] [] Diagonal<T>, T;
    [] [] Diagonal<T>
}

/// The operations that generated code calls.
#[allow(missing_docs)]
pub mod ops {
    use super::*;
    use crate::rules::VectorOperand;

    /// `Diagonal::new(v)`, which settles structure: only the diagonal of the seed reaches `v`.
    pub mod diagonal_new {
        use super::*;
        /// `v_bar_i += seed_ii`
        pub fn arg0<D: Space, S: Space, V>(
            v: &V,
            seed: &Cotangent<Diagonal<<V::Bare as VectorOperand>::Item>, D>,
            into: &mut <V::Bare as Differentiable>::Place<S>,
        ) where
            V: Differentiable<Bare: VectorOperand> + ?Sized,
        {
            for i in 0..v.bare().length() {
                V::Bare::contribute::<S>(into, i, seed.entry(i, i));
            }
        }
    }
}
