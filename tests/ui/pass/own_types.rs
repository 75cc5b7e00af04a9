//! Types of the user's that are named like those of the standard library.

use ad_runtime::prelude::*;

#[derive(Differentiable, Clone, Copy)]
struct Vec {
    a: f64,
}

#[derive(Differentiable, Clone, Copy)]
struct Option {
    a: f64,
}

#[derive(Differentiable, Clone, Copy)]
struct Result {
    a: f64,
}

#[derive(Differentiable, Clone, Copy)]
struct Box {
    a: f64,
}

#[allow(dead_code)]
trait Fn {}
#[allow(dead_code)]
trait Clone2: Clone {}
#[allow(dead_code)]
struct PhantomData;
#[allow(dead_code)]
mod core {}
#[allow(dead_code)]
mod std {}

#[differentiable]
fn product(a: Vec, b: &Option, c: Result, d: Box) -> f64 {
    a.a * b.a * c.a * d.a
}

#[test]
fn types_named_like_those_of_std() {
    let (a, b) = (Vec { a: 2.0 }, Option { a: 3.0 });
    let (a_bar, b_bar, c_bar, d_bar) = product::gradient(a, &b, Result { a: 5.0 }, Box { a: 7.0 });
    assert_eq!((a_bar.a, b_bar.a, c_bar.a, d_bar.a), (105.0, 70.0, 42.0, 30.0));
}

mod shadowed_primitive {
    use ::std::f64;
    use ad_runtime::prelude::*;

    /// `f64` is a module and a type here.
    #[differentiable]
    fn circumference(radius: f64) -> f64 {
        2.0 * f64::consts::PI * radius
    }

    #[test]
    fn module_f64() {
        assert_eq!(circumference::gradient(1.0), 2.0 * f64::consts::PI);
    }
}

mod spaces {
    use ad_runtime::prelude::*;

    #[derive(Differentiable, Clone, Copy)]
    struct I {
        a: f64,
    }

    #[derive(Differentiable, Clone, Copy)]
    struct A0 {
        a: f64,
    }

    #[derive(Differentiable, Clone, Copy)]
    struct S {
        a: f64,
    }

    #[derive(Differentiable, Clone, Copy)]
    struct Space<A, B> {
        a: A,
        b: B,
    }

    #[differentiable]
    fn product(x: I, y: A0, z: S, w: Space<f64, f64>) -> f64 {
        x.a * y.a * z.a * w.a * w.b
    }

    #[test]
    fn types_named_like_spaces() {
        let w = Space { a: 7.0, b: 1.0 };
        let (x_bar, y_bar, z_bar, w_bar) = product::gradient(I { a: 2.0 }, A0 { a: 3.0 }, S { a: 5.0 }, w);
        assert_eq!((x_bar.a, y_bar.a, z_bar.a, w_bar.a, w_bar.b), (105.0, 70.0, 42.0, 30.0, 210.0));
    }
}
