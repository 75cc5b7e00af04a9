//! A random graph whose degrees follow a power law, the same for the same seed.

use sprs::CsMat;

/// Numbers that look random (splitmix64; Steele, Lea, Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// So many numbers between -1 and 1.
    pub(crate) fn vector(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| 2.0 * self.uniform() - 1.0).collect()
    }
}

/// How fast the share of a node falls with its rank.
const EXPONENT: f64 = 0.6;

/// An `n` x `n` matrix of about `stored` entries: a node of rank `r` has a share of `(r + 1)^-0.6` of them, as a row and as a
/// column. Ranks are scattered over the nodes. Rows are scaled so that their absolute values sum to about 1.
pub(crate) fn power_law(n: usize, stored: usize, seed: u64) -> CsMat<f64> {
    let mut random = Random(seed);
    let scatter = |rank: usize, salt: usize| (rank * 2_654_435_761 + salt) % n; // a prime beyond any n here
    let share = |rank: usize| (rank as f64 + 1.0).powf(-EXPONENT);
    let total: f64 = (0..n).map(share).sum();
    let mut degrees = vec![0; n];
    for rank in 0..n {
        let degree = share(rank) / total * stored as f64 + random.uniform();
        degrees[scatter(rank, 0)] = (degree as usize).min(n / 2);
    }
    let (mut offsets, mut columns, mut values) = (vec![0], Vec::with_capacity(stored), Vec::with_capacity(stored));
    for degree in degrees {
        let begin = columns.len();
        for _ in 0..degree {
            // The share of all ranks up to r grows as r^(1 - 0.6).
            let rank = (n as f64 * random.uniform().powf(1.0 / (1.0 - EXPONENT))) as usize;
            columns.push(scatter(rank.min(n - 1), 17));
        }
        columns[begin..].sort_unstable();
        let mut kept = begin;
        for at in begin..columns.len() {
            if at == begin || columns[at] != columns[kept - 1] {
                columns[kept] = columns[at];
                kept += 1;
            }
        }
        columns.truncate(kept);
        let size = 1.0 / (kept - begin).max(1) as f64;
        values.extend((begin..kept).map(|_| (2.0 * random.uniform() - 1.0) * size));
        offsets.push(kept);
    }
    columns.shrink_to_fit();
    values.shrink_to_fit();
    CsMat::new((n, n), offsets, columns, values)
}
