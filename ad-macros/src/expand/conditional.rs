//! `#[cfg(..)]` inside a body. Whether it holds is not known here: the companion is made once for each case, and rustc takes
//! the one that is compiled.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use syn::parse::Parser;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Expr, Stmt};

/// With more conditions than this there are too many cases: the attributes stay, and are refused where they stand.
const MOST_CONDITIONS: usize = 3;

/// A body in one case, and the condition of that case.
pub(super) struct Case {
    pub(super) condition: Option<TokenStream>,
    pub(super) body: Block,
}

/// The cases of a body: one without a condition, where it has no `#[cfg(..)]`.
pub(super) fn cases(body: &Block) -> Vec<Case> {
    let mut found = Conditions { holds: BTreeMap::new(), choose: false };
    found.visit_block_mut(&mut body.clone());
    let conditions: Vec<String> = found.holds.into_keys().collect();
    if conditions.is_empty() || conditions.len() > MOST_CONDITIONS {
        return vec![Case { condition: None, body: body.clone() }];
    }
    let case = |number: usize| {
        let holds: BTreeMap<String, bool> =
            conditions.iter().enumerate().map(|(bit, text)| (text.clone(), number >> bit & 1 == 1)).collect();
        let parts = holds.iter().map(|(text, holds)| {
            let condition: TokenStream = text.parse().expect("it was tokens before");
            if *holds { condition } else { quote!(not(#condition)) }
        });
        let condition = Some(quote!(all(#(#parts),*)));
        let mut body = body.clone();
        Conditions { holds, choose: true }.visit_block_mut(&mut body);
        Case { condition, body }
    };
    (0..1 << conditions.len()).map(case).collect()
}

/// Items or functions, each under a condition.
pub(super) fn under(condition: &TokenStream, items: TokenStream) -> TokenStream {
    let Ok(mut file) = syn::parse2::<syn::File>(items.clone()) else { return items };
    for item in &mut file.items {
        let attribute: Attribute = syn::parse_quote!(#[cfg(#condition)]);
        match item {
            syn::Item::Fn(item) => item.attrs.push(attribute),
            syn::Item::Enum(item) => item.attrs.push(attribute),
            syn::Item::Impl(item) => item.attrs.push(attribute),
            syn::Item::Use(item) => item.attrs.push(attribute),
            syn::Item::Macro(item) => item.attrs.push(attribute),
            _ => {}
        }
    }
    file.into_token_stream()
}

/// Finds the conditions in a body, or chooses by them.
struct Conditions {
    holds: BTreeMap<String, bool>,
    choose: bool,
}

impl Conditions {
    /// Whether what has these attributes is there; those that say so are taken away.
    fn is_there(&mut self, attributes: &mut Vec<Attribute>) -> bool {
        let mut there = true;
        attributes.retain(|attribute| {
            let Some((condition, negative)) = condition_of(attribute) else { return true };
            if !self.choose {
                self.holds.insert(condition, false);
                return true;
            }
            match self.holds.get(&condition) {
                Some(holds) => there &= *holds != negative,
                None => return true,
            }
            false
        });
        there
    }

    fn statement_is_there(&mut self, statement: &mut Stmt) -> bool {
        match statement {
            Stmt::Local(local) => self.is_there(&mut local.attrs),
            Stmt::Macro(statement) => self.is_there(&mut statement.attrs),
            Stmt::Item(_) => true, // it stays as it is, and rustc sees to it
            Stmt::Expr(expression, _) => {
                let Some((mut attributes, bare)) = attributes_of(expression) else { return true };
                let there = self.is_there(&mut attributes);
                if let Ok(changed) = syn::parse2(quote!(#(#attributes)* #bare)) {
                    *expression = changed;
                }
                there
            }
        }
    }
}

impl VisitMut for Conditions {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain_mut(|statement| self.statement_is_there(statement));
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_match_mut(&mut self, of: &mut syn::ExprMatch) {
        of.arms.retain_mut(|arm| self.is_there(&mut arm.attrs));
        visit_mut::visit_expr_match_mut(self, of);
    }

    fn visit_expr_struct_mut(&mut self, literal: &mut syn::ExprStruct) {
        let fields = std::mem::take(&mut literal.fields);
        literal.fields =
            fields.into_iter().filter_map(|mut field| self.is_there(&mut field.attrs).then_some(field)).collect();
        visit_mut::visit_expr_struct_mut(self, literal);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The condition of a `cfg`, and whether it is negated.
fn condition_of(attribute: &Attribute) -> Option<(String, bool)> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let condition: syn::Meta = attribute.parse_args().ok()?;
    match &condition {
        syn::Meta::List(list) if list.path.is_ident("not") => Some((list.tokens.to_string(), true)),
        condition => Some((condition.to_token_stream().to_string(), false)),
    }
}

/// The attributes in front of an expression, if there are any, and what is behind them.
fn attributes_of(expression: &Expr) -> Option<(Vec<Attribute>, TokenStream)> {
    let split = |input: syn::parse::ParseStream<'_>| -> syn::Result<(Vec<Attribute>, TokenStream)> {
        Ok((input.call(Attribute::parse_outer)?, input.parse()?))
    };
    let (attributes, bare) = split.parse2(expression.to_token_stream()).ok()?;
    (!attributes.is_empty()).then_some((attributes, bare))
}
