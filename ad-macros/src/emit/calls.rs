//! Calls of functions that have a companion, in both sweeps.

use super::value::among;
use super::{Printer, bar};
use crate::ir::{Callee, Function, Operand, Place, Plain, Var, VariableKind};
use crate::reverse::sweep::{Pullback, Seed};
use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The functions among the arguments of a call, and their own pullbacks.
type Functions = [(Rc<Function>, Rc<Pullback>)];

/// Where the arguments of a call contribute to: accumulators, and what has to stand before and behind the call for them.
#[derive(Default)]
struct Accumulators {
    before: TokenStream,
    after: TokenStream,
    of_operands: Vec<TokenStream>,
    /// For each function, the variables whose cotangents have another name in its pullback.
    renamed: Vec<BTreeMap<Var, Ident>>,
}

impl Printer<'_> {
    /// The call of a callee that gives its pullback besides its value.
    pub(super) fn record(&self, callee: &Callee, operands: &[Operand]) -> TokenStream {
        let arguments = (0..operands.len()).map(|index| self.argument(callee, index, &operands[index]));
        self.record_with(callee, operands, arguments.collect(), Vec::new())
    }

    /// The same as code that is compiled and never run: no function comes with a pullback.
    pub(super) fn record_for_check(
        &self,
        callee: &Callee,
        operands: &[Operand],
        functions: &[Rc<Function>],
    ) -> TokenStream {
        let arguments = (0..operands.len()).map(|index| self.argument(callee, index, &operands[index]));
        let functions = functions.iter().map(|function| {
            let value = self.function_value(function);
            let pull = match &function.callee {
                Some(callee) => self.pull_of_callee(callee),
                None => {
                    let ignored = (0..=2 * function.parameters.len()).map(|_| ours!(_));
                    ours!(|#(#ignored),*| {})
                }
            };
            (function.argument, ours!(#value, #pull))
        });
        self.record_with(callee, operands, arguments.collect(), functions.collect())
    }

    /// The same on the way back: on copies of what is lent to be changed.
    fn record_again(
        &self,
        callee: &Callee,
        operands: &[Operand],
        functions: &Functions,
        renamed: &[BTreeMap<Var, Ident>],
    ) -> TokenStream {
        let arguments = operands.iter().enumerate().map(|(index, operand)| match (callee, operand) {
            (Callee::Method { .. }, Operand::Lent(_)) if index == 0 => {
                let copy = copy_of(index);
                ours!(#copy)
            }
            (_, Operand::Lent(_)) => {
                let copy = copy_of(index);
                ours!(&mut #copy)
            }
            _ => self.argument(callee, index, operand),
        });
        let functions = functions.iter().zip(renamed).map(|((function, pullback), renamed)| {
            let (value, pull) = (self.function_value(function), self.function_pullback(function, pullback, renamed));
            (function.argument, ours!(#value, #pull))
        });
        self.record_with(callee, operands, arguments.collect(), functions.collect())
    }

    /// An argument as a companion takes it. By the path of a type, the first may be a receiver that the function takes by
    /// value and the companion by reference: its type says which.
    fn argument(&self, callee: &Callee, index: usize, operand: &Operand) -> TokenStream {
        match (callee, operand) {
            (Callee::Method { .. }, _) if index == 0 => self.receiver(operand),
            (Callee::Associated(path), Operand::Place { borrowed: false, .. })
                if index == 0 && !crate::duals::is_ours(path) =>
            {
                let lent = self.lent(operand);
                ours!(__ad::lend(#lent))
            }
            (_, Operand::Plain(plain)) if self.would_move(plain) => super::again(&plain.expression),
            _ => self.operand(operand),
        }
    }

    /// Whether a plain argument is a variable that the call would take away: both sweeps need it.
    fn would_move(&self, plain: &Plain) -> bool {
        let syn::Expr::Path(path) = &plain.expression else { return false };
        let (Some(name), [variable]) = (path.path.get_ident(), &plain.reads.iter().collect::<Vec<_>>()[..]) else {
            return false;
        };
        let variable = self.body.variable(**variable);
        variable.name == *name && !variable.copy && !variable.reference
    }

    /// `functions`: each with its place among the arguments, and its pullback behind it.
    fn record_with(
        &self,
        callee: &Callee,
        operands: &[Operand],
        arguments: Vec<TokenStream>,
        functions: Vec<(usize, TokenStream)>,
    ) -> TokenStream {
        let spaces = operands.iter().map(|operand| match operand {
            Operand::Place { place, .. } | Operand::Lent(place) => self.space(&self.space_of(place.root)),
            Operand::Plain(_) => ours!(__ad::Inactive),
        });
        let inactive = functions.iter().map(|(argument, _)| (*argument, ours!(__ad::Inactive)));
        let spaces = among(spaces.collect(), inactive);
        let intermediates = &self.names.intermediates;
        let at = ours!(__ad::at::<(#intermediates, #(#spaces,)*)>());
        // The callee's own type arguments go behind the spaces, which are inferred from the value `at`; behind them those
        // of the pullbacks of functions.
        let turbofish = |given: Option<syn::AngleBracketedGenericArguments>| {
            let inferred = (0..=spaces.len()).map(|_| ours!(_));
            let pullbacks = functions.iter().map(|_| ours!(_));
            given.map(|given| {
                let given = given.args.iter();
                ours!(::<#(#inferred,)* #(#given,)* #(#pullbacks),*>)
            })
        };
        let arguments = among(arguments, functions.iter().cloned());
        match callee {
            Callee::Function(function) => {
                let mut function = function.clone();
                let turbofish = turbofish(take_arguments(&mut function));
                ours!(#function::record #turbofish (#at, #(#arguments),*))
            }
            Callee::Associated(function) => {
                let mut function = function.clone();
                let turbofish = turbofish(take_arguments(&mut function.path));
                let last = function.path.segments.last_mut().expect("a path has a segment");
                last.ident = super::beside(&last.ident, record_of(operands));
                ours!(#function #turbofish (#(#arguments,)* #at))
            }
            Callee::Method { name, turbofish: given } => {
                let (receiver, others) = arguments.split_first().expect("a method has a receiver");
                let turbofish = turbofish(given.clone());
                let name = super::beside(name, record_of(operands));
                ours!(#receiver.#name #turbofish (#(#others,)* #at))
            }
            Callee::Parameter(_) => unreachable!("a function that is a parameter comes with its own pullback"),
        }
    }

    /// The pullback that the forward sweep kept.
    pub(super) fn pull_kept(
        &self,
        pullback: &Ident,
        callee: &Callee,
        operands: &[Operand],
        seed: &Seed,
    ) -> TokenStream {
        // What it was lent to change, the pullback is lent to look at.
        let lend = |(index, operand): (usize, &Operand)| match (callee, operand) {
            (_, Operand::Lent(_)) => self.lent(operand),
            _ => self.lent_again(callee, index, operand),
        };
        let arguments: Vec<_> = operands.iter().enumerate().map(lend).collect();
        let Accumulators { before, after, of_operands, .. } = self.accumulators(operands, &[]);
        let seed = self.seed(seed);
        let call = ours!(#pullback(#(#arguments,)* #seed, #(#of_operands),*););
        if before.is_empty() { call } else { ours!({ #before #call #after }) }
    }

    /// The callee is recorded once more, and its pullback called at once.
    pub(super) fn pull_again(
        &self,
        callee: &Callee,
        operands: &[Operand],
        functions: &Functions,
        seed: &Seed,
    ) -> TokenStream {
        let copies = operands.iter().enumerate().filter_map(|(index, operand)| match operand {
            Operand::Lent(place) => {
                let (copy, place) = (copy_of(index), self.place(place));
                Some(ours!(let mut #copy = __ad::snapshot(&#place);))
            }
            _ => None,
        });
        let lend = |(index, operand): (usize, &Operand)| match operand {
            Operand::Lent(_) => {
                let copy = copy_of(index);
                ours!(&#copy)
            }
            _ => self.lent_again(callee, index, operand),
        };
        let arguments: Vec<_> = operands.iter().enumerate().map(lend).collect();
        let Accumulators { before, after, of_operands, renamed } = self.accumulators(operands, functions);
        let (record, seed) = (self.record_again(callee, operands, functions, &renamed), self.seed(seed));
        ours!({
            #before
            #(#copies)*
            let (_, pullback) = #record;
            pullback(#(#arguments,)* #seed, #(#of_operands),*);
            #after
        })
    }

    /// `f(x)`, where `f` is a parameter: its own pullback wants everything in the space of the intermediates.
    pub(super) fn pull_parameter(&self, function: Var, operands: &[Operand], seed: &Seed) -> TokenStream {
        let intermediates = &self.names.intermediates;
        let (mut before, mut after, mut of_operands) = (TokenStream::new(), TokenStream::new(), Vec::new());
        for (index, operand) in operands.iter().enumerate() {
            let name = format_ident!("argument{}_sum", index, span = Span::mixed_site());
            let value = self.lent(operand);
            before.extend(ours!(let mut #name = __ad::zero::<#intermediates, _>(#value);));
            if let Some(place) = operand.place() {
                let (space, into) = (self.space(&self.space_of(place.root)), self.accumulator(place));
                let accumulate = self.accumulate_of(operand);
                after.extend(ours!(__ad::#accumulate::<#space, #intermediates, _>(#value, #into, &#name);));
            }
            of_operands.push(ours!(&mut #name));
        }
        let (pull, seed) = (super::pull_of(self.name(function)), self.seed(seed));
        let arguments = operands.iter().map(|operand| self.operand(operand));
        ours!({ #before #pull(#(#arguments,)* #seed, #(#of_operands),*); #after })
    }

    /// An argument as a pullback is lent it.
    fn lent_again(&self, callee: &Callee, index: usize, operand: &Operand) -> TokenStream {
        match callee {
            Callee::Method { .. } if index == 0 => self.lent(operand),
            _ => self.argument(callee, index, operand),
        }
    }

    /// The name of the function that adds to the cotangent of an operand.
    fn accumulate_of(&self, operand: &Operand) -> Ident {
        let lent = crate::reverse::may_be_slice(self.body, operand);
        Ident::new(if lent { "accumulate_place" } else { "accumulate" }, Span::mixed_site())
    }

    /// Two arguments that are parts of one variable, or a function that contributes to it, cannot both borrow its cotangent:
    /// each has an accumulator of its own meanwhile.
    fn accumulators(&self, operands: &[Operand], functions: &Functions) -> Accumulators {
        let mut all = Accumulators::default();
        let of_operands =
            operands.iter().map(|operand| operand.place().map(|place| self.body.root(place)).into_iter().collect());
        let of_functions = functions.iter().map(|(function, _)| self.contributes_to(function));
        let roots: Vec<BTreeSet<Var>> = of_operands.chain(of_functions).collect();
        let shared = |index: usize, root: Var| {
            roots.iter().enumerate().any(|(other, roots)| other != index && roots.contains(&root))
        };
        for (index, operand) in operands.iter().enumerate() {
            let name = format_ident!("argument{}_sum", index, span = Span::mixed_site());
            let accumulator = match operand {
                Operand::Plain(_) => {
                    let value = self.lent(operand);
                    ours!(&mut __ad::zero::<__ad::Inactive, _>(#value))
                }
                Operand::Place { place, .. } | Operand::Lent(place) if !shared(index, self.body.root(place)) => {
                    self.accumulator(place)
                }
                Operand::Lent(place) => {
                    let into = self.accumulator(place);
                    all.before.extend(ours!(let mut #name = __ad::snapshot(&*#into);));
                    all.after.extend(ours!(__ad::restore(#into, #name);));
                    ours!(&mut #name)
                }
                Operand::Place { place, .. } => {
                    self.sum_apart(&mut all, &name, place, &self.accumulate_of(operand));
                    ours!(&mut #name)
                }
            };
            all.of_operands.push(accumulator);
        }
        for (number, (function, _)) in functions.iter().enumerate() {
            let index = operands.len() + number;
            let mut renamed = BTreeMap::new();
            for root in roots[index].iter().copied().filter(|root| shared(index, *root)) {
                let name =
                    format_ident!("argument{}_{}", function.argument, bar(self.name(root)), span = Span::mixed_site());
                let place = crate::reverse::all_of(self.body, root, Span::mixed_site());
                let accumulate = if self.body.variable(root).reference { "accumulate_place" } else { "accumulate" };
                self.sum_apart(&mut all, &name, &place, &Ident::new(accumulate, Span::mixed_site()));
                renamed.insert(root, name);
            }
            all.renamed.push(renamed);
        }
        all
    }

    /// An accumulator of its own for a place, whose sum goes to the cotangent of that place behind the call.
    fn sum_apart(&self, all: &mut Accumulators, name: &Ident, place: &Place, accumulate: &Ident) {
        let space = self.space(&self.space_of(place.root));
        let (value, into) = (self.place(place), self.accumulator(place));
        all.before.extend(ours!(let mut #name = __ad::zero::<#space, _>(&#value);));
        all.after.extend(ours!(__ad::#accumulate::<#space, #space, _>(&#value, #into, &#name);));
    }

    /// The variables whose cotangents a function that is passed on contributes to.
    fn contributes_to(&self, function: &Function) -> BTreeSet<Var> {
        let captured = function.captures.iter().filter(|variable| self.body.variable(**variable).active);
        let roots = captured.map(|variable| self.body.root(&Place::whole(*variable, Span::mixed_site())));
        roots.filter(|root| !matches!(self.body.variable(*root).kind, VariableKind::Function(_))).collect()
    }
}

/// The name of a copy of what is lent to be changed.
fn copy_of(index: usize) -> Ident {
    format_ident!("argument{}_again", index, span = Span::mixed_site())
}

/// The stem of the companion's function, by what is done with the first argument.
fn record_of(operands: &[Operand]) -> &'static str {
    if matches!(operands.first(), Some(Operand::Lent(_))) { "record_mut" } else { "record" }
}

/// The type arguments of a function's path, which is left without.
fn take_arguments(path: &mut syn::Path) -> Option<syn::AngleBracketedGenericArguments> {
    let last = path.segments.last_mut().expect("a path has a segment");
    match std::mem::replace(&mut last.arguments, syn::PathArguments::None) {
        syn::PathArguments::AngleBracketed(given) => Some(given),
        _ => None,
    }
}
