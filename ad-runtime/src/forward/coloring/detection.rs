//! Patterns of derivatives, found by running the function.
//!
//! A derivative of NaN along some columns comes out as NaN wherever they have an influence: NaN times zero is NaN, so nothing
//! is lost to a slope that happens to be zero, and nothing cancels. To ask for each column by itself would take as many
//! directions as there are columns. So blocks of them are asked for, and those that have an influence on a row are halved
//! and asked for again; blocks that no row has in common share a direction, as columns of one colour do.

use super::greedy;
use crate::forward::matrix::count;
use crate::forward::{Basis, Coordinates, Dual, LANES};
use crate::number::Real;
use crate::pattern::Pattern;
use std::sync::Arc;

/// Which numbers of a result depend on which ones of the arguments, on the branches that are taken.
///
/// Takes `log2(columns / 8)` rounds, each of about twice as many directions as a colouring of the pattern has.
pub fn pattern<T: Real, Y: Coordinates<T, LANES>>(mut run: impl FnMut(&mut Basis) -> Y) -> Pattern {
    let mut basis = Basis::from(usize::MAX);
    let rows = count(&mut run(&mut basis));
    let columns = basis.count();
    let mut size = columns.div_ceil(LANES).next_power_of_two();
    let blocks = columns.div_ceil(size);
    let mut candidates = Pattern::new(rows, blocks, (0..rows).flat_map(|i| (0..blocks).map(move |block| (i, block))));
    loop {
        let found = influences(&mut run, &candidates, size);
        let found = || candidates.iter().zip(&found).filter(|(_, found)| **found).map(|(position, _)| position);
        if size == 1 {
            return Pattern::by_counting(rows, columns, found);
        }
        size /= 2;
        let blocks = columns.div_ceil(size);
        let halves = || found().flat_map(|(i, block)| [(i, 2 * block), (i, 2 * block + 1)]);
        let halves = || halves().filter(|(_, block)| *block < blocks);
        candidates = Pattern::by_counting(rows, blocks, halves);
    }
}

/// The same of a gradient, whose derivatives are a symmetric matrix: one of two mirror images may depend on nothing, as the
/// derivative of `signum(x) y` by `x` does.
pub fn symmetric_pattern<T: Real, Y: Coordinates<T, LANES>>(run: impl FnMut(&mut Basis) -> Y) -> Pattern {
    let found = pattern(run);
    Pattern::new(found.rows(), found.cols(), found.iter().flat_map(|(i, j)| [(i, j), (j, i)]))
}

/// For each of the rows and blocks of columns in a pattern, whether the block has an influence on the row.
fn influences<T: Real, Y: Coordinates<T, LANES>>(
    mut run: impl FnMut(&mut Basis) -> Y,
    candidates: &Pattern,
    size: usize,
) -> Vec<bool> {
    let colors = Arc::new(greedy::columns_in_order(candidates, &candidates.transposed().kept_by_rows()));
    let mut found = vec![false; candidates.len()];
    for first in (0..colors.count).step_by(LANES) {
        let mut result = run(&mut Basis::of_blocks(first, Arc::clone(&colors), size));
        let mut i = 0;
        result.for_each_number(&mut |number: &mut Dual<T, LANES>| {
            let tangent = number.tangent();
            for (block, found) in candidates.slice(i).iter().zip(&mut found[candidates.range(i)]) {
                let lane = colors.color(*block).checked_sub(first);
                *found |= lane.and_then(|k| tangent.get(k)).is_some_and(|derivative| derivative.is_nan());
            }
            i += 1;
        });
    }
    found
}
