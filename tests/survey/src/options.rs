//! The command line.

use crate::Error;
use crate::list::{Group, Listed};

/// What is asked for.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    pub(crate) functions: usize,
    pub(crate) seed: u64,
    pub(crate) json: bool,
    pub(crate) reveal_unseen: bool,
    /// All groups where it is none.
    group: Option<Group>,
    only: Vec<String>,
}

impl Options {
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, Error> {
        let mut options =
            Options { functions: 150, seed: 1, json: false, reveal_unseen: false, group: None, only: Vec::new() };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
            match argument.as_str() {
                "--functions" => options.functions = value()?.parse()?,
                "--seed" => options.seed = value()?.parse()?,
                "--crates" => {
                    options.group = match value()?.as_str() {
                        "tuned" => Some(Group::Tuned),
                        "unseen" => Some(Group::Unseen),
                        "all" => None,
                        other => return Err(format!("--crates is tuned, unseen or all, and not {other}").into()),
                    }
                }
                "--only" => options.only.push(value()?),
                "--json" => options.json = true,
                "--reveal-unseen" => options.reveal_unseen = true,
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        Ok(options)
    }

    /// Whether a crate is to be surveyed.
    pub(crate) fn wants(&self, listed: &Listed) -> bool {
        let named = self.only.is_empty() || self.only.contains(&listed.name);
        named && self.group.is_none_or(|group| listed.group == group)
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn arguments() {
        let of = |text: &str| Options::parse(text.split_whitespace().map(str::to_string));
        let options = of("--functions 20 --crates tuned --json").expect("they are right");
        assert!(options.functions == 20 && options.seed == 1 && options.json);
        assert!(of("--crates some").is_err() && of("--functions").is_err() && of("--what").is_err());
    }
}
