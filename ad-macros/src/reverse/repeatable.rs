//! Blocks that may as well run twice: all that happens in them is computing.

use crate::ir::{Block, Callee, Exit, LoopId, Plain, Statement, StatementKind, Value};
use syn::Expr;

/// Whether running a block again, from the same state, does the same and nothing besides, and control does not leave it but
/// for what is `inside` it.
pub(super) fn is_closed(block: &Block, inside: &mut Vec<LoopId>) -> bool {
    block.statements.iter().all(|statement| match &statement.kind {
        kind if !kind.inactive().into_iter().all(gives_the_same_again) => false,
        StatementKind::Exit(Exit::Break(target) | Exit::Continue(target)) => inside.contains(target),
        StatementKind::Plain(plain) => is_assertion(&plain.expression),
        StatementKind::Exit(Exit::Return(_)) | StatementKind::Split { .. } => false,
        StatementKind::Loop(a_loop) => {
            inside.push(a_loop.id);
            let closed = is_closed(&a_loop.body, inside);
            inside.pop();
            closed
        }
        StatementKind::Block { target, body } => {
            inside.push(*target);
            let closed = is_closed(body, inside);
            inside.pop();
            closed
        }
        kind => !passes_functions(statement) && kind.blocks().into_iter().all(|block| is_closed(block, inside)),
    })
}

/// What a block does besides computing, where the variables that it changes are given their old values before it runs
/// again.
pub(crate) fn obstacle(block: &Block) -> Option<Obstacle<'_>> {
    block.statements.iter().find_map(|statement| {
        let changes = |plain: &Plain| !plain.writes.is_empty();
        let plain = statement.kind.inactive().into_iter().find(|plain| match &statement.kind {
            StatementKind::Plain(plain) => !changes(plain) && !is_assertion(&plain.expression),
            _ => !changes(plain) && !gives_the_same_again(plain),
        });
        match plain {
            Some(plain) => Some(Obstacle::Expression(&plain.expression)),
            None if passes_functions(statement) => Some(Obstacle::Functions(statement)),
            None => statement.kind.blocks().into_iter().find_map(obstacle),
        }
    })
}

/// What must not happen twice.
pub(crate) enum Obstacle<'b> {
    Expression(&'b Expr),
    /// A call of a function that is passed in, or that takes one.
    Functions(&'b Statement),
}

/// Whether a statement calls a function that is passed in, or passes one on.
fn passes_functions(statement: &Statement) -> bool {
    matches!(statement.kind.value(), Some(Value::Call { callee, functions, .. })
        if !functions.is_empty() || matches!(callee, Callee::Parameter(_)))
}

/// Whether an inactive expression is certainly worth the same when it is evaluated once more: a call that looks at nothing of
/// the function's own, as `rand::random()` does, may be worth something else each time.
fn gives_the_same_again(plain: &Plain) -> bool {
    const CONSTANTS: [&str; 8] = ["new", "with_capacity", "default", "from", "zero", "one", "infinity", "neg_infinity"];
    let makes_a_constant = |function: &Expr| {
        matches!(function, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| CONSTANTS.iter().any(|name| last.ident == name)))
    };
    let is_constant = match &plain.expression {
        Expr::Call(call) => plain.calls_ours() || makes_a_constant(&call.func),
        Expr::Macro(made) => made.mac.path.is_ident("vec"),
        expression => is_of_literals(expression),
    };
    plain.cheap || is_constant || plain.writes.is_empty() && !plain.reads.is_empty() || is_assertion(&plain.expression)
}

/// `(1.5_f64).tanh()`
fn is_of_literals(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Paren(paren) => is_of_literals(&paren.expr),
        Expr::Unary(unary) => is_of_literals(&unary.expr),
        Expr::Binary(binary) => is_of_literals(&binary.left) && is_of_literals(&binary.right),
        Expr::MethodCall(call) => is_of_literals(&call.receiver) && call.args.iter().all(is_of_literals),
        _ => false,
    }
}

/// `assert!(..)` and its like.
fn is_assertion(expression: &Expr) -> bool {
    matches!(expression, Expr::Macro(called) if called.mac.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.starts_with("assert") || name.starts_with("debug_assert")
    }))
}
