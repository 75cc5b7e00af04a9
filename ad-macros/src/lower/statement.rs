//! Statements.

use super::Lowerer;
use super::branches::Destination;
use super::expression::Lowered;
use super::macros::only_looks;
use super::scan::{is_arithmetic_assignment, is_assignment};
use crate::errors;
use crate::ir::{Exit, Form, Operand, Place, Plain, StatementKind, Value, VariableKind};
use crate::rules;
use proc_macro2::Span;
use std::borrow::Cow;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Local, Member, Pat, Stmt};

impl Lowerer<'_> {
    /// The statements of a function, and its value as a `return` at the end.
    pub(super) fn function_body(&mut self, block: &syn::Block) {
        let value = self.leading_statements(block);
        if self.returns_nothing() {
            if let Some(value) = &value {
                self.expression_statement(value);
            }
            let unit = Value::Operand(Operand::Plain(Plain::new(syn::parse_quote!(()))));
            self.push(StatementKind::Exit(Exit::Return(unit)), Span::call_site());
            return;
        }
        let Some(value) = value.as_deref() else { return };
        let span = value.span();
        let of_chain = match (value, super::fallible_chains::of_output(&self.signature.output)) {
            (Expr::MethodCall(call), Some(ty)) if self.plain(value).is_none() => self.chain_value(call, Some(ty), None),
            _ => None,
        };
        let Some(value) = of_chain.unwrap_or_else(|| self.expression(value)).into_value() else { return };
        let value = self.settled(value, span);
        self.push(StatementKind::Exit(Exit::Return(value)), span);
    }

    /// The function is called for what it changes.
    pub(super) fn returns_nothing(&self) -> bool {
        matches!(&self.signature.output, syn::Type::Tuple(tuple) if tuple.elems.is_empty())
    }

    /// The statements of a block in front of its value, which is returned.
    pub(super) fn leading_statements<'b>(&mut self, block: &'b syn::Block) -> Option<Cow<'b, Expr>> {
        for (index, statement) in block.stmts.iter().enumerate() {
            let behind = &block.stmts[index + 1..];
            if let (Stmt::Expr(value, None), []) = (statement, behind) {
                return Some(Cow::Borrowed(value));
            }
            if let Some(value) = self.rest_inside_match(statement, behind) {
                return Some(Cow::Owned(value));
            }
            self.statement(statement);
        }
        None
    }

    pub(super) fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => self.local(local),
            Stmt::Expr(expression, _) => self.expression_statement(expression),
            Stmt::Macro(statement) => {
                if !only_looks(&statement.mac) {
                    let scan = self.scan(&macro_statement(&statement.mac));
                    if self.reads_active(&scan) || scan.opaque_macro {
                        self.errors.reject(&statement.mac, &errors::MACRO);
                        return;
                    }
                }
                self.plain_statement(&macro_statement(&statement.mac));
            }
            Stmt::Item(item) => self.items.push(item.clone()),
        }
    }

    fn plain_statement(&mut self, expression: &Expr) {
        if let Some(plain) = self.inactive(expression) {
            self.push(StatementKind::Plain(plain), expression.span());
        }
    }

    // ---- let

    fn local(&mut self, local: &Local) {
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pattern => (pattern, None),
        };
        let Some(init) = &local.init else {
            self.declare(pattern, ty);
            return;
        };
        if let Some((_, otherwise)) = &init.diverge {
            self.let_else(pattern, ty, &init.expr, otherwise);
            return;
        }
        if let (Expr::Closure(closure), Pat::Ident(ident)) = (&*init.expr, pattern) {
            self.bind_closure(&ident.ident, closure);
            return;
        }
        if let (Expr::MethodCall(call), Pat::Ident(ident)) = (&*init.expr, pattern)
            && self.plain(&init.expr).is_none()
            && !self.has_inactive_value(&init.expr)
            && let Some(value) = self.chain_value(call, ty.as_ref(), Some(&ident.ident))
        {
            match self.as_operand(value, init.expr.span()) {
                // It has been filled, and gets its name.
                Some(Operand::Place { place, borrowed: false })
                    if ident.by_ref.is_none() && place.path.is_empty() && self.unnamed.remove(&place.root) =>
                {
                    self.bind(&ident.ident, place.root);
                }
                Some(operand) => self.bind_argument(pattern, operand),
                None => self.bind_anyway(pattern),
            }
            return;
        }
        // The names come into scope behind their values.
        let branches = matches!(&*init.expr, Expr::If(_) | Expr::Match(_)) && self.plain(&init.expr).is_none();
        if branches && let Pat::Ident(ident) = pattern {
            self.local_from_branches(ident, ty, &init.expr);
            return;
        }
        if let Expr::MethodCall(call) = &*init.expr
            && self.split_mutably(pattern, call)
        {
            return;
        }
        let lends = matches!(&*init.expr, Expr::Reference(reference) if reference.mutability.is_some())
            || matches!(&*init.expr, Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.lent_by_name(name).is_some()));
        if lends {
            if let Some(place) = self.lent_place(&init.expr) {
                self.bind_lent(pattern, place);
            }
            return;
        }
        if let Expr::Reference(reference) = &*init.expr
            && let Some(plain) = self.inactive_reference(reference)
        {
            self.bind_plain(pattern, plain, ty);
            return;
        }
        match self.expression(&init.expr) {
            Lowered::Plain(plain) => self.bind_plain(pattern, plain, ty),
            Lowered::Place { place, borrowed } => match pattern {
                Pat::Ident(ident) if ident.subpat.is_none() => {
                    let borrowed = borrowed || ident.by_ref.is_some();
                    self.bind_place(&ident.ident, ident.mutability.is_some(), place, borrowed, ty);
                }
                pattern => self.bind_typed_pattern_to_place(pattern, place, borrowed, ty),
            },
            Lowered::Value(value) => match pattern {
                Pat::Ident(ident) if ident.subpat.is_none() => self.bind_value(ident, ty, value),
                pattern => self.destructure_value(pattern, value, ty),
            },
            Lowered::Nothing => self.bind_anyway(pattern),
        }
    }

    /// `let Some(x) = value else { return y };` is `let x = match value { Some(x) => x, _ => return y };`
    fn let_else(&mut self, pattern: &Pat, ty: Option<syn::Type>, value: &Expr, otherwise: &Expr) {
        let (slice, by_value) = match pattern {
            Pat::Reference(reference) => (&*reference.pat, true),
            pattern => (pattern, false),
        };
        if let (Pat::Slice(slice), None) = (slice, &ty)
            && let Some(statements) = self.elements_or_else(slice, by_value, value, otherwise)
        {
            statements.iter().for_each(|statement| self.statement(statement));
            return;
        }
        let bound = super::pattern::bindings(pattern);
        let mut matched = pattern.clone();
        super::pattern::without_mut(&mut matched);
        let (outer, inner): (Vec<Pat>, Vec<_>) = bound
            .into_iter()
            .map(|binding| {
                let name = binding.ident.clone();
                (Pat::Ident(syn::PatIdent { by_ref: None, subpat: None, ..binding }), name)
            })
            .unzip();
        let value: Expr = match ty {
            Some(ty) => syn::parse_quote!({ let typed: #ty = #value; typed }),
            None => value.clone(),
        };
        let (names, taken): (Pat, Expr) = match (&outer[..], &inner[..]) {
            ([outer], [inner]) => (outer.clone(), syn::parse_quote!(#inner)),
            _ => (syn::parse_quote!((#(#outer),*)), syn::parse_quote!((#(#inner),*))),
        };
        let statement: Stmt = syn::parse_quote!(let #names = match #value { #matched => #taken, _ => #otherwise };);
        self.statement(&statement);
    }

    /// `let [a, b] = x else { .. };`, of references, or `&[a, b]`: the length, then the elements by their numbers.
    fn elements_or_else(
        &mut self,
        slice: &syn::PatSlice,
        by_value: bool,
        value: &Expr,
        otherwise: &Expr,
    ) -> Option<Vec<Stmt>> {
        let rest = super::active_match::rest_of(slice);
        let name = |(index, pattern): (usize, &Pat)| match pattern {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.mutability.is_none() => {
                (ident.subpat.is_none() || rest == Some(index)).then(|| Some(ident.ident.clone()))
            }
            Pat::Wild(_) | Pat::Rest(_) => Some(None),
            _ => None,
        };
        let names = slice.elems.iter().enumerate().map(name).collect::<Option<Vec<_>>>()?;
        let whole = self.fresh("elements", value.span());
        let has_all: Expr = match (rest, slice.elems.len()) {
            (Some(_), count) => {
                let least = count - 1;
                syn::parse_quote!(#whole.len() >= #least)
            }
            (None, count) => syn::parse_quote!(#whole.len() == #count),
        };
        let mut statements: Vec<Stmt> =
            vec![syn::parse_quote!(let #whole = #value;), syn::parse_quote!(if !(#has_all) #otherwise)];
        let numbers = super::active_match::numbers_of_elements(slice, &whole);
        let named = names.into_iter().zip(numbers).filter_map(|(name, number)| Some((name?, number)));
        let reference = (!by_value).then(<syn::Token![&]>::default);
        statements.extend(named.map(|(name, number)| syn::parse_quote!(let #name = #reference #whole[#number];)));
        Some(statements)
    }

    /// Binds the names of a `let` that was rejected, so that their uses are not rejected as well.
    fn bind_anyway(&mut self, pattern: &Pat) {
        for variable in self.bind_inactive_pattern(&mut pattern.clone()) {
            self.variables[variable.0].mutable = true;
        }
    }

    fn bind_value(&mut self, ident: &syn::PatIdent, ty: Option<syn::Type>, value: Value) {
        let made = match &value {
            Value::Struct { path, .. } if crate::reverse::variant_of(path).is_none() => Some(syn::parse_quote!(#path)),
            Value::Operation { operation, .. } if operation.makes_box() => Some(syn::parse_quote!(Box<_>)),
            _ => None,
        };
        let mutable = ident.mutability.is_some();
        let (active, copy) = (value.is_active(), self.value_is_copy(&value));
        let variable = self.user_variable(&ident.ident, active, mutable, copy, VariableKind::Local);
        if let Some(ty) = ty.clone().or(made) {
            self.types.insert(variable, ty);
        }
        if mutable {
            self.binding(variable, active);
        } else if let Value::Tuple(parts) = &value {
            self.tuples.insert(variable, parts.clone());
        }
        self.push(StatementKind::Let { variable, ty, value }, ident.span());
    }

    /// `let name = plain;` The value of a `let mut` may be inactive and become active later.
    pub(super) fn bind_plain(&mut self, pattern: &Pat, plain: Plain, ty: Option<syn::Type>) {
        let Some(plain) = self.owned(plain) else {
            self.bind_anyway(pattern);
            return;
        };
        match pattern {
            Pat::Ident(ident) if ident.subpat.is_none() => {
                let copy =
                    self.is_plain_number(&plain.expression) || ty.as_ref().is_some_and(crate::signature::is_number);
                let mutable = ident.mutability.is_some();
                let variable = self.user_variable(&ident.ident, false, mutable, copy, VariableKind::Local);
                self.variables[variable.0].reference = matches!(plain.expression, Expr::Reference(_));
                if mutable {
                    self.binding(variable, false);
                }
                let value = Value::Operand(Operand::Plain(plain));
                self.push(StatementKind::Let { variable, ty, value }, ident.span());
            }
            Pat::Wild(_) => self.push(StatementKind::Plain(plain), pattern.span()),
            Pat::Paren(paren) => self.bind_plain(&paren.pat, plain, ty),
            Pat::Tuple(names) if matches!(&plain.expression, Expr::Tuple(elements) if elements.elems.len() == names.elems.len() && !names.elems.iter().any(|name| matches!(name, Pat::Rest(_)))) => {
                if let Expr::Tuple(elements) = &plain.expression {
                    for (index, (name, element)) in names.elems.iter().zip(&elements.elems).enumerate() {
                        let mut part = plain.clone();
                        part.expression = element.clone();
                        self.bind_plain(name, part, part_of_type(&ty, index));
                    }
                }
            }
            pattern => self.bind_plain_parts(pattern, plain, ty),
        }
    }

    /// Takes an inactive value apart, one name after another: `let (a, b) = t;` is `let a = { let (a, _) = t; a };` ..
    fn bind_plain_parts(&mut self, pattern: &Pat, plain: Plain, ty: Option<syn::Type>) {
        let whole = self.temporary("t", pattern.span(), false, false);
        self.variables[whole.0].reference = matches!(plain.expression, Expr::Reference(_));
        self.push(
            StatementKind::Let { variable: whole, ty, value: Value::Operand(Operand::Plain(plain)) },
            pattern.span(),
        );
        for part in super::pattern::bindings(pattern) {
            let mut alone = pattern.clone();
            super::pattern::keep_one_name(&mut alone, &part.ident);
            let (mut value, name) = (self.read(whole), &part.ident);
            let of = &value.expression;
            value.expression = syn::parse_quote!({ let #alone = #of; #name });
            let name = Pat::Ident(syn::PatIdent { by_ref: None, subpat: None, ..part });
            self.bind_plain(&name, value, None);
        }
    }

    /// `let x;`
    fn declare(&mut self, pattern: &Pat, ty: Option<syn::Type>) {
        let Pat::Ident(ident) = pattern else {
            self.errors.reject(pattern, &errors::DESTRUCTURE);
            return;
        };
        if ident.mutability.is_some() || self.assigned_further_in.contains(&super::deferred::place(&ident.ident)) {
            let name = &ident.ident;
            let any = Plain::new(syn::parse_quote!(::core::default::Default::default()));
            self.bind_plain(&syn::parse_quote!(mut #name), any, ty);
            return;
        }
        let variable = self.user_variable(&ident.ident, false, false, true, VariableKind::Local);
        self.binding(variable, false);
        self.push(StatementKind::Declare { variable, ty }, ident.span());
    }

    /// `let x = if ..`: declared, and defined in each branch. A `let mut` is copied from there.
    fn local_from_branches(&mut self, ident: &syn::PatIdent, ty: Option<syn::Type>, value: &Expr) {
        if ident.mutability.is_some() {
            let variable = match self.expression(value) {
                Lowered::Place { place, .. } => {
                    self.bind_place(&ident.ident, true, place, false, ty);
                    return;
                }
                Lowered::Plain(plain) => plain,
                _ => return,
            };
            self.bind_plain(&Pat::Ident(ident.clone()), variable, ty);
            return;
        }
        let variable = self.named_variable(&ident.ident, false, false, true, VariableKind::Local);
        self.binding(variable, false);
        self.push(StatementKind::Declare { variable, ty }, ident.span());
        self.branches(value, Destination::Variable(variable));
        self.bind(&ident.ident, variable); // only now: the branches may read what it shadows
    }

    // ---- expression statements

    pub(super) fn expression_statement(&mut self, expression: &Expr) {
        let in_other_words = match expression {
            Expr::MethodCall(call) => self.changes_elements(call),
            Expr::Call(call) if self.plain(expression).is_none() => {
                self.swaps(call).map(|assignment| syn::parse_quote!({ #assignment; }))
            }
            _ => None,
        };
        if let Some(block) = in_other_words {
            self.scoped(|this| this.block_into(&block, Destination::Nowhere));
            return;
        }
        match expression {
            Expr::Assign(assign) => self.assign(&assign.left, &assign.right, expression.span()),
            Expr::Binary(binary) if is_assignment(&binary.op) => self.compound_assign(binary),
            Expr::ForLoop(for_loop) => self.for_loop(for_loop),
            Expr::While(while_loop) => self.while_loop(while_loop),
            Expr::Loop(forever) => self.forever(forever),
            Expr::MethodCall(call) if call.method == "push" && call.args.len() == 1 && self.pushes_active(call) => {
                self.push_element(call);
            }
            Expr::MethodCall(call)
                if self.changes_receiver(call)
                    && !super::chains::is_iterator(&call.receiver)
                    && self.plain(expression).is_none() =>
            {
                self.method_that_changes(call);
            }
            Expr::Call(call) if self.plain(expression).is_none() && self.closure_named(&call.func).is_some() => {
                let closure = self.closure_named(&call.func).expect("it is there");
                self.call_closure(&closure, &call.args, Some(Destination::Nowhere), call.span());
            }
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => self.exit(expression),
            Expr::Paren(paren) => self.expression_statement(&paren.expr),
            Expr::If(_) | Expr::Match(_) if self.plain(expression).is_none() => {
                self.branches(expression, Destination::Nowhere);
            }
            Expr::Block(block) if block.label.is_none() => {
                self.scoped(|this| this.block_into(&block.block, Destination::Nowhere));
            }
            Expr::Block(_) => self.branches(expression, Destination::Nowhere),
            Expr::Unsafe(block) => self.errors.reject(block.unsafe_token, &errors::UNSAFE),
            Expr::Macro(mac) if only_looks(&mac.mac) => self.plain_statement(expression),
            _ => match self.expression(expression) {
                Lowered::Plain(plain) => {
                    // An inactive variable may change here: `indices.push(i);`
                    self.push(StatementKind::Plain(plain), expression.span());
                }
                Lowered::Nothing => {}
                Lowered::Place { .. } => {}
                // Nobody takes its value.
                Lowered::Value(value) => {
                    self.name_value(value, expression.span());
                }
            },
        }
    }

    /// The place on the left of an assignment, active or not.
    pub(super) fn assigned_place(&mut self, left: &Expr) -> Option<Place> {
        if let Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) = left
            && let Some(place) = self.behind(expr)
        {
            return Some(place);
        }
        match left {
            Expr::Path(path) => {
                if let Some(place) = path.path.get_ident().and_then(|name| self.lent_by_name(name)) {
                    return Some(place.clone());
                }
                let variable = path.path.get_ident().and_then(|name| self.find(name));
                if variable.is_none() {
                    self.errors.reject(path, &errors::ASSIGN_TARGET);
                }
                Some(Place::whole(variable?, path.span()))
            }
            Expr::Paren(paren) => self.assigned_place(&paren.expr),
            Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. })
                if self.type_of(expr).is_some_and(|ty| crate::signature::is_box(&ty)) =>
            {
                let mut place = self.assigned_place(expr)?;
                place.path.push(crate::ir::Projection::Dereference);
                Some(place)
            }
            Expr::Field(field) => {
                let mut place = self.assigned_place(&field.base)?;
                place.path.push(crate::ir::Projection::Field(field.member.clone()));
                place.span = field.span();
                Some(place)
            }
            Expr::Index(index) => {
                let mut place = self.assigned_place(&index.expr)?;
                let subscript = self.subscript(&index.index)?;
                place.path.push(crate::ir::Projection::Index(subscript));
                place.span = index.span();
                Some(place)
            }
            _ => {
                self.errors.reject(left, &errors::ASSIGN_TARGET);
                None
            }
        }
    }

    /// `(a, b) = (b, a);`: all values, and then all places.
    fn assign_tuple(&mut self, left: &syn::ExprTuple, right: &syn::ExprTuple) {
        let mut values = Vec::new();
        for value in &right.elems {
            let span = value.span();
            let Some(value) = self.expression(value).into_value() else { return };
            let copy = self.name_value(value, span);
            values.push(if self.variable(copy).active {
                Operand::Place { place: Place::whole(copy, span), borrowed: false }
            } else {
                Operand::Plain(self.read(copy))
            });
        }
        for (place, value) in left.elems.iter().zip(values) {
            if matches!(place, Expr::Infer(_)) {
                continue;
            }
            let span = place.span();
            let Some(place) = self.assigned_place(place) else { return };
            self.assign_value(place, Value::Operand(value), span);
        }
    }

    /// `(a, b) = value;` is `let (x, y) = value; a = x; b = y;`
    fn assign_parts(&mut self, left: &Expr, right: &Expr) -> Option<syn::Block> {
        let parts: Vec<&Expr> = match left {
            Expr::Tuple(tuple) => tuple.elems.iter().collect(),
            Expr::Array(array) => array.elems.iter().collect(),
            _ => return None,
        };
        let names: Vec<_> = parts.iter().map(|part| self.fresh("part", part.span())).collect();
        let pattern: Pat = match left {
            Expr::Tuple(_) => syn::parse_quote!((#(#names,)*)),
            _ => syn::parse_quote!([#(#names),*]),
        };
        Some(syn::parse_quote!({ let #pattern = #right; #(#parts = #names;)* }))
    }

    fn assign(&mut self, left: &Expr, right: &Expr, span: Span) {
        if let (Expr::Tuple(left), Expr::Tuple(right)) = (left, right)
            && left.elems.len() == right.elems.len()
            && !left.elems.iter().any(|part| matches!(part, Expr::Tuple(_) | Expr::Array(_)))
        {
            self.assign_tuple(left, right);
            return;
        }
        if let Some(block) = self.assign_parts(left, right) {
            self.scoped(|this| this.block_into(&block, Destination::Nowhere));
            return;
        }
        let lowered = match self.expression(right) {
            Lowered::Plain(plain) => self.owned(plain).map_or(Lowered::Nothing, Lowered::Plain),
            lowered => lowered,
        };
        let Some(value) = lowered.into_value() else { return };
        if let Expr::Infer(_) = left {
            return;
        }
        let Some(place) = self.assigned_place(left) else { return };
        self.assign_value(place, value, span);
    }

    fn assign_value(&mut self, mut place: Place, value: Value, span: Span) {
        let value = match value {
            Value::Operation { ref operation, .. } if operation.rule.wants_result() => self.settled(value, span),
            value => value,
        };
        if !self.variable(place.root).mutable {
            if place.path.is_empty() && self.bindings.contains_key(&place.root) {
                if self.variable(place.root).loops.len() < self.loop_ids().len() {
                    self.errors.reject_span(span, &errors::ASSIGN_TARGET);
                    return;
                }
                self.init(place.root, value, span);
            } else {
                self.errors.reject_span(span, &errors::ASSIGN_TARGET);
            }
            return;
        }
        if value.is_active() {
            self.becomes_active(place.root);
        }
        let active = self.variable(place.root).active;
        // `z.re = x`: the other part stays, so the whole is written anew.
        if active
            && let Some(crate::ir::Projection::Field(Member::Named(part))) = place.path.last()
            && (part == "re" || part == "im")
        {
            let part = part.clone();
            place.path.pop();
            let Some(operand) = self.as_operand(Lowered::Value(value), span) else { return };
            let whole = Operand::Place { place: place.clone(), borrowed: false };
            let rule = rules::syntax(if part == "re" { "with_re" } else { "with_im" });
            let form = Form::Part;
            let Lowered::Value(value) = self.operation(form, rule, vec![whole, operand], span) else { return };
            self.push(StatementKind::Assign { place, value }, span);
            return;
        }
        self.push(StatementKind::Assign { place, value }, span);
    }

    fn compound_assign(&mut self, binary: &syn::ExprBinary) {
        let span = binary.span();
        let Some(operand) = self.operand(&binary.right) else { return };
        let Some(place) = self.assigned_place(&binary.left) else { return };
        let is_of_bits = !is_arithmetic_assignment(&binary.op);
        let operand = match operand {
            Operand::Place { place, .. } if is_of_bits => {
                let tokens = crate::emit::place(&self.variables, &place);
                let reads = place.reads().collect();
                Operand::Plain(Plain { reads, ..Plain::new(syn::parse_quote!(__ad::inactive(#tokens))) })
            }
            operand => operand,
        };
        if operand.place().is_some() {
            self.becomes_active(place.root);
        }
        let is_part = matches!(place.path.last(), Some(crate::ir::Projection::Field(Member::Named(part)))
            if part == "re" || part == "im");
        let linear = matches!(binary.op, BinOp::AddAssign(_) | BinOp::SubAssign(_));
        if !linear
            && (!self.variable(place.root).active || is_of_bits)
            && let Operand::Plain(operand) = &operand
        {
            // Its parts are evaluated once: their names stand in for them.
            let (tokens, operator, value) =
                (crate::emit::place(&self.variables, &place), without_assignment(&binary.op), &operand.expression);
            let reads = place.reads().chain(operand.reads.iter().copied()).collect();
            let expression = match is_of_bits {
                // Of an integer beside active values: rustc checks that there is no derivative.
                true => syn::parse_quote!(__ad::inactive(#tokens) #operator (#value)),
                false => syn::parse_quote!(#tokens #operator (#value)),
            };
            let plain = Plain { expression, reads, writes: operand.writes.clone(), cheap: false };
            self.assign_value(place, Value::Operand(Operand::Plain(plain)), span);
            return;
        }
        if linear && !is_part {
            let negative = matches!(binary.op, BinOp::SubAssign(_));
            self.push(StatementKind::Increment { place, negative, operand }, span);
            return;
        }
        let rule = match binary.op {
            BinOp::AddAssign(_) => "add",
            BinOp::SubAssign(_) => "sub",
            BinOp::MulAssign(_) => "mul",
            BinOp::DivAssign(_) => "div",
            BinOp::RemAssign(_) => "rem",
            _ => {
                self.errors.reject(binary.op, &errors::OPERATOR);
                return;
            }
        };
        let operator = without_assignment(&binary.op);
        let old = if is_part {
            let mut whole = place.clone();
            let Some(crate::ir::Projection::Field(part)) = whole.path.pop() else { return };
            let rule = rules::syntax(if matches!(&part, Member::Named(name) if name == "re") { "re" } else { "im" });
            let operand = Operand::Place { place: whole, borrowed: false };
            let Lowered::Value(value) = self.operation(Form::Field(part), rule, vec![operand], span) else { return };
            let variable = self.name_value(value, span);
            Operand::Place { place: Place::whole(variable, span), borrowed: false }
        } else {
            Operand::Place { place: place.clone(), borrowed: false }
        };
        let value = self.operation(Form::Binary(operator), rules::syntax(rule), vec![old, operand], span);
        if let Lowered::Value(value) = value {
            self.assign_value(place, value, span);
        }
    }
}

/// `+` of `+=`
fn without_assignment(operator: &BinOp) -> BinOp {
    match operator {
        BinOp::AddAssign(_) => syn::parse_quote!(+),
        BinOp::SubAssign(_) => syn::parse_quote!(-),
        BinOp::MulAssign(_) => syn::parse_quote!(*),
        BinOp::DivAssign(_) => syn::parse_quote!(/),
        BinOp::RemAssign(_) => syn::parse_quote!(%),
        BinOp::BitXorAssign(_) => syn::parse_quote!(^),
        BinOp::BitAndAssign(_) => syn::parse_quote!(&),
        BinOp::BitOrAssign(_) => syn::parse_quote!(|),
        BinOp::ShlAssign(_) => syn::parse_quote!(<<),
        BinOp::ShrAssign(_) => syn::parse_quote!(>>),
        other => *other,
    }
}

/// The type that an annotation gives to a part of a tuple.
pub(super) fn part_of_type(ty: &Option<syn::Type>, index: usize) -> Option<syn::Type> {
    match ty {
        Some(syn::Type::Tuple(tuple)) => tuple.elems.get(index).cloned(),
        _ => None,
    }
}

fn macro_statement(mac: &syn::Macro) -> Expr {
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: mac.clone() })
}
