//! The programs that are one step smaller than a program.

use super::generator::Program;
use super::generator::print::Numbers;
use super::generator::syntax::{Arm, Block, Expr, Function, Statement};
use super::generator::walk::Parts;
use super::generator::write::source;
use std::collections::HashSet;

/// All that are shorter, the shortest first, but for those that were there before. Many are not valid Rust.
pub(crate) fn candidates(program: &Program, seen: &mut HashSet<String>) -> Vec<Program> {
    let length = source(program, Numbers::Real).len();
    let mut candidates = Vec::new();
    for number in 0.. {
        let mut smaller = program.clone();
        smaller.split = None;
        let mut step = Step { left: number, done: false };
        step.program(&mut smaller);
        if !step.done {
            break;
        }
        let text = source(&smaller, Numbers::Real);
        if text.len() < length && seen.insert(text.clone()) {
            candidates.push((text.len(), smaller));
        }
    }
    candidates.sort_by_key(|(length, _)| *length);
    candidates.into_iter().map(|(_, program)| program).collect()
}

/// One change of a program: of all that are possible, in the order in which they are come by, that with a number.
struct Step {
    left: usize,
    done: bool,
}

impl Step {
    /// Whether the change is one of the next `count`, and which.
    fn among(&mut self, count: usize) -> Option<usize> {
        if self.done {
            return None;
        }
        if self.left < count {
            self.done = true;
            return Some(self.left);
        }
        self.left -= count;
        None
    }

    fn program(&mut self, program: &mut Program) {
        if let Some(index) = self.among(program.functions.len() - 1) {
            program.functions.remove(index);
        }
        if let Some(index) = self.among(program.definitions.structs.len()) {
            program.definitions.structs.remove(index);
        }
        if let Some(index) = self.among(program.definitions.enums.len()) {
            program.definitions.enums.remove(index);
        }
        for function in 0..program.functions.len() {
            if let Some(parameter) = self.among(program.functions[function].parameters.len()) {
                remove_parameter(&mut program.functions, function, parameter);
            }
        }
        for function in &mut program.functions {
            self.block(&mut function.body);
        }
    }

    fn block(&mut self, block: &mut Block) {
        let count = block.statements.len();
        // Halves, quarters and so on; then one by one.
        for width in [count / 2, count / 4, count / 8] {
            if width > 1
                && let Some(start) = self.among(count - width + 1)
            {
                block.statements.drain(start..start + width);
            }
        }
        if let Some(index) = self.among(count) {
            block.statements.remove(index);
        }
        for index in 0..block.statements.len() {
            if self.done {
                return;
            }
            let inside = inside_of(&mut block.statements[index]);
            if let Some(chosen) = self.among(inside.len()) {
                block.statements.splice(index..=index, inside.into_iter().nth(chosen).expect("it is among them"));
            }
        }
        for statement in &mut block.statements {
            if let Statement::Let { ty: ty @ Some(_), .. } = statement
                && self.among(1).is_some()
            {
                *ty = None;
            }
            if let Statement::For { label: label @ Some(_), .. }
            | Statement::While { label: label @ Some(_), .. }
            | Statement::Loop { label: label @ Some(_), .. } = statement
                && self.among(1).is_some()
            {
                *label = None;
            }
            if !self.done {
                self.parts(statement.parts());
            }
        }
        if let Some(value) = &mut block.value {
            self.expression(value);
        }
    }

    fn parts(&mut self, parts: Parts<'_>) {
        parts.expressions.into_iter().for_each(|expression| self.expression(expression));
        parts.blocks.into_iter().for_each(|block| self.block(block));
    }

    fn expression(&mut self, expression: &mut Expr) {
        if self.done {
            return;
        }
        let parts = expression.parts();
        let values = parts.blocks.iter().filter(|block| block.value.is_some()).count();
        let count = parts.expressions.len() + parts.blocks.len() + values;
        if let Some(chosen) = self.among(count) {
            *expression = part(expression, chosen);
            return;
        }
        for literal in [Expr::Real(1.0), Expr::Int(0), Expr::Int(1)] {
            let is_literal = matches!(expression, Expr::Real(1.0) | Expr::Int(0 | 1));
            if !is_literal && self.among(1).is_some() {
                *expression = literal;
                return;
            }
        }
        match expression {
            Expr::If(_, _, otherwise @ Some(_)) if self.among(1).is_some() => *otherwise = None,
            Expr::Match(_, arms) => {
                if let Some(arm) = self.among(arms.len()) {
                    arms.remove(arm);
                }
                for Arm { guard, .. } in arms {
                    if guard.is_some() && self.among(1).is_some() {
                        *guard = None;
                    }
                }
            }
            Expr::Closure(closure) => {
                for (_, ty) in &mut closure.parameters {
                    if ty.is_some() && self.among(1).is_some() {
                        *ty = None;
                    }
                }
                if closure.output.is_some() && self.among(1).is_some() {
                    closure.output = None;
                }
            }
            Expr::Array(parts) | Expr::Vector(parts) | Expr::Call(_, parts) if parts.len() > 1 => {
                if let Some(part) = self.among(parts.len()) {
                    parts.remove(part);
                }
            }
            _ => {}
        }
        if !self.done {
            self.parts(expression.parts());
        }
    }
}

/// A part of an expression: one of its expressions, a block, or the value of a block.
fn part(expression: &mut Expr, chosen: usize) -> Expr {
    let parts = expression.parts();
    let mut all: Vec<Expr> = parts.expressions.into_iter().map(|part| part.clone()).collect();
    for block in parts.blocks {
        all.extend(block.value.as_deref().cloned());
        all.push(Expr::Block(block.clone()));
    }
    all.swap_remove(chosen)
}

/// The statements of each block in a statement, to stand in its place.
fn inside_of(statement: &mut Statement) -> Vec<Vec<Statement>> {
    let mut inside = Vec::new();
    let parts = statement.parts();
    let mut blocks: Vec<Block> = parts.blocks.into_iter().map(|block| block.clone()).collect();
    for expression in parts.expressions {
        blocks.extend(expression.parts().blocks.into_iter().map(|block| block.clone()));
    }
    for block in blocks {
        let mut statements = block.statements;
        statements.extend(block.value.map(|value| Statement::Evaluate(*value)));
        inside.push(statements);
    }
    inside
}

/// Takes a parameter away, and the argument for it from the calls that are written as calls.
fn remove_parameter(functions: &mut [Function], function: usize, parameter: usize) {
    let name = functions[function].name.clone();
    functions[function].parameters.remove(parameter);
    for function in functions {
        remove_argument(&mut function.body, &name, parameter);
    }
}

fn remove_argument(block: &mut Block, name: &str, place: usize) {
    let mut all: Vec<Parts<'_>> = block.statements.iter_mut().map(Statement::parts).collect();
    if let Some(value) = &mut block.value {
        all.push(Parts { expressions: vec![&mut **value], blocks: Vec::new() });
    }
    while let Some(parts) = all.pop() {
        for expression in parts.expressions {
            if let Expr::Call(function, arguments) = expression
                && function == name
                && place < arguments.len()
            {
                arguments.remove(place);
            }
            all.push(expression.parts());
        }
        for block in parts.blocks {
            remove_argument(block, name, place);
        }
    }
}
