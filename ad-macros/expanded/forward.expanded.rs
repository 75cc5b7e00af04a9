#[allow(dead_code)]
fn spring(x: &[f64], stiffness: f64) -> f64 {
    let mut energy = 0.0;
    for i in 1..x.len() {
        energy += 0.5 * stiffness * (x[i] - x[i - 1]).powi(2);
    }
    energy
}
// in the companion:
    fn record_as_written<
        I: Space,
        A0: Space,
        A1: Space,
    >(
        value: Value,
        _: At<(I, A0, A1)>,
        x: &[f64],
        stiffness: f64,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &[f64],
            f64,
            &Cot<f64, I>,
            &mut [Cot<f64, A0>],
            &mut Cot<f64, A1>,
        ) + use<I, A0, A1>,
    ) {
        use ::ad_runtime::__private as __ad;
        use __ad::{LentAgain as _, ReplayAgain as _};
        use __ad::methods::*;
        use ::core::iter::{
            DoubleEndedIterator as _, ExactSizeIterator as _, Iterator as _,
        };
        let c1 = 2;
        let mut energy = 0.0;
        if value != __ad::Value::LeftOut {
            for i in 1..__ad::inactive(x.len()) {
                let t1 = x[i] - x[i - 1];
                let t2 = t1.powi(c1);
                let t3 = (0.5 * stiffness) * t2;
                energy += t3;
            }
        }
        let result = energy;
        (
            result,
            move |x, stiffness, seed, x_bar, stiffness_bar| {
                __ad::check_length::<A0, _>(&x, x_bar);
                let mut energy_bar = __ad::neutral::<I, _>(&energy);
                __ad::accumulate::<I, I, _>(&energy, &mut energy_bar, seed);
                for i in (1..__ad::inactive(x.len())).rev() {
                    let t1 = x[i] - x[i - 1];
                    let mut t3_bar = __ad::neutral::<I, _>(&0.0_f64);
                    __ad::add::arg1::<
                        I,
                        I,
                        _,
                        _,
                    >(&energy, &0.0_f64, &energy_bar, &mut t3_bar);
                    let mut t2_bar = __ad::neutral::<I, _>(&0.0_f64);
                    __ad::mul::arg1::<
                        I,
                        I,
                        _,
                        _,
                    >(&(0.5 * stiffness), &0.0_f64, &t3_bar, &mut t2_bar);
                    let mut t1_bar = __ad::neutral::<I, _>(&t1);
                    __ad::powi::arg0::<I, I, _, _>(&t1, &(c1), &t2_bar, &mut t1_bar);
                    __ad::sub::arg0::<
                        I,
                        A0,
                        _,
                        _,
                    >(&x[i], &x[i - 1], &t1_bar, &mut x_bar[i]);
                    __ad::sub::arg1::<
                        I,
                        A0,
                        _,
                        _,
                    >(&x[i], &x[i - 1], &t1_bar, &mut x_bar[i - 1]);
                }
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    fn record<
        I: Space,
        A0: Space,
        A1: Space,
    >(
        at: At<(I, A0, A1)>,
        x: &[f64],
        stiffness: f64,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &[f64],
            f64,
            &Cot<f64, I>,
            &mut [Cot<f64, A0>],
            &mut Cot<f64, A1>,
        ) + use<I, A0, A1>,
    ) {
        Self::record_as_written(Value::First, at, x, stiffness)
    }
    #[doc(hidden)]
    #[inline]
    fn pull<I: Space>(
        _: At<(I,)>,
    ) -> impl ::core::ops::Fn(
        &[f64],
        f64,
        &Cot<f64, I>,
        &mut [Cot<f64, I>],
        &mut Cot<f64, I>,
    ) + use<I> {
        use ::ad_runtime::__private as __ad;
        use __ad::LentAgain as _;
        |x, stiffness, seed, x_bar, stiffness_bar| {
            let (_, pullback) = Self::record(__ad::at::<(I, I, I)>(), x, stiffness);
            pullback(x, stiffness, seed, x_bar, stiffness_bar);
        }
    }
}
#[differentiable(project(structure = "input"))]
#[allow(warnings, unused, nonstandard_style, future_incompatible, unreachable_pub)]
#[allow(
    rust_2018_idioms,
    impl_trait_redundant_captures,
    single_use_lifetimes,
    unused_qualifications,
    let_underscore_drop
)]
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction,
    clippy::cargo
)]
impl spring {
    #[doc(hidden)]
    fn on_duals<const K: usize>(
        x: &[forward::DualNumber<f64, K>],
        #[no_derivative]
        stiffness: forward::DualNumber<f64, K>,
    ) -> forward::DualNumber<f64, K> {
        #[allow(unused_imports)]
        use forward::{
            ArgumentAsItIs as _, AsItIs as _, BareValue as _,
        };
        let stiffness = forward::Still::still(stiffness);
        let mut energy = forward::DualNumber::<
            f64,
            K,
        >::constant(0.0);
        for i in 1..x.len() {
            energy
                += forward::DualNumber::<f64, K>::constant(0.5)
                    * stiffness * (x[i] - x[i - 1]).powi(2);
        }
        energy
    }
}
#[allow(warnings, unused, nonstandard_style, future_incompatible, unreachable_pub)]
#[allow(
    rust_2018_idioms,
    impl_trait_redundant_captures,
    single_use_lifetimes,
    unused_qualifications,
    let_underscore_drop
)]
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction,
    clippy::cargo
)]
impl spring {
    /// The value, and its derivative along one direction.
    fn pushforward(
        x: &[f64],
        stiffness: f64,
        x_dot: &[f64],
    ) -> (
        f64,
        <forward::DualNumber<
            f64,
            1,
        > as forward::Split<1>>::Tangent,
    ) {
        let (value, [tangent]) = Self::pushforward_n::<1>(x, stiffness, [x_dot]);
        (value, tangent)
    }
    /// The value, and its derivatives along several directions at once.
    fn pushforward_n<const K: usize>(
        x: &[f64],
        stiffness: f64,
        x_dot: [&[f64]; K],
    ) -> (
        f64,
        [<forward::DualNumber<
            f64,
            K,
        > as forward::Split<K>>::Tangent; K],
    ) {
        forward::Split::<
            K,
        >::split(
            Self::on_duals::<
                K,
            >(
                &forward::Lift::lift(
                    x,
                    forward::Directions::Along(x_dot),
                ),
                forward::Lift::lift_constant(&stiffness),
            ),
        )
    }
    /// The Hessian times a direction: the derivative of the gradient along it.
    fn hvp(
        x: &[f64],
        stiffness: f64,
        x_dot: &[f64],
    ) -> (
        Cot<[f64], Tangent>,
        NoTangent,
    ) {
        let x_dot = [x_dot];
        let (_, [tangent]) = forward::Split::<
            1,
        >::split(
            Self::on_duals_gradient::<
                1,
            >(
                &forward::Lift::lift(
                    x,
                    forward::Directions::Along(x_dot),
                ),
                forward::Lift::lift_constant(&stiffness),
            ),
        );
        tangent
    }
    /// The matrix of second derivatives: entry `(i, j)` by the `i`-th and the `j`-th real number of the arguments.
    fn hessian(
        x: &[f64],
        stiffness: f64,
    ) -> forward::Matrix<f64> {
        forward::by_columns(|basis| {
            Self::on_duals_gradient::<
                { forward::LANES },
            >(
                &forward::Lift::lift(
                    x,
                    forward::Directions::Basis(basis),
                ),
                forward::Lift::lift_constant(&stiffness),
            )
        })
    }
    with_sparse_matrices! {
        #[doc =
        r" Where that matrix has entries, by the branches that the function takes at this point."]
        fn hessian_pattern < > (x : & [f64], stiffness : f64) ->
        forward::Pattern where {
        forward::symmetric_pattern:: < f64, _ > (| basis | {
        Self::on_duals_gradient:: < { forward::LANES } > (&
        forward::Lift::lift(x,
        forward::Directions::Basis(basis)),
        forward::Lift::lift_constant(& stiffness)) }) }
    }
    with_sparse_matrices! {
        #[doc =
        r" The same matrix as a sparse one, whose pattern was coloured before: with one direction for each colour, and"]
        #[doc =
        r" one more that checks that there is nothing outside the pattern. Panics if there is."]
        fn sparse_hessian < > (x : & [f64], stiffness : f64, coloring : &
        forward::Coloring) ->
        forward::CsMat < f64 > where {
        forward::by_colors(coloring, | basis | {
        Self::on_duals_gradient:: < { forward::LANES } > (&
        forward::Lift::lift(x,
        forward::Directions::Basis(basis)),
        forward::Lift::lift_constant(& stiffness)) }) }
    }
