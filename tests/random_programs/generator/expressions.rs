//! Expressions that are no real numbers: places, integers, conditions, arguments, and values of any type.

use super::Generator;
use super::scope::{Id, Variable};
use super::switches;
use super::syntax::{Expr, Type};

impl Generator<'_> {
    // ---- places

    /// A part of type `wanted` of one of `variables`.
    pub(super) fn part_of(&mut self, variables: Vec<Variable>, wanted: &Type) -> Option<(Expr, Id)> {
        let candidates: Vec<Variable> =
            variables.into_iter().filter(|variable| contains(&variable.ty, wanted)).collect();
        if candidates.is_empty() {
            return None;
        }
        let chosen = &candidates[self.random.below(candidates.len())];
        let whole = Expr::name(&chosen.name, &chosen.ty);
        Some((self.descend(whole, &chosen.ty, wanted), chosen.id))
    }

    /// A place of type `wanted` that can be read.
    pub(super) fn place(&mut self, wanted: &Type) -> Option<Expr> {
        let variables = self.scope.readable().into_iter().cloned().collect();
        self.part_of(variables, wanted).map(|(place, _)| place)
    }

    /// A place of type `wanted` that can be written.
    pub(super) fn writable(&mut self, wanted: &Type, keeps_borrows: bool) -> Option<(Expr, Id)> {
        let variables = if keeps_borrows { self.scope.unborrowed() } else { self.scope.assignable() };
        let variables = variables.into_iter().filter(|variable| !variable.counter).cloned().collect();
        self.writing = true;
        let found = self.part_of(variables, wanted);
        self.writing = false;
        found
    }

    fn descend(&mut self, place: Expr, ty: &Type, wanted: &Type) -> Expr {
        if ty == wanted {
            return place;
        }
        match ty {
            Type::Complex => {
                self.tag("field .re or .im");
                let part = self.random.pick(&["re", "im"]);
                place.field(part)
            }
            Type::Tuple(parts) => {
                self.tag("tuple field");
                let fitting: Vec<usize> = (0..parts.len()).filter(|index| contains(&parts[*index], wanted)).collect();
                let index = self.random.pick(&fitting);
                self.descend(place.field(["0", "1", "2"][index]), &parts[index], wanted)
            }
            Type::Struct(of) => {
                self.tag("field of a struct");
                let fitting: Vec<_> = of.fields.iter().filter(|(_, ty)| contains(ty, wanted)).cloned().collect();
                let (field, ty) = fitting[self.random.below(fitting.len())].clone();
                self.descend(place.field(field), &ty, wanted)
            }
            // Indexing and fields look through references by themselves.
            Type::Ref(inner) | Type::MutRef(inner) if **inner != *wanted => self.descend(place, inner, wanted),
            Type::Ref(_) | Type::MutRef(_) => place.dereferenced(),
            _ => {
                let (element, length) = ty.sequence().expect("what contains anything is a sequence by now");
                let index = self.index(&place, length);
                self.descend(place.index(index), element, wanted)
            }
        }
    }

    /// An index into `sequence`, which has at least `length` elements.
    fn index(&mut self, sequence: &Expr, length: usize) -> Expr {
        let mutable_index = |variable: &&Variable| variable.ty == Type::Int && variable.mutable;
        // A vector cannot be looked at while one of its elements is assigned to.
        if matches!(sequence, Expr::Name(..)) && !self.writing && self.random.chance(15) {
            let index = self.int(9);
            return Expr::binary(index, "%", sequence.clone().method("len", Vec::new()));
        }
        if self.random.chance(30)
            && let Some(index) = self.scope.readable().into_iter().find(mutable_index)
        {
            let index = Expr::name(&index.name, &Type::Int);
            self.tag("index by a variable that is itself assigned");
            return Expr::binary(index, "%", Expr::Int(length));
        }
        self.int(length)
    }

    // ---- integers and conditions

    /// An integer below `limit`.
    pub(super) fn int(&mut self, limit: usize) -> Expr {
        self.pure += 1; // what steers is evaluated without a trace
        self.inactive += 1;
        let value = self.int_inside(limit);
        self.inactive -= 1;
        self.pure -= 1;
        value
    }

    fn int_inside(&mut self, limit: usize) -> Expr {
        let variables: Vec<Variable> =
            self.scope.readable().into_iter().filter(|variable| variable.ty == Type::Int).cloned().collect();
        let name = |variable: &Variable| Expr::name(&variable.name, &Type::Int);
        let below: Vec<&Variable> =
            variables.iter().filter(|variable| variable.limit.is_some_and(|own| own <= limit)).collect();
        if !below.is_empty() && self.random.chance(60) {
            return name(self.random.pick(&below));
        }
        let modulo = |value: Expr| Expr::binary(value, "%", Expr::Int(limit));
        if variables.is_empty() || limit == 1 || self.random.chance(35) {
            if limit > 1
                && self.random.chance(8)
                && self.closures < 2
                && !self.writing
                && let Some(value) = self.chain_integer()
            {
                return modulo(value);
            }
            if limit > 1 && !self.generic && !self.writing && self.random.chance(15) {
                self.tag("integer computed from stop_gradient");
                let scaled = self.real(1).expr;
                return modulo(Expr::Truncate(Box::new(Expr::binary(scaled, "*", Expr::Real(3.0)))));
            }
            return Expr::Int(self.random.below(limit));
        }
        let some = variables[self.random.below(variables.len())].clone();
        match self.random.below(3) {
            0 => modulo(name(&some)),
            1 => modulo(Expr::binary(name(&some), "+", Expr::Int(1))),
            _ => {
                let other = &variables[self.random.below(variables.len())];
                modulo(Expr::binary(name(&some), "+", name(other)))
            }
        }
    }

    pub(super) fn condition(&mut self, depth: usize) -> Expr {
        self.pure += 1;
        self.inactive += 1;
        let condition = self.condition_inside(depth);
        self.inactive -= 1;
        self.pure -= 1;
        condition
    }

    fn condition_inside(&mut self, depth: usize) -> Expr {
        let has_ints = self.scope.readable().iter().any(|variable| variable.ty == Type::Int);
        let kind = self.random.weighted(&[
            (8, 0),
            (if has_ints { 4 } else { 0 }, 1),
            (depth, 2),
            (1, 3),
            (3, 4),
            (usize::from(self.closures < 2), 5),
            (1, 6),
        ]);
        match kind {
            0 => {
                let value = self.real(depth.min(1)).expr;
                let value = if value.is_open() { self.leaf().expr } else { value };
                let bound = if self.random.chance(75) { self.real_literal(0.8) } else { self.leaf().expr };
                let operator = self.random.pick(&["<", ">", "<=", ">="]);
                Expr::binary(value, operator, bound)
            }
            1 => {
                let place = self.place(&Type::Int).unwrap_or(Expr::Int(2));
                let (a, b) = (Expr::binary(place, "%", Expr::Int(4)), Expr::Int(1 + self.random.below(3)));
                let operator = self.random.pick(&["<", ">", "==", "!="]);
                Expr::binary(a, operator, b)
            }
            2 => {
                self.tag("condition of several");
                let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
                let operator = self.random.pick(&["&&", "||"]);
                Expr::binary(a, operator, b)
            }
            3 => Expr::Unary("!", Box::new(self.condition(0))),
            5 => match self.chain_condition() {
                Some(condition) => condition,
                None => self.condition(0),
            },
            6 => self.matches(depth),
            _ => match self.place(&Type::Bool) {
                Some(flag) => {
                    self.tag("boolean variable");
                    flag
                }
                None => self.condition(0),
            },
        }
    }

    /// `matches!(e, E::A(_))`
    pub(super) fn matches_on_enum(&mut self) -> Option<Expr> {
        let of = self.definitions.enums.first()?.clone();
        let place = self.place(&Type::Enum(of))?;
        self.tag("matches! on an enum");
        let (pattern, bound) =
            self.random.pick(&[("E::A(_) | E::N", false), ("E::B { .. }", false), ("E::A(a)", true)]);
        let guard = bound.then(|| Box::new(Expr::binary(Expr::name("a", &Type::Real), ">", Expr::Real(0.25))));
        Some(Expr::Matches(Box::new(place), pattern.to_string(), guard))
    }

    /// `matches!(value, pattern)`
    pub(super) fn matches(&mut self, depth: usize) -> Expr {
        self.tag("matches!");
        let depth = depth.saturating_sub(1);
        if switches::MATCHES_ON_ENUMS_IN_EXPRESSIONS
            && self.random.chance(50)
            && let Some(condition) = self.matches_on_enum()
        {
            return condition;
        }
        if self.random.chance(50) {
            let pair = self.condition(depth).paired(self.condition(depth));
            let pattern = self.random.pick(&["(true, _)", "(false, true)", "(true, false) | (false, true)"]);
            return Expr::Matches(Box::new(pair), pattern.to_string(), None);
        }
        let value = match self.place(&Type::Int) {
            Some(place) => place,
            None => self.int(5),
        };
        let pattern = self.random.pick(&["0 | 2", "1..=3", "2.."]);
        let guard = self.random.chance(30).then(|| Box::new(self.condition(depth)));
        Expr::Matches(Box::new(value), pattern.to_string(), guard)
    }

    // ---- values of any type

    /// A value of type `ty`, not large.
    pub(super) fn value(&mut self, ty: &Type, depth: usize) -> Expr {
        match ty {
            Type::Real => self.bounded_real(depth, 4.0),
            Type::Complex => self.bounded_complex(depth, 4.0),
            Type::Int => self.int(5),
            Type::Bool => self.condition(1),
            Type::Slice(..) | Type::Ref(_) => self.argument(ty, depth),
            _ => self.composite(ty, depth),
        }
    }

    /// A tuple, an array or a vector.
    fn composite(&mut self, ty: &Type, depth: usize) -> Expr {
        let callable = self.functions_returning(ty);
        // Methods take what they return: calls of calls must end.
        let may_call = !callable.is_empty() && (depth > 0 || !matches!(ty, Type::Struct(_) | Type::Enum(_)));
        let kind = self.random.weighted(&[(4, 0), (3, 1), (if may_call { 6 } else { 0 }, 2), (depth.min(1), 3)]);
        match kind {
            1 => {
                if let Some(copy) = self.copy(ty) {
                    return copy;
                }
            }
            2 => return self.call(&callable, depth),
            3 => return self.branches(depth, &|this| this.value(ty, 0)),
            _ => {}
        }
        self.literal(ty, depth)
    }

    /// A copy of something that is there.
    fn copy(&mut self, ty: &Type) -> Option<Expr> {
        if let Type::Vec(element, length) = ty
            && self.random.chance(40)
            && let Some(slice) = self.part_slice(element, *length)
        {
            self.tag("to_vec of a slice");
            return Some(slice.method("to_vec", Vec::new()));
        }
        let place = self.place(ty)?;
        if ty.is_copy() {
            self.tag("copy of an aggregate");
            Some(place)
        } else {
            self.tag("clone");
            Some(place.method("clone", Vec::new()))
        }
    }

    /// `v[a..b]` with exactly `length` elements.
    fn part_slice(&mut self, element: &Type, length: usize) -> Option<Expr> {
        let (name, ty) = self.sequence_of(element, length)?;
        let (_, available) = ty.sequence()?;
        let start = self.random.below(available - length + 1);
        Some(Expr::name(&name, &ty).range(start, start + length))
    }

    /// A named sequence of `element`s, with at least `length` of them.
    pub(super) fn sequence_of(&mut self, element: &Type, length: usize) -> Option<(String, Type)> {
        let fits = |ty: &Type| ty.sequence().is_some_and(|(own, available)| own == element && available >= length);
        let fitting: Vec<(String, Type)> = self
            .scope
            .readable()
            .into_iter()
            .filter(|variable| fits(&variable.ty))
            .map(|variable| (variable.name.clone(), variable.ty.clone()))
            .collect();
        (!fitting.is_empty()).then(|| fitting[self.random.below(fitting.len())].clone())
    }

    fn literal(&mut self, ty: &Type, depth: usize) -> Expr {
        let part_depth = depth.saturating_sub(1);
        match ty {
            Type::Tuple(parts) => Expr::Tuple(parts.iter().map(|part| self.value(part, part_depth)).collect()),
            Type::Array(element, length) | Type::Vec(element, length) => {
                let vector = matches!(ty, Type::Vec(..));
                if **element != Type::Int && element.is_copy() && self.random.chance(40) {
                    self.tag(if vector { "vec![x; n]" } else { "[x; n]" });
                    let element = Box::new(self.value(element, part_depth));
                    return Expr::Repeat { element, length: *length, vector };
                }
                self.tag(if vector { "vec![a, b]" } else { "array literal" });
                let elements = (0..*length).map(|_| self.value(element, part_depth)).collect();
                if vector { Expr::Vector(elements) } else { Expr::Array(elements) }
            }
            Type::Struct(_) | Type::Enum(_) | Type::Option(_) | Type::Result(_) => self.constructed(ty, part_depth),
            _ => self.value(ty, depth),
        }
    }

    // ---- calls

    pub(super) fn functions_returning(&self, output: &Type) -> Vec<usize> {
        (0..self.functions.len()).filter(|index| self.functions[*index].output == *output).collect()
    }

    /// A call of one of the functions that were generated before.
    pub(super) fn call(&mut self, among: &[usize], depth: usize) -> Expr {
        let function = self.functions[self.random.pick(among)].clone();
        self.tag(if function.generic { "call of a generic function" } else { "call" });
        if self.scope.loops() > 0 {
            self.tag("call in a loop");
        }
        let mut arguments: Vec<Expr> = Vec::new();
        self.pure += 1; // what is lent may not be assigned to by a later argument
        for (index, parameter) in function.parameters.iter().enumerate() {
            let argument = match function.parameters[..index].iter().position(|earlier| earlier.ty == parameter.ty) {
                Some(earlier) if matches!(parameter.ty, Type::Slice(..)) && self.random.chance(70) => {
                    self.tag("the same array twice in a call");
                    arguments[earlier].clone()
                }
                _ => self.argument(&parameter.ty, depth.saturating_sub(1)),
            };
            arguments.push(argument);
        }
        self.pure -= 1;
        if function.owner.is_some() {
            return self.call_of_method(&function, arguments);
        }
        let name = if function.generic && self.random.chance(30) {
            format!("{}::<REAL>", function.name)
        } else {
            function.name
        };
        Expr::Call(name, arguments)
    }

    /// An argument for a parameter of type `ty`.
    pub(super) fn argument(&mut self, ty: &Type, depth: usize) -> Expr {
        match ty {
            Type::Slice(element, length) => {
                if let Some((name, own)) = self.sequence_of(element, *length)
                    && self.random.chance(85)
                {
                    let (_, available) = own.sequence().expect("a sequence");
                    let sequence = Expr::name(&name, &own);
                    if self.random.chance(40) {
                        self.tag("slice of a sequence");
                        let start = self.random.below(available - length + 1);
                        let end = start + length + self.random.below(available - length - start + 1);
                        return sequence.range(start, end).borrowed();
                    }
                    return if matches!(own, Type::Slice(..) | Type::Ref(_)) { sequence } else { sequence.borrowed() };
                }
                let elements = (0..*length).map(|_| self.value(element, depth.min(1))).collect();
                Expr::Array(elements).borrowed()
            }
            Type::Ref(inner) => match self.place(inner) {
                Some(Expr::Unary("*", reference)) => *reference,
                Some(place) => place.borrowed(),
                None => self.literal(inner, depth).borrowed(),
            },
            _ => self.value(ty, depth),
        }
    }
}

/// Whether a value of type `ty` has a part of type `wanted`.
fn contains(ty: &Type, wanted: &Type) -> bool {
    ty == wanted
        || match ty {
            Type::Complex => *wanted == Type::Real,
            Type::Tuple(parts) => parts.iter().any(|part| contains(part, wanted)),
            Type::Ref(inner) | Type::MutRef(inner) => contains(inner, wanted) && wanted.is_copy(),
            Type::Struct(of) => of.fields.iter().any(|(_, ty)| contains(ty, wanted)),
            _ => ty.sequence().is_some_and(|(element, length)| length > 0 && contains(element, wanted)),
        }
}
