//! `#[differentiable] impl Mul for Quaternion { .. }`: the rule of `a * b` for a type of the user's. So too `-a` and
//! `B::from(a)`.

use super::OneFunction;
use super::impl_block::{AssociatedType, around_block, associated_types, own_options, take_attributes};
use super::outputs::WriteOutOutputs;
use crate::attribute::Options;
use crate::emit;
use crate::errors::Errors;
use crate::idents::{collect_idents, free_name, rename_idents, replace_ident};
use crate::signature::{Home, bare};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::collections::HashSet;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericArgument, ImplItem, ItemImpl, PathArguments, Type};

/// The rule of an operator.
#[derive(Clone, Copy)]
pub(super) struct Operator {
    rule: &'static str,
    operands: Operands,
}

#[derive(Clone, Copy, PartialEq)]
enum Operands {
    /// `self` alone.
    One,
    /// `self`, and the parameter of the trait.
    Two,
    /// The parameter of the trait; `Self` is what it becomes.
    Converted,
}

impl Operator {
    /// Whether the trait has an associated type `Output`.
    pub(super) fn has_output(self) -> bool {
        self.operands != Operands::Converted
    }
}

/// The operator of a trait, by its name.
pub(super) fn operator(path: &syn::Path) -> Option<Operator> {
    let (rule, operands) = match path.segments.last()?.ident.to_string().as_str() {
        "Add" => ("AddRule", Operands::Two),
        "Sub" => ("SubRule", Operands::Two),
        "Mul" => ("MulRule", Operands::Two),
        "Div" => ("DivRule", Operands::Two),
        "Rem" => ("RemRule", Operands::Two),
        "Neg" => ("NegRule", Operands::One),
        "From" => ("FromRule", Operands::Converted),
        _ => return None,
    };
    Some(Operator { rule, operands })
}

/// Input: `impl Mul<B> for A { type Output = C; fn mul(self, b: B) -> C { .. } }`. Output: itself, and
///
/// ```ignore
/// const _: () = {
///     fn record<I: Space, A0: Space, A1: Space>(_: At<(I, A0, A1)>, this: A, b: B) -> (C, impl Fn(..)) { .. }
///     impl MulRule<B> for A { type Computed = C; fn arg0(..) { .. } fn arg1(..) { .. } }
/// };
/// ```
pub(super) fn differentiable(
    mut block: ItemImpl,
    operator: Operator,
    options: &Options,
    errors: &mut Errors,
) -> TokenStream {
    let mut around = HashSet::new();
    collect_idents(block.to_token_stream(), &mut around);
    let mut resolved = block.clone();
    WriteOutOutputs(vec![&block.generics]).visit_item_impl_mut(&mut resolved);
    for (name, ty) in associated_types(&resolved) {
        AssociatedType { name: &name, ty: &ty }.visit_item_impl_mut(&mut resolved);
    }
    SelfType { of: (*block.self_ty).clone() }.visit_item_impl_mut(&mut resolved);
    let output = match operator.operands {
        Operands::Converted => Some((*block.self_ty).clone()),
        _ => associated_types(&resolved).into_iter().find(|(name, _)| name == "Output").map(|(_, ty)| ty),
    };
    let method = resolved.items.iter_mut().find_map(|item| match item {
        ImplItem::Fn(method) => Some(method),
        _ => None,
    });
    let mut companion = None;
    // Beside `impl Add<&B> for A` there is `impl Add<B> for A`: the rule is the same, and stands there.
    let is_lent = |ty: &Type| matches!(ty, Type::Reference(_));
    let stands_elsewhere = operator.operands == Operands::Two
        && !is_lent(&block.self_ty)
        && right_operand(&block).is_some_and(|right| is_lent(&right));
    if let (Some(method), Some(output), false) = (method, output, stands_elsewhere)
        && let Some(own) = own_options(&mut method.attrs, options, errors)
    {
        companion = rule(&block, method, operator, &output, &own, around, errors);
    }
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            method.attrs.retain(|attribute| !super::is_ours(attribute) && !attribute.path().is_ident("no_derivative"));
            take_attributes(&mut method.sig);
        }
    }
    quote!(#block #companion)
}

fn rule(
    block: &ItemImpl,
    method: &mut syn::ImplItemFn,
    operator: Operator,
    output: &Type,
    options: &Options,
    around: HashSet<String>,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let (itself, right) = (bare(&block.self_ty).clone(), right_operand(block));
    // `self` becomes an ordinary parameter of a free function, which has the parameters of the block.
    let this = Ident::new(&free_name("this", &around), Span::mixed_site());
    let self_type = &block.self_ty;
    let mut signature = method.sig.clone();
    signature.ident = Ident::new("operator", Span::mixed_site());
    signature.generics = block.generics.clone();
    for argument in &mut signature.inputs {
        if let FnArg::Receiver(_) = argument {
            *argument = syn::parse_quote!(#this: #self_type);
        }
    }
    let mut body = super::take_body(&mut method.block);
    let marker = match operator.rule {
        "AddRule" if super::sums::is_sum(&body, bare(self_type), false) => Some("AddsTo"),
        "SubRule" if super::sums::is_sum(&body, bare(self_type), true) => Some("TakesFrom"),
        _ => None,
    };
    RenameSelf { to: this }.visit_block_mut(&mut body);
    let of = OneFunction::read(&mut signature, &syn::Visibility::Inherited, Home::Free, around, options, errors)?;
    let companion = of.differentiated(Some(&body), options, emit::companion, errors);
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let (generics, predicates) = around_block(block, options);
    let numbers = of.signature.associated_types();
    let predicates = quote!(#predicates #(#numbers: #runtime::Scalar,)*);
    let rule = format_ident!("{}", operator.rule);
    let lend = |name: &str, ty: &Type| {
        let name = format_ident!("{name}", span = Span::mixed_site());
        match ty {
            Type::Reference(_) => quote!(#name),
            _ => quote!(#runtime::Lent(#name).again()),
        }
    };
    let marker = marker.map(|marker| {
        let marker = format_ident!("{marker}");
        let right = bare(right.as_ref().unwrap_or(self_type));
        quote!(impl<#generics> #runtime::#marker<#right> for #itself where #predicates {})
    });
    let left = lend("left", &block.self_ty);
    let quiet = emit::quiet();
    let (left_name, right_name) = (Ident::new("left", Span::mixed_site()), Ident::new("right", Span::mixed_site()));
    let right_type = right.unwrap_or_else(|| (*block.self_ty).clone());
    let bare_right = bare(&right_type).clone();
    let right = lend("right", &right_type);
    let rules = match operator.operands {
        Operands::Two => quote! {
            impl<#generics> #runtime::#rule<#bare_right> for #itself where #predicates {
                type Computed = #output;
                fn arg0<__D: #runtime::Space, __S: #runtime::Space>(
                    &self, #right_name: &#bare_right, seed: &#runtime::Cot<#output, __D>, into: &mut #runtime::Cot<#itself, __S>,
                ) {
                    let #left_name = self;
                    let (_, pullback) =
                        operator::record(#runtime::at::<(__D, __S, #runtime::Inactive)>(), #left, #right);
                    let mut other = #runtime::zero::<#runtime::Inactive, _>(#right_name);
                    pullback(#left, #right, seed, into, &mut other);
                }
                fn arg1<__D: #runtime::Space, __S: #runtime::Space>(
                    &self, #right_name: &#bare_right, seed: &#runtime::Cot<#output, __D>, into: &mut #runtime::Cot<#bare_right, __S>,
                ) {
                    let #left_name = self;
                    let (_, pullback) =
                        operator::record(#runtime::at::<(__D, #runtime::Inactive, __S)>(), #left, #right);
                    let mut other = #runtime::zero::<#runtime::Inactive, _>(#left_name);
                    pullback(#left, #right, seed, &mut other, into);
                }
            }
        },
        Operands::One => quote! {
            impl<#generics> #runtime::#rule for #itself where #predicates {
                type Computed = #output;
                fn arg0<__D: #runtime::Space, __S: #runtime::Space>(
                    &self, seed: &#runtime::Cot<#output, __D>, into: &mut #runtime::Cot<#itself, __S>,
                ) {
                    let #left_name = self;
                    let (_, pullback) = operator::record(#runtime::at::<(__D, __S)>(), #left);
                    pullback(#left, seed, into);
                }
            }
        },
        Operands::Converted => quote! {
            impl<#generics> #runtime::#rule<#bare_right> for #itself where #predicates {
                fn arg0<__D: #runtime::Space, __S: #runtime::Space>(
                    &self, #right_name: &#bare_right, seed: &#runtime::Cot<#itself, __D>,
                    into: &mut #runtime::Cot<#bare_right, __S>,
                ) {
                    let (_, pullback) = operator::record(#runtime::at::<(__D, __S)>(), #right);
                    pullback(#right, seed, into);
                }
            }
        },
    };
    Some(quote!(#quiet const _: () = { use #runtime::LentAgain as _; #companion #rules #marker };))
}

/// `B` of `impl Mul<B> for A`.
fn right_operand(block: &ItemImpl) -> Option<Type> {
    let (path, _) = block.trait_.as_ref()?;
    match &path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty.clone()),
            _ => None,
        }),
        _ => None,
    }
}

/// `Self` -> the type that it is.
pub(super) struct SelfType {
    pub(super) of: Type,
}

impl VisitMut for SelfType {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if matches!(ty, Type::Path(path) if path.path.is_ident("Self")) {
            *ty = self.of.clone();
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.segments.first().is_some_and(|first| first.ident == "Self")
            && let Type::Path(of) = bare(&self.of)
        {
            let rest = path.segments.iter().skip(1).cloned();
            let mut segments: Vec<syn::PathSegment> = of.path.segments.iter().cloned().collect();
            if let Some(last) = segments.last_mut()
                && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
            {
                arguments.colon2_token = Some(Default::default());
            }
            segments.extend(rest);
            path.segments = segments.into_iter().collect();
            path.leading_colon = of.path.leading_colon;
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_receiver_mut(&mut self, _: &mut syn::Receiver) {}

    /// In a macro `Self` may be anything; `<A<T>>` may stand wherever it is a type or the beginning of a path.
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let of = &self.of;
        let replacement = match of {
            Type::Path(path) if path.path.get_ident().is_some() => quote!(#of),
            of => quote!(<#of>),
        };
        mac.tokens = replace_ident(std::mem::take(&mut mac.tokens), "Self", &replacement);
    }
}

/// `self` -> a name.
struct RenameSelf {
    to: Ident,
}

impl VisitMut for RenameSelf {
    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.path.is_ident("self") {
            path.path = self.to.clone().into();
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        mac.tokens = rename_idents(std::mem::take(&mut mac.tokens), "self", &self.to);
    }
}
