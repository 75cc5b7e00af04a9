//! The values and cotangents of the data, and what they are here.

use ad_runtime::{Diagonal, MatrixCotangent, ScalarCotangent};
use ndarray::Array2;
use num_complex::Complex64;
use sprs::CsMat;

/// A number, a vector or a matrix. Of which kind it is, is part of the answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Real(f64),
    Complex(Complex64),
    RealVector(Vec<f64>),
    ComplexVector(Vec<Complex64>),
    Dense(Array2<f64>),
    Sparse(CsMat<f64>),
    Diagonal(Diagonal<f64>),
}

macro_rules! accessors {
    ($($name:ident: $variant:ident($t:ty);)*) => {$(
        pub(crate) fn $name(&self) -> &$t {
            match self {
                Value::$variant(value) => value,
                other => panic!("{other:?} is no {}", stringify!($variant)),
            }
        }
    )*};
}

impl Value {
    accessors! {
        real: Real(f64);
        complex: Complex(Complex64);
        reals: RealVector(Vec<f64>);
        complexes: ComplexVector(Vec<Complex64>);
        dense: Dense(Array2<f64>);
        sparse: Sparse(CsMat<f64>);
        diagonal: Diagonal(Diagonal<f64>);
    }

    /// The same kind of value, of the same shape and pattern, with the same entries up to rounding.
    pub(crate) fn is_close_to(&self, expected: &Value) -> bool {
        match (self, expected) {
            (Value::Real(a), Value::Real(b)) => close(*a, *b),
            (Value::Complex(a), Value::Complex(b)) => both_close(a, b),
            (Value::RealVector(a), Value::RealVector(b)) => all_close(a, b),
            (Value::ComplexVector(a), Value::ComplexVector(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| both_close(a, b))
            }
            (Value::Dense(a), Value::Dense(b)) => a.dim() == b.dim() && a.iter().zip(b).all(|(a, b)| close(*a, *b)),
            (Value::Sparse(a), Value::Sparse(b)) => {
                let same_pattern = a.shape() == b.shape() && a.storage() == b.storage() && a.indptr() == b.indptr();
                same_pattern && a.indices() == b.indices() && all_close(a.data(), b.data())
            }
            (Value::Diagonal(a), Value::Diagonal(b)) => all_close(a.diagonal(), b.diagonal()),
            _ => false,
        }
    }
}

/// Equal up to a few roundings.
pub(crate) fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-13 * b.abs().max(1.0)
}

fn both_close(a: &Complex64, b: &Complex64) -> bool {
    close(a.re, b.re) && close(a.im, b.im)
}

fn all_close(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| close(*a, *b))
}

/// What a gradient is in the words of the data: one value for each argument.
pub(crate) trait Answer {
    fn values(self) -> Vec<Value>;
}

macro_rules! answers {
    ($($t:ty => |$x:pat_param| $value:expr;)*) => {$(
        impl Answer for $t {
            fn values(self) -> Vec<Value> {
                let $x = self;
                vec![$value]
            }
        }
    )*};
}
answers! {
    f64 => |x| Value::Real(x);
    Complex64 => |z| Value::Complex(z);
    ScalarCotangent<f64> => |x| if x.is_real() { Value::Real(x.re()) } else { Value::Complex(x.to_complex()) };
    Vec<f64> => |x| Value::RealVector(x);
    Vec<Complex64> => |z| Value::ComplexVector(z);
    Vec<ScalarCotangent<f64>> => |x| if x.iter().all(ScalarCotangent::is_real) {
        Value::RealVector(x.iter().map(ScalarCotangent::re).collect())
    } else {
        Value::ComplexVector(x.iter().map(|x| x.to_complex()).collect())
    };
    Array2<f64> => |a| Value::Dense(a);
    Array2<ScalarCotangent<f64>> => |a| Value::Dense(a.mapv(real_part));
    MatrixCotangent<ScalarCotangent<f64>> => |a| Value::Dense(a.to_dense().mapv(real_part));
    CsMat<f64> => |a| Value::Sparse(a);
    Diagonal<f64> => |d| Value::Diagonal(d);
}

impl<A: Answer, B: Answer> Answer for (A, B) {
    fn values(self) -> Vec<Value> {
        let mut values = self.0.values();
        values.extend(self.1.values());
        values
    }
}

/// The real part of what never became complex: no matrix of the data has complex entries.
fn real_part(x: ScalarCotangent<f64>) -> f64 {
    assert!(x.is_real(), "{x} is complex");
    x.re()
}
