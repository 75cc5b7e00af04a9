//! The check of one function, to stand in the function's own module.

use crate::arguments;
use crate::callees::{last, type_name};
use crate::find::bounds;
use crate::functions;
use crate::model::{Crate, Home};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericParam, Generics, ReceiverKind, ReturnType, Type};

/// The name of a function's check, which no other contains.
pub(crate) fn name(function: usize) -> String {
    format!("ad_survey_{function:05}")
}

/// The check as text, or why there is none.
pub(crate) fn check(of: &Crate, index: usize, rounds: bool) -> Result<String, String> {
    let function = &of.functions[index];
    let block = match function.home {
        Home::Module => None,
        Home::Block(block) => Some(&of.blocks[block]),
        Home::Trait(index) => {
            // Any type that takes the method as the trait has it.
            let (name, method) = (&of.traits[index].name, &function.signature.ident);
            let implements = |block: &&crate::model::Block| {
                last(block.of_trait.as_ref()).as_ref() == Some(name)
                    && !block.methods.iter().any(|of_block| of.functions[*of_block].signature.ident == *method)
            };
            Some(of.blocks.iter().find(implements).ok_or("no type of the crate takes the method as the trait has it")?)
        }
    };
    let mut aliases = String::new();
    for generics in [Some(&function.signature.generics), block.map(|block| &block.generics)].into_iter().flatten() {
        aliases.push_str(&concrete_parameters(of, generics)?);
    }
    let itself = block.map(|block| written(block.itself.clone(), None));
    let itself_type = block.map(|block| &block.itself);

    let mut types = Vec::new();
    let mut lent = Vec::new();
    let mut inactive = Vec::new();
    let mut passed = Vec::new();
    let functions: Vec<Option<String>> = function
        .signature
        .inputs
        .iter()
        .map(|input| functions::closure(input, &function.signature.generics))
        .collect::<Result<_, _>>()?;
    let takes_functions = functions.iter().any(Option::is_some);
    if takes_functions {
        types.push("f64".to_string());
        inactive.push(false);
    }
    for (argument, closure) in function.signature.inputs.iter().zip(functions) {
        let position = types.len();
        if let Some(closure) = closure {
            passed.push(closure);
            continue;
        }
        passed.push(format!("ad_a{position}"));
        // What the macro sees to have no derivative has none to compare.
        inactive.push(matches!(argument, FnArg::Typed(typed) if arguments::has_no_tangent(&typed.ty)));
        types.push(match argument {
            FnArg::Receiver(receiver) => {
                let itself = itself.clone().ok_or("`self` outside of a block")?;
                match &receiver.kind {
                    ReceiverKind::Value => itself,
                    ReceiverKind::Reference(_, _, None) => format!("&'_ {itself}"),
                    ReceiverKind::Reference(..) => {
                        lent.push(position);
                        format!("&'_ mut {itself}")
                    }
                    _ => return Err("`self` of a type of its own".to_string()),
                }
            }
            FnArg::Typed(typed) => match &*typed.ty {
                Type::ImplTrait(_) => return Err("an `impl Trait` argument".to_string()),
                ty => {
                    if matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
                        && !arguments::has_no_tangent(ty)
                    {
                        lent.push(position);
                    }
                    written(ty.clone(), itself_type)
                }
            },
        });
    }

    if takes_functions && !lent.is_empty() {
        return Err("a function beside something that is changed".to_string());
    }
    let name_of = &function.signature.ident;
    // Names that no constant of the crate has: it would be a pattern.
    let arguments: Vec<String> = (0..types.len()).map(|index| format!("ad_a{index}")).collect();
    let all = arguments.join(", ");
    let of_trait = block.and_then(|block| block.of_trait.as_ref());
    let operator = last(of_trait).and_then(|name| operator(&name));
    let (mut value, mut pulled, mut wrapper) =
        (format!("{name_of}({all})"), format!("{name_of}::pullback({all})"), String::new());
    if let Some(itself) = &itself {
        value = match of_trait {
            Some(path) => {
                format!("<{itself} as {}>::{name_of}({all})", written_path(Some(path), itself_type))
            }
            None => format!("<{itself}>::{name_of}({all})"),
        };
        let has_receiver = function.signature.receiver().is_some();
        pulled = match has_receiver {
            true => format!("ad_a0.{name_of}_pullback({})", arguments[1..].join(", ")),
            false => format!("<{itself}>::{name_of}_pullback({all})"),
        };
    }
    if let Some(operator) = operator {
        // The companion of an operator is its rule, which only other functions can ask for.
        let output = format!("<{} as {}>::Output", types[0], written_path(of_trait, itself_type));
        let parameters: Vec<String> = arguments.iter().zip(&types).map(|(name, ty)| format!("{name}: {ty}")).collect();
        let expression =
            if arguments.len() == 2 { format!("ad_a0 {operator} ad_a1") } else { format!("{operator}ad_a0") };
        wrapper = format!(
            "#[::ad_runtime::differentiable] fn applied({}) -> {output} {{ {expression} }} ",
            parameters.join(", ")
        );
        pulled = format!("applied::pullback({all})");
    }
    if takes_functions {
        // Its companion is for functions that call it.
        let output = match &function.signature.output {
            ReturnType::Type(_, ty) => written((**ty).clone(), itself_type),
            ReturnType::Default => "()".to_string(),
        };
        let call = match (&itself, function.signature.receiver()) {
            (Some(_), Some(_)) => format!("{}.{name_of}({})", passed[0], passed[1..].join(", ")),
            (Some(itself), None) => format!("<{itself}>::{name_of}({})", passed.join(", ")),
            (None, _) => format!("{name_of}({})", passed.join(", ")),
        };
        let parameters: Vec<String> = arguments.iter().zip(&types).map(|(name, ty)| format!("{name}: {ty}")).collect();
        wrapper =
            format!("#[::ad_runtime::differentiable] fn applied({}) -> {output} {{ {call} }} ", parameters.join(", "));
        (value, pulled) = (format!("applied({all})"), format!("applied::pullback({all})"));
    }
    let build = |letter: char| -> String {
        let one = |(index, ty)| format!("let ad_{letter}{index}: {ty} = ::ad_survey_support::build(ad_source); ");
        types.iter().enumerate().map(one).collect()
    };
    // The same point again, since what was built may have been moved or changed.
    let again = "let ad_source = &mut ::ad_survey_support::Source::new(ad_point); ";
    let bars: Vec<String> = (0..types.len()).map(|index| format!("ad_c{index}")).collect();
    let bars = if bars.len() == 1 { bars[0].clone() } else { format!("({})", bars.join(", ")) };
    let components: String = (0..types.len())
        .filter(|index| !inactive[*index])
        .map(|index| format!("::ad_survey_support::components(&ad_b{index}, &ad_c{index}, &mut ad_found); "))
        .collect();
    // What is lent to be changed has results of its own, and seeds.
    let of_lent = |call: &dyn Fn(usize) -> String| -> String { lent.iter().map(|index| call(*index)).collect() };
    let changed = of_lent(&|index| format!("::ad_survey_support::add_values(&mut ad_numbers, &*ad_a{index}); "));
    let seeds = of_lent(&|index| format!("let ad_s{index} = ::ad_survey_support::seed(&*ad_d{index}, ad_seed); "));
    let seed_names = of_lent(&|index| format!(", ad_s{index}"));
    let after = if lent.is_empty() {
        String::new()
    } else {
        let value = replaced(&value, &arguments);
        format!("{again}{}let _ = {value}; {seeds}", build('d'))
    };
    Ok(format!(
        "\n#[cfg(test)] #[test] #[allow(warnings)] fn {}() {{ {aliases}{wrapper}::ad_survey_support::check({rounds}, \
         |ad_source| {{ {}let ad_value = {value}; let mut ad_numbers = ::ad_survey_support::values(&ad_value); {changed}ad_numbers }}, \
         |ad_source, ad_seed| {{ let ad_point = ad_source.point(); let ad_seed = &mut ad_seed.iter().copied(); {}{again}{}\
         let (ad_value, ad_pullback) = {pulled}; let ad_s = ::ad_survey_support::seed(&ad_value, ad_seed); {after}\
         let {bars} = ad_pullback(ad_s{seed_names}); drop(ad_pullback); \
         let mut ad_found = ::ad_survey_support::List::new(); {components}\
         let mut ad_numbers = ::ad_survey_support::values(&ad_value); {changed}(ad_numbers, ad_found) }}) }}",
        name(index),
        build('a'),
        build('a'),
        build('b'),
    ))
}

/// The call with the arguments `ad_d0`, .. in the place of `ad_a0`, ..
fn replaced(call: &str, arguments: &[String]) -> String {
    let (before, _) = call.rsplit_once('(').unwrap_or((call, ""));
    let others: Vec<String> = arguments.iter().map(|name| name.replace("ad_a", "ad_d")).collect();
    format!("{before}({})", others.join(", "))
}

fn written_path(path: Option<&syn::Path>, itself: Option<&Type>) -> String {
    path.map_or_else(String::new, |path| {
        written(Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path: path.clone() }), itself)
    })
}

/// A type as it can be written in a check: without `Self` and without the names of lifetimes.
fn written(mut ty: Type, itself: Option<&Type>) -> String {
    Written { itself }.visit_type_mut(&mut ty);
    ty.to_token_stream().to_string()
}

struct Written<'a> {
    itself: Option<&'a Type>,
}

impl VisitMut for Written<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let (Type::Path(path), Some(itself)) = (&*ty, self.itself)
            && path.qself.is_none()
            && path.path.is_ident("Self")
        {
            *ty = itself.clone();
            Written { itself: None }.visit_type_mut(ty);
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
        if lifetime.ident != "static" {
            *lifetime = syn::Lifetime::new("'_", lifetime.span());
        }
    }
}

/// `type T = f64; const N: usize = 3;`
fn concrete_parameters(of: &Crate, generics: &Generics) -> Result<String, String> {
    let mut text = String::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(_) => {}
            GenericParam::Const(parameter) => {
                text.push_str(&format!("const {}: {} = 3; ", parameter.ident, parameter.ty.to_token_stream()));
            }
            GenericParam::Type(parameter) => {
                let name = parameter.ident.to_string();
                let bounds = bounds(&name, generics);
                if bounds.iter().any(|bound| functions::is_function_trait(bound)) {
                    continue; // a closure has a type of its own
                }
                if bounds.iter().any(|bound| matches!(bound.as_str(), "Iterator" | "IntoIterator")) {
                    return Err("an iterator as an argument".to_string());
                }
                // A type that has a trait of the crate, if it is no number that the trait is for.
                let chosen = bounds.iter().filter_map(|bound| of.trait_named(bound).map(|_| bound)).find_map(|bound| {
                    let mut implementing =
                        of.blocks.iter().filter(|block| last(block.of_trait.as_ref()).as_ref() == Some(bound));
                    let names: Vec<String> =
                        implementing.clone().filter_map(|block| type_name(&block.itself)).collect();
                    if names.is_empty() || names.iter().any(|name| name == "f64") {
                        return None;
                    }
                    let block = implementing.find(|block| block.generics.params.is_empty())?;
                    let of_type = of.types.iter().find(|ty| Some(&ty.name) == type_name(&block.itself).as_ref())?;
                    Some(format!(
                        "crate::{}",
                        [&of.modules[of_type.module].path[..], std::slice::from_ref(&of_type.name)].concat().join("::")
                    ))
                });
                text.push_str(&format!("type {name} = {}; ", chosen.as_deref().unwrap_or("f64")));
            }
        }
    }
    Ok(text)
}

fn operator(name: &str) -> Option<&'static str> {
    Some(match name {
        "Add" => "+",
        "Sub" => "-",
        "Mul" => "*",
        "Div" => "/",
        "Rem" => "%",
        "Neg" => "-",
        _ => return None,
    })
}
