//! The Rust that is supported, feature by feature: each construct a small function, whose derivatives are compared with
//! differences in every policy by `ad_runtime::testing`.

/// Gives each function a test at these points: `f: (1.0, &[2.0]), (0.5, &[]);`
macro_rules! points {
    ($($f:ident: $(($($x:expr),*)),+;)*) => {
        mod derivatives {
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
mod loops;
mod exits;
mod mutation;
mod places;
mod calls;
mod generics;
mod complex;
