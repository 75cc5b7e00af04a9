//! What must compile whatever a user's crate looks like, each file a crate in little.

mod denied_warnings;
mod imports;
mod nested;
mod no_prelude;
mod own_macros;
mod own_names;
mod own_traits;
mod own_types;
mod reexport;
mod signatures;
mod structured;
