//! The numbers in a value that derivatives are taken of, and those of its cotangent, in the order they were built in.

use ad_runtime::{Cotangent, Differentiable, NoTangent, Tangent};
use num_complex::Complex;
use std::marker::PhantomData;

/// Numbers of a cotangent.
pub type List = Vec<f64>;

/// Numbers that were read from a value.
#[derive(Debug, Default)]
pub struct Numbers {
    /// All of them.
    pub all: Vec<f64>,
    /// Some have single precision.
    pub single: bool,
}

/// Types whose numbers can be read. The survey implements it for the types of a crate, field by field.
#[diagnostic::on_unimplemented(message = "the numbers in a `{Self}` cannot be read")]
pub trait Active: Differentiable {
    /// Appends the numbers in this value.
    fn values(&self, into: &mut Numbers);
    /// Appends the numbers in a cotangent of this value.
    fn components(&self, cotangent: &Cotangent<Self, Tangent>, into: &mut Vec<f64>);
    /// Puts numbers into a zero cotangent of this value.
    fn fill(&self, cotangent: &mut Cotangent<Self, Tangent>, numbers: &mut dyn Iterator<Item = f64>);
}

/// The numbers in a value.
pub fn values<T: Active + ?Sized>(value: &T) -> Numbers {
    let mut numbers = Numbers::default();
    value.values(&mut numbers);
    numbers
}

/// Appends the numbers in another value.
pub fn add_values<T: Active + ?Sized>(numbers: &mut Numbers, value: &T) {
    value.values(numbers);
}

/// Appends the numbers in the cotangent of a value.
pub fn components<T: Active + ?Sized>(value: &T, cotangent: &Cotangent<T, Tangent>, into: &mut Vec<f64>) {
    value.components(cotangent, into);
}

/// The cotangent of a value that has the next of these numbers.
pub fn seed<T: Active + ?Sized>(value: &T, numbers: &mut dyn Iterator<Item = f64>) -> Cotangent<T, Tangent> {
    let mut cotangent = value.zero_cotangent::<Tangent>();
    value.fill(&mut cotangent, numbers);
    cotangent
}

/// The next number, and zero after the last.
fn next<T: Cast>(numbers: &mut dyn Iterator<Item = f64>) -> T {
    T::cast(numbers.next().unwrap_or_default())
}

/// From double precision.
trait Cast {
    fn cast(number: f64) -> Self;
}

macro_rules! real {
    ($($t:ident $single:literal)*) => {$(
        impl Cast for $t {
            fn cast(number: f64) -> $t { number as $t }
        }
        impl Active for $t {
            fn values(&self, into: &mut Numbers) {
                into.all.push(f64::from(*self));
                into.single |= $single;
            }
            fn components(&self, cotangent: &$t, into: &mut Vec<f64>) {
                into.push(f64::from(*cotangent));
            }
            fn fill(&self, cotangent: &mut $t, numbers: &mut dyn Iterator<Item = f64>) {
                *cotangent = next(numbers);
            }
        }
        impl Active for Complex<$t> {
            fn values(&self, into: &mut Numbers) {
                into.all.extend([f64::from(self.re), f64::from(self.im)]);
                into.single |= $single;
            }
            fn components(&self, cotangent: &Self, into: &mut Vec<f64>) {
                into.extend([f64::from(cotangent.re), f64::from(cotangent.im)]);
            }
            fn fill(&self, cotangent: &mut Self, numbers: &mut dyn Iterator<Item = f64>) {
                *cotangent = Complex::new(next(numbers), next(numbers));
            }
        }
    )*};
}
real!(f32 true f64 false);

macro_rules! inactive {
    ($($t:ty)*) => {$(
        impl Active for $t {
            fn values(&self, _: &mut Numbers) {}
            fn components(&self, _: &NoTangent, _: &mut Vec<f64>) {}
            fn fill(&self, _: &mut NoTangent, _: &mut dyn Iterator<Item = f64>) {}
        }
    )*};
}
type Unit = ();
inactive!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str String Unit);

impl<T: ?Sized> Active for PhantomData<T>
where
    Self: Differentiable,
{
    fn values(&self, _: &mut Numbers) {}
    fn components(&self, _: &Cotangent<Self, Tangent>, _: &mut Vec<f64>) {}
    fn fill(&self, _: &mut Cotangent<Self, Tangent>, _: &mut dyn Iterator<Item = f64>) {}
}

macro_rules! reference {
    ($($t:ty),*) => {$(
        impl<T: Active + ?Sized> Active for $t {
            fn values(&self, into: &mut Numbers) { (**self).values(into); }
            fn components(&self, cotangent: &Cotangent<T, Tangent>, into: &mut Vec<f64>) {
                (**self).components(cotangent, into);
            }
            fn fill(&self, cotangent: &mut Cotangent<T, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
                (**self).fill(cotangent, numbers);
            }
        }
    )*};
}
reference!(&T, &mut T);

impl<T: Active> Active for Box<T> {
    fn values(&self, into: &mut Numbers) {
        (**self).values(into);
    }
    fn components(&self, cotangent: &Cotangent<T, Tangent>, into: &mut Vec<f64>) {
        (**self).components(cotangent, into);
    }
    fn fill(&self, cotangent: &mut Cotangent<T, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
        (**self).fill(cotangent, numbers);
    }
}

macro_rules! sequence {
    ($(($($generics:tt)*) $t:ty;)*) => {$(
        impl<$($generics)*> Active for $t {
            fn values(&self, into: &mut Numbers) {
                self.iter().for_each(|element| element.values(into));
            }
            fn components(&self, cotangent: &Cotangent<Self, Tangent>, into: &mut Vec<f64>) {
                self.iter().zip(cotangent.iter()).for_each(|(element, bar)| element.components(bar, into));
            }
            fn fill(&self, cotangent: &mut Cotangent<Self, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
                self.iter().zip(cotangent.iter_mut()).for_each(|(element, bar)| element.fill(bar, numbers));
            }
        }
    )*};
}
sequence! {
    (T: Active) [T];
    (T: Active) Vec<T>;
    (T: Active, const N: usize) [T; N];
}

impl<T: Active, D: ndarray::Dimension + 'static> Active for ndarray::Array<T, D>
where
    Self: Differentiable<Cotangent<Tangent> = ndarray::Array<Cotangent<T, Tangent>, D>>,
{
    fn values(&self, into: &mut Numbers) {
        self.iter().for_each(|element| element.values(into));
    }
    fn components(&self, cotangent: &Cotangent<Self, Tangent>, into: &mut Vec<f64>) {
        self.iter().zip(cotangent.iter()).for_each(|(element, bar)| element.components(bar, into));
    }
    fn fill(&self, cotangent: &mut Cotangent<Self, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
        self.iter().zip(cotangent.iter_mut()).for_each(|(element, bar)| element.fill(bar, numbers));
    }
}

impl<T: Active> Active for Option<T> {
    fn values(&self, into: &mut Numbers) {
        self.iter().for_each(|value| value.values(into));
    }
    fn components(&self, cotangent: &Cotangent<Self, Tangent>, into: &mut Vec<f64>) {
        if let (Some(value), Some(bar)) = (self, cotangent) {
            value.components(bar, into);
        }
    }
    fn fill(&self, cotangent: &mut Cotangent<Self, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
        if let (Some(value), Some(bar)) = (self, cotangent) {
            value.fill(bar, numbers);
        }
    }
}

impl<T: Active, E> Active for Result<T, E> {
    fn values(&self, into: &mut Numbers) {
        self.iter().for_each(|value| value.values(into));
    }
    fn components(&self, cotangent: &Cotangent<Self, Tangent>, into: &mut Vec<f64>) {
        if let (Ok(value), Some(bar)) = (self, cotangent) {
            value.components(bar, into);
        }
    }
    fn fill(&self, cotangent: &mut Cotangent<Self, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
        if let (Ok(value), Some(bar)) = (self, cotangent) {
            value.fill(bar, numbers);
        }
    }
}

macro_rules! tuples {
    ($($($name:ident $index:tt)*;)*) => {$(
        impl<$($name: Active),*> Active for ($($name,)*) {
            fn values(&self, into: &mut Numbers) { $(self.$index.values(into);)* }
            fn components(&self, cotangent: &Cotangent<Self, Tangent>, into: &mut Vec<f64>) {
                $(self.$index.components(&cotangent.$index, into);)*
            }
            fn fill(&self, cotangent: &mut Cotangent<Self, Tangent>, numbers: &mut dyn Iterator<Item = f64>) {
                $(self.$index.fill(&mut cotangent.$index, numbers);)*
            }
        }
    )*};
}
tuples! {
    A 0; A 0 B 1; A 0 B 1 C 2; A 0 B 1 C 2 D 3; A 0 B 1 C 2 D 3 E 4; A 0 B 1 C 2 D 3 E 4 F 5;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6; A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}
