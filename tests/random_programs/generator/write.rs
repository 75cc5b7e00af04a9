//! Writing programs as modules, with what the test calls them by.

use super::definitions::Definitions;
use super::print::{self, Numbers};
use super::syntax::{Function, Parameter, Type};
use super::{CONSTRUCTS, Program, program};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many programs the constructs are counted in.
const COUNTED: u64 = 2000;

/// What is checked of a program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Checks {
    All,
    /// The value and its gradient: enough for most failures, and compiled in a third of the time.
    Gradient,
}

/// The source of the programs with these seeds, of those that run on dual numbers too, and of three tables: `PROGRAMS`,
/// `FORWARD` and `CONSTRUCTS`.
pub(crate) fn programs(seeds: impl Iterator<Item = u64>, forward: impl Iterator<Item = u64>) -> String {
    let (mut forward_modules, mut forward_table) = (String::new(), String::new());
    for program in forward.map(program) {
        forward_modules += &super::forward::module(&program, &format!("forward{}", program.seed));
        let _ = writeln!(forward_table, "    forward{}::PROGRAM,", program.seed);
    }
    let programs: Vec<Program> = seeds.map(program).collect();
    let mut constructs: BTreeMap<&str, usize> = CONSTRUCTS.iter().map(|construct| (*construct, 0)).collect();
    for construct in (0..COUNTED).flat_map(|seed| program(seed).constructs) {
        *constructs.entry(construct).or_default() += 1;
    }
    let constructs: Vec<_> = constructs.into_iter().collect();
    let (mut modules, mut table) = (String::new(), String::new());
    for program in &programs {
        modules += &module(program, &format!("program{}", program.seed), Checks::All);
        let _ = writeln!(table, "    program{}::PROGRAM,", program.seed);
    }
    format!(
        "{modules}{forward_modules}\n/// The programs.\npub const PROGRAMS: &[Program] = &[\n{table}];\n\n\
         /// Those on dual numbers.\npub const FORWARD: &[ForwardProgram] = &[\n{forward_table}];\n\n\
         /// In how many of {COUNTED} programs each construct is.\n\
         pub const CONSTRUCTS: &[(&str, usize)] = &{constructs:?};\n\
         /// That many.\npub const COUNTED: usize = {COUNTED};\n"
    )
}

/// A program as its author would write it, with the attribute or without.
pub(crate) fn source(program: &Program, numbers: Numbers) -> String {
    let attribute = match numbers {
        Numbers::Real => "#[differentiable]\n".to_string(),
        // What a body names alone is not seen in its signature.
        Numbers::Forward => format!("#[differentiable(forward({}))]\n", program.definitions.names().join(", ")),
        Numbers::Plain | Numbers::Dual => String::new(),
    };
    print::definitions(&program.definitions, numbers) + &print::items(&program.functions, numbers, &attribute)
}

/// What every module of a program has: the program for the macro and over dual numbers, and how it is called.
pub(super) struct Pieces {
    /// The modules `whole` and `dual`, and how the cotangents of structs become numbers.
    pub(super) modules: String,
    /// The source of `whole`.
    pub(super) whole: String,
    /// The arguments of `whole::f`, taken from the numbers `x` and the integer `n`.
    pub(super) arguments: Vec<String>,
    pub(super) reals: usize,
    pub(super) skipped: Vec<usize>,
}

impl Pieces {
    pub(super) fn of(program: &Program, numbers: Numbers) -> Self {
        let main = program.functions.last().expect("a program has a function");
        let (whole, dual) = (source(program, numbers), source(program, Numbers::Dual));
        let arguments = arguments(&main.parameters);
        let dual_arguments = arguments.join(", ").replace("MODULE::", "");
        let flattened = flattened_structs(&program.definitions, "whole");
        let modules = format!(
            "    mod whole {{
        use super::super::prelude::*;
{whole}
    }}
    mod dual {{
        use super::super::dual::*;
{dual}
        pub(crate) fn run(x: &[Dual], n: usize) -> Dual {{ f({dual_arguments}) }}
    }}
{flattened}"
        );
        Pieces {
            modules,
            whole,
            arguments: arguments.into_iter().map(|argument| argument.replace("MODULE::", "whole::")).collect(),
            reals: main.parameters.iter().map(|parameter| parameter.ty.reals()).sum(),
            skipped: skipped(&main.parameters),
        }
    }
}

/// The module of one program.
pub(crate) fn module(program: &Program, name: &str, checks: Checks) -> String {
    let seed = program.seed;
    let main = program.functions.last().expect("a program has a function");
    let Pieces { modules, whole, arguments, reals, skipped } = Pieces::of(program, Numbers::Real);
    let more = match checks {
        Checks::All => more_checks(program, main),
        Checks::Gradient => "    const MORE: Option<More> = None;\n".to_string(),
    };
    let arguments = arguments.join(", ");
    format!(
        "#[allow(warnings, clippy::all)]
mod {name} {{
    use super::oracle::*;
{modules}    fn value(x: &[f64], n: usize) -> f64 {{ whole::f({arguments}) }}
    fn gradient(x: &[f64], n: usize) -> (f64, Vec<f64>) {{
        let (value, gradient) = whole::f::value_and_gradient({arguments});
        (value, flattened(&gradient))
    }}
{more}    pub(crate) const PROGRAM: Program = Program {{
        seed: {seed},
        source: {whole:?},
        reals: {reals},
        skipped: &{skipped:?},
        value,
        gradient,
        oracle: dual::run,
        more: MORE,
    }};
}}
"
    )
}

/// The pullback with two seeds, and one of the policies, as all four would double the time that a program takes.
fn more_checks(program: &Program, main: &Function) -> String {
    let types: Vec<&Type> = main.parameters.iter().map(|parameter| &parameter.ty).collect();
    let arguments = arguments(&main.parameters);
    let names: Vec<String> = (0..types.len()).map(|index| format!("a{index}")).collect();
    let each = |line: &dyn Fn(&str, &str) -> String| -> String {
        names.iter().zip(&arguments).map(|(name, argument)| line(name, argument)).collect()
    };
    let lets = each(&|name, argument| format!("        let {name} = {argument};\n")).replace("MODULE::", "whole::");
    let zeros = each(&|name, _| format!("        let mut {name}_bar = zero::<A, _>(&{name});\n"));
    let projected = each(&|name, _| format!("        {name}.project::<A>(&{name}_bar).flatten(&mut flat);\n"));
    let bars = each(&|name, _| format!("&mut {name}_bar, "));
    let spaces = "A, ".repeat(names.len());
    let clones: Vec<String> = names
        .iter()
        .zip(types)
        .map(|(name, ty)| if ty.is_copy() { name.clone() } else { format!("{name}.clone()") })
        .collect();
    let clones = clones.join(", ");
    let (policy, interior, argument) = [
        ("input", "Tangent", "Tangent"),
        ("output", "Tangent", "Ambient"),
        ("final", "Ambient", "Tangent"),
        ("none", "Ambient", "Ambient"),
    ][(program.seed % 4) as usize];
    let (split, split_gradient) = match &program.split {
        Some(split) => split_gradient(program, split, &arguments.join(", ")),
        None => (String::new(), "None"),
    };
    format!(
        "{split}    fn pullback(x: &[f64], n: usize, seeds: &[f64]) -> Vec<Vec<f64>> {{
{lets}        let (_, pullback) = whole::f::pullback({clones});
        seeds.iter().map(|seed| flattened(&pullback(*seed))).collect()
    }}
    fn policy(x: &[f64], n: usize) -> Vec<f64> {{
        type I = {interior};
        type A = {argument};
{lets}        let (_, pullback) = whole::f::record(at::<(I, {spaces})>(), {clones});
{zeros}        pullback({clones}, &one::<I>(), {bars});
        let mut flat = Vec::new();
{projected}        flat
    }}
    const MORE: Option<More> =
        Some(More {{ split_gradient: {split_gradient}, pullback, policy: (\"{policy}\", policy) }});
"
    )
}

/// The program with expressions moved into functions.
fn split_gradient(program: &Program, functions: &[Function], arguments: &str) -> (String, &'static str) {
    let types = print::definitions(&program.definitions, Numbers::Real);
    let functions = print::items(functions, Numbers::Real, "#[differentiable]\n");
    let flattened = flattened_structs(&program.definitions, "split");
    let arguments = arguments.replace("MODULE::", "split::");
    let text = format!(
        "    mod split {{
        use super::super::prelude::*;
{types}{functions}
    }}
{flattened}    fn split_gradient(x: &[f64], n: usize) -> (f64, Vec<f64>) {{
        let (value, gradient) = split::f::value_and_gradient({arguments});
        (value, flattened(&gradient))
    }}
"
    );
    (text, "Some(split_gradient)")
}

/// How the cotangents of structs become numbers.
fn flattened_structs(definitions: &Definitions, module: &str) -> String {
    let mut text = String::new();
    for of in &definitions.structs {
        let fields: String = of.fields.iter().map(|(name, _)| format!("self.{name}.flatten(into); ")).collect();
        let _ = writeln!(
            text,
            "    impl Flatten for {module}::{}Cotangent<Tangent> {{
        fn flatten(&self, into: &mut Vec<f64>) {{ {fields}}}
    }}",
            of.name
        );
    }
    text
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
        Type::Struct(of) => {
            let fields = of.fields.iter().map(|(name, ty)| format!("{name}: {}", argument(ty, next)));
            format!("MODULE::{} {{ {} }}", of.name, fields.collect::<Vec<_>>().join(", "))
        }
        Type::Ref(inner) => format!("&{}", argument(inner, next)),
        Type::Int => "n".to_string(),
        _ => unreachable!("no parameter of `f` is of this type"),
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
