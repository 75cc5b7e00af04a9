//! The companion: the functions beside the user's, `gradient`, `value_and_gradient`, `pullback` and `record`.
//!
//! Those of a free function are associated with a type of its name; those of a method stand beside it, with its name in
//! theirs: `energy_gradient`.

pub(crate) mod generics;
mod public;
mod pull;
mod record;
mod types;

use super::{Names, Printer, bar};
use crate::attribute::Policy;
use crate::ir::Body;
use crate::reverse::sweep::Pullback;
use crate::signature::{Home, Parameter, Receiver, Signature};
use proc_macro2::TokenStream;

/// What `record` consists of.
pub(crate) enum Record<'a> {
    /// A body that was differentiated.
    Body(&'a Body, &'a Pullback, &'a std::collections::BTreeMap<crate::ir::Var, crate::reverse::sweep::SpaceOf>),
    /// A rule that the user wrote.
    Rule(&'a syn::Path),
    /// The partial derivative by each parameter that has one.
    Partials(&'a [Option<syn::Expr>]),
    /// The body was rejected: the companion is there, so that its uses raise no further errors.
    Rejected,
    /// A method of a trait, without a body.
    Required,
}

/// Input: `fn f(x: &[f64], a: f64) -> f64`. Output:
///
/// ```ignore
/// enum f {}
/// impl f {
///     fn gradient(x: &[f64], a: f64) -> (Vec<f64>, f64);
///     fn value_and_gradient(x: &[f64], a: f64) -> (f64, (Vec<f64>, f64));
///     fn pullback(x: &[f64], a: f64) -> (f64, impl Fn(f64) -> (Vec<f64>, f64));
///     fn record<I: Space, A0: Space, A1: Space>(_: At<(I, A0, A1)>, x: &[f64], a: f64)
///         -> (f64, impl Fn(&[f64], f64, &Cot<f64, I>, &mut [Cot<f64, A0>], &mut Cot<f64, A1>) + use<I, A0, A1>);
/// }
/// ```
pub(crate) fn companion(signature: &Signature, policy: Policy, names: &Names, record: &Record<'_>) -> TokenStream {
    let (name, visibility) = (&signature.name, &signature.visibility);
    let functions = functions(signature, policy, names, record);
    let summary = match signature.takes_functions() {
        true => format!(" The derivatives of [`{name}()`], for functions that call it."),
        false => {
            format!(" The derivatives of [`{name}()`]: `gradient`, `value_and_gradient`, `pullback`, and `.._into`.")
        }
    };
    let quiet = quiet();
    ours! {
        #[doc = #summary]
        #[allow(non_camel_case_types, dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        #visibility enum #name {}

        #quiet
        impl #name { #functions }
    }
}

/// `companion = module`, for `mod gamma { pub fn gamma .. }`: the module of the function's name is its companion, since a
/// type of that name would collide with it where the function is re-exported.
pub(crate) fn in_module(signature: &Signature, policy: Policy, names: &Names, record: &Record<'_>) -> TokenStream {
    let companion = Companion { free: true, ..Companion::of(signature, policy, names, record) };
    let parts = match signature.takes_functions() {
        true => vec![companion.record(record)],
        false => {
            let (gradient, value_and_gradient) = (companion.gradient(), companion.value_and_gradient());
            let into = companion.written_over();
            let parts = [gradient, value_and_gradient, into, companion.pullback(), companion.record(record)];
            parts.into_iter().chain(companion.pull()).collect()
        }
    };
    let (name, quiet) = (&signature.name, quiet());
    let functions = syn::parse2::<syn::File>(ours!(#(#parts)*)).map(|file| file.items).unwrap_or_default();
    ours! {
        #[allow(unused_imports)]
        use super::#name::{self};
        #(#quiet #functions)*
    }
}

/// The functions of a companion: associated functions, wherever they are put.
pub(crate) fn functions(signature: &Signature, policy: Policy, names: &Names, record: &Record<'_>) -> TokenStream {
    let companion = Companion::of(signature, policy, names, record);
    if signature.takes_functions() {
        // Their derivatives come from who calls it.
        let (record, of_mutable) = (companion.record(record), companion.record_of_mutable());
        return ours!(#record #of_mutable);
    }
    let (gradient, value_and_gradient) = (companion.gradient(), companion.value_and_gradient());
    let (pullback, record, of_mutable) =
        (companion.pullback(), companion.record(record), companion.record_of_mutable());
    let (into, pull) = (companion.written_over(), companion.pull());
    ours!(#gradient #value_and_gradient #into #pullback #record #of_mutable #pull)
}

/// The function alone that callers differentiate through.
pub(crate) fn record_alone(signature: &Signature, policy: Policy, names: &Names, record: &Record<'_>) -> TokenStream {
    Companion::of(signature, policy, names, record).record(record)
}

/// What the pullback keeps of a value, for the shape of its cotangent. An error need not be `Clone`.
pub(super) fn kept(value: &proc_macro2::Ident) -> TokenStream {
    ours!({
        use __ad::{KeepAgain as _, KeepAny as _};
        (&__ad::Keep(&#value)).kept()
    })
}

fn kept_value() -> TokenStream {
    kept(&proc_macro2::Ident::new("value", proc_macro2::Span::mixed_site()))
}

/// No lint of the user's is about generated code.
pub(crate) fn quiet() -> TokenStream {
    ours! {
        #[allow(warnings, unused, nonstandard_style, future_incompatible, unreachable_pub)]
        #[allow(rust_2018_idioms, impl_trait_redundant_captures, single_use_lifetimes, unused_qualifications, let_underscore_drop)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, clippy::cargo)]
    }
}

pub(super) struct Companion<'a> {
    pub(super) signature: &'a Signature,
    pub(super) policy: Policy,
    pub(super) names: &'a Names,
    /// The functions are free: no type has them.
    free: bool,
    /// The body makes a sparse matrix of a dense one.
    sparse_from_dense: bool,
    /// Some of the forward sweep serves the value alone: `gradient` goes without.
    value_may_be_left_out: bool,
    /// The value can be found with the reverse sweep.
    value_may_come_last: bool,
    /// Whoever keeps the pullback keeps the arguments alone.
    keeps_arguments_alone: bool,
}

impl<'a> Companion<'a> {
    fn of(signature: &'a Signature, policy: Policy, names: &'a Names, record: &Record<'_>) -> Self {
        let plan = match record {
            Record::Body(_, pullback, _) => Some(&pullback.plan),
            _ => None,
        };
        Companion {
            signature,
            policy,
            names,
            free: false,
            sparse_from_dense: plan.is_some_and(|plan| plan.sparse_from_dense),
            keeps_arguments_alone: plan.is_some_and(|plan| plan.keeps_arguments_alone),
            value_may_come_last: plan.is_some_and(|plan| plan.value_last.is_some()),
            value_may_be_left_out: !signature.takes_functions()
                && plan.is_some_and(|plan| !plan.unwanted_loops.is_empty()),
        }
    }

    pub(super) fn parameters(&self) -> &[Parameter] {
        &self.signature.parameters
    }

    /// `self`, and the rest.
    fn receiver_and_others(&self) -> (Option<&Parameter>, &[Parameter]) {
        match self.parameters().split_first() {
            Some((first, others)) if first.receiver.is_some() => (Some(first), others),
            _ => (None, self.parameters()),
        }
    }

    /// `Self::`, before another function of the companion.
    fn itself(&self) -> Option<TokenStream> {
        (!self.free).then(|| ours!(Self::))
    }

    fn in_trait(&self) -> bool {
        matches!(self.signature.home, Home::Trait { .. })
    }

    /// How the documentation names the function.
    fn title(&self) -> String {
        match self.signature.home {
            Home::Free => format!("[`{}()`]", self.signature.name),
            _ => format!("[`{}`](Self::{})", self.signature.name, self.signature.name),
        }
    }

    /// Gives `self` its name in generated code; by value, it is a copy of what the companion is lent.
    fn rename_receiver(&self) -> Option<TokenStream> {
        let receiver = self.receiver_and_others().0?;
        let name = &receiver.name;
        Some(match receiver.receiver {
            Some(Receiver::Value) => ours!(let #name = __ad::Lent(self).again();),
            _ => ours!(let #name = self;),
        })
    }

    /// The same for the pullback, which is lent it under that name.
    fn copy_receiver(&self) -> Option<TokenStream> {
        let receiver = self.receiver_and_others().0?;
        let name = &receiver.name;
        (receiver.receiver == Some(Receiver::Value)).then(|| ours!(let #name = __ad::Lent(#name).again();))
    }
}
