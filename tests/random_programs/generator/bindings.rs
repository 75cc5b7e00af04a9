//! `let`, in its many forms.

use super::Generator;
use super::syntax::{Expr, Statement, Type};

impl Generator<'_> {
    pub(super) fn binding(&mut self) -> Statement {
        let ty = self.local_type();
        let value = self.value(&ty, 3);
        let mutable = self.random.chance(60);
        self.bind(ty, mutable, value)
    }

    pub(super) fn bind(&mut self, ty: Type, mutable: bool, value: Expr) -> Statement {
        let name = self.new_name();
        let annotated = value.is_open() || matches!(ty, Type::Option(_) | Type::Result(_)) || self.random.chance(15);
        let annotation = annotated.then(|| ty.clone());
        match ty {
            // A variable that changes is not known to stay below anything.
            Type::Int => self.scope.add_index(&name, mutable, (!mutable).then_some(5)),
            _ => self.scope.add(&name, ty, mutable),
        };
        let pattern = if mutable { format!("mut {name}") } else { name };
        Statement::Let { pattern, ty: annotation, value }
    }

    /// `let (a, mut b) = ..;`
    pub(super) fn destructuring(&mut self) -> Statement {
        let nested = self.random.chance(25);
        let pair = Type::Tuple(vec![Type::Real, Type::Real]);
        let second = match self.random.below(4) {
            0 if nested => pair.clone(),
            1 if self.complex => Type::Complex,
            2 => Type::Array(Box::new(Type::Real), 2),
            _ => Type::Real,
        };
        let ty = Type::Tuple(vec![Type::Real, second]);
        let ty = match self.definitions.structs.first() {
            Some(of) if !self.generic && self.random.chance(40) => Type::Struct(of.clone()),
            _ => ty,
        };
        self.tag("destructuring");
        let value = self.value(&ty, 2);
        let annotation = value.is_open().then(|| ty.clone());
        let pattern = self.pattern(&ty);
        Statement::Let { pattern, ty: annotation, value }
    }

    fn pattern(&mut self, ty: &Type) -> String {
        if let Type::Tuple(parts) = ty
            && self.random.chance(85)
        {
            let parts: Vec<String> = parts.iter().map(|part| self.pattern(part)).collect();
            return format!("({})", parts.join(", "));
        }
        if let Type::Struct(of) = ty
            && self.random.chance(70)
        {
            self.tag("destructuring of a struct");
            let parts: Vec<String> = of
                .fields
                .iter()
                .map(|(field, ty)| {
                    let part = self.pattern(ty);
                    if of.is_tuple() { part } else { format!("{field}: {part}") }
                })
                .collect();
            return if of.is_tuple() {
                format!("{}({})", of.name, parts.join(", "))
            } else {
                format!("{} {{ {} }}", of.name, parts.join(", "))
            };
        }
        if self.random.chance(8) {
            self.tag("wildcard in a pattern");
            return "_".to_string();
        }
        let name = self.unused_name();
        let mutable = self.random.chance(35);
        match ty {
            Type::Int => {
                self.pattern_integers = true;
                self.scope.add_index(&name, mutable, None)
            }
            _ => self.scope.add(&name, ty.clone(), mutable),
        };
        if mutable { format!("mut {name}") } else { name }
    }

    /// `let r = &v[..];`
    pub(super) fn alias(&mut self) -> Statement {
        let length = 2 + self.random.below(2);
        if self.random.chance(50)
            && let Some((name, own)) = self.sequence_of(&Type::Real, length)
        {
            self.tag("reference to a slice");
            let root =
                self.scope.readable().into_iter().find(|variable| variable.name == name).map(|variable| variable.id);
            let (_, available) = own.sequence().expect("a sequence");
            let start = self.random.below(available - length + 1);
            let sequence = Expr::name(&name, &own);
            let value = if self.random.chance(35) {
                self.tag("slice with computed bounds");
                let start = self.int(available - length + 1);
                let end = Expr::binary(start.clone(), "+", Expr::Int(length));
                sequence.index(Expr::Range(Box::new(start), Some(Box::new(end)))).borrowed()
            } else if self.random.chance(30) {
                self.tag("slice with an open end");
                sequence.index(Expr::Range(Box::new(Expr::Int(start)), None)).borrowed()
            } else {
                sequence.range(start, start + length).borrowed()
            };
            let new = self.new_name();
            self.scope.add_borrow(
                &new,
                Type::Slice(Box::new(Type::Real), length),
                root.expect("it was found by its name"),
            );
            return Statement::Let { pattern: new, ty: None, value };
        }
        let wanted = if self.random.chance(60) { Type::Real } else { Type::Array(Box::new(Type::Real), 3) };
        let readable = self.scope.readable().into_iter().cloned().collect();
        let found = self.part_of(readable, &wanted).filter(|(place, _)| is_owned_place(place));
        let Some((place, root)) = found else { return self.binding() };
        self.tag("reference to a variable or element");
        let name = self.new_name();
        self.scope.add_borrow(&name, Type::Ref(Box::new(wanted)), root);
        Statement::Let { pattern: name, ty: None, value: place.borrowed() }
    }

    /// `let w = v;`, or a name bound anew to something of its old value.
    pub(super) fn move_or_shadow(&mut self) -> Statement {
        let vectors: Vec<_> =
            self.scope.movable().into_iter().filter(|variable| !variable.ty.is_copy()).cloned().collect();
        if self.random.chance(40) && !vectors.is_empty() {
            self.tag("move of a vector");
            let vector = &vectors[self.random.below(vectors.len())];
            self.scope.moved(vector.id);
            let mutable = self.random.chance(50);
            return self.bind(vector.ty.clone(), mutable, Expr::name(&vector.name, &vector.ty));
        }
        let reals: Vec<_> =
            self.scope.readable().into_iter().filter(|variable| variable.ty == Type::Real).cloned().collect();
        let Some(old) = (!reals.is_empty()).then(|| reals[self.random.below(reals.len())].clone()) else {
            return self.binding();
        };
        self.tag("shadowing");
        let factor = self.bounded_real(1, 2.0);
        let value = Expr::binary(Expr::name(&old.name, &Type::Real), self.random.pick(&["*", "+", "-"]), factor);
        let mutable = self.random.chance(50);
        self.scope.add(&old.name, Type::Real, mutable);
        let pattern = if mutable { format!("mut {}", old.name) } else { old.name };
        Statement::Let { pattern, ty: None, value }
    }

    /// A vector of integers is made, or grows, or shrinks.
    pub(super) fn stack(&mut self) -> Vec<Statement> {
        let stacks = self.scope.assignable().into_iter().find(|variable| variable.ty == Type::Stack);
        let Some(stack) = stacks.map(|variable| Expr::name(&variable.name, &Type::Stack)) else {
            let value = Expr::Vector((0..1 + self.random.below(3)).map(|_| self.int(4)).collect());
            let name = self.unused_name();
            self.scope.add(&name, Type::Stack, true);
            return vec![Statement::Let { pattern: format!("mut {name}"), ty: Some(Type::Stack), value }];
        };
        self.tag("stack of integers");
        if self.random.chance(40) {
            let value = self.int(5);
            return vec![Statement::Evaluate(stack.method("push", vec![value]))];
        }
        let value = match self.random.chance(60) {
            true => stack.method("pop", Vec::new()).method("unwrap_or", vec![Expr::Int(1)]),
            false => stack.method("len", Vec::new()),
        };
        let mutable = self.random.chance(50);
        let name = self.new_name();
        self.scope.add_index(&name, mutable, None);
        vec![Statement::Let { pattern: if mutable { format!("mut {name}") } else { name }, ty: None, value }]
    }
}

/// Whether `&place` borrows from the variable itself, not from behind a reference in it.
fn is_owned_place(place: &Expr) -> bool {
    match place {
        Expr::Name(..) => true,
        Expr::Index(base, _) | Expr::Field(base, _) => is_owned_place(base),
        _ => false,
    }
}
