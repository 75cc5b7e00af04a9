//! Values on dual numbers: arguments with the directions that derivatives are taken along.

use super::Dual;
#[cfg(feature = "sprs")]
use super::coloring::Colors;
use crate::cotangent::NoTangent;
use crate::diagonal::Diagonal;
use crate::number::{Number, Real};
use num_complex::Complex;
use std::fmt::Debug;
#[cfg(feature = "sprs")]
use std::sync::Arc;

/// A value that can be written in dual numbers: the same container of them, owned.
///
/// A tangent of a number or of a container of numbers is one of its type, with its shape and its pattern: real numbers move
/// along the reals, and a sparse matrix within its pattern. A tangent of a struct of your own, for which this is derived, is
/// what its gradient is too.
///
/// ```
/// use ad_runtime::forward::{Directions, Lift};
///
/// let lifted = [2.0, 3.0].lift(Directions::Along([&[0.0, 1.0]]));
/// assert_eq!(lifted[1].tangent(), [1.0]);
/// let pieces = (lifted[0] * lifted[1]).tangent();
/// assert_eq!(pieces, [2.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form on dual numbers",
    note = "forward mode takes numbers and containers of them: put `#[derive(Differentiable, Lift)]` on a type of your own"
)]
pub trait Lift {
    /// What a value moves by.
    type Tangent: ?Sized;

    /// The same with `K` derivatives for each number.
    type On<const K: usize>;

    /// The value with its derivatives.
    ///
    /// # Panics
    ///
    /// If a direction has not the shape or pattern of the value.
    fn lift<const K: usize>(&self, directions: Directions<'_, Self::Tangent, K>) -> Self::On<K>;

    /// The value with derivatives of zero.
    fn lift_constant<const K: usize>(&self) -> Self::On<K> {
        self.lift(Directions::Basis(&mut Basis::from(usize::MAX)))
    }
}

/// The `K` directions of a value.
#[derive(Debug)]
pub enum Directions<'a, X: ?Sized, const K: usize> {
    /// These.
    Along([&'a X; K]),
    /// The unit vectors: each real number of the value has its own.
    Basis(&'a mut Basis),
}

/// `K` of the unit vectors, from `first` on, or of the sums of them that a [`Coloring`](super::Coloring) makes.
///
/// Numbers are counted as they are lifted.
#[derive(Debug)]
pub struct Basis {
    next: usize,
    first: usize,
    vectors: Vectors,
}

/// What the vectors of a basis are.
#[derive(Debug)]
enum Vectors {
    /// One for each number.
    Units,
    /// One for each colour, the sum of its columns; and the sum of all.
    #[cfg(feature = "sprs")]
    Sums(Arc<Colors>),
    /// One for each colour of blocks of so many columns, with NaN where the unit vectors have 1.
    #[cfg(feature = "sprs")]
    Blocks(Arc<Colors>, usize),
}

impl Basis {
    /// The unit vectors from `first` on, before anything is lifted.
    pub fn from(first: usize) -> Self {
        Basis { next: 0, first, vectors: Vectors::Units }
    }

    /// The sums of the unit vectors of one colour, from colour `first` on.
    #[cfg(feature = "sprs")]
    pub(super) fn of_colors(first: usize, colors: Arc<Colors>) -> Self {
        Basis { next: 0, first, vectors: Vectors::Sums(colors) }
    }

    /// What asks for the influence of blocks of `size` columns, from colour `first` on.
    #[cfg(feature = "sprs")]
    pub(super) fn of_blocks(first: usize, colors: Arc<Colors>, size: usize) -> Self {
        Basis { next: 0, first, vectors: Vectors::Blocks(colors, size) }
    }

    /// How many numbers have been lifted.
    pub fn count(&self) -> usize {
        self.next
    }

    #[inline]
    fn tangent<T: Real, const K: usize>(&mut self) -> [T; K] {
        let number = self.next;
        self.next += 1;
        std::array::from_fn(|k| match (self.first.checked_add(k), &self.vectors) {
            (Some(at), Vectors::Units) if at == number => T::one(),
            #[cfg(feature = "sprs")]
            (Some(at), Vectors::Sums(colors)) => colors.direction(at, number),
            #[cfg(feature = "sprs")]
            (Some(at), Vectors::Blocks(colors, size)) if colors.color(number / size) == at => T::nan(),
            _ => Number::zero(),
        })
    }
}

impl<'a, X: ?Sized, const K: usize> Directions<'a, X, K> {
    /// The directions of a part.
    #[inline]
    pub fn part<'b, P: ?Sized>(&'b mut self, part: impl Fn(&'a X) -> &'b P) -> Directions<'b, P, K>
    where
        'a: 'b,
    {
        match self {
            Directions::Along(tangents) => Directions::Along(tangents.map(part)),
            Directions::Basis(basis) => Directions::Basis(basis),
        }
    }

    /// Panics where a property of a direction is not that of the value.
    #[track_caller]
    pub fn check<P: PartialEq + Debug>(&self, what: &str, of_value: impl FnOnce() -> P, of_tangent: impl Fn(&X) -> P) {
        if let Directions::Along(tangents) = self {
            let of_value = of_value();
            for tangent in tangents {
                let of_tangent = of_tangent(tangent);
                assert!(of_tangent == of_value, "{what} is {of_value:?}, and that of its tangent {of_tangent:?}");
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Real> Lift for T {
    type Tangent = T;
    type On<const K: usize> = Dual<T, K>;
    #[inline]
    fn lift<const K: usize>(&self, directions: Directions<'_, T, K>) -> Dual<T, K> {
        Dual::new(
            *self,
            match directions {
                Directions::Along(tangents) => tangents.map(|tangent| *tangent),
                Directions::Basis(basis) => basis.tangent(),
            },
        )
    }
}

impl<T: Real> Lift for Complex<T> {
    type Tangent = Complex<T>;
    type On<const K: usize> = Complex<Dual<T, K>>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self::Tangent, K>) -> Complex<Dual<T, K>> {
        let re = self.re.lift(directions.part(|tangent| &tangent.re));
        Complex::new(re, self.im.lift(directions.part(|tangent| &tangent.im)))
    }
}

impl<X: Lift<Tangent: Sized>> Lift for [X] {
    type Tangent = [X::Tangent];
    type On<const K: usize> = Vec<X::On<K>>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, [X::Tangent], K>) -> Vec<X::On<K>> {
        directions.check("the length of a slice", || self.len(), |tangent| tangent.len());
        self.iter().enumerate().map(|(i, x)| x.lift(directions.part(|tangent| &tangent[i]))).collect()
    }
}

impl<X: Lift<Tangent: Sized>> Lift for Vec<X> {
    type Tangent = Vec<X::Tangent>;
    type On<const K: usize> = Vec<X::On<K>>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self::Tangent, K>) -> Vec<X::On<K>> {
        self.as_slice().lift(directions.part(|tangent| tangent.as_slice()))
    }
}

impl<X: Lift<Tangent: Sized>, const N: usize> Lift for [X; N] {
    type Tangent = [X::Tangent; N];
    type On<const K: usize> = [X::On<K>; N];
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self::Tangent, K>) -> [X::On<K>; N] {
        std::array::from_fn(|i| self[i].lift(directions.part(|tangent| &tangent[i])))
    }
}

impl<X: Lift<Tangent: Sized>> Lift for Option<X> {
    type Tangent = Option<X::Tangent>;
    type On<const K: usize> = Option<X::On<K>>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self::Tangent, K>) -> Option<X::On<K>> {
        directions.check("whether there is a value", || self.is_some(), |tangent| tangent.is_some());
        let of_value = |tangent| Option::as_ref(tangent).expect("a tangent was checked to be there");
        self.as_ref().map(|x| x.lift(directions.part(of_value)))
    }
}

impl<X: Lift<Tangent: Sized>> Lift for Diagonal<X> {
    type Tangent = Diagonal<X::Tangent>;
    type On<const K: usize> = Diagonal<X::On<K>>;
    fn lift<const K: usize>(&self, mut directions: Directions<'_, Self::Tangent, K>) -> Diagonal<X::On<K>> {
        directions.check("the size of a diagonal matrix", || self.n(), |tangent| tangent.n());
        Diagonal::new(self.diagonal().lift(directions.part(|tangent| tangent.diagonal())))
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Lift<Tangent: Sized>),*> Lift for ($($name,)*) {
            type Tangent = ($($name::Tangent,)*);
            type On<const K: usize> = ($($name::On<K>,)*);
            fn lift<const K: usize>(&self, mut directions: Directions<'_, Self::Tangent, K>) -> Self::On<K> {
                ($(self.$index.lift(directions.part(|tangent| &tangent.$index)),)*)
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

/// Values without derivatives, which are what they were.
macro_rules! unchanged {
    ($($t:ty)*) => {$(
        impl Lift for $t {
            type Tangent = NoTangent;
            type On<const K: usize> = $t;
            #[inline(always)]
            fn lift<const K: usize>(&self, _: Directions<'_, NoTangent, K>) -> $t {
                self.clone()
            }
        }
    )*};
}
type Unit = ();
unchanged!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char String Unit NoTangent);
