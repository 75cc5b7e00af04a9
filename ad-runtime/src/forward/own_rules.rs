//! Functions with a rule of the user's own on dual numbers: by their pushforward, direction by direction.

use super::{Directions, Dual, Lift, Split};
use crate::differentiable::{Cotangent, Differentiable, ProjectTo};
use crate::number::{Number, Real};
use crate::policy::{Space, Tangent};

/// A function on dual numbers, of its value and of its tangent along each direction.
pub fn along_each<A: Split<K>, Y: Lift<Tangent: Sized>, const K: usize>(
    arguments: A,
    value: impl FnOnce(&A::Value) -> Y,
    tangent: impl Fn(&A::Value, &A::Tangent) -> Y::Tangent,
) -> Y::On<K> {
    let (values, dots) = arguments.split();
    let tangents = dots.each_ref().map(|dots| tangent(&values, dots));
    value(&values).lift(Directions::Along(tangents.each_ref()))
}

/// A function of numbers on dual numbers, from its value and its partial derivatives.
pub fn chained<T: Real, const K: usize, const N: usize>(value: T, terms: [(Dual<T, K>, T); N]) -> Dual<T, K> {
    let sum =
        terms.into_iter().fold(Dual::constant(value), |sum, (x, slope)| sum + x.chain(<T as Number>::zero(), slope));
    Dual::new(value, sum.tangent())
}

/// The cotangents of the arguments on dual numbers, of the pullback of the pushforward along each direction: `pull` takes the
/// seeds of the value and of the tangent, and gives the cotangents of the arguments and of their tangents.
pub fn pulled_along_each<I: Space, A, Y, C, const K: usize>(
    arguments: A,
    seed: &Cotangent<Y::On<K>, I>,
    value: impl FnOnce(&A::Value) -> Y,
    zero: impl FnOnce(&A::Value) -> A::Tangent,
    pull: impl Fn(&A::Value, &A::Tangent, (Bar<Y, K>, Bar<Y, K>)) -> (C, C),
) -> C::On<K>
where
    A: Split<K>,
    Y: Lift<On<K>: Differentiable<Cotangent<Tangent>: Split<K, Tangent = Bar<Y, K>>>>,
    Bar<Y, K>: Clone,
    C: Lift<Tangent = C>,
{
    let (values, dots) = arguments.split();
    let result = value(&values).lift_constant::<K>();
    let (y_bar, y_bar_dots) = result.project::<I>(seed).split();
    let (_, along_none) = pull(&values, &zero(&values), (y_bar.clone(), y_bar.clone()));
    let mut y_bar_dots = y_bar_dots.into_iter();
    let of_each = dots.each_ref().map(|dots| {
        let y_bar_dot = y_bar_dots.next().expect("there are as many derivatives as directions");
        pull(&values, dots, (y_bar_dot, y_bar.clone())).0
    });
    along_none.lift(Directions::Along(of_each.each_ref()))
}

/// The cotangent of a result, without derivatives.
type Bar<Y, const K: usize> = <Cotangent<<Y as Lift>::On<K>, Tangent> as Split<K>>::Value;
