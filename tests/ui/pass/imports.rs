//! One `use` imports a function and its companion, under any name and with any visibility.

mod model {
    use ad_runtime::prelude::*;

    #[differentiable]
    pub(super) fn square(x: f64) -> f64 {
        x * x
    }

    #[differentiable]
    pub(crate) fn cube(x: f64) -> f64 {
        square(x) * x
    }

    pub(crate) mod inner {
        use ad_runtime::prelude::*;

        #[differentiable]
        pub(in crate::pass) fn quartic(x: f64) -> f64 {
            super::cube(x) * x * private(x) / x
        }

        #[differentiable]
        fn private(x: f64) -> f64 {
            x
        }
    }

    pub(in crate::pass) use inner::quartic as fourth;
}

mod by_name {
    use super::model::{cube, square as squared};
    use ad_runtime::prelude::*;

    #[differentiable]
    fn caller(x: f64) -> f64 {
        squared(x) * cube(x)
    }

    #[test]
    fn imported() {
        assert_eq!(squared::gradient(2.0), 4.0);
        assert_eq!(caller::gradient(2.0), 80.0);
    }
}

mod by_glob {
    use super::model::*;
    use ad_runtime::prelude::*;

    #[differentiable]
    fn caller(x: f64) -> f64 {
        square(x) + self::fourth(x) + crate::pass::imports::model::inner::quartic(x)
    }

    #[test]
    fn imported() {
        assert_eq!(fourth::gradient(2.0), 32.0);
        assert_eq!(caller::gradient(2.0), 4.0 + 32.0 + 32.0);
    }
}
