//! A function's text on dual numbers: another number in the place of each real one.

use super::types::Moving;
use super::variables::Variables;
use super::without_tangents;
use crate::derive::on_duals;
use crate::errors::{self, Errors};
use crate::lower::macro_arguments;
use crate::rules;
use crate::signature::Signature;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::{BTreeMap, HashSet};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprPath, GenericArgument, Generics, Item, ItemFn, Lit, Macro, Pat, Path, Type, TypeParamBound,
};

/// Rewrites types, literals, casts, constants and calls.
pub(super) struct OnDuals<'a> {
    runtime: &'a TokenStream,
    /// The number of directions.
    width: &'a Ident,
    /// The real type that literals are of, if the function mentions one alone.
    literals: Option<Ident>,
    moving: &'a Moving,
    /// The types of the user's that the body makes or takes apart.
    aliases: BTreeMap<String, Path>,
    /// Names of variables: what else is called is a function.
    variables: Variables,
    /// Those of parameters that do not move, whose numbers stay what they are.
    still: HashSet<String>,
    errors: &'a mut Errors,
}

impl<'a> OnDuals<'a> {
    pub(super) fn new(
        runtime: &'a TokenStream,
        width: &'a Ident,
        function: &ItemFn,
        moving: &'a Moving,
        still: HashSet<String>,
        errors: &'a mut Errors,
    ) -> Self {
        let mut idents = HashSet::new();
        crate::idents::collect_idents(function.to_token_stream(), &mut idents);
        let mentions = |name: &str| idents.contains(name) || has_suffix(function, name);
        let literals = match (mentions("f64"), mentions("f32")) {
            (_, false) => Some("f64"),
            (false, true) => Some("f32"),
            (true, true) => None,
        };
        let literals = literals.map(|name| Ident::new(name, Span::call_site()));
        let mut variables = Variables::default();
        variables.visit_item_fn(function);
        OnDuals { runtime, width, literals, moving, aliases: BTreeMap::new(), variables, still, errors }
    }

    /// The generic parameters of the function with the number of directions before those of types.
    pub(super) fn generics(&self, generics: &Generics) -> Generics {
        let (runtime, width) = (self.runtime, self.width);
        let mut all = generics.clone();
        let at = all.params.iter().take_while(|it| matches!(it, syn::GenericParam::Lifetime(_))).count();
        all.params.insert(at, syn::parse_quote!(const #width: usize));
        let (mut predicates, mut others): (Vec<syn::WherePredicate>, Vec<_>) = Default::default();
        let mut on_duals = |name: &Path, bounds: &mut dyn Iterator<Item = &TypeParamBound>| {
            let bounds: Vec<_> = bounds.filter(|bound| !is_known_of_duals(bound)).collect();
            if !bounds.is_empty() {
                predicates.push(syn::parse_quote!(#runtime::forward::DualNumber<#name, #width>: #(#bounds)+*));
            }
        };
        for parameter in all.type_params_mut() {
            if self.moving.numbers.contains(&parameter.ident.to_string()) {
                on_duals(&parameter.ident.clone().into(), &mut parameter.bounds.iter());
                parameter.bounds = syn::parse_quote!(#runtime::Real);
            }
        }
        if let Some(clause) = all.where_clause.take() {
            for predicate in clause.predicates {
                match &predicate {
                    syn::WherePredicate::Type(of) => match &of.bounded_ty {
                        Type::Path(path) if self.is_number(&path.path) => on_duals(&path.path, &mut of.bounds.iter()),
                        _ => others.push(predicate),
                    },
                    _ => others.push(predicate),
                }
            }
        }
        if self.moving.has_generic_types {
            // So that the cotangent of a type of the user's is made of tangents.
            let of_number = |parameter: &syn::TypeParam| -> syn::WherePredicate {
                let name = &parameter.ident;
                syn::parse_quote!(#name: #runtime::Differentiable<Cotangent<#runtime::Tangent> = #name>)
            };
            let numbers = all.type_params().filter(|it| self.moving.numbers.contains(&it.ident.to_string()));
            others.extend(numbers.map(of_number));
        }
        predicates.extend(others);
        if !predicates.is_empty() {
            all.make_where_clause().predicates.extend(predicates);
        }
        all
    }

    fn is_number(&self, path: &Path) -> bool {
        path.get_ident()
            .is_some_and(|ident| ident == "f32" || ident == "f64" || self.moving.numbers.contains(&ident.to_string()))
    }

    /// A number without derivatives.
    fn constant(&self, value: impl ToTokens, ty: Option<&Ident>) -> Expr {
        let (runtime, width, span) = (self.runtime, self.width, value.span());
        let ty = match ty {
            Some(ty) => quote_spanned!(span=> #ty),
            None => quote_spanned!(span=> _),
        };
        syn::parse2(quote_spanned!(span=> #runtime::forward::DualNumber::<#ty, #width>::constant(#value)))
            .expect("a call is an expression")
    }

    fn literal(&self, literal: &Lit) -> Option<Expr> {
        let (suffix, is_float) = match literal {
            Lit::Float(float) => (float.suffix(), true),
            Lit::Int(int) => (int.suffix(), matches!(int.suffix(), "f32" | "f64")),
            _ => return None,
        };
        let of_suffix = (!suffix.is_empty()).then(|| Ident::new(suffix, literal.span()));
        is_float.then(|| self.constant(literal, of_suffix.as_ref().or(self.literals.as_ref())))
    }

    /// `x as f64`, `x as usize`
    fn cast(&mut self, cast: &mut syn::ExprCast) -> Expr {
        self.visit_expr_mut(&mut cast.expr);
        let (runtime, inner, span) = (self.runtime, &cast.expr, cast.as_token.span);
        let tokens = match &*cast.ty {
            Type::Path(path) if self.is_number(&path.path) => {
                self.visit_type_mut(&mut cast.ty);
                let ty = &cast.ty;
                quote_spanned!(span=> <_ as #runtime::forward::CastTo<#ty>>::cast_to(#inner))
            }
            ty => quote_spanned!(span=> (#runtime::forward::Bare(#inner).value() as #ty)),
        };
        syn::parse2(tokens).expect("a cast is an expression")
    }

    /// Whether an expression is made of parameters that do not move, and literals.
    fn is_still(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.still.contains(&name.to_string())),
            Expr::Field(field) => self.is_still(&field.base),
            Expr::Index(index) => self.is_still(&index.expr),
            Expr::Paren(paren) => self.is_still(&paren.expr),
            Expr::Reference(reference) => self.is_still(&reference.expr),
            Expr::Unary(unary) => self.is_still(&unary.expr),
            Expr::MethodCall(call) => {
                let literal = |argument: &Expr| matches!(argument, Expr::Lit(_)) || self.is_still(argument);
                self.is_still(&call.receiver) && call.args.iter().all(literal)
            }
            _ => false,
        }
    }

    /// A path that is a value: a constant, or a function.
    fn path(&mut self, path: &ExprPath) -> Option<Expr> {
        let (runtime, width) = (self.runtime, self.width);
        let segments = &path.path.segments;
        let last = segments.last()?.ident.to_string();
        let number = segments.iter().map(|segment| &segment.ident).find(|name| *name == "f32" || *name == "f64");
        let number = number.filter(|_| path.qself.is_none());
        if is_constant(&last) {
            return Some(match number {
                Some(number) => self.constant(path, Some(&Ident::new(&number.to_string(), path.span()))),
                None => self.lifted(&Expr::Path(path.clone())),
            });
        }
        if let Some(own) = self.own(&path.path) {
            // A struct without fields is no value by another name for its type.
            let braces = self.moving.is_own(&path.path).then(|| quote_spanned!(path.span()=> {}));
            return Some(syn::parse2(quote_spanned!(path.span()=> #own #braces)).expect("a path"));
        }
        if segments.len() == 2
            && path.qself.is_none()
            && let Some(number) = complex_of(&segments[0].ident.clone().into())
        {
            let function = &segments[1];
            let tokens = quote_spanned!(path.span()=> #runtime::Complex::<#runtime::forward::DualNumber<#number, #width>>::#function);
            return Some(Expr::Path(syn::parse2(tokens).expect("a path")));
        }
        if number.is_some() && segments.len() == 2 {
            let (number, function) = (&segments[0].ident, &segments[1]);
            let tokens = quote_spanned!(path.span()=> #runtime::forward::DualNumber::<#number, #width>::#function);
            return Some(Expr::Path(syn::parse2(tokens).expect("a path")));
        }
        let is_variable = path.path.get_ident().is_some_and(|name| self.variables.binds(name));
        (!is_variable && self.is_function(path)).then(|| self.companion(path))
    }

    /// The path of one of the user's types, or of what it has, on dual numbers: `BodyOnDuals::<K>::new` of `Body::new`.
    fn own(&mut self, path: &Path) -> Option<Path> {
        let mut of_type = path.clone();
        let mut member = None;
        if !self.moving.is_own(&of_type) {
            member = of_type.segments.pop();
            of_type.segments.pop_punct();
        }
        if !self.moving.is_own(&of_type) || of_type.segments.last().is_some_and(|last| !last.arguments.is_none()) {
            return None;
        }
        let (width, last) = (self.width, &of_type.segments.last()?.ident);
        let alias = on_duals(last);
        let member = member.map(|member| quote_spanned!(member.span()=> ::#member));
        let tokens = quote_spanned!(last.span()=> #alias::<#width> #member);
        self.aliases.insert(last.to_string(), of_type);
        syn::parse2(tokens).ok()
    }

    /// A body on dual numbers.
    pub(super) fn body(&mut self, block: &Block, signature: &Signature) -> TokenStream {
        let (runtime, mut block) = (self.runtime, block.clone());
        self.visit_block_mut(&mut block);
        let (aliases, still, statements) = (self.aliases(), without_tangents(signature, runtime), &block.stmts);
        quote!({
            #[allow(unused_imports)]
            use #runtime::forward::{ArgumentAsItIs as _, AsItIs as _, BareValue as _};
            #aliases
            #still
            #(#statements)*
        })
    }

    /// `type BodyOnDuals<const K: usize> = <Body as Lift>::On<K>;`
    fn aliases(&self) -> TokenStream {
        let (runtime, width) = (self.runtime, self.width);
        let aliases = self.aliases.values().map(|path| {
            let alias = path.segments.last().map(|last| on_duals(&last.ident));
            quote!(type #alias<const #width: usize> = <#path as #runtime::forward::Lift>::On<#width>;)
        });
        aliases.collect()
    }

    fn is_tuple_literal(&self, call: &syn::ExprCall) -> bool {
        matches!(&*call.func, Expr::Path(path) if path.qself.is_none() && self.moving.is_own(&path.path))
    }

    /// `Body(a, b)` as `Body { 0: a, 1: b }`: another name for a type is no function.
    fn tuple_literal(&mut self, call: &mut syn::ExprCall) -> Option<Expr> {
        let Expr::Path(path) = &*call.func else { return None };
        let (path, own) = (path.clone(), self.own(&path.path)?);
        call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
        let (members, values) = ((0..call.args.len()).map(syn::Index::from), &call.args);
        let values = values.iter();
        syn::parse2(quote_spanned!(path.span()=> #own { #(#members: #values),* })).ok()
    }

    /// The same of a pattern.
    fn tuple_pattern(&mut self, pattern: &syn::PatTupleStruct) -> Option<Pat> {
        if !self.moving.is_own(&pattern.path) {
            return None;
        }
        let own = self.own(&pattern.path)?;
        let fields = pattern.elems.iter().enumerate().map(|(index, field)| match field {
            Pat::Rest(rest) => quote!(#rest),
            field => {
                let member = syn::Index::from(index);
                quote!(#member: #field)
            }
        });
        let is_rest = |field: &Pat| matches!(field, Pat::Rest(_));
        let last = pattern.elems.len().saturating_sub(1);
        if let Some(rest) = pattern.elems.iter().take(last).find(|field| is_rest(field)) {
            self.errors.reject(rest, &errors::FORWARD_REST);
        }
        let tokens = quote_spanned!(pattern.span()=> #own { #(#fields),* });
        syn::parse::Parser::parse2(Pat::parse_single, tokens).ok()
    }

    /// A constant, or a part of one.
    fn lifted(&self, constant: &Expr) -> Expr {
        let (runtime, width) = (self.runtime, self.width);
        let tokens = quote_spanned!(constant.span()=> #runtime::forward::Constant(&#constant).on::<#width>());
        syn::parse2(tokens).expect("a call is an expression")
    }

    /// Rewrites what a part of a constant is found by, and says whether it is one: the part is lifted, not the whole.
    fn is_part_of_constant(&mut self, expression: &mut Expr) -> bool {
        match expression {
            Expr::Path(path) => path.path.segments.last().is_some_and(|last| is_constant(&last.ident.to_string())),
            Expr::Field(field) => self.is_part_of_constant(&mut field.base),
            Expr::Index(index) => {
                let is_part = self.is_part_of_constant(&mut index.expr);
                if is_part {
                    self.visit_expr_mut(&mut index.index);
                }
                is_part
            }
            _ => false,
        }
    }

    /// `<f>::on_duals`, for `f`.
    fn companion(&self, function: &ExprPath) -> Expr {
        let (width, mut companion) = (self.width, function.path.clone());
        let last = companion.segments.last_mut().expect("a path has a segment");
        let span = last.ident.span();
        let turbofish = match std::mem::take(&mut last.arguments) {
            syn::PathArguments::AngleBracketed(given) => {
                let given = given.args.iter();
                quote_spanned!(span=> ::<#width, #(#given),*>)
            }
            _ => TokenStream::new(),
        };
        let tokens = quote_spanned!(span=> <#companion>::on_duals #turbofish);
        Expr::Path(syn::parse2(tokens).expect("a path"))
    }

    /// A free function, by the way that functions and types are named; not one of std.
    fn is_function(&self, path: &ExprPath) -> bool {
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let [.., last] = &segments[..] else { return false };
        let lowercase =
            |name: &str| name.trim_start_matches("r#").starts_with(|first: char| first.is_lowercase() || first == '_');
        let of_std = matches!(&*segments[0], "std" | "core" | "alloc") || matches!(&**last, "drop" | "self");
        let of_type = segments.len() > 1 && {
            let owner = &segments[segments.len() - 2];
            !lowercase(owner) || rules::is_primitive(owner)
        };
        path.qself.is_none() && lowercase(last) && !of_std && !of_type
    }
}

impl VisitMut for OnDuals<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let (runtime, width) = (self.runtime, self.width);
        match ty {
            Type::Path(path) if path.qself.is_none() && self.is_number(&path.path) => {
                let number = &path.path;
                let tokens = quote_spanned!(number.span()=> #runtime::forward::DualNumber<#number, #width>);
                *ty = syn::parse2(tokens).expect("a type");
            }
            Type::Path(path) if path.qself.is_none() && complex_of(&path.path).is_some() => {
                let (number, span) = (complex_of(&path.path), path.span());
                let tokens = quote_spanned!(span=> #runtime::Complex<#runtime::forward::DualNumber<#number, #width>>);
                *ty = syn::parse2(tokens).expect("a type");
            }
            Type::Path(path) if path.qself.is_none() && self.moving.is_own(&path.path) => {
                let tokens = quote_spanned!(path.span()=> <#path as #runtime::forward::Lift>::On<#width>);
                *ty = syn::parse2(tokens).expect("a type");
            }
            // The length is no expression of the function's.
            Type::Array(array) => self.visit_type_mut(&mut array.elem),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_generic_argument_mut(&mut self, argument: &mut GenericArgument) {
        if let GenericArgument::Type(ty) = argument {
            self.visit_type_mut(ty);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if matches!(expression, Expr::Field(_) | Expr::Index(_)) && self.is_part_of_constant(expression) {
            *expression = self.lifted(expression);
            return;
        }
        let rewritten = match expression {
            Expr::Lit(literal) => self.literal(&literal.lit),
            Expr::Cast(cast) => Some(self.cast(cast)),
            Expr::Path(path) => {
                if let Some(rewritten) = self.path(path) {
                    Some(rewritten)
                } else {
                    visit_mut::visit_expr_path_mut(self, path);
                    None
                }
            }
            Expr::Struct(literal) => {
                visit_mut::visit_expr_struct_mut(self, literal);
                if let Some(own) = self.own(&literal.path) {
                    literal.path = own;
                }
                None
            }
            Expr::Call(call) if self.is_tuple_literal(call) => self.tuple_literal(call),
            Expr::Call(call) => {
                match &mut *call.func {
                    Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.variables.holds(name)) => {}
                    Expr::Path(path) if self.is_function(path) => {
                        *call.func = self.companion(path);
                    }
                    Expr::Path(path) => match self.own(&path.path) {
                        // A variant, of whatever case: what is called is no constant.
                        Some(own) => path.path = own,
                        None => self.visit_expr_mut(&mut call.func),
                    },
                    function => self.visit_expr_mut(function),
                }
                for argument in &mut call.args {
                    let is_part = matches!(argument, Expr::Index(_) | Expr::Field(_) | Expr::Unary(_));
                    let is_still = is_part && self.is_still(argument);
                    self.visit_expr_mut(argument);
                    if is_still {
                        // Plain, and the function may take a dual number.
                        let (runtime, width) = (self.runtime, self.width);
                        let tokens =
                            quote_spanned!(argument.span()=> #runtime::forward::Argument(#argument).on::<#width>());
                        *argument = syn::parse2(tokens).expect("a call is an expression");
                    }
                }
                None
            }
            Expr::MethodCall(_) if self.is_still(expression) => None,
            Expr::Repeat(repeat) => {
                self.visit_expr_mut(&mut repeat.expr);
                None
            }
            Expr::Binary(binary) => {
                visit_mut::visit_expr_binary_mut(self, binary);
                assignment(binary)
            }
            _ => {
                visit_mut::visit_expr_mut(self, expression);
                None
            }
        };
        if let Some(rewritten) = rewritten {
            *expression = rewritten;
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            Pat::Lit(literal) => {
                if self.literal(&literal.lit).is_some() {
                    self.errors.reject(literal, &errors::FORWARD_PATTERN);
                }
            }
            Pat::Path(path) => {
                if let Some(own) = self.own(&path.path) {
                    path.path = own;
                }
            }
            Pat::Const(_) | Pat::Range(_) => {}
            Pat::Struct(parts) => {
                visit_mut::visit_pat_struct_mut(self, parts);
                if let Some(own) = self.own(&parts.path) {
                    parts.path = own;
                }
            }
            Pat::TupleStruct(parts) => {
                visit_mut::visit_pat_tuple_struct_mut(self, parts);
                if let Some(of_struct) = self.tuple_pattern(parts) {
                    *pattern = of_struct;
                } else if let Some(own) = self.own(&parts.path) {
                    parts.path = own;
                }
            }
            other => visit_mut::visit_pat_mut(self, other),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if let Some(mut arguments) = macro_arguments(mac) {
            arguments.expressions.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = arguments.tokens();
        }
    }

    /// What is declared inside stays as it is: constants are lifted where they are used.
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
}

/// `Complex64` is `Complex<f64>`.
fn complex_of(path: &Path) -> Option<Ident> {
    let last = &path.segments.last()?.ident;
    match last.to_string().as_str() {
        "Complex64" => Some(Ident::new("f64", last.span())),
        "Complex32" => Some(Ident::new("f32", last.span())),
        _ => None,
    }
}

/// `a[i] += b` with `b` evaluated first, as it is where the numbers are primitive.
fn assignment(binary: &mut syn::ExprBinary) -> Option<Expr> {
    let assigns = crate::lower::is_arithmetic_assignment(&binary.op);
    let plain = matches!(*binary.right, Expr::Path(_) | Expr::Lit(_));
    // The right side of `x += { x = y; x }` changes what it is added to.
    let may_change = binary.right.to_token_stream().into_iter().any(has_block);
    if !assigns || plain || matches!(*binary.left, Expr::Path(_)) && !may_change {
        return None;
    }
    let (left, operator, right) = (&binary.left, &binary.op, &binary.right);
    let value = Ident::new("value", Span::mixed_site());
    let tokens = quote_spanned!(operator.span()=> {
        let #value = #right;
        #left #operator #value
    });
    Some(syn::parse2(tokens).expect("a block is an expression"))
}

fn has_block(token: TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace || group.stream().into_iter().any(has_block),
        _ => false,
    }
}

/// A bound that dual numbers satisfy, and which as a predicate would hide from rustc what their cotangents are.
fn is_known_of_duals(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(bound) if bound.path.segments.last().is_some_and(|last| {
        ["Real", "Scalar", "Differentiable"].iter().any(|known| last.ident == known)
    }))
}

/// By the way that constants are named.
pub(super) fn is_constant(name: &str) -> bool {
    name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_') && name.chars().any(char::is_uppercase)
}

/// Whether a literal of the function has this suffix.
fn has_suffix(function: &ItemFn, suffix: &str) -> bool {
    struct Suffixes<'s>(&'s str, bool);
    impl<'ast> Visit<'ast> for Suffixes<'_> {
        fn visit_lit(&mut self, literal: &'ast Lit) {
            self.1 |= match literal {
                Lit::Float(float) => float.suffix() == self.0,
                Lit::Int(int) => int.suffix() == self.0,
                _ => false,
            };
        }
    }
    let mut suffixes = Suffixes(suffix, false);
    suffixes.visit_item_fn(function);
    suffixes.1
}
