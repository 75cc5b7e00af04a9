//! Expressions.

use super::Lowerer;
use super::scan::is_assignment;
use crate::errors::{self, Message};
use crate::ir::{Form, Operand, Operation, Place, Plain, Projection, Value, Var, VariableKind};
use crate::rules;
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, UnOp};

/// What an expression is lowered to.
pub(super) enum Lowered {
    /// No active value.
    Plain(Plain),
    /// An active place, by value or behind `&`.
    Place { place: Place, borrowed: bool },
    /// An active value that has no name yet.
    Value(Value),
    /// Control never comes back, or an error was reported.
    Nothing,
}

impl Lowered {
    /// What a name can be defined as.
    pub(super) fn into_value(self) -> Option<Value> {
        match self {
            Lowered::Plain(plain) => Some(Value::Operand(Operand::Plain(plain))),
            Lowered::Place { place, borrowed } => Some(Value::Operand(Operand::Place { place, borrowed })),
            Lowered::Value(value) => Some(value),
            Lowered::Nothing => None,
        }
    }
}

impl Lowerer<'_> {
    pub(super) fn reject(&mut self, at: impl ToTokens, message: &Message) -> Lowered {
        self.errors.reject(at, message);
        Lowered::Nothing
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Lowered {
        let lowered = self.expression_of_its_kind(expression);
        if matches!(lowered, Lowered::Nothing) && self.errors.is_empty() && self.has_a_value(expression) {
            // Whoever asked leaves a statement out for want of it: there must be a reason.
            return self.reject(expression, &errors::UNKNOWN);
        }
        lowered
    }

    /// Whether control always comes back from an expression, and with a value.
    fn has_a_value(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Paren(paren) => self.has_a_value(&paren.expr),
            Expr::MethodCall(call) => call.method != "for_each",
            Expr::Call(call) => self.closure_named(&call.func).is_none(),
            Expr::Binary(_) | Expr::Unary(_) | Expr::Index(_) | Expr::Field(_) | Expr::Cast(_) | Expr::Reference(_) => {
                true
            }
            Expr::Path(_) | Expr::Lit(_) | Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Repeat(_) => true,
            _ => false,
        }
    }

    fn expression_of_its_kind(&mut self, expression: &Expr) -> Lowered {
        if let Some(plain) = self.plain(expression) {
            return Lowered::Plain(plain);
        }
        if matches!(
            expression,
            Expr::Cast(_)
                | Expr::Call(_)
                | Expr::MethodCall(_)
                | Expr::Binary(_)
                | Expr::Index(_)
                | Expr::Field(_)
                | Expr::Tuple(_)
        ) && self.has_inactive_value(expression)
        {
            return self.condition_value(expression);
        }
        match expression {
            Expr::Paren(paren) => self.expression(&paren.expr),
            Expr::Group(group) => self.expression(&group.expr),
            Expr::Path(path) => self.path(path),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Reference(reference) => self.reference(reference),
            Expr::Field(field) => self.field(field),
            Expr::Index(index) => self.index(index),
            Expr::Cast(cast) => self.cast(cast),
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Macro(mac) => self.macro_expression(&mac.mac),
            Expr::Tuple(tuple) => {
                let elements = self.operands(&tuple.elems);
                elements.map_or(Lowered::Nothing, |elements| Lowered::Value(Value::Tuple(elements)))
            }
            Expr::Array(array) => {
                let elements = self.operands(&array.elems);
                elements.map_or(Lowered::Nothing, |elements| Lowered::Value(Value::Array(elements)))
            }
            Expr::Repeat(repeat) => self.repeat(&repeat.expr, &repeat.len, false),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => self.branching_value(expression),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
                self.exit(expression);
                Lowered::Nothing
            }
            Expr::Closure(closure) => self.reject(closure, &errors::CLOSURE),
            Expr::Struct(literal) => self.struct_literal(literal),
            Expr::Range(range) => self.reject(range, &errors::RANGE),
            Expr::Try(question) => self.question(question),
            Expr::Unsafe(block) => self.reject(block.unsafe_token, &errors::UNSAFE),
            Expr::Async(block) => self.reject(block.async_token, &errors::AWAIT),
            Expr::Await(wait) => self.reject(wait.await_token, &errors::AWAIT),
            Expr::Assign(assign) => self.reject(assign, &errors::ASSIGN_EXPRESSION),
            Expr::Loop(forever) => self.loop_value(forever),
            _ => self.reject(expression, &errors::UNKNOWN),
        }
    }

    /// Lowers to something that an operation can take: a place, or a plain expression.
    pub(super) fn operand(&mut self, expression: &Expr) -> Option<Operand> {
        let lowered = self.expression(expression);
        self.as_operand(lowered, expression.span())
    }

    pub(super) fn as_operand(&mut self, lowered: Lowered, span: Span) -> Option<Operand> {
        match lowered {
            Lowered::Plain(plain) => Some(Operand::Plain(plain)),
            Lowered::Place { place, borrowed } => Some(Operand::Place { place, borrowed }),
            Lowered::Value(Value::Operand(operand)) => Some(operand),
            Lowered::Value(value) => {
                let variable = self.name_value(value, span);
                Some(Operand::Place { place: Place::whole(variable, span), borrowed: false })
            }
            Lowered::Nothing => None,
        }
    }

    /// Operands from left to right. One that is read before a later one assigns to it is copied first.
    pub(super) fn operands<'e>(&mut self, expressions: impl IntoIterator<Item = &'e Expr>) -> Option<Vec<Operand>> {
        let expressions: Vec<&Expr> = expressions.into_iter().collect();
        let mut operands = Vec::new();
        for (index, expression) in expressions.iter().enumerate() {
            let operand = self.operand(expression);
            let changes = |root: Var| {
                self.variable(root).mutable
                    && expressions[index + 1..].iter().any(|later| {
                        let later = self.scan(later);
                        later.assigns || later.writes.contains(&root)
                    })
            };
            let span = expression.span();
            operands.push(match operand {
                Some(Operand::Place { place, borrowed: false }) if changes(place.root) => {
                    let copy = self.name_value(Value::Operand(Operand::Place { place, borrowed: false }), span);
                    Some(Operand::Place { place: Place::whole(copy, span), borrowed: false })
                }
                Some(Operand::Plain(plain)) if plain.reads.iter().copied().any(changes) => {
                    let copy = self.name_plain("before", plain, span);
                    Some(Operand::Plain(self.read(copy)))
                }
                operand => operand,
            });
        }
        operands.into_iter().collect()
    }

    /// An operand that a rule may want to see: a literal gets a name, so that its type is settled.
    pub(super) fn rule_operand(&mut self, operand: Operand, span: Span) -> Operand {
        match operand {
            Operand::Plain(plain) if plain.reads.is_empty() && contains_open_literal(&plain.expression) => {
                let name = self.fresh("c", span);
                let variable = self.add(crate::ir::Variable {
                    name,
                    kind: VariableKind::Given,
                    active: false,
                    mutable: false,
                    copy: true,
                    reference: false,
                    loops: Vec::new(),
                });
                self.constants.push((variable, plain.expression));
                Operand::Plain(self.read(variable))
            }
            Operand::Plain(plain) if !plain.cheap => {
                let (plain, lent) = without_borrow_of_temporary(plain);
                let variable = self.name_value(Value::Operand(Operand::Plain(plain)), span);
                let mut plain = self.read(variable);
                if lent {
                    let name = plain.expression;
                    plain.expression = syn::parse_quote!(&#name);
                }
                Operand::Plain(plain)
            }
            operand => operand,
        }
    }

    /// The variable as an expression.
    pub(super) fn read(&self, variable: Var) -> Plain {
        let name = &self.variable(variable).name;
        let mut plain = Plain::new(syn::parse_quote!(#name));
        plain.reads.insert(variable);
        plain
    }

    pub(super) fn operation(
        &mut self,
        form: Form,
        rule: &'static rules::Rule,
        operands: Vec<Operand>,
        span: Span,
    ) -> Lowered {
        let operands = operands.into_iter().map(|operand| self.rule_operand(operand, span)).collect();
        Lowered::Value(Value::Operation { operation: Operation { form, rule, span }, operands })
    }

    /// Whether the value of an expression is inactive although it may read active ones: comparisons, lengths, and what is
    /// computed from those.
    pub(super) fn has_inactive_value(&mut self, expression: &Expr) -> bool {
        if self.plain(expression).is_some() {
            return true;
        }
        match expression {
            Expr::Paren(paren) => self.has_inactive_value(&paren.expr),
            Expr::Cast(cast) if rules::is_discrete(&cast.ty.to_token_stream().to_string()) => true,
            Expr::Tuple(tuple) => tuple.elems.iter().all(|element| self.has_inactive_value(element)),
            Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)) || self.has_inactive_value(&unary.expr),
            Expr::Binary(binary) => match binary.op {
                BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
                | BinOp::And(_)
                | BinOp::Or(_) => true,
                _ => self.has_inactive_value(&binary.left) && self.has_inactive_value(&binary.right),
            },
            Expr::Range(range) => {
                [&range.start, &range.end].into_iter().flatten().all(|bound| self.has_inactive_value(bound))
            }
            Expr::MethodCall(call) => {
                rules::has_inactive_result(&call.method.to_string())
                    || self.maps_to_inactive(call)
                    || (self.has_inactive_value(&call.receiver)
                        && call.args.iter().all(|it| self.has_inactive_value(it)))
            }
            Expr::Call(call) => {
                let of_function = matches!(&*call.func, Expr::Path(path)
                    if path.path.get_ident().is_none_or(|name| self.find(name).is_none()));
                let is_test =
                    self.function_parameter(&call.func).is_some_and(|(function, _)| !self.variable(function).active);
                super::looks::is_stop_gradient(call)
                    || super::looks::is_order(call)
                    || is_test
                    || of_function && !call.args.is_empty() && call.args.iter().all(|it| self.has_inactive_value(it))
            }
            Expr::Cast(cast) => self.has_inactive_value(&cast.expr),
            Expr::Index(index) => self.has_inactive_value(&index.expr) && self.has_inactive_value(&index.index),
            Expr::Field(field) => self.has_inactive_value(&field.base),
            _ => false,
        }
    }

    /// `v.last().map(|x| *x > 0.0)`, of an `Option`.
    fn maps_to_inactive(&mut self, call: &syn::ExprMethodCall) -> bool {
        let (Some(Expr::Closure(closure)), 1) = (call.args.first(), call.args.len()) else { return false };
        if call.method != "map" || super::chains::is_iterator(&call.receiver) {
            return false;
        }
        // What the closure is given is as active as what there is.
        let reads = [&*call.receiver, &*closure.body].into_iter().flat_map(|part| self.scan(part).reads);
        let Some(active) = reads.into_iter().find(|read| self.variable(*read).active) else { return false };
        self.scopes.push(std::collections::HashMap::new());
        for ident in closure.inputs.iter().flat_map(super::pattern::bindings) {
            self.bind(&ident.ident, active);
        }
        let inactive = self.has_inactive_value(&closure.body);
        self.scopes.pop();
        inactive
    }

    // ---- operations

    pub(super) fn unary(&mut self, unary: &syn::ExprUnary) -> Lowered {
        match unary.op {
            UnOp::Neg(_) => match self.operand(&unary.expr) {
                Some(operand) => self.operation(Form::Negate, rules::syntax("neg"), vec![operand], unary.span()),
                None => Lowered::Nothing,
            },
            UnOp::Deref(_) if self.behind(&unary.expr).is_some() => {
                let place = self.behind(&unary.expr).expect("it is there");
                Lowered::Place { place, borrowed: false }
            }
            UnOp::Deref(_) => match self.expression(&unary.expr) {
                // `*&x[k]`
                Lowered::Place { place, borrowed: true } => Lowered::Place { place, borrowed: false },
                Lowered::Plain(mut plain) => {
                    let lent = &plain.expression;
                    plain.expression = syn::parse_quote!((*#lent));
                    Lowered::Plain(plain)
                }
                lowered => match self.place_of(lowered, &unary.expr) {
                    Some(mut place) => {
                        place.path.push(Projection::Dereference);
                        Lowered::Place { place, borrowed: false }
                    }
                    None => Lowered::Nothing,
                },
            },
            UnOp::Not(_) => self.condition_value(&Expr::Unary(unary.clone())),
            _ => self.reject(unary, &errors::UNKNOWN),
        }
    }

    pub(super) fn binary(&mut self, binary: &syn::ExprBinary) -> Lowered {
        let rule = match binary.op {
            BinOp::Add(_) => "add",
            BinOp::Sub(_) => "sub",
            BinOp::Mul(_) => "mul",
            BinOp::Div(_) => "div",
            BinOp::Rem(_) => "rem",
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
            | BinOp::And(_)
            | BinOp::Or(_) => return self.condition_value(&Expr::Binary(binary.clone())),
            op if is_assignment(&op) => return self.reject(binary, &errors::ASSIGN_EXPRESSION),
            BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_) | BinOp::Shl(_) | BinOp::Shr(_) => {
                // Of an integer beside active values: rustc checks that there is no derivative.
                let (left, op, right) = (&binary.left, &binary.op, &binary.right);
                return self.condition_value(&syn::parse_quote!(__ad::inactive(#left) #op __ad::inactive(#right)));
            }
            _ => return self.reject(binary.op, &errors::OPERATOR),
        };
        match self.operands([&*binary.left, &*binary.right]) {
            Some(operands) => self.operation(Form::Binary(binary.op), rules::syntax(rule), operands, binary.span()),
            None => Lowered::Nothing,
        }
    }

    pub(super) fn cast(&mut self, cast: &syn::ExprCast) -> Lowered {
        let target = cast.ty.to_token_stream().to_string();
        if matches!(*cast.expr, Expr::Field(_))
            && crate::signature::is_number(&cast.ty)
            && target != "f32"
            && target != "f64"
        {
            // A field beside active ones: rustc checks that it is an integer.
            let Some(mut plain) = self.inactive(&cast.expr) else { return Lowered::Nothing };
            let (expression, ty) = (&plain.expression, &cast.ty);
            plain.expression = syn::parse_quote!((__ad::inactive(#expression) as #ty));
            return Lowered::Plain(plain);
        }
        if rules::is_discrete(&target) {
            // A step function, whose derivative is zero wherever it has one, as that of `floor`. Another name may be an
            // alias of a float: then the rule says so.
            return self.condition_value(&Expr::Cast(cast.clone()));
        }
        match self.operand(&cast.expr) {
            Some(operand) => {
                self.operation(Form::Cast((*cast.ty).clone()), rules::syntax("cast"), vec![operand], cast.span())
            }
            None => Lowered::Nothing,
        }
    }
}

/// `f(x)` for `&f(x)`, which is to be named: the pullback lends it again, long after a temporary value would be gone.
fn without_borrow_of_temporary(mut plain: Plain) -> (Plain, bool) {
    match plain.expression {
        Expr::Reference(reference)
            if reference.mutability.is_none()
                && matches!(*reference.expr, Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_)) =>
        {
            plain.expression = *reference.expr;
            (plain, true)
        }
        _ => (plain, false),
    }
}

/// A number outside a call or a cast, whose type nothing has settled.
pub(super) fn contains_open_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Float(_) | syn::Lit::Int(_)),
        Expr::Paren(paren) => contains_open_literal(&paren.expr),
        Expr::Unary(unary) => contains_open_literal(&unary.expr),
        Expr::Binary(binary) => contains_open_literal(&binary.left) || contains_open_literal(&binary.right),
        Expr::MethodCall(call) => contains_open_literal(&call.receiver),
        Expr::Call(call) => super::looks::is_constant_of_trait(call),
        _ => false,
    }
}
