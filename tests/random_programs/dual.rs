//! The oracle: dual numbers, which carry one directional derivative through a program, forwards.
//!
//! Independent of the library: nothing here calls it. At a kink the conventions are those of its documentation.

use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

pub use super::dual_complex::Complex;

/// `value + slope * epsilon`, with `epsilon^2 = 0`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dual {
    pub value: f64,
    pub slope: f64,
}

/// A constant.
pub fn d(value: f64) -> Dual {
    Dual { value, slope: 0.0 }
}

/// The value alone.
pub fn stop_gradient(x: Dual) -> Dual {
    d(x.value)
}

pub fn dot<'a>(a: &'a (impl AsRef<[Dual]> + ?Sized), b: &'a (impl AsRef<[Dual]> + ?Sized)) -> Dual {
    a.as_ref().iter().zip(b.as_ref()).fold(d(0.0), |sum, (a, b)| sum + *a * *b)
}

impl PartialEq for Dual {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Branches are decided by the value.
impl PartialOrd for Dual {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl Neg for Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        Dual { value: -self.value, slope: -self.slope }
    }
}

impl Neg for &Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        -*self
    }
}

macro_rules! operators {
    ($($Op:ident $op:ident $OpAssign:ident $op_assign:ident ($a:ident, $b:ident) $value:expr, $slope:expr;)*) => {$(
        impl $Op for Dual {
            type Output = Dual;
            fn $op(self, other: Dual) -> Dual {
                let ($a, $b) = (self, other);
                Dual { value: $value, slope: $slope }
            }
        }
        impl $Op<&Dual> for Dual {
            type Output = Dual;
            fn $op(self, other: &Dual) -> Dual { self.$op(*other) }
        }
        impl $Op<Dual> for &Dual {
            type Output = Dual;
            fn $op(self, other: Dual) -> Dual { (*self).$op(other) }
        }
        impl $Op<&Dual> for &Dual {
            type Output = Dual;
            fn $op(self, other: &Dual) -> Dual { (*self).$op(*other) }
        }
        operators!(@assign $Op $op $OpAssign $op_assign);
    )*};
    (@assign Rem $op:ident $OpAssign:ident $op_assign:ident) => {};
    (@assign $Op:ident $op:ident $OpAssign:ident $op_assign:ident) => {
        impl $OpAssign for Dual {
            fn $op_assign(&mut self, other: Dual) { *self = (*self).$op(other); }
        }
    };
}
operators! {
    Add add AddAssign add_assign (a, b) a.value + b.value, a.slope + b.slope;
    Sub sub SubAssign sub_assign (a, b) a.value - b.value, a.slope - b.slope;
    Mul mul MulAssign mul_assign (a, b) a.value * b.value, a.slope * b.value + a.value * b.slope;
    Div div DivAssign div_assign (a, b) a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value;
    Rem rem RemAssign rem_assign (a, b) a.value % b.value, a.slope - (a.value / b.value).trunc() * b.slope;
}

macro_rules! functions {
    ($($name:ident($x:ident, $y:ident) $derivative:expr;)*) => {
        impl Dual {$(
            pub fn $name(self) -> Dual {
                let ($x, $y) = (self.value, self.value.$name());
                let _ = ($x, $y); // a derivative mentions one of them
                Dual { value: $y, slope: self.slope * $derivative }
            }
        )*}
    };
}
functions! {
    sin(x, y) x.cos();
    cos(x, y) -x.sin();
    tan(x, y) 1.0 + y * y;
    asin(x, y) (1.0 - x * x).sqrt().recip();
    acos(x, y) -(1.0 - x * x).sqrt().recip();
    atan(x, y) (1.0 + x * x).recip();
    sinh(x, y) x.cosh();
    cosh(x, y) x.sinh();
    tanh(x, y) 1.0 - y * y;
    asinh(x, y) (x * x + 1.0).sqrt().recip();
    acosh(x, y) (x * x - 1.0).sqrt().recip();
    atanh(x, y) (1.0 - x * x).recip();
    exp(x, y) y;
    exp2(x, y) y * std::f64::consts::LN_2;
    exp_m1(x, y) x.exp();
    ln(x, y) x.recip();
    ln_1p(x, y) (1.0 + x).recip();
    log2(x, y) (x * std::f64::consts::LN_2).recip();
    log10(x, y) (x * std::f64::consts::LN_10).recip();
    sqrt(x, y) 0.5 / y;
    cbrt(x, y) (3.0 * y * y).recip();
    recip(x, y) -y * y;
    abs(x, y) if x == 0.0 { 0.0 } else { x.signum() };
    signum(x, y) 0.0;
    floor(x, y) 0.0;
    ceil(x, y) 0.0;
    round(x, y) 0.0;
    trunc(x, y) 0.0;
    fract(x, y) 1.0;
    to_radians(x, y) std::f64::consts::PI / 180.0;
}

impl Dual {
    /// The value alone.
    pub fn stop(self) -> Dual {
        d(self.value)
    }

    pub fn sin_cos(self) -> (Dual, Dual) {
        (self.sin(), self.cos())
    }

    pub fn powi(self, n: i32) -> Dual {
        let derivative = if n == 0 { 0.0 } else { f64::from(n) * self.value.powi(n - 1) };
        Dual { value: self.value.powi(n), slope: self.slope * derivative }
    }

    /// Of a positive base.
    pub fn powf(self, exponent: Dual) -> Dual {
        let value = self.value.powf(exponent.value);
        let slope = exponent.value * self.value.powf(exponent.value - 1.0) * self.slope
            + value * self.value.ln() * exponent.slope;
        Dual { value, slope }
    }

    pub fn atan2(self, x: Dual) -> Dual {
        let squares = self.value * self.value + x.value * x.value;
        Dual { value: self.value.atan2(x.value), slope: (x.value * self.slope - self.value * x.slope) / squares }
    }

    pub fn hypot(self, other: Dual) -> Dual {
        let value = self.value.hypot(other.value);
        Dual { value, slope: (self.value * self.slope + other.value * other.slope) / value }
    }

    pub fn max(self, other: Dual) -> Dual {
        self.choice(other, self.value > other.value, self.value.max(other.value))
    }

    pub fn min(self, other: Dual) -> Dual {
        self.choice(other, self.value < other.value, self.value.min(other.value))
    }

    /// Equal values share.
    fn choice(self, other: Dual, first: bool, value: f64) -> Dual {
        let slope = match (self.value == other.value, first) {
            (true, _) => 0.5 * (self.slope + other.slope),
            (false, true) => self.slope,
            (false, false) => other.slope,
        };
        Dual { value, slope }
    }

    pub fn clamp(self, low: Dual, high: Dual) -> Dual {
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }

    pub fn mul_add(self, a: Dual, b: Dual) -> Dual {
        Dual { value: self.value.mul_add(a.value, b.value), slope: (self * a + b).slope }
    }

    pub fn rem_euclid(self, modulus: Dual) -> Dual {
        let quotient = self.value.div_euclid(modulus.value);
        Dual { value: self.value.rem_euclid(modulus.value), slope: self.slope - quotient * modulus.slope }
    }

    pub fn copysign(self, sign: Dual) -> Dual {
        let value = self.value.copysign(sign.value);
        let agree = self.value.is_sign_positive() == sign.value.is_sign_positive();
        let factor = if self.value == 0.0 {
            0.0
        } else if agree {
            1.0
        } else {
            -1.0
        };
        Dual { value, slope: self.slope * factor }
    }
}

macro_rules! iterators {
    ($($Trait:ident $method:ident $start:literal $operator:tt;)*) => {$(
        impl $Trait for Dual {
            fn $method<I: Iterator<Item = Dual>>(items: I) -> Dual { items.fold(d($start), |total, x| total $operator x) }
        }
        impl<'a> $Trait<&'a Dual> for Dual {
            fn $method<I: Iterator<Item = &'a Dual>>(items: I) -> Dual { items.copied().$method() }
        }
    )*};
}
iterators! {
    Sum sum 0.0 +;
    Product product 1.0 *;
}

/// What the library offers for slices.
pub trait Reductions {
    fn sum(&self) -> Dual;
    fn mean(&self) -> Dual;
    fn product(&self) -> Dual;
}

impl Reductions for [Dual] {
    fn sum(&self) -> Dual {
        self.iter().fold(d(0.0), |sum, x| sum + *x)
    }

    fn mean(&self) -> Dual {
        self.sum() / d(self.len() as f64)
    }

    fn product(&self) -> Dual {
        self.iter().fold(d(1.0), |product, x| product * *x)
    }
}

/// As in `takers.rs`.
pub fn passed(f: impl Fn(Dual) -> Dual, x: Dual) -> Dual {
    let once = f(d(0.5) * x);
    if once > x { d(0.5) * once + d(0.25) * f(d(0.3)) } else { once - f(x).sin() }
}

/// As in `takers.rs`.
pub fn passed_often<F: Fn(Dual, Dual) -> Dual>(f: &F, x: Dual, count: usize) -> Dual {
    let mut sum = d(0.0);
    for i in 0..count {
        sum = d(0.5) * sum + f(sum.cos(), x * d(i as f64 + 1.0));
        if sum > d(3.0) {
            break;
        }
    }
    passed(|t| f(t, sum.sin()), x) + sum
}
