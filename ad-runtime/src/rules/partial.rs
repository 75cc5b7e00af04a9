use crate::forward::Dual;
use crate::number::{Number, Real};
use num_complex::Complex;
use num_traits::Float;

/// A partial derivative: a number that pulls a seed back.
///
/// A scalar rule is data. It says what its partial derivatives are; this trait does the rest, for every combination of
/// spaces: `seed * conj(derivative)`, of the seed's own type where the derivative is real, complex where it is complex.
pub trait Partial: Copy {
    /// What comes of pulling back an `N`.
    type Pulled<N: Number<Real = Self::Real>>: Number<Real = Self::Real>;
    /// The real numbers underneath.
    type Real: Real;

    /// `seed * conj(self)`.
    fn pull<N: Number<Real = Self::Real>>(self, seed: N) -> Self::Pulled<N>;

    /// `seed * conj(self)`, in which zero wins over infinity: in the seed (`sqrt` at 0 pulls 0 back to 0) and in the
    /// derivative (the argument that `max` did not take gets 0, whatever arrives).
    ///
    /// Part by part where the derivative is real, so a seed `1 + 0i` at an infinite derivative pulls back to `inf + 0i`.
    fn pull_guarded<N: Number<Real = Self::Real>>(self, seed: N) -> Self::Pulled<N>;

    /// `1 / self`, and the real infinity at 0: the complex one has no direction and would come out as NaN.
    fn reciprocal(self) -> Self;
}

/// `a * b`, and zero where one of them is zero, whatever the other is.
#[inline(always)]
pub(crate) fn zero_wins<T: Real>(a: T, b: T) -> T {
    let product = a * b;
    // Only zero times infinity or no number is another one. One question that is answered by no costs less than two.
    if product.is_nan() && (Number::is_zero(a) || Number::is_zero(b)) { <T as Number>::zero() } else { product }
}

/// `seed * factor`, part by part, in which zero wins over infinity.
#[inline(always)]
pub(super) fn scale_guarded<N: Number>(seed: N, factor: N::Real) -> N {
    let seed = seed.to_scalar();
    let re = zero_wins(seed.re(), factor);
    // Of the same kind as the seed: whether an ambient cotangent becomes complex must not depend on values.
    N::from_scalar(if seed.is_real() { re.into() } else { Complex::new(re, zero_wins(seed.im(), factor)).into() })
}

macro_rules! real_partial {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Partial for $t {
            type Pulled<N: Number<Real = $t>> = N;
            type Real = $t;
            #[inline(always)]
            fn pull<N: Number<Real = $t>>(self, seed: N) -> N { seed.scale(self) }
            #[inline(always)]
            fn pull_guarded<N: Number<Real = $t>>(self, seed: N) -> N { scale_guarded(seed, self) }
            #[inline(always)]
            fn reciprocal(self) -> $t { if Number::is_zero(self) { Float::infinity() } else { self.recip() } }
        }
    )*};
}
real_partial! {
    [] f32;
    [] f64;
    [T: Real, const K: usize] Dual<T, K>;
}

impl<T: Real> Partial for Complex<T> {
    type Pulled<N: Number<Real = T>> = Complex<T>;
    type Real = T;
    #[inline(always)]
    fn pull<N: Number<Real = T>>(self, seed: N) -> Complex<T> {
        seed.times(self.conj())
    }
    #[inline(always)]
    fn pull_guarded<N: Number<Real = T>>(self, seed: N) -> Complex<T> {
        if seed.is_zero() || Number::is_zero(self) {
            <Complex<T> as Number>::zero()
        } else if self.re.is_infinite() && Number::is_zero(self.im) {
            scale_guarded(seed.to_scalar().to_complex(), self.re)
        } else {
            self.pull(seed)
        }
    }
    #[inline(always)]
    fn reciprocal(self) -> Self {
        let norm_sqr = self.norm_sqr();
        if norm_sqr.is_normal() {
            self.conj().unscale(norm_sqr)
        } else if Number::is_zero(self) {
            Complex::from(T::infinity())
        } else {
            self.finv()
        }
    }
}
