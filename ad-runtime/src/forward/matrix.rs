//! Matrices of derivatives, column by column.

use super::{Basis, Coordinates};
use crate::number::Real;

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
        let result = run(&mut basis);
        let mut group: [Vec<T>; LANES] = std::array::from_fn(|_| Vec::new());
        result.for_each_tangent(&mut |tangent| group.iter_mut().zip(tangent).for_each(|(column, x)| column.push(x)));
        columns.push(group);
        first += LANES;
        if first >= basis.count() {
            return matrix(basis.count(), &columns);
        }
    }
}

fn matrix<T: Real>(width: usize, columns: &[[Vec<T>; LANES]]) -> Matrix<T> {
    let height = columns[0][0].len();
    let entry = |i: usize, j: usize| columns[j / LANES][j % LANES][i];
    #[cfg(feature = "ndarray")]
    return ndarray::Array2::from_shape_fn((height, width), |(i, j)| entry(i, j));
    #[cfg(not(feature = "ndarray"))]
    return (0..height).map(|i| (0..width).map(|j| entry(i, j)).collect()).collect();
}
