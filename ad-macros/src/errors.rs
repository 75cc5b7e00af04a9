//! Every message of the macro, in one table, and the collector that reports them all at once.

use proc_macro2::{Span, TokenStream};
use std::collections::HashSet;

/// What cannot be differentiated, why, and the smallest edit that mends it.
pub(crate) struct Message {
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    pub(crate) help: &'static str,
}

macro_rules! messages {
    ($($name:ident: $what:literal, $why:literal, $help:literal;)*) => {
        $(pub(crate) const $name: Message = Message { what: $what, why: $why, help: $help };)*
        /// All of them, for the tests.
        #[cfg(test)]
        pub(crate) const ALL: &[Message] = &[$($name),*];
    };
}

messages! {
    ASSIGN_EXPRESSION: "an assignment inside an expression", "its place in the order of evaluation is easy to misread",
        "write the assignment as a statement of its own";
    ASSIGN_TARGET: "an assignment to this expression", "only variables, fields and elements can be assigned",
        "assign to a variable, an element or a field";
    ASYNC: "an async function", "a gradient is computed in one go", "remove `async`";
    AWAIT: "asynchronous code", "a gradient is computed in one go", "await outside, and pass the value in";
    BRANCH_REFERENCE: "a reference that a branch chooses", "which value it leads to cannot be kept for the way back",
        "choose a range or an index, and borrow behind the branch";
    CALLEE: "a call of this expression", "only functions called by their path have a companion",
        "call a function that has `#[differentiable]` by its name";
    CHECKPOINT_AGAIN: "what may come out differently when it runs again, in a loop with checkpoints", "the way back runs its steps once more",
        "take it out of the loop, and keep what it gives in a vector";
    CHECKPOINT_FUNCTION: "a function that is passed in or on, in a loop with checkpoints", "whether it does the same when it runs again cannot be seen from here",
        "call a function that has `#[differentiable]` by its name";
    CHECKPOINT_ITEMS: "a loop with checkpoints over this iterator", "its items cannot be gone to from the middle",
        "loop over a range or a slice, or write `while`";
    CHECKPOINT_LEFT: "a loop with checkpoints that is left for another place", "its last step must run again like every other",
        "leave it with its own `break`, and decide behind it";
    CHECKPOINT_MUT: "`checkpoint` on a function that changes its arguments or takes functions", "only what it is given is kept, and that must still be there",
        "take the value and return the new one, or put `#[checkpoint(snapshots = ..)]` on a loop in it";
    CLOSURE: "a closure over active values that is not called here", "it has no cotangent, its body stands in place of its calls",
        "call it by its name, or pass it to a function with `#[differentiable]`";
    CLOSURE_ARGUMENTS: "a call of this closure", "it has another number of arguments", "give it as many as it takes";
    COLLECT: "collecting into this type", "only a `Vec` has a cotangent that grows with it", "collect into a `Vec`";
    DESTRUCTURE: "this pattern for an active value", "only names, tuples, references and struct fields can be taken apart",
        "bind the value to a name and use its fields";
    DYN: "a `dyn` value", "which function is called is known at run time alone",
        "write a type parameter, `&impl Trait`, or an enum of the types";
    FIELD_RE_IM: "a field of this name", "`.re` and `.im` are the parts of complex numbers", "give the field another name";
    FOR_ITEMS: "a loop over this expression", "only ranges, slices and iterators over inactive items are supported",
        "loop over indices: `for i in 0..x.len()`";
    INDEX: "an index that is an active value", "an index has no derivative", "wrap the index in `stop_gradient(..)`";
    INTERIOR: "a value that changes behind shared references", "who changes it, and when, cannot be seen from here",
        "keep it in a `let mut` variable, or pass it as `&mut`";
    LABEL: "a jump to this label", "no loop or block around it has the label", "write the label of one that has";
    LIFT_BOUND: "a bound on the numbers of a type with `Lift`", "its numbers are dual ones too, which are not known to have it here",
        "put the bound on the functions that need it";
    LIFT_LIFETIME: "a borrowed part of a type with `Lift`", "on dual numbers there is nobody to borrow it from",
        "give the type what it borrows: a `Vec`, or a copy";
    MACRO: "a macro with an active value in it", "what it expands to cannot be seen from here",
        "write what it stands for, or wrap the values in `stop_gradient(..)`";
    MATCH_ACTIVE: "`match` on an active value", "patterns that bind active values are not supported yet",
        "compare with `if`, or match on an inactive value";
    METHOD: "this method of an active value", "there is no rule for it",
        "see docs/src/rules.md for the methods that have one, or wrap the value in `stop_gradient(..)`";
    MODULE: "a module in a file of its own", "what is in it cannot be seen from here",
        "put the attribute on its functions, or write the module in place";
    MUT_BORROW: "`&mut` of an active value here", "a mutable reference is another name for one place, known where it is made",
        "bind it with `let`, pass it to a function, or assign through the variable itself";
    MUT_PARAMETER: "a `&mut` parameter without derivative", "the reverse sweep may run the function once more, and change it again",
        "take the value and return the new one";
    FORWARD_GENERIC: "`stop_gradient` in a generic function with `forward`",
        "the function runs on dual numbers as it is, and this would not stop their derivatives",
        "write the function for `f64`";
    FORWARD_METHOD: "a method with `forward` by itself", "what `self` is on dual numbers is not seen from here",
        "put `#[differentiable(forward)]` on the `impl` block";
    FORWARD_METHOD_GENERIC: "a method of any numbers with `forward`", "those of its type are dual numbers, and others cannot be mixed with them",
        "write it for `f64`, or give the type a parameter for its numbers";
    FORWARD_METHOD_OTHER: "a method with `forward` of a type with parameters that are no numbers", "what they are on dual numbers is not seen",
        "write a free function of the numbers";
    FORWARD_METHOD_STILL: "a `#[no_derivative]` number of a generic method with `forward`", "the method runs on dual numbers as it is, and this one would move with the others",
        "write the method for `f64`, or take the number as an `f64`";
    FORWARD_PATTERN: "this pattern in a function with `forward`", "a dual number is no literal", "compare it by `==`";
    FORWARD_REST: "`..` before other parts of this pattern in a function with `forward`", "the parts are numbered from the front",
        "name the parts that it leaves out, `_`";
    FORWARD_RULE: "`forward` beside this rule", "it says what goes backward, and for plain numbers alone",
        "give `pushforward = path` beside `pullback`, a differentiable function of the arguments and their tangents";
    FORWARD_TRAIT: "a method of a trait with `forward`", "the trait is for types of plain numbers",
        "put `forward` on a free function, or on a method of the type itself";
    FORWARD_TYPE: "a parameter of this type in a function with `forward`",
        "what its real numbers are on dual numbers is not seen",
        "write the type with its numbers, `Pair<f64>`, or put `#[no_derivative]` on what does not move";
    MUT_POLICY: "a `&mut` parameter of a function with a policy of its own", "its cotangent goes in and comes out in one space",
        "leave the policy to the function that calls it";
    MUT_REFERENCE: "a reference that may be assigned anew", "which value it leads to cannot be kept for the way back",
        "give each reference a name of its own, or keep an index";
    MUT_TWICE: "a call that changes two parts of one variable", "both would be borrowed from it at once",
        "copy one part, and assign it back";
    NESTED: "a call of a function that is defined or imported inside the body",
        "it may hide another of its name, whose companion would be taken for its own",
        "put `#[differentiable]` on it, or import it outside";
    NESTED_ITEM: "an item in an inner block", "its name is used outside the block too, where it may mean another",
        "move it to the beginning of the function, or give it a name of its own";
    NO_DERIVATIVE_ARGUMENT: "`no_derivative` with an argument", "it takes none", "write `#[no_derivative]`";
    NO_DERIVATIVE_FUNCTION: "`no_derivative` on a function", "its calls contribute to their arguments all the same",
        "leave the attribute out, or wrap the calls in `stop_gradient(..)`";
    FUNCTION_CHANGES: "a closure that is passed on and changes what is around it", "on the way back it would change it again",
        "give it what it changes as an argument, or write it as a loop";
    FUNCTION_POLICY: "a policy or a rule of its own on a function that takes functions", "these work in the space of the caller",
        "leave the policy to the function that calls it";
    HIDDEN_PLACE: "a mutable reference where another variable hides what it leads to", "it stands for that place by its name",
        "give the other variable a name of its own";
    OPERATOR: "this operator on active values", "it has no rule", "write it with `+ - * / %`";
    RANGE: "a range of active values", "a range has no derivative", "wrap the bounds in `stop_gradient(..)`";
    PARAMETER_UNKNOWN_TO_TRAIT: "a trait's method that depends on this parameter", "who calls it through the trait cannot promise that it has derivatives",
        "name it in the trait or in an associated type, or leave out `companion = trait`";
    RECEIVER: "a receiver of this type", "only `self` and `&self` are supported", "take `&self`";
    FOREIGN_SELF: "an `impl` of a trait for this type", "its companions would be methods of a type of another crate",
        "put `#[differentiable]` on the trait, and `#[differentiable(companion = trait)]` here";
    RETURNS_IMPL: "a function that returns an `impl Trait`", "its cotangent would be of a type without a name",
        "return a type with a name, or the `Vec` that it would be collected into";
    RETURNS_REFERENCE: "a function that returns a reference", "its pullback would keep what it leads to borrowed",
        "return the value: a number, or a `Vec`";
    THREAD: "a thread that computes with active values", "what it does is not known when the reverse sweep begins",
        "give what each thread computes `#[differentiable]`, and start threads around its pullbacks";
    TRY_FOLD: "`try_fold` with this closure", "whether it returns an `Option` or a `Result` cannot be seen from here",
        "write its type: `|sum, x| -> Option<f64> { .. }`";
    UNIT: "a function that returns nothing", "there is no result to differentiate", "return the value";
    UNION: "a union", "which field is active cannot be known", "write a struct";
    UNSAFE: "an unsafe block or function", "what it does to memory cannot be seen from here",
        "give the function its own rule: `#[differentiable(pullback = my_rule)]`";
    VARIADIC: "a variadic function", "its arguments cannot be seen from here", "name each argument";
    UNKNOWN: "this construct", "it is not part of the Rust that is supported",
        "see docs/src/supported-rust.md, or wrap the value in `stop_gradient(..)`";
    ATTRIBUTE: "an attribute here", "what it makes of the code cannot be seen from here",
        "put it on the function, or on a function called from here";
    WHILE_EFFECT: "a loop condition that changes something", "how often it was evaluated is not remembered",
        "write `loop` with `if .. { break; }`";
}

impl Message {
    fn text(&self) -> String {
        format!("{} is not differentiable: {}\nhelp: {}", self.what, self.why, self.help)
    }
}

/// Collects rejections. Panics when dropped unread, so that none is lost.
#[derive(Default)]
pub(crate) struct Errors {
    collected: Vec<syn::Error>,
    /// Where the reason is known already: whoever asked and got nothing has no other.
    explained: HashSet<String>,
    read: bool,
}

impl Errors {
    pub(crate) fn reject(&mut self, at: impl quote::ToTokens, message: &Message) {
        let at = at.into_token_stream();
        if !self.explained.contains(&place(&at)) {
            self.push(syn::Error::new_spanned(at, message.text()));
        }
    }

    /// The reason why what stands here is rejected, whatever else is said of it.
    pub(crate) fn reject_first(&mut self, at: impl quote::ToTokens, message: &Message) {
        let at = at.into_token_stream();
        self.reject(&at, message);
        self.explained.insert(place(&at));
    }

    pub(crate) fn reject_span(&mut self, at: Span, message: &Message) {
        self.push(syn::Error::new(at, message.text()));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.collected.push(error);
    }

    pub(crate) fn len(&self) -> usize {
        self.collected.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.collected.is_empty()
    }

    /// Takes over what another collected.
    pub(crate) fn append(&mut self, mut other: Errors) {
        self.collected.append(&mut other.collected);
    }

    /// Forgets what was collected.
    pub(crate) fn discard(mut self) {
        self.read = true;
    }

    /// All of them as `compile_error!`s.
    pub(crate) fn into_compile_errors(mut self) -> TokenStream {
        self.read = true;
        self.collected.drain(..).map(|error| error.into_compile_error()).collect()
    }
}

/// The first token of what is rejected.
fn place(at: &TokenStream) -> String {
    at.clone().into_iter().next().map(|token| format!("{:?}", token.span())).unwrap_or_default()
}

impl Drop for Errors {
    fn drop(&mut self) {
        if !self.read && !std::thread::panicking() {
            assert!(self.collected.is_empty(), "rejections were collected and never reported");
        }
    }
}
