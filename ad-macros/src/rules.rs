//! What the macro knows of each operation: which rule pulls back through it, and what that rule wants to see.

/// A rule of `ad_runtime::__private`: `name::arg0`, `name::arg1`, ..
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    /// For each operand, the values that its contribution is computed from; `None` where there is no contribution.
    pub(crate) arguments: &'static [Option<&'static [Wants]>],
    /// Cheaper to compute again than to remember.
    pub(crate) cheap: bool,
    /// The values are wanted for their types and shapes alone.
    pub(crate) linear: bool,
    /// The result borrows from an operand: it is computed again where it is needed, never kept.
    pub(crate) view: bool,
    /// The result is a number, so `Copy`.
    pub(crate) number: bool,
    /// Types of the user's may have a method of this name: then the type of the receiver tells the rule.
    pub(crate) common: bool,
    /// The rule is one for any type, in `__private::own`.
    pub(crate) of_any_type: bool,
}

impl Rule {
    /// Whether a contribution is computed from the result, which then needs a name.
    pub(crate) const fn wants_result(&self) -> bool {
        let mut argument = 0;
        while argument < self.arguments.len() {
            if let Some(wants) = self.arguments[argument] {
                let mut index = 0;
                while index < wants.len() {
                    if matches!(wants[index], Wants::Result) {
                        return true;
                    }
                    index += 1;
                }
            }
            argument += 1;
        }
        false
    }

    /// The rule of the method of this name of a type that is not seen: it is lent all operands.
    pub(crate) fn for_any_type(&self) -> Option<&'static Rule> {
        OF_ANY_TYPE
            .iter()
            .find(|rule| self.common && rule.name == self.name && rule.arguments.len() == self.arguments.len())
    }
}

/// A value that a rule's contribution is computed from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Wants {
    Operand(usize),
    /// An operand of which a number tells its type alone. Of other types the rule may look at more.
    OperandType(usize),
    Result,
}

const X: Wants = Wants::Operand(0);
const A: Wants = Wants::Operand(0);
const B: Wants = Wants::Operand(1);
const C: Wants = Wants::Operand(2);
const Y: Wants = Wants::Result;
const TYPE_OF_A: Wants = Wants::OperandType(0);
const TYPE_OF_B: Wants = Wants::OperandType(1);
const TYPE_OF_X: Wants = Wants::OperandType(0);

macro_rules! table {
    ($($(#[$property:ident])* $name:ident($($argument:tt),*);)*) => {
        &[$(table!(@rule $name, [$($property)*], $($argument)*)),*]
    };
    (@rule $name:ident, [$($property:ident)*], $($argument:tt)*) => {
        Rule {
            name: stringify!($name),
            arguments: &[$(table!(@argument $argument)),*],
            $($property: true,)*
            ..DEAR
        }
    };
    (@argument _) => { None };
    (@argument [$($wants:expr),*]) => { Some(&[$($wants),*] as &[Wants]) };
}

/// Remembered, owned, of any type.
const DEAR: Rule = Rule {
    name: "",
    arguments: &[],
    cheap: false,
    linear: false,
    view: false,
    number: false,
    common: false,
    of_any_type: false,
};

/// Operators and other syntax.
static SYNTAX: &[Rule] = table! {
    #[cheap] #[linear] add([TYPE_OF_A, TYPE_OF_B], [TYPE_OF_A, TYPE_OF_B]);
    #[cheap] #[linear] sub([TYPE_OF_A, TYPE_OF_B], [TYPE_OF_A, TYPE_OF_B]);
    #[cheap] mul([TYPE_OF_A, B], [A, TYPE_OF_B]);
    div([TYPE_OF_A, B], [A, B]);
    rem([TYPE_OF_A, TYPE_OF_B], [A, B]);
    #[cheap] #[linear] neg([TYPE_OF_X]);
    #[cheap] #[linear] #[number] re([TYPE_OF_X]);
    #[cheap] #[linear] #[number] im([TYPE_OF_X]);
    #[cheap] #[linear] #[number] with_re([X], [B]);
    #[cheap] #[linear] #[number] with_im([X], [B]);
    #[cheap] #[linear] #[number] cast([TYPE_OF_X, Y]);
    from([X, Y]);
    #[cheap] #[linear] some([X]);
    joined([X], _);
};

/// Methods, with the receiver as the first operand.
const METHODS: &[Rule] = table! {
    // elementary functions, from the argument
    #[number] #[common] sin([X]);
    #[number] #[common] cos([X]);
    #[number] #[common] asin([X]);
    #[number] #[common] acos([X]);
    #[number] #[common] atan([X]);
    #[number] #[common] sinh([X]);
    #[number] #[common] cosh([X]);
    #[number] #[common] asinh([X]);
    #[number] #[common] acosh([X]);
    #[number] #[common] atanh([X]);
    #[number] #[common] ln([X]);
    #[number] #[common] log2([X]);
    #[number] #[common] log10([X]);
    #[number] #[common] ln_1p([X]);
    // .. and from the result
    #[number] #[common] exp([Y]);
    #[number] #[common] exp2([Y]);
    #[number] #[common] exp_m1([Y]);
    #[number] #[common] tan([Y]);
    #[number] #[common] tanh([Y]);
    #[number] #[common] sqrt([Y]);
    #[number] #[common] cbrt([Y]);
    #[number] #[common] recip([Y]);
    #[number] #[common] inv([Y]);
    #[number] finv([Y]);
    sin_cos([Y]);
    // powers and logarithms
    #[number] #[common] powi([A, B], _);
    #[number] #[common] powf([A, B, Y], [A, B, Y]);
    #[number] powc([A, B, Y], [A, B, Y]);
    #[number] expf([B, Y], [A, B, Y]);
    #[number] #[common] log([A, B], [B, Y]);
    // real numbers alone
    #[cheap] #[number] #[common] abs([X]);
    #[cheap] #[number] #[common] signum([X]);
    #[cheap] #[number] #[common] floor([X]);
    #[cheap] #[number] #[common] ceil([X]);
    #[cheap] #[number] #[common] round([X]);
    #[cheap] #[number] #[common] trunc([X]);
    #[cheap] #[number] #[common] fract([X]);
    #[cheap] #[number] #[common] to_degrees([X]);
    #[cheap] #[number] #[common] to_radians([X]);
    #[number] #[common] atan2([A, B], [A, B]);
    #[number] #[common] hypot([A, Y], [B, Y]);
    #[cheap] #[number] #[common] max([A, B], [A, B]);
    #[cheap] #[number] #[common] min([A, B], [A, B]);
    #[cheap] #[number] clamp([A, B, C], [A, B], [A, C]);
    #[cheap] #[number] #[common] copysign([A, B], [B]);
    #[cheap] #[linear] #[number] #[common] midpoint([A], [B]);
    #[cheap] #[number] mul_add([B], [A], [C]);
    #[number] #[common] rem_euclid([A], [A, B]);
    // complex numbers
    #[cheap] #[linear] #[number] re([TYPE_OF_X]);
    #[cheap] #[linear] #[number] im([TYPE_OF_X]);
    #[cheap] #[linear] #[number] #[common] conj([X]);
    #[cheap] #[number] #[common] norm_sqr([X]);
    #[cheap] #[number] #[common] l1_norm([X]);
    #[number] norm([X, Y]);
    #[number] #[common] arg([X]);
    to_polar([X]);
    #[cheap] #[number] #[common] scale([B], [A]);
    #[number] #[common] unscale([B], [A, B]);
    #[number] fdiv([B], [A, B]);
    // containers
    clone([X]);
    to_vec([X]);
    to_owned([X]);
    sum([X]);
    product([X]);
    mean([X]);
    #[common] array_dot([A, B], [A, B]);
    #[view] view([X]);
    #[view] t([X]);
    #[view] diag([X]);
    #[view] row([A, B], _);
    #[view] column([A, B], _);
    #[view] slice([A, B], _);
    #[view] slice_axis([A, B, C], _, _);
    #[view] index_axis([A, B, C], _, _);
    #[view] insert_axis([A, B], _);
    // structured matrices
    #[view] data([X]);
    trace([X]);
    entry([A, B, C], _, _);
    diagonal([X]);
    times([A, B], [A, B]);
    transposed_times([A, B], [A, B]);
    scaled([A, B], [A, B]);
    transposed([X]);
    to_dense([X]);
};

/// Functions that are called by the path of a type: `Complex::new`.
static FUNCTIONS: &[(&str, &str, Rule)] = &[
    ("Complex", "new", one(table! { #[cheap] #[linear] #[number] complex_new([A], [B]); })),
    ("Complex", "from", one(table! { #[cheap] #[linear] #[number] complex_from([X]); })),
    ("Complex", "from_polar", one(table! { #[number] complex_from_polar([A, B], [A, B]); })),
    ("Complex", "cis", one(table! { #[number] complex_cis([Y]); })),
    ("Box", "new", one(table! { #[linear] pointer([X]); })),
    ("Rc", "new", one(table! { #[linear] pointer([X]); })),
    ("Arc", "new", one(table! { #[linear] pointer([X]); })),
    ("Diagonal", "new", one(table! { diagonal_new([X]); })),
];

const fn one(table: &'static [Rule]) -> Rule {
    let Rule { name, arguments, cheap, linear, view, number, common, of_any_type } = table[0];
    Rule { name, arguments, cheap, linear, view, number, common, of_any_type }
}

/// [`METHODS`] for receivers whose type is not seen.
static OF_ANY_TYPE: [Rule; METHODS.len()] = {
    let mut rules = [DEAR; METHODS.len()];
    let mut index = 0;
    while index < METHODS.len() {
        rules[index] = of_any_type(&METHODS[index]);
        index += 1;
    }
    rules
};

const fn of_any_type(rule: &Rule) -> Rule {
    let arguments: &[Option<&[Wants]>] = match (rule.arguments, rule.wants_result()) {
        ([_], false) => &[Some(&[X])],
        ([_], true) => &[Some(&[X, Y])],
        ([_, None], _) => &[Some(&[A, B]), None],
        ([_, _], false) => &[Some(&[A, B]), Some(&[A, B])],
        ([_, _], true) => &[Some(&[A, B, Y]), Some(&[A, B, Y])],
        _ => &[],
    };
    Rule { name: rule.name, arguments, cheap: rule.cheap, common: rule.common, of_any_type: true, ..DEAR }
}

pub(crate) fn syntax(name: &str) -> &'static Rule {
    SYNTAX.iter().find(|rule| rule.name == name).expect("every operator has a rule")
}

pub(crate) fn method(name: &str, operands: usize) -> Option<&'static Rule> {
    let name = if name == "dot" { "array_dot" } else { name };
    METHODS.iter().find(|rule| rule.name == name && rule.arguments.len() == operands)
}

/// `x.into()`, and what num-traits calls `x.to_f64()`.
pub(crate) fn is_conversion_method(name: &str) -> bool {
    matches!(name, "into" | "to_f64" | "to_f32")
}

/// What num-traits has beside `T::from(x)`.
pub(crate) fn is_conversion_of_number(name: &str) -> bool {
    matches!(name, "from_f64" | "from_f32")
}

/// `Complex::new(..)` and its like, or a method called by its path: `f64::max(a, b)`.
pub(crate) fn function(type_name: &str, name: &str, operands: usize) -> Option<&'static Rule> {
    let type_name = if matches!(type_name, "Complex32" | "Complex64") { "Complex" } else { type_name };
    if name == "clone" {
        return method(name, operands);
    }
    FUNCTIONS
        .iter()
        .find(|(of, function, rule)| *of == type_name && *function == name && rule.arguments.len() == operands)
        .map(|(_, _, rule)| rule)
        .or_else(|| {
            let is_number = matches!(type_name, "f32" | "f64" | "Complex" | "Float" | "Real" | "DualNumber");
            is_number.then(|| method(name, operands)).flatten()
        })
}

/// Methods of an active value whose result has no derivative, by design: a length, a comparison, a test.
pub(crate) fn has_inactive_result(method: &str) -> bool {
    matches!(
        method,
        "len"
            | "is_empty"
            | "is_nan"
            | "is_infinite"
            | "is_finite"
            | "is_normal"
            | "is_zero"
            | "is_one"
            | "is_positive"
            | "is_negative"
            | "is_sign_positive"
            | "is_sign_negative"
            | "is_some"
            | "is_none"
            | "is_square"
            | "nrows"
            | "ncols"
            | "rows"
            | "cols"
            | "shape"
            | "dim"
            | "nnz"
            | "is_csr"
            | "is_csc"
            | "eq"
            | "ne"
            | "lt"
            | "le"
            | "gt"
            | "ge"
            | "total_cmp"
            | "partial_cmp"
            | "capacity"
            | "n"
            | "size_hint"
            | "count"
            | "any"
            | "all"
            | "position"
            | "rposition"
            | "contains"
            | "cmp"
            | "is_sorted"
            | "is_ok"
            | "is_err"
            | "is_some_and"
            | "is_ok_and"
            | "is_none_or"
            | "binary_search"
            | "binary_search_by"
            | "binary_search_by_key"
            | "partition_point"
            | "to_i8"
            | "to_i16"
            | "to_i32"
            | "to_i64"
            | "to_i128"
            | "to_isize"
            | "to_u8"
            | "to_u16"
            | "to_u32"
            | "to_u64"
            | "to_u128"
            | "to_usize"
    )
}

/// Methods of std's own types that have no rule: they have no companion either, and the message can say so.
pub(crate) fn is_of_std(method: &str, arguments: usize) -> bool {
    // That of an iterator takes none; that of an indicator takes the next value of a series.
    if method == "next" {
        return arguments == 0;
    }
    matches!(
        method,
        "to_bits"
            | "total_cmp"
            | "sort"
            | "sort_by"
            | "sort_by_key"
            | "sort_unstable"
            | "sort_unstable_by"
            | "iter"
            | "into_iter"
            | "iter_mut"
            | "map"
            | "filter"
            | "zip"
            | "max_by"
            | "min_by"
            | "max_by_key"
            | "min_by_key"
            | "find"
            | "find_map"
            | "last"
            | "nth"
            | "peekable"
            | "try_fold"
            | "collect"
            | "partition"
            | "pop"
            | "insert"
            | "remove"
            | "drain"
            | "retain"
            | "dedup"
            | "split_at"
            | "split_first"
            | "split_last"
            | "concat"
            | "join"
            | "rotate_left"
            | "rotate_right"
            | "next_up"
            | "next_down"
            | "round_ties_even"
            | "to_int_unchecked"
            | "div_euclid"
            | "sinc"
            | "get_mut"
            | "select_nth_unstable"
            | "select_nth_unstable_by"
            | "select_nth_unstable_by_key"
            | "to_string"
            | "into_boxed_slice"
            | "into_vec"
    )
}

/// Types without a tangent space that are numbers, or nearly so: integers, `bool` and `char`.
pub(crate) fn is_discrete(name: &str) -> bool {
    matches!(
        name,
        "i8" | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "bool"
            | "char"
    )
}

/// The primitive types, whose associated functions are no companions' business.
pub(crate) fn is_primitive(name: &str) -> bool {
    is_discrete(name) || matches!(name, "f32" | "f64" | "str")
}
