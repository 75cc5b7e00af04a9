//! The results that ADBench's own hand-written module has, and how far ours are from them.

use serde_json::Value;
use std::path::Path;

/// How far two numbers are from each other, as ADBench measures it.
pub(crate) fn distance(x: f64, y: f64) -> f64 {
    (x - y).abs() / (x.abs() + y.abs()).max(1.0)
}

/// What an objective and its derivative came out as.
pub(crate) struct Outcome {
    /// The value; of residuals, their sum.
    pub(crate) value: f64,
    /// The entries of the gradient, or the stored ones of the Jacobian.
    pub(crate) derivative: Vec<f64>,
}

impl Outcome {
    pub(crate) fn sum(&self) -> f64 {
        self.derivative.iter().sum()
    }

    pub(crate) fn norm2(&self) -> f64 {
        self.derivative.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
    }

    /// A sum that notices when entries change places.
    pub(crate) fn dot_sin(&self) -> f64 {
        let weight = |index: usize| (1.0 + (index % 100_003) as f64).sin();
        self.derivative.iter().enumerate().map(|(index, entry)| entry * weight(index)).sum()
    }

    /// The largest distance from what is expected, as ADBench measures it; `None` where nothing is stored.
    ///
    /// # Errors
    ///
    /// Expectations that cannot be read, or that are for something else.
    pub(crate) fn max_error(&self, file: &Path) -> Result<Option<f64>, String> {
        let Some(name) = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else { return Ok(None) };
        let stored = Path::new(crate::DATA).join("expected").join(format!("{name}.json"));
        if !stored.exists() {
            return Ok(None);
        }
        let problem = |what: &str| format!("{}: {what}", stored.display());
        let text = std::fs::read_to_string(&stored).map_err(|error| problem(&error.to_string()))?;
        let expected: Value = serde_json::from_str(&text).map_err(|error| problem(&error.to_string()))?;
        let number = |key: &str| expected[key].as_f64().ok_or_else(|| problem(&format!("no number `{key}`")));
        if number("n_jac")? as usize != self.derivative.len() {
            return Err(problem("as many entries of the derivative were expected as there are not"));
        }
        let mut pairs = vec![
            (self.value, number("obj_sum")?),
            (self.sum(), number("jac_sum")?),
            (self.norm2(), number("jac_norm2")?),
            (self.dot_sin(), number("jac_dot_sin")?),
        ];
        let list = |key: &str| expected[key].as_array().map(Vec::as_slice).unwrap_or_default();
        let numbers = |key: &str| list(key).iter().filter_map(Value::as_f64).collect::<Vec<_>>();
        // All of a gradient; of a Jacobian the first block and a sample.
        pairs.extend(self.derivative.iter().copied().zip(numbers("gradient")));
        pairs.extend(self.derivative.iter().copied().zip(numbers("block_obs0_2x15")));
        for sampled in list("sample") {
            let numbers: Vec<f64> = sampled.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
            let (index, entry) = match numbers[..] {
                // An entry of a sparse Jacobian by its place, one of a dense Jacobian by its place in a column.
                [place, _row, _column, entry] => (place, entry),
                [row, column, entry] => (column * number("nrows")? + row, entry),
                _ => return Err(problem("a sampled entry is told by three or four numbers")),
            };
            pairs.push((self.derivative[index as usize], entry));
        }
        // A maximum by `f64::max` would pass over what is no number.
        let distances = pairs.into_iter().map(|(x, y)| distance(x, y));
        Ok(Some(distances.fold(0.0, |largest, next| if next <= largest { largest } else { next })))
    }
}
