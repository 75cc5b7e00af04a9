//! The macros behind `check!`, `check_gradient!`, `check_pullback!` and `check_extension!`: a companion is generic in its spaces and cannot
//! be passed as a value, so it is named once in each of them.

#[doc(hidden)]
#[macro_export]
macro_rules! __check {
    ($($f:ident)::+ ($($args:tt)+) $(,)?) => {
        $crate::__check!($($f)::+($($args)+), $crate::testing::Check::new())
    };
    ($($f:ident)::+ ($($args:tt)+), $check:expr $(,)?) => {
        $crate::__check_names!([__check policies $check] [$($f)::+] [] [$($args)+])
    };
    (@policies $check:expr, $f:tt $names:tt) => {{
        let check: $crate::testing::Check = $check;
        $crate::__check_subject!(check subject $f $names {
            let input = $crate::__check!(@policy subject $f $names $crate::Tangent, $crate::Tangent);
            $crate::__check!(@identities subject input $f $names $crate::Ambient);
            $crate::__check!(@identities subject input $f $names $crate::Axes<$crate::Ambient, $crate::Tangent>);
            $crate::__check!(@identities subject input $f $names $crate::Axes<$crate::Tangent, $crate::Ambient>);
        });
    }};
    (@identities $subject:ident $input:ident $f:tt $names:tt $ambient:ty) => {
        let output = $crate::__check!(@policy $subject $f $names $crate::Tangent, $ambient);
        $subject.agree::<$crate::Tangent, $ambient>("P(output) = input does not hold", &output, &$input);
        let r#final = $crate::__check!(@policy $subject $f $names $ambient, $crate::Tangent);
        let none = $crate::__check!(@policy $subject $f $names $ambient, $ambient);
        $subject.agree::<$ambient, $ambient>("P(none) = final does not hold", &none, &r#final);
    };
    (@policy $subject:ident $f:tt $names:tt $I:ty, $A:ty) => {
        $subject.policy::<$I, $A>($crate::__check!(@pull $f $names $I, $A))
    };
    (@pull [$($f:ident)::+] [$(($arg:expr, $name:ident, $lender:ident, $bar:ident, $kind:ident))+] $I:ty, $A:ty) => {
        &|($($name,)+), pulls| {
            let spaces = $crate::__private::at::<($I, $($crate::__check!(@space $kind $A)),+)>();
            let (value, pullback) = $($f)::+::record(spaces, $($lender.lend($name)),+);
            for pull in pulls {
                let ($($bar,)+) = &mut pull.bars;
                $($crate::__check!(@bar $kind $name $lender $bar);)+
                pullback($($lender.lend($name)),+, &pull.seed, $($bar),+);
            }
            $crate::testing::owned(&value)
        }
    };
    (@space active $space:ty) => { $space };
    (@space constant $space:ty) => { $crate::__private::Inactive };
    (@bar active $name:ident $lender:ident $bar:ident) => {};
    (@bar constant $name:ident $lender:ident $bar:ident) => {
        let $crate::NoTangent = $bar;
        let $bar = &mut $lender.unwanted($name);
    };
    (@same $name:ident $type:ty) => { $type };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __check_gradient {
    ($($call:tt)+) => { $crate::__check_for_users!([gradient] $($call)+) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __check_pullback {
    ($($call:tt)+) => { $crate::__check_for_users!([pullback] $($call)+) };
}

/// The functions that users call, in the policy that the attribute says: `pullback`, and `gradient` where it is wanted.
#[doc(hidden)]
#[macro_export]
macro_rules! __check_for_users {
    (@options $what:tt $policy:tt [] $f:tt $args:tt) => {
        $crate::__check_for_users!(@options $what $policy [$crate::testing::Check::new()] $f $args)
    };
    (@options $what:tt $policy:tt [$check:expr] $f:tt $args:tt) => {
        $crate::__check_names!([__check_for_users named ($what, $check, $policy)] $f [] $args)
    };
    (@named ($what:tt, $check:expr, [$number:tt $structure:tt ($($policy:tt)+)]), $f:tt $names:tt) => {{
        let check: $crate::testing::Check = $check;
        $crate::__check_subject!(check subject $f $names {
            type Arguments = $crate::__check_for_users!(@both $number $structure);
            let full = $crate::__check_for_users!(@full $structure);
            let policy = stringify!($($policy)+);
            $crate::__check_for_users!(@check $what subject policy full $f $names);
        });
    }};
    (@check [gradient] $subject:ident $policy:ident $full:ident $f:tt $names:tt) => {
        $crate::__check_for_users!(@check [pullback] $subject $policy $full $f $names);
        $crate::__check_for_users!(@gradient $subject $policy $f $names);
    };
    (@check [pullback] $subject:ident $policy:ident $full:ident [$($f:ident)::+]
        [$(($arg:expr, $name:ident, $lender:ident, $bar:ident, $kind:ident))+]) => {
        $subject.pullback::<$crate::Tangent, Arguments>($policy, $full, &|point, pulls| {
            let ($($name,)+) = point;
            let (value, pullback) = $($f)::+::pullback($($lender.lend($name)),+);
            for pull in pulls {
                let found = $crate::__check_for_users!(@tuple pullback(pull.seed.clone()), $($name)+);
                let found = $crate::__check_for_users!(@complete found, $($name $bar)+);
                $crate::Differentiable::accumulate::<Arguments, Arguments>(point, &mut pull.bars, &found);
            }
            $crate::testing::owned(&value)
        });
    };
    (@gradient $subject:ident $policy:ident [$($f:ident)::+]
        [$(($arg:expr, $name:ident, $lender:ident, $bar:ident, $kind:ident))+]) => {
        $subject.gradient::<Arguments>($policy, &|point| {
            let ($($name,)+) = point;
            let (value, pullback) = $($f)::+::pullback($($lender.lend($name)),+);
            let gradient = $($f)::+::gradient($($lender.lend($name)),+);
            let complete = |found| {
                let mut bars = $crate::Differentiable::zero_cotangent::<Arguments>(point);
                let found = $crate::__check_for_users!(@tuple found, $($name)+);
                let found = $crate::__check_for_users!(@complete found, $($name $bar)+);
                $crate::Differentiable::accumulate::<Arguments, Arguments>(point, &mut bars, &found);
                bars
            };
            let both = $crate::testing::gradients(value, pullback, gradient);
            both.map(|[pulled, found]| [complete(pulled), complete(found)])
        });
    };
    (@complete $found:ident, $($name:ident $bar:ident)+) => {{
        let ($($bar,)+) = $found;
        ($($crate::testing::complete::<Arguments, _, _>($name, $bar),)+)
    }};
    // One argument: the bare cotangent.
    (@tuple $cotangent:expr, $name:ident) => { ($cotangent,) };
    (@tuple $cotangent:expr, $($name:ident)+) => { $cotangent };
    // The same on both axes is one word, as the companion writes it: cotangents of derived types name their space.
    (@both "input" "input") => { $crate::Tangent };
    (@both "input" "final") => { $crate::Tangent };
    (@both "final" "input") => { $crate::Tangent };
    (@both "final" "final") => { $crate::Tangent };
    (@both "output" "output") => { $crate::Ambient };
    (@both "output" "none") => { $crate::Ambient };
    (@both "none" "output") => { $crate::Ambient };
    (@both "none" "none") => { $crate::Ambient };
    (@both $number:tt $structure:tt) => {
        $crate::Axes<
            $crate::__check_for_users!(@arguments $number),
            $crate::__check_for_users!(@arguments $structure),
        >
    };
    (@arguments "input") => { $crate::Tangent };
    (@arguments "final") => { $crate::Tangent };
    (@arguments "output") => { $crate::Ambient };
    (@arguments "none") => { $crate::Ambient };
    (@arguments $other:tt) => { compile_error!("a policy is one of \"input\", \"output\", \"final\" and \"none\"") };
    (@full "none") => { true };
    (@full $other:tt) => { false };
    // Last, because what begins with `@` would match.
    ($what:tt $($f:ident)::+ ($($args:tt)+), project = $policy:tt $(, $check:expr)? $(,)?) => {
        $crate::__check_for_users!(
            @options $what [$policy $policy (project = $policy)] [$($check)?] [$($f)::+] [$($args)+]
        )
    };
    ($what:tt $($f:ident)::+ ($($args:tt)+), project(number = $number:tt, structure = $structure:tt $(,)?)
        $(, $check:expr)? $(,)?) => {
        $crate::__check_for_users!(
            @options $what [$number $structure (project(number = $number, structure = $structure))]
            [$($check)?] [$($f)::+] [$($args)+]
        )
    };
    ($what:tt $($f:ident)::+ ($($args:tt)+), project(number = $number:tt $(,)?) $(, $check:expr)? $(,)?) => {
        $crate::__check_for_users!(
            @options $what [$number "input" (project(number = $number))] [$($check)?] [$($f)::+] [$($args)+]
        )
    };
    ($what:tt $($f:ident)::+ ($($args:tt)+), project(structure = $structure:tt $(,)?) $(, $check:expr)? $(,)?) => {
        $crate::__check_for_users!(
            @options $what ["input" $structure (project(structure = $structure))]
            [$($check)?] [$($f)::+] [$($args)+]
        )
    };
    ($what:tt $($f:ident)::+ ($($args:tt)+) $(, $check:expr)? $(,)?) => {
        $crate::__check_for_users!(
            @options $what ["input" "input" (project = "input")] [$($check)?] [$($f)::+] [$($args)+]
        )
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __check_extension {
    ($($f:ident)::+ ($($args:tt)+), $($g:ident)::+ ($($extended:tt)+) $(,)?) => {
        $crate::__check_extension!($($f)::+($($args)+), $($g)::+($($extended)+), $crate::testing::Check::new())
    };
    ($($f:ident)::+ ($($args:tt)+), $($g:ident)::+ ($($extended:tt)+), $check:expr $(,)?) => {
        $crate::__check_names!(
            [__check_extension first ($check, [$($g)::+] [$($extended)+])] [$($f)::+] [] [$($args)+]
        )
    };
    (@first ($check:expr, $g:tt $extended:tt), $f:tt $names:tt) => {
        $crate::__check_names!([__check_extension second ($check, $f $names)] $g [] $extended)
    };
    (@second ($check:expr, $f:tt $names:tt), $g:tt $extended_names:tt) => {{
        let check: $crate::testing::Check = $check;
        $crate::__check_subject!(check subject $f $names {
            $crate::__check_subject!(check extended $g $extended_names {
                subject.extension(&extended, $crate::__check!(@pull $f $names $crate::Ambient, $crate::Ambient));
            });
        });
    }};
}

/// Runs `$body` with `$subject`, a function at its arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __check_subject {
    ($check:ident $subject:ident [$($f:ident)::+] [$(($arg:expr, $name:ident, $lender:ident, $bar:ident, $kind:ident))+]
        $body:block) => {{
        // The parameters of the function say what the arguments are: a slice where an array is passed.
        let parameters = $crate::testing::parameters::<_, ($($crate::__check!(@same $name _),)+)>($($f)::+);
        let ($($lender,)+) = parameters.lenders();
        let ($($lender,)+) = ($($lender.$kind(),)+);
        // In a `match` the temporaries among the arguments live to the end.
        match parameters.values($($arg),+) {
            ($($name,)+) => {
                let ($($name,)+) = ($($lender.owned(&$name),)+);
                let names = vec![$((
                    stringify!($arg),
                    $crate::testing::dimension::<$crate::Tangent, _>(&$name),
                    $crate::testing::dimension::<$crate::Ambient, _>(&$name),
                )),+];
                let $subject = $crate::testing::Subject::new(
                    &$check,
                    stringify!($($f)::+),
                    names,
                    ($($name,)+),
                    |($($name,)+)| $crate::testing::owned(&$($f)::+($($lender.lend($name)),+)),
                );
                $body
            }
        }
    }};
}

/// Gives each argument a name, a lender and an accumulator, and hands them all to an internal rule of a macro.
#[doc(hidden)]
#[macro_export]
macro_rules! __check_names {
    ($to:tt $f:tt [] $args:tt) => {
        $crate::__check_names!(@ $to $f [] $args
            [(a0 lend0 bar0) (a1 lend1 bar1) (a2 lend2 bar2) (a3 lend3 bar3) (a4 lend4 bar4) (a5 lend5 bar5)])
    };
    (@ [$macro:ident $rule:ident $options:tt] $f:tt $names:tt [] $more:tt) => {
        $crate::$macro!(@$rule $options, $f $names)
    };
    (@ $to:tt $f:tt [$($names:tt)*] [#[no_derivative] $arg:expr $(, $($args:tt)*)?]
        [($name:ident $lender:ident $bar:ident) $($more:tt)*]) => {
        $crate::__check_names!(
            @ $to $f [$($names)* ($arg, $name, $lender, $bar, constant)] [$($($args)*)?] [$($more)*]
        )
    };
    (@ $to:tt $f:tt [$($names:tt)*] [$arg:expr $(, $($args:tt)*)?]
        [($name:ident $lender:ident $bar:ident) $($more:tt)*]) => {
        $crate::__check_names!(
            @ $to $f [$($names)* ($arg, $name, $lender, $bar, active)] [$($($args)*)?] [$($more)*]
        )
    };
    (@ $to:tt $f:tt $names:tt $args:tt []) => {
        compile_error!("a check takes at most six arguments")
    };
}
