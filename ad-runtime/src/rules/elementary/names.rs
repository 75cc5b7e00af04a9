//! The functions of real numbers by name, for the macros that define something for each.

/// Hands a macro the functions of one number, by the trait that has their rules, each with what its rule is given: the
/// argument `x` or the result `y`.
macro_rules! unary_functions {
    ($each:ident) => {
        $each! {
            Trigonometric {
                sin sin_arg0(x);
                cos cos_arg0(x);
                tan tan_arg0(y);
                asin asin_arg0(x);
                acos acos_arg0(x);
                atan atan_arg0(x);
            }
            Hyperbolic {
                sinh sinh_arg0(x);
                cosh cosh_arg0(x);
                tanh tanh_arg0(y);
                asinh asinh_arg0(x);
                acosh acosh_arg0(x);
                atanh atanh_arg0(x);
            }
            Exponential {
                exp exp_arg0(y);
                exp2 exp2_arg0(y);
                exp_m1 exp_m1_arg0(y);
                ln ln_arg0(x);
                log2 log2_arg0(x);
                log10 log10_arg0(x);
                ln_1p ln_1p_arg0(x);
                sqrt sqrt_arg0(y);
                cbrt cbrt_arg0(y);
                recip recip_arg0(y);
            }
            Piecewise {
                abs abs_arg0(x);
                signum signum_arg0(x);
                floor floor_arg0(x);
                ceil ceil_arg0(x);
                round round_arg0(x);
                trunc trunc_arg0(x);
                fract fract_arg0(x);
                to_degrees to_degrees_arg0(x);
                to_radians to_radians_arg0(x);
            }
        }
    };
}

/// Hands a macro the functions of two numbers, each with the values that its rule is given for either operand.
macro_rules! binary_functions {
    ($each:ident) => {
        $each! {
            atan2 atan2_arg0(a, b) atan2_arg1(a, b);
            hypot hypot_arg0(a, y) hypot_arg1(b, y);
            max max_arg0(a, b) max_arg1(a, b);
            min min_arg0(a, b) min_arg1(a, b);
            copysign copysign_arg0(a, b) copysign_arg1(b);
        }
    };
}

pub(crate) use {binary_functions, unary_functions};
