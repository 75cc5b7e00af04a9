//! Statements that overwrite all of a variable: what it held before is gone, whoever needed it.
//!
//! `for i in 0..n { scratch[i] = ..; }` does so, where `scratch` is `vec![_; n]` and never gets another length. What a
//! later assignment to an element overwrites is then no value that anything in front of the loop has seen.

use crate::ir::{
    Block, Body, Loop, LoopHead, LoopId, Operand, Place, Plain, Projection, Statement, StatementKind, Value, Var,
};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::Expr;

/// A statement that overwrites all of `variable`.
pub(super) struct Kill {
    variable: Var,
    /// Where it begins and ends.
    first: usize,
    pub(super) last: usize,
    /// The assignment in it.
    by: usize,
    /// Where its block ends: whatever stands behind it in there, at any depth, comes after it.
    block_ends: usize,
    /// The loops around it.
    pub(super) loops: Vec<LoopId>,
}

/// All of them in a function.
pub(super) struct Kills {
    list: Vec<Kill>,
    pub(super) lengths: Lengths,
}

impl Kills {
    pub(super) fn of(body: &Body) -> Self {
        let mut kills = Kills { list: Vec::new(), lengths: Lengths::of(body) };
        kills.search(body, &body.block, &mut Vec::new());
        kills
    }

    fn search(&mut self, body: &Body, block: &Block, loops: &mut Vec<LoopId>) {
        let block_ends = block.statements.last().map_or(0, |statement| statement.position);
        for statement in &block.statements {
            for (variable, by) in self.lengths.overwritten_by(body, statement) {
                let (first, last) = (first_position(statement), statement.position);
                self.list.push(Kill { variable, first, last, by, block_ends, loops: loops.clone() });
            }
            if let StatementKind::Loop(a_loop) = &statement.kind {
                loops.push(a_loop.id);
                self.search(body, &a_loop.body, loops);
                loops.pop();
            } else {
                statement.kind.blocks().into_iter().for_each(|inner| self.search(body, inner, loops));
            }
        }
    }

    /// Whether the statement at a position is a loop that overwrites all of a list.
    pub(super) fn is_one(&self, position: usize) -> bool {
        self.list.iter().any(|kill| kill.last == position && kill.by < position)
    }

    /// The loop that overwrites all of a list by the assignment at a position. What another assignment in it overwrites is
    /// no longer what the list held before the loop.
    pub(super) fn that_assigns_by(&self, position: usize) -> Option<&Kill> {
        self.list.iter().find(|kill| kill.by == position && position < kill.last)
    }

    /// Whether all of it is overwritten on the way from one position to a later one.
    pub(super) fn between(&self, variable: Var, from: usize, to: usize) -> bool {
        self.before(variable, to).any(|kill| from < kill.first)
    }

    /// Whether all of it is overwritten on the way from the head of a loop around a position to that position.
    pub(super) fn since_head_of(&self, id: LoopId, variable: Var, to: usize) -> bool {
        self.before(variable, to).any(|kill| kill.loops.contains(&id))
    }

    fn before(&self, variable: Var, to: usize) -> impl Iterator<Item = &Kill> {
        self.list.iter().filter(move |kill| kill.variable == variable && kill.last < to && to <= kill.block_ends)
    }
}

/// Lists that keep the length with which they are made.
pub(super) struct Lengths {
    lengths: BTreeMap<Var, Plain>,
}

impl Lengths {
    fn of(body: &Body) -> Self {
        let mut lengths = BTreeMap::new();
        let mut resized = BTreeSet::new();
        search_lengths(&body.block, &mut lengths, &mut resized);
        lengths.retain(|variable, _| !resized.contains(variable));
        Lengths { lengths }
    }

    /// Whether a variable keeps its length, whatever is assigned to its elements.
    pub(super) fn keeps(&self, variable: Var) -> bool {
        self.lengths.contains_key(&variable)
    }

    /// The variables all of which a statement overwrites, before it reads what it overwrites, and the assignments by which
    /// it does so.
    pub(super) fn overwritten_by(&self, body: &Body, statement: &Statement) -> Vec<(Var, usize)> {
        match &statement.kind {
            StatementKind::Assign { place, value } if place.path.is_empty() && !value.reads().contains(&place.root) => {
                vec![(place.root, statement.position)]
            }
            StatementKind::Loop(a_loop) => self.overwritten_by_loop(body, a_loop),
            _ => Vec::new(),
        }
    }

    /// Those each element of which a loop assigns.
    fn overwritten_by_loop(&self, body: &Body, a_loop: &Loop) -> Vec<(Var, usize)> {
        let LoopHead::Range { variable: index, start, end, inclusive: false } = &a_loop.head else { return Vec::new() };
        if !matches!(&start.expression, Expr::Lit(literal) if literal.to_token_stream().to_string() == "0")
            || a_loop.count.is_some()
            || a_loop.body.exits()
        {
            return Vec::new();
        }
        let mut overwritten = Vec::new();
        for (at, statement) in a_loop.body.statements.iter().enumerate() {
            let StatementKind::Assign { place, .. } = &statement.kind else { continue };
            let root = place.root;
            let before = &a_loop.body.statements[..at];
            if self.goes_to(body, root, end)
                && is_element(body, place, *index)
                && !before.iter().any(|statement| statement.kind.reads().contains(&root))
                && !statement.kind.value().is_some_and(|value| value.reads().contains(&root))
                && a_loop.body.statements[at + 1..].iter().all(|behind| looks_at_element(body, behind, root, *index))
            {
                overwritten.push((root, statement.position));
            }
        }
        overwritten
    }

    /// Whether `0..end` goes over all elements of a list.
    fn goes_to(&self, body: &Body, list: Var, end: &Plain) -> bool {
        let Some(length) = self.lengths.get(&list) else { return false };
        let name = &body.variable(list).name;
        let of_itself: Expr = syn::parse_quote!(#name.len());
        let text = |expression: &Expr| expression.to_token_stream().to_string();
        let fixed = length.cheap && length.reads.iter().all(|read| !body.variable(*read).mutable);
        text(&end.expression) == text(&of_itself) || fixed && text(&length.expression) == text(&end.expression)
    }
}

/// Whether a place is the element of a list that has the number `index`.
pub(super) fn is_element(body: &Body, place: &Place, index: Var) -> bool {
    let name = &body.variable(index).name;
    matches!(&place.path[..], [Projection::Index(at)]
        if matches!(&at.expression, Expr::Path(path) if path.path.is_ident(name)))
}

/// Whether all that a statement has to do with a list is its element of the number `index`.
fn looks_at_element(body: &Body, statement: &Statement, list: Var, index: Var) -> bool {
    let kind = &statement.kind;
    if !kind.reads().contains(&list) {
        return true;
    }
    let is_it = |place: &Place| {
        let of_list = place.root == list && is_element(body, place, index);
        of_list || !place.reads().any(|read| read == list)
    };
    let operand_is_it = |operand: &Operand| match operand {
        Operand::Place { place, .. } => is_it(place),
        Operand::Lent(_) | Operand::Plain(_) => !operand.reads().contains(&list),
    };
    match kind {
        StatementKind::Let { value, .. } => value.operands().into_iter().all(operand_is_it),
        StatementKind::Assign { place, value } => is_it(place) && value.operands().into_iter().all(operand_is_it),
        StatementKind::Increment { place, operand, .. } => is_it(place) && operand_is_it(operand),
        _ => false,
    }
}

/// Where a statement begins: the position of the first one in it.
pub(super) fn first_position(statement: &Statement) -> usize {
    let inner = statement.kind.blocks().into_iter().filter_map(|block| block.statements.first());
    inner.map(first_position).min().unwrap_or(statement.position).min(statement.position)
}

fn search_lengths(block: &Block, lengths: &mut BTreeMap<Var, Plain>, resized: &mut BTreeSet<Var>) {
    for statement in &block.statements {
        match &statement.kind {
            StatementKind::Let { variable, value: Value::Repeat { length, .. }, .. } => {
                lengths.insert(*variable, length.clone());
            }
            StatementKind::Let { variable, value: Value::Operand(Operand::Plain(plain)), .. } => {
                if let Some(length) = length_of_repeated(&plain.expression) {
                    let length = Plain { expression: length, cheap: true, ..plain.clone() };
                    lengths.insert(*variable, length);
                }
            }
            StatementKind::Assign { place, .. } if !ends_in_element(place) => {
                resized.insert(place.root);
            }
            StatementKind::Push { place, .. } => {
                resized.insert(place.root);
            }
            _ => {}
        }
        resized.extend(statement.side_effects().into_iter().filter(|root| !lends_element_of(statement, *root)));
        statement.kind.blocks().into_iter().for_each(|inner| search_lengths(inner, lengths, resized));
    }
}

/// `n` of `[0.0; n]` and `vec![0.0; n]`.
fn length_of_repeated(expression: &Expr) -> Option<Expr> {
    match expression {
        Expr::Repeat(repeat) => Some((*repeat.len).clone()),
        Expr::Macro(made) if made.mac.path.segments.last().is_some_and(|last| last.ident == "vec") => {
            let elements = &made.mac.tokens;
            length_of_repeated(&syn::parse2(quote::quote!([#elements])).ok()?)
        }
        _ => None,
    }
}

/// Whether all that a statement lends of a variable are parts behind an index.
fn lends_element_of(statement: &Statement, root: Var) -> bool {
    let Some(value) = statement.kind.value() else { return false };
    value.operands().into_iter().all(|operand| match operand {
        Operand::Lent(place) => place.root != root || ends_in_element(place),
        Operand::Plain(plain) => !plain.writes.contains(&root),
        Operand::Place { .. } => true,
    })
}

/// Whether a place lies behind an index.
fn ends_in_element(place: &Place) -> bool {
    place.path.iter().any(|step| matches!(step, Projection::Index(_)))
}

/// Whether all that an expression asks of a list is its length: `list.len()`, `list[1..].len()`.
pub(super) fn asks_length_alone(expression: &Expr, list: &proc_macro2::Ident) -> bool {
    use syn::visit::{self, Visit};
    struct Finder<'n>(&'n proc_macro2::Ident, bool);
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            if call.method == "len" && call.args.is_empty() {
                self.skip_list(&call.receiver);
            } else {
                visit::visit_expr_method_call(self, call);
            }
        }
        fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
            self.1 |= ident == self.0;
        }
    }
    impl Finder<'_> {
        /// What is indexed by a range has a length of its own, which the list's length and the range tell.
        fn skip_list(&mut self, expression: &Expr) {
            match expression {
                Expr::Path(path) if path.path.is_ident(self.0) => {}
                Expr::Paren(paren) => self.skip_list(&paren.expr),
                Expr::Reference(reference) => self.skip_list(&reference.expr),
                Expr::Index(index) if matches!(&*index.index, Expr::Range(_)) => {
                    self.skip_list(&index.expr);
                    self.visit_expr(&index.index);
                }
                other => self.visit_expr(other),
            }
        }
    }
    let mut finder = Finder(list, false);
    finder.visit_expr(expression);
    !finder.1
}
