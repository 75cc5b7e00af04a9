//! Greedy colourings: each vertex in turn takes the first colour that its neighbourhood leaves.

use super::Colors;
use crate::pattern::Pattern;

const NONE: usize = usize::MAX;

/// Colours for the columns of a pattern, so that those which have a row in common differ.
pub(super) fn columns(by_rows: &Pattern, by_columns: &Pattern) -> Colors {
    in_better_order(by_columns, |j, greedy| greedy.forbid_neighbours(by_rows, by_columns, j))
}

/// The same in the order of the columns alone: half the work.
pub(super) fn columns_in_order(by_rows: &Pattern, by_columns: &Pattern) -> Colors {
    let count = by_columns.slices();
    Greedy::run(0..count, count, |j, greedy| greedy.forbid_neighbours(by_rows, by_columns, j))
}

/// A star colouring of a symmetric pattern: neighbours differ, and no path of four vertices has two colours only
/// (algorithm 4.1 of Gebremedhin, Tarafdar, Manne and Pothen, SIAM Journal on Scientific Computing 29, 2007).
pub(super) fn star(pattern: &Pattern) -> Colors {
    let neighbours = |of: usize| pattern.slice(of).iter().copied().filter(move |other| *other != of);
    in_better_order(pattern, |v, greedy| {
        for w in neighbours(v) {
            greedy.forbid(w, v);
            for x in neighbours(w).filter(|x| *x != v) {
                let color = greedy.color_of[w];
                // v - w - x - y with w and y of one colour: v must not be of the colour of x.
                if color == NONE || neighbours(x).any(|y| y != w && greedy.color_of[y] == color) {
                    greedy.forbid(x, v);
                }
            }
        }
    })
}

/// A colouring that is being made.
struct Greedy {
    color_of: Vec<usize>,
    /// For each colour the last vertex that it was seen to be forbidden for.
    forbidden: Vec<usize>,
}

impl Greedy {
    /// Vertex `j` must not have the colour of `other`, if that has one.
    fn forbid(&mut self, other: usize, j: usize) {
        if self.color_of[other] != NONE {
            self.forbidden[self.color_of[other]] = j;
        }
    }

    /// Column `j` must not have the colour of one that has a row in common with it.
    fn forbid_neighbours(&mut self, by_rows: &Pattern, by_columns: &Pattern, j: usize) {
        for &i in by_columns.slice(j) {
            for &other in by_rows.slice(i) {
                self.forbid(other, j);
            }
        }
    }

    fn run(vertices: impl Iterator<Item = usize>, count: usize, forbid: impl Fn(usize, &mut Self)) -> Colors {
        let mut greedy = Greedy { color_of: vec![NONE; count], forbidden: Vec::new() };
        for j in vertices {
            forbid(j, &mut greedy);
            let free = greedy.forbidden.iter().position(|last| *last != j).unwrap_or(greedy.forbidden.len());
            if free == greedy.forbidden.len() {
                greedy.forbidden.push(NONE);
            }
            greedy.color_of[j] = free;
        }
        Colors { color_of: greedy.color_of, count: greedy.forbidden.len() }
    }
}

/// Colours the vertices, which are the slices of `adjacency`, in their own order and by falling degree.
fn in_better_order(adjacency: &Pattern, forbid: impl Fn(usize, &mut Greedy)) -> Colors {
    let count = adjacency.slices();
    let natural = Greedy::run(0..count, count, &forbid);
    let mut by_degree: Vec<usize> = (0..count).collect();
    by_degree.sort_by_key(|j| std::cmp::Reverse(adjacency.slice(*j).len()));
    let largest_first = Greedy::run(by_degree.into_iter(), count, &forbid);
    if largest_first.count < natural.count { largest_first } else { natural }
}
