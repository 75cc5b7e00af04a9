//! What a user is told: each case is compiled as a crate of its own, and what the compiler says is compared with the
//! `.stderr` beside it, as written by Rust 1.95. `TRYBUILD=overwrite cargo test -p ad-tests --test ui` writes them anew.

mod pass;

use std::fs;
use std::path::Path;

/// All in one call: trybuild then checks them in one build.
#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    for room in ["attribute", "calls", "checkpoint", "derive", "forward", "policy", "types", "unsupported"] {
        cases.compile_fail(format!("ui/{room}/*.rs"));
    }
}

/// What each message of the macro says it stopped at: the first of its three texts in the table.
fn messages_of_the_macro() -> impl Iterator<Item = &'static str> {
    include_str!("../../ad-macros/src/errors.rs").lines().filter_map(|line| {
        let (name, texts) = line.strip_prefix("    ")?.split_once(": \"")?;
        let is_name = name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_');
        is_name.then(|| texts.split('"').next()).flatten()
    })
}

/// For operators that Rust does not have yet: syn's list of them is open.
const OF_THE_FUTURE: &str = "this operator on active values";

#[test]
fn every_message_has_a_case_and_an_explanation() {
    let page = include_str!("../../docs/src/errors.md");
    let mut cases = String::new();
    for room in ["attribute", "calls", "checkpoint", "derive", "forward", "unsupported"] {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(room);
        for entry in fs::read_dir(directory).expect("the cases are there") {
            let path = entry.expect("the cases can be listed").path();
            if path.extension().is_some_and(|extension| extension == "stderr") {
                cases += &fs::read_to_string(path).expect("a case can be read");
            }
        }
    }
    assert!(messages_of_the_macro().count() > 40, "the table is read");
    for what in messages_of_the_macro().filter(|what| *what != OF_THE_FUTURE) {
        let sentence = format!("{what} is not differentiable");
        assert!(cases.contains(&sentence), "no case shows: {sentence}");
        assert!(page.contains(&sentence), "docs/src/errors.md does not explain: {sentence}");
    }
}
