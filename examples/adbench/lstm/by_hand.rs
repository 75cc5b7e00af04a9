//! The gradient of the network's loss, as one would write it by hand: the gates of each step are kept.

use super::{Instance, sigmoid};

/// What the way back needs of one element of a layer at one step.
#[derive(Clone, Copy, Default)]
struct Kept {
    x: f64,
    forget: f64,
    ingate: f64,
    outgate: f64,
    change: f64,
    hidden: f64,
    cell: f64,
    tanh: f64,
}

/// The value, and its gradient by `main` and `extra`, one behind the other.
pub(crate) fn value_and_gradient(instance: &Instance) -> (f64, Vec<f64>) {
    let Instance { layers, bits, main, extra, state, text } = instance;
    let (layers, bits, steps) = (*layers, *bits, text.len() / bits - 1);
    let mut state = state.clone();
    let mut kept = vec![Kept::default(); steps * layers * bits];
    let mut softmax = vec![0.0; steps * bits];
    let mut last = vec![0.0; steps * bits];
    let mut x = vec![0.0; bits];
    let mut total = 0.0;
    for t in 0..steps {
        let (now, next) = (&text[t * bits..][..bits], &text[(t + 1) * bits..][..bits]);
        for j in 0..bits {
            x[j] = now[j] * extra[j];
        }
        for layer in 0..layers {
            let (weight, bias) = main[layer * 8 * bits..][..8 * bits].split_at(4 * bits);
            let (hidden, cell) = state[layer * 2 * bits..][..2 * bits].split_at_mut(bits);
            let kept = &mut kept[(t * layers + layer) * bits..][..bits];
            for j in 0..bits {
                let forget = sigmoid(x[j] * weight[j] + bias[j]);
                let ingate = sigmoid(hidden[j] * weight[bits + j] + bias[bits + j]);
                let outgate = sigmoid(x[j] * weight[2 * bits + j] + bias[2 * bits + j]);
                let change = (hidden[j] * weight[3 * bits + j] + bias[3 * bits + j]).tanh();
                let before = (x[j], hidden[j], cell[j]);
                cell[j] = cell[j] * forget + ingate * change;
                let tanh = cell[j].tanh();
                hidden[j] = outgate * tanh;
                kept[j] = Kept { x: before.0, forget, ingate, outgate, change, hidden: before.1, cell: before.2, tanh };
                x[j] = hidden[j];
            }
        }
        let (softmax, last) = (&mut softmax[t * bits..][..bits], &mut last[t * bits..][..bits]);
        let (mut sum, mut logits) = (2.0, 0.0);
        for j in 0..bits {
            last[j] = x[j];
            let y = x[j] * extra[bits + j] + extra[2 * bits + j];
            softmax[j] = y.exp();
            sum += softmax[j];
            logits += next[j] * y;
        }
        let ones: f64 = next.iter().sum();
        total += logits - ones * sum.ln();
        softmax.iter_mut().for_each(|p| *p *= ones / sum);
    }

    let scale = -1.0 / (steps * bits) as f64;
    let mut gradient = vec![0.0; main.len() + extra.len()];
    let (main_bar, extra_bar) = gradient.split_at_mut(main.len());
    let mut state_bar = vec![0.0; state.len()];
    let mut x_bar = vec![0.0; bits];
    for t in (0..steps).rev() {
        let (now, next) = (&text[t * bits..][..bits], &text[(t + 1) * bits..][..bits]);
        let (softmax, last) = (&softmax[t * bits..][..bits], &last[t * bits..][..bits]);
        for j in 0..bits {
            let y_bar = scale * (next[j] - softmax[j]);
            extra_bar[bits + j] += y_bar * last[j];
            extra_bar[2 * bits + j] += y_bar;
            x_bar[j] = y_bar * extra[bits + j];
        }
        for layer in (0..layers).rev() {
            let weight = &main[layer * 8 * bits..][..4 * bits];
            let (weight_bar, bias_bar) = main_bar[layer * 8 * bits..][..8 * bits].split_at_mut(4 * bits);
            let (hidden_bar, cell_bar) = state_bar[layer * 2 * bits..][..2 * bits].split_at_mut(bits);
            let kept = &kept[(t * layers + layer) * bits..][..bits];
            for j in 0..bits {
                let Kept { x, forget, ingate, outgate, change, hidden, cell, tanh } = kept[j];
                let out = hidden_bar[j] + x_bar[j];
                let cell_out = cell_bar[j] + out * outgate * (1.0 - tanh * tanh);
                let forget_bar = cell_out * cell * forget * (1.0 - forget);
                let ingate_bar = cell_out * change * ingate * (1.0 - ingate);
                let outgate_bar = out * tanh * outgate * (1.0 - outgate);
                let change_bar = cell_out * ingate * (1.0 - change * change);
                cell_bar[j] = cell_out * forget;
                weight_bar[j] += forget_bar * x;
                bias_bar[j] += forget_bar;
                weight_bar[bits + j] += ingate_bar * hidden;
                bias_bar[bits + j] += ingate_bar;
                weight_bar[2 * bits + j] += outgate_bar * x;
                bias_bar[2 * bits + j] += outgate_bar;
                weight_bar[3 * bits + j] += change_bar * hidden;
                bias_bar[3 * bits + j] += change_bar;
                hidden_bar[j] = ingate_bar * weight[bits + j] + change_bar * weight[3 * bits + j];
                x_bar[j] = forget_bar * weight[j] + outgate_bar * weight[2 * bits + j];
            }
        }
        for j in 0..bits {
            extra_bar[j] += x_bar[j] * now[j];
        }
    }
    (total * scale, gradient)
}
