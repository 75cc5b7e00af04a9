//! The crates that are surveyed.

use crate::Error;

/// Which crates may be looked at while the library is developed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Their refusals are read, and told what to build next.
    Tuned,
    /// Only counted: their share is the one that says something about other crates.
    Unseen,
}

impl Group {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Group::Tuned => "tuned",
            Group::Unseen => "unseen",
        }
    }
}

/// One line of the list.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) group: Group,
    pub(crate) default_features: bool,
}

/// Every crate of the list.
pub(crate) fn all() -> Result<Vec<Listed>, Error> {
    parse(include_str!("../crates.txt"))
}

fn parse(text: &str) -> Result<Vec<Listed>, Error> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(line).collect()
}

fn line(text: &str) -> Result<Listed, Error> {
    let mut words = text.split_whitespace();
    let (Some(name), Some(version), Some(group)) = (words.next(), words.next(), words.next()) else {
        return Err(format!("the list of crates has an incomplete line: {text}").into());
    };
    let group = match group {
        "tuned" => Group::Tuned,
        "unseen" => Group::Unseen,
        other => return Err(format!("{name}: {other} is neither `tuned` nor `unseen`").into()),
    };
    let default_features = words.next() != Some("no-default-features");
    Ok(Listed { name: name.to_string(), version: version.to_string(), group, default_features })
}

#[cfg(test)]
mod tests {
    use super::{Group, all};

    #[test]
    fn every_third_crate_is_unseen() {
        let crates = all().expect("the list can be read");
        assert!(crates.len() >= 30);
        assert!(crates.is_sorted_by_key(|listed| listed.name.clone()));
        for (index, listed) in crates.iter().enumerate() {
            assert_eq!(listed.group == Group::Unseen, index % 3 == 2, "{}", listed.name);
        }
    }
}
