//! One check for every rule of a structured matrix.
//!
//! The reference is the operation on dense complex matrices, whose cotangent is the gradient in R² of every entry; a
//! space keeps of it what it has room for.

use ad_runtime::__private::*;
use ad_runtime::Number;
use ad_runtime::cotangent::{MatrixAccumulator, MatrixContribution};
use ad_runtime::rules::matrix::Structured;
use ndarray::{Array1, Array2};
use num_complex::Complex64 as C;
use sprs::{CsMat, TriMat};
use std::any::TypeId;
use std::fmt::Debug;

/// Runs a check with every pair of a seed's space and an accumulator's.
#[macro_export]
macro_rules! in_all_spaces {
    ($check:ident::<_, _ $(, $t:ty)*>($($arg:expr),*)) => {
        in_all_spaces!(@ $check [$($t),*] ($($arg),*) [Tangent, Ambient, Axes<Tangent, Ambient>, Axes<Ambient, Tangent>])
    };
    (@ $check:ident $types:tt $args:tt [$($seed:ty),*]) => {$(
        in_all_spaces!(@@ $check $types $args $seed; [Tangent, Ambient, Axes<Tangent, Ambient>, Axes<Ambient, Tangent>]);
    )*};
    (@@ $check:ident $types:tt $args:tt $seed:ty; [$($into:ty),*]) => {$(
        in_all_spaces!(@@@ $check $types $args $seed, $into);
    )*};
    (@@@ $check:ident [$($t:ty),*] ($($arg:expr),*) $seed:ty, $into:ty) => {
        $check::<$seed, $into $(, $t)*>($($arg),*);
    };
}

/// The entries that tests run over.
pub trait TestEntry: Scalar<Base = f64> + num_traits::Num + Debug {
    /// The nearest of them.
    fn near(z: C) -> Self;
    fn to_complex(self) -> C {
        self.number().to_scalar().to_complex()
    }
    fn is_complex() -> bool {
        !Self::near(C::i()).number().to_scalar().is_real()
    }
}
impl TestEntry for f64 {
    fn near(z: C) -> f64 {
        z.re
    }
}
impl TestEntry for C {
    fn near(z: C) -> C {
        z
    }
}

/// A deterministic stream of numbers of moderate size.
pub struct Numbers(pub u64);
impl Numbers {
    pub fn next(&mut self) -> C {
        let mut part = || {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((self.0 >> 33) % 2001) as f64 / 500.0 - 2.0
        };
        C::new(part(), part())
    }
    pub fn vec<N: TestEntry>(&mut self, n: usize) -> Vec<N> {
        (0..n).map(|_| N::near(self.next())).collect()
    }
}

/// Sparse matrices of a shape: no entries, a few with a stored zero, all; by rows and by columns.
pub fn matrices<N: TestEntry>(rows: usize, cols: usize) -> Vec<CsMat<N>> {
    let mut numbers = Numbers(7 + (rows * 10 + cols) as u64);
    let mut matrices = Vec::new();
    for every in [usize::MAX, 2, 3, 1] {
        let mut triplets = TriMat::new((rows, cols));
        for at in (0..rows * cols).filter(|at| every != usize::MAX && at % every == 0) {
            let value = if at == 0 { N::zero() } else { N::near(numbers.next()) };
            triplets.add_triplet(at / cols, at % cols, value);
        }
        matrices.push(triplets.to_csr());
        matrices.push(triplets.to_csc());
    }
    matrices
}

pub const SHAPES: [(usize, usize); 5] = [(0, 0), (1, 1), (2, 3), (4, 2), (3, 3)];

/// The matrix with all its entries, complex.
pub fn dense<A: Structured<Entry: TestEntry>>(a: &A) -> Array2<C> {
    let mut dense = Array2::zeros(a.shape());
    a.for_each_stored(|i, j, value| dense[(i, j)] += value.to_complex());
    dense
}

/// A seed for a number.
pub fn number_seed<N: TestEntry, D: Space>(value: &N, seed: C) -> Cot<N, D> {
    let mut place = value.zero_cotangent::<D>();
    N::entry_mut::<D>(&mut place).accumulate(seed);
    place
}

/// Seeds for a vector, and the same as complex numbers.
pub fn vector_seed<N: TestEntry, D: Space>(n: usize) -> (Vec<Cot<N, D>>, Vec<C>) {
    let mut numbers = Numbers(99);
    let seed: Vec<_> = (0..n).map(|_| number_seed::<N, D>(&N::zero(), numbers.next())).collect();
    let complex = seed.iter().map(|seed| N::entry::<D>(seed).to_scalar().to_complex()).collect();
    (seed, complex)
}

/// A seed for a matrix with a term of every form, and its entries row by row.
pub fn matrix_seed<A: Structured<Entry: TestEntry>, D: Space>(a: &A) -> (Cot<A, D>, Vec<C>) {
    let (rows, cols) = a.shape();
    let mut numbers = Numbers(5);
    let mut place = a.zero_cotangent::<D>();
    let bar = A::bar_mut::<D>(&mut place);
    let (u, v, d) = (numbers.vec::<C>(rows), numbers.vec::<C>(cols), numbers.vec::<C>(rows.min(cols)));
    bar.add_fill(numbers.next());
    bar.add_outer(|i| u[i], |j| v[j]);
    bar.add_diagonal(|i| d[i]);
    for sparse in matrices::<C>(rows, cols).iter().take(4) {
        bar.add_sparse(sparse);
    }
    if rows * cols > 1 {
        bar.add_entry(rows - 1, 0, numbers.next());
        bar.add_entry(rows - 1, 0, numbers.next());
    }
    let complex = (0..rows * cols).map(|at| bar.entry(at / cols, at % cols).to_scalar().to_complex()).collect();
    (place, complex)
}

/// The gradient of `Re sum_r conj(seed_r) f_r` in R² for every entry, by central differences.
pub fn full_cotangent(a: &Array2<C>, seed: &[C], f: impl Fn(&Array2<C>) -> Vec<C>) -> Array2<C> {
    // Most operations are at most quadratic, so the step may be large; the norm is flat at this scale.
    let step = 1e-3;
    let mut cotangent = Array2::zeros(a.dim());
    for (at, sum) in cotangent.indexed_iter_mut() {
        let along = |direction: C| {
            let moved = |h: C| {
                let mut moved = a.clone();
                moved[at] += h;
                f(&moved)
            };
            let (up, down) = (moved(direction * step), moved(-direction * step));
            assert_eq!(up.len(), seed.len());
            let change: C = up.iter().zip(&down).zip(seed).map(|((up, down), seed)| seed.conj() * (up - down)).sum();
            change.re / (2.0 * step)
        };
        *sum = C::new(along(C::from(1.0)), along(C::i()));
    }
    cotangent
}

/// The same for a vector.
pub fn full_vector_cotangent(x: &[C], seed: &[C], f: impl Fn(&[C]) -> Vec<C>) -> Vec<C> {
    let x = Array1::from_vec(x.to_vec()).insert_axis(ndarray::Axis(1));
    full_cotangent(&x, seed, |x| f(&x.column(0).to_vec())).column(0).to_vec()
}

/// What a space keeps of the cotangent of a number.
pub fn kept<N: TestEntry, S: Space>(z: C) -> C {
    if N::is_complex() || TypeId::of::<S::Number>() == TypeId::of::<Ambient>() { z } else { z.re.into() }
}

/// Whether a space keeps every entry.
pub fn is_full<S: Space>() -> bool {
    TypeId::of::<S::Structure>() == TypeId::of::<Ambient>()
}

#[track_caller]
pub fn assert_near(got: C, want: C, what: impl FnOnce() -> String) {
    assert!((got - want).norm() < 1e-6 * (1.0 + want.norm()), "{}: got {got}, want {want}", what());
}

/// Checks the cotangent of a matrix, which was zero before, and its projection.
#[track_caller]
pub fn check_matrix<A: Structured<Entry: TestEntry> + Debug, S: Space>(a: &A, got: &Cot<A, S>, full: &Array2<C>) {
    let projected = a.project::<S>(got);
    for ((i, j), &want) in full.indexed_iter() {
        let stored = a.get(i, j).is_some();
        let kept = if stored || is_full::<S>() { kept::<A::Entry, S>(want) } else { C::default() };
        let what = || format!("entry ({i}, {j}) of the cotangent of {a:?} in {:?}", S::default());
        assert_near(A::bar::<S>(got).entry(i, j).to_scalar().to_complex(), kept, what);
        let tangent = if stored { self::kept::<A::Entry, Tangent>(want) } else { C::default() };
        assert_near(A::bar::<Tangent>(&projected).entry(i, j).to_scalar().to_complex(), tangent, what);
    }
}

/// Checks the cotangent of numbers, which was zero before.
#[track_caller]
pub fn check_numbers<N: TestEntry, S: Space>(got: &[Cot<N, S>], full: &[C]) {
    assert_eq!(got.len(), full.len());
    for (i, (got, &want)) in got.iter().zip(full).enumerate() {
        assert_near(N::entry::<S>(got).to_scalar().to_complex(), kept::<N, S>(want), || format!("number {i}"));
    }
}

pub use ad_runtime::ProjectTo;
