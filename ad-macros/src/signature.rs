//! A function's signature, as far as the companion needs to know it.

use crate::attribute::{self, Policy};
use crate::errors::{self, Errors};
use proc_macro2::{Ident, Span};
use syn::{FnArg, Generics, ItemFn, Pat, ReturnType, Type, Visibility};

pub(crate) struct Signature {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) generics: Generics,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    /// Every identifier in the function: our type parameters are none of them.
    pub(crate) idents: std::collections::HashSet<String>,
}

pub(crate) struct Parameter {
    /// The user's name, or one of ours where the parameter is a pattern.
    pub(crate) name: Ident,
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
    pub(crate) no_derivative: bool,
    pub(crate) policy: Policy,
    /// Its type is a type parameter of the function: a number, by the bounds of the companion.
    pub(crate) generic: bool,
}

impl Signature {
    /// Reads a signature, and takes our own attributes out of it.
    pub(crate) fn of(function: &mut ItemFn, errors: &mut Errors) -> Self {
        let mut idents = std::collections::HashSet::new();
        crate::lower::collect_idents(quote::ToTokens::to_token_stream(function), &mut idents);
        function.attrs.retain(|attribute| {
            let again = attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable");
            if again {
                let text = "this function is differentiable already\nhelp: leave one of the attributes out";
                errors.push(syn::Error::new_spanned(attribute, text));
            }
            !again
        });
        let signature = &mut function.sig;
        if let Some(token) = signature.constness {
            errors.reject(token, &errors::CONST_FN);
        }
        if let Some(token) = signature.asyncness {
            errors.reject(token, &errors::ASYNC);
        }
        if let syn::Safety::Unsafe(token) = signature.safety {
            errors.reject(token, &errors::UNSAFE);
        }
        if let Some(variadic) = &signature.variadic {
            errors.reject(variadic, &errors::VARIADIC);
        }
        let output = match &signature.output {
            ReturnType::Type(_, ty) => {
                if matches!(bare_group(ty), Type::Reference(_)) {
                    errors.reject(ty, &errors::RETURNS_REFERENCE);
                }
                ungrouped(ty)
            }
            ReturnType::Default => {
                errors.reject(&signature.ident, &errors::UNIT);
                syn::parse_quote!(())
            }
        };
        let type_parameters: Vec<Ident> =
            signature.generics.type_params().map(|parameter| parameter.ident.clone()).collect();
        let mut parameters = Vec::new();
        for (index, argument) in signature.inputs.iter_mut().enumerate() {
            match argument {
                FnArg::Receiver(receiver) => errors.reject(receiver, &errors::RECEIVER),
                FnArg::Typed(typed) => {
                    let (no_derivative, policy) = attribute::take_parameter(&mut typed.attrs, errors);
                    let name = match &*typed.pat {
                        Pat::Ident(ident) if ident.subpat.is_none() => ident.ident.clone(),
                        _ => Ident::new(&format!("argument{index}"), Span::mixed_site()),
                    };
                    reject_type(&typed.ty, errors);
                    let ty = ungrouped(&typed.ty);
                    let generic = matches!(bare(&ty), Type::Path(path)
                        if path.path.get_ident().is_some_and(|ident| type_parameters.contains(ident)));
                    parameters.push(Parameter {
                        name,
                        pattern: (*typed.pat).clone(),
                        ty,
                        no_derivative,
                        policy,
                        generic,
                    });
                }
            }
        }
        Signature {
            name: signature.ident.clone(),
            visibility: function.vis.clone(),
            generics: signature.generics.clone(),
            parameters,
            output,
            idents,
        }
    }
}

fn ungrouped(ty: &Type) -> Type {
    let mut ty = ty.clone();
    syn::visit_mut::VisitMut::visit_type_mut(&mut crate::expand::Ungroup, &mut ty);
    ty
}

fn bare_group(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare_group(&group.elem),
        Type::Paren(paren) => bare_group(&paren.elem),
        ty => ty,
    }
}

fn reject_type(ty: &Type, errors: &mut Errors) {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => {
            errors.reject(reference, &errors::MUT_PARAMETER);
        }
        Type::ImplTrait(_) => errors.reject(ty, &errors::IMPL_TRAIT),
        _ => {}
    }
}

impl Parameter {
    /// Whether a derivative with respect to it is asked for and exists.
    pub(crate) fn is_active(&self) -> bool {
        !self.no_derivative && !has_no_tangent(&self.ty)
    }

    /// Certainly something that is indexed by `usize`.
    pub(crate) fn is_slice(&self) -> bool {
        match bare(&self.ty) {
            Type::Slice(_) | Type::Array(_) => true,
            Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
            _ => false,
        }
    }

    /// Certainly a slice or a vector, whose length its type does not tell.
    pub(crate) fn has_length(&self) -> bool {
        self.is_slice() && !matches!(bare(&self.ty), Type::Array(_))
    }

    /// Certainly `Copy`.
    pub(crate) fn is_copy(&self) -> bool {
        self.generic || matches!(self.ty, Type::Reference(_)) || is_number(&self.ty)
    }
}

/// The type with its outer references looked through.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => bare(&reference.elem),
        Type::Paren(paren) => bare(&paren.elem),
        Type::Group(group) => bare(&group.elem),
        ty => ty,
    }
}

/// Types that are seen to have no tangent space: integers and the like, and containers of those.
pub(crate) fn has_no_tangent(ty: &Type) -> bool {
    match bare(ty) {
        Type::Slice(slice) => has_no_tangent(&slice.elem),
        Type::Array(array) => has_no_tangent(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(has_no_tangent),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                    Some(syn::GenericArgument::Type(inner)) => Some(inner),
                    _ => None,
                },
                _ => None,
            };
            let name = last.ident.to_string();
            match (name.as_str(), inner) {
                ("Vec" | "Option", Some(inner)) => has_no_tangent(inner),
                (name, _) => is_inactive_name(name),
            }
        }
        _ => false,
    }
}

fn is_inactive_name(name: &str) -> bool {
    matches!(
        name,
        "i8" | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "bool"
            | "char"
            | "str"
            | "String"
    )
}

/// Types that are seen to be numbers.
pub(crate) fn is_number(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            matches!(name.as_str(), "f32" | "f64" | "Complex" | "Complex32" | "Complex64")
                || (is_inactive_name(&name) && name != "str" && name != "String")
        }),
        _ => false,
    }
}
