//! The macro that makes rules of tables.

/// A trait of rules, its implementations and the operation modules that generated code calls, from a table.
///
/// `op { argK method(values): pull(derivative); }` reads: argument K of the operation `op` has this derivative in terms
/// of these values, operands first and the result last. `pull_guarded` is for derivatives that can be infinite.
macro_rules! elementary_rules {
    ($(#[$meta:meta])* trait $Trait:ident of real and complex numbers; $($table:tt)*) => {
        elementary_rules!(@trait $(#[$meta])* $Trait, (;) $($table)*);
        elementary_rules!(@impl $Trait, [] f32; $($table)*);
        elementary_rules!(@impl $Trait, [] f64; $($table)*);
        elementary_rules!(@impl $Trait, [T: crate::number::Real, const K: usize] crate::forward::Dual<T, K>; $($table)*);
        elementary_rules!(@impl $Trait, [T: crate::number::Real + num_traits::FloatConst] num_complex::Complex<T>; $($table)*);
        elementary_rules!(@ops $Trait; $($table)*);
    };
    // The default bodies are those of Complex: no primal is there to ask for them.
    ($(#[$meta:meta])* trait $Trait:ident of real numbers; $($table:tt)*) => {
        elementary_rules!(@trait $(#[$meta])* $Trait, ({ unreachable!("num-complex has no such function") }) $($table)*);
        elementary_rules!(@impl $Trait, [] f32; $($table)*);
        elementary_rules!(@impl $Trait, [] f64; $($table)*);
        elementary_rules!(@impl $Trait, [T: crate::number::Real, const K: usize] crate::forward::Dual<T, K>; $($table)*);
        impl<T: crate::number::Real> $Trait for num_complex::Complex<T> {}
        elementary_rules!(@ops $Trait; $($table)*);
    };
    (@trait $(#[$meta:meta])* $Trait:ident, $body:tt $($op:ident {
        $($(#[$doc:meta])* $arg:ident $method:ident($($value:ident),*): $pull:ident($derivative:expr);)*
    })*) => {
        $(#[$meta])*
        #[diagnostic::on_unimplemented(message = "`{Self}` has no rules for the elementary functions")]
        pub trait $Trait: crate::Differentiable {$($(elementary_rules! {
            @method $body
            $(#[$doc])*
            #[allow(unused_variables)]
            fn $method<D: crate::Space, S: crate::Space>(
                $($value: &Self,)*
                seed: &crate::Cotangent<Self, D>,
                into: &mut crate::Cotangent<Self, S>,
            )
        })*)*}
    };
    (@method ($($body:tt)*) $($signature:tt)*) => { $($signature)* $($body)* };
    (@impl $Trait:ident, [$($generics:tt)*] $t:ty; $($op:ident {
        $($(#[$doc:meta])* $arg:ident $method:ident($($value:ident),*): $pull:ident($derivative:expr);)*
    })*) => {
        impl<$($generics)*> $Trait for $t {$($(
            #[inline(always)]
            #[allow(unused_variables)]
            fn $method<D: crate::Space, S: crate::Space>(
                $($value: &Self,)*
                seed: &crate::Cotangent<Self, D>,
                into: &mut crate::Cotangent<Self, S>,
            ) {
                $(let $value = *$value;)*
                let derivative: Self = $derivative;
                crate::Number::accumulate(into, crate::rules::Partial::$pull(derivative, *seed));
            }
        )*)*}
    };
    (@ops $Trait:ident; $($op:ident {
        $($(#[$doc:meta])* $arg:ident $method:ident($($value:ident),*): $pull:ident($derivative:expr);)*
    })*) => {
        #[doc(hidden)]
        pub(crate) mod ops {$(
            pub mod $op {$(
                elementary_rules!(@op $arg = $Trait::$method($($value),*));
            )*}
        )*}
    };
    // The free functions, by the number of values. The first finds the rule, the others are of its type.
    (@op $arg:ident = $Trait:ident::$method:ident($x:ident)) => {
        #[inline(always)]
        pub fn $arg<D, S, A>(
            $x: &A,
            seed: &crate::Cotangent<A::Bare, D>,
            into: &mut crate::Cotangent<A::Bare, S>,
        ) where
            D: crate::Space,
            S: crate::Space,
            A: crate::Differentiable<Bare: super::super::$Trait> + ?Sized,
        {
            super::super::$Trait::$method::<D, S>($x.bare(), seed, into);
        }
    };
    (@op $arg:ident = $Trait:ident::$method:ident($x:ident, $y:ident)) => {
        #[inline(always)]
        pub fn $arg<D, S, A, B>(
            $x: &A,
            $y: &B,
            seed: &crate::Cotangent<A::Bare, D>,
            into: &mut crate::Cotangent<A::Bare, S>,
        ) where
            D: crate::Space,
            S: crate::Space,
            A: crate::Differentiable<Bare: super::super::$Trait> + ?Sized,
            B: crate::Differentiable<Bare = A::Bare> + ?Sized,
        {
            super::super::$Trait::$method::<D, S>($x.bare(), $y.bare(), seed, into);
        }
    };
    (@op $arg:ident = $Trait:ident::$method:ident($x:ident, $y:ident, $z:ident)) => {
        #[inline(always)]
        pub fn $arg<D, S, A, B, C>(
            $x: &A,
            $y: &B,
            $z: &C,
            seed: &crate::Cotangent<A::Bare, D>,
            into: &mut crate::Cotangent<A::Bare, S>,
        ) where
            D: crate::Space,
            S: crate::Space,
            A: crate::Differentiable<Bare: super::super::$Trait> + ?Sized,
            B: crate::Differentiable<Bare = A::Bare> + ?Sized,
            C: crate::Differentiable<Bare = A::Bare> + ?Sized,
        {
            super::super::$Trait::$method::<D, S>($x.bare(), $y.bare(), $z.bare(), seed, into);
        }
    };
}
