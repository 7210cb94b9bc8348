//! The paid divider: nothing below it may be told.

use super::*;

fn parts(source: &str) -> Option<(&str, &str)> {
    split(source).map(|split| (split.free, split.locked))
}

#[test]
fn the_divider_is_a_paragraph_of_its_own() {
    assert_eq!(parts("a\n\n[[paid]]\n\nb"), Some(("a\n\n", "\nb")));
    assert_eq!(parts("a\r\n\r\n  [[付费]]  \r\n\r\nb"), Some(("a\r\n\r\n", "\r\nb")));
    assert_eq!(parts("[[paid]]"), Some(("", "")));
    assert_eq!(
        parts("a\n\n[[paid]]\n\nb\n\n[[paid]]\n\nc"),
        Some(("a\n\n", "\nb\n\n[[paid]]\n\nc"))
    );
    assert_eq!(parts("# a\n[[paid]]\n# b"), Some(("# a\n", "# b")));
    assert_eq!(parts("[x]: /y\n[[paid]]\n"), Some(("[x]: /y\n", "")));
    assert_eq!(parts("[paid]: /y\n\n[[paid]]\n\nb"), Some(("[paid]: /y\n\n", "\nb")));
}

#[test]
fn what_only_looks_like_the_divider_is_text() {
    for source in [
        "a",
        "a [[paid]] b",
        "a\n[[paid]]",
        "[[paid]]\nb",
        "    [[paid]]",
        "```\n[[paid]]\n```",
        "> [[paid]]",
        "> a\n[[paid]]",
        "- [[paid]]",
        "- a\n\n  [[paid]]",
        "[[paid]]\n===",
        "`[[paid]]`",
        "**[[paid]]**\\",
        "[[PAID]]",
        "<!--\n\n[[paid]]\n\n-->",
        "<pre>\n\n[[paid]]\n\n</pre>",
        "| a |\n|-|\n| [[paid]] |",
        "[^1]: a\n\n    [[paid]]\n\nb[^1]",
    ] {
        assert_eq!(parts(source), None, "{source}");
    }
}

#[test]
fn footnotes_and_links_defined_below_are_below() {
    let source = "a[^n] [b][ref] [c]\n\n[[paid]]\n\n[^n]: SECRET note\n\n[ref]: /SECRET\n[c]: /SECRET\n\n# SECRET";
    let (free, locked) = render_free(source, &context()).unwrap();
    assert!(!format!("{free:?}").contains("SECRET"), "{}", free.html);
    assert!(free.outline.is_empty());
    assert_eq!((locked.headings, locked.images), (1, 0));
    assert!(render(source, &context()).html.contains("href=\"/SECRET\""));
}

#[test]
fn what_is_left_open_above_the_divider_is_closed() {
    let (free, _) = render_free("<div><b>a\n\n[[付费]]\n\nSECRET</b></div>", &context()).unwrap();
    assert!(is_balanced(&free.html) && !free.html.contains("SECRET"), "{}", free.html);
}

#[test]
fn the_locked_part_is_measured_and_not_told() {
    let source = "前言\n\n[[付费]]\n\n# 正文\n\n一二三 four\n\n![x](/a) ![y](https://b.org)";
    let (free, locked) = render_free(source, &context()).unwrap();
    assert_eq!(free.html, "<p>前言</p>\n");
    assert_eq!(locked, Locked { characters: 11, images: 2, headings: 1 });
}

#[test]
fn the_divider_leaves_no_trace_for_who_may_read_all() {
    let whole = render("a\n\n[[paid]]\n\nb", &context());
    assert_eq!((whole.html.as_str(), whole.plain.as_str()), ("<p>a</p>\n<p>b</p>\n", "a\nb"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn nothing_below_the_divider_reaches_the_free_part(
        above in "([a-z字 \n>*_`|$#@!~<-]|\\[|\\]|\\(|\\)|\\^|<[a-z]>|\\[S\\]|\\[\\^S\\]|\r){0,60}",
        below in "([a-z \n>*_`#-]|SECRET|\\[S\\]: /SECRET\n|\\[\\^S\\]: SECRET\n){1,30}",
    ) {
        let source = format!("{above}\n\n[[paid]]\n\n{below}\n\nSECRET");
        if let Some((free, _)) = render_free(&source, &context()) {
            prop_assert!(!format!("{free:?}").contains("SECRET"), "{}", free.html);
        }
    }
}
