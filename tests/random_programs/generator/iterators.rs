//! Iterator chains, as values and as heads of loops.

use super::Generator;
use super::closures::Names;
use super::real::Bounded;
use super::scope::Id;
use super::switches;
use super::syntax::{Block, Closure, Expr, Items, Statement, Type};

/// An iterator, and what is known of it.
#[derive(Clone)]
struct Chain {
    expr: Expr,
    item: Type,
    /// It has at least so many items.
    least: usize,
    /// Whether it can be reversed, and whether it knows its length.
    double_ended: bool,
    exact: bool,
    /// Whether a closure has been at it, and whether it takes several loops.
    /// Whether what it goes over never changes.
    given: bool,
    staged: bool,
    /// Whether it maps a range.
    mapped_range: bool,
    several: bool,
}

impl Chain {
    fn then(mut self, method: &'static str, arguments: Vec<Expr>) -> Chain {
        self.staged |= matches!(arguments[..], [.., Expr::Closure(_)]) && method != "map";
        self.mapped_range |= self.item == Type::Int && method == "map";
        self.several |= matches!(method, "chain" | "flat_map");
        self.expr = self.expr.method(method, arguments);
        self
    }

    fn of(mut self, item: Type) -> Chain {
        self.item = item;
        self
    }

    fn least(mut self, least: usize) -> Chain {
        self.least = least;
        self
    }

    fn inexact(mut self) -> Chain {
        self.exact = false;
        self
    }

    fn forward_only(mut self) -> Chain {
        (self.double_ended, self.exact) = (false, false);
        self
    }
}

fn reference() -> Type {
    Type::Ref(Box::new(Type::Real))
}

impl Generator<'_> {
    // ---- sources and stages

    fn source(&mut self) -> Option<Chain> {
        let chain = |expr, item, least| Chain {
            expr,
            item,
            least,
            double_ended: true,
            exact: true,
            given: true,
            staged: false,
            mapped_range: false,
            several: false,
        };
        if self.random.chance(12) {
            self.tag("chain over a range");
            let end = 2 + self.random.below(3);
            let range = Expr::Range(Box::new(Expr::Int(1)), Some(Box::new(Expr::Int(end))));
            return Some(chain(Expr::Paren(Box::new(range)), Type::Int, end - 1));
        }
        if self.random.chance(25)
            && let Some((name, ty)) = self.sequence_of(&Type::pair(), 1)
        {
            self.tag("chain over pairs");
            let (_, least) = ty.sequence()?;
            let item = Type::Ref(Box::new(Type::pair()));
            return Some(chain(Expr::name(&name, &ty).method("iter", Vec::new()), item, least));
        }
        let (name, ty) = self.sequence_of(&Type::Real, 1)?;
        let given = self.may_give(&name);
        let chain = |expr, item, least| Chain { given, ..chain(expr, item, least) };
        let (_, least) = ty.sequence()?;
        let whole = Expr::name(&name, &ty);
        let sequence = match least >= 2 && self.random.chance(15) {
            true => whole.clone().index(Expr::Range(Box::new(Expr::Int(1)), None)),
            false => whole.clone(),
        };
        let least = if matches!(sequence, Expr::Index(..)) { least - 1 } else { least };
        let parts = |length| Type::Slice(Box::new(Type::Real), length);
        Some(match self.random.weighted(&[(10, 0), (2, 1), (2, 2), (2, 3), (2, 4)]) {
            1 => {
                self.tag("windows");
                chain(sequence.method("windows", vec![Expr::Int(2)]), parts(2), least.saturating_sub(1))
            }
            2 => {
                self.tag("chunks");
                chain(sequence.method("chunks", vec![Expr::Int(2)]), parts(1), least.div_ceil(2))
            }
            3 => {
                self.tag("chunks_exact");
                chain(sequence.method("chunks_exact", vec![Expr::Int(2)]), parts(2), least / 2)
            }
            4 if matches!(ty, Type::Array(..)) && self.may_give(&name) => {
                self.tag("into_iter of an array");
                let (_, least) = ty.sequence()?;
                chain(whole.method("into_iter", Vec::new()), Type::Real, least)
            }
            _ => chain(sequence.method("iter", Vec::new()), reference(), least),
        })
    }

    fn may_give(&self, array: &str) -> bool {
        let found = self.scope.readable().into_iter().find(|variable| variable.name == array);
        switches::INTO_ITER_AND_ENUMERATE_OF_MUTABLES || found.is_some_and(|variable| !variable.mutable)
    }

    fn stage(&mut self, chain: Chain) -> Chain {
        let least = chain.least;
        let kind = self.random.below(14);
        let of_slices = matches!(kind, 3 | 5 | 8 | 9);
        if of_slices && (chain.staged || chain.several) && !switches::ADAPTORS_OF_SLICES_BEHIND_FILTERS {
            return chain;
        }
        if matches!(kind, 7 | 10) && chain.several && !switches::ADAPTORS_THAT_END_SEVERAL_LOOPS {
            return chain;
        }
        match kind {
            0 if chain.item == reference() => {
                self.tag("copied");
                let copied = self.random.pick(&["copied", "cloned"]);
                chain.then(copied, vec![]).of(Type::Real)
            }
            1 => {
                self.tag("filter");
                let predicate = self.predicate(&chain.item);
                chain.then("filter", vec![predicate]).least(0).inexact()
            }
            2 => {
                self.tag("filter_map");
                let (pattern, names) = self.item_pattern(&chain.item);
                let body = self.inside_closure(&names, &[], &Type::Real, |this| {
                    let condition = Box::new(this.condition(0));
                    let some = Expr::call("Some", vec![this.real_of(&names, 1, 1.2)]);
                    let block = |value: Expr| Block { statements: Vec::new(), value: Some(Box::new(value)) };
                    let (some, none) = (block(some), block(Expr::Path("None".to_string())));
                    match this.random.chance(50) {
                        true => Expr::If(condition, some, Some(none)),
                        false => Expr::If(condition, none, Some(some)),
                    }
                });
                chain.then("filter_map", vec![unary(pattern, body)]).of(Type::Real).least(0).inexact()
            }
            3 => {
                self.tag("zip");
                let Some((name, ty)) = self.sequence_of(&Type::Real, 1) else { return chain };
                if matches!(chain.item, Type::Tuple(_)) {
                    return chain;
                }
                let (_, other) = ty.sequence().expect("a sequence");
                let second = Expr::name(&name, &ty);
                let second = match ty {
                    Type::Slice(..) | Type::Ref(_) if self.random.chance(40) => second,
                    Type::Slice(..) | Type::Ref(_) | Type::MutSlice(..) => second.method("iter", Vec::new()),
                    _ if self.random.chance(40) => second.borrowed(),
                    _ => second.method("iter", Vec::new()),
                };
                let item = Type::Tuple(vec![chain.item.clone(), reference()]);
                chain.then("zip", vec![second]).of(item).least(least.min(other))
            }
            4 if !matches!(chain.item, Type::Tuple(_)) && chain.given => {
                self.tag("enumerate");
                let item = Type::Tuple(vec![Type::Int, chain.item.clone()]);
                let mut numbered = chain.then("enumerate", vec![]).of(item);
                numbered.double_ended &= numbered.exact;
                numbered
            }
            5 if chain.double_ended && (!chain.mapped_range || switches::REV_BEHIND_MAP_OF_RANGES) => {
                self.tag("rev");
                chain.then("rev", vec![])
            }
            6 => {
                self.tag("skip");
                let mut skipped = chain.then("skip", vec![Expr::Int(1)]).least(least.saturating_sub(1));
                skipped.double_ended &= skipped.exact;
                skipped
            }
            7 => {
                self.tag("take");
                let (count, least) = match self.random.chance(25) {
                    true => (self.int(3), 0),
                    false => (Expr::Int(2 + self.random.below(2)), least.min(2)),
                };
                let mut taken = chain.then("take", vec![count]).least(least);
                taken.double_ended &= taken.exact;
                taken
            }
            8 => {
                self.tag("step_by");
                let mut stepped = chain.then("step_by", vec![Expr::Int(2)]).least(least.div_ceil(2));
                stepped.double_ended &= stepped.exact;
                stepped
            }
            9 if chain.item == reference() => {
                self.tag("chain");
                let Some((name, ty)) = self.sequence_of(&Type::Real, 1) else { return chain };
                let (_, other) = ty.sequence().expect("a sequence");
                let second = Expr::name(&name, &ty).method("iter", Vec::new());
                let second = if self.random.chance(30) { second.method("rev", Vec::new()) } else { second };
                chain.then("chain", vec![second]).least(least + other).inexact()
            }
            10 => {
                self.tag("take_while");
                let predicate = self.predicate(&chain.item);
                chain.then("take_while", vec![predicate]).least(0).forward_only()
            }
            11 => {
                self.tag("skip_while");
                let predicate = self.predicate(&chain.item);
                chain.then("skip_while", vec![predicate]).least(0).forward_only()
            }
            12 => {
                self.tag("flat_map");
                self.flat_map(chain)
            }
            _ => self.mapped(chain),
        }
    }

    fn flat_map(&mut self, chain: Chain) -> Chain {
        let least = chain.least;
        if matches!(chain.item, Type::Slice(..)) {
            let (pattern, _) = self.item_pattern(&chain.item);
            let item = Expr::name(&pattern, &chain.item);
            let item = if self.random.chance(50) { item.method("iter", Vec::new()) } else { item };
            return chain.then("flat_map", vec![unary(pattern, item)]).of(reference()).least(least).inexact();
        }
        let (pattern, names) = self.item_pattern(&chain.item);
        let body = self.inside_closure(&names, &[], &Type::Real, |this| {
            Expr::Array(vec![this.real_of(&names, 1, 1.2), this.real_of(&names, 1, 1.2)])
        });
        chain.then("flat_map", vec![unary(pattern, body)]).of(Type::Real).least(2 * least).inexact()
    }

    fn mapped(&mut self, chain: Chain) -> Chain {
        self.tag("map");
        let real = [Type::Real];
        if real.contains(&chain.item) && self.random.chance(20) {
            self.tag("function passed to an iterator");
            let function = self.random.pick(&["sin", "cos", "tanh"]);
            return chain.then("map", vec![Expr::Path(format!("REAL::{function}"))]);
        }
        let (pattern, names) = self.item_pattern(&chain.item);
        let body = self.inside_closure(&names, &[], &Type::Real, |this| {
            let statements = match this.random.chance(25) {
                true => vec![this.small_statement()],
                false => Vec::new(),
            };
            let mut value = this.real_of(&names, 1, 1.2);
            if this.random.chance(15) {
                let other = this.real_of(&names, 1, 1.2);
                let block = |value: Expr| Block { statements: Vec::new(), value: Some(Box::new(value)) };
                value = Expr::If(Box::new(this.condition(0)), block(value), Some(block(other)));
            }
            Block { statements, value: Some(Box::new(value)) }
        });
        let closure = Closure { moves: false, parameters: vec![(pattern, None)], output: None, body };
        chain.then("map", vec![Expr::Closure(Box::new(closure))]).of(Type::Real)
    }

    fn scanned(&mut self, chain: Chain) -> Chain {
        self.tag("scan");
        let start = self.leaf_of_known_type();
        let (pattern, names) = self.item_pattern(&chain.item);
        let state = self.unused_name();
        let mut all = names.clone();
        all.push((state.clone(), Type::MutRef(Box::new(Type::Real))));
        let body = self.inside_closure(&all, &[], &Type::Real, |this| {
            let place = Expr::name(&state, &Type::MutRef(Box::new(Type::Real))).dereferenced();
            let value = this.real_of(&names, 1, 1.2);
            let (operator, value) = match this.random.below(3) {
                0 if !value.is_open() && !this.generic => ("+=", value),
                1 => ("=", Expr::binary(Expr::binary(place.clone(), "*", value), "+", Expr::Real(0.25))),
                _ => ("=", value),
            };
            let step = Statement::Assign { place: place.clone(), operator, value };
            let result = match this.random.chance(60) {
                true => place,
                false => this.real_of(&all, 1, 1.2),
            };
            Block { statements: vec![step], value: Some(Box::new(Expr::call("Some", vec![result]))) }
        });
        let closure = Closure { moves: false, parameters: vec![(state, None), (pattern, None)], output: None, body };
        chain.then("scan", vec![start, Expr::Closure(Box::new(closure))]).of(Type::Real).forward_only()
    }

    /// A leaf that is no literal, or something that is certain to be a number of the program.
    pub(super) fn leaf_of_known_type(&mut self) -> Expr {
        let leaf = self.leaf().expr;
        if leaf.is_open() && !self.generic { Expr::call("REAL::from", vec![leaf]) } else { leaf }
    }

    /// A pattern for an item, and the names it binds.
    fn item_pattern(&mut self, item: &Type) -> (String, Names) {
        let mut names = Names::new();
        let pattern = self.pattern_into(item, &mut names);
        (pattern, names)
    }

    fn pattern_into(&mut self, item: &Type, names: &mut Names) -> String {
        match item {
            Type::Tuple(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.pattern_into(part, names)).collect();
                format!("({})", parts.join(", "))
            }
            Type::Ref(inner) if self.random.chance(50) => {
                let pattern = self.pattern_into(inner, names);
                format!("&{pattern}")
            }
            Type::Ref(inner) if **inner == Type::pair() && self.random.chance(60) => {
                let parts: Vec<String> = (0..2).map(|_| self.pattern_name(&reference(), names)).collect();
                format!("({})", parts.join(", "))
            }
            _ => self.pattern_name(item, names),
        }
    }

    fn pattern_name(&mut self, ty: &Type, names: &mut Names) -> String {
        let name = self.unlike(names);
        names.push((name.clone(), ty.clone()));
        name
    }

    /// A closure that decides about an item by a reference to it.
    fn predicate(&mut self, item: &Type) -> Expr {
        let operator = self.random.pick(&["<", ">", "<="]);
        let bound = self.real_literal(1.2);
        let depth = match item {
            Type::Real => 1,
            Type::Ref(inner) if **inner == Type::Real => 2,
            _ => 0,
        };
        if depth > 0 && self.random.chance(50) {
            let name = self.unused_name();
            let mut value = Expr::name(&name, item);
            for _ in 0..depth {
                value = value.dereferenced();
            }
            return unary(name, Expr::binary(value, operator, bound));
        }
        let (pattern, names) = self.item_pattern(item);
        self.inactive += 1;
        let body = self.inside_closure(&names, &[], &Type::Real, |this| {
            this.pure += 1;
            let value = this.real_of(&names, 1, 2.0);
            this.pure -= 1;
            let value = if value.is_open() { this.leaf_of_known_type() } else { value };
            Expr::binary(value, operator, bound)
        });
        self.inactive -= 1;
        unary(format!("&{pattern}"), body)
    }

    fn chain(&mut self, stages: usize) -> Option<Chain> {
        self.pure += 1;
        let chain = self.source();
        let chain = chain.map(|mut chain| {
            for _ in 0..self.random.below(stages + 1) {
                let may_scan = !chain.several || switches::ADAPTORS_THAT_END_SEVERAL_LOOPS;
                chain = if may_scan && self.random.chance(8) { self.scanned(chain) } else { self.stage(chain) };
            }
            chain
        });
        self.pure -= 1;
        chain
    }

    // ---- values

    /// A sum, product, fold or the like.
    pub(super) fn chain_value(&mut self, depth: usize) -> Option<Bounded> {
        self.pure += 1;
        let value = self.chain_value_inside(depth);
        self.pure -= 1;
        value
    }

    fn chain_value_inside(&mut self, depth: usize) -> Option<Bounded> {
        let mut chain = self.chain(depth.min(3))?;
        if chain.item != Type::Real && (self.generic || chain.item != reference() || self.random.chance(80)) {
            chain = self.mapped(chain);
        }
        let total = match self.random.below(7) {
            0 | 1 => {
                self.tag("sum of a chain");
                Bounded { expr: chain.expr.method("sum::<REAL>", Vec::new()), bound: 8.0 }
            }
            2 => {
                self.tag("product of a chain");
                Bounded { expr: chain.expr.method("product::<REAL>", Vec::new()), bound: 12.0 }
            }
            3 | 4 => self.fold(chain),
            5 => {
                let chain = if chain.item == Type::Real { chain } else { self.mapped(chain) };
                self.tag("reduce");
                let names = vec![("a".to_string(), Type::Real), ("b".to_string(), Type::Real)];
                let body = self.inside_closure(&names, &[], &Type::Real, |this| match this.random.below(3) {
                    0 => {
                        let a = Expr::name("a", &Type::Real);
                        a.method("max", vec![Expr::name("b", &Type::Real)])
                    }
                    _ => {
                        let product = Expr::binary(Expr::name("a", &Type::Real), "*", Expr::name("b", &Type::Real));
                        Expr::binary(product, "+", this.real_of(&names, 1, 1.0))
                    }
                });
                let closure = binary("a", "b", body);
                let reduced = chain.expr.method("reduce", vec![closure]);
                let value = match self.random.chance(60) {
                    true => reduced.method("unwrap_or", vec![self.bounded_real(1, 2.0)]),
                    false if chain.least > 0 => reduced.method("unwrap", Vec::new()),
                    false => reduced.method("unwrap_or", vec![Expr::Real(0.5)]),
                };
                Bounded { expr: value, bound: 12.0 }
            }
            _ => {
                if chain.item != Type::Real {
                    chain = self.mapped(chain);
                }
                self.tag("fold with max or min");
                let (start, function) = self.random.pick(&[(-2.0, "max"), (2.0, "min")]);
                let function = Expr::Path(format!("REAL::{function}"));
                Bounded { expr: chain.expr.method("fold", vec![Expr::Real(start), function]), bound: 2.0 }
            }
        };
        Some(total)
    }

    fn fold(&mut self, chain: Chain) -> Bounded {
        self.tag("fold");
        let start = self.real(1);
        let start = if start.expr.is_open() { self.leaf_of_known_type() } else { self.within(start, 2.0) };
        let accumulator = self.unused_name();
        let (pattern, names) = self.item_pattern(&chain.item);
        let mut all = names.clone();
        all.push((accumulator.clone(), Type::Real));
        let body = self.inside_closure(&all, &[], &Type::Real, |this| {
            let accumulated = Expr::name(&accumulator, &Type::Real);
            let new = this.real_of(&names, 1, 0.8);
            match this.random.below(3) {
                0 => Expr::binary(Expr::binary(accumulated, "*", new), "+", Expr::Real(0.5)),
                1 => this.real_of(&all, 1, 2.0),
                _ => Expr::binary(accumulated, this.random.pick(&["+", "-"]), new),
            }
        });
        let closure = binary(&accumulator, &pattern, body);
        Bounded { expr: chain.expr.method("fold", vec![start, closure]), bound: 6.0 }
    }

    /// A number of items, or the place of one.
    pub(super) fn chain_integer(&mut self) -> Option<Expr> {
        let chain = self.chain(1)?;
        if self.random.chance(50) {
            self.tag("count");
            return Some(chain.expr.method("count", Vec::new()));
        }
        self.tag("position");
        let predicate = self.by_value(&chain.item);
        Some(chain.expr.method("position", vec![predicate]).method("unwrap_or", vec![Expr::Int(1)]))
    }

    /// Whether any or all items are so.
    pub(super) fn chain_condition(&mut self) -> Option<Expr> {
        let chain = self.chain(1)?;
        self.tag("any or all");
        let predicate = self.by_value(&chain.item);
        let method = self.random.pick(&["any", "all"]);
        Some(chain.expr.method(method, vec![predicate]))
    }

    fn by_value(&mut self, item: &Type) -> Expr {
        let (pattern, names) = self.item_pattern(item);
        self.inactive += 1;
        self.predicates += 1;
        let body = self.inside_closure(&names, &[], &Type::Real, |this| {
            let value = this.real_of(&names, 1, 2.0);
            let value = if value.is_open() { this.leaf_of_known_type() } else { value };
            Expr::binary(value, ">", this.real_literal(0.8))
        });
        self.predicates -= 1;
        self.inactive -= 1;
        unary(pattern, body)
    }

    // ---- statements

    /// `let v: Vec<f64> = chain.collect();`
    pub(super) fn collected(&mut self) -> Vec<Statement> {
        let Some(mut chain) = self.chain(2) else { return vec![self.binding()] };
        if chain.item != Type::Real {
            chain = self.mapped(chain);
        }
        self.tag("collect");
        let turbofish = self.random.chance(50);
        let method = if turbofish { "collect::<Vec<_>>" } else { "collect" };
        let mutable = self.random.chance(60);
        let name = self.new_name();
        let ty = Type::Grown(Box::new(Type::Real), chain.least);
        let annotation = (!turbofish).then(|| ty.clone());
        let value = chain.expr.method(method, Vec::new());
        self.scope.add(&name, ty, mutable);
        let pattern = if mutable { format!("mut {name}") } else { name };
        vec![Statement::Let { pattern, ty: annotation, value }]
    }

    /// A loop over a chain.
    pub(super) fn chain_loop(&mut self, label: Option<String>) -> Option<Vec<Statement>> {
        let chain = self.chain(3)?;
        self.tag("for over a chain");
        let (pattern, names) = self.item_pattern(&chain.item);
        let held = self.held_by(&chain.expr);
        held.iter().for_each(|id| self.scope.freeze(*id));
        let body = self.body(&label, 4, |this| {
            names.iter().for_each(|(name, ty)| this.declare(name, ty));
            let ty = Type::Real;
            let mut before = match this.writable(&ty, false) {
                Some((place, id)) if !this.generic => {
                    let value = this.real_of(&names, 1, 0.5);
                    this.scope.assigned(id);
                    vec![Statement::Assign { place, operator: "+=", value }]
                }
                _ => Vec::new(),
            };
            if this.random.chance(40) {
                this.tag("exit from a chain");
                let leave = if this.random.chance(60) { Statement::Break(None) } else { Statement::Continue(None) };
                let leave = Block { statements: vec![leave], value: None };
                before.push(Statement::Branch(Expr::If(Box::new(this.condition(1)), leave, None)));
            }
            before
        });
        held.iter().for_each(|_| self.scope.thaw());
        Some(vec![Statement::For { label, pattern, items: Items::Over(chain.expr), body }])
    }

    /// The variables that an expression mentions.
    pub(super) fn held_by(&self, expression: &Expr) -> Vec<Id> {
        let text = super::print::expression(expression);
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let readable = self.scope.readable().into_iter();
        readable.filter(|variable| words.contains(&&*variable.name)).map(|variable| variable.id).collect()
    }

    /// `chain.for_each(|v| total += v);`
    pub(super) fn for_each(&mut self) -> Vec<Statement> {
        let chosen = self.changeable();
        let ids: Vec<Id> = chosen.iter().map(|variable| variable.id).collect();
        self.scope.hide(&ids);
        let chain = self.chain(2);
        self.scope.show(&ids);
        let Some(chain) = chain.filter(|_| !ids.is_empty()) else { return vec![self.binding()] };
        self.tag("for_each");
        let (pattern, names) = self.item_pattern(&chain.item);
        let body = self.inside_closure(&names, &ids, &Type::Real, |this| {
            let mut statements = this.changes(&chosen);
            if let Some((place, id)) = this.writable(&Type::Real, true)
                && !this.generic
            {
                let value = this.real_of(&names, 1, 0.5);
                this.scope.assigned(id);
                statements.push(Statement::Assign { place, operator: "+=", value });
            }
            Block { statements, value: None }
        });
        let closure = Closure { moves: false, parameters: vec![(pattern, None)], output: None, body };
        let closure = Expr::Closure(Box::new(closure));
        vec![Statement::Evaluate(chain.expr.method("for_each", vec![closure]))]
    }
}

/// `|pattern| value`
pub(super) fn unary(pattern: String, value: Expr) -> Expr {
    let body = Block { statements: Vec::new(), value: Some(Box::new(value)) };
    Expr::Closure(Box::new(Closure { moves: false, parameters: vec![(pattern, None)], output: None, body }))
}

/// `|a, b| value`
fn binary(a: &str, b: &str, value: Expr) -> Expr {
    let body = Block { statements: Vec::new(), value: Some(Box::new(value)) };
    let parameters = vec![(a.to_string(), None), (b.to_string(), None)];
    Expr::Closure(Box::new(Closure { moves: false, parameters, output: None, body }))
}
