//! The language of the terminal: the site's once one is open that was set up, the machine's before.

use std::sync::OnceLock;

use kernel::Locale;

use crate::texts::Texts;

/// The language that the environment names.
static OF_MACHINE: OnceLock<Locale> = OnceLock::new();
/// The language of the site that this process has opened.
static OF_SITE: OnceLock<Locale> = OnceLock::new();

/// Begins in the language that the environment names.
pub(crate) fn begin(variables: &[(String, String)]) {
    // A process has one environment.
    let _ = OF_MACHINE.set(named(variables));
}

/// Goes on in the language that an opened site was set up in.
pub(crate) fn follow(chosen: Option<Locale>) {
    if let Some(locale) = chosen {
        // A process opens one site.
        let _ = OF_SITE.set(locale);
    }
}

/// The language to speak.
pub(crate) fn locale() -> Locale {
    OF_SITE.get().or_else(|| OF_MACHINE.get()).copied().unwrap_or(Locale::En)
}

/// What to say in it.
pub(crate) fn texts() -> Texts {
    Texts::new(locale())
}

/// The language that the variables of POSIX name, the strongest first.
fn named(variables: &[(String, String)]) -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
        let found = variables.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value)
    });
    if set.is_some_and(|value| value.starts_with("zh")) { Locale::ZhCn } else { Locale::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_spoken_to_as_its_variables_say() {
        let with = |set: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            named(&set.iter().map(own).collect::<Vec<_>>())
        };
        assert_eq!(with(&[("LANG", "zh_CN.UTF-8")]), Locale::ZhCn);
        assert_eq!(with(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Locale::En);
        assert_eq!(with(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]), Locale::ZhCn);
        assert_eq!(with(&[]), Locale::En);
    }
}
