//! What is made of the items of a chain: sums, vectors, the largest, the last.

use super::Lowerer;
use super::chains::{Chain, apply, is_iterator};
use super::expression::Lowered;
use crate::errors;
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprMethodCall, Stmt, Type};

impl Lowerer<'_> {
    /// The value that a consumer makes of a chain, if it is one that is known.
    ///
    /// `name` is what the result will be called.
    pub(super) fn chain_value(
        &mut self,
        call: &ExprMethodCall,
        ty: Option<&Type>,
        name: Option<&Ident>,
    ) -> Option<Lowered> {
        if !is_iterator(&call.receiver) {
            return None;
        }
        let chain = Chain::of(&call.receiver)?;
        let mut arguments = call.args.iter();
        let (first, second) = (arguments.next(), arguments.next());
        let span = call.span();
        let stem =
            name.map_or_else(|| "total".to_string(), |name| name.to_string().trim_start_matches("r#").to_string());
        let total = self.fresh(&stem, span);
        let given = turbofish(call);
        let known = given.as_ref().or(ty).cloned();
        if let Some(lowered) = self.fallible_chain_value(call, &chain, known.as_ref(), &total) {
            return Some(lowered);
        }
        let (mut statements, value): (Vec<Stmt>, Expr) = match (call.method.to_string().as_str(), first, second) {
            (method @ ("sum" | "product"), None, None) => {
                let ty = known.or_else(|| self.only_number.clone());
                let operator: syn::BinOp = match method {
                    "sum" => syn::parse_quote!(+=),
                    _ => syn::parse_quote!(*=),
                };
                let (nothing, with_next) = sum_or_product(method);
                let is_float = ty.as_ref().is_some_and(is_float);
                let start = typed(&total, ty, syn::parse_quote!(#nothing()));
                let each = |item: &Expr| {
                    vec![match is_float {
                        true => syn::parse_quote!(#total #operator #item;),
                        false => syn::parse_quote!(#total = #with_next(#total, #item);),
                    }]
                };
                (self.with_loops(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("fold", Some(init), Some(f)) => {
                let start = typed(&total, ty.cloned(), init.clone());
                let each = |item: &Expr| {
                    let next = apply(f, vec![syn::parse_quote!(#total), item.clone()]);
                    vec![syn::parse_quote!(#total = #next;)]
                };
                (self.with_loops(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("reduce", Some(f), None) => {
                let start = self.nothing_yet(&total, ty);
                let each = |item: &Expr| {
                    let next = apply(f, vec![syn::parse_quote!(before), item.clone()]);
                    vec![syn::parse_quote!(#total = match #total { Some(before) => Some(#next), None => Some(#item) };)]
                };
                (self.with_loops(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("collect", None, None) => {
                if known.as_ref().is_some_and(|ty| !is_vec(ty)) {
                    return Some(self.reject(&call.method, &errors::COLLECT));
                }
                let empty = match chain.room() {
                    Some(room) => syn::parse_quote!(__ad::Vec::with_capacity(#room)),
                    None => syn::parse_quote!(__ad::Vec::new()),
                };
                let start = typed(&total, known, empty);
                let each = |item: &Expr| vec![syn::parse_quote!(#total.push(#item);)];
                (self.with_loops(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("unzip", None, None) | ("partition", Some(_), None) => {
                let other = self.fresh("others", span);
                let start = vec![
                    syn::parse_quote!(let mut #total = __ad::Vec::new();),
                    syn::parse_quote!(let mut #other = __ad::Vec::new();),
                ];
                let each = |item: &Expr| match first {
                    Some(f) => {
                        let condition = apply(f, vec![syn::parse_quote!(&#item)]);
                        vec![syn::parse_quote!(if #condition { #total.push(#item); } else { #other.push(#item); })]
                    }
                    None => vec![
                        syn::parse_quote!(let (one, another) = #item;),
                        syn::parse_quote!(#total.push(one);),
                        syn::parse_quote!(#other.push(another);),
                    ],
                };
                (self.with_loops(start, &chain, &each), syn::parse_quote!((#total, #other)))
            }
            ("min_by" | "max_by" | "min_by_key" | "max_by_key", Some(f), None) => {
                let start = self.nothing_yet(&total, ty);
                // Of equals `min_by` takes the first, and `max_by` the last.
                let name = call.method.to_string();
                let replaces: syn::BinOp = match name.starts_with("min") {
                    true => syn::parse_quote!(==),
                    false => syn::parse_quote!(!=),
                };
                let each = |item: &Expr| {
                    let (before, item_lent): (Expr, Expr) = (syn::parse_quote!(&before), syn::parse_quote!(&#item));
                    let order: Expr = if name.ends_with("key") {
                        let (before, after) = (apply(f, vec![before]), apply(f, vec![item_lent]));
                        syn::parse_quote!(::core::cmp::Ord::cmp(&#before, &#after))
                    } else {
                        apply(f, vec![before, item_lent])
                    };
                    vec![syn::parse_quote!(#total = match #total {
                        Some(before) => if #order #replaces ::core::cmp::Ordering::Greater { Some(#item) } else { Some(before) },
                        None => Some(#item),
                    };)]
                };
                (self.with_loops(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("last", None, None) => {
                let start = self.nothing_yet(&total, ty);
                let each = |item: &Expr| vec![syn::parse_quote!(#total = Some(#item);)];
                (self.with_loops(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("next", None, None) => {
                let start = self.nothing_yet(&total, ty);
                let each =
                    |item: &Expr| vec![syn::parse_quote!(#total = Some(#item);), syn::parse_quote!(break 'found;)];
                (self.until_found(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("nth", Some(count), None) => {
                let left = self.fresh("left", span);
                let start = vec![self.nothing_yet(&total, ty), syn::parse_quote!(let mut #left: usize = #count;)];
                let each = |item: &Expr| {
                    vec![
                        syn::parse_quote!(if #left == 0 { #total = Some(#item); break 'found; }),
                        syn::parse_quote!(#left -= 1;),
                    ]
                };
                (self.until_found(start, &chain, &each), syn::parse_quote!(#total))
            }
            ("find", Some(f), None) => {
                let start = self.nothing_yet(&total, ty);
                let each = |item: &Expr| {
                    let condition = apply(f, vec![syn::parse_quote!(&#item)]);
                    vec![syn::parse_quote!(if #condition { #total = Some(#item); break 'found; })]
                };
                (self.until_found(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("find_map", Some(f), None) => {
                let start = self.nothing_yet(&total, ty);
                let each = |item: &Expr| {
                    let value = apply(f, vec![item.clone()]);
                    vec![syn::parse_quote!(if let Some(found) = #value { #total = Some(found); break 'found; })]
                };
                (self.until_found(vec![start], &chain, &each), syn::parse_quote!(#total))
            }
            ("for_each", Some(f), None) => {
                let each = |item: &Expr| {
                    let call = apply(f, vec![item.clone()]);
                    vec![syn::parse_quote!(#call;)]
                };
                let statements = self.with_loops(Vec::new(), &chain, &each);
                self.block_of(statements);
                return Some(Lowered::Nothing);
            }
            _ => return None,
        };
        statements.push(Stmt::Expr(value, None));
        let block = Block { brace_token: Default::default(), stmts: statements };
        let lowered = self.scoped(|this| this.block_value(&block));
        if let Lowered::Place { place, borrowed: false } = &lowered
            && place.path.is_empty()
        {
            self.unnamed.insert(place.root);
        }
        Some(lowered)
    }

    /// `let mut total = None;`
    fn nothing_yet(&self, total: &Ident, ty: Option<&Type>) -> Stmt {
        let ty = ty.cloned().or_else(|| self.only_number.as_ref().map(|number| syn::parse_quote!(Option<#number>)));
        typed(total, ty, syn::parse_quote!(None))
    }

    /// Loops that `break 'found` leaves all at once.
    fn until_found(&mut self, mut start: Vec<Stmt>, chain: &Chain<'_>, each: &dyn Fn(&Expr) -> Vec<Stmt>) -> Vec<Stmt> {
        let loops = self.with_loops(Vec::new(), chain, each);
        start.push(syn::parse_quote!('found: { #(#loops)* }));
        start
    }

    /// The loops behind what starts them.
    pub(super) fn with_loops(
        &mut self,
        mut start: Vec<Stmt>,
        chain: &Chain<'_>,
        each: &dyn Fn(&Expr) -> Vec<Stmt>,
    ) -> Vec<Stmt> {
        let loops = self.loops_over(chain, None, None, &|item| each(&item));
        start.extend(loops);
        start
    }
}

/// `let mut name: ty = value;`
pub(super) fn typed(name: &Ident, ty: Option<Type>, value: Expr) -> Stmt {
    match ty {
        Some(ty) => syn::parse_quote!(let mut #name: #ty = #value;),
        None => syn::parse_quote!(let mut #name = #value;),
    }
}

/// What `sum` or `product` begins with, and the function that adds an item.
pub(super) fn sum_or_product(method: &str) -> (Expr, Expr) {
    match method {
        "sum" => (syn::parse_quote!(__ad::sum_of_nothing), syn::parse_quote!(__ad::summed)),
        _ => (syn::parse_quote!(__ad::product_of_nothing), syn::parse_quote!(__ad::multiplied)),
    }
}

/// `T` of `.sum::<T>()`
fn turbofish(call: &ExprMethodCall) -> Option<Type> {
    match call.turbofish.as_ref()?.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

fn is_float(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("f64") || path.path.is_ident("f32"))
}

pub(super) fn is_vec(ty: &Type) -> bool {
    match ty {
        Type::Infer(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
        _ => false,
    }
}
