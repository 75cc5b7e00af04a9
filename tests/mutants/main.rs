//! Breaks the macro on purpose, one mistake at a time, and says whether the tests notice.
//!
//! `cargo run -p ad-tests --bin mutants` makes every mistake of the list, which takes a minute or two each;
//! `-- restor` only those whose description contains that. It works on a copy of the sources in `target/mutants`. A mistake
//! that no test notices is a test that is missing.

mod list;

use list::{MUTANTS, Mutant};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The tests that may notice, the quick ones first.
const SUITES: [&str; 2] = ["language", "random_programs"];
/// A mistake may make a loop endless.
const LONGEST: Duration = Duration::from_secs(300);

/// What became of a mistake.
enum Verdict {
    /// Nothing noticed.
    Survived,
    /// These tests failed.
    Failed {
        suite: &'static str,
        tests: Vec<String>,
    },
    /// What the macro writes is not accepted by the compiler.
    Rejected {
        suite: &'static str,
        error: String,
    },
    Endless {
        suite: &'static str,
    },
}

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let copy = Copy::new();
    if !matches!(copy.test(), Verdict::Survived) {
        eprintln!("the tests fail without any mistake: see `cargo test --workspace`");
        return ExitCode::FAILURE;
    }
    let (mut made, mut survived) = (0, 0);
    for mutant in MUTANTS.iter().filter(|mutant| mutant.mistake.contains(&wanted)) {
        made += 1;
        match copy.with(mutant, Copy::test) {
            Verdict::Survived => {
                survived += 1;
                println!("SURVIVED  {}", mutant.mistake);
            }
            Verdict::Failed { suite, tests } => {
                let shown = tests.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
                println!("noticed   {}: {} of {suite} fail, as {shown}", mutant.mistake, tests.len());
            }
            Verdict::Rejected { suite, error } => {
                println!("noticed   {}: {suite} does not compile: {error}", mutant.mistake)
            }
            Verdict::Endless { suite } => println!("noticed   {}: {suite} does not end", mutant.mistake),
        }
    }
    println!("{made} mistakes made, {survived} survived");
    if survived == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The root of the project.
fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests have a directory around them").to_path_buf()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// A copy of the sources.
struct Copy {
    at: PathBuf,
}

impl Copy {
    fn new() -> Self {
        let at = root().join("target").join("mutants");
        copy_into(&root(), &at);
        Copy { at }
    }

    /// Does something while the mistake is made.
    fn with<R>(&self, mutant: &Mutant, work: impl FnOnce(&Self) -> R) -> R {
        let file = self.at.join("ad-macros/src").join(mutant.file);
        let right = read(&file);
        write(&file, &right.replacen(mutant.from, mutant.to, 1));
        let result = work(self);
        write(&file, &right);
        result
    }

    fn test(&self) -> Verdict {
        let verdicts = SUITES.iter().map(|suite| self.run(suite));
        verdicts.into_iter().find(|verdict| !matches!(verdict, Verdict::Survived)).unwrap_or(Verdict::Survived)
    }

    fn run(&self, suite: &'static str) -> Verdict {
        let built = Command::new(env!("CARGO"))
            .args(["test", "--package", "ad-tests", "--test", suite, "--no-run", "--message-format", "json"])
            .current_dir(&self.at)
            .env("CARGO_TARGET_DIR", self.at.join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .expect("cargo can be run");
        let messages = String::from_utf8_lossy(&built.stdout);
        if !built.status.success() {
            return Verdict::Rejected { suite, error: first_error(&messages) };
        }
        let executable = messages
            .split("\"executable\":\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .find(|path| path.contains(suite))
            .expect("cargo says what it built");
        let log = self.at.join("log");
        let mut child = Command::new(executable)
            .current_dir(&self.at)
            .stdout(std::fs::File::create(&log).expect("the log can be written"))
            .stderr(Stdio::null())
            .spawn()
            .expect("what was built can be run");
        let start = Instant::now();
        let status = loop {
            match child.try_wait().expect("the tests can be waited for") {
                Some(status) => break status,
                None if start.elapsed() > LONGEST => {
                    child.kill().expect("the tests can be stopped");
                    child.wait().expect("the tests have stopped");
                    return Verdict::Endless { suite };
                }
                None => std::thread::sleep(Duration::from_millis(100)),
            }
        };
        if status.success() {
            return Verdict::Survived;
        }
        let log = read(&log);
        let failed = log.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
        Verdict::Failed { suite, tests: failed.map(str::to_string).collect() }
    }
}

/// The first error among the messages of cargo.
fn first_error(messages: &str) -> String {
    let errors = messages.lines().filter(|line| line.contains("\"level\":\"error\""));
    let texts = errors.filter_map(|line| line.split("\"message\":\"").nth(1)?.split('"').next().map(str::to_string));
    texts.into_iter().next().unwrap_or_else(|| "the macro itself".to_string())
}

/// Copies what has changed, so that little is compiled anew.
fn copy_into(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for entry in std::fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry can be read");
        let (source, name) = (entry.path(), entry.file_name());
        if name == "target" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let target = to.join(&name);
        if source.is_dir() {
            copy_into(&source, &target);
        } else if std::fs::read(&target).ok() != std::fs::read(&source).ok() {
            std::fs::copy(&source, &target).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        }
    }
}

#[test]
fn each_mistake_can_be_made() {
    for mutant in MUTANTS {
        let file = root().join("ad-macros/src").join(mutant.file);
        let count = read(&file).matches(mutant.from).count();
        assert_eq!(count, 1, "`{}` stands {count} times in {}", mutant.from, mutant.file);
        assert_ne!(mutant.from, mutant.to);
    }
}
