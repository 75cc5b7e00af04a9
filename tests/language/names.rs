//! Names: whatever the user calls things, generated code does not mistake them for its own.

/// Locals and parameters with the names of generated variables.
mod values {
    use ad_runtime::prelude::*;

    #[differentiable]
    pub(super) fn of_variables(x: f64, x_bar: f64, out: f64, out_bar: f64) -> f64 {
        let t1 = x * x_bar;
        let t2 = t1 * out;
        let c1 = 2.0 * t2;
        let v1 = if c1 > 0.0 { c1 * out_bar } else { c1 };
        let x_2 = v1 * x;
        let x = x_2 * x;
        let is1 = x > 0.0;
        let mut t1_bar = 1.0;
        for i1 in 0..2 {
            let count1 = i1 as f64 + 1.0;
            let end1 = x * count1;
            if is1 {
                t1_bar *= end1;
            }
        }
        t1_bar + t1
    }

    #[differentiable]
    pub(super) fn of_the_companion(seed: f64, value: f64, pullback: f64, result: f64, at: f64, argument0: f64) -> f64 {
        let gradient = seed * value;
        let record = gradient * pullback;
        let own_seed_bar = record * result;
        let body = own_seed_bar * at * argument0;
        'body: loop {
            'loop0: loop {
                if body > 0.0 {
                    break 'body;
                }
                break 'loop0;
            }
            return record;
        }
        body
    }

    #[allow(non_snake_case)]
    #[differentiable]
    pub(super) fn in_capitals(I: f64, A0: f64, A1: f64, S: f64, D: f64, T: f64) -> f64 {
        let N = I * A0;
        let V = A1 * S;
        let X = D * T;
        N * V * X
    }

    #[differentiable]
    pub(super) fn of_modules(std: f64, core: f64, ad_runtime: f64, __ad: f64) -> f64 {
        let add = std * core;
        let mul = add * ad_runtime;
        let zero = mul * __ad;
        let accumulate = zero * zero;
        accumulate + add
    }

    #[differentiable]
    pub(super) fn __underscored(__x: f64, _y: f64) -> f64 {
        let __t = __x * _y;
        let _t1 = __t * __t;
        _t1
    }

    #[differentiable]
    pub(super) fn shadowed_often(x: f64) -> f64 {
        let x_2 = x * 2.0;
        let x = x_2 * x;
        let x_3 = x * x_2;
        let x = x_3 + x;
        let x = x * x_3;
        x * x_2
    }

    #[differentiable]
    pub(super) fn a_local_with_the_name_of_a_function(x: f64) -> f64 {
        let square = x + 1.0;
        square * self::square(square)
    }

    #[differentiable]
    fn square(x: f64) -> f64 {
        x * x
    }

    #[differentiable]
    pub(super) fn recursion_in_name_alone(recursion_in_name_alone: f64) -> f64 {
        recursion_in_name_alone * 2.0
    }
}

#[test]
fn values_with_the_names_of_generated_ones() {
    ad_runtime::testing::check_gradient!(values::of_variables(0.7, 1.3, 0.4, 0.9));
    ad_runtime::testing::check_gradient!(values::of_the_companion(0.7, 1.3, 0.4, 0.9, 1.1, 0.8));
    ad_runtime::testing::check_gradient!(values::in_capitals(0.7, 1.3, 0.4, 0.9, 1.1, 0.8));
    ad_runtime::testing::check_gradient!(values::of_modules(0.7, 1.3, 0.4, 0.9));
    assert_eq!(values::__underscored::gradient(2.0, 3.0), (36.0, 24.0));
    ad_runtime::testing::check_gradient!(values::shadowed_often(0.7));
    assert_eq!(values::a_local_with_the_name_of_a_function::gradient(1.0), 12.0);
    assert_eq!(values::recursion_in_name_alone::gradient(1.0), 2.0);
}

/// Nothing of the prelude in scope.
#[no_implicit_prelude]
mod without_a_prelude {
    use ::ad_runtime::differentiable;

    #[differentiable]
    pub(super) fn loops_and_branches(x: &[f64], n: usize) -> f64 {
        let mut sum = 0.0;
        for i in 0..n {
            if x[i] > 1.0 {
                return sum * x[i];
            }
            sum += x[i] * helper(x[i]);
        }
        let pair = (sum, [sum, 2.0]);
        pair.0 * pair.1[0]
    }

    #[differentiable]
    fn helper(x: f64) -> f64 {
        x.sin()
    }
}

#[test]
fn without_the_prelude() {
    let (gradient, _) = without_a_prelude::loops_and_branches::gradient(&[0.5, 2.0], 2);
    let sum = 0.5 * 0.5_f64.sin();
    assert_eq!(gradient[1], sum);
    let (gradient, _) = without_a_prelude::loops_and_branches::gradient(&[0.5], 1);
    assert!((gradient[0] - 2.0 * sum * (0.5_f64.sin() + 0.5 * 0.5_f64.cos())).abs() < 1e-15);
}

/// Types and traits with the names of the prelude's.
mod own_types {
    #![allow(dead_code, unused_macros, unused_imports)]
    use ad_runtime::differentiable;

    pub(super) struct Vec;
    pub(super) struct Option;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Result;
    pub(super) struct Ok;
    pub(super) struct String;
    pub(super) struct Box;
    pub(super) trait Clone {}
    pub(super) trait Copy {}
    pub(super) trait Fn {}
    pub(super) trait Default {}
    pub(super) trait Iterator {}
    pub(super) trait Into {}
    pub(super) trait From {}
    pub(super) trait Drop {}
    pub(super) struct Space;
    pub(super) struct Tangent;
    pub(super) struct Cot;
    pub(super) mod core {}
    pub(super) mod std {}

    macro_rules! vec {
        () => {};
    }
    macro_rules! panic {
        () => {};
    }
    pub(super) use {panic, vec};

    #[differentiable]
    pub(super) fn product(x: &[f64], y: f64) -> f64 {
        let mut product = y;
        let mut before = [y; 3];
        for (i, v) in x.iter().enumerate() {
            if *v > 1.9 {
                continue;
            }
            before[i % 3] = product;
            product *= v * before[(i + 1) % 3];
        }
        product * before[0]
    }
}

#[test]
fn types_with_the_names_of_the_prelude() {
    ad_runtime::testing::check_gradient!(own_types::product(&[0.5, 2.0, 0.1], 0.7));
}

/// Functions that a macro of the user's writes.
mod in_macros {
    use ad_runtime::prelude::*;

    macro_rules! power {
        ($name:ident, $n:literal, $x:ident => $body:expr) => {
            #[differentiable]
            pub(super) fn $name($x: f64) -> f64 {
                let y = $x * $x;
                let mut t1 = 1.0;
                for _ in 0..$n {
                    t1 *= y;
                }
                t1 * $body
            }
        };
    }
    power!(fourth, 2, x => x.sin());
    power!(of_the_same_name, 1, t1 => t1 * 2.0);

    macro_rules! functions {
        ($($(#[$attribute:meta])* $visibility:vis fn $name:ident($($x:ident: $X:ty),*) -> $R:ty $body:block)*) => {
            $(#[differentiable] $(#[$attribute])* $visibility fn $name($($x: $X),*) -> $R $body)*
        };
    }
    functions! {
        /// Documented.
        pub(super) fn documented(x: f64, y: f64) -> f64 { let z = x * y; z * fourth(z) }
        #[inline]
        pub(super) fn inlined(x: f64) -> f64 { if x > 0.0 { x } else { x * x } }
    }

    /// A constant, and a local of the macro that would hide it were macros not hygienic.
    const HIDDEN: f64 = 5.0;
    macro_rules! constant_behind_a_local {
        ($name:ident, $x:ident, $body:expr) => {
            #[allow(non_snake_case, unused_variables)]
            #[differentiable]
            pub(super) fn $name($x: f64) -> f64 {
                let y = $x * 3.0;
                y * $body
            }
        };
    }
    constant_behind_a_local!(hygienic, x, x * HIDDEN);
    // The `y` of the caller is not the `y` of the macro.
    constant_behind_a_local!(same_name, y, y * y);

    /// Types that arrive as one token.
    macro_rules! of_types {
        ($name:ident($($x:ident: $X:ty),*) -> $R:ty, $body:expr) => {
            #[differentiable]
            pub(super) fn $name($($x: $X),*) -> $R {
                let value = $body;
                value * value
            }
        };
    }
    of_types!(of_references(x: &Vec<f64>, n: usize) -> f64, total(x) * n as f64);

    #[differentiable]
    fn total(x: &[f64]) -> f64 {
        x.sum()
    }
}

#[test]
fn functions_written_by_macros() {
    ad_runtime::testing::check_gradient!(in_macros::fourth(0.7));
    ad_runtime::testing::check_gradient!(in_macros::documented(0.7, 1.3));
    ad_runtime::testing::check_gradient!(in_macros::inlined(-0.7));
    assert_eq!(in_macros::of_the_same_name::gradient(1.0), 6.0);
    assert_eq!(in_macros::hygienic::gradient(1.0), 30.0);
    assert_eq!(in_macros::same_name::value_and_gradient(2.0), (24.0, 36.0));
    assert_eq!(in_macros::of_references::gradient(&vec![1.0, 2.0], 2), (vec![24.0, 24.0], ad_runtime::NoTangent));
}

/// Constants, statics and functions of the user's that look like values.
mod constants {
    use ad_runtime::prelude::*;

    const GRAVITY: f64 = 9.0;
    const WEIGHTS: [f64; 3] = [1.0, 2.0, 3.0];
    static OFFSET: f64 = 0.5;
    #[allow(non_upper_case_globals)]
    const lower_case: f64 = 4.0;

    struct Settings;
    impl Settings {
        const SCALE: f64 = 7.0;
    }

    #[differentiable]
    pub(super) fn energy(x: f64) -> f64 {
        let y = GRAVITY * x * WEIGHTS[1] + OFFSET;
        y * lower_case * Settings::SCALE * self::GRAVITY
    }

    #[differentiable]
    pub(super) fn hidden_by_parameters(lower: f64, x: f64) -> f64 {
        #[allow(non_snake_case)]
        let WEIGHT = x * lower;
        WEIGHT * lower_case
    }
}

#[test]
fn constants_of_the_user() {
    assert_eq!(constants::energy::gradient(1.0), 9.0 * 2.0 * 4.0 * 7.0 * 9.0);
    assert_eq!(constants::hidden_by_parameters::gradient(2.0, 3.0), (12.0, 8.0));
}

/// Messages that look at variables under the names that the user gave them.
mod messages {
    use ad_runtime::prelude::*;

    #[differentiable]
    pub(super) fn checked(x: f64, n: usize) -> f64 {
        let x = x * 2.0;
        let x = x * x;
        assert!(x < 100.0, "{x} is too large, n is {n}, twice is {}, {twice:.1}", 2.0 * x, twice = 2.0 * x);
        assert_eq!(n, 1, "n is {n:?}");
        debug_assert!(!x.is_nan());
        for n in 0..n {
            let x = x + n as f64;
            assert!(x >= 0.0, "{x} {n}");
        }
        x
    }
}

#[test]
fn asserts_hold() {
    assert_eq!(messages::checked::gradient(2.0, 1).0, 16.0);
}

#[test]
#[should_panic(expected = "400 is too large, n is 1, twice is 800, 800.0")]
fn asserts_fail_in_the_words_of_the_function() {
    messages::checked::gradient(10.0, 1);
}

/// Constants of inner blocks may have the names of others outside.
mod inner_constants {
    use ad_runtime::prelude::*;

    const D: f64 = 7.0;

    #[differentiable]
    fn of_blocks(x: f64) -> f64 {
        let a = {
            const D: f64 = 2.0;
            const E: f64 = D * D;
            x * x * D * E
        };
        let b = if x > 0.0 {
            const D: f64 = 3.0;
            x * D
        } else {
            const D: f64 = 5.0;
            x * D.powi(2)
        };
        let mut sum = a * b * D;
        for k in 0..2 {
            const D: usize = 4;
            sum += x * (k + D) as f64;
            assert!(D > 3, "{D}");
        }
        sum
    }

    gradients! { of_blocks: (1.3), (-1.3); }
}
