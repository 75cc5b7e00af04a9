//! Iterators of ndarray over parts of an array, in terms of what both sweeps can number: ranges and views.

use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall};

/// `x.outer_iter()` is `(0..x.len_of(Axis(0))).map(|i| x.index_axis(Axis(0), i))`, and so are its kin. The array is
/// evaluated where it is used, so it must be a name, or a part of what has one.
pub(super) struct WriteOutArrayIterators;

impl VisitMut for WriteOutArrayIterators {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression
            && let Some((array, axis)) = array_and_axis(call)
        {
            let index = Ident::new("index", Span::mixed_site());
            *expression = syn::parse_quote! {
                (0..#array.len_of(#axis)).map(|#index| #array.index_axis(#axis, #index))
            };
        }
    }
}

/// The array that a call iterates over, and along which axis.
fn array_and_axis(call: &ExprMethodCall) -> Option<(&Expr, Expr)> {
    let first: Expr = syn::parse_quote!(__ad::FIRST_AXIS);
    let (array, axis) = match (call.method.to_string().as_str(), call.args.len()) {
        ("outer_iter", 0) => (&*call.receiver, first),
        ("axis_iter", 1) => (&*call.receiver, call.args[0].clone()),
        // `x.rows().into_iter()`: `rows` alone may be a number.
        ("into_iter", 0) => match &*call.receiver {
            Expr::MethodCall(lanes) if lanes.args.is_empty() && lanes.method == "rows" => (&*lanes.receiver, first),
            Expr::MethodCall(lanes) if lanes.args.is_empty() && lanes.method == "columns" => {
                (&*lanes.receiver, syn::parse_quote!(__ad::SECOND_AXIS))
            }
            _ => return None,
        },
        _ => return None,
    };
    is_place(array).then_some((array, axis))
}

fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(field) => is_place(&field.base),
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Reference(reference) => is_place(&reference.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr),
        _ => false,
    }
}
