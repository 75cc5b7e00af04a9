//! FluxML/Zygote.jl issue 1507: every case of it under every policy, against data (see README.md).

mod cases;
mod data;
mod functions;
mod identities;
mod mixed;
mod random;
mod rules;
mod value;
