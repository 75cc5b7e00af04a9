//! Complex numbers made of real ones. What goes back to a real argument is real, in every space.

use super::ComplexNumber;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::{Number, Real};
use crate::policy::Space;
use crate::rules::{Operand, Partial};
use num_complex::Complex;

/// `re(conj(derivative) seed)`: what a complex seed is to a real argument.
#[inline(always)]
fn pull_real<T: Real, D: Space>(derivative: Complex<T>, seed: &Cotangent<Complex<T>, D>) -> T {
    derivative.pull_guarded(Complex::seed::<D>(seed)).re
}

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    /// `z = x + iy`, as `Complex::new(x, y)` or the literal.
    pub mod complex_new {
        use super::*;

        /// `x_bar += re z_bar`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, X: Differentiable<Bare: Real>>(
            _x: &X,
            seed: &Cotangent<Complex<X::Bare>, D>,
            into: &mut Cotangent<X::Bare, S>,
        ) {
            X::Bare::contribute::<S>(into, Complex::seed::<D>(seed).re());
        }

        /// `y_bar += im z_bar`.
        #[inline(always)]
        pub fn arg1<D: Space, S: Space, Y: Differentiable<Bare: Real>>(
            _y: &Y,
            seed: &Cotangent<Complex<Y::Bare>, D>,
            into: &mut Cotangent<Y::Bare, S>,
        ) {
            Y::Bare::contribute::<S>(into, Complex::seed::<D>(seed).im());
        }
    }

    /// `Complex::from(x)` of a real or a complex x.
    pub mod complex_from {
        use super::*;

        /// `x_bar += re z_bar` for a real x, `x_bar += z_bar` for a complex one.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, X>(
            _x: &X,
            seed: &Cotangent<Complex<<X::Bare as Partial>::Real>, D>,
            into: &mut Cotangent<X::Bare, S>,
        ) where
            X: Differentiable<Bare: Operand + Number<Real = <X::Bare as Partial>::Real>>,
        {
            X::Bare::contribute::<S>(into, X::Bare::from_scalar(Complex::seed::<D>(seed)));
        }
    }

    /// `z = r e^(it)`, as `Complex::from_polar(r, t)`.
    pub mod complex_from_polar {
        use super::*;

        /// `r_bar += re(e^(-it) z_bar)`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, R: Differentiable<Bare: Real>, T: Differentiable<Bare = R::Bare>>(
            _r: &R,
            t: &T,
            seed: &Cotangent<Complex<R::Bare>, D>,
            into: &mut Cotangent<R::Bare, S>,
        ) {
            R::Bare::contribute::<S>(into, pull_real::<_, D>(Complex::cis(*t.bare()), seed));
        }

        /// `t_bar += re(conj(iz) z_bar)`.
        #[inline(always)]
        pub fn arg1<D: Space, S: Space, R: Differentiable<Bare: Real>, T: Differentiable<Bare = R::Bare>>(
            r: &R,
            t: &T,
            seed: &Cotangent<Complex<R::Bare>, D>,
            into: &mut Cotangent<R::Bare, S>,
        ) {
            let z = Complex::from_polar(*r.bare(), *t.bare());
            R::Bare::contribute::<S>(into, pull_real::<_, D>(Complex::new(-z.im, z.re), seed));
        }
    }

    /// `z = e^(it)`, as `Complex::cis(t)`.
    pub mod complex_cis {
        use super::*;

        /// `t_bar += re(conj(iz) z_bar)`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
            z: &Z,
            seed: &Cotangent<Complex<<Z::Bare as Partial>::Real>, D>,
            into: &mut Cotangent<<Z::Bare as Partial>::Real, S>,
        ) {
            let z = z.bare().complex();
            <Z::Bare as Partial>::Real::contribute::<S>(into, pull_real::<_, D>(Complex::new(-z.im, z.re), seed));
        }
    }
}
