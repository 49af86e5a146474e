//! Limits what a script may cost, so that no file can stop the page.

/// What a script has left.
///
/// Migrations use a thousandth of it; a loop without end has used it up in some milliseconds.
#[derive(Debug)]
pub struct Budget {
    steps: u32,
    /// Steps that may still come for what is read.
    for_reading: u32,
    items: usize,
    depth: u32,
    calls: u32,
}

/// Statements and expressions that one script may evaluate.
const STEPS: u32 = 300_000;
/// What comes to that for each byte of a module or file that a script reads: some go through all of
/// it, letter by letter.
const STEPS_PER_BYTE: u32 = 4;
/// How much comes to it at most.
const FOR_READING: u32 = 1_000_000;
/// Items of lists and bytes of text that one script may make.
const ITEMS: usize = 4_000_000;
/// How deep statements and expressions may nest while they run, callers included. The stack of a
/// worker is 1 MB; this keeps it half empty.
const DEPTH: u32 = 260;
/// How deep calls may nest. Migrations seldom pass five.
const CALLS: u32 = 56;

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Steps,
    Items,
    Depth,
    Nesting,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

impl Budget {
    pub fn new() -> Self {
        let (steps, for_reading) = (STEPS, FOR_READING);
        Self { steps, for_reading, items: ITEMS, depth: DEPTH, calls: CALLS }
    }

    /// Takes one step.
    pub fn step(&mut self) -> Result<(), Limit> {
        self.steps = self.steps.checked_sub(1).ok_or(Limit::Steps)?;
        Ok(())
    }

    /// Takes several steps at once. If too few are left, the next step finds none.
    pub fn charge(&mut self, steps: usize) {
        self.steps = self.steps.saturating_sub(u32::try_from(steps).unwrap_or(u32::MAX));
    }

    /// Gives steps for a text of so many bytes that the script reads.
    pub fn allow_for(&mut self, bytes: usize) {
        let more = u32::try_from(bytes).unwrap_or(u32::MAX).saturating_mul(STEPS_PER_BYTE);
        let more = more.min(self.for_reading);
        self.for_reading -= more;
        self.steps += more;
    }

    /// Pays for items or bytes before they are made.
    pub fn items(&mut self, count: usize) -> Result<(), Limit> {
        self.items = self.items.checked_sub(count).ok_or(Limit::Items)?;
        Ok(())
    }

    /// Goes one level down; [`Budget::leave`] comes back.
    pub fn enter(&mut self) -> Result<(), Limit> {
        self.step()?;
        self.depth = self.depth.checked_sub(1).ok_or(Limit::Depth)?;
        Ok(())
    }

    pub fn leave(&mut self) {
        self.depth += 1;
    }

    /// Enters a call; [`Budget::leave_call`] comes back.
    pub fn enter_call(&mut self) -> Result<(), Limit> {
        self.calls = self.calls.checked_sub(1).ok_or(Limit::Depth)?;
        Ok(())
    }

    pub fn leave_call(&mut self) {
        self.calls += 1;
    }
}

impl Limit {
    /// What was reached, for a message.
    pub fn words(self) -> &'static str {
        match self {
            Self::Steps => "the script takes too many steps",
            Self::Items => "the script makes too much data",
            Self::Depth => "calls nest too deep",
            Self::Nesting => "lists hold each other too deep",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_gives_steps_up_to_a_limit() {
        let mut budget = Budget::new();
        budget.allow_for(1_000);
        assert_eq!(budget.steps, STEPS + 1_000 * STEPS_PER_BYTE);
        budget.allow_for(usize::MAX);
        budget.allow_for(1_000);
        assert_eq!(budget.steps, STEPS + FOR_READING);
    }
}
