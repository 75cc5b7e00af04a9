//! What users call: `gradient`, `value_and_gradient`, `pullback`.

use super::{Companion, bar};
use crate::signature::{Home, Parameter};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;

impl Companion<'_> {
    pub(super) fn zeros(&self, spaces: &[TokenStream]) -> TokenStream {
        let zeros = self.parameters().iter().zip(spaces).map(|(parameter, space)| {
            let (name, bar) = (&parameter.name, bar(&parameter.name));
            ours!(let mut #bar = __ad::zero::<#space, _>(&#name);)
        });
        ours!(#(#zeros)*)
    }

    /// `Self::record(at::<..>(), clones of the arguments)` with the function's own spaces.
    fn call_record(&self, value: &TokenStream) -> TokenStream {
        self.call(self.name_as_written(), self.value_at(value))
    }

    fn call(&self, record: &Ident, value: Option<TokenStream>) -> TokenStream {
        let runtime = &self.names.runtime;
        let intermediates = self.intermediates(false);
        let arguments = (0..self.parameters().len()).map(|index| self.public_argument(index));
        let values = self.lend_again(true);
        let at = ours!(#value #runtime::at::<(#intermediates, #(#arguments,)*)>());
        let arguments = self.with_at(at, ours!(#(#values),*));
        let itself = self.itself();
        ours!(#itself #record(#arguments))
    }

    /// The arguments or parameters of `record`: `at` comes first, and last beside a method, where `self` must be first.
    pub(super) fn with_at(&self, at: TokenStream, others: TokenStream) -> TokenStream {
        match self.signature.home {
            Home::Free => ours!(#at, #others),
            _ if others.is_empty() => at,
            _ => ours!(#others, #at),
        }
    }

    /// The name of the function that holds both sweeps, in the spaces that its own policy says.
    pub(super) fn name_as_written(&self) -> &Ident {
        let wrapped = self.has_policy() || self.value_may_be_left_out || self.keeps_arguments_alone;
        if wrapped { &self.names.record_as_written } else { &self.names.record }
    }

    /// The first argument of `record_as_written`, where it has it: when the value is computed.
    pub(super) fn value_at(&self, value: &TokenStream) -> Option<TokenStream> {
        let runtime = &self.names.runtime;
        self.value_may_be_left_out.then(|| ours!(#runtime::Value::#value,))
    }

    pub(super) fn lend_again(&self, clone: bool) -> Vec<TokenStream> {
        let lend = |parameter: &Parameter| {
            let name = &parameter.name;
            if clone && !parameter.is_copy() { super::super::again(name) } else { ours!(#name) }
        };
        self.parameters().iter().map(lend).collect()
    }

    /// `let this = self;`
    pub(super) fn lend_receiver(&self) -> Option<TokenStream> {
        let name = &self.receiver_and_others().0?.name;
        Some(ours!(let #name = self;))
    }

    /// Accumulators of its own for each argument, and how they are lent.
    fn own_accumulators(&self) -> (TokenStream, Vec<TokenStream>) {
        let spaces: Vec<_> = (0..self.parameters().len()).map(|index| self.public_argument(index)).collect();
        let bars = self.bars();
        (self.zeros(&spaces), bars.iter().map(|bar| ours!(&mut #bar)).collect())
    }

    /// The caller's cotangents as accumulators, made zero first.
    fn callers_accumulators(&self) -> (TokenStream, Vec<TokenStream>) {
        let parts = self.parameters().iter().map(|parameter| match parameter.is_active() {
            true => bar(&parameter.name).into_token_stream(),
            false => ours!(_),
        });
        let parts: Vec<_> = parts.collect();
        let pattern = match &parts[..] {
            [one] => one.clone(),
            several => ours!((#(#several),*)),
        };
        let (mut made, mut lent) = (ours!(let #pattern = cotangents;), Vec::new());
        for (index, parameter) in self.parameters().iter().enumerate() {
            let (name, bar, space) = (&parameter.name, bar(&parameter.name), self.public_argument(index));
            if parameter.is_active() {
                made.extend(ours!(__ad::clear::<#space, _>(&#name, #bar);));
                lent.push(ours!(&mut *#bar));
            } else {
                made.extend(ours!(let mut #bar = __ad::zero::<#space, _>(&#name);));
                lent.push(ours!(&mut #bar));
            }
        }
        (made, lent)
    }

    /// What asks the pullback with the seed 1, and then does `body`, to which the value is given if it is `wanted`.
    fn with_seed(&self, wanted: bool, (made, lent): (TokenStream, Vec<TokenStream>), body: TokenStream) -> TokenStream {
        let (runtime, output) = (&self.names.runtime, &self.signature.output);
        let comes_last = wanted && self.value_may_come_last;
        let value_at = match wanted {
            true if comes_last => ours!(Last),
            true => ours!(First),
            false => ours!(first_if(<#output as #runtime::Loss<'here>>::VALUE_WANTED)),
        };
        let (call, intermediates) = (self.call_record(&value_at), self.intermediates(false));
        let (again, rename) = (self.lend_again(true), self.lend_receiver());
        let pulled = ours!(pullback(#(#again,)* seed, #(#lent),*));
        let pulled = match comes_last {
            true => ours!(let value = #pulled.and_then(__ad::Loss::number).unwrap_or(value);),
            false => ours!(#pulled;),
        };
        ours! {
            use #runtime as __ad;
            use __ad::LentAgain as _;
            #rename
            let (value, pullback) = #call;
            __ad::Loss::with_seed::<#intermediates, _>(value, |value, seed| {
                #made
                #pulled
                #body
            })
        }
    }

    /// `gradient` and `value_and_gradient` into cotangents that the caller has.
    pub(super) fn written_over(&self) -> TokenStream {
        if self.parameters().is_empty() {
            return TokenStream::new();
        }
        let runtime = &self.names.runtime;
        let (visibility, output) = (&self.signature.visibility, &self.signature.output);
        let (generics, inputs, cotangents) = (self.generics(true, false), self.inputs(), self.cotangents());
        let (own, chosen, title) = (self.where_predicates(), self.chosen_predicates(), self.title());
        let loss = ours!(<#output as #runtime::Loss<'here>>);
        let alone = self.with_seed(false, self.callers_accumulators(), TokenStream::new());
        let with_value = self.with_seed(true, self.callers_accumulators(), ours!(value));
        let of_gradient = format!(" The gradient of {title}, into cotangents of the same type, whatever is in them.");
        let of_both = format!(" The value of {title}, and its gradient into cotangents of the same type.");
        let (gradient, value_and_gradient) = (&self.names.gradient_into, &self.names.value_and_gradient_into);
        ours! {
            #[doc = #of_gradient]
            #visibility fn #gradient #generics(#inputs, cotangents: &mut #cotangents) -> #loss::Wrap<()>
            where #own #chosen #output: #runtime::Loss<'here> { #alone }
            #[doc = #of_both]
            #visibility fn #value_and_gradient #generics(#inputs, cotangents: &mut #cotangents) -> #loss::Wrap<#loss::Number>
            where #own #chosen #output: #runtime::Loss<'here> { #with_value }
        }
    }

    pub(super) fn gradient(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let (visibility, output) = (&self.signature.visibility, &self.signature.output);
        let (generics, inputs, cotangents) = (self.generics(true, false), self.inputs(), self.cotangents());
        let (own, chosen) = (self.where_predicates(), self.chosen_predicates());
        let body = self.with_seed(false, self.own_accumulators(), self.returned());
        let summary = format!(" The gradient of {}: its pullback of the seed 1.", self.title());
        let name = &self.names.gradient;
        ours! {
            #[doc = #summary]
            #visibility fn #name #generics(#inputs) -> <#output as #runtime::Loss<'here>>::Wrap<#cotangents>
            where #own #chosen #output: #runtime::Loss<'here> { #body }
        }
    }

    pub(super) fn value_and_gradient(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let (visibility, output) = (&self.signature.visibility, &self.signature.output);
        let (generics, inputs, cotangents) = (self.generics(true, false), self.inputs(), self.cotangents());
        let (own, chosen) = (self.where_predicates(), self.chosen_predicates());
        let returned = self.returned();
        let body = self.with_seed(true, self.own_accumulators(), ours!((value, #returned)));
        let summary = format!(" The value of {} and its gradient.", self.title());
        let name = &self.names.value_and_gradient;
        ours! {
            #[doc = #summary]
            #visibility fn #name #generics(#inputs)
                -> <#output as #runtime::Loss<'here>>::Wrap<(<#output as #runtime::Loss<'here>>::Number, #cotangents)>
            where #own #chosen #output: #runtime::Loss<'here> { #body }
        }
    }

    pub(super) fn pullback(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let (visibility, output) = (&self.signature.visibility, &self.signature.output);
        let (generics, inputs, cotangents) = (self.generics(true, false), self.inputs(), self.cotangents());
        let (own, chosen) = (self.where_predicates(), self.chosen_predicates());
        let call = match self.keeps_arguments_alone {
            true => self.call(&self.names.record, None),
            false => self.call_record(&ours!(First)),
        };
        let (intermediates, returned) = (self.intermediates(false), self.returned());
        let spaces: Vec<_> = (0..self.parameters().len()).map(|index| self.public_argument(index)).collect();
        let (zeros, again, bars) = (self.zeros(&spaces), self.lend_again(true), self.bars());
        let summary = format!(
            " The value of {} and its pullback: from a cotangent of the result to those of the arguments. \
             It may be called again, with other seeds.",
            self.title()
        );
        let (seeds, seed_types) = self.lent_seeds();
        let is_lent = |(parameter, space): (&Parameter, &TokenStream)| {
            parameter.is_lent().then(|| (parameter.name.clone(), bar(&parameter.name), space.clone()))
        };
        let lent: Vec<_> = self.parameters().iter().zip(&spaces).filter_map(is_lent).collect();
        let (lent_bars, lent_spaces): (Vec<_>, Vec<_>) = lent.iter().map(|(_, bar, space)| (bar, space)).unzip();
        let lent: Vec<_> = lent.iter().map(|(name, _, _)| name).collect();
        let (name, rename, kept) = (&self.names.pullback, self.lend_receiver(), super::kept_value());
        ours! {
            #[doc = #summary]
            #visibility fn #name #generics(#inputs)
                -> (#output, impl ::core::ops::Fn(#runtime::Cot<#output, #runtime::Tangent> #(, #seed_types)*) -> #cotangents)
            where #own #chosen
            {
                use #runtime as __ad;
                use __ad::LentAgain as _;
                #rename
                let (value, pullback) = #call;
                let result = #kept;
                #(let #lent = __ad::snapshot(#lent);)*
                (value, move |seed #(, #seeds)*| {
                    #(let #lent = __ad::lent_to_see(&#lent);)*
                    let mut own_seed = __ad::zero::<#intermediates, _>(&result);
                    __ad::accumulate::<#intermediates, __ad::Tangent, _>(&result, &mut own_seed, &seed);
                    #zeros
                    #(__ad::accumulate::<#lent_spaces, __ad::Tangent, _>(&#lent, &mut #lent_bars, &#seeds);)*
                    pullback(#(#again,)* &own_seed, #(&mut #bars),*);
                    #returned
                })
            }
        }
    }
}
