//! What surrounds every page: the navigation that the slices together make.

use community::Community;
use community::space::{Space, Visibility};
use demo::Personas;
use kernel::Locale;
use web::{App, Frame, FrameParts, NavItem, Permission, PersonaView, StudioEntry, Viewer};

use crate::texts::Texts;

/// Spaces in the rail; the others are on `/spaces`.
const SPACES_MAX: usize = 12;

/// The frame of this site's pages.
pub(crate) fn frame() -> Frame {
    Frame { parts: Box::new(parts), studio: studio() }
}

fn parts(app: &App, viewer: &Viewer) -> FrameParts {
    let t = web::Texts::new(viewer.locale);
    let mut nav = vec![item("/", "house", t.nav_home()), item("/spaces", "hash", t.nav_spaces())];
    if viewer.member.is_some() {
        let own = Texts::new(viewer.locale);
        nav.push(item("/members", "users", own.nav_members()));
        nav.push(item("/me/bookmarks", "bookmark", own.nav_bookmarks()));
        nav.push(item("/me/drafts", "file-text", own.nav_drafts()));
        nav.push(item("/me/membership", "wallet", own.nav_membership()));
    }
    FrameParts {
        nav,
        spaces: spaces(app),
        unread: app.part::<notify::Unread>().of(viewer.id()),
        member_count_text: String::new(),
        personas: personas(app, viewer),
        concern: people::concern::banner(viewer),
        on_sale: app.part::<Community>().sells(),
    }
}

/// Whom one can be in a demonstration, a visitor last.
fn personas(app: &App, viewer: &Viewer) -> Vec<PersonaView> {
    let known = app.part::<Personas>();
    if known.0.is_empty() {
        return Vec::new();
    }
    let t = Texts::new(viewer.locale);
    let now = viewer.member.as_deref().map(|me| me.face.handle.as_str());
    let somebody = known.0.iter().map(|one| PersonaView {
        handle: one.handle.clone(),
        label: t.persona(&one.part),
        current: now == Some(one.handle.as_str()),
    });
    let visitor =
        PersonaView { handle: String::new(), label: t.persona("visitor"), current: now.is_none() };
    somebody.chain(std::iter::once(visitor)).collect()
}

/// The spaces that everybody may know of; a secret one is found on `/spaces` by those added.
fn spaces(app: &App) -> Vec<NavItem> {
    let ground = app.part::<Community>().ground.latest();
    let known = ground.spaces.iter().filter(|space| space.visibility != Visibility::Secret);
    let icon = |space: &Space| match space.visibility {
        Visibility::Plan => "lock",
        _ => "hash",
    };
    known.take(SPACES_MAX).map(|space| item(&space.path(), icon(space), &space.name)).collect()
}

pub(crate) fn item(href: &str, icon: &'static str, label: &str) -> NavItem {
    NavItem { href: href.to_owned(), icon, label: label.to_owned(), current: false, badge: None }
}

fn entry(
    group: Group,
    href: &'static str,
    icon: &'static str,
    label: fn(Locale) -> &'static str,
    needs: Option<Permission>,
) -> StudioEntry {
    StudioEntry { group: group.label(), href, icon, label, needs }
}

fn studio() -> Vec<StudioEntry> {
    use Permission as P;
    let (top, people, content) = (Group::Top, Group::People, Group::Content);
    let (money, site) = (Group::Money, Group::Site);
    vec![
        entry(top, "/studio", "layout-dashboard", |l| Texts::new(l).nav_today(), None),
        entry(
            content,
            "/studio/spaces",
            "hash",
            |l| Texts::new(l).nav_spaces(),
            Some(P::SpacesManage),
        ),
        entry(
            content,
            "/studio/media",
            "image",
            |l| Texts::new(l).nav_media(),
            Some(P::ContentModerate),
        ),
        entry(
            people,
            "/studio/members",
            "users",
            |l| Texts::new(l).nav_members(),
            Some(P::MembersRead),
        ),
        entry(people, "/studio/team", "shield", |l| Texts::new(l).nav_team(), Some(P::RolesManage)),
        entry(
            money,
            "/studio/products",
            "package",
            |l| Texts::new(l).nav_products(),
            Some(P::ProductsManage),
        ),
        entry(
            money,
            "/studio/orders",
            "receipt",
            |l| Texts::new(l).nav_orders(),
            Some(P::OrdersRead),
        ),
        entry(
            money,
            "/studio/ledger",
            "scale",
            |l| Texts::new(l).nav_ledger(),
            Some(P::LedgerRead),
        ),
        entry(
            site,
            "/studio/settings",
            "settings",
            |l| Texts::new(l).nav_settings(),
            Some(P::SettingsManage),
        ),
        entry(site, "/studio/mail", "mail", |l| Texts::new(l).nav_mail(), Some(P::MailRead)),
        entry(
            site,
            "/studio/audit",
            "scroll-text",
            |l| Texts::new(l).nav_audit(),
            Some(P::AuditRead),
        ),
    ]
}

/// The groups of the studio's navigation.
#[derive(Clone, Copy)]
enum Group {
    Top,
    Content,
    People,
    Money,
    Site,
}

impl Group {
    fn label(self) -> fn(Locale) -> &'static str {
        match self {
            Self::Top => |_| "",
            Self::Content => |l| Texts::new(l).nav_content(),
            Self::People => |l| Texts::new(l).nav_people(),
            Self::Money => |l| Texts::new(l).nav_money(),
            Self::Site => |l| Texts::new(l).nav_site(),
        }
    }
}
