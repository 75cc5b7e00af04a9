//! Measures the share of published numeric functions that can be differentiated with the attribute alone, and correctly.
//!
//! ```text
//! cargo run --release -p ad-survey -- [--functions 150] [--seed 1] [--crates tuned|unseen|all] [--json]
//! ```
//!
//! Crates are fetched with cargo. From all their numeric functions some are drawn at random, before anything is tried;
//! then the attribute is put on each and on what it calls inside its crate, in a copy, and its gradient is compared with
//! differences of the untouched function. `--only NAME` tries one crate, `--reveal-unseen` tells the reasons in unseen
//! crates too.
#![forbid(unsafe_code)]

mod arguments;
mod callees;
mod checks;
mod compile;
mod conditions;
mod edits;
mod fetch;
mod find;
mod functions;
mod list;
mod macros;
mod model;
mod options;
mod plan;
mod random;
mod read;
mod report;
mod sample;
mod trial;

use list::Listed;
use options::Options;
use report::Row;
use std::path::{Path, PathBuf};

/// Anything that goes wrong outside of what is surveyed.
type Error = Box<dyn std::error::Error>;

/// A crate that was read.
struct Read {
    listed: Listed,
    fetched: fetch::Fetched,
    of: model::Crate,
}

fn main() -> Result<(), Error> {
    let options = Options::parse(std::env::args().skip(1))?;
    let workspace = workspace()?;
    let work = workspace.join("target/survey");
    let crates = read_all(&options, &work)?;
    let counts: Vec<usize> = crates.iter().map(|of| of.of.numeric.len()).collect();
    eprintln!("{} numeric functions in {} crates", counts.iter().sum::<usize>(), crates.len());
    let drawn = sample::draw(&counts, options.functions, options.seed);

    let mut rows = Vec::new();
    for (index, of) in crates.iter().enumerate() {
        let of_crate = drawn.iter().filter(|(from, _)| *from == index);
        let functions: Vec<usize> = of_crate.map(|(_, function)| of.of.numeric[*function]).collect();
        if functions.is_empty() {
            continue;
        }
        eprintln!("{} {}: {} functions", of.listed.name, of.listed.version, functions.len());
        rows.extend(try_crate(of, &functions, &workspace, &work)?);
    }
    match options.json {
        true => print!("{}", report::json(&rows, options.reveal_unseen)),
        false => print!("{}", report::tables(&rows, options.reveal_unseen)),
    }
    Ok(())
}

/// The root of the project.
fn workspace() -> Result<PathBuf, Error> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.ancestors().nth(2).ok_or("the package is not where it belongs")?.to_path_buf())
}

/// Fetches and reads the crates that are asked for. One that cannot be had is left out, and said so.
fn read_all(options: &Options, work: &Path) -> Result<Vec<Read>, Error> {
    let mut crates = Vec::new();
    for listed in list::all()? {
        if !options.wants(&listed) {
            continue;
        }
        let read = fetch::fetch(&listed, work).and_then(|fetched| {
            let mut of = read::read(&fetched)?;
            find::find(&mut of);
            Ok(Read { listed: listed.clone(), fetched, of })
        });
        match read {
            Ok(read) => crates.push(read),
            Err(error) => eprintln!("{} is left out: {error}", listed.name),
        }
    }
    Ok(crates)
}

fn try_crate(of: &Read, functions: &[usize], workspace: &Path, work: &Path) -> Result<Vec<Row>, Error> {
    let copy = fetch::copy(&of.listed, &of.fetched, workspace, work)?;
    let verdicts = trial::try_crate(
        &of.of,
        (of.fetched.edition, of.listed.default_features),
        functions,
        &copy,
        &work.join("build"),
    )?;
    let rows = functions.iter().zip(verdicts).map(|(function, verdict)| {
        let at = &of.of.functions[*function];
        Row {
            of: of.listed.name.clone(),
            group: of.listed.group,
            function: of.of.path(*function),
            place: format!("{}:{}", of.of.files[at.file].path.display(), at.line),
            verdict,
        }
    });
    Ok(rows.collect())
}
