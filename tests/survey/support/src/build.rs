//! Arguments from nothing: a value of a type at a point.

use crate::Source;
use num_complex::Complex;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::marker::PhantomData;

/// Types of which a value can be made. The survey implements it for the types of a crate, by their fields.
///
/// What is lent is leaked: a check runs once, in a process of its own.
#[diagnostic::on_unimplemented(message = "no argument of type `{Self}` can be built")]
pub trait Build {
    /// The value at a point.
    fn build(source: &mut Source) -> Self;
}

/// The value at a point, of the type that is wanted.
pub fn build<T: Build>(source: &mut Source) -> T {
    T::build(source)
}

impl Build for f64 {
    fn build(source: &mut Source) -> f64 {
        source.number(false)
    }
}

impl Build for f32 {
    fn build(source: &mut Source) -> f32 {
        source.number(true) as f32
    }
}

macro_rules! integers {
    ($($t:ty)*) => {$(
        impl Build for $t {
            fn build(source: &mut Source) -> $t { source.integer() as $t }
        }
    )*};
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl Build for bool {
    fn build(source: &mut Source) -> bool {
        source.choice(2) == 0
    }
}

impl Build for char {
    fn build(_: &mut Source) -> char {
        'N'
    }
}

impl Build for String {
    fn build(_: &mut Source) -> String {
        "1".to_string()
    }
}

impl Build for () {
    fn build(_: &mut Source) {}
}

impl<T: ?Sized> Build for PhantomData<T> {
    fn build(_: &mut Source) -> Self {
        PhantomData
    }
}

impl<T: Build> Build for Complex<T> {
    fn build(source: &mut Source) -> Self {
        Complex::new(T::build(source), T::build(source))
    }
}

impl<T: Build> Build for Vec<T> {
    fn build(source: &mut Source) -> Self {
        (0..source.length()).map(|_| T::build(source)).collect()
    }
}

impl<T: Build, const N: usize> Build for [T; N] {
    fn build(source: &mut Source) -> Self {
        std::array::from_fn(|_| T::build(source))
    }
}

impl<T: Build> Build for Option<T> {
    fn build(source: &mut Source) -> Self {
        // `Some` mostly: with `None` there is less to differentiate.
        (source.choice(4) > 0).then(|| T::build(source))
    }
}

impl<T: Build> Build for Box<T> {
    fn build(source: &mut Source) -> Self {
        Box::new(T::build(source))
    }
}

impl<'a, T: Build + 'a> Build for &'a T {
    fn build(source: &mut Source) -> Self {
        Box::leak(Box::new(T::build(source)))
    }
}

impl<'a, T: Build + 'a> Build for &'a [T] {
    fn build(source: &mut Source) -> Self {
        Vec::leak(Vec::build(source))
    }
}

impl<'a, T: Build + 'a> Build for &'a mut T {
    fn build(source: &mut Source) -> Self {
        Box::leak(Box::new(T::build(source)))
    }
}

impl<'a, T: Build + 'a> Build for &'a mut [T] {
    fn build(source: &mut Source) -> Self {
        Vec::leak(Vec::build(source))
    }
}

impl Build for &str {
    fn build(_: &mut Source) -> Self {
        "1"
    }
}

impl<K: Build + Eq + Hash, V: Build> Build for HashMap<K, V> {
    fn build(_: &mut Source) -> Self {
        HashMap::new()
    }
}

impl<K: Build + Ord, V: Build> Build for BTreeMap<K, V> {
    fn build(_: &mut Source) -> Self {
        BTreeMap::new()
    }
}

impl<T: Build + Clone> Build for ndarray::Array1<T> {
    fn build(source: &mut Source) -> Self {
        Vec::build(source).into()
    }
}

impl<T: Build + Clone> Build for ndarray::Array2<T> {
    fn build(source: &mut Source) -> Self {
        let n = source.length();
        ndarray::Array2::from_shape_simple_fn((n, n), || T::build(source))
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {$(
        impl<$($name: Build),*> Build for ($($name,)*) {
            fn build(source: &mut Source) -> Self { ($($name::build(source),)*) }
        }
    )*};
}
tuples! {
    A; A B; A B C; A B C D; A B C D E; A B C D E F; A B C D E F G; A B C D E F G H;
}
