//! What a failed check says.

use super::differences::Mismatch;
use std::fmt;

/// A failed check, line by line.
pub(super) struct Report(String);

impl Report {
    /// `what` is the property that does not hold.
    pub(super) fn new(function: &str, what: &str) -> Self {
        Report(format!("`{function}`: {what}"))
    }

    pub(super) fn line(mut self, name: &str, content: impl fmt::Display) -> Self {
        use fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = write!(self.0, "\n  {:<13}{content}", format!("{name}:"));
        self
    }

    /// A value, cut short when it is long.
    pub(super) fn text(self, name: &str, text: &str) -> Self {
        const LONGEST: usize = 300;
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => self.line(name, format_args!("{} ..", &text[..end])),
            None => self.line(name, text),
        }
    }

    /// What differences say, and what was found.
    pub(super) fn mismatch(self, found: f64, mismatch: &Mismatch) -> Self {
        let Mismatch { expected, error, allowed, .. } = mismatch;
        self.line("expected", format_args!("{expected} (by differences, uncertain by {error:.1e})"))
            .line("found", found)
            .line("tolerance", format_args!("{allowed:.1e}"))
    }

    #[track_caller]
    pub(super) fn panic(self) -> ! {
        panic!("{}", self.0)
    }
}
