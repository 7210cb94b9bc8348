//! What forms and lists of the gallery hold.

use super::sample::Sample;
use crate::{
    Badge, Cell, Chip, ChoiceView, ColumnView, Delta, EditorView, FieldView, FilterBar,
    FilterSearch, FilterSelect, Gallery, ImageView, LinkView, Order, OutlinePart, OutlineView,
    Pager, Problem, RowView, Stat, Tab, TableView, Tone, UploadView,
};

impl Sample {
    pub(super) fn tabs(&self) -> Vec<Tab> {
        let tab = |zh, en, current| Tab::new("?tab=", self.w(zh, en), current);
        vec![
            tab("最新", "Latest", true),
            tab("精华", "Featured", false),
            tab("关注", "Following", false),
        ]
    }

    pub(super) fn email(&self) -> FieldView {
        FieldView::new("email", "email", self.w("邮箱", "E-mail"))
            .hint(
                self.w(
                    "收据、找回和到期提醒都发到这里。",
                    "Receipts, recovery and reminders go here.",
                ),
            )
            .autocomplete("email")
    }

    pub(super) fn wrong(&self, name: &str) -> FieldView {
        FieldView::new("tel", name, self.w("手机号", "Phone")).value("1380013800").error(Some(
            self.w("手机号少了一位，应为 11 位", "Enter all 11 digits of the phone number"),
        ))
    }

    pub(super) fn about(&self) -> FieldView {
        FieldView::new("area", "bio", self.w("自我介绍", "About you"))
            .optional(self.t.optional())
            .max(400)
    }

    pub(super) fn amount(&self) -> FieldView {
        let mut field = FieldView::new("text", "amount", self.w("金额", "Amount")).value("199.00");
        field.unit = Some("¥".into());
        field.inputmode = Some("decimal");
        field
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let text = self.w("手机号少了一位，应为 11 位", "Enter all 11 digits of the phone number");
        vec![Problem { field_id: "phone".into(), text: text.into() }]
    }

    pub(super) fn ways(&self) -> Vec<ChoiceView> {
        let way = |value, zh, en, checked| ChoiceView::new(value, self.w(zh, en), checked);
        vec![
            way("wechat", "微信支付", "WeChat Pay", true),
            way("alipay", "支付宝", "Alipay", false),
            ChoiceView {
                sub: Some(
                    self.w("这台服务器还没有接通", "Not connected on this server yet").into(),
                ),
                disabled: true,
                ..way("card", "银行卡", "Card", false)
            },
        ]
    }

    pub(super) fn topics(&self) -> Vec<ChoiceView> {
        let topic = |zh, en, on| ChoiceView::new(en, self.w(zh, en), on);
        vec![
            topic("大模型", "Models", true),
            topic("工程", "Engineering", false),
            topic("职业", "Career", true),
        ]
    }

    pub(super) fn picture(&self) -> ImageView {
        ImageView {
            src: "/favicon.svg".into(),
            srcset: None,
            width: 480,
            height: 240,
            alt: self.w("社群的标记", "The mark of the community").into(),
            caption: Some(self.w("图 1　标记", "Figure 1. The mark").into()),
            full: Some("/favicon.svg".into()),
        }
    }

    pub(super) fn pictures(&self, many: usize) -> Gallery {
        let images = std::iter::repeat_with(|| self.picture()).take(many).collect();
        Gallery { label: self.w("几张图", "Pictures").into(), images }
    }

    pub(super) fn editor(&self, compact: bool) -> EditorView {
        EditorView {
            t: self.t,
            id: if compact { "reply" } else { "body" }.into(),
            name: "body".into(),
            label: self.w("正文", "Text").into(),
            value: String::new(),
            hint: (!compact)
                .then(|| self.w("写给一年前的自己看。", "Write for yourself a year ago.").into()),
            error: None,
            preview: "/preview".into(),
            shown: None,
            mentions: "/mentions".into(),
            draft: Some(if compact { "gallery-reply" } else { "gallery-post" }.into()),
            rows: if compact { 3 } else { 8 },
            max: Some(40_000),
            required: true,
            divider: !compact,
            compact,
            uploads: Some(UploadView {
                post: "/media".into(),
                library: "/me/media".into(),
                most: 25 * 1024 * 1024,
            }),
        }
    }

    pub(super) fn filter(&self) -> FilterBar {
        let chip = |zh, en, count: &str, current| Chip {
            href: "?state=".into(),
            text: self.w(zh, en).into(),
            count: Some(count.into()),
            current,
        };
        FilterBar {
            t: self.t,
            action: "/_gallery".into(),
            hidden: Vec::new(),
            search: Some(FilterSearch {
                name: "q",
                value: String::new(),
                label: self.w("姓名、邮箱、订单号", "Name, e-mail, order number").into(),
            }),
            selects: vec![FilterSelect {
                name: "plan",
                label: self.w("方案", "Plan").into(),
                options: vec![
                    ChoiceView::new("", self.w("全部方案", "All plans"), true),
                    ChoiceView::new("y", self.w("按年", "One year"), false),
                ],
            }],
            chips: vec![chip("全部", "All", "10", true), chip("待处理", "Open", "4", false)],
            clear: Some("?".into()),
        }
    }

    pub(super) fn table(&self) -> TableView {
        let mut amount = ColumnView::new(self.w("金额", "Amount")).number();
        amount.sort = Some("?sort=amount".into());
        amount.sorted = Some(Order::Descending);
        let row = |no: &str, zh, en, badge: Badge, amount: &str, hours| {
            let mut row = RowView::new(vec![
                Cell::Link(LinkView::new("/studio/orders/1", no)),
                Cell::Two(LinkView::new("/studio/members/1", self.w(zh, en)), "Lv 4".into()),
                Cell::Badge(badge),
                Cell::When(self.ago(hours)),
                Cell::Text(amount.into()),
            ]);
            row.pick = Some(no.into());
            row.name = no.into();
            row
        };
        let paid = || Badge::new(Tone::Ok, self.w("已支付", "Paid"));
        let mut rows = vec![
            row("20261121 0041", "陈曦", "Chen Xi", paid(), "¥199.00", 2),
            row(
                "20261120 0039",
                "阿木",
                "Amu",
                Badge::new(Tone::Warn, self.w("等待支付", "Waiting")),
                "¥25.00",
                26,
            ),
            row(
                "20261119 0037",
                "吴一帆",
                "Wu Yifan",
                Badge::new(Tone::Plain, self.w("已退款", "Refunded")),
                "¥−159.20",
                49,
            ),
        ];
        if let Some(first) = rows.first_mut() {
            first.selected = true;
        }
        TableView {
            id: "orders".into(),
            caption: self.w("订单", "Orders").into(),
            hide_caption: true,
            columns: vec![
                ColumnView::new(self.w("订单号", "Order")).heading(),
                ColumnView::new(self.w("成员", "Member")),
                ColumnView::new(self.w("状态", "State")),
                ColumnView::new(self.w("时间", "Time")),
                amount,
            ],
            rows,
            pick_all: Some(self.w("选择", "Choose").into()),
            empty: None,
            cards: true,
        }
    }

    pub(super) fn stats(&self) -> Vec<Stat> {
        let stat = |zh, en, value: &str, delta, points: &[f64]| Stat {
            t: self.t,
            label: self.w(zh, en).into(),
            value: (!value.is_empty()).then(|| value.into()),
            unit: None,
            delta,
            href: Some("/studio/members".into()),
            points: points.to_vec(),
            note: None,
        };
        let up = |zh, en| Some(Delta::Up(self.w(zh, en).into()));
        let down = Some(Delta::Down(self.w("6 点，比上月", "6 points on last month").into()));
        vec![
            stat(
                "日活跃",
                "Active today",
                "386",
                up("3 %，比上周", "3 % on last week"),
                &[
                    30.0, 34.0, 24.0, 22.0, 41.0, 45.0, 42.0, 36.0, 40.0, 47.0, 45.0, 51.0, 44.0,
                    48.0,
                ],
            ),
            stat(
                "30 日留存",
                "Kept for 30 days",
                "41 %",
                down,
                &[47.0, 47.0, 46.0, 45.0, 46.0, 45.0, 44.0, 43.0, 42.0, 41.0, 41.0],
            ),
            stat(
                "满意度",
                "Satisfaction",
                "4.6",
                Some(Delta::Flat),
                &[4.5, 4.6, 4.6, 4.5, 4.6, 4.7, 4.6],
            ),
            stat(
                "本月收入",
                "Income this month",
                "¥48,210",
                up("12 %", "12 %"),
                &[3.0, 5.0, 9.0, 14.0, 22.0, 29.0, 38.0, 48.2],
            ),
            stat("首问得到回答", "First questions answered", "", None, &[]),
        ]
    }

    pub(super) fn pager(&self) -> Pager {
        Pager {
            t: self.t,
            newer: Some("?before=1".into()),
            older: Some("?after=1".into()),
            summary: Some(self.w("第 21–40 条，共 312 条", "21–40 of 312").into()),
        }
    }

    pub(super) fn outline(&self) -> OutlineView {
        let part = |href: Option<&str>, zh, en| OutlinePart {
            href: href.map(str::to_owned),
            text: self.w(zh, en).into(),
        };
        OutlineView {
            label: self.t.nav_toc().into(),
            parts: vec![
                part(Some("#a1"), "一、找得到和答得对是两回事", "1. Found is not answered"),
                part(Some("#a2"), "二、分块不是越小越好", "2. Smaller is not better"),
                part(None, "三、没有负样本的满分", "3. Full marks without negatives"),
                part(None, "四、别让出题人批卷", "4. Who sets the paper must not mark it"),
            ],
        }
    }
}
