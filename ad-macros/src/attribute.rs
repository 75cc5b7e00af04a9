//! The attribute's grammar: `#[differentiable(project = "input")]`, `#[differentiable(project(number = "input"))]`.

use crate::errors::Errors;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, Parser};
use syn::{Attribute, Expr, LitStr, Path};

/// What the attribute says.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) policy: Policy,
    /// A hand-written rule, in place of the body.
    pub(crate) rule: Option<Rule>,
    /// The path of the runtime, for re-exports.
    pub(crate) krate: Option<Path>,
    /// Where the companion goes.
    pub(crate) companion: Option<CompanionIn>,
    /// What the reverse sweep needs besides the arguments, it computes again.
    pub(crate) checkpoint: bool,
    /// The function on dual numbers, too.
    pub(crate) forward: bool,
    /// `pushforward = path`: what a hand-written rule is in forward mode.
    pub(crate) pushforward: Option<Path>,
    /// Types of the user's that move and that the signature does not name: `forward(State)`.
    pub(crate) forward_types: Vec<Path>,
}

/// A rule that the user gives.
#[derive(Clone)]
pub(crate) enum Rule {
    /// `pullback = path`: a function that pulls back.
    Pullback(Path),
    /// `partials(|x, y| .., _)`: the partial derivative by each parameter, or `_` where there is none.
    Partials(Vec<Expr>),
}

/// `companion = trait`, `companion = module`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CompanionIn {
    /// Into the `impl` block of a trait that is differentiable itself.
    Trait,
    /// Into a module of the function's name, where a type of that name is taken.
    Module,
}

impl CompanionIn {
    fn parse(meta: &ParseNestedMeta<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt;
        let word = meta.value()?.call(syn::Ident::parse_any)?;
        match word.to_string().as_str() {
            "trait" => Ok(CompanionIn::Trait),
            "module" => Ok(CompanionIn::Module),
            _ => Err(syn::Error::new(word.span(), "unknown place for a companion\nhelp: write `trait` or `module`")),
        }
    }
}

/// A choice on each axis, where one was made.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Policy {
    pub(crate) number: Option<Project>,
    pub(crate) structure: Option<Project>,
}

/// The four words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Project {
    Input,
    Output,
    Final,
    None,
}

const WORDS: &str = r#"write one of "input", "output", "final", "none""#;

impl Project {
    const WORDS: [(&'static str, Project); 4] =
        [("input", Project::Input), ("output", Project::Output), ("final", Project::Final), ("none", Project::None)];

    /// `= "word"`
    fn parse(meta: &ParseNestedMeta<'_>) -> syn::Result<Self> {
        let expected = |error: syn::Error| syn::Error::new(error.span(), format!("a policy is missing\nhelp: {WORDS}"));
        let literal: LitStr = meta.value().and_then(|value| value.parse()).map_err(expected)?;
        Self::from_literal(&literal)
    }

    fn from_literal(literal: &LitStr) -> syn::Result<Self> {
        let value = literal.value();
        Self::WORDS
            .iter()
            .find(|(word, _)| *word == value)
            .map(|(_, project)| *project)
            .ok_or_else(|| syn::Error::new(literal.span(), format!("unknown policy \"{value}\"\nhelp: {WORDS}")))
    }

    /// Whether the arguments live in the ambient space.
    pub(crate) fn arguments_ambient(self) -> bool {
        matches!(self, Project::Output | Project::None)
    }

    /// Whether the intermediates live in the ambient space.
    pub(crate) fn intermediates_ambient(self) -> bool {
        matches!(self, Project::Final | Project::None)
    }
}

impl Policy {
    fn both(project: Project) -> Self {
        Policy { number: Some(project), structure: Some(project) }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Policy::default()
    }

    /// `project = "word"` or `project(number = "word", structure = "word")`, behind the word `project`.
    fn parse(meta: &ParseNestedMeta<'_>) -> syn::Result<Self> {
        if !meta.input.peek(syn::token::Paren) {
            return Ok(Policy::both(Project::parse(meta)?));
        }
        let mut policy = Policy::default();
        meta.parse_nested_meta(|axis| policy.parse_axis(&axis))?;
        if policy.is_empty() {
            return Err(meta.error("no axis is named\nhelp: write `project(number = \"..\", structure = \"..\")`"));
        }
        Ok(policy)
    }

    /// `number = "word"` or `structure = "word"`
    fn parse_axis(&mut self, axis: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let chosen = if axis.path.is_ident("number") {
            &mut self.number
        } else if axis.path.is_ident("structure") {
            &mut self.structure
        } else {
            return Err(axis.error("unknown axis\nhelp: the axes are `number` and `structure`"));
        };
        if chosen.is_some() {
            return Err(axis.error("this axis is named twice\nhelp: leave one of them out"));
        }
        *chosen = Some(Project::parse(axis)?);
        Ok(())
    }
}

/// Parses the arguments of `#[differentiable(..)]`.
pub(crate) fn parse(arguments: proc_macro2::TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let mut seen = Vec::new();
    let parser = syn::meta::parser(|meta| {
        let name = meta.path.get_ident().map(ToString::to_string);
        if seen.contains(&name) {
            return Err(meta.error("this argument is given twice\nhelp: leave one of them out"));
        }
        seen.push(name);
        if meta.path.is_ident("project") {
            options.policy = Policy::parse(&meta)?;
        } else if meta.path.is_ident("pullback") {
            options.set_rule(Rule::Pullback(meta.value()?.parse()?), &meta)?;
        } else if meta.path.is_ident("pushforward") {
            options.pushforward = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("partials") {
            let partials;
            syn::parenthesized!(partials in meta.input);
            let partials = partials.parse_terminated(Expr::parse, syn::Token![,])?;
            options.set_rule(Rule::Partials(partials.into_iter().collect()), &meta)?;
        } else if meta.path.is_ident("crate") {
            options.krate = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("companion") {
            options.companion = Some(CompanionIn::parse(&meta)?);
        } else if meta.path.is_ident("forward") {
            options.forward = true;
            if meta.input.peek(syn::token::Paren) {
                let types;
                syn::parenthesized!(types in meta.input);
                options.forward_types = types.parse_terminated(Path::parse, syn::Token![,])?.into_iter().collect();
            }
        } else if meta.path.is_ident("checkpoint") {
            options.checkpoint = true;
        } else {
            return Err(meta.error(
                "unknown argument of `differentiable`\nhelp: the arguments are `project`, `pullback`, `pushforward`, `partials`, `forward`, `checkpoint`, `companion` and `crate`",
            ));
        }
        Ok(())
    });
    if let Err(error) = parser.parse2(arguments) {
        errors.push(error);
    }
    if let (Some(path), true) =
        (&options.pushforward, !options.forward || !matches!(options.rule, Some(Rule::Pullback(_))))
    {
        let text =
            "`pushforward` without the rule that it belongs to\nhelp: write `forward, pullback = .., pushforward = ..`";
        errors.push(syn::Error::new_spanned(path, text));
    }
    options
}

impl Options {
    /// `crate = path,` where the user said so, for an attribute that is written.
    pub(crate) fn krate_argument(&self) -> Option<proc_macro2::TokenStream> {
        self.krate.as_ref().map(|path| quote::quote!(crate = #path,))
    }

    fn set_rule(&mut self, rule: Rule, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        if self.rule.is_some() {
            return Err(meta.error("a function has one rule\nhelp: leave `pullback` or `partials` out"));
        }
        self.rule = Some(rule);
        Ok(())
    }
}

/// Takes `#[no_derivative]` and `#[project(..)]` out of the attributes of a parameter.
pub(crate) fn take_parameter(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> (bool, Policy) {
    let (mut no_derivative, mut policy) = (false, None);
    attributes.retain(|attribute| {
        if attribute.path().is_ident("no_derivative") {
            if let Err(error) = attribute.meta.require_path_only() {
                errors.push(syn::Error::new(
                    error.span(),
                    "`no_derivative` takes no argument\nhelp: write `#[no_derivative]`",
                ));
            }
            no_derivative = true;
        } else if attribute.path().is_ident("project") {
            match parameter_policy(attribute) {
                Ok(_) if policy.is_some() => {
                    let text = "this parameter has two policies\nhelp: leave one of them out";
                    errors.push(syn::Error::new_spanned(attribute, text));
                }
                Ok(parsed) => policy = Some(parsed),
                Err(error) => errors.push(error),
            }
            if no_derivative {
                let text = "a parameter without derivative has no policy\nhelp: leave one of the attributes out";
                errors.push(syn::Error::new_spanned(attribute, text));
            }
        } else {
            return true;
        }
        false
    });
    (no_derivative, policy.unwrap_or_default())
}

/// `#[project("none")]` or `#[project(structure = "none")]`.
fn parameter_policy(attribute: &Attribute) -> syn::Result<Policy> {
    let help = "write `#[project(\"none\")]`, or name an axis: `#[project(structure = \"none\")]`";
    if !matches!(attribute.meta, syn::Meta::List(_)) {
        return Err(syn::Error::new_spanned(attribute, format!("a policy is missing\nhelp: {help}")));
    }
    if let Ok(literal) = attribute.parse_args::<LitStr>() {
        return Ok(Policy::both(Project::from_literal(&literal)?));
    }
    let mut policy = Policy::default();
    attribute.parse_nested_meta(|axis| policy.parse_axis(&axis))?;
    if policy.is_empty() {
        return Err(syn::Error::new_spanned(attribute, format!("a policy is missing\nhelp: {help}")));
    }
    Ok(policy)
}
