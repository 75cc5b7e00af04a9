//! Writing programs as modules, with what the test calls them by.

use super::print::{self, Numbers};
use super::syntax::{Function, Parameter, Type};
use super::{CONSTRUCTS, Program, program};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The source of the programs with these seeds, and of two tables: `PROGRAMS` and `CONSTRUCTS`.
pub(crate) fn programs(seeds: impl Iterator<Item = u64>) -> String {
    let mut text = String::new();
    let mut table = String::new();
    let mut constructs: BTreeMap<&str, usize> = CONSTRUCTS.iter().map(|construct| (*construct, 0)).collect();
    for seed in seeds {
        let program = program(seed);
        for construct in &program.constructs {
            *constructs.entry(construct).or_default() += 1;
        }
        module(&program, &mut text);
        let _ = writeln!(table, "    program{seed}::PROGRAM,");
    }
    let constructs: Vec<_> = constructs.into_iter().collect();
    format!(
        "{text}\n/// The programs.\npub const PROGRAMS: &[Program] = &[\n{table}];\n\n\
         /// How many of them contain each construct.\npub const CONSTRUCTS: &[(&str, usize)] = &{constructs:?};\n"
    )
}

/// The functions for the macro.
fn annotated(functions: &[Function]) -> String {
    let functions = functions.iter();
    functions.map(|function| format!("#[differentiable]\n{}\n", print::function(function, Numbers::Real))).collect()
}

fn module(program: &Program, text: &mut String) {
    let seed = program.seed;
    let main = program.functions.last().expect("a program has a function");
    let source = annotated(&program.functions);
    let (split, split_gradient) = match &program.split {
        Some(split) => (annotated(split), "Some(split_gradient)"),
        None => (String::new(), "None"),
    };
    let dual: String =
        program.functions.iter().map(|function| format!("{}\n", print::function(function, Numbers::Dual))).collect();
    let arguments = arguments(&main.parameters);
    let reals: usize = main.parameters.iter().map(|parameter| parameter.ty.reals()).sum();
    let skipped = skipped(&main.parameters);
    let names: Vec<String> = (0..main.parameters.len()).map(|index| format!("a{index}")).collect();
    let lets: String =
        names.iter().zip(&arguments).map(|(name, argument)| format!("        let {name} = {argument};\n")).collect();
    let zeros: String =
        names.iter().map(|name| format!("        let mut {name}_bar = zero::<A, _>(&{name});\n")).collect();
    let projected: String =
        names.iter().map(|name| format!("        {name}.project::<A>(&{name}_bar).flatten(&mut flat);\n")).collect();
    let spaces = "A, ".repeat(names.len());
    let clones: Vec<String> = names
        .iter()
        .zip(&main.parameters)
        .map(|(name, parameter)| if parameter.ty.is_copy() { name.clone() } else { format!("{name}.clone()") })
        .collect();
    let bars: Vec<String> = names.iter().map(|name| format!("&mut {name}_bar")).collect();
    let (arguments, clones, bars) = (arguments.join(", "), clones.join(", "), bars.join(", "));
    let split_function = match program.split {
        Some(_) => format!(
            "    fn split_gradient(x: &[f64], n: usize) -> (f64, Vec<f64>) {{
        let (value, gradient) = split::f::value_and_gradient({arguments});
        (value, flattened(&gradient))
    }}\n"
        ),
        None => String::new(),
    };
    let _ = write!(
        text,
        "#[allow(warnings, clippy::all)]
mod program{seed} {{
    use super::oracle::*;
    mod whole {{
        use super::super::prelude::*;
{source}
    }}
    mod split {{
        use super::super::prelude::*;
{split}
    }}
    mod dual {{
        use super::super::dual::*;
{dual}
        pub(crate) fn run(x: &[Dual], n: usize) -> Dual {{ f({arguments}) }}
    }}
    fn value(x: &[f64], n: usize) -> f64 {{ whole::f({arguments}) }}
    fn gradient(x: &[f64], n: usize) -> (f64, Vec<f64>) {{
        let (value, gradient) = whole::f::value_and_gradient({arguments});
        (value, flattened(&gradient))
    }}
    fn gradient_alone(x: &[f64], n: usize) -> Vec<f64> {{
        flattened(&whole::f::gradient({arguments}))
    }}
{split_function}    fn pullback(x: &[f64], n: usize, seeds: &[f64]) -> Vec<Vec<f64>> {{
{lets}        let (_, pullback) = whole::f::pullback({clones});
        seeds.iter().map(|seed| flattened(&pullback(*seed))).collect()
    }}
    fn policy<I: Space, A: Space>(x: &[f64], n: usize) -> Vec<f64> {{
{lets}        let (_, pullback) = whole::f::record(at::<(I, {spaces})>(), {clones});
{zeros}        pullback({clones}, &one::<I>(), {bars});
        let mut flat = Vec::new();
{projected}        flat
    }}
    pub(crate) const PROGRAM: Program = Program {{
        seed: {seed},
        source: {source:?},
        reals: {reals},
        skipped: &{skipped:?},
        value,
        gradient,
        gradient_alone,
        split_gradient: {split_gradient},
        pullback,
        policies: [policy::<Tangent, Tangent>, policy::<Tangent, Ambient>, policy::<Ambient, Tangent>, policy::<Ambient, Ambient>],
        oracle: dual::run,
    }};
}}
"
    );
}

/// Each argument, taken from the numbers `x` and the integer `n`.
fn arguments(parameters: &[Parameter]) -> Vec<String> {
    let mut next = 0;
    parameters.iter().map(|parameter| argument(&parameter.ty, &mut next)).collect()
}

fn argument(ty: &Type, next: &mut usize) -> String {
    let start = *next;
    match ty {
        Type::Slice(_, length) => {
            *next += length;
            format!("&x[{start}..{}]", *next)
        }
        Type::Vec(_, length) => {
            *next += length;
            format!("x[{start}..{}].to_vec()", *next)
        }
        Type::Real => {
            *next += 1;
            format!("x[{start}]")
        }
        Type::Complex => {
            *next += 2;
            format!("Complex::new(x[{start}], x[{}])", start + 1)
        }
        Type::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| argument(part, next)).collect();
            format!("({})", parts.join(", "))
        }
        Type::Array(element, length) => {
            let elements: Vec<String> = (0..*length).map(|_| argument(element, next)).collect();
            format!("[{}]", elements.join(", "))
        }
        Type::Ref(inner) => format!("&{}", argument(inner, next)),
        Type::Int => "n".to_string(),
        Type::Bool | Type::Stack => unreachable!("no parameter of `f` is of this type"),
    }
}

/// The places in `x` of the arguments that are `#[no_derivative]`.
fn skipped(parameters: &[Parameter]) -> Vec<usize> {
    let mut next = 0;
    let mut skipped = Vec::new();
    for parameter in parameters {
        if parameter.no_derivative {
            skipped.extend(next..next + parameter.ty.reals());
        }
        next += parameter.ty.reals();
    }
    skipped
}
