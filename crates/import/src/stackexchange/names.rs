//! Names and handles of imported people: equal names get a number, handles fold the name.

use std::collections::HashSet;

use people::handle::{Handle, parse_name};

/// The most characters of a name.
const NAME_MAX: usize = 40;

/// Names and handles that are taken.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: HashSet<String>,
    handles: HashSet<String>,
}

impl Names {
    pub(super) fn new(names: Vec<String>, handles: Vec<String>) -> Self {
        let names = names.iter().map(|name| text::fold(name)).collect();
        Self { names, handles: handles.into_iter().collect() }
    }

    /// A name that nobody has: the wished one, or that with a number.
    pub(super) fn name(&mut self, wished: &str, fallback: &str) -> String {
        let cut: String = wished.trim().chars().take(NAME_MAX).collect();
        let base = parse_name(&cut).unwrap_or_else(|_unusable| fallback.to_owned());
        let mut name = base.clone();
        let mut number = 2_u32;
        while !self.names.insert(text::fold(&name)) {
            let suffix = format!(" {number}");
            let kept = NAME_MAX.saturating_sub(suffix.len());
            name = base.chars().take(kept).collect::<String>() + &suffix;
            number += 1;
        }
        name
    }

    /// A handle that nobody has: the folded name, or the fallback, which no other row has.
    pub(super) fn handle(&mut self, name: &str, fallback: &str) -> String {
        let near = Handle::near(name, fallback);
        let near = near.map_or_else(|_unusable| fallback.to_owned(), |h| h.as_str().to_owned());
        if self.handles.insert(near.clone()) {
            return near;
        }
        let mut given = fallback.to_owned();
        let mut number = 2_u32;
        while !self.handles.insert(given.clone()) {
            given = format!("{fallback}_{number}");
            number += 1;
        }
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_a_number_and_equal_handles_the_row() {
        let mut names = Names::new(vec!["Mei".into()], vec!["mei".into()]);
        assert_eq!(names.name("mei", "se1"), "mei 2");
        assert_eq!(names.handle("mei", "se1"), "se1");
        assert_eq!(names.name("MEI", "se2"), "MEI 3");
        assert_eq!(names.handle("Niel de Beaudrap", "se3"), "niel_de_beaudrap");
        assert_eq!(names.name(&"长".repeat(60), "se4").chars().count(), 40);
        assert_eq!(names.name("a\u{202E}b", "se5"), "se5");
    }
}
