//! Functions of numbers that arrays have too, element by element: `x.exp()`, `x.powf(p)`.

use crate::differentiable::Cotangent;
use crate::forward::Dual;
use crate::number::Real;
use crate::policy::Space;
use crate::rules::own::{BinaryMethod, UnaryMethod, names};
use ndarray::{Array, ArrayBase, Data, Dimension, Zip};

impl<Name, A, R, E> UnaryMethod<Name> for ArrayBase<R, E>
where
    A: UnaryMethod<Name, Output = A>,
    R: Data<Elem = A>,
    E: Dimension + 'static,
{
    type Output = Array<A, E>;
    fn arg0<D: Space, S: Space>(
        &self,
        result: Option<&Array<A, E>>,
        seed: &Cotangent<Self::Output, D>,
        into: &mut Cotangent<Self, S>,
    ) {
        let places = Zip::from(self).and(seed).and(into);
        match result {
            Some(result) => places.and(result).for_each(|x, seed, into, y| x.arg0::<D, S>(Some(y), seed, into)),
            None => places.for_each(|x, seed, into| x.arg0::<D, S>(None, seed, into)),
        }
    }
}

/// Methods with one number for all elements, whose cotangent is the sum of all contributions.
macro_rules! with_a_number {
    ($([$($generics:tt)*] $name:ident of $a:ty: $b:ty;)*) => {$(
        impl<$($generics)* R: Data<Elem = $a>, E: Dimension + 'static> BinaryMethod<names::$name, $b>
            for ArrayBase<R, E, $a>
        {
            type Output = Array<$a, E>;
            fn arg0<D: Space, S: Space>(
                &self,
                b: &$b,
                result: Option<&Array<$a, E>>,
                seed: &Cotangent<Self::Output, D>,
                into: &mut Cotangent<Self, S>,
            ) {
                let places = Zip::from(self).and(seed).and(into);
                match result {
                    Some(result) => {
                        places.and(result).for_each(|x, seed, into, y| BinaryMethod::<names::$name, $b>::arg0::<D, S>(x, b, Some(y), seed, into));
                    }
                    None => places.for_each(|x, seed, into| BinaryMethod::<names::$name, $b>::arg0::<D, S>(x, b, None, seed, into)),
                }
            }
            fn arg1<D: Space, S: Space>(
                &self,
                b: &$b,
                result: Option<&Array<$a, E>>,
                seed: &Cotangent<Self::Output, D>,
                into: &mut Cotangent<$b, S>,
            ) {
                let places = Zip::from(self).and(seed);
                match result {
                    Some(result) => places.and(result).for_each(|x, seed, y| BinaryMethod::<names::$name, $b>::arg1::<D, S>(x, b, Some(y), seed, into)),
                    None => places.for_each(|x, seed| BinaryMethod::<names::$name, $b>::arg1::<D, S>(x, b, None, seed, into)),
                }
            }
        }
    )*};
}
with_a_number! {
    [A: BinaryMethod<names::powi, i32, Output = A>,] powi of A: i32;
    [] powf of f32: f32;
    [] powf of f64: f64;
    [] log of f32: f32;
    [] log of f64: f64;
    [] hypot of f32: f32;
    [] hypot of f64: f64;
    [T: Real, const K: usize,] powf of Dual<T, K>: Dual<T, K>;
    [T: Real, const K: usize,] log of Dual<T, K>: Dual<T, K>;
    [T: Real, const K: usize,] hypot of Dual<T, K>: Dual<T, K>;
}
