//! `#[checkpoint(snapshots = 32)]` on a loop.

use super::{Lowerer, leaves};
use crate::errors;
use crate::ir::{Block, LoopHead, LoopId, Plain};
use crate::reverse::repeatable::{Obstacle, obstacle};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, MetaNameValue, Stmt};

fn is_checkpoint(attribute: &Attribute) -> bool {
    attribute.path().is_ident("checkpoint")
}

/// The attribute among those of a loop.
pub(super) fn checkpoint_in(attributes: &[Attribute]) -> Option<&Attribute> {
    attributes.iter().find(|attribute| is_checkpoint(attribute))
}

/// Takes the attribute off loops: to rustc it means nothing. What it says is mentioned in front of them, or a variable that
/// stands nowhere else would be called unused.
pub(crate) struct WithoutCheckpoints;

impl VisitMut for WithoutCheckpoints {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let statements = std::mem::take(&mut block.stmts);
        for mut statement in statements {
            if let Stmt::Expr(a_loop, _) = &mut statement
                && let Some(attributes) = attributes_of_loop(a_loop)
                && let Some(attribute) = checkpoint_in(attributes)
            {
                if let Some(room) = room_in(attribute) {
                    let mention = syn::parse_quote!(#[allow(warnings, clippy::all)] let _ = || { let _ = &(#room); };);
                    block.stmts.push(mention);
                }
                attributes.retain(|attribute| !is_checkpoint(attribute));
            }
            block.stmts.push(statement);
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {} // has bodies of its own
}

fn attributes_of_loop(expression: &mut Expr) -> Option<&mut Vec<Attribute>> {
    match expression {
        Expr::ForLoop(a_loop) => Some(&mut a_loop.attrs),
        Expr::While(a_loop) => Some(&mut a_loop.attrs),
        Expr::Loop(a_loop) => Some(&mut a_loop.attrs),
        _ => None,
    }
}

/// `32` of `#[checkpoint(snapshots = 32)]`
fn room_in(attribute: &Attribute) -> Option<Expr> {
    let argument = attribute.parse_args::<MetaNameValue>().ok()?;
    argument.path.is_ident("snapshots").then_some(argument.value)
}

impl Lowerer<'_> {
    /// The room for states that the attribute says.
    pub(super) fn snapshots(&mut self, attribute: &Attribute) -> Option<Plain> {
        let Some(value) = room_in(attribute) else {
            let text = "how many states are kept is not said\nhelp: write `#[checkpoint(snapshots = 32)]`";
            self.errors.push(syn::Error::new_spanned(attribute, text));
            return None;
        };
        let Some(room) = self.inactive(&value) else {
            self.errors.reject(&value, &errors::INDEX);
            return None;
        };
        Some(self.bound(room, "snapshots", syn::spanned::Spanned::span(&value)))
    }

    /// Refuses what cannot run again from a state that was kept.
    pub(super) fn check_checkpointed(&mut self, attribute: &Attribute, id: LoopId, head: &LoopHead, body: &Block) {
        if matches!(head, LoopHead::Items { .. }) {
            self.errors.reject(attribute, &errors::CHECKPOINT_ITEMS);
        }
        if leaves(body, &mut vec![id]) {
            self.errors.reject(attribute, &errors::CHECKPOINT_LEFT);
        }
        match obstacle(body) {
            Some(Obstacle::Expression(expression)) => self.errors.reject(expression, &errors::CHECKPOINT_AGAIN),
            Some(Obstacle::Functions(statement)) => {
                self.errors.reject_span(statement.span, &errors::CHECKPOINT_FUNCTION);
            }
            None => {}
        }
    }
}
