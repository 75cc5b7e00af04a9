/// The cotangent of a value that has no tangent space at all: integers, booleans, characters, strings, units.
///
/// ```
/// use ad_runtime::{Differentiable, NoTangent, Tangent};
/// assert_eq!(3_usize.zero_cotangent::<Tangent>(), NoTangent);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NoTangent;
