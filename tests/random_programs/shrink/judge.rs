//! What becomes of a program: whether it is valid Rust, and what the macro makes of it.

use super::generator::Program;
use super::generator::print::Numbers;
use super::generator::write::{Checks, module, source};
use super::rustc::{Compiler, Output};
use std::fmt::{Display, Formatter};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// After so long a program is taken not to end.
const LIMIT: Duration = Duration::from_secs(3);

/// What the macro makes of a program.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    Passes,
    /// It does not compile: the first message.
    Refused(String),
    Fails(String),
    NeverEnds,
}

impl Display for Verdict {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Verdict::Passes => write!(f, "passes"),
            Verdict::Refused(message) | Verdict::Fails(message) => write!(f, "{message}"),
            Verdict::NeverEnds => write!(f, "never ends"),
        }
    }
}

impl Verdict {
    /// Whether it is the same failure, as far as can be told.
    pub(crate) fn is_like(&self, other: &Verdict) -> bool {
        match (self, other) {
            (Verdict::Refused(a), Verdict::Refused(b)) => without_names(a) == without_names(b),
            (Verdict::Fails(a), Verdict::Fails(b)) => a.split(':').next() == b.split(':').next(),
            (a, b) => a == b,
        }
    }
}

/// Names change from one program to another.
fn without_names(message: &str) -> String {
    message.split('`').step_by(2).collect()
}

pub(crate) struct Judge {
    compiler: Compiler,
}

impl Judge {
    pub(crate) fn new() -> Self {
        Judge { compiler: Compiler::new() }
    }

    /// Those that are valid Rust without the macro.
    pub(crate) fn valid(&self, programs: &[Program]) -> Vec<Program> {
        let mut left: Vec<Program> = programs.to_vec();
        while !left.is_empty() {
            let modules: Vec<String> = left
                .iter()
                .enumerate()
                .map(|(index, program)| {
                    let source = source(program, Numbers::Plain);
                    format!("mod program{index} {{\nuse super::prelude::*;\n{source}}}\n")
                })
                .collect();
            let takers = concat!(env!("CARGO_MANIFEST_DIR"), "/random_programs/takers.rs");
            let rest = format!("{PRELUDE}#[path = {takers:?}]\nmod takers;\nfn main() {{}}\n");
            match self.compiler.compile(&(modules.concat() + &rest), Output::Nothing) {
                Ok(_) => return left,
                Err(errors) => {
                    let bad = modules_of(&modules, errors.keys().copied());
                    assert!(!bad.is_empty(), "what is around the programs does not compile: {errors:?}");
                    let mut index = 0..;
                    left.retain(|_| !bad.contains(&index.next().expect("endless")));
                }
            }
        }
        left
    }

    pub(crate) fn one(&self, program: &Program, checks: Checks) -> Verdict {
        self.all(std::slice::from_ref(program), checks).remove(0)
    }

    /// What becomes of each.
    pub(crate) fn all(&self, programs: &[Program], checks: Checks) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::Passes; programs.len()];
        loop {
            let left: Vec<usize> = (0..programs.len()).filter(|index| verdicts[*index] == Verdict::Passes).collect();
            if left.is_empty() {
                return verdicts;
            }
            let named = |index: &usize| module(&programs[*index], &format!("program{index}"), checks);
            let modules: Vec<String> = left.iter().map(named).collect();
            let entries: String = left.iter().map(|index| format!("program{index}::PROGRAM,\n")).collect();
            let rest = main_file(&entries);
            match self.compiler.compile(&(modules.concat() + &rest), Output::Binary) {
                Ok(binary) => {
                    for (place, index) in left.iter().enumerate() {
                        verdicts[*index] = run(&binary, place);
                    }
                    return verdicts;
                }
                Err(errors) => {
                    for (line, message) in errors {
                        let bad = modules_of(&modules, [line]);
                        assert!(!bad.is_empty(), "what is around the programs does not compile: {message}");
                        let verdict = &mut verdicts[left[bad[0]]];
                        if *verdict == Verdict::Passes {
                            *verdict = Verdict::Refused(message);
                        }
                    }
                }
            }
        }
    }
}

/// The places of the modules in which these lines are.
fn modules_of(modules: &[String], lines: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let ends: Vec<usize> = modules
        .iter()
        .scan(0, |end, module| {
            *end += module.lines().count();
            Some(*end)
        })
        .collect();
    lines.into_iter().map(|line| ends.partition_point(|end| *end < line)).filter(|place| *place < ends.len()).collect()
}

const PRELUDE: &str = "
mod prelude {
    pub use super::takers::*;
    pub use ad_runtime::prelude::*;
    pub use num_complex::Complex;
    pub use num_traits::{Float, NumAssign};
    pub use std::iter::{Product, Sum};
}
";

/// What stands around the modules: the checks of the test, of one program by its place in the table.
fn main_file(entries: &str) -> String {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/random_programs");
    format!(
        "{PRELUDE}
mod oracle {{
    pub use super::check::{{Flatten, More, Program, flattened, one}};
    pub use ad_runtime::__private::{{at, zero}};
    pub use ad_runtime::{{Ambient, ProjectTo, Tangent}};
    pub use num_complex::Complex;
}}
#[path = {:?}]
mod check;
#[path = {:?}]
mod dual;
#[path = {:?}]
mod dual_complex;
#[path = {:?}]
mod takers;
const PROGRAMS: &[check::Program] = &[
{entries}];
fn main() {{
    let place: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    if let Some(message) = check::failure(&PROGRAMS[place], &mut (0, 0)) {{
        println!(\"{{message}}\");
    }}
}}
",
        format!("{directory}/check.rs"),
        format!("{directory}/dual.rs"),
        format!("{directory}/dual_complex.rs"),
        format!("{directory}/takers.rs"),
    )
}

fn run(binary: &Path, place: usize) -> Verdict {
    let mut command = Command::new(binary);
    command.arg(place.to_string()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("what was compiled runs");
    let start = Instant::now();
    while child.try_wait().expect("it can be waited for").is_none() {
        if start.elapsed() > LIMIT {
            child.kill().expect("it can be ended");
            child.wait().expect("it ends");
            return Verdict::NeverEnds;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("it ended");
    let message = String::from_utf8_lossy(&output.stdout).trim().to_string();
    match (output.status.success(), message.is_empty()) {
        (true, true) => Verdict::Passes,
        (true, false) => Verdict::Fails(message),
        (false, _) => Verdict::Fails("it aborts".to_string()),
    }
}
