//! Functions of real numbers alone: those made of pieces, and those of two real coordinates.
//!
//! [`Complex`](num_complex::Complex) has none of these functions, so there is no call whose rule could be asked for.
//! Its implementation is here because generic code, which knows `T: Float + Scalar` and not which scalar, must find the
//! rules of every function of `Float` through `Scalar`.

elementary_rules! {
    /// The rules of the functions that real numbers alone have.
    trait Piecewise of real numbers;

    abs {
        /// `dy = sign x dx`. At 0: 0.
        arg0 abs_arg0(x): pull_guarded(sign(x));
    }
    signum {
        /// Constant on its pieces: `dy = 0`, at the jump too.
        arg0 signum_arg0(x): pull_guarded(zero());
    }
    floor {
        /// Constant on its pieces: `dy = 0`, at the jumps too.
        arg0 floor_arg0(x): pull_guarded(zero());
    }
    ceil {
        /// Constant on its pieces: `dy = 0`, at the jumps too.
        arg0 ceil_arg0(x): pull_guarded(zero());
    }
    round {
        /// Constant on its pieces: `dy = 0`, at the jumps too.
        arg0 round_arg0(x): pull_guarded(zero());
    }
    trunc {
        /// Constant on its pieces: `dy = 0`, at the jumps too.
        arg0 trunc_arg0(x): pull_guarded(zero());
    }
    fract {
        /// `y = x - trunc x`, `dy = dx`, at the jumps too.
        arg0 fract_arg0(x): pull(one());
    }
    to_degrees {
        /// `y = 180 x / pi`, `dy = 180 / pi dx`.
        arg0 to_degrees_arg0(x): pull(Self::to_degrees(one()));
    }
    to_radians {
        /// `y = pi x / 180`, `dy = pi / 180 dx`.
        arg0 to_radians_arg0(x): pull(Self::to_radians(one()));
    }
    atan2 {
        /// `t = atan2(y, x)`, `dt = x dy / (x^2 + y^2)`. At the origin: 0.
        arg0 atan2_arg0(y, x): pull_guarded(over_square(x, y.hypot(x)));
        /// `t = atan2(y, x)`, `dt = -y dx / (x^2 + y^2)`. At the origin: 0.
        arg1 atan2_arg1(y, x): pull_guarded(-over_square(y, y.hypot(x)));
    }
    hypot {
        /// `r = sqrt(x^2 + y^2)`, `dr = x dx / r`. At the origin: 0.
        arg0 hypot_arg0(x, r): pull_guarded(if r == zero() { zero() } else { x / r });
        /// `r = sqrt(x^2 + y^2)`, `dr = y dy / r`. At the origin: 0.
        arg1 hypot_arg1(y, r): pull_guarded(if r == zero() { zero() } else { y / r });
    }
    max {
        /// The share of `x` in `max(x, y)`: 1 where it is greater, 1/2 where they are equal, else 0.
        arg0 max_arg0(x, y): pull_guarded(share(x > y || y.is_nan(), x == y));
        /// The share of `y` in `max(x, y)`: 1 where it is greater, 1/2 where they are equal, else 0.
        arg1 max_arg1(x, y): pull_guarded(share(y > x || x.is_nan(), x == y));
    }
    min {
        /// The share of `x` in `min(x, y)`: 1 where it is less, 1/2 where they are equal, else 0.
        arg0 min_arg0(x, y): pull_guarded(share(x < y || y.is_nan(), x == y));
        /// The share of `y` in `min(x, y)`: 1 where it is less, 1/2 where they are equal, else 0.
        arg1 min_arg1(x, y): pull_guarded(share(y < x || x.is_nan(), x == y));
    }
    clamp {
        /// The share of `x`: 1 from `low` to `high`, both included, else 0.
        arg0 clamp_arg0(x, low, high): pull_guarded(share(low <= x && x <= high, false));
        /// The share of the lower bound: 1 where `x` is below it, else 0.
        arg1 clamp_arg1(x, low): pull_guarded(share(x < low, false));
        /// The share of the upper bound: 1 where `x` is above it, else 0.
        arg2 clamp_arg2(x, high): pull_guarded(share(x > high, false));
    }
    copysign {
        /// `y = |x|` with the sign of `s`: `dy = dx` where the signs agree, else `-dx`. At `x = 0`: 0.
        arg0 copysign_arg0(x, s): pull_guarded(sign(x) * Self::copysign(one(), s));
        /// Constant in `s` but for the jump at 0: `dy = 0`.
        arg1 copysign_arg1(s): pull_guarded(zero());
    }
    midpoint {
        /// `y = (a + b) / 2`, `dy = da / 2`.
        arg0 midpoint_arg0(a): pull(half());
        /// `y = (a + b) / 2`, `dy = db / 2`.
        arg1 midpoint_arg1(b): pull(half());
    }
    mul_add {
        /// `y = x a + b`, `dy = a dx`.
        arg0 mul_add_arg0(a): pull(a);
        /// `y = x a + b`, `dy = x da`.
        arg1 mul_add_arg1(x): pull(x);
        /// `y = x a + b`, `dy = db`.
        arg2 mul_add_arg2(b): pull(one());
    }
    rem_euclid {
        /// `y = x - m q` with a quotient `q` that is constant on its pieces: `dy = dx`, at the jumps too.
        arg0 rem_euclid_arg0(x): pull(one());
        /// `y = x - m q` with a quotient `q` that is constant on its pieces: `dy = -q dm`, at the jumps too.
        arg1 rem_euclid_arg1(x, m): pull(-x.div_euclid(m));
    }
}

/// The sign of a number, 0 for both zeros.
#[inline(always)]
fn sign<T: num_traits::Float>(x: T) -> T {
    if x.is_zero() { T::zero() } else { x.signum() }
}

/// `x / r^2` for a coordinate x and its radius r, and 0 where r is 0 or infinite; r is not squared, which could overflow.
#[inline(always)]
fn over_square<T: num_traits::Float>(x: T, r: T) -> T {
    if r.is_zero() || r.is_infinite() { T::zero() } else { x / r / r }
}

/// The share of an operand in a choice: all where it is taken, half of a tie, else nothing.
#[inline(always)]
fn share<T: num_traits::Float>(taken: bool, tied: bool) -> T {
    if taken {
        T::one()
    } else if tied {
        half()
    } else {
        T::zero()
    }
}

#[inline(always)]
fn zero<T: num_traits::Zero>() -> T {
    T::zero()
}

#[inline(always)]
fn one<T: num_traits::One>() -> T {
    T::one()
}

#[inline(always)]
fn half<T: num_traits::Float>() -> T {
    (T::one() + T::one()).recip()
}
