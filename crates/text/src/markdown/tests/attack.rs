//! What attackers write, through every part of the renderer.

use proptest::prelude::*;

use super::super::clean::settled;
use super::{html, is_balanced};

/// Payloads of the usual collections: each must come out without effect.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<base href=javascript:/a/-alert(1)///>",
    "<link rel=stylesheet href=//e.org/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import '//e.org/x.css'</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<p style=animation-name:x onanimationstart=alert(1)>x",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61script:alert(1)'>x</a>",
    "<a href=' &#1; javascript:alert(1)'>x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=java&#1;&#2;&#11;&#12;script:alert(1)>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a onmouseover=alert(1)>x</a>",
    "<a href=x target=_blank onclick=alert(1) rel=opener>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](  javascript:alert(1) 'title')",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](https://a.org\"onclick=\"alert(1))",
    "[x](https://a.org 'a\" onclick=\"alert(1)')",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x\" onerror=\"alert(1)](https://a.org/x)",
    "![x](https://a.org/x\"onerror=\"alert(1))",
    "![x](/media/0abcdefgh1234/640\"onerror=\"alert(1))",
    "![\"><script>alert(1)</script>](/media/0abcdefgh1234/640)",
    "![x](/media/0abcdefgh1234/640 '\"><script>alert(1)</script>')",
    "```\"><script>alert(1)</script>\nx\n```",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "$\\text{<script>alert(1)</script>}$",
    "$\\text{\"onclick=alert(1)}$ $\\href{javascript:alert(1)}{x}$",
    "$$</math><script>alert(1)</script>$$",
    "$\\unicode{x3c}script\\unicode{x3e}$",
    "# <script>alert(1)</script>",
    "# \"><img src=x onerror=alert(1)>",
    "@mei<script>alert(1)</script>",
    "#tag\"><script>alert(1)</script>",
    "[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|-|\n| <img src=x onerror=alert(1)> |",
    "- [x] <script>alert(1)</script>",
    "<details ontoggle=alert(1) open>x</details>",
    "<!--><script>alert(1)</script>-->",
    "<!--\n\n[[paid]]\n\n--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=1?><script>alert(1)</script>",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><a id=\"</title><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<input autofocus onfocus=alert(1)>",
    "<select><style><img src=x onerror=alert(1)></style></select>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<div id=__proto__><form name=body></form></div><a id=location href=x>",
    "<a id=user-content-x name=y>z</a><h2 id=\"user-content-a b\">c</h2>",
    "<div title=\"\n\n$x$\n\n```js\n onmouseover=alert(1)\n```\n\n\">",
    "<a title=\"\n\n`x` @mei #tag ![a](/media/0abcdefgh1234/1)\n\n\" href=x>",
    "<y-slot data-n=\"0-0\"></y-slot>",
    "<p><y-slot data-n=\"00000000000000000000000000000000-0\"><b>x</b></y-slot>$x$",
    "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "＜script＞alert(1)＜/script＞",
    "<script\u{2028}>alert(1)</script>",
    "\u{202e}<script>alert(1)</script>",
    "<b><i><u><a><p><table><tr><td></b></i></u></a></p></table>",
    "</div></div></article></main><div>",
    "<table><tr><a href=x>y<td><table></a>$x$</table>",
];

/// Parses what reaches the page again and looks for anything that could act.
fn assert_harmless(source: &str) {
    let page = html(source);
    assert!(is_balanced(&page), "{source}\n=> {page}");
    for tag in page.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(
            !matches!(
                name,
                "script"
                    | "style"
                    | "iframe"
                    | "object"
                    | "embed"
                    | "svg"
                    | "base"
                    | "link"
                    | "meta"
                    | "form"
                    | "input"
                    | "button"
                    | "template"
                    | "h1"
                    | "y-slot"
            ),
            "{source}\n=> {page}"
        );
        assert!(name != "img" || tag.contains(" src=\"/media/"), "{source}\n=> {page}");
        let attributes = tag.split('"').step_by(2).skip(usize::from(!tag.contains('"')));
        for attribute in attributes {
            let attribute = attribute.trim().trim_start_matches(name).trim();
            assert!(
                !attribute.starts_with("on") && !attribute.starts_with("style"),
                "{source}\n=> {page}"
            );
        }
        if let Some((_, id)) = tag.split_once(" id=\"") {
            assert!(id.starts_with("user-content-"), "{source}\n=> {page}");
        }
        if let Some((_, href)) = tag.split_once("href=\"") {
            let href = href.split('"').next().unwrap();
            let inside = href.starts_with(['/', '#', '?', '.', '%']) || !href.contains(':');
            let outside = ["http://", "https://", "mailto:", "HTTP", "http:"];
            assert!(inside || outside.iter().any(|s| href.starts_with(s)), "{source}\n=> {page}");
        }
    }
}

#[test]
fn payloads_come_out_without_effect() {
    for payload in PAYLOADS {
        for source in [
            (*payload).to_owned(),
            format!("> - {payload}"),
            format!("**{payload}**"),
            format!("[{payload}](/x)"),
            format!("| a |\n|-|\n| {} |", payload.replace('\n', " ")),
            format!("<div>{payload}"),
            format!("a\n\n{payload}\n\n$x$ `b` @mei"),
        ] {
            assert_harmless(&source);
        }
    }
}

#[test]
fn pairs_of_payloads_come_out_without_effect() {
    for (i, first) in PAYLOADS.iter().enumerate() {
        for second in PAYLOADS.iter().skip(i % 7).step_by(7) {
            assert_harmless(&format!("{first}{second}"));
        }
    }
}

#[test]
fn nobody_can_name_a_slot() {
    let source = "$x$ <y-slot data-n=\"1\"></y-slot> &lt;y-slot data-n=\"";
    let page = html(source);
    assert_eq!(page.matches("<math").count(), 1);
    assert!(!page.contains("<y-slot"), "{page}");
}

#[test]
fn cleaning_twice_is_cleaning_once() {
    for payload in PAYLOADS {
        let once = settled(payload);
        assert_eq!(settled(&once), once, "{payload}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn pieces_of_attacks_come_out_without_effect(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(PAYLOADS).prop_map(str::to_owned),
                "(</?(a|b|p|table|tr|td|div|svg|math|style|script|title|select|details|y-slot)[ />])",
                "( (href|title|onclick|style|id|class|data-n)=[\"']?(x|javascript:a|[\"'>]))",
                "([\n>*_`|$#@!~-]|\\[|\\]|\\(|\\)|&lt;|&#60;|<!--|-->|\\]\\]>|\\\\){1,4}",
                "[a-z字 ]{0,6}",
            ],
            0..14,
        )
    ) {
        assert_harmless(&pieces.concat());
    }

    #[test]
    fn cleaning_anything_twice_is_cleaning_once(
        page in "(</?(a|b|p|table|tr|td|li|ul|div|svg|math|style|h2|details|ruby|rt)( (href|title|id)=\"?[a-z:\"'<>]{0,6}\"?)?>|[a-z&;#<>\"' ]){0,30}"
    ) {
        let once = settled(&page);
        prop_assert_eq!(settled(&once), once.clone());
        prop_assert!(is_balanced(&once), "{}", once);
    }
}
