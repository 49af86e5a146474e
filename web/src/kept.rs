//! The projects that were opened since the page was loaded, so that the browser's back button finds
//! them again. Files are kept as handles, and cost nothing.

use migrascope_core::api::OpenOptions;

use crate::files::Given;

/// What is open, and what was. Projects have numbers from one; zero stands for the first screen.
#[derive(Default)]
pub struct Kept {
    all: Vec<(Given, OpenOptions)>,
    open: usize,
}

impl Kept {
    /// The number of the open project.
    pub fn number(&self) -> usize {
        self.open
    }

    /// The open project, as it was given.
    pub fn open(&self) -> Option<&(Given, OpenOptions)> {
        self.project(self.open)
    }

    pub fn project(&self, number: usize) -> Option<&(Given, OpenOptions)> {
        self.all.get(number.checked_sub(1)?)
    }

    /// Keeps a project under a number, or under a new one, and makes it the open one.
    pub fn keep(&mut self, number: Option<usize>, project: (Given, OpenOptions)) {
        let at = number.and_then(|it| it.checked_sub(1));
        match at.and_then(|it| self.all.get_mut(it)) {
            Some(known) => *known = project,
            None => self.all.push(project),
        }
        self.open = number.filter(|_| at.is_some()).unwrap_or(self.all.len());
    }

    /// Goes back to the first screen.
    pub fn close(&mut self) {
        self.open = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_found_again_by_its_number() {
        let given = |name: &str| (Given::from_text(name, ""), OpenOptions::default());
        let name = |it: Option<&(Given, OpenOptions)>| it.map(|it| it.0.name.clone());
        let mut kept = Kept::default();
        kept.keep(None, given("a"));
        kept.keep(None, given("b"));
        assert_eq!((kept.number(), name(kept.open())), (2, Some("b".to_owned())));
        kept.keep(Some(1), given("a again"));
        assert_eq!((kept.number(), name(kept.open())), (1, Some("a again".to_owned())));
        kept.close();
        assert_eq!((kept.number(), name(kept.open())), (0, None));
        assert_eq!(name(kept.project(2)), Some("b".to_owned()));
    }
}
