//! The pipeline: attribute -> lower -> reverse -> emit.

use crate::attribute;
use crate::emit::{self, Names, Record};
use crate::errors::Errors;
use crate::lower;
use crate::reverse;
use crate::signature::Signature;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemFn;

/// `#[differentiable(..)] fn f ..` -> the function as it was, and its companion.
pub(crate) fn differentiable(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = error.into_compile_error();
            return quote!(#item #error);
        }
    };
    let mut errors = Errors::default();
    let options = attribute::parse(arguments, &mut errors);
    let signature = Signature::of(&mut function, &mut errors);
    let runtime = match &options.krate {
        Some(path) => quote!(#path::__private),
        None => quote!(::ad_runtime::__private),
    };
    let names = Names::of(&signature, runtime);
    let companion = match &options.pullback {
        Some(rule) if errors.is_empty() => emit::companion(&signature, options.policy, &names, &Record::Rule(rule)),
        Some(_) => emit::stub(&signature, options.policy, &names),
        None => {
            let body = lower::lower(&signature, &function.block, &mut errors);
            if errors.is_empty() {
                let (pullback, spaces) = reverse::reverse(&body);
                emit::companion(&signature, options.policy, &names, &Record::Body(&body, &pullback, &spaces))
            } else {
                emit::stub(&signature, options.policy, &names)
            }
        }
    };
    let errors = errors.into_compile_errors();
    // The companion does not call the function: one that is only differentiated is not dead.
    quote!(#[allow(dead_code)] #function #companion #errors)
}
