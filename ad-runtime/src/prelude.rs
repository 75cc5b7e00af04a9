//! Everything a file with annotated functions needs: `use ad_runtime::prelude::*;`

pub use crate::rules::identity::stop_gradient;
pub use crate::rules::inner_product::dot;
pub use crate::rules::matrix::MatrixMethods;
pub use crate::rules::reductions::Norm;
pub use crate::rules::slices::SliceMethods;
#[cfg(feature = "sprs")]
pub use crate::rules::sparse_methods::SparseMethods;
pub use crate::{Diagonal, Differentiable, NoTangent, ProjectTo, Scalar, ScalarCotangent, differentiable};
#[cfg(feature = "sprs")]
pub use crate::{sparse_from_dense, sparse_from_triplets};
