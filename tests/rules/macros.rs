//! What makes a test and a line of the table of the same tokens.

/// A line of the table.
pub(crate) struct Row {
    pub(crate) operation: String,
    pub(crate) of: String,
    pub(crate) at: String,
}

/// Tokens as they are written down, for a cell.
pub(crate) fn on_one_line(tokens: &str) -> String {
    let text = tokens.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('|', "\\|")
}

/// What forward mode finds, and reverse mode.
pub(crate) fn assert_near(forward: ndarray::Array2<f64>, reverse: ndarray::Array2<f64>) {
    assert_eq!(forward.dim(), reverse.dim());
    let largest = reverse.iter().fold(1.0_f64, |largest, entry| largest.max(entry.abs()));
    let near = |(forward, reverse): (&f64, &f64)| (forward - reverse).abs() <= 1e-12 * largest;
    assert!(forward.iter().zip(&reverse).all(near), "forward {forward}\nreverse {reverse}");
}

/// Annotated functions of one line each, with the points at which they are checked: in every policy, and forward.
macro_rules! rules {
    ($($name:ident($($arg:ident: $T:ty),*) -> $Y:ty { $($body:tt)* } $(at ($($point:tt)*))+;)*) => {
        $(
            #[ad_runtime::differentiable]
            fn $name($($arg: $T),*) -> $Y { $($body)* }
        )*

        mod forward {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $name() {
                    #[ad_runtime::differentiable(forward, project = "input")]
                    fn alone($($arg: $T),*) -> ($Y,) {
                        let value = { $($body)* };
                        (value,)
                    }
                    $(crate::macros::assert_near(
                        alone::jacobian_forward($($point)*),
                        alone::jacobian_reverse($($point)*),
                    );)+
                }
            )*
        }

        mod in_every_policy {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $name() {
                    $(ad_runtime::testing::check!(super::$name($($point)*));)+
                }
            )*
        }

        pub(crate) fn rows() -> Vec<crate::macros::Row> {
            vec![$(crate::macros::Row {
                operation: stringify!($($body)*).to_string(),
                of: [$(concat!("`", stringify!($arg), ": ", stringify!($T), "`")),*].join(", "),
                at: [$(concat!("`", stringify!($($point)*), "`")),+].join(", "),
            }),*]
        }
    };
}

/// Functions that have a companion, with the arguments at which they are checked.
macro_rules! in_every_policy {
    ($($name:ident { $($f:ident($($args:tt)*);)* })*) => {
        $(
            #[test]
            fn $name() {
                $(ad_runtime::testing::check!($f($($args)*));)*
            }
        )*

        pub(crate) fn rows() -> Vec<crate::macros::Row> {
            vec![$($(crate::macros::Row {
                operation: stringify!($f).to_string(),
                of: "real".to_string(),
                at: concat!("`", stringify!($($args)*), "`").to_string(),
            },)*)*]
        }
    };
}

/// The same, each at arguments over the real and over the complex numbers.
macro_rules! over_both_fields {
    ($($name:ident<$T:ident> { $($f:ident($($args:tt)*);)* })*) => {
        $(
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
        )*

        pub(crate) fn rows() -> Vec<crate::macros::Row> {
            vec![$($(crate::macros::Row {
                operation: stringify!($f).to_string(),
                of: concat!("`", stringify!($T), "` real and complex").to_string(),
                at: concat!("`", stringify!($($args)*), "`").to_string(),
            },)*)*]
        }
    };
}
