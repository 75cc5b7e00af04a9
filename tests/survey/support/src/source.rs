//! Where arguments come from: numbers at random, the same ones whenever the same point is asked for again.

/// How many kinds of points there are: each kind suits other functions.
pub(crate) const KINDS: u64 = 14;

/// A point: what [`Build`](crate::Build) draws its numbers from.
///
/// Two sources of the same point give the same numbers in the same order, but for the one that is moved.
#[derive(Debug)]
pub struct Source {
    point: u64,
    state: u64,
    /// The active numbers that were handed out so far.
    leaves: Vec<f64>,
    /// Which of them to move, and by how much.
    moved: Option<(usize, f64)>,
    /// Inside of something without derivative.
    frozen: usize,
    /// Single precision was asked for.
    single: bool,
}

impl Source {
    /// The source of the point with this number.
    pub fn new(point: u64) -> Self {
        let state = (point + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Source { point, state, leaves: Vec::new(), moved: None, frozen: 0, single: false }
    }

    /// The same point, with one of its active numbers moved.
    pub fn moved(point: u64, leaf: usize, step: f64) -> Self {
        Source { moved: Some((leaf, step)), ..Source::new(point) }
    }

    /// The number of the point.
    pub fn point(&self) -> u64 {
        self.point
    }

    fn kind(&self) -> u64 {
        self.point % KINDS
    }

    /// The active numbers that were handed out.
    pub fn leaves(&self) -> &[f64] {
        &self.leaves
    }

    /// Whether any of them was in single precision.
    pub fn is_single(&self) -> bool {
        self.single
    }

    /// What is built inside has no derivative.
    pub fn frozen<T>(&mut self, build: impl FnOnce(&mut Self) -> T) -> T {
        self.frozen += 1;
        let built = build(self);
        self.frozen -= 1;
        built
    }

    /// splitmix64
    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number between 0 and 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next active number.
    pub fn number(&mut self, single: bool) -> f64 {
        let unit = self.unit();
        let between = |low: f64, high: f64| low + (high - low) * unit;
        let order = self.leaves.len() as f64;
        let mut number = match self.kind() {
            0 => between(0.1, 0.9),
            1 => between(0.5, 2.0),
            // Each number larger than the one before: knots, intervals, times.
            2 => 0.1 + 0.1 * order + between(0.0, 0.08),
            3 => between(1.0, 5.0),
            4 => between(-1.0, 1.0),
            5 => between(0.01, 0.2),
            6 => between(5.0, 60.0),
            7 => between(100.0, 400.0),
            8 => 1.0 + order + between(0.0, 0.7),
            9 => between(0.5, 2.0),
            10 => between(1e3, 1e4),
            11 => between(-0.5, 0.5),
            // Each number smaller than the one before.
            12 => 10.0 / (1.0 + order) + between(0.0, 0.1),
            // All magnitudes.
            _ => 10_f64.powf(between(-1.5, 2.5)),
        };
        if single {
            // A number of that precision, so that a step leads from it to where it says.
            number = f64::from(number as f32);
        }
        if self.frozen > 0 {
            return number;
        }
        self.single |= single;
        if let Some((leaf, step)) = self.moved
            && leaf == self.leaves.len()
        {
            number += step;
            if single {
                number = f64::from(number as f32);
            }
        }
        self.leaves.push(number);
        number
    }

    /// A small integer, at least zero.
    pub fn integer(&mut self) -> u8 {
        let (low, many) = match self.kind() {
            0 | 5 => (1, 2),
            1 | 4 => (2, 3),
            9 => (0, 2),
            11 => (5, 6),
            7 | 10 => (10, 20),
            _ => (1, 5),
        };
        (low + self.bits() % many) as u8
    }

    /// One of so many.
    pub fn choice(&mut self, many: usize) -> usize {
        (self.bits() % many.max(1) as u64) as usize
    }

    /// The length of every slice and vector of this point.
    pub fn length(&self) -> usize {
        match self.kind() {
            3 | 9 => 3,
            4 | 12 => 6,
            8 | 10 => 8,
            11 => 2,
            _ => 4,
        }
    }
}
