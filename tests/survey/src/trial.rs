//! One crate: puts the attribute on what was drawn and on what that calls, compiles, takes the attribute away where the
//! compiler refuses it, and runs the checks of what is left.

use crate::Error;
use crate::callees::{Callees, type_name};
use crate::checks;
use crate::compile::{Built, Diagnostic, FilePlace, compile, run};
use crate::edits::{Edits, Owner, Spot};
use crate::model::{Crate, Home};
use crate::plan::{Plan, types_of_functions};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// What became of one function.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// At so many points, so many of them with a derivative that is not zero.
    Right {
        points: usize,
        telling: usize,
    },
    Refused(Refusal),
    Wrong(String),
    Unchecked(String),
}

/// Why the compiler said no.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) text: String,
    pub(crate) token: String,
    /// The line in the crate's own file.
    pub(crate) place: String,
    /// The function that was refused, where it is one that the drawn one calls.
    pub(crate) callee: Option<String>,
}

/// So many builds at most: each takes something away.
const ROUNDS: usize = 40;
const SECONDS_A_CHECK: u64 = 20;

/// The verdicts on the drawn functions of one crate, in their order.
pub(crate) fn try_crate(
    of: &Crate,
    (edition, default_features): (u32, bool),
    drawn: &[usize],
    copy: &Path,
    target: &Path,
) -> Result<Vec<Verdict>, Error> {
    let plain = Plan::default();
    plain.edits(of, edition).write(of, copy)?;
    if let Built::No(errors) = compile(copy, target, default_features)? {
        let why = errors.first().map(|error| error.text.clone()).unwrap_or_default();
        let verdict = Verdict::Unchecked(format!("the crate does not build here: {why}"));
        return Ok(vec![verdict; drawn.len()]);
    }
    let mut trial = Trial::new(of, drawn);
    let mut binary = None;
    for _ in 0..ROUNDS {
        let plan = trial.plan();
        let mut edits = plan.edits(of, edition);
        edits.write(of, copy)?;
        match compile(copy, target, default_features)? {
            Built::Yes(path) => {
                binary = Some((path, plan));
                break;
            }
            Built::No(errors) => {
                // For work on the survey itself.
                if std::env::var_os("AD_SURVEY_TRACE").is_some() {
                    trace(of, &edits, &errors);
                }
                trial.learn(&edits, &plan, &errors);
            }
        }
    }
    let Some((binary, plan)) = binary else {
        return Ok(vec![Verdict::Unchecked("the crate does not build with the attributes".to_string()); drawn.len()]);
    };
    drawn.iter().map(|function| trial.verdict(*function, &plan, &binary)).collect()
}

struct Trial<'a> {
    of: &'a Crate,
    drawn: &'a [usize],
    callees: Callees<'a>,
    refused: BTreeMap<usize, Refusal>,
    /// Types that cannot have the derive, and why.
    underivable: BTreeMap<usize, Refusal>,
    without: BTreeMap<usize, BTreeSet<(usize, usize)>>,
    unbuildable: BTreeSet<usize>,
    unchecked: BTreeMap<usize, String>,
}

impl<'a> Trial<'a> {
    fn new(of: &'a Crate, drawn: &'a [usize]) -> Self {
        let mut unchecked = BTreeMap::new();
        for function in drawn {
            if let Err(why) = checks::check(of, *function, false) {
                unchecked.insert(*function, why);
            }
        }
        Trial {
            of,
            drawn,
            callees: Callees::new(of),
            refused: BTreeMap::new(),
            underivable: BTreeMap::new(),
            without: BTreeMap::new(),
            unbuildable: BTreeSet::new(),
            unchecked,
        }
    }

    /// What to put into the copy, by what is known so far.
    fn plan(&self) -> Plan {
        let wanted: Vec<usize> = self.drawn.iter().copied().filter(|index| !self.refused.contains_key(index)).collect();
        let needed = self.callees.closure(wanted.iter().copied());
        let annotated: BTreeSet<usize> = needed.into_iter().filter(|index| !self.refused.contains_key(index)).collect();
        let types = types_of_functions(self.of, &annotated);
        let derivable = types.iter().filter(|index| !self.underivable.contains_key(index));
        let derived = derivable.map(|index| (*index, self.without.get(index).cloned().unwrap_or_default())).collect();
        let built = types.iter().copied().filter(|index| !self.unbuildable.contains(index)).collect();
        let checked = wanted.into_iter().filter(|index| !self.unchecked.contains_key(index)).collect();
        Plan { annotated, derived, built, checked }
    }

    /// Takes away what the errors are about. First what the macro refuses, then types, and checks last: their errors
    /// mostly follow from those.
    fn learn(&mut self, edits: &Edits, plan: &Plan, errors: &[Diagnostic]) {
        let owned: Vec<(&Diagnostic, Option<Owner>)> =
            errors.iter().map(|error| (error, self.owner(edits, plan, error))).collect();
        let before = self.known();
        // Errors of the macro itself first: what rustc says then may follow from them.
        let of_macro = owned.iter().any(|(error, owner)| error.code.is_empty() && owner.is_some());
        for (error, owner) in &owned {
            match owner {
                Some(Owner::Function(function)) if !of_macro || error.code.is_empty() => {
                    self.refuse(*function, error, edits);
                }
                Some(Owner::Type(ty)) => self.refuse_type(*ty, error, edits),
                _ => {}
            }
        }
        if self.known() > before {
            return;
        }
        for (error, owner) in &owned {
            let methods = match owner {
                Some(Owner::Block(block)) => &self.of.blocks[*block].methods,
                Some(Owner::Trait(index)) => &self.of.traits[*index].methods,
                _ => continue,
            };
            for method in methods.clone().iter().filter(|method| plan.annotated.contains(method)) {
                self.refuse(*method, error, edits);
            }
        }
        if self.known() > before {
            return;
        }
        for (error, owner) in &owned {
            match owner {
                Some(Owner::Builder(ty)) => drop(self.unbuildable.insert(*ty)),
                Some(Owner::Check(function)) => {
                    self.unchecked.entry(*function).or_insert_with(|| format!("{} {}", error.code, error.text));
                }
                _ => {}
            }
        }
        if self.known() > before {
            return;
        }
        // Nobody's: what is least certain to be needed goes first.
        let of_traits = |index: &usize| matches!(self.of.functions[*index].home, Home::Trait(_));
        let callee = |index: &usize| !self.drawn.contains(index);
        let mut suspects: Vec<usize> = plan.annotated.iter().copied().filter(of_traits).collect();
        if suspects.is_empty() {
            suspects = plan.annotated.iter().copied().filter(callee).collect();
        }
        if suspects.is_empty() {
            suspects = plan.annotated.iter().copied().collect();
        }
        for suspect in suspects {
            self.refuse(suspect, &errors[0], edits);
        }
    }

    fn known(&self) -> usize {
        let fields: usize = self.without.values().map(BTreeSet::len).sum();
        self.refused.len() + self.underivable.len() + fields + self.unbuildable.len() + self.unchecked.len()
    }

    /// Who caused an error.
    fn owner(&self, edits: &Edits, plan: &Plan, error: &Diagnostic) -> Option<Owner> {
        error.places.iter().find_map(|place| match self.spot(edits, place)? {
            (_, Spot::Inserted(Owner::Function(index))) => {
                // `#[no_derivative]` on the method of a block belongs to nobody else.
                plan.annotated.contains(&index).then_some(Owner::Function(index))
            }
            (_, Spot::Inserted(Owner::Survey)) => None,
            (_, Spot::Inserted(owner)) => Some(owner),
            (file, Spot::Original(at)) => self.owner_of_text(plan, file, at),
        })
    }

    fn spot(&self, edits: &Edits, place: &FilePlace) -> Option<(usize, Spot)> {
        let file = self.of.files.iter().position(|file| Path::new(&place.path) == file.path)?;
        Some((file, edits.spot(file, place.at)))
    }

    fn owner_of_text(&self, plan: &Plan, file: usize, at: usize) -> Option<Owner> {
        let function = plan.annotated.iter().find(|index| {
            let function = &self.of.functions[**index];
            function.file == file && function.bytes.contains(&at)
        });
        let ty = plan.derived.keys().find(|index| {
            let ty = &self.of.types[**index];
            ty.file == file && ty.bytes.contains(&at)
        });
        function.map(|index| Owner::Function(*index)).or(ty.map(|index| Owner::Type(*index)))
    }

    fn refusal(&self, error: &Diagnostic, edits: &Edits) -> Refusal {
        let mut refusal = Refusal {
            code: error.code.clone(),
            text: error.text.clone(),
            token: String::new(),
            place: String::new(),
            callee: None,
        };
        for place in &error.places {
            if let Some((file, Spot::Original(at))) = self.spot(edits, place) {
                let file = &self.of.files[file];
                let line = file.text[..at].matches('\n').count() + 1;
                refusal.place = format!("{}:{line}", file.path.display());
                refusal.token = place.token.clone();
                break;
            }
        }
        refusal
    }

    fn refuse(&mut self, function: usize, error: &Diagnostic, edits: &Edits) {
        if self.refused.contains_key(&function) {
            return;
        }
        let mut refusal = self.refusal(error, edits);
        // Where a callee is missing, the reason is why the callee is.
        let direct = self.callees.direct(function);
        let follows = matches!(
            error.code.as_str(),
            "E0433" | "E0599" | "E0425" | "E0576" | "E0405" | "E0412" | "E0223" | "E0369"
        );
        let missing = direct.iter().find(|callee| {
            let name = self.of.name(**callee);
            follows
                && self.refused.contains_key(callee)
                && (error.text.contains(&name) || refusal.token.contains(&name))
        });
        if let Some(missing) = missing {
            let root = &self.refused[missing];
            let name = root.callee.clone().unwrap_or_else(|| self.of.path(*missing));
            refusal = Refusal { callee: Some(name), ..root.clone() };
        } else if error.code == "E0277" {
            // The same for a type that cannot have the derive.
            let types = self.underivable.iter().find(|(ty, _)| error.text.contains(&self.of.types[**ty].name));
            if let Some((ty, root)) = types {
                refusal = Refusal { callee: Some(self.of.types[*ty].name.clone()), ..root.clone() };
            }
        }
        self.refused.insert(function, refusal);
    }

    /// A field that cannot have a cotangent is left out, as its author would do it: one without numbers inside.
    fn refuse_type(&mut self, index: usize, error: &Diagnostic, edits: &Edits) {
        let ty = &self.of.types[index];
        let left_out = self.without.entry(index).or_default();
        let culprit = error.text.split('`').nth(1).unwrap_or_default();
        let harmless = culprit.starts_with("PhantomData") || culprit.contains("dyn ") || !mentions_number(culprit);
        if error.code == "E0277" && error.text.ends_with("has no cotangent") && harmless {
            let name = culprit.split('<').next().and_then(|path| path.rsplit("::").next()).unwrap_or_default();
            let fields = ty.variants.iter().enumerate().flat_map(|(variant, of)| {
                of.fields.iter().enumerate().map(move |(field, of_field)| ((variant, field), of_field))
            });
            let fitting = fields.filter(|(_, field)| type_name(&field.ty).is_some_and(|of_field| of_field == name));
            let before = left_out.len();
            left_out.extend(fitting.map(|(place, _)| place));
            if left_out.len() > before {
                return;
            }
        }
        let refusal = self.refusal(error, edits);
        self.underivable.entry(index).or_insert(refusal);
    }

    fn verdict(&self, function: usize, plan: &Plan, binary: &Path) -> Result<Verdict, Error> {
        if let Some(refusal) = self.refused.get(&function) {
            return Ok(Verdict::Refused(refusal.clone()));
        }
        if let Some(why) = self.unchecked.get(&function) {
            return Ok(Verdict::Unchecked(why.clone()));
        }
        if !plan.checked.contains(&function) {
            return Ok(Verdict::Unchecked("it has no check".to_string()));
        }
        let line = run(binary, &checks::name(function), Duration::from_secs(SECONDS_A_CHECK))?;
        let mut words = line.split('\t');
        let mut next = || words.next().unwrap_or_default();
        Ok(match next() {
            "right" => Verdict::Right {
                points: next().parse().unwrap_or_default(),
                telling: next().parse().unwrap_or_default(),
            },
            "wrong" => Verdict::Wrong(next().to_string()),
            _ => Verdict::Unchecked(format!("no point: {}", next())),
        })
    }
}

/// Whether the name of a type, as the compiler writes it, has a number or a type parameter in it.
fn mentions_number(ty: &str) -> bool {
    let mut words = ty.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| matches!(word, "f32" | "f64") || word.len() == 1 && word.starts_with(char::is_uppercase))
}

/// Prints what the compiler says of one round.
fn trace(of: &Crate, edits: &Edits, errors: &[Diagnostic]) {
    for error in errors {
        let place = error.places.first().map(|place| {
            let file = of.files.iter().position(|file| Path::new(&place.path) == file.path);
            let spot = file.map(|file| edits.spot(file, place.at));
            format!("{} {:?} `{}`", place.path, spot, place.token)
        });
        let text = error.text.lines().next().unwrap_or_default();
        eprintln!("    {} {text} {}", error.code, place.unwrap_or_default());
    }
    eprintln!("    --");
}
