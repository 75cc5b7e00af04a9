//! Complex numbers over dual ones.

use super::dual::{Dual, d};
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// `re + i im`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Complex<T> {
    pub re: T,
    pub im: T,
}

impl Complex<Dual> {
    pub fn new(re: Dual, im: Dual) -> Self {
        Complex { re, im }
    }

    pub fn from_polar(r: Dual, theta: Dual) -> Self {
        Complex { re: r * theta.cos(), im: r * theta.sin() }
    }

    pub fn cis(theta: Dual) -> Self {
        Complex { re: theta.cos(), im: theta.sin() }
    }

    pub fn conj(self) -> Self {
        Complex { re: self.re, im: -self.im }
    }

    pub fn norm_sqr(self) -> Dual {
        self.re * self.re + self.im * self.im
    }

    pub fn norm(self) -> Dual {
        self.re.hypot(self.im)
    }

    pub fn arg(self) -> Dual {
        self.im.atan2(self.re)
    }

    pub fn exp(self) -> Self {
        Complex::from_polar(self.re.exp(), self.im)
    }

    pub fn sin(self) -> Self {
        Complex { re: self.re.sin() * self.im.cosh(), im: self.re.cos() * self.im.sinh() }
    }

    pub fn cos(self) -> Self {
        Complex { re: self.re.cos() * self.im.cosh(), im: -self.re.sin() * self.im.sinh() }
    }
}

impl From<Dual> for Complex<Dual> {
    fn from(re: Dual) -> Self {
        Complex { re, im: d(0.0) }
    }
}

impl Neg for Complex<Dual> {
    type Output = Self;
    fn neg(self) -> Self {
        Complex { re: -self.re, im: -self.im }
    }
}

macro_rules! operators {
    ($($Op:ident $op:ident ($a:ident, $b:ident) $complex:expr;)*) => {$(
        impl $Op for Complex<Dual> {
            type Output = Self;
            fn $op(self, other: Self) -> Self {
                let ($a, $b) = (self, other);
                $complex
            }
        }
        impl $Op<Dual> for Complex<Dual> {
            type Output = Self;
            fn $op(self, other: Dual) -> Self { self.$op(Complex::from(other)) }
        }
        impl $Op<Complex<Dual>> for Dual {
            type Output = Complex<Dual>;
            fn $op(self, other: Complex<Dual>) -> Complex<Dual> { Complex::from(self).$op(other) }
        }
    )*};
}
operators! {
    Add add (a, b) Complex { re: a.re + b.re, im: a.im + b.im };
    Sub sub (a, b) Complex { re: a.re - b.re, im: a.im - b.im };
    Mul mul (a, b) Complex { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
    Div div (a, b) {
        let squares = b.norm_sqr();
        Complex { re: (a.re * b.re + a.im * b.im) / squares, im: (a.im * b.re - a.re * b.im) / squares }
    };
}

macro_rules! assignments {
    ($($OpAssign:ident $op_assign:ident $op:ident;)*) => {$(
        impl $OpAssign for Complex<Dual> {
            fn $op_assign(&mut self, other: Self) { *self = (*self).$op(other); }
        }
        impl $OpAssign<Dual> for Complex<Dual> {
            fn $op_assign(&mut self, other: Dual) { *self = (*self).$op(other); }
        }
    )*};
}
assignments! {
    AddAssign add_assign add;
    SubAssign sub_assign sub;
    MulAssign mul_assign mul;
}
