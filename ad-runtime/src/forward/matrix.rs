//! Matrices of derivatives: column by column in forward mode, row by row in reverse.

use super::{Basis, Coordinates, Dual};
use crate::number::{Number, Real};

/// A matrix of derivatives.
#[cfg(feature = "ndarray")]
pub type Matrix<T> = ndarray::Array2<T>;

/// A matrix of derivatives, as its rows.
#[cfg(not(feature = "ndarray"))]
pub type Matrix<T> = Vec<Vec<T>>;

/// How many columns one run computes.
pub const LANES: usize = 8;

/// The derivatives of the numbers of a result by those of the arguments, which `run` lifts with the unit vectors that it is
/// given.
pub fn by_columns<T: Real, Y: Coordinates<T, LANES>>(mut run: impl FnMut(&mut Basis) -> Y) -> Matrix<T> {
    let (mut columns, mut first): (Vec<[Vec<T>; LANES]>, usize) = (Vec::new(), 0);
    loop {
        let mut basis = Basis::from(first);
        let mut result = run(&mut basis);
        let mut group: [Vec<T>; LANES] = std::array::from_fn(|_| Vec::new());
        result.for_each_number(&mut |number: &mut Dual<T, LANES>| {
            group.iter_mut().zip(number.tangent()).for_each(|(column, x)| column.push(x));
        });
        let height = group[0].len();
        columns.push(group);
        first += LANES;
        if first >= basis.count() {
            let entry = |i: usize, j: usize| columns[j / LANES][j % LANES][i];
            return matrix(height, basis.count(), entry);
        }
    }
}

/// The same from the pullback of the function: one row for each number of the result, of which `seed` is a zero cotangent.
pub fn by_rows<T: Real, S: Coordinates<T, 0> + Clone, Y: Coordinates<T, 0>>(
    mut seed: S,
    width: usize,
    pullback: impl Fn(S) -> Y,
) -> Matrix<T> {
    let mut rows: Vec<Vec<T>> = Vec::new();
    for row in 0..count(&mut seed) {
        set_seed(&mut seed, |at| if at == row { T::one() } else { Number::zero() });
        let mut entries = Vec::with_capacity(width);
        pullback(seed.clone()).for_each_number(&mut |number: &mut Dual<T, 0>| entries.push(number.value()));
        rows.push(entries);
    }
    matrix(rows.len(), width, |i, j| rows[i][j])
}

/// Whether a Jacobian of this shape comes cheaper by rows: a pullback costs about what a run with all lanes does.
pub fn is_cheaper_by_rows<T: Real>(result: &mut impl Coordinates<T, 0>, width: usize) -> bool {
    count(result) < width.div_ceil(LANES)
}

pub(super) fn count<T: Real, const K: usize>(numbers: &mut impl Coordinates<T, K>) -> usize {
    let mut count = 0;
    numbers.for_each_number(&mut |_: &mut Dual<T, K>| count += 1);
    count
}

/// Makes each number of a seed what `value` says of its rank.
pub(super) fn set_seed<T: Real>(seed: &mut impl Coordinates<T, 0>, value: impl Fn(usize) -> T) {
    let mut at = 0;
    seed.for_each_number(&mut |number: &mut Dual<T, 0>| {
        *number = Dual::constant(value(at));
        at += 1;
    });
}

pub(super) fn matrix<N>(height: usize, width: usize, entry: impl Fn(usize, usize) -> N) -> Matrix<N> {
    #[cfg(feature = "ndarray")]
    return ndarray::Array2::from_shape_fn((height, width), |(i, j)| entry(i, j));
    #[cfg(not(feature = "ndarray"))]
    return (0..height).map(|i| (0..width).map(|j| entry(i, j)).collect()).collect();
}

pub(super) fn shape<N>(matrix: &Matrix<N>) -> (usize, usize) {
    #[cfg(feature = "ndarray")]
    return matrix.dim();
    #[cfg(not(feature = "ndarray"))]
    return (matrix.len(), matrix.first().map_or(0, Vec::len));
}

pub(super) fn entry<N: Copy>(matrix: &Matrix<N>, i: usize, j: usize) -> N {
    #[cfg(feature = "ndarray")]
    return matrix[[i, j]];
    #[cfg(not(feature = "ndarray"))]
    return matrix[i][j];
}
