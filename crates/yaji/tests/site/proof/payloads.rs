//! More than ten thousand signs that would run if they got out of where they are written: every
//! kind of break-out with every kind of element and handler, put together here, and the big list
//! of naughty strings.

/// What closes whatever the text is written into.
const BREAKS: [&str; 14] = [
    "",
    "\"",
    "'",
    "\">",
    "'>",
    "-->",
    "</script>",
    "</style>",
    "</title>",
    "</textarea>",
    "</noscript>",
    "]]>",
    "`",
    "</p></div></article>",
];

/// Elements that run something by themselves once they stand on a page.
const ELEMENTS: [&str; 20] = [
    "<script>{}</script>",
    "<ScRiPt >{}</sCrIpT>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<img src=x {}>",
    "<img/src=x/{}>",
    "<svg {}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate {} attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x {}>",
    "<iframe srcdoc='<img src=x {}>'></iframe>",
    "<video><source {}></video>",
    "<audio src=x {}>",
    "<body {}>",
    "<input autofocus {}>",
    "<details open {}>x</details>",
    "<marquee {}>x</marquee>",
    "<select autofocus {}></select>",
    "<p style=animation-name:x {}>x</p>",
    "<noscript><p title=\"</noscript><img src=x {}>\">",
    "<x contenteditable {}>x</x>",
];

/// What would run, as a handler and as a text.
const ACTS: [&str; 16] = [
    "onerror=alert(1)",
    "onload=alert(1)",
    "onbegin=alert(1)",
    "onfocus=alert(1)",
    "ontoggle=alert(1)",
    "onstart=alert(1)",
    "onanimationstart=alert(1)",
    "onpointerover=alert(1)",
    "ONERROR=alert`1`",
    "onerror='al\\u0065rt(1)'",
    "onerror=&#97;lert(1)",
    "onerror\u{c}=alert(1)",
    "onerror\n=\nalert(1)",
    "x=y onload =alert(1)",
    "href=javascript:alert(1)",
    "alert(1)",
];

/// Addresses that run something when they are followed.
const ADDRESSES: [&str; 14] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript:alert(1)",
    "\u{1}javascript:alert(1)",
    " javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript%3Aalert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "//evil.test/\" onmouseover=\"alert(1)",
];

/// Ways to write an address.
const LINKS: [&str; 24] = [
    "[x]({})",
    "[x](<{}>)",
    "[x]({} 'a\" onclick=\"alert(1)')",
    "[x]({} \"a' onclick='alert(1)\")",
    "![x]({})",
    "![x](<{}>)",
    "![x\" onerror=\"alert(1)]({})",
    "<{}>",
    "[a]\n\n[a]: {}",
    "[a]\n\n[a]: <{}> 'x'",
    "[^1]\n\n[^1]: [x]({})",
    "| a |\n|---|\n| [x]({}) |",
    "- [ ] [x]({})",
    "> [x]({})",
    "# [x]({})",
    "**[x]({})**",
    "~~[x]({})~~",
    "[[x]({})](https://example.org)",
    "<a href='{}'>x</a>",
    "<a href={}>x</a>",
    "<form action='{}'><button>x</button></form>",
    "<iframe src='{}'></iframe>",
    "<object data='{}'></object>",
    "<svg><a xlink:href='{}'><text y=9>x</text></a></svg>",
];

/// Where Markdown lets a sign stand.
const PLACES: [&str; 2] = ["{}", "`x` {} $x$"];

/// All of them, each once.
pub fn payloads() -> Vec<String> {
    let mut all = Vec::new();
    for place in PLACES {
        for element in ELEMENTS {
            for act in ACTS {
                let element = element.replace("{}", act);
                all.extend(
                    BREAKS.iter().map(|out| place.replace("{}", &format!("{out}{element}"))),
                );
            }
        }
        for link in LINKS {
            let links = ADDRESSES.iter().map(|address| link.replace("{}", address));
            all.extend(links.map(|link| place.replace("{}", &link)));
        }
    }
    all.extend(naughty_strings::BLNS.iter().map(|text| (*text).to_owned()));
    all.sort();
    all.dedup();
    all
}
