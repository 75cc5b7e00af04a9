//! The data files of ADBench: numbers in decimals, separated by white space.

use crate::ba::{self, CAMERA, Observation};
use crate::gmm::{self, Wishart};
use crate::hand::{self, Affine, Bone, POSE};
use crate::lstm;
use std::path::Path;

/// What a file holds.
pub(crate) enum Instance {
    Gmm(gmm::Instance),
    Ba(ba::Instance),
    Lstm(lstm::Instance),
    Hand(Box<hand::Instance>),
}

/// Reads a file. What it holds is told by its path: `gmm/1k/gmm_d2_K5.txt`, `ba/test.txt`.
///
/// # Errors
///
/// A file that cannot be read, a path that names no objective, text that is no number, or too few of them.
pub(crate) fn read(path: &Path) -> Result<Instance, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let objective = objective_of(path).ok_or_else(|| format!("{}: neither gmm, ba, lstm nor hand", path.display()))?;
    let mut numbers = Numbers::of(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let instance = match objective {
        "hand" => hand_of(path, &mut numbers).map(|hand| Instance::Hand(Box::new(hand))),
        "gmm" => gmm_of(&mut numbers).map(Instance::Gmm),
        "ba" => ba_of(&mut numbers).map(Instance::Ba),
        _ => lstm_of(&mut numbers).map(Instance::Lstm),
    };
    instance.map_err(|error| format!("{}: {error}", path.display()))
}

/// The objective that the name of a file or of a folder around it begins with, the innermost first.
fn objective_of(path: &Path) -> Option<&'static str> {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.iter().rev().find_map(|part| ["gmm", "ba", "lstm", "hand"].into_iter().find(|name| part.starts_with(name)))
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

/// The instance, and its model.
fn hand_of(path: &Path, numbers: &mut Numbers) -> Result<hand::Instance, String> {
    let (folder, whole) = (path.parent().unwrap_or(Path::new(".")), path.to_string_lossy());
    let complicated = whole.contains("complicated");
    // Beside the file as ADBench has it, or shared by all of its size as this project has it.
    let beside = folder.join("model");
    let of_size = folder.join(if whole.contains("big") { "big" } else { "small" });
    let model = hand_model(if beside.exists() { &beside } else { &of_size })?;
    let [points, parameters] = numbers.array()?;
    if parameters != POSE as f64 || points.fract() != 0.0 || points < 1.0 {
        return Err(format!("{points} points and {parameters} parameters are not what a hand has"));
    }
    let mut measured = hand::Measured { points: Vec::new(), correspondences: Vec::new() };
    for _ in 0..points as usize {
        let [correspondence] = numbers.array()?;
        measured.correspondences.push(correspondence as usize);
        measured.points.push(numbers.array()?);
    }
    let coordinates = complicated.then(|| (0..points as usize).map(|_| numbers.array()).collect());
    let bound = if complicated { model.triangles.len() } else { model.vertices.len() };
    if let Some(outside) = measured.correspondences.iter().find(|correspondence| **correspondence >= bound) {
        return Err(format!("a point belongs to number {outside} of {bound}"));
    }
    Ok(hand::Instance { model, measured, coordinates: coordinates.transpose()?, pose: numbers.array()? })
}

/// Bones, vertices and triangles, a line each, with colons between the numbers.
fn hand_model(folder: &Path) -> Result<hand::Model, String> {
    let lines = |name: &str| {
        let file = folder.join(name);
        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))
    };
    let numbers = |words: &str| Numbers::of(&words.replace(':', " "));
    let affine = |numbers: &mut Numbers| -> Result<Affine<f64>, String> {
        let rows = [numbers.array()?, numbers.array()?, numbers.array()?];
        numbers.array::<4>().map(|_| rows)
    };
    let (mut bones, mut vertices, mut weights, mut triangles) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in lines("bones.txt")?.lines() {
        let (_, rest) = line.split_once(':').ok_or("a bone has a name")?;
        let mut numbers = numbers(rest)?;
        let [parent] = numbers.array()?;
        let parent = (parent >= 0.0).then_some(parent as usize);
        bones.push(Bone { parent, relative: affine(&mut numbers)?, inverse: affine(&mut numbers)? });
    }
    for line in lines("vertices.txt")?.lines() {
        let mut numbers = numbers(line)?;
        vertices.push(numbers.array()?);
        numbers.array::<5>()?;
        let [count] = numbers.array()?;
        let weight = |_| numbers.array().map(|[bone, weight]: [f64; 2]| (bone as usize, weight));
        weights.push((0..count as usize).map(weight).collect::<Result<Vec<_>, _>>()?);
    }
    for line in lines("triangles.txt")?.lines() {
        triangles.push(numbers(line)?.array()?.map(|corner: f64| corner as usize));
    }
    Ok(hand::Model { bones, vertices, weights, triangles })
}
