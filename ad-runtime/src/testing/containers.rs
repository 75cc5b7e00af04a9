//! Containers: their directions are those of their parts, one after the other.

use super::probe::Probe;
use crate::cotangent::ScalarCotangent;
use crate::differentiable::Cotangent;
use crate::policy::Space;
use std::fmt::Debug;

/// The larger of two, in a constant.
const fn max(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

impl<T: Probe> Probe for Vec<T> {
    const EPSILON: f64 = T::EPSILON;
    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        self.iter().map(|element| element.moved::<S>(steps)).collect()
    }
    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        assert_eq!(
            self.len(),
            point.len(),
            "a value with {} elements has {} beside the point where it is checked: it has no derivative there",
            self.len(),
            point.len(),
        );
        self.iter().zip(point).for_each(|(element, point)| element.coordinates::<S>(point, into));
    }
    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        assert_eq!(
            self.len(),
            cotangent.len(),
            "a value with {} elements has a cotangent with {}",
            self.len(),
            cotangent.len(),
        );
        self.iter().zip(cotangent).for_each(|(element, cotangent)| element.components::<S>(cotangent, into));
    }
    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        self.iter().map(|element| element.cotangent::<S>(components)).collect()
    }
}

impl<T: Probe, const N: usize> Probe for [T; N] {
    const EPSILON: f64 = T::EPSILON;
    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        self.each_ref().map(|element| element.moved::<S>(steps))
    }
    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        self.iter().zip(point).for_each(|(element, point)| element.coordinates::<S>(point, into));
    }
    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        self.iter().zip(cotangent).for_each(|(element, cotangent)| element.components::<S>(cotangent, into));
    }
    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        self.each_ref().map(|element| element.cotangent::<S>(components))
    }
}

impl<T: Probe> Probe for Option<T> {
    const EPSILON: f64 = T::EPSILON;
    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        self.as_ref().map(|value| value.moved::<S>(steps))
    }
    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        match (self, point) {
            (Some(value), Some(point)) => value.coordinates::<S>(point, into),
            (None, None) => {}
            _ => panic!("a value is `Some` at one point and `None` beside it: it has no derivative there"),
        }
    }
    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        match (self, cotangent) {
            (Some(value), Some(cotangent)) => value.components::<S>(cotangent, into),
            (None, None) => {}
            (Some(_), None) => panic!("the value is `Some`, its cotangent is `None`"),
            (None, Some(_)) => panic!("the value is `None`, its cotangent is `Some`"),
        }
    }
    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        self.as_ref().map(|value| value.cotangent::<S>(components))
    }
}

impl<T: Probe, E: Clone + Debug + 'static> Probe for Result<T, E> {
    const EPSILON: f64 = T::EPSILON;
    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        self.as_ref().map(|value| value.moved::<S>(steps)).map_err(E::clone)
    }
    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        match (self, point) {
            (Ok(value), Ok(point)) => value.coordinates::<S>(point, into),
            (Err(_), Err(_)) => {}
            _ => panic!("a value is `Ok` at one point and `Err` beside it: it has no derivative there"),
        }
    }
    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        match (self, cotangent) {
            (Ok(value), Some(cotangent)) => value.components::<S>(cotangent, into),
            (Err(_), None) => {}
            (Ok(_), None) => panic!("the value is `Ok`, its cotangent is `None`"),
            (Err(_), Some(_)) => panic!("the value is `Err`, its cotangent is `Some`"),
        }
    }
    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        self.as_ref().ok().map(|value| value.cotangent::<S>(components))
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Probe),*> Probe for ($($name,)*) {
            const EPSILON: f64 = {
                let mut epsilon = 0.0;
                $(epsilon = max(epsilon, $name::EPSILON);)*
                epsilon
            };
            fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
                ($(self.$index.moved::<S>(steps),)*)
            }
            fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
                $(self.$index.coordinates::<S>(&point.$index, into);)*
            }
            fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
                $(self.$index.components::<S>(&cotangent.$index, into);)*
            }
            fn cotangent<S: Space>(
                &self,
                components: &mut dyn Iterator<Item = ScalarCotangent<f64>>,
            ) -> Cotangent<Self, S> {
                ($(self.$index.cotangent::<S>(components),)*)
            }
        }
    };
}
tuple!(T0 0);
tuple!(T0 0, T1 1);
tuple!(T0 0, T1 1, T2 2);
tuple!(T0 0, T1 1, T2 2, T3 3);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6);
tuple!(T0 0, T1 1, T2 2, T3 3, T4 4, T5 5, T6 6, T7 7);
