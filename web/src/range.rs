//! Ranges of revisions: where they begin and end in time, and how hands and keys extend them.

use migrascope_core::api::{Overview, RevisionRow};

use crate::place::{Bound, Place};

/// Where one can stand in time: before the first revision, and after each, in the order of upgrade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stops(Vec<String>);

impl Stops {
    pub fn of(overview: &Overview) -> Self {
        let mut rows: Vec<&RevisionRow> = overview.revisions.iter().collect();
        rows.sort_by_key(|row| row.step);
        Self(rows.into_iter().map(|row| row.id.clone()).collect())
    }

    /// The stop after the last revision.
    pub fn last(&self) -> usize {
        self.0.len()
    }

    /// The revision that a stop is after; nothing before the first.
    pub fn revision(&self, stop: usize) -> Option<&String> {
        self.0.get(stop.checked_sub(1)?)
    }

    /// The stop after a revision.
    pub fn after(&self, id: &str) -> Option<usize> {
        self.0.iter().position(|it| it == id).map(|it| it + 1)
    }

    /// Where a place is: after its revision, or after the newest.
    pub fn end(&self, place: &Place) -> usize {
        let chosen = place.revision.as_deref();
        chosen.map_or(Some(self.last()), |id| self.after(id)).unwrap_or_default()
    }

    /// Where the range of a place begins, if it has one.
    pub fn start(&self, place: &Place) -> Option<usize> {
        match place.versus.as_ref()? {
            Bound::Base => Some(0),
            Bound::Revision(id) => self.after(id),
        }
    }

    /// The two ends of a place's range: the one that stays, and the one that moves. One that was
    /// extended before goes on with the end that moved then.
    pub fn ends(&self, place: &Place, stayed: Option<usize>) -> (usize, usize) {
        let end = self.end(place);
        match self.start(place) {
            None => (end, end),
            Some(start) if stayed == Some(start) => (start, end),
            Some(start) => (end, start),
        }
    }

    /// The place after one revision, without a range.
    pub fn chosen(&self, place: &Place, stop: usize) -> Place {
        let revision = self.revision(stop.clamp(1, self.last().max(1)));
        revision.map_or_else(|| place.clone(), |id| place.with_revision(id))
    }

    /// The range between two stops, whichever is the later; one revision where they are the same.
    pub fn between(&self, place: &Place, one: usize, other: usize) -> Place {
        let (start, end) = (one.min(other), one.max(other));
        let at_end = self.chosen(place, end);
        let versus = match self.revision(start) {
            _ if start == end => None,
            Some(id) => Some(Bound::Revision(id.clone())),
            None => Some(Bound::Base),
        };
        Place { versus, ..at_end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops() -> Stops {
        Stops(["a", "b", "c"].map(str::to_owned).to_vec())
    }

    #[test]
    fn a_range_ends_at_its_later_end_whichever_was_chosen_first() {
        let (forth, back) =
            (stops().between(&Place::default(), 1, 3), stops().between(&Place::default(), 3, 1));
        assert_eq!(forth, back);
        assert_eq!(forth.revision.as_deref(), Some("c"));
        assert_eq!(forth.versus, Some(Bound::Revision("a".into())));
        assert_eq!((stops().start(&forth), stops().end(&forth)), (Some(1), 3));
    }

    #[test]
    fn a_range_may_begin_before_the_first_revision() {
        let whole = stops().between(&Place::default(), 0, 3);
        assert_eq!(
            (whole.versus.clone(), whole.revision.as_deref()),
            (Some(Bound::Base), Some("c"))
        );
        assert_eq!(stops().start(&whole), Some(0));
        assert_eq!(stops().chosen(&whole, 0).revision.as_deref(), Some("a"));
    }

    #[test]
    fn a_range_grows_and_shrinks_at_the_end_that_moved_last() {
        let at_b = stops().chosen(&Place::default(), 2);
        assert_eq!(stops().ends(&at_b, None), (2, 2));
        let forth = stops().between(&at_b, 2, 3);
        assert_eq!(stops().ends(&forth, Some(2)), (2, 3));
        let back = stops().between(&at_b, 2, 1);
        assert_eq!(stops().ends(&back, Some(2)), (2, 1));
        assert_eq!(stops().between(&back, 2, 2).versus, None);
    }
}
