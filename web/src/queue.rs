//! The line in which questions wait for the worker: one at a time, the latest wish wins.

use std::collections::VecDeque;

/// Who asks. A newer question of the same asker takes the place of an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker(pub u32);

/// Questions that wait, and the one that is being answered.
pub struct Queue<T> {
    waiting: VecDeque<Item<T>>,
    asked: Option<Item<T>>,
    last_number: u32,
}

struct Item<T> {
    number: u32,
    asker: Asker,
    /// Nothing once nobody waits for the answer any more.
    body: Option<T>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), asked: None, last_number: 0 }
    }
}

impl<T> Queue<T> {
    /// Lines up a question. What the same asker asked before is dropped, and with it whatever
    /// waits for its answer.
    pub fn push(&mut self, asker: Asker, body: T) {
        self.waiting.retain(|item| item.asker != asker);
        if let Some(asked) = self.asked.as_mut().filter(|item| item.asker == asker) {
            asked.body = None;
        }
        self.last_number += 1;
        self.waiting.push_back(Item { number: self.last_number, asker, body: Some(body) });
    }

    /// The next question to send, with its number, if nothing is being answered.
    pub fn take_next(&mut self) -> Option<(u32, &mut T)> {
        if self.asked.is_some() {
            return None;
        }
        self.asked = self.waiting.pop_front();
        let asked = self.asked.as_mut()?;
        Some((asked.number, asked.body.as_mut()?))
    }

    /// The question of this number, if it is being answered and somebody still waits for it.
    pub fn asked(&self, number: u32) -> Option<&T> {
        self.asked.as_ref().filter(|item| item.number == number)?.body.as_ref()
    }

    /// An answer to this number has come: what waited for it. Old numbers change nothing.
    pub fn finish(&mut self, number: u32) -> Option<T> {
        if self.asked.as_ref()?.number != number {
            return None;
        }
        self.asked.take()?.body
    }

    /// Everything that waits, because no answer will come.
    pub fn drain(&mut self) -> Vec<T> {
        self.asked
            .take()
            .into_iter()
            .chain(self.waiting.drain(..))
            .filter_map(|it| it.body)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: Asker = Asker(1);
    const SCRIPT: Asker = Asker(2);

    #[test]
    fn one_question_is_sent_at_a_time() {
        let mut queue = Queue::default();
        queue.push(SCHEMA, "a");
        queue.push(SCRIPT, "b");
        assert_eq!(queue.take_next().map(|(number, body)| (number, *body)), Some((1, "a")));
        assert!(queue.take_next().is_none());
        assert_eq!(queue.finish(1), Some("a"));
        assert_eq!(queue.take_next().map(|(number, body)| (number, *body)), Some((2, "b")));
    }

    #[test]
    fn of_one_asker_only_the_latest_question_is_sent() {
        let mut queue = Queue::default();
        queue.push(SCHEMA, "first");
        queue.take_next();
        queue.push(SCHEMA, "second");
        queue.push(SCHEMA, "third");
        assert_eq!(queue.asked(1), None, "nobody waits for the first answer any more");
        assert_eq!(queue.finish(1), None);
        assert_eq!(queue.take_next().map(|(_, body)| *body), Some("third"));
    }

    #[test]
    fn an_answer_to_an_old_number_is_dropped() {
        let mut queue = Queue::default();
        queue.push(SCHEMA, "a");
        queue.take_next();
        assert_eq!(queue.finish(7), None);
        assert_eq!(queue.finish(1), Some("a"));
        assert_eq!(queue.finish(1), None);
    }

    #[test]
    fn when_the_worker_dies_everyone_who_waits_hears_of_it() {
        let mut queue = Queue::default();
        queue.push(SCHEMA, "a");
        queue.take_next();
        queue.push(SCRIPT, "b");
        assert_eq!(queue.drain(), ["a", "b"]);
        assert!(queue.take_next().is_none());
    }
}
