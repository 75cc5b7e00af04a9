//! `+ - * / %`, of dual numbers and references to them, with each other and with complex numbers.

use super::Dual;
use super::dual::{each, each_pair};
use crate::number::{Number, Real};
use num_complex::Complex;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

/// An operator in every pairing of values and references, and its assignment.
macro_rules! operator {
    ($Operator:ident $operator:ident $Assign:ident $assign:ident: |$a:ident, $b:ident| $result:expr) => {
        #[allow(clippy::suspicious_arithmetic_impl)] // the rule of the product is a sum
        impl<T: Real, const K: usize> $Operator for Dual<T, K> {
            type Output = Self;
            #[inline(always)]
            fn $operator(self, rhs: Self) -> Self {
                let ($a, $b) = (self, rhs);
                $result
            }
        }
        impl<T: Real, const K: usize> $Operator<&Dual<T, K>> for Dual<T, K> {
            type Output = Self;
            #[inline(always)]
            fn $operator(self, rhs: &Self) -> Self {
                self.$operator(*rhs)
            }
        }
        impl<T: Real, const K: usize> $Operator<Dual<T, K>> for &Dual<T, K> {
            type Output = Dual<T, K>;
            #[inline(always)]
            fn $operator(self, rhs: Dual<T, K>) -> Dual<T, K> {
                (*self).$operator(rhs)
            }
        }
        impl<T: Real, const K: usize> $Operator for &Dual<T, K> {
            type Output = Dual<T, K>;
            #[inline(always)]
            fn $operator(self, rhs: Self) -> Dual<T, K> {
                (*self).$operator(*rhs)
            }
        }
        impl<T: Real, const K: usize> $Assign for Dual<T, K> {
            #[inline(always)]
            fn $assign(&mut self, rhs: Self) {
                *self = self.$operator(rhs);
            }
        }
        impl<T: Real, const K: usize> $Assign<&Dual<T, K>> for Dual<T, K> {
            #[inline(always)]
            fn $assign(&mut self, rhs: &Self) {
                *self = self.$operator(*rhs);
            }
        }
    };
}
operator!(Add add AddAssign add_assign: |a, b| {
    Dual::new(a.value() + b.value(), each_pair(a.tangent(), b.tangent(), |x, y| x + y))
});
operator!(Sub sub SubAssign sub_assign: |a, b| {
    Dual::new(a.value() - b.value(), each_pair(a.tangent(), b.tangent(), |x, y| x - y))
});
operator!(Mul mul MulAssign mul_assign: |a, b| {
    let of_product = |x, y| x * b.value() + a.value() * y;
    Dual::new(a.value() * b.value(), each_pair(a.tangent(), b.tangent(), of_product))
});
operator!(Div div DivAssign div_assign: |a, b| {
    let quotient = a.value() / b.value();
    let slope = b.value().recip();
    a.chain_two(slope, b, -quotient * slope, quotient)
});
// x % y = x - y trunc(x / y), with the derivative of trunc taken as 0 everywhere
operator!(Rem rem RemAssign rem_assign: |a, b| {
    a.chain_two(T::one(), b, -(a.value() / b.value()).trunc(), a.value() % b.value())
});

impl<T: Real, const K: usize> Neg for Dual<T, K> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Dual::new(-self.value(), each(self.tangent(), Neg::neg))
    }
}
impl<T: Real, const K: usize> Neg for &Dual<T, K> {
    type Output = Dual<T, K>;
    #[inline(always)]
    fn neg(self) -> Dual<T, K> {
        -*self
    }
}

/// A real number on the left of a complex one; num-complex has the other order.
macro_rules! with_complex {
    ($($Operator:ident $operator:ident)*) => {$(
        impl<T: Real, const K: usize> $Operator<Complex<Dual<T, K>>> for Dual<T, K> {
            type Output = Complex<Self>;
            #[inline(always)]
            fn $operator(self, rhs: Complex<Self>) -> Complex<Self> {
                Complex::from(self).$operator(rhs)
            }
        }
    )*};
}
with_complex!(Add add Sub sub Mul mul Div div);

impl<T: Real, const K: usize> Sum for Dual<T, K> {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Number::zero(), Add::add)
    }
}
impl<'a, T: Real, const K: usize> Sum<&'a Dual<T, K>> for Dual<T, K> {
    fn sum<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
        numbers.copied().sum()
    }
}
impl<T: Real, const K: usize> Product for Dual<T, K> {
    fn product<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Dual::constant(T::one()), Mul::mul)
    }
}
impl<'a, T: Real, const K: usize> Product<&'a Dual<T, K>> for Dual<T, K> {
    fn product<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
        numbers.copied().product()
    }
}
