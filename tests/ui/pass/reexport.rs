//! The runtime under another path, as a crate that re-exports it gives it to its own users.

mod facade {
    pub(crate) mod autodiff {
        pub(crate) use ad_runtime::*;
    }
}
use facade::autodiff;

#[autodiff::differentiable(crate = crate::pass::reexport::facade::autodiff)]
fn square(x: f64) -> f64 {
    x * x
}

#[autodiff::differentiable(crate = facade::autodiff, project = "none")]
fn cube(x: f64) -> f64 {
    square(x) * x
}

#[test]
fn another_path() {
    assert_eq!(square::gradient(3.0), 6.0);
    assert_eq!(cube::gradient(3.0).re(), 27.0);
}
