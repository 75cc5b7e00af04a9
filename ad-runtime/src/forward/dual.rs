use crate::differentiable::Cotangent;
use crate::number::{Number, Real};
use crate::policy::Tangent;
use crate::rules::zero_wins;
use std::cmp::Ordering;
use std::fmt;

/// A number and its derivatives along `K` directions: `x + x_1 e_1 + .. + x_K e_K` with `e_i e_j = 0`.
///
/// Comparisons look at the value alone, so that a program takes the same branches as it does on the value.
///
/// ```
/// use ad_runtime::forward::Dual;
///
/// let x = Dual::variable(2.0);
/// let y = x * x.ln();
/// assert_eq!(y.value(), 2.0 * 2.0_f64.ln());
/// assert_eq!(y.tangent(), [2.0_f64.ln() + 1.0]);
/// ```
#[derive(Clone, Copy)]
pub struct Dual<T, const K: usize> {
    value: T,
    tangent: [T; K],
}

impl<T: Copy, const K: usize> Dual<T, K> {
    /// A value with its derivatives.
    #[inline(always)]
    pub const fn new(value: T, tangent: [T; K]) -> Self {
        Dual { value, tangent }
    }

    /// The value.
    #[inline(always)]
    pub const fn value(self) -> T {
        self.value
    }

    /// The derivative along each direction.
    #[inline(always)]
    pub const fn tangent(self) -> [T; K] {
        self.tangent
    }
}

impl<T: Real> Dual<T, 1> {
    /// What derivatives are taken by: its own derivative is 1.
    #[inline(always)]
    pub fn variable(value: T) -> Self {
        Dual::new(value, [T::one()])
    }
}

impl<T: Real, const K: usize> Dual<T, K> {
    /// A number that does not change in any direction.
    #[inline(always)]
    pub fn constant(value: T) -> Self {
        Dual::new(value, [<T as Number>::zero(); K])
    }

    /// `n` without derivatives.
    #[inline(always)]
    pub(crate) fn from_integer(n: i32) -> Self {
        Dual::constant(<T as ::num_traits::NumCast>::from(n).unwrap_or_else(T::nan))
    }

    /// The chain rule: `y` with the derivatives `slope x_k`, in which zero wins over infinity.
    #[inline(always)]
    pub(crate) fn chain(self, y: T, slope: T) -> Self {
        Dual::new(y, self.along(slope))
    }

    /// The chain rule of two arguments.
    #[inline(always)]
    pub(super) fn chain_two(self, slope: T, other: Self, other_slope: T, y: T) -> Self {
        Dual::new(y, each_pair(self.along(slope), other.along(other_slope), |own, others| own + others))
    }

    #[inline(always)]
    fn along(self, slope: T) -> [T; K] {
        if slope.is_finite() {
            each(self.tangent, |tangent| tangent * slope)
        } else {
            each(self.tangent, |tangent| zero_wins(tangent, slope))
        }
    }
}

/// A function of each number, in place: `map` of arrays makes calls of it.
#[inline(always)]
pub(super) fn each<T: Copy, const K: usize>(mut numbers: [T; K], f: impl Fn(T) -> T) -> [T; K] {
    for number in &mut numbers {
        *number = f(*number);
    }
    numbers
}

/// A function of each pair of numbers.
#[inline(always)]
pub(super) fn each_pair<T: Copy, const K: usize>(mut numbers: [T; K], others: [T; K], f: impl Fn(T, T) -> T) -> [T; K] {
    for (number, other) in numbers.iter_mut().zip(others) {
        *number = f(*number, other);
    }
    numbers
}

/// The derivative that the rule of a function of real numbers is made of: what it makes of a seed of 1.
#[inline(always)]
pub(super) fn slope<T: Real>(pull: impl FnOnce(&Cotangent<T, Tangent>, &mut Cotangent<T, Tangent>)) -> T {
    let zero = <T as Number>::zero();
    let (mut one, mut slope) = (zero.zero_cotangent::<Tangent>(), zero.zero_cotangent::<Tangent>());
    T::contribute::<Tangent>(&mut one, T::neutral_of_products());
    pull(&one, &mut slope);
    T::seed::<Tangent>(&slope).re()
}

impl<T: PartialEq, const K: usize> PartialEq for Dual<T, K> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: PartialOrd, const K: usize> PartialOrd for Dual<T, K> {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Real, const K: usize> Default for Dual<T, K> {
    fn default() -> Self {
        Dual::constant(T::default())
    }
}

impl<T: fmt::Display, const K: usize> fmt::Display for Dual<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::LowerExp, const K: usize> fmt::LowerExp for Dual<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Debug, const K: usize> fmt::Debug for Dual<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} + {:?} e", self.value, self.tangent)
    }
}

/// The cotangent of a dual number is one: the sums of reverse mode carry derivatives with them.
impl<T: Real, const K: usize> Number for Dual<T, K> {
    type Real = Self;
    #[inline(always)]
    fn zero() -> Self {
        Dual::constant(<T as Number>::zero())
    }
    #[inline(always)]
    fn neutral() -> Self {
        Dual::new(T::neutral(), [T::neutral(); K])
    }
    /// Whether value and derivatives are.
    #[inline(always)]
    fn is_zero(self) -> bool {
        Number::is_zero(self.value) && self.tangent.into_iter().all(Number::is_zero)
    }
    #[inline(always)]
    fn to_scalar(self) -> crate::ScalarCotangent<Self> {
        crate::ScalarCotangent::from(self)
    }
    #[inline(always)]
    fn from_scalar(scalar: crate::ScalarCotangent<Self>) -> Self {
        scalar.re()
    }
    #[inline(always)]
    fn accumulate<N: Number<Real = Self>>(&mut self, contribution: N) {
        *self += contribution.to_scalar().re();
    }
    #[inline(always)]
    fn scale(self, factor: Self) -> Self {
        self * factor
    }
    #[inline(always)]
    fn times(self, factor: num_complex::Complex<Self>) -> num_complex::Complex<Self> {
        factor.scale(self)
    }
}
