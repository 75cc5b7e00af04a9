//! What a user is told: each case is compiled as a crate of its own, and what the compiler says is compared with the
//! `.stderr` beside it, as written by Rust 1.95. `TRYBUILD=overwrite cargo test -p ad-tests --test ui` writes them anew.

/// All in one call: trybuild then checks them in one build.
#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    for room in ["attribute", "calls", "derive", "policy", "types", "unsupported"] {
        cases.compile_fail(format!("ui/{room}/*.rs"));
    }
}
