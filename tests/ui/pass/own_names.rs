//! Variables of the user's that are named like those of generated code.

use ad_runtime::prelude::*;

#[differentiable]
fn square(result: f64) -> f64 {
    result * result
}

#[differentiable(project = "none")]
fn squared_ambient(result: f64) -> f64 {
    result * result
}

#[differentiable]
fn of_entries(value: f64, pullback: f64, seed: f64, gradient: f64) -> f64 {
    value * pullback * seed * gradient
}

#[differentiable]
fn of_cotangents(x: f64, x_bar: f64, out_bar: f64, own_x_bar: f64) -> f64 {
    let out = x * x_bar;
    let t1 = out * out_bar;
    let t1_bar = own_x_bar;
    t1 * t1_bar
}

#[differentiable]
#[allow(non_snake_case)]
fn of_spaces(__ad: f64, S: f64, I: f64, A0: f64) -> f64 {
    __ad * S * I * A0
}

#[differentiable]
fn of_callers(out_bar: f64, own_out_bar: f64) -> f64 {
    let record = squared_ambient(out_bar);
    record * own_out_bar
}

#[differentiable]
fn record(record: f64) -> f64 {
    record * record
}

#[differentiable]
fn r#type(r#match: f64) -> f64 {
    let r#loop = r#match * r#match;
    let r#loop = r#match * r#loop;
    r#loop * 2.0
}

#[test]
fn names_of_generated_code() {
    assert_eq!(square::gradient(3.0), 6.0);
    assert_eq!(square::pullback(3.0).1(1.0), 6.0);
    assert_eq!(squared_ambient::pullback(3.0).1(1.0).re(), 6.0);
    let gradient = (105.0, 70.0, 42.0, 30.0);
    assert_eq!(of_entries::gradient(2.0, 3.0, 5.0, 7.0), gradient);
    assert_eq!(of_entries::value_and_gradient(2.0, 3.0, 5.0, 7.0), (210.0, gradient));
    assert_eq!(of_entries::pullback(2.0, 3.0, 5.0, 7.0).1(1.0), gradient);
    assert_eq!(of_cotangents::gradient(2.0, 3.0, 5.0, 7.0), gradient);
    assert_eq!(of_cotangents::pullback(2.0, 3.0, 5.0, 7.0).1(1.0), gradient);
    assert_eq!(of_spaces::gradient(2.0, 3.0, 5.0, 7.0), gradient);
    assert_eq!(of_callers::gradient(3.0, 2.0), (12.0, 9.0));
    assert_eq!(record::gradient(3.0), 6.0);
    assert_eq!(r#type::gradient(3.0), 54.0);
}
