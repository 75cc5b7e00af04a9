//! The path of the runtime's private module, found from the user's manifest: a dependency may have another name there.

use proc_macro2::{Ident, Span, TokenStream};
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

/// The name that the crate being compiled knows the runtime by: `ad = { package = "ad-runtime" }` is `ad`.
fn name_in_manifest() -> String {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|directory| std::fs::read_to_string(Path::new(&directory).join("Cargo.toml")).ok());
    manifest.as_deref().and_then(renamed).unwrap_or_else(|| "ad_runtime".to_string())
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
    use super::renamed;

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
