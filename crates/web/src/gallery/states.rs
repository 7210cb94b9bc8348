//! The states of components that need more than one example.

use super::sample::Sample;
use crate::{
    AvatarView, ChoiceView, EditorView, FieldView, Pager, PlanChoice, ReactionBar, Tab, TableView,
};

impl Sample {
    /// A field of every kind.
    pub(super) fn fields(&self) -> Vec<FieldView> {
        let field = |kind, name, zh, en| FieldView::new(kind, name, self.w(zh, en));
        let mut members = field("number", "members", "人数", "Members").value("12");
        members.inputmode = Some("numeric");
        vec![
            field("text", "name", "名字", "Name").value(self.w("林知远", "Lin Zhiyuan")).max(40),
            field("password", "password", "密码", "Password")
                .hint(self.w("至少 8 个字符。", "At least 8 characters."))
                .autocomplete("new-password"),
            members,
            field("date", "until", "最后一天", "Last day").value("2027-11-20"),
            self.amount(),
            field("url", "link", "链接", "Link").optional(self.t.optional()),
        ]
    }

    /// Tabs that count what they hold.
    pub(super) fn counted_tabs(&self) -> Vec<Tab> {
        let mut tabs = self.tabs();
        for (tab, count) in tabs.iter_mut().zip(["12", "4", "0"]) {
            tab.count = Some(count.to_owned());
        }
        tabs
    }

    /// Two kinds of post, side by side.
    pub(super) fn kinds(&self) -> Vec<ChoiceView> {
        let kind = |value, zh, en, sub, checked| ChoiceView {
            sub: Some(String::from(sub)),
            ..ChoiceView::new(value, self.w(zh, en), checked)
        };
        vec![
            kind("article", "文章", "Article", self.w("写下来给人读", "Something to read"), true),
            kind(
                "question",
                "提问",
                "Question",
                self.w("等一个回答", "Waits for an answer"),
                false,
            ),
        ]
    }

    /// The whole editor, the small one, and one that was sent empty.
    pub(super) fn editors(&self) -> [EditorView; 3] {
        let refused = EditorView {
            id: "body-bad".into(),
            error: Some(self.w("正文还是空的。", "The text is still empty.").into()),
            draft: None,
            uploads: None,
            ..self.editor(true)
        };
        [self.editor(false), self.editor(true), refused]
    }

    /// A face with a picture.
    pub(super) fn pictured(&self) -> AvatarView {
        AvatarView::of(self.w("陈曦", "Chen Xi"), 5, Some("/favicon.svg".into()))
    }

    /// Bars as members and visitors see them, below posts and below comments.
    pub(super) fn bars(&self) -> Vec<(&'static str, ReactionBar)> {
        let mut kept = self.acts("bar-pressed", 142, Some("38"));
        if let Some(bookmark) = &mut kept.bookmark {
            bookmark.pressed = true;
        }
        let mut visitor = self.acts("bar-visitor", 57, Some("38"));
        visitor.sign_in = Some("/login".into());
        visitor.bookmark = None;
        let mut small = self.acts("bar-small", 9, None);
        small.small = true;
        small.reply = Some("#reply".into());
        vec![
            (self.w("还没有人按", "Nobody yet"), self.acts("bar-none", 0, Some("0"))),
            (self.w("按过了", "Pressed"), kept),
            (self.w("访客", "A visitor"), visitor),
            (self.w("评论下", "Below a comment"), small),
        ]
    }

    /// The one price of a plan.
    pub(super) fn one_plan(&self) -> PlanChoice {
        let mut plan = self.plans(true);
        plan.options.truncate(1);
        plan
    }

    /// A table without rows.
    pub(super) fn empty_table(&self) -> TableView {
        TableView {
            id: "no-orders".into(),
            rows: Vec::new(),
            empty: Some(self.w("还没有订单。", "No orders yet.").into()),
            ..self.table()
        }
    }

    /// The first page, one in the middle, the last.
    pub(super) fn pagers(&self) -> [Pager; 3] {
        let first = Pager { newer: None, summary: None, ..self.pager() };
        let last = Pager { older: None, summary: None, ..self.pager() };
        [first, self.pager(), last]
    }
}
