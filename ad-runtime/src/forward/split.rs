//! Values and derivatives of what was computed with dual numbers.

use super::Dual;
use crate::cotangent::{NoTangent, ScalarCotangent};
use crate::diagonal::Diagonal;
use crate::number::Real;
use num_complex::Complex;

/// Something made of dual numbers with `K` derivatives, taken apart.
///
/// ```
/// use ad_runtime::forward::{Dual, Split};
///
/// let (value, [tangent]) = vec![Dual::new(1.0, [2.0]), Dual::new(3.0, [4.0])].split();
/// assert_eq!((value, tangent), (vec![1.0, 3.0], vec![2.0, 4.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be taken apart into values and derivatives",
    note = "forward mode returns numbers and containers of them"
)]
pub trait Split<const K: usize> {
    /// The value.
    type Value;

    /// The derivatives along one direction.
    type Tangent;

    /// The value, and its derivatives along each direction.
    fn split(self) -> (Self::Value, [Self::Tangent; K]);
}

/// The real numbers that something is made of, one after the other.
pub trait Coordinates<T, const K: usize> {
    /// Calls `f` with each.
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>));
}

impl<T: Real, const K: usize> Split<K> for Dual<T, K> {
    type Value = T;
    type Tangent = T;
    #[inline(always)]
    fn split(self) -> (T, [T; K]) {
        (self.value(), self.tangent())
    }
}
impl<T: Real, const K: usize> Coordinates<T, K> for Dual<T, K> {
    #[inline(always)]
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        f(self);
    }
}

impl<T: Real, const K: usize> Split<K> for Complex<Dual<T, K>> {
    type Value = Complex<T>;
    type Tangent = Complex<T>;
    fn split(self) -> (Complex<T>, [Complex<T>; K]) {
        let (re, im) = (self.re.tangent(), self.im.tangent());
        let value = Complex::new(self.re.value(), self.im.value());
        (value, std::array::from_fn(|k| Complex::new(re[k], im[k])))
    }
}
impl<T: Real, const K: usize> Coordinates<T, K> for Complex<Dual<T, K>> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        f(&mut self.re);
        f(&mut self.im);
    }
}

/// Of an ambient cotangent, which is real or complex.
impl<T: Real, const K: usize> Split<K> for ScalarCotangent<Dual<T, K>> {
    type Value = ScalarCotangent<T>;
    type Tangent = ScalarCotangent<T>;
    fn split(self) -> (ScalarCotangent<T>, [ScalarCotangent<T>; K]) {
        if self.is_real() {
            (self.re().value().into(), self.re().tangent().map(ScalarCotangent::from))
        } else {
            let (value, tangent) = self.to_complex().split();
            (value.into(), tangent.map(ScalarCotangent::from))
        }
    }
}

impl<X: Split<K>, const K: usize> Split<K> for Vec<X> {
    type Value = Vec<X::Value>;
    type Tangent = Vec<X::Tangent>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        let mut tangents: [Vec<X::Tangent>; K] = std::array::from_fn(|_| Vec::with_capacity(self.len()));
        let apart = |x: X| {
            let (value, tangent) = x.split();
            tangents.iter_mut().zip(tangent).for_each(|(all, one)| all.push(one));
            value
        };
        (self.into_iter().map(apart).collect(), tangents)
    }
}
impl<X: Coordinates<T, K>, T, const K: usize> Coordinates<T, K> for Vec<X> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.iter_mut().for_each(|x| x.for_each_number(f));
    }
}

impl<X: Split<K>, const N: usize, const K: usize> Split<K> for [X; N] {
    type Value = [X::Value; N];
    type Tangent = [X::Tangent; N];
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        let mut values = self.map(|x| {
            let (value, tangent) = x.split();
            (Some(value), tangent.map(Some))
        });
        const WHOLE: &str = "each part is taken once";
        let tangents = std::array::from_fn(|k| std::array::from_fn(|n| values[n].1[k].take().expect(WHOLE)));
        (values.map(|(value, _)| value.expect(WHOLE)), tangents)
    }
}
impl<X: Coordinates<T, K>, T, const N: usize, const K: usize> Coordinates<T, K> for [X; N] {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.iter_mut().for_each(|x| x.for_each_number(f));
    }
}

impl<X: Split<K>, const K: usize> Split<K> for Option<X> {
    type Value = Option<X::Value>;
    type Tangent = Option<X::Tangent>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        match self.map(X::split) {
            Some((value, tangent)) => (Some(value), tangent.map(Some)),
            None => (None, std::array::from_fn(|_| None)),
        }
    }
}
impl<X: Coordinates<T, K>, T, const K: usize> Coordinates<T, K> for Option<X> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.iter_mut().for_each(|x| x.for_each_number(f));
    }
}

impl<X: Split<K>, E, const K: usize> Split<K> for Result<X, E> {
    type Value = Result<X::Value, E>;
    type Tangent = Option<X::Tangent>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        match self.map(X::split) {
            Ok((value, tangent)) => (Ok(value), tangent.map(Some)),
            Err(error) => (Err(error), std::array::from_fn(|_| None)),
        }
    }
}
impl<X: Coordinates<T, K>, E, T, const K: usize> Coordinates<T, K> for Result<X, E> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.iter_mut().for_each(|x| x.for_each_number(f));
    }
}

impl<X: Split<K>, const K: usize> Split<K> for Diagonal<X> {
    type Value = Diagonal<X::Value>;
    type Tangent = Diagonal<X::Tangent>;
    fn split(self) -> (Self::Value, [Self::Tangent; K]) {
        let (value, tangents) = self.into_diagonal().split();
        (Diagonal::new(value), tangents.map(Diagonal::new))
    }
}
impl<X: Coordinates<T, K>, T, const K: usize> Coordinates<T, K> for Diagonal<X> {
    fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
        self.diagonal_mut().iter_mut().for_each(|x| x.for_each_number(f));
    }
}

macro_rules! tuple {
    ($($name:ident $value:ident $tangent:ident $index:tt),*) => {
        impl<$($name: Split<K>,)* const K: usize> Split<K> for ($($name,)*) {
            type Value = ($($name::Value,)*);
            type Tangent = ($($name::Tangent,)*);
            fn split(self) -> (Self::Value, [Self::Tangent; K]) {
                $(
                    let ($value, $tangent) = self.$index.split();
                    let mut $tangent = $tangent.into_iter();
                )*
                const WHOLE: &str = "there are as many derivatives as directions";
                (($($value,)*), std::array::from_fn(|_| ($($tangent.next().expect(WHOLE),)*)))
            }
        }
        impl<$($name: Coordinates<T, K>,)* T, const K: usize> Coordinates<T, K> for ($($name,)*) {
            fn for_each_number(&mut self, f: &mut impl FnMut(&mut Dual<T, K>)) {
                $(self.$index.for_each_number(f);)*
            }
        }
    };
}
tuple!(A a a_dot 0);
tuple!(A a a_dot 0, B b b_dot 1);
tuple!(A a a_dot 0, B b b_dot 1, C c c_dot 2);
tuple!(A a a_dot 0, B b b_dot 1, C c c_dot 2, D d d_dot 3);
tuple!(A a a_dot 0, B b b_dot 1, C c c_dot 2, D d d_dot 3, E e e_dot 4);
tuple!(A a a_dot 0, B b b_dot 1, C c c_dot 2, D d d_dot 3, E e e_dot 4, F f f_dot 5);

/// Values without derivatives.
macro_rules! without_derivatives {
    ($($t:ty)*) => {$(
        impl<const K: usize> Split<K> for $t {
            type Value = $t;
            type Tangent = NoTangent;
            #[inline(always)]
            fn split(self) -> ($t, [NoTangent; K]) {
                (self, std::array::from_fn(|_| NoTangent))
            }
        }
        impl<T, const K: usize> Coordinates<T, K> for $t {
            #[inline(always)]
            fn for_each_number(&mut self, _: &mut impl FnMut(&mut Dual<T, K>)) {}
        }
    )*};
}
type Unit = ();
without_derivatives!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char String Unit NoTangent);
