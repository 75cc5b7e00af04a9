//! What functions are made of, on dual numbers: the derivative along a direction is that of reverse mode.

use ad_runtime::prelude::*;

/// `pushforward` along each unit vector against `gradient`, and `hvp` against the differences of gradients.
macro_rules! agrees {
    ($($test:ident: $f:ident at $x:expr;)*) => {$(
        #[test]
        fn $test() {
            let x = $x;
            let gradient = $f::gradient(&x);
            for i in 0..x.len() {
                let mut direction = vec![0.0; x.len()];
                direction[i] = 1.0;
                let (value, tangent) = $f::pushforward(&x, &direction);
                assert_eq!(value, $f(&x));
                let close = |a: f64, b: f64, to: f64| (a - b).abs() <= to * (1.0 + a.abs() + b.abs());
                assert!(close(tangent, gradient[i], 1e-12), "along {i}: {tangent} and {}", gradient[i]);
                let step = 1e-6;
                let moved = |by: f64| {
                    let mut y = x.to_vec();
                    y[i] += by;
                    $f::gradient(&y)
                };
                let (up, down) = (moved(step), moved(-step));
                let product = $f::hvp(&x, &direction);
                for j in 0..x.len() {
                    let difference = (up[j] - down[j]) / (2.0 * step);
                    assert!(close(product[j], difference, 1e-6), "({i}, {j}): {} and {difference}", product[j]);
                }
            }
        }
    )*};
}

const SCALE: f64 = 1.5;
const WEIGHTS: [f64; 3] = [0.5, -1.0, 2.0];
const MORE: &[f64] = &[0.25, 4.0];
const COUNT: usize = 3;

#[differentiable(forward)]
fn constants(x: &[f64]) -> f64 {
    const INNER: f64 = 0.5;
    let mut y = x[0] * SCALE * INNER + MORE[1] * x[2] + std::f64::consts::PI * x[1];
    for i in 0..COUNT {
        y += WEIGHTS[i] * x[i] * x[i];
    }
    if y.abs() < f64::EPSILON { 0.0 } else { y * x[1] }
}

#[differentiable(forward)]
#[allow(clippy::unnecessary_cast)] // to the type that it is of
fn casts(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let whole = (x[0] * 10.0) as usize;
    let mut sum = 0.0;
    for i in 0..whole {
        sum += x[i % x.len()] / (i + 1) as f64;
    }
    sum * n * x[1] + f64::from(3u8) * x[0] * x[2] + x[2] as f64 * 1f64
}

#[differentiable(forward)]
fn loops(x: &[f64]) -> f64 {
    let mut y = x[0];
    let mut steps = 0;
    while y.abs() < 50.0 {
        y = y * y + x[1];
        steps += 1;
        if steps > 6 {
            break;
        }
    }
    let mut state = vec![0.0; x.len()];
    for (i, value) in x.iter().enumerate() {
        state[i] = value * y.ln_1p();
        if state[i] > 1e6 {
            continue;
        }
        state[i] += state[(i + 1) % 3] * value;
    }
    state.iter().sum()
}

#[differentiable(forward)]
fn chains(x: &[f64]) -> f64 {
    let squares: Vec<f64> = x.iter().map(|x| x * x).collect();
    let pairs: f64 = x.iter().zip(&squares).map(|(a, b)| a * b).sum();
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let windows: f64 = x.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
    pairs + largest * windows
}

#[differentiable(forward)]
fn branches(x: &[f64]) -> f64 {
    let y = match x.first() {
        Some(&first) if first > 0.0 => first.sqrt() * x[1],
        Some(first) => first * x[2],
        None => return 0.0,
    };
    let z = if y > x[1] { y.max(x[2]) } else { y.min(x[2]) };
    let Some(last) = x.last() else { return y };
    z * last.clamp(-0.5, 0.7) + y.rem_euclid(0.6) * x[0]
}

#[differentiable(forward)]
fn helper(a: f64, b: &[f64], n: usize) -> (f64, Vec<f64>) {
    (a.atan2(b[n]), b.iter().map(|b| b.mul_add(a, 1.0)).collect())
}

#[differentiable(forward)]
fn scaled<const N: usize>(x: [f64; N], by: f64) -> [f64; N] {
    let mut y = x;
    for y in &mut y {
        *y *= by;
    }
    y
}

#[differentiable(forward)]
fn calls(x: &[f64]) -> f64 {
    let (angle, list) = helper(x[0], x, 1);
    let [a, b] = scaled([x[1], x[2]], angle);
    let [c] = scaled::<1>([a], 2.0);
    angle * list[2] + a * b + c + self::helper(b, &list, 0).0
}

#[differentiable(forward)]
fn fallible(x: &[f64]) -> Option<f64> {
    let first = x.first().copied()?;
    if first < 0.0 { None } else { Some(first.sqrt()) }
}

#[differentiable(forward)]
fn unwraps(x: &[f64]) -> f64 {
    fallible(x).unwrap_or(x[1]) * fallible(&x[1..]).map_or(x[2], |y| y * x[2])
}

#[differentiable(forward)]
fn elementary(x: &[f64]) -> f64 {
    let (sin, cos) = x[0].sin_cos();
    let powers = x[0].powf(x[2]) + x[2].exp2() + x[0].powi(-2) + x[0].cbrt() + x[2].log(x[0] + 2.0);
    let others = x[1].tanh() + x[1].atan() + x[2].asinh() + (0.3 * x[1]).asin() + (0.2 * x[1]).atanh() + x[0].log2();
    sin * cos * powers + others * x[0].hypot(x[1]) + x[2].exp_m1() * x[0].copysign(x[1]) + x[0] % 0.7 * x[1]
}

#[differentiable(forward)]
fn generic<T>(x: &[T]) -> T
where
    T: num_traits::Float + std::iter::Sum,
{
    let two = T::from(2.0).unwrap();
    x.iter().map(|&x| x.sin() * x / two).sum::<T>() * x[0].max(x[1])
}

#[differentiable(forward)]
fn uses_generic(x: &[f64]) -> f64 {
    generic(x) * generic::<f64>(&x[1..])
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    A,
    #[allow(dead_code)]
    B,
}

struct Limits {
    low: f64,
}

const LIMITS: Limits = Limits { low: 0.25 };

#[differentiable(forward)]
fn with_constants_of_other_types(x: &[f64]) -> f64 {
    let kind = Kind::A;
    if kind == Kind::A { x[0] * LIMITS.low + x[1] * x[2] } else { x[0] }
}

#[differentiable(forward)]
fn generic_with_data<T: num_traits::Float>(x: &[T], #[no_derivative] weights: &[T], #[no_derivative] factor: T) -> T {
    x.iter().zip(weights).fold(factor, |sum, (&x, &w)| sum + x * x * w * factor)
}

#[differentiable(forward)]
fn with_generic_data(x: &[f64]) -> f64 {
    generic_with_data(x, &[0.5, -1.0, 2.0], 2.0) + x.iter().copied().map(square).sum::<f64>()
}

#[differentiable(forward)]
fn square(x: f64) -> f64 {
    x * x
}

/// What a `#[no_derivative]` argument is given does not move there, even if it depends on what does.
#[test]
fn arguments_without_derivative_are_stopped() {
    #[differentiable(forward)]
    fn weighted_by_itself(x: &[f64]) -> f64 {
        generic_with_data(x, x, 2.0)
    }
    let x = [1.0, 2.0];
    assert_eq!(weighted_by_itself::gradient(&x), [4.0, 16.0]);
    assert_eq!(weighted_by_itself::pushforward(&x, &[0.0, 1.0]).1, 16.0);
}

#[test]
fn data_of_a_generic_function() {
    let (x, weights) = ([1.0, 2.0], [3.0, 0.5]);
    let (value, tangent) = generic_with_data::pushforward(&x, &weights, 2.0, &[1.0, 0.0]);
    assert_eq!((value, tangent), (generic_with_data(&x, &weights, 2.0), 12.0));
    let hessian = generic_with_data::hessian(&x, &weights, 2.0);
    assert_eq!(hessian, ndarray::array![[12.0, 0.0], [0.0, 2.0]]);
}

#[differentiable(forward)]
fn early_literal(x: &[f64]) -> f64 {
    let mut best = -1e300;
    'rows: for i in 0..x.len() {
        for j in 0..i {
            if x[i] * x[j] > 0.5 {
                best = x[i] - x[j];
                break 'rows;
            }
        }
        best = 2.0_f64.max(x[i]) * x[i].exp();
    }
    assert!(best > -1e300, "{best} is something");
    best
}

agrees! {
    with_constants: constants at [0.7, -0.4, 1.2];
    with_casts: casts at [0.73, -0.4, 1.2];
    with_loops: loops at [0.7, 0.4, 1.2];
    with_chains: chains at [0.7, -0.4, 1.2];
    with_branches: branches at [0.7, -0.4, 1.2];
    with_calls: calls at [0.7, -0.4, 1.2];
    with_options: unwraps at [0.7, 0.4, 1.2];
    with_elementary_functions: elementary at [0.71, -0.4, 1.2];
    with_a_type_parameter: generic at [0.7, -0.4, 1.2];
    of_a_generic_function: uses_generic at [0.7, -0.4, 1.2];
    with_other_constants: with_constants_of_other_types at [0.7, -0.4, 1.2];
    with_functions_as_values: with_generic_data at [0.7, -0.4, 1.2];
    with_labels: early_literal at [0.7, -0.4, 1.2];
}

#[test]
fn an_option_has_a_tangent_where_it_has_a_value() {
    assert_eq!(fallible::pushforward(&[4.0], &[1.0]), (Some(2.0), Some(0.25)));
    assert_eq!(fallible::pushforward(&[-4.0], &[1.0]), (None, None));
}

#[test]
fn single_precision() {
    #[differentiable(forward)]
    fn f(x: f32, y: f32) -> f32 {
        x * y.sin() * 2.0
    }
    let (value, tangent) = f::pushforward(0.5, 0.25, 1.0, 0.0);
    assert_eq!((value, tangent), (f(0.5, 0.25), 2.0 * 0.25_f32.sin()));
}

#[test]
fn several_directions_at_once() {
    let directions: [&[f64]; 2] = [&[1.0, 0.0, 0.0], &[0.0, 1.0, -1.0]];
    let x = [0.7, -0.4, 1.2];
    let (value, tangents) = chains::pushforward_n(&x, directions);
    assert_eq!(value, chains(&x));
    for (tangent, direction) in tangents.into_iter().zip(directions) {
        assert_eq!(tangent, chains::pushforward(&x, direction).1);
    }
}

#[test]
fn third_derivatives() {
    use ad_runtime::forward::Dual;
    fn cube<T: num_traits::Float>(x: T) -> T {
        x * x * x
    }
    // d³/dx³ x³ by dual numbers over dual numbers over dual numbers
    let x = Dual::variable(Dual::variable(Dual::variable(2.0)));
    let [second] = cube(x).tangent()[0].tangent();
    assert_eq!(second.tangent(), [6.0]);
}

#[test]
#[should_panic(expected = "the length of a slice is 3, and that of its tangent 2")]
fn a_tangent_of_another_length() {
    chains::pushforward(&[1.0, 2.0, 3.0], &[1.0, 2.0]);
}

#[test]
#[should_panic(expected = "a dual number is converted to f64, which has no room for its derivatives")]
fn a_conversion_that_would_lose_derivatives() {
    #[differentiable(forward)]
    fn f<T: num_traits::Float>(x: T) -> T {
        T::from(x.to_f64().unwrap() * 2.0).unwrap()
    }
    f::pushforward(1.0, 1.0);
}

#[derive(Differentiable)]
#[no_derivative]
struct Plate {
    width: f64,
    weights: Vec<f64>,
    inner: Option<f64>,
}

#[differentiable(forward)]
fn with_data(x: &[f64], #[no_derivative] plate: &Plate, #[no_derivative] table: &[f64]) -> f64 {
    let mut sum = 2.0 * plate.width * x[0];
    for (x, weight) in x.iter().zip(&plate.weights) {
        sum += weight * x * x - x / weight;
        sum -= table[1] / (x + plate.width) * plate.inner.unwrap_or(1.0);
    }
    if sum > plate.width { sum * table[0] } else { table[0] - sum }
}

#[test]
fn what_does_not_move_stays_as_it_is() {
    let plate = Plate { width: 2.0, weights: vec![0.5, -1.5], inner: None };
    let (x, table) = ([0.3, 0.7], [3.0, -0.5]);
    let (x_bar, ..) = with_data::gradient(&x, &plate, &table);
    for (i, direction) in [[1.0, 0.0], [0.0, 1.0]].iter().enumerate() {
        let (value, tangent) = with_data::pushforward(&x, &plate, &table, direction);
        assert_eq!(value, with_data(&x, &plate, &table));
        assert!((tangent - x_bar[i]).abs() < 1e-12);
    }
    let hessian = with_data::hessian(&x, &plate, &table);
    assert_eq!(hessian.shape(), [2, 2]);
    let (product, ..) = with_data::hvp(&x, &plate, &table, &[1.0, 0.0]);
    assert!((product[0] - hessian[(0, 0)]).abs() < 1e-12);
    let step = 1e-5;
    let moved = |by: f64| with_data::gradient(&[x[0] + by, x[1]], &plate, &table).0[0];
    assert!((product[0] - (moved(step) - moved(-step)) / (2.0 * step)).abs() < 1e-6);
}
