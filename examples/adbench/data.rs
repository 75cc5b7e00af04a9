//! The data files of ADBench: numbers in decimals, separated by white space.

use crate::ba::{self, CAMERA, Observation};
use crate::gmm::{self, Wishart};
use crate::lstm;
use std::path::Path;

/// What a file holds.
pub(crate) enum Instance {
    Gmm(gmm::Instance),
    Ba(ba::Instance),
    Lstm(lstm::Instance),
}

/// Reads a file. What it holds is told by its path: `gmm/1k/gmm_d2_K5.txt`, `ba/test.txt`.
///
/// # Errors
///
/// A file that cannot be read, a path that names no objective, text that is no number, or too few of them.
pub(crate) fn read(path: &Path) -> Result<Instance, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let objective = objective_of(path).ok_or_else(|| format!("{}: neither gmm, ba nor lstm", path.display()))?;
    let mut numbers = Numbers::of(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let instance = match objective {
        "gmm" => gmm_of(&mut numbers).map(Instance::Gmm),
        "ba" => ba_of(&mut numbers).map(Instance::Ba),
        _ => lstm_of(&mut numbers).map(Instance::Lstm),
    };
    instance.map_err(|error| format!("{}: {error}", path.display()))
}

/// The objective that the name of a file or of a folder around it begins with, the innermost first.
fn objective_of(path: &Path) -> Option<&'static str> {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.iter().rev().find_map(|part| ["gmm", "ba", "lstm"].into_iter().find(|name| part.starts_with(name)))
}

struct Numbers {
    left: std::vec::IntoIter<f64>,
}

impl Numbers {
    fn of(text: &str) -> Result<Self, String> {
        let parse = |word: &str| word.parse::<f64>().map_err(|_| format!("`{word}` is no number"));
        let numbers: Vec<f64> = text.split_whitespace().map(parse).collect::<Result<_, _>>()?;
        Ok(Numbers { left: numbers.into_iter() })
    }

    fn take(&mut self, count: usize) -> Result<Vec<f64>, String> {
        if self.left.len() < count {
            return Err(format!("{count} more numbers were expected, and {} are left", self.left.len()));
        }
        Ok(self.left.by_ref().take(count).collect())
    }

    fn array<const N: usize>(&mut self) -> Result<[f64; N], String> {
        Ok(self.take(N)?.try_into().expect("as many were taken"))
    }

    /// Three sizes, with which each file begins.
    fn sizes(&mut self) -> Result<[usize; 3], String> {
        let sizes = self.array::<3>()?;
        match sizes.iter().all(|size| *size >= 1.0 && size.fract() == 0.0) {
            true => Ok(sizes.map(|size| size as usize)),
            false => Err(format!("{sizes:?} are no sizes")),
        }
    }
}

fn gmm_of(numbers: &mut Numbers) -> Result<gmm::Instance, String> {
    let [d, k, n] = numbers.sizes()?;
    let (alphas, means) = (numbers.take(k)?, numbers.take(k * d)?);
    let (factors, points) = (numbers.take(k * d * (d + 1) / 2)?, numbers.take(n * d)?);
    let [gamma, m] = numbers.array()?;
    Ok(gmm::Instance { d, alphas, means, factors, points, prior: Wishart { gamma, m: m as i32 } })
}

/// One camera, one point, one weight and one feature: the instance is made of copies of them.
fn ba_of(numbers: &mut Numbers) -> Result<ba::Instance, String> {
    let [n, m, p] = numbers.sizes()?;
    let (camera, point) = (numbers.array::<CAMERA>()?, numbers.array()?);
    let ([weight], feature) = (numbers.array()?, numbers.array()?);
    Ok(ba::Instance {
        cameras: vec![camera; n],
        points: vec![point; m],
        weights: vec![weight; p],
        observations: (0..p).map(|i| Observation { camera: i % n, point: i % m, feature }).collect(),
    })
}

fn lstm_of(numbers: &mut Numbers) -> Result<lstm::Instance, String> {
    let [layers, characters, bits] = numbers.sizes()?;
    let (main, extra) = (numbers.take(8 * layers * bits)?, numbers.take(3 * bits)?);
    let (state, text) = (numbers.take(2 * layers * bits)?, numbers.take(characters * bits)?);
    Ok(lstm::Instance { layers, bits, main, extra, state, text })
}
