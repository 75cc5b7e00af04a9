//! Writing programs that run on the dual numbers of the library.

use super::print::Numbers;
use super::syntax::Type;
use super::write::Pieces;
use super::{Program, syntax};

/// The module of one program: its gradient, the same by forward mode, its Hessian, and the oracle.
pub(crate) fn module(program: &Program, name: &str) -> String {
    let seed = program.seed;
    let main = program.functions.last().expect("a program has a function");
    let Pieces { modules, whole, arguments, reals, skipped } = Pieces::of(program, Numbers::Forward);
    let stops = program.constructs.contains("stop_gradient");
    let lifted = main.parameters.iter().zip(&arguments).map(|(parameter, argument)| lifted(parameter, argument));
    let (lifted, arguments) = (lifted.collect::<Vec<_>>().join(", "), arguments.join(", "));
    format!(
        "#[allow(warnings, clippy::all)]
mod {name} {{
    use super::oracle::*;
{modules}    fn gradient(x: &[f64], n: usize) -> Vec<f64> {{ flattened(&whole::f::gradient({arguments})) }}
    fn forward(x: &[f64], n: usize, first: usize) -> (f64, [f64; 8]) {{
        let basis = &mut Basis::from(first);
        let result = whole::f::on_duals::<8>({lifted});
        (result.value(), result.tangent())
    }}
    fn hessian(x: &[f64], n: usize) -> Matrix<f64> {{ whole::f::hessian({arguments}) }}
    pub(crate) const PROGRAM: ForwardProgram = ForwardProgram {{
        seed: {seed},
        source: {whole:?},
        reals: {reals},
        skipped: &{skipped:?},
        stops: {stops},
        gradient,
        forward,
        hessian,
        oracle: dual::run,
    }};
}}
"
    )
}

/// An argument on dual numbers.
fn lifted(parameter: &syntax::Parameter, argument: &str) -> String {
    match &parameter.ty {
        Type::Real if parameter.no_derivative => format!("{argument}.into()"),
        _ if parameter.no_derivative => argument.to_string(),
        Type::Int => argument.to_string(),
        Type::Slice(..) | Type::Ref(_) => format!("&Lift::lift({argument}, Directions::Basis(basis))"),
        _ => format!("Lift::lift(&{argument}, Directions::Basis(basis))"),
    }
}
