//! Whole modules, functions named like their module, and renamed parts.
#![allow(unreachable_pub, reason = "modules as a user would have them")]

use ad_runtime::prelude::*;

#[differentiable]
mod model {
    pub const SCALE: f64 = 2.0;

    pub fn scaled(x: f64) -> f64 {
        helper(x) * SCALE
    }

    fn helper(x: f64) -> f64 {
        x * x
    }

    pub fn count(n: usize) -> usize {
        n + 1
    }

    #[no_derivative]
    pub fn opaque(x: f64) -> f64 {
        f64::from_bits(x.to_bits())
    }

    pub mod inner {
        pub fn deeper(x: f64, y: f64) -> f64 {
            super::scaled(x) * y
        }
    }

    #[derive(Clone, Debug, ad_runtime::Differentiable)]
    pub struct Spring {
        pub stiffness: f64,
    }

    impl Spring {
        pub fn energy(&self, x: f64) -> f64 {
            0.5 * self.stiffness * x * x
        }
    }
}

mod gamma {
    use ad_runtime::prelude::*;

    #[differentiable(companion = module)]
    pub fn gamma(x: f64) -> f64 {
        x * x * x
    }

    #[differentiable]
    pub fn twice(x: f64) -> f64 {
        gamma(x) * 2.0
    }
}
pub use gamma::gamma;

#[differentiable]
fn of_gamma(x: f64) -> f64 {
    gamma(x) + gamma::twice(x) + gamma(2.0 * x)
}

#[test]
fn a_module_is_annotated_at_once() {
    assert_eq!(model::scaled::gradient(3.0), 12.0);
    assert_eq!(model::inner::deeper::gradient(3.0, 2.0), (24.0, 18.0));
    assert_eq!(model::opaque(2.0), 2.0);
    assert_eq!(model::count(2), 3);
    assert_eq!(model::Spring { stiffness: 2.0 }.energy_gradient(3.0).1, 6.0);
}

#[test]
fn a_function_is_named_like_its_module() {
    assert_eq!(gamma::gradient(2.0), 12.0);
    assert_eq!(gamma::value_and_gradient(2.0), (8.0, 12.0));
    assert_eq!(gamma::twice::gradient(2.0), 24.0);
}

gradients! {
    of_gamma: (0.7);
}
