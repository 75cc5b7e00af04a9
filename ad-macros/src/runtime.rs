//! The path of the runtime's private module, found from the user's manifest: a dependency may have another name there.

use proc_macro2::{Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;
use std::path::Path;

/// `crate = path` where the user said so, else what the manifest says.
pub(crate) fn runtime(given: Option<&syn::Path>) -> TokenStream {
    match given {
        Some(path) => quote!(#path::__private),
        None => {
            let name = Ident::new(&name_in_manifest(), Span::call_site());
            quote!(::#name::__private)
        }
    }
}

/// Puts the runtime's path before each `::core` and `::std` where the user's crate is of the edition of 2015, in which they
/// are not there.
pub(crate) fn with_core_of(runtime: &TokenStream, tokens: TokenStream) -> TokenStream {
    if is_edition_2015() { with_path_before_core(runtime, tokens) } else { tokens }
}

/// A manifest that names no edition means the first.
fn is_edition_2015() -> bool {
    manifest().is_some_and(|manifest| {
        let mut editions = manifest.lines().filter_map(|line| line.trim().strip_prefix("edition"));
        editions.next().is_none_or(|value| value.contains("2015"))
    })
}

fn with_path_before_core(runtime: &TokenStream, tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let is_colon = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at))
                .is_some_and(|token| matches!(token, TokenTree::Punct(it) if it.as_char() == ':'))
        };
        match token {
            TokenTree::Ident(ident)
                if (ident == "core" || ident == "std")
                    && is_colon(index.checked_sub(1))
                    && is_colon(index.checked_sub(2))
                    && is_colon(Some(index + 1))
                    && !follows_a_path(&tokens, index - 2) =>
            {
                out.truncate(out.len() - 2);
                // Where the compiler points: at the user's token still.
                let colon = |spacing| TokenTree::Punct(Punct::new(':', spacing));
                let path = runtime.clone().into_iter().chain([colon(Spacing::Joint), colon(Spacing::Alone)]);
                out.extend(path.map(|mut token| {
                    token.set_span(ident.span());
                    token
                }));
                out.push(TokenTree::Ident(Ident::new("core", ident.span())));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), with_path_before_core(runtime, group.stream()));
                inner.set_span(group.span());
                out.push(TokenTree::Group(inner));
            }
            other => out.push(other.clone()),
        }
    }
    out.into_iter().collect()
}

/// Whether the `::` at a place has a name or generic arguments before it, `x::core::..`.
fn follows_a_path(tokens: &[TokenTree], at: usize) -> bool {
    match at.checked_sub(1).map(|before| &tokens[before]) {
        Some(TokenTree::Ident(ident)) => ![
            "impl", "dyn", "use", "as", "mut", "in", "return", "for", "where", "else", "if", "match", "while", "move",
            "break",
        ]
        .contains(&ident.to_string().as_str()),
        Some(TokenTree::Punct(punct)) => {
            punct.as_char() == '>'
                && !matches!(at.checked_sub(2).map(|it| &tokens[it]), Some(TokenTree::Punct(dash)) if dash.as_char() == '-' || dash.as_char() == '=')
        }
        _ => false,
    }
}

/// The name that the crate being compiled knows the runtime by: `ad = { package = "ad-runtime" }` is `ad`.
fn name_in_manifest() -> String {
    manifest().as_deref().and_then(renamed).unwrap_or_else(|| "ad_runtime".to_string())
}

/// The manifest of the crate being compiled.
fn manifest() -> Option<String> {
    let directory = std::env::var_os("CARGO_MANIFEST_DIR")?;
    std::fs::read_to_string(Path::new(&directory).join("Cargo.toml")).ok()
}

/// The key of the dependency whose package is `ad-runtime`, if it has a name of its own.
///
/// Both spellings of TOML: `ad = { package = "ad-runtime", .. }` on one line, and a table `[dependencies.ad]`.
fn renamed(manifest: &str) -> Option<String> {
    let mut table = String::new();
    for line in manifest.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some(header) = line.strip_prefix('[') {
            table = header.trim_end_matches(']').to_string();
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let (key, value) = (key.trim(), value.replace(char::is_whitespace, ""));
        let in_dependencies = table.ends_with("dependencies");
        let name = if in_dependencies && value.contains("package=\"ad-runtime\"") {
            key
        } else if key == "package" && value == "\"ad-runtime\"" {
            table.rsplit_once("dependencies.").map_or("", |(_, name)| name)
        } else {
            continue;
        };
        return Some(name.trim_matches('"').replace('-', "_"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{renamed, with_path_before_core};

    #[test]
    fn core_is_found_by_the_path_of_the_runtime() {
        let rewritten = |tokens: &str| {
            let runtime = quote::quote!(::ad::__private);
            with_path_before_core(&runtime, tokens.parse().expect("tokens")).to_string().replace(' ', "")
        };
        assert_eq!(rewritten("::core::mem::swap(a)"), "::ad::__private::core::mem::swap(a)");
        assert_eq!(rewritten("f() -> ::std::vec::Vec<T>"), "f()->::ad::__private::core::vec::Vec<T>");
        assert_eq!(rewritten("impl ::core::ops::Fn()"), "impl::ad::__private::core::ops::Fn()");
        assert_eq!(rewritten("my::core::x + std::y"), "my::core::x+std::y");
    }

    #[test]
    fn a_renamed_dependency_is_found() {
        let found = |manifest| renamed(manifest);
        assert_eq!(found("[dependencies]\nad = { package = \"ad-runtime\", version = \"1\" }"), Some("ad".to_string()));
        assert_eq!(found("[dev-dependencies.my-ad]\npackage = \"ad-runtime\""), Some("my_ad".to_string()));
        assert_eq!(
            found("[target.'cfg(unix)'.dependencies]\nad={version=\"1\",package = \"ad-runtime\"}"),
            Some("ad".to_string())
        );
        assert_eq!(found("[dependencies]\nad-runtime = \"1\" # package = \"ad-runtime\""), None);
    }
}
