//! The gallery's pages.

use askama::Template;
use kernel::{Fault, Outcome};

use super::NUMBERS;
use super::sample::Sample;
use crate::Shell;

/// Draws a scene, or the components when none is asked for.
pub(super) fn draw(
    shell: Shell,
    s: Sample,
    scene: Option<&str>,
    component: Option<u8>,
) -> Outcome<String> {
    let drawn = match scene {
        Some("home") => Home { shell, s }.render(),
        Some("post") => Post { shell, s }.render(),
        Some("checkout") => Checkout { shell, s }.render(),
        Some("landing") => Landing { shell, s }.render(),
        Some("studio") => Studio { shell, s }.render(),
        Some("sign-in") => SignIn { shell, s }.render(),
        _ => Kit { shell, s, component }.render(),
    };
    drawn.map_err(|e| Fault::broken("drawing the gallery", e))
}

#[derive(Template)]
#[template(path = "gallery/kit.html")]
struct Kit {
    shell: Shell,
    s: Sample,
    component: Option<u8>,
}

impl Kit {
    /// Whether the page shows the component with this number of the handbook.
    fn shows(&self, number: u8) -> bool {
        self.component.is_none_or(|asked| asked == number)
    }

    /// Whether a number was asked for that no component has.
    fn is_unknown(&self) -> bool {
        self.component.is_some_and(|asked| !NUMBERS.contains(&asked))
    }

    /// Whether this component is the one that was asked for.
    fn is_only(&self, number: u8) -> bool {
        self.component == Some(number)
    }

    /// The languages to look at it in, by their own names, and which it is.
    fn languages(&self) -> [(&'static str, &'static str, bool); 2] {
        [("zh-CN", "简体中文"), ("en", "English")]
            .map(|(tag, name)| (tag, name, tag == self.shell.lang))
    }

    /// The themes to look at it in, and which it is.
    fn themes(&self) -> [(&'static str, &'static str, bool); 2] {
        let t = self.s.t;
        let themes = [("light", t.foot_light()), ("dark", t.foot_dark())];
        themes.map(|(key, name)| (key, name, key == self.shell.theme))
    }

    /// The gallery in a language and theme, with one component or all.
    fn address(&self, lang: &str, theme: &str, component: Option<u8>) -> String {
        let only = component.map(|number| format!("&component={number}")).unwrap_or_default();
        format!("/_gallery?lang={lang}&theme={theme}{only}")
    }
}

#[derive(Template)]
#[template(path = "gallery/home.html")]
struct Home {
    shell: Shell,
    s: Sample,
}

#[derive(Template)]
#[template(path = "gallery/post.html")]
struct Post {
    shell: Shell,
    s: Sample,
}

#[derive(Template)]
#[template(path = "gallery/checkout.html")]
struct Checkout {
    shell: Shell,
    s: Sample,
}

#[derive(Template)]
#[template(path = "gallery/landing.html")]
struct Landing {
    shell: Shell,
    s: Sample,
}

#[derive(Template)]
#[template(path = "gallery/studio.html")]
struct Studio {
    shell: Shell,
    s: Sample,
}

#[derive(Template)]
#[template(path = "gallery/sign_in.html")]
struct SignIn {
    shell: Shell,
    s: Sample,
}
