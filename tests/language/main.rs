//! The Rust that is supported, feature by feature: each construct a small function, whose derivatives are compared with
//! differences by `ad_runtime::testing`.
#![allow(clippy::all, reason = "many of these functions are odd on purpose")]

/// Gives each function a test of its gradient at these points: `f: (1.0, &[2.0]), (0.5, &[]);`
macro_rules! gradients {
    ($($f:ident: $(($($x:expr),*)),+;)*) => {
        mod gradients {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $f() {
                    $(ad_runtime::testing::check_gradient!(super::$f($($x),*));)+
                }
            )*
        }
    };
}

/// The same for functions whose result is not a real number.
macro_rules! pullbacks {
    ($($f:ident: $(($($x:expr),*)),+;)*) => {
        mod pullbacks {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $f() {
                    $(ad_runtime::testing::check_pullback!(super::$f($($x),*));)+
                }
            )*
        }
    };
}

/// The same in every policy. It compiles a function ten times, so it is for representative ones.
macro_rules! in_every_policy {
    ($($f:ident: $(($($x:expr),*)),+;)*) => {
        mod in_every_policy {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $f() {
                    $(ad_runtime::testing::check!(super::$f($($x),*));)+
                }
            )*
        }
    };
}

mod bindings;
mod branches;
mod calls;
mod checkpoints;
mod closures;
mod common_methods;
mod complex;
mod conversions;
mod edges;
mod exits;
mod extremes;
mod fallible;
mod fallible_chains;
mod functions;
mod generics;
mod inactive;
mod independent;
mod into;
mod iterators;
mod lent;
mod lent_parts;
mod lints;
mod loops;
mod methods;
mod modules;
mod moved;
mod mutation;
mod named_iterators;
mod names;
mod operators;
mod own_rules;
mod parameters;
mod places;
mod pointers;
mod policies;
mod receivers;
mod reused;
mod surface;
mod traits;
mod value_last;
mod vectors;
mod without_clone;
