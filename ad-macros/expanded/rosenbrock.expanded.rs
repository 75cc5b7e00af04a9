#[allow(dead_code)]
fn rosenbrock(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}
// in the companion:
    fn record<
        I: Space,
        A0: Space,
        A1: Space,
    >(
        _: At<(I, A0, A1)>,
        x: f64,
        y: f64,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            f64,
            f64,
            &Cot<f64, I>,
            &mut Cot<f64, A0>,
            &mut Cot<f64, A1>,
        ) + use<I, A0, A1>,
    ) {
        use ::ad_runtime::__private as __ad;
        use __ad::{LentAgain as _, ReplayAgain as _};
        use __ad::methods::*;
        use ::core::iter::{
            DoubleEndedIterator as _, ExactSizeIterator as _, Iterator as _,
        };
        let c2 = 2;
        let c3 = 2;
        let t1 = 1.0_f64 - x;
        let t2 = t1.powi(c2);
        let t3 = x * x;
        let t4 = y - t3;
        let t5 = t4.powi(c3);
        let t6 = 100.0_f64 * t5;
        let t7 = t2 + t6;
        let result = t7;
        (
            result,
            move |x, y, seed, x_bar, y_bar| {
                let mut t7_bar = __ad::neutral::<I, _>(&0.0_f64);
                __ad::accumulate::<I, I, _>(&0.0_f64, &mut t7_bar, seed);
                let mut t2_bar = __ad::neutral::<I, _>(&0.0_f64);
                let mut t6_bar = __ad::neutral::<I, _>(&0.0_f64);
                __ad::add::arg0::<I, I, _, _>(&0.0_f64, &0.0_f64, &t7_bar, &mut t2_bar);
                __ad::add::arg1::<I, I, _, _>(&0.0_f64, &0.0_f64, &t7_bar, &mut t6_bar);
                let mut t5_bar = __ad::neutral::<I, _>(&0.0_f64);
                __ad::mul::arg1::<
                    I,
                    I,
                    _,
                    _,
                >(&(100.0_f64), &0.0_f64, &t6_bar, &mut t5_bar);
                let mut t4_bar = __ad::neutral::<I, _>(&t4);
                __ad::powi::arg0::<I, I, _, _>(&t4, &(c3), &t5_bar, &mut t4_bar);
                let mut t3_bar = __ad::neutral::<I, _>(&0.0_f64);
                __ad::sub::arg0::<I, A1, _, _>(&y, &0.0_f64, &t4_bar, y_bar);
                __ad::sub::arg1::<I, I, _, _>(&y, &0.0_f64, &t4_bar, &mut t3_bar);
                __ad::mul::arg0::<I, A0, _, _>(&x, &x, &t3_bar, x_bar);
                __ad::mul::arg1::<I, A0, _, _>(&x, &x, &t3_bar, x_bar);
                let mut t1_bar = __ad::neutral::<I, _>(&t1);
                __ad::powi::arg0::<I, I, _, _>(&t1, &(c2), &t2_bar, &mut t1_bar);
                __ad::sub::arg1::<I, A0, _, _>(&(1.0_f64), &x, &t1_bar, x_bar);
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    fn pull<I: Space>(
        _: At<(I,)>,
    ) -> impl ::core::ops::Fn(
        f64,
        f64,
        &Cot<f64, I>,
        &mut Cot<f64, I>,
        &mut Cot<f64, I>,
    ) + use<I> {
        use ::ad_runtime::__private as __ad;
        use __ad::LentAgain as _;
        |x, y, seed, x_bar, y_bar| {
            let (_, pullback) = Self::record(__ad::at::<(I, I, I)>(), x, y);
            pullback(x, y, seed, x_bar, y_bar);
        }
    }
