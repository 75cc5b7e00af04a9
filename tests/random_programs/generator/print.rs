//! Printing a function: for the macro, or over dual numbers.

use super::definitions::Definitions;
use super::syntax::{Block, Closure, Expr, Function, Items, Statement, Struct, Type};
use std::fmt::Write;

/// What the real numbers of the printed program are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Numbers {
    /// `f64`, or `T` in generic functions.
    Real,
    /// The same, with what they are on dual numbers of the library.
    Forward,
    /// The same, without anything of the macro.
    Plain,
    /// `Dual`
    Dual,
}

/// Prints a function.
pub(crate) fn function(function: &Function, numbers: Numbers) -> String {
    let generic = function.generic && numbers != Numbers::Dual;
    let mut printer = Printer { numbers, generic, text: String::new(), indent: 0, head: false };
    printer.function(function);
    printer.text
}

/// Prints a struct or enum, without its attributes.
pub(crate) fn definitions(definitions: &Definitions, numbers: Numbers) -> String {
    let printer = Printer { numbers, generic: false, text: String::new(), indent: 0, head: false };
    let fields = |of: &Struct, public: &str| {
        let fields = of.fields.iter().map(|(name, ty)| match of.is_tuple() {
            true => format!("{public}{}", printer.ty(ty)),
            false => format!("{public}{name}: {}", printer.ty(ty)),
        });
        let fields = fields.collect::<Vec<_>>().join(", ");
        match (of.fields.is_empty(), of.is_tuple()) {
            (true, _) => String::new(),
            (false, true) => format!("({fields})"),
            (false, false) => format!(" {{ {fields} }}"),
        }
    };
    let derive = match numbers {
        Numbers::Real => "#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]",
        Numbers::Forward => "#[derive(Differentiable, Lift, Clone, Copy, Debug, PartialEq)]\n#[lift(PartialEq)]",
        Numbers::Plain | Numbers::Dual => "#[derive(Clone, Copy, Debug, PartialEq)]",
    };
    let mut text = String::new();
    for of in &definitions.structs {
        let end = if of.is_tuple() { ";" } else { "" };
        let _ = writeln!(text, "{derive}\npub struct {}{}{end}", of.name, fields(of, "pub "));
    }
    for of in &definitions.enums {
        let variants = of.variants.iter().map(|variant| format!("    {}{},\n", variant.name, fields(variant, "")));
        let _ = writeln!(text, "{derive}\npub enum {} {{\n{}}}", of.name, variants.collect::<String>());
    }
    text
}

/// Prints functions, those of a type in its `impl` blocks, each item behind `attribute`.
pub(crate) fn items(functions: &[Function], numbers: Numbers, attribute: &str) -> String {
    let mut text = String::new();
    for group in functions.chunk_by(|a, b| a.owner.is_some_and(|owner| owner.1.is_none()) && a.owner == b.owner) {
        let inside: String = group.iter().map(|each| function(each, numbers)).collect();
        let _ = match group[0].owner {
            None => writeln!(text, "{attribute}{inside}"),
            Some((owner, None)) => writeln!(text, "{attribute}impl {owner} {{\n{inside}}}"),
            Some((owner, Some(of_trait))) => {
                let real = if numbers == Numbers::Dual { "Dual" } else { "f64" };
                let of_trait = of_trait.replace("REAL", real);
                writeln!(
                    text,
                    "{attribute}impl std::ops::{of_trait} for {owner} {{\ntype Output = {owner};\n{inside}}}"
                )
            }
        };
    }
    text
}

/// Prints an expression, for the names in it.
pub(crate) fn expression(expression: &Expr) -> String {
    let mut printer = Printer { numbers: Numbers::Real, generic: false, text: String::new(), indent: 0, head: false };
    printer.expression(expression, Level::Any)
}

struct Printer {
    numbers: Numbers,
    generic: bool,
    text: String,
    indent: usize,
    /// Behind `if`, `match` and the like, where a struct literal needs parentheses.
    head: bool,
}

/// How tightly an expression binds.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Any,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Unary,
    Atom,
}

fn level(expression: &Expr) -> Level {
    match expression {
        Expr::Binary(_, operator, _) => operator_level(operator),
        Expr::Unary(..) => Level::Unary,
        Expr::Real(value) if *value < 0.0 => Level::Unary,
        Expr::If(..) | Expr::Match(..) | Expr::Block(_) | Expr::Labelled(..) | Expr::Loop(_) => Level::Any,
        Expr::Closure(_) | Expr::Let(..) => Level::Any,
        _ => Level::Atom,
    }
}

fn operator_level(operator: &str) -> Level {
    match operator {
        "||" => Level::Or,
        "&&" => Level::And,
        "+" | "-" => Level::Sum,
        "*" | "/" | "%" => Level::Product,
        _ => Level::Comparison,
    }
}

fn tighter(level: Level) -> Level {
    match level {
        Level::Any => Level::Or,
        Level::Or => Level::And,
        Level::And => Level::Comparison,
        Level::Comparison => Level::Sum,
        Level::Sum => Level::Product,
        Level::Product => Level::Unary,
        Level::Unary | Level::Atom => Level::Atom,
    }
}

impl Printer {
    fn function(&mut self, function: &Function) {
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|parameter| {
                let attribute =
                    match parameter.no_derivative && matches!(self.numbers, Numbers::Real | Numbers::Forward) {
                        true => "#[no_derivative] ",
                        false => "",
                    };
                match (&*parameter.pattern, &parameter.ty) {
                    ("self", Type::Ref(_)) => "&self".to_string(),
                    ("self", _) => "self".to_string(),
                    (pattern, ty) => format!("{attribute}{pattern}: {}", self.ty(ty)),
                }
            })
            .collect();
        self.indent += 1;
        if self.numbers == Numbers::Dual {
            for parameter in function.parameters.iter().filter(|parameter| parameter.no_derivative) {
                let pattern = &parameter.pattern;
                self.line(&format!("let {pattern} = {}.stop();", pattern.trim_start_matches("mut ")));
            }
        }
        self.block_inside(&function.body);
        self.indent -= 1;
        let body = std::mem::take(&mut self.text);
        let generics = match self.generic {
            true => "<T: Float + NumAssign + Sum + Product>",
            false => "",
        };
        let (parameters, output) = (parameters.join(", "), self.ty(&function.output));
        let visibility = match function.owner {
            Some((_, Some(_))) => "",
            _ => "pub ",
        };
        self.line(&format!("{visibility}fn {}{generics}({parameters}) -> {output} {{", function.name));
        self.text += &body;
        self.line("}");
    }

    fn real(&self) -> &'static str {
        match (self.numbers, self.generic) {
            (Numbers::Dual, _) => "Dual",
            (_, false) => "f64",
            (_, true) => "T",
        }
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Real => self.real().to_string(),
            Type::Complex => format!("Complex<{}>", self.real()),
            Type::Int => "usize".to_string(),
            Type::Bool => "bool".to_string(),
            Type::Stack => "Vec<usize>".to_string(),
            Type::Tuple(parts) => {
                format!("({})", parts.iter().map(|part| self.ty(part)).collect::<Vec<_>>().join(", "))
            }
            Type::Array(element, length) => format!("[{}; {length}]", self.ty(element)),
            Type::Vec(element, _) | Type::Grown(element, _) => format!("Vec<{}>", self.ty(element)),
            Type::Slice(element, _) => format!("&[{}]", self.ty(element)),
            Type::Ref(inner) => format!("&{}", self.ty(inner)),
            Type::MutSlice(element, _) => format!("&mut [{}]", self.ty(element)),
            Type::MutRef(inner) => format!("&mut {}", self.ty(inner)),
            Type::Struct(of) => of.name.to_string(),
            Type::Enum(of) => of.name.to_string(),
            Type::Option(inner) => format!("Option<{}>", self.ty(inner)),
            Type::Result(inner) => format!("Result<{}, usize>", self.ty(inner)),
            Type::Closure(..) => unreachable!("the type of a closure has no name"),
        }
    }

    // ---- statements

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{:width$}{line}", "", width = 4 * self.indent);
    }

    /// `{ .. }`, behind what stands before it on its line.
    fn block(&mut self, block: &Block) -> String {
        let head = std::mem::replace(&mut self.head, false);
        let text = self.braced(block);
        self.head = head;
        text
    }

    fn braced(&mut self, block: &Block) -> String {
        if block.statements.is_empty() {
            return match &block.value {
                Some(value) => format!("{{ {} }}", self.expression(value, Level::Any)),
                None => "{}".to_string(),
            };
        }
        let before = std::mem::take(&mut self.text);
        self.indent += 1;
        self.block_inside(block);
        self.indent -= 1;
        let inside = std::mem::replace(&mut self.text, before);
        format!("{{\n{inside}{:width$}}}", "", width = 4 * self.indent)
    }

    fn block_inside(&mut self, block: &Block) {
        block.statements.iter().for_each(|statement| self.statement(statement));
        if let Some(value) = &block.value {
            let value = self.expression(value, Level::Any);
            self.line(&value);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let line = match statement {
            Statement::Let { pattern, ty, value } => {
                let ty = ty.as_ref().map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
                format!("let {pattern}{ty} = {};", self.expression(value, Level::Any))
            }
            Statement::LetElse { pattern, value, otherwise } => {
                format!("let {pattern} = {} else {};", self.expression(value, Level::Or), self.block(otherwise))
            }
            Statement::Declare { name, ty } => {
                let ty = ty.as_ref().map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
                format!("let {name}{ty};")
            }
            Statement::Assign { place, operator, value } => {
                let (place, value) = (self.expression(place, Level::Any), self.expression(value, Level::Any));
                match (self.numbers, *operator) {
                    // Numbers of the language have their right side evaluated first.
                    (Numbers::Dual, "+=" | "-=" | "*=" | "/=") => {
                        format!("{{ let right = {value}; {place} {operator} right; }}")
                    }
                    _ => format!("{place} {operator} {value};"),
                }
            }
            Statement::Branch(branch) => self.expression(branch, Level::Any),
            Statement::For { label, pattern, items, body } => {
                let items = match items {
                    Items::Range { start, end, inclusive } => {
                        let dots = if *inclusive { "..=" } else { ".." };
                        format!("{}{dots}{}", self.expression(start, Level::Sum), self.expression(end, Level::Sum))
                    }
                    Items::Over(items) => self.head(items),
                };
                format!("{}for {pattern} in {items} {}", labelled(label), self.block(body))
            }
            Statement::While { label, condition, body } => {
                format!("{}while {} {}", labelled(label), self.head(condition), self.block(body))
            }
            Statement::Loop { label, body } => format!("{}loop {}", labelled(label), self.block(body)),
            Statement::Break(label) => format!("break{};", target(label)),
            Statement::BreakWith(label, value) => {
                // What begins with a label would be taken for one.
                let value = self.expression(value, if label.is_none() { Level::Or } else { Level::Any });
                format!("break{} {value};", target(label))
            }
            Statement::Continue(label) => format!("continue{};", target(label)),
            Statement::Return(value) => format!("return {};", self.expression(value, Level::Any)),
            Statement::Assert(condition) => format!("assert!({});", self.expression(condition, Level::Any)),
            Statement::Evaluate(value) => format!("{};", self.expression(value, Level::Any)),
        };
        self.line(&line);
    }

    // ---- expressions

    fn expression(&mut self, expression: &Expr, at_least: Level) -> String {
        let text = self.bare(expression);
        if level(expression) < at_least { format!("({text})") } else { text }
    }

    /// What stands before a block.
    fn head(&mut self, expression: &Expr) -> String {
        let head = std::mem::replace(&mut self.head, true);
        let text = self.expression(expression, Level::Any);
        self.head = head;
        text
    }

    fn closure(&mut self, closure: &Closure) -> String {
        let annotated =
            |this: &Self, ty: &Option<Type>| ty.as_ref().map_or(String::new(), |ty| format!(": {}", this.ty(ty)));
        let parameters = closure.parameters.iter();
        let parameters: Vec<String> = parameters.map(|(name, ty)| format!("{name}{}", annotated(self, ty))).collect();
        let moves = if closure.moves { "move " } else { "" };
        let (output, body) = match (&closure.output, &closure.body) {
            (None, Block { statements, value: Some(value) }) if statements.is_empty() => {
                (String::new(), self.expression(value, Level::Any))
            }
            (output, body) => {
                (output.as_ref().map_or(String::new(), |ty| format!("-> {} ", self.ty(ty))), self.block(body))
            }
        };
        format!("{moves}|{}| {output}{body}", parameters.join(", "))
    }

    fn list(&mut self, expressions: &[Expr]) -> String {
        let printed: Vec<String> =
            expressions.iter().map(|expression| self.expression(expression, Level::Any)).collect();
        printed.join(", ")
    }

    fn literal(&self, value: f64, suffix: bool) -> String {
        match (self.numbers, self.generic) {
            (Numbers::Dual, _) => format!("d({value:?})"),
            (_, true) if value == 1.0 => "T::one()".to_string(),
            (_, true) => format!("T::from({value:?}).unwrap()"),
            (_, false) if suffix => format!("{value:?}_f64"),
            (_, false) => format!("{value:?}"),
        }
    }

    fn bare(&mut self, expression: &Expr) -> String {
        match expression {
            Expr::Real(value) => self.literal(*value, false),
            Expr::Int(value) => value.to_string(),
            Expr::Name(name, _) => name.clone(),
            Expr::Unary(operator, a) => format!("{operator}{}", self.expression(a, Level::Unary)),
            Expr::Binary(a, operator, b) => {
                let level = operator_level(operator);
                let left = if level == Level::Comparison { Level::Sum } else { level };
                format!("{} {operator} {}", self.expression(a, left), self.expression(b, tighter(level)))
            }
            Expr::Method(receiver, name, arguments) => {
                // The type of a literal must be known before it has methods.
                let receiver = match **receiver {
                    Expr::Real(value) if value >= 0.0 => self.literal(value, true),
                    _ => self.expression(receiver, Level::Atom),
                };
                let name = name.replace("REAL", self.real());
                format!("{receiver}.{name}({})", self.list(arguments))
            }
            Expr::Call(function, arguments) => {
                let function = match self.numbers {
                    Numbers::Real | Numbers::Forward | Numbers::Plain => function.replace("REAL", self.real()),
                    Numbers::Dual => function.replace("::<REAL>", "").replace("REAL", "Dual"),
                };
                format!("{function}({})", self.list(arguments))
            }
            Expr::Field(base, field) => format!("{}.{field}", self.expression(base, Level::Atom)),
            Expr::Index(base, index) => {
                format!("{}[{}]", self.expression(base, Level::Atom), self.expression(index, Level::Any))
            }
            Expr::Paren(inner) => format!("({})", self.expression(inner, Level::Any)),
            Expr::Range(start, end) => {
                let start = match (&**start, end) {
                    (Expr::Int(0), _) => String::new(),
                    (start, _) => self.expression(start, Level::Sum),
                };
                let end = end.as_ref().map_or(String::new(), |end| self.expression(end, Level::Sum));
                format!("{start}..{end}")
            }
            Expr::Cast(value) => {
                let value = self.expression(value, Level::Unary);
                match (self.numbers, self.generic) {
                    (Numbers::Dual, _) => format!("d({value} as f64)"),
                    (_, true) => format!("T::from({value}).unwrap()"),
                    (_, false) => format!("({value} as f64)"),
                }
            }
            Expr::Truncate(value) => match self.numbers {
                Numbers::Real | Numbers::Forward | Numbers::Plain => {
                    format!("(stop_gradient({}) as usize)", self.expression(value, Level::Any))
                }
                Numbers::Dual => format!("({}.value as usize)", self.expression(value, Level::Atom)),
            },
            Expr::Exponent(value) => format!("({} as i32)", self.expression(value, Level::Unary)),
            Expr::Stop(value) => format!("stop_gradient({})", self.expression(value, Level::Any)),
            Expr::If(condition, then, otherwise) => {
                let mut text = format!("if {} {}", self.head(condition), self.block(then));
                match otherwise {
                    Some(Block { statements, value: Some(value) })
                        if statements.is_empty() && matches!(**value, Expr::If(..)) =>
                    {
                        text += &format!(" else {}", self.expression(value, Level::Any));
                    }
                    Some(otherwise) => text += &format!(" else {}", self.block(otherwise)),
                    None => {}
                }
                text
            }
            Expr::Match(scrutinee, arms) => {
                let mut text = format!("match {} {{\n", self.head(scrutinee));
                let head = std::mem::replace(&mut self.head, false);
                self.indent += 1;
                for arm in arms {
                    let guard = arm
                        .guard
                        .as_ref()
                        .map_or(String::new(), |guard| format!(" if {}", self.expression(guard, Level::Any)));
                    let body = match (&arm.block.statements[..], &arm.block.value) {
                        ([], Some(value)) => format!("{},", self.expression(value, Level::Any)),
                        _ => self.block(&arm.block),
                    };
                    let _ = writeln!(text, "{:width$}{}{guard} => {body}", "", arm.pattern, width = 4 * self.indent);
                }
                self.indent -= 1;
                self.head = head;
                let _ = write!(text, "{:width$}}}", "", width = 4 * self.indent);
                text
            }
            Expr::Block(block) => self.block(block),
            Expr::Tuple(parts) => format!("({})", self.list(parts)),
            Expr::Array(elements) => format!("[{}]", self.list(elements)),
            Expr::Vector(elements) => format!("vec![{}]", self.list(elements)),
            Expr::Path(path) => path.replace("REAL", self.real()),
            Expr::Closure(closure) => self.closure(closure),
            Expr::CallValue(closure, arguments) => {
                format!("{}({})", self.expression(closure, Level::Atom), self.list(arguments))
            }
            Expr::Labelled(label, block) => format!("{label}: {}", self.block(block)),
            Expr::Loop(block) => format!("loop {}", self.block(block)),
            Expr::Struct { path, fields, rest } => {
                let head = std::mem::replace(&mut self.head, false);
                let mut parts: Vec<String> = Vec::new();
                for (name, value) in fields {
                    parts.push(match value {
                        Expr::Name(variable, _) if variable == name => name.to_string(),
                        value => format!("{name}: {}", self.expression(value, Level::Any)),
                    });
                }
                if let Some(rest) = rest {
                    parts.push(format!("..{}", self.expression(rest, Level::Any)));
                }
                self.head = head;
                let literal = format!("{path} {{ {} }}", parts.join(", "));
                if self.head { format!("({literal})") } else { literal }
            }
            Expr::Try(value) => format!("{}?", self.expression(value, Level::Atom)),
            Expr::Let(pattern, value) => format!("let {pattern} = {}", self.expression(value, Level::Or)),
            Expr::Matches(value, pattern, guard) => {
                let value = self.expression(value, Level::Any);
                let guard = guard.as_ref().map(|guard| format!(" if {}", self.expression(guard, Level::Any)));
                format!("matches!({value}, {pattern}{})", guard.unwrap_or_default())
            }
            Expr::Repeat { element, length, vector } => {
                let element = self.expression(element, Level::Any);
                format!("{}[{element}; {length}]", if *vector { "vec!" } else { "" })
            }
        }
    }
}

fn labelled(label: &Option<String>) -> String {
    label.as_ref().map_or(String::new(), |label| format!("{label}: "))
}

fn target(label: &Option<String>) -> String {
    label.as_ref().map_or(String::new(), |label| format!(" {label}"))
}
