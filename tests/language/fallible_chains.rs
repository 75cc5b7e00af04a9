//! Consumers that stop at the first failure, values of `Option` and `Result` that hold vectors, and what stands instead of one
//! that is not there.

use ad_runtime::prelude::*;

#[differentiable]
fn logarithm(x: f64) -> Result<f64, String> {
    if x > 0.0 { Ok(x.ln()) } else { Err(format!("{x} has none")) }
}

#[differentiable]
fn root(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.sqrt()) } else { None }
}

#[differentiable]
fn folded(x: &[f64]) -> Option<f64> {
    x.iter().try_fold(1.0, |product, x| if *x > 0.0 { Some(product * x) } else { None })
}

#[differentiable]
fn folded_with_a_question_mark(x: &[f64]) -> Result<f64, String> {
    let product = x.iter().try_fold(1.0, |product, x| -> Result<f64, String> { Ok(product * logarithm(*x)?) })?;
    Ok(product * product)
}

#[differentiable]
fn sum_of_results(x: &[f64]) -> Result<f64, String> {
    x.iter().map(|x| logarithm(*x)).sum()
}

#[differentiable]
fn product_of_options(x: &[f64]) -> Option<f64> {
    let product = x.iter().map(|x| root(*x)).product::<Option<f64>>()?;
    Some(product * x[0])
}

#[differentiable]
fn collected_results(x: &[f64]) -> Result<Vec<f64>, String> {
    x.iter().map(|x| logarithm(*x)).collect()
}

#[differentiable]
fn collected_options(x: &[f64]) -> Option<f64> {
    let roots: Option<Vec<f64>> = x.iter().map(|x| root(*x)).collect();
    let roots = roots?;
    Some(roots[0] * roots[roots.len() - 1])
}

#[differentiable]
fn all_of_them(x: &[f64]) -> f64 {
    let a = folded(x).unwrap_or(x[0] * 3.0);
    let b = folded_with_a_question_mark(x).unwrap_or(0.0);
    let c = sum_of_results(x).unwrap_or(-1.0) * product_of_options(x).unwrap_or(x[1]);
    let d = match collected_results(x) {
        Ok(logarithms) => logarithms[0] + logarithms.iter().sum::<f64>(),
        Err(_) => x[0] * x[0],
    };
    a * b + c * d + collected_options(x).unwrap_or(2.0)
}

#[differentiable]
fn instead(x: f64) -> f64 {
    let a = root(x).or_else(|| root(-x)).unwrap_or(x);
    let b = logarithm(x).or_else(|_| logarithm(1.0 - x)).unwrap_or(x);
    let d: Option<f64> = root(x - 1.0);
    let c = d.or(root(x + 1.0)).filter(|root| *root > 1.2).or(Some(x * x)).unwrap_or(1.0);
    a * b * c
}

/// Of vectors, which cannot be copied on the way back.
mod of_vectors {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn halves(x: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
        if x.len() < 2 {
            return None;
        }
        let middle = x.len() / 2;
        Some((x[..middle].to_vec(), x[middle..].iter().map(|x| x * x).collect()))
    }

    #[differentiable]
    fn asked(x: &[f64]) -> Option<f64> {
        let (a, b) = halves(x)?;
        Some(a[0] * b[0])
    }

    #[differentiable]
    fn matched(x: &[f64]) -> f64 {
        let parts = halves(x);
        let a = match parts {
            Some((a, b)) => a.iter().zip(&b).map(|(a, b)| a * b).sum(),
            None => x[0] * 2.0,
        };
        let b = if let Some((_, b)) = halves(&x[1..]) { b[0] * x[0] } else { x[0] };
        a * b + asked(x).unwrap_or(x[0])
    }

    gradients! {
        matched: (&[0.5, 1.5, -2.0]), (&[0.5]), (&[0.5, 2.0]);
    }
}

/// Loops that are the value of a function.
mod loops_as_values {
    use ad_runtime::prelude::*;

    #[differentiable]
    fn of_a_function(x: f64) -> f64 {
        let mut y = x;
        loop {
            y *= 2.0;
            if y > 10.0 {
                break y * x;
            }
        }
    }

    #[differentiable]
    fn from_the_inner_one(x: f64) -> f64 {
        let mut y = x;
        'outer: loop {
            loop {
                y = y * y + x;
                if y > 10.0 {
                    break 'outer y.sqrt();
                }
            }
        }
    }

    #[differentiable]
    fn of_a_branch(x: f64) -> f64 {
        if x > 1.0 {
            x
        } else {
            let mut y = x;
            loop {
                y += x;
                if y > 3.0 {
                    return y * y;
                }
            }
        }
    }

    gradients! {
        of_a_function: (1.5);
        from_the_inner_one: (1.5);
        of_a_branch: (0.7), (1.2);
    }
}

gradients! {
    all_of_them: (&[1.5, 2.0, 3.0]), (&[1.5, -2.0, 3.0]), (&[-1.5, 0.5]);
    instead: (0.3), (-0.8), (2.5);
}
