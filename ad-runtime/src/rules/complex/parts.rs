//! Real results of complex numbers, and what else acts on their parts.

use super::ComplexNumber;
use crate::differentiable::{Cotangent, Differentiable};
use crate::number::{Number, Real};
use crate::policy::Space;
use crate::rules::partial::scale_guarded;
use crate::rules::reductions::NormRule;
use crate::rules::{Operand, Partial};
use num_complex::Complex;
use num_traits::One;

/// The real numbers underneath a complex number, or a reference to one.
type RealOf<Z> = <<Z as Differentiable>::Bare as Partial>::Real;

/// `z / |z|`, and 0 at 0.
#[inline(always)]
fn direction<T: Real>(z: Complex<T>, norm: T) -> Complex<T> {
    if Number::is_zero(norm) { z.scale(norm) } else { z.unscale(norm) }
}

/// `i z / |z|^2`: how the argument of z changes with z. 0 at 0.
#[inline(always)]
fn turn<T: Real>(z: Complex<T>, norm: T) -> Complex<T> {
    let Complex { re, im } = direction(z, norm);
    direction(Complex::new(-im, re), norm)
}

/// The sign of a number, 0 for both zeros.
#[inline(always)]
fn sign<T: Real>(x: T) -> T {
    if Number::is_zero(x) { x } else { x.signum() }
}

/// Operations with a real result `f(z)`, from `df/dx + i df/dy`.
macro_rules! real_results {
    ($($(#[$doc:meta])* $op:ident($z:ident): $gradient:expr;)*) => {$(
        $(#[$doc])*
        pub mod $op {
            use super::*;

            #[inline(always)]
            pub fn arg0<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
                z: &Z,
                seed: &Cotangent<RealOf<Z>, D>,
                into: &mut Cotangent<Z::Bare, S>,
            ) {
                let $z = z.bare().complex();
                let seed = RealOf::<Z>::seed::<D>(seed).re();
                Z::Bare::contribute::<S>(into, scale_guarded($gradient, seed));
            }
        }
    )*};
}

/// `n = |z|`; `z_bar += n_bar z / n`. At 0: 0.
impl<T: Real> NormRule for Complex<T> {
    type Output = T;
    #[inline(always)]
    fn arg0<D: Space, S: Space>(&self, &norm: &T, seed: &Cotangent<T, D>, into: &mut Self::Place<S>) {
        into.accumulate(scale_guarded(direction(*self, norm), T::seed::<D>(seed).re()));
    }
}

#[doc(hidden)]
pub(crate) mod ops {
    use super::*;

    real_results! {
        /// `x = re z`; `z_bar += x_bar`. Of the field `z.re` too.
        re(_z): Complex::one();
        /// `y = im z`; `z_bar += i y_bar`. Of the field `z.im` too.
        im(_z): Complex::i();
        /// `n = |z|^2`; `z_bar += 2 z n_bar`.
        norm_sqr(z): z + z;
        /// `n = |x| + |y|`; `z_bar += (sign x + i sign y) n_bar`, with the sign of 0 being 0.
        l1_norm(z): Complex::new(sign(z.re), sign(z.im));
        /// `t = arg z`; `z_bar += t_bar i z / |z|^2`. At 0: 0.
        arg(z): turn(z, z.norm());
    }

    /// `(r, t) = (|z|, arg z)`; `z_bar += r_bar z / r + t_bar i z / r^2`. At 0: 0.
    pub mod to_polar {
        use super::*;

        #[inline(always)]
        pub fn arg0<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
            z: &Z,
            seed: &Cotangent<(RealOf<Z>, RealOf<Z>), D>,
            into: &mut Cotangent<Z::Bare, S>,
        ) {
            let z = z.bare().complex();
            let norm = z.norm();
            let (r, theta) = (RealOf::<Z>::seed::<D>(&seed.0).re(), RealOf::<Z>::seed::<D>(&seed.1).re());
            Z::Bare::contribute::<S>(into, scale_guarded(direction(z, norm), r));
            Z::Bare::contribute::<S>(into, scale_guarded(turn(z, norm), theta));
        }
    }

    /// `w = conj z`; `z_bar += conj w_bar`.
    pub mod conj {
        use super::*;

        #[inline(always)]
        pub fn arg0<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
            _z: &Z,
            seed: &Cotangent<Z::Bare, D>,
            into: &mut Cotangent<Z::Bare, S>,
        ) {
            Z::Bare::contribute::<S>(into, Z::Bare::seed::<D>(seed).to_complex().conj());
        }
    }

    /// `w = z.scale(t) = t z` with a real t.
    pub mod scale {
        use super::*;

        /// `z_bar += t w_bar`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, T: Differentiable<Bare: Real>>(
            t: &T,
            seed: &Cotangent<Complex<T::Bare>, D>,
            into: &mut Cotangent<Complex<T::Bare>, S>,
        ) {
            let seed = Complex::seed::<D>(seed).to_complex();
            Complex::contribute::<S>(into, t.bare().pull(seed));
        }

        /// `t_bar += conj(z) w_bar`.
        #[inline(always)]
        pub fn arg1<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
            z: &Z,
            seed: &Cotangent<Z::Bare, D>,
            into: &mut Cotangent<RealOf<Z>, S>,
        ) {
            RealOf::<Z>::contribute::<S>(into, z.bare().pull(Z::Bare::seed::<D>(seed)));
        }
    }

    /// `w = z.unscale(t) = z / t` with a real t.
    pub mod unscale {
        use super::*;

        /// `z_bar += w_bar / t`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, T: Differentiable<Bare: Real>>(
            t: &T,
            seed: &Cotangent<Complex<T::Bare>, D>,
            into: &mut Cotangent<Complex<T::Bare>, S>,
        ) {
            let seed = Complex::seed::<D>(seed).to_complex();
            Complex::contribute::<S>(into, t.bare().reciprocal().pull_guarded(seed));
        }

        /// `t_bar += -conj(z / t^2) w_bar`.
        #[inline(always)]
        pub fn arg1<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>, T: Differentiable<Bare = RealOf<Z>>>(
            z: &Z,
            t: &T,
            seed: &Cotangent<Z::Bare, D>,
            into: &mut Cotangent<RealOf<Z>, S>,
        ) {
            let t = *t.bare();
            let derivative = -z.bare().complex().unscale(t).unscale(t);
            RealOf::<Z>::contribute::<S>(into, derivative.pull_guarded(Z::Bare::seed::<D>(seed)));
        }
    }

    /// `q = z.fdiv(w) = z / w`.
    pub mod fdiv {
        use super::*;

        /// `z_bar += q_bar / conj(w)`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, W: Differentiable<Bare: ComplexNumber>>(
            w: &W,
            seed: &Cotangent<W::Bare, D>,
            into: &mut Cotangent<W::Bare, S>,
        ) {
            let derivative = w.bare().complex().reciprocal();
            W::Bare::contribute::<S>(into, derivative.pull_guarded(W::Bare::seed::<D>(seed)));
        }

        /// `w_bar += -conj(z / w^2) q_bar`.
        #[inline(always)]
        pub fn arg1<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>, W: Differentiable<Bare = Z::Bare>>(
            z: &Z,
            w: &W,
            seed: &Cotangent<Z::Bare, D>,
            into: &mut Cotangent<Z::Bare, S>,
        ) {
            let inverse = w.bare().complex().reciprocal();
            let derivative = -(z.bare().complex() * inverse * inverse);
            Z::Bare::contribute::<S>(into, derivative.pull_guarded(Z::Bare::seed::<D>(seed)));
        }
    }

    /// `w = z` with another real part: what `z.re = x` writes.
    pub mod with_re {
        use super::*;
        pub use crate::rules::complex::ops::complex_new::arg0 as arg1;

        /// The value.
        #[inline(always)]
        pub fn value<T: Real>(z: Complex<T>, re: T) -> Complex<T> {
            Complex::new(re, z.im)
        }

        /// `z_bar += i im(w_bar)`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
            _z: &Z,
            seed: &Cotangent<Z::Bare, D>,
            into: &mut Cotangent<Z::Bare, S>,
        ) {
            let im = Z::Bare::seed::<D>(seed).to_complex().im;
            Z::Bare::contribute::<S>(into, Complex::new(<RealOf<Z> as Number>::zero(), im));
        }
    }

    /// `w = z` with another imaginary part: what `z.im = y` writes.
    pub mod with_im {
        use super::*;
        pub use crate::rules::complex::ops::complex_new::arg1;

        /// The value.
        #[inline(always)]
        pub fn value<T: Real>(z: Complex<T>, im: T) -> Complex<T> {
            Complex::new(z.re, im)
        }

        /// `z_bar += re(w_bar)`.
        #[inline(always)]
        pub fn arg0<D: Space, S: Space, Z: Differentiable<Bare: ComplexNumber>>(
            _z: &Z,
            seed: &Cotangent<Z::Bare, D>,
            into: &mut Cotangent<Z::Bare, S>,
        ) {
            Z::Bare::contribute::<S>(into, Z::Bare::seed::<D>(seed).to_complex().re);
        }
    }
}
