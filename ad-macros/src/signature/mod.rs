//! A function's signature, as far as the companion needs to know it.

pub(crate) mod bounds;

use self::bounds::{TypeParameter, Usage, bounds_on, is_of_functions};
use crate::attribute::{self, Policy};
use crate::errors::{self, Errors};
use crate::idents::free_name;
use crate::rules;
use proc_macro2::{Ident, Span, TokenStream};
use std::collections::HashSet;
use syn::visit::Visit;
use syn::{FnArg, Generics, Pat, PathArguments, ReturnType, Type, Visibility};

pub(crate) struct Signature {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) generics: Generics,
    pub(crate) home: Home,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    /// Every identifier in the function and what is around it: our type parameters are none of them.
    pub(crate) idents: HashSet<String>,
    pub(crate) usage: Usage,
}

/// What a function stands in.
#[derive(Clone)]
pub(crate) enum Home {
    /// A module or a block.
    Free,
    /// An `impl` block, as far as it is known: a method that is annotated alone sees nothing of it.
    Impl { generics: Generics, self_type: Option<Type>, siblings: Siblings, promised: TokenStream },
    /// A trait, with those of its associated types that are numbers.
    Trait { generics: Generics, promised: TokenStream, numbers: Vec<Ident> },
}

/// What the functions of an `impl` block see of each other.
#[derive(Clone, Default)]
pub(crate) struct Siblings {
    /// Those that look at `self`, and do not change it.
    pub(crate) looking: HashSet<String>,
    /// Those whose result has no derivative, and that change nothing.
    pub(crate) inactive: HashSet<String>,
}

impl Home {
    /// That of a method that is annotated alone.
    pub(crate) fn alone() -> Self {
        Home::Impl {
            generics: Generics::default(),
            self_type: None,
            siblings: Siblings::default(),
            promised: TokenStream::new(),
        }
    }

    /// The type and const parameters that are declared around the function.
    pub(crate) fn generics(&self) -> Option<&Generics> {
        match self {
            Home::Free => None,
            Home::Impl { generics, .. } | Home::Trait { generics, .. } => Some(generics),
        }
    }

    /// Whether an associated type of the trait is a number.
    fn has_number(&self, name: &Ident) -> bool {
        matches!(self, Home::Trait { numbers, .. } if numbers.contains(name))
    }

    /// What callers of a trait's companions promise, as predicates of a where clause.
    pub(crate) fn promised(&self) -> Option<&TokenStream> {
        match self {
            Home::Free => None,
            Home::Impl { promised, .. } | Home::Trait { promised, .. } => Some(promised),
        }
    }
}

pub(crate) struct Parameter {
    /// The user's name, or one of ours where the parameter is a pattern or `self`.
    pub(crate) name: Ident,
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
    pub(crate) no_derivative: bool,
    pub(crate) policy: Policy,
    /// Its type is a type parameter, or an associated type of one: a number, by the bounds of the companion.
    pub(crate) generic: bool,
    /// `self`, by value or by reference. The companion takes it by reference.
    pub(crate) receiver: Option<Receiver>,
    /// It is a function.
    pub(crate) function: Option<FunctionType>,
}

/// `Fn(inputs) -> output`
pub(crate) struct FunctionType {
    pub(crate) inputs: Vec<Type>,
    pub(crate) output: Type,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Receiver {
    Value,
    Reference,
    Mutable,
}

impl Signature {
    /// Reads a signature, and takes our own attributes out of it.
    pub(crate) fn of(
        signature: &mut syn::Signature,
        visibility: &Visibility,
        home: Home,
        idents: HashSet<String>,
        errors: &mut Errors,
    ) -> Self {
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
                match bare_group(ty) {
                    Type::Reference(_) => errors.reject(ty, &errors::RETURNS_REFERENCE),
                    Type::ImplTrait(_) => errors.reject(ty, &errors::RETURNS_IMPL),
                    _ => {}
                }
                ungrouped(ty)
            }
            ReturnType::Default => syn::parse_quote!(()),
        };
        let self_type = match &home {
            Home::Impl { self_type, .. } => self_type.as_ref(),
            _ => None,
        };
        let usage = Usage::of(signature, self_type);
        let in_scope: Vec<(Ident, TypeParameter)> = type_parameters(&home, &signature.generics, &usage)
            .map(|(parameter, stands_for)| (parameter.clone(), stands_for))
            .collect();
        let mut parameters = Vec::new();
        for (index, argument) in signature.inputs.iter_mut().enumerate() {
            match argument {
                FnArg::Receiver(receiver) => {
                    let (no_derivative, policy) = attribute::take_parameter(&mut receiver.attrs, errors);
                    parameters.push(Parameter::receiver(receiver, no_derivative, policy, &idents, errors));
                }
                FnArg::Typed(typed) => {
                    let (no_derivative, policy) = attribute::take_parameter(&mut typed.attrs, errors);
                    let name = match &*typed.pat {
                        Pat::Ident(ident) if ident.subpat.is_none() => ident.ident.clone(),
                        _ => Ident::new(&format!("argument{index}"), Span::mixed_site()),
                    };
                    reject_type(&typed.ty, errors);
                    let ty = ungrouped(&typed.ty);
                    let function = FunctionType::of(&ty, &signature.generics);
                    if function.is_some() && no_derivative {
                        errors.reject(&typed.pat, &errors::NO_DERIVATIVE_FUNCTION);
                    }
                    let generic = match (as_path(bare(&ty)), associated(bare(&ty))) {
                        (_, Some((owner, name))) if owner == "Self" => home.has_number(name),
                        (_, Some((owner, _))) => in_scope.iter().any(|(parameter, _)| parameter == owner),
                        (Some(path), None) => path.path.get_ident().is_some_and(|ident| {
                            in_scope.iter().any(|(it, stands_for)| it == ident && *stands_for == TypeParameter::Number)
                        }),
                        _ => false,
                    };
                    parameters.push(Parameter {
                        name,
                        pattern: (*typed.pat).clone(),
                        ty,
                        no_derivative,
                        policy,
                        generic,
                        receiver: None,
                        function,
                    });
                }
            }
        }
        let returns_nothing = matches!(&output, Type::Tuple(tuple) if tuple.elems.is_empty());
        if returns_nothing && !parameters.iter().any(Parameter::is_lent) {
            errors.reject(&signature.ident, &errors::UNIT);
        }
        Signature {
            name: signature.ident.clone(),
            visibility: visibility.clone(),
            generics: signature.generics.clone(),
            home,
            parameters,
            output,
            idents,
            usage,
        }
    }
}

impl Signature {
    /// The parameters that are functions.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&Parameter, &FunctionType)> {
        self.parameters.iter().filter_map(|parameter| Some((parameter, parameter.function.as_ref()?)))
    }

    pub(crate) fn takes_functions(&self) -> bool {
        self.functions().next().is_some()
    }

    /// Whether a type is seen to be a number, a type parameter among them.
    pub(crate) fn is_number(&self, ty: &Type) -> bool {
        is_number(ty) || self.type_parameter(ty) == Some(TypeParameter::Number)
    }

    /// The numbers in `[f64]`, `Vec<[T; 3]>`, `Array1<f64>`: in a list, or in a list of such lists.
    pub(crate) fn number_in_list<'t>(&self, ty: &'t Type) -> Option<&'t Type> {
        const LISTS: [&str; 5] = ["Vec", "Array1", "Array2", "ArrayView1", "ArrayView2"];
        let held =
            |element: &'t Type| if self.is_number(element) { Some(element) } else { self.number_in_list(element) };
        match bare(ty) {
            Type::Slice(slice) => held(&slice.elem),
            Type::Array(array) => held(&array.elem),
            Type::Path(path) => {
                let last = path.path.segments.last().filter(|last| LISTS.iter().any(|list| last.ident == list))?;
                let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
                arguments.args.iter().find_map(|argument| match argument {
                    syn::GenericArgument::Type(element) => held(element),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// The names of the type parameters that stand for numbers.
    pub(crate) fn number_parameters(&self) -> std::collections::BTreeSet<String> {
        let numbers = self.type_parameters().filter(|(_, stands_for)| *stands_for == TypeParameter::Number);
        numbers.map(|(name, _)| name.to_string()).collect()
    }

    /// What a type parameter stands for, if the type is one.
    pub(crate) fn type_parameter(&self, ty: &Type) -> Option<TypeParameter> {
        let Type::Path(path) = ty else { return None };
        let name = path.path.get_ident()?;
        self.type_parameters().find(|(parameter, _)| **parameter == *name).map(|(_, stands_for)| stands_for)
    }

    /// The type parameters of the function and of what it stands in.
    fn type_parameters(&self) -> impl Iterator<Item = (&Ident, TypeParameter)> {
        type_parameters(&self.home, &self.generics, &self.usage)
    }

    /// `T::Real` and `<T as Add<U>>::Output`, where `T` is a type parameter: numbers, for all that the signature tells.
    pub(crate) fn associated_types(&self) -> Vec<&syn::TypePath> {
        struct Found<'s, 'ast> {
            signature: &'s Signature,
            types: Vec<&'ast syn::TypePath>,
        }
        impl<'ast> Visit<'ast> for Found<'_, 'ast> {
            fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
                let owner = match &path.qself {
                    Some(of) => as_path(&of.ty).and_then(|ty| ty.path.get_ident()),
                    None => associated_of(path).map(|(owner, _)| owner),
                };
                let of_parameter = owner
                    .is_some_and(|owner| self.signature.type_parameters().any(|(parameter, _)| owner == parameter));
                if of_parameter {
                    self.types.push(path);
                } else {
                    syn::visit::visit_type_path(self, path);
                }
            }
        }
        let mut found = Found { signature: self, types: Vec::new() };
        self.parameters.iter().filter(|parameter| parameter.function.is_none()).for_each(|it| found.visit_type(&it.ty));
        found.visit_type(&self.output);
        found.types
    }

    /// The dual number of the signature, where `forward` wrote it.
    fn dual_number(&self) -> Option<Type> {
        let mut first = FirstDual(None);
        self.parameters.iter().for_each(|parameter| first.visit_type(&parameter.ty));
        first.visit_type(&self.output);
        first.0
    }

    /// The only type of real numbers that the function mentions: `f64`, `f32` or a type parameter.
    pub(crate) fn only_number(&self) -> Option<Type> {
        let numbers = self.type_parameters().filter(|(parameter, stands_for)| {
            *stands_for == TypeParameter::Number && self.idents.contains(&parameter.to_string())
        });
        let mut numbers: Vec<Ident> = numbers.map(|(parameter, _)| parameter.clone()).collect();
        if self.idents.contains(DUAL) {
            return self.dual_number();
        }
        if numbers.is_empty() {
            let primitive = ["f32", "f64"].into_iter().filter(|name| self.idents.contains(*name));
            numbers = primitive.map(|name| Ident::new(name, Span::call_site())).collect();
        }
        match &numbers[..] {
            [one] => Some(syn::parse_quote!(#one)),
            _ => None,
        }
    }
}

/// The name that dual numbers have in what `forward` writes.
const DUAL: &str = "DualNumber";

/// The first dual number that a type mentions.
struct FirstDual(Option<Type>);

impl<'ast> Visit<'ast> for FirstDual {
    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        let is_dual = path.path.segments.last().is_some_and(|last| last.ident == DUAL);
        match &self.0 {
            None if is_dual => self.0 = Some(Type::Path(path.clone())),
            _ => syn::visit::visit_type_path(self, path),
        }
    }
}

fn as_path(ty: &Type) -> Option<&syn::TypePath> {
    match ty {
        Type::Path(path) => Some(path),
        _ => None,
    }
}

/// `T` and `Real` of `T::Real`.
fn associated(ty: &Type) -> Option<(&Ident, &Ident)> {
    associated_of(as_path(ty)?)
}

fn associated_of(path: &syn::TypePath) -> Option<(&Ident, &Ident)> {
    if path.qself.is_some() || path.path.segments.len() != 2 {
        return None;
    }
    Some((&path.path.segments[0].ident, &path.path.segments[1].ident))
}

fn type_parameters<'a>(
    home: &'a Home,
    own: &'a Generics,
    usage: &'a Usage,
) -> impl Iterator<Item = (&'a Ident, TypeParameter)> {
    let all = home.generics().into_iter().chain([own]);
    let all = all.flat_map(|generics| generics.type_params().map(move |parameter| (parameter, generics)));
    all.map(|(parameter, generics)| (&parameter.ident, TypeParameter::of(parameter, generics, usage)))
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
    struct Objects<'e>(&'e mut Errors);
    impl<'ast> Visit<'ast> for Objects<'_> {
        fn visit_type_trait_object(&mut self, object: &'ast syn::TypeTraitObject) {
            self.0.reject(object, &errors::DYN);
        }
    }
    Objects(errors).visit_type(ty);
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() && has_no_tangent(ty) => {
            errors.reject(reference, &errors::MUT_PARAMETER);
        }
        _ => {}
    }
}

impl FunctionType {
    /// That of a type parameter, by its bound.
    fn of(ty: &Type, generics: &Generics) -> Option<Self> {
        let Type::Path(path) = ty else { return None };
        bounds_on(path.path.get_ident()?, generics).find_map(|bound| {
            let last = bound.path.segments.last()?;
            let arguments = match &last.arguments {
                PathArguments::Parenthesized(arguments) if is_of_functions(bound) => arguments,
                _ => return None,
            };
            let output = match &arguments.output {
                ReturnType::Type(_, ty) => (**ty).clone(),
                ReturnType::Default => syn::parse_quote!(()),
            };
            Some(FunctionType { inputs: arguments.inputs.iter().map(|input| input.ty.clone()).collect(), output })
        })
    }
}

impl Parameter {
    /// `self`, `&self`: a parameter with a name of ours.
    fn receiver(
        receiver: &syn::Receiver,
        no_derivative: bool,
        policy: Policy,
        idents: &HashSet<String>,
        errors: &mut Errors,
    ) -> Self {
        let kind = match &receiver.kind {
            syn::ReceiverKind::Value => Receiver::Value,
            syn::ReceiverKind::Reference(_, _, None) => Receiver::Reference,
            syn::ReceiverKind::Reference(_, _, Some(_)) => Receiver::Mutable,
            _ => {
                errors.reject(receiver, &errors::RECEIVER);
                Receiver::Reference
            }
        };
        let (name, span) = (Ident::new(&free_name("this", idents), Span::mixed_site()), receiver.self_token.span);
        let token = Ident::new("self", span);
        Parameter {
            pattern: Pat::Ident(syn::PatIdent {
                attrs: Vec::new(),
                by_ref: None,
                mutability: receiver.mutability,
                ident: token,
                subpat: None,
            }),
            name,
            ty: if kind == Receiver::Mutable { syn::parse_quote!(&mut Self) } else { syn::parse_quote!(&Self) },
            no_derivative,
            policy,
            generic: false,
            receiver: Some(kind),
            function: None,
        }
    }

    /// Whether a derivative with respect to it is asked for and exists.
    pub(crate) fn is_active(&self) -> bool {
        !self.no_derivative && self.function.is_none() && !has_no_tangent(&self.ty)
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

    /// `&mut`: its cotangent goes in and comes out.
    pub(crate) fn is_lent(&self) -> bool {
        matches!(&self.ty, Type::Reference(reference) if reference.mutability.is_some())
    }

    /// What the name stands for in a body is a reference.
    pub(crate) fn is_reference(&self) -> bool {
        matches!(self.ty, Type::Reference(_)) && self.receiver != Some(Receiver::Value) && !self.is_lent()
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
                (name, _) => rules::is_discrete(name) || matches!(name, "str" | "String"),
            }
        }
        _ => false,
    }
}

/// Types that are seen to be numbers.
pub(crate) fn is_number(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            matches!(name.as_str(), "f32" | "f64" | "Complex" | "Complex32" | "Complex64" | DUAL)
                || rules::is_discrete(&name)
        }),
        _ => false,
    }
}

/// `Box<T>`, whose content is a place that may be assigned.
pub(crate) fn is_box(ty: &Type) -> bool {
    as_path(ty).is_some_and(|path| path.path.segments.last().is_some_and(|last| last.ident == "Box"))
}

/// Types that are seen to be the user's own: their methods are too.
pub(crate) fn is_user_type(ty: &Type, signature: &Signature) -> bool {
    const KNOWN: &[&str] = &[
        "Vec",
        "Option",
        "Result",
        "Box",
        "Rc",
        "Arc",
        "Cow",
        "Array",
        "Array1",
        "Array2",
        "ArrayBase",
        "ArrayView",
        "ArrayView1",
        "ArrayView2",
        "ArrayViewMut1",
        "ArrayViewMut2",
        "CsMat",
        "CsMatView",
        "CsMatBase",
        "CsVec",
        "CsVecView",
        "CsVecBase",
        "Diagonal",
    ];
    match bare(ty) {
        Type::Path(path) if path.path.is_ident("Self") => match &signature.home {
            Home::Impl { self_type: Some(of), .. } => is_user_type(of, signature),
            _ => true,
        },
        Type::Path(path) => {
            if let Some(stands_for) = signature.type_parameter(bare(ty)) {
                return stands_for == TypeParameter::Other;
            }
            path.path.segments.last().is_some_and(|last| {
                let name = last.ident.to_string();
                name.starts_with(char::is_uppercase) && !KNOWN.contains(&name.as_str()) && !is_number(bare(ty))
            })
        }
        _ => false,
    }
}
