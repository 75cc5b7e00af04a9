//! Values of a crate's own types for the checks: implementations of `Build` and `Active`, field by field.

use crate::model::{Type, Variant};
use std::collections::BTreeSet;
use std::fmt::Write;
use syn::GenericParam;

/// The implementations for one type, to stand in its own module.
pub(crate) fn builder(ty: &Type, derived: bool, without: &BTreeSet<(usize, usize)>) -> String {
    let itself = concrete(ty);
    let mut text = String::new();
    let builds: Vec<String> = (0..ty.variants.len()).map(|variant| build(ty, variant, without)).collect();
    let (last, others) = builds.split_last().map_or(("loop {}", &builds[..0]), |(last, others)| (&**last, others));
    let mut arms = String::new();
    for (index, build) in others.iter().enumerate() {
        write!(arms, "{index} => {build}, ").expect("a string takes all");
    }
    let choice = builds.len();
    write!(
        text,
        "\n#[cfg(test)] impl ::ad_survey_support::Build for {itself} {{ \
         fn build(source: &mut ::ad_survey_support::Source) -> Self {{ \
         match source.choice({choice}) {{ {arms}_ => {last} }} }} }}"
    )
    .expect("a string takes all");
    if derived {
        text.push_str(&active(ty, &itself, without));
    }
    text
}

/// `Point<f64>`: each parameter has a value.
fn concrete(ty: &Type) -> String {
    let arguments: Vec<String> = ty
        .generics
        .params
        .iter()
        .map(|parameter| match parameter {
            GenericParam::Lifetime(_) => "'_".to_string(),
            GenericParam::Type(_) => "f64".to_string(),
            GenericParam::Const(_) => "3".to_string(),
        })
        .collect();
    if arguments.is_empty() { ty.name.clone() } else { format!("{}<{}>", ty.name, arguments.join(", ")) }
}

fn constructor(ty: &Type, variant: &Variant) -> String {
    match &variant.name {
        Some(name) => format!("{}::{name}", ty.name),
        None => ty.name.clone(),
    }
}

fn build(ty: &Type, variant: usize, without: &BTreeSet<(usize, usize)>) -> String {
    let of = &ty.variants[variant];
    let fields: Vec<String> = (of.fields.iter().enumerate())
        .map(|(index, field)| match without.contains(&(variant, index)) {
            true => format!("{}: source.frozen(::ad_survey_support::build)", field.member),
            false => format!("{}: ::ad_survey_support::build(source)", field.member),
        })
        .collect();
    format!("{} {{ {} }}", constructor(ty, of), fields.join(", "))
}

fn active(ty: &Type, itself: &str, without: &BTreeSet<(usize, usize)>) -> String {
    let is_active = |variant: usize, index: usize| !without.contains(&(variant, index));
    let mut fields = (ty.variants.iter().enumerate())
        .flat_map(|(variant, of)| of.fields.iter().enumerate().map(move |(index, field)| (variant, index, field)));
    // The derive gives an enum of choices no cotangent.
    let none =
        ty.is_enum && fields.all(|(variant, index, field)| !is_active(variant, index) || has_no_tangent(&field.ty));
    let (mut values, mut components, mut fill) = (String::new(), String::new(), String::new());
    for (variant, of) in ty.variants.iter().enumerate().filter(|_| !none) {
        let (mut pattern, mut read, mut add, mut put) = (String::new(), String::new(), String::new(), String::new());
        for (index, field) in of.fields.iter().enumerate().filter(|(index, _)| is_active(variant, *index)) {
            let member = &field.member;
            let (bar, bar_mut) = match &of.name {
                Some(name) => (format!("cotangent.__{name}_{member}()"), format!("cotangent.__{name}_{member}_mut()")),
                None => (format!("&cotangent.{member}"), format!("&mut cotangent.{member}")),
            };
            let calls = [
                (&mut pattern, format!("{member}: v{index}, ")),
                (&mut read, format!("::ad_survey_support::Active::values(v{index}, into); ")),
                (&mut add, format!("::ad_survey_support::components(v{index}, {bar}, into); ")),
                (&mut put, format!("::ad_survey_support::Active::fill(v{index}, {bar_mut}, numbers); ")),
            ];
            calls.into_iter().for_each(|(text, call)| text.push_str(&call));
        }
        let constructor = constructor(ty, of);
        for (text, body) in [(&mut values, read), (&mut components, add), (&mut fill, put)] {
            write!(text, "{constructor} {{ {pattern}.. }} => {{ {body}}} ").expect("a string takes all");
        }
    }
    for text in [&mut values, &mut components, &mut fill] {
        *text = if text.is_empty() { String::new() } else { format!("match self {{ {text}}}") };
    }
    let cotangent = "::ad_runtime::Cotangent<Self, ::ad_runtime::Tangent>";
    format!(
        " #[cfg(test)] impl ::ad_survey_support::Active for {itself} {{ \
         fn values(&self, into: &mut ::ad_survey_support::Numbers) {{ {values} }} \
         fn components(&self, cotangent: &{cotangent}, into: &mut ::ad_survey_support::List) {{ {components} }} \
         fn fill(&self, cotangent: &mut {cotangent}, numbers: &mut dyn Iterator<Item = f64>) {{ {fill} }} }}"
    )
}

/// Types that are seen to have no derivative, as the derive sees it.
pub(crate) fn has_no_tangent(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(reference) => has_no_tangent(&reference.elem),
        syn::Type::Array(array) => has_no_tangent(&array.elem),
        syn::Type::Slice(slice) => has_no_tangent(&slice.elem),
        syn::Type::Tuple(tuple) => tuple.elems.iter().all(has_no_tangent),
        syn::Type::Path(path) => path.path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            matches!(name.as_str(), "bool" | "char" | "str" | "String" | "usize" | "isize")
                || (name.starts_with(['i', 'u']) && name[1..].parse::<u8>().is_ok())
        }),
        _ => false,
    }
}
