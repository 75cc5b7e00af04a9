//! Consumers that stop at the first failure: `try_fold`, and `sum`, `product` and `collect` into an `Option` or a `Result`.

use super::Lowerer;
use super::chains::{Chain, apply};
use super::consumers::{is_vec, sum_or_product, typed};
use super::expression::Lowered;
use crate::errors;
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, ExprMethodCall, GenericArgument, PathArguments, Stmt, Type};

/// What there is one of, or none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fallible {
    Option,
    Result,
}

impl Fallible {
    /// `Option<T>` or `Result<T, E>`, and `T` where it is written.
    pub(super) fn of_type(ty: &Type) -> Option<(Self, Option<Type>)> {
        let Type::Path(path) = ty else { return None };
        let last = path.path.segments.last()?;
        let kind = match last.ident.to_string().as_str() {
            "Option" => Fallible::Option,
            "Result" => Fallible::Result,
            _ => return None,
        };
        let inside = match &last.arguments {
            PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            }),
            _ => None,
        };
        Some((kind, inside))
    }

    /// By the words in what a closure returns.
    fn of_closure(closure: &syn::ExprClosure) -> Option<Self> {
        struct Words(Option<Fallible>);
        impl<'ast> Visit<'ast> for Words {
            fn visit_path(&mut self, path: &'ast syn::Path) {
                let kind = path.segments.last().and_then(|last| match last.ident.to_string().as_str() {
                    "Some" | "None" => Some(Fallible::Option),
                    "Ok" | "Err" => Some(Fallible::Result),
                    _ => None,
                });
                self.0 = self.0.or(kind);
                syn::visit::visit_path(self, path);
            }
            fn visit_pat(&mut self, _: &'ast syn::Pat) {}
            fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
                let kind = match call.method.to_string().as_str() {
                    "ok_or" | "ok_or_else" => Some(Fallible::Result),
                    "ok" => Some(Fallible::Option),
                    _ => None,
                };
                self.0 = self.0.or(kind);
                syn::visit::visit_expr_method_call(self, call);
            }
        }
        if let syn::ReturnType::Type(_, ty) = &closure.output {
            return Fallible::of_type(ty).map(|(kind, _)| kind);
        }
        let mut words = Words(None);
        words.visit_expr(&closure.body);
        words.0
    }

    /// `match value { Some(inside) => then, None => break 'all None }`
    fn unless_it_fails(self, value: &Expr, inside: &Ident, then: &Stmt) -> Stmt {
        match self {
            Fallible::Option => {
                syn::parse_quote!(match #value { Some(#inside) => { #then } None => break 'all None, })
            }
            Fallible::Result => {
                syn::parse_quote!(match #value { Ok(#inside) => { #then } Err(error) => break 'all Err(error), })
            }
        }
    }

    fn of(self, value: &Ident) -> Expr {
        match self {
            Fallible::Option => syn::parse_quote!(Some(#value)),
            Fallible::Result => syn::parse_quote!(Ok(#value)),
        }
    }
}

/// The type of a function's value, where a chain at the function's end may be made into it: it names no lifetime.
pub(super) fn of_output(output: &Type) -> Option<&Type> {
    struct Lifetimes(bool);
    impl<'ast> Visit<'ast> for Lifetimes {
        fn visit_lifetime(&mut self, _: &'ast syn::Lifetime) {
            self.0 = true;
        }
    }
    let mut lifetimes = Lifetimes(false);
    lifetimes.visit_type(output);
    (Fallible::of_type(output).is_some() && !lifetimes.0).then_some(output)
}

impl Lowerer<'_> {
    /// The value of such a consumer; `ty` is its type, where that is written.
    pub(super) fn fallible_chain_value(
        &mut self,
        call: &ExprMethodCall,
        chain: &Chain<'_>,
        ty: Option<&Type>,
        total: &Ident,
    ) -> Option<Lowered> {
        let method = call.method.to_string();
        let inside = self.fresh("inside", call.span());
        let by_type = ty.and_then(Fallible::of_type);
        type Each<'e> = Box<dyn Fn(&Expr) -> Stmt + 'e>;
        let (kind, start, each): (Fallible, Stmt, Each<'_>) = match (&method[..], by_type) {
            ("try_fold", by_type) => {
                let mut arguments = call.args.iter();
                let (Some(init), Some(f), None) = (arguments.next(), arguments.next(), arguments.next()) else {
                    return None;
                };
                let by_closure = match f {
                    Expr::Closure(closure) => Fallible::of_closure(closure),
                    _ => None,
                };
                let Some(kind) = by_closure.or(by_type.map(|(kind, _)| kind)) else {
                    return Some(self.reject(&call.method, &errors::TRY_FOLD));
                };
                let total = total.clone();
                let start = typed(&total, None, init.clone());
                let each = move |item: &Expr| {
                    let next = apply(f, vec![syn::parse_quote!(#total), item.clone()]);
                    kind.unless_it_fails(&next, &inside, &syn::parse_quote!(#total = #inside;))
                };
                (kind, start, Box::new(each))
            }
            ("sum" | "product", Some((kind, ty))) => {
                let (nothing, next) = sum_or_product(&method);
                let ty = ty.filter(|ty| !matches!(ty, Type::Infer(_))).or_else(|| self.only_number.clone());
                let start = typed(total, ty, syn::parse_quote!(#nothing()));
                let total = total.clone();
                let each = move |item: &Expr| {
                    kind.unless_it_fails(item, &inside, &syn::parse_quote!(#total = #next(#total, #inside);))
                };
                (kind, start, Box::new(each))
            }
            ("collect", Some((kind, ty))) if ty.as_ref().is_none_or(is_vec) => {
                let ty = ty.filter(|ty| !matches!(ty, Type::Infer(_)));
                let start = typed(total, ty, syn::parse_quote!(__ad::Vec::new()));
                let total = total.clone();
                let each =
                    move |item: &Expr| kind.unless_it_fails(item, &inside, &syn::parse_quote!(#total.push(#inside);));
                (kind, start, Box::new(each))
            }
            _ => return None,
        };
        let statements = self.with_loops(vec![start], chain, &|item| vec![each(item)]);
        let all = kind.of(total);
        let block: Expr = syn::parse_quote!('all: { #(#statements)* #all });
        Some(self.expression(&block))
    }
}
