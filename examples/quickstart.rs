//! Which friendship was missing? A question to the gradient of a sparse matrix about entries that are not stored.
//!
//! `cargo run --release --example quickstart`

use ad_examples::karate::Club;
use ad_examples::karate_picture::two_gradients;
use ad_runtime::cotangent::MatrixContribution;
use ad_runtime::prelude::*;
use ad_runtime::{MatrixCotangent, Pattern};
use sprs::CsMat;

const STEPS: usize = 10;
const DAMPING: f64 = 0.1;
const PICTURE: &str = "target/quickstart.svg";

/// How strongly the network with adjacency matrix `a` holds two camps together: the number of walks from one to the
/// other, a walk of `k` steps counting `DAMPING^k` (L. Katz, Psychometrika 18, 1953).
#[differentiable]
fn cohesion(a: &CsMat<f64>, camp: &[f64]) -> f64 {
    walks(a, DAMPING, camp)
}

#[differentiable]
fn walks(a: &CsMat<f64>, factor: f64, camp: &[f64]) -> f64 {
    let mut x = camp.to_vec();
    for _ in 0..STEPS {
        let y = a.times(&x);
        for i in 0..x.len() {
            x[i] = camp[i] + factor * y[i];
        }
    }
    x.sum() - dot(camp, &x)
}

// What the gradient of a sparse matrix is, you choose. Here it is each of the four choices in turn; without one,
// `cohesion::gradient(..)` does not compile.

#[differentiable(project(structure = "input"))]
fn under_input(a: &CsMat<f64>, #[no_derivative] camp: &[f64]) -> f64 {
    cohesion(a, camp)
}

#[differentiable(project(structure = "output"))]
fn under_output(a: &CsMat<f64>, #[no_derivative] camp: &[f64]) -> f64 {
    cohesion(a, camp)
}

#[differentiable(project(structure = "final"))]
fn under_final(a: &CsMat<f64>, #[no_derivative] camp: &[f64]) -> f64 {
    cohesion(a, camp)
}

#[differentiable(project(structure = "none"))]
fn under_none(a: &CsMat<f64>, #[no_derivative] camp: &[f64]) -> f64 {
    cohesion(a, camp)
}

// The same number, with the matrix scaled instead of each vector: one policy notices.

#[differentiable]
fn rescaled(a: &CsMat<f64>, camp: &[f64]) -> f64 {
    let m = a.scaled(DAMPING);
    walks(&m, 1.0, camp)
}

#[differentiable(project(structure = "output"))]
fn under_output_rescaled(a: &CsMat<f64>, #[no_derivative] camp: &[f64]) -> f64 {
    rescaled(a, camp)
}

#[differentiable(project(structure = "none"))]
fn under_none_rescaled(a: &CsMat<f64>, #[no_derivative] camp: &[f64]) -> f64 {
    rescaled(a, camp)
}

fn main() -> std::io::Result<()> {
    let club = Club::load();
    let (a, camp) = (club.matrix(), &club.with_mr_hi);
    println!(
        "
Zachary's karate club: {} members, {} friendships. It split in two over a quarrel between Mr. Hi,
the teacher (member 1), and John A., the president (member 34). How strongly did friendships hold
the two camps together? Count the walks between them, of up to {STEPS} steps, each step worth {DAMPING}:

    cohesion(&a, &camp) = {:.3}          a: CsMat<f64>, {} of {} x {} entries stored

Which friendship does that hang on most? Which one, had it existed, would have raised it most?
A gradient answers the first under every policy, and the second only if it may speak of entries
that are not stored:
",
        club.members(),
        club.ties.len(),
        cohesion(&a, camp),
        a.nnz(),
        a.rows(),
        a.cols()
    );

    let (from_input, _) = under_input::gradient(&a, camp);
    let (from_output, _) = under_output::gradient(&a, camp);
    let (from_final, _) = under_final::gradient(&a, camp);
    let (from_none, _) = under_none::gradient(&a, camp);
    let stored = |gradient: &CsMat<f64>| ["CsMat".into(), format!("{} numbers", gradient.nnz())];
    let full =
        |gradient: &MatrixCotangent<f64>| ["MatrixCotangent".into(), format!("{} outer products", gradient.rank())];
    table(&[
        column("input", stored(&from_input), &from_input, &club),
        column("output", full(&from_output), &from_output, &club),
        column("final", stored(&from_final), &from_final, &club),
        column("none", full(&from_none), &from_none, &club),
    ]);

    let (output, _) = under_output_rescaled::gradient(&a, camp);
    let (none, _) = under_none_rescaled::gradient(&a, camp);
    let named = best(&from_none, &club.missing());
    println!(
        "
  A tie is two entries of the matrix, (i, j) and (j, i); its number is the sum of both.
  \"output\" depends on how a function is written: with `let m = a.scaled({DAMPING})` before the walk it
  projects the cotangent of `m`, and promises {:.3} for {}. \"none\" promises {:.3} as before.",
        promise(&output, named),
        name(named),
        promise(&none, named)
    );

    compare_with_truth(&club, &from_none);
    let stored = |tie| promise(&from_input, tie);
    let full = |tie| promise(&from_none, tie);
    two_gradients(&club, stored, full, named).save(PICTURE)?;
    println!("\nBoth gradients as a picture: {PICTURE}");
    Ok(())
}

type Tie = (usize, usize);

/// What a gradient promises for a friendship, which is two entries of the matrix.
fn promise(gradient: &impl MatrixContribution<Entry = f64>, (i, j): Tie) -> f64 {
    gradient.entry(i, j) + gradient.entry(j, i)
}

/// The friendship for which a gradient promises most.
fn best(gradient: &impl MatrixContribution<Entry = f64>, ties: &[Tie]) -> Tie {
    let best = ties.iter().copied().max_by(|&s, &t| promise(gradient, s).total_cmp(&promise(gradient, t)));
    best.expect("there are friendships")
}

fn name((i, j): Tie) -> String {
    format!("{}–{}", i + 1, j + 1)
}

/// One column of the table: what the gradient under one policy is, and what it can tell.
fn column(
    policy: &str,
    [kind, kept_as]: [String; 2],
    gradient: &impl MatrixContribution<Entry = f64>,
    club: &Club,
) -> [String; 5] {
    let answer = |ties| match best(gradient, ties) {
        tie if promise(gradient, tie) > 0.0 => format!("{}  {:+.3}", name(tie), promise(gradient, tie)),
        _ => "no answer".into(),
    };
    [format!("{policy:?}"), kind, kept_as, answer(&club.ties), answer(&club.missing())]
}

fn table(columns: &[[String; 5]]) {
    let labels = ["project(structure = ..)", "the gradient is a", "kept as", "most important tie", "best missing tie"];
    for (row, label) in labels.iter().enumerate() {
        let cells: String = columns.iter().map(|column| format!("{:>19}", column[row])).collect();
        println!("  {label:<23}{cells}");
        if row == 0 {
            println!("  {}", "─".repeat(23 + 19 * columns.len()));
        }
    }
}

/// Adds every missing friendship in turn, and shows where those that the gradient names stand.
fn compare_with_truth(club: &Club, gradient: &MatrixCotangent<f64>) {
    let before = cohesion(&club.matrix(), &club.with_mr_hi);
    let gain = |tie: Tie| cohesion(&club.with_tie(tie).matrix(), &club.with_mr_hi) - before;
    let mut truth: Vec<_> = club.missing().into_iter().map(|tie| (tie, gain(tie))).collect();
    truth.sort_by(|s, t| t.1.total_cmp(&s.1));

    let mut of_ties = gradient.clone();
    of_ties += &gradient.transposed();
    // The stored entries, and the diagonal: nobody is friends with himself.
    let (a, n) = (club.matrix(), club.members());
    let taken = Pattern::new(n, n, Pattern::of(a.view()).iter().chain((0..n).map(|i| (i, i))));
    let named = of_ties.largest_off(&taken, 10).into_iter().filter(|(i, j, _)| i < j);

    println!("\nIs it true? Each of the {} missing friendships, added to the club in turn:\n", truth.len());
    println!("  {:<19}{:>14}{:>27}{:>15}", "\"none\" names", "it promises", "cohesion really rises by", "true place");
    println!("  {}", "─".repeat(75));
    let mut shortfalls = Vec::new();
    for (rank, (i, j, promised)) in (1..).zip(named) {
        let place = truth.iter().position(|(tie, _)| *tie == (i, j)).expect("the friendship is missing");
        let (tie, gain) = (name((i, j)), truth[place].1);
        println!("  {rank:>3}. {tie:<14}{promised:>+14.3}{gain:>+27.3}{:>15}", place + 1);
        shortfalls.push(100.0 * (1.0 - promised / gain));
    }
    let most = shortfalls.into_iter().fold(0.0, f64::max);
    println!("\n  A whole friendship is no small step, so a derivative misses a little: here at most {most:.0} %.");
}
