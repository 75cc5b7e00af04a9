use crate::cotangent::check_index;
use crate::differentiable::{Differentiable, Scalar};
use crate::number::Number;
use crate::policy::Space;

/// A dense vector as an operand of a matrix rule: `[N]`, `Vec<N>`, `[N; K]`, and `Array1<N>` in all its forms.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a dense vector of numbers")]
pub trait VectorOperand: Differentiable<Bare = Self> {
    /// The numbers.
    type Item: Scalar;

    /// The length.
    fn length(&self) -> usize;

    /// Entry `i`.
    fn item(&self, i: usize) -> Self::Item;

    /// Adds to the cotangent of entry `i`.
    fn contribute<S: Space>(
        place: &mut Self::Place<S>,
        i: usize,
        contribution: impl Number<Real = <Self::Item as Scalar>::Base>,
    );
}

macro_rules! vector_operand {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<N: Scalar, $($generics)*> VectorOperand for $t {
            type Item = N;
            #[inline(always)]
            fn length(&self) -> usize { self.len() }
            #[inline(always)]
            fn item(&self, i: usize) -> N { self[i] }
            #[inline(always)]
            fn contribute<S: Space>(place: &mut Self::Place<S>, i: usize, contribution: impl Number<Real = N::Base>) {
                check_index(i, place.len());
                N::entry_mut::<S>(&mut place[i]).accumulate(contribution);
            }
        }
    )*};
}
vector_operand! {
    [] [N];
    [] Vec<N>;
    [const K: usize] [N; K];
}
