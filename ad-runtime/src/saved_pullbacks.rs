//! Pullbacks of the functions that a loop calls.

use std::ops::Deref;

/// A pullback of so many bytes, one number, is remembered sooner than its function is run again. Two cost as much memory as
/// they save time: measured on the LSTM of ADBench, where they would replace an exponential and a division.
const SMALL: usize = 8;

/// The pullbacks of one call inside a loop, in the order of the forward sweep, where they are small; a larger one is made
/// again on the way back.
#[derive(Debug)]
pub struct SavedPullbacks<P> {
    pullbacks: Vec<P>,
}

impl<P> SavedPullbacks<P> {
    const ARE_KEPT: bool = size_of::<P>() <= SMALL && !std::mem::needs_drop::<P>();

    /// Nothing yet.
    #[inline(always)]
    pub fn new() -> Self {
        SavedPullbacks { pullbacks: Vec::new() }
    }

    /// Makes room for the iterations of a loop that is about to begin.
    #[inline(always)]
    pub fn reserve(&mut self, iterations: usize) {
        if Self::ARE_KEPT {
            self.pullbacks.reserve(iterations);
        }
    }

    /// Forgets the pullbacks, and keeps their room.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.pullbacks.clear();
    }

    /// The value of a function, by itself or with its pullback, which is remembered.
    #[inline(always)]
    pub fn value<V>(&mut self, with_pullback: impl FnOnce() -> (V, P), by_itself: impl FnOnce() -> V) -> V {
        if Self::ARE_KEPT {
            let (value, pullback) = with_pullback();
            self.pullbacks.push(pullback);
            value
        } else {
            by_itself()
        }
    }

    /// Goes through the pullbacks from the last to the first. It can be asked for again.
    #[inline(always)]
    pub fn replay(&self) -> ReplayPullbacks<'_, P> {
        ReplayPullbacks { left: &self.pullbacks }
    }

    /// The same. Pullbacks are lent, never given away.
    #[inline(always)]
    pub fn drain(&mut self) -> ReplayPullbacks<'_, P> {
        self.replay()
    }
}

impl<P> Default for SavedPullbacks<P> {
    fn default() -> Self {
        Self::new()
    }
}

/// A pass through remembered pullbacks.
#[derive(Debug)]
pub struct ReplayPullbacks<'s, P> {
    left: &'s [P],
}

impl<'s, P> ReplayPullbacks<'s, P> {
    /// The next pullback on the way back, or the one that is made again.
    #[inline(always)]
    pub fn next<V>(&mut self, with_pullback: impl FnOnce() -> (V, P)) -> Pullback<'s, P> {
        if SavedPullbacks::<P>::ARE_KEPT {
            let Some((last, left)) = self.left.split_last() else {
                unreachable!("the reverse sweep asks for a pullback that the forward sweep did not remember")
            };
            self.left = left;
            Pullback::Lent(last)
        } else {
            Pullback::Made(with_pullback().1)
        }
    }
}

/// A pullback that was remembered, or made again.
#[derive(Debug)]
pub enum Pullback<'s, P> {
    /// Remembered.
    Lent(&'s P),
    /// Made again.
    Made(P),
}

impl<P> Deref for Pullback<'_, P> {
    type Target = P;
    #[inline(always)]
    fn deref(&self) -> &P {
        match self {
            Pullback::Lent(pullback) => pullback,
            Pullback::Made(pullback) => pullback,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ones_come_back_from_last_to_first() {
        let mut saved = SavedPullbacks::new();
        let square = |x: f64| (x * x, move |seed: f64| 2.0 * x * seed);
        for x in [1.0, 2.0, 3.0] {
            assert_eq!(saved.value(|| square(x), || unreachable!()), x * x);
        }
        for _ in 0..2 {
            let mut replay = saved.replay();
            let slopes = [(); 3].map(|()| replay.next(|| square(f64::NAN))(1.0));
            assert_eq!(slopes, [6.0, 4.0, 2.0]);
        }
    }

    #[test]
    fn large_ones_are_made_again() {
        let mut saved = SavedPullbacks::new();
        let sum = |x: [f64; 9]| (x.iter().sum::<f64>(), move |seed: f64| x[8] * seed);
        assert_eq!(saved.value(|| unreachable!(), || 45.0), 45.0);
        assert_eq!(saved.replay().next(|| sum([2.0; 9]))(1.5), 3.0);
        // One that owns what it keeps is not remembered either.
        let mut of_vectors = SavedPullbacks::new();
        let kept = |x: Box<f64>| (*x, move |seed: f64| *x * seed);
        assert_eq!(of_vectors.value(|| unreachable!(), || 1.0), 1.0);
        assert_eq!(of_vectors.replay().next(|| kept(Box::new(4.0)))(1.0), 4.0);
    }
}
