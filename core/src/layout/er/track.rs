//! Parallel lines in one channel: which track each takes, so that none hides another.

/// A stretch of a line along a channel.
///
/// Positions along the channel are `low..=high`. `before` are the positions at which the line
/// leaves the stretch towards lower tracks, `after` those towards higher ones.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) before: [Option<f64>; 2],
    pub(super) after: [Option<f64>; 2],
}

/// Stretches closer than this along the channel do not share a track.
const CLEARANCE: f64 = 8.0;

/// How much worse it is if a line lies on top of another than if it crosses it.
const HIDES: usize = 10;

/// How often neighbors are exchanged.
const ROUNDS: usize = 24;

impl Run {
    pub(super) fn between(a: f64, b: f64) -> Self {
        Self { low: a.min(b), high: a.max(b), ..Self::default() }
    }

    #[must_use]
    pub(super) fn leaving_before(mut self, at: f64) -> Self {
        let free = usize::from(self.before.first().is_some_and(Option::is_some));
        if let Some(it) = self.before.get_mut(free) {
            *it = Some(at);
        }
        self
    }

    #[must_use]
    pub(super) fn leaving_after(mut self, at: f64) -> Self {
        let free = usize::from(self.after.first().is_some_and(Option::is_some));
        if let Some(it) = self.after.get_mut(free) {
            *it = Some(at);
        }
        self
    }

    fn crossed_at(&self, at: f64) -> bool {
        self.low < at && at < self.high
    }

    /// What it costs if this run has a lower track than `other`.
    fn below(&self, other: &Self) -> usize {
        let mut res = 0;
        for at in self.after.iter().flatten() {
            res += usize::from(other.crossed_at(*at));
            let hidden = other.before.iter().flatten().any(|it| (it - at).abs() < 3.0);
            res += if hidden { HIDES } else { 0 };
        }
        res + other.before.iter().flatten().filter(|it| self.crossed_at(**it)).count()
    }
}

/// The track of each run, and how many there are. Runs that lie beside each other never share
/// one.
pub(super) fn tracks(runs: &[Run]) -> (Vec<usize>, usize) {
    let mut order: Vec<(usize, Run)> = runs.iter().copied().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.low.total_cmp(&b.low).then(a.high.total_cmp(&b.high)));
    for _ in 0..ROUNDS {
        let mut better = false;
        for index in 1..order.len() {
            let Some([(_, a), (_, b)]) = order.get(index - 1..=index) else { continue };
            if b.below(a) < a.below(b) {
                order.swap(index - 1, index);
                better = true;
            }
        }
        if !better {
            break;
        }
    }
    let mut taken: Vec<(usize, Run)> = Vec::with_capacity(order.len());
    let mut res = vec![0; runs.len()];
    let mut count = 0;
    for (number, run) in order {
        let beside =
            |it: &&(usize, Run)| it.1.low < run.high + CLEARANCE && run.low < it.1.high + CLEARANCE;
        let track = taken.iter().filter(beside).map(|(track, _)| track + 1).max().unwrap_or(0);
        taken.push((track, run));
        count = count.max(track + 1);
        if let Some(it) = res.get_mut(number) {
            *it = track;
        }
    }
    (res, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_beside_each_other_have_tracks_of_their_own() {
        let (tracks, count) = tracks(&[
            Run::between(0.0, 50.0),
            Run::between(30.0, 90.0),
            Run::between(100.0, 120.0),
        ]);
        assert_ne!(tracks[0], tracks[1]);
        assert_eq!(count, 2);
    }

    #[test]
    fn the_order_of_tracks_avoids_crossings() {
        // Both come from the left and go to the right; the lower one must turn first.
        let upper = Run::between(10.0, 60.0).leaving_before(10.0).leaving_after(60.0);
        let lower = Run::between(40.0, 90.0).leaving_before(40.0).leaving_after(90.0);
        let (tracks, _) = tracks(&[upper, lower]);
        assert!(tracks[1] < tracks[0]);
    }
}
