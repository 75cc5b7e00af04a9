use super::options::Check;
use super::probe::Probe;
use super::subject::{Subject, dimension};
use crate::differentiable::Cotangent;
use crate::policy::{Ambient, Space, Tangent};

impl Check {
    /// Checks a rule: a pullback that is lent the arguments and the seed, and adds to the cotangent of the arguments.
    ///
    /// `I` is the space of the seed, `A` that of the arguments, which are one value: a tuple where there are several.
    /// A rule that is generic over its spaces is checked in each of them by a call for each. Differences are taken
    /// along the full space where both spaces are ambient on the structure axis, else along the tangent space.
    ///
    /// The product of a real and a complex number, in the policy `"none"`:
    ///
    /// ```
    /// use ad_runtime::testing::Check;
    /// use ad_runtime::{Ambient, Number, Tangent};
    /// use num_complex::Complex;
    ///
    /// let point = (2.0_f64, Complex::new(1.0_f64, -3.0));
    /// Check::new().rule::<Ambient, Ambient, _, _>(
    ///     point,
    ///     |(a, z)| z * a,
    ///     |(a, z), seed, (a_bar, z_bar)| {
    ///         a_bar.accumulate(seed * z.conj());
    ///         z_bar.accumulate(seed * a);
    ///     },
    /// );
    /// ```
    ///
    /// # Panics
    ///
    /// If anything does not hold: what is checked stands in the [module](crate::testing). Here the conjugate is
    /// missing:
    ///
    /// ```should_panic
    /// # use ad_runtime::testing::Check;
    /// # use ad_runtime::{Ambient, Number, Tangent};
    /// # use num_complex::Complex;
    /// Check::new().rule::<Tangent, Tangent, _, _>(
    ///     Complex::new(1.0, -3.0),
    ///     |z| z * z,
    ///     |z, seed, z_bar| z_bar.accumulate(2.0 * z * seed),
    /// );
    /// ```
    #[track_caller]
    pub fn rule<I: Space, A: Space, X: Probe, R: Probe>(
        &self,
        point: X,
        function: impl Fn(&X) -> R,
        rule: impl Fn(&X, &Cotangent<R, I>, &mut Cotangent<X, A>),
    ) {
        let names = vec![("the arguments", dimension::<Tangent, X>(&point), dimension::<Ambient, X>(&point))];
        Subject::new(self, "the rule", names, point, &function).policy::<I, A>(&|point, pulls| {
            for pull in pulls {
                rule(point, &pull.seed, &mut pull.bars);
            }
            function(point)
        });
    }
}
