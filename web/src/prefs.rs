//! What this browser remembers of its reader: the theme, and nothing of the files.

/// The key in the browser's store.
pub const KEY: &str = "migrascope";

/// What is remembered between visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    pub theme: Theme,
}

/// Light or dark; by default as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    const ALL: [(Self, &'static str); 3] =
        [(Self::System, "system"), (Self::Light, "light"), (Self::Dark, "dark")];

    /// The word in the store and in `data-theme`.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(theme, _)| *theme == self).map_or("", |(_, word)| word)
    }

    /// The theme that the toggle brings after this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

impl Prefs {
    /// Reads what was stored; whatever it does not know stays as it is for a first visit.
    pub fn parse(stored: &str) -> Self {
        let mut prefs = Self::default();
        for line in stored.lines() {
            if let Some(("theme", word)) = line.split_once('=')
                && let Some((theme, _)) = Theme::ALL.iter().find(|(_, it)| *it == word)
            {
                prefs.theme = *theme;
            }
        }
        prefs
    }

    /// What is stored.
    pub fn print(self) -> String {
        format!("theme={}\n", self.theme.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_survive_the_store() {
        for (theme, _) in Theme::ALL {
            let prefs = Prefs { theme };
            assert_eq!(Prefs::parse(&prefs.print()), prefs);
        }
    }

    #[test]
    fn a_store_of_another_time_does_no_harm() {
        assert_eq!(Prefs::parse("theme=sepia\nsplit\n"), Prefs::default());
    }

    #[test]
    fn the_toggle_comes_back_to_where_it_began() {
        assert_eq!(Theme::System.next().next().next(), Theme::System);
    }
}
