//! The pipeline: attribute -> lower -> reverse -> emit.

mod array_iterators;
mod common_methods;
mod conditional;
mod impl_block;
mod inner_constants;
mod module;
mod operators;
mod outputs;
mod parameters;
mod partials;
mod sums;
mod syntax;
mod trait_definition;

pub(crate) use syntax::Ungroup;

use crate::attribute::{self, CompanionIn, Options, Rule};
use crate::emit::{self, Names, Record};
use crate::errors::Errors;
use crate::idents::collect_idents;
use crate::ir::Real;
use crate::lower;
use crate::reverse;
use crate::signature::{Home, Signature};
use outputs::WriteOutOutputs;
use parameters::{NameFunctions, NameImplTraits};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::visit_mut::VisitMut;
use syn::{Block, Item, ItemFn};
use syntax::{WriteOut, take_body};

const NOT_A_FUNCTION: &str = "`differentiable` goes on a function with a body, an `impl` block, a trait or a module\n\
    help: put it on a `fn`; on a struct write `#[derive(Differentiable)]`";

/// `#[differentiable(..)]` on an item: the item as it was, and its companions.
pub(crate) fn differentiable(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = attribute::parse(arguments, &mut errors);
    let expanded = match syn::parse2(item.clone()) {
        Ok(Item::Fn(function)) => free_function(function, &options, &mut errors),
        Ok(Item::Impl(block)) => impl_block::differentiable(block, &options, &mut errors),
        Ok(Item::Mod(module)) => module::differentiable(module, &options, &mut errors),
        Ok(Item::Use(import)) => partials::of_import(import, &options, &mut errors),
        Ok(Item::Trait(definition)) => trait_definition::differentiable(definition, &options, &mut errors),
        _ => {
            errors.push(syn::Error::new(proc_macro2::Span::call_site(), NOT_A_FUNCTION));
            item
        }
    };
    let errors = errors.into_compile_errors();
    let runtime = crate::runtime::runtime(options.krate.as_ref());
    crate::runtime::with_core_of(&runtime, quote!(#expanded #errors))
}

/// `fn f ..` -> itself, and its companion beside it; a method: itself, and the functions of its companion.
fn free_function(mut function: ItemFn, options: &Options, errors: &mut Errors) -> TokenStream {
    let method = function.sig.receiver().is_some() || mentions_self(&function);
    let home = if method { Home::alone() } else { Home::Free };
    let mut idents = HashSet::new();
    collect_idents(function.to_token_stream(), &mut idents);
    refuse_twice(&mut function.attrs, errors);
    let as_written = options.forward.then(|| function.clone());
    let mut signature = function.sig.clone();
    parameters::write_out_function_types(&mut signature, &function.block, &idents);
    let of = OneFunction::read(&mut signature, &function.vis, home, idents, options, errors);
    impl_block::take_attributes(&mut function.sig);
    let Some(of) = of else { return function.into_token_stream() };
    let body = take_body(&mut function.block);
    let emit = match options.companion {
        _ if method => emit::functions,
        Some(CompanionIn::Module) => emit::in_module,
        _ => emit::companion,
    };
    let companion = of.differentiated(Some(&body), options, emit, errors);
    let quiet = method.then(emit::quiet);
    let forward = as_written.map(|as_written| match method {
        true => {
            errors.reject(&function.sig.ident, &crate::errors::FORWARD_METHOD);
            TokenStream::new()
        }
        false => crate::duals::beside(&as_written, &of.signature, options, errors),
    });
    // The companion does not call the function: one that is only differentiated is not dead.
    let companion = if method { of.separately(companion, quiet) } else { companion };
    quote!(#[allow(dead_code)] #function #companion #forward)
}

pub(crate) use impl_block::own_options;
pub(crate) use partials::with_types;

/// Whether a block implements an operator, whose rule goes by the type.
pub(crate) fn is_operator(block: &syn::ItemImpl) -> bool {
    block.trait_.as_ref().is_some_and(|(path, _)| operators::operator(path).is_some())
}

/// What macros of std stand for, written out.
pub(crate) fn write_out(body: &mut Block) {
    Ungroup.visit_block_mut(body);
    WriteOut.visit_block_mut(body);
}

fn mentions_self(function: &ItemFn) -> bool {
    let mut idents = HashSet::new();
    collect_idents(function.sig.to_token_stream(), &mut idents);
    idents.contains("Self")
}

/// The attribute stands once alone.
fn refuse_twice(attributes: &mut Vec<syn::Attribute>, errors: &mut Errors) {
    attributes.retain(|attribute| {
        let again = is_ours(attribute);
        if again {
            let text = "this function is differentiable already\nhelp: leave one of the attributes out";
            errors.push(syn::Error::new_spanned(attribute, text));
        }
        !again
    });
}

/// Whether an attribute is `#[differentiable]`, by whatever path.
fn is_ours(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable")
}

/// How a companion is printed.
type Emit = fn(&Signature, attribute::Policy, &Names, &Record<'_>) -> TokenStream;

/// A function whose signature is sound.
struct OneFunction {
    signature: Signature,
    names: Names,
}

impl OneFunction {
    /// Reads a signature. Without a sound one there is no companion: its uses say so.
    fn read(
        signature: &mut syn::Signature,
        visibility: &syn::Visibility,
        home: Home,
        idents: HashSet<String>,
        options: &Options,
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.len();
        NameImplTraits { idents: &idents }.visit_signature_mut(signature);
        NameFunctions { idents: &idents }.visit_signature_mut(signature);
        let generics = signature.generics.clone();
        WriteOutOutputs(home.generics().into_iter().chain([&generics]).collect()).visit_signature_mut(signature);
        let signature = Signature::of(signature, visibility, home, idents, errors);
        let own_policy =
            !options.policy.is_empty() || signature.parameters.iter().any(|parameter| !parameter.policy.is_empty());
        for parameter in signature.parameters.iter().filter(|parameter| parameter.is_lent() && own_policy) {
            errors.reject(&parameter.ty, &crate::errors::MUT_POLICY);
        }
        if let Some((parameter, _)) = signature.functions().next()
            && (own_policy || options.rule.is_some())
        {
            errors.reject(&parameter.name, &crate::errors::FUNCTION_POLICY);
        }
        if options.checkpoint
            && let Some(parameter) = signature.parameters.iter().find(|it| it.is_lent() || it.function.is_some())
        {
            errors.reject(&parameter.name, &crate::errors::CHECKPOINT_MUT);
        }
        let names = Names::of(&signature, crate::runtime::runtime(options.krate.as_ref()));
        (errors.len() == before).then_some(OneFunction { signature, names })
    }

    /// The companion, by the function's own rule or by its body.
    fn differentiated(&self, body: Option<&Block>, options: &Options, emit: Emit, errors: &mut Errors) -> TokenStream {
        let (signature, names) = (&self.signature, &self.names);
        match (&options.rule, body) {
            (Some(_), _) | (None, None) if options.checkpoint => {
                let text = "`checkpoint` without a body to run again\nhelp: put it on a function with a body and without a rule";
                errors.push(syn::Error::new(signature.name.span(), text));
                emit(signature, options.policy, names, &Record::Rejected)
            }
            _ if options.checkpoint && options.companion == Some(CompanionIn::Trait) => {
                let text = "`checkpoint` on a method whose companion belongs to the trait, which has no room for a second one\n\
                    help: put it on a function of its own, and call that";
                errors.push(syn::Error::new(signature.name.span(), text));
                emit(signature, options.policy, names, &Record::Rejected)
            }
            (Some(Rule::Pullback(rule)), _) => emit(signature, options.policy, names, &Record::Rule(rule)),
            (Some(Rule::Partials(partials)), _) => match partials::of_parameters(partials, signature, errors) {
                Some(partials) => emit(signature, options.policy, names, &Record::Partials(&partials)),
                None => emit(signature, options.policy, names, &Record::Rejected),
            },
            (None, None) => emit(signature, options.policy, names, &Record::Required),
            (None, Some(body)) => {
                let cases = conditional::cases(body).into_iter().map(|case| match case.condition {
                    Some(condition) => {
                        // What is refused where it is not compiled is nobody's business.
                        let mut errors = Errors::default();
                        let of_case = self.by_body(case.body, options, emit, &mut errors);
                        let errors = errors.into_compile_errors();
                        conditional::under(&condition, quote!(#of_case #errors))
                    }
                    None => self.by_body(case.body, options, emit, errors),
                });
                cases.collect()
            }
        }
    }

    fn by_body(&self, mut body: Block, options: &Options, emit: Emit, errors: &mut Errors) -> TokenStream {
        let (signature, names) = (&self.signature, &self.names);
        write_out(&mut body);
        array_iterators::WriteOutArrayIterators.visit_block_mut(&mut body);
        inner_constants::rename(&mut body);
        let generics = signature.home.generics().into_iter().chain([&signature.generics]);
        WriteOutOutputs(generics.collect()).visit_block_mut(&mut body);
        let before = errors.len();
        let mut body = lower::lower(signature, &body, errors);
        if errors.len() > before {
            return emit(signature, options.policy, names, &Record::Rejected);
        }
        let (mut pullback, spaces) = reverse::reverse(&mut body);
        pullback.plan.keeps_arguments_alone = options.checkpoint;
        if options.companion == Some(CompanionIn::Trait) {
            // The trait has `record` alone, which is for callers, who want the value.
            pullback.plan.unwanted_loops.clear();
        }
        if options.companion == Some(CompanionIn::Trait) || Real::of(&signature.output).is_none() {
            pullback.plan.value_last = None; // the seed is made without the value for a real number alone
        }
        emit(signature, options.policy, names, &Record::Body(&body, &pullback, &spaces))
    }

    /// Functions that stand among the user's own: each keeps quiet by itself.
    fn separately(&self, functions: TokenStream, quiet: Option<TokenStream>) -> TokenStream {
        let file: Result<syn::File, _> = syn::parse2(quote!(impl __ad { #functions }));
        match file.map(|file| file.items.into_iter().next()) {
            Ok(Some(Item::Impl(block))) => block.items.iter().map(|function| quote!(#quiet #function)).collect(),
            _ => functions,
        }
    }
}
