//! Storage for what the reverse sweep needs and cannot compute again.

/// Values of one definition inside a loop, in the order of the forward sweep; replayed in reverse.
#[derive(Debug, Clone)]
pub struct Saved<T> {
    values: Vec<T>,
}

impl<T> Saved<T> {
    /// Nothing yet.
    #[inline(always)]
    pub fn new() -> Self {
        Saved { values: Vec::new() }
    }

    /// Makes room for the iterations of a loop that is about to begin.
    #[inline(always)]
    pub fn reserve(&mut self, iterations: usize) {
        self.values.reserve(iterations);
    }

    /// Remembers a value.
    #[inline(always)]
    pub fn push(&mut self, value: T) {
        self.values.push(value);
    }

    /// Goes through the values from the last to the first. It can be asked for again.
    #[inline(always)]
    pub fn replay(&self) -> Replay<std::iter::Rev<std::slice::Iter<'_, T>>> {
        Replay { values: self.values.iter().rev() }
    }
}

/// The value of one definition outside loops, which control may not have reached.
#[derive(Debug, Clone)]
pub struct SavedOnce<T> {
    value: Option<T>,
}

impl<T> SavedOnce<T> {
    /// Nothing yet.
    #[inline(always)]
    pub fn new() -> Self {
        SavedOnce { value: None }
    }

    /// Remembers the value.
    #[inline(always)]
    pub fn push(&mut self, value: T) {
        self.value = Some(value);
    }

    /// Gives the value, once. It can be asked for again.
    #[inline(always)]
    pub fn replay(&self) -> Replay<std::option::Iter<'_, T>> {
        Replay { values: self.value.iter() }
    }
}

/// A pass through remembered values.
#[derive(Debug)]
pub struct Replay<I> {
    values: I,
}

impl<'v, T: Clone + 'v, I: Iterator<Item = &'v T>> Replay<I> {
    /// The next value on the way back.
    #[inline(always)]
    pub fn next(&mut self) -> T {
        match self.values.next() {
            Some(value) => value.clone(),
            None => unreachable!("the reverse sweep asks for a value that the forward sweep did not remember"),
        }
    }
}
