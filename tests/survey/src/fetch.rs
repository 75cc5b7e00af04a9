//! Brings crates onto this machine, with cargo itself, and copies them to where they may be changed.

use crate::Error;
use crate::list::Listed;
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate that was fetched.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The folder of its manifest, where nothing may be changed.
    pub(crate) folder: PathBuf,
    /// Its `lib.rs`, relative to the folder.
    pub(crate) root: PathBuf,
    pub(crate) edition: u32,
    /// The features that are switched on.
    pub(crate) features: HashSet<String>,
}

/// Fetches a crate by way of a package that depends on it alone.
pub(crate) fn fetch(listed: &Listed, work: &Path) -> Result<Fetched, Error> {
    let Listed { name, version, default_features, .. } = listed;
    let asking = work.join("fetch").join(name);
    fs::create_dir_all(asking.join("src"))?;
    fs::write(asking.join("src/lib.rs"), "")?;
    let manifest = format!(
        "[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n[dependencies.{name}]\n\
         version = \"={version}\"\ndefault-features = {default_features}\n"
    );
    fs::write(asking.join("Cargo.toml"), manifest)?;
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--quiet", "--filter-platform", &host()?])
        .current_dir(&asking)
        .output()?;
    if !output.status.success() {
        return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    fetched(listed, &metadata).ok_or_else(|| format!("{name}: cargo does not say where it is").into())
}

fn fetched(listed: &Listed, metadata: &Value) -> Option<Fetched> {
    let mut packages = metadata["packages"].as_array()?.iter();
    let package = packages.find(|package| package["name"] == *listed.name && package["version"] == *listed.version)?;
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?.to_path_buf();
    let is_library = |target: &&Value| {
        target["kind"].as_array().is_some_and(|kinds| {
            kinds.iter().any(|kind| matches!(kind.as_str(), Some("lib" | "rlib" | "cdylib" | "staticlib" | "dylib")))
        })
    };
    let library = package["targets"].as_array()?.iter().find(is_library)?;
    let root = Path::new(library["src_path"].as_str()?).strip_prefix(&folder).ok()?.to_path_buf();
    let edition = package["edition"].as_str()?.parse().ok()?;
    let mut nodes = metadata["resolve"]["nodes"].as_array()?.iter();
    let node = nodes.find(|node| node["id"] == package["id"])?;
    let features = node["features"].as_array()?.iter().filter_map(Value::as_str).map(str::to_string).collect();
    Some(Fetched { folder, root, edition, features })
}

/// The platform that is compiled for.
fn host() -> Result<String, Error> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc does not say what it compiles for")?.to_string())
}

/// Copies a crate into an empty folder of the work directory, as a package of its own that knows our runtime.
pub(crate) fn copy(listed: &Listed, fetched: &Fetched, workspace: &Path, work: &Path) -> Result<PathBuf, Error> {
    let copy = work.join("copies").join(format!("{}-{}", listed.name, listed.version));
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    copy_folder(&fetched.folder, &copy)?;
    let manifest = fs::read_to_string(copy.join("Cargo.toml"))?;
    fs::write(copy.join("Cargo.toml"), with_runtime(&manifest, workspace))?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_str(), Some("Cargo.lock" | "Cargo.toml.orig" | "target" | ".cargo-ok" | ".cargo")) {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &to.join(name))?,
            false => {
                // Not `fs::copy`: what cargo unpacked may be read-only.
                fs::write(to.join(name), fs::read(entry.path())?)?;
            }
        }
    }
    Ok(())
}

/// The manifest with our crates in it, and without all that only the crate's own tests need.
fn with_runtime(manifest: &str, workspace: &Path) -> String {
    let mut kept = String::new();
    let mut dropped = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            let header = line.trim_matches(|c| c == '[' || c == ']');
            let of_tests = ["test", "bench", "example", "bin"].contains(&header) && line.starts_with("[[");
            dropped = of_tests
                || header.contains("dev-dependencies")
                || header.starts_with("profile")
                || header.starts_with("workspace");
        }
        // `test = false` would leave us without a test binary.
        if !dropped && !line.starts_with("test = ") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let [runtime, support] = ["ad-runtime", "tests/survey/support"].map(|path| workspace.join(path));
    kept.push_str(&format!(
        "\n[workspace]\n\n[dependencies.ad-runtime]\npath = {runtime:?}\n\n[dependencies.ad-survey-support]\npath = {support:?}\n"
    ));
    kept
}

#[cfg(test)]
mod tests {
    use super::with_runtime;
    use std::path::Path;

    #[test]
    fn a_manifest_loses_its_tests_and_gains_the_runtime() {
        let manifest = "[package]\nname = \"x\"\n\n[lib]\ntest = false\n\n[[test]]\nname = \"t\"\n\n[dependencies.libm]\n\
                        version = \"0.2\"\n\n[dev-dependencies.rand]\nversion = \"0.8\"\n";
        let changed = with_runtime(manifest, Path::new("/w"));
        assert!(changed.contains("[dependencies.libm]") && changed.contains("path = \"/w/ad-runtime\""));
        assert!(!changed.contains("rand") && !changed.contains("[[test]]") && !changed.contains("test = false"));
    }
}
