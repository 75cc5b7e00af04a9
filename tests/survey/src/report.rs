//! What is printed.

use crate::list::Group;
use crate::trial::{Refusal, Verdict};
use serde_json::json;
use std::collections::BTreeMap;

/// A drawn function and what became of it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) of: String,
    pub(crate) group: Group,
    pub(crate) function: String,
    pub(crate) place: String,
    pub(crate) verdict: Verdict,
}

/// One object a line. Of unseen crates only the verdict, unless they were asked for.
pub(crate) fn json(rows: &[Row], reveal_unseen: bool) -> String {
    let mut text = String::new();
    for row in rows {
        let revealed = row.group == Group::Tuned || reveal_unseen;
        let mut object = json!({ "crate": row.of, "group": row.group.name(), "verdict": word(&row.verdict) });
        if revealed {
            object["function"] = json!(row.function);
            object["place"] = json!(row.place);
            match &row.verdict {
                Verdict::Right { points, telling } => {
                    object["points"] = json!(points);
                    object["telling"] = json!(telling);
                }
                Verdict::Refused(refusal) => {
                    object["reason"] = json!(reason(refusal));
                    object["code"] = json!(refusal.code);
                    object["message"] = json!(refusal.text);
                    object["token"] = json!(refusal.token);
                    object["at"] = json!(refusal.place);
                    object["callee"] = json!(refusal.callee);
                }
                Verdict::Wrong(what) | Verdict::Unchecked(what) => object["message"] = json!(what),
            }
        }
        text.push_str(&format!("{object}\n"));
    }
    text
}

/// The tables.
pub(crate) fn tables(rows: &[Row], reveal_unseen: bool) -> String {
    let mut text = counts(rows);
    let shown: Vec<&Row> = rows.iter().filter(|row| row.group == Group::Tuned || reveal_unseen).collect();
    text.push_str(&refusals(&shown));
    text.push_str(&grouped("unchecked", &shown, |verdict| match verdict {
        Verdict::Unchecked(why) => Some(generalised(why)),
        _ => None,
    }));
    for row in shown.iter() {
        if let Verdict::Wrong(what) = &row.verdict {
            text.push_str(&format!("\nWRONG {} {} ({}): {what}\n", row.of, row.function, row.place));
        }
    }
    text
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Right { .. } => "right",
        Verdict::Refused(_) => "refused",
        Verdict::Wrong(_) => "wrong",
        Verdict::Unchecked(_) => "unchecked",
    }
}

fn counts(rows: &[Row]) -> String {
    let words = ["right", "refused", "wrong", "unchecked"];
    let mut text = format!("{:<10}{:>10}", "crates", "functions");
    words.iter().for_each(|word| text.push_str(&format!("{word:>16}")));
    text.push('\n');
    for group in [Some(Group::Tuned), Some(Group::Unseen), None] {
        let of_group: Vec<&Row> = rows.iter().filter(|row| group.is_none_or(|group| row.group == group)).collect();
        if of_group.is_empty() {
            continue;
        }
        text.push_str(&format!("{:<10}{:>10}", group.map_or("all", Group::name), of_group.len()));
        for word_of in words {
            let count = of_group.iter().filter(|row| word(&row.verdict) == word_of).count();
            let share = 100.0 * count as f64 / of_group.len() as f64;
            text.push_str(&format!("{count:>8} {share:>5.1} %"));
        }
        text.push('\n');
    }
    text
}

/// Refusals by reason, with the tokens they were for.
fn refusals(rows: &[&Row]) -> String {
    let mut reasons: BTreeMap<String, Vec<(&Row, &Refusal)>> = BTreeMap::new();
    for row in rows {
        if let Verdict::Refused(refusal) = &row.verdict {
            reasons.entry(reason(refusal)).or_default().push((row, refusal));
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, refusals)| std::cmp::Reverse(refusals.len()));
    let mut text = String::new();
    for (index, (reason, refusals)) in reasons.iter().enumerate() {
        if index == 0 {
            text.push_str("\nrefused\n");
        }
        text.push_str(&format!("{:>5}  {reason}\n", refusals.len()));
        for (row, refusal) in refusals.iter().take(4) {
            let token: String = refusal.token.chars().take(70).collect();
            let via = refusal.callee.as_ref().map(|callee| format!(", by way of {callee}")).unwrap_or_default();
            text.push_str(&format!("         `{token}` {} {} for {}{via}\n", row.of, refusal.place, row.function));
        }
    }
    text
}

fn grouped(title: &str, rows: &[&Row], of: impl Fn(&Verdict) -> Option<String>) -> String {
    let mut found: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        if let Some(reason) = of(&row.verdict) {
            found.entry(reason).or_default().push(row);
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    let mut text = String::new();
    for (index, (reason, rows)) in found.iter().enumerate() {
        if index == 0 {
            text.push_str(&format!("\n{title}\n"));
        }
        text.push_str(&format!("{:>5}  {reason}\n", rows.len()));
        for row in rows.iter().take(3) {
            text.push_str(&format!("         {} {}\n", row.of, row.function));
        }
    }
    text
}

/// The first clause of our message, or what rustc says with its names left out.
fn reason(refusal: &Refusal) -> String {
    let first = refusal.text.lines().next().unwrap_or_default();
    match first.split_once(" is not differentiable") {
        Some((what, _)) if refusal.code.is_empty() => what.to_string(),
        _ => format!("{} {}", refusal.code, generalised(first)).trim().to_string(),
    }
}

/// Names in backticks become `..`, so that like errors are counted together.
fn generalised(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    // What a crate of another edition cannot name is no name of its own.
    let kept = |part: &str| matches!(part, "core" | "std");
    let parts = first.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 == 1 {
        true if kept(part) => format!("`{part}`"),
        true => "`..`".to_string(),
        false => part.to_string(),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::{generalised, reason};
    use crate::trial::Refusal;

    #[test]
    fn like_errors_have_one_reason() {
        let of = |code: &str, text: &str| {
            reason(&Refusal {
                code: code.to_string(),
                text: text.to_string(),
                token: String::new(),
                place: String::new(),
                callee: None,
            })
        };
        assert_eq!(of("", "a closure is not differentiable: because\nhelp: none"), "a closure");
        assert_eq!(of("E0433", "cannot find `x` in `y`"), "E0433 cannot find `..` in `..`");
        assert_eq!(generalised("no `a` here"), "no `..` here");
    }
}
