use kernel::Id as _;
use proptest::prelude::*;

use super::*;

mod attack;
mod divider;
mod limits;

pub(super) fn words() -> Words<'static> {
    Words {
        footnotes: "Footnotes",
        footnote_back: "Back",
        table: "Table",
        picture: "No description",
        remote_picture: "Picture",
        task_done: "Done",
        task_open: "Open",
    }
}

const PICTURE: &str = "0abcdefgh1234";

fn context() -> Context<'static> {
    let mut context = Context::new(words());
    let mei =
        Mentionable { id: MemberId::from_i64(7), name: "梅 <b>".into(), href: "/@mei".into() };
    context.members.insert("mei".into(), mei);
    let picture = Picture { width: 2560, height: 1440, variants: vec![320, 640, 1280, 2560] };
    context.pictures.insert(PICTURE.into(), picture);
    context.tags = ["量子計算", "tag"]
        .map(|name| (name.to_owned(), format!("/t/{}", crate::fold(name))))
        .into();
    context.origin = Some("https://yaji.example");
    context
}

pub(super) fn html(source: &str) -> String {
    render(source, &context()).html
}

/// Whether every element that is opened is closed, in the right order.
pub(super) fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        let name = tag.split(' ').next().unwrap();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !matches!(name, "br" | "hr" | "img" | "wbr") && !tag.ends_with('/') {
            open.push(name);
        }
    }
    open.is_empty()
}

#[test]
fn emphasis_closes_before_chinese_text() {
    assert_eq!(html("**重点。**后面"), "<p><strong>重点。</strong>后面</p>\n");
}

#[test]
fn a_line_end_between_chinese_characters_is_no_space() {
    assert_eq!(html("你好，\n世界\nabc\ndef"), "<p>你好，世界\nabc\ndef</p>\n");
    let breaks = Context { hard_breaks: true, ..context() };
    assert_eq!(render("你好\n世界", &breaks).html, "<p>你好<br>\n世界</p>\n");
}

#[test]
fn headings_get_ids_of_their_own_and_an_outline() {
    let rendered = render("# 安装 `cargo`\n\n## Über\n\n# 安装 cargo\n\n###### ?", &context());
    let ids: Vec<&str> = rendered.outline.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "user-content-安装-cargo",
            "user-content-uber",
            "user-content-安装-cargo-2",
            "user-content-section"
        ]
    );
    assert_eq!(rendered.outline.iter().map(|h| h.level).collect::<Vec<_>>(), [2, 3, 2, 3]);
    assert!(rendered.html.starts_with("<h2 id=\"user-content-安装-cargo\">安装 <code>cargo"));
}

#[test]
fn two_texts_on_one_page_share_no_id() {
    let source = "# A\n\nb[^1] [up](#a)\n\n[^1]: c";
    let first = render(source, &Context { anchor: "c1-", ..context() }).html;
    assert!(first.contains("id=\"user-content-c1-a\""), "{first}");
    assert!(first.contains("href=\"#user-content-c1-a\""), "{first}");
    assert!(first.contains("href=\"#user-content-c1-note-1\""), "{first}");
    assert_eq!(
        first.matches(" id=\"user-content-").count(),
        first.matches("user-content-c1-").count() - 3
    );
}

#[test]
fn mentions_show_the_name_and_keep_the_id() {
    let rendered = render("@Mei 和 @nobody，`@mei` [@mei](/x) @mei", &context());
    assert_eq!(rendered.mentions, [MemberId::from_i64(7)]);
    let link = "<a class=\"mention\" href=\"/@mei\">@梅 &lt;b&gt;</a>";
    assert_eq!(rendered.html.matches(link).count(), 2, "{}", rendered.html);
    assert!(rendered.html.contains("@nobody") && rendered.html.contains("<code>@mei</code>"));
}

#[test]
fn tags_lead_to_their_page() {
    let rendered = render("#量子計算 and C# and #neverseen", &context());
    assert_eq!(rendered.tags, ["量子计算", "neverseen"]);
    let link = "<a class=\"tag\" href=\"/t/量子计算\" rel=\"tag\">#量子計算</a>";
    assert!(rendered.html.contains(link), "{}", rendered.html);
    assert!(rendered.html.ends_with(" and #neverseen</p>\n"), "{}", rendered.html);
}

#[test]
fn links_to_other_sites_say_so_and_links_within_do_not() {
    let rendered = render(
        "[a](https://a.org) [b](/b) [c](https://yaji.example/c) [d](mailto:d@d.org) <https://a.org>",
        &context(),
    );
    assert_eq!(rendered.html.matches("rel=\"nofollow ugc noopener\"").count(), 3);
    assert!(rendered.html.contains("<a href=\"/b\">b</a> <a href=\"/c\">c</a>"));
    assert_eq!(rendered.links, ["https://a.org"]);
}

#[test]
fn a_bare_link_ends_where_chinese_goes_on() {
    let page = html("见https://a.org/x。好，www.b.org）");
    assert!(page.contains("href=\"https://a.org/x\""), "{page}");
    assert!(page.contains("https://a.org/x</a>。好"), "{page}");
}

#[test]
fn our_pictures_are_shown_with_their_size() {
    let page = html(&format!("![塔](/media/{PICTURE}/640 \"东塔\")"));
    let start = "<figure><a class=\"picture\" href=\"/media/0abcdefgh1234/2560\">\
                 <img src=\"/media/0abcdefgh1234/1280\" srcset=";
    assert!(page.starts_with(start), "{page}");
    for part in
        ["width=\"2560\" height=\"1440\"", "loading=\"lazy\"", "alt=\"塔\"", "<figcaption>东塔"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(html(&format!("![](/media/{PICTURE}/640)")).contains("alt=\"No description\""));
    let inline = html(&format!("a ![b](https://yaji.example/media/{PICTURE}/640) c"));
    assert!(inline.starts_with("<p>a <a class=\"picture\""), "{inline}");
    assert!(!inline.contains("<figure"), "{inline}");
    let linked = html(&format!("[![b](/media/{PICTURE}/640)](https://a.org)"));
    assert!(linked.contains("href=\"https://a.org\"") && !linked.contains("class=\"picture\""));
}

#[test]
fn pictures_of_other_sites_are_never_fetched() {
    let rendered =
        render("![图](https://a.org/x.png)\n\nb ![](http://c.org/y) ![d](data:x)", &context());
    assert_eq!(rendered.images, 3);
    assert!(rendered.pictures.is_empty() && !rendered.html.contains("<img"));
    assert!(rendered.html.contains("<figure class=\"picture-remote\"><a"), "{}", rendered.html);
    assert!(rendered.html.contains(">Picture</a> d</p>"), "{}", rendered.html);
    let nested = html("[![e](https://a.org/x.png)](https://b.org)");
    assert_eq!(nested.matches("<a ").count(), 1, "{nested}");
}

#[test]
fn tables_scroll_and_name_their_columns() {
    let page = html("| a | b |\n|:-:|--:|\n| 1 | 2 |");
    assert!(page.contains("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label"));
    assert!(page.contains("<th scope=\"col\" class=\"to-center\">a</th>"), "{page}");
    assert!(page.contains("<td class=\"to-right\">2</td>"), "{page}");
}

#[test]
fn tasks_are_told_in_words() {
    let page = html("- [x] a\n- [ ] b");
    assert!(
        page.contains("aria-label=\"Done\">☑</span> a") && page.contains("aria-label=\"Open\"")
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    let page = html("a[^x] b[^x]\n\n[^x]: note");
    assert!(page.contains("href=\"#user-content-note-1\" id=\"user-content-mark-1-2\""), "{page}");
    assert!(page.contains("href=\"#user-content-mark-1-2\" role=\"doc-backlink\""), "{page}");
}

#[test]
fn html_that_people_write_is_kept_where_it_is_harmless() {
    assert_eq!(html("H<sub>2</sub>O <kbd>Ctrl</kbd>"), "<p>H<sub>2</sub>O <kbd>Ctrl</kbd></p>\n");
    let details = html("<details><summary>s</summary>\n\n*x*\n\n</details>");
    assert!(details.contains("<summary>s</summary>\n<p><em>x</em></p>"), "{details}");
    assert!(html("<a href='https://a.org'>x</a>").contains("rel=\"nofollow ugc noopener\""));
}

#[test]
fn what_was_found_is_counted() {
    let source = "# A\n\n$x$ and $$y$$\n\n```math\nz\n```\n\n```rust\nfn\n```\n\n表 | b\n";
    let rendered = render(source, &context());
    assert_eq!((rendered.formulas, rendered.code_blocks), (3, 1));
    assert_eq!(rendered.plain, "A\nx and y\nz\nfn\n表 | b");
    assert_eq!(rendered.length.characters, 12);
}

#[test]
fn prices_are_no_formulas() {
    assert_eq!(render("价格 $5 和 $10，or $5 and $6.", &context()).formulas, 0);
}

#[test]
fn what_a_source_refers_to_is_known_before_it_is_rendered() {
    let source = format!("@Mei @mei #Ａ标签 `@no` ![x](/media/{PICTURE}/640) ![y](/media/x/1)");
    let found = references(&source, None);
    assert_eq!(found.handles, ["mei"]);
    assert_eq!(found.tags, ["Ａ标签"]);
    assert_eq!(found.pictures, [PICTURE]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_renders_to_balanced_html(source in "\\PC{0,200}") {
        let page = html(&source);
        prop_assert!(is_balanced(&page), "{page}");
    }

    #[test]
    fn rendering_is_repeatable(source in "([#>*_`~|$@!-]|\\[|\\]|\\(|\\)|[a-z字 \n]){0,80}") {
        prop_assert_eq!(render(&source, &context()), render(&source, &context()));
    }
}
