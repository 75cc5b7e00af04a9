//! Vectors that are made and then assigned as they are: their cotangent is that of what they are assigned to.

use ad_runtime::prelude::*;

#[differentiable]
fn steps(x: &[f64], n: usize) -> f64 {
    let mut x = x.to_vec();
    for _ in 0..n {
        x = x.iter().map(|v| v.sin() + v * v * 0.1).collect();
    }
    x.iter().sum()
}

/// What is assigned is also needed as it was.
#[differentiable]
fn needed(x: &[f64], n: usize) -> f64 {
    let mut x = x.to_vec();
    for _ in 0..n {
        let mut next = Vec::new();
        for v in &x {
            next.push(v.sin() * v);
        }
        for i in 1..next.len() {
            let before = next[i - 1];
            next[i] *= before;
        }
        x = next;
    }
    x.iter().map(|v| v * v).sum()
}

/// Independent iterations, which run forward and at once back.
#[differentiable]
fn at_once_back(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for k in 0..x.len() {
        let mut state = vec![x[k]; 2];
        for v in x {
            let squares: Vec<f64> = state.iter().map(|s| s * v).collect();
            let mut next = Vec::new();
            for s in &squares {
                next.push(s * s + x[0]);
            }
            state = next;
        }
        let last: Vec<f64> = state.iter().map(|s| s.sin()).collect();
        state = last;
        total += state[0] * state[1];
    }
    total
}

/// Arrays are copied, and may be read afterwards.
#[differentiable]
fn read_behind(x: &[f64]) -> f64 {
    let mut state = [x[0], x[1]];
    let mut total = 0.0;
    for v in x {
        let next = [state[1] * v, state[0] + v];
        state = next;
        total += next[0] * state[1];
    }
    total * state[0]
}

#[differentiable]
fn left_between(x: &[f64], limit: f64) -> f64 {
    let mut state = vec![1.0, x[0]];
    for v in x {
        let next: Vec<f64> = state.iter().map(|s| s * v + 0.5).collect();
        if next[0] > limit {
            break;
        }
        state = next;
    }
    state[0] * state[1]
}

#[differentiable]
fn in_a_branch(x: &[f64]) -> f64 {
    let mut state = vec![1.0, x[0]];
    let mut best = vec![0.0, 0.0];
    for v in x {
        let next: Vec<f64> = state.iter().map(|s| s * v + 0.5).collect();
        if next[0] > next[1] {
            best = next;
        } else {
            state = next;
        }
    }
    state[0] * best[1] + state[1] * best[0]
}

#[differentiable]
fn swapped_by_hand(x: &[f64]) -> f64 {
    let mut previous = vec![1.0, 2.0];
    let mut current = vec![x[0], x[1]];
    for v in x {
        let kept = current;
        current = vec![kept[0] * v + previous[1], kept[1] - previous[0] * v];
        previous = kept;
    }
    current[0] * previous[1] + current[1]
}

/// What was assigned is itself assigned once more.
#[differentiable]
fn assigned_once_more(x: &[f64]) -> f64 {
    let mut state = vec![1.0, x[0]];
    for v in x {
        state[1] += v.sin();
        let mut copy = state.clone();
        copy[0] *= v;
        let old = state;
        state = copy;
        copy = old;
        state[0] += copy[1] * 0.1;
    }
    state[0] * state[1]
}

#[differentiable]
fn in_the_outermost_block(x: &[f64]) -> f64 {
    let mut state = x.to_vec();
    let squares: Vec<f64> = state.iter().map(|v| v * v).collect();
    state = squares;
    let cubes: Vec<f64> = state.iter().zip(x).map(|(s, v)| s * v).collect();
    state = cubes;
    state.iter().sum()
}

gradients! {
    steps: (&[0.3, -1.2, 2.0], 4), (&[0.3], 0), (&[], 2);
    needed: (&[0.3, -1.2, 2.0], 3), (&[0.7], 1);
    at_once_back: (&[0.3, -0.6, 0.9]), (&[0.4]), (&[]);
    read_behind: (&[0.3, -1.2, 2.0]);
    left_between: (&[0.3, -1.2, 2.0, 0.5], 0.9), (&[0.3, 2.0, 1.0], 1.0), (&[3.0, 1.0], 1.0);
    in_a_branch: (&[0.3, -1.2, 2.0, 0.5]);
    swapped_by_hand: (&[0.3, -1.2, 2.0]);
    assigned_once_more: (&[0.3, -1.2, 2.0]);
    in_the_outermost_block: (&[0.3, -1.2, 2.0]);
}

in_every_policy! {
    steps: (&[0.3, -1.2], 2);
    in_the_outermost_block: (&[0.3, -1.2]);
}
