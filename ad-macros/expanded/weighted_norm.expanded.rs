#[allow(dead_code)]
fn weighted_norm(x: &[f64], w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let scaled = if w[i] > 1.0 { x[i] / w[i] } else { x[i] };
        sum += scaled * scaled;
    }
    norm_of(sum, x.len())
}
// in the companion:
    fn record<
        I: Space,
        A0: Space,
        A1: Space,
    >(
        _: At<(I, A0, A1)>,
        x: &[f64],
        w: &[f64],
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &[f64],
            &[f64],
            &Cot<f64, I>,
            &mut [Cot<f64, A0>],
            &mut [Cot<f64, A1>],
        ) + use<I, A0, A1>,
    ) {
        use ::ad_runtime::__private as __ad;
        use __ad::{LentAgain as _, ReplayAgain as _};
        use __ad::methods::*;
        use ::core::iter::{
            DoubleEndedIterator as _, ExactSizeIterator as _, Iterator as _,
        };
        let mut scaled_saved = __ad::Saved::new();
        let mut sum = 0.0;
        scaled_saved.reserve((0..__ad::inactive(x.len())).size_hint().0);
        for i in 0..__ad::inactive(x.len()) {
            let scaled;
            let is1 = w[i] > 1.0;
            if is1 {
                scaled = x[i] / w[i];
            } else {
                scaled = x[i];
            }
            __ad::Lent(&scaled).save_in(&mut scaled_saved);
            let t1 = scaled * scaled;
            sum += t1;
        }
        let (t2, norm_of_pullback) = norm_of::record(
            __ad::at::<(I, I, __ad::Inactive)>(),
            sum,
            __ad::inactive(x.len()),
        );
        let result = __ad::Lent(&t2).again();
        (
            result,
            move |x, w, seed, x_bar, w_bar| {
                __ad::check_length::<A0, _>(&x, x_bar);
                __ad::check_length::<A1, _>(&w, w_bar);
                let mut scaled_saved = scaled_saved.replay();
                let mut sum_bar = __ad::neutral::<I, _>(&sum);
                let mut t2_bar = __ad::neutral::<I, _>(&t2);
                __ad::accumulate::<I, I, _>(&t2, &mut t2_bar, seed);
                norm_of_pullback(
                    sum,
                    __ad::inactive(x.len()),
                    &t2_bar,
                    &mut sum_bar,
                    &mut __ad::zero::<__ad::Inactive, _>(&(__ad::inactive(x.len()))),
                );
                for i in (0..__ad::inactive(x.len())).rev() {
                    let is1 = w[i] > 1.0;
                    let scaled = scaled_saved.next();
                    let t1 = scaled * scaled;
                    let mut scaled_bar = __ad::neutral::<
                        <I as __ad::Space>::Join<A0>,
                        _,
                    >(&scaled);
                    let mut t1_bar = __ad::neutral::<I, _>(&t1);
                    __ad::add::arg1::<I, I, _, _>(&sum, &t1, &sum_bar, &mut t1_bar);
                    __ad::mul::arg0::<
                        I,
                        <I as __ad::Space>::Join<A0>,
                        _,
                        _,
                    >(&scaled, &scaled, &t1_bar, &mut scaled_bar);
                    __ad::mul::arg1::<
                        I,
                        <I as __ad::Space>::Join<A0>,
                        _,
                        _,
                    >(&scaled, &scaled, &t1_bar, &mut scaled_bar);
                    if is1 {
                        let mut scaled_branch_seed = __ad::neutral::<I, _>(&scaled);
                        __ad::accumulate::<
                            I,
                            <I as __ad::Space>::Join<A0>,
                            _,
                        >(&scaled, &mut scaled_branch_seed, &scaled_bar);
                        __ad::div::arg0::<
                            I,
                            A0,
                            _,
                            _,
                        >(&x[i], &w[i], &scaled_branch_seed, &mut x_bar[i]);
                        __ad::div::arg1::<
                            I,
                            A1,
                            _,
                            _,
                        >(&x[i], &w[i], &scaled_branch_seed, &mut w_bar[i]);
                    } else {
                        __ad::accumulate::<
                            A0,
                            <I as __ad::Space>::Join<A0>,
                            _,
                        >(&x[i], &mut x_bar[i], &scaled_bar);
                    }
                }
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    fn pull<I: Space>(
        _: At<(I,)>,
    ) -> impl ::core::ops::Fn(
        &[f64],
        &[f64],
        &Cot<f64, I>,
        &mut [Cot<f64, I>],
        &mut [Cot<f64, I>],
    ) + use<I> {
        use ::ad_runtime::__private as __ad;
        use __ad::LentAgain as _;
        |x, w, seed, x_bar, w_bar| {
            let (_, pullback) = Self::record(__ad::at::<(I, I, I)>(), x, w);
            pullback(x, w, seed, x_bar, w_bar);
        }
    }
