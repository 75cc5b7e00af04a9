//! Methods of a block that have the name of a function of numbers: `abs`, `max`, `dot`, `mean`.
//!
//! Where the type of a receiver is not seen, as that of `body.speed` in `body.speed.abs()`, the rule is found by its type.
//! So the block's type gets the rules of such methods, which record them once more:
//!
//! ```ignore
//! impl UnaryMethod<names::abs> for Velocity {
//!     type Output = Velocity;
//!     fn arg0<D: Space, S: Space>(&self, _: Option<&Velocity>, seed: &Cot<Velocity, D>, into: &mut Cot<Velocity, S>) {
//!         let (_, pullback) = self.abs_record(at::<(D, S)>());
//!         pullback(self, seed, into);
//!     }
//! }
//! ```

use super::impl_block::around_block;
use super::operators::SelfType;
use crate::attribute::Options;
use crate::emit;
use crate::rules;
use crate::signature::bare;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{FnArg, ItemImpl, ReturnType, Signature, Type};

/// The rules of those among the methods of an inherent block that have one.
pub(super) fn rules_of<'s>(
    block: &ItemImpl,
    methods: impl IntoIterator<Item = &'s Signature>,
    options: &Options,
) -> TokenStream {
    let rules: Vec<_> = methods.into_iter().filter_map(|method| rule_of(block, method, options)).collect();
    if rules.is_empty() {
        return TokenStream::new();
    }
    let (runtime, quiet) = (crate::runtime::runtime(options.krate.as_ref()), emit::quiet());
    quote!(#quiet const _: () = { use #runtime::LentAgain as _; #(#rules)* };)
}

fn rule_of(block: &ItemImpl, method: &Signature, options: &Options) -> Option<TokenStream> {
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let rule = rules::method(&method.ident.to_string(), method.inputs.len())?;
    let is_receiver = |receiver: &syn::Receiver| {
        matches!(receiver.kind, syn::ReceiverKind::Value | syn::ReceiverKind::Reference(_, _, None))
    };
    let ReturnType::Type(_, output) = &method.output else { return None };
    let plain = method.generics.params.is_empty() && method.generics.where_clause.is_none();
    if !plain || !method.receiver().is_some_and(is_receiver) || !is_owned(output) {
        return None;
    }
    let mut output = (**output).clone();
    let mut others = method.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(typed) => Some((*typed.ty).clone()),
        FnArg::Receiver(_) => None,
    });
    let mut other = others.next();
    for ty in [&mut output].into_iter().chain(&mut other) {
        SelfType { of: (*block.self_ty).clone() }.visit_type_mut(ty);
    }
    let name = Ident::new(rule.name, Span::mixed_site());
    let record = format_ident!("{}_record", method.ident);
    let (generics, predicates) = around_block(block, options);
    let itself = &block.self_ty;
    let place = quote!(&mut <#itself as #runtime::Differentiable>::Place<__S>);
    let pull = |space: &TokenStream| {
        quote! {
            let (_, pullback) = self.#record(#runtime::at::<(__D, #space)>());
            pullback(self, seed, into);
        }
    };
    let head = quote!(impl<#generics>);
    let of_spaces = quote!(<__D: #runtime::Space, __S: #runtime::Space>);
    let seed = quote!(seed: &#runtime::Cot<#output, __D>);
    let into = |ty: &Type| quote!(into: &mut #runtime::Cot<#ty, __S>);
    let alone = pull(&quote!(__S));
    match (rule.name, other) {
        ("sum" | "product" | "mean", None) => {
            let rule = Ident::new(of_elements(rule.name), Span::mixed_site());
            Some(quote! {
                #head #runtime::#rule for #itself where #predicates {
                    type Output = #output;
                    fn arg0 #of_spaces(&self, #seed, into: #place) { #alone }
                }
            })
        }
        ("norm", None) => Some(quote! {
            #head #runtime::NormRule for #itself where #predicates {
                type Output = #output;
                fn arg0 #of_spaces(&self, _: &#output, #seed, into: #place) { #alone }
            }
        }),
        (_, None) if rule.common => {
            let into = into(itself);
            Some(quote! {
                #head #runtime::own::UnaryMethod<#runtime::own::names::#name> for #itself where #predicates {
                    type Output = #output;
                    fn arg0 #of_spaces(&self, _: Option<&#output>, #seed, #into) { #alone }
                }
            })
        }
        (_, Some(other)) if rule.common && is_owned(bare(&other)) => {
            let right = bare(&other);
            let lent = match &other {
                Type::Reference(_) => quote!(other),
                _ => quote!(#runtime::Lent(other).again()),
            };
            let pull = |spaces: TokenStream, unwanted: TokenStream, bars: TokenStream| {
                quote! {
                    let (_, pullback) = self.#record(#lent, #runtime::at::<(__D, #spaces)>());
                    let mut unwanted = #runtime::zero::<#runtime::Inactive, _>(#unwanted);
                    pullback(self, #lent, seed, #bars);
                }
            };
            let inactive = quote!(#runtime::Inactive);
            let left = pull(quote!(__S, #inactive), quote!(other), quote!(into, &mut unwanted));
            let of_right = pull(quote!(#inactive, __S), quote!(self), quote!(&mut unwanted, into));
            let (into_left, into_right) = (into(itself), into(right));
            let values = quote!(&self, other: &#right, _: Option<&#output>);
            Some(quote! {
                #head #runtime::own::BinaryMethod<#runtime::own::names::#name, #right> for #itself where #predicates {
                    type Output = #output;
                    fn arg0 #of_spaces(#values, #seed, #into_left) { #left }
                    fn arg1 #of_spaces(#values, #seed, #into_right) { #of_right }
                }
            })
        }
        _ => None,
    }
}

fn of_elements(name: &str) -> &'static str {
    match name {
        "sum" => "SumRule",
        "product" => "ProductRule",
        _ => "MeanRule",
    }
}

/// A type without references in it, that a rule can name.
fn is_owned(ty: &Type) -> bool {
    let mut tokens = ty.to_token_stream().into_iter();
    let borrowed = |token: proc_macro2::TokenTree| match token {
        proc_macro2::TokenTree::Punct(punct) => matches!(punct.as_char(), '&' | '\''),
        proc_macro2::TokenTree::Ident(ident) => ident == "impl" || ident == "dyn",
        proc_macro2::TokenTree::Group(group) => group.stream().to_string().contains(['&', '\'']),
        proc_macro2::TokenTree::Literal(_) => false,
    };
    !tokens.any(borrowed)
}
