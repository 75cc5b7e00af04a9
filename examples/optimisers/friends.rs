//! Who is friends with whom in Zachary's karate club, by how sociable each member is and whether two took the same side.
//!
//! Members `i` and `j` are friends with probability `1 / (1 + exp(-(a_i + a_j + h s_ij)))`: the numbers `a_i` say how many
//! friends each has, and `h` how much more likely it is that friends stay together, `s_ij` being 1 if they did and 0 otherwise.

use ad_examples::karate::Club;
use ad_runtime::functions::softplus;
use ad_runtime::prelude::*;

/// For each pair of members whether they are friends, and whether they took the same side.
pub(crate) struct Pairs {
    pub(crate) friends: Vec<bool>,
    pub(crate) same_side: Vec<bool>,
}

impl Pairs {
    pub(crate) fn of(club: &Club) -> Self {
        let n = club.members();
        let pairs = || (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        Pairs {
            friends: pairs().map(|pair| club.ties.contains(&pair)).collect(),
            same_side: pairs().map(|(i, j)| club.with_mr_hi[i] == club.with_mr_hi[j]).collect(),
        }
    }
}

/// Minus the logarithm of the likelihood, and half the squares of all unknowns, of which `h` is the last.
#[differentiable(forward)]
pub(crate) fn deviance(x: &[f64], #[no_derivative] friends: &[bool], #[no_derivative] same_side: &[bool]) -> f64 {
    let n = x.len() - 1;
    let mut sum = 0.0;
    for x in x {
        sum += 0.5 * x * x;
    }
    let mut pair = 0;
    for i in 0..n {
        for j in i + 1..n {
            let logit = x[i] + x[j] + if same_side[pair] { x[n] } else { 0.0 };
            sum += softplus(logit);
            if friends[pair] {
                sum -= logit;
            }
            pair += 1;
        }
    }
    sum
}
