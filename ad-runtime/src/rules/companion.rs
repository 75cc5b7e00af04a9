//! Companions of functions of this crate that run on dual numbers as they are.

/// The companion of a function: the value with the pullback that is lent the arguments again, and the same on dual numbers,
/// where it is called as a method is, with the spaces last.
macro_rules! companion {
    (
        $(#[$doc:meta])*
        $name:ident<$($generic:ident),*>[$($space:ident)*]($($argument:ident: $T:ty),*) -> $Y:ty
        where { $($bounds:tt)* }
        pulled by Fn($($lent:ty),* $(,)?) = $pullback:expr
    ) => {
        $(#[$doc])*
        #[allow(non_camel_case_types)]
        pub enum $name {}

        impl $name {
            /// The value, and the pullback that is lent the arguments again.
            #[doc(hidden)]
            #[allow(clippy::type_complexity)]
            pub fn record<I: Space, $($space: Space,)* $($generic),*>(
                _: At<(I, $($space),*)>,
                $($argument: $T),*
            ) -> ($Y, impl Fn($($lent),*) + use<I, $($space,)* $($generic),*>)
            where
                $($bounds)*
            {
                ($name($($argument),*), $pullback)
            }

            /// On dual numbers it is what it is.
            #[doc(hidden)]
            pub fn on_duals<$($generic),*>($($argument: $T),*) -> $Y
            where
                $($bounds)*
            {
                $name($($argument),*)
            }

            /// The same where the function of dual numbers is asked for.
            #[doc(hidden)]
            #[allow(clippy::type_complexity)]
            pub fn on_duals_record<I: Space, $($space: Space,)* $($generic),*>(
                $($argument: $T,)*
                at: At<(I, $($space),*)>,
            ) -> ($Y, impl Fn($($lent),*) + use<I, $($space,)* $($generic),*>)
            where
                $($bounds)*
            {
                Self::record(at, $($argument),*)
            }
        }
    };
}
pub(super) use companion;
