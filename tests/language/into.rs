//! `gradient_into` and `value_and_gradient_into`: into cotangents that the caller has.

use ad_runtime::prelude::*;
use ndarray::{Array2, array};

#[differentiable]
fn weighted(x: &[f64], a: f64, n: usize) -> f64 {
    a * x.iter().map(|v| v * v).sum::<f64>() * n as f64
}

#[test]
fn what_was_in_them_is_gone_and_their_room_is_used() {
    let mut cotangents = (vec![f64::NAN; 3], 7.0, NoTangent);
    let room = cotangents.0.as_ptr();
    weighted::gradient_into(&[1.0, 2.0, 3.0], 0.5, 2, &mut cotangents);
    assert_eq!(cotangents, weighted::gradient(&[1.0, 2.0, 3.0], 0.5, 2));
    let value = weighted::value_and_gradient_into(&[1.0, 2.0], 0.5, 2, &mut cotangents);
    assert_eq!((value, cotangents.clone()), weighted::value_and_gradient(&[1.0, 2.0], 0.5, 2));
    assert_eq!(cotangents.0.as_ptr(), room);
    weighted::gradient_into(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.5, 2, &mut cotangents);
    assert_eq!(cotangents, weighted::gradient(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.5, 2));
}

#[differentiable]
fn first(x: &[f64]) -> Option<f64> {
    Some(x.first().copied()? * 2.0)
}

#[test]
fn where_there_is_no_value_there_is_no_gradient() {
    let mut cotangent = vec![5.0];
    assert_eq!(first::gradient_into(&[], &mut cotangent), None);
    assert_eq!(first::gradient_into(&[3.0], &mut cotangent), Some(()));
    assert_eq!(cotangent, [2.0]);
    assert_eq!(first::value_and_gradient_into(&[3.0], &mut cotangent), Some(6.0));
}

#[derive(Differentiable)]
struct Spring {
    k: f64,
    rests: Vec<f64>,
    #[no_derivative]
    name: String,
}

#[differentiable]
impl Spring {
    fn energy(&self, x: &Array2<f64>) -> f64 {
        self.k * self.rests[0] * x.sum() * self.name.len() as f64
    }
}

#[test]
fn methods_and_containers() {
    let spring = Spring { k: 2.0, rests: vec![3.0], name: "a".to_string() };
    let x = array![[1.0, 2.0], [3.0, 4.0]];
    let mut cotangents = spring.energy_gradient(&array![[0.0]]);
    let value = spring.energy_value_and_gradient_into(&x, &mut cotangents);
    assert_eq!(value, 60.0);
    let (of_spring, of_x) = spring.energy_gradient(&x);
    assert_eq!((cotangents.0.k, &cotangents.0.rests, &cotangents.1), (of_spring.k, &of_spring.rests, &of_x));
    let room = cotangents.1.as_ptr();
    spring.energy_gradient_into(&(2.0 * &x), &mut cotangents);
    assert_eq!((cotangents.0.k, cotangents.1.as_ptr()), (60.0, room));
}

#[differentiable(project = "none")]
fn ambient<T: num_traits::Float>(x: [T; 2], pair: (T, T)) -> T {
    x[0] * pair.0 + x[1] * pair.1
}

#[test]
fn generic_and_in_the_full_space() {
    let mut cotangents = ambient::gradient([0.0; 2], (0.0, 0.0));
    ambient::gradient_into([1.0, 2.0], (3.0, 4.0), &mut cotangents);
    assert_eq!(cotangents, ambient::gradient([1.0, 2.0], (3.0, 4.0)));
}

#[differentiable]
fn scale(x: &mut [f64], a: f64) -> f64 {
    for v in x.iter_mut() {
        *v *= a;
    }
    x[0] * x[1]
}

#[test]
fn what_is_lent_to_be_changed() {
    let mut cotangents = scale::gradient(&mut [1.0, 2.0], 3.0);
    let expected = scale::gradient(&mut [4.0, 5.0], 2.0);
    scale::gradient_into(&mut [4.0, 5.0], 2.0, &mut cotangents);
    assert_eq!(cotangents, expected);
}
