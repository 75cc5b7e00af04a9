//! What the attribute costs at compile time: crates of many functions, and call trees, with it and without.
//!
//! `cargo run --release --example compile_time -- [largest]`: the crates have 10, 100, .. functions up to `largest`, 100
//! unless another number is given; with 1000 it takes a quarter of an hour. They are written below `target/compile_time`.

use ad_examples::timing::median;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

/// Four functions as people write them: a sum over a slice, a convolution, a right-hand side, a loop that ends early. For each
/// an expression that calls it, and one of its gradient or pullback.
fn functions(number: usize, attribute: &str) -> (String, String, String) {
    let name = format!("function{number}");
    match number % 4 {
        0 => (
            format!(
                "{attribute}fn {name}(x: &[f64], a: f64, b: f64) -> f64 {{
    let mut total = 0.0;
    for (i, v) in x.iter().enumerate() {{
        let z = (v - a) / b;
        total += 0.5 * z * z + b.ln() * i as f64;
    }}
    let scale = (1.0 + (-total).exp()).ln();
    if scale > 10.0 {{ scale.sqrt() }} else {{ scale * a.tanh() }}
}}\n"
            ),
            format!("{name}(&x, 0.1, 0.2)"),
            format!("{name}::gradient(&x, 0.1, 0.2).1"),
        ),
        1 => (
            format!(
                "{attribute}fn {name}(x: &[f64], w: &[f64]) -> Vec<f64> {{
    let mut out = vec![0.0; x.len()];
    for i in 0..x.len() {{
        let mut sum = 0.0;
        for j in 0..=i {{
            sum += w[j] * x[i - j];
        }}
        out[i] = sum.tanh();
    }}
    out
}}\n"
            ),
            format!("{name}(&x, &x)[0]"),
            format!("{name}::pullback(&x, &x).1(vec![1.0; 3]).0[0]"),
        ),
        2 => (
            format!(
                "{attribute}fn {name}(t: f64, y: [f64; 3], p: [f64; 4]) -> [f64; 3] {{
    let flow = p[0] * y[0] * y[1] / (1.0 + p[1] * y[0]);
    let loss = p[2] * y[1];
    let growth = p[3] * y[0] * (1.0 - y[0] / 10.0) + 0.1 * t.cos();
    [growth - flow, flow - loss, loss - 0.5 * y[2]]
}}\n"
            ),
            format!("{name}(0.1, [0.1; 3], [0.2; 4])[0]"),
            format!("{name}::pullback(0.1, [0.1; 3], [0.2; 4]).1([1.0; 3]).0"),
        ),
        _ => (
            format!(
                "{attribute}fn {name}(x: &[f64], rate: f64) -> f64 {{
    let mut state = 1.0;
    let mut i = 0;
    while i < x.len() {{
        let force = (rate * state).sin() + x[i];
        if force.abs() > 5.0 {{
            break;
        }}
        state = state + 0.01 * force;
        i += 1;
    }}
    state * state + x.iter().map(|v| v * v).sum::<f64>().sqrt()
}}\n"
            ),
            format!("{name}(&x, 0.1)"),
            format!("{name}::gradient(&x, 0.1).1"),
        ),
    }
}

/// A crate of that many functions, none of which calls another.
fn flat(count: usize, differentiated: bool) -> String {
    let attribute = if differentiated { "#[differentiable]\n" } else { "" };
    let (mut items, mut calls) = (String::new(), String::new());
    for number in 0..count {
        let (item, call, gradient) = functions(number, attribute);
        items += &item;
        writeln!(calls, "    total += {call};").expect("a string grows");
        if differentiated {
            writeln!(calls, "    total += {gradient};").expect("a string grows");
        }
    }
    let imports = if differentiated { "use ad_runtime::prelude::*;\n" } else { "" };
    format!(
        "{imports}{items}fn main() {{\n    let x = [0.1, 0.2, 0.3];\n    let mut total = 0.0;\n{calls}    println!(\"{{total}}\");\n}}\n"
    )
}

/// How the functions of a tree are differentiated.
#[derive(Clone, Copy, PartialEq)]
enum Tree {
    Plain,
    Differentiated,
    /// Every fourth level keeps its arguments alone.
    Checkpointed,
}

/// A crate of functions each of which calls the one below it twice.
fn tree(depth: usize, kind: Tree) -> String {
    let attribute = |level: usize| match kind {
        Tree::Plain => "",
        Tree::Checkpointed if level.is_multiple_of(4) => "#[differentiable(checkpoint)]\n",
        _ => "#[differentiable]\n",
    };
    let mut source = if kind == Tree::Plain { String::new() } else { "use ad_runtime::prelude::*;\n".to_string() };
    source += attribute(1);
    source += "fn level0(x: f64, y: f64) -> f64 {\n    (x * y).sin() + x.exp() * 0.5\n}\n";
    for level in 1..=depth {
        let below = level - 1;
        writeln!(
            source,
            "{}fn level{level}(x: f64, y: f64) -> f64 {{\n    let a = level{below}(x, y + 1.0);\n    let b = level{below}(y, x);\n    a * b.tanh() * 0.5\n}}",
            attribute(level)
        )
        .expect("a string grows");
    }
    let call = if kind == Tree::Plain { "" } else { "::gradient" };
    source + &format!("fn main() {{\n    println!(\"{{:?}}\", level{depth}{call}(0.3, 0.4));\n}}\n")
}

/// A crate that is compiled again and again.
struct Bench {
    folder: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = project.join("target/compile_time");
        fs::create_dir_all(folder.join("src")).expect("a folder below `target`");
        let manifest = format!(
            "[package]\nname = \"compile-time\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nad-runtime = {{ path = {:?} }}\n\n[workspace]\n",
            project.join("ad-runtime")
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("writable");
        fs::copy(project.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file of the project");
        Bench { folder }
    }

    /// The time to compile a crate whose dependencies are compiled: the median of three, in seconds.
    fn seconds(&self, source: &str, release: bool) -> f64 {
        let build = |source: &str| {
            fs::write(self.folder.join("src/main.rs"), source).expect("writable");
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(["build", "--quiet"]).args(release.then_some("--release"));
            cargo.current_dir(&self.folder).env_remove("CARGO_TARGET_DIR");
            let start = Instant::now();
            let status = cargo.status().expect("cargo runs");
            assert!(status.success(), "the generated crate compiles: {}", self.folder.display());
            start.elapsed().as_secs_f64()
        };
        let times = (0..3).map(|_| {
            build("fn main() {}\n");
            build(source)
        });
        median(times.collect())
    }
}

fn main() {
    let largest = env::args().nth(1).map_or(100, |largest| largest.parse().expect("a number of functions"));
    let bench = Bench::new();
    for release in [false, true] {
        println!("{}", if release { "release" } else { "debug" });
        let nothing = bench.seconds("fn main() {}\n", release);
        println!("  nothing                  {nothing:6.2} s");
        for count in [10, 100, 1000].into_iter().filter(|count| *count <= largest) {
            let without = bench.seconds(&flat(count, false), release);
            let with = bench.seconds(&flat(count, true), release);
            println!(
                "  {count:4} functions  without {without:6.2} s, with {with:6.2} s: {:5.1} times, {:5.1} ms each",
                with / without,
                (with - without) / count as f64 * 1e3
            );
        }
        for depth in [4, 8, 12, 16] {
            let without = bench.seconds(&tree(depth, Tree::Plain), release);
            let with = (depth <= 12).then(|| bench.seconds(&tree(depth, Tree::Differentiated), release));
            let checkpointed = bench.seconds(&tree(depth, Tree::Checkpointed), release);
            let with = with.map_or("     -".to_string(), |with| format!("{with:6.2}"));
            println!(
                "  depth {depth:2}        without {without:6.2} s, with {with} s, with `checkpoint` on every fourth level {checkpointed:6.2} s"
            );
        }
    }
}
