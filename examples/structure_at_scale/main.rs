//! Gradients of functions of a large sparse matrix, in time and in memory: `-- [--json] [n] [stored]`.

mod cases;
mod graph;

use ad_examples::timing::{median, seconds};
use peak_alloc::PeakAlloc;
use serde_json::json;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let as_json = arguments.iter().any(|argument| argument == "--json");
    let mut sizes = arguments.iter().filter_map(|argument| argument.parse::<usize>().ok());
    let n = sizes.next().unwrap_or(1_000_000);
    let wanted = sizes.next().unwrap_or(10 * n);

    let (a, b) = (graph::power_law(n, wanted, 1), graph::power_law(n, wanted, 2));
    let mut random = graph::Random(3);
    let (x, y) = (random.vector(n), random.vector(n));
    if !as_json {
        let bytes = size_of::<usize>() * (a.indptr().len() + a.nnz()) + size_of::<f64>() * a.nnz();
        println!("n = {n}, {} stored, {:.0} MB", a.nnz(), bytes as f64 / 1e6);
        println!("{:<16} {:<6} {:>10} {:>9} {:>12}", "case", "policy", "primal", "gradient", "extra memory");
    }
    let report = |case: &str, policy: &str, [primal, gradient]: [f64; 2], extra: usize| {
        if as_json {
            let stored = a.nnz();
            println!(
                "{}",
                json!({ "case": case, "policy": policy, "n": n, "stored": stored,
                    "primal_s": primal, "gradient_s": gradient, "extra_bytes": extra })
            );
        } else {
            let (primal_ms, ratio, megabytes) = (primal * 1e3, gradient / primal, extra as f64 / 1e6);
            println!("{case:<16} {policy:<6} {primal_ms:>7.1} ms {ratio:>9.2} {megabytes:>9.1} MB");
        }
    };

    /// Times a function and its gradient in both policies; what it is called with comes behind it.
    macro_rules! measure {
        ($case:literal, $f:ident($($argument:expr),*)) => {
            measure!(@ $case, input, $f($($argument),*));
            measure!(@ $case, none, $f($($argument),*));
        };
        (@ $case:literal, $policy:ident, $f:ident($($argument:expr),*)) => {
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let mut cotangents = cases::$policy::$f::gradient($($argument),*);
            let extra = MEMORY.peak_usage().saturating_sub(MEMORY.current_usage().max(before));
            let (mut primals, mut gradients) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                primals.push(seconds(1, || cases::$policy::$f($($argument),*)));
                let start = std::time::Instant::now();
                cases::$policy::$f::gradient_into($($argument,)* &mut cotangents);
                gradients.push(start.elapsed().as_secs_f64());
            }
            report($case, stringify!($policy), [median(primals), median(gradients)], extra);
        };
    }
    measure!("sum(A)", sum(&a));
    measure!("dot(A, B)", inner(&a, &b));
    measure!("u'Av", bilinear(&a, &x, &y));
    measure!("sum(A x)", sum_of_product(&a, &x));
    measure!("|A x - b|^2", least_squares(&a, &x, &y));
    measure!("ten steps", ten_steps(&a, &x));
    measure!("x'A'Ax", quadratic(&a, &x));
}
