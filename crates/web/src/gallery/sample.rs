//! What the gallery shows: a made-up community, in both languages.

use kernel::{Locale, Ts, Zone};

use crate::{
    AnswerExcerpt, AvatarView, Badge, BookmarkView, CommentState, CommentView, CommentsLink,
    LinkView, LockNote, LockedRow, MenuAct, MenuItem, NavGroup, NavItem, OfferView, PersonView,
    PlanChoice, PlanOption, PostCard, ReactionBar, ReactionView, Shell, Texts, Tone, When,
};

/// 2026-11-21 10:12 in Shanghai: the gallery's now, so that two screenshots are equal.
const NOW: Ts = Ts::from_micros(1_795_227_120_000_000);

/// The words and things of the made-up community in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    /// The words of the components.
    pub(super) t: Texts,
    /// The language.
    pub(super) locale: Locale,
}

impl Sample {
    /// One of two texts.
    pub(super) fn w(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.locale {
            Locale::ZhCn => zh,
            Locale::En => en,
        }
    }

    pub(super) fn ago(&self, hours: i64) -> When {
        let zone = Zone::named("Asia/Shanghai").unwrap_or_else(|_| Zone::utc());
        When::new(NOW.plus_hours(-hours), NOW, &zone, self.locale)
    }

    /// Navigation as the grown site has it.
    pub(super) fn furnish(&self, shell: &mut Shell, scene: Option<&str>) {
        shell.site_name = self.w("AI 技术圈", "Applied AI").to_owned();
        shell.brand_mark = self.w("圈", "A").to_owned();
        shell.member_count_text = self.w("1,284 位成员", "1,284 members").to_owned();
        let item = |href: &str, icon, label: &str, badge: Option<&str>| NavItem {
            href: href.to_owned(),
            icon,
            label: label.to_owned(),
            current: href == "/" || href == "/studio",
            badge: badge.map(str::to_owned),
        };
        shell.on_sale = true;
        shell.nav = vec![
            item("/", "house", self.t.nav_home(), None),
            item("/search", "search", self.t.nav_search(), None),
            item("/notifications", "bell", self.t.nav_notifications(), Some("3")),
            item("/bookmarks", "bookmark", self.t.bookmark(), None),
        ];
        shell.spaces = vec![
            item("/s/news", "hash", self.w("公告", "News"), None),
            item("/s/llm", "hash", self.w("大模型", "Language models"), Some("12")),
            item("/s/eng", "hash", self.w("工程实践", "In production"), Some("4")),
            item("/s/board", "lock", self.w("私董会", "Board room"), None),
        ];
        if scene == Some("studio") {
            let items = vec![
                item("/studio", "sun", self.w("今天", "Today"), Some("6")),
                item("/studio/members", "users", self.w("成员", "Members"), None),
                item("/studio/orders", "receipt", self.w("订单", "Orders"), Some("1")),
                item("/studio/ledger", "scale", self.w("账本", "Ledger"), None),
                item("/studio/audit", "scroll-text", self.w("审计", "Audit log"), None),
                item("/studio/settings", "settings-2", self.t.nav_settings(), None),
            ];
            shell.studio_nav = vec![NavGroup { label: "", items }];
        }
    }

    pub(super) fn person(&self, name: &str, seed: i64, badges: Vec<Badge>) -> PersonView {
        PersonView {
            name: name.to_owned(),
            href: Some("/m/someone".to_owned()),
            avatar: AvatarView::of(name, seed, None),
            badges,
            lang: None,
        }
    }

    pub(super) fn host(&self) -> PersonView {
        let badge = Badge::new(Tone::Line, self.w("主理人", "Host"));
        self.person(self.w("林知远", "Lin Zhiyuan"), 11, vec![badge])
    }

    pub(super) fn menu(&self) -> Vec<MenuItem> {
        let go = |path: &str| MenuAct::Go(path.to_owned());
        vec![
            MenuItem::new(MenuAct::Copy("/p/9k2".into()), "link", self.w("复制链接", "Copy link")),
            MenuItem::new(go("/p/9k2/history"), "history", self.w("看修改历史", "See its history")),
            MenuItem::new(go("/p/9k2/report"), "flag", self.w("举报", "Report it")),
            MenuItem::new(
                MenuAct::Post("/p/9k2/delete".into()),
                "trash-2",
                self.w("删除", "Delete it"),
            )
            .danger(),
        ]
    }

    /// A bar whose `like` has this count.
    pub(super) fn acts(&self, target: &str, likes: i64, comments: Option<&str>) -> ReactionBar {
        let mut bar = ReactionBar::new(self.t, target.to_owned());
        let count = |kind: &str| match kind {
            "like" => likes,
            "insight" => likes / 9,
            _ => 0,
        };
        bar.reactions = ReactionView::KINDS
            .into_iter()
            .filter_map(|kind| {
                let action = format!("/reactions/{kind}");
                ReactionView::of(self.t, kind, action, count(kind), kind == "like" && likes > 100)
            })
            .collect();
        bar.comments = comments.map(|text| CommentsLink {
            href: "#comments".into(),
            text: text.to_owned(),
            label: String::new(),
        });
        bar.bookmark = Some(BookmarkView {
            t: self.t,
            target: target.to_owned(),
            action: "/bookmark".into(),
            pressed: false,
        });
        bar.menu = self.menu();
        bar
    }

    fn card(&self, id: &str, title: &str, by: PersonView, hours: i64) -> PostCard {
        PostCard {
            id: id.to_owned(),
            href: format!("/p/{id}"),
            title: title.to_owned(),
            lang: None,
            by,
            space: Some(LinkView::new("/s/llm", self.w("大模型", "Language models"))),
            kind: None,
            when: self.ago(hours),
            edited: None,
            badges: Vec::new(),
            lead: None,
            cover: None,
            answer: None,
            lock: None,
            tags: Vec::new(),
            acts: self.acts(&format!("post-{id}"), 57, Some("38")),
            lead_item: false,
            unread: false,
            hidden: None,
        }
    }

    /// Posts in every state that a list knows.
    pub(super) fn posts(&self) -> Vec<PostCard> {
        vec![self.leading(), self.question(), self.foreign(), self.hidden()]
    }

    fn chen(&self) -> PersonView {
        self.person(self.w("陈曦", "Chen Xi"), 5, Vec::new())
    }

    fn leading(&self) -> PostCard {
        let lead = self.card(
            "9k2",
            self.w("为什么你的 RAG 召回总是差一点", "Why your retrieval is always a little off"),
            self.host(),
            2,
        );
        PostCard {
            lead_item: true,
            badges: vec![Badge::new(Tone::Best, self.t.featured()).with_icon("gem")],
            lead: Some(self.w(
                "先看结论：分块不是越小越好。我们把同一份 4 万条的客服语料切成四种粒度重跑了一遍，最好的那一档比默认设置高出 11 个点，原因不在向量模型，而在评测集里缺了负样本。",
                "Smaller chunks are not better. We cut the same 40,000 support tickets four ways: the best beat the default by eleven points, and the reason was not the embedding but an evaluation set without negatives.",
            ).to_owned()),
            tags: vec![LinkView::new("/t/rag", "RAG"), LinkView::new("/t/eval", self.w("评测", "evaluation"))],
            acts: self.acts("post-9k2", 142, Some("38")),
            ..lead
        }
    }

    fn question(&self) -> PostCard {
        let question = self.card(
            "7f3",
            self.w(
                "200 万条向量，pgvector 还是专用库？",
                "Two million vectors: pgvector or a vector store?",
            ),
            self.chen(),
            3,
        );
        PostCard {
            unread: true,
            kind: Some(self.w("提问", "Question").to_owned()),
            answer: Some(AnswerExcerpt {
                mark: self.w("林知远的回答已采纳", "Lin Zhiyuan's answer was accepted").to_owned(),
                excerpt: self.w(
                    "两百万条、日写入不到一万，先用 pgvector。真正会逼你搬家的不是数据量，是带过滤条件的召回：过滤后不足 1 % 时 HNSW 会退化，先用你自己的过滤条件压一次再定。",
                    "At two million rows and under ten thousand writes a day, start with pgvector. What moves you out is not size but filtered recall: below 1 % left, HNSW degrades, so load-test your own filters first.",
                ).to_owned(),
            }),
            acts: self.acts("post-7f3", 57, Some(&self.t.answers_count(5))),
            ..question
        }
    }

    fn foreign(&self) -> PostCard {
        let english = self.card(
            "5qa",
            "Prompt caching cut our p95 from 3.4 s to 1.1 s",
            self.person("Priya Raman", 8, Vec::new()),
            12,
        );
        PostCard {
            lang: (self.locale == Locale::ZhCn).then(|| "en".to_owned()),
            lead: Some("Nothing clever: we moved the tool schemas above the user turn, froze their order, and stopped interpolating the date into the system prompt. Cache hits went from 8 % to 91 % in one deploy.".to_owned()),
            lock: Some(LockNote {
                note: self.w("还有 2,400 字和 3 张图，会员可见", "2,400 more characters and 3 images for members").to_owned(),
                buy: Some(LinkView::new("/join", self.w("加入 · ¥199", "Join · ¥199"))),
            }),
            ..english
        }
    }

    fn hidden(&self) -> PostCard {
        PostCard {
            hidden: Some(
                self.w(
                    "因违反社群规则第 4 条被隐藏，只有你和团队看得到。",
                    "Hidden under rule 4; only you and the team see it.",
                )
                .to_owned(),
            ),
            edited: Some(self.t.edited().to_owned()),
            ..self.card(
                "3vb",
                self.w("出一份整理好的评测集", "Selling an evaluation set"),
                self.chen(),
                90,
            )
        }
    }

    pub(super) fn locked(&self) -> LockedRow {
        LockedRow {
            id: "4cc".into(),
            href: "/p/4cc".into(),
            title: self
                .w(
                    "推理成本手册 · 12　把首词元延迟拆成五段来治",
                    "Inference costs 12: five parts of time to first token",
                )
                .into(),
            lang: None,
            note: self.w("会员可见 · 4,600 字", "For members · 4,600 characters").into(),
            buy: Some(LinkView::new("/join", self.w("¥199 加入", "Join for ¥199"))),
        }
    }

    pub(super) fn comment(&self, id: &str, by: PersonView, html: &str, likes: i64) -> CommentView {
        let mut acts = self.acts(&format!("comment-{id}"), likes, None);
        acts.reply = Some("#reply".into());
        acts.bookmark = None;
        acts.small = true;
        CommentView {
            t: self.t,
            id: id.to_owned(),
            href: format!("#comment-{id}"),
            lang: None,
            by,
            when: self.ago(20),
            edited: None,
            html: html.to_owned(),
            state: CommentState::Shown,
            accepted: None,
            featured: false,
            acts,
            replies: Vec::new(),
            more_replies: None,
            reply: false,
        }
    }

    /// Comments in every state.
    pub(super) fn comments(&self) -> Vec<CommentView> {
        let guest = Badge::new(Tone::Line, self.w("嘉宾", "Guest"));
        let author = Badge::new(Tone::Best, self.w("作者", "Author"));
        let first = CommentView {
            accepted: Some(self.w("陈曦采纳为答案", "Accepted by Chen Xi").into()),
            replies: vec![
                CommentView { reply: true, ..self.comment("c2", self.chen(), self.w("<p>按这个做了 60 条，误召率从“没测过”变成 34 %，难看，但终于是真的。</p>", "<p>Sixty of these later our false-recall rate went from “never measured” to 34 %. Ugly, but true at last.</p>"), 19) },
                CommentView { reply: true, ..self.comment("c3", self.person(self.w("林知远", "Lin Zhiyuan"), 11, vec![author]), self.w("<p>34 % 是正常起点。先看误召集中在哪几类问题，通常两类就占八成。</p>", "<p>34 % is a normal start. See which kinds of question it sits in; two usually make four fifths.</p>"), 27) },
            ],
            ..self.comment("c1", self.person(self.w("周予安", "Zhou Yuan"), 3, vec![guest]), self.w("<p>三步。从线上日志里挑用户改写过两次以上的问题；去掉能在库里找到原文的；剩下的让两个人独立判断“库里确实没有”。两百条够用，每月换掉五分之一。</p>", "<p>Three steps. Take questions that people rewrote twice or more; drop those whose source is in the corpus; let two people judge the rest on their own. Two hundred are enough, a fifth replaced each month.</p>"), 46)
        };
        let gone = CommentView {
            state: CommentState::Gone(
                self.w("这条评论被作者删除", "Its author deleted this comment").into(),
            ),
            ..self.comment("c4", self.chen(), "", 0)
        };
        let pending = CommentView {
            state: CommentState::Pending(self.w("等待审核，只有你看得到", "Waiting for review; only you see it").into()),
            featured: true,
            ..self.comment("c5", self.person("Priya Raman", 8, Vec::new()), "<p>The heading path is the unsung hero of that table. We saw the same jump on English docs: <code>256</code> plus breadcrumbs beat plain 512 by four points.</p>", 31)
        };
        vec![first, gone, pending]
    }

    pub(super) fn plans(&self, hide_legend: bool) -> PlanChoice {
        let option = |value: &str, name, amount: &str, per, sub, checked| PlanOption {
            value: value.to_owned(),
            name: String::from(name),
            amount: amount.to_owned(),
            per: String::from(per),
            sub: Some(String::from(sub)),
            best: None,
            checked,
        };
        let year = option(
            "y",
            self.w("按年", "One year"),
            "¥199",
            self.w("/年", "/year"),
            self.w("每月合 ¥16.6，比按月省 ¥101", "¥16.6 a month, ¥101 less than month by month"),
            true,
        );
        let month = option(
            "m",
            self.w("按月", "One month"),
            "¥25",
            self.w("/月", "/month"),
            self.w("到期不自动扣款", "Ends by itself"),
            false,
        );
        PlanChoice {
            field: "price",
            legend: self.w("方案", "Plan").into(),
            hide_legend,
            options: vec![
                PlanOption { best: Some(self.w("最划算", "Best value").into()), ..year },
                month,
            ],
        }
    }

    pub(super) fn offer(&self) -> OfferView {
        OfferView {
            t: self.t,
            heading: self
                .w(
                    "还有 2,400 字、3 张图、18 条讨论",
                    "2,400 more characters, 3 images, 18 comments",
                )
                .into(),
            lead: None,
            action: "/join".into(),
            hidden: vec![("back".into(), "/p/9k2".into())],
            plans: self.plans(true),
            opens: vec![
                self.w("本文和全部 312 篇", "This and all 312 posts").into(),
                self.w("每周四集中答疑", "Questions answered every Thursday").into(),
            ],
            join: self.w("加入", "Join").into(),
            notes: vec![
                self.w("7 天内可全额退", "Full refund within 7 days").into(),
                self.w("到期不自动扣款", "Ends by itself").into(),
            ],
            sign_in: Some("/login".into()),
            proof: Some(
                self.w(
                    "1,284 位成员 · 平均 6 小时有人回答",
                    "1,284 members · answers within 6 hours",
                )
                .into(),
            ),
        }
    }
}
