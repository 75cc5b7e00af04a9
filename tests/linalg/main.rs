//! Linear algebra, in every policy and over real and complex numbers.

/// Tests of functions, each at arguments over the real and over the complex numbers.
macro_rules! over_both_fields {
    ($($name:ident<$T:ident> { $($f:ident($($args:tt)*);)* })*) => {$(
        #[test]
        fn $name() {
            {
                type $T = f64;
                $(ad_runtime::testing::check!($f($($args)*));)*
            }
            {
                type $T = num_complex::Complex64;
                $(ad_runtime::testing::check!($f($($args)*));)*
            }
        }
    )*};
}

mod edges;
mod equations;
mod functions;
mod orthogonal;
mod points;
mod sparse;
mod spectrum;
mod systems;
mod triangular;
