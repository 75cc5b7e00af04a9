//! The objectives of ADBench: what a gradient costs, ours and one written by hand, each divided by the function itself.
//!
//! `cargo run --release --example adbench -- [--json] [data files]`; `-- --plot` draws how time and memory grow. Every result is checked first against those of
//! ADBench. Everything is timed in one process, in turn; each figure is a median.

mod ba;
mod data;
mod expected;
mod gmm;
mod growth;
mod hand;
mod lstm;

use ad_examples::timing::{median, seconds};
use data::Instance;
use expected::{Outcome, distance};
use peak_alloc::PeakAlloc;
use sprs::CsMat;
use std::cell::RefCell;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The data that comes with the project.
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/adbench");

/// What ADBench tolerates.
const TOLERANCE: f64 = 1e-8;

const FILES: [&str; 16] = [
    "gmm/gmm_d2_K5.txt",
    "gmm/gmm_d2_K200.txt",
    "gmm/gmm_d10_K25.txt",
    "gmm/gmm_d10_K100.txt",
    "gmm/gmm_d32_K25.txt",
    "gmm/gmm_d64_K10.txt",
    "gmm/gmm_d128_K5.txt",
    "lstm/lstm_l2_c1024.txt",
    "lstm/lstm_l4_c4096.txt",
    "ba/ba1_n49_m7776_p31843.txt",
    "ba/ba2_n21_m11315_p36455.txt",
    "ba/ba10_n1197_m126327_p563734.txt",
    "hand/hand_simple_small.txt",
    "hand/hand_simple_big.txt",
    "hand/hand_complicated_small.txt",
    "hand/hand_complicated_big.txt",
];

fn main() -> ExitCode {
    let (options, files): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    if let Some(unknown) = options.iter().find(|option| *option != "--json" && *option != "--plot") {
        eprintln!("unknown option {unknown}; usage: adbench [--json] [data files], or adbench --plot");
        return ExitCode::FAILURE;
    }
    if options.iter().any(|option| option == "--plot") {
        return match growth::draw() {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("{message}");
                ExitCode::FAILURE
            }
        };
    }
    let files: Vec<PathBuf> = match files.is_empty() {
        true => FILES.iter().map(|file| Path::new(DATA).join(file)).collect(),
        false => files.into_iter().map(PathBuf::from).collect(),
    };
    let as_json = !options.is_empty();
    if !as_json {
        println!(
            "{:<28} {:>12} {:>8} {:>8} {:>9} {:>10} {:>9}",
            "file", "primal", "by hand", "ours", "ours/hand", "memory", "error"
        );
    }
    for file in files {
        match report(&file, as_json) {
            Ok(()) => {}
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// An objective on some data: the function itself, and its derivative in two ways.
struct Case<'i> {
    objective: &'static str,
    primal: Box<dyn Fn() + 'i>,
    by_hand: Box<dyn Fn() + 'i>,
    ours: Box<dyn Fn() + 'i>,
    /// What both ways give, by hand first.
    outcomes: [Outcome; 2],
}

fn report(file: &Path, as_json: bool) -> Result<(), String> {
    match data::read(file)? {
        Instance::Gmm(instance) => {
            measure(file, as_json, &gmm_case(&instance))?;
            if as_json { Ok(()) } else { print_variants(&instance) }
        }
        Instance::Lstm(instance) => measure(file, as_json, &lstm_case(&instance)),
        Instance::Hand(instance) => measure(file, as_json, &hand_case(&instance)),
        Instance::Ba(instance) => {
            let storage = [(); 2].map(|()| RefCell::new(CsMat::zero((0, 0))));
            let residuals = RefCell::new(Vec::new());
            measure(file, as_json, &ba_case(&instance, &residuals, &storage))?;
            if !as_json {
                let blocks = RefCell::new(Vec::new());
                print_blocks(&instance, &residuals, &blocks);
            }
            Ok(())
        }
    }
}

fn gmm_case(instance: &gmm::Instance) -> Case<'_> {
    let gmm::Instance { d, alphas, means, factors, points, prior } = instance;
    case_of_gradient(
        "gmm",
        move || gmm::objective(black_box(alphas), means, factors, points, *d, *prior),
        || gmm::by_hand::value_and_gradient(black_box(instance)),
        move || gmm::objective::value_and_gradient(black_box(alphas), means, factors, points, *d, *prior),
        |(by_alphas, by_means, by_factors, ..)| [by_alphas, by_means, by_factors].concat(),
    )
}

fn lstm_case(instance: &lstm::Instance) -> Case<'_> {
    let lstm::Instance { bits, main, extra, state, text, .. } = instance;
    case_of_gradient(
        "lstm",
        move || lstm::objective(black_box(main), extra, state, text, *bits),
        || lstm::by_hand::value_and_gradient(black_box(instance)),
        move || lstm::objective::value_and_gradient(black_box(main), extra, state, text, *bits),
        |(by_main, by_extra, ..)| [by_main, by_extra].concat(),
    )
}

/// A function whose value is a number. `in_order` puts the parts of its gradient one behind the other.
fn case_of_gradient<'i, G>(
    objective: &'static str,
    value: impl Fn() -> f64 + 'i,
    by_hand: impl Fn() -> (f64, Vec<f64>) + 'i,
    ours: impl Fn() -> (f64, G) + 'i,
    in_order: impl Fn(G) -> Vec<f64>,
) -> Case<'i> {
    let (value_by_hand, derivative) = by_hand();
    let of_hand = Outcome { value: value_by_hand, derivative };
    let (our_value, gradient) = ours();
    let of_ours = Outcome { value: our_value, derivative: in_order(gradient) };
    Case {
        objective,
        primal: Box::new(move || _ = black_box(value())),
        by_hand: Box::new(move || _ = black_box(by_hand())),
        ours: Box::new(move || _ = black_box(ours())),
        outcomes: [of_hand, of_ours],
    }
}

/// The same function, written in other ways: its gradient divided by the function as it is written there, and by the
/// gradient by hand.
fn print_variants(instance: &gmm::Instance) -> Result<(), String> {
    use gmm::variants;
    let gmm::Instance { d, alphas, means, factors, points, prior } = instance;
    let components = variants::Component::all_of(instance);
    let with_helpers =
        || variants::with_helpers::value_and_gradient(black_box(alphas), means, factors, points, *d, *prior);
    let of_components = || variants::of_components::value_and_gradient(black_box(&components), points, *d, *prior);
    let (_, (by_alphas, by_means, by_factors, ..)) = with_helpers();
    let (_, by_hand) = gmm::by_hand::value_and_gradient(instance);
    for derivative in [[by_alphas, by_means, by_factors].concat(), variants::in_order(&of_components().1.0)] {
        if !agree(&by_hand, &derivative) {
            return Err("a variant of the mixture has another gradient".to_string());
        }
    }
    let [by_hand, helpers, helped, components_alone, of_components] = in_turn([
        &|| _ = black_box(gmm::by_hand::value_and_gradient(black_box(instance))),
        &|| _ = black_box(variants::with_helpers(black_box(alphas), means, factors, points, *d, *prior)),
        &|| _ = black_box(with_helpers()),
        &|| _ = black_box(variants::of_components(black_box(&components), points, *d, *prior)),
        &|| _ = black_box(of_components()),
    ]);
    let rows =
        [("  with helper functions", helpers, helped), ("  of structs, by iterators", components_alone, of_components)];
    for (name, own, gradient) in rows {
        println!(
            "{name:<28} {:>9.3} ms {:>8.2} {:>8.2} {:>9.2} {:>10}",
            own * 1e3,
            by_hand / own,
            gradient / own,
            gradient / by_hand,
            ""
        );
    }
    Ok(())
}

fn ba_case<'i>(
    instance: &'i ba::Instance,
    residuals: &'i RefCell<Vec<f64>>,
    storage: &'i [RefCell<CsMat<f64>>; 2],
) -> Case<'i> {
    let by_hand = ba::jacobian(instance, CsMat::zero((0, 0)), ba::by_hand::block);
    let ours = ba::jacobian(instance, CsMat::zero((0, 0)), ba::block);
    ba::objective(instance, &mut residuals.borrow_mut());
    let value: f64 = residuals.borrow().iter().sum();
    let derivative = |jacobian: &CsMat<f64>| Outcome { value, derivative: jacobian.data().to_vec() };
    Case {
        objective: "ba",
        outcomes: [derivative(&by_hand), derivative(&ours)],
        primal: Box::new(|| ba::objective(black_box(instance), &mut residuals.borrow_mut())),
        by_hand: Box::new(|| {
            let before = storage[0].replace(CsMat::zero((0, 0)));
            storage[0].replace(ba::jacobian(black_box(instance), before, ba::by_hand::block));
        }),
        ours: Box::new(|| {
            let before = storage[1].replace(CsMat::zero((0, 0)));
            storage[1].replace(ba::jacobian(black_box(instance), before, ba::block));
        }),
    }
}

/// All columns at once, in forward mode.
fn hand_case(instance: &hand::Instance) -> Case<'_> {
    let residuals = || hand::residuals(black_box(instance));
    let value: f64 = residuals().iter().sum();
    let outcome = |derivative| Outcome { value, derivative };
    Case {
        objective: "hand",
        outcomes: [outcome(hand::by_hand::jacobian(instance)), outcome(hand::jacobian(instance))],
        primal: Box::new(move || _ = black_box(residuals())),
        by_hand: Box::new(|| _ = black_box(hand::by_hand::jacobian(black_box(instance)))),
        ours: Box::new(|| _ = black_box(hand::jacobian(black_box(instance)))),
    }
}

/// The rows of all observations, without the matrix that is made of them.
fn print_blocks(instance: &ba::Instance, residuals: &RefCell<Vec<f64>>, all: &RefCell<Vec<ba::Block>>) {
    let primal = || ba::objective(black_box(instance), &mut residuals.borrow_mut());
    let by_hand = || ba::blocks(black_box(instance), &mut all.borrow_mut(), ba::by_hand::block);
    let ours = || ba::blocks(black_box(instance), &mut all.borrow_mut(), ba::block);
    let [primal, by_hand, ours] = in_turn([&primal, &by_hand, &ours]);
    let (name, milliseconds) = ("  its rows alone", primal * 1e3);
    println!(
        "{name:<28} {milliseconds:>9.3} ms {:>8.2} {:>8.2} {:>9.2}",
        by_hand / primal,
        ours / primal,
        ours / by_hand
    );
}

fn measure(file: &Path, as_json: bool, case: &Case<'_>) -> Result<(), String> {
    let mut max_error = None;
    for outcome in &case.outcomes {
        let error = outcome.max_error(file)?;
        // What is no number is no small error.
        if error.is_some_and(|error| error.is_nan() || error >= TOLERANCE) {
            return Err(format!("{}: off by {error:?} from what ADBench has", file.display()));
        }
        max_error = error;
    }
    let [of_hand, ours] = &case.outcomes;
    if !agree(&of_hand.derivative, &ours.derivative) {
        return Err(format!("{}: ours and that by hand differ", file.display()));
    }
    let times = in_turn([&case.primal, &case.by_hand, &case.ours]);
    let memory = peak_of(&case.ours);
    let [primal, by_hand, gradient] = times;
    if as_json {
        println!(
            "{}",
            serde_json::json!({
                "objective": case.objective, "file": file.display().to_string(), "primal_s": primal, "hand_s": by_hand,
                "gradient_s": gradient, "hand_name": "Rust by hand", "value": ours.value, "sum": ours.sum(),
                "norm2": ours.norm2(), "dot_sin": ours.dot_sin(), "max_error": max_error, "peak_bytes": memory,
            })
        );
    } else {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let error = max_error.map_or("-".to_string(), |error| format!("{error:.0e}"));
        println!(
            "{name:<28} {:>9.3} ms {:>8.2} {:>8.2} {:>9.2} {:>7.0} kB {error:>9}",
            primal * 1e3,
            by_hand / primal,
            gradient / primal,
            gradient / by_hand,
            memory as f64 / 1e3
        );
    }
    Ok(())
}

/// Whether two derivatives are the same to ADBench.
fn agree(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(x, y)| distance(*x, *y) < TOLERANCE)
}

/// The times of one call of each, in seconds: medians of rounds in which each is run for some milliseconds.
fn in_turn<const N: usize>(functions: [&dyn Fn(); N]) -> [f64; N] {
    let calls = functions.map(|function| (4e-3 / seconds(1, function)).clamp(1.0, 1e6) as usize);
    let mut times = [(); N].map(|()| Vec::new());
    for _ in 0..21 {
        for index in 0..N {
            times[index].push(seconds(calls[index], functions[index]));
        }
    }
    times.map(median)
}

/// The most memory that a call holds at a time, beyond what was held before it, in bytes.
fn peak_of(function: &dyn Fn()) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    function();
    MEMORY.peak_usage().saturating_sub(before)
}
