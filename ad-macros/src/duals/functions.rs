//! `pushforward`, `pushforward_n`, `hvp`, `hessian` and `jacobian`, of what the function computes on dual numbers.

use super::{as_arguments, has_numbers};
use crate::emit::StaticLifetimes;
use crate::signature::{Parameter, Signature, bare};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::collections::BTreeSet;
use syn::visit_mut::VisitMut;
use syn::{Generics, ReturnType, Type};

/// The functions that a companion has besides, for its signature.
pub(super) fn of(
    signature: &Signature,
    runtime: &TokenStream,
    width: &Ident,
    on_duals: &syn::Signature,
) -> TokenStream {
    let output = match &on_duals.output {
        ReturnType::Type(_, ty) => &**ty,
        ReturnType::Default => &syn::parse_quote!(()),
    };
    let printer = Printer {
        signature,
        runtime,
        width,
        on_duals: &on_duals.generics,
        output,
        numbers: signature.number_parameters(),
    };
    let by_output = match printer.real_output() {
        Some(number) => {
            let (hvp, hessian) = (printer.hvp(), printer.by_columns(number, "hessian", "on_duals_gradient"));
            quote!(#hvp #hessian)
        }
        None => printer.number().map(|number| printer.by_columns(&number, "jacobian", "on_duals")).unwrap_or_default(),
    };
    let (pushforward, pushforward_n) = (printer.pushforward(), printer.pushforward_n());
    quote!(#pushforward #pushforward_n #by_output)
}

struct Printer<'a> {
    signature: &'a Signature,
    runtime: &'a TokenStream,
    width: &'a Ident,
    /// The generic parameters of the function on dual numbers.
    on_duals: &'a Generics,
    /// Its result.
    output: &'a Type,
    /// The type parameters that are numbers.
    numbers: BTreeSet<String>,
}

impl Printer<'_> {
    /// The type of the result, if it is a real number.
    fn real_output(&self) -> Option<&Type> {
        let output = &self.signature.output;
        let is_complex = matches!(output, Type::Path(path) if path.path.segments.last().is_some_and(|last| {
            last.ident.to_string().starts_with("Complex")
        }));
        (self.signature.is_number(output) && !is_complex).then_some(output)
    }

    /// The type of real numbers that the function computes with.
    fn number(&self) -> Option<Type> {
        self.signature.only_number().or_else(|| Some(syn::parse_quote!(f64)))
    }

    /// The parameters as they are written.
    fn parameters(&self) -> Vec<TokenStream> {
        let parameter = |parameter: &Parameter| {
            let (name, ty) = (&parameter.name, &parameter.ty);
            quote!(#name: #ty)
        };
        self.signature.parameters.iter().map(parameter).collect()
    }

    /// The tangents of those that have one, of types that are made of theirs.
    fn tangents(&self, of: impl Fn(&Type) -> TokenStream) -> Vec<TokenStream> {
        let active = self.signature.parameters.iter().filter(|parameter| self.moves(parameter));
        let tangent = |parameter: &Parameter| {
            let (name, ty) = (dot(&parameter.name), of(&parameter.ty));
            quote!(#name: #ty)
        };
        active.map(tangent).collect()
    }

    /// Whether a parameter has directions.
    fn moves(&self, parameter: &Parameter) -> bool {
        parameter.is_active() && has_numbers(&parameter.ty, self.signature)
    }

    /// The arguments on dual numbers, with the directions of those that have some.
    fn lifted(&self, directions: impl Fn(&Parameter) -> TokenStream) -> Vec<TokenStream> {
        let (runtime, width) = (self.runtime, self.width);
        let argument = |parameter: &Parameter| {
            let name = &parameter.name;
            if !has_numbers(&parameter.ty, self.signature) {
                return quote!(#name);
            }
            let value = match &parameter.ty {
                Type::Reference(_) => quote!(#name),
                _ => quote!(&#name),
            };
            let lifted = if self.moves(parameter) {
                let directions = directions(parameter);
                quote!(#runtime::forward::Lift::lift(#value, #directions))
            } else {
                quote!(#runtime::forward::Lift::lift_constant::<#width>(#value))
            };
            match &parameter.ty {
                Type::Reference(reference) if is_view(&reference.elem) => quote!(&#lifted.view()),
                Type::Reference(_) => quote!(&#lifted),
                ty if is_view(ty) => quote!(#lifted.view()),
                _ => lifted,
            }
        };
        self.signature.parameters.iter().map(argument).collect()
    }

    /// `::<1, T>`
    fn turbofish(&self, width: &TokenStream) -> TokenStream {
        let arguments = as_arguments(self.on_duals);
        let others = arguments.iter().skip(1);
        quote!(::<#width #(, #others)*>)
    }

    /// The generic parameters and predicates of a function for a number of directions that is given.
    fn generics(&self, width: &TokenStream) -> (Vec<&syn::GenericParam>, TokenStream) {
        let name = self.width.to_string();
        let is_width = |it: &&syn::GenericParam| matches!(it, syn::GenericParam::Const(it) if it.ident == name);
        let parameters = self.on_duals.params.iter().filter(|parameter| !is_width(parameter)).collect();
        let clause = &self.on_duals.where_clause;
        let clause = crate::idents::replace_ident(quote!(#clause), &name, width);
        (parameters, clause)
    }

    fn given(&self) -> impl Fn(&Parameter) -> TokenStream {
        let runtime = self.runtime.clone();
        move |parameter| {
            let tangent = dot(&parameter.name);
            match &parameter.ty {
                Type::Reference(_) => quote!(#runtime::forward::Directions::Along([#tangent])),
                _ => quote!(#runtime::forward::Directions::Along([&#tangent])),
            }
        }
    }

    fn pushforward(&self) -> TokenStream {
        let (runtime, visibility, output) = (self.runtime, &self.signature.visibility, &self.signature.output);
        let (one, (parameters, tangents)) = (quote!(1), (self.parameters(), self.tangents(|ty| quote!(#ty))));
        let (generics, clause) = self.generics(&one);
        let (arguments, turbofish) = (self.lifted(self.given()), self.turbofish(&one));
        let on_one = self.output_on(&one);
        quote! {
            /// The value, and its derivative along one direction.
            #visibility fn pushforward<#(#generics),*>(#(#parameters,)* #(#tangents),*)
                -> (#output, <#on_one as #runtime::forward::Split<1>>::Tangent)
            #clause
            {
                let (value, [tangent]) = #runtime::forward::Split::<1>::split(Self::on_duals #turbofish(#(#arguments),*));
                (value, tangent)
            }
        }
    }

    fn pushforward_n(&self) -> TokenStream {
        let (runtime, visibility, output) = (self.runtime, &self.signature.visibility, &self.signature.output);
        let width = self.width;
        let width_tokens = quote!(#width);
        let (parameters, tangents) = (self.parameters(), self.tangents(|ty| quote!([#ty; #width])));
        let (generics, clause) = (&self.on_duals.params, &self.on_duals.where_clause);
        let directions = |parameter: &Parameter| {
            let tangent = dot(&parameter.name);
            match &parameter.ty {
                Type::Reference(_) => quote!(#runtime::forward::Directions::Along(#tangent)),
                _ => quote!(#runtime::forward::Directions::Along(#tangent.each_ref())),
            }
        };
        let (arguments, turbofish) = (self.lifted(directions), self.turbofish(&width_tokens));
        let on_all = self.output_on(&width_tokens);
        quote! {
            /// The value, and its derivatives along several directions at once.
            #visibility fn pushforward_n<#generics>(#(#parameters,)* #(#tangents),*)
                -> (#output, [<#on_all as #runtime::forward::Split<#width>>::Tangent; #width])
            #clause
            {
                #runtime::forward::Split::<#width>::split(Self::on_duals #turbofish(#(#arguments),*))
            }
        }
    }

    /// The gradient's derivative along a direction, and the type of that: the gradient's own.
    fn hvp(&self) -> TokenStream {
        let (runtime, visibility) = (self.runtime, &self.signature.visibility);
        let (one, (parameters, tangents)) = (quote!(1), (self.parameters(), self.tangents(|ty| quote!(#ty))));
        let (generics, clause) = self.generics(&one);
        let (arguments, turbofish) = (self.lifted(self.given()), self.turbofish(&one));
        let bars = self.signature.parameters.iter().filter(|parameter| parameter.function.is_none()).map(|parameter| {
            if !parameter.is_active() {
                return quote!(#runtime::NoTangent);
            }
            let mut ty = bare(&parameter.ty).clone();
            StaticLifetimes.visit_type_mut(&mut ty);
            let on_one = self.numbers.iter().fold(ty.to_token_stream(), |ty, number| {
                let parameter = format_ident!("{number}");
                let dual = quote!(#runtime::forward::DualNumber<#parameter, 1>);
                crate::idents::replace_ident(ty, number, &dual)
            });
            // Generic code does not see that the cotangent of a `T` is a `T`.
            match self.numbers.is_empty() {
                true => quote!(#runtime::Cot<#ty, #runtime::Tangent>),
                false => quote!(<#runtime::Cot<#on_one, #runtime::Tangent> as #runtime::forward::Split<1>>::Tangent),
            }
        });
        let bars: Vec<TokenStream> = bars.collect();
        let gradient = match &bars[..] {
            [one] => quote!(#one),
            all => quote!((#(#all),*)),
        };
        quote! {
            /// The Hessian times a direction: the derivative of the gradient along it.
            #visibility fn hvp<#(#generics),*>(#(#parameters,)* #(#tangents),*) -> #gradient
            #clause
            {
                let (_, [tangent]) = #runtime::forward::Split::<1>::split(Self::on_duals_gradient #turbofish(#(#arguments),*));
                tangent
            }
        }
    }

    /// A matrix of derivatives of what a function on dual numbers gives, a few columns at a time.
    fn by_columns(&self, number: &Type, name: &str, function: &str) -> TokenStream {
        let (runtime, visibility) = (self.runtime, &self.signature.visibility);
        let (name, function) = (Ident::new(name, Span::mixed_site()), Ident::new(function, Span::mixed_site()));
        let lanes = quote!({ #runtime::forward::LANES });
        let (parameters, (generics, clause)) = (self.parameters(), self.generics(&lanes));
        let basis = |_: &Parameter| quote!(#runtime::forward::Directions::Basis(basis));
        let (arguments, turbofish) = (self.lifted(basis), self.turbofish(&lanes));
        // The arguments are given again for each group of columns.
        let again = self.signature.parameters.iter().filter(|parameter| {
            !matches!(parameter.ty, Type::Reference(_)) && !has_numbers(&parameter.ty, self.signature)
        });
        let again = again.map(|parameter| {
            let name = &parameter.name;
            quote!(let #name = #runtime::Lent(&#name).again();)
        });
        let doc = match self.real_output() {
            Some(_) => {
                "The matrix of second derivatives: entry `(i, j)` by the `i`-th and the `j`-th real number of the arguments."
            }
            None => {
                "The matrix of derivatives: entry `(i, j)` of the `i`-th real number of the result by the `j`-th of the arguments."
            }
        };
        quote! {
            #[doc = #doc]
            #visibility fn #name<#(#generics),*>(#(#parameters),*) -> #runtime::forward::Matrix<#number>
            #clause
            {
                #runtime::forward::by_columns(|basis| {
                    #(#again)*
                    Self::#function #turbofish(#(#arguments),*)
                })
            }
        }
    }

    /// The type of the result on dual numbers.
    fn output_on(&self, width: &TokenStream) -> TokenStream {
        crate::idents::replace_ident(self.output.to_token_stream(), &self.width.to_string(), width)
    }
}

/// `x_dot`, the tangent of `x`.
fn dot(name: &Ident) -> Ident {
    format_ident!("{}_dot", name.to_string().trim_start_matches("r#"), span = name.span())
}

/// A view of ndarray or sprs, which is made of what owns the lifted numbers.
fn is_view(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.starts_with("ArrayView") || name.starts_with("CsMatView") || name.starts_with("CsVecView")
    })
}
