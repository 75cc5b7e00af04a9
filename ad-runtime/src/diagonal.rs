use crate::cotangent::product::product;
use crate::cotangent::{
    DiscardedMatrix, MatrixAccumulator, MatrixContribution, MatrixCotangent, StoredEntries, StructuredCotangent,
    product_at,
};
use crate::differentiable::{Cotangent, Differentiable, Scalar};
use crate::number::Number;
use crate::pattern::{Pattern, check_position};
use crate::policy::{Space, StructureAxis};
use crate::rules::matrix::Structured;
use std::ops::{Add, Mul, Neg, Sub};
use std::sync::Arc;

/// A square matrix that is zero off its diagonal.
///
/// Its tangent space is the diagonal matrices, its ambient space all square matrices: under `project = "none"` its
/// gradient is a [`MatrixCotangent`], which tells how the result would change if other entries were allowed to leave
/// zero. A function of a `Diagonal` has no gradient until it says which of them is meant.
///
/// ```
/// use ad_runtime::Diagonal;
///
/// let d = Diagonal::new(vec![1.0, 2.0]);
/// assert_eq!(d.n(), 2);
/// assert_eq!(&d * &d, Diagonal::new(vec![1.0, 4.0]));
/// assert_eq!(d.to_dense(), ndarray::array![[1.0, 0.0], [0.0, 2.0]]);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diagonal<T> {
    diagonal: Vec<T>,
}

impl<T> Diagonal<T> {
    /// The matrix with this diagonal.
    pub fn new(diagonal: Vec<T>) -> Self {
        Diagonal { diagonal }
    }

    /// The entries on the diagonal.
    pub fn diagonal(&self) -> &[T] {
        &self.diagonal
    }

    /// The same, to be changed.
    pub fn diagonal_mut(&mut self) -> &mut [T] {
        &mut self.diagonal
    }

    /// The number of rows, which is the number of columns.
    pub fn n(&self) -> usize {
        self.diagonal.len()
    }

    /// The diagonal, taken out.
    pub fn into_diagonal(self) -> Vec<T> {
        self.diagonal
    }

    /// Every entry, `n * n` of them.
    #[cfg(feature = "ndarray")]
    pub fn to_dense(&self) -> ndarray::Array2<T>
    where
        T: Copy + num_traits::Zero,
    {
        let mut dense = ndarray::Array2::zeros((self.n(), self.n()));
        for (entry, &d) in dense.diag_mut().iter_mut().zip(&self.diagonal) {
            *entry = d;
        }
        dense
    }

    fn zip_with(&self, other: &Self, op: &str, f: impl Fn(T, T) -> T) -> Self
    where
        T: Copy,
    {
        let (n, m) = (self.n(), other.n());
        assert_eq!(n, m, "diagonal matrices of sizes {n} and {m} cannot be {op}");
        Diagonal::new(self.diagonal.iter().zip(&other.diagonal).map(|(&a, &b)| f(a, b)).collect())
    }
}

impl<T: Copy + Add<Output = T>> Add for &Diagonal<T> {
    type Output = Diagonal<T>;
    fn add(self, other: Self) -> Diagonal<T> {
        self.zip_with(other, "added", |a, b| a + b)
    }
}

impl<T: Copy + Sub<Output = T>> Sub for &Diagonal<T> {
    type Output = Diagonal<T>;
    fn sub(self, other: Self) -> Diagonal<T> {
        self.zip_with(other, "subtracted", |a, b| a - b)
    }
}

impl<T: Copy + Mul<Output = T>> Mul for &Diagonal<T> {
    type Output = Diagonal<T>;
    fn mul(self, other: Self) -> Diagonal<T> {
        self.zip_with(other, "multiplied", |a, b| a * b)
    }
}

impl<T: Copy + Mul<Output = T>> Mul<T> for &Diagonal<T> {
    type Output = Diagonal<T>;
    fn mul(self, factor: T) -> Diagonal<T> {
        Diagonal::new(self.diagonal.iter().map(|&d| d * factor).collect())
    }
}

impl<T: Copy + Neg<Output = T>> Neg for &Diagonal<T> {
    type Output = Diagonal<T>;
    fn neg(self) -> Diagonal<T> {
        Diagonal::new(self.diagonal.iter().map(|&d| -d).collect())
    }
}

/// The cotangent of a [`Diagonal`] in one of its spaces.
pub trait DiagonalCotangent<V: Number>: StructuredCotangent<V> {
    /// The zero cotangent of an `n` x `n` diagonal matrix.
    fn zeros(n: usize) -> Self;
}

impl<V: Number> DiagonalCotangent<V> for Diagonal<V> {
    fn zeros(n: usize) -> Self {
        Diagonal::new(vec![V::zero(); n])
    }
}

impl<V: Number> DiagonalCotangent<V> for MatrixCotangent<V> {
    fn zeros(n: usize) -> Self {
        MatrixCotangent::zeros(n, n)
    }
}

impl<V: Number> DiagonalCotangent<V> for DiscardedMatrix<V> {
    fn zeros(_: usize) -> Self {
        Self::default()
    }
}

impl<T: Scalar> Differentiable for Diagonal<T> {
    type Cotangent<S: Space> = <S::Structure as StructureAxis>::Diagonal<T::Entry<S>>;
    type Place<S: Space> = Self::Cotangent<S>;
    type Bare = Self;
    #[inline(always)]
    fn bare(&self) -> &Self {
        self
    }
    fn zero_cotangent<S: Space>(&self) -> Self::Cotangent<S> {
        DiagonalCotangent::zeros(self.n())
    }
    fn accumulate<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        from.add_to(into);
    }
    fn accumulate_place<A: Space, B: Space>(&self, into: &mut Cotangent<Self, A>, from: &Cotangent<Self, B>) {
        from.add_to(into);
    }
}

impl<V: Number> MatrixAccumulator for Diagonal<V> {
    type Real = V::Real;

    fn add_entry<C: Number<Real = V::Real>>(&mut self, i: usize, j: usize, c: C) {
        check_position(i, j, self.n(), self.n());
        if i == j {
            self.diagonal[i].accumulate(c);
        }
    }

    fn add_fill<C: Number<Real = V::Real>>(&mut self, c: C) {
        self.add_diagonal(|_| c);
    }

    fn add_outer<A, B>(&mut self, u: impl Fn(usize) -> A, v: impl Fn(usize) -> B)
    where
        A: Number<Real = V::Real>,
        B: Number<Real = V::Real>,
    {
        self.add_diagonal(|i| product(u(i), v(i)));
    }

    fn add_diagonal<C: Number<Real = V::Real>>(&mut self, d: impl Fn(usize) -> C) {
        for (i, sum) in self.diagonal.iter_mut().enumerate() {
            sum.accumulate(d(i));
        }
    }

    fn add_sparse<E: StoredEntries>(&mut self, entries: &E)
    where
        E::Entry: Number<Real = V::Real>,
    {
        for (i, j, value) in entries.stored() {
            if i == j {
                self.diagonal[i].accumulate(value);
            }
        }
    }

    fn add_product<E: StoredEntries, F: StoredEntries>(&mut self, left: &E, right: &F)
    where
        E::Entry: Number<Real = V::Real>,
        F::Entry: Number<Real = V::Real>,
    {
        product_at((0..self.diagonal.len()).map(|i| (i, i)), left, right, |at, c| {
            self.diagonal[at].accumulate(c);
        });
    }

    fn add_dense<C: Number<Real = V::Real>>(&mut self, entry: impl Fn(usize, usize) -> C) {
        self.add_diagonal(|i| entry(i, i));
    }
}

impl<V: Number> MatrixContribution for Diagonal<V> {
    type Entry = V;

    fn entry(&self, i: usize, j: usize) -> V {
        check_position(i, j, self.n(), self.n());
        if i == j { self.diagonal[i] } else { V::zero() }
    }

    fn add_to<M: MatrixAccumulator<Real = V::Real>>(&self, into: &mut M) {
        into.add_diagonal(|i| self.diagonal[i]);
    }
}

impl<T: Scalar> Structured for Diagonal<T> {
    type Entry = T;
    type Owned = Self;
    type Bar<S: Space> = Self::Cotangent<S>;
    fn bar<S: Space>(cotangent: &Cotangent<Self, S>) -> &Self::Bar<S> {
        cotangent
    }
    fn bar_mut<S: Space>(place: &mut Cotangent<Self, S>) -> &mut Self::Bar<S> {
        place
    }
    fn shape(&self) -> (usize, usize) {
        (self.n(), self.n())
    }
    fn by_rows(&self) -> bool {
        true
    }
    fn slice(&self, k: usize) -> impl Iterator<Item = (usize, T)> {
        std::iter::once((k, self.diagonal[k]))
    }
    fn pattern(&self) -> Arc<Pattern> {
        Arc::new(Pattern::diagonal((self.n(), self.n())))
    }
    fn get(&self, i: usize, j: usize) -> Option<T> {
        (i == j).then(|| self.diagonal[i])
    }
    fn map_stored(&self, f: impl Fn(T) -> T) -> Self {
        Diagonal::new(self.diagonal.iter().map(|&d| f(d)).collect())
    }
    fn to_transposed(&self) -> Self {
        self.clone()
    }
}
