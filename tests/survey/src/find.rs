//! Which functions the survey is about: those that compute with floating-point numbers.

use crate::model::{Crate, Home};
use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, FnArg, GenericArgument, Generics, PathArguments, ReturnType, Type, UnOp};

/// Notes the numeric functions of a crate: every function or method that returns a number or takes a slice of them, that
/// a number goes into, and that computes something.
pub(crate) fn find(of: &mut Crate) {
    let with_floats = types_with_floats(of);
    let numeric = (0..of.functions.len()).filter(|index| is_numeric(of, *index, &with_floats));
    of.numeric = numeric.collect();
}

fn is_numeric(of: &Crate, index: usize, with_floats: &HashSet<String>) -> bool {
    let function = &of.functions[index];
    let Some(body) = &function.body else { return false };
    if function.in_macro {
        return false;
    }
    let mut floats = Floats { parameters: HashSet::new(), with_floats, itself: true };
    floats.parameters.extend(number_parameters(&function.signature.generics));
    if let Some(around) = of.generics_around(index) {
        floats.parameters.extend(number_parameters(around));
    }
    match function.home {
        Home::Block(block) => {
            let itself = &of.blocks[block].itself;
            floats.itself = Floats { itself: false, ..floats.clone() }.are_in(itself);
            // Neither is arithmetic of its own.
            let name = of.blocks[block].of_trait.as_ref().and_then(|path| path.segments.last());
            let name = name.map(|last| last.ident.to_string());
            if matches!(name.as_deref(), Some("From" | "Into" | "TryFrom" | "FromStr" | "Default" | "Clone")) {
                return false;
            }
        }
        Home::Trait(_) => {}
        Home::Module => floats.itself = false,
    }
    let signature = &function.signature;
    let returns = match &signature.output {
        ReturnType::Type(_, ty) => floats.are_in(ty),
        ReturnType::Default => false,
    };
    let takes = |argument: &FnArg| match argument {
        FnArg::Receiver(_) => floats.itself,
        FnArg::Typed(typed) => floats.are_in(&typed.ty),
    };
    let takes_slice = |argument: &FnArg| match argument {
        FnArg::Receiver(_) => false,
        FnArg::Typed(typed) => is_sequence(&typed.ty) && floats.are_in(&typed.ty),
    };
    (returns || signature.inputs.iter().any(takes_slice)) && signature.inputs.iter().any(takes) && computes(body)
}

/// Structs and enums of the crate that have a number inside, by name.
fn types_with_floats(of: &Crate) -> HashSet<String> {
    let mut found = HashSet::new();
    loop {
        let before = found.len();
        for ty in &of.types {
            let parameters = number_parameters(&ty.generics);
            let floats = Floats { parameters: parameters.into_iter().collect(), with_floats: &found, itself: false };
            let mut fields = ty.variants.iter().flat_map(|variant| &variant.fields);
            if fields.any(|field| floats.are_in(&field.ty)) {
                found.insert(ty.name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Type parameters that stand for a number, by their bounds.
pub(crate) fn number_parameters(generics: &Generics) -> Vec<String> {
    let names = generics.type_params().filter(|parameter| {
        let bounds = bounds(&parameter.ident.to_string(), generics);
        !bounds.iter().any(|bound| matches!(bound.as_str(), "Fn" | "FnMut" | "FnOnce" | "Iterator" | "IntoIterator"))
            && bounds.iter().any(|bound| is_numeric_trait(bound))
            || bounds.is_empty()
    });
    names.map(|parameter| parameter.ident.to_string()).collect()
}

/// The last segments of the bounds of a type parameter.
pub(crate) fn bounds(name: &str, generics: &Generics) -> Vec<String> {
    bounds_of(name, generics)
        .filter_map(|bound| bound.path.segments.last())
        .map(|last| last.ident.to_string())
        .collect()
}

/// The bounds of a type parameter.
pub(crate) fn bounds_of<'g>(name: &'g str, generics: &'g Generics) -> impl Iterator<Item = &'g syn::TraitBound> {
    let own = generics.type_params().filter(move |parameter| parameter.ident == name).flat_map(|it| &it.bounds);
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let others = clauses.filter_map(move |predicate| match predicate {
        syn::WherePredicate::Type(clause) => match &clause.bounded_ty {
            Type::Path(path) if path.path.is_ident(name) => Some(&clause.bounds),
            _ => None,
        },
        _ => None,
    });
    own.chain(others.flatten()).filter_map(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => Some(bound),
        _ => None,
    })
}

fn is_numeric_trait(name: &str) -> bool {
    const NUMERIC: &[&str] = &[
        "Add",
        "Sub",
        "Mul",
        "Div",
        "Neg",
        "Zero",
        "One",
        "Signed",
        "ToPrimitive",
        "FromPrimitive",
        "NumCast",
        "Trig",
        "PartialOrd",
        "Copy",
    ];
    NUMERIC.contains(&name) || ["Float", "Real", "Num", "Scalar", "Field"].iter().any(|part| name.contains(part))
}

#[derive(Clone)]
struct Floats<'a> {
    /// Type parameters that are numbers.
    parameters: HashSet<String>,
    with_floats: &'a HashSet<String>,
    /// `Self` has numbers inside.
    itself: bool,
}

impl Floats<'_> {
    fn are_in(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(array) => self.are_in(&array.elem),
            Type::Slice(slice) => self.are_in(&slice.elem),
            Type::Reference(reference) => self.are_in(&reference.elem),
            Type::Paren(paren) => self.are_in(&paren.elem),
            Type::Group(group) => self.are_in(&group.elem),
            Type::Tuple(tuple) => tuple.elems.iter().any(|ty| self.are_in(ty)),
            Type::Path(path) => {
                let Some(last) = path.path.segments.last() else { return false };
                let name = last.ident.to_string();
                if name == "Self" {
                    return self.itself;
                }
                let known = matches!(name.as_str(), "f32" | "f64")
                    || self.parameters.contains(&name)
                    || self.with_floats.contains(&name)
                    || (name == "Output" && path.path.segments.len() == 2 && self.itself);
                known
                    || match &last.arguments {
                        PathArguments::AngleBracketed(arguments) => arguments
                            .args
                            .iter()
                            .any(|argument| matches!(argument, GenericArgument::Type(ty) if self.are_in(ty))),
                        _ => false,
                    }
            }
            _ => false,
        }
    }
}

fn is_sequence(ty: &Type) -> bool {
    match ty {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Reference(reference) => is_sequence(&reference.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            name == "Vec" || name.starts_with("Array") || name.contains("Matrix") || name.contains("Vector")
        }),
        _ => false,
    }
}

/// Whether a body is more than a constant, an accessor or a constructor.
fn computes(body: &syn::Block) -> bool {
    let mut computes = Computes(false);
    computes.visit_block(body);
    computes.0
}

struct Computes(bool);

impl<'ast> Visit<'ast> for Computes {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.0 |= match expr {
            Expr::Binary(binary) => matches!(
                binary.op,
                BinOp::Add(_)
                    | BinOp::Sub(_)
                    | BinOp::Mul(_)
                    | BinOp::Div(_)
                    | BinOp::Rem(_)
                    | BinOp::AddAssign(_)
                    | BinOp::SubAssign(_)
                    | BinOp::MulAssign(_)
                    | BinOp::DivAssign(_)
            ),
            // `-1.0` alone is a constant.
            Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && !matches!(*unary.expr, Expr::Lit(_)),
            Expr::MethodCall(call) => !is_trivial(&call.method.to_string()),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
                    let name = last.ident.to_string();
                    name.starts_with(char::is_lowercase) && !is_trivial(&name)
                }),
                _ => true,
            },
            _ => false,
        };
        visit::visit_expr(self, expr);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Functions that hand on what they are given.
fn is_trivial(name: &str) -> bool {
    const TRIVIAL: &[&str] = &[
        "clone",
        "copied",
        "cloned",
        "len",
        "into",
        "from",
        "new",
        "default",
        "iter",
        "iter_mut",
        "into_iter",
        "unwrap",
        "to_vec",
        "to_owned",
        "to_string",
        "as_ref",
        "as_mut",
        "as_slice",
        "get",
        "get_mut",
        "borrow",
        "is_empty",
        "push",
        "is_nan",
        "is_finite",
        "zero",
        "one",
        "infinity",
        "neg_infinity",
        "nan",
        "epsilon",
        "max_value",
        "min_value",
        "is_some",
        "is_none",
        "expect",
        "ok",
        "collect",
        "with_capacity",
        "first",
        "last",
        "fmt",
        "cast",
        "cast_unit",
        "to_f64",
        "to_f32",
        "from_f64",
        "from_f32",
        "point",
        "vec2",
        "vec3",
        "point2",
        "point3",
        "size2",
        "from_untyped",
        "to_untyped",
        "to_array",
        "to_tuple",
        "swap",
        "map",
    ];
    TRIVIAL.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{computes, number_parameters};
    use syn::parse_quote;

    #[test]
    fn accessors_and_constants_do_not_compute() {
        assert!(!computes(&parse_quote!({ self.x })));
        assert!(!computes(&parse_quote!({ -1.0 })));
        assert!(!computes(&parse_quote!({ Self::new(self.x.clone(), y) })));
        assert!(computes(&parse_quote!({ self.x * 2.0 })));
        assert!(computes(&parse_quote!({ norm(x) })));
        assert!(computes(&parse_quote!({ x.sqrt() })));
    }

    #[test]
    fn parameters_that_are_numbers() {
        let generics: syn::ItemFn = parse_quote!(
            fn f<T: Float, F: Fn(T) -> T, R, I: Iterator<Item = T>, D: Distance>()
            where
                R: num::Real,
            {
            }
        );
        assert_eq!(number_parameters(&generics.sig.generics), ["T", "R"]);
    }
}
