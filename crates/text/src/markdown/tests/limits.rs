//! Texts made to be expensive.

use std::time::{Duration, Instant};

use super::*;

/// What one text may take on a machine that is busy with other tests, unoptimised.
const PATIENCE: Duration = Duration::from_secs(4);

#[test]
fn bombs_are_defused() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    let stairs: String = (0..600).map(|i| format!("{}- a\n", "  ".repeat(i))).collect();
    for (name, source) in [
        ("quotes", many(">", 100_000)),
        ("spaced quotes", many("> ", 100_000)),
        ("mixed quotes", many("> - ", 50_000)),
        ("lists", many("- ", 100_000)),
        ("numbers", many("1. ", 60_000)),
        ("stairs", stairs),
        ("emphasis", many("*a **b ", 20_000)),
        ("stars", many("*", 100_000)),
        ("brackets", many("[", 100_000)),
        ("images", many("![", 50_000)),
        ("links", many("[a](", 40_000)),
        ("nested emphasis", many("_a*", 30_000)),
        ("backticks", (1..800).map(|n| format!("a{}", "`".repeat(n))).collect()),
        ("dollars", many("$a$$", 30_000)),
        ("formulas", many("$\\frac12$ ", 20_000)),
        ("elements", many("<b><i>", 20_000)),
        ("divs", many("<div>\n\n", 20_000)),
        ("tables", format!("{}|\n{}|\n{}", many("|a", 1000), many("|-", 1000), many("|a\n", 5000))),
        ("footnotes", format!("{}\n\n[^a]: b", many("[^a]", 30_000))),
        ("references", (0..9000).map(|i| format!("[r{i}]: /x\n[r{i}]\n\n")).collect()),
        ("mentions", many("@mei #tag ", 10_000)),
        ("code", format!("```rust\n{}\n```", many("fn a(){\"", 8_000))),
        ("long line of code", format!("```js\n{}\n```", many("/*(", 20_000))),
        ("headings", many("# a\n", 30_000)),
    ] {
        let started = Instant::now();
        let rendered = render(&source, &context());
        let _split = split(&format!("{source}\n\n[[paid]]\n\n{source}"));
        let took = started.elapsed();
        println!("{name}: {took:?}, {} → {} bytes", source.len(), rendered.html.len());
        assert!(took < PATIENCE, "{name}: {took:?}");
        assert!(rendered.html.len() < 6_000_000, "{name}: {}", rendered.html.len());
        assert!(is_balanced(&rendered.html), "{name}");
    }
}

#[test]
fn a_source_beyond_the_limit_is_shown_as_it_was_written() {
    let source = format!("**a** <b>\n{}", "x".repeat(LONGEST_SOURCE));
    assert!(render(&source, &context()).html.starts_with("<p>**a** &lt;b&gt;<br>xxx"));
    assert_eq!(check_size(&source, "post.too_long").unwrap_err().key(), "post.too_long");
    assert!(check_size("x", "post.too_long").is_ok());
}

#[test]
fn strings_that_break_programs_do_not_break_this_one() {
    for naughty in [
        "",
        "\0",
        "\u{feff}",
        "\u{202e}abc",
        "\r",
        "\r\n\r",
        "\\",
        "\\\\\\",
        "---",
        "===",
        "\t\t\t",
        "Ω≈ç√∫˜µ≤≥÷",
        "田中さんにあげて下さい",
        "👩‍❤️‍👨🇨🇳",
        "ﷺ",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘",
        "undefined",
        "null",
        "NaN",
        "1/0",
        "${7*7}",
        "{{7*7}}",
        "%s%n",
        "'; DROP TABLE posts; --",
        "\u{fffe}\u{ffff}",
        "<foo val=`bar' />",
        "&lt;&amp;amp;&#0;&#xD800;&#x110000;",
        "[](",
        "[]()",
        "![]()",
        "|",
        "||",
        "|-",
        "[^]",
        "[^ ]: x",
        "$",
        "$$",
        "$$$",
        "``",
        "~~~",
        "* * *",
        "<",
        "<>",
        "</",
        "<!",
        "@",
        "#",
    ] {
        let rendered = render(naughty, &context());
        assert!(is_balanced(&rendered.html), "{naughty:?}: {}", rendered.html);
        let _all = (split(naughty), references(naughty, None), plain(naughty));
    }
}
