//! The companion: `gradient`, `value_and_gradient`, `pullback`.

use ad_runtime::prelude::*;
use num_complex::{Complex64, c64};

#[differentiable]
fn rosenbrock(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}

#[test]
fn the_example_of_the_readme() {
    assert_eq!(rosenbrock(1.0, 2.0), 100.0);
    assert_eq!(rosenbrock::gradient(1.0, 2.0), (-400.0, 200.0));
    assert_eq!(rosenbrock::value_and_gradient(1.0, 2.0), (100.0, (-400.0, 200.0)));
    let (value, pullback) = rosenbrock::pullback(1.0, 2.0);
    assert_eq!(value, 100.0);
    assert_eq!(pullback(1.0), (-400.0, 200.0));
}

#[test]
fn one_forward_pass_and_several_pullbacks() {
    #[differentiable]
    fn walk(x: &[f64], n: usize) -> (f64, Vec<f64>) {
        let mut v = x.to_vec();
        let mut sum = 0.0;
        for i in 0..n {
            if i == 3 {
                break;
            }
            v[i % x.len()] *= x[0] + sum;
            sum += v[0];
        }
        (sum, v)
    }
    let x = [2.0, 3.0];
    let (value, pullback) = walk::pullback(&x, 10);
    assert_eq!(value, walk(&x, 10));
    let first = pullback((1.0, vec![0.0, 0.0]));
    let second = pullback((0.0, vec![1.0, 0.0]));
    let third = pullback((2.0, vec![3.0, 0.0]));
    assert_eq!(pullback((1.0, vec![0.0, 0.0])), first);
    assert_eq!(pullback((0.0, vec![0.0, 0.0])), (vec![0.0, 0.0], NoTangent));
    for i in 0..2 {
        assert_eq!(third.0[i], 2.0 * first.0[i] + 3.0 * second.0[i]);
    }
}

#[test]
fn a_pullback_can_be_shared_and_sent() {
    let (_, pullback) = rosenbrock::pullback(1.0, 2.0);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..2)
            .map(|seed| {
                scope.spawn({
                    let pullback = &pullback;
                    move || pullback(f64::from(seed))
                })
            })
            .collect();
        let gradients: Vec<_> = handles.into_iter().map(|handle| handle.join().expect("no panic")).collect();
        assert_eq!(gradients, [(0.0, 0.0), (-400.0, 200.0)]);
    });
}

#[test]
fn results_of_every_kind() {
    #[differentiable]
    fn tuple(x: f64, n: usize) -> (f64, usize, Complex64) {
        (x * x, n, x * c64(0.0, 1.0))
    }
    #[differentiable]
    fn vector(x: f64, n: usize) -> Vec<f64> {
        let mut powers = vec![1.0; n];
        for i in 1..n {
            powers[i] = powers[i - 1] * x;
        }
        powers
    }
    #[differentiable]
    fn array(x: &[f64; 2]) -> [f64; 3] {
        [x[0] * x[1], x[0], 7.0]
    }
    #[differentiable]
    fn matrix(x: f64) -> Vec<[f64; 2]> {
        vec![[x, 1.0], [2.0 * x, x * x]]
    }
    #[differentiable]
    fn nested(x: f64) -> ((f64, f64), Vec<Vec<f64>>) {
        ((x, 2.0 * x), vec![vec![x * x], vec![]])
    }

    let (value, pullback) = tuple::pullback(3.0, 2);
    assert_eq!(value, (9.0, 2, c64(0.0, 3.0)));
    assert_eq!(pullback((1.0, NoTangent, c64(5.0, 7.0))), (13.0, NoTangent));
    let (value, pullback) = vector::pullback(3.0, 3);
    assert_eq!(value, [1.0, 3.0, 9.0]);
    assert_eq!(pullback(vec![1.0, 1.0, 1.0]), (7.0, NoTangent));
    let (value, pullback) = array::pullback(&[2.0, 3.0]);
    assert_eq!(value, [6.0, 2.0, 7.0]);
    assert_eq!(pullback([1.0, 10.0, 100.0]), [13.0, 2.0]);
    let (_, pullback) = matrix::pullback(3.0);
    assert_eq!(pullback(vec![[1.0, 1.0], [1.0, 1.0]]), 9.0);
    let (_, pullback) = nested::pullback(3.0);
    assert_eq!(pullback(((1.0, 1.0), vec![vec![1.0], vec![]])), 9.0);
}

#[test]
fn losses_that_may_be_missing() {
    #[differentiable]
    fn root(x: f64) -> Option<f64> {
        if x >= 0.0 { Some(x.sqrt()) } else { None }
    }
    assert_eq!(root::gradient(4.0), Some(0.25));
    assert_eq!(root::gradient(-4.0), None);
    assert_eq!(root::value_and_gradient(4.0), Some((2.0, 0.25)));
    let (value, pullback) = root::pullback(4.0);
    assert_eq!((value, pullback(Some(2.0))), (Some(2.0), 0.5));
}

#[test]
fn single_precision() {
    #[differentiable]
    fn norm(x: &[f32], scale: f32) -> f32 {
        let mut sum = 0.0;
        for v in x {
            sum += v * v;
        }
        sum.sqrt() * scale
    }
    let gradient: (Vec<f32>, f32) = norm::gradient(&[3.0, 4.0], 2.0);
    assert_eq!(gradient, (vec![1.2, 1.6], 5.0));

    #[differentiable]
    fn widened(x: f32) -> f64 {
        x as f64 * 0.5 + f64::from(2_u8) * (x * x) as f64
    }
    let gradient: f32 = widened::gradient(3.0);
    assert_eq!(gradient, 12.5);
}

#[test]
fn the_function_is_still_a_function() {
    let pointer: fn(f64, f64) -> f64 = rosenbrock;
    let values: Vec<f64> = [1.0, 2.0].iter().map(|&x| rosenbrock(x, x)).collect();
    assert_eq!((pointer(1.0, 2.0), values), (100.0, vec![0.0, 401.0]));
}

mod model {
    use ad_runtime::prelude::*;

    /// Documented, and with attributes of its own.
    #[differentiable]
    #[inline]
    #[must_use]
    pub(crate) fn public(x: f64) -> f64 {
        private(x) * x
    }

    #[must_use]
    #[differentiable]
    fn private(x: f64) -> f64 {
        x + 1.0
    }

    pub(super) mod inner {
        #[ad_runtime::differentiable]
        pub(in super::super) fn by_path(x: f64) -> f64 {
            super::private(x) * super::super::rosenbrock(x, x)
        }
    }
}

#[test]
fn imported_and_by_path() {
    use model::public;
    use model::public as renamed;
    assert_eq!(public::gradient(2.0), 5.0);
    assert_eq!(renamed::gradient(2.0), 5.0);
    assert_eq!(self::model::public::gradient(2.0), 5.0);
    assert_eq!(model::inner::by_path::gradient(1.0), 0.0 + 2.0 * 200.0 * (1.0 - 2.0) + 2.0 * 200.0);
}

#[test]
fn raw_identifiers() {
    #[differentiable]
    fn r#match(r#type: f64, r#fn: &[f64]) -> f64 {
        let r#loop = r#type * r#fn[0];
        let r#type = r#loop * r#type;
        r#type + r#loop
    }
    #[differentiable]
    fn caller(x: f64) -> f64 {
        r#match(x, &[x])
    }
    assert_eq!(r#match::gradient(2.0, &[3.0]), (15.0, vec![6.0]));
    assert_eq!(caller::gradient(2.0), 16.0);
}

#[test]
fn functions_in_functions() {
    #[differentiable]
    fn outer(x: f64) -> f64 {
        #[differentiable]
        fn inner(x: f64) -> f64 {
            #[differentiable]
            fn innermost(x: f64) -> f64 {
                x * x
            }
            innermost(x) * x
        }
        inner(x) + inner(2.0 * x)
    }
    assert_eq!(outer::gradient(2.0), 108.0);
}

#[test]
fn a_gradient_of_a_gradient_by_hand() {
    let step = 1e-5;
    let second = (rosenbrock::gradient(1.0 + step, 2.0).0 - rosenbrock::gradient(1.0 - step, 2.0).0) / (2.0 * step);
    assert!((second - 402.0).abs() < 1e-4);
}

/// `#[cfg(..)]` inside bodies.
mod conditional {
    use ad_runtime::prelude::*;

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Pair {
        a: f64,
        b: f64,
    }

    #[differentiable]
    fn statements(x: f64, k: usize) -> f64 {
        #[cfg(debug_assertions)]
        let scale = 2.0;
        #[cfg(not(debug_assertions))]
        let scale = 3.0;
        let p = Pair {
            a: x * scale,
            #[cfg(target_pointer_width = "64")]
            b: x,
            #[cfg(not(target_pointer_width = "64"))]
            b: x * 2.0,
        };
        let mut y = match k {
            #[cfg(debug_assertions)]
            0 => p.a * p.b,
            #[cfg(any())]
            1 => 0.0,
            _ => p.b,
        };
        #[cfg(debug_assertions)]
        {
            y *= 5.0;
        }
        #[cfg(not(debug_assertions))]
        if y > 0.0 {
            y *= 7.0;
        }
        #[cfg(debug_assertions)]
        return y;
        #[cfg(not(debug_assertions))]
        {
            y * y
        }
    }

    /// What is not compiled need not be differentiable.
    #[differentiable]
    fn refused_elsewhere(x: f64) -> f64 {
        #[cfg(any())]
        unsafe {
            return x;
        }
        #[cfg(not(any()))]
        x.sin()
    }

    #[differentiable]
    impl Pair {
        fn chosen(&self) -> f64 {
            #[cfg(any())]
            {
                self.a
            }
            #[cfg(not(any()))]
            {
                self.b * self.b
            }
        }
    }

    #[differentiable]
    fn of_method(x: f64) -> f64 {
        Pair { a: x, b: 3.0 * x }.chosen()
    }

    gradients! {
        statements: (1.5, 0), (1.5, 1), (-0.3, 2);
        refused_elsewhere: (0.7);
        of_method: (0.7);
    }
}
