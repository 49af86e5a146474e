//! What shines and what fades: a table with its references and neighbors, before all others.

use std::collections::BTreeSet;

use migrascope_core::layout::display::Subject;
use migrascope_core::layout::scene::Diagram;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    Plain,
    Lit,
    Faded,
}

/// The neighborhood that is lit; none if all is plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lights {
    lit: Option<BTreeSet<Subject>>,
    /// Cards that are near a lit one: not lit, not faded.
    near: BTreeSet<usize>,
}

impl Lights {
    /// Lights a card, what it refers to and what refers to it.
    pub fn around(diagram: &Diagram, card: Option<usize>) -> Self {
        let Some(card) = card else { return Self::default() };
        let mut lit = BTreeSet::from([Subject::Card(card)]);
        let mut near = BTreeSet::new();
        for (number, it) in diagram.references.iter().enumerate() {
            if it.from == card || it.to == card {
                lit.insert(Subject::Reference(number));
                near.extend([it.from, it.to]);
            }
        }
        Self { lit: Some(lit), near }
    }

    pub fn of(&self, subject: Subject) -> Light {
        let Some(lit) = &self.lit else { return Light::Plain };
        match subject {
            _ if lit.contains(&subject) => Light::Lit,
            Subject::Group(_) => Light::Plain,
            Subject::Card(card) if self.near.contains(&card) => Light::Plain,
            Subject::Card(_) | Subject::Reference(_) => Light::Faded,
        }
    }
}

#[cfg(test)]
mod tests {
    use migrascope_core::layout::scene::Reference;

    use super::*;

    #[test]
    fn a_table_lights_its_references_and_keeps_its_neighbors() {
        let reference = |from, to| Reference { from, to, ..Reference::default() };
        let diagram =
            Diagram { references: vec![reference(0, 1), reference(2, 3)], ..Diagram::default() };
        let lights = Lights::around(&diagram, Some(0));
        assert_eq!(lights.of(Subject::Card(0)), Light::Lit);
        assert_eq!(lights.of(Subject::Reference(0)), Light::Lit);
        assert_eq!(lights.of(Subject::Card(1)), Light::Plain);
        assert_eq!(lights.of(Subject::Card(2)), Light::Faded);
        assert_eq!(lights.of(Subject::Reference(1)), Light::Faded);
        assert_eq!(Lights::default().of(Subject::Card(2)), Light::Plain);
    }
}
