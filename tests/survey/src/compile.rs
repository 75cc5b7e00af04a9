//! Runs cargo in a copy, and reads what the compiler says.

use crate::Error;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// An error of the compiler.
#[derive(Debug, Clone)]
pub(crate) struct Diagnostic {
    /// `E0277`; empty for an error of the macro.
    pub(crate) code: String,
    pub(crate) text: String,
    /// Where it is, most important first.
    pub(crate) places: Vec<FilePlace>,
}

#[derive(Debug, Clone)]
pub(crate) struct FilePlace {
    pub(crate) path: String,
    pub(crate) at: usize,
    /// What stands there.
    pub(crate) token: String,
}

/// What became of a build.
pub(crate) enum Built {
    /// The test binary.
    Yes(PathBuf),
    No(Vec<Diagnostic>),
}

/// Compiles the test binary of a copy.
pub(crate) fn compile(copy: &Path, target: &Path, default_features: bool) -> Result<Built, Error> {
    let output = Command::new("cargo")
        .args(["test", "--no-run", "--lib", "--quiet", "--message-format=json"])
        .args((!default_features).then_some("--no-default-features"))
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", target)
        // The binaries run for moments and there are many of them.
        .env("CARGO_PROFILE_TEST_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .output()?;
    let messages: Vec<Value> =
        String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if output.status.success() {
        let binary = messages.iter().rev().find_map(|message| message["executable"].as_str());
        return Ok(Built::Yes(binary.ok_or("cargo names no test binary")?.into()));
    }
    let mut diagnostics: Vec<Diagnostic> = messages.iter().filter_map(diagnostic).collect();
    if diagnostics.is_empty() {
        let text = String::from_utf8_lossy(&output.stderr).trim().to_string();
        diagnostics.push(Diagnostic { code: String::new(), text, places: Vec::new() });
    }
    Ok(Built::No(diagnostics))
}

fn diagnostic(message: &Value) -> Option<Diagnostic> {
    let message = message.get("message")?;
    if message["level"] != "error" && message["level"] != "error: internal compiler error" {
        return None;
    }
    let text = message["message"].as_str()?.to_string();
    if text.starts_with("aborting due to") {
        return None;
    }
    let code = message["code"]["code"].as_str().unwrap_or_default().to_string();
    let spans = message["spans"].as_array()?;
    let (primary, secondary): (Vec<&Value>, Vec<&Value>) = spans.iter().partition(|span| span["is_primary"] == true);
    let mut places: Vec<FilePlace> = primary.into_iter().chain(secondary).flat_map(places_of).collect();
    let notes = message["children"].as_array().into_iter().flatten();
    places.extend(notes.flat_map(|note| note["spans"].as_array().into_iter().flatten()).flat_map(places_of));
    Some(Diagnostic { code, text, places })
}

/// A span, and where the macro was called that it comes from.
fn places_of(span: &Value) -> Vec<FilePlace> {
    let mut found = Vec::new();
    let mut span = span;
    while let (Some(path), Some(at)) = (span["file_name"].as_str(), span["byte_start"].as_u64()) {
        let line = &span["text"][0];
        let (start, end) = (line["highlight_start"].as_u64().unwrap_or(1), line["highlight_end"].as_u64().unwrap_or(1));
        let characters = line["text"].as_str().unwrap_or_default().chars();
        let token = characters.skip(start as usize - 1).take((end.saturating_sub(start)) as usize).collect();
        found.push(FilePlace { path: path.to_string(), at: at as usize, token });
        span = &span["expansion"]["span"];
    }
    found
}

/// Runs one check in a process of its own and returns the line that it prints.
pub(crate) fn run(binary: &Path, check: &str, limit: Duration) -> Result<String, Error> {
    let mut child = Command::new(binary)
        .args([check, "--nocapture", "--test-threads=1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok("nopoint\tit takes too long".to_string());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    let line = text.lines().find_map(|line| line.strip_prefix("SURVEY\t"));
    Ok(line.unwrap_or("nopoint\tthe process died").to_string())
}
