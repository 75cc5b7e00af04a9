//! What the macro writes, beside what it was given: `expanded/NAME.rs` and `expanded/NAME.expanded.rs`.
//!
//! `AD_BLESS=1 cargo test -p ad-macros` writes the second from the first; read the difference before committing it.

use proc_macro2::TokenStream;
use std::path::Path;
use std::{env, fs};

fn expand(source: &str) -> String {
    let file = syn::parse_file(source).expect("the example is Rust");
    let tokens: TokenStream = file
        .items
        .into_iter()
        .map(|item| match item {
            syn::Item::Fn(mut function) => {
                let attribute = function.attrs.remove(0);
                let arguments = match attribute.meta {
                    syn::Meta::List(list) => list.tokens,
                    _ => TokenStream::new(),
                };
                crate::expand::differentiable(arguments, quote::quote!(#function))
            }
            item => quote::quote!(#item),
        })
        .collect();
    let file = syn::parse2(tokens).expect("the macro writes Rust");
    only_record(&prettyplease::unparse(&file))
}

/// The user's function and `record`: the rest of a companion is the same for every function.
fn only_record(expanded: &str) -> String {
    let (function, companion) = expanded.split_once("/// The derivatives of").unwrap_or((expanded, ""));
    let record = companion.find("fn record").map_or("", |at| &companion[at..]);
    format!("{}\n// in the companion:\n    {}", function.trim_end(), record.trim_end().trim_end_matches('}').trim_end())
        .replace("::ad_runtime::__private::", "")
        + "\n"
}

#[test]
fn examples_expand_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("expanded");
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("the folder of examples is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.ends_with(".expanded.rs") || !name.ends_with(".rs") {
            continue;
        }
        count += 1;
        let expanded = expand(&fs::read_to_string(&path).expect("readable"));
        let beside = folder.join(name.replace(".rs", ".expanded.rs"));
        if env::var_os("AD_BLESS").is_some() {
            fs::write(&beside, &expanded).expect("writable");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(expected, expanded, "{name} expands to something else; AD_BLESS=1 accepts it");
    }
    assert!(count > 0, "no example was found");
}

#[test]
fn every_message_says_what_why_and_what_to_do() {
    for message in crate::errors::ALL {
        for part in [message.what, message.why, message.help] {
            assert!(!part.is_empty() && !part.ends_with('.'), "{part:?}");
            assert!(
                part.chars().next().is_some_and(|first| !first.is_uppercase()) || part.starts_with('`'),
                "{part:?}"
            );
        }
    }
}
