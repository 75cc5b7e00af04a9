//! Compiling many programs at once, each in a module of its own, and telling which of them the errors belong to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compiler, and where its output goes.
pub(crate) struct Compiler {
    directory: PathBuf,
    /// `--extern` and what follows it.
    libraries: Vec<String>,
}

/// What a compiler is to make.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Output {
    Nothing,
    Binary,
}

impl Compiler {
    pub(crate) fn new() -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", "ad-tests", "--lib", "--message-format", "json"])
            .output()
            .expect("cargo runs");
        let messages = String::from_utf8_lossy(&built.stdout).into_owned();
        let library = |name: &str| -> PathBuf {
            let made = messages.lines().find(|line| line.contains(&format!("\"name\":\"{name}\",\"src_path\"")));
            let paths = made.expect("cargo tells what it made").split('"');
            paths.filter(|path| path.ends_with(".rlib")).map(PathBuf::from).next().expect("a library")
        };
        let mut libraries = Vec::new();
        for name in ["ad_runtime", "num_complex", "num_traits"] {
            libraries.extend(["--extern".to_string(), format!("{name}={}", library(name).display())]);
        }
        let own = library("ad_runtime");
        let dependencies = own.parent().expect("a library is in a directory");
        libraries.extend(["-L".to_string(), format!("dependency={}", dependencies.display())]);
        // Several may run at once.
        let directory = dependencies.join(format!("shrink-{}", std::process::id()));
        std::fs::create_dir_all(&directory).expect("the target directory can be written to");
        Compiler { directory, libraries }
    }

    /// Compiles `source`. Or the first error by the line it points to.
    pub(crate) fn compile(&self, source: &str, output: Output) -> Result<PathBuf, BTreeMap<usize, String>> {
        let file = self.directory.join("programs.rs");
        std::fs::write(&file, source).expect("the target directory can be written to");
        let made = self.directory.join("programs");
        let kind = if output == Output::Binary { "link" } else { "metadata" };
        let mut command = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_string()));
        command.args(["--edition", "2024", "--cap-lints", "allow", "--error-format", "short", "-C", "debuginfo=0"]);
        command.args(["--emit", kind, "--crate-name", "programs", "--crate-type", "bin"]).arg("-o").arg(&made);
        let result = command.args(&self.libraries).arg(&file).output().expect("rustc runs");
        match result.status.success() {
            true => Ok(made),
            false => Err(errors(&String::from_utf8_lossy(&result.stderr), &file)),
        }
    }
}

fn errors(messages: &str, file: &Path) -> BTreeMap<usize, String> {
    let mut errors = BTreeMap::new();
    let prefix = format!("{}:", file.display());
    for message in messages.lines() {
        let Some((line, message)) = message.strip_prefix(&prefix).and_then(|message| message.split_once(':')) else {
            continue;
        };
        if let (Ok(line), Some((_, message))) = (line.parse(), message.split_once(": error")) {
            errors.entry(line).or_insert_with(|| format!("error{message}"));
        }
    }
    assert!(!errors.is_empty(), "no error of these points to a program:\n{messages}");
    errors
}
