//! Linear algebra.

mod edges;
mod equations;
mod functions;
mod orthogonal;
mod points;
mod sparse;
mod spectrum;
mod systems;
mod triangular;

pub(crate) fn rows() -> Vec<crate::macros::Row> {
    [
        systems::rows(),
        triangular::rows(),
        orthogonal::rows(),
        spectrum::rows(),
        functions::rows(),
        equations::rows(),
        sparse::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
