/// How to check: how exactly, with how many seeds.
///
/// Everything is deterministic: the same options draw the same seeds.
///
/// ```
/// use ad_runtime::testing::Check;
/// let options = Check::new().tolerance(1e-4).seeds(10).random(7);
/// # assert_eq!(options, options.clone());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    pub(super) tolerance: Option<f64>,
    pub(super) seeds: usize,
    pub(super) random: u64,
    pub(super) differences: bool,
    pub(super) full: bool,
}

impl Check {
    /// Two seeds, and the tolerance that the precision of the numbers suggests.
    pub fn new() -> Self {
        Check { tolerance: None, seeds: 2, random: 1507, differences: true, full: true }
    }

    /// The relative error that is allowed against differences.
    ///
    /// Without it, the machine epsilon to the power 2/5: 5e-7 where all numbers are `f64`, 2e-3 where some are `f32`.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The number of random seeds given to each pullback; at least two, because linearity needs two. The first is real,
    /// the second complex where the space of the result is complex, and so on in turn.
    pub fn seeds(mut self, seeds: usize) -> Self {
        self.seeds = seeds.max(2);
        self
    }

    /// What the random numbers start from.
    pub fn random(mut self, random: u64) -> Self {
        self.random = random;
        self
    }

    /// Checks everything but the differences: for a point at which there is no derivative and the rule chooses a value,
    /// such as `sqrt` at 0.
    pub fn without_differences(mut self) -> Self {
        self.differences = false;
        self
    }

    /// Compares with differences along the tangent space in every policy: for a function that reads the representation
    /// of a sparse matrix (`data()`, `iter()`, `get`), which is a function of the stored entries and of no others.
    pub fn stored_entries(mut self) -> Self {
        self.full = false;
        self
    }

    pub(super) fn tolerance_for(&self, epsilon: f64) -> f64 {
        self.tolerance.unwrap_or_else(|| epsilon.powf(0.4))
    }
}

impl Default for Check {
    fn default() -> Self {
        Self::new()
    }
}
