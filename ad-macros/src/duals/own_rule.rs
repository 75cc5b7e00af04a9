//! A function with a rule of the user's own, on dual numbers.
//!
//! Its pushforward `q(x, x_dot) = (f(x), J x_dot)` is all that is needed, given or made of partial derivatives: it is an
//! ordinary differentiable function, and its pullback has the second derivatives. With `x + x_dot e` in, and the cotangent
//! `y_bar + y_bar_dot e` of the result, the pullback of `q` at the seed `(y_bar_dot, y_bar)` gives `(b, a)`, where `a + b e`
//! is the cotangent of the argument.

use super::functions::Printer;
use super::rewrite::OnDuals;
use super::types::Moving;
use super::{keep_types, name_patterns, output_of, policy_of_tangents, width_beside, without_policy};
use crate::attribute::{Options, Rule};
use crate::errors::Errors;
use crate::signature::{Parameter, Signature, bare};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, FnArg, ItemFn, PatType, Type};

/// What `forward` adds beside a function of another crate.
pub(crate) fn of_import(
    sig: &syn::Signature,
    signature: &Signature,
    options: &Options,
    errors: &mut Errors,
) -> TokenStream {
    match &options.rule {
        Some(rule) => on_duals(sig, signature, rule, options, errors),
        None => TokenStream::new(),
    }
}

/// The function on dual numbers, by its rule.
pub(super) fn on_duals(
    sig: &syn::Signature,
    signature: &Signature,
    rule: &Rule,
    options: &Options,
    errors: &mut Errors,
) -> TokenStream {
    let (moving, before) = (Moving::of(signature, &options.forward_types), errors.len());
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    let width = width_beside(sig);
    let (name, mut lifted) = (&sig.ident, sig.clone());
    lifted.ident = Ident::new("on_duals", Span::mixed_site());
    lifted.inputs.iter_mut().for_each(without_policy);
    let item: ItemFn = syn::parse_quote!(#sig {});
    let mut rewrite = OnDuals::new(&runtime, &width, &item, &moving, HashSet::new(), errors);
    rewrite.visit_signature_mut(&mut lifted);
    lifted.generics = rewrite.generics(&sig.generics);
    if errors.len() > before {
        return TokenStream::new();
    }
    keep_types(&mut lifted, sig, signature);
    name_patterns(&mut lifted, signature);
    if let (Rule::Partials(partials), false) = (rule, moving.numbers.is_empty()) {
        return generic(signature, &moving, &runtime, &width, (sig, lifted), partials, options);
    }
    let own = Own { signature, runtime: &runtime, width: &width, options, name };
    let pushforward = match (rule, &options.pushforward) {
        (Rule::Partials(partials), _) => Some(own.by_partials(partials)),
        _ => None,
    };
    let (forward, rule) = (own.forward(), own.rule(&lifted));
    let printer = Printer::new(signature, &moving, &runtime, &width, &lifted);
    let (functions, quiet, visibility) = (printer.functions(), crate::emit::quiet(), &signature.visibility);
    let policy = policy_of_tangents(options.policy);
    let krate = options.krate_argument();
    quote! {
        #pushforward
        #[#runtime::differentiable(#policy #krate)]
        #quiet
        impl #name {
            #[#runtime::differentiable(pullback = Self::on_duals_rule)]
            #[doc(hidden)]
            #visibility #lifted { #forward }
        }
        #quiet
        impl #name { #rule #functions }
    }
}

/// A function of any numbers with partial derivatives, which are for any numbers too: the value by the function on plain ones,
/// and the rule on dual ones.
fn generic(
    signature: &Signature,
    moving: &Moving,
    runtime: &TokenStream,
    width: &Ident,
    (sig, mut lifted): (&syn::Signature, syn::Signature),
    partials: &[Expr],
    options: &Options,
) -> TokenStream {
    let (name, visibility) = (&sig.ident, &signature.visibility);
    // What holds for the numbers holds for those without derivatives, too.
    for parameter in sig.generics.type_params().filter(|it| moving.numbers.contains(&it.ident.to_string())) {
        let (number, bounds) = (&parameter.ident, &parameter.bounds);
        if !bounds.is_empty() {
            lifted.generics.make_where_clause().predicates.push(syn::parse_quote!(#number: #bounds));
        }
    }
    if let Some(clause) = &sig.generics.where_clause {
        lifted.generics.make_where_clause().predicates.extend(clause.predicates.clone());
    }
    let plain: Vec<_> = signature
        .parameters
        .iter()
        .map(|parameter| {
            let name = &parameter.name;
            if parameter.generic { quote!(#name.value()) } else { quote!(#name) }
        })
        .collect();
    // Each a function of any numbers: plain ones here, and dual ones in the rule.
    let (generics, clause) = (&sig.generics.params, &sig.generics.where_clause);
    let parameters: Vec<_> = signature
        .parameters
        .iter()
        .map(|parameter| {
            let (name, ty) = (&parameter.name, &parameter.ty);
            quote!(#name: #ty)
        })
        .collect();
    let names: Vec<_> = signature.parameters.iter().map(|parameter| &parameter.name).collect();
    let plain_output = &signature.output;
    let active = signature.parameters.iter().zip(partials).enumerate();
    let active: Vec<_> = active.filter(|(_, (parameter, _))| parameter.is_active()).collect();
    let functions = active.iter().map(|(index, (_, partial))| {
        let (function, partial) = (format_ident!("partial_{index}"), crate::expand::with_types(partial, signature));
        quote!(fn #function<#generics>(#(#parameters),*) -> #plain_output #clause { (#partial)(#(#names),*) })
    });
    let terms = active.iter().map(|(index, (parameter, _))| {
        let (name, function) = (&parameter.name, format_ident!("partial_{index}"));
        quote!((#name, Self::#function(#(#plain),*)))
    });
    let on_duals = signature.parameters.iter().enumerate().map(|(index, parameter)| {
        let function = format_ident!("partial_{index}");
        if parameter.is_active() { quote!(Self::#function) } else { quote!(_) }
    });
    let functions = quote!(#(#functions)*);
    let printer = Printer::new(signature, moving, runtime, width, &lifted);
    let (derivatives, quiet) = (printer.functions(), crate::emit::quiet());
    let krate = options.krate_argument();
    quote! {
        #[#runtime::differentiable(#krate)]
        #quiet
        impl #name {
            #[#runtime::differentiable(partials(#(#on_duals),*))]
            #[doc(hidden)]
            #visibility #lifted {
                #runtime::forward::chained(#name(#(#plain),*), [#(#terms),*])
            }
        }
        #quiet
        impl #name { #functions #derivatives }
    }
}

struct Own<'a> {
    signature: &'a Signature,
    runtime: &'a TokenStream,
    width: &'a Ident,
    options: &'a Options,
    name: &'a Ident,
}

impl Own<'_> {
    fn active(&self) -> impl Iterator<Item = &Parameter> {
        self.signature.parameters.iter().filter(|parameter| parameter.is_active())
    }

    fn dot(parameter: &Parameter) -> Ident {
        format_ident!("{}_dot", parameter.name.to_string().trim_start_matches("r#"), span = Span::mixed_site())
    }

    /// `fn by_partials(x: f64, y: f64, x_dot: f64, y_dot: f64) -> (f64, f64)`, from the partial derivatives.
    fn by_partials(&self, partials: &[Expr]) -> TokenStream {
        let (runtime, name, output) = (self.runtime, self.name, &self.signature.output);
        let parameters = self.signature.parameters.iter().map(|parameter| {
            let (name, ty) = (&parameter.name, &parameter.ty);
            let no_derivative = parameter.no_derivative.then(|| quote!(#[no_derivative]));
            quote!(#no_derivative #name: #ty)
        });
        let dots = self.active().map(|parameter| {
            let (dot, ty) = (Self::dot(parameter), bare(&parameter.ty));
            quote!(#dot: #ty)
        });
        let names: Vec<_> = self.signature.parameters.iter().map(|parameter| &parameter.name).collect();
        let mut closures = TokenStream::new();
        let terms = self.signature.parameters.iter().zip(partials).enumerate().filter(|(_, (it, _))| it.is_active());
        let terms = terms.map(|(index, (parameter, partial))| {
            let (dot, span) = (Self::dot(parameter), partial.span());
            let called = match crate::expand::with_types(partial, self.signature) {
                Expr::Closure(closure) => {
                    let partial = format_ident!("partial_{index}");
                    closures.extend(quote!(let #partial = #closure;));
                    partial.to_token_stream()
                }
                other => other.to_token_stream(),
            };
            quote_spanned!(span=> #called(#(#names),*) * #dot)
        });
        let terms: Vec<_> = terms.collect();
        let krate = self.options.krate_argument();
        let quiet = crate::emit::quiet();
        quote! {
            #[#runtime::differentiable(#krate)]
            #quiet
            impl #name {
                #[doc(hidden)]
                fn by_partials(#(#parameters,)* #(#dots),*) -> (#output, #output) {
                    #closures
                    (#name(#(#names),*), #(#terms)+*)
                }
            }
        }
    }

    /// The function that goes forward, and its pullback.
    fn pushforward(&self) -> [TokenStream; 2] {
        match &self.options.pushforward {
            Some(path) => [quote!(#path), quote_spanned!(path.span()=> <#path>::pullback)],
            None => [quote!(Self::by_partials), quote!(Self::by_partials_pullback)],
        }
    }

    /// The arguments that move, owned, on dual numbers.
    fn owned(&self) -> TokenStream {
        let runtime = self.runtime;
        let owned = self.active().map(|parameter| {
            let name = &parameter.name;
            match &parameter.ty {
                Type::Reference(_) => quote!(#runtime::core::borrow::ToOwned::to_owned(#name)),
                _ => quote!(#name),
            }
        });
        quote!((#(#owned,)*))
    }

    /// What is lent to the pushforward or to the function itself: `&values.0`, and `&dots.0` behind all.
    fn arguments(&self, with_dots: bool) -> Vec<TokenStream> {
        let runtime = self.runtime;
        let part = |parameter: &Parameter, of: TokenStream, index: usize| {
            let index = syn::Index::from(index);
            match &parameter.ty {
                Type::Reference(_) => quote!(&#of.#index),
                _ => quote!(::core::clone::Clone::clone(&#of.#index)),
            }
        };
        let mut next = 0;
        let values = self.signature.parameters.iter().map(|parameter| {
            let name = &parameter.name;
            match &parameter.ty {
                _ if parameter.is_active() => {
                    next += 1;
                    part(parameter, quote!(values), next - 1)
                }
                Type::Reference(_) if super::is_real(&parameter.ty) => quote!(&#name.value()),
                ty if super::is_real(ty) => quote!(#name.value()),
                Type::Reference(_) => quote!(#name),
                _ => quote!(#runtime::Lent(&#name).again()),
            }
        });
        let values: Vec<_> = values.collect();
        let dots = self.active().enumerate().map(|(index, parameter)| part(parameter, quote!(dots), index));
        values.into_iter().chain(dots.filter(|_| with_dots)).collect()
    }

    /// The body of the function on dual numbers.
    fn forward(&self) -> TokenStream {
        let (runtime, name, owned) = (self.runtime, self.name, self.owned());
        let [pushforward, _] = self.pushforward();
        let (values, all) = (self.arguments(false), self.arguments(true));
        quote! {
            #[allow(unused_imports)]
            use #runtime::LentAgain as _;
            #runtime::forward::along_each(#owned, |values| #name(#(#values),*), |values, dots| #pushforward(#(#all),*).1)
        }
    }

    /// The rule of the function on dual numbers.
    fn rule(&self, lifted: &syn::Signature) -> TokenStream {
        let (runtime, name, owned, width) = (self.runtime, self.name, self.owned(), self.width);
        let [_, pullback] = self.pushforward();
        let (values, all) = (self.arguments(false), self.arguments(true));
        let parameters = &self.signature.parameters;
        let spaces: Vec<_> = (0..parameters.len()).map(|index| format_ident!("__A{index}")).collect();
        let bars: Vec<_> = parameters.iter().map(|parameter| format_ident!("{}_bar", parameter.name)).collect();
        let typed: Vec<_> = lifted.inputs.iter().filter_map(as_typed).collect();
        let inputs = typed.iter().map(|typed| {
            let (name, ty) = (&typed.pat, &typed.ty);
            quote!(#name: #ty,)
        });
        let types: Vec<_> = typed.iter().map(|typed| bare(&typed.ty)).collect();
        let accumulators = bars.iter().zip(types.iter().zip(&spaces));
        let accumulators =
            accumulators.map(|(bar, (ty, space))| quote!(#bar: &mut <#ty as #runtime::Differentiable>::Place<#space>));
        let output = output_of(lifted);
        let plain = &self.signature.output;
        // The cotangents of the arguments that move, and of their tangents.
        let of_values = parameters.iter().enumerate().map(|(index, parameter)| match parameter.is_active() {
            true => format_ident!("bar{index}").to_token_stream(),
            false => quote!(_),
        });
        let active: Vec<_> = parameters.iter().enumerate().filter(|(_, parameter)| parameter.is_active()).collect();
        let kept: Vec<_> = active.iter().map(|(index, _)| format_ident!("bar{index}")).collect();
        let of_dots: Vec<_> = kept.iter().map(|bar| format_ident!("{bar}_of_dot")).collect();
        let zeros = (0..active.len()).map(|index| {
            let index = syn::Index::from(index);
            quote!(#runtime::zero::<#runtime::Tangent, _>(&values.#index))
        });
        let sums = active.iter().enumerate().map(|(at, (index, parameter))| {
            let (at, space, ty, bar) = (syn::Index::from(at), &spaces[*index], types[*index], &bars[*index]);
            let name = &parameter.name;
            let value = match &parameter.ty {
                Type::Reference(_) => quote!(#name),
                _ => quote!(&#name),
            };
            quote!(#runtime::accumulate_place::<#space, #runtime::Tangent, #ty>(#value, #bar, &pulled.#at);)
        });
        quote! {
            #[doc(hidden)]
            fn on_duals_rule<__I: #runtime::Space, #(#spaces: #runtime::Space,)* const #width: usize>(
                #(#inputs)* seed: &#runtime::Cot<#output, __I>, #(#accumulators),*
            ) {
                #[allow(unused_imports)]
                use #runtime::LentAgain as _;
                let pulled = #runtime::forward::pulled_along_each::<__I, _, #plain, _, #width>(
                    #owned,
                    seed,
                    |values| #name(#(#values),*),
                    |values| (#(#zeros,)*),
                    |values, dots, seed| {
                        let (_, pullback) = #pullback(#(#all),*);
                        let (#(#of_values,)* #(#of_dots),*) = pullback(seed);
                        ((#(#kept,)*), (#(#of_dots,)*))
                    },
                );
                #(#sums)*
            }
        }
    }
}

fn as_typed(argument: &FnArg) -> Option<&PatType> {
    match argument {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    }
}
