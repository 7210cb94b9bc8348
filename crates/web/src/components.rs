//! The design system's view structs: plain data that the templates in `templates/ui` draw.
//!
//! Two kinds of component. Small ones are macros (`ui/act.html`, `ui/form.html`, `ui/say.html`)
//! that take plain values or one of the structs below. Larger ones are structs that are templates
//! themselves: write `{{ card }}` in a page, or render one alone as the fragment of a Turbo
//! Stream. Their words are already translated, or come from the [`Texts`](crate::Texts) they carry.
//! What a viewer may not read never gets into a struct.

mod comment;
mod editor;
mod field;
mod icon;
mod image;
mod list;
mod menu;
mod offer;
mod person;
mod post;
mod reaction;
mod stat;
mod table;
mod title;
mod when;

pub use comment::{CommentState, CommentView};
pub use editor::{EditorView, Tool, UploadView};
pub use field::{ChoiceView, FieldView, Problem};
pub use icon::{Icon, icon, icon_large, icon_small};
pub use image::{Gallery, ImageView};
pub use list::{Chip, FilterBar, FilterSearch, FilterSelect, OutlinePart, OutlineView, Pager};
pub use menu::{LinkView, MenuAct, MenuItem, Tab, Whose, is_current};
pub use offer::{OfferView, PlanChoice, PlanOption};
pub use person::{AvatarView, Badge, PersonView, Tone};
pub use post::{AnswerExcerpt, LockNote, LockedRow, PostCard};
pub use reaction::{BookmarkView, CommentsLink, ReactionBar, ReactionForm, ReactionView};
pub use stat::{Delta, Stat};
pub use table::{Cell, ColumnView, Order, RowView, TableView};
pub use title::{Title, title};
pub use when::{Age, When};
