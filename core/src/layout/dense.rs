//! Lists indexed by the numbers that the algorithms hand out themselves.
//!
//! The core never panics: a number that is not there reads as the default and writes nothing, and
//! a debug build says so.

use std::ops::AddAssign;

/// Reading and writing by number, without a way to fail.
pub(super) trait Dense<T> {
    /// The value of number `index`.
    fn at(&self, index: usize) -> T;
    /// Changes the value of number `index`.
    fn put(&mut self, index: usize, value: T);

    /// Adds to the value of number `index`.
    fn add(&mut self, index: usize, by: T)
    where
        T: AddAssign,
    {
        let mut value = self.at(index);
        value += by;
        self.put(index, value);
    }
}

impl<T: Copy + Default> Dense<T> for [T] {
    fn at(&self, index: usize) -> T {
        debug_assert!(index < self.len(), "number {index} of {}", self.len());
        self.get(index).copied().unwrap_or_default()
    }

    fn put(&mut self, index: usize, value: T) {
        debug_assert!(index < self.len(), "number {index} of {}", self.len());
        if let Some(it) = self.get_mut(index) {
            *it = value;
        }
    }
}

/// The list of number `index`, to read.
pub(super) fn list<T>(lists: &[Vec<T>], index: usize) -> &[T] {
    lists.get(index).map(Vec::as_slice).unwrap_or_default()
}

/// Adds to the list of number `index`.
pub(super) fn push<T>(lists: &mut [Vec<T>], index: usize, value: T) {
    debug_assert!(index < lists.len(), "number {index} of {}", lists.len());
    if let Some(it) = lists.get_mut(index) {
        it.push(value);
    }
}
