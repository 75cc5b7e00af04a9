//! The operations that generated code calls.
#![allow(missing_docs)]

use super::{Structured, ToDenseRule, conjugate, contribute, inner_with_seed};
use crate::cotangent::product::product;
use crate::cotangent::{MatrixAccumulator, MatrixContribution, Scaled, SparseTerm, Transposed};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::policy::Space;
use crate::rules::VectorOperand;

type EntryOf<A> = <<A as Differentiable>::Bare as Structured>::Entry;
type OwnedOf<A> = <<A as Differentiable>::Bare as Structured>::Owned;

pub mod trace {
    use super::*;
    /// `A_bar += seed I`
    pub fn arg0<D: Space, S: Space, A>(_: &A, seed: &Cotangent<EntryOf<A>, D>, into: &mut Cotangent<A::Bare, S>)
    where
        A: Differentiable<Bare: Structured> + ?Sized,
    {
        let seed = EntryOf::<A>::entry::<D>(seed);
        A::Bare::bar_mut::<S>(into).add_diagonal(|_| seed);
    }
}

pub mod entry {
    use super::*;
    /// `A_bar += seed e_i e_jᵀ`
    pub fn arg0<D: Space, S: Space, A, I, J>(
        _: &A,
        i: &I,
        j: &J,
        seed: &Cotangent<EntryOf<A>, D>,
        into: &mut Cotangent<A::Bare, S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        I: Differentiable<Bare = usize> + ?Sized,
        J: Differentiable<Bare = usize> + ?Sized,
    {
        A::Bare::bar_mut::<S>(into).add_entry(*i.bare(), *j.bare(), EntryOf::<A>::entry::<D>(seed));
    }
}

pub mod diagonal {
    use super::*;
    /// `A_bar += diag(seed)`
    pub fn arg0<D: Space, S: Space, A>(_: &A, seed: &[Cotangent<EntryOf<A>, D>], into: &mut Cotangent<A::Bare, S>)
    where
        A: Differentiable<Bare: Structured> + ?Sized,
    {
        A::Bare::bar_mut::<S>(into).add_diagonal(|i| EntryOf::<A>::entry::<D>(&seed[i]));
    }
}

pub mod data {
    use super::*;
    /// The stored entries, read as such: `a_bar_ij += seed_k` where entry `(i, j)` is the `k`-th in the order of storage.
    pub fn arg0<D: Space, S: Space, A>(a: &A, seed: &[Cotangent<EntryOf<A>, D>], into: &mut Cotangent<A::Bare, S>)
    where
        A: Differentiable<Bare: Structured> + ?Sized,
    {
        let values = seed.iter().map(|seed| EntryOf::<A>::entry::<D>(seed)).collect();
        A::Bare::bar_mut::<S>(into).add_sparse(&SparseTerm { pattern: a.bare().pattern(), values });
    }
}

pub mod times {
    use super::*;
    /// `A_bar += seed xᴴ`
    pub fn arg0<D: Space, S: Space, A, X>(
        _: &A,
        x: &X,
        seed: &[Cotangent<EntryOf<A>, D>],
        into: &mut Cotangent<A::Bare, S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        X: Differentiable<Bare: VectorOperand<Item = EntryOf<A>>> + ?Sized,
    {
        let x = x.bare();
        A::Bare::bar_mut::<S>(into).add_outer(|i| EntryOf::<A>::entry::<D>(&seed[i]), |j| conjugate(x.item(j)));
    }
    /// `x_bar += Aᴴ seed`
    pub fn arg1<D: Space, S: Space, A, X>(
        a: &A,
        _: &X,
        seed: &[Cotangent<EntryOf<A>, D>],
        into: &mut <X::Bare as Differentiable>::Place<S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        X: Differentiable<Bare: VectorOperand<Item = EntryOf<A>>> + ?Sized,
    {
        a.bare().for_each_stored(|i, j, value| {
            let seed = EntryOf::<A>::entry::<D>(&seed[i]);
            X::Bare::contribute::<S>(into, j, product(conjugate(value), seed));
        });
    }
}

pub mod transposed_times {
    use super::*;
    /// `A_bar += conj(x) seedᵀ`
    pub fn arg0<D: Space, S: Space, A, X>(
        _: &A,
        x: &X,
        seed: &[Cotangent<EntryOf<A>, D>],
        into: &mut Cotangent<A::Bare, S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        X: Differentiable<Bare: VectorOperand<Item = EntryOf<A>>> + ?Sized,
    {
        let x = x.bare();
        A::Bare::bar_mut::<S>(into).add_outer(|i| conjugate(x.item(i)), |j| EntryOf::<A>::entry::<D>(&seed[j]));
    }
    /// `x_bar += conj(A) seed`
    pub fn arg1<D: Space, S: Space, A, X>(
        a: &A,
        _: &X,
        seed: &[Cotangent<EntryOf<A>, D>],
        into: &mut <X::Bare as Differentiable>::Place<S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        X: Differentiable<Bare: VectorOperand<Item = EntryOf<A>>> + ?Sized,
    {
        a.bare().for_each_stored(|i, j, value| {
            let seed = EntryOf::<A>::entry::<D>(&seed[j]);
            X::Bare::contribute::<S>(into, i, product(conjugate(value), seed));
        });
    }
}

pub mod scaled {
    use super::*;
    /// `A_bar += conj(factor) seed`
    pub fn arg0<D: Space, S: Space, A, F>(
        _: &A,
        factor: &F,
        seed: &Cotangent<OwnedOf<A>, D>,
        into: &mut Cotangent<A::Bare, S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        F: Differentiable<Bare = EntryOf<A>> + ?Sized,
    {
        let mut scaled = Scaled(A::Bare::bar_mut::<S>(into), conjugate(*factor.bare()));
        OwnedOf::<A>::bar::<D>(seed).add_to(&mut scaled);
    }
    /// `factor_bar += sum conj(a_ij) seed_ij`
    pub fn arg1<D: Space, S: Space, A, F>(
        a: &A,
        _: &F,
        seed: &Cotangent<OwnedOf<A>, D>,
        into: &mut Cotangent<F::Bare, S>,
    ) where
        A: Differentiable<Bare: Structured> + ?Sized,
        F: Differentiable<Bare = EntryOf<A>> + ?Sized,
    {
        contribute::<EntryOf<A>, S>(into, inner_with_seed::<A::Bare, D>(a.bare(), OwnedOf::<A>::bar::<D>(seed)));
    }
}

pub mod transposed {
    use super::*;
    /// `A_bar += seedᵀ`
    pub fn arg0<D: Space, S: Space, A>(_: &A, seed: &Cotangent<OwnedOf<A>, D>, into: &mut Cotangent<A::Bare, S>)
    where
        A: Differentiable<Bare: Structured> + ?Sized,
    {
        OwnedOf::<A>::bar::<D>(seed).add_to(&mut Transposed(A::Bare::bar_mut::<S>(into)));
    }
}
pub mod to_dense {
    use super::*;
    pub fn arg0<D: Space, S: Space, A>(
        a: &A,
        seed: &Cotangent<<A::Bare as ToDenseRule>::Dense, D>,
        into: &mut Cotangent<A::Bare, S>,
    ) where
        A: Differentiable<Bare: ToDenseRule> + ?Sized,
    {
        a.bare().arg0::<D, S>(seed, into);
    }
}
