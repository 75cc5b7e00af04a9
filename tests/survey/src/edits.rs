//! Text that is put into the files of a copy, and the way back from an error of the compiler to who caused it.

use crate::model::{Crate, Place};
use std::collections::HashMap;
use std::path::Path;

/// On whose behalf a text stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Owner {
    Function(usize),
    Block(usize),
    Trait(usize),
    Type(usize),
    /// What makes values of a type for the checks.
    Builder(usize),
    /// The check of a function.
    Check(usize),
    /// What every copy needs.
    Survey,
}

/// Everything that is put into a crate.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    of_file: HashMap<usize, Vec<Insertion>>,
}

#[derive(Debug)]
struct Insertion {
    at: usize,
    text: String,
    owner: Owner,
}

/// What stands at a byte of a changed file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Spot {
    /// The crate's own text, at this byte of the original.
    Original(usize),
    Inserted(Owner),
}

impl Edits {
    /// Puts a text at a place, behind what was put there before.
    pub(crate) fn insert(&mut self, place: Place, text: impl Into<String>, owner: Owner) {
        self.of_file.entry(place.file).or_default().push(Insertion { at: place.at, text: text.into(), owner });
    }

    /// Writes every file of the crate, changed or not.
    pub(crate) fn write(&mut self, of: &Crate, copy: &Path) -> std::io::Result<()> {
        for insertions in self.of_file.values_mut() {
            insertions.sort_by_key(|insertion| insertion.at);
        }
        for (index, file) in of.files.iter().enumerate() {
            std::fs::write(copy.join(&file.path), self.apply(index, &file.text))?;
        }
        Ok(())
    }

    fn apply(&self, file: usize, text: &str) -> String {
        let mut changed = String::with_capacity(text.len());
        let mut done = 0;
        for insertion in self.of_file.get(&file).into_iter().flatten() {
            changed.push_str(&text[done..insertion.at]);
            changed.push_str(&insertion.text);
            done = insertion.at;
        }
        changed.push_str(&text[done..]);
        changed
    }

    /// What stands at a byte of a file, once it is written.
    pub(crate) fn spot(&self, file: usize, at: usize) -> Spot {
        let mut shift = 0;
        for insertion in self.of_file.get(&file).into_iter().flatten() {
            if at < insertion.at + shift {
                break;
            }
            if at < insertion.at + shift + insertion.text.len() {
                return Spot::Inserted(insertion.owner);
            }
            shift += insertion.text.len();
        }
        Spot::Original(at - shift)
    }
}

#[cfg(test)]
mod tests {
    use super::{Edits, Owner, Spot};
    use crate::model::Place;

    #[test]
    fn there_and_back() {
        let mut edits = Edits::default();
        edits.insert(Place { file: 0, at: 2 }, "XY", Owner::Function(7));
        edits.insert(Place { file: 0, at: 4 }, "Z", Owner::Type(1));
        assert_eq!(edits.apply(0, "abcdef"), "abXYcdZef");
        assert_eq!(edits.spot(0, 1), Spot::Original(1));
        assert_eq!(edits.spot(0, 3), Spot::Inserted(Owner::Function(7)));
        assert_eq!(edits.spot(0, 4), Spot::Original(2));
        assert_eq!(edits.spot(0, 6), Spot::Inserted(Owner::Type(1)));
        assert_eq!(edits.spot(0, 8), Spot::Original(5));
    }
}
