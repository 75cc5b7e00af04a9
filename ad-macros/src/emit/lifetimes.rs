//! Lifetimes in the types that a companion repeats.

use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Type};

/// Leaves no lifetime named: behind `Fn(..)`, any will do.
pub(super) struct AnyLifetime;

impl VisitMut for AnyLifetime {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

/// Makes every lifetime `'static`: a cotangent borrows nothing, whatever its value borrows.
pub(crate) struct StaticLifetimes;

impl VisitMut for StaticLifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'static", lifetime.span());
    }

    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = Some(Lifetime::new("'static", reference.and_token.span));
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

/// Names the lifetimes that a type leaves out: `'any`.
#[derive(Default)]
pub(super) struct NameElided {
    found: bool,
}

impl NameElided {
    pub(super) fn run(mut self, ty: &mut Type) -> bool {
        self.visit_type_mut(ty);
        self.found
    }
}

impl VisitMut for NameElided {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = Lifetime::new("'any", lifetime.span());
            self.found = true;
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(Lifetime::new("'any", reference.and_token.span));
            self.found = true;
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
}
