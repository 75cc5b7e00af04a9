// The lines of the table in `docs/src/language.md`. Each is a function of a number `x` and a slice `v`, whose gradient is
// compared with differences; what is shown is its body.
table! {
    // ## Numbers and operators

    /// arithmetic
    fn arithmetic(x: f64, v: &[f64]) -> f64 { -(x * v[0] - v[1]) / (x + 2.0) % 3.0 }
    /// elementary functions, as methods or by path
    fn elementary(x: f64, v: &[f64]) -> f64 { x.sin().exp() + f64::hypot(x, v[0]).powf(1.5) }
    /// conversions
    fn conversions(x: f64, v: &[f64]) -> f64 { x * v.len() as f64 + f64::from(3_u8) * x }
    /// casts to integers, which have no derivative
    fn integer_casts(x: f64, v: &[f64]) -> f64 { v[x as usize] * (x - x.floor()) }
    /// complex numbers
    fn complex(x: f64, v: &[f64]) -> f64 { let z = Complex64::new(x, v[0]); (z * z.conj().exp()).re + z.norm() }
    /// constants, of types too
    fn constants(x: f64, v: &[f64]) -> f64 { const HALF: f64 = 0.5; x * std::f64::consts::PI + HALF * v[0] }
    /// comparisons and logic, which have no derivative
    fn logic(x: f64, v: &[f64]) -> f64 { let big = x > v[0] && !(v[1] < 0.0); if big { x } else { x * v[0] } }

    // ## Variables and places

    /// `let` with a pattern, a type, shadowing
    fn patterns(x: f64, v: &[f64]) -> f64 { let (a, [b, ..]): (f64, [f64; 2]) = (x, [v[0], v[1]]); let a = a * b; a * a }
    /// `let x;` set later
    fn set_later(x: f64, v: &[f64]) -> f64 { let y; if x > 0.0 { y = x * v[0]; } else { y = v[1]; } y * y }
    /// assignment, compound assignment
    fn assignment(x: f64, v: &[f64]) -> f64 { let mut y = x; y *= v[0]; y = y * y + x; y -= v[1]; y }
    /// assignment to elements and fields
    fn elements(x: f64, v: &[f64]) -> f64 { let mut a = [x, v[0]]; a[0] *= a[1]; let mut p = (x, 1.0); p.1 = a[0]; p.0 * p.1 }
    /// assignment to a tuple
    fn tuple_assignment(x: f64, v: &[f64]) -> f64 { let (mut a, mut b) = (x, v[0]); (a, b) = (b, a * b); a - b * x }
    /// slices of slices
    fn slices(x: f64, v: &[f64]) -> f64 { let rest = &v[1..]; let (a, b) = (rest[0], &rest[1]); a * b * x }
    /// references
    fn references(x: f64, v: &[f64]) -> f64 { let r = &x; let s = &&v[0]; *r * **s }
    /// `&mut` of a variable, an element, a field
    fn mutable_references(x: f64, v: &[f64]) -> f64 { let mut a = [x, v[0]]; let r = &mut a[1]; *r *= x; a[0] * a[1] }
    /// `split_at_mut`
    fn split(x: f64, v: &[f64]) -> f64 { let mut w = v.to_vec(); let (a, b) = w.split_at_mut(1); a[0] *= b[0] * x; w[0] * w[1] }
    /// vectors of vectors, arrays of arrays
    fn nested(x: f64, v: &[f64]) -> f64 { let mut m = vec![vec![x; 2]; 2]; m[1][0] *= v[0]; let a = [[x, v[1]]; 2]; m[1][0] * a[1][1] }
    /// vectors that grow and shrink
    fn growing(x: f64, v: &[f64]) -> f64 { let mut w = vec![x]; w.push(x * v[0]); w.extend(v); w.insert(1, x); w[1] * w[2] * w.pop().unwrap() }
    /// `swap`, `reverse`, `sort_by`, `rotate_left`, `fill`, `mem::swap`, `mem::replace`
    fn rearranged(x: f64, v: &[f64]) -> f64 { let mut w = v.to_vec(); w[0] = x; w.sort_by(|a, b| b.total_cmp(a)); w.swap(0, 2); w[0] * w[1] }
    /// `Box`, `Rc`, `Arc`
    fn pointers(x: f64, v: &[f64]) -> f64 { let mut b = Box::new(x); *b *= v[0]; let r = Rc::new(*b); *r * x }

    // ## Branches

    /// `if`, as a value or a statement
    fn conditional(x: f64, v: &[f64]) -> f64 { let y = if x > v[0] { x } else if x > 0.0 { x * x } else { 1.0 }; y * v[1] }
    /// `match` on numbers, with guards
    fn matched(x: f64, v: &[f64]) -> f64 { match v.len() { 0 => 0.0, 1 | 2 => x, n if n > 5 => x * x, _ => x * v[0] } }
    /// `match` on an enum of your own
    fn of_enums(x: f64, v: &[f64]) -> f64 { let shape = Shape::Frame { x, y: v[0] }; match shape { Shape::Disc(r) => r * r, Shape::Frame { x, y } => x * y } }
    /// patterns inside patterns, alternatives
    fn nested_patterns(x: f64, v: &[f64]) -> f64 { match Some((x, v[0])) { Some((a, b)) if a > 5.0 => b, Some((a, b)) => a * b, None => x } }
    /// `if let`, `let else`
    fn if_let(x: f64, v: &[f64]) -> f64 { let Some(r) = root(x) else { return 0.0 }; if let Some(s) = root(v[0]) { r * s } else { r } }
    /// patterns of slices
    fn slice_patterns(x: f64, v: &[f64]) -> f64 { match v { [] => x, [a] => a * x, [a, rest @ .., b] => a * b * x + rest.len() as f64 * x } }
    /// `matches!`
    fn matches(x: f64, v: &[f64]) -> f64 { if matches!(root(x), Some(r) if r > 0.5) { x * v[0] } else { x } }
    /// labelled blocks
    fn labelled(x: f64, v: &[f64]) -> f64 { let y = 'clip: { if x > 5.0 { break 'clip v[0]; } x * x }; y * v[1] }
    /// early `return`
    fn early(x: f64, v: &[f64]) -> f64 { if v.is_empty() { return x; } let y = x * v[0]; if y < 5.0 { return y * y; } y }

    // ## Loops

    /// `for` over a range
    fn over_a_range(x: f64, v: &[f64]) -> f64 { let mut sum = 0.0; for i in (0..v.len()).rev().step_by(2) { sum += v[i] * x; } sum * sum }
    /// `for` over a slice, a vector, an array
    fn over_a_slice(x: f64, v: &[f64]) -> f64 { let mut y = x; for (i, w) in v.iter().enumerate() { y = y * w + i as f64; } y }
    /// `for` over what is changed
    fn over_mutable(x: f64, v: &[f64]) -> f64 { let mut w = v.to_vec(); for w in w.iter_mut() { *w *= x; } for w in &mut w { *w += x; } w[0] * w[1] }
    /// `while`, `while let`
    fn whiles(x: f64, v: &[f64]) -> f64 { let mut y = x; while y < 9.0 { y *= 1.5; } let mut w = v.to_vec(); while let Some(last) = w.pop() { y += last * x; } y }
    /// `loop` with `break`, with a value too
    fn forever(x: f64, v: &[f64]) -> f64 { let mut y = x; loop { y = y * 2.0 + v[0]; if y > 20.0 { break y * x; } } }
    /// labels, `continue`
    fn labels(x: f64, v: &[f64]) -> f64 { let mut y = x; 'rows: for a in v { for b in v { if a < b { continue 'rows; } y += a * b * x; } } y }
    /// recursion
    fn recursion(x: f64, v: &[f64]) -> f64 { power(x, 3) * even(v[0], 3) }

    // ## Closures and iterators

    /// closures, which capture and change
    fn closures(x: f64, v: &[f64]) -> f64 { let mut sum = 0.0; let mut add = |y: f64| sum += y * x; add(v[0]); add(v[1]); sum * x }
    /// `map`, `zip`, `enumerate`, `rev`, `skip`, `take`, `step_by`, `chain`
    fn adaptors(x: f64, v: &[f64]) -> f64 { v.iter().zip(&v[1..]).map(|(a, b)| a * b).sum::<f64>() + v.iter().rev().skip(1).map(|a| a * x).sum::<f64>() }
    /// `filter`, `filter_map`, `take_while`, `skip_while`, `flat_map`, `scan`, `inspect`
    fn filters(x: f64, v: &[f64]) -> f64 { v.iter().filter(|a| **a > 0.7).flat_map(|a| [*a, a * x]).scan(1.0, |s, a| { *s *= a; Some(*s) }).sum() }
    /// `windows`, `chunks`, `chunks_exact`
    fn windows(x: f64, v: &[f64]) -> f64 { v.windows(2).map(|w| (w[0] - w[1] * x).powi(2)).sum() }
    /// `fold`, `try_fold`, `reduce`, `product`
    fn folds(x: f64, v: &[f64]) -> f64 { v.iter().fold(x, |a, b| a * b) + v.iter().copied().reduce(f64::max).unwrap_or(x) }
    /// `min_by`, `max_by`, `find`, `last`, `nth`, `position`, `any`, `all`
    fn searches(x: f64, v: &[f64]) -> f64 { let big = v.iter().max_by(|a, b| a.total_cmp(b)).unwrap(); big * x + v.iter().find(|a| **a < 1.0).unwrap() }
    /// `min_by_key`, `max_by_key`, `sort_by`, `sort_by_key`
    fn by_keys(x: f64, v: &[f64]) -> f64 { let mut w = v.to_vec(); w.sort_by_key(|a| (a * 100.0) as i64); w[0] * x + v.iter().max_by_key(|a| (**a * 100.0) as i64).unwrap() }
    /// iterators with a name: `next`, `peek`, `while let`, and what is left of them
    fn named_iterators(x: f64, v: &[f64]) -> f64 { let mut items = v.iter(); let mut y = x * items.next().unwrap(); for a in items { y = y * x + a; } y }
    /// `collect`, `unzip`, `partition`, also into `Option` and `Result`
    fn collected(x: f64, v: &[f64]) -> f64 { let w: Vec<f64> = v.iter().map(|a| a * x).collect(); let r: Option<Vec<f64>> = w.iter().map(|a| root(*a)).collect(); r.map_or(x, |r| r[0] * w[1]) }
    /// functions as arguments: closures, paths, `impl Fn`, `&dyn Fn`, `fn` pointers
    fn passed_on(x: f64, v: &[f64]) -> f64 { twice(|t| t * v[0], x) + twice(f64::sin, x) + twice(square, v[1]) }

    // ## Options and results

    /// `?` in functions and closures
    fn question_marks(x: f64, v: &[f64]) -> f64 { let sum = || -> Option<f64> { Some(root(x)? + root(v[0])?) }; sum().unwrap_or(x) }
    /// `map`, `and_then`, `map_or`, `or_else`, `filter`
    fn maps(x: f64, v: &[f64]) -> f64 { root(x).and_then(|r| root(r * v[0])).or_else(|| root(-x)).map_or(0.0, |r| r * x) }
    /// `unwrap`, `expect`, `unwrap_or`, `unwrap_or_else`, `ok_or`, `map_err`, `ok`
    fn unwrapped(x: f64, v: &[f64]) -> f64 { root(x).ok_or("none").unwrap() * root(-v[0]).unwrap_or_else(|| x * x) }

    /// `as_ref`, `first`, `last`, `get`, `split_first` and their parts: `match`, `if let`, `let else`, `map_or`
    fn looked_into(x: f64, v: &[f64]) -> f64 { let Some((first, rest)) = v.split_first() else { return x }; first * x + rest.get(5).map_or(x, |a| a * x) }

    // ## Types of your own

    /// structs: literals, `..rest`, fields, patterns
    fn structs(x: f64, v: &[f64]) -> f64 { let s = Spring { k: x, rest: v[0] }; let t = Spring { k: v[1], ..s }; let Spring { k, rest } = t; k * rest * s.k }
    /// methods: `&self`, `self`, `&mut self`; associated functions and constants
    fn methods(x: f64, v: &[f64]) -> f64 { let mut s = Spring::new(x, v[0]); s.stiffen(v[1]); s.energy(x) * s.doubled().k }
    /// operators
    fn operators(x: f64, v: &[f64]) -> f64 { let s = Spring::new(x, v[0]) + Spring::new(v[1], x); s.k * s.rest }
    /// traits, and generic code that calls through them
    fn traits(x: f64, v: &[f64]) -> f64 { energy_of(&Spring::new(x, v[0]), x) }
    /// type parameters, `T::from`, `T::zero()`, `T: Float`
    fn generics(x: f64, v: &[f64]) -> f64 { norm(v) * x + norm(&[x, 2.0]) }
    /// const parameters, lifetimes, `impl Trait` arguments
    fn const_generics(x: f64, v: &[f64]) -> f64 { total([x, v[0], x * x]) }
    /// `&mut` arguments
    fn lent(x: f64, v: &[f64]) -> f64 { let mut y = x; let mut w = v.to_vec(); scale(&mut y, &mut w); y * w[0] }

    // ## The rest of daily life

    /// `assert!`, `debug_assert!`, `panic!`, `println!`, `format!`
    fn assertions(x: f64, v: &[f64]) -> f64 { assert!(x > 0.0, "{x}"); if x > 100.0 { unreachable!("{}", v[0]) } x * v[0] }
    /// attributes on statements, `cfg`
    fn attributes(x: f64, v: &[f64]) -> f64 { #[cfg(debug_assertions)] let k = 1.0; #[cfg(not(debug_assertions))] let k = 1.0; #[allow(unused)] let y = x; k * x * v[0] }
    /// nested items
    fn items(x: f64, v: &[f64]) -> f64 { const N: usize = 2; struct Unused; x * v[N] }
    /// anything without an active value in it
    fn inactive(x: f64, v: &[f64]) -> f64 { let names: HashMap<&str, usize> = [("a", 0), ("b", 1)].into(); x * v[names["b"]] }
    /// `stop_gradient`
    fn stopped(x: f64, v: &[f64]) -> f64 { x * v[0] + 0.0 * stop_gradient(v[1]) }
}
