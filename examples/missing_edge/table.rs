//! The table of measurements.

use ndarray::{Array2, Axis};
use sprs::CsMat;

/// What the samples say.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) names: Vec<String>,
    pub(crate) samples: usize,
    /// The correlations of the logarithms of the measurements; all are stored.
    pub(crate) correlations: CsMat<f64>,
}

impl Table {
    /// Reads a table with a line of names.
    ///
    /// # Panics
    ///
    /// If the text is no table of numbers: it is part of this program.
    pub(crate) fn read(text: &str) -> Self {
        let (names, rows) = text.split_once('\n').expect("the first line has the names");
        let names: Vec<String> = names.split(',').map(String::from).collect();
        let numbers = rows.lines().flat_map(|row| row.split(','));
        // A few measurements are 0: what they would be if one unit of the last digit were added.
        let numbers = numbers.map(|number| (number.parse::<f64>().expect("fields are numbers") + 1e-4).ln());
        let numbers: Vec<f64> = numbers.collect();
        let samples = numbers.len() / names.len();
        let mut table = Array2::from_shape_vec((samples, names.len()), numbers).expect("all rows have the same length");
        for mut column in table.axis_iter_mut(Axis(1)) {
            let mean = column.sum() / samples as f64;
            column -= mean;
            let deviation = (column.dot(&column) / samples as f64).sqrt();
            column /= deviation;
        }
        let correlations = table.t().dot(&table) / samples as f64;
        Table { names, samples, correlations: CsMat::csr_from_dense(correlations.view(), -1.0) }
    }
}
