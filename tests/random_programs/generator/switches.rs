//! What the macro is known to refuse or to get wrong: valid Rust that is left out of the programs until it is mended.

/// Calls of closures by name where the value has no derivative: in conditions, indices, `stop_gradient`.
pub(super) const CLOSURES_IN_INACTIVE_PLACES: bool = false;
/// Labelled blocks there.
pub(super) const LABELLED_BLOCKS_IN_INACTIVE_PLACES: bool = false;
/// `take_while(|&v| *v > 0.0)`
pub(super) const REFERENCES_IN_PREDICATES: bool = false;
/// `filter(|&(a, b)| *a < *b)` on pairs.
pub(super) const REFERENCES_TO_PARTS_IN_PREDICATES: bool = false;
/// `map(T::sin)`
pub(super) const FUNCTIONS_OF_TYPE_PARAMETERS: bool = false;
/// `f(x);` where `f` changes variables and has a value besides.
pub(super) const UNUSED_VALUES_OF_CLOSURES: bool = false;
/// `map(..).rev()`, `filter(..).zip(..)` and so on.
pub(super) const ADAPTORS_OF_SLICES_BEHIND_CLOSURES: bool = false;
/// `a.chain(b).take(2)` and so on.
pub(super) const ADAPTORS_BEHIND_SEVERAL_LOOPS: bool = false;
/// `map(|(i, v)| { let s = x[i]; .. })`
pub(super) const LETS_IN_CLOSURES_OF_NUMBERED_ITEMS: bool = false;
/// `matches!` on comparisons of numbers.
pub(super) const MATCHES_ON_COMPARISONS: bool = false;
/// `take_while` and `skip_while` with more than `|&&v| v < 0.5`.
pub(super) const LONG_PREDICATES_OF_TAKE_WHILE: bool = false;
