//! Every component of the handbook is drawn, whichever is asked for.

use db::{Db, db_test};

use super::doorway::{ask, asked, told};
use crate::gallery::{NUMBERS, routes};
use crate::live::Hub;
use crate::{AppParts, assemble};

/// What only this component draws.
fn mark_of(number: u8) -> &'static str {
    match number {
        1 => "btn--danger",
        2 => "icon-btn__n",
        3 => "rel=\"noopener",
        4 => "type=\"date\"",
        5 => "role=\"switch\"",
        6 => "<select class=\"input\" id=\"space-bad\"",
        7 => "<y-tags",
        8 => "class=\"problems\"",
        9 => "tabs__n",
        10 => "menu__item--danger",
        11 => "<dialog class=\"dialog\" id=\"d1\"",
        12 => "<details class=\"disclosure\" open",
        13 => "tip__text",
        14 => "toast__act",
        15 => "banner--paid",
        16 => "badge--bad",
        17 => "av av--11",
        18 => "post--row",
        19 => "role=\"doc-endnotes\"",
        20 => "comment--pending",
        21 => "acts--s",
        26 => "gallery--3",
        27 => "class=\"offer\"",
        28 => "price--l",
        30 => "meter--bad",
        31 => "table__empty",
        32 => "filter__chips",
        33 => "rel=\"prev\"",
        34 => "spark__line",
        36 => "editor--compact",
        _ => "no component has this number",
    }
}

#[db_test]
async fn every_component_is_drawn_alone_and_with_the_others_in_both_languages(db: Db) {
    let app = AppParts::new(db, mail::Transport::Room, Hub::default()).open().await.unwrap();
    let router = assemble(&app, vec![routes()]).0;
    let page = async |query: String| {
        let answer = ask(&router, asked("GET", &format!("/_gallery?{query}"))).await;
        let (status, _, text) = told(answer).await;
        assert_eq!(status, 200, "{query}");
        text
    };
    for lang in ["zh-CN", "en"] {
        let all = page(format!("lang={lang}")).await;
        for number in NUMBERS {
            let (heading, mark) = (format!("id=\"c{number}-t\""), mark_of(number));
            let alone = page(format!("lang={lang}&theme=dark&component={number}")).await;
            assert!(alone.contains(&heading) && alone.contains(mark), "{number} alone: {mark}");
            assert!(all.contains(&heading) && all.contains(mark), "{number} among all: {mark}");
            assert_eq!(alone.matches("<section class=\"stack\" id=\"c").count(), 1, "{number}");
        }
    }
    assert!(page("lang=en&component=22".into()).await.contains("No component has this number"));
}
