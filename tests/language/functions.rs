//! Functions that are passed to functions.

use ad_runtime::prelude::*;
use ad_runtime::testing::check;

#[differentiable]
fn twice<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    let once = f(x);
    f(once) + f(2.0)
}

/// Newton's method for `f(t) = 0`, with the derivative given.
#[differentiable]
fn root(f: impl Fn(f64) -> f64, slope: &dyn Fn(f64) -> f64, start: f64) -> f64 {
    let mut t = start;
    for _ in 0..20 {
        let step = f(t) / slope(t);
        t -= step;
        if step.abs() < 1e-14 {
            break;
        }
    }
    t
}

#[differentiable]
fn trapezoid<F>(f: &F, a: f64, b: f64, n: usize) -> f64
where
    F: Fn(f64) -> f64,
{
    let h = (b - a) / n as f64;
    let inner: f64 = (1..n).map(|i| f(a + i as f64 * h)).sum();
    h * (inner + 0.5 * (f(a) + f(b)))
}

#[differentiable]
fn of_a_closure(a: f64, x: f64) -> f64 {
    twice(|t| t * t.sin() - a * x, x)
}

#[differentiable]
fn of_a_named_closure(a: f64, x: f64) -> f64 {
    let scale = a * a;
    let g = |t: f64| scale * t.cos();
    twice(g, x) * twice(&g, a)
}

#[differentiable]
fn square_root(a: f64) -> f64 {
    root(|t| t * t - a, &|t| 2.0 * t, 1.0)
}

#[differentiable]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiable]
fn of_paths(x: f64) -> f64 {
    twice(f64::sin, x) + twice(cube, x) + twice(crate::functions::cube, 0.5 * x)
}

#[differentiable]
fn integral(a: f64, b: f64, k: &[f64]) -> f64 {
    trapezoid(&|t| k[0] * t * t + k[1] * t.exp(), a, b, 7)
}

/// Passes on what it was passed.
#[differentiable]
fn normalised(f: &dyn Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let whole = trapezoid(&f, a, b, 5);
    let part = trapezoid(&|t| f(t) / (1.0 + t), a, b, 6);
    part / whole
}

#[differentiable]
fn of_what_is_passed_on(a: f64, p: f64) -> f64 {
    normalised(&|t| (p * t).cosh(), a, a + 2.0)
}

#[differentiable]
fn condition<F: Fn(f64) -> f64>(f: F, mut low: f64, mut high: f64) -> f64 {
    let mut count = 0;
    while f(low) * f(high) > 0.0 && count < 10 {
        low -= 0.5;
        high += 0.7 * high.abs();
        count += 1;
    }
    let (a, b) = (f(low), f(high));
    if a == b { low } else { low - a * (high - low) / (b - a) }
}

#[differentiable]
fn of_condition(x: f64) -> f64 {
    condition(|t| t * t - 4.0 * x, 0.1 * x, 0.2 * x)
}

#[differentiable]
fn of_vectors(f: impl Fn(&[f64], usize) -> (f64, f64), x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let (a, b) = f(x, i);
        sum += a * b;
    }
    sum
}

#[differentiable]
fn of_a_pair(x: &[f64], w: f64) -> f64 {
    of_vectors(|y, i| (y[i] * w, y[0] + x[i]), x)
}

#[differentiable]
fn pointer(f: fn(f64) -> f64, x: f64) -> f64 {
    f(x) * f(x + 1.0)
}

#[differentiable]
fn of_a_pointer(x: f64) -> f64 {
    pointer(|t| t.sqrt() * 3.0, x) + pointer(f64::ln, x)
}

#[differentiable]
fn generic<T: num_traits::Float, F: Fn(T, T) -> T>(f: F, x: T, y: T) -> T {
    f(x, y) * f(y, x) + f(x, T::one())
}

#[differentiable]
fn of_generic(x: f64, y: f64) -> f64 {
    generic(|a, b| a * a - y / b, x, y) + generic(f64::powf, x, y)
}

#[derive(Clone, Copy, Differentiable)]
struct Rule {
    width: f64,
}

#[differentiable]
impl Rule {
    fn apply<F: Fn(f64) -> f64>(&self, f: F, at: f64) -> f64 {
        0.5 * self.width * (f(at - self.width) + f(at + self.width))
    }

    fn make(width: f64, f: impl Fn(f64) -> f64) -> Rule {
        Rule { width: f(width) }
    }
}

#[differentiable]
fn of_a_method(width: f64, x: f64, k: f64) -> f64 {
    let rule = Rule::make(width, |w| w * k);
    rule.apply(|t| (k * t).sin() + rule.width, x)
}

#[differentiable]
fn in_a_loop(x: &[f64], mut k: f64) -> f64 {
    let mut total = 0.0;
    for v in x {
        k *= 1.1;
        total += twice(
            |t| {
                let mut power = 1.0;
                for _ in 0..3 {
                    power *= t * k;
                    if power > 50.0 {
                        return power;
                    }
                }
                power + total
            },
            *v,
        );
    }
    total
}

#[differentiable]
fn option(f: impl Fn(f64) -> Option<f64>, x: f64) -> Option<f64> {
    let y = f(x)?;
    f(y).map(|z| z * x)
}

#[differentiable]
fn of_option(x: f64, a: f64) -> Option<f64> {
    option(|t| if t > 100.0 { None } else { Some(t * a) }, x)
}

#[differentiable]
fn predicate(keep: impl Fn(f64) -> bool, x: &[f64]) -> f64 {
    x.iter().filter(|v| keep(**v)).map(|v| v * v).sum()
}

#[differentiable]
fn of_a_predicate(x: &[f64], limit: f64) -> f64 {
    predicate(|v| v < limit, x) * limit
}

#[allow(non_upper_case_globals)]
mod in_small_letters {
    use ad_runtime::prelude::*;

    const weights: [f64; 2] = [0.5, 2.0];

    #[differentiable]
    fn weighted(x: f64, w: &[f64], steps: &[usize], scale: f32) -> f64 {
        let mut sum = 0.0;
        for &step in steps {
            sum += w[step] * x.powi(step as i32 + 2);
        }
        sum * f64::from(scale)
    }

    #[differentiable]
    pub(super) fn constants(x: f64) -> f64 {
        const steps: [usize; 2] = [0, 1];
        const scale: f32 = 1.5;
        weighted(x, &weights, &steps, scale)
    }
}

#[test]
fn constants_in_small_letters_are_no_functions() {
    use in_small_letters::constants;
    check!(constants(0.7));
}

#[test]
fn closures_pass_their_captures() {
    check!(of_a_closure(0.7, 1.3));
    check!(of_a_named_closure(0.7, 1.3));
    check!(in_a_loop(&[0.3, 0.9, 1.4, 0.2], 1.2));
    check!(of_a_method(0.3, 1.1, 0.8));
}

#[test]
fn iterations_converge_to_the_derivative_of_the_root() {
    let (value, gradient) = square_root::value_and_gradient(2.0);
    assert!((value - 2.0f64.sqrt()).abs() < 1e-14);
    assert!((gradient - 0.5 / 2.0f64.sqrt()).abs() < 1e-12);
    check!(square_root(2.0));
}

#[test]
fn functions_are_passed_by_their_paths() {
    check!(of_paths(0.7));
    check!(of_a_pointer(0.7));
    check!(of_generic(1.3, 0.8));
}

#[test]
fn functions_are_passed_on() {
    check!(integral(0.2, 1.7, &[0.5, -0.3]));
    check!(of_what_is_passed_on(0.4, 0.9));
}

#[test]
fn functions_stand_in_conditions() {
    check!(of_condition(1.7));
    check!(of_a_predicate(&[0.3, 0.9, 1.4, 0.2], 1.0));
}

#[test]
fn functions_of_several_values() {
    check!(of_a_pair(&[0.3, 0.9, 1.4], 0.6));
}

#[test]
fn functions_that_may_fail() {
    let gradient = of_option::gradient(1.5, 2.0).unwrap();
    assert!((gradient.0 - 2.0 * 4.0 * 1.5).abs() < 1e-12 && (gradient.1 - 2.0 * 2.0 * 2.25).abs() < 1e-12);
    assert!(of_option::gradient(90.0, 2.0).is_none());
}

/// Functions by their paths, of as many arguments as they have.
mod by_path {
    use ad_runtime::prelude::*;
    use num_traits::Float;

    type Equation = fn(f64, f64) -> f64;

    #[differentiable]
    fn two(x: f64, y: f64) -> f64 {
        x * y * y
    }

    #[differentiable]
    fn of_a_slice(x: f64, n: usize, v: &[f64]) -> f64 {
        x * v[n]
    }

    #[differentiable]
    fn generic<T: Float>(x: T, y: T) -> T {
        x * y.sin()
    }

    struct Ratio;

    #[differentiable]
    impl Ratio {
        fn of(x: f64, y: f64) -> f64 {
            x / y
        }
    }

    mod inner {
        use ad_runtime::prelude::*;

        #[differentiable(project = "input")]
        pub(super) fn deep(x: f64, y: f64) -> f64 {
            x.sin() * y
        }
    }

    #[differentiable]
    fn pointer(f: fn(f64, f64) -> f64, x: f64) -> f64 {
        f(x, x * 2.0) + f(1.0, x)
    }

    #[differentiable]
    fn alias(f: Equation, x: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..3 {
            sum += f(x, i as f64 + 1.0) * f(sum + 1.0, x);
        }
        sum
    }

    #[differentiable]
    fn three(f: impl Fn(f64, usize, &[f64]) -> f64, x: f64) -> f64 {
        let v = [x, x * x];
        f(x, 1, &v)
    }

    #[differentiable]
    fn passed(x: f64) -> f64 {
        let a = pointer(two, x) + pointer(inner::deep, x) * pointer(Ratio::of, x);
        let b = three(of_a_slice, x) + pointer(generic, x) * pointer(generic::<f64>, x);
        a + b * pointer(f64::powf, x) + alias(two, x) * alias(Ratio::of, x + 1.0)
    }

    gradients! {
        passed: (0.7);
    }
}

/// Closures that are passed on and look, by methods, at what is changed elsewhere.
mod looking_at_what_changes {
    use ad_runtime::prelude::*;

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Pair {
        x: f64,
        y: f64,
    }

    #[differentiable]
    impl Pair {
        fn area(&self, k: f64) -> f64 {
            self.x * self.y * k
        }

        fn norm(self) -> f64 {
            self.x.hypot(self.y)
        }

        fn grow(&mut self, k: f64) -> f64 {
            self.x *= k;
            self.x
        }
    }

    #[differentiable]
    fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        f(x) + f(x * x)
    }

    #[differentiable]
    fn passed(a: f64, b: f64) -> f64 {
        let mut pair = Pair { x: a, y: b };
        let mut v = vec![a, b];
        let first = twice(|t| pair.area(t) * pair.norm() + v[0] * v.iter().sum::<f64>(), a);
        v[1] = first * b;
        v[0] *= pair.grow(2.0);
        let mut sum = 0.0;
        for i in 0..2 {
            sum += twice(|t| pair.area(t) + v[i] * pair.norm(), b);
            pair.grow(b);
            v.push(sum);
        }
        sum * pair.norm()
    }

    gradients! {
        passed: (0.3, 0.4), (0.3, 1.4), (0.9, 1.4);
    }
}

mod lengths_of_moving_parts {
    use super::*;

    const WEIGHTS: [&[f64]; 3] = [&[1.0], &[0.5, 0.5], &[0.3, 0.4, 0.3]];
    const POINTS: [f64; 3] = [0.0, 0.5, 0.9];

    /// A quadrature that is refined: how many values are there already changes from one iteration to the next.
    #[differentiable]
    fn refined<F: Fn(f64) -> f64>(f: F, tolerance: f64) -> f64 {
        let mut values = [f64::NAN; 5];
        let mut known = 1;
        values[0] = f(0.0);
        let mut error = f64::MAX;
        let mut integral = f64::MAX;
        for &weights in WEIGHTS.iter() {
            for (v, &x) in values[known..weights.len()].iter_mut().zip(&POINTS[known..weights.len()]) {
                *v = f(x) + f(-x);
            }
            known = weights.len();
            let last = integral;
            integral = values[..weights.len()].iter().zip(weights.iter()).fold(0.0, |sum, x| sum + (x.0 * x.1));
            error = (last - integral).abs();
            if error < tolerance {
                break;
            }
        }
        integral + 0.1 * error
    }

    #[differentiable]
    fn of_exponential(a: f64, tolerance: f64) -> f64 {
        refined(|x| (x * a).exp() * a, tolerance)
    }

    /// The same without a function: the length of a part that is found by a number which changes.
    #[differentiable]
    fn shrinking(x: &[f64]) -> f64 {
        let mut from = 0;
        let mut sum = 0.0;
        for k in 0..3 {
            let part = &POINTS[from..];
            let count = part.len();
            let mut row = [0.0; 3];
            for i in 0..count {
                row[i] += x[k] * x[k] * part[i];
            }
            from = k + 1;
            sum += row[0] * row[count - 1];
        }
        sum
    }

    gradients! {
        of_exponential: (0.7, 1e-9), (0.7, 10.0);
        shrinking: (&[0.3, 0.5, 0.7]);
    }
}
