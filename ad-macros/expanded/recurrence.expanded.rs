#[allow(dead_code)]
fn recurrence(x0: f64, p: f64, h: f64, steps: usize) -> f64 {
    let mut x = x0;
    for _ in 0..steps {
        if x > 100.0 {
            return x * p;
        }
        x += h * (x * p).sin();
    }
    x
}
// in the companion:
    fn record<
        I: Space,
        A0: Space,
        A1: Space,
        A2: Space,
        A3: Space,
    >(
        _: At<(I, A0, A1, A2, A3)>,
        x0: f64,
        p: f64,
        h: f64,
        steps: usize,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            f64,
            f64,
            f64,
            usize,
            &Cot<f64, I>,
            &mut Cot<f64, A0>,
            &mut Cot<f64, A1>,
            &mut Cot<f64, A2>,
            &mut Cot<usize, A3>,
        ) + use<I, A0, A1, A2, A3>,
    ) {
        use ::ad_runtime::__private as __ad;
        use __ad::{LentAgain as _, ReplayAgain as _};
        use __ad::methods::*;
        use ::core::iter::{
            DoubleEndedIterator as _, ExactSizeIterator as _, Iterator as _,
        };
        __ad::assert_inactive::<usize>();
        let mut t3_saved = __ad::Saved::new();
        let mut is1_saved = __ad::Saved::new();
        let mut reached_saved = __ad::Saved::new();
        let mut reached_saved_2 = __ad::SavedOnce::new();
        let mut x_old_saved = __ad::Saved::new();
        let mut x = x0;
        let mut count1 = 0_usize;
        let result = 'body: {
            t3_saved.reserve((0..steps).size_hint().0);
            is1_saved.reserve((0..steps).size_hint().0);
            reached_saved.reserve((0..steps).size_hint().0);
            x_old_saved.reserve((0..steps).size_hint().0);
            for i1 in 0..steps {
                count1 += 1;
                let is1 = x > 100.0;
                __ad::Lent(&is1).save_in(&mut is1_saved);
                if is1 {
                    let t1 = x * p;
                    let result = t1;
                    reached_saved.push(false);
                    reached_saved_2.push(false);
                    break 'body result;
                }
                reached_saved.push(true);
                let t2 = x * p;
                let t3 = t2.sin();
                __ad::Lent(&t3).save_in(&mut t3_saved);
                let t4 = h * t3;
                __ad::Lent(&x).save_in(&mut x_old_saved);
                x += t4;
            }
            reached_saved_2.push(true);
            let result = x;
            result
        };
        (
            result,
            move |x0, p, h, steps, seed, x0_bar, p_bar, h_bar, steps_bar| {
                let mut x = __ad::Lent(&x).again();
                let mut t3_saved = t3_saved.replay();
                let mut is1_saved = is1_saved.replay();
                let mut reached_saved = reached_saved.replay();
                let mut reached_saved_2 = reached_saved_2.replay();
                let mut x_old_saved = x_old_saved.replay();
                let mut x_bar = __ad::neutral::<I, _>(&x);
                if reached_saved_2.next() {
                    __ad::accumulate::<I, I, _>(&x, &mut x_bar, seed);
                }
                for step in (0..count1).rev() {
                    let i1 = (0..steps).nth(step).unwrap();
                    let is1 = is1_saved.next();
                    if reached_saved.next() {
                        let t3 = t3_saved.next();
                        let mut t4_bar = __ad::neutral::<I, _>(&0.0_f64);
                        x = x_old_saved.next();
                        let t2 = x * p;
                        __ad::add::arg1::<I, I, _, _>(&x, &0.0_f64, &x_bar, &mut t4_bar);
                        let mut t3_bar = __ad::neutral::<I, _>(&t3);
                        __ad::mul::arg0::<I, A2, _, _>(&h, &t3, &t4_bar, h_bar);
                        __ad::mul::arg1::<I, I, _, _>(&h, &t3, &t4_bar, &mut t3_bar);
                        let mut t2_bar = __ad::neutral::<I, _>(&t2);
                        __ad::sin::arg0::<I, I, _>(&t2, &t3_bar, &mut t2_bar);
                        __ad::mul::arg0::<I, I, _, _>(&x, &p, &t2_bar, &mut x_bar);
                        __ad::mul::arg1::<I, A1, _, _>(&x, &p, &t2_bar, p_bar);
                    }
                    if is1 {
                        let mut t1_bar = __ad::neutral::<I, _>(&0.0_f64);
                        __ad::accumulate::<I, I, _>(&0.0_f64, &mut t1_bar, seed);
                        __ad::mul::arg0::<I, I, _, _>(&x, &p, &t1_bar, &mut x_bar);
                        __ad::mul::arg1::<I, A1, _, _>(&x, &p, &t1_bar, p_bar);
                    }
                }
                __ad::accumulate::<A0, I, _>(&x0, x0_bar, &x_bar);
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
        f64,
        usize,
        &Cot<f64, I>,
        &mut Cot<f64, I>,
        &mut Cot<f64, I>,
        &mut Cot<f64, I>,
        &mut Cot<usize, I>,
    ) + use<I> {
        use ::ad_runtime::__private as __ad;
        use __ad::LentAgain as _;
        |x0, p, h, steps, seed, x0_bar, p_bar, h_bar, steps_bar| {
            let (_, pullback) = Self::record(
                __ad::at::<(I, I, I, I, I)>(),
                x0,
                p,
                h,
                steps,
            );
            pullback(x0, p, h, steps, seed, x0_bar, p_bar, h_bar, steps_bar);
        }
    }
