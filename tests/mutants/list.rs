//! The mistakes that are made on purpose.

/// One mistake: in a file of the macro, `from` becomes `to`.
pub(crate) struct Mutant {
    /// What a maintainer could have got wrong.
    pub(crate) mistake: &'static str,
    /// Under `ad-macros/src`.
    pub(crate) file: &'static str,
    /// Stands there exactly once.
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
}

const fn mutant(mistake: &'static str, file: &'static str, from: &'static str, to: &'static str) -> Mutant {
    Mutant { mistake, file, from, to }
}

pub(crate) const MUTANTS: &[Mutant] = &[
    // Contributions.
    mutant(
        "a rule contributes to its first argument alone",
        "reverse/pull.rs",
        "for (argument, operand) in operands.iter().enumerate() {",
        "for (argument, operand) in operands.iter().enumerate().take(1) {",
    ),
    mutant(
        "the parts of a tuple all get the first part of the seed",
        "reverse/pull.rs",
        "self.pull_parts(parts.map(|(index, operand)| (Part::Field(index.into()), operand)), seed, position)",
        "self.pull_parts(parts.map(|(_, operand)| (Part::Field(0.into()), operand)), seed, position)",
    ),
    mutant(
        "`-=` contributes as `+=` does",
        "emit/reverse.rs",
        r#"if *negative { "sub" } else { "add" }"#,
        r#"if *negative { "add" } else { "add" }"#,
    ),
    mutant(
        "an assignment leaves the cotangent of its place in it",
        "emit/reverse.rs",
        "ours!(let #name = __ad::take::<#space, _>(&#value, #accumulator);)",
        "ours!(let #name = { let _ = &#value; ::core::clone::Clone::clone(&*#accumulator) };)",
    ),
    mutant(
        "arguments that share a cotangent: what one contributes is lost",
        "emit/calls.rs",
        "all.after.extend(ours!(__ad::#accumulate::<#space, #space, _>(&#value, #into, &#name);));",
        "all.after.extend(ours!(let _ = (&#value, &#into, &#name);));",
    ),
    mutant(
        "what was contributed to an argument of a function parameter is lost",
        "emit/calls.rs",
        "after.extend(ours!(__ad::#accumulate::<#space, #intermediates, _>(#value, #into, &#name);));",
        "after.extend(ours!(let _ = (&#value, &#into, &#name);));",
    ),
    mutant(
        "`return` inside a body does not seed what it returns",
        "reverse/mod.rs",
        "let seed = self.seed(SeedBase::Output, SpaceOf::Intermediates);\n                self.pull(value, seed, position, false)",
        "let seed = self.seed(SeedBase::Output, SpaceOf::Intermediates);\n                let sweep = self.pull(value, seed, position, false);\n                if self.loops.is_empty() { sweep } else { Vec::new() }",
    ),
    // Restoring.
    mutant(
        "what an assignment overwrote is not put back",
        "reverse/sweep.rs",
        "(plan.overwritten.contains_key(&position) || plan.pushed.contains_key(&position)).then_some(step)",
        "plan.pushed.contains_key(&position).then_some(step)",
    ),
    mutant(
        "a vector that grew is not made shorter again",
        "emit/reverse.rs",
        "ours!(#place.pop();)",
        "ours!(let _ = &#place;)",
    ),
    mutant(
        "a value that an earlier iteration needs is not remembered",
        "reverse/availability.rs",
        "by_next_iteration || by_later",
        "by_next_iteration && by_later",
    ),
    mutant(
        "a loop is taken to overwrite all of a list, wherever it ends",
        "reverse/kills.rs",
        "|| fixed && text(&length.expression) == text(&end.expression)",
        "|| fixed",
    ),
    mutant(
        "a loop that looks at other elements is taken to overwrite them first",
        "reverse/kills.rs",
        "of_list || !place.reads().any(|read| read == list)",
        "of_list || place.root == list || !place.reads().any(|read| read == list)",
    ),
    mutant(
        "the length of a part is asked for again where the part has moved",
        "reverse/availability.rs",
        "} else if info.reference {",
        "} else if info.reference && mutable.len() > 99 {",
    ),
    mutant(
        "what a second assignment in a loop overwrites is taken for what was there before the loop",
        "reverse/kills.rs",
        "self.list.iter().find(|kill| kill.by == position && position < kill.last)",
        "self.list.iter().find(|kill| kill.first <= position && position < kill.last)",
    ),
    mutant(
        "scratch is remembered as a whole, and not put back",
        "reverse/mod.rs",
        "if !sweep.is_empty() && self.kills.is_one(position) && !restores(&sweep) {",
        "if sweep.is_empty() && self.kills.is_one(position) {",
    ),
    // Independent loops.
    mutant(
        "what an iteration leaves to the next one is taken for scratch",
        "reverse/independent.rs",
        "around.written().all(is_local) && scratch.iter().all(is_scratch)",
        "around.written().all(is_local) && (scratch.iter().all(is_scratch) || !scratch.is_empty())",
    ),
    mutant(
        "a sum that is read in the loop is taken for one that is not",
        "reverse/iteration.rs",
        "!assigned.contains(variable) && !reads.contains(variable);",
        "!assigned.contains(variable);",
    ),
    mutant(
        "what is drawn in an independent loop is drawn twice",
        "reverse/repeatable.rs",
        "kind if !kind.inactive().into_iter().all(gives_the_same_again) => false,",
        "kind if kind.inactive().len() > 99 => false,",
    ),
    mutant(
        "scratch may be used elsewhere",
        "reverse/independent.rs",
        "!mentioned_outside(&body.block, *variable, first, position)",
        "(!mentioned_outside(&body.block, *variable, first, position) || first > 0)",
    ),
    mutant(
        "the sum beside a loop is of an element whose cotangent the loop reads",
        "reverse/carried.rs",
        "candidates.retain(|place| sweep.iter().all(|step| leaves_alone(body, step, place)));",
        "candidates.retain(|place| sweep.iter().any(|step| leaves_alone(body, step, place)));",
    ),
    mutant(
        "the sum beside a loop begins where the loop does not run",
        "emit/reverse.rs",
        "if !(#range).is_empty() {",
        "if true {",
    ),
    mutant(
        "a value is computed again although its operands have changed",
        "reverse/availability.rs",
        "!written.is_disjoint(&mutable)",
        "written.len() > mutable.len() + 1",
    ),
    mutant(
        "the pullback works on what it captured, and is spent when it was called once",
        "reverse/availability.rs",
        ".filter(|root| !plan.at_scope_end.contains_key(root) && self.body.variable(*root).loops.is_empty())",
        ".filter(|root| !plan.at_scope_end.contains_key(root) && self.body.variable(*root).reference)",
    ),
    mutant(
        "restoring goes behind the value that is computed of what is restored",
        "reverse/availability.rs",
        ".rposition(|step| matches!(step, Sweep::Restore { .. })).map_or(0, |at| at + 1);",
        ".position(|step| matches!(step, Sweep::Restore { .. })).map_or(0, |at| at);",
    ),
    // Control flow.
    mutant(
        "the branches of an `if` are swapped",
        "emit/reverse.rs",
        "ours!(if #condition { #then } #otherwise)",
        "ours!(if !#condition { #then } #otherwise)",
    ),
    mutant(
        "an `if` without a first branch runs its second where the first ran",
        "emit/reverse.rs",
        "return ours!(if !#condition { #otherwise });",
        "return ours!(if #condition { #otherwise });",
    ),
    mutant(
        "arms of a `match` are told apart by their patterns alone",
        "emit/reverse.rs",
        "ours!(#pattern if #arm == #number => { #sweep })",
        "ours!(#pattern if #arm == #number || true => { #sweep })",
    ),
    mutant(
        "a loop over a range is mirrored first to last",
        "emit/reverse.rs",
        "None => ours!(for #name in (#start #dots #end).rev() { #body }),",
        "None => ours!(for #name in (#start #dots #end) { #body }),",
    ),
    mutant(
        "a loop that was left early is mirrored first to last",
        "emit/reverse.rs",
        "for step in (0..#count).rev() {",
        "for step in 0..#count {",
    ),
    mutant(
        "a loop that was left early is mirrored one iteration short",
        "emit/forward.rs",
        "LoopHead::While { condition } => {\n                let condition = &condition.expression;\n                ours!(#label while #condition { #count #body })",
        "LoopHead::While { condition } => {\n                let condition = &condition.expression;\n                ours!(#label while #condition { #body #count })",
    ),
    mutant(
        "a `break` or `return` does not say which statements it left out",
        "emit/forward.rs",
        "ours!(#slot.push(false);)",
        "ours!(#slot.push(true);)",
    ),
    mutant(
        "what stands behind an exit is mirrored where control left, too",
        "emit/reverse.rs",
        "ours!(if #slot.next() { #then } #otherwise)",
        "ours!(if #slot.next() || true { #then } #otherwise)",
    ),
    mutant(
        "a `break` does not remember the last values of the scopes that it leaves",
        "emit/forward.rs",
        "ours!(#(#ends)* break #label;)",
        "ours!(break #label;)",
    ),
    mutant(
        "where control left, a branch contributes for variables that it had not defined",
        "reverse/availability.rs",
        "otherwise = without_contributions_of(&piece, declared.expect(\"some\"));",
        "otherwise = Vec::new();",
    ),
    mutant(
        "a loop whose numbers the reverse sweep wants is left out of `gradient`",
        "reverse/unwanted.rs",
        "Sweep::Again { value, .. } => wanted.extend(value.reads()),",
        "Sweep::Again { .. } => {}",
    ),
    // Activity and lowering.
    mutant(
        "that a variable becomes active in a loop is not learnt",
        "lower/mod.rs",
        "if !self.variable(variable).active\n            && let Some(place)",
        "if !self.variable(variable).active\n            && self.variable(variable).loops.len() == self.loop_ids().len()\n            && let Some(place)",
    ),
    mutant(
        "the spaces of a variable that names one of two arguments are not joined",
        "reverse/mod.rs",
        "Some(before) => join(before, space),",
        "Some(before) => before,",
    ),
    mutant(
        "`mul_add` is lent its first operand where its rule wants the second",
        "rules.rs",
        "mul_add([B], [A], [C]);",
        "mul_add([A], [A], [C]);",
    ),
    mutant(
        "a loop over an inclusive range is mirrored without its last number",
        "emit/reverse.rs",
        "let dots = if *inclusive { ours!(..=) } else { ours!(..) };\n                let places",
        "let dots = if *inclusive { ours!(..) } else { ours!(..) };\n                let places",
    ),
    // Checkpoints, and operators of the user's.
    mutant(
        "a step does not bring what it leaves behind into the step before",
        "reverse/iteration.rs",
        "inner.touched = self.touched.iter().copied().chain(carried).collect();",
        "inner.touched = carried.collect();",
    ),
    mutant(
        "a sum of any type is one of numbers",
        "reverse/pull.rs",
        "let of_any_type = !of_numbers && self.body.variable(variable).mutable;",
        "let of_any_type = of_numbers && !of_numbers;",
    ),
    mutant(
        "a product of numbers wants neither of them",
        "rules.rs",
        "mul([TYPE_OF_A, B], [A, TYPE_OF_B]);",
        "mul([TYPE_OF_A, TYPE_OF_B], [A, TYPE_OF_B]);",
    ),
    mutant(
        "what is wanted for its type alone is wanted nowhere else",
        "reverse/availability.rs",
        "self.numbers.real(self.body, variable).filter(|_| !self.valued.contains(&variable))",
        "self.numbers.real(self.body, variable)",
    ),
    mutant(
        "a list of which an iteration assigns any element is taken for one that it fills",
        "reverse/independent.rs",
        "super::kills::is_element(body, place, index) && !value.reads().contains(&list)",
        "!value.reads().contains(&list)",
    ),
    mutant(
        "a running maximum that is read in its loop is taken for its last value",
        "reverse/extremes.rs",
        "    reads_in(block, variable).into_iter().all(|read| read > end)\n",
        "    true\n",
    ),
    mutant(
        "a value that comes last is made of what the reverse sweep has restored",
        "reverse/value_last.rs",
        "!written.contains(&variable) && !self.plan.restored_copies.contains(&variable)",
        "true",
    ),
    mutant(
        "two loops add to one sum on the way back, the second one first",
        "reverse/value_last.rs",
        "if of_loop.is_disjoint(&found.late) {",
        "if !of_loop.is_empty() {",
    ),
    mutant(
        "what is read once more behind its assignment gives its cotangent away",
        "reverse/mod.rs",
        "fits && !self.touched.contains(&source.root) && ",
        "fits && ",
    ),
];
