//! The rules, each in the four policies, on both axes and on each alone, at the points that stand beside it; and the table
//! of them in the book, which is made of the same lines.
//!
//! `AD_BLESS=1 cargo test -p ad-tests --test rules` writes the table anew.

#[macro_use]
mod macros;
mod arrays;
mod complex;
mod functions;
mod linalg;
mod numbers;
mod slices;
mod sparse;

use macros::Row;
use std::fmt::Write;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/src/tested-rules.md");

const HEAD: &str = "# The table of rules

Each line is a test: an annotated function with this body, checked in the policies `\"input\"`, `\"output\"`, `\"final\"` and
`\"none\"`, on both axes and on each alone, at the points in the last column: against differences, along the tangent space or in
the full space as the policy has it, and the policies against each other. But for those of linear algebra, its Jacobian is
computed in [forward mode](forward.md) too, and compared with that of reverse mode. The tests make this table (`tests/rules`); what the
rules say, and what they do where there is no derivative, stands in [Rules](rules.md).
";

#[test]
fn the_table_in_the_book_is_made_of_the_tests() {
    let sections: [(&str, Vec<Row>); 7] = [
        ("Numbers", numbers::rows()),
        ("Complex numbers", complex::rows()),
        ("Slices and vectors", slices::rows()),
        ("Arrays", arrays::rows()),
        ("Sparse and diagonal matrices", sparse::rows()),
        ("Functions", functions::rows()),
        ("Linear algebra", linalg::rows()),
    ];
    let mut table = HEAD.to_string();
    for (title, rows) in sections {
        assert!(!rows.is_empty(), "{title}");
        write!(table, "\n## {title}\n\n| operation | of | at |\n|---|---|---|\n").expect("a string can be written to");
        for Row { operation, of, at } in rows {
            let [operation, of, at] = [operation, of, at].map(|text| macros::on_one_line(&text));
            writeln!(table, "| `{operation}` | {of} | {at} |").expect("a string can be written to");
        }
    }
    if std::env::var_os("AD_BLESS").is_some() {
        std::fs::write(TABLE, &table).expect("the book can be written to");
    }
    let there = std::fs::read_to_string(TABLE).expect("the book has the table");
    assert!(there == table, "the table is not that of the tests: AD_BLESS=1 cargo test -p ad-tests --test rules");
}
