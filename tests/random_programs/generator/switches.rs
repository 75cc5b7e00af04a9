//! What the macro is known to refuse or to get wrong: valid Rust that is left out of the programs until it is mended.

/// `r = f(c[f(x) as usize])`, where `f` is a closure: the generated code calls what is not there.
pub(super) const CLOSURES_IN_INACTIVE_ARGUMENTS: bool = false;
/// `any(|v| f(*v) > 0.0)`, where `f` is a closure.
pub(super) const CLOSURES_IN_PREDICATES: bool = false;
/// `'a: { .. }` in conditions, in indices and in `stop_gradient`.
pub(super) const LABELLED_BLOCKS_IN_INACTIVE_PLACES: bool = false;
/// `let x;` in a labelled block or a closure.
pub(super) const DECLARATIONS_IN_BLOCKS_THAT_ARE_LEFT: bool = false;
/// `let y = loop { .. return x; .. break y; };`
pub(super) const RETURNS_FROM_LOOPS_WITH_A_VALUE: bool = false;
/// `take`, `take_while` and `scan` behind `chain` or `flat_map`.
pub(super) const ADAPTORS_THAT_END_SEVERAL_LOOPS: bool = false;
/// `zip`, `step_by`, `rev` and `chain` behind `filter`, `scan`, `chain` and the like.
pub(super) const ADAPTORS_OF_SLICES_BEHIND_FILTERS: bool = false;
/// `(1..3).map(..).rev()`
pub(super) const REV_BEHIND_MAP_OF_RANGES: bool = false;
/// `v.into_iter()` and `v.iter().enumerate()` of what changes.
pub(super) const INTO_ITER_AND_ENUMERATE_OF_MUTABLES: bool = false;
/// `matches!(e, E::A(_))` but as the condition of an `if` that is a statement.
pub(super) const MATCHES_ON_ENUMS_IN_EXPRESSIONS: bool = false;
/// `let r = &mut c[0]; if { let c = 1.0; *r * c > 0.0 } ..`: it is taken for the other `c`.
pub(super) const SHADOWED_PLACES_OF_REFERENCES: bool = false;
/// `match e { E::C(x, k) => x.powi(k as i32), .. }`
pub(super) const INTEGERS_OF_PATTERNS_AS_EXPONENTS: bool = false;
/// `h(x, None)`
pub(super) const UNTYPED_NONE: bool = false;
/// `E::scaled(e, 2.0)` for `fn scaled(self, t: f64)`.
pub(super) const PATHS_OF_METHODS_BY_VALUE: bool = false;
