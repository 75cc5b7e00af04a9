//! Storage for what the reverse sweep needs and cannot compute again.

use crate::again::Again;

/// Values of one definition inside a loop, in the order of the forward sweep; replayed in reverse.
#[derive(Debug, Clone)]
pub struct Saved<T> {
    /// The values, and behind them copies of one of them, to be written over: an assignment costs a third of
    /// `Vec::push`, which carries its length through memory from one iteration to the next.
    values: Vec<T>,
    count: usize,
}

impl<T> Saved<T> {
    /// Nothing yet.
    #[inline(always)]
    pub fn new() -> Self {
        Saved { values: Vec::new(), count: 0 }
    }

    /// Makes room for the iterations of a loop that is about to begin.
    #[inline(always)]
    pub fn reserve(&mut self, iterations: usize) {
        self.values.reserve((self.count + iterations).saturating_sub(self.values.len()));
    }

    /// Forgets the values, and keeps their room.
    #[inline(always)]
    pub fn clear(&mut self) {
        if std::mem::needs_drop::<T>() || size_of::<T>() == 0 {
            self.values.clear();
        }
        self.count = 0;
    }

    /// Goes through the values from the last to the first. It can be asked for again.
    #[inline(always)]
    pub fn replay(&self) -> Replay<std::iter::Rev<std::slice::Iter<'_, T>>> {
        Replay { values: self.values[..self.count].iter().rev() }
    }
}

impl<T> Saved<T> {
    /// The same, but for once: the values are given away.
    #[inline(always)]
    pub fn drain(&mut self) -> Drain<'_, Self> {
        Drain { saved: self }
    }
}

impl<T: Clone> Saved<T> {
    /// Remembers a value.
    #[inline(always)]
    pub fn push(&mut self, value: T) {
        if std::mem::needs_drop::<T>() || size_of::<T>() == 0 {
            self.values.push(value); // copies would be dear; of what has no size there is room without end
        } else if let Some(place) = self.values.get_mut(self.count) {
            *place = value;
        } else {
            grow(&mut self.values, value);
        }
        self.count += 1;
    }
}

impl<T> Default for Saved<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Appends a value, and copies of it for the whole capacity.
#[cold]
#[inline(never)]
fn grow<T: Clone>(values: &mut Vec<T>, value: T) {
    let room = values.capacity().max(2 * values.len()).max(4);
    values.resize(room, value);
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

    /// Forgets the value.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.value = None;
    }

    /// Gives the value, once. It can be asked for again.
    #[inline(always)]
    pub fn replay(&self) -> Replay<std::option::Iter<'_, T>> {
        Replay { values: self.value.iter() }
    }
}

impl<T> SavedOnce<T> {
    /// The same, but for once: the value is given away.
    #[inline(always)]
    pub fn drain(&mut self) -> Drain<'_, Self> {
        Drain { saved: self }
    }
}

impl<T> Default for SavedOnce<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// So many elements are copied sooner than a function is called that copies them.
const FEW: usize = 8;

/// All elements of a list at a time, in the order of the forward sweep; restored in reverse.
#[derive(Debug, Clone)]
pub struct SavedLists<T> {
    elements: Vec<T>,
}

impl<T: Clone> SavedLists<T> {
    /// Nothing yet.
    #[inline(always)]
    pub fn new() -> Self {
        SavedLists { elements: Vec::new() }
    }

    /// How much room a loop takes, the number of its iterations does not tell.
    #[inline(always)]
    pub fn reserve(&mut self, _iterations: usize) {}

    /// Forgets the lists, and keeps their room.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.elements.clear();
    }

    /// Remembers the elements of a list.
    #[inline(always)]
    pub fn push_all(&mut self, list: &[T]) {
        if list.len() < FEW {
            list.iter().for_each(|element| self.elements.push(element.clone()));
        } else {
            self.elements.extend_from_slice(list);
        }
    }

    /// Goes through the lists from the last to the first.
    #[inline(always)]
    pub fn drain(&mut self) -> ReplayLists<'_, T> {
        self.replay()
    }

    /// Goes through the lists from the last to the first. It can be asked for again.
    #[inline(always)]
    pub fn replay(&self) -> ReplayLists<'_, T> {
        ReplayLists { left: &self.elements }
    }
}

impl<T: Clone> Default for SavedLists<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// A pass through remembered lists.
#[derive(Debug)]
pub struct ReplayLists<'s, T> {
    left: &'s [T],
}

impl<T: Clone> ReplayLists<'_, T> {
    /// Makes a list what it was: the next one on the way back.
    #[inline(always)]
    pub fn restore_all(&mut self, list: &mut [T]) {
        let (left, last) = self.left.split_at(self.left.len() - list.len());
        if list.len() < FEW {
            list.iter_mut().zip(last).for_each(|(element, saved)| *element = saved.clone());
        } else {
            list.clone_from_slice(last);
        }
        self.left = left;
    }
}

/// A pass through remembered values.
#[derive(Debug)]
pub struct Replay<I> {
    values: I,
}

impl<'v, T: 'v, I: Iterator<Item = &'v T>> Replay<I> {
    #[inline(always)]
    fn lend_next(&mut self) -> &'v T {
        match self.values.next() {
            Some(value) => value,
            None => unreachable!("the reverse sweep asks for a value that the forward sweep did not remember"),
        }
    }
}

impl<'v, T: Clone + 'v, I: Iterator<Item = &'v T>> Replay<I> {
    /// The next value on the way back.
    #[inline(always)]
    pub fn next(&mut self) -> T {
        self.lend_next().clone()
    }
}

/// A pass through remembered values that gives them away.
#[derive(Debug)]
pub struct Drain<'s, S> {
    saved: &'s mut S,
}

impl<T: Clone> Drain<'_, Saved<T>> {
    /// The next value on the way back.
    #[inline(always)]
    pub fn next(&mut self) -> T {
        if std::mem::needs_drop::<T>() || size_of::<T>() == 0 {
            return self.pop();
        }
        // Its place is kept, to be written over.
        self.saved.count -= 1;
        self.saved.values[self.saved.count].clone()
    }
}

impl<T> Drain<'_, Saved<T>> {
    #[inline(always)]
    fn pop(&mut self) -> T {
        self.saved.count -= 1;
        match self.saved.values.pop() {
            Some(value) => value,
            None => unreachable!("the reverse sweep asks for a value that the forward sweep did not remember"),
        }
    }
}

impl<T> Drain<'_, SavedOnce<T>> {
    /// The value.
    #[inline(always)]
    pub fn next(&mut self) -> T {
        match self.saved.value.take() {
            Some(value) => value,
            None => unreachable!("the reverse sweep asks for a value that the forward sweep did not remember"),
        }
    }
}

impl<T> ReplayAgain<T> for Drain<'_, Saved<T>> {
    #[inline(always)]
    fn next(&mut self) -> T {
        self.pop()
    }
}

/// The same for types without `Clone`: a method of that name comes first where it applies.
pub trait ReplayAgain<T> {
    /// The next value on the way back.
    fn next(&mut self) -> T;
}

impl<'v, T: Again + 'v, I: Iterator<Item = &'v T>> ReplayAgain<T> for Replay<I> {
    #[inline(always)]
    fn next(&mut self) -> T {
        self.lend_next().again()
    }
}

/// Where values of a type are remembered.
pub trait Slot<T> {
    /// Remembers a value.
    fn remember(&mut self, value: T)
    where
        T: Clone;

    /// Remembers a value of a type without `Clone`.
    fn remember_unclonable(&mut self, value: T);
}

impl<T> Slot<T> for Saved<T> {
    #[inline(always)]
    fn remember(&mut self, value: T)
    where
        T: Clone,
    {
        self.push(value);
    }

    #[inline(always)]
    fn remember_unclonable(&mut self, value: T) {
        self.values.truncate(self.count);
        self.values.push(value);
        self.count += 1;
    }
}

impl<T> Slot<T> for SavedOnce<T> {
    #[inline(always)]
    fn remember(&mut self, value: T)
    where
        T: Clone,
    {
        self.push(value);
    }

    #[inline(always)]
    fn remember_unclonable(&mut self, value: T) {
        self.push(value);
    }
}
