//! Annotated functions that a macro of the user's writes.

use ad_runtime::prelude::*;

macro_rules! power {
    ($name:ident, $($factor:tt)*) => {
        #[differentiable]
        fn $name(x: f64) -> f64 {
            let mut y = 1.0;
            $(const _: &str = stringify!($factor); y *= x;)*
            y
        }
    };
}
power!(cube, a b c);

macro_rules! function {
    ($(#[$attribute:meta])* fn $name:ident($($argument:ident: $ty:ty),*) -> $result:ty = $value:expr) => {
        $(#[$attribute])*
        fn $name($($argument: $ty),*) -> $result {
            let x = 2.0;
            $value * x
        }
    };
}
function! {
    #[differentiable]
    fn product(x: f64, y: f64) -> f64 = x * y
}

/// A type that came through a macro is wrapped in an invisible group.
macro_rules! of_type {
    ($ty:ty) => {
        #[differentiable]
        fn first(x: $ty, n: usize) -> f64 {
            x[n]
        }
    };
}
of_type!(&[f64]);

#[test]
fn written_by_macros() {
    assert_eq!(cube::gradient(2.0), 12.0);
    assert_eq!(first::gradient(&[1.0, 2.0], 1), (vec![0.0, 1.0], NoTangent));
    assert_eq!(product(3.0, 5.0), 30.0);
    assert_eq!(product::gradient(3.0, 5.0), (10.0, 6.0));
}
