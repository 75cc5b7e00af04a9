//! `record`, which holds both sweeps and is what callers differentiate through.

use super::{Companion, Printer, Record, bar};
use crate::signature::{Home, Receiver, bare};
use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

impl Companion<'_> {
    /// A method that looks at its receiver, for callers that must take it for one that changes it.
    pub(super) fn record_of_mutable(&self) -> Option<TokenStream> {
        self.receiver_and_others().0.filter(|receiver| !receiver.is_lent())?;
        let runtime = &self.names.runtime;
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let output = &self.signature.output;
        let visibility = &self.signature.visibility;
        let (generics, own) = (self.generics(false, true), self.where_predicates());
        let (pullback_type, captures) = (self.pullback_type(), self.captures());
        let (record, of_mutable) = (&self.names.record, super::super::beside(&self.signature.name, "record_mut"));
        let (_, others) = self.receiver_and_others();
        let inputs = others.iter().map(|parameter| self.input(parameter));
        let names = others.iter().map(|parameter| {
            let name = &parameter.name;
            let pull = parameter.function.is_some().then(|| super::super::pull_of(name));
            let pull = pull.map(|pull| ours!(, #pull));
            ours!(#name #pull)
        });
        Some(ours! {
            #[doc(hidden)]
            #[inline]
            #visibility fn #of_mutable #generics(&mut self, #(#inputs,)* at: #runtime::At<(#intermediates, #(#arguments,)*)>)
                -> (#output, impl #pullback_type + #captures)
            where #own
            {
                self.#record(#(#names,)* at)
            }
        })
    }

    pub(super) fn record(&self, record: &Record<'_>) -> TokenStream {
        let as_written = self.record_as_written(record);
        if self.has_policy() {
            let projected = self.record_projected();
            return ours!(#as_written #projected);
        }
        if self.keeps_arguments_alone {
            let checkpointed = self.record_checkpointed();
            return ours!(#as_written #checkpointed);
        }
        if self.value_may_be_left_out {
            let with_value = self.record_with_value();
            return ours!(#as_written #with_value);
        }
        as_written
    }

    /// `fn record<I: Space, A0: Space>(at: At<(I, A0)>, x: f64) -> (f64, impl Fn(..) + use<I, A0>)`. `at`: how it takes the
    /// spaces, and what comes before them.
    fn head(&self, name: &Ident, at: TokenStream) -> TokenStream {
        let runtime = &self.names.runtime;
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let (generics, inputs, own) = (self.generics(false, true), self.inputs(), self.where_predicates());
        let (output, pullback_type, captures) = (&self.signature.output, self.pullback_type(), self.captures());
        let parameters = self.with_at(ours!(#at: #runtime::At<(#intermediates, #(#arguments,)*)>), ours!(#inputs));
        let gives_value = self.value_may_come_last && *name == self.names.record_as_written;
        let value = gives_value.then(|| ours!(-> ::core::option::Option<#output>));
        ours!(fn #name #generics(#parameters) -> (#output, impl #pullback_type #value + #captures) where #own)
    }

    /// What callers call where the function has no policy of its own.
    fn record_with_value(&self) -> TokenStream {
        let (visibility, as_written) = (&self.signature.visibility, &self.names.record_as_written);
        let head = self.head(&self.names.record, ours!(at));
        let arguments = self.parameters().iter().map(|parameter| {
            let name = &parameter.name;
            if parameter.receiver.is_some() { ours!(self) } else { ours!(#name) }
        });
        let runtime = &self.names.runtime;
        let call = self.with_at(ours!(#runtime::Value::First, at), ours!(#(#arguments),*));
        let (itself, names, bars) = (self.itself(), self.argument_names(), self.bars());
        let body = match self.value_may_come_last {
            false => ours!(#itself #as_written(#call)),
            true => ours! {
                let (value, pullback) = #itself #as_written(#call);
                (value, move |#(#names,)* seed, #(#bars),*| _ = pullback(#(#names,)* seed, #(#bars),*))
            },
        };
        ours!(#[doc(hidden)] #[inline] #visibility #head { #body })
    }

    /// What callers call where the pullback keeps the arguments alone: on the way back the function runs again.
    fn record_checkpointed(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let (visibility, head) = (&self.signature.visibility, self.head(&self.names.record, ours!(_)));
        let value = self.by_itself(&Ident::new("value", Span::mixed_site()));
        let (names, bars, again) = (self.argument_names(), self.bars(), self.lend_again(true));
        let (value_at, as_written) = (self.value_at(&ours!(LeftOut)), &self.names.record_as_written);
        let at = ours!(#value_at __ad::at::<(#intermediates, #(#arguments,)*)>());
        let (call, itself) = (self.with_at(at, ours!(#(#again),*)), self.itself());
        ours! {
            #[doc(hidden)]
            #visibility #head {
                use #runtime as __ad;
                use __ad::LentAgain as _;
                #value
                (value, move |#(#names,)* seed, #(#bars),*| {
                    let (_, pullback) = #itself #as_written(#call);
                    pullback(#(#names,)* seed, #(#bars),*);
                })
            }
        }
    }

    /// What callers with spaces of their own call: brings the seed into the function's own space, and what comes back
    /// into theirs.
    fn record_projected(&self) -> TokenStream {
        let runtime = &self.names.runtime;
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let (visibility, head) = (&self.signature.visibility, self.head(&self.names.record, ours!(_)));
        let own_intermediates = self.intermediates(true);
        let own_arguments: Vec<_> = (0..arguments.len()).map(|index| self.argument(index, true)).collect();
        let (names, bars) = (self.argument_names(), self.bars());
        let own_bars: Vec<_> =
            names.iter().map(|name| format_ident!("{}_own", name, span = Span::mixed_site())).collect();
        let again = self.lend_again(true);
        let (value_at, as_written) = (self.value_at(&ours!(First)), &self.names.record_as_written);
        let at = ours!(#value_at __ad::at::<(#own_intermediates, #(#own_arguments,)*)>());
        let (call, itself) = (self.with_at(at, ours!(#(#again),*)), self.itself());
        let (rename, kept) = (self.lend_receiver(), super::kept_value());
        let (value, ran_again) = if self.keeps_arguments_alone {
            let value = self.by_itself(&Ident::new("value", Span::mixed_site()));
            (value, Some(ours!(let (_, pullback) = #itself #as_written(#call);)))
        } else {
            (ours!(#rename let (value, pullback) = #itself #as_written(#call);), None)
        };
        ours! {
            #[doc(hidden)]
            #visibility #head {
                use #runtime as __ad;
                use __ad::LentAgain as _;
                #value
                let result = #kept;
                (value, move |#(#names,)* seed, #(#bars),*| {
                    #ran_again
                    let mut own_seed = __ad::zero::<#own_intermediates, _>(&result);
                    __ad::accumulate::<#own_intermediates, #intermediates, _>(&result, &mut own_seed, seed);
                    #(let mut #own_bars = __ad::zero::<#own_arguments, _>(&#names);)*
                    pullback(#(#again,)* &own_seed, #(&mut #own_bars),*);
                    #(__ad::accumulate_place::<#arguments, #own_arguments, _>(&#names, #bars, &#own_bars);)*
                })
            }
        }
    }

    /// Cotangents have the lengths of their slices. Said before the reverse sweep, it also spares its loops half of their
    /// bounds checks: measured on Rosenbrock's function, 1.8 against 4.6 times the primal.
    fn lengths(&self) -> TokenStream {
        let slices = self.parameters().iter().zip(&self.names.arguments);
        let checks = slices.filter(|(parameter, _)| parameter.is_active() && parameter.has_length()).map(
            |(parameter, space)| {
                let (name, bar) = (&parameter.name, bar(&parameter.name));
                ours!(__ad::check_length::<#space, _>(&#name, #bar);)
            },
        );
        checks.collect()
    }

    /// The value, by the function itself.
    fn by_itself(&self, result: &proc_macro2::Ident) -> TokenStream {
        let (name, rename) = (&self.signature.name, self.lend_receiver());
        let itself = (!matches!(self.signature.home, Home::Free)).then(|| ours!(Self::));
        let arguments = self.parameters().iter().zip(self.lend_again(true));
        let arguments = arguments.map(|(parameter, value)| match parameter.receiver {
            Some(Receiver::Value) => ours!(__ad::Lent(#value).again()),
            _ => value,
        });
        ours! {
            #rename
            let #result = #itself #name(#(#arguments),*);
        }
    }

    fn record_as_written(&self, record: &Record<'_>) -> TokenStream {
        let runtime = &self.names.runtime;
        let (intermediates, arguments) = (&self.names.intermediates, &self.names.arguments);
        let (names, bars) = (self.argument_names(), self.bars());
        let result = super::super::forward::result_name();
        let body = match record {
            Record::Body(body, pullback, spaces) => {
                let printer = Printer::new(body, &pullback.plan, spaces, self.names);
                let forward = super::super::forward::Forward::function(&printer);
                let reverse = printer.pullback(&pullback.sweep);
                let inactive =
                    self.values().filter(|(parameter, _)| !parameter.is_active() && !parameter.no_derivative);
                let inactive = inactive.map(|(parameter, _)| bare(&parameter.ty));
                let (lengths, rename, copy) = (self.lengths(), self.rename_receiver(), self.copy_receiver());
                ours! {
                    #(__ad::assert_inactive::<#inactive>();)*
                    #rename
                    #forward
                    (#result, move |#(#names,)* seed, #(#bars),*| { #lengths #copy #reverse })
                }
            }
            Record::Rule(rule) => {
                let (value, again, own_generics) =
                    (self.by_itself(&result), self.lend_again(true), self.own_generics());
                ours! {
                    #value
                    (#result, move |#(#names,)* seed, #(#bars),*| #rule::<#intermediates, #(#arguments,)* #(#own_generics),*>(#(#again,)* seed, #(#bars),*))
                }
            }
            Record::Partials(partials) => {
                let (value, again) = (self.by_itself(&result), self.lend_again(true));
                let pulled = partials.iter().zip(&names).zip(arguments).zip(&bars);
                let pulled = pulled.filter_map(|(((partial, name), space), bar)| {
                    let partial = partial.as_ref()?;
                    Some(ours! {
                        __ad::pull_partial::<#intermediates, #space, _, _, _>(&#name, &#result, (#partial)(#(#again),*), seed, #bar);
                    })
                });
                ours! {
                    #value
                    (#result, move |#(#names,)* seed, #(#bars),*| { #(#pulled)* })
                }
            }
            Record::Required => {
                let head = self.head(&self.names.record, ours!(_));
                return ours!(#[doc(hidden)] #head;);
            }
            Record::Rejected => ours!((::core::unreachable!(), move |#(#names,)* seed, #(#bars),*| {})),
        };
        let value = self.value_may_be_left_out.then(|| ours!(value: #runtime::Value,));
        let head = self.head(self.name_as_written(), ours!(#value _));
        let visibility = &self.signature.visibility;
        ours! {
            #[doc(hidden)]
            #visibility #head {
                use #runtime as __ad;
                use __ad::{LentAgain as _, ReplayAgain as _};
                // Another method of the same name would have another derivative: then rustc finds two, and says so.
                use __ad::methods::*;
                use ::core::iter::{DoubleEndedIterator as _, ExactSizeIterator as _, Iterator as _};
                #body
            }
        }
    }
}
