//! Values once more: a pullback is lent what its function was given, and a sweep keeps what it passes on.
//!
//! Most types are `Clone`. One that is not, and derives `Differentiable`, is made again field by field.

use crate::saved::Slot;
use num_complex::Complex;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

/// A type whose values can be made once more, `Clone` or not.
pub trait Again: Sized {
    /// The same value.
    fn again(&self) -> Self;
}

/// Something lent, of which [`again`](Lent::again) makes another.
pub struct Lent<'a, X>(pub &'a X);

impl<X: Clone> Lent<'_, X> {
    /// A clone, wherever there is one.
    #[inline(always)]
    pub fn again(&self) -> X {
        self.0.clone()
    }

    /// Remembers a clone for the reverse sweep.
    #[inline(always)]
    pub fn save_in(&self, slot: &mut impl Slot<X>) {
        slot.remember(self.0.clone());
    }
}

/// The same for types without `Clone`: a method of that name comes first where it applies.
pub trait LentAgain<X> {
    /// The same value.
    fn again(&self) -> X;

    /// Remembers the value for the reverse sweep.
    fn save_in(&self, slot: &mut impl Slot<X>);
}

impl<X: Again> LentAgain<X> for Lent<'_, X> {
    #[inline(always)]
    fn again(&self) -> X {
        Again::again(self.0)
    }

    #[inline(always)]
    fn save_in(&self, slot: &mut impl Slot<X>) {
        slot.remember_unclonable(Again::again(self.0));
    }
}

macro_rules! by_clone {
    ($(($($generics:tt)*) $t:ty;)*) => {$(
        impl<$($generics)*> Again for $t {
            #[inline(always)]
            fn again(&self) -> Self {
                self.clone()
            }
        }
    )*};
}
by_clone! {
    () f32; () f64; () bool; () char; () String; () ();
    () i8; () i16; () i32; () i64; () i128; () isize;
    () u8; () u16; () u32; () u64; () u128; () usize;
    (T: Clone) Complex<T>;
    (T: Copy, const K: usize) crate::forward::Dual<T, K>;
    (T: ?Sized) Rc<T>;
    (T: ?Sized) Arc<T>;
    (T: ?Sized) PhantomData<T>;
    ('a, T: ?Sized) &'a T;
}

impl<T: Again> Again for Vec<T> {
    fn again(&self) -> Self {
        self.iter().map(T::again).collect()
    }
}

impl<T: Again, const N: usize> Again for [T; N] {
    fn again(&self) -> Self {
        self.each_ref().map(T::again)
    }
}

impl<T: Again> Again for Option<T> {
    fn again(&self) -> Self {
        self.as_ref().map(T::again)
    }
}

impl<T: Again> Again for Box<T> {
    fn again(&self) -> Self {
        Box::new(T::again(self))
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Again),*> Again for ($($name,)*) {
            fn again(&self) -> Self {
                ($(self.$index.again(),)*)
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
