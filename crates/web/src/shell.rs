//! What surrounds a page: brand, navigation, viewer, assets. Handed to every template as `shell`.

use std::sync::Arc;

use kernel::Locale;

use crate::permission::Permission;
use crate::viewer::Viewer;
use crate::{App, Texts, assets};

/// What surrounds a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Language tag of the page.
    pub lang: &'static str,
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// What the community is called.
    pub site_name: String,
    /// One or two characters that stand for it.
    pub brand_mark: String,
    /// How many members there are, in words.
    pub member_count_text: String,
    /// The page's title.
    pub title: String,
    /// What search engines and previews say.
    pub description: String,
    /// The page's own address, for public pages.
    pub canonical: Option<String>,
    /// Whether the page is one piece of writing, as previews elsewhere tell it.
    pub is_article: bool,
    /// The address of a picture that previews elsewhere may show, for public pages.
    pub picture: Option<String>,
    /// Whether search engines may list the page.
    pub listed: bool,
    /// Stylesheet.
    pub css: &'static str,
    /// Stylesheet of what members use: writing, lists, things that wait.
    pub member_css: &'static str,
    /// Stylesheet of pages without a rail.
    pub plain_css: &'static str,
    /// Stylesheet of the studio.
    pub studio_css: &'static str,
    /// Stylesheet of the brand colour, when one is set.
    pub brand_css: Option<String>,
    /// Script: members' or visitors'.
    pub script: &'static str,
    /// Icon sprite.
    pub icons: &'static str,
    /// The member who is signed in.
    pub viewer: Option<ShellViewer>,
    /// Main navigation.
    pub nav: Vec<NavItem>,
    /// Spaces.
    pub spaces: Vec<NavItem>,
    /// Navigation of the studio, as far as the viewer may enter.
    pub studio_nav: Vec<NavGroup>,
    /// A bar above the page, about the site.
    pub banner: Option<Banner>,
    /// A bar above the page, about what the viewer has to answer.
    pub concern: Option<Banner>,
    /// What the page says once.
    pub toast: Option<String>,
    /// Whom one can be with one click, in a demonstration.
    pub personas: Vec<PersonaView>,
    /// What the page follows live.
    pub live: Option<LiveTopic>,
    /// Whether there is anything to buy, so that visitors are shown where.
    pub on_sale: bool,
    /// Where a visitor signs in and comes back here.
    pub sign_in: String,
    /// The texts of the frame.
    pub t: Texts,
}

/// The member who is signed in, as the frame shows them.
#[derive(Debug, Clone)]
pub struct ShellViewer {
    /// Name.
    pub name: String,
    /// Handle.
    pub handle: String,
    /// Address of their profile.
    pub path: String,
    /// First letter of the name.
    pub initial: String,
    /// Which of the twelve avatar colours.
    pub hue: u8,
    /// Whether they are of the team.
    pub is_team: bool,
    /// Unread notifications.
    pub unread: i64,
    /// Picture.
    pub avatar: Option<String>,
}

/// An entry of a navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Address.
    pub href: String,
    /// Icon's name.
    pub icon: &'static str,
    /// Label.
    pub label: String,
    /// Whether the page is here.
    pub current: bool,
    /// A count or a word beside it.
    pub badge: Option<String>,
}

/// A group of the studio's navigation.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// Label.
    pub label: &'static str,
    /// Entries.
    pub items: Vec<NavItem>,
}

/// A bar above the page.
#[derive(Debug, Clone)]
pub struct Banner {
    /// `info`, `warn` or `bad`.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// What a page follows live.
#[derive(Debug, Clone)]
pub struct LiveTopic {
    /// Topics, parted by spaces.
    pub topics: String,
    /// Where to go on from, read before the page's rows.
    pub since: String,
}

/// A member's own topic, which moves the bell.
const OWN: &str = "me";

/// Somebody whom one can be in a demonstration.
#[derive(Debug, Clone)]
pub struct PersonaView {
    /// Their handle; empty for a visitor.
    pub handle: String,
    /// Who that is, in a word.
    pub label: String,
    /// Whether one is them now.
    pub current: bool,
}

/// Makes the slices' parts of a viewer's frame.
type PartsOf = dyn Fn(&App, &Viewer) -> FrameParts + Send + Sync;

/// What the slices put into the frame; called for every page, so it reads memory only.
pub struct Frame {
    /// Main navigation, spaces, unread count and number of members for a viewer.
    pub parts: Box<PartsOf>,
    /// Entries of the studio's navigation with the permission that each needs, in order:
    /// group, entry.
    pub studio: Vec<StudioEntry>,
}

/// What the slices put into one viewer's frame.
#[derive(Debug, Clone, Default)]
pub struct FrameParts {
    /// Main navigation.
    pub nav: Vec<NavItem>,
    /// Spaces that the viewer may know of.
    pub spaces: Vec<NavItem>,
    /// Unread notifications.
    pub unread: i64,
    /// How many members there are, in words.
    pub member_count_text: String,
    /// Whom one can be; empty but in a demonstration.
    pub personas: Vec<PersonaView>,
    /// What the viewer has to answer.
    pub concern: Option<Banner>,
    /// Whether there is anything to buy.
    pub on_sale: bool,
}

/// An entry of the studio's navigation.
#[derive(Debug, Clone)]
pub struct StudioEntry {
    /// The group's label.
    pub group: fn(Locale) -> &'static str,
    /// Address.
    pub href: &'static str,
    /// Icon's name.
    pub icon: &'static str,
    /// Label.
    pub label: fn(Locale) -> &'static str,
    /// What it needs; none for the whole team.
    pub needs: Option<Permission>,
}

impl Shell {
    /// The bars above the page: what the viewer has to answer first.
    pub fn banners(&self) -> impl Iterator<Item = &Banner> {
        self.concern.iter().chain(&self.banner)
    }
}

/// Makes a [`Shell`] step by step.
pub struct ShellBuilder(Shell);

impl App {
    /// Begins the frame of a page for a viewer.
    #[must_use]
    pub fn shell(&self, viewer: &Viewer) -> ShellBuilder {
        let (settings, t) = (self.settings(), Texts::new(viewer.locale));
        // Read before the unread count, so that nothing between the two is missed.
        let place = self.hub().place();
        let frame = self.find_part::<Frame>();
        let parts = frame.as_ref().map(|f| (f.parts)(self, viewer)).unwrap_or_default();
        let member = viewer.member.as_deref();
        let team = member.is_some_and(|me| !me.permissions.is_empty());
        let studio_nav = frame.filter(|_| team).map(|f| studio_nav(&f, viewer));
        let banner = sandbox_banner(&settings, t);
        ShellBuilder(Shell {
            lang: viewer.locale.tag(),
            theme: viewer.theme.key(),
            site_name: settings.name.clone(),
            brand_mark: settings.mark.clone(),
            member_count_text: parts.member_count_text,
            title: settings.name.clone(),
            description: settings.description.clone(),
            canonical: None,
            is_article: false,
            picture: None,
            listed: false,
            css: assets::SITE_CSS,
            member_css: assets::MEMBER_CSS,
            plain_css: assets::PLAIN_CSS,
            studio_css: assets::STUDIO_CSS,
            brand_css: brand_css(self),
            script: if member.is_some() { assets::MEMBER_JS } else { assets::VISITOR_JS },
            icons: assets::ICONS_SVG,
            viewer: member.map(|me| ShellViewer {
                name: me.face.name.clone(),
                handle: me.face.handle.clone(),
                path: format!("/m/{}", me.face.handle),
                initial: initial(&me.face.name),
                hue: me.face.hue,
                is_team: team,
                unread: parts.unread,
                avatar: me.face.avatar.clone(),
            }),
            nav: parts.nav,
            spaces: parts.spaces,
            studio_nav: studio_nav.unwrap_or_default(),
            banner,
            concern: parts.concern,
            personas: parts.personas,
            on_sale: parts.on_sale,
            toast: viewer.flash.as_ref().map(|flash| flash.say()),
            live: member.map(|_| LiveTopic { topics: OWN.to_owned(), since: place.to_string() }),
            sign_in: crate::SIGN_IN.to_owned(),
            t,
        })
    }
}

impl ShellBuilder {
    /// The page's title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.0.title = title.into();
        self
    }

    /// Marks the entry of a navigation that the page belongs to, by its address.
    #[must_use]
    pub fn at(mut self, href: &str) -> Self {
        let items = self.0.nav.iter_mut().chain(&mut self.0.spaces);
        let studio = self.0.studio_nav.iter_mut().flat_map(|group| &mut group.items);
        for item in items.chain(studio) {
            item.current = item.href == href;
        }
        self
    }

    /// What search engines and previews say; the page may be listed then.
    #[must_use]
    pub fn public(mut self, description: impl Into<String>, canonical: impl Into<String>) -> Self {
        self.0.description = description.into();
        self.0.canonical = Some(canonical.into());
        self.0.listed = true;
        self
    }

    /// The page is one piece of writing, shown elsewhere with this picture of it.
    #[must_use]
    pub fn article(mut self, picture: Option<String>) -> Self {
        self.0.is_article = true;
        self.0.picture = picture;
        self
    }

    /// What the page follows live beside the member's own topic, and from where on.
    #[must_use]
    pub fn live(mut self, topics: &str, since: impl Into<String>) -> Self {
        if self.0.viewer.is_some() {
            let topics = format!("{OWN} {topics}");
            self.0.live = Some(LiveTopic { topics, since: since.into() });
        }
        self
    }

    /// From where on the member's own topic is followed: before the rows that it changes were read.
    #[must_use]
    pub fn since(mut self, place: i64) -> Self {
        if let Some(live) = &mut self.0.live {
            live.since = place.to_string();
        }
        self
    }

    /// Where a visitor comes back to after signing in.
    #[must_use]
    pub fn back(mut self, path: &str) -> Self {
        self.0.sign_in = crate::with_back(crate::SIGN_IN, path);
        self
    }

    /// A page without navigation: sign-in, checkout, faults.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.0.spaces.clear();
        self.0.studio_nav.clear();
        self.0.live = None;
        self
    }

    /// The frame.
    #[must_use]
    pub fn build(self) -> Shell {
        self.0
    }
}

/// The first letter of a name, as its picture shows it.
#[must_use]
pub fn initial(name: &str) -> String {
    name.trim().chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

fn brand_css(app: &App) -> Option<String> {
    let colour = app.settings().accent.clone()?;
    Some(format!("/brand/{}.css", colour.trim_start_matches('#')))
}

fn studio_nav(frame: &Arc<Frame>, viewer: &Viewer) -> Vec<NavGroup> {
    let mut groups: Vec<NavGroup> = Vec::new();
    for entry in &frame.studio {
        if entry.needs.is_some_and(|permission| !viewer.may(permission)) {
            continue;
        }
        let label = (entry.group)(viewer.locale);
        let item = NavItem {
            href: entry.href.to_owned(),
            icon: entry.icon,
            label: (entry.label)(viewer.locale).to_owned(),
            current: false,
            badge: None,
        };
        match groups.iter_mut().find(|group| group.label == label) {
            Some(group) => group.items.push(item),
            None => groups.push(NavGroup { label, items: vec![item] }),
        }
    }
    groups
}

/// The bar of a demonstration, or of a site whose sandbox is on.
fn sandbox_banner(settings: &site::Settings, t: Texts) -> Option<Banner> {
    let text = match (settings.demo, settings.sandbox) {
        (true, _) => t.banner_demo(),
        (false, true) => t.banner_sandbox(),
        (false, false) => return None,
    };
    Some(Banner { kind: "plain", text: text.to_owned(), href: None })
}
