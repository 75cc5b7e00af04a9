//! Random numbers that are the same in each run.

use crate::cotangent::ScalarCotangent;
use num_complex::Complex;

/// A small deterministic generator of random numbers: splitmix64 (Steele, Lea, Flood, 2014).
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// Uniform in `[-1, 1)`.
    pub(super) fn number(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let unit = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        2.0 * unit - 1.0
    }

    /// As many as are asked for.
    pub(super) fn numbers(&mut self, complex: bool) -> impl Iterator<Item = ScalarCotangent<f64>> {
        std::iter::from_fn(move || {
            let (re, im) = (self.number(), self.number());
            Some(if complex { Complex::new(re, im).into() } else { re.into() })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn same_seed_same_numbers_and_both_signs() {
        let numbers = |seed| {
            let mut random = Random::new(seed);
            (0..1000).map(|_| random.number()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
        assert!(numbers(1).iter().all(|number| (-1.0..1.0).contains(number)));
        assert!((numbers(1).iter().sum::<f64>() / 1000.0).abs() < 0.1);
    }
}
