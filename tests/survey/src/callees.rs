//! What a function calls inside its crate, by name as well as that can be done without types.
//!
//! Too many are found rather than too few. A callee that is refused is left without the attribute, and the caller is
//! refused only if it needed it.

use crate::find::bounds;
use crate::model::{Crate, Home};
use std::collections::{BTreeSet, HashMap, HashSet};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, UnOp};

pub(crate) struct Callees<'a> {
    of: &'a Crate,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Callees<'a> {
    pub(crate) fn new(of: &'a Crate) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for index in 0..of.functions.len() {
            by_name.entry(of.name(index)).or_default().push(index);
        }
        Callees { of, by_name }
    }

    /// The functions, and all that they call, directly or not.
    pub(crate) fn closure(&self, functions: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = functions.into_iter().collect();
        let mut found: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(function) = open.pop() {
            for callee in self.direct(function) {
                if found.insert(callee) {
                    open.push(callee);
                }
            }
        }
        found
    }

    /// What one function calls.
    pub(crate) fn direct(&self, function: usize) -> BTreeSet<usize> {
        let mut found = self.of_trait(function);
        let Some(body) = &self.of.functions[function].body else { return found };
        let mut calls = Calls::default();
        calls.visit_block(body);
        calls.visit_signature(&self.of.functions[function].signature);
        for path in &calls.paths {
            found.extend(self.by_path(function, path));
        }
        for (method, of_self) in &calls.methods {
            found.extend(self.by_method(function, method, *of_self));
        }
        found.extend(self.operators(function, &calls));
        found.remove(&function);
        found
    }

    /// Whether a function rounds: it is constant in places.
    pub(crate) fn rounds(&self, function: usize) -> bool {
        let mut calls = Calls::default();
        self.of.functions[function].body.iter().for_each(|body| calls.visit_block(body));
        calls.casts
            || calls.methods.iter().any(|(name, _)| is_rounding(name))
            || calls.paths.iter().any(|path| path.last().is_some_and(|name| is_rounding(name)))
    }

    /// A method of a trait of the crate stands for those of all types that implement it, and the other way around where
    /// the type is not the crate's own or implements the trait more than once.
    fn of_trait(&self, function: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let name = self.of.name(function);
        match self.of.functions[function].home {
            Home::Trait(index) => {
                let of_trait = &self.of.traits[index].name;
                for block in &self.of.blocks {
                    let implements = last(block.of_trait.as_ref()).is_some_and(|last| last == *of_trait);
                    let same = |method: &&usize| implements && self.of.name(**method) == name;
                    found.extend(block.methods.iter().filter(same));
                }
            }
            Home::Block(block) => {
                let block = &self.of.blocks[block];
                let of_trait = last(block.of_trait.as_ref()).and_then(|name| self.of.trait_named(&name));
                let local = type_name(&block.itself).is_some_and(|name| self.of.types.iter().any(|ty| ty.name == name));
                // `impl Distance<A> for T` and `impl Distance<B> for T` cannot both give `T` a method of one name.
                let same = |other: &&crate::model::Block| {
                    type_name(&other.itself) == type_name(&block.itself)
                        && last(other.of_trait.as_ref()) == last(block.of_trait.as_ref())
                };
                let inherent = |other: &crate::model::Block| {
                    type_name(&other.itself) == type_name(&block.itself)
                        && other.of_trait.is_none()
                        && other.methods.iter().any(|method| self.of.name(*method) == name)
                };
                let alone = self.of.blocks.iter().filter(same).count() == 1 && !self.of.blocks.iter().any(inherent);
                if let (Some(of_trait), false) = (of_trait, local && alone) {
                    let methods = self.of.traits[of_trait].methods.iter();
                    found.extend(methods.filter(|method| self.of.name(**method) == name));
                }
            }
            Home::Module => {}
        }
        found
    }

    fn by_path(&self, caller: usize, path: &[String]) -> Vec<usize> {
        let Some((name, before)) = path.split_last() else { return Vec::new() };
        let Some(candidates) = self.by_name.get(name) else { return Vec::new() };
        let free = |index: &usize| self.of.functions[*index].home == Home::Module;
        let module = |index: usize| &self.of.modules[self.of.functions[index].module].path;
        let Some(qualifier) = before.last() else {
            let here = self.of.functions[caller].module;
            let frees: Vec<usize> = candidates.iter().copied().filter(free).collect();
            let same = frees.iter().copied().filter(|index| self.of.functions[*index].module == here);
            let same: Vec<usize> = same.collect();
            return if same.is_empty() { frees } else { same };
        };
        let qualifier = match qualifier.as_str() {
            "Self" => self.of.block_of(caller).and_then(|block| type_name(&block.itself)).unwrap_or_default(),
            other => other.to_string(),
        };
        if qualifier.starts_with(char::is_uppercase) {
            let known = self.bounds_known_to(caller, &qualifier);
            let of_type = |index: &usize| match self.of.functions[*index].home {
                Home::Block(block) => self.of.blocks[block].is_of(&qualifier),
                Home::Trait(index) => {
                    let name = &self.of.traits[index].name;
                    *name == qualifier || known.contains(name)
                }
                Home::Module => false,
            };
            return candidates.iter().copied().filter(of_type).collect();
        }
        let in_module = candidates.iter().copied().filter(free);
        let named: Vec<usize> = in_module.clone().filter(|index| module(*index).last() == Some(&qualifier)).collect();
        if named.is_empty() { in_module.collect() } else { named }
    }

    fn by_method(&self, caller: usize, name: &str, of_self: bool) -> Vec<usize> {
        let Some(candidates) = self.by_name.get(name) else { return Vec::new() };
        let own = self.of.block_of(caller).and_then(|block| type_name(&block.itself));
        let known = self.traits_known_to(caller);
        let fits = |index: &usize| {
            let function = &self.of.functions[*index];
            function.signature.receiver().is_some()
                && match function.home {
                    Home::Module => false,
                    Home::Block(_) => true,
                    Home::Trait(index) => known.contains(&self.of.traits[index].name),
                }
        };
        let fitting: Vec<usize> = candidates.iter().copied().filter(fits).collect();
        if of_self {
            let own = |index: &usize| match self.of.block_of(*index) {
                Some(block) => type_name(&block.itself) == own,
                None => true,
            };
            let of_own: Vec<usize> = fitting.iter().copied().filter(own).collect();
            if !of_own.is_empty() {
                return of_own;
            }
        }
        fitting
    }

    /// The traits that a function's type parameters and its own `Self` implement, as far as it says so.
    fn traits_known_to(&self, function: usize) -> HashSet<String> {
        let of = &self.of.functions[function];
        let around = self.of.generics_around(function);
        let mut known = HashSet::new();
        for generics in [Some(&of.signature.generics), around].into_iter().flatten() {
            for parameter in generics.type_params() {
                known.extend(bounds(&parameter.ident.to_string(), generics));
            }
        }
        if let Home::Trait(index) = of.home {
            known.insert(self.of.traits[index].name.clone());
        }
        known
    }

    /// The traits of one type parameter: `V::lerp(a, b)`.
    fn bounds_known_to(&self, function: usize, parameter: &str) -> HashSet<String> {
        let own = Some(&self.of.functions[function].signature.generics);
        let all = [own, self.of.generics_around(function)].into_iter().flatten();
        all.flat_map(|generics| bounds(parameter, generics)).collect()
    }

    /// `a + b` where a type of the crate that the function mentions has an operator of its own.
    fn operators(&self, caller: usize, calls: &Calls) -> Vec<usize> {
        let itself = self.of.block_of(caller).and_then(|block| type_name(&block.itself));
        let of_mentioned = |block: &&crate::model::Block| {
            let name = type_name(&block.itself);
            let right = block.of_trait.iter().flat_map(mentioned).collect::<Vec<_>>();
            let is = |name: &String| calls.types.contains(name) || Some(name) == itself.as_ref();
            (name.iter().chain(&right).any(is) || !block.made_for.is_empty())
                && last(block.of_trait.as_ref()).is_some_and(|name| calls.operators.contains(name.as_str()))
        };
        self.of.blocks.iter().filter(of_mentioned).flat_map(|block| block.methods.clone()).collect()
    }
}

fn is_rounding(name: &str) -> bool {
    matches!(name, "round" | "floor" | "ceil" | "trunc" | "fract" | "signum" | "to_usize" | "to_i32" | "to_i64")
}

/// Where the attribute goes on functions that stand inside a body.
pub(crate) fn nested_functions(body: &syn::Block) -> Vec<usize> {
    let nested = body.stmts.iter().filter_map(|statement| match statement {
        syn::Stmt::Item(syn::Item::Fn(nested)) => Some(nested),
        _ => None,
    });
    let with_floats = nested.filter(|nested| {
        let mut calls = Calls::default();
        calls.visit_signature(&nested.sig);
        calls.floats
    });
    with_floats.map(|nested| nested.sig.span().byte_range().start).collect()
}

/// The last segment of the path of a type.
pub(crate) fn type_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => last(Some(&path.path)),
        syn::Type::Reference(reference) => type_name(&reference.elem),
        syn::Type::Paren(paren) => type_name(&paren.elem),
        syn::Type::Group(group) => type_name(&group.elem),
        _ => None,
    }
}

pub(crate) fn last(path: Option<&syn::Path>) -> Option<String> {
    path.and_then(|path| path.segments.last()).map(|last| last.ident.to_string())
}

/// Every identifier of a path and of its arguments.
fn mentioned(path: &syn::Path) -> Vec<String> {
    let mut calls = Calls::default();
    calls.visit_path(path);
    calls.types.into_iter().collect()
}

/// The names of all types that something mentions.
pub(crate) fn types_in(signature: &syn::Signature, body: Option<&syn::Block>) -> HashSet<String> {
    let mut calls = Calls::default();
    calls.visit_signature(signature);
    body.into_iter().for_each(|body| calls.visit_block(body));
    calls.types
}

/// The names of all types that a type mentions.
pub(crate) fn types_of(ty: &syn::Type) -> HashSet<String> {
    let mut calls = Calls::default();
    calls.visit_type(ty);
    calls.types
}

/// What a body mentions.
#[derive(Default)]
struct Calls {
    /// Paths as values: what is called, and functions that are passed on.
    paths: HashSet<Vec<String>>,
    /// Methods, and whether they are of `self`.
    methods: HashSet<(String, bool)>,
    /// Names that begin with a capital.
    types: HashSet<String>,
    operators: HashSet<&'static str>,
    /// Has a cast to an integer.
    casts: bool,
    /// Mentions `f32`, `f64` or a type parameter.
    floats: bool,
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.paths.insert(path.path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_expr_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let of_self = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
        self.methods.insert((call.method.to_string(), of_self));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        self.operators.insert(match binary.op {
            BinOp::Add(_) => "Add",
            BinOp::Sub(_) => "Sub",
            BinOp::Mul(_) => "Mul",
            BinOp::Div(_) => "Div",
            BinOp::Rem(_) => "Rem",
            _ => "",
        });
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        if matches!(unary.op, UnOp::Neg(_)) {
            self.operators.insert("Neg");
        }
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_cast(&mut self, cast: &'ast syn::ExprCast) {
        self.casts |= matches!(type_name(&cast.ty), Some(name) if name.starts_with(['i', 'u']));
        visit::visit_expr_cast(self, cast);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.floats |= path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            name == "f32" || name == "f64" || name.len() == 1 && name.starts_with(char::is_uppercase)
        });
        let names = path.segments.iter().map(|segment| segment.ident.to_string());
        self.types.extend(names.filter(|name| name.starts_with(char::is_uppercase)));
        visit::visit_path(self, path);
    }
}
