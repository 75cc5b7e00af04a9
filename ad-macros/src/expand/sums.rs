//! Whether `a + b` of a type of the user's adds to each field of `a`: then `a += b` passes the cotangent of `a` on as it is.

use crate::idents::collect_idents;
use quote::ToTokens;
use std::collections::HashSet;
use syn::{BinOp, Block, Expr, Member, Stmt, Type};

/// Input: the body of `add` or `sub`, before `self` gets another name. `Vector { x: self.x + other.x, y: self.y + other.y }`
/// is such a sum, and so is `Metres(self.0 + other.0)`; what a constructor does with its arguments is not seen.
pub(super) fn is_sum(body: &Block, of: &Type, subtracts: bool) -> bool {
    let [Stmt::Expr(value, None)] = &body.stmts[..] else { return false };
    let fields: Vec<(Member, &Expr)> = match value {
        Expr::Struct(made) if made.rest.is_none() && names(&made.path, of) => {
            made.fields.iter().map(|field| (field.member.clone(), &field.expr)).collect()
        }
        Expr::Call(made) if matches!(&*made.func, Expr::Path(path) if names(&path.path, of)) => {
            made.args.iter().enumerate().map(|(index, argument)| (index.into(), argument)).collect()
        }
        _ => return false,
    };
    fields.iter().all(|(member, value)| changes_by(value, member, subtracts))
}

/// `Self`, or the name of the type.
fn names(path: &syn::Path, of: &Type) -> bool {
    let name = |path: &syn::Path| path.segments.last().map(|last| last.ident.clone());
    path.is_ident("Self") || matches!(of, Type::Path(of) if path.segments.len() == 1 && name(&of.path) == name(path))
}

/// `self.member + other`, where `other` does not look at `self`.
fn changes_by(value: &Expr, member: &Member, subtracts: bool) -> bool {
    let Expr::Binary(binary) = value else { return false };
    let is_field = |side: &Expr| {
        matches!(side, Expr::Field(field) if field.member == *member
            && matches!(&*field.base, Expr::Path(base) if base.path.is_ident("self")))
    };
    let is_other = |side: &Expr| {
        let mut idents = HashSet::new();
        collect_idents(side.to_token_stream(), &mut idents);
        !idents.contains("self")
    };
    match binary.op {
        BinOp::Sub(_) => subtracts && is_field(&binary.left) && is_other(&binary.right),
        BinOp::Add(_) if !subtracts => {
            let sides = [(&binary.left, &binary.right), (&binary.right, &binary.left)];
            sides.into_iter().any(|(field, other)| is_field(field) && is_other(other))
        }
        _ => false,
    }
}
