//! `T::Output` in a function over `T: Add`. Beside the bound of the user's the companion has those of `Scalar`, by which
//! there are several: it is written out as `<T as Add>::Output`.

use super::operators::operator;
use crate::signature::bounds::{bounds_on, output_of};
use syn::visit_mut::{self, VisitMut};
use syn::{Generics, Type};

/// Writes out the outputs of operators, for the type parameters of these generics.
pub(super) struct WriteOutOutputs<'g>(pub(super) Vec<&'g Generics>);

impl WriteOutOutputs<'_> {
    /// The type that `T::Output` means.
    fn output(&self, name: &syn::Ident) -> Option<Type> {
        let bounds = self.0.iter().flat_map(|generics| bounds_on(name, generics));
        let mut operators = bounds.filter(|bound| operator(&bound.path).is_some_and(|operator| operator.has_output()));
        let bound = operators.next()?;
        // Two would be ambiguous in the user's own function.
        if operators.next().is_some() {
            return None;
        }
        let path = &bound.path;
        Some(output_of(bound).cloned().unwrap_or_else(|| syn::parse_quote!(<#name as #path>::Output)))
    }
}

impl VisitMut for WriteOutOutputs<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::Path(path) = ty
            && path.qself.is_none()
            && path.path.segments.len() == 2
            && path.path.segments[1].ident == "Output"
            && let Some(output) = self.output(&path.path.segments[0].ident)
        {
            *ty = output;
        }
    }
}
