//! Hyperbolic sine, cosine, tangent and their inverses.

use crate::rules::Partial;
use num_traits::One;

elementary_rules! {
    /// The rules of the hyperbolic functions and their inverses.
    trait Hyperbolic of real and complex numbers;

    sinh {
        /// `y = sinh x`, `dy = cosh x dx`.
        arg0 sinh_arg0(x): pull(x.cosh());
    }
    cosh {
        /// `y = cosh x`, `dy = sinh x dx`.
        arg0 cosh_arg0(x): pull(x.sinh());
    }
    tanh {
        /// `y = tanh x`, `dy = (1 - y^2) dx`.
        arg0 tanh_arg0(y): pull((Self::one() - y) * (Self::one() + y));
    }
    asinh {
        /// `y = asinh x`, `dy = dx / sqrt(1 + x^2)`.
        arg0 asinh_arg0(x): pull_guarded((x * x + Self::one()).sqrt().reciprocal());
    }
    acosh {
        /// `y = acosh x`, `dy = dx / (sqrt(x - 1) sqrt(x + 1))`. At 1: infinite, and 0 for a zero seed.
        arg0 acosh_arg0(x): pull_guarded({
            // Halved as num-complex halves them: its quotient decides on which side of its cut a negative x lies.
            let two = Self::one() + Self::one();
            (((x - Self::one()) / two).sqrt() * ((x + Self::one()) / two).sqrt() * two).reciprocal()
        });
    }
    atanh {
        /// `y = atanh x`, `dy = dx / (1 - x^2)`.
        arg0 atanh_arg0(x): pull_guarded(((Self::one() - x) * (Self::one() + x)).reciprocal());
    }
}
