//! A "diagonal" LSTM that predicts the next character of a text, from the formulas of ADBench.

pub(crate) mod by_hand;

use ad_runtime::prelude::*;

/// A network of `layers` layers, and a text of characters of `bits` bits.
pub(crate) struct Instance {
    pub(crate) layers: usize,
    pub(crate) bits: usize,
    /// For each layer the weights and the biases, four blocks each: forget, ingate, outgate, change.
    pub(crate) main: Vec<f64>,
    /// Weights of the input, weights and biases of the output.
    pub(crate) extra: Vec<f64>,
    /// For each layer what is hidden and the cell, before the first character.
    pub(crate) state: Vec<f64>,
    /// The text: 0 or 1 for each bit.
    pub(crate) text: Vec<f64>,
}

#[differentiable]
pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The loss: how far the predicted characters are from the next ones.
#[differentiable]
pub(crate) fn objective(
    main: &[f64],
    extra: &[f64],
    #[no_derivative] state: &[f64],
    #[no_derivative] text: &[f64],
    bits: usize,
) -> f64 {
    let layers = main.len() / (8 * bits);
    let characters = text.len() / bits;
    let mut state = state.to_vec();
    let mut x = vec![0.0; bits];
    let mut total = 0.0;
    for t in 0..characters - 1 {
        for j in 0..bits {
            x[j] = text[t * bits + j] * extra[j];
        }
        for layer in 0..layers {
            let weight = &main[layer * 8 * bits..][..4 * bits];
            let bias = &main[layer * 8 * bits..][4 * bits..8 * bits];
            for j in 0..bits {
                let hidden = layer * 2 * bits + j;
                let cell = hidden + bits;
                let forget = sigmoid(x[j] * weight[j] + bias[j]);
                let ingate = sigmoid(state[hidden] * weight[bits + j] + bias[bits + j]);
                let outgate = sigmoid(x[j] * weight[2 * bits + j] + bias[2 * bits + j]);
                let change = (state[hidden] * weight[3 * bits + j] + bias[3 * bits + j]).tanh();
                state[cell] = state[cell] * forget + ingate * change;
                state[hidden] = outgate * state[cell].tanh();
                x[j] = state[hidden];
            }
        }
        let mut sum = 2.0;
        for j in 0..bits {
            x[j] = x[j] * extra[bits + j] + extra[2 * bits + j];
            sum += x[j].exp();
        }
        let normaliser = sum.ln();
        for j in 0..bits {
            total += text[(t + 1) * bits + j] * (x[j] - normaliser);
        }
    }
    -total / ((characters - 1) * bits) as f64
}
