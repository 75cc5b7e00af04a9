//! `#[checkpoint(snapshots = 32)]` on a loop.

use super::{Lowerer, leaves};
use crate::errors;
use crate::ir::{Block, LoopHead, LoopId, Plain};
use crate::reverse::repeatable::{Obstacle, obstacle};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, MetaNameValue};

pub(crate) fn is_checkpoint(attribute: &Attribute) -> bool {
    attribute.path().is_ident("checkpoint")
}

/// Takes the attribute off loops: to rustc it means nothing.
pub(crate) struct WithoutCheckpoints;

impl VisitMut for WithoutCheckpoints {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let attributes = match expression {
            Expr::ForLoop(a_loop) => Some(&mut a_loop.attrs),
            Expr::While(a_loop) => Some(&mut a_loop.attrs),
            Expr::Loop(a_loop) => Some(&mut a_loop.attrs),
            _ => None,
        };
        if let Some(attributes) = attributes {
            attributes.retain(|attribute| !is_checkpoint(attribute));
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {} // has bodies of its own
}

impl Lowerer<'_> {
    /// The room for states that the attribute says.
    pub(super) fn snapshots(&mut self, attribute: &Attribute) -> Option<Plain> {
        let argument = attribute.parse_args::<MetaNameValue>();
        let value = match argument {
            Ok(MetaNameValue { path, value, .. }) if path.is_ident("snapshots") => value,
            _ => {
                let text = "how many states are kept is not said\nhelp: write `#[checkpoint(snapshots = 32)]`";
                self.errors.push(syn::Error::new_spanned(attribute, text));
                return None;
            }
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
