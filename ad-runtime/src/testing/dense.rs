//! Arrays of ndarray: the directions of their elements, in logical order.

use super::argument::Argument;
use super::probe::Probe;
use crate::cotangent::ScalarCotangent;
use crate::differentiable::{Cotangent, Differentiable};
use crate::policy::Space;
use ndarray::{Array, ArrayView, Dimension};

impl<T: Probe, D: Dimension + 'static> Probe for Array<T, D> {
    const EPSILON: f64 = T::EPSILON;

    fn moved<S: Space>(&self, steps: &mut dyn Iterator<Item = f64>) -> Self {
        // A copy has the strides of the original.
        let mut moved = self.clone();
        moved.iter_mut().for_each(|element| *element = element.moved::<S>(steps));
        moved
    }

    fn coordinates<S: Space>(&self, point: &Self, into: &mut Vec<f64>) {
        let (here, there) = (self.shape(), point.shape());
        assert_eq!(here, there, "an array of shape {here:?} has shape {there:?} beside the point where it is checked");
        self.iter().zip(point).for_each(|(element, point)| element.coordinates::<S>(point, into));
    }

    fn components<S: Space>(&self, cotangent: &Cotangent<Self, S>, into: &mut Vec<ScalarCotangent<f64>>) {
        let (value, its) = (self.shape(), cotangent.shape());
        assert_eq!(value, its, "an array of shape {value:?} has a cotangent of shape {its:?}");
        self.iter().zip(cotangent).for_each(|(element, cotangent)| element.components::<S>(cotangent, into));
    }

    fn cotangent<S: Space>(&self, components: &mut dyn Iterator<Item = ScalarCotangent<f64>>) -> Cotangent<Self, S> {
        let mut cotangent = self.zero_cotangent::<S>();
        let each = self.iter().zip(cotangent.iter_mut());
        each.for_each(|(element, cotangent)| *cotangent = element.cotangent::<S>(components));
        cotangent
    }
}

impl<T: Probe + 'static, D: Dimension + 'static> Argument for Array<T, D> {
    type Owned = Array<T, D>;
    type Lent<'a> = Array<T, D>;
    fn owned(&self) -> Self::Owned {
        self.clone()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.clone()
    }
}

impl<T: Probe + 'static, D: Dimension + 'static> Argument for ArrayView<'_, T, D> {
    type Owned = Array<T, D>;
    type Lent<'a> = ArrayView<'a, T, D>;
    fn owned(&self) -> Self::Owned {
        self.to_owned()
    }
    fn lend(owned: &Self::Owned) -> Self::Lent<'_> {
        owned.view()
    }
}
